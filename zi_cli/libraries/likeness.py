"""How alike two texts are (0 to 100): rapidfuzz's ``ratio`` and ``partial_ratio``, or the same figures without it.

What stands in gives the same figures, character by character, and looks first at what they can be at most: most
pairs need no more. (rapidfuzz's own pure form does not, and takes half a minute for a blank form.)
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

K = TypeVar("K", bound=Hashable)

#: "ratio": whole against whole; "partial_ratio": the shorter against its best place in the longer.
Measure = Literal["ratio", "partial_ratio"]


def _common(mappings: Mapping[str, int], length: int, text: str) -> int:
    """Length of the longest common subsequence of *text* and the text of *length* characters that *mappings* maps."""
    rest = full = (1 << length) - 1
    for letters in text:
        u = rest & mappings.get(letters, 0)
        rest = (rest + u) | (rest - u)
    return length - (rest & full).bit_count()


def _places(text: str) -> dict[str, int]:
    mappings: dict[str, int] = {}
    for i, letters in enumerate(text):
        mappings[letters] = mappings.get(letters, 0) | 1 << i
    return mappings


def _score(same: int, length: int) -> float:
    # The order of operations is rapidfuzz's: the same float comes out.
    return (1.0 - (length - 2 * same) / length) * 100


def _ratio(search: str, text: str, minimal: float) -> float:
    length = len(search) + len(text)
    if not length:
        return 100.0
    if _score(min(len(search), len(text)), length) < minimal:
        return 0.0
    if _score((Counter(search) & Counter(text)).total(), length) < minimal:
        return 0.0
    nilai = _score(_common(_places(search), len(search), text), length)
    return nilai if nilai >= minimal else 0.0


def _partial_ratio(search: str, text: str, minimal: float) -> float:
    if len(search) > len(text):
        search, text = text, search
    if not search:
        return 0.0 if text else 100.0
    nilai = _best_place(search, text, minimal)
    if len(search) == len(text) and nilai < 100:
        nilai = max(nilai, _best_place(text, search, max(minimal, nilai)))
    return nilai


def _best_place(short: str, length: str, minimal: float) -> float:
    """The best ratio of *short* to a piece of *length* no longer than itself; 0 below *minimal*."""
    mapping, n = _places(short), len(short)
    every = _common(mapping, n, length)
    # A piece is at least as long as what it shares.
    if not every or _score(every, n + every) < minimal:
        return 0.0
    best = 0.0
    for most, start, end in sorted(_pieces(short, length, max(minimal, 0.0)), reverse=True):
        if most <= best:
            break
        nilai = _score(_common(mapping, n, length[start:end]), n + end - start)
        if nilai >= minimal:
            best = max(best, nilai)
    return best


def _pieces(short: str, length: str, minimal: float) -> Iterator[tuple[float, int, int]]:
    """Pieces of *length* worth a look: the most their letters allow as a score, begin and end."""
    n, m = len(short), len(length)
    rest = Counter(short)
    same = start = 0
    for end in range(1, m + n):
        # A window of n characters slides over the text, coming in and going out at its ends.
        if end <= m:
            letters = length[end - 1]
            same += rest[letters] > 0
            rest[letters] -= 1
        if end > n:
            letters = length[start]
            rest[letters] += 1
            same -= rest[letters] > 0
            start += 1
        edge = min(end, m)
        if same and (most := _score(same, n + edge - start)) >= minimal:
            yield most, start, edge


def alike(search: str, choices: Mapping[K, str], measure: Measure, minimal: float) -> Iterable[tuple[K, float]]:
    """The keys of *choices* whose text is at least *minimal* (0 to 100) like *search*, with how much."""
    try:
        # Loaded where a text is no official one: most worksheets have none such.
        from rapidfuzz import fuzz, process
    except ImportError:
        return _measure_all(search, choices, measure, minimal)
    scorer = fuzz.ratio if measure == "ratio" else fuzz.partial_ratio
    sizes = process.extract(search, choices, scorer=scorer, limit=None, score_cutoff=minimal)
    return [(key, nilai) for _, nilai, key in sizes]


def _measure_all(search: str, choices: Mapping[K, str], measure: Measure, minimal: float) -> Iterator[tuple[K, float]]:
    ukur = _ratio if measure == "ratio" else _partial_ratio
    for key, text in choices.items():
        nilai = ukur(search, text, minimal)
        if nilai >= minimal:
            yield key, nilai
