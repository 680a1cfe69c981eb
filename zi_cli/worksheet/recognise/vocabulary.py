"""The instrument's texts as a dictionary, and how alike a label is to them."""

from collections.abc import Sequence
from functools import lru_cache

from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.libraries.likeness import alike
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.recognise.labels import normal

#: Below this likeness (0 to 1) a text is not taken for an indicator's.
MIN_LIKENESS = 0.62
#: From here on a text is the official one with a slip of the pen.
SURE_LIKENESS = 0.86
#: What a likeness is worth that takes cutting or reordering.
_REORDERED = 0.95


class Vocabulary(NamedTuple):
    """Instrument rows in order, their texts (aliases included), and the rows by text and by kode.

    Rows are known by their index in ``urut``; texts are normalised; ``susun`` holds them with their words sorted.
    """

    urut: tuple[Baris, ...]
    teks: tuple[tuple[str, ...], ...]
    susun: tuple[tuple[str, ...], ...]
    persis: dict[str, tuple[int, ...]]
    nomor: dict[str, int]


def sort_words(text: str) -> str:
    """The words of *text* in alphabetical order, to compare regardless of word order."""
    return " ".join(sorted(text.split()))


@lru_cache(maxsize=8)
def row_texts(instrumen: Instrumen) -> Vocabulary:
    """Normalised texts of every instrument row (aliases included), and the rows by text."""
    exact: dict[str, list[int]] = {}
    texts: list[tuple[str, ...]] = []
    for i, b in enumerate(instrumen.baris):
        every = dict.fromkeys(normal(t) for t in (b.teks, *instrumen.alias.get(b.kode, ())))
        texts.append(tuple(every))
        for t in every:
            exact.setdefault(t, []).append(i)
    return Vocabulary(
        instrumen.baris,
        tuple(texts),
        tuple(tuple(sort_words(t) for t in d) for d in texts),
        {t: tuple(d) for t, d in exact.items()},
        {b.kode: i for i, b in enumerate(instrumen.baris)},
    )


def similarity(text: str, e: int, k: Vocabulary) -> float:
    """Likeness (0 to 1) of a normalised text to instrument row *e*, shortened texts included."""
    return similarities(text, [e], k).get(e, 0.0)


def similarities(text: str, entries: Sequence[int], k: Vocabulary, minimal: float = 0.0) -> dict[int, float]:
    """Likeness of a normalised text to each of *entries*, as far as it is at least *minimal*."""
    results: dict[int, float] = {}
    if minimal > 1:
        return results
    if len(text) >= 12 and minimal <= _REORDERED:
        # A text may be cut to a quarter of the official one, or stretched by half; a short title that merely
        # occurs in a longer question is no likeness.
        short, length = max(12, 2 * len(text) / 3), 4 * len(text)
        muat = {(e, n): t for e in entries for n, t in enumerate(k.teks[e]) if short <= len(t) <= length}
        susun = {(e, n): t for e in entries for n, t in enumerate(k.susun[e])}
        limit = 100 * minimal / _REORDERED
        for size in (alike(text, muat, "partial_ratio", limit), alike(sort_words(text), susun, "ratio", limit)):
            for (e, _n), nilai in size:
                results[e] = max(results.get(e, 0.0), _REORDERED * nilai / 100)
    whole = {(e, n): t for e in entries for n, t in enumerate(k.teks[e])}
    for (e, _n), nilai in alike(text, whole, "ratio", 100 * minimal):
        results[e] = max(results.get(e, 0.0), nilai / 100)
    return results


def wholeness(text: str, e: int, k: Vocabulary, minimal: float = 0.0) -> float:
    """Likeness (0 to 1) of the whole text to the whole of instrument row *e*: nothing cut or added.

    Anything below *minimal* comes out as 0, and sooner.
    """
    official = dict(enumerate(k.teks[e]))
    return max((n for _, n in alike(text, official, "ratio", min(100.0, 100 * minimal))), default=0.0) / 100


def most_similar(
    text: str, entries: Sequence[int], k: Vocabulary, *, minimal: float = 0.0, whole: bool = False
) -> tuple[int | None, float]:
    """The most alike of *entries*, at least *minimal*; with *whole*, one that merely begins alike does not count."""
    if whole:
        sizes = {e: n for e in entries if (n := wholeness(text, e, k, minimal))}
    else:
        sizes = {e: n for e, n in similarities(text, entries, k, minimal).items() if n}
    best = max(sizes, key=lambda e: (sizes[e], -e), default=None)
    return best, (0.0 if best is None else sizes[best])
