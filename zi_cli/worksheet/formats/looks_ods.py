"""Styles of an .ods: what makes the content of a cell impossible to see, or shows it as something else."""

import re
from collections.abc import Mapping

from zi_cli.text import dotted
from zi_cli.worksheet.formats.cell_style import Differential, Style, make_style
from zi_cli.worksheet.formats.formats_ods import OdsFormats
from zi_cli.worksheet.formats.limits import MAX_STYLES, Damaged, LimitExceeded, parse_xml
from zi_cli.worksheet.formats.ods_xml import short_name
from zi_cli.worksheet.formats.palette_xlsx import BLACK, WHITE, Font, Palette, Rgb, blends, read_hex, text_vanishes
from zi_cli.worksheet.formats.sheet_view import LARGE_LETTERS, Alignment

#: Where styles and fonts are declared, in each part.
STYLES = ("office:styles", "office:automatic-styles", "office:font-face-decls")
#: Families of styles of cells, and of texts within them.
CELL, TEXT_FAMILIES = "table-cell", ("text", "paragraph")
_LENGTH = re.compile(r"\s*\+?([0-9.]+)\s*(in|cm|mm|pt|pc|px)(?:ch)?\s*", re.IGNORECASE)
_POIN = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
#: One step of indentation, in points.
_STEP = 6.0
_MAX_PARENTS = 16
#: Points of the longest length that counts.
_LONGEST = 1e7
#: The style of cells that name none, and that every other is derived from.
_DEFAULT_STYLE = "Default"
_PERCENT = re.compile(r"-?([0-9]{1,4})(?:\.[0-9]+)?%")
_SUPER_SUB = re.compile(r"(super|sub|-?[0-9.]{1,6}%)(?:\s+([0-9.]{1,6}%))?")
#: Percent of its height that a letter may be moved, and of its width that it may have left.
_SHIFTED, _NARROWED = 60, 30
#: Points between a text and its cell's edge, between letters and of their overlap, and of a frame: still readable.
_DISTANCE, _GAP, _TIGHT, _FRAME = 15.0, 20.0, 4.0, 8.0
_BORDER = ("fo:border", "style:border-line-width", "style:diagonal-", "style:shadow")
#: What declares the family of a font; that of letters which the file brings along, and of one of symbols.
_FONT_NAME, _OWN_FONT, _SYMBOL = "svg:font-family", "(sendiri)", "Symbol"
_STRIKES = tuple(f"style:text-line-through-{n}" for n in ("style", "type", "text", "width"))
_INDENTS = ("fo:margin-left", "fo:margin-right", "fo:margin-top", "fo:text-indent")
#: What turns letters one by one, sets them into one place, or takes them away again and again, and what does not.
_TURNED = (("style:text-rotation-angle", "0"), ("style:text-combine", "none"), ("style:text-blinking", "false"))
#: The colours of texts, numbers and results of formulas where a program tells them apart by it.
_HIGHLIGHTS = ((0, 0, 0), (0, 0, 255), (0, 128, 0))
#: What sets lines of a paragraph apart, by how many points and by how many percent one is too high to be seen whole.
_LINES, _FAR_LINE, _TALL_LINE = ("style:line-height-at-least", "style:line-spacing", "fo:line-height"), 30.0, 250
_PALET = Palette.of_colors(())


