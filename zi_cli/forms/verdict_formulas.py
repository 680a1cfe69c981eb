"""How the form words stage and verdict: in its formulas, and as their present values."""

from fractions import Fraction

from zi_cli.instrumen.tree import Ambang, Instrumen, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI, Penilaian
from zi_cli.scoring.verdict import threshold_range
from zi_cli.scoring.words import HASIL_BELUM_DINILAI, PENGUNGKIT_MEMENUHI, PENGUNGKIT_TERBUKA, state_words

PENDAHULUAN, AKHIR = f"Pendahuluan ({HASIL_BELUM_DINILAI})", "Akhir"

#: Comparison with a threshold is on figures rounded to this many decimals: far finer than any answer,
#: coarse enough that a sum of doubles equal to the threshold on paper is equal here.
_DIGIT_BANDING = 10


def stage(penilaian: Penilaian | None) -> str:
    """The stage as the summary words it; None is an assessor without any answer."""
    if penilaian is None:
        return BELUM_DINILAI
    return AKHIR if penilaian.tahap == "akhir" else PENDAHULUAN


def verdict(penilaian: Penilaian | None, predikat: Predikat) -> str:
    """The verdict for *predikat* in words."""
    if penilaian is None:
        return BELUM_DINILAI
    putusan = penilaian.putusan[predikat]
    return state_words(putusan.keadaan, putusan.keadaan_pengungkit)


def threshold(penilaian: Penilaian | None, ambang: Ambang, predikat: Predikat) -> str:
    """How one threshold stands; "" for an assessor without any answer."""
    if penilaian is None:
        return ""
    return next(a.keadaan for a in penilaian.putusan[predikat].ambang if a.kode == ambang.kode)


def possible(penilaian: Penilaian | None, ambang: Ambang, instrumen: Instrumen) -> tuple[Fraction, Fraction]:
    """The least and the most that the value of *ambang* may be, in its unit; without answers 0 and all there is."""
    if penilaian is not None:
        return threshold_range(ambang, penilaian, instrumen)
    semua = Fraction(100) if ambang.satuan == "persen" else instrumen.bobot(node_row(ambang, instrumen))
    return Fraction(0), semua


def node_row(ambang: Ambang, instrumen: Instrumen) -> str:
    """Kode of the row that holds the value of a threshold in points ("total": the row of the whole)."""
    if ambang.simpul != "total":
        return ambang.simpul
    return next(b.kode for b in instrumen.baris if b.jenis == "total" and "." not in b.kode)


def threshold_formula(tahap: str, terendah: str, tertinggi: str, minimal: str, *, pengungkit: bool) -> str:
    """How a threshold stands, from the cells of the stage, of the least and most possible value, and of the minimum."""

    def capai(sel: str) -> str:
        return f"ROUND({sel},{_DIGIT_BANDING})>=ROUND({minimal},{_DIGIT_BANDING})"

    keadaan = f'IF({capai(terendah)},"{MEMENUHI}",IF({capai(tertinggi)},"{BELUM_PASTI}","{BELUM_MEMENUHI}"))'
    if not pengungkit:
        keadaan = f'IF({tahap}="{PENDAHULUAN}","{BELUM_DINILAI}",{keadaan})'
    return f'=IF({tahap}="{BELUM_DINILAI}","",{keadaan})'


def verdict_formula(tahap: str, semua: list[str], pengungkit: list[str]) -> str:
    """The verdict from the cells of the stage and of the thresholds, at the preliminary stage of Pengungkit's only."""

    def putusan(sel: list[str], memenuhi: str, terbuka: str) -> str:
        gagal = ",".join(f'{s}="{BELUM_MEMENUHI}"' for s in sel)
        lulus = ",".join(f'{s}="{MEMENUHI}"' for s in sel)
        return f'IF(OR({gagal}),"{BELUM_MEMENUHI}",IF(AND({lulus}),"{memenuhi}","{terbuka}"))'

    return (
        f'=IF({tahap}="{BELUM_DINILAI}","{BELUM_DINILAI}",IF({tahap}="{AKHIR}",'
        f"{putusan(semua, MEMENUHI, BELUM_PASTI)},{putusan(pengungkit, PENGUNGKIT_MEMENUHI, PENGUNGKIT_TERBUKA)}))"
    )
