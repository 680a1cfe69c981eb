"""The register as a workbook to fill in: lists, comments, formats that keep what is typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.cell_values import read_date
from zi_cli.pengajuan.register.columns import COLUMNS, EXAMPLE_CODE, SHEET_TITLE, Kolom, column_of_heading
from zi_cli.pengajuan.register.instansi_workbook import write_instansi
from zi_cli.pengajuan.register.letters import letter_columns
from zi_cli.pengajuan.register.sheet_look import A3, A4, DATE, HEADING, TEXT, YELLOW, printed
from zi_cli.pengajuan.register.surat_workbook import LetterRows, add_letters, write_letters
from zi_cli.text import strip_controls
from zi_cli.worksheet.formats.editing import workbook_bytes
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet as Lembar

#: Last row (zero-based) that has lists and colours.
_LAST_ROW = 1999
_GROUP_ROW, _TITLE_ROW, _CONTENT_ROW = 0, 1, 2
_WIDTHS = {"teks": 24, "nip": 22, "pilihan": 16, "ya_tidak": 12, "tanggal": 20, "persen": 12, "sakip": 10}
_SPECIAL_WIDTHS = {"kode": 12, "nama": 40, "alamat": 36, "kota": 16, "berkas_lke": 40, "keterangan": 40}
_COLOURS = (f"#{HEADING}", "#2E75B6", "#548235", "#7F6000", "#833C0B", "#595959")
#: Rows among which the register's headings are looked for.
_HEADER_HEIGHT = 30
#: Columns a proposal can't do without, marked yellow while blank; those of one predicate only with it.
_NEEDED = ("usulan", "predikat", "sakip", "tlhp", "lhkpn", "lhkasn", "layanan_utama", "dampak", "sptjm_tanggal")
#: The same for some of them: by field, the column that tells, and what it says.
_NEEDED_IF = {
    "mulai_wbk": ("usulan", '="WBK"'),
    "mulai_wbbm": ("usulan", '="WBBM"'),
    **dict.fromkeys(
        ("pendahuluan_layak", "pendahuluan_tanggal", "pendahuluan_penilai"), ("jenis", '<>"Unit Eselon I"')
    ),
}
#: Points to a line, and characters to a line of the guide's second column.
_ROW_HEIGHT, _LETTERS_A_LINE = 15, 88
#: Fixed document date: the same rows give the same bytes.
_CREATED = datetime(2021, 12, 31)
_WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class CellMark(NamedTuple):
    """What a person should know about a prefilled cell; ``ragu``: it is yellow until somebody decides."""

    komentar: str
    ragu: bool = False


def register_workbook(
    rows: Iterable[Mapping[str, NilaiSel]],
    marks: Sequence[Mapping[str, CellMark]] = (),
    instansi: Mapping[str, str] | None = None,
    surat: LetterRows = (),
) -> bytes:
    """The register workbook (.xlsx) with *rows*, each a mapping from field to text or date.

    Text stays text, also when it looks like a formula, a number or a fraction. *marks* are the marks of each
    row's cells, by field, in the order of *rows*. With *instansi* (values by key of ``zi.toml``) the sheet Instansi
    is there, too; *surat* are the rows of the sheet Surat.
    """
    from xlsxwriter.workbook import Workbook

    container = io.BytesIO()
    with Workbook(container, _WORKBOOK_OPTIONS) as book:
        book.set_properties({"title": "Daftar satker Zona Integritas", "created": _CREATED})
        sheet = book.add_worksheet(SHEET_TITLE)
        shapes = {j: book.add_format(_cell_format(j)) for j in _WIDTHS}
        _write_headings(book, sheet)
        for n, k in enumerate(COLUMNS):
            sheet.set_column(n, n, _SPECIAL_WIDTHS.get(k.field, _WIDTHS[k.jenis]), shapes[k.jenis])
            _add_validation(sheet, k, n)
        for number, content in enumerate(rows, _CONTENT_ROW):
            sheet.set_row(number, _ROW_HEIGHT * _line_count(content))
            for n, k in enumerate(COLUMNS):
                if k.field in content:
                    nilai = content[k.field]
                    _write_cell(sheet, number, n, nilai, shapes["tanggal" if isinstance(nilai, date) else k.jenis])
            if number - _CONTENT_ROW < len(marks):
                _mark_cells(book, sheet, number, content, marks[number - _CONTENT_ROW])
        _mark(book, sheet)
        sheet.freeze_panes(_CONTENT_ROW, 2)
        sheet.autofilter(_TITLE_ROW, 0, _LAST_ROW, len(COLUMNS) - 1)
        sheet.repeat_rows(_GROUP_ROW, _TITLE_ROW)
        sheet.repeat_columns(0, 1)
        printed(sheet, paper=A3, halaman_lebar=3)
        sheet.hide_gridlines(0)
        if instansi is not None:
            write_instansi(book, instansi)
        name = column_letters(next(n for n, k in enumerate(COLUMNS) if k.field == "nama"))
        write_letters(book, surat, _names_range(SHEET_TITLE, name, _CONTENT_ROW + 1))
        _write_instructions(book)
    return container.getvalue()


def _mark_cells(
    book: Workbook, sheet: Lembar, row: int, content: Mapping[str, NilaiSel], marks: Mapping[str, CellMark]
) -> None:
    for n, k in enumerate(COLUMNS):
        t = marks.get(k.field)
        if t is None:
            continue
        sheet.write_comment(
            row, n, strip_controls(t.komentar, "?")[:1000], {"author": "zi-cli", "font_size": 9, "width": 260}
        )
        if t.ragu:
            shape = book.add_format(_cell_format(k.jenis) | {"bg_color": YELLOW})
            nilai = content.get(k.field, "")
            if nilai == "":
                sheet.write_blank(row, n, None, shape)
            else:
                sheet.write_string(row, n, str(nilai), shape)


def _names_range(sheet: str, letters: str, begin: int) -> str:
    """The cells of the satker's names, as a list takes them."""
    quote = sheet.replace("'", "''")
    return f"='{quote}'!${letters}${begin}:${letters}${_LAST_ROW + 1}"