class OdsStyles:
    """The styles of a document, told element by element; those of styles.xml come first."""

    def __init__(self) -> None:
        self._sifat: dict[str, dict[str, str]] = {}
        self._bernama: dict[str, dict[str, str]] = {}
        self._format = OdsFormats()
        self._lama: dict[str, dict[str, str]] = {}
        self._ada: set[str] = set()
        self._rupa_huruf: dict[str, Mapping[str, str]] = {}
        self._tebal: dict[str, float] = {}
        self._huruf = self._kini = ""
        self._dihitung: dict[str, Style] = {}
        self._semua: dict[str, dict[str, str]] = {}
        #: Letters are seen in the colours of their kinds, whatever their styles say.
        self.disorot = False

    def read(self, content: bytes) -> None:
        """The part of named styles, which the content's are derived from; its automatic ones are those of headers."""
        jalur: list[str] = []

        def begin(element: str, attributes: dict[str, str]) -> None:
            jalur.append(short_name(element))
            if len(jalur) > 1 and jalur[1] in STYLES and jalur[1:3] != ["office:automatic-styles", "style:style"]:
                self.begin(jalur[-1], {short_name(k): v for k, v in attributes.items()})

        parse_xml(content, begin, lambda _: jalur.pop(), lambda text: self.text(text, jalur[-1]), ruang_nama=True)
        self._bernama = {**self._sifat}

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element within the styles begins; names with their usual prefix."""
        if name in STYLES:
            # Each list has names of its own.
            self._ada = set()
            self._kini = ""
            self._format.begin_part()
        elif self._format.begin(name, attrs):
            return
        elif name == "style:font-face":
            self._huruf = attrs.get("style:name", "")
            self._rupa_huruf[self._huruf] = attrs
        elif name.startswith("svg:font-face"):
            # Letters that the file brings along may look like any others.
            self._rupa_huruf[self._huruf] = {_FONT_NAME: _OWN_FONT}
        elif name in ("style:style", "style:default-style"):
            self._kini = f"{attrs.get('style:family')} {attrs.get('style:name', '')}"
            if self._kini in self._ada:
                self._lama.setdefault(self._kini, self._sifat[self._kini])
            self._ada.add(self._kini)
            self._sifat[self._kini] = {
                k: attrs[k] for k in ("style:parent-style-name", "style:data-style-name") if k in attrs
            }
            shown = attrs.get("style:display-name")
            if shown is not None and (alias := f"{attrs.get('style:family')} {shown}") != self._kini:
                # Programs know it by the name that it is shown under.
                if alias in self._ada:
                    self._lama.setdefault(alias, self._sifat[alias])
                self._ada.add(alias)
                self._sifat[alias] = self._sifat[self._kini]
            if len(self._sifat) > MAX_STYLES:
                raise LimitExceeded(f"gaya sel lebih dari {dotted(MAX_STYLES)}")
        elif name == "style:map" and self._kini:
            trait = self._sifat[self._kini]
            trait[name] = f"{trait.get(name, '')}{attrs.get('style:apply-style-name', '')}\n"
        elif name.endswith("-properties") and self._kini:
            self._sifat[self._kini].update(attrs)

    def text(self, string: str, name: str) -> None:
        """Characters within the element *name*."""
        self._format.text(string, name)

    def cell(self, name: str) -> Style:
        """The style *name* of cells with all it inherits."""
        if name not in self._dihitung:
            self._dihitung[name] = self._style(self._all(CELL, name))
        return self._dihitung[name]

    def _style(self, traits: Mapping[str, str]) -> Style:
        format_ = traits.get("style:data-style-name", "")
        code = self._format.code(format_)
        background = read_hex(traits.get("fo:background-color")) or WHITE
        letters = _placed(self._font(traits), traits)
        if self.disorot and any(text_vanishes(w, background) for w in _HIGHLIGHTS):
            letters = letters._replace(samar="huruf sewarna latarnya karena sorotan nilai")
        if self._format.unclear(format_):
            letters = letters._replace(samar="format angkanya bercampur, dan tampil lain di setiap program")
        return make_style(
            "0" if code == "General" and traits.get("style:decimal-places") == "0" else code,
            letters,
            background,
            Alignment(
                int(points(traits.get("fo:margin-left")) / _STEP),
                traits.get("style:repeat-content") == "true",
                menyusut=traits.get("style:shrink-to-fit") == "true",
                putar=_turn(traits),
                dicoret=any(traits.get(f"style:diagonal-{d}", "none") != "none" for d in ("bl-tr", "tl-br")),
            ),
        )

    def shape(self, family: str, name: str) -> Mapping[str, str]:
        """The properties of a drawing's own style, or that of a text in it, with all they inherit."""
        return self._all(family, name)

    def conceals(self, name: str) -> bool:
        """Whether the style *name* of cells hides content where its sheet is protected."""
        return "hidden-and-protected" in self._all(CELL, name).get("style:cell-protect", "")

    def hides_text(self, name: str, background: Rgb = WHITE) -> bool:
        """Whether the style *name* of a text or paragraph hides or disguises it on the ground *background*."""
        for family in TEXT_FAMILIES:
            if f"{family} {name}" in self._sifat:
                traits = self._all(family, name)
                letters = self._font(traits)
                terdorong = any(points(traits.get(n, "").lstrip("-")) > _DISTANCE for n in _INDENTS)
                spread = any(points(traits.get(n)) > _FAR_LINE for n in _LINES)
                high = letters.ukuran > LARGE_LETTERS or _percent(traits.get("fo:line-height", "")) > _TALL_LINE
                if letters.samar or terdorong or spread or high or blends(letters.warna, None, background):
                    return True
        return False

    def edge(self, name: str) -> float:
        """How far the frame, a line across or the shadow of cells in the style *name* reaches; 0 for the usual."""
        if name not in self._tebal:
            thickness = _thickness(self._all(CELL, name))
            self._tebal[name] = thickness if thickness > _FRAME else 0.0
        return self._tebal[name]

    def changes(self, name: str) -> bool:
        """Whether the style *name*, given by a condition, may hide or disguise what a cell holds."""
        style = self._style(self._collect(CELL, name, named=True))
        return style.disguises_text or style.disguises_numbers

    def colours(self, name: str) -> tuple[Rgb, Rgb]:
        """The colour of the letters of cells in the style *name*, and that of their ground."""
        traits = self._all(CELL, name)
        return self._font(traits).warna or BLACK, read_hex(traits.get("fo:background-color")) or WHITE

    def inks(self, name: str) -> frozenset[Rgb]:
        """The colours that the style *name* of a text or paragraph gives to letters."""
        every = (self._all(f, name).get("fo:color") for f in TEXT_FAMILIES if f"{f} {name}" in self._sifat)
        return frozenset(w for c in every if (w := read_hex(c)) is not None)

    def differential(self, name: str) -> Differential:
        """The colours that the style *name*, given by a condition, lays over those of a cell."""
        traits = self._collect(CELL, name, named=True, usual=False)
        automatic = "fo:color" in traits or traits.get("style:use-window-font-color") == "true"
        background = traits.get("fo:background-color")
        letters = self._font(traits).warna or (BLACK if automatic else None)
        return Differential(None, letters, () if background is None else (read_hex(background) or WHITE,))

    def conditional(self, name: str) -> bool:
        """Whether a condition of the style *name* of cells may hide or disguise what its cells hold."""
        bases = self._all(CELL, name)
        for terapan in bases.get("style:map", "").splitlines():
            own = self._sifat.get(f"{CELL} {terapan}")
            if own is None:
                return True
            style = self._style({**bases, **own})
            if style != self.cell(name) and (style.disguises_text or style.disguises_numbers):
                return True
        return False

    def _all(self, family: str, name: str) -> dict[str, str]:
        """The properties of a style and of those it is derived from."""
        key = f"{family} {name}"
        if key not in self._semua:
            self._semua[key] = self._collect(family, name)
        return self._semua[key]

    def _collect(self, family: str, name: str, *, named: bool = False, usual: bool = True) -> dict[str, str]:
        """*named*: by the name of no automatic style; *usual*: on what its family usually is."""
        lines = [self._sifat.get(f"{family} ", {})] if usual else []
        name = name or (_DEFAULT_STYLE if family == CELL else "")
        turunan: list[dict[str, str]] = []
        for _ in range(_MAX_PARENTS):
            key = f"{family} {name}"
            # Styles are derived from named ones, which automatic ones may share their names with.
            trait = self._bernama.get(key, self._sifat.get(key)) if named or turunan else self._sifat.get(key)
            if trait is None and family == CELL:
                # A style that does not exist is the usual one.
                trait = self._sifat.get(f"{family} {_DEFAULT_STYLE}")
            if trait is None or any(trait is t for t in turunan):
                break
            if self._lama.get(key, trait) != trait:
                raise Damaged(f"gaya “{name[:40]}” ada dua kali")
            turunan.append(trait)
            turunan_dari = trait.get("style:parent-style-name") or (_DEFAULT_STYLE if family == CELL else "")
            if not turunan_dari:
                break
            name = turunan_dari
        every: dict[str, str] = {}
        for trait in [*lines, *reversed(turunan)]:
            every |= trait
        return every

    def _font(self, traits: Mapping[str, str]) -> Font:
        """The font of these properties; a name is that of a declared one, which may be of another family."""
        name = traits.get("style:font-name", "")
        look = self._rupa_huruf.get(name, traits)
        symbol = "x-symbol" in (look.get("style:font-charset"), traits.get("style:font-charset"))
        family = look.get(_FONT_NAME) or name or traits.get("fo:font-family", "")
        letters = _font(_SYMBOL if symbol else family.strip("'\" "), traits)
        return letters._replace(samar="huruf yang dibawa berkasnya") if family == _OWN_FONT else letters


