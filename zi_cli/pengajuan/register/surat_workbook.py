"""The sheet Surat written: new with the register, or rows added to the one that people keep."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import column_letters
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import SHEET, LetterWay, letter_columns, letter_heading
from zi_cli.pengajuan.register.sheet_look import A3, DATE, HEADING, TEXT, printed
from zi_cli.pengajuan.register.words import choices
from zi_cli.text import canonical_name

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

#: Last row (one-based) that has lists.
_AKHIR = 5000
_PENANDA = ("Pimpinan", "Sekretaris Jenderal", "Ketua TPI", "Kepala satker")
#: Where the sheet goes when it is added: before this one.
_PETUNJUK = "Petunjuk"

#: Satker, kind and way of each letter to write.
LetterRows = Sequence[tuple[str, str, LetterWay]]
#: What the column Jalur says of a letter of the TPM's way; it is blank for the others.
_JALUR: dict[LetterWay, str] = {"tpn": "", "tpm": "TPM"}


def write_letters(buku: Workbook, surat: LetterRows, nama_satker: str) -> None:
    """Add the sheet to a new workbook, with *surat* as rows; *nama_satker* is the range of names to choose from."""
    lembar = buku.add_worksheet(SHEET)
    kepala = buku.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEADING}", "border": 1, "text_wrap": True}
    )
    bentuk = {
        j: buku.add_format({"num_format": DATE if j == "tanggal" else TEXT, "valign": "top", "align": "left"}
                           | ({"text_wrap": True} if j == "teks" else {}))
        for j in {c.jenis for c in letter_columns()}
    }  # fmt: skip
    for n, c in enumerate(letter_columns()):
        lembar.set_column(n, n, c.lebar, bentuk[c.jenis])
        lembar.write_string(0, n, c.judul, kepala)
        lembar.write_comment(0, n, c.apa, {"author": "zi-cli", "width": 320, "height": 90, "font_size": 9})
        sumber = _choices(c.jenis, nama_satker)
        if sumber is not None:
            aturan = {"validate": "list", "source": sumber, "error_type": "stop" if c.jenis == "jenis" else "warning"}
            lembar.data_validation(1, n, _AKHIR - 1, n, aturan)
        elif c.jenis == "tanggal":
            rentang = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
            lembar.data_validation(
                1, n, _AKHIR - 1, n, {"validate": "date", "criteria": "between", **rentang, "error_type": "warning"}
            )
    letak = {c.field: n for n, c in enumerate(letter_columns())}
    for nomor, (satker, jenis, jalur) in enumerate(surat, 1):
        for field, teks in (("satker", satker), ("jenis", jenis), ("jalur", _JALUR[jalur])):
            if teks:
                lembar.write_string(nomor, letak[field], teks, bentuk[field])
    lembar.freeze_panes(1, 2)
    lembar.autofilter(0, 0, _AKHIR - 1, len(letter_columns()) - 1)
    lembar.repeat_rows(0)
    lembar.repeat_columns(0, 1)
    printed(lembar, kertas=A3, halaman_lebar=2)


def add_letters(buku: Any, surat: LetterRows, nama_satker: str) -> None:
    """Add *surat* below the last row of the sheet of an openpyxl workbook, which is made where there is none.

    Nothing that is there changes. Raises ValueError for a sheet of that name whose headings are gone, or that has no
    column to tell a letter of the TPM's way from another.
    """
    lembar = next((w for w in buku.worksheets if canonical_name(w.title) == canonical_name(SHEET)), None)
    if lembar is None:
        lembar = _new_sheet(buku, nama_satker)
    kepala = letter_heading(lembar.iter_rows(max_row=30, max_col=60, values_only=True))
    if kepala is None:
        raise ValueError("lembar Surat tidak mempunyai baris judul")
    judul, kolom = kepala
    if "jalur" not in kolom and any(jalur == "tpm" for _, _, jalur in surat):
        di = f"{column_letters(max(s.column for s in lembar[judul + 1] if s.value is not None))}{judul + 1}"
        raise ValueError(f"lembar {SHEET} belum berkolom Jalur untuk surat TPM; tulis judul Jalur di sel {di}")
    akhir = max(
        (b[0].row for b in lembar.iter_rows(min_row=judul + 2) if any(s.value not in (None, "") for s in b)),
        default=judul + 1,
    )
    for nomor, isi in enumerate(surat, akhir + 1):
        for k in kolom.values():
            sel = lembar.cell(nomor, k + 1)
            if akhir > judul + 1 and not sel.has_style:
                sel._style = copy(lembar.cell(akhir, k + 1)._style)
        satker, jenis, jalur = isi
        for field, teks in (("satker", satker), ("jenis", jenis), ("jalur", _JALUR[jalur])):
            if teks:
                sel = lembar.cell(nomor, kolom[field] + 1)
                sel.value, sel.data_type = teks, "s"


def _new_sheet(buku: Any, nama_satker: str) -> Any:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    di = next((n for n, w in enumerate(buku.worksheets) if w.title == _PETUNJUK), None)
    lembar = buku.create_sheet(SHEET, di)
    for n, c in enumerate(letter_columns(), 1):
        huruf = column_letters(n - 1)
        sel = lembar.cell(1, n, c.judul)
        sel.font = Font(bold=True, color="FFFFFF")
        sel.fill = PatternFill("solid", fgColor=HEADING)
        sel.alignment = Alignment(wrap_text=True, vertical="top")
        sel.comment = Comment(c.apa, "zi-cli", height=120, width=320)
        dimensi = lembar.column_dimensions[huruf]
        dimensi.width, dimensi.number_format = c.lebar, DATE if c.jenis == "tanggal" else TEXT
        sumber = _choices(c.jenis, nama_satker)
        if sumber is not None:
            rumus = sumber if isinstance(sumber, str) else f'"{",".join(sumber)}"'
            aturan = DataValidation("list", formula1=rumus, allow_blank=True, showErrorMessage=True)
            aturan.errorStyle = "stop" if c.jenis == "jenis" else "warning"
            aturan.add(f"{huruf}2:{huruf}{_AKHIR}")
            lembar.add_data_validation(aturan)
    lembar.freeze_panes = "C2"
    return lembar


def _choices(jenis: str, nama_satker: str) -> str | list[str] | None:
    """What the list of a column offers: words, or a range of cells; None for a column without a list."""
    if jenis == "satker":
        return nama_satker
    return {"jenis": [*load_kinds()], "penanda": [*_PENANDA], "jalur": [*choices("jalur")]}.get(jenis)
