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
    MIN_LIKENESS,
    SURE_LIKENESS,
    Vocabulary,
    most_similar,
    row_texts,
    similarities,
    similarity,
    wholeness,
)

#: Two candidates nearer than this can't be told apart by text.
DOUBTFUL_GAP = 0.06
#: From here on a text is plainly that of another row.
PLAIN_LIKENESS = 0.93


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


def may_cover(rows: Sequence[LabelRow], instrumen: Instrumen, minimal: int) -> bool:
    """Whether at least *minimal* of *rows* may be rows of *instrumen* beyond doubt.

    Cheaper than :func:`match_rows`, which takes its time over a sheet on which nothing is alike.
    """
    k = row_texts(instrumen)
    present, others = 0, []
    for b in rows:
        text = normal(b.teks)
        if b.pengenal in k.nomor or text in k.persis:
            present += 1
        else:
            others.append(text)
    every = range(len(k.urut))
    for text in others:
        if present >= minimal:
            break
        present += bool(similarities(text, every, k, SURE_LIKENESS))
    return present >= minimal


def match_rows(rows: Sequence[LabelRow], instrumen: Instrumen) -> MatchResult:
    """Match *rows*, in sheet order, to the rows of *instrumen*."""
    k = row_texts(instrumen)
    texts = [normal(b.teks) for b in rows]
    exact = [exact_candidates(b.pengenal, t, k) for b, t in zip(rows, texts, strict=True)]
    candidates = prefer_markers([b.penanda for b in rows], exact, k)
    matches: dict[int, RowMatch] = {}
    taken: dict[int, int] = {}

    def pair(series: Sequence[tuple[int, int]], way: str) -> None:
        for r, e in series:
            matches[r] = RowMatch(k.urut[e].kode, way, 1.0)
            taken[e] = r

    # First the texts that occur once, in the official order; then whole blocks of them elsewhere (both halves
    # of an area on one sheet, a sub moved); then the twins between those, and what blocks they leave.
    single = [d if len(d) == 1 else () for d in candidates]
    pair(rising_chain(single), "persis")
    while series := blok(rising_chain(bebas(single, matches, taken))):
        pair(series, "persis")
    pair(twin_rows(candidates, [(r, k.nomor[c.kode]) for r, c in sorted(matches.items())], len(k.urut)), "persis")
    while series := blok(rising_chain(bebas(candidates, matches, taken))):
        pair(series, "persis")
    # Exact text whose own row is still free: a row that was moved.
    sisa_calon = bebas(candidates, matches, taken)
    pemilik = Counter(e for d in sisa_calon for e in d)
    pair([(r, d[0]) for r, d in enumerate(sisa_calon) if len(d) == 1 and pemilik[d[0]] == 1], "pindah")
    _compare_texts(texts, k, matches)
    _fill_gap(rows, texts, k, matches, taken)
    _rest_anywhere(rows, texts, k, matches, taken)
    _doubt_moved(rows, candidates, k, matches, taken)
    duplicates: dict[int, str] = {}
    rest: list[int] = []
    for r in range(len(rows)):
        if r in matches:
            continue
        original = _twin_row(texts[r], k)
        if original is not None and original in taken:
            duplicates[r] = k.urut[original].kode
        else:
            rest.append(r)
    return MatchResult(matches, duplicates, rest)


def _compare_texts(texts: Sequence[str], k: Vocabulary, matches: dict[int, RowMatch]) -> None:
    """Note where the text of a row that its ID placed is another row's, or merely like its own."""
    for r, c in matches.items():
        pemilik = k.persis.get(texts[r], ())
        e = k.nomor[c.kode]
        if e in pemilik:
            continue
        milik = k.urut[pemilik[0]].kode if pemilik else None
        matches[r] = c._replace(mirip=similarity(texts[r], e, k), teks_milik=milik)


