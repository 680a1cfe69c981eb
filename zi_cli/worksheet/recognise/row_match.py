"""Match the rows of a sheet to the rows of the instrument, by text, order and markers.

Exact texts that keep the official order are the anchors; what lies between two anchors is
aligned by likeness; exact texts out of order are rows that were moved. Never by a row number alone.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.recognise.labels import normal
from zi_cli.worksheet.recognise.row_order import bebas, blok, exact_candidates, prefer_markers, rising_chain, twin_rows
from zi_cli.worksheet.recognise.vocabulary import (
    MIRIP_MINIMAL,
    MIRIP_YAKIN,
    Vocabulary,
    most_similar,
    row_texts,
    similarities,
    similarity,
    wholeness,
)

#: Two candidates nearer than this can't be told apart by text.
SELISIH_RAGU = 0.06
#: From here on a text is plainly that of another row.
MIRIP_NYATA = 0.93


class LabelRow(NamedTuple):
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


class RowMatch(NamedTuple):
    """How a sheet row was matched: by what, how alike (0 to 1), and what else it could have been."""

    kode: str
    cara: str  # "persis", "mirip", "letak", "pindah"
    mirip: float
    teks_milik: str | None = None
    ragu: str | None = None


class MatchResult(NamedTuple):
    """Matches by index of the sheet row, and the indexes of rows that matched nothing."""

    cocok: dict[int, RowMatch]
    ganda: dict[int, str]
    sisa: list[int]


def may_cover(baris: Sequence[LabelRow], instrumen: Instrumen, minimal: int) -> bool:
    """Whether at least *minimal* of *baris* may be rows of *instrumen* beyond doubt.

    Cheaper than :func:`match_rows`, which takes its time over a sheet on which nothing is alike.
    """
    k = row_texts(instrumen)
    ada, lain = 0, []
    for b in baris:
        teks = normal(b.teks)
        if b.pengenal in k.nomor or teks in k.persis:
            ada += 1
        else:
            lain.append(teks)
    semua = range(len(k.urut))
    for teks in lain:
        if ada >= minimal:
            break
        ada += bool(similarities(teks, semua, k, MIRIP_YAKIN))
    return ada >= minimal


def match_rows(baris: Sequence[LabelRow], instrumen: Instrumen) -> MatchResult:
    """Match *baris*, in sheet order, to the rows of *instrumen*."""
    k = row_texts(instrumen)
    teks = [normal(b.teks) for b in baris]
    persis = [exact_candidates(b.pengenal, t, k) for b, t in zip(baris, teks, strict=True)]
    calon = prefer_markers([b.penanda for b in baris], persis, k)
    cocok: dict[int, RowMatch] = {}
    terpakai: dict[int, int] = {}

    def pair(deret: Sequence[tuple[int, int]], cara: str) -> None:
        for r, e in deret:
            cocok[r] = RowMatch(k.urut[e].kode, cara, 1.0)
            terpakai[e] = r

    # First the texts that occur once, in the official order; then whole blocks of them elsewhere (both halves
    # of an area on one sheet, a sub moved); then the twins between those, and what blocks they leave.
    tunggal = [d if len(d) == 1 else () for d in calon]
    pair(rising_chain(tunggal), "persis")
    while deret := blok(rising_chain(bebas(tunggal, cocok, terpakai))):
        pair(deret, "persis")
    pair(twin_rows(calon, [(r, k.nomor[c.kode]) for r, c in sorted(cocok.items())], len(k.urut)), "persis")
    while deret := blok(rising_chain(bebas(calon, cocok, terpakai))):
        pair(deret, "persis")
    # Exact text whose own row is still free: a row that was moved.
    sisa_calon = bebas(calon, cocok, terpakai)
    pemilik = Counter(e for d in sisa_calon for e in d)
    pair([(r, d[0]) for r, d in enumerate(sisa_calon) if len(d) == 1 and pemilik[d[0]] == 1], "pindah")
    _compare_texts(teks, k, cocok)
    _fill_gap(baris, teks, k, cocok, terpakai)
    _rest_anywhere(baris, teks, k, cocok, terpakai)
    _doubt_moved(baris, calon, k, cocok, terpakai)
    ganda: dict[int, str] = {}
    sisa: list[int] = []
    for r in range(len(baris)):
        if r in cocok:
            continue
        asli = _kembaran(teks[r], k)
        if asli is not None and asli in terpakai:
            ganda[r] = k.urut[asli].kode
        else:
            sisa.append(r)
    return MatchResult(cocok, ganda, sisa)


def _compare_texts(teks: Sequence[str], k: Vocabulary, cocok: dict[int, RowMatch]) -> None:
    """Note where the text of a row that its ID placed is another row's, or merely like its own."""
    for r, c in cocok.items():
        pemilik = k.persis.get(teks[r], ())
        e = k.nomor[c.kode]
        if e in pemilik:
            continue
        milik = k.urut[pemilik[0]].kode if pemilik else None
        cocok[r] = c._replace(mirip=similarity(teks[r], e, k), teks_milik=milik)


