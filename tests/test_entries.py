"""Cells of the register: cases of tests/kasus/isian.toml, and what can be said of any text."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.pengajuan.register import cell_values as isian
from zi_cli.pengajuan.register.cell_values import InvalidValue
from zi_cli.text import long_date as tulis_tanggal

KASUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "kasus" / "isian.toml").read_text("utf-8")
)
READERS: dict[str, Callable[[Any], Any]] = {
    "persen": lambda sel: isian.read_percent(sel).nilai,
    "tanggal": isian.read_date,
    "ya_tidak": isian.read_yes_no,
    "nip": isian.nip,
}


@pytest.mark.parametrize(("jenis", "kasus"), [(j, k) for j, daftar in KASUS.items() for k in daftar], ids=str)
def test_case(jenis: str, kasus: dict[str, Any]) -> None:
    if "kode" in kasus:
        with pytest.raises(InvalidValue) as galat:
            READERS[jenis](kasus["sel"])
        assert galat.value.kode == kasus["kode"]
        return
    diharapkan = kasus["nilai"]
    if jenis == "persen":
        diharapkan = Fraction(diharapkan) if diharapkan else None
    assert READERS[jenis](kasus["sel"]) == diharapkan


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_dates_that_the_program_writes_are_read_back(hari: date) -> None:
    for teks in (tulis_tanggal(hari), hari.isoformat(), f"{hari:%d/%m/%Y}", f"{hari.day}-{hari.month}-{hari.year}"):
        assert isian.read_date(teks) == hari


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_counts_are_always_exact(selesai: int, seluruh: int) -> None:
    if selesai > seluruh:
        with pytest.raises(InvalidValue):
            isian.read_percent(f"{selesai}/{seluruh}")
        return
    p = isian.read_percent(f"{selesai}/{seluruh}")
    assert p.nilai == (Fraction(selesai, seluruh) if seluruh else None)


@given(st.one_of(st.text(max_size=40), st.floats(), st.timedeltas()))
def test_any_entry_is_read_or_refused_with_a_code(sel: str | float | timedelta) -> None:
    for baca in READERS.values():
        try:
            hasil = baca(sel)
        except InvalidValue as e:
            assert e.kode.startswith("DAT5")
        else:
            assert not isinstance(hasil, Fraction) or 0 <= hasil <= 1
