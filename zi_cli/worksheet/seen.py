"""Whether what was read is what a person sees: hidden sheets, columns and rows, and cells that show something else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat, column_letters
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.cells import is_filled, shown_text
from zi_cli.worksheet.formats.cell_style import USUAL_WIDTH
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.formats.sheet_view import Odd, SheetView, tight
from zi_cli.worksheet.model import NOT_CALCULATED, KolomPenilai, NilaiSel, Penilai
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout import Layout

#: Ranges of rows named in one finding.
_MAX_NAMED = 12
#: A line before all others, a wide gap, several lines after all others (one is a slip of the hand), or lines left blank
#: in between. The gap stands before what could go back and forth in a long one: the time stays linear.
_NEW_LINE = "[\n\u2028\u2029\x85]"
_PUSHED_AWAY = re.compile(
    rf"\A(?:\r|{_NEW_LINE})|\s{{20}}|(?:\r?{_NEW_LINE}\s*){{2}}\Z|{_NEW_LINE}\s*{_NEW_LINE}\s*{_NEW_LINE}"
)


class _Cell(NamedTuple):
    """A cell that decides: the row it answers or names ("" for a heading), where it is, what was read."""

    kode: str
    lembar: int
    sel: Sel
    nilai: NilaiSel


def check_seen(
    book: Workbook, layout: Layout, dibaca: Mapping[Penilai, KolomPenilai], instrumen: Instrumen
) -> tuple[dict[Penilai, KolomPenilai], list[Temuan]]:
    """The columns with what can't be trusted in each, and findings: LKE151, LKE152 and LKE154.

    Raises ``Damaged`` or ``LimitExceeded`` when the set-up of a sheet can't be read.
    """
    penilai = dict(dibaca)
    temuan: list[Temuan] = []
    odd = {i for i in layout.baris_kepala if book.rupa is not None and not book.rupa.plain(i, book.lembar[i][1])}
    odd |= {i for i, end in layout.akhir_kepala.items() if _buttons_below(book, i, end)}
    odd |= {i for i in layout.baris_kepala if any(_pushed(v) for _, _, v in _heading_cells(book, layout, i))}
    reason, doubt = _frame(book, layout, odd, temuan)
    checked = {p: [*_answers(book, layout, p)] for p in dibaca if _to_check(book, layout, p, odd)}
    memutus = _decider(book, layout, instrumen) if checked else None
    for p, column in dibaca.items():
        column_reason, column_doubt = _column(
            book, instrumen.penilai.name_of(p), checked.get(p, []), p == memutus, temuan
        )
        if reason or doubt or column_reason or column_doubt:
            every = tuple(sorted({*column.sebab, *reason, *column_reason}))
            penilai[p] = column._replace(ragu=column.ragu | doubt | column_doubt, sebab=every)
    return penilai, temuan


def _to_check(book: Workbook, layout: Layout, penilai: Penilai, odd: set[int]) -> bool:
    """Whether the answers of *penilai* have to be looked at one by one; those of an ordinary sheet have not."""
    for i, k in layout.peta[penilai].columns("jawaban"):
        nilai = _values(book, i, k)
        if i in odd or i in book.tersembunyi or any(map(_pushed, nilai)):
            return True
        if book.rupa is None:
            continue
        v = book.rupa.view(i)
        if v.baris or v.baris_bawaan or v.hides_column(k) or any(map(partial(tight, v.room(k)), nilai)):
            return True
        if book.rupa.rounds(i) and any(map(_fraction, nilai)):
            return True
        if v.room(k) < USUAL_WIDTH and any(isinstance(n, float) for n in nilai) and book.rupa.cramps(i, v.room(k)):
            return True
    return False


def _buttons_below(book: Workbook, sheet: int, end: int) -> bool:
    """Whether a filter has its buttons below the headings, which end in the row *end* (zero-based)."""
    return book.rupa is not None and any(b[0] > end + 1 for b in book.rupa.view(sheet).tombol)


def _values(book: Workbook, sheet: int, column: int) -> set[NilaiSel]:
    """The different values of a column: of its answers there are few."""
    return {b[column] for b in book.lembar[sheet][1] if column < len(b)}


def _pushed(nilai: NilaiSel) -> bool:
    """Whether a text, or a part of it, stands so far below or beside its place that it may not be seen."""
    return isinstance(nilai, str) and _PUSHED_AWAY.search(nilai) is not None and not nilai.isspace()


def _fraction(nilai: NilaiSel) -> bool:
    return isinstance(nilai, float) and not nilai.is_integer()


def _answers(book: Workbook, layout: Layout, penilai: Penilai) -> Iterator[_Cell]:
    """The filled answer cells of *penilai*, column by column from the top."""
    places = sorted(layout.peta[penilai].places("jawaban"), key=lambda t: (t[1], t[3], t[2]))
    for code, i, r, k, cell in places:
        nilai = book.lembar[i][1][r][k]
        if is_filled(nilai):
            yield _Cell(code, i, cell, nilai)


def _decider(book: Workbook, layout: Layout, instrumen: Instrumen) -> Penilai | None:
    """The highest assessor with answers of those who decide unasked."""
    candidates = (p for p in reversed(instrumen.penilai.deciding) if p in layout.peta)
    return next((p for p in candidates if next(_answers(book, layout, p), None) is not None), None)


def _frame(book: Workbook, layout: Layout, odd: set[int], temuan: list[Temuan]) -> tuple[set[str], set[str]]:
    """What is wrong with headings, as codes that deny every column, and which rows' texts show something else."""
    text_place = {(i, k) for _, i, _, k in layout.letak} if book.rupa is not None else set()
    closed = {(i, k) for i, k in text_place if book.rupa and book.rupa.view(i).hides_column(k)}
    headers = [
        _Cell("", i, Sel(book.lembar[i][0], r + 1, k), v)
        for i in sorted(odd)
        for r, k, v in _heading_cells(book, layout, i)
    ]
    texts = [
        _Cell(code, i, Sel(book.lembar[i][0], r + 1, k), book.lembar[i][1][r][k])
        for code, i, r, k in (layout.letak if odd or closed else ())
        if i in odd or (i, k) in closed
    ]
    odd_header, odd_text = (_odd(book, cell, picture=False, crossing=False) for cell in (headers, texts))
    odd_text |= {c: Odd("berada di kolom tersembunyi") for c in texts if (c.lembar, c.sel.kolom) in closed}
    # A logo may lie over other headings.
    penilai = {(i, k) for p in layout.peta.values() for i, k in p.columns("jawaban")}
    milik = [c for c in headers if (c.lembar, c.sel.kolom) in penilai]
    # Of an assessor's column the heading that is read has to be the one that is seen.
    unseen = [c for c in _unseen_headings(book, layout) if (c.lembar, c.sel.kolom) in penilai]
    odd_header = {**_odd(book, milik, crossing=False), **odd_header}
    odd_header |= {c: Odd("berada di baris tersembunyi") for c in unseen if c not in odd_header}
    temuan += _shown(odd_header, [*headers, *(c for c in unseen if c not in headers)], "galat")
    temuan += _shown(odd_text, texts, None)
    return {"LKE154"} if odd_header else set(), {c.kode for c in odd_text}


