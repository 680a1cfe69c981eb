"""``zi score --tulis``: our values and findings in a copy of the user's own workbook."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from zi_cli.errors import UnwritableOutput
from zi_cli.files import check_target, read_file, sha256, write_file
from zi_cli.findings.record import SHADES, TINGKAT, TINGKAT_WORDS, Sel, Temuan, Tingkat, column_letters, sort_temuan
from zi_cli.findings.unreadable import readable, require_judged
from zi_cli.forms.styles import row_height
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.words import state_words
from zi_cli.text import decimal_text, one_line, short_number, strip_controls
from zi_cli.version import __version__
from zi_cli.worksheet.formats.editing import NotEditable, edited, workbook_bytes
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet as Lembar

#: Formats that openpyxl writes back.
_SUFFIXES = (".xlsx", ".xlsm")
_RESULT_NAME = "Hasil zi"
_AUTHOR = "zi"
_MAX_COMMENT = 8000
#: Bytes of all drawings in which shapes are counted.
_MAX_DRAWING = 8 << 20
_COMMENT_WIDTH, _COMMENT_HEIGHT = 360, 140

#: Things in a workbook that the writing library may not keep, by where their parts are.
_EMBEDDED = {
    "xl/charts/chart": "grafik",
    "xl/media/": "gambar",
    "xl/pivotTables/": "tabel pivot",
    "xl/slicers/": "pemilah",
    "xl/ctrlProps/": "kontrol formulir",
    "xl/activeX/activeX": "kontrol ActiveX",
    "xl/embeddings/": "objek tersemat",
    "xl/threadedComments/": "utas komentar",
}
_SHAPES = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)[\s/>]")

#: Widths of the columns of the results sheet, by number.
_WIDTHS, _OTHER_WIDTH = {1: 30.0, 2: 80.0}, 18.0

Isi = Sequence[str | float | None]


def annotate_copy(
    source: Path,
    target: Path,
    ws: Worksheet,
    daftar_penilaian: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Iterable[Temuan],
    overwrite: bool,
) -> list[str]:
    """Write a copy of *source* to *target* with a results sheet, and on each cell concerned a comment and a colour.

    Returns what did not come along, for people ("2 grafik").

    *ws*, *daftar_penilaian* and *temuan* are what was read from *source*, its scores, and all findings about it. The
    results sheet links to the cells. The source is never
    touched. Raises :class:`UnwritableOutput` for a format that can't be written back, for a *target*
    that is the source, or that exists without *overwrite*; ``UnreadableInput`` (LKE108) for a source that is no longer
    what *ws* was read from.
    """
    if source.suffix.lower() not in _SUFFIXES or target.suffix.lower() != source.suffix.lower():
        raise UnwritableOutput(
            f"--tulis hanya untuk .xlsx dan .xlsm dengan akhiran yang sama (“{source.name}” → “{target.name}”); "
            "untuk bentuk lain pakai zi template --isi"
        )
    check_target(target, overwrite=overwrite, inputs=[source])
    ordered = sort_temuan(list(dict.fromkeys(temuan)))
    with readable(source):
        data = read_file(source)
    require_judged(source, sha256(data), ws.sha256)
    try:
        content, missing = edited(
            data, partial(_annotated, data, source, ws, daftar_penilaian, instrumen, ambang, ordered)
        )
    except NotEditable as e:
        raise UnwritableOutput(
            f"“{one_line(source.name)}” tidak dapat disalin utuh ({e}); pakai zi template --isi untuk LKE yang bersih"
        ) from e
    write_file(target, content, overwrite=overwrite, inputs=[source])
    return missing


def _annotated(
    data: bytes,
    source: Path,
    ws: Worksheet,
    daftar_penilaian: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Sequence[Temuan],
) -> tuple[bytes, list[str]]:
    """The annotated copy, and what did not come along."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), keep_vba=source.suffix.lower() == ".xlsm", rich_text=True)
    _write_comments(book, _comment_lines(daftar_penilaian, temuan))
    _colour(book, temuan)
    _write_sheet(book, ws, daftar_penilaian, instrumen, ambang, temuan)
    content = workbook_bytes(book)
    origin, result = _embedded_counts(io.BytesIO(data)), _embedded_counts(io.BytesIO(content))
    return content, [f"{n - result[name]} {name}" for name, n in sorted(origin.items()) if n > result[name]]


