"""Rows whose text is exactly an instrument row's: in the official order, in blocks elsewhere, twins between.

Sheet rows and instrument rows are indexes; ``calon`` lists for each sheet row the instrument rows that it may be.
"""

from bisect import bisect_left
from collections.abc import Container, Sequence

from zi_cli.worksheet.recognise.vocabulary import Vocabulary

#: A block out of the official order has at least this many rows …
BLOK_MINIMAL = 3
#: … each at most this many rows after the one before.
BLOK_SELA = 4

#: A sheet row and the instrument row it is.
Pasangan = tuple[int, int]


def exact_candidates(pengenal: str, teks: str, k: Vocabulary) -> tuple[int, ...]:
    """Candidates of a row: the one that its ID names, else those with its text."""
    if pengenal in k.nomor:
        return (k.nomor[pengenal],)
    return k.persis.get(teks, ())


def prefer_markers(penanda: Sequence[str], calon: list[tuple[int, ...]], k: Vocabulary) -> list[tuple[int, ...]]:
    """Of several rows with the text of one indicator, only the one with its marker too, if it is just one."""
    pemilik: dict[int, list[int]] = {}
    for r, daftar in enumerate(calon):
        if len(daftar) == 1 and k.urut[daftar[0]].jenis == "indikator":
            pemilik.setdefault(daftar[0], []).append(r)
    for e, rs in pemilik.items():
        berpenanda = [r for r in rs if penanda[r] == k.urut[e].huruf]
        if len(rs) > 1 and len(berpenanda) == 1:
            for r in rs:
                if r != berpenanda[0]:
                    calon[r] = ()
    return calon


def rising_chain(calon: Sequence[tuple[int, ...]]) -> list[Pasangan]:
    """The longest chain of (row, instrument row) that rises in both: exact texts in official order."""
    ujung: list[int] = []
    simpul: list[int] = []
    semua: list[tuple[int, int, int]] = []
    for r, daftar in enumerate(calon):
        for e in sorted(daftar, reverse=True):
            i = bisect_left(ujung, e)
            semua.append((r, e, simpul[i - 1] if i else -1))
            if i == len(ujung):
                ujung.append(e)
                simpul.append(len(semua) - 1)
            else:
                ujung[i] = e
                simpul[i] = len(semua) - 1
    hasil: list[Pasangan] = []
    p = simpul[-1] if simpul else -1
    while p >= 0:
        r, e, p = semua[p]
        hasil.append((r, e))
    return hasil[::-1]


def bebas(
    calon: Sequence[tuple[int, ...]], terpasang: Container[int], terpakai: Container[int]
) -> list[tuple[int, ...]]:
    """Of each row that is not matched yet, the candidates that are still free."""
    return [() if r in terpasang else tuple(e for e in d if e not in terpakai) for r, d in enumerate(calon)]


def twin_rows(calon: Sequence[tuple[int, ...]], jangkar: Sequence[Pasangan], banyak: int) -> list[Pasangan]:
    """Rows whose text several instrument rows share: the one between the anchors that fits the place best.

    *jangkar* are the rows that are placed already, in sheet order; *banyak* is the number of instrument rows.
    """
    terpakai = {e for _, e in jangkar}
    hasil: list[Pasangan] = []
    r0 = e0 = -1
    for r1, e1 in [*jangkar, (len(calon), banyak)]:
        for r in range(r0 + 1, r1):
            if len(calon[r]) < 2:
                continue
            # Where a block ends and the next one goes back in the order, a twin may belong to either.
            pantas = [e for e in calon[r] if e not in terpakai and (e0 < e < e1 or (e1 <= e0 and not e1 <= e <= e0))]
            selisih = {e: min(abs((e - e0) - (r - r0)), abs((e1 - e) - (r1 - r))) for e in pantas}
            if selisih:
                r0, e0 = r, min(selisih, key=lambda e: (selisih[e], e))
                terpakai.add(e0)
                hasil.append((r0, e0))
        r0, e0 = r1, e1
    return hasil


def blok(deret_naik: list[Pasangan]) -> list[Pasangan]:
    """The stretches of *deret_naik* that are blocks: at least ``BLOK_MINIMAL`` pairs with next to nothing between."""
    hasil: list[Pasangan] = []
    deret: list[Pasangan] = []
    for pasangan in [*deret_naik, (-1, -1)]:
        if deret and not all(0 < b - a <= BLOK_SELA for a, b in zip(deret[-1], pasangan, strict=True)):
            hasil += deret if len(deret) >= BLOK_MINIMAL else []
            deret = []
        deret.append(pasangan)
    return hasil