def _unseen_headings(book: Workbook, layout: Layout) -> Iterator[_Cell]:
    """The headings in words that stand in rows which can't be seen, where other words above the answers can.

    Those that nobody sees anything in place of are no other headings than they seem.
    """
    texts = {(i, k) for _, i, _, k in layout.letak}
    for i in sorted(layout.baris_kepala):
        appearance = book.rupa.view(i) if book.rupa is not None else None
        if appearance is None or not (appearance.baris or appearance.baris_bawaan):
            continue
        words = [
            _Cell("", i, Sel(book.lembar[i][0], r + 1, k), v)
            for r, row in enumerate(book.lembar[i][1][: layout.akhir_kepala[i] + 1])
            for k, v in enumerate(row)
            if isinstance(v, str) and any(map(str.isalpha, v)) and (i, k) not in texts
        ]
        if not all(appearance.hides_row(c.sel.baris) for c in words):
            yield from (c for c in words if appearance.hides_row(c.sel.baris))


def _heading_cells(book: Workbook, layout: Layout, sheet: int) -> Iterator[tuple[int, int, NilaiSel]]:
    """Row, column (both zero-based) and text of each heading of a sheet."""
    if layout.baris_kepala[sheet] >= 0:
        for r in range(layout.baris_kepala[sheet], layout.akhir_kepala[sheet] + 1):
            yield from ((r, k, v) for k, v in enumerate(book.lembar[sheet][1][r]) if v != "")


