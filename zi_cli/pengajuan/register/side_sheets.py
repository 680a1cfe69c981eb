"""The sheets beside the register in satker.xlsx: one table of columns, one strict reader, rows added on demand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.cell_values import (
    InvalidValue,
    cell_as_text,
    is_error,
    read_choice,
    read_date,
    read_yes_no,
)
from zi_cli.pengajuan.register.column_words import choices
from zi_cli.pengajuan.register.sheet_look import HEADING
from zi_cli.pengajuan.register.sheets import RegisterSheet
from zi_cli.tables import is_yes, read_rows
from zi_cli.text import canonical_name, excerpt, nearest
from zi_cli.worksheet.formats.editing import workbook_bytes
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet as OpenSheet

TINDAK_LANJUT, HASIL_TPN, KAWASAN = "Tindak lanjut", "Hasil TPN", "Kawasan"
PENGADUAN, PEMBINAAN, REPLIKASI, PELATIHAN, PENCANANGAN = (
    "Pengaduan", "Pembinaan", "Replikasi", "Pelatihan", "Pencanangan",
)  # fmt: skip
#: Rows read of one sheet, and among which of them the headings are looked for.
_MAX_ROWS, _HEADER_ROWS = 20_000, 20
#: Last row that a list is offered in.
_CHOICES_END = 5000


class SideColumn(NamedTuple):
    """A column of a side sheet: sheet, field, heading, kind, whether a row needs it, width, and what it holds."""

    lembar: str
    kunci: str
    judul: str
    jenis: Literal["teks", "tanggal", "pilihan", "ya_tidak"]
    wajib: bool
    lebar: int
    apa: str


class SideRow(NamedTuple):
    """One row: usable values by field, where it stands, and the fields whose cell can't be used."""

    isi: Mapping[str, Any]
    sel: Sel
    galat: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """The text of *key*, "" when blank."""
        return str(self.isi.get(key, ""))

    def day(self, key: str) -> date | None:
        """The date of *key*, None when blank or unusable."""
        moment = self.isi.get(key)
        return moment if isinstance(moment, date) else None


