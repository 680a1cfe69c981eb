"""The documentation says what the program does: generated pages are current, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

AKAR = Path(__file__).parent.parent


def _pembuat() -> dict[Path, object]:
    spek = importlib.util.spec_from_file_location("buat", AKAR / "docs/buat.py")
    assert spek is not None
    assert spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    return dict(modul.HALAMAN)


@pytest.mark.parametrize("nama", ["docs/temuan.md", "docs/perintah.md", "README.md"])
def test_halaman_dibuat_mutakhir(nama: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    buat = _pembuat()[AKAR / nama]
    assert callable(buat)
    assert (AKAR / nama).read_text(encoding="utf-8") == buat(), "jalankan make docs"


@pytest.mark.parametrize("berkas", [AKAR / "README.md", *sorted((AKAR / "docs").glob("*.md"))], ids=lambda b: b.name)
def test_tautan_lokal_ada(berkas: Path) -> None:
    teks = re.sub(r"```.*?```", "", berkas.read_text(encoding="utf-8"), flags=re.DOTALL)
    for tautan in re.findall(r"\]\(([^)#:]+)\)", teks):
        assert (berkas.parent / tautan).exists(), tautan
    for tautan in re.findall(r"`((?:docs|bench|tests|sample_lke|templates|zi_cli)/[\w./-]+)`", teks):
        assert (AKAR / tautan).exists(), tautan
