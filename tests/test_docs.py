"""The documentation says what the program does: generated pages are current, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _generator() -> dict[Path, object]:
    spek = importlib.util.spec_from_file_location("buat", ROOT / "docs/buat.py")
    assert spek is not None
    assert spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    return dict(modul.HALAMAN)


@pytest.mark.parametrize("nama", ["docs/temuan.md", "docs/perintah.md", "README.md"])
def test_generated_pages_are_current(nama: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    buat = _generator()[ROOT / nama]
    assert callable(buat)
    assert (ROOT / nama).read_text(encoding="utf-8") == buat(), "jalankan make docs"


@pytest.mark.parametrize("berkas", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda b: b.name)
def test_local_links_lead_somewhere(berkas: Path) -> None:
    teks = re.sub(r"```.*?```", "", berkas.read_text(encoding="utf-8"), flags=re.DOTALL)
    for tautan in re.findall(r"\]\(([^)#:]+)\)", teks):
        assert (berkas.parent / tautan).exists(), tautan
    for tautan in re.findall(r"`((?:docs|bench|tests|sample_lke|templates|zi_cli)/[\w./-]+)`", teks):
        assert (ROOT / tautan).exists(), tautan
