"""A survey in groups of which none is so small that its figures would give away a person (UU 27/2022)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from zi_cli.survei.index import Bulan, index
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.summary import Result, month_of, tally

K = TypeVar("K")


class Group(NamedTuple):
    """Months or services shown as one: their names, the number of respondents, and indices by questionnaire."""

    anggota: tuple[Bulan | str | None, ...]
    responden: int
    indeks: Mapping[str, Fraction | None]


class Groups(NamedTuple):
    """The respondents by month and by service; empty where all of them would be one small group."""

    bulan: tuple[Group, ...]
    layanan: tuple[Group, ...]


def smallest_group() -> int:
    """Respondents below which a group is never shown alone."""
    return survey_data().mutu_data["kelompok_minimal"]


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


def grouped(hasil: Result) -> Groups:
    """The months and services of *hasil*, over the months that it counts, small ones merged."""
    hitung, minimal = tally(hasil.survei, None), smallest_group()
    bulan = next((i.bulan for i in hasil.indeks.values()), ())
    j = hasil.survei.jawaban
    lembar = [(month_of(w), j.nama_layanan[s]) for w, s in zip(j.waktu, j.layanan, strict=True)]
    dipakai = [(b, s) for b, s in lembar if b in bulan or not bulan]

    def at(b: Sequence[Bulan | None] | None, s: Sequence[str | None] | None) -> dict[str, Fraction | None]:
        return {
            k: index(hitung, i.kuesioner, i.skala, hasil.pilihan.rumus, bulan=b, layanan=s).nilai if i.skala else None
            for k, i in hasil.indeks.items()
        }

    per_bulan = Counter(b for b, _ in dipakai if b is not None)
    per_layanan = Counter(s for _, s in dipakai)
    urut_bulan = {b: per_bulan[b] for b in bulan}
    urut_layanan = {s: per_layanan[s] for s in sorted(per_layanan, key=lambda s: (s is None, s or ""))}
    return Groups(
        tuple(Group(k, sum(urut_bulan[b] for b in k), at(k, None)) for k in merge_small(urut_bulan, minimal)),
        tuple(
            Group(k, sum(urut_layanan[s] for s in k), at(bulan or None, k)) for k in merge_small(urut_layanan, minimal)
        ),
    )