def _doubt_moved(
    baris: Sequence[LabelRow],
    calon: Sequence[tuple[int, ...]],
    k: Vocabulary,
    cocok: dict[int, RowMatch],
    terpakai: dict[int, int],
) -> None:
    """Doubt an exact text out of its order when the row that belongs where it stands is missing."""
    for r, c in cocok.items():
        if c.cara == "pindah" and calon[r]:
            sendiri = k.nomor[c.kode]
            setempat = _celah(r, cocok, k, len(baris), terpakai)
            ragu = next((k.urut[e].kode for e in setempat if _setara(baris[r], k.urut[e], k.urut[sendiri])), None)
            cocok[r] = c._replace(ragu=ragu)


def _celah(r: int, cocok: dict[int, RowMatch], k: Vocabulary, banyak: int, terpakai: dict[int, int]) -> list[int]:
    """Free instrument rows between the anchors (rows in order) around sheet row *r*, in the sheet's order."""
    kiri = next((cocok[i].kode for i in range(r - 1, -1, -1) if i in cocok and cocok[i].cara != "pindah"), None)
    kanan = next((cocok[i].kode for i in range(r + 1, banyak) if i in cocok and cocok[i].cara != "pindah"), None)
    awal = k.nomor[kiri] + 1 if kiri else 0
    akhir = k.nomor[kanan] if kanan else len(k.urut)
    if awal <= akhir:
        return [e for e in range(awal, akhir) if e not in terpakai]
    # One block ends here and the next goes back in the order: what follows the one, what leads up to the other.
    sesudah = list(takewhile(lambda e: e not in terpakai, range(awal, len(k.urut))))
    sebelum = list(takewhile(lambda e: e not in terpakai, range(akhir - 1, -1, -1)))
    return sesudah + sebelum[::-1]


def _setara(b: LabelRow, di_sini: Baris, menurut_teks: Baris) -> bool:
    """Whether marker and kind allow *b* to be the row that belongs here as well as the one its text names."""
    if di_sini.jenis != menurut_teks.jenis or di_sini.jenis != "indikator":
        return False
    return b.penanda == di_sini.huruf or b.penanda in ("", "-")


