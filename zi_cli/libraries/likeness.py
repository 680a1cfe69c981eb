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


def _common(peta: Mapping[str, int], panjang: int, teks: str) -> int:
    """Length of the longest common subsequence of *teks* and the text of *panjang* characters that *peta* maps."""
    sisa = penuh = (1 << panjang) - 1
    for huruf in teks:
        u = sisa & peta.get(huruf, 0)
        sisa = (sisa + u) | (sisa - u)
    return panjang - (sisa & penuh).bit_count()


def _places(teks: str) -> dict[str, int]:
    peta: dict[str, int] = {}
    for i, huruf in enumerate(teks):
        peta[huruf] = peta.get(huruf, 0) | 1 << i
    return peta


def _score(sama: int, panjang: int) -> float:
    # The order of operations is rapidfuzz's: the same float comes out.
    return (1.0 - (panjang - 2 * sama) / panjang) * 100


def _ratio(cari: str, teks: str, minimal: float) -> float:
    panjang = len(cari) + len(teks)
    if not panjang:
        return 100.0
    if _score(min(len(cari), len(teks)), panjang) < minimal:
        return 0.0
    if _score((Counter(cari) & Counter(teks)).total(), panjang) < minimal:
        return 0.0
    nilai = _score(_common(_places(cari), len(cari), teks), panjang)
    return nilai if nilai >= minimal else 0.0


def _partial_ratio(cari: str, teks: str, minimal: float) -> float:
    if len(cari) > len(teks):
        cari, teks = teks, cari
    if not cari:
        return 0.0 if teks else 100.0
    nilai = _best_place(cari, teks, minimal)
    if len(cari) == len(teks) and nilai < 100:
        nilai = max(nilai, _best_place(teks, cari, max(minimal, nilai)))
    return nilai


def _best_place(pendek: str, panjang: str, minimal: float) -> float:
    """The best ratio of *pendek* to a piece of *panjang* no longer than itself; 0 below *minimal*."""
    peta, n = _places(pendek), len(pendek)
    semua = _common(peta, n, panjang)
    # A piece is at least as long as what it shares.
    if not semua or _score(semua, n + semua) < minimal:
        return 0.0
    terbaik = 0.0
    for paling, awal, akhir in sorted(_pieces(pendek, panjang, max(minimal, 0.0)), reverse=True):
        if paling <= terbaik:
            break
        nilai = _score(_common(peta, n, panjang[awal:akhir]), n + akhir - awal)
        if nilai >= minimal:
            terbaik = max(terbaik, nilai)
    return terbaik


def _pieces(pendek: str, panjang: str, minimal: float) -> Iterator[tuple[float, int, int]]:
    """Pieces of *panjang* worth a look: the most their letters allow as a score, begin and end."""
    n, m = len(pendek), len(panjang)
    sisa = Counter(pendek)
    sama = awal = 0
    for akhir in range(1, m + n):
        # A window of n characters slides over the text, coming in and going out at its ends.
        if akhir <= m:
            huruf = panjang[akhir - 1]
            sama += sisa[huruf] > 0
            sisa[huruf] -= 1
        if akhir > n:
            huruf = panjang[awal]
            sisa[huruf] += 1
            sama -= sisa[huruf] > 0
            awal += 1
        ujung = min(akhir, m)
        if sama and (paling := _score(sama, n + ujung - awal)) >= minimal:
            yield paling, awal, ujung


def alike(cari: str, pilihan: Mapping[K, str], measure: Measure, minimal: float) -> Iterable[tuple[K, float]]:
    """The keys of *pilihan* whose text is at least *minimal* (0 to 100) like *cari*, with how much."""
    try:
        # Loaded where a text is no official one: most worksheets have none such.
        from rapidfuzz import fuzz, process
    except ImportError:
        return _measure_all(cari, pilihan, measure, minimal)
    scorer = fuzz.ratio if measure == "ratio" else fuzz.partial_ratio
    ukuran = process.extract(cari, pilihan, scorer=scorer, limit=None, score_cutoff=minimal)
    return [(kunci, nilai) for _, nilai, kunci in ukuran]


def _measure_all(cari: str, pilihan: Mapping[K, str], measure: Measure, minimal: float) -> Iterator[tuple[K, float]]:
    ukur = _ratio if measure == "ratio" else _partial_ratio
    for kunci, teks in pilihan.items():
        nilai = ukur(cari, teks, minimal)
        if nilai >= minimal:
            yield kunci, nilai