def _embedded_counts(file: io.BytesIO) -> Counter[str]:
    """How many charts, pictures, shapes and the like a workbook holds; shapes only as far as ``_MAX_DRAWING``."""
    jumlah: Counter[str] = Counter()
    rest = _MAX_DRAWING
    with ZipFile(file) as z:
        for info in z.infolist():
            part = info.filename
            for prefix, name in _EMBEDDED.items():
                if part.startswith(prefix) and not part.endswith((".rels", "/")):
                    jumlah[name] += 1
            if part.startswith("xl/drawings/drawing") and (rest := rest - info.file_size) >= 0:
                jumlah["bentuk"] += len(_SHAPES.findall(z.read(info)))
    return jumlah


def _comment_lines(daftar: Iterable[Penilaian], temuan: Iterable[Temuan]) -> dict[Sel, list[str]]:
    """Lines to say at each cell: the points of its indicator, then the findings about it."""
    results: dict[Sel, list[str]] = {}
    for p in daftar:
        for code, n in p.indikator.items():
            if n.sel is not None:
                results.setdefault(n.sel, []).append(f"{code}: {decimal_text(n.skor)} poin")
    for t in temuan:
        if t.sel is not None:
            results.setdefault(t.sel, []).append(t.line)
    return results


def _colour(book: Workbook, temuan: Iterable[Temuan]) -> None:
    """Colour each cell by its gravest finding; its text gets a colour of its own, to be read on any ground."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    terberat: dict[Sel, Tingkat] = {}
    for t in temuan:
        if t.sel is not None and t.sel.lembar in book.sheetnames:
            old = terberat.get(t.sel, t.tingkat)
            terberat[t.sel] = min(old, t.tingkat, key=TINGKAT.index)
    for cell, level in terberat.items():
        target = book[cell.lembar].cell(cell.baris, cell.kolom + 1)
        if not isinstance(target, MergedCell):
            background, text = SHADES[level]
            target.fill = PatternFill("solid", fgColor=background)
            target.font = _in_colour(target.font, text)


def _in_colour(letters: Any, colour: str) -> Any:
    """The same font in another colour."""
    from openpyxl.styles.colors import Color

    new = copy(letters)
    new.color = Color(colour)
    return new


def _write_comments(book: Workbook, komentar: dict[Sel, list[str]]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment

    for cell, row in komentar.items():
        if cell.lembar not in book.sheetnames:
            continue
        target = book[cell.lembar].cell(cell.baris, cell.kolom + 1)
        if isinstance(target, MergedCell):
            continue
        # The user's own comment stays, above ours.
        old = [target.comment.text] if target.comment is not None else []
        text = strip_controls("\n".join([*old, *row]))[:_MAX_COMMENT]
        target.comment = Comment(text, _AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)


def _write_sheet(
    book: Workbook,
    ws: Worksheet,
    daftar: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Sequence[Temuan],
) -> None:
    """The results sheet, in front, under a name of its own."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(_free_sheet_name(book), 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = sheet
    sheet["A1"] = "Hasil penilaian zi"
    sheet["A1"].font = Font(name="Calibri", bold=True, size=14)
    _append_table(
        sheet,
        ("Keterangan", "Isi"),
        (
            ("Berkas sumber", ws.nama),
            ("SHA-256 sumber", ws.sha256),
            ("Instrumen", f"{instrumen.nama}, {instrumen.dasar_hukum}"),
            ("Ambang", f"{ambang.nama}, {ambang.sumber}; {ambang.diverifikasi}"),
            ("Ambang yang diperketat", "; ".join(ambang.diubah) or "tidak ada"),
            ("Program", f"zi {__version__}"),
        ),
    )
    # "Nilai …" and not the bare name: alone it would head a column of answers to whoever reads this file again.
    who = [f"Nilai {instrumen.penilai.name_of(p.penilai)}" for p in daftar]
    _append_table(sheet, ("Putusan", "Minimal", *who), _putusan_rows(daftar, ambang, instrumen))
    nilai = [*_nilai_rows(daftar, instrumen)]
    start = _append_table(sheet, ("Kode indikator", "Uraian", "Bobot", *who), nilai)
    cells = {code: n.sel for code, n in daftar[-1].indikator.items()}
    _link(book, sheet, start, [cells.get(str(b[0])) for b in nilai])
    content = [(str(t.sel or ""), t.pesan, TINGKAT_WORDS[t.tingkat], t.kode) for t in temuan]
    start = _append_table(sheet, ("Sel", "Temuan", "Tingkat", "Kode temuan"), content)
    _link(book, sheet, start, [t.sel for t in temuan])
    for column in range(1, 4 + len(daftar)):
        sheet.column_dimensions[column_letters(column - 1)].width = _WIDTHS.get(column, _OTHER_WIDTH)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _free_sheet_name(book: Workbook) -> str:
    used = {n.casefold() for n in book.sheetnames}
    name, number = _RESULT_NAME, 2
    while name.casefold() in used:
        name, number = f"{_RESULT_NAME} {number}", number + 1
    return name