def _fill_gap(
    baris: Sequence[LabelRow],
    teks: Sequence[str],
    k: Vocabulary,
    cocok: dict[int, RowMatch],
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
        entri = _celah(r, cocok, k, len(baris), terpakai)
        if entri:
            sejajar = _align(baris, teks, baris_celah, entri, k)
            diklaim = {e for _, e, _ in sejajar}
            for i, e, m in sejajar:
                _pair_similar(i, e, m, baris, teks, entri, diklaim, k, cocok)
                terpakai[e] = i
        r = s


def _align(
    baris: Sequence[LabelRow], teks: Sequence[str], rs: list[int], es: list[int], k: Vocabulary
) -> list[tuple[int, int, float]]:
    """Order-keeping pairs of sheet rows *rs* and instrument rows *es* with the highest sum of weights."""
    pas = len(rs) == len(es)
    bobot = []
    for r in rs:
        if pas and teks[r] in k.persis:
            # The official text of some row is no slip of the pen for another: marker and place decide.
            ukuran = {e: 1.0 for e in es if e in k.persis[teks[r]]}
        else:
            ukuran = similarities(teks[r], es, k, MIRIP_MINIMAL)
        bobot.append([_bobot(baris[r], teks[r], e, k, ukuran.get(e, 0.0), pas) for e in es])
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


def _bobot(b: LabelRow, teks: str, e: int, k: Vocabulary, mirip: float, pas: bool) -> tuple[float, float]:
    """Weight of a pair in the alignment (0: impossible) and the likeness of the texts (0 when they are not alike).

    *pas*: the gap has as many rows as instrument rows; then marker and answer type may carry a
    text that is not alike (a question overwritten by another one).
    """
    entri = k.urut[e]
    if pas and b.penanda == entri.huruf and e not in k.persis.get(teks, (e,)):
        return 0.15, 0.0
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


def _pair_similar(
    r: int,
    e: int,
    mirip: float,
    baris: Sequence[LabelRow],
    teks: Sequence[str],
    entri: list[int],
    diklaim: set[int],
    k: Vocabulary,
    cocok: dict[int, RowMatch],
) -> None:
    """Match row *r* to *e*; *diklaim* are those of *entri* that some row of the gap is matched to."""
    pemilik = k.persis.get(teks[r], ())
    milik = k.urut[pemilik[0]].kode if pemilik and e not in pemilik else None
    if milik is None and mirip < MIRIP_YAKIN:
        mirip = similarity(teks[r], e, k)
        lain, _ = most_similar(teks[r], [i for i in range(len(k.urut)) if i != e], k, minimal=MIRIP_NYATA)
        if lain is not None:
            milik = k.urut[lain].kode
    ragu = None
    if milik is None:
        utuh = wholeness(teks[r], e, k) >= MIRIP_YAKIN
        sejenis = [i for i in entri if k.urut[i].jenis == k.urut[e].jenis and k.teks[i] != k.teks[e]]
        # A rival that no row claims makes a doubt when it is nearly as alike; one that another row claims, only
        # when it is more alike.
        for saingan, batas in (
            ([i for i in sejenis if i not in diklaim], mirip - SELISIH_RAGU),
            ([i for i in sejenis if i in diklaim], mirip + 0.01),
        ):
            lain, _ = most_similar(teks[r], saingan, k, minimal=max(MIRIP_MINIMAL, batas), utuh=utuh)
            if lain is not None and baris[r].penanda != k.urut[e].huruf:
                ragu = k.urut[lain].kode
    cocok[r] = RowMatch(k.urut[e].kode, "mirip" if mirip >= MIRIP_MINIMAL else "letak", mirip, milik, ragu)


def _rest_anywhere(
    baris: Sequence[LabelRow], teks: Sequence[str], k: Vocabulary, cocok: dict[int, RowMatch], terpakai: dict[int, int]
) -> None:
    """Rows moved and retyped: alike enough to one free instrument row, and to no other row."""
    luang = [e for e in range(len(k.urut)) if e not in terpakai]
    for r in range(len(baris)):
        if r in cocok or not luang:
            continue
        e, mirip = most_similar(teks[r], luang, k, minimal=MIRIP_YAKIN)
        if e is None:
            continue
        lainnya = [i for i in range(len(k.urut)) if i != e and k.teks[i] != k.teks[e]]
        lain, nilai = most_similar(teks[r], lainnya, k, utuh=wholeness(teks[r], e, k) >= MIRIP_YAKIN)
        if nilai >= mirip:
            continue
        ragu = k.urut[lain].kode if lain is not None and mirip - nilai < SELISIH_RAGU else None
        cocok[r] = RowMatch(k.urut[e].kode, "pindah", mirip, ragu=ragu)
        terpakai[e] = r
        luang.remove(e)


def _kembaran(teks: str, k: Vocabulary) -> int | None:
    """The instrument row whose text this is (exactly, or with a slip), matched elsewhere already."""
    persis = k.persis.get(teks)
    if persis:
        return persis[0]
    return most_similar(teks, range(len(k.urut)), k, minimal=MIRIP_NYATA)[0]
