"""The page of what a command says: its document, a card for each heading."""

from collections.abc import Sequence
from typing import Any

from zi_cli.report.html.environment import make_page
from zi_cli.views.document import Document, Fields, Heading, Lines
from zi_cli.views.table import Cell, Column, Table, cell_text, shown_columns, tone_of

#: The lowest level of a heading that what follows belongs to.
_CARD = 2
_TITLE = "Hasil pemeriksaan Zona Integritas"


def render_page(dokumen: Document) -> str:
    """HTML of the whole of *dokumen*: a highest heading, or the only one, is the title.

    Every other heading begins a card; one of a lower level, and a table's title, stands within the card of a heading.
    """
    headings = [b for b in dokumen if isinstance(b, Heading)]
    main = next((b for b in headings if b.tingkat == 1), headings[0] if len(headings) == 1 else None)
    cards: list[dict[str, Any]] = []
    inside = False
    for block in dokumen:
        title = block.teks if isinstance(block, Heading) else block.judul if isinstance(block, Table) else ""
        part = inside and (isinstance(block, Table) or (isinstance(block, Heading) and block.tingkat > _CARD))
        if block is main:
            title = ""
        elif isinstance(block, Heading) and not part:
            inside = block.tingkat <= _CARD
        if title and part:
            cards[-1]["isi"].append({"jenis": "judul", "isi": title})
        elif title or not cards:
            cards.append({"judul": title, "isi": []})
        if not isinstance(block, Heading):
            cards[-1]["isi"].append(_block(block))
    return make_page("dokumen.html.j2", judul=main.teks if main else _TITLE, kartu=cards, sumber_lain=())


def _block(block: Fields | Lines | Table) -> dict[str, Any]:
    if isinstance(block, Fields):
        return {"jenis": "isian", "isi": block.isi}
    if isinstance(block, Lines):
        return {"jenis": "baris", "isi": block.baris}
    columns, rows = shown_columns(block, bars=False)
    return {
        "jenis": "tabel",
        "kepala": [{"nama": k.judul, "angka": k.kanan} for k in columns],
        "baris": [[_cell(cell, k) for cell, k in zip(content, columns, strict=True)] for content in rows],
        "tebal": block.tebal,
        "sisa": block.sisa,
    }


def _cell(cell: Cell, column: Column) -> Sequence[str]:
    return cell_text(cell, column), tone_of(cell, column)
