"""The verdict: exact values against the thresholds of each predicate, at the worst and the best of every doubt."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from zi_cli.instrumen.tree import PREDIKAT, Ambang, Instrumen, Predikat, SetAmbang, is_within
from zi_cli.scoring.result import (
    BELUM_DINILAI,
    BELUM_MEMENUHI,
    BELUM_PASTI,
    MEMENUHI,
    Doubt,
    HasilAmbang,
    Keadaan,
    Penilaian,
    Putusan,
    Tahap,
    preliminary_state,
)
from zi_cli.scoring.totals import shift_nodes
from zi_cli.text import round_half_up

#: Decimals shown to people; a value that passes only after this rounding is pointed out.
SHOWN_DIGITS = 2
_NEAR = 0.01


def area_percent(nilai: Mapping[str, Fraction], instrumen: Instrumen, number: str) -> Fraction:
    """Points of both halves of area *number* in percent of the area's weight."""
    pemenuhan, reform = instrumen.area_halves(number)
    # One fraction made from whole numbers: a third of the time of a sum and a product of fractions.
    n, d = nilai[pemenuhan].as_integer_ratio()
    n_reform, d_reform = nilai[reform].as_integer_ratio()
    n_poin, d_poin = instrumen.percent_per_poin(number).as_integer_ratio()
    return Fraction((n * d_reform + n_reform * d) * n_poin, d * d_reform * d_poin)


def ambang_value(ambang: Ambang, nilai: Mapping[str, Fraction], instrumen: Instrumen) -> Fraction:
    """The value that *ambang* looks at, in its unit (points or percent)."""
    if ambang.satuan == "persen":
        return area_percent(nilai, instrumen, ambang.simpul)
    return nilai[ambang.simpul]


def rounding_misleads(nilai: Fraction, minimal: Fraction) -> bool:
    """True when *nilai* fails but would show as passing once rounded (74,996 as 75,00)."""
    (n, d), (n_minimal, d_minimal) = nilai.as_integer_ratio(), minimal.as_integer_ratio()
    if n / d < n_minimal / d_minimal - _NEAR or _reaches(nilai, minimal):
        return False
    return Fraction(round_half_up(nilai, SHOWN_DIGITS), 10**SHOWN_DIGITS) >= minimal


class DecidedWhenAsked(Mapping[Predikat, Putusan]):
    """The verdicts that *decided* gives, once the first of them is asked for: in many files only one assessor's are."""

    def __init__(self, decided: Callable[[], Mapping[Predikat, Putusan]]) -> None:
        self._decided = decided
        self._putusan: Mapping[Predikat, Putusan] | None = None

    def _all(self) -> Mapping[Predikat, Putusan]:
        if self._putusan is None:
            self._putusan = self._decided()
        return self._putusan

    def __getitem__(self, predikat: Predikat) -> Putusan:
        return self._all()[predikat]

    def __iter__(self) -> Iterator[Predikat]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __reduce__(self) -> tuple[type, tuple[dict[Predikat, Putusan]]]:
        return dict, (dict(self._all()),)


def decide(
    nilai: Mapping[str, Fraction],
    nilai_maks: Mapping[str, Fraction],
    instrumen: Instrumen,
    ambang: SetAmbang,
    *,
    tahap: Tahap,
    doubts: Sequence[Doubt] = (),
    reasons: tuple[str, ...] = (),
) -> dict[Predikat, Putusan]:
    """Verdict for every predicate from points of nodes, as shown (*nilai*) and with blanks at best (*nilai_maks*).

    A value equal to the minimum passes. Thresholds as the set *ambang* says. Points
    only add up, so a threshold that passes with every doubt (*doubts*) at its worst passes whatever they
    stand for, and one that fails at their best always fails. *reasons* are codes of findings that leave
    open whose answers these are: nothing is sure then.
    """
    daftar = ambang.daftar
    # A blank is at its worst in *nilai* and at its best in *nilai_maks*; only other doubts shift them.
    others = [r for r in doubts if not r.kosong]
    worst_values, best_values = nilai, nilai_maks
    if others:
        worst_values = shift_nodes(nilai, {r.kode: r.terburuk - r.skor for r in others}, instrumen)
        best_values = shift_nodes(nilai_maks, {r.kode: r.terbaik - r.skor for r in others}, instrumen)
    terukur = [ambang_value(a, nilai, instrumen) for a in daftar]
    pengungkit = [belongs_to_pengungkit(a, instrumen) for a in daftar]
    results: dict[Predikat, Putusan] = {}
    for p in PREDIKAT:
        lulus = [_reaches(n, a.minimal[p]) for a, n in zip(daftar, terukur, strict=True)]
        memenuhi = all(lulus)
        # Worst, shown, blanks at best, best: a threshold passes where it passes by the one before.
        at_worst, at_most = lulus, lulus
        if worst_values is not nilai:
            at_worst = [y and _passes(a, worst_values, instrumen, p) for y, a in zip(lulus, daftar, strict=True)]
        if nilai_maks is not nilai:
            at_most = [y or _passes(a, nilai_maks, instrumen, p) for y, a in zip(lulus, daftar, strict=True)]
        at_best = at_most
        if best_values is not nilai_maks:
            at_best = [y or _passes(a, best_values, instrumen, p) for y, a in zip(at_most, daftar, strict=True)]
        keadaan_pengungkit = _state(at_worst, at_best, pengungkit)
        if tahap == "akhir":
            state = _state(at_worst, at_best, [True] * len(daftar))
        else:
            state = preliminary_state(keadaan_pengungkit)
        if reasons:
            state = keadaan_pengungkit = BELUM_PASTI
        keadaan_ambang = [
            BELUM_DINILAI
            if not (assessed or tahap == "akhir")
            else MEMENUHI
            if worst and not reasons
            else BELUM_PASTI
            if baik or reasons
            else BELUM_MEMENUHI
            for assessed, worst, baik in zip(pengungkit, at_worst, at_best, strict=True)
        ]
        results[p] = Putusan(
            memenuhi=memenuhi,
            memenuhi_maks=all(at_most),
            pengungkit_memenuhi=memenuhi or all(x for x, y in zip(lulus, pengungkit, strict=True) if y),
            ambang=tuple(map(_hasil, daftar, terukur, [a.minimal[p] for a in daftar], lulus, keadaan_ambang)),
            keadaan=state,
            keadaan_pengungkit=keadaan_pengungkit,
            bergantung=_deciding_doubts(state, keadaan_pengungkit, at_worst, at_best, tahap, doubts, instrumen, daftar),
            sebab=reasons,
        )
    return results


