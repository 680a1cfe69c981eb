"""Edited worksheets of every layout and level are read right, or flagged; never silently wrong.

A small part of ``make varian``, which tries many more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder.grid import change_format
from tests.builder.layouts import LAYOUTS
from tests.builder.variants import CACAT, TINGKAT, Varian, buat
from tests.compare_variants import Hasil, compare_variant
from tests.tools import butuh_soffice
from tests.variants import result_table

DIRECT = [n for n, t in LAYOUTS.items() if t.akhiran in ("xlsx", "csv")]


def checked(v: Varian, berkas: Path) -> Hasil:
    hasil = compare_variant(v, berkas)
    assert hasil.putusan != "salah", f"{v.nama} {v.cacat}: {hasil.sebab}"
    assert v.tingkat == 4 or hasil.putusan == "benar"
    return hasil


@pytest.mark.parametrize("tingkat", TINGKAT)
@pytest.mark.parametrize("tata_letak", DIRECT)
def test_nothing_is_misread(tata_letak: str, tingkat: int, tmp_path: Path) -> None:
    for benih in range(1000, 1003 if tingkat >= 3 else 1001):
        v = buat(tingkat, tata_letak, benih)
        checked(v, v.buku.simpan(tmp_path / f"{v.nama}.{v.akhiran}"))


@pytest.mark.parametrize("cacat", CACAT)
def test_every_ambiguity(cacat: str, tmp_path: Path) -> None:
    contoh = next(v for v in (buat(4, "resmi", n) for n in range(2000, 2200)) if v.cacat == cacat)
    checked(contoh, contoh.buku.simpan(tmp_path / "lke.xlsx"))


def test_the_comparer_can_say_no(tmp_path: Path) -> None:
    """A sheet that does not hold what the variant says is called wrong."""
    v, lain = buat(2, "resmi", 1), buat(2, "resmi", 2)
    lain.jawaban = v.jawaban
    hasil = compare_variant(lain, lain.buku.simpan(tmp_path / "lke.xlsx"))
    assert hasil.putusan == "salah"
    assert "0/0/1" in result_table([(lain, hasil)])


@pytest.mark.parametrize("akhiran", ["xls", "ods"])
def test_format_libreoffice(akhiran: str, tmp_path: Path) -> None:
    butuh_soffice()
    varian = [buat(t, akhiran, 1000 + t) for t in TINGKAT]
    asal = [v.buku.simpan(tmp_path / f"{v.nama}.xlsx") for v in varian]
    for v, berkas in zip(varian, change_format(asal, akhiran, tmp_path), strict=True):
        checked(v, berkas)