def _font(name: str, traits: Mapping[str, str]) -> Font:
    elements = {
        "name": {"val": name},
        "sz": {"val": str(_height(traits))},
        **({"strike": {}} if any(traits.get(c, "none") not in ("none", "auto", "") for c in _STRIKES) else {}),
    }
    letters = _PALET.font(elements)
    if traits.get("text:display") == "none" or _percent(traits.get("lain:opacity", "100%")) < _NARROWED:
        letters = letters._replace(samar="huruf yang tidak ditampilkan")
    elif _percent(traits.get("style:text-scale", "100%")) < _NARROWED:
        letters = letters._replace(samar="huruf yang dipersempit")
    elif (gap := traits.get("fo:letter-spacing", "")).startswith("-") and points(gap[1:]) > _TIGHT:
        letters = letters._replace(samar="huruf yang dirapatkan")
    elif any(traits.get(k, usual) not in (usual, "none", "false", "") for k, usual in _TURNED):
        letters = letters._replace(samar="huruf yang diputar, disusun, atau berkedip")
    elif points(gap) > _GAP:
        letters = letters._replace(samar="huruf yang direnggangkan")
    if traits.get("style:use-window-font-color") == "true":
        return letters
    return letters._replace(warna=read_hex(traits.get("fo:color")))


