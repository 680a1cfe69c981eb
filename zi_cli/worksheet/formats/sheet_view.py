"""How a sheet is set up to be seen, whatever its format: hidden columns and rows, merged ranges, widths."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import inf, isfinite

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.palette_xlsx import FontElements
from zi_cli.worksheet.formats.still_parts import Still, beyond_windows

#: Narrower columns (in characters) and lower rows (in points) show nothing of a letter.
MIN_WIDTH, MIN_HEIGHT = 0.9, 6.0
#: Of letters higher than this part of their row less than half is seen; what fits into any row but a low one (points).
_VISIBLE, LARGE_LETTERS, LOW_ROW = 0.54, 20.0, 11.0
#: A row of this height in points holds the largest letters.
TALL_ROW = 60.0
#: How high a line is by the size of its letters.
_GAP = 1.3
#: Of upright letters and of those below each other: the height of each, as part of its size, and how much of the whole
#: text has to be seen.
_UPRIGHT, _STACKED, _VISIBLE_UPRIGHT = 0.5, 1.2, 0.8
#: A text that is a number of an answer; longer ones are codes and dates.
_NUMBER_TEXT = r"[0-9]{1,4}%?|[0-9]{1,3}[.,][0-9]{1,4}%?"
#: In columns narrower than this a fraction is looked at.
_NUMBER_WIDTH = 4.0
#: A column as narrow as this has no room for two decimals.
NARROW_COLUMN = 3.0
#: Fewer blanks before or behind a text never push it out of its column.
_SPASI = 3
#: As many blanks as a tab may be wide; blanks as wide as two.
_TAB, _DOUBLE_WIDTH = 8, {0x2001: "  ", 0x2003: "  ", 0x3000: "  "}

#: Steps of indentation that an ordinary column has room for.
USUAL_INDENT = 9

#: A one-based row and a zero-based column.
Place = tuple[int, int]
#: First row, first column, last row, last column; one-based rows, zero-based columns.
Range = tuple[int, int, int, int]


class Odd(NamedTuple):
    """Why what is read in a cell is not what is seen there; ``bulat`` when it is merely rounded."""

    sebab: str
    bulat: bool = False


#: Of what a filter's button lies over.
BUTTON = Odd("dapat tertutup tombol saringan")
#: Of a text that blanks before or behind it may push out of its column.
PUSHED = Odd("terdorong spasi ke luar kolomnya")

#: The colour of a colour element, as its attributes.
Color = tuple[tuple[str, str], ...]
#: All cells of a sheet.
EVERYTHING: Range = (1, 0, 1_048_576, 16_383)


class Rule(NamedTuple):
    """What may change how cells look: where, which differential format ("" for none), the grounds it may give.

    ``tanpa_nilai``: it may hide the value itself. ``sebab`` says what it is. ``tabel``: the grounds are those of a
    table's style, which a fill of the cell lies over, and which has a colour of its own for texts in the usual one.
    ``tombol``: it is no rule, but where the buttons of a filter lie.
    """

    daerah: tuple[Range, ...]
    dxf: str = ""
    tanpa_nilai: bool = False
    warna: tuple[Color, ...] = ()
    sebab: str = "format bersyarat"
    tabel: bool = False
    tombol: bool = False


# Plain mappings: read-only ones do not travel between processes.
_NO_RUNS: Mapping[str, list[FontElements]] = {}
_NO_HEIGHTS: Mapping[int, float] = {}


class Alignment(NamedTuple):
    """How a content stands in its cell.

    ``indent`` in steps; ``diulang``: until the cell is full; ``melintas``: centred over several columns; ``menyusut``:
    as small as the column asks for; ``putar``: by how many degrees it is turned; ``dicoret``: a line goes across it;
    ``kiri``: a text surely begins at the left, where blanks behind it move nothing.
    """

    indent: int = 0
    diulang: bool = False
    melintas: bool = False
    menyusut: bool = False
    putar: int = 0
    dicoret: bool = False
    kiri: bool = False

    @property
    def across(self) -> str:
        """What may take the content over other columns, "" for nothing."""
        if self.melintas:
            return "dipusatkan melintasi beberapa kolom"
        # Up to 180 in one way of counting, beyond that in another; 255 stands for letters below each other.
        return "" if self.putar in (0, 90, 180, 255, 270, 360) else "dimiringkan"

    @property
    def upright(self) -> float:
        """How much height each letter takes, as part of its size: 0 for letters beside each other."""
        return _STACKED if self.putar == 255 else _UPRIGHT if self.putar in (90, 180, 270) else 0.0

    @property
    def out_of_sight(self) -> str:
        """Why the content can't be read whatever the column's width, "" when it can."""
        if self.indent > USUAL_INDENT:
            return "menjorok jauh ke luar selnya"
        if self.diulang:
            return "diulang memenuhi selnya"
        return "dicoret garis diagonal" if self.dicoret else ""


class Outline:
    """Rows or columns of a sheet in groups, and which of the groups are folded; *di_bawah*: from the line after it."""

    def __init__(self) -> None:
        self.di_bawah = True
        self._tingkat: list[tuple[int, int, int]] = []
        self._dilipat: list[tuple[int, int, int]] = []

    def note(self, dari: int, ke: int, level: int, folded: bool) -> None:
        """How deep some lines lie in groups, and whether the group beside them is folded."""
        if level:
            self._tingkat.append((dari, ke, level))
        if folded:
            self._dilipat.append((dari, ke, level))

    def folded(self) -> Iterator[tuple[int, int]]:
        """The ranges that a folded group next to them hides in some program, whether or not they say so themselves."""
        if not self._dilipat:
            return
        ordered = sorted(self._tingkat, reverse=self.di_bawah)
        for dari, ke, level in self._dilipat:
            limit = dari - 1 if self.di_bawah else ke + 1
            for a, b, t in ordered:
                if (b if self.di_bawah else a) == limit and t > level:
                    yield a, b
                    limit = a - 1 if self.di_bawah else b + 1


class SheetView(NamedTuple):
    """What a sheet's set-up hides; columns as ranges of zero-based numbers, rows as a set of one-based ones.

    ``ragam`` are the fonts of runs of texts that stand in the cells themselves, by address; ``lebar`` the widths of
    columns in characters, where they are not the usual ``lebar_bawaan``; ``kaya`` the addresses of cells that show a
    picture or a name in place of their value, or a reading aid above it; ``rumus_tampil``: cells show their formulas
    in place of results; ``rendah`` the heights in points of rows that are low, though seen, and ``tinggi_bawaan`` that
    of rows that say nothing of it, where it is not what their content asks for; ``beku`` the parts that stand still,
    ``tombol`` the cells over which the buttons of a filter lie, and ``tabel`` the relations of its tables.
    """

    kolom: tuple[tuple[int, int], ...] = ()
    baris: frozenset[int] = frozenset()
    baris_bawaan: bool = False
    baris_tampil: frozenset[int] = frozenset()
    gabungan: tuple[Range, ...] = ()
    aturan: tuple[Rule, ...] = ()
    gambar: tuple[str, ...] = ()
    tanpa_nol: bool = False
    ragam: Mapping[str, list[FontElements]] = _NO_RUNS
    lebar: tuple[tuple[int, int, float], ...] = ()
    lebar_bawaan: float = 8.43
    kaya: frozenset[str] = frozenset()
    rumus_tampil: bool = False
    rendah: Mapping[int, float] = _NO_HEIGHTS
    tinggi_bawaan: float = inf
    beku: tuple[Still, ...] = ()
    tombol: tuple[Range, ...] = ()
    tabel: tuple[str, ...] = ()

    def low(self, row: int) -> float:
        """The height of a row in points where it is low though seen; infinite for any other."""
        usual = inf if row in self.baris_tampil else self.tinggi_bawaan
        return self.rendah.get(row, usual)

    def behind_windows(self, height: Callable[[int], float]) -> "SheetView":
        """The same where what stands still, by the *height* of its rows, fills any window: nothing else is seen."""
        if not self.beku:
            return self
        rows, columns = beyond_windows(self.beku, height, self.width)
        return self._replace(baris=self.baris | rows, kolom=(*self.kolom, *columns)) if rows or columns else self

    def hides_column(self, column: int) -> bool:
        """Whether the zero-based column can't be seen."""
        return bool(self.kolom) and any(a <= column <= b for a, b in self.kolom)

    def width(self, column: int) -> float:
        """The width of the zero-based column as it is seen, in characters: 0 for one that is hidden."""
        return 0.0 if self.hides_column(column) else self._stated_width(column)

    def room(self, column: int) -> float:
        """The width to judge a cell's look by; a hidden column bounds nothing, for it is named as hidden."""
        return inf if self.hides_column(column) else self._stated_width(column)

    def breadth(self, place: Place) -> float:
        """The same of a cell, which may be a merged one."""
        merged = next((d for a, b, _, d in self.gabungan if (a, b) == place), place[1])
        return sum(map(self.room, range(place[1], min(merged, place[1] + 50) + 1)))

    def _stated_width(self, column: int) -> float:
        # Told twice, it is as narrow as one of them says.
        return min((w for a, b, w in self.lebar if a <= column <= b), default=self.lebar_bawaan)

    def hides_row(self, row: int) -> bool:
        """Whether the one-based row can't be seen."""
        return row in self.baris or (self.baris_bawaan and row not in self.baris_tampil)

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies under a merged range that shows another cell's content."""
        return any(a <= row <= c and b <= column <= d and (row, column) != (a, b) for a, b, c, d in self.gabungan)

    def odd(self, place: Place, nilai: object) -> Odd | None:
        """Why *nilai* is not seen in its cell, by the set-up of the sheet alone."""
        if self.gabungan and self.covers(*place):
            return Odd("tertutup sel gabungan")
        if self.tanpa_nol and nilai == 0 and isinstance(nilai, float):
            return Odd("tidak tampil karena nol disembunyikan")
        if self.kaya and f"{column_letters(place[1])}{place[0]}" in self.kaya:
            return Odd("dapat tampil sebagai data lain (gambar, entitas, atau bantuan bacaan)")
        return self._beyond(place, nilai) if tight(self.room(place[1]), nilai) else None

    def _beyond(self, place: Place, nilai: object) -> Odd | None:
        """Of a value that its column is too narrow for, how it is seen in its cell, which may be a merged one."""
        merged = next((d for a, b, _, d in self.gabungan if (a, b) == place), place[1])
        width = sum(self.width(k) for k in range(place[1], min(merged, place[1] + 50) + 1))
        if isinstance(nilai, str):
            if re.fullmatch(_NUMBER_TEXT, content := nilai.strip()) and len(content) > width + 0.5:
                return Odd("terpotong karena kolomnya sempit")
            return PUSHED if _blanks(nilai) >= width - 2 else None
        assert isinstance(nilai, int | float)
        if len(f"{nilai:.0f}") > width + 1:
            return Odd("tampil “###” karena kolomnya sempit")
        split = float(nilai) != int(nilai) and len(f"{nilai:.15g}") > width
        return Odd("dibulatkan karena kolomnya sempit", bulat=True) if split else None


