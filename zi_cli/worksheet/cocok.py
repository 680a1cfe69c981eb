"""Match the rows of a sheet to the rows of the instrument, by text, order and markers.

Exact texts that keep the official order are the anchors; what lies between two anchors is
aligned by likeness; exact texts out of order are rows that were moved. Never by a row number alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from zi_cli.instrumen.model import Baris, Instrumen
from zi_cli.worksheet.teks import normal

#: Below this likeness (0 to 1) a text is not taken for an indicator's.
MIRIP_MINIMAL = 0.62
#: From here on a text is the official one with a slip of the pen.
MIRIP_YAKIN = 0.86
#: Two candidates nearer than this can't be told apart by text.
SELISIH_RAGU = 0.06
#: A block out of the official order has at least this many rows …
BLOK_MINIMAL = 3
#: … each at most this many rows after the one before.
BLOK_SELA = 4


class BarisLabel(NamedTuple):
    """One labelled row of a sheet: where, its marker, its text, and further hints.

    ``jenis_label`` is the answer type that its "Pilihan Jawaban" cell names, ``pengenal`` what
    its ID column says.
    """

    lembar: int
    baris: int
    kolom: int
    penanda: str
    teks: str
    jenis_label: str | None
    pengenal: str


@dataclass(slots=True)
class Kecocokan:
    """How a sheet row was matched: by what, how alike (0 to 1), and what else it could have been."""

    kode: str
    cara: str  # "persis", "mirip", "letak", "pindah"
    mirip: float
    teks_milik: str | None = None
    ragu: str | None = None


class HasilCocok(NamedTuple):
    """Matches by index of the sheet row, and the indexes of rows that matched nothing."""

    cocok: dict[int, Kecocokan]
    ganda: dict[int, str]
    sisa: list[int]


class _Kamus(NamedTuple):
    urut: tuple[Baris, ...]
    teks: tuple[tuple[str, ...], ...]
    persis: dict[str, tuple[int, ...]]
    nomor: dict[str, int]


@lru_cache(maxsize=8)
def kamus(instrumen: Instrumen) -> _Kamus:
    """Normalised texts of every instrument row (aliases included), and the rows by text."""
    persis: dict[str, list[int]] = {}
    teks: list[tuple[str, ...]] = []
    for i, b in enumerate(instrumen.baris):
        semua = dict.fromkeys(normal(t) for t in (b.teks, *instrumen.alias.get(b.kode, ())))
        teks.append(tuple(semua))
        for t in semua:
            persis.setdefault(t, []).append(i)
    return _Kamus(
        instrumen.baris,
        tuple(teks),
        {t: tuple(d) for t, d in persis.items()},
        {b.kode: i for i, b in enumerate(instrumen.baris)},
    )


def cocokkan(baris: Sequence[BarisLabel], instrumen: Instrumen) -> HasilCocok:
    """Match *baris*, in sheet order, to the rows of *instrumen*."""
    k = kamus(instrumen)
    teks = [normal(b.teks) for b in baris]
    calon = _utamakan_penanda(baris, [_calon_persis(b, t, k) for b, t in zip(baris, teks, strict=True)], k)
    cocok: dict[int, Kecocokan] = {}
    terpakai: dict[int, int] = {}

    def pasang(r: int, e: int, cara: str, mirip: float, **lain: str | None) -> None:
        cocok[r] = Kecocokan(k.urut[e].kode, cara, mirip, **lain)
        terpakai[e] = r

    for r, e in _rantai(calon):
        pasang(r, e, "persis", 1.0)
    # Whole blocks elsewhere than in the official order: both halves of an area on one sheet, a sub moved.
    while blok := _blok(_rantai([_bebas(d, terpakai) if r not in cocok else () for r, d in enumerate(calon)])):
        for r, e in blok:
            pasang(r, e, "persis", 1.0)
    # Exact text whose own row is still free: a row that was moved, unless it fits where it stands.
    for r, daftar in enumerate(calon):
        bebas = _bebas(daftar, terpakai)
        if r in cocok or len(bebas) != 1 or sum(bebas[0] in c for i, c in enumerate(calon) if i not in cocok) > 1:
            continue
        setempat = [e for e in _celah(r, cocok, k, len(baris)) if e not in terpakai and e != bebas[0]]
        ragu = next((k.urut[e].kode for e in setempat if _setara(baris[r], k.urut[e], k.urut[bebas[0]])), None)
        pasang(r, bebas[0], "pindah", 1.0, ragu=ragu)
    _banding_teks(teks, k, cocok)
    _isi_celah(baris, teks, k, cocok, terpakai)
    _sisa_global(baris, teks, k, cocok, terpakai)
    ganda: dict[int, str] = {}
    sisa: list[int] = []
    for r in range(len(baris)):
        if r in cocok:
            continue
        kembar = _kembaran(teks[r], k)
        if kembar is not None and kembar in terpakai:
            ganda[r] = k.urut[kembar].kode
        else:
            sisa.append(r)
    return HasilCocok(cocok, ganda, sisa)


def _banding_teks(teks: Sequence[str], k: _Kamus, cocok: dict[int, Kecocokan]) -> None:
    """Note where the text of a row that its ID placed is another row's, or merely like its own."""
    for r, c in cocok.items():
        pemilik = k.persis.get(teks[r], ())
        e = k.nomor[c.kode]
        if e in pemilik:
            continue
        c.mirip = kemiripan(teks[r], e, k)
        if pemilik:
            c.teks_milik = k.urut[pemilik[0]].kode


