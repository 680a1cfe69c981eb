"""What is known of the looks of a workbook that is no .xlsx: the set-up of its sheets, and cells in odd styles."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import inf

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.cell_style import Differential, Style, out_of_place, styled_odd
from zi_cli.worksheet.formats.formula_ranges import places
from zi_cli.worksheet.formats.limits import EXCEL_COLUMNS, MAX_RANGES, Damaged, LimitExceeded
from zi_cli.worksheet.formats.palette_xlsx import BLACK, WHITE, Font, Rgb, blends, text_vanishes
from zi_cli.worksheet.formats.sheet_view import (
    BUTTON,
    EVERYTHING,
    LARGE_LETTERS,
    LOW_ROW,
    MIN_HEIGHT,
    MIN_WIDTH,
    NARROW_COLUMN,
    TALL_ROW,
    Odd,
    Outline,
    Place,
    Range,
    SheetView,
    covers_content,
    out_of_row,
    overlaps,
    within,
)
from zi_cli.worksheet.formats.still_parts import Still, frozen

#: Ranges of a conditional format, and the numbers of the styles whose text it hides.
Condition = tuple[tuple[Range, ...], frozenset[int]]
#: The colours of a font and its ground, by the number of the style.
Colors = Sequence[tuple[Rgb, Rgb]]
# Plain mappings: read-only ones do not travel between processes.
_NO_STYLES: Mapping[Place, Style] = {}
_NO_NUMBERS: Mapping[Place, int] = {}
#: Of a text with runs in fonts that hide or disguise it.
ODD_RUNS = Style("General", "sebagian hurufnya tersamar")
#: What may fill, change or cover cells, in words.
AID, LOADED, PAPER = "bantuan bacaan di atas tulisannya", "data dari luar yang dimuat ulang", "gambar latar lembarnya"
PIVOT, TABLE, SPARKLINE, NOTES = "tabel pivot", "gaya tabelnya", "grafik mini", "catatan yang selalu tampil"
RICH = "data lain di selnya (gambar, entitas, atau larik)"
#: The usual styles of tables that leave the letters of cells to be seen.
_TABLE_STYLE = re.compile("(?:TableStyle(?:Light|Medium)[0-9]{1,2})?")
#: The height of rows that say nothing of it, in points.
_USUAL_HEIGHT = 15.0
#: Letters of this size in points fit into every row that is seen.
_USUAL_LETTERS = 11.0


def notable(style: Style) -> bool:
    """Whether a cell in this style may show something other than it holds, in a low row or a narrow column at least."""
    if style.disguises_text or style.disguises_numbers or style.rounds or style.ukuran > _USUAL_LETTERS:
        return True
    return style.asks_more(NARROW_COLUMN)


def row_height(height: float) -> bool:
    """Whether a row of that height in points may be lower than some letters."""
    return height < TALL_ROW


class SheetLook(NamedTuple):
    """One sheet: its set-up, and what else can make a cell show something other than it holds.

    ``gaya`` are the styles of the cells whose value may be disguised or rounded, ``gambar`` the ranges under drawings,
    ``bersyarat`` those that a conditional format may hide or disguise, whatever their style, ``syarat`` those where it
    hides cells of some styles, and ``bergaya`` the numbers of the styles of the cells in such a style; ``rumus`` the
    cells that hold a formula, where these are noted; ``sumber`` the ranges whose content something else may replace,
    with what that is.
    """

    tampilan: SheetView = SheetView()
    gaya: Mapping[Place, Style] = _NO_STYLES
    gambar: tuple[Range, ...] = ()
    bersyarat: tuple[Range, ...] = ()
    syarat: tuple[Condition, ...] = ()
    bergaya: Mapping[Place, int] = _NO_NUMBERS
    rumus: frozenset[Place] = frozenset()
    sumber: tuple[tuple[Range, str], ...] = ()

    @property
    def ordinary(self) -> bool:
        """Whether every cell shows what it holds, but for whole numbers (:attr:`Style.rounds`)."""
        if self.gambar or self.bersyarat or self.bergaya or self.sumber or self.tampilan.tanpa_nol:
            return False
        if any(t < LOW_ROW for t in (*self.tampilan.rendah.values(), self.tampilan.tinggi_bawaan)):
            return False
        return not any(s.disguises_text or (s.disguises_numbers and not s.rounds) for s in set(self.gaya.values()))


#: Ranges of rules that are compared with each other, and texts with them; about a second.
_MAX_PAIRS = 500_000


class SheetNotes:
    """What a reader of records notes of a sheet, record by record."""

    def __init__(self) -> None:
        self._kolom: list[tuple[int, int]] = []
        self._lebar: list[tuple[int, int, float]] = []
        self._baris: set[int] = set()
        self._tampil: set[int] = set()
        self._rendah: dict[int, float] = {}
        self._tinggi: dict[int, float] = {}
        self._beku: list[Still] = []
        self._tombol: list[Range] = []
        self._bawaan = self._tanpa_nol = False
        self._tinggi_bawaan = inf
        self._lebar_bawaan = SheetView().lebar_bawaan
        self._gabungan: list[Range] = []
        self._sel: dict[Place, Style] = {}
        self._rumus: set[Place] = set()
        self._bersyarat: list[Range] = []
        self._syarat: list[Condition] = []
        self._larik: list[Range] = []
        self._sumber: list[tuple[Range, str]] = []
        self._aturan_lihat: list[tuple[list[Range], Differential]] = []
        self._tinta: dict[Place, frozenset[Rgb]] = {}
        self._lipat_baris, self._lipat_kolom = Outline(), Outline()

    def column(self, dari: int, ke: int, width: float, flag: int) -> None:
        """Note how wide columns are, in characters, and their flags (hidden, in groups), which both formats share.

        Raises ``Damaged`` where that is told over and over.
        """
        hidden = bool(flag & 1)
        self._lipat_kolom.note(dari, ke, flag >> 8 & 7, bool(flag & 0x1000))
        self._lebar.append((dari, ke, width))
        if hidden or width < MIN_WIDTH:
            self._kolom.append((dari, ke))
        if len(self._lebar) > EXCEL_COLUMNS:
            raise Damaged("lebar kolomnya ditulis lebih sering daripada banyaknya kolom")

    def row(self, number: int, height: float | None, hidden: bool, level: int, folded: bool) -> None:
        """Note how high the one-based row is, in points; None for as high as most of them.

        *level* is how deep it lies in groups, *folded* whether the group beside it is folded.
        """
        self._lipat_baris.note(number, number, level, folded)
        if hidden or (height is not None and height < MIN_HEIGHT):
            self._baris.add(number)
        elif height is not None:
            self._tampil.add(number)
            if row_height(height):
                self._rendah[number] = height
            else:
                self._tinggi[number] = height

    def _height(self, number: int) -> float:
        """How high the one-based row is, in points."""
        own = self._rendah.get(number, self._tinggi.get(number))
        return own if own is not None else _USUAL_HEIGHT

    def outline(self, flag: int) -> None:
        """Note by the flags of a sheet, which both formats share, on which side of a group it is folded."""
        self._lipat_baris.di_bawah, self._lipat_kolom.di_bawah = bool(flag & 0x40), bool(flag & 0x80)

    def usual_rows(self, height: float, flag: int) -> None:
        """Note how high the rows are that say nothing of it, in points, by flags that both formats share.

        Without the first flag their content may make them higher.
        """
        hidden = bool(flag & 2)
        self._bawaan = hidden or height < MIN_HEIGHT
        self._tinggi_bawaan = height if flag & 1 and MIN_HEIGHT <= height < TALL_ROW else inf

    def usual_columns(self, width: float, last: int) -> None:
        """Note how wide the columns up to *last* are that say nothing of it, in characters."""
        self._lebar_bawaan = min(width, self._lebar_bawaan)
        if width < MIN_WIDTH:
            self._kolom.append((0, last))

    def freeze(self, start: tuple[int, int], row: float, column: float) -> None:
        """Note a part that stands still from the cell *start* on; see ``frozen``."""
        # Further than any sheet reaches, and what is no number at all.
        rows, columns = (int(min(n, EVERYTHING[2])) if n > 0 else 0 for n in (row, column))
        closed, lajur = frozen(start, rows, columns)
        self._beku.append(Still(*start, rows, columns))
        self._baris |= closed
        self._kolom += lajur

    def replaced(self, region: Range, what: str) -> None:
        """Note that the cells of *region* may be filled, changed or covered by something else (*what*)."""
        self._sumber.append((region, what))

    def condition(self, regions: list[Range], dxf: Differential | None, styles: Colors) -> None:
        """Note what a conditional format makes of its ranges; None for one that can't be told."""
        if dxf is not None:
            self._aturan_lihat.append((regions, dxf))
        if dxf is None or dxf.disguises:
            self._bersyarat += regions
        elif disguised := frozenset(n for n, (ink, background) in enumerate(styles) if dxf.hides(ink, background)):
            self._syarat.append(((*regions,), disguised))

    def runs(self, place: Place, inks: frozenset[Rgb], backgrounds: Sequence[Rgb]) -> None:
        """Note the colours of the runs of a text, and those of the ground of its cell (white where none is known)."""
        self._tinta[place] = inks
        if any(text_vanishes(t, w) for t in inks for w in backgrounds or (WHITE,)):
            self._sel.setdefault(place, ODD_RUNS)

    def _together(self) -> None:
        """What rules hide that each alone do not: letters in a colour of their own, or in that of another rule."""
        berlatar = [(d, a) for d, a in self._aturan_lihat if a.latar]
        berhuruf = [(d, a) for d, a in self._aturan_lihat if a.huruf is not None]
        lower, upper = (sum(len(d) for d, _ in rule) for rule in (berlatar, berhuruf))
        if lower * (upper + len(self._tinta)) > _MAX_PAIRS:
            # More than can be compared one by one: each of them may.
            self._bersyarat += (r for d, _ in (*berlatar, *berhuruf) for r in d)
            return
        for place, ink in self._tinta.items():
            if any(text_vanishes(t, w) for d, a in berlatar if within(place, d) for t in ink for w in a.latar):
                self._bersyarat.append((place[0], place[1], *place))
        for (d, a), (e, b) in product(berhuruf, berlatar):
            # One of them gives both where each does.
            if not (a.latar and b.huruf) and any(text_vanishes(a.huruf or BLACK, w) for w in b.latar):
                self._bersyarat += overlaps(d, e)

    def noted(self, pictures: tuple[Range, ...], cell: Callable[[], Iterable[tuple[Place, int]]]) -> SheetLook:
        """What the records came to, with the ranges under drawings; *cell* gives each cell and its style's number.

        Raises ``LimitExceeded`` for more ranges than every answer can be compared with.
        """
        self._together()
        self._kolom += self._lipat_kolom.folded()
        self._baris.update(r for a, b in self._lipat_baris.folded() for r in range(a, b + 1))
        self._rumus.update(t for t, _ in places(self._larik))
        appearance = SheetView(
            tuple(self._kolom), frozenset(self._baris), self._bawaan, frozenset(self._tampil), tuple(self._gabungan),
            tanpa_nol=self._tanpa_nol, lebar=tuple(self._lebar), rendah=self._rendah,
            lebar_bawaan=self._lebar_bawaan, tinggi_bawaan=self._tinggi_bawaan, beku=tuple(self._beku),
            tombol=tuple(self._tombol),
        ).behind_windows(self._height)  # fmt: skip
        total = sum(len(d) for d, _ in self._syarat) + len(self._bersyarat) + len(self._sumber)
        if max(len(self._gabungan), total) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} sel gabungan atau rentang bersyarat di satu lembar")
        disguised = frozenset[int]().union(*(n for _, n in self._syarat))
        bergaya = {t: n for t, n in cell() if n in disguised} if disguised else {}
        return SheetLook(
            appearance,
            self._sel,
            pictures,
            tuple(self._bersyarat),
            tuple(self._syarat),
            bergaya,
            frozenset(self._rumus),
            tuple(self._sumber),
        )


