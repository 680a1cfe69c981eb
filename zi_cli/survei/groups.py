"""A survey in groups of which none is so small that its figures would give away a person (UU 27/2022)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.index import Bulan, Rerata, index
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.summary import SurveyResult, month_of, tally

K = TypeVar("K")
Nilai = Fraction | None
Figures = tuple[dict[str, int], dict[str, Nilai]]


class Group(NamedTuple):
    """Months or services shown as one: their names, the number of respondents, and indices by questionnaire.

    ``jawaban`` are those of the respondents that answered each questionnaire.
    """

    anggota: tuple[Bulan | str | None, ...]
    responden: int
    indeks: Mapping[str, Fraction | None]
    jawaban: Mapping[str, int]


class Groups(NamedTuple):
    """The respondents by month and by service; empty where nothing is known, or all of them are one small group."""

    bulan: tuple[Group, ...]
    layanan: tuple[Group, ...]


def smallest_group() -> int:
    """Respondents below which a group is never shown alone."""
    return survey_data().mutu_data["kelompok_minimal"]


def shown_mean(r: Rerata) -> Nilai:
    """The mean of an element; None when fewer answered it than make a group."""
    return r.nilai if r.banyak >= smallest_group() else None


def merge_small(count: Mapping[K, int], minimal: int) -> list[tuple[K, ...]]:
    """The keys in groups of at least *minimal* in all, small ones put together; [] when all are fewer.

    A single small one joins the smallest of the others, or what is left over would be known by subtraction.
    """
    small = [k for k, n in count.items() if n < minimal]
    large = sorted((k for k in count if k not in small), key=lambda k: count[k])
    if small and sum(count[k] for k in small) < minimal:
        if not large:
            return []
        small.append(large.pop(0))
    results: list[tuple[K, ...]] = [(k,) for k in count if k in large]
    return [*results, tuple(k for k in count if k in small)] if small else results


def grouped(result: SurveyResult) -> Groups:
    """The months and services of *result*, over the months that it counts, small ones merged.

    Small by the questionnaire that fewest of them answered.
    """
    compute, minimal = tally(result.survei, None), smallest_group()
    bulan = next((i.bulan for i in result.indeks.values()), ())
    j = result.survei.jawaban
    sheets = [(month_of(w), j.nama_layanan[s]) for w, s in zip(j.waktu, j.layanan, strict=True)]
    used = [(b, s) for b, s in sheets if b in bulan or not bulan]

    def figures(b: Sequence[Bulan] | None, s: Sequence[str | None] | None) -> Figures:
        """How many answered each questionnaire in months *b* for services *s* (None: all), and the indices."""
        answered: dict[str, int] = {}
        nilai: dict[str, Nilai] = {}
        for code, i in result.indeks.items():
            x = index(compute, i.kuesioner, i.skala or i.kuesioner.skala, result.pilihan.rumus, bulan=b, services=s)
            answered[code] = max(r.banyak for r in x.unsur.values())
            nilai[code] = x.nilai if i.skala else None
        return answered, nilai

    def merged(count: Mapping[Any, int], at: Callable[[tuple[Any, ...]], Figures]) -> Iterator[Group]:
        paling_sedikit = {k: min(filter(None, (n, *at((k,))[0].values()))) for k, n in count.items()}
        for k in merge_small(paling_sedikit, minimal):
            answered, nilai = at(k)
            yield Group(k, sum(count[x] for x in k), nilai, answered)

    by_month = Counter(b for b, _ in used if b is not None)
    per_layanan = Counter(s for _, s in used)
    ordered = sorted(per_layanan, key=lambda s: (s is None, s or ""))
    return Groups(
        tuple(merged({b: by_month[b] for b in bulan}, lambda k: figures(k, None))),
        tuple(merged({s: per_layanan[s] for s in ordered}, lambda k: figures(bulan or None, k)))
        if ordered != [None]
        else (),
    )
