"""Exact indices from tallied answers: IPAK and IPKP on a scale of 4, SKM on 25 to 100.

An element's mean counts those who answered it ("yang mengisi", PermenPANRB 14/2017); an index is the mean of
its elements. SE Menteri PANRB 04/2023 prints neither how 1 to 6 becomes 4 nor how months combine, so both
readings of each are always computed, and the caller says which one it used.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.questionnaire import Kuesioner, Mutu, survey_data
from zi_cli.text import round_half_up

Rumus = Literal["proporsi", "rentang"]
Gabungan = Literal["bulan", "semua"]
#: The lower reading comes first: it is the one used unless another is asked for.
METHODS: tuple[Rumus, ...] = ("proporsi", "rentang")
JOINING: tuple[Gabungan, ...] = ("bulan", "semua")

#: Year and month.
Bulan = tuple[int, int]


class Rerata(NamedTuple):
    """Sum of answers on the questionnaire's own scale, and the number that answered."""

    jumlah: int
    banyak: int

    @property
    def nilai(self) -> Fraction | None:
        """The mean; None when nobody answered."""
        return Fraction(self.jumlah, self.banyak) if self.banyak else None


class Tally:
    """Sums and counts by element, month and service: all an index needs, whatever the number of answers.

    ``responden`` counts answer sheets by month (None: without a usable date), ``layanan`` by service.
    """

    def __init__(self) -> None:
        self.responden: Counter[Bulan | None] = Counter()
        self.layanan: Counter[str | None] = Counter()
        self._isi: dict[tuple[Bulan | None, str | None], dict[str, list[int]]] = defaultdict(dict)

    def add_sheets(self, bulan: Bulan | None, service: str | None, count: int = 1) -> None:
        """Count *count* answer sheets of one month and service."""
        self.responden[bulan] += count
        self.layanan[service] += count

    def add_answers(self, bulan: Bulan | None, service: str | None, code: str, nilai: int, count: int = 1) -> None:
        """Count *count* answers *nilai* to element *code*; an element left blank is not counted."""
        figure = self._isi[bulan, service].setdefault(code, [0, 0])
        figure[0] += nilai * count
        figure[1] += count

    def months(self) -> list[Bulan]:
        """Months with answers, in order."""
        return sorted(b for b in self.responden if b is not None)

    def mean_of(
        self, code: str, bulan: Iterable[Bulan | None] | None = None, services: Iterable[str | None] | None = None
    ) -> Rerata:
        """Sum and count of element *code*, over all months and services or those named."""
        total = count = 0
        di_bulan = None if bulan is None else frozenset(bulan)
        di_layanan = None if services is None else frozenset(services)
        for (b, s), petak in self._isi.items():
            if (di_bulan is None or b in di_bulan) and (di_layanan is None or s in di_layanan) and code in petak:
                total += petak[code][0]
                count += petak[code][1]
        return Rerata(total, count)


class Indeks(NamedTuple):
    """An index on scale 4; ``nilai`` is None while an element has no answer at all: ``tanpa_jawaban`` names those."""

    nilai: Fraction | None
    unsur: dict[str, Rerata]
    tanpa_jawaban: tuple[str, ...]


def to_scale_four(rata: Fraction, skala: int, formula: Rumus) -> Fraction:
    """A mean on 1 to *skala* as points on a scale of 4.

    ``proporsi``: x × 4 / skala (all lowest gives 4 / skala); ``rentang``: 1 to *skala* stretched over 1 to 4.
    On a scale of 4 both are the mean itself. Raises ValueError for a scale of fewer than two steps.
    """
    if skala < 2:
        raise ValueError("a scale has at least two steps")
    if formula == "proporsi":
        return rata * 4 / skala
    return (rata - 1) * 3 / (skala - 1) + 1


