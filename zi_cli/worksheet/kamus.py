"""The instrument's texts as a dictionary, and how alike a label is to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from zi_cli.instrumen.model import Baris, Instrumen
from zi_cli.worksheet.teks import normal

#: Below this likeness (0 to 1) a text is not taken for an indicator's.
MIRIP_MINIMAL = 0.62
#: From here on a text is the official one with a slip of the pen.
MIRIP_YAKIN = 0.86
#: What a likeness is worth that takes cutting or reordering.
_SUSUN = 0.95


class Kamus(NamedTuple):
    """Instrument rows in order, their texts (aliases included), and the rows by text and by kode.

    Rows are known by their index in ``urut``; texts are normalised.
    """

    urut: tuple[Baris, ...]
    teks: tuple[tuple[str, ...], ...]
    persis: dict[str, tuple[int, ...]]
    nomor: dict[str, int]


@lru_cache(maxsize=8)
def kamus(instrumen: Instrumen) -> Kamus:
    """Normalised texts of every instrument row (aliases included), and the rows by text."""
    persis: dict[str, list[int]] = {}
    teks: list[tuple[str, ...]] = []
    for i, b in enumerate(instrumen.baris):
        semua = dict.fromkeys(normal(t) for t in (b.teks, *instrumen.alias.get(b.kode, ())))
        teks.append(tuple(semua))
        for t in semua:
            persis.setdefault(t, []).append(i)
    return Kamus(
        instrumen.baris,
        tuple(teks),
        {t: tuple(d) for t, d in persis.items()},
        {b.kode: i for i, b in enumerate(instrumen.baris)},
    )


def kemiripan(teks: str, e: int, k: Kamus, minimal: float = 0.0) -> float:
    """Likeness (0 to 1) of a normalised text to instrument row *e*, shortened texts included.

    Anything below *minimal* comes out as 0, and sooner.
    """
    if e in k.persis.get(teks, ()):
        return 1.0
    from rapidfuzz import fuzz

    terbaik = 0.0
    batas, batas_susun = 100 * minimal, 100 * minimal / _SUSUN
    for resmi in k.teks[e]:
        nilai = fuzz.ratio(teks, resmi, score_cutoff=batas) / 100
        if nilai < MIRIP_YAKIN and len(teks) >= 12:
            # A text may be cut to a quarter of the official one, or stretched by half; a short title that
            # merely occurs in a longer question is no likeness.
            if len(resmi) >= 12 and 4 * len(teks) >= len(resmi) and 2 * len(teks) <= 3 * len(resmi):
                nilai = max(nilai, _SUSUN * fuzz.partial_ratio(teks, resmi, score_cutoff=batas_susun) / 100)
            nilai = max(nilai, _SUSUN * fuzz.token_sort_ratio(teks, resmi, score_cutoff=batas_susun) / 100)
        terbaik = max(terbaik, nilai)
    return terbaik


def keutuhan(teks: str, e: int, k: Kamus, minimal: float = 0.0) -> float:
    """Likeness (0 to 1) of the whole text to the whole of instrument row *e*: nothing cut or added.

    Anything below *minimal* comes out as 0, and sooner.
    """
    from rapidfuzz import fuzz

    return max(fuzz.ratio(teks, resmi, score_cutoff=100 * minimal) for resmi in k.teks[e]) / 100


def paling_mirip(
    teks: str, entri: Sequence[int], k: Kamus, *, minimal: float = 0.0, utuh: bool = False
) -> tuple[int | None, float]:
    """The most alike of *entri*, at least *minimal*; with *utuh*, one that merely begins alike does not count."""
    ukur = keutuhan if utuh else kemiripan
    terbaik, nilai = None, minimal
    for e in entri:
        n = ukur(teks, e, k, nilai)
        if n > nilai or (terbaik is None and n and n == minimal):
            terbaik, nilai = e, n
    return terbaik, (nilai if terbaik is not None else 0.0)
