"""A view's table as the pages' macro takes it."""

from typing import Any

from zi_cli.views.table import Table, cell_text


def table_view(t: Table) -> dict[str, Any]:
    """Heading, columns and rows of *t* as texts."""
    return {
        "judul": t.judul,
        "kepala": [{"nama": k.judul, "angka": k.kanan, "arah": k.arah} for k in t.kolom],
        "baris": [[cell_text(s, k) for s, k in zip(b, t.kolom, strict=True)] for b in t.baris],
    }
