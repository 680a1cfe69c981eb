"""Shared fixtures of the report tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.material import random_answers, write_lke

#: Names meant to break out of the page; every one must come out as plain text.
HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(2)>",
    "</script><script>alert(3)</script>",
    '"><svg onload=alert(4)>',
    "{{ 7*7 }} {% raw %} ${1} \u2028 &lt;",
)

#: Groups are folder names, which hold no slash.
HOSTILE_GROUPS = ("Kanwil <img src=x onerror=alert(5)>", "Kanwil & <b>Dua")


@pytest.fixture(scope="session")
def folder_lke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups, five satker (one assessed by the unit alone), names that are hostile markup. Not to be changed."""
    akar = tmp_path_factory.mktemp("folder") / "kumpulan"
    for i, nama in enumerate(HOSTILE_NAMES):
        penilai = {"unit": random_answers(i, 0.95), "tpi": random_answers(i + 50, 0.8)}
        if i == 4:
            del penilai["tpi"]
        write_lke(akar / HOSTILE_GROUPS[i % 2] / f"UPT {i}" / "lke.xlsx", penilai, satker=nama)
    return akar


@pytest.fixture
def run_command(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line; returns exit code, standard output, standard error."""
    from zi_cli.cli import run_cli as zi

    def call(*argumen: object) -> tuple[int, str, str]:
        kode = zi([str(a) for a in argumen])
        keluar, galat = capfd.readouterr()
        return kode, keluar, galat

    return call
