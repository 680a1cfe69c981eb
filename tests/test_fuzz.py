"""A fixed part of the fuzz cases on every test run; all of them with ``make fuzz``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from itertools import islice

import pytest

from tests.fuzz.cases import ROOT, all_cases

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="perlu sistem dengan fork")


def test_cases_repeat_alike() -> None:
    a, b = ([(k.nama, sha256(k.data).hexdigest()) for k in islice(all_cases(7, ulang=1), 40)] for _ in range(2))
    assert a == b


def test_some_of_the_cases() -> None:
    # In a process of its own: one forked from here would start with the memory of every test before it.
    # A minute, not the ten seconds of the harness: here only a hang is a failure, however busy the machine.
    command = [sys.executable, "-m", "tests.fuzz", "--ulang", "2", "--setiap", "8", "--dua-muka", "10", "--detik", "60"]
    p = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600)
    assert p.returncode == 0, p.stdout + p.stderr
    ringkasan = re.search(r"(\d+) kasus, 0 salah", p.stdout)
    assert ringkasan is not None and int(ringkasan[1]) > 50, p.stdout
