"""Whose evidence it is, for which year, and the answers that it is to prove."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.text_links import LinkedCell, linked_cell
from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel, Tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.open import open_with_links
from zi_cli.worksheet.model import Isian


class Answer(NamedTuple):
    """One indicator's answer: as typed, its points, whether it is the best of several levels, and its links.

    ``tautan`` are those of the cells Bukti and Catatan; ``lain`` what a cell shows and where it leads instead ("" when
    that can't be told).
    """

    mentah: str
    terjawab: bool
    skor: Fraction
    tertinggi: bool
    tautan: tuple[str, ...] = ()
    lain: tuple[tuple[Sel, str, str], ...] = ()


class Subject(NamedTuple):
    """What the evidence is held against; ``jawaban`` is empty when no worksheet was named."""

    instrumen: Instrumen
    satker: str | None = None
    tahun: int | None = None
    triwulan: int | None = None
    penilai: str | None = None
    lke: str | None = None
    sha256: str | None = None
    jawaban: Mapping[str, Answer] = MappingProxyType({})

    def points(self, code: str | None) -> Fraction | None:
        """Points that evidence of indicator *code* carries: those of its answer; None when they are not known."""
        jawaban = self.jawaban.get(code or "")
        return jawaban.skor if jawaban is not None and jawaban.terjawab else None

    def grade(self, code: str | None) -> Tingkat:
        """How grave it is when evidence of *code* is of no use: by the points at stake."""
        poin = self.points(code)
        return "galat" if poin is not None and poin >= load_rules().poin_galat else "peringatan"


#: The cells of a worksheet as they lead, by where they stand.
ReadCell = Callable[[Isian], LinkedCell]


def link_reader(file: Path, *, password: str | None = None) -> ReadCell:
    """What the cells of the worksheet *file* show and where they lead; raises ``UnreadableInput``."""
    from zi_cli.worksheet.formats.links import values_of

    book, link = open_with_links(file, password=password)
    content = dict(book.lembar)

    def read(p: Isian) -> LinkedCell:
        sheet, cell = link.get(p.sel.lembar), (p.sel.baris, p.sel.kolom)
        target = sheet.at(cell, values_of(content.get(p.sel.lembar, []))) if sheet is not None else ()
        return linked_cell(str(p.nilai), target)

    return read


def shown_cell(p: Isian) -> LinkedCell:
    """A cell by what it shows alone."""
    return linked_cell(str(p.nilai))


def subject_of(e: Evaluation | None, instrumen: Instrumen, read: ReadCell = shown_cell) -> Subject:
    """The subject by a worksheet: the answers of the one who decides, with the links of its Bukti and Catatan."""
    if e is None:
        return Subject(instrumen)
    p = e.penentu
    column = e.ws.penilai.get(p.penilai)
    jawaban = {}
    for code, n in p.indikator.items():
        skala = instrumen.options(code)
        bukti, note = (k.get(code) for k in (column.bukti, column.catatan)) if column is not None else (None, None)
        cells = [(isian.sel, read(isian)) for isian in (bukti, note) if isian is not None]
        jawaban[code] = Answer(
            n.mentah or "",
            n.jawaban is not None,
            n.skor,
            len(skala) > 2 and n.nilai == 1,
            tuple(b.teks for _, content in cells for b in content.bagian if b.tautan),
            tuple((place, *other) for place, content in cells for other in content.lain),
        )
    return Subject(instrumen, e.ws.satker, e.ws.tahun, None, p.penilai, e.ws.nama, e.ws.sha256, jawaban)