def tight(width: float, nilai: object) -> bool:
    """Whether *nilai* may not be seen as it is in a column that has so much room (in characters)."""
    if isinstance(nilai, str):
        if nilai.rstrip(" ").endswith("\n") or (len(nilai) > width and re.fullmatch(_NUMBER_TEXT, nilai.strip())):
            return True
        return _blanks(nilai) >= max(_SPASI, width - 2)
    if isinstance(nilai, bool) or not isinstance(nilai, int | float) or not isfinite(nilai):
        return False
    return len(f"{nilai:.15g}") > width and (width < _NUMBER_WIDTH or len(f"{nilai:.0f}") > width)


def out_of_row(nilai: object, size: float, height: float, upright: float = 0.0) -> str:
    """Why of a content in letters of that size a row *height* points high shows too little, "" when it shows enough.

    *upright* as in :attr:`Alignment.upright`.
    """
    if upright and height < inf:
        text = nilai if isinstance(nilai, str) else f"{nilai:.15g}" if isinstance(nilai, int | float) else ""
        if max(map(len, text.split()), default=0) * size * upright * _VISIBLE_UPRIGHT > height:
            return "berhuruf tegak yang lebih tinggi daripada barisnya"
    if size * _VISIBLE > height:
        return "lebih tinggi daripada barisnya"
    dua_baris = isinstance(nilai, str) and nilai.rstrip(" ").endswith("\n")
    return "terdorong ke luar barisnya oleh baris kosong" if dua_baris and size * _GAP * 1.5 > height else ""