class SideSheet(NamedTuple):
    """A sheet that was read; ``ada`` says whether the workbook has it."""

    nama: str
    baris: tuple[SideRow, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    ada: bool = False


@cache
def side_columns() -> Mapping[str, tuple[SideColumn, ...]]:
    """The columns of every side sheet, by its name, in the order they are written."""
    results: dict[str, list[SideColumn]] = {}
    for k in read_rows(Path(__file__).with_name("lembar.csv"), SideColumn, wajib=is_yes, lebar=int):
        results.setdefault(k.lembar, []).append(k)
    return {name: tuple(column) for name, column in results.items()}


def side_sheets(sheets: Sequence[RegisterSheet]) -> dict[str, SideSheet]:
    """Every side sheet among *sheets*, by its name; empty where there is none."""
    by_name = {canonical_name(s.nama): s for s in sheets}
    return {
        name: _read(name, milik) if (milik := by_name.get(canonical_name(name))) is not None else SideSheet(name)
        for name in side_columns()
    }


def _read(name: str, sheet: RegisterSheet) -> SideSheet:
    columns = side_columns()[name]
    by_title = {canonical_name(k.judul): k for k in columns}
    mandatory = [k.judul for k in columns if k.wajib]
    for number, cell in enumerate(sheet.baris[:_HEADER_ROWS]):
        positions: dict[int, SideColumn] = {}
        for n, content in enumerate(cell):
            known = by_title.get(canonical_name(cell_as_text(content)))
            if known is not None and known not in positions.values():
                positions[n] = known
        if {k.judul for k in positions.values()} >= set(mandatory):
            return _rows(name, sheet, number, positions)
    if not any(s != "" for b in sheet.baris for s in b):
        return SideSheet(name, ada=True)
    temuan = make_temuan("THP001", Sel(sheet.nama, 1, 0), lembar=name, kolom=", ".join(mandatory))
    return SideSheet(name, temuan=(temuan,), ada=True)


def _rows(name: str, sheet: RegisterSheet, title: int, positions: Mapping[int, SideColumn]) -> SideSheet:
    temuan: list[Temuan] = []
    for n, isi_judul in enumerate(sheet.baris[title]):
        if n not in positions and (text := cell_as_text(isi_judul)):
            near = nearest(text, [k.judul for k in side_columns()[name] if k not in positions.values()])
            suggestion = f"mungkin maksudnya {near}" if near else "bila memang kolom tambahan, abaikan saja"
            temuan.append(make_temuan("DAT521", Sel(sheet.nama, title + 1, n), judul=excerpt(text), saran=suggestion))
    rows: list[SideRow] = []
    for number in range(title + 1, min(len(sheet.baris), title + 1 + _MAX_ROWS)):
        isi_baris = {n: sheet.baris[number][n] for n in positions if n < len(sheet.baris[number])}
        if all(cell_as_text(v) == "" for v in isi_baris.values()):
            continue
        content: dict[str, Any] = {}
        errors: set[str] = set()
        for n, nilai in isi_baris.items():
            k, cell = positions[n], Sel(sheet.nama, number + 1, n)
            counted = (sheet.nama, number + 1, n) not in sheet.belum_dihitung
            try:
                content[k.kunci] = _value(name, k, nilai, counted=counted)
                if content[k.kunci] != "" and (reason := sheet.unseen(number + 1, n)):
                    del content[k.kunci]
                    raise InvalidValue("DAT549", isi=excerpt(nilai), sebab=reason)
            except InvalidValue as e:
                errors.add(k.kunci)
                temuan.append(make_temuan(e.kode, cell, **{"kolom": k.judul} | e.isi))
        content = {k: v for k, v in content.items() if v != ""}
        place = Sel(sheet.nama, number + 1, min(positions))
        lacking = [k.judul for k in positions.values() if k.wajib and k.kunci not in content and k.kunci not in errors]
        temuan += [make_temuan("DAT520", place, kolom=judul_kolom) for judul_kolom in lacking]
        rows.append(SideRow(content, place, frozenset(errors)))
    return SideSheet(name, tuple(rows), tuple(temuan), ada=True)


def _value(sheet: str, k: SideColumn, nilai: NilaiSel, *, counted: bool) -> Any:
    """The value of a cell, "" when it is blank; raises :class:`InvalidValue` when it can't be used."""
    if not counted:
        raise InvalidValue("DAT524")
    text = cell_as_text(nilai)
    if text in ("", "-"):
        return ""
    if is_error(text):
        raise InvalidValue("DAT529", nilai=excerpt(text))
    if k.jenis == "tanggal":
        return read_date(nilai)
    if k.jenis == "pilihan":
        return read_choice(nilai, words_of(sheet, k))
    if k.jenis == "ya_tidak":
        return read_yes_no(nilai)
    return text


def words_of(sheet: str, k: SideColumn) -> str:
    """The name under which the words of column *k* stand in ``kata.csv``."""
    return f"{sheet}.{k.kunci}"


def add_side_rows(
    data: bytes, name: str, rows: Sequence[Mapping[str, str | date]], *, others: Iterable[str] = ()
) -> bytes:
    """The workbook *data* with *rows* below the last row of its sheet *name*; nothing else in it changes.

    A sheet that is not there is made, also those of *others*, with headings, lists and widths.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    by_name = {canonical_name(n): n for n in book.sheetnames}
    for x in (name, *others):
        if canonical_name(x) not in by_name:
            _new_sheet(book.create_sheet(x), x)
            by_name[canonical_name(x)] = x
    sheet = book[by_name[canonical_name(name)]]
    position, number = _heading(sheet, name)
    for content in rows:
        for key, nilai in content.items():
            cell = sheet.cell(number, position[key])
            cell.value = nilai
            if isinstance(nilai, date):
                cell.number_format = "[$-421]d mmmm yyyy;@"
            else:
                # Text stays text, also when it looks like a formula.
                cell.data_type, cell.number_format = "s", "@"
        number += 1
    return workbook_bytes(book)


def _heading(sheet: OpenSheet, name: str) -> tuple[dict[str, int], int]:
    """Columns by field (one-based; those that are missing are added at the right), and the first free row."""
    columns = side_columns()[name]
    by_title = {canonical_name(k.judul): k.kunci for k in columns}
    title, position = 1, dict[str, int]()
    for r in range(1, min(sheet.max_row, _HEADER_ROWS) + 1):
        present: dict[str, int] = {}
        for c in range(1, min(sheet.max_column, 200) + 1):
            key = by_title.get(canonical_name(str(sheet.cell(r, c).value or "")))
            if key:
                present.setdefault(key, c)
        if len(present) > len(position):
            title, position = r, present
    end = max(position.values(), default=0)
    for k in columns:
        if k.kunci not in position:
            end += 1
            while sheet.cell(title, end).value not in (None, ""):
                end += 1
            sheet.cell(title, end).value = k.judul
            position[k.kunci] = end
    filled = (r for r in range(title + 1, sheet.max_row + 1) if any(c.value not in (None, "") for c in sheet[r]))
    return position, max(filled, default=title) + 1


def _new_sheet(sheet: OpenSheet, name: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    for n, k in enumerate(side_columns()[name], 1):
        letters, cell = get_column_letter(n), sheet.cell(1, n)
        cell.value = k.judul
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=HEADING)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if k.apa:
            cell.comment = Comment(k.apa, "zi-cli")
        sheet.column_dimensions[letters].width = k.lebar
        word = choices(words_of(name, k)) if k.jenis == "pilihan" else ("Ya", "Tidak") if k.jenis == "ya_tidak" else ()
        if word:
            daftar = DataValidation(type="list", formula1=f'"{",".join(word)}"', allow_blank=True)
            sheet.add_data_validation(daftar)
            daftar.add(f"{letters}2:{letters}{_CHOICES_END}")
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