def extend_register(
    data: bytes,
    rows: Sequence[Mapping[str, str]],
    marks: Sequence[Mapping[str, CellMark]],
    surat: LetterRows = (),
) -> bytes:
    """The workbook *data* with *rows* added below the last row of its register, and *surat* to its letters.

    What a person wrote, lists, comments, styles and widths stay. Raises ``ValueError`` when the workbook holds no
    register, or no headings on the sheet Surat.
    """
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(io.BytesIO(data))
    position = _find_heading(book)
    if position is None:
        raise ValueError("no register in this workbook")
    sheet, header, columns = position
    end = max((r for r in range(header + 1, sheet.max_row + 1) if _row_used(sheet, r, columns)), default=header)
    for number, (content, t) in enumerate(zip(rows, marks, strict=True), end + 1):
        for field, k in columns.items():
            cell = sheet.cell(number, k)
            if end > header and not cell.has_style:
                cell._style = copy(sheet.cell(end, k)._style)
            if field in content:
                cell.value, cell.data_type = content[field], "s"
            if field in t:
                cell.comment = Comment(t[field].komentar[:1000], "zi-cli")
                if t[field].ragu:
                    cell.fill = PatternFill("solid", fgColor=YELLOW[1:])
    if surat:
        name = column_letters(columns["nama"] - 1)
        add_letters(book, surat, _names_range(sheet.title, name, header + 1).removeprefix("="))
    return workbook_bytes(book)


