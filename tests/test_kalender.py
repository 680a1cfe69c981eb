"""Deadline, evidence updates, monev and portfolio: cases of tests/kasus/kalender.toml."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zi_cli.config import ConfigCalendar, Instansi
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.calendar import build_calendar, calendar_findings
from zi_cli.pengajuan.portfolio import Pengusul, count_portfolio
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.syarat import load_syarat

KASUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "kasus" / "kalender.toml").read_text("utf-8")
)
RULES = load_syarat(load_instrumen())


def satker(**isi: Any) -> Satker:
    """A register row with only *isi* filled in."""
    kosong: dict[str, Any] = {f.name: None for f in fields(Satker)}
    return Satker(
        **{**kosong, "nama": "Satker Contoh", "galat": frozenset(), "ganda": False}
        | {"sel": {"nama": Sel("Satker", 3, 1)}}
        | isi
    )


def kasus(jenis: str) -> Any:
    return pytest.mark.parametrize("k", KASUS[jenis], ids=lambda k: str(k["nama"]))


@kasus("batas")
def test_batas(k: dict[str, Any]) -> None:
    zi = k.get("zi")
    batas = tuple(int(x) for x in zi.split("-")) if isinstance(zi, str) else zi
    kalender = build_calendar((), k["tanggal"], RULES.kalender, ConfigCalendar(batas_pengajuan=batas))
    assert (kalender.batas, kalender.sisa_hari) == (k["batas"], k["sisa"])
    assert ("SYR412" in [t.kode for _, t in calendar_findings(kalender)]) is (k["sisa"] < 0)


@kasus("pembaruan")
def test_pembaruan_data_dukung(k: dict[str, Any]) -> None:
    s = satker(usulan=k.get("usulan", "WBK"), tanggal_data_dukung=k.get("terakhir"))
    kalender = build_calendar([s], k["tanggal"], RULES.kalender, ConfigCalendar())
    assert bool(kalender.pembaruan.belum) is k["terlambat"]
    assert ("SYR413" in [t.kode for _, t in calendar_findings(kalender)]) is k["terlambat"]


@kasus("monev")
def test_monev(k: dict[str, Any]) -> None:
    isi = {"predikat": k["predikat"], "tanggal_predikat": k.get("sejak"), "tanggal_monev": k.get("monev")}
    s = satker(usulan=k.get("usulan", "Tidak"), **isi)
    kalender = build_calendar([s], k["tanggal"], RULES.kalender, ConfigCalendar())
    (monev,) = kalender.monev
    assert (monev.status, monev.sisa_hari) == (k["status"], k.get("sisa"))
    assert ("SYR414" in [t.kode for _, t in calendar_findings(kalender)]) is (k["status"] == "terlambat")


def test_tanpa_predikat_tidak_ada_monev() -> None:
    s = satker(predikat="Belum ada", tanggal_predikat=date(2020, 1, 1))
    assert build_calendar([s], date(2027, 5, 20), RULES.kalender, ConfigCalendar()).monev == ()


def test_pembaruan_berikutnya_dan_jadwal_dari_konfigurasi() -> None:
    baku = build_calendar((), date(2027, 3, 31), RULES.kalender, ConfigCalendar()).pembaruan
    assert (baku.terakhir, baku.berikutnya) == (date(2026, 12, 31), date(2027, 3, 31))
    diatur = ConfigCalendar(pembaruan_data_dukung=((6, 15),))
    sendiri = build_calendar((), date(2027, 5, 20), RULES.kalender, diatur).pembaruan
    assert (sendiri.terakhir, sendiri.berikutnya) == (date(2026, 6, 15), date(2027, 6, 15))


@kasus("portofolio")
def test_portofolio(k: dict[str, Any]) -> None:
    instansi = Instansi(jumlah_satker=k.get("satker"), jumlah_berpredikat=k.get("berpredikat"))
    usulan = [Pengusul(a, b or None, False) for a, b in k.get("usulan", [])]
    p = count_portfolio(instansi, usulan, RULES.portofolio)
    assert (p.melebihi_sebelum, p.melebihi_sesudah) == (k.get("sebelum"), k.get("sesudah"))


def test_setiap_kasus_menyebut_dasarnya() -> None:
    assert all(k["dasar"].startswith("BAB") for daftar in KASUS.values() for k in daftar)