def _doubt_moved(
    rows: Sequence[LabelRow],
    candidates: Sequence[tuple[int, ...]],
    k: Vocabulary,
    matches: dict[int, RowMatch],
    taken: dict[int, int],
) -> None:
    """Doubt an exact text out of its order when the row that belongs where it stands is missing."""
    for r, c in matches.items():
        if c.cara == "pindah" and candidates[r]:
            own = k.nomor[c.kode]
            setempat = _gap_rows(r, matches, k, len(rows), taken)
            doubt = next((k.urut[e].kode for e in setempat if _fits_as_well(rows[r], k.urut[e], k.urut[own])), None)
            matches[r] = c._replace(ragu=doubt)


def _gap_rows(r: int, matches: dict[int, RowMatch], k: Vocabulary, count: int, taken: dict[int, int]) -> list[int]:
    """Free instrument rows between the anchors (rows in order) around sheet row *r*, in the sheet's order."""
    left = next((matches[i].kode for i in range(r - 1, -1, -1) if i in matches and matches[i].cara != "pindah"), None)
    right = next((matches[i].kode for i in range(r + 1, count) if i in matches and matches[i].cara != "pindah"), None)
    start = k.nomor[left] + 1 if left else 0
    end = k.nomor[right] if right else len(k.urut)
    if start <= end:
        return [e for e in range(start, end) if e not in taken]
    # One block ends here and the next goes back in the order: what follows the one, what leads up to the other.
    after = list(takewhile(lambda e: e not in taken, range(start, len(k.urut))))
    before = list(takewhile(lambda e: e not in taken, range(end - 1, -1, -1)))
    return after + before[::-1]


def _fits_as_well(b: LabelRow, di_sini: Baris, by_text: Baris) -> bool:
    """Whether marker and kind allow *b* to be the row that belongs here as well as the one its text names."""
    if di_sini.jenis != by_text.jenis or di_sini.jenis != "indikator":
        return False
    return b.penanda == di_sini.marker or b.penanda in ("", "-")


def _fill_gap(
    rows: Sequence[LabelRow],
    texts: Sequence[str],
    k: Vocabulary,
    matches: dict[int, RowMatch],
    taken: dict[int, int],
) -> None:
    """Align the unmatched rows between two anchors with the unmatched instrument rows there."""
    r = 0
    while r < len(rows):
        if r in matches:
            r += 1
            continue
        s = r
        while s < len(rows) and (s not in matches or matches[s].cara == "pindah"):
            s += 1
        baris_celah = [i for i in range(r, s) if i not in matches]
        entries = _gap_rows(r, matches, k, len(rows), taken)
        if entries:
            parallel = _align(rows, texts, baris_celah, entries, k)
            diklaim = {e for _, e, _ in parallel}
            for i, e, m in parallel:
                _pair_similar(i, e, m, rows, texts, entries, diklaim, k, matches)
                taken[e] = i
        r = s


def _align(
    rows: Sequence[LabelRow], texts: Sequence[str], rs: list[int], es: list[int], k: Vocabulary
) -> list[tuple[int, int, float]]:
    """Order-keeping pairs of sheet rows *rs* and instrument rows *es* with the highest sum of weights."""
    pas = len(rs) == len(es)
    bobot = []
    for r in rs:
        if pas and texts[r] in k.persis:
            # The official text of some row is no slip of the pen for another: marker and place decide.
            sizes = {e: 1.0 for e in es if e in k.persis[texts[r]]}
        else:
            sizes = similarities(texts[r], es, k, MIN_LIKENESS)
        bobot.append([_bobot(rows[r], texts[r], e, k, sizes.get(e, 0.0), pas) for e in es])
    m, n = len(rs), len(es)
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    for i in range(m - 1, -1, -1):
        for j in range(n - 1, -1, -1):
            w, _ = bobot[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], w + best[i + 1][j + 1] if w > 0 else 0.0)
    results: list[tuple[int, int, float]] = []
    i = j = 0
    while i < m and j < n:
        w, similar = bobot[i][j]
        if w > 0 and best[i][j] == w + best[i + 1][j + 1]:
            results.append((rs[i], es[j], similar))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return results