def index(
    tally: Tally,
    kuesioner: Kuesioner,
    skala: int,
    formula: Rumus,
    *,
    bulan: Sequence[Bulan | None] | None = None,
    services: Sequence[str | None] | None = None,
) -> Indeks:
    """The index of *kuesioner* over the answers of *bulan* and *services* (all by default), pooled.

    Raises ValueError when the questionnaire's weights are not one for each element.
    """
    elements = {u.kode: tally.mean_of(u.kode, bulan, services) for u in kuesioner.unsur}
    bobot = weights(kuesioner)
    empty = tuple(code for code, r in elements.items() if not r.banyak)
    if empty:
        return Indeks(None, elements, empty)
    rata = sum((Fraction(r.jumlah, r.banyak) * bobot[code] for code, r in elements.items()), Fraction())
    return Indeks(to_scale_four(rata, skala, formula), elements, ())


def monthly_mean(by_month: Iterable[Indeks]) -> Fraction | None:
    """The mean of monthly indices; None without months or when one of them is not known."""
    nilai = [i.nilai for i in by_month]
    present = [n for n in nilai if n is not None]
    return sum(present, Fraction()) / len(present) if present and len(present) == len(nilai) else None


def four_figures(
    tally: Tally, kuesioner: Kuesioner, skala: int, bulan: Sequence[Bulan]
) -> dict[tuple[Rumus, Gabungan], Fraction | None]:
    """The index of *bulan* in all four readings: by formula, and by mean of months or pooled."""
    results: dict[tuple[Rumus, Gabungan], Fraction | None] = {}
    for formula in METHODS:
        results[formula, "bulan"] = monthly_mean(index(tally, kuesioner, skala, formula, bulan=[b]) for b in bulan)
        results[formula, "semua"] = index(tally, kuesioner, skala, formula, bulan=bulan).nilai if bulan else None
    return results


def weights(kuesioner: Kuesioner) -> dict[str, Fraction]:
    """The unit's own weights, else 1/x for each of x elements: exactly, where the annex's example prints 0,11 for nine.

    Raises ValueError when the unit's own are not one for each element.
    """
    count = len(kuesioner.unsur)
    return {u.kode: b for u, b in zip(kuesioner.unsur, kuesioner.bobot or [Fraction(1, count)] * count, strict=True)}


def converted(nilai: Fraction) -> Fraction:
    """Nilai interval konversi (25 to 100) of an index on a scale of 4."""
    return nilai * 25


def annex_figure(figure: Indeks) -> Fraction | None:
    """The converted SKM as the annex's example reckons it: each element's weight rounded to two decimals (0,11).

    Only to be shown beside the exact one, since nine perfect elements give 99 instead of 100.
    """
    if figure.nilai is None:
        return None
    bobot = Fraction(round_half_up(Fraction(1, len(figure.unsur)), 2), 100)
    return converted(sum((Fraction(r.jumlah, r.banyak) * bobot for r in figure.unsur.values()), Fraction()))


def mutu_band(konversi: Fraction) -> Mutu | None:
    """The band of a converted value, by the value rounded half up to two decimals; None below 25.

    Tabel II leaves gaps (76,60 then 76,61); rounding first leaves none.
    """
    integer = Fraction(round_half_up(konversi, 2), 100)
    return next((m for m in survey_data().mutu if integer >= m.minimal), None)


def krejcie_morgan(populasi: int, persen_kesalahan: int = 5) -> int:
    """Sample size for *populasi* by Lampiran II of PermenPANRB 14/2017, rounded half up.

    At 5 percent this equals all 90 rows that the annex prints. Raises ValueError for a population
    below 1, KeyError for an error level without a constant (1, 5 and 10 percent have one).
    """
    _check(populasi)
    data = survey_data()
    khi, p, d = data.khi_kuadrat[persen_kesalahan], data.p, data.d
    return round_half_up(khi * populasi * p * (1 - p) / (d**2 * (populasi - 1) + khi * p * (1 - p)), 0)


def slovin(populasi: int, kesalahan: Fraction = Fraction(5, 100)) -> int:
    """Sample size by Slovin with the error as a ratio, rounded up. No regulation names it: only on request.

    Raises ValueError for a population below 1 or an error that is not between 0 and 1.
    """
    _check(populasi)
    if not 0 < kesalahan < 1:
        raise ValueError("error must be a ratio between 0 and 1")
    return ceil(populasi / (1 + populasi * kesalahan**2))


def _check(populasi: int) -> None:
    if populasi < 1:
        raise ValueError("population must be at least 1")
