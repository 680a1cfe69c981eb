"""What a cell's style makes of its content: hidden, disguised, pushed out of sight, or shown as it is."""

from collections.abc import Sequence

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.known_formats import WHOLE, is_ordinary
from zi_cli.worksheet.formats.palette_xlsx import BLACK, WHITE, Font, Rgb, blends, format_color, text_vanishes
from zi_cli.worksheet.formats.sheet_view import LARGE_LETTERS, Alignment, Odd

#: The size in points of letters that columns are measured by, and how much wider than its column one may be.
_USUAL_SIZE, _LEBIH = 11.0, 0.7
#: Why a cell of a pivot table may not be seen.
PIVOT_BUTTON = "tertutup tombol tabel pivot"
#: Characters of one step of indentation, and how many times the width of its column a text that shrinks may be long.
_INDENT, _SHRINK = 1.3, 3
#: A column of the usual width in characters; a number as an answer, and what is beyond most; how much less room than
#: asked for still does.
USUAL_WIDTH, _SAMPLE, _LARGE, _CRAMPED = 8.4, 3.5, 9999.0, 1.0


def _disguises_text(format_: str) -> bool:
    from zi_cli.worksheet.formats.number_format import text_shown

    return text_shown(format_, "A") is not None


class Style(NamedTuple):
    """A cell format: its number format, and why a text in it is not what it seems ("" for none).

    ``latar`` is its ground; ``indent`` by how many steps it is indented, ``melintas`` what may take it over other
    columns ("" for nothing), ``menyusut`` whether a text is made as small as its column asks for; ``ukuran`` is the
    size of its letters in points, ``tegak`` how much of the row's height each of them takes, as part of that size,
    where they stand above or below each other; ``kiri``: a text surely begins at the left.
    """

    format: str
    samar: str
    latar: Rgb = WHITE
    indent: int = 0
    melintas: str = ""
    menyusut: bool = False
    ukuran: float = 11.0
    tegak: float = 0.0
    kiri: bool = False

    @property
    def disguises_text(self) -> bool:
        """Whether a text in it may not be what it seems."""
        if (
            self.ukuran > LARGE_LETTERS
            or self.samar
            or self.indent > 1
            or self.melintas
            or self.menyusut
            or self.tegak
            or self.inks("A")
        ):
            return True
        return not is_ordinary(self.format) and _disguises_text(self.format)

    def inks(self, nilai: str | float) -> bool:
        """Whether its number format shows *nilai* in the colour of its ground."""
        if "[" not in self.format:
            return False
        from zi_cli.worksheet.formats.number_format import color_shown

        colour = color_shown(self.format, nilai)
        return bool(colour) and blends(format_color(colour), None, self.latar)

    def asks(self, nilai: float) -> float:
        """How many digits of the usual size a number in it takes in its column."""
        from zi_cli.worksheet.formats.number_format import room_asked

        return room_asked(self.format, nilai) * self.ukuran / _USUAL_SIZE + self.indent * _INDENT

    def asks_more(self, width: float) -> bool:
        """Whether numbers in it may ask for more room than a column *width* characters wide has."""
        # Of most formats their length alone tells.
        if len(self.format) * self.ukuran / _USUAL_SIZE + self.indent * _INDENT <= width:
            return False
        return self.asks(_SAMPLE) > width

    @property
    def disguises_numbers(self) -> bool:
        """Whether a number in it may not be shown as itself; :attr:`rounds` is apart."""
        return not is_ordinary(self.format) or self.asks_more(USUAL_WIDTH)

    @property
    def rounds(self) -> bool:
        """Whether it shows whole numbers only."""
        return self.format in WHOLE


def styled_odd(style: Style, nilai: object) -> Odd | None:
    """Why *nilai* is not what a cell of the style *style* shows; None for one that is no text, number or truth."""
    if not isinstance(nilai, str | int | float):
        return None
    if style.samar:
        return Odd(f"tidak dapat dibaca: {style.samar}")
    if style.inks(nilai):
        return Odd("tidak dapat dibaca: huruf sewarna latarnya")
    if is_ordinary(style.format) and not (style.rounds and isinstance(nilai, float)):
        return None
    from zi_cli.worksheet.formats.number_format import number_shown, text_shown, truth_shown

    if isinstance(nilai, bool):
        shown = truth_shown(style.format, nilai)
    else:
        shown = text_shown(style.format, nilai) if isinstance(nilai, str) else number_shown(style.format, nilai)
    return None if shown is None else Odd(f"tampil {shown.teks}", shown.bulat)


def out_of_place(style: Style, nilai: object, width: float, *, crossing: bool) -> str:
    """Why the content of a cell in a column *width* characters wide is not seen there, "" when it is.

    That it may stand over other columns counts only with *crossing*.
    """
    if style.indent * _INDENT > width - 1:
        return "menjorok ke luar kolomnya"
    if style.ukuran / _USUAL_SIZE > width + _LEBIH:
        return "berhuruf lebih lebar daripada kolomnya"
    if isinstance(nilai, int | float) and not isinstance(nilai, bool) and not (style.tegak or style.melintas):
        asked = style.asks(float(nilai)) if style.asks_more(min(width, USUAL_WIDTH)) or nilai > _LARGE else 0.0
        if asked > (_SHRINK * width if style.menyusut else width + _CRAMPED):
            return "disusutkan sampai tidak dapat dibaca" if style.menyusut else "tampil “###” karena kolomnya sempit"
    if style.menyusut and isinstance(nilai, str) and len(nilai) > _SHRINK * width:
        return "disusutkan sampai tidak dapat dibaca"
    return f"dapat tampil di kolom lain karena {style.melintas}" if style.melintas and crossing else ""


class Differential(NamedTuple):
    """What a conditional format changes: number format and colour of the font, None for what it leaves alone.

    ``latar`` are the grounds that it may give; ``samar`` says why a text in its font is not what it seems.
    """

    format: str | None = None
    huruf: Rgb | None = None
    latar: tuple[Rgb, ...] = ()
    samar: str = ""

    def hides(self, ink: Rgb, background: Rgb) -> bool:
        """Whether a text in *ink* on *background* can't be seen or trusted any more, whatever its number format."""
        letters = self.huruf or ink
        return bool(self.samar) or any(text_vanishes(letters, w) for w in self.latar or (background,))

    @property
    def disguises(self) -> bool:
        """Whether its number format may show a value as something else."""
        return self.format is not None and not is_ordinary(self.format)


def faint_by_rule(letters: Font) -> str:
    """Why a text in a font that a rule gives it may not be seen in its row, "" for one that may."""
    large = "huruf yang dapat lebih tinggi daripada barisnya" if letters.ukuran > LARGE_LETTERS else ""
    return letters.samar or large


_USUAL = Alignment()


def make_style(
    format_: str, letters: Font, background: Rgb, rata: Alignment = _USUAL, others: Sequence[Rgb] = ()
) -> Style:
    """A cell format by its number format, its font on its ground (and *others* of it), and its alignment."""
    missing = any(text_vanishes(letters.warna or BLACK, w) for w in (background, *others))
    faint = letters.samar or ("huruf sewarna latarnya" if missing else "")
    return Style(
        format_, faint or rata.out_of_sight, background, rata.indent, rata.across, rata.menyusut, letters.ukuran,
        rata.upright, rata.kiri,
    )  # fmt: skip
