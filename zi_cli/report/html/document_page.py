"""The page of what a command says: its document, a card for each heading."""

from collections.abc import Sequence
from typing import Any

from zi_cli.report.html.environment import make_page
from zi_cli.views.document import Document, Fields, Heading, Lines
from zi_cli.views.table import Cell, Column, Table, cell_text, tone_of

_TITLE = "Hasil pemeriksaan Zona Integritas"


def render_page(dokumen: Document) -> str:
    """HTML of the whole of *dokumen*; its first heading is the title."""
    cards: list[dict[str, Any]] = []
    for block in dokumen:
        title = block.teks if isinstance(block, Heading) else block.judul if isinstance(block, Table) else ""
        if title or not cards:
            cards.append({"judul": title, "isi": []})
        if not isinstance(block, Heading):
            cards[-1]["isi"].append(_block(block))
    title = next((b.teks for b in dokumen if isinstance(b, Heading)), _TITLE)
    return make_page("dokumen.html.j2", judul=title, kartu=cards, sumber_lain=())


def _block(block: Fields | Lines | Table) -> dict[str, Any]:
    if isinstance(block, Fields):
        return {"jenis": "isian", "isi": block.isi}
    if isinstance(block, Lines):
        return {"jenis": "baris", "isi": block.baris}
    columns = [(i, k) for i, k in enumerate(block.kolom) if not k.batang]
    return {
        "jenis": "tabel",
        "kepala": [{"nama": k.judul, "angka": k.kanan} for _, k in columns],
        "baris": [[_cell(content[i], k) for i, k in columns] for content in block.baris],
        "tebal": block.tebal,
        "sisa": block.sisa,
    }


def _cell(cell: Cell, column: Column) -> Sequence[str]:
    return cell_text(cell, column), tone_of(cell, column)
