"""The layout of a workbook: which sheets, columns and rows hold which answer of which assessor.

Everything here is a function of headings, labels, weights and option labels, never of answers, so
that files made from one form share one result (the last ones are remembered).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.recognise.cell_map import CellMap
from zi_cli.worksheet.recognise.headings import Headings
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout_findings import (
    duplicate_column_temuan,
    marker_findings,
    missing_row_temuan,
    odd_marker,
    other_label,
    row_temuan,
)
from zi_cli.worksheet.recognise.row_match import LabelRow, MatchResult, match_rows, may_cover
from zi_cli.worksheet.recognise.sheet_skeleton import (
    Lembar,
    SheetPart,
    Skeleton,
    as_answers,
    build_skeleton,
    read_label,
)
from zi_cli.worksheet.recognise.vocabulary import SURE_LIKENESS

#: A sheet counts as (part of) an LKE from this many recognised rows on.
MIN_ROWS = 3
#: Two sheets that share more than this part of their rows are two copies, not two parts.
OVERLAP = Fraction(3, 10)
#: Labelled rows considered in one workbook; an official sheet has 202, and eight assessors may fill one each.
MAX_LABEL_ROWS = 2000
_CACHE_SIZE = 64


class ReadPart(NamedTuple):
    """One sheet with its headings and the zero-based row of every indicator found there, by kode."""

    indeks: int
    nama: str
    kepala: Headings
    baris: tuple[tuple[str, int], ...]


class Layout(NamedTuple):
    """What was recognised: the cells of each assessor, absent rows, odd labels, and findings.

    ``sisa`` are labelled rows that matched nothing and ``ganda`` rows that repeat another one:
    they matter only if they hold an answer, which the layout does not know. ``bagian`` are the sheets of it,
    and those that hold the same rows but no column known as an answer. ``letak`` has the cell of each answered
    row's text: kode, sheet, zero-based row and column; ``teks_lain`` are the texts of rows that differ from the
    instrument's, by kode.
    """

    lembar: tuple[str, ...]
    penilai: tuple[Penilai, ...]
    peta: dict[Penilai, CellMap]
    baris_hilang: tuple[str, ...]
    label_pilihan: dict[str, tuple[str, Sel, str]]
    temuan: list[Temuan]
    sisa: tuple[tuple[int, int, str], ...]
    ganda: tuple[tuple[int, int, str, Sel], ...]
    kolom_jawaban: tuple[tuple[int, int], ...]
    baris_kepala: dict[int, int]
    bagian: tuple[ReadPart, ...]
    akhir_kepala: dict[int, int]
    letak: tuple[tuple[str, int, int, int], ...]
    teks_lain: dict[str, str] = {}  # noqa: RUF012  (a layout is never changed)


def recognise_layout(
    sheets: Sequence[Lembar],
    instrumen: Instrumen,
    jawaban: Mapping[tuple[int, int], Penilai] | None = None,
    *,
    hidden: frozenset[int] = frozenset(),
) -> Layout | None:
    """Recognise the layout of a workbook whose sheets *hidden* are hidden; None when no sheet holds an LKE.

    *jawaban* are columns (by sheet index and column) known to hold an assessor's answers, whatever their heading.
    """
    skeletons = tuple(build_skeleton(sheets, instrumen.penilai, hidden))
    return _recognise(tuple(as_answers(k, jawaban) for k in skeletons) if jawaban else skeletons, instrumen)


@lru_cache(maxsize=_CACHE_SIZE)
def _recognise(skeletons: tuple[Skeleton, ...], instrumen: Instrumen) -> Layout | None:
    parts: list[SheetPart] = []
    rest = MAX_LABEL_ROWS
    for k in skeletons:
        parts.append(read_label(k, rest))
        rest -= len(parts[-1].baris)
    return _build(parts, instrumen)


def _build(parts: list[SheetPart], instrumen: Instrumen) -> Layout | None:
    """Put the sheets together: parts of one instrument, or one copy per assessor."""
    groups: list[tuple[list[SheetPart], set[str]]] = []
    parts = [b for b in parts if may_cover(b.baris, instrumen, MIN_ROWS)]
    own = {b.indeks: match_rows(b.baris, instrumen) for b in parts}
    tanpa_jawaban: list[SheetPart] = []
    for b in parts:
        liputan = {c.kode for c in own[b.indeks].cocok.values() if c.mirip >= SURE_LIKENESS}
        if len(liputan) < MIN_ROWS:
            continue
        if not any(t.peran == "jawaban" for _, t in b.kepala.kolom):
            tanpa_jawaban.append(b)
            continue
        for member, present in groups:
            if len(liputan & present) <= OVERLAP * min(len(liputan), len(present)):
                member.append(b)
                present |= liputan
                break
        else:
            # A sheet without headings of its own that repeats rows is a recap of theirs, not another LKE.
            if b.kepala.awal >= 0:
                groups.append(([b], liputan))
    if not groups:
        return None
    result: Layout | None = None
    # What is seen goes before any hidden copy, however complete.
    for member, _ in sorted(groups, key=lambda x: (all(b.tersembunyi for b in x[0]), -len(x[1]))):
        layout = _build_group(member, own, instrumen)
        if result is None:
            result = layout
        elif set(layout.penilai).isdisjoint(result.penilai):
            result = _merge(result, layout, instrumen)
        else:
            code = "LKE153" if all(b.tersembunyi for b in member) else "LKE114"
            cell = Sel(member[0].nama, 1, 0)
            result.temuan.append(make_temuan(code, cell, lembar=member[0].nama, dipakai=result.lembar[0]))
    if result is not None and tanpa_jawaban:
        other = tuple(_read_part(b, own[b.indeks], instrumen) for b in tanpa_jawaban)
        result = result._replace(bagian=result.bagian + other)
    return result


def _read_part(b: SheetPart, match: MatchResult, instrumen: Instrumen) -> ReadPart:
    rows = ((c.kode, b.baris[r].baris) for r, c in match.cocok.items())
    return ReadPart(b.indeks, b.nama, b.kepala, tuple(x for x in rows if instrumen.per_kode[x[0]].jenis == "indikator"))


def _merge(main: Layout, other: Layout, instrumen: Instrumen) -> Layout:
    """*main* with the sheets of another assessor."""
    return Layout(
        lembar=main.lembar + other.lembar,
        penilai=tuple(p for p in instrumen.penilai.codes if p in main.penilai or p in other.penilai),
        peta=main.peta | other.peta,
        baris_hilang=main.baris_hilang,
        label_pilihan=main.label_pilihan,
        temuan=main.temuan + other.temuan,
        sisa=main.sisa + other.sisa,
        ganda=main.ganda + other.ganda,
        kolom_jawaban=main.kolom_jawaban + other.kolom_jawaban,
        baris_kepala=main.baris_kepala | other.baris_kepala,
        bagian=main.bagian + other.bagian,
        akhir_kepala=main.akhir_kepala | other.akhir_kepala,
        letak=main.letak + other.letak,
        teks_lain=other.teks_lain | main.teks_lain,
    )


def _build_group(members: list[SheetPart], own: Mapping[int, MatchResult], instrumen: Instrumen) -> Layout:
    """One copy of the instrument from its sheets; *own* are the matches of each sheet by itself, by index."""
    ordered = sorted(members, key=lambda b: _middle_number(own[b.indeks], instrumen))
    every = [x for b in ordered for x in b.baris]
    result = match_rows(every, instrumen) if len(ordered) > 1 else own[ordered[0].indeks]
    origins = {(x.lembar, x.baris): (b, i) for b in ordered for i, x in enumerate(b.baris)}
    names = {b.indeks: b.nama for b in ordered}
    temuan: list[Temuan] = []
    choice_labels: dict[str, tuple[str, Sel, str]] = {}
    markers: dict[str, tuple[str, Sel]] = {}
    positions: dict[str, LabelRow] = {}
    for r, c in result.cocok.items():
        x = every[r]
        positions[c.kode] = x
        b, i = origins[(x.lembar, x.baris)]
        temuan += row_temuan(x, c, b, i, instrumen)
        letters = odd_marker(x, c.kode, instrumen)
        if letters is not None:
            markers[c.kode] = (letters, Sel(b.nama, x.baris + 1, x.kolom))
        label = other_label(x, c, b, i, instrumen)
        if label is not None:
            choice_labels[c.kode] = label
    temuan += marker_findings(markers, positions, instrumen)
    missing = tuple(b.kode for b in instrumen.baris if b.kode not in positions and b.jenis in ("indikator", "jumlah"))
    for code in missing:
        if instrumen.per_kode[code].jenis == "indikator":
            temuan.append(missing_row_temuan(code, positions, names, instrumen))
    for b in ordered:
        temuan += duplicate_column_temuan(b, instrumen)
    penilai = tuple(p for p in instrumen.penilai.codes if any(b.kepala.columns_of("jawaban", p) for b in ordered))
    rows = {code: (x.lembar, x.baris) for code, x in positions.items()}
    return Layout(
        lembar=tuple(b.nama for b in sorted(ordered, key=lambda b: b.indeks)),
        penilai=penilai,
        peta={p: CellMap(p, rows, ordered, instrumen) for p in penilai},
        baris_hilang=missing,
        label_pilihan=choice_labels,
        temuan=temuan,
        sisa=tuple((every[r].lembar, every[r].baris, cut_label(every[r].teks)) for r in result.sisa),
        ganda=tuple(_duplicate(every[r], code, positions[code], names) for r, code in result.ganda.items()),
        kolom_jawaban=tuple((b.indeks, k) for b in ordered for k, t in b.kepala.kolom if t.peran == "jawaban"),
        baris_kepala={b.indeks: b.kepala.awal for b in ordered},
        bagian=tuple(ReadPart(b.indeks, b.nama, b.kepala, _indicator_rows(b, rows, instrumen)) for b in ordered),
        akhir_kepala={b.indeks: b.kepala.akhir for b in ordered},
        letak=tuple(
            (code, x.lembar, x.baris, x.kolom)
            for code, x in positions.items()
            if instrumen.per_kode[code].jenis in ("indikator", "jumlah")
        ),
        teks_lain={k: x.teks for k, x in positions.items() if x.teks != instrumen.per_kode[k].teks},
    )


def _indicator_rows(
    b: SheetPart, rows: Mapping[str, tuple[int, int]], instrumen: Instrumen
) -> tuple[tuple[str, int], ...]:
    return tuple((i.kode, rows[i.kode][1]) for i in instrumen.indikator if rows.get(i.kode, (-1,))[0] == b.indeks)


def _duplicate(x: LabelRow, code: str, used: LabelRow, names: dict[int, str]) -> tuple[int, int, str, Sel]:
    return x.lembar, x.baris, code, Sel(names[used.lembar], used.baris + 1, used.kolom)


def _middle_number(result: MatchResult, instrumen: Instrumen) -> int:
    numbers = sorted(instrumen.per_kode[c.kode].nomor for c in result.cocok.values())
    return numbers[len(numbers) // 2] if numbers else 0
