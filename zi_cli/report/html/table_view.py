"""A view's table as the pages' macro takes it."""

from typing import Any

from zi_cli.views.table import Table, cell_text, tone_of


def table_view(t: Table) -> dict[str, Any]:
    """Heading, columns and rows of *t*: the text and the tone of each cell; ``tebal`` are rows that stand out."""
    return {
        "judul": t.judul,
        "kepala": [{"nama": k.judul, "angka": k.kanan, "arah": k.arah} for k in t.kolom],
        "tebal": t.tebal,
        "baris": [[(cell_text(s, k), tone_of(s, k)) for s, k in zip(b, t.kolom, strict=True)] for b in t.baris],
    }
