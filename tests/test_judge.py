"""The fourth judge on a sample: what zi reads is what LibreOffice shows, or a finding says where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz.judge import judge, make_cases, same, table
from tests.fuzz.mutations import mutations
from tests.fuzz.two_faced import TRICKS, two_faced
from tests.fuzz.two_faced_binary import two_faced_binary
from tests.fuzz.two_faced_ods import two_faced_ods
from tests.tools import butuh_soffice


@pytest.mark.skipif(not hasattr(os, "fork"), reason="perlu sistem dengan fork")
def test_no_file_differs_in_silence(tmp_path: Path) -> None:
    butuh_soffice()
    hasil = judge(make_cases(tmp_path, 7, 43, len(TRICKS), 9, 20), tmp_path)
    assert [(v.kasus.jenis, v.sebab) for v in hasil if v.hasil == "BEDA"] == [], "\n".join(table(hasil))
    # The judge has something to compare.
    assert sum(v.hasil in ("sama", "disebut") for v in hasil) > 30, "\n".join(table(hasil))


def test_the_same_seed_makes_the_same_files() -> None:
    assert [m.data for m in mutations(3, 50)] == [m.data for m in mutations(3, 50)]
    assert [f.data for f in two_faced(3, 30)] == [f.data for f in two_faced(3, 30)]
    assert [f.data for f in two_faced_ods(3, 30)] == [f.data for f in two_faced_ods(3, 30)]
    assert [f.data for f in two_faced_binary(3, 30)] == [f.data for f in two_faced_binary(3, 30)]


@pytest.mark.parametrize(
    ("nilai", "teks", "sama"),
    [
        ("Ya", " Ya\n", True),
        ("Ya", "Tidak", False),
        ("", "A", False),
        (0.9, "90%", True),
        (0.9, "9%", False),
        (0.956, "96%", True),
        (1234.0, "1,234", True),
        (3.5, "4", True),
        (3.4, "4", False),
        (True, "TRUE", True),
        (1.0, "", False),
    ],
)
def test_what_counts_as_shown(nilai: str | float, teks: str, sama: bool) -> None:
    assert same(nilai, teks) is sama
