"""What the cells of an .xlsx workbook look like, asked for only where it decides: hidden, covered, shown otherwise."""

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from math import inf

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.cell_finder import CellFinder
from zi_cli.worksheet.formats.cell_style import Differential, Style, out_of_place, styled_odd
from zi_cli.worksheet.formats.cells_xlsx import SharedStrings
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.package_xlsx import read_relations
from zi_cli.worksheet.formats.palette_xlsx import (
    WHITE,
    Font,
    FontElements,
    Rgb,
    blends,
    item_at,
    shades,
    some_vanish,
    text_vanishes,
)
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet
from zi_cli.worksheet.formats.sheet_view import (
    BUTTON,
    LARGE_LETTERS,
    PUSHED,
    Odd,
    Place,
    Range,
    Rule,
    SheetView,
    begins_at_once,
    covers_content,
    out_of_row,
    within,
)
from zi_cli.worksheet.formats.styles_xlsx import Styles
from zi_cli.worksheet.formats.view_xlsx import read_view

_STYLE = rb' s="([0-9]+)"'
_ESCAPE = rb"_x[0-9A-Fa-f]{4}_"
_USUAL = Style("General", "")
_BLACK = (0, 0, 0)


class SheetSource(NamedTuple):
    """A sheet part: its name, its bytes, and its cells in the one ordinary form."""

    bagian: str
    mentah: bytes
    polos: PlainSheet


