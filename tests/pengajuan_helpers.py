"""Worksheets and rows as the requirement check sees them, made by hand for its tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zi_cli.config import Config, Instansi
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.fact import from_tribool
from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure, Simpulan
from zi_cli.pengajuan.register.cell_values import read_percent
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.pengajuan.syarat import load_syarat

DATE = date(2027, 5, 20)
FOLDER = Path("/daftar")
INSTANSI = Instansi(opini_bpk="WTP", sakip="BB", indeks_rb="BB", spip="3")
COMPLETE_ROW: Mapping[str, Any] = {
    "kode": "1",
    "nama": "Satker Contoh",
    "jenis": "Kantor Imigrasi",
    "usulan": "WBK",
    "predikat": "Belum ada",
    "tanggal_data_dukung": date(2027, 3, 20),
    "mulai_wbk": date(2025, 1, 1),
    "sakip": "BB",
    "tlhp": read_percent("12/12"),
    "lhkpn": read_percent("8/8"),
    "lhkasn": read_percent("42/42"),
    "layanan_utama": True,
    "dampak": True,
    "eselon1": "Direktorat Jenderal Imigrasi",
    "pendahuluan_layak": True,
    "pendahuluan_tanggal": date(2027, 4, 14),
    "pendahuluan_penilai": "Tim Penilai Ditjen Imigrasi",
    "sptjm_tanggal": date(2027, 5, 3),
}


def satker(baris: int = 3, **isi: Any) -> Satker:
    """A row that lacks nothing for WBK, changed by *isi*."""
    kosong: dict[str, Any] = dict.fromkeys((f.name for f in fields(Satker)), None)
    sel = {k.field: Sel("Satker", baris, n) for n, k in enumerate(COLUMNS)}
    bawaan = {"sel": MappingProxyType(sel), "galat": frozenset(), "ganda": False, "nihil": frozenset()}
    return Satker(**{**kosong, **bawaan, **COMPLETE_ROW, **isi})


def lke_facts(nama: str = "lke.xlsx", memenuhi: bool | None = True, **isi: Any) -> LkeFacts:
    """A worksheet whose TPI passes (or not) both predicates, changed by *isi*."""
    simpulan = Simpulan(
        from_tribool(memenuhi), Fraction(82), Fraction(75), () if memenuhi else ("total 70 dari 75",), "", ""
    )
    dasar = LkeFacts(
        jalur=FOLDER / nama,
        nama=nama,
        sha256="0" * 64,
        satker="Satker Contoh",
        kode_satker="1",
        tahun=2027,
        usulan="WBK",
        penilai="tpi",
        tahap="akhir",
        simpulan={"WBK": simpulan, "WBBM": simpulan},
        angka={},
        catatan=(),
        kosong=() if memenuhi is not None else (7, 8),
        temuan=(),
        pengungkit={},
        sidik="",
    )
    return dasar._replace(**isi)


def lhkpn_figure(lhkpn: str, baris: int = 174) -> dict[str, LkeFigure]:
    """The worksheet's LHKPN figure."""
    return {"lhkpn": LkeFigure(read_percent(lhkpn), Sel("LKE ZI", baris, 10))}


def rules_for(**instansi: Any) -> Aturan:
    """What Tabel 7 asks of the ministry is met, changed by *instansi*."""
    return Aturan(
        Config(load_instrumen(), load_instrumen().ambang, instansi=INSTANSI._replace(**instansi)),
        load_syarat(load_instrumen()),
        DATE,
    )


def daftar(*baris: Satker) -> DaftarSatker:
    """A register of *baris*."""
    return DaftarSatker(FOLDER / "satker.xlsx", "0" * 64, baris, ())
