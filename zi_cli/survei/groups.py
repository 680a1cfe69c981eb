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


def merge_small(banyak: Mapping[K, int], minimal: int) -> list[tuple[K, ...]]:
    """The keys in groups of at least *minimal* in all, small ones put together; [] when all are fewer.

    A single small one joins the smallest of the others, or what is left over would be known by subtraction.
    """
    kecil = [k for k, n in banyak.items() if n < minimal]
    besar = sorted((k for k in banyak if k not in kecil), key=lambda k: banyak[k])
    if kecil and sum(banyak[k] for k in kecil) < minimal:
        if not besar:
            return []
        kecil.append(besar.pop(0))
    hasil: list[tuple[K, ...]] = [(k,) for k in banyak if k in besar]
    return [*hasil, tuple(k for k in banyak if k in kecil)] if kecil else hasil


def grouped(hasil: SurveyResult) -> Groups:
    """The months and services of *hasil*, over the months that it counts, small ones merged.

    Small by the questionnaire that fewest of them answered.
    """
    hitung, minimal = tally(hasil.survei, None), smallest_group()
    bulan = next((i.bulan for i in hasil.indeks.values()), ())
    j = hasil.survei.jawaban
    lembar = [(month_of(w), j.nama_layanan[s]) for w, s in zip(j.waktu, j.layanan, strict=True)]
    dipakai = [(b, s) for b, s in lembar if b in bulan or not bulan]

    def figures(b: Sequence[Bulan] | None, s: Sequence[str | None] | None) -> Figures:
        """How many answered each questionnaire in months *b* for services *s* (None: all), and the indices."""
        dijawab: dict[str, int] = {}
        nilai: dict[str, Nilai] = {}
        for kode, i in hasil.indeks.items():
            x = index(hitung, i.kuesioner, i.skala or i.kuesioner.skala, hasil.pilihan.rumus, bulan=b, layanan=s)
            dijawab[kode] = max(r.banyak for r in x.unsur.values())
            nilai[kode] = x.nilai if i.skala else None
        return dijawab, nilai

    def merged(banyak: Mapping[Any, int], at: Callable[[tuple[Any, ...]], Figures]) -> Iterator[Group]:
        paling_sedikit = {k: min(filter(None, (n, *at((k,))[0].values()))) for k, n in banyak.items()}
        for k in merge_small(paling_sedikit, minimal):
            dijawab, nilai = at(k)
            yield Group(k, sum(banyak[x] for x in k), nilai, dijawab)

    per_bulan = Counter(b for b, _ in dipakai if b is not None)
    per_layanan = Counter(s for _, s in dipakai)
    urut = sorted(per_layanan, key=lambda s: (s is None, s or ""))
    return Groups(
        tuple(merged({b: per_bulan[b] for b in bulan}, lambda k: figures(k, None))),
        tuple(merged({s: per_layanan[s] for s in urut}, lambda k: figures(bulan or None, k))) if urut != [None] else (),
    )