def _column(
    book: Workbook, penilai: str, jawaban: list[_Cell], memutus: bool, temuan: list[Temuan]
) -> tuple[set[str], set[str]]:
    """What hides the answers of the assessor named *penilai* as a whole, as codes; which of them are hidden or odd."""
    reasons: set[str] = set()
    doubts: set[str] = set()
    level: Tingkat | None = None if memutus else "info"
    for (i, k), grup in groupby(jawaban, key=lambda c: (c.lembar, c.sel.kolom)):
        cells = [*grup]
        appearance = book.rupa.view(i) if book.rupa is not None else None
        place = ""
        if i in book.tersembunyi:
            place = f"lembar “{cut_label(book.lembar[i][0])}”"
        elif appearance is not None and appearance.hides_column(k):
            place = f"kolom {column_letters(k)}"
        elif appearance is not None:
            doubts |= {c.kode for c in cells if appearance.hides_row(c.sel.baris)}
            temuan += _hidden_rows(cells, appearance) if memutus else ()
        if place:
            reasons.add("LKE151")
            content = {"penilai": penilai, "jumlah": len(cells), "tempat": place}
            temuan.append(make_temuan("LKE151", cells[0].sel, level=level, **content))
    aneh = _odd(book, jawaban)
    temuan += _shown(aneh, jawaban, level)
    return reasons, doubts | {c.kode for c, odd in aneh.items() if not odd.bulat}


def _hidden_rows(jawaban: list[_Cell], appearance: SheetView) -> Iterator[Temuan]:
    """LKE152 for the hidden rows of one sheet that hold answers, at the first of them."""
    cells = [c.sel for c in jawaban if appearance.hides_row(c.sel.baris)]
    if cells:
        spans: list[list[int]] = []
        for row in (s.baris for s in cells):
            if spans and row == spans[-1][-1] + 1:
                spans[-1].append(row)
            else:
                spans.append([row])
        terms = [f"{r[0]}" if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in spans]
        excess = ", …" if len(terms) > _MAX_NAMED else ""
        yield make_temuan("LKE152", cells[0], baris=", ".join(terms[:_MAX_NAMED]) + excess, jumlah=len(cells))


def _odd(book: Workbook, cells: Iterable[_Cell], *, picture: bool = True, crossing: bool = True) -> dict[_Cell, Odd]:
    """Those that are not seen as they are read; *picture* and *crossing* as for ``Appearance.odd``."""
    results: dict[_Cell, Odd] = {}
    if book.rupa is None:
        return results
    for c in cells:
        if _pushed(c.nilai):
            results[c] = Odd("ditulis sesudah baris atau spasi kosong yang mendorongnya keluar dari selnya")
        elif c.nilai != NOT_CALCULATED:
            odd = book.rupa.odd(c.lembar, (c.sel.baris, c.sel.kolom), c.nilai, picture=picture, crossing=crossing)
            if odd is not None:
                results[c] = odd
    return results


def _shown(aneh: Mapping[_Cell, Odd], every: Iterable[_Cell], level: Tingkat | None) -> Iterator[Temuan]:
    """One LKE154 for each run of cells with one reason, at its first cell."""
    for odd, grup in groupby(every if aneh else (), key=aneh.get):
        if odd is None:
            continue
        cells = [*grup]
        excess = f" (juga {len(cells) - 1} sel berikutnya sampai {cells[-1].sel})" if len(cells) > 1 else ""
        content = cut_label(shown_text(cells[0].nilai))
        grade = "info" if odd.bulat else level
        yield make_temuan(
            "LKE154", cells[0].sel, cells[0].kode or None, level=grade, isi=content, sebab=odd.sebab, lebih=excess
        )