def point_register(data: bytes, positions: Mapping[int, str]) -> bytes:
    """The workbook *data* with other worksheets in its column Berkas LKE, by row of the sheet (one-based).

    Everything else stays. Raises ``ValueError`` when it holds no register with that column.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    header = _find_heading(book)
    if header is None or "berkas_lke" not in header[2]:
        raise ValueError("no register with worksheets in this workbook")
    for row, jalur in positions.items():
        cell = header[0].cell(row, header[2]["berkas_lke"])
        cell.value, cell.data_type, cell.comment = jalur, "s", None
    return workbook_bytes(book)


def _find_heading(book: Any) -> tuple[Any, int, dict[str, int]] | None:
    """Sheet, row and columns (one-based, by field) of the register in an openpyxl workbook."""
    for sheet in book.worksheets:
        for number in range(1, min(sheet.max_row, _HEADER_HEIGHT) + 1):
            columns: dict[str, int] = {}
            for k in range(1, min(sheet.max_column, 200) + 1):
                content = sheet.cell(number, k).value
                known = column_of_heading(content) if isinstance(content, str) else None
                if known is not None:
                    columns.setdefault(known.field, k)
            if {"nama", "usulan"} <= columns.keys():
                return sheet, number, columns
    return None


def _row_used(sheet: Any, row: int, columns: Mapping[str, int]) -> bool:
    return any(sheet.cell(row, k).value not in (None, "") for k in columns.values())


def example_rows() -> dict[str, NilaiSel]:
    """The example row: what the comments describe; its kode tells the reader to pass over it."""
    return {k.field: read_date(k.contoh) if k.jenis == "tanggal" else k.contoh for k in COLUMNS if k.contoh}


def _cell_format(kind: str) -> dict[str, Any]:
    return {
        "num_format": DATE if kind == "tanggal" else TEXT,
        "valign": "top",
        "align": "left",
        "text_wrap": kind == "teks",
    }


def _line_count(content: Mapping[str, NilaiSel]) -> int:
    """Lines that the longest text of a row needs in its column."""
    lengths = ((len(str(content.get(k.field, ""))), _SPECIAL_WIDTHS.get(k.field, _WIDTHS["teks"])) for k in COLUMNS)
    return max((letters - 1) // width + 1 if letters else 1 for letters, width in lengths)


def _write_cell(sheet: Lembar, row: int, column: int, nilai: NilaiSel, shape: Any) -> None:
    if isinstance(nilai, date):
        sheet.write_datetime(row, column, nilai, shape)
    elif nilai != "":
        sheet.write_string(row, column, str(nilai), shape)


def _write_headings(book: Workbook, sheet: Lembar) -> None:
    groups = list(dict.fromkeys(k.kelompok for k in COLUMNS))
    for name, colour in zip(groups, _COLOURS, strict=True):
        style = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": colour, "border": 1, "border_color": "#FFFFFF"}
            | {"align": "center", "valign": "vcenter", "text_wrap": True}
        )
        positions = [n for n, k in enumerate(COLUMNS) if k.kelompok == name]
        sheet.merge_range(_GROUP_ROW, positions[0], _GROUP_ROW, positions[-1], name, style)
        for n in positions:
            k = COLUMNS[n]
            sheet.write_string(_TITLE_ROW, n, k.judul, style)
            height = 40 + 18 * (len(k.keterangan) // 42 + 1)
            sheet.write_comment(
                _TITLE_ROW, n, k.keterangan, {"author": "zi-cli", "width": 320, "height": height, "font_size": 9}
            )
    sheet.set_row(_GROUP_ROW, 20)
    sheet.set_row(_TITLE_ROW, 48)


def _add_validation(sheet: Lembar, k: Kolom, column: int) -> None:
    """The list of a list column; a warning elsewhere, for the reader understands more than one form."""
    cell = f"{column_letters(column)}{_CONTENT_ROW + 1}"
    rules: dict[str, Any]
    if k.jenis in ("pilihan", "ya_tidak"):
        choice = k.choices or ("Ya", "Tidak")
        rules = {"validate": "list", "source": list(choice), "error_type": "stop"}
        message = f"Pilih salah satu: {', '.join(choice)}."
    elif k.jenis == "tanggal":
        spans = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
        rules = {"validate": "date", "criteria": "between", **spans, "error_type": "warning"}
        message = "Isi tanggal, misalnya 21/03/2027 (hari/bulan/tahun)."
    elif k.jenis == "persen":
        formula = f'=OR(RIGHT({cell},1)="%",ISNUMBER(SEARCH("/",{cell})),ISNUMBER(SEARCH("dari",{cell})))'
        rules = {"validate": "custom", "value": formula, "error_type": "warning"}
        message = "Tulis 100% atau cacah seperti 12/12."
    elif k.jenis == "nip":
        rules = {"validate": "custom", "value": f'=LEN(SUBSTITUTE({cell}," ",""))=18', "error_type": "warning"}
        message = "NIP terdiri atas 18 angka."
    else:
        return
    texts = {"input_title": k.judul[:32], "input_message": k.keterangan[:255], "error_title": "Isian tidak dikenal"}
    sheet.data_validation(_CONTENT_ROW, column, _LAST_ROW, column, {**rules, **texts, "error_message": message})


def _mark(book: Workbook, sheet: Lembar) -> None:
    """Yellow for what a proposal still lacks, grey italics for the example."""
    positions = {k.field: n for n, k in enumerate(COLUMNS)}
    kuning = book.add_format({"bg_color": YELLOW})
    pudar = book.add_format({"italic": True, "font_color": "#808080"})
    row = _CONTENT_ROW + 1
    is_filled = f'$A{row}<>"",$A{row}<>"{EXAMPLE_CODE}"'  # compares without regard to case

    def asks(field: str, nilai: str) -> str:
        return f"${column_letters(positions[field])}{row}{nilai}"

    proposed = asks("usulan", '<>"Tidak"')
    for field in (*_NEEDED, *_NEEDED_IF):
        n = positions[field]
        syarat = f"{proposed},{asks(*_NEEDED_IF[field])}" if field in _NEEDED_IF else proposed
        formula = f'=AND({is_filled},{syarat},{column_letters(n)}{row}="")'
        sheet.conditional_format(
            _CONTENT_ROW, n, _LAST_ROW, n, {"type": "formula", "criteria": formula, "format": kuning}
        )
    examples = {"type": "formula", "criteria": f'=$A{row}="{EXAMPLE_CODE}"', "format": pudar}
    sheet.conditional_format(_CONTENT_ROW, 0, _LAST_ROW, len(COLUMNS) - 1, examples)


def _write_instructions(book: Workbook) -> None:
    sheet = book.add_worksheet("Petunjuk")
    content = book.add_format({"num_format": TEXT, "text_wrap": True, "valign": "top"})
    header = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": _COLOURS[0]})
    for n, width in enumerate((34, 90, 40)):
        sheet.set_column(n, n, width)
    sheet.write_string(0, 0, "Daftar satker Zona Integritas", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "Satu baris satu satker.")
    sheet.write_string(2, 0, "Sel kuning di lembar Satker dan Instansi masih diperlukan untuk mengusulkan.")
    sheet.write_string(3, 0, "Lembar Surat: satu baris satu surat; isi nomor dan tanggalnya.")
    for n, title in enumerate(("Kolom", "Isi", "Contoh")):
        sheet.write_string(4, n, title, header)
    parts = [(k.judul, k.keterangan, k.contoh) for k in COLUMNS]
    parts += [(f"Surat: {c.judul}", c.apa, "") for c in letter_columns()]
    for number, row in enumerate(parts, 5):
        sheet.set_row(number, _ROW_HEIGHT * (len(row[1]) // _LETTERS_A_LINE + 1))
        for n, text in enumerate(row):
            sheet.write_string(number, n, text, content)
    sheet.freeze_panes(5, 0)
    printed(sheet, paper=A4, halaman_lebar=1)
