"""Deadline, evidence updates, monev and portfolio: cases of tests/kasus/kalender.toml."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zi_cli.findings.model import Sel
from zi_cli.pengajuan.aturan import muat_syarat
from zi_cli.pengajuan.daftar import Satker
from zi_cli.pengajuan.kalender import susun_kalender, temuan_kalender
from zi_cli.pengajuan.konfigurasi import Instansi, KalenderKonfigurasi
from zi_cli.pengajuan.portofolio import hitung_portofolio

KASUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "kasus" / "kalender.toml").read_text("utf-8")
)
ATURAN = muat_syarat()


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
    kalender = susun_kalender((), k["tanggal"], ATURAN.kalender, KalenderKonfigurasi(batas_pengajuan=batas))
    assert (kalender.batas, kalender.sisa_hari) == (k["batas"], k["sisa"])
    assert ("SYR412" in [t.kode for _, t in temuan_kalender(kalender)]) is (k["sisa"] < 0)


@kasus("pembaruan")
def test_pembaruan_data_dukung(k: dict[str, Any]) -> None:
    s = satker(usulan=k.get("usulan", "WBK"), tanggal_data_dukung=k.get("terakhir"))
    kalender = susun_kalender([s], k["tanggal"], ATURAN.kalender, KalenderKonfigurasi())
    assert bool(kalender.pembaruan.belum) is k["terlambat"]
    assert ("SYR413" in [t.kode for _, t in temuan_kalender(kalender)]) is k["terlambat"]


@kasus("monev")
def test_monev(k: dict[str, Any]) -> None:
    isi = {"predikat": k["predikat"], "tanggal_predikat": k.get("sejak"), "tanggal_monev": k.get("monev")}
    s = satker(usulan=k.get("usulan", "Tidak"), **isi)
    kalender = susun_kalender([s], k["tanggal"], ATURAN.kalender, KalenderKonfigurasi())
    (monev,) = kalender.monev
    assert (monev.status, monev.sisa_hari) == (k["status"], k.get("sisa"))
    assert ("SYR414" in [t.kode for _, t in temuan_kalender(kalender)]) is (k["status"] == "terlambat")


def test_tanpa_predikat_tidak_ada_monev() -> None:
    s = satker(predikat="Belum ada", tanggal_predikat=date(2020, 1, 1))
    assert susun_kalender([s], date(2027, 5, 20), ATURAN.kalender, KalenderKonfigurasi()).monev == ()


def test_pembaruan_berikutnya_dan_jadwal_dari_konfigurasi() -> None:
    baku = susun_kalender((), date(2027, 3, 31), ATURAN.kalender, KalenderKonfigurasi()).pembaruan
    assert (baku.terakhir, baku.berikutnya) == (date(2026, 12, 31), date(2027, 3, 31))
    diatur = KalenderKonfigurasi(pembaruan_data_dukung=((6, 15),))
    sendiri = susun_kalender((), date(2027, 5, 20), ATURAN.kalender, diatur).pembaruan
    assert (sendiri.terakhir, sendiri.berikutnya) == (date(2026, 6, 15), date(2027, 6, 15))


@kasus("portofolio")
def test_portofolio(k: dict[str, Any]) -> None:
    instansi = Instansi(jumlah_satker=k.get("satker"), jumlah_berpredikat=k.get("berpredikat"))
    usulan = [(a, b or None) for a, b in k.get("usulan", [])]
    p = hitung_portofolio(instansi, usulan, ATURAN.portofolio)
    assert (p.melebihi_sebelum, p.melebihi_sesudah) == (k.get("sebelum"), k.get("sesudah"))


def test_setiap_kasus_menyebut_dasarnya() -> None:
    assert all(k["dasar"].startswith("BAB") for daftar in KASUS.values() for k in daftar)