def dresses(style: str) -> bool:
    """Whether a style of tables, by its name, may hide what a table holds."""
    return _TABLE_STYLE.fullmatch(style) is None


def odd_in_runs(letters: Font) -> bool:
    """Whether a run in that font, on the ground of paper and in a row of the usual height, may not be seen as it is."""
    return bool(letters.samar) or letters.ukuran > LARGE_LETTERS or blends(letters.warna, None, WHITE)


def run_colors(variants: Mapping[int, Sequence[int]], letters: Sequence[Font]) -> dict[int, frozenset[Rgb]]:
    """The colours of the runs of each text, by the numbers of their fonts; automatic is black."""
    colours = {i: f.warna or BLACK for i, f in enumerate(letters)}
    every = ((t, frozenset(w for n in content if (w := colours.get(n)) is not None)) for t, content in variants.items())
    return {t: w for t, w in every if w}


class SheetLooks:
    """The looks of a workbook; asked like ``Appearance``."""

    def __init__(self, sheets: Sequence[SheetLook]) -> None:
        self._lembar = sheets

    def view(self, sheet: int) -> SheetView:
        """The set-up of a sheet."""
        return self._lembar[sheet].tampilan

    def plain(self, sheet: int, rows: Sequence[Sequence[object]]) -> bool:
        """Whether nothing in the sheet (with values *rows*) could show a cell other than it is read."""
        one = self._lembar[sheet]
        return self._ordinary[sheet] and not any(covers_content(g, rows) for g in one.tampilan.gabungan)

    @cached_property
    def _ordinary(self) -> list[bool]:
        return [s.ordinary for s in self._lembar]

    def rounds(self, sheet: int) -> bool:
        """Whether some cell of the sheet is in a format of whole numbers."""
        return any(s.rounds for s in self._lembar[sheet].gaya.values())

    def cramps(self, sheet: int, width: float) -> bool:
        """Whether some cell's style may ask more room for a number than a column *width* characters wide has."""
        return any(s.asks_more(width) for s in set(self._lembar[sheet].gaya.values()))

    def formulas(self, sheet: int, columns: Collection[int]) -> frozenset[Place]:
        """The filled cells of the sheet that are formulas, where these are noted; those of *columns* at least."""
        return self._lembar[sheet].rumus

    def odd(
        self, sheet: int, place: Place, nilai: object, *, picture: bool = True, crossing: bool = True
    ) -> Odd | None:
        """Why *nilai* is not what is seen in the cell.

        A drawing over it counts only with *picture*, that it is centred over several columns only with *crossing*.
        """
        one = self._lembar[sheet]
        style = one.gaya.get(place)
        reason = styled_odd(style, nilai) if style is not None else None
        reason = reason or one.tampilan.odd(place, nilai)
        if reason is None and style is not None:
            position = out_of_place(style, nilai, one.tampilan.room(place[1]), crossing=crossing)
            if position and one.tampilan.gabungan:
                position = out_of_place(style, nilai, one.tampilan.breadth(place), crossing=crossing)
            reason = Odd(position) if position else None
        if reason is None and (height := one.tampilan.low(place[0])) < inf:
            size, upright = (_USUAL_LETTERS, 0.0) if style is None else (style.ukuran, style.tegak)
            position = out_of_row(nilai, size, height, upright)
            reason = Odd(position) if position else None
        if reason is not None:
            return reason
        if crossing and within(place, one.tampilan.tombol):
            return BUTTON
        if picture and within(place, one.gambar):
            return Odd("tertutup gambar atau kotak teks")
        number = one.bergaya.get(place)
        if within(place, one.bersyarat) or any(number in n and within(place, d) for d, n in one.syarat):
            return Odd("dapat disembunyikan atau tampil lain oleh format bersyarat")
        by = next((what for region, what in one.sumber if within(place, (region,))), "")
        return Odd(f"dapat disembunyikan atau diganti oleh {by}") if by else None
