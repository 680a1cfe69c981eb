"""A fixed part of the fuzz cases on every test run; all of them with ``make fuzz``."""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="perlu sistem dengan fork")


def test_kasus_berulang_sama() -> None:
    from tests.fuzz.kasus import semua

    a, b = ([(k.nama, sha256(k.data).hexdigest()) for k in islice(semua(7, ulang=1), 40)] for _ in range(2))
    assert a == b


def test_sebagian_kasus(tmp_path: Path) -> None:
    from tests.fuzz.kasus import semua
    from tests.fuzz.pelari import jalankan

    # A minute, not the ten seconds of the harness: here only a hang is a failure, however busy the machine.
    salah = []
    for i, kasus in enumerate(semua(ulang=2)):
        if i % 8 == 0 and (hasil := jalankan(kasus, tmp_path, 60)).salah:
            salah.append((kasus.nama, hasil.salah))
    assert not salah
