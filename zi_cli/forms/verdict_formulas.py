"""How the form words stage and verdict: in its formulas, and as their present values."""

from fractions import Fraction

from zi_cli.instrumen.tree import Ambang, Instrumen, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI, Penilaian
from zi_cli.scoring.verdict import threshold_range
from zi_cli.scoring.words import drivers_met, drivers_open, results_not_assessed, state_words

FINAL = "Akhir"

#: Comparison with a threshold is on figures rounded to this many decimals: far finer than any answer,
#: coarse enough that a sum of doubles equal to the threshold on paper is equal here.
_COMPARED_DIGITS = 10


def preliminary(instrumen: Instrumen) -> str:
    """The stage at which Hasil is not assessed."""
    return f"Pendahuluan ({results_not_assessed(instrumen)})"


def stage(penilaian: Penilaian | None, instrumen: Instrumen) -> str:
    """The stage as the summary words it; None is an assessor without any answer."""
    if penilaian is None:
        return BELUM_DINILAI
    return FINAL if penilaian.tahap == "akhir" else preliminary(instrumen)


def verdict(penilaian: Penilaian | None, predikat: Predikat, instrumen: Instrumen) -> str:
    """The verdict for *predikat* in words."""
    if penilaian is None:
        return BELUM_DINILAI
    putusan = penilaian.putusan[predikat]
    return state_words(putusan.keadaan, putusan.keadaan_pengungkit, instrumen)


def threshold(penilaian: Penilaian | None, ambang: Ambang, predikat: Predikat) -> str:
    """How one threshold stands; "" for an assessor without any answer."""
    if penilaian is None:
        return ""
    return next(a.keadaan for a in penilaian.putusan[predikat].ambang if a.kode == ambang.kode)


def possible(penilaian: Penilaian | None, ambang: Ambang, instrumen: Instrumen) -> tuple[Fraction, Fraction]:
    """The least and the most that the value of *ambang* may be, in its unit; without answers 0 and all there is."""
    if penilaian is not None:
        return threshold_range(ambang, penilaian, instrumen)
    every = Fraction(100) if ambang.satuan == "persen" else instrumen.bobot(node_row(ambang, instrumen))
    return Fraction(0), every


def node_row(ambang: Ambang, instrumen: Instrumen) -> str:
    """Kode of the row that holds the value of a threshold in points ("total": the row of the whole)."""
    if ambang.simpul != "total":
        return ambang.simpul
    return next(b.kode for b in instrumen.baris if b.jenis == "total" and "." not in b.kode)


def text_literal(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'


def threshold_formula(tahap: str, lowest: str, highest: str, minimal: str, results: Instrumen | None) -> str:
    """How a threshold stands, from the cells of the stage, of the least and most possible value, and of the minimum.

    *results* is the instrument where the threshold is one of Hasil, which has none at the preliminary stage.
    """

    def reaches(cell: str) -> str:
        return f"ROUND({cell},{_COMPARED_DIGITS})>=ROUND({minimal},{_COMPARED_DIGITS})"

    state = f'IF({reaches(lowest)},"{MEMENUHI}",IF({reaches(highest)},"{BELUM_PASTI}","{BELUM_MEMENUHI}"))'
    if results is not None:
        state = f'IF({tahap}={text_literal(preliminary(results))},"{BELUM_DINILAI}",{state})'
    return f'=IF({tahap}="{BELUM_DINILAI}","",{state})'


def verdict_formula(tahap: str, every: list[str], pengungkit: list[str], instrumen: Instrumen) -> str:
    """The verdict from the cells of the stage and of the thresholds, at the preliminary stage of Pengungkit's only."""

    def putusan(cells: list[str], memenuhi: str, opened: str) -> str:
        failed = ",".join(f'{s}="{BELUM_MEMENUHI}"' for s in cells)
        lulus = ",".join(f'{s}="{MEMENUHI}"' for s in cells)
        reached = f"IF(AND({lulus}),{text_literal(memenuhi)},{text_literal(opened)})"
        return f'IF(OR({failed}),"{BELUM_MEMENUHI}",{reached})'

    complete = putusan(every, MEMENUHI, BELUM_PASTI)
    preliminary_one = putusan(pengungkit, drivers_met(instrumen), drivers_open(instrumen))
    return f'=IF({tahap}="{BELUM_DINILAI}","{BELUM_DINILAI}",IF({tahap}="{FINAL}",{complete},{preliminary_one}))'
