"""The workbook for the portal's upload route: the sheets "Utama" and "Jawaban" in its layout, blank or filled."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import safe_cell
from zi_cli.portalrb.documents import PortalAnswer
from zi_cli.portalrb.questions import PARTS, Bagian, Questions, Soal

if TYPE_CHECKING:
    import xlsxwriter

_TITLES: Mapping[Bagian, str] = {
    "jawaban_unit": "Jawaban Unit",
    "catatan_unit": "Catatan Unit",
    "bukti_dukung_unit": "Bukti Dukung Unit",
    "jawaban_tpi": "Jawaban TPI",
    "catatan_tpi": "Catatan TPI",
}
_WIDTHS: Mapping[Bagian, int] = {
    "jawaban_unit": 12,
    "catatan_unit": 40,
    "bukti_dukung_unit": 40,
    "jawaban_tpi": 12,
    "catatan_tpi": 40,
}
#: Columns of markers, one a level of the tree; text goes on in the next ones.
_MARKER_COLUMNS = {"komponen": 0, "aspek": 1, "area": 2, "sub": 3, "indikator": 4, "jumlah": 5}
_BOBOT, _EXPLANATION, _OPTIONS = 7, 8, 9


class PortalIdentity(NamedTuple):
    """Who the workbook is about; empty parts are blank."""

    satker: str = ""
    kode: str = ""
    tahun: int | None = None
    usulan: str = ""


def portal_workbook(
    instrumen: Instrumen,
    questions: Questions,
    identitas: PortalIdentity,
    jawaban: Sequence[PortalAnswer] = (),
    rubrik: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The workbook with *jawaban* filled in; the same input gives the same bytes.

    *rubrik* are criteria in other words than the instrument's summary, by kode. Rows stand at the portal's
    numbers, answers in its columns; what it does not ask has no cell for an answer.
    """
    import xlsxwriter

    container = io.BytesIO()
    book = xlsxwriter.Workbook(container, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.combine(questions.tanggal, time())
    book.set_properties({"title": instrumen.judul, "subject": identitas.satker, "created": created})
    _write_cover(book, questions, identitas)
    _AnswerSheet(book, instrumen, questions, {a.soal_id: a for a in jawaban}, rubrik).write()
    book.close()
    return container.getvalue()


def _write_cover(book: xlsxwriter.Workbook, questions: Questions, identitas: PortalIdentity) -> None:
    sheet = book.add_worksheet(questions.sampul)
    thickness, content = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "align": "left"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, "Lembar Kerja Evaluasi Zona Integritas", book.add_format({"bold": True, "font_size": 14}))
    rows = (
        ("Nama satuan kerja", identitas.satker),
        ("Kode satker", identitas.kode),
        ("Tahun evaluasi", "" if identitas.tahun is None else str(identitas.tahun)),
        ("Usulan predikat", identitas.usulan),
    )
    for n, (label, text) in enumerate(rows, 2):
        sheet.write_string(n, 0, label, thickness)
        if text:
            sheet.write_string(n, 1, safe_cell(text), content)
    sheet.set_paper(9)


class _AnswerSheet:
    def __init__(
        self,
        book: xlsxwriter.Workbook,
        instrumen: Instrumen,
        questions: Questions,
        jawaban: Mapping[int, PortalAnswer],
        rubrik: Mapping[str, str],
    ) -> None:
        self.instrumen, self.questions, self.jawaban, self.rubrik = instrumen, questions, jawaban, rubrik
        self.lembar = book.add_worksheet(questions.lembar)
        self.kriteria = load_kriteria(instrumen)
        bases = {"valign": "top", "text_wrap": True, "border": 1}
        self.kepala = book.add_format(bases | {"bold": True, "bg_color": "#DCE6F1"})
        self.simpul = book.add_format({"bold": True, "valign": "top"})
        self.teks = book.add_format(bases)
        self.isian = book.add_format(bases | {"bg_color": "#FFF9E5", "num_format": "@"})
        self.angka = book.add_format({"valign": "top", "num_format": "0.00"})
        self.kolom = {b: column_number(h) for b, h in questions.kolom.items()}

    def write(self) -> None:
        """Headings in row 1, every row of the instrument at its number."""
        headers = {0: "Penilaian", _BOBOT: "Bobot", _EXPLANATION: "Penjelasan", _OPTIONS: "Pilihan Jawaban"}
        headers |= {self.kolom[b]: _TITLES[b] for b in PARTS}
        for k, title in headers.items():
            self.lembar.write_string(0, k, title, self.kepala)
        by_code = {s.kode: s for s in self.questions.soal}
        for b in self.instrumen.baris:
            if b.jenis not in _MARKER_COLUMNS:
                continue
            self._row(b)
            if b.kode in by_code:
                self._question(by_code[b.kode])
        self.lembar.set_column(0, 5, 4)
        self.lembar.set_column(6, 6, 60)
        self.lembar.set_column(_EXPLANATION, _EXPLANATION, 60)
        for part, k in self.kolom.items():
            self.lembar.set_column(k, k, _WIDTHS[part])
        self.lembar.freeze_panes(1, 7)
        self.lembar.set_landscape()
        self.lembar.set_paper(9)
        self.lembar.fit_to_pages(1, 0)
        self.lembar.repeat_rows(0)

    def _row(self, b: Baris) -> None:
        r, k = b.nomor - 1, _MARKER_COLUMNS[b.jenis]
        style = self.simpul if b.jenis not in ("indikator", "jumlah") else None
        if b.jenis != "jumlah":
            self.lembar.write_string(r, k, f"{b.marker}.", style)
        self.lembar.write_string(r, k + 1, b.teks, style)
        if b.bobot is not None:
            self.lembar.write_number(r, _BOBOT, float(b.bobot), self.angka)

    def _question(self, s: Soal) -> None:
        r = s.baris - 1
        choices = list(self.instrumen.options(s.kode))
        summary = "\n".join(f"{k.pilihan}. {k.uraian}" for k in self.kriteria.get(s.kode, ()))
        self.lembar.write_string(r, _EXPLANATION, self.rubrik.get(s.kode) or summary, self.teks)
        shape = {"jumlah": "Jumlah", "nilai_0_4": "0-4"}.get(s.jenis) or "/".join(choices)
        self.lembar.write_string(r, _OPTIONS, shape, self.teks)
        a = self.jawaban.get(s.id)
        for part, k in self.kolom.items():
            content = getattr(a, part) if a is not None else None
            if content is None:
                self.lembar.write_blank(r, k, None, self.isian)
            elif part.startswith("jawaban") and not choices:
                self.lembar.write_number(r, k, float(content), self.isian)
            else:
                self.lembar.write_string(r, k, safe_cell(content), self.isian)
            if part.startswith("jawaban"):
                self.lembar.data_validation(r, k, r, k, self._rule(s, choices))

    def _rule(self, s: Soal, choices: list[str]) -> dict[str, object]:
        if choices:
            rules: dict[str, object] = {"validate": "list", "source": choices}
            message = f"Pilih {', '.join(choices)}."
        elif s.jenis == "jumlah":
            rules, message = {"validate": "integer", "criteria": ">=", "value": 0}, "Bilangan bulat 0 atau lebih."
        else:
            maks = float(self.instrumen.survei_maksimum)
            rules = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maks}
            message = f"Indeks 0 sampai {maks:g}."
        return rules | {"error_title": "Jawaban", "error_message": message, "ignore_blank": True}


def column_number(letters: str) -> int:
    """Zero-based column of the letters *letters*."""
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n - 1