def _link(book: Workbook, sheet: Lembar, start: int, places: Iterable[Sel | None]) -> None:
    """Lead from the first column of the rows from *start* on to these cells."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for number, cell in enumerate(places, start):
        if cell is not None and cell.lembar in book.sheetnames:
            origin = sheet.cell(number, 1)
            name = cell.lembar.replace("'", "''")
            tuju = f"'{name}'!{column_letters(cell.kolom)}{cell.baris}"
            origin.hyperlink = Hyperlink(ref=origin.coordinate, location=tuju)
            origin.font = Font(name="Calibri", size=11, color="0563C1", underline="single")


def _putusan_rows(daftar: Sequence[Penilaian], ambang: SetAmbang, instrumen: Instrumen) -> Iterable[Isi]:
    yield ("Tahap", None, *(p.tahap for p in daftar))
    yield ("Indikator tanpa jawaban", None, *(float(len(p.kosong)) for p in daftar))
    for predikat in PREDIKAT:
        results = [p.putusan[predikat] for p in daftar]
        yield (f"Putusan {predikat}", None, *(state_words(h.keadaan, h.keadaan_pengungkit, instrumen) for h in results))
        yield (
            f"{instrumen.nama_komponen[0]} {predikat}",
            None,
            *(h.keadaan_pengungkit for h in results),
        )
        for i, a in enumerate(ambang.daftar):
            minimal = f"{short_number(a.minimal[predikat])}{' %' if a.satuan == 'persen' else ''}"
            name = instrumen.nama_area[a.simpul] if a.satuan == "persen" else a.label
            yield (f"{predikat}: {name} ({a.kode})", minimal, *(float(h.ambang[i].nilai) for h in results))


def _nilai_rows(daftar: Sequence[Penilaian], instrumen: Instrumen) -> Iterable[Isi]:
    for b in instrumen.baris:
        if b.kode in daftar[0].nilai and b.bobot is not None:
            yield (b.kode, b.teks, float(b.bobot), *(float(p.nilai[b.kode]) for p in daftar))
    yield ("total", "Nilai total", None, *(float(p.nilai["total"]) for p in daftar))


def _append_table(sheet: Lembar, headers: Sequence[str], rows: Iterable[Isi]) -> int:
    """Append a table under what is there, one row apart; its first row of content. Text never becomes a formula."""
    from openpyxl.styles import Alignment, Font, PatternFill

    number = sheet.max_row + 2
    for i, content in enumerate((tuple(headers), *rows)):
        for column, nilai in enumerate(content, 1):
            cell = sheet.cell(number + i, column)
            if isinstance(nilai, str):
                cell.value = strip_controls(nilai)
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            elif nilai is not None:
                cell.value = nilai
                cell.number_format = "General" if nilai == int(nilai) else "0.00"
                cell.alignment = Alignment(vertical="top", horizontal="left")
            if i == 0:
                cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor="1F3864")
        texts = [(n, _WIDTHS.get(k, _OTHER_WIDTH), 11.0) for k, n in enumerate(content, 1) if isinstance(n, str)]
        sheet.row_dimensions[number + i].height = row_height(texts)
    return number + 1
