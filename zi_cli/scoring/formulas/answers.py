"""Answers that are formulas: whether the result saved in the file is what the formula gives."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.formulas.calculator import Calculator
from zi_cli.scoring.formulas.parse import UnsupportedFormula
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.text import ringkas
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.formats.formulas_xlsx import Formulas
from zi_cli.worksheet.formats.open import Workbook, open_with_formulas
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.recognise.labels import cut_label

#: A saved number has 15 sure digits; the last may be off by a few after a chain of binary calculations.
_SALAH_HITUNG = Fraction(1, 10**13)
_TAK_TERHITUNG = "yang tidak dapat dihitung ulang di sini"


def check_answers(berkas: Path, ws: Worksheet, instrumen: Instrumen, *, sandi: str | None = None) -> Worksheet:
    """*ws* with what its answers' formulas leave open: LKE155, and the answer doubtful (``KolomPenilai.ragu``)."""
    buku, rumus = open_with_formulas(berkas, sandi=sandi)
    penilai, temuan = dict(ws.penilai), list(ws.temuan)
    for p, kode, satu in _unproven(buku, rumus, ws, instrumen):
        penilai[p] = penilai[p]._replace(ragu=penilai[p].ragu | {kode})
        temuan.append(satu)
    return ws._replace(penilai=penilai, temuan=temuan)


def _unproven(
    buku: Workbook, rumus: Formulas, ws: Worksheet, instrumen: Instrumen
) -> Iterator[tuple[str, str, Temuan]]:
    hitung = _Proof(buku, rumus)
    for p, kode, sel in ws.rumus_jawaban:
        sebab = hitung.differs(sel) if rumus.terbaca else _TAK_TERHITUNG
        if sebab:
            isi = cut_label(raw_text(ws.penilai[p].jawaban[kode].nilai) or "")
            yield p, kode, make_temuan("LKE155", sel, kode, indikator=instrumen.sebutan(kode), isi=isi, sebab=sebab)


class _Proof(Calculator):
    """A calculator that notes when it had to take a saved result on trust."""

    def __init__(self, buku: Workbook, rumus: Formulas) -> None:
        super().__init__(buku, rumus)
        self._percaya = False

    def saved(self, sel: Sel) -> Scalar:
        self._percaya = self._percaya or self.formula(sel) is not None
        return super().saved(sel)

    def differs(self, sel: Sel) -> str:
        """Why the saved result of *sel* can't be relied on, in words; "" when the formula gives just that."""
        self.forget()
        self._percaya = False
        try:
            hasil = self.compute(sel)
            terbukti = not self._percaya
            tersimpan = self.saved(sel)
        except UnsupportedFormula:
            return _TAK_TERHITUNG
        if not _same(hasil, tersimpan):
            tampil = ringkas(hasil) if isinstance(hasil, Fraction) else "" if hasil is None else str(hasil)
            return f"padahal rumusnya menghasilkan “{cut_label(tampil)}”"
        return "" if terbukti else "yang bergantung pada rumus lain yang tidak dapat dihitung ulang di sini"


def _same(hasil: Scalar, tersimpan: Scalar) -> bool:
    """Equal, or numbers that differ by no more than a chain of binary calculations may put into 15 digits."""
    if isinstance(hasil, Fraction) and isinstance(tersimpan, Fraction):
        return abs(hasil - tersimpan) <= abs(hasil) * _SALAH_HITUNG
    return hasil == tersimpan
