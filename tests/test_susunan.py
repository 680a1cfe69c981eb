"""The house: imports run one way, and what is loaded late stays late."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PAKET = Path(__file__).parent.parent / "zi_cli"
MODUL = sorted(PAKET.rglob("*.py"))
BERAT = {"pandas", "openpyxl", "xlsxwriter", "docxtpl", "docx", "jinja2", "rich", "pygal", "highspy", "msoffcrypto"}


def impor(modul: Path, *, atas_saja: bool = False) -> Iterator[str]:
    """Names of modules that *modul* imports; *atas_saja*: only at import time (not for type checking)."""
    pohon = ast.parse(modul.read_text(encoding="utf-8"))
    simpul = list(pohon.body) if atas_saja else list(ast.walk(pohon))
    for s in simpul:
        if isinstance(s, ast.Import):
            yield from (a.name for a in s.names)
        elif isinstance(s, ast.ImportFrom) and s.module:
            yield s.module


def nama(modul: Path) -> str:
    return ".".join(("zi_cli", *modul.relative_to(PAKET).with_suffix("").parts))


@pytest.mark.parametrize("modul", MODUL, ids=nama)
def test_tidak_ada_yang_mengimpor_cli(modul: Path) -> None:
    if not nama(modul).startswith(("zi_cli.cli", "zi_cli.__main__")):
        assert not [m for m in impor(modul) if m.startswith("zi_cli.cli")]


@pytest.mark.parametrize("modul", [m for m in MODUL if m.parent.name in ("scoring", "instrumen")], ids=nama)
def test_penilaian_tidak_membaca_berkas_dan_tidak_mencetak(modul: Path) -> None:
    """Scoring and instrument know the Worksheet's types, never its readers or the reports."""
    boleh = ("zi_cli.worksheet.model", "zi_cli.worksheet.cells", "zi_cli.instrumen", "zi_cli.scoring", "zi_cli.findings", "zi_cli.text")
    luar = [m for m in impor(modul) if m.startswith("zi_cli.") and not m.startswith(boleh)]
    assert luar == []
    assert not {m.split(".")[0] for m in impor(modul)} & (BERAT - {"highspy"})


@pytest.mark.parametrize(
    "modul", [m for m in MODUL if m.parent.name in ("cli", "worksheet", "findings", "batch")], ids=nama
)
def test_pustaka_berat_diimpor_terlambat(modul: Path) -> None:
    assert not {m.split(".")[0] for m in impor(modul, atas_saja=True)} & BERAT


@pytest.mark.parametrize("modul", MODUL, ids=nama)
def test_anotasi_ditunda_hanya_bila_perlu(modul: Path) -> None:
    """Postponed annotations are compiled one by one at start-up: only for names that only type checkers import."""
    ditunda = "__future__" in impor(modul, atas_saja=True)
    assert ditunda == ("TYPE_CHECKING" in modul.read_text(encoding="utf-8"))
