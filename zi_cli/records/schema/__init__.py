"""JSON Schemas of the outputs, one file each (``score.json`` describes zi.score/1)."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def daftar_skema() -> list[str]:
    """Names of the outputs that have a schema."""
    return sorted(f.stem for f in _FOLDER.glob("*.json"))


def teks_skema(nama: str) -> str:
    """The schema *nama* as JSON text; raises FileNotFoundError when there is none."""
    return (_FOLDER / f"{nama}.json").read_text(encoding="utf-8")