def _bobot(b: LabelRow, text: str, e: int, k: Vocabulary, similar: float, pas: bool) -> tuple[float, float]:
    """Weight of a pair in the alignment (0: impossible) and the likeness of the texts (0 when they are not alike).

    *pas*: the gap has as many rows as instrument rows; then marker and answer type may carry a
    text that is not alike (a question overwritten by another one).
    """
    entry = k.urut[e]
    if pas and b.penanda == entry.marker and e not in k.persis.get(text, (e,)):
        return 0.15, 0.0
    cocok_penanda = b.penanda == entry.marker or (b.penanda in ("-", "") and entry.jenis in ("indikator", "jumlah"))
    if similar >= SURE_LIKENESS:
        return similar + 0.1 * cocok_penanda, similar
    if entry.jenis_jawaban and b.jenis_label and b.jenis_label != entry.jenis_jawaban:
        return 0.0, similar
    if similar >= MIN_LIKENESS and (cocok_penanda or pas):
        return similar - 0.2 + 0.1 * cocok_penanda, similar
    if pas and b.penanda == entry.marker and entry.jenis != "jumlah":
        return 0.15, similar
    return 0.0, similar


def _pair_similar(
    r: int,
    e: int,
    similar: float,
    rows: Sequence[LabelRow],
    texts: Sequence[str],
    entries: list[int],
    diklaim: set[int],
    k: Vocabulary,
    matches: dict[int, RowMatch],
) -> None:
    """Match row *r* to *e*; *diklaim* are those of *entries* that some row of the gap is matched to."""
    pemilik = k.persis.get(texts[r], ())
    milik = k.urut[pemilik[0]].kode if pemilik and e not in pemilik else None
    if milik is None and similar < SURE_LIKENESS:
        similar = similarity(texts[r], e, k)
        other, _ = most_similar(texts[r], [i for i in range(len(k.urut)) if i != e], k, minimal=PLAIN_LIKENESS)
        if other is not None:
            milik = k.urut[other].kode
    doubt = None
    if milik is None:
        whole = wholeness(texts[r], e, k) >= SURE_LIKENESS
        same_kind = [i for i in entries if k.urut[i].jenis == k.urut[e].jenis and k.teks[i] != k.teks[e]]
        # A rival that no row claims makes a doubt when it is nearly as alike; one that another row claims, only
        # when it is more alike.
        for rival, limit in (
            ([i for i in same_kind if i not in diklaim], similar - DOUBTFUL_GAP),
            ([i for i in same_kind if i in diklaim], similar + 0.01),
        ):
            other, _ = most_similar(texts[r], rival, k, minimal=max(MIN_LIKENESS, limit), whole=whole)
            if other is not None and rows[r].penanda != k.urut[e].marker:
                doubt = k.urut[other].kode
    matches[r] = RowMatch(k.urut[e].kode, "mirip" if similar >= MIN_LIKENESS else "letak", similar, milik, doubt)


def _rest_anywhere(
    rows: Sequence[LabelRow], texts: Sequence[str], k: Vocabulary, matches: dict[int, RowMatch], taken: dict[int, int]
) -> None:
    """Rows moved and retyped: alike enough to one free instrument row, and to no other row."""
    luang = [e for e in range(len(k.urut)) if e not in taken]
    for r in range(len(rows)):
        if r in matches or not luang:
            continue
        e, similar = most_similar(texts[r], luang, k, minimal=SURE_LIKENESS)
        if e is None:
            continue
        lainnya = [i for i in range(len(k.urut)) if i != e and k.teks[i] != k.teks[e]]
        other, nilai = most_similar(texts[r], lainnya, k, whole=wholeness(texts[r], e, k) >= SURE_LIKENESS)
        if nilai >= similar:
            continue
        doubt = k.urut[other].kode if other is not None and similar - nilai < DOUBTFUL_GAP else None
        matches[r] = RowMatch(k.urut[e].kode, "pindah", similar, ragu=doubt)
        taken[e] = r
        luang.remove(e)


def _twin_row(text: str, k: Vocabulary) -> int | None:
    """The instrument row whose text this is (exactly, or with a slip), matched elsewhere already."""
    exact = k.persis.get(text)
    if exact:
        return exact[0]
    return most_similar(text, range(len(k.urut)), k, minimal=PLAIN_LIKENESS)[0]
