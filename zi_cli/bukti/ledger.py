"""``bukti.xlsx``: one row a document, written for a person to fill and read back by its headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.bukti.rules import load_rules
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import safe_cell
from zi_cli.text import canonical_name, excerpt, path_text

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.links import SheetLinks
    from zi_cli.worksheet.model import NilaiSel

LEMBAR = "Bukti"
INDIKATOR, PERTANYAAN, JAWABAN, DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN = COLUMNS = (
    "Indikator", "Pertanyaan", "Jawaban", "Berkas atau tautan", "Judul", "Tahun", "Triwulan", "PIC", "Status",
    "Catatan",
)  # fmt: skip
_WIDTHS = (13, 44, 9, 46, 34, 8, 10, 18, 12, 36)
#: Other headings under which a column is found.
_COLUMN_WORDS = {"berkas": DOKUMEN, "tautan": DOKUMEN, "berkas / tautan": DOKUMEN, "link": DOKUMEN, "kode": INDIKATOR}
_TO_FILL = frozenset({DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN})
_HEADER_ROWS = 20
_CREATED = datetime(2000, 1, 1)


class LedgerRow(NamedTuple):
    """One row as it was typed: what it says of one document, where it stands, and where the document's cell leads."""

    sel: Sel
    tautan: tuple[str, ...]
    indikator: str
    dokumen: str = ""
    judul: str = ""
    tahun: str = ""
    triwulan: str = ""
    pic: str = ""
    status: str = ""
    catatan: str = ""


class NewRow(NamedTuple):
    """A row to write: the indicator, and what the worksheet already says of a document."""

    kode: str
    jawaban: str = ""
    dokumen: str = ""
    judul: str = ""
    catatan: str = ""


def ledger_workbook(instrumen: Instrumen, rows: Sequence[NewRow], tahun: int | None) -> bytes:
    """The table as a workbook; the same input gives the same bytes."""
    import xlsxwriter

    container = io.BytesIO()
    opsi = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(container, opsi)
    book.set_properties({"title": "Daftar bukti", "created": _CREATED})
    sheet = book.add_worksheet(LEMBAR)
    bases = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
    header = book.add_format({**bases, "bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"})
    text = book.add_format({**bases, "quote_prefix": True})
    isian = book.add_format({**bases, "bg_color": "#FFF9E5", "num_format": "@"})
    for k, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, k, title, header)
        sheet.set_column(k, k, width)
    for r, b in enumerate(rows, 1):
        content = {
            INDIKATOR: b.kode,
            PERTANYAAN: instrumen.per_kode[b.kode].teks,
            JAWABAN: b.jawaban,
            DOKUMEN: b.dokumen,
            JUDUL: b.judul,
            TAHUN: str(tahun) if tahun and b.dokumen else "",
            STATUS: "unggah" if b.dokumen else "belum",
            CATATAN: b.catatan,
        }
        for k, title in enumerate(COLUMNS):
            sheet.write_string(r, k, safe_cell(content.get(title, "")), isian if title in _TO_FILL else text)
    end = max(1, len(rows)) + 2000
    choices = {STATUS: list(load_rules().status), TRIWULAN: ["1", "2", "3", "4"]}
    for title, daftar in choices.items():
        k = COLUMNS.index(title)
        rules = {"validate": "list", "source": daftar, "ignore_blank": True, "error_title": title}
        sheet.data_validation(1, k, end, k, rules | {"error_message": f"Pilih {', '.join(daftar)}."})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return container.getvalue()


def read_ledger(file: Path) -> tuple[LedgerRow, ...]:
    """The rows of the table that name an indicator or a document.

    Raises ``UnreadableInput`` (BKT837) for a file that can't be read or has none of our headings.
    """
    from zi_cli.worksheet.formats.open import open_with_links

    name = path_text(file.name)
    try:
        book, link = open_with_links(file)
    except UnreadableInput as e:
        raise UnreadableInput(make_temuan("BKT837", berkas=name, sebab=excerpt(e.temuan.pesan, 200))) from None
    for sheet, content in book.lembar:
        for number, cell in enumerate(content[:_HEADER_ROWS]):
            column = _headings(cell)
            if INDIKATOR in column and DOKUMEN in column:
                return tuple(_rows(sheet, content, number, column, link[sheet]))
    raise UnreadableInput(make_temuan("BKT837", berkas=name, sebab=f"kolom {INDIKATOR} dan {DOKUMEN} tidak ada"))


def _headings(cells: Iterable[NilaiSel]) -> dict[str, int]:
    known = {canonical_name(k): k for k in COLUMNS} | {canonical_name(k): v for k, v in _COLUMN_WORDS.items()}
    results: dict[str, int] = {}
    for k, content in enumerate(cells):
        title = known.get(canonical_name(content)) if isinstance(content, str) else None
        if title is not None:
            results.setdefault(title, k)
    return results


def _rows(
    sheet: str, content: Sequence[Sequence[NilaiSel]], header: int, columns: dict[str, int], link: SheetLinks
) -> Iterator[LedgerRow]:
    order = (INDIKATOR, DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN)
    from zi_cli.worksheet.formats.links import values_of

    value = values_of(content)
    for number, cell in enumerate(content[header + 1 :], header + 2):
        texts = [cell_words(cell[columns[j]]) if j in columns and columns[j] < len(cell) else "" for j in order]
        if texts[0] or texts[1]:
            target = link.at((number, columns[DOKUMEN]), value) if texts[1] else ()
            yield LedgerRow(Sel(sheet, number, columns[DOKUMEN]), target, *texts)


def cell_words(nilai: NilaiSel) -> str:
    """A cell as a person typed it: whole numbers without decimals, no apostrophe of ours in front."""
    if isinstance(nilai, float) and nilai.is_integer():
        return str(int(nilai))
    text = str(nilai).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
