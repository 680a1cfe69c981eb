"""Whose evidence it is, for which year, and the answers that it is to prove."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from zi_cli.bukti.links import CellPart, shown_address, split_cell, with_address
from zi_cli.bukti.rules import load_rules
from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel, Tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.hyperlinks import TANPA_TAUTAN, Hyperlinks, address_behind


class Answer(NamedTuple):
    """One indicator's answer: as typed, its points, whether it is the best of several levels, and the cell Bukti.

    ``alih`` are the address that the cell shows and the other one that it opens, where they differ.
    """

    mentah: str
    terjawab: bool
    skor: Fraction
    tertinggi: bool
    bukti: tuple[CellPart, ...] = ()
    sel: Sel | None = None
    alih: tuple[str, str] | None = None


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

    def points(self, kode: str | None) -> Fraction | None:
        """Points that evidence of indicator *kode* carries: those of its answer; None when they are not known."""
        jawaban = self.jawaban.get(kode or "")
        return jawaban.skor if jawaban is not None and jawaban.terjawab else None

    def grade(self, kode: str | None) -> Tingkat:
        """How grave it is when evidence of *kode* is of no use: by the points at stake."""
        poin = self.points(kode)
        return "galat" if poin is not None and poin >= load_rules().poin_galat else "peringatan"


def subject_of(e: Evaluation | None, instrumen: Instrumen, tautan: Hyperlinks = TANPA_TAUTAN) -> Subject:
    """The subject by a worksheet: the answers of the one who decides, with the links of its column Bukti.

    *tautan* is where the worksheet's cells lead.
    """
    if e is None:
        return Subject(instrumen)
    p = e.penentu
    kolom = e.ws.penilai.get(p.penilai)
    jawaban = {}
    for kode, n in p.indikator.items():
        sel = kolom.bukti.get(kode) if kolom is not None else None
        teks, alamat = (str(sel.nilai), address_behind(tautan, sel.sel)) if sel is not None else ("", "")
        tampil = shown_address(teks, alamat)
        skala = instrumen.pilihan(kode)
        jawaban[kode] = Answer(
            n.mentah or "",
            n.jawaban is not None,
            n.skor,
            len(skala) > 2 and n.nilai == 1,
            tuple(split_cell(with_address(teks, alamat))),
            sel.sel if sel is not None else None,
            (tampil, alamat) if tampil else None,
        )
    return Subject(instrumen, e.ws.satker, e.ws.tahun, None, p.penilai, e.ws.nama, e.ws.sha256, jawaban)