def _height(traits: Mapping[str, str]) -> float:
    """The height of letters in points; 0 for one that can't be told, or of letters moved out of their line."""
    size = traits.get("fo:font-size", "").strip()
    height = (points(size) or 0.11 * _percent(size)) if size else 11.0
    position = _SUPER_SUB.fullmatch(traits.get("style:text-position", "").strip())
    if position is None:
        return height
    if position[1][-1] == "%" and _percent(position[1]) > _SHIFTED:
        return 0.0
    return height * _percent(position[2] or "58%") / 100


def _percent(text: str) -> int:
    """Whole percent without a sign; 0 for what is none."""
    m = _PERCENT.fullmatch(text)
    return int(m[1]) if m else 0


def _placed(letters: Font, traits: Mapping[str, str]) -> Font:
    """The font of a cell that leaves room for its text between its edges."""
    distance = max(points(v) for k, v in [("", ""), *traits.items()] if not k or k.startswith("fo:padding"))
    if distance > _DISTANCE or _thickness(traits) > _FRAME:
        return letters._replace(samar="terdorong oleh jarak atau bingkai selnya")
    return letters


def _thickness(traits: Mapping[str, str]) -> float:
    """Points of the thickest frame or line across a cell, or of its shadow's distance."""
    return max(
        (points(w.lstrip("-")) for k, v in traits.items() if k.startswith(_BORDER) for w in v.split()), default=0.0
    )


def points(text: str | None) -> float:
    """A length in points; 0 for what is none."""
    m = _LENGTH.fullmatch(text or "")
    try:
        return min(float(m[1]) * _POIN[m[2].lower()], _LONGEST) if m else 0.0
    except ValueError:
        return 0.0


def _turn(traits: Mapping[str, str]) -> int:
    """By how many whole degrees a content is turned; one for any other turn, and for letters below each other."""
    text = "1" if traits.get("style:direction") == "ttb" else traits.get("style:rotation-angle", "0")
    figure = text.removesuffix("deg").removesuffix(".0")
    return int(figure) if figure.isascii() and figure.isdigit() and len(figure) < 4 else 1