def _calon_persis(b: BarisLabel, teks: str, k: _Kamus) -> tuple[int, ...]:
    if b.pengenal in k.nomor:
        return (k.nomor[b.pengenal],)
    return k.persis.get(teks, ())


def _utamakan_penanda(baris: Sequence[BarisLabel], calon: list[tuple[int, ...]], k: _Kamus) -> list[tuple[int, ...]]:
    """Of several rows with the text of one indicator, only the one with its marker too, if it is just one."""
    pemilik: dict[int, list[int]] = {}
    for r, daftar in enumerate(calon):
        if len(daftar) == 1 and k.urut[daftar[0]].jenis == "indikator":
            pemilik.setdefault(daftar[0], []).append(r)
    for e, rs in pemilik.items():
        berpenanda = [r for r in rs if baris[r].penanda == k.urut[e].huruf]
        if len(rs) > 1 and len(berpenanda) == 1:
            for r in rs:
                if r != berpenanda[0]:
                    calon[r] = ()
    return calon


def _rantai(calon: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
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
    rantai: list[tuple[int, int]] = []
    p = simpul[-1] if simpul else -1
    while p >= 0:
        r, e, p = semua[p]
        rantai.append((r, e))
    return rantai[::-1]


def _bebas(daftar: tuple[int, ...], terpakai: dict[int, int]) -> tuple[int, ...]:
    return tuple(e for e in daftar if e not in terpakai)


def _blok(rantai: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of *rantai* that are blocks: at least ``BLOK_MINIMAL`` pairs with next to nothing between."""
    hasil: list[tuple[int, int]] = []
    deret: list[tuple[int, int]] = []
    for pasangan in [*rantai, (-1, -1)]:
        if deret and not all(0 < b - a <= BLOK_SELA for a, b in zip(deret[-1], pasangan, strict=True)):
            hasil += deret if len(deret) >= BLOK_MINIMAL else []
            deret = []
        deret.append(pasangan)
    return hasil


def _celah(r: int, cocok: dict[int, Kecocokan], k: _Kamus, banyak: int) -> range:
    """Instrument rows between the anchors (rows in official order) around sheet row *r*."""
    kiri = next((cocok[i].kode for i in range(r - 1, -1, -1) if i in cocok and cocok[i].cara != "pindah"), None)
    kanan = next((cocok[i].kode for i in range(r + 1, banyak) if i in cocok and cocok[i].cara != "pindah"), None)
    return range(k.nomor[kiri] + 1 if kiri else 0, k.nomor[kanan] if kanan else len(k.urut))


def _setara(b: BarisLabel, di_sini: Baris, menurut_teks: Baris) -> bool:
    """Whether marker and kind allow *b* to be the row that belongs here as well as the one its text names."""
    if di_sini.jenis != menurut_teks.jenis or di_sini.jenis != "indikator":
        return False
    return b.penanda == di_sini.huruf or b.penanda in ("", "-")


def _isi_celah(
    baris: Sequence[BarisLabel],
    teks: Sequence[str],
    k: _Kamus,
    cocok: dict[int, Kecocokan],
    terpakai: dict[int, int],
) -> None:
    """Align the unmatched rows between two anchors with the unmatched instrument rows there."""
    r = 0
    while r < len(baris):
        if r in cocok:
            r += 1
            continue
        s = r
        while s < len(baris) and (s not in cocok or cocok[s].cara == "pindah"):
            s += 1
        baris_celah = [i for i in range(r, s) if i not in cocok]
        entri = [e for e in _celah(r, cocok, k, len(baris)) if e not in terpakai]
        if entri:
            for i, e, m in _sejajarkan(baris, teks, baris_celah, entri, k):
                _pasang_mirip(i, e, m, baris, teks, entri, k, cocok)
                terpakai[e] = i
        r = s


def _sejajarkan(
    baris: Sequence[BarisLabel], teks: Sequence[str], rs: list[int], es: list[int], k: _Kamus
) -> list[tuple[int, int, float]]:
    """Order-keeping pairs of sheet rows *rs* and instrument rows *es* with the highest sum of weights."""
    bobot = [[_bobot(baris[r], teks[r], e, k, len(rs) == len(es)) for e in es] for r in rs]
    m, n = len(rs), len(es)
    terbaik = [[0.0] * (n + 1) for _ in range(m + 1)]
    for i in range(m - 1, -1, -1):
        for j in range(n - 1, -1, -1):
            w, _ = bobot[i][j]
            terbaik[i][j] = max(terbaik[i + 1][j], terbaik[i][j + 1], w + terbaik[i + 1][j + 1] if w > 0 else 0.0)
    hasil: list[tuple[int, int, float]] = []
    i = j = 0
    while i < m and j < n:
        w, mirip = bobot[i][j]
        if w > 0 and terbaik[i][j] == w + terbaik[i + 1][j + 1]:
            hasil.append((rs[i], es[j], mirip))
            i, j = i + 1, j + 1
        elif terbaik[i][j] == terbaik[i + 1][j]:
            i += 1
        else:
            j += 1
    return hasil


def _bobot(b: BarisLabel, teks: str, e: int, k: _Kamus, pas: bool) -> tuple[float, float]:
    """Weight of a pair in the alignment (0: impossible) and the likeness of the texts.

    *pas*: the gap has as many rows as instrument rows; then marker and answer type may carry a
    text that is not alike (a question overwritten by another one).
    """
    entri = k.urut[e]
    mirip = kemiripan(teks, e, k)
    cocok_penanda = b.penanda == entri.huruf or (b.penanda in ("-", "") and entri.jenis in ("indikator", "jumlah"))
    if mirip >= MIRIP_YAKIN:
        return mirip + 0.1 * cocok_penanda, mirip
    if entri.jenis_jawaban and b.jenis_label and b.jenis_label != entri.jenis_jawaban:
        return 0.0, mirip
    if mirip >= MIRIP_MINIMAL and (cocok_penanda or pas):
        return mirip - 0.2 + 0.1 * cocok_penanda, mirip
    if pas and b.penanda == entri.huruf and entri.jenis != "jumlah":
        return 0.15, mirip
    return 0.0, mirip


def kemiripan(teks: str, e: int, k: _Kamus) -> float:
    """Likeness (0 to 1) of a normalised text to instrument row *e*, shortened texts included.

    The exact text of other rows is no slip of the pen for this one: 0.
    """
    if teks in k.persis:
        return 1.0 if e in k.persis[teks] else 0.0
    from rapidfuzz import fuzz

    terbaik = 0.0
    for resmi in k.teks[e]:
        nilai = fuzz.ratio(teks, resmi) / 100
        if nilai < MIRIP_YAKIN and len(teks) >= 12:
            # A text may be cut to a quarter of the official one, or stretched by half; a short title that
            # merely occurs in a longer question is no likeness.
            if len(resmi) >= 12 and 4 * len(teks) >= len(resmi) and 2 * len(teks) <= 3 * len(resmi):
                nilai = max(nilai, 0.95 * fuzz.partial_ratio(teks, resmi) / 100)
            nilai = max(nilai, 0.95 * fuzz.token_sort_ratio(teks, resmi) / 100)
        terbaik = max(terbaik, nilai)
    return terbaik


def _pasang_mirip(
    r: int,
    e: int,
    mirip: float,
    baris: Sequence[BarisLabel],
    teks: Sequence[str],
    entri: list[int],
    k: _Kamus,
    cocok: dict[int, Kecocokan],
) -> None:
    pemilik = k.persis.get(teks[r], ())
    milik = k.urut[pemilik[0]].kode if pemilik and e not in pemilik else None
    if milik is None and mirip < MIRIP_YAKIN:
        lain, nilai = _paling_mirip(teks[r], [i for i in range(len(k.urut)) if i != e], k)
        if lain is not None and nilai >= 0.93:
            milik = k.urut[lain].kode
    ragu = None
    if milik is None:
        sejenis = [i for i in entri if k.urut[i].jenis == k.urut[e].jenis and k.teks[i] != k.teks[e]]
        saingan, nilai = _paling_mirip(teks[r], sejenis, k, utuh=_keutuhan(teks[r], e, k) >= MIRIP_YAKIN)
        berpenanda = baris[r].penanda == k.urut[e].huruf
        if saingan is not None and nilai >= MIRIP_MINIMAL and mirip - nilai < SELISIH_RAGU and not berpenanda:
            ragu = k.urut[saingan].kode
    cocok[r] = Kecocokan(k.urut[e].kode, "mirip" if mirip >= MIRIP_MINIMAL else "letak", mirip, milik, ragu)


def _keutuhan(teks: str, e: int, k: _Kamus) -> float:
    """Likeness (0 to 1) of the whole text to the whole of instrument row *e*: nothing cut or added."""
    from rapidfuzz import fuzz

    return max(fuzz.ratio(teks, resmi) for resmi in k.teks[e]) / 100


def _paling_mirip(teks: str, entri: list[int], k: _Kamus, *, utuh: bool = False) -> tuple[int | None, float]:
    """The most alike of *entri*; with *utuh*, a rival that merely begins alike does not count."""
    terbaik, nilai = None, 0.0
    for e in entri:
        n = _keutuhan(teks, e, k) if utuh else kemiripan(teks, e, k)
        if n > nilai:
            terbaik, nilai = e, n
    return terbaik, nilai


def _sisa_global(
    baris: Sequence[BarisLabel], teks: Sequence[str], k: _Kamus, cocok: dict[int, Kecocokan], terpakai: dict[int, int]
) -> None:
    """Rows moved and retyped: alike enough to one free instrument row, and to no other row."""
    bebas = [e for e in range(len(k.urut)) if e not in terpakai]
    for r in range(len(baris)):
        if r in cocok or not bebas:
            continue
        e, mirip = _paling_mirip(teks[r], bebas, k)
        if e is None or mirip < MIRIP_YAKIN:
            continue
        lainnya = [i for i in range(len(k.urut)) if i != e and k.teks[i] != k.teks[e]]
        lain, nilai = _paling_mirip(teks[r], lainnya, k, utuh=_keutuhan(teks[r], e, k) >= MIRIP_YAKIN)
        if nilai >= mirip:
            continue
        ragu = k.urut[lain].kode if lain is not None and mirip - nilai < SELISIH_RAGU else None
        cocok[r] = Kecocokan(k.urut[e].kode, "pindah", mirip, ragu=ragu)
        terpakai[e] = r
        bebas.remove(e)


def _kembaran(teks: str, k: _Kamus) -> int | None:
    """The instrument row whose text this is (exactly, or with a slip), matched elsewhere already."""
    persis = k.persis.get(teks)
    if persis:
        return persis[0]
    e, mirip = _paling_mirip(teks, list(range(len(k.urut))), k)
    return e if mirip >= 0.93 else None
