"""The total that the file itself shows, and whether it is ours."""

from fractions import Fraction

from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.worksheet.cells import angka_sel
from zi_cli.worksheet.model import KolomPenilai

#: A difference up to this (in the cell's own unit) is rounding.
TOLERANSI = Fraction(5, 1000)


def total_differs(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> bool:
    """Whether the file's total is an error, or differs from ours by more than rounding."""
    kode = total_cells(kolom, instrumen)
    angka = [angka_sel(kolom.nilai[k].nilai) for k in kode]
    if not kode:
        return False
    if None in angka:
        return True
    return abs(sum((x for x in angka if x is not None), Fraction(0)) - penilaian.nilai["total"]) > TOLERANSI


def total_cells(kolom: KolomPenilai, instrumen: Instrumen) -> list[str]:
    """The cells that make the file's total: the grand total, else those of all components; [] when there is none."""

    def figure(kode: str) -> bool:
        isian = kolom.nilai.get(kode)
        return isian is not None and (angka_sel(isian.nilai) is not None or str(isian.nilai).startswith("#"))

    for b in reversed(instrumen.baris):
        if b.jenis == "total" and "." not in b.kode and figure(b.kode):
            return [b.kode]
    hasil: list[str] = []
    for b in instrumen.baris:
        if b.jenis == "komponen":
            hasil += [k for k in (f"{b.kode}.TOTAL", b.kode) if figure(k)][:1] or [""]
    return [] if "" in hasil else hasil