def threshold_range(ambang: Ambang, penilaian: Penilaian, instrumen: Instrumen) -> tuple[Fraction, Fraction]:
    """The least and the most that the value of *ambang* may be, whatever the doubtful answers stand for."""
    low = {r.kode: r.terburuk - r.skor for r in penilaian.ragu}
    heights = {r.kode: r.terbaik - r.skor for r in penilaian.ragu}
    nilai = [shift_nodes(penilaian.nilai, shift, instrumen) if shift else penilaian.nilai for shift in (low, heights)]
    return ambang_value(ambang, nilai[0], instrumen), ambang_value(ambang, nilai[1], instrumen)


def _state(at_worst: Iterable[bool], at_best: Iterable[bool], assessed: Iterable[bool]) -> Keadaan:
    """The state over the thresholds that are *assessed*, from which of them pass at worst and at best."""
    certain = True
    for worst, baik, y in zip(at_worst, at_best, assessed, strict=True):
        if y and not baik:
            return BELUM_MEMENUHI
        certain = certain and (worst or not y)
    return MEMENUHI if certain else BELUM_PASTI


def _deciding_doubts(
    state: Keadaan,
    keadaan_pengungkit: Keadaan,
    at_worst: Sequence[bool],
    at_best: Sequence[bool],
    tahap: Tahap,
    doubts: Sequence[Doubt],
    instrumen: Instrumen,
    daftar: Sequence[Ambang],
) -> tuple[Doubt, ...]:
    """The doubts under a threshold that fails at worst and passes at best; none when the verdict is sure."""
    if BELUM_PASTI not in (state, keadaan_pengungkit if tahap == "pendahuluan" else state):
        return ()
    opened = [
        a
        for a, worst, baik in zip(daftar, at_worst, at_best, strict=True)
        if baik and not worst and (tahap == "akhir" or belongs_to_pengungkit(a, instrumen))
    ]
    return tuple(r for r in doubts if any(is_under(a, r.kode, instrumen) for a in opened))


def is_under(ambang: Ambang, code: str, instrumen: Instrumen) -> bool:
    """Whether indicator *code* counts for what *ambang* looks at."""
    if ambang.satuan == "persen":
        return any(is_within(code, s) for s in instrumen.area_halves(ambang.simpul))
    return is_within(code, ambang.simpul)


def _passes(ambang: Ambang, nilai: Mapping[str, Fraction], instrumen: Instrumen, p: Predikat) -> bool:
    return _reaches(ambang_value(ambang, nilai, instrumen), ambang.minimal[p])


def _reaches(nilai: Fraction, minimal: Fraction) -> bool:
    # As whole numbers: a fifth of the time that fractions take to compare, and there are dozens a verdict.
    n, d = nilai.as_integer_ratio()
    n_minimal, d_minimal = minimal.as_integer_ratio()
    return n * d_minimal >= n_minimal * d


def _hasil(ambang: Ambang, nilai: Fraction, minimal: Fraction, memenuhi: bool, state: Keadaan) -> HasilAmbang:
    misleading = not memenuhi and rounding_misleads(nilai, minimal)
    return HasilAmbang(ambang.kode, ambang.satuan, nilai, minimal, memenuhi, misleading, state)


def belongs_to_pengungkit(ambang: Ambang, instrumen: Instrumen) -> bool:
    """Whether *ambang* looks at Pengungkit or one of its areas."""
    return ambang.satuan == "persen" or ambang.simpul == instrumen.peran.pengungkit
