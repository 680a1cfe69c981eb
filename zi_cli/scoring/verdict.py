"""The verdict: exact values against the thresholds of each predicate."""

from collections.abc import Mapping
from fractions import Fraction

from zi_cli.instrumen.tree import PREDIKAT, Ambang, Instrumen, Predikat, SetAmbang
from zi_cli.scoring.eksak import setidaknya
from zi_cli.scoring.result import HasilAmbang, Putusan
from zi_cli.text import round_half_up

#: Decimals shown to people; a value that passes only after this rounding is pointed out.
DIGIT_TAMPIL = 2
_DEKAT = 0.01


def area_percent(nilai: Mapping[str, Fraction], instrumen: Instrumen, nomor: str) -> Fraction:
    """Points of both halves of area *nomor* in percent of the area's weight."""
    pemenuhan, reform = instrumen.bagian_area(nomor)
    # One fraction made from whole numbers: a third of the time of a sum and a product of fractions.
    n, d = nilai[pemenuhan].as_integer_ratio()
    n_reform, d_reform = nilai[reform].as_integer_ratio()
    n_poin, d_poin = instrumen.persen_per_poin(nomor).as_integer_ratio()
    return Fraction((n * d_reform + n_reform * d) * n_poin, d * d_reform * d_poin)


def ambang_value(ambang: Ambang, nilai: Mapping[str, Fraction], instrumen: Instrumen) -> Fraction:
    """The value that *ambang* looks at, in its unit (points or percent)."""
    if ambang.satuan == "persen":
        return area_percent(nilai, instrumen, ambang.simpul)
    return nilai[ambang.simpul]


def pembulatan_menyesatkan(nilai: Fraction, minimal: Fraction) -> bool:
    """True when *nilai* fails but would show as passing once rounded (74,996 as 75,00)."""
    if float(nilai) < float(minimal) - _DEKAT or nilai >= minimal:
        return False
    return Fraction(round_half_up(nilai, DIGIT_TAMPIL), 10**DIGIT_TAMPIL) >= minimal


def decide(
    nilai: Mapping[str, Fraction],
    nilai_maks: Mapping[str, Fraction],
    instrumen: Instrumen,
    ambang: SetAmbang,
) -> dict[Predikat, Putusan]:
    """Verdict for every predicate from node values in points (*nilai*) and at best (*nilai_maks*).

    A value equal to the minimum passes. Thresholds: PermenPANRB 90/2021 as the set *ambang* says.
    """
    terukur = [ambang_value(a, nilai, instrumen) for a in ambang.daftar]
    terbaik = terukur if nilai_maks is nilai else [ambang_value(a, nilai_maks, instrumen) for a in ambang.daftar]
    hasil: dict[Predikat, Putusan] = {}
    for p in PREDIKAT:
        butir = tuple(map(_hasil, ambang.daftar, terukur, (a.minimal[p] for a in ambang.daftar)))
        memenuhi = all(b.memenuhi for b in butir)
        hasil[p] = Putusan(
            memenuhi=memenuhi,
            memenuhi_maks=memenuhi if terbaik is terukur else all(map(setidaknya, terbaik, (b.minimal for b in butir))),
            pengungkit_memenuhi=memenuhi
            or all(
                b.memenuhi for b, a in zip(butir, ambang.daftar, strict=True) if belongs_to_pengungkit(a, instrumen)
            ),
            ambang=butir,
        )
    return hasil


def _hasil(ambang: Ambang, nilai: Fraction, minimal: Fraction) -> HasilAmbang:
    memenuhi = setidaknya(nilai, minimal)
    menyesatkan = not memenuhi and pembulatan_menyesatkan(nilai, minimal)
    return HasilAmbang(ambang.kode, ambang.satuan, nilai, minimal, memenuhi, menyesatkan)


def belongs_to_pengungkit(ambang: Ambang, instrumen: Instrumen) -> bool:
    """Whether *ambang* looks at Pengungkit (the first component) or one of its areas."""
    return ambang.satuan == "persen" or ambang.simpul == instrumen.baris[0].kode
