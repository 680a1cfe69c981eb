"""The instrument's texts as a dictionary, and how alike a label is to them."""

from collections.abc import Sequence
from functools import lru_cache

from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.libraries.likeness import alike
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.recognise.labels import normal

#: Below this likeness (0 to 1) a text is not taken for an indicator's.
MIRIP_MINIMAL = 0.62
#: From here on a text is the official one with a slip of the pen.
MIRIP_YAKIN = 0.86
#: What a likeness is worth that takes cutting or reordering.
_SUSUN = 0.95


class Vocabulary(NamedTuple):
    """Instrument rows in order, their texts (aliases included), and the rows by text and by kode.

    Rows are known by their index in ``urut``; texts are normalised; ``susun`` holds them with their words sorted.
    """

    urut: tuple[Baris, ...]
    teks: tuple[tuple[str, ...], ...]
    susun: tuple[tuple[str, ...], ...]
    persis: dict[str, tuple[int, ...]]
    nomor: dict[str, int]


def sort_words(teks: str) -> str:
    """The words of *teks* in alphabetical order, to compare regardless of word order."""
    return " ".join(sorted(teks.split()))


@lru_cache(maxsize=8)
def row_texts(instrumen: Instrumen) -> Vocabulary:
    """Normalised texts of every instrument row (aliases included), and the rows by text."""
    persis: dict[str, list[int]] = {}
    teks: list[tuple[str, ...]] = []
    for i, b in enumerate(instrumen.baris):
        semua = dict.fromkeys(normal(t) for t in (b.teks, *instrumen.alias.get(b.kode, ())))
        teks.append(tuple(semua))
        for t in semua:
            persis.setdefault(t, []).append(i)
    return Vocabulary(
        instrumen.baris,
        tuple(teks),
        tuple(tuple(sort_words(t) for t in d) for d in teks),
        {t: tuple(d) for t, d in persis.items()},
        {b.kode: i for i, b in enumerate(instrumen.baris)},
    )


def similarity(teks: str, e: int, k: Vocabulary) -> float:
    """Likeness (0 to 1) of a normalised text to instrument row *e*, shortened texts included."""
    return similarities(teks, [e], k).get(e, 0.0)


def similarities(teks: str, entri: Sequence[int], k: Vocabulary, minimal: float = 0.0) -> dict[int, float]:
    """Likeness of a normalised text to each of *entri*, as far as it is at least *minimal*."""
    hasil: dict[int, float] = {}
    if minimal > 1:
        return hasil
    if len(teks) >= 12 and minimal <= _SUSUN:
        # A text may be cut to a quarter of the official one, or stretched by half; a short title that merely
        # occurs in a longer question is no likeness.
        pendek, panjang = max(12, 2 * len(teks) / 3), 4 * len(teks)
        muat = {(e, n): t for e in entri for n, t in enumerate(k.teks[e]) if pendek <= len(t) <= panjang}
        susun = {(e, n): t for e in entri for n, t in enumerate(k.susun[e])}
        batas = 100 * minimal / _SUSUN
        for ukuran in (alike(teks, muat, "partial_ratio", batas), alike(sort_words(teks), susun, "ratio", batas)):
            for (e, _n), nilai in ukuran:
                hasil[e] = max(hasil.get(e, 0.0), _SUSUN * nilai / 100)
    utuh = {(e, n): t for e in entri for n, t in enumerate(k.teks[e])}
    for (e, _n), nilai in alike(teks, utuh, "ratio", 100 * minimal):
        hasil[e] = max(hasil.get(e, 0.0), nilai / 100)
    return hasil


def wholeness(teks: str, e: int, k: Vocabulary, minimal: float = 0.0) -> float:
    """Likeness (0 to 1) of the whole text to the whole of instrument row *e*: nothing cut or added.

    Anything below *minimal* comes out as 0, and sooner.
    """
    resmi = dict(enumerate(k.teks[e]))
    return max((n for _, n in alike(teks, resmi, "ratio", min(100.0, 100 * minimal))), default=0.0) / 100


def most_similar(
    teks: str, entri: Sequence[int], k: Vocabulary, *, minimal: float = 0.0, utuh: bool = False
) -> tuple[int | None, float]:
    """The most alike of *entri*, at least *minimal*; with *utuh*, one that merely begins alike does not count."""
    if utuh:
        ukuran = {e: n for e in entri if (n := wholeness(teks, e, k, minimal))}
    else:
        ukuran = {e: n for e, n in similarities(teks, entri, k, minimal).items() if n}
    terbaik = max(ukuran, key=lambda e: (ukuran[e], -e), default=None)
    return terbaik, (0.0 if terbaik is None else ukuran[terbaik])