def begins_at_once(nilai: object) -> bool:
    """Whether a text on one line has only spaces and tabs around it, and too few before it to push it anywhere."""
    if not isinstance(nilai, str) or nilai.strip() != nilai.strip(" \t"):
        return False
    text = nilai.expandtabs(_TAB)
    return "\n" not in text and len(text) - len(text.lstrip()) < _SPASI


def _blanks(text: str) -> int:
    """How many blanks stand before or behind a text, whichever are more; 0 for a text of nothing else."""
    text = text.expandtabs(_TAB).translate(_DOUBLE_WIDTH)
    content = len(text.strip())
    return max(len(text.rstrip()), len(text.lstrip())) - content if content else 0


def within(place: Place, regions: Iterable[Range]) -> bool:
    """Whether a cell lies in one of these ranges."""
    r, k = place
    return any(a <= r <= c and b <= k <= d for a, b, c, d in regions)


def overlaps(one: Iterable[Range], others: Iterable[Range]) -> Iterator[Range]:
    """The ranges that lie in some of both."""
    for (a, b, c, d), (e, f, g, h) in product(one, others):
        if max(a, e) <= min(c, g) and max(b, f) <= min(d, h):
            yield max(a, e), max(b, f), min(c, g), min(d, h)


def covers_content(merged: Range, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a merged range holds anything beside its first cell."""
    a, b, c, d = merged
    return any(
        nilai != ""
        for r, content in enumerate(rows[a - 1 : c], a)
        for k, nilai in enumerate(content[b : d + 1], b)
        if (r, k) != (a, b)
    )
