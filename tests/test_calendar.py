"""Deadline, evidence updates, monev and portfolio: cases of tests/kasus/kalender.toml."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_deadlines(k: dict[str, Any]) -> None:
    zi = k.get("zi")
    batas = tuple(int(x) for x in zi.split("-")) if isinstance(zi, str) else zi
    kalender = build_calendar((), k["tanggal"], RULES.kalender, ConfigCalendar(batas_pengajuan=batas))
    assert (kalender.batas, kalender.sisa_hari) == (k["batas"], k["sisa"])
    assert ("SYR412" in [t.kode for _, t in calendar_findings(kalender)]) is (k["sisa"] < 0)


@kasus("pembaruan")
def test_renewal_of_evidence(k: dict[str, Any]) -> None:
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


def test_no_predikat_no_monev() -> None:
    s = satker(predikat="Belum ada", tanggal_predikat=date(2020, 1, 1))
    assert build_calendar([s], date(2027, 5, 20), RULES.kalender, ConfigCalendar()).monev == ()


DAY = date(2027, 5, 20)
A_DATE = st.none() | st.dates(DAY - timedelta(1500), DAY + timedelta(1500)) | st.just("tidak terbaca")


@given(predikat=A_DATE, monev=A_DATE, usulan=st.sampled_from(["Tidak", "WBBM"]), kind=st.sampled_from(["WBK", "WBBM"]))
def test_a_date_that_is_no_proof_never_makes_a_monev_done_or_late(
    predikat: date | str | None, monev: date | str | None, usulan: str, kind: str
) -> None:
    """What is said of a doubtful date must hold whatever day, up to the one of the check, it stands for."""
    dates = {"tanggal_predikat": predikat, "tanggal_monev": monev}
    doubtful = [f for f, d in dates.items() if isinstance(d, str) or (d is not None and d > DAY)]
    read = {f: None if isinstance(d, str) else d for f, d in dates.items()}
    s = satker(predikat=kind, usulan=usulan, galat=frozenset(f for f, d in dates.items() if isinstance(d, str)), **read)
    kalender = build_calendar([s], DAY, RULES.kalender, ConfigCalendar())
    (m,) = kalender.monev
    for day in (DAY, DAY - timedelta(200), DAY - timedelta(700), DAY - timedelta(3000)) if doubtful else ():
        other = satker(predikat=kind, usulan=usulan, **(read | dict.fromkeys(doubtful, day)))
        (stands,) = build_calendar([other], DAY, RULES.kalender, ConfigCalendar()).monev
        assert m.status in ("belum ada data", stands.status)
    assert (m.status == "belum ada data") is (m.jatuh_tempo is None) is bool(m.sebab)
    if m.status in ("terlambat", "belum ada data"):
        assert not kalender.nothing_overdue
    # A date to come is told of in the rows that no check judges.
    late = [t.kode for _, t in calendar_findings(kalender)].count("SYR415")
    assert late == (sum(d is not None and d > DAY for d in read.values()) if usulan == "Tidak" else 0)


def test_an_update_still_to_come_is_none() -> None:
    s = satker(usulan="WBK", tanggal_data_dukung=DAY + timedelta(1))
    assert build_calendar([s], DAY, RULES.kalender, ConfigCalendar()).pembaruan.belum == ((s, None),)


@pytest.mark.parametrize("field", ["usulan", "predikat"])
def test_a_row_whose_predicate_cannot_be_read_may_be_overdue(field: str) -> None:
    s = satker(galat=frozenset({field}), **{"usulan": "Tidak", "predikat": "Belum ada", field: None})
    kalender = build_calendar([s], DAY, RULES.kalender, ConfigCalendar())
    assert [x for x, _ in kalender.tak_terbaca] == [s] and not kalender.nothing_overdue


def test_the_next_renewal_and_dates_from_the_configuration() -> None:
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


def test_every_case_names_its_source() -> None:
    assert all(k["dasar"].startswith("BAB") for daftar in KASUS.values() for k in daftar)
