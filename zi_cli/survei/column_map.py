"""The map of an export: what each column asks, proposed by the program and corrected by a person in Excel."""

import io
import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answer_steps import SCALES, is_blank
from zi_cli.survei.export_rows import Cell, SheetRows, open_survey
from zi_cli.survei.question_columns import HEADER_ROWS, find_headings, headings_at, recognise
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.times import Urutan
from zi_cli.text import excerpt
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

HEADERS = ("Kolom", "Tajuk", "Contoh isi", "Arti", "Skala", "Jawaban terendah", "Terbalik", "Label dari terendah")
SHEET, HEADING_ROW, DATE_ORDER = "Lembar", "Baris tajuk", "Urutan tanggal"
IGNORE = "abaikan"
_WIDTHS = (8, 60, 30, 14, 8, 12, 10, 50)


class ProposedColumn(NamedTuple):
    """A column of an export: letters, heading, an answer from it, and what it was taken for ("" unknown)."""

    kolom: str
    judul: str
    contoh: str
    arti: str


class ProposedMap(NamedTuple):
    """A map to be corrected: sheet, row of the headings, columns."""

    lembar: str
    kepala: int
    kolom: tuple[ProposedColumn, ...]


def meanings() -> list[str]:
    """Everything a column may mean: elements, roles, and "abaikan"."""
    elements = [u.kode for k in survey_data().kuesioner.values() for u in k.unsur]
    return [*elements, *survey_data().peran, IGNORE]


def propose_map(file: Path, sheet: str | None = None) -> ProposedMap:
    """What the columns of *file* seem to be; doubtful ones stay open.

    Raises ``UnreadableInput`` for a file that can't be read or that has no row with several headings.
    """
    survei = open_survey(file)
    candidates: list[tuple[int, SheetRows, ProposedMap]] = []
    try:
        for s in survei.lembar:
            if sheet is None or s.nama == sheet:
                rows = list(islice(s.baris(), HEADER_ROWS + 3))
                if usul := _propose(s.nama, rows):
                    candidates.append((sum(1 for k in usul.kolom if k.arti), s, usul))
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=survei.nama, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=survei.nama, sebab=e)) from None
    if not candidates:
        raise UnreadableInput(make_temuan("SVY701", berkas=survei.nama, sebab="tidak ada baris judul"))
    return max(candidates, key=lambda c: (c[0], c[1].tampak, len(c[2].kolom)))[2]


def _propose(sheet: str, rows: Sequence[tuple[int, Sequence[Cell]]]) -> ProposedMap | None:
    result = find_headings(sheet, rows)
    if result is None:
        # No row is a survey's by itself: the one with most words holds the headings.
        word = ((sum(isinstance(cell, str) for cell in content), -n) for n, content in rows[:HEADER_ROWS])
        count, number = max(word, default=(0, 0))
        if count < 3:
            return None
        result = recognise(sheet, -number, headings_at(rows, -number))
    header, titles = result.peta.kepala, result.peta.judul
    meaning = {k: u.kode for u in result.peta.unsur for k in u.kolom}
    meaning |= {k: name for name, k in result.peta.peran.items()}
    lower = [content for n, content in rows if n > header]
    column = tuple(
        ProposedColumn(column_letters(k), excerpt(j, 300), _example(lower, k), meaning.get(k, ""))
        for k, j in enumerate(titles)
    )
    return ProposedMap(sheet, header, column)


def _example(rows: Sequence[Sequence[Cell]], k: int) -> str:
    return next((excerpt(content[k], 40) for content in rows if k < len(content) and not is_blank(content[k])), "")


def map_workbook(usul: ProposedMap) -> bytes:
    """The proposal as a workbook: a row a column, the meaning to be chosen from a list."""
    import datetime

    import xlsxwriter

    from zi_cli.outgoing import safe_cell

    penampung = io.BytesIO()
    book = xlsxwriter.Workbook(penampung, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Peta survei", "created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Peta")
    daftar = book.add_worksheet("Arti")
    thickness = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    kuning = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
    for n, (name, content) in enumerate(((SHEET, usul.lembar), (HEADING_ROW, str(usul.kepala)), (DATE_ORDER, ""))):
        sheet.write_string(n, 0, name, thickness)
        sheet.write_string(n, 1, safe_cell(content), kuning if not content else text)
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": ["", *get_args(Urutan)]})
    sheet.write_string(2, 2, "dmy: hari lebih dahulu; mdy: bulan lebih dahulu; kosong: dicari sendiri", text)
    every = meanings()
    nama_unsur = {u.kode: u.nama for k in survey_data().kuesioner.values() for u in k.unsur}
    for n, meaning in enumerate(every):
        daftar.write_string(n, 0, meaning)
        daftar.write_string(
            n, 1, nama_unsur.get(meaning, "tidak dihitung" if meaning == IGNORE else "keterangan responden")
        )
    daftar.set_column(0, 1, 50)
    start = 5
    for k, name in enumerate(HEADERS):
        sheet.write_string(start - 1, k, name, thickness)
        sheet.set_column(k, k, _WIDTHS[k])
    for n, column in enumerate(usul.kolom, start):
        for k, content in enumerate((column.kolom, column.judul, column.contoh, column.arti)):
            sheet.write_string(n, k, safe_cell(content), kuning if k == 3 and not content else text)
    end = start + len(usul.kolom) - 1
    sheet.data_validation(start, 3, end, 3, {"validate": "list", "source": f"=Arti!$A$1:$A${len(every)}"})
    sheet.data_validation(start, 4, end, 4, {"validate": "list", "source": ["", *map(str, SCALES)]})
    sheet.data_validation(start, 6, end, 6, {"validate": "list", "source": ["", "ya", "tidak"]})
    sheet.freeze_panes(start, 0)
    book.close()
    return penampung.getvalue()


def map_toml(usul: ProposedMap) -> bytes:
    """The proposal as text: a section a column, its meaning between the quotes ("" counts nothing)."""
    rows = [
        f"# Arti: {', '.join(meanings())}. Kosong: kolom tidak dihitung.",
        "# Bila perlu tambahkan pada sebuah kolom: skala = 6, terendah = 0, terbalik = true, label = [dari terendah].",
        f"lembar = {_quoted(usul.lembar)}",
        f"baris_tajuk = {usul.kepala}",
        f'urutan_tanggal = ""  # {" atau ".join(get_args(Urutan))}; kosong: dicari sendiri',
    ]
    for k in usul.kolom:
        example = [f"# contoh isi: {_quoted(k.contoh)}"] if k.contoh else []
        rows += ["", f"[kolom.{k.kolom}]", *example, f"tajuk = {_quoted(k.judul)}", f"arti = {_quoted(k.arti)}"]
    return ("\n".join(rows) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