class Appearance:
    """Looks at single cells of a workbook; sheets are counted from 0 among those that were read."""

    def __init__(
        self, container: Container, sheets: tuple[SheetSource, ...], style: Styles, text: SharedStrings, raw_text: bytes
    ) -> None:
        self._wadah = container
        self._lembar = sheets
        self._gaya = style
        self._teks = text
        self._teks_mentah = raw_text
        self._tampilan: dict[int, SheetView] = {}
        self._tertutup: dict[int, list[Range]] = {}
        self._dipakai: dict[int, frozenset[int]] = {}
        self._sel = CellFinder()

    def view(self, sheet: int) -> SheetView:
        """The set-up of a sheet."""
        if sheet not in self._tampilan:
            source = self._lembar[sheet]
            v = read_view(source.mentah, source.polos.atribut if source.polos.asli else None)
            if relation := read_relations(self._wadah, source.bagian):
                from zi_cli.worksheet.formats.tables_xlsx import read_surroundings

                sekitar = [*read_surroundings(self._wadah, relation, v, self._gaya.tabel)]
                tombol = (b for a in sekitar if a.tombol for b in a.daerah)
                v = v._replace(aturan=(*v.aturan, *(a for a in sekitar if not a.tombol)), tombol=(*v.tombol, *tombol))
            self._tampilan[sheet] = v
        return self._tampilan[sheet]

    def plain(self, sheet: int, rows: Sequence[Sequence[object]]) -> bool:
        """Whether nothing in the sheet (with values *rows*) could show a cell other than it is read.

        Numbers in formats of whole numbers may be rounded: see :meth:`rounds`.
        """
        v = self.view(sheet)
        if (
            self._has_escapes
            or v.ragam
            or self._disguised_runs
            or v.gambar
            or v.tanpa_nol
            or v.kaya
            or v.rendah
            or v.tinggi_bawaan < inf
            or (v.rumus_tampil and self._lembar[sheet].polos.berumus)
            or self._uses(sheet, self._gaya.samar | self._gaya.angka)
        ):
            return False
        if any(a.tanpa_nilai or self._disguises(a) for a in v.aturan):
            return False
        return not any(covers_content(g, rows) for g in v.gabungan)

    def rounds(self, sheet: int) -> bool:
        """Whether some cell of the sheet is in a format of whole numbers."""
        return self._uses(sheet, self._gaya.bulat)

    def cramps(self, sheet: int, width: float) -> bool:
        """Whether some cell's style may ask more room for a number than a column *width* characters wide has."""
        return self._uses(sheet, frozenset(i for i, s in enumerate(self._gaya.xf) if s.asks_more(width)))

    def _uses(self, sheet: int, styles: frozenset[int]) -> bool:
        if not styles:
            return False
        if sheet not in self._dipakai:
            # A cell without a style of its own has the first one. A text that looks like a style only adds to them.
            content = self._lembar[sheet].polos.isi
            self._dipakai[sheet] = frozenset(map(int, {b"0", *re.findall(_STYLE, content)}))
        return not styles.isdisjoint(self._dipakai[sheet])

    def _disguises(self, rule: Rule) -> bool:
        dxf = self._differential(rule)
        if dxf is not None and (dxf.format is not None or dxf.huruf is not None or dxf.samar):
            return True
        backgrounds = {*self._grounds(rule), *(dxf.latar if dxf is not None else ())}
        if not backgrounds:
            return False
        inks = {*self._gaya.huruf, _BLACK} - ({self._usual_ink} if rule.tabel else set())
        inks |= {
            w for variant in self._run_fonts.values() for f in variant if (w := self._gaya.palet.color(f.get("color")))
        }
        return any(blends(h, w, WHITE) for h in inks for w in backgrounds)

    @property
    def _usual_ink(self) -> Rgb:
        """The ink of a cell that names no style."""
        return self._gaya.huruf[0] if self._gaya.huruf else _BLACK

    def _grounds(self, rule: Rule) -> list[Rgb]:
        """The grounds that a scale of colours or a bar may give."""
        colours = [w for a in rule.warna if (w := self._gaya.palet.color(dict(a))) is not None]
        return colours if rule.tabel else shades(colours)

    def _differential(self, rule: Rule) -> Differential | None:
        return item_at(self._gaya.dxf, rule.dxf, None) if rule.dxf else None

    def odd(
        self, sheet: int, place: Place, nilai: object, *, picture: bool = True, crossing: bool = True
    ) -> Odd | None:
        """Why *nilai* is not what is seen in the cell.

        A drawing over it counts only with *picture*, that it is centred over several columns only with *crossing*.
        """
        appearance = self.view(sheet)
        if appearance.rumus_tampil and self._cell(sheet, place).find(b"<f") >= 0:
            return Odd("tampil sebagai rumusnya")
        reason = self._look(sheet, place, nilai) or appearance.odd(place, nilai)
        if reason is not None and not (reason == PUSHED and self._moves_nothing(sheet, place, nilai)):
            return reason
        style = self._style(sheet, place)
        if isinstance(nilai, str) and (runs := self._fonts_of_runs(sheet, place)):
            style = style._replace(ukuran=max(style.ukuran, *(f.ukuran for f in runs)))
        position = out_of_place(style, nilai, appearance.room(place[1]), crossing=crossing)
        if position and appearance.gabungan:
            position = out_of_place(style, nilai, appearance.breadth(place), crossing=crossing)
        if not position and (
            appearance.rendah
            or appearance.tinggi_bawaan < inf
            or style.ukuran > LARGE_LETTERS
            or style.tegak
            or (isinstance(nilai, str) and "\n" in nilai)
        ):
            position = out_of_row(nilai, style.ukuran, self._height(sheet, place[0]), style.tegak)
        if position:
            return Odd(position)
        if crossing and appearance.tombol and within(place, appearance.tombol):
            return BUTTON
        if picture and appearance.gambar and within(place, self._covered(sheet)):
            return Odd("tertutup gambar atau kotak teks")
        return self._conditional(sheet, place, nilai) if appearance.aturan else None

    def _moves_nothing(self, sheet: int, place: Place, nilai: object) -> bool:
        """Whether the blanks of a text all stand behind it, and it begins at the left whatever follows."""
        from_left = b"rightToLeft" not in self._lembar[sheet].mentah
        return from_left and begins_at_once(nilai) and self._style(sheet, place).kiri

    def _height(self, sheet: int, row: int) -> float:
        """How high a row is said to be, in points; infinite where that follows from its content."""
        source = self._lembar[sheet]
        if source.polos.asli:
            m = re.search(rb'<row r="%d"(?: [^>]*)? ht="([0-9.]+)"' % row, source.mentah)
            return float(m[1]) if m is not None else self.view(sheet).tinggi_bawaan
        return self.view(sheet).low(row)

    def formulas(self, sheet: int, columns: Collection[int]) -> frozenset[Place]:
        """The cells of a sheet that hold formulas, in the columns *columns* (from zero), or lie in the range of one."""
        plain = self._lembar[sheet].polos
        if not (plain.berumus and columns):
            return frozenset()
        results: set[Place] = set()
        if plain.larik:
            from zi_cli.worksheet.formats.formula_ranges import spilled

            results.update(t for t, _ in spilled(plain.isi))
        if letters := {h: k for k in columns if (h := column_letters(k).encode()) in plain.berumus}:
            # Most columns of formulas are not asked for; a cell of another ends the match at its first letter.
            own = re.findall(rb'<c r="(%s)([0-9]+)"[^>]*><f' % b"|".join(letters), plain.isi)
            results.update((int(r), letters[h]) for h, r in own)
        return frozenset(results)

    def _look(self, sheet: int, place: Place, nilai: object) -> Odd | None:
        """By the cell's own style, and by how its text is written."""
        if isinstance(nilai, str):
            if self._has_escapes and self._escaped(sheet, place):
                return Odd("ditulis dengan kode huruf yang tidak dibaca sama oleh semua program")
            if variant := self._runs(sheet, place):
                return variant
            if not self._gaya.samar:
                return None
        elif not isinstance(nilai, int | float):
            return None
        return styled_odd(self._style(sheet, place), nilai)

    def _runs(self, sheet: int, place: Place) -> Odd | None:
        """A run of the text in a font that hides or disguises it."""
        for letters in self._fonts_of_runs(sheet, place):
            if letters.samar:
                return Odd(f"sebagian tidak dapat dibaca: {letters.samar}")
            if any(text_vanishes(letters.warna or _BLACK, w) for w in self._grounds_of(sheet, place)):
                return Odd("sebagian tidak dapat dibaca: huruf sewarna latarnya")
        return None

    def _fonts_of_runs(self, sheet: int, place: Place) -> list[Font]:
        """The fonts of the runs of a text, none where it is in its cell's font."""
        variant = self.view(sheet).ragam.get(f"{column_letters(place[1])}{place[0]}", ())
        if self._run_fonts:
            m = re.search(rb' t="s"><v>([0-9]+)', self._cell(sheet, place))
            variant = self._run_fonts.get(int(m[1]), variant) if m else variant
        return [*map(self._gaya.palet.font, variant)]

    @cached_property
    def _run_fonts(self) -> dict[int, list[FontElements]]:
        if self._teks_mentah.find(b"rPr") < 0:
            return {}
        from zi_cli.worksheet.formats.rich_text import read_runs

        return read_runs(self._teks_mentah)

    @cached_property
    def _disguised_runs(self) -> bool:
        """Whether some run of a shared text may be hidden or disguised on some ground of the workbook."""
        backgrounds = {*self._gaya.latar, WHITE}.union(*self._gaya.latar_lain)
        letters = [self._gaya.palet.font(f) for variant in self._run_fonts.values() for f in variant]
        return any(h.samar or h.ukuran > LARGE_LETTERS for h in letters) or any(
            text_vanishes(w or _BLACK, x) for w in {h.warna for h in letters} for x in backgrounds
        )

    def _ground(self, sheet: int, place: Place) -> Rgb:
        style = self._style_number(sheet, place)
        return self._gaya.latar[style] if style < len(self._gaya.latar) else WHITE

    def _grounds_of(self, sheet: int, place: Place) -> tuple[Rgb, ...]:
        """The ground of a cell, and what else of a pattern or gradient its letters stand on."""
        style = self._style_number(sheet, place)
        other = self._gaya.latar_lain[style] if style < len(self._gaya.latar_lain) else ()
        return (self._ground(sheet, place), *other)

    def _ink(self, sheet: int, place: Place) -> Rgb:
        style = self._style_number(sheet, place)
        return self._gaya.huruf[style] if style < len(self._gaya.huruf) else _BLACK

    def _style(self, sheet: int, place: Place) -> Style:
        number = self._style_number(sheet, place)
        return self._gaya.xf[number] if number < len(self._gaya.xf) else _USUAL

    def _style_number(self, sheet: int, place: Place) -> int:
        m = re.search(_STYLE, self._cell(sheet, place))
        return int(m[1]) if m else 0

    def _cell(self, sheet: int, place: Place) -> bytes:
        """A cell as it is written, "" where none is."""
        return self._sel.cell(sheet, self._lembar[sheet].polos.isi, place)

    @cached_property
    def _has_escapes(self) -> bool:
        return any(
            content.find(b"_") >= 0 and content.rfind(b"_x") >= 0 and re.search(_ESCAPE, content)
            for content in (self._teks.isi, *(s.polos.isi for s in self._lembar))
        )

    def _escaped(self, sheet: int, place: Place) -> bool:
        """Whether the text has an escape that programs read differently: any in a cell, a letter's in a shared text."""
        cell = self._cell(sheet, place)
        m = re.search(rb' t="s"><v>([0-9]+)', cell)
        if m is None:
            return re.search(_ESCAPE, cell) is not None
        return any(int(x[2:6], 16) >= 0x20 for x in re.findall(_ESCAPE, self._each_text[int(m[1])]))

    @cached_property
    def _each_text(self) -> list[bytes]:
        return self._teks.isi.split(b"</si>")

    def _conditional(self, sheet: int, place: Place, nilai: object) -> Odd | None:
        every = [a for a in self.view(sheet).aturan if within(place, a.daerah)]
        if not every:
            return None
        ink, background = self._ink(sheet, place), self._ground(sheet, place)
        variants = {h.warna for h in self._fonts_of_runs(sheet, place) if h.warna is not None}
        # Colours of letters and grounds that rules give, each with whether the rule gives the other as well.
        rule_font: set[tuple[Rgb, bool]] = set()
        rule_fill: set[tuple[Rgb, bool]] = set()
        for rule in every:
            dxf = self._differential(rule)
            if dxf is not None and dxf.format is not None:
                one = styled_odd(Style(dxf.format, "", (dxf.latar or (background,))[0]), nilai)
                if one is not None and not one.bulat:
                    return Odd(f"dapat tampil lain oleh {rule.sebab}")
            colours = () if rule.tabel and (background != WHITE or ink == self._usual_ink) else self._grounds(rule)
            missing = rule.tanpa_nilai or any(blends(t, w, WHITE) for t in {ink, *variants} for w in colours)
            if missing or (dxf is not None and any(dxf.hides(t, background) for t in {ink, *variants})):
                atau = " atau diganti" if rule.tanpa_nilai else ""
                return Odd(f"dapat disembunyikan{atau} oleh {rule.sebab}")
            rule_fill.update((w, False) for w in colours)
            if dxf is not None:
                rule_fill.update((w, dxf.huruf is not None) for w in dxf.latar)
                rule_font.update({(dxf.huruf, bool(dxf.latar))} if dxf.huruf is not None else ())
        berdua = (
            ((h for h, _ in rule_font), (w for w, complete in rule_fill if not complete)),
            ((h for h, complete in rule_font if not complete), (w for w, _ in rule_fill)),
        )
        if any(some_vanish(h, w) for h, w in berdua):
            return Odd(f"dapat disembunyikan oleh {every[0].sebab} dan aturan lain bersama-sama")
        return None

    def _covered(self, sheet: int) -> list[Range]:
        if sheet not in self._tertutup:
            from zi_cli.worksheet.formats.drawings_xlsx import covered
            from zi_cli.worksheet.formats.sizes_xlsx import read_grid

            appearance, source = self.view(sheet), self._lembar[sheet]
            grid = read_grid(source.mentah, appearance)
            self._tertutup[sheet] = covered(self._wadah, source.bagian, appearance.gambar, grid)
        return self._tertutup[sheet]
