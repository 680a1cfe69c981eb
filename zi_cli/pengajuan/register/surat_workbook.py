"""The sheet Surat written: new with the register, or rows added to the one that people keep."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import column_letters
from zi_cli.pengajuan.register.column_words import choices
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import SHEET, LetterWay, letter_columns, letter_heading
from zi_cli.pengajuan.register.sheet_look import A3, DATE, HEADING, TEXT, printed
from zi_cli.text import canonical_name

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

#: Last row (one-based) that has lists.
_LAST_ROW = 5000
_SIGNATORIES = ("Pimpinan", "Sekretaris Jenderal", "Ketua TPI", "Kepala satker")
#: Where the sheet goes when it is added: before this one.
_INSTRUCTIONS = "Petunjuk"

#: Satker, kind and way of each letter to write.
LetterRows = Sequence[tuple[str, str, LetterWay]]
#: What the column Jalur says of a letter of the TPM's way; it is blank for the others.
_JALUR: dict[LetterWay, str] = {"tpn": "", "tpm": "TPM"}


def write_letters(book: Workbook, surat: LetterRows, satker_name: str) -> None:
    """Add the sheet to a new workbook, with *surat* as rows; *satker_name* is the range of names to choose from."""
    sheet = book.add_worksheet(SHEET)
    header = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEADING}", "border": 1, "text_wrap": True}
    )
    shapes = {
        j: book.add_format({"num_format": DATE if j == "tanggal" else TEXT, "valign": "top", "align": "left"}
                           | ({"text_wrap": True} if j == "teks" else {}))
        for j in {c.jenis for c in letter_columns()}
    }  # fmt: skip
    for n, c in enumerate(letter_columns()):
        sheet.set_column(n, n, c.lebar, shapes[c.jenis])
        sheet.write_string(0, n, c.judul, header)
        sheet.write_comment(0, n, c.apa, {"author": "zi-cli", "width": 320, "height": 90, "font_size": 9})
        source = _choices(c.jenis, satker_name)
        if source is not None:
            rules = {"validate": "list", "source": source, "error_type": "stop" if c.jenis == "jenis" else "warning"}
            sheet.data_validation(1, n, _LAST_ROW - 1, n, rules)
        elif c.jenis == "tanggal":
            spans = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
            sheet.data_validation(
                1, n, _LAST_ROW - 1, n, {"validate": "date", "criteria": "between", **spans, "error_type": "warning"}
            )
    positions = {c.field: n for n, c in enumerate(letter_columns())}
    for number, (satker, kind, jalur) in enumerate(surat, 1):
        for field, text in (("satker", satker), ("jenis", kind), ("jalur", _JALUR[jalur])):
            if text:
                sheet.write_string(number, positions[field], text, shapes[field])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, _LAST_ROW - 1, len(letter_columns()) - 1)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    printed(sheet, paper=A3, halaman_lebar=2)


def add_letters(book: Any, surat: LetterRows, satker_name: str) -> None:
    """Add *surat* below the last row of the sheet of an openpyxl workbook, which is made where there is none.

    Nothing that is there changes. Raises ValueError for a sheet of that name whose headings are gone, or that has no
    column to tell a letter of the TPM's way from another.
    """
    sheet = next((w for w in book.worksheets if canonical_name(w.title) == canonical_name(SHEET)), None)
    if sheet is None:
        sheet = _new_sheet(book, satker_name)
    header = letter_heading(sheet.iter_rows(max_row=30, max_col=60, values_only=True))
    if header is None:
        raise ValueError("lembar Surat tidak mempunyai baris judul")
    title, columns = header
    if "jalur" not in columns and any(jalur == "tpm" for _, _, jalur in surat):
        di = f"{column_letters(max(s.column for s in sheet[title + 1] if s.value is not None))}{title + 1}"
        raise ValueError(f"lembar {SHEET} belum berkolom Jalur untuk surat TPM; tulis judul Jalur di sel {di}")
    end = max(
        (b[0].row for b in sheet.iter_rows(min_row=title + 2) if any(s.value not in (None, "") for s in b)),
        default=title + 1,
    )
    for number, content in enumerate(surat, end + 1):
        for k in columns.values():
            cell = sheet.cell(number, k + 1)
            if end > title + 1 and not cell.has_style:
                cell._style = copy(sheet.cell(end, k + 1)._style)
        satker, kind, jalur = content
        for field, text in (("satker", satker), ("jenis", kind), ("jalur", _JALUR[jalur])):
            if text:
                cell = sheet.cell(number, columns[field] + 1)
                cell.value, cell.data_type = text, "s"


def _new_sheet(book: Any, satker_name: str) -> Any:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    di = next((n for n, w in enumerate(book.worksheets) if w.title == _INSTRUCTIONS), None)
    sheet = book.create_sheet(SHEET, di)
    for n, c in enumerate(letter_columns(), 1):
        letters = column_letters(n - 1)
        cell = sheet.cell(1, n, c.judul)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEADING)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(c.apa, "zi-cli", height=120, width=320)
        dimension = sheet.column_dimensions[letters]
        dimension.width, dimension.number_format = c.lebar, DATE if c.jenis == "tanggal" else TEXT
        source = _choices(c.jenis, satker_name)
        if source is not None:
            formula = source if isinstance(source, str) else f'"{",".join(source)}"'
            rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
            rule.errorStyle = "stop" if c.jenis == "jenis" else "warning"
            rule.add(f"{letters}2:{letters}{_LAST_ROW}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"
    return sheet


def _choices(kind: str, satker_name: str) -> str | list[str] | None:
    """What the list of a column offers: words, or a range of cells; None for a column without a list."""
    if kind == "satker":
        return satker_name
    return {"jenis": [*load_kinds()], "penanda": [*_SIGNATORIES], "jalur": [*choices("jalur")]}.get(kind)
