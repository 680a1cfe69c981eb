"""Rows whose text is exactly an instrument row's: in the official order, in blocks elsewhere, twins between.

Sheet rows and instrument rows are indexes; ``calon`` lists for each sheet row the instrument rows that it may be.
"""

from bisect import bisect_left
from collections.abc import Container, Sequence

from zi_cli.worksheet.recognise.vocabulary import Vocabulary

#: A block out of the official order has at least this many rows …
MIN_BLOCK = 3
#: … each at most this many rows after the one before.
BLOCK_GAP = 4

#: A sheet row and the instrument row it is.
Pasangan = tuple[int, int]


def exact_candidates(identifier: str, text: str, k: Vocabulary) -> tuple[int, ...]:
    """Candidates of a row: the one that its ID names, else those with its text."""
    if identifier in k.nomor:
        return (k.nomor[identifier],)
    return k.persis.get(text, ())


def prefer_markers(markers: Sequence[str], candidates: list[tuple[int, ...]], k: Vocabulary) -> list[tuple[int, ...]]:
    """Of several rows with the text of one indicator, only the one with its marker too, if it is just one."""
    pemilik: dict[int, list[int]] = {}
    for r, daftar in enumerate(candidates):
        if len(daftar) == 1 and k.urut[daftar[0]].jenis == "indikator":
            pemilik.setdefault(daftar[0], []).append(r)
    for e, rs in pemilik.items():
        berpenanda = [r for r in rs if markers[r] == k.urut[e].marker]
        if len(rs) > 1 and len(berpenanda) == 1:
            for r in rs:
                if r != berpenanda[0]:
                    candidates[r] = ()
    return candidates


def rising_chain(candidates: Sequence[tuple[int, ...]]) -> list[Pasangan]:
    """The longest chain of (row, instrument row) that rises in both: exact texts in official order."""
    edges: list[int] = []
    nodes: list[int] = []
    every: list[tuple[int, int, int]] = []
    for r, daftar in enumerate(candidates):
        for e in sorted(daftar, reverse=True):
            i = bisect_left(edges, e)
            every.append((r, e, nodes[i - 1] if i else -1))
            if i == len(edges):
                edges.append(e)
                nodes.append(len(every) - 1)
            else:
                edges[i] = e
                nodes[i] = len(every) - 1
    results: list[Pasangan] = []
    p = nodes[-1] if nodes else -1
    while p >= 0:
        r, e, p = every[p]
        results.append((r, e))
    return results[::-1]


def bebas(
    candidates: Sequence[tuple[int, ...]], terpasang: Container[int], taken: Container[int]
) -> list[tuple[int, ...]]:
    """Of each row that is not matched yet, the candidates that are still free."""
    return [() if r in terpasang else tuple(e for e in d if e not in taken) for r, d in enumerate(candidates)]


def twin_rows(candidates: Sequence[tuple[int, ...]], anchors: Sequence[Pasangan], count: int) -> list[Pasangan]:
    """Rows whose text several instrument rows share: the one between the anchors that fits the place best.

    *anchors* are the rows that are placed already, in sheet order; *count* is the number of instrument rows.
    """
    taken = {e for _, e in anchors}
    results: list[Pasangan] = []
    r0 = e0 = -1
    for r1, e1 in [*anchors, (len(candidates), count)]:
        for r in range(r0 + 1, r1):
            if len(candidates[r]) < 2:
                continue
            # Where a block ends and the next one goes back in the order, a twin may belong to either.
            pantas = [e for e in candidates[r] if e not in taken and (e0 < e < e1 or (e1 <= e0 and not e1 <= e <= e0))]
            selisih = {e: min(abs((e - e0) - (r - r0)), abs((e1 - e) - (r1 - r))) for e in pantas}
            if selisih:
                r0, e0 = r, min(selisih, key=lambda e: (selisih[e], e))
                taken.add(e0)
                results.append((r0, e0))
        r0, e0 = r1, e1
    return results


def blok(deret_naik: list[Pasangan]) -> list[Pasangan]:
    """The stretches of *deret_naik* that are blocks: at least ``MIN_BLOCK`` pairs with next to nothing between."""
    results: list[Pasangan] = []
    series: list[Pasangan] = []
    for pair in [*deret_naik, (-1, -1)]:
        if series and not all(0 < b - a <= BLOCK_GAP for a, b in zip(series[-1], pair, strict=True)):
            results += series if len(series) >= MIN_BLOCK else []
            series = []
        series.append(pair)
    return results
