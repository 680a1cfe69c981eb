"""Sheets of .ods: read as OpenDocument says, and written anew for the reading library with nothing but values.

Repeated rows, columns and spaces are counted before anything writes them out. What stands in a cell without being
its content (text boxes, pictures, notes) and elements of other namespaces are left out.
"""

import re

from zi_cli.findings.record import column_letters
from zi_cli.worksheet.formats.limits import (
    MAX_TEXT_BYTES,
    MIB,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.looks_ods import STYLES, OdsStyles, points
from zi_cli.worksheet.formats.marks_ods import LETTER_WIDTH, LUAR, SheetMarks
from zi_cli.worksheet.formats.ods_xml import cell_content, short_name, spanned, times, whole
from zi_cli.worksheet.formats.package_xlsx import escape
from zi_cli.worksheet.formats.ranges_ods import CONDITIONS, FILLED, FilledRanges
from zi_cli.worksheet.formats.settings_ods import OdsSettings
from zi_cli.worksheet.formats.shapes_ods import OdsShape
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, MIN_HEIGHT, MIN_WIDTH, Range, SheetView

CONTENT = "content.xml"
_SHEET_PATH = ("office:document-content", "office:body", "office:spreadsheet", "table:table")
#: Elements that only group rows or columns.
_GROUPS = frozenset(
    f"table:table-{n}"
    for n in ("row-group", "rows", "header-rows", "column-group", "columns", "header-columns", "column", "row")
)
_FOLDS = ("table:table-row-group", "table:table-column-group")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_PARAGRAPHS = ("text:p", "text:h")
#: Elements inside a paragraph that are what they hold, and those whose text is not shown in the line; any other shows
#: something else, like a date.
_TEXT = frozenset(f"text:{n}" for n in ("span", "a", "s", "tab", "line-break", "soft-page-break", "ruby", "ruby-base"))
_NOT_TEXT = frozenset({"text:ruby-text", "text:note", "office:annotation", "office:annotation-end"})
#: Parts of a text that may have styles of their own, and what names these.
_DRESSED = frozenset(f"text:{n}" for n in ("span", "a", "ruby", "ruby-base"))
_STYLE_NAMES = ("text:style-name", "text:visited-style-name", "text:class-names", "text:cond-style-name")
#: What a program may show that goes into elements it does not know.
_SHOWN = frozenset({"table:table", "table:table-row", "table:table-cell", *_PARAGRAPHS})
#: Drawings put together, or behind which a link lies.
_DRAWING_GROUPS = ("draw:g", "draw:a")
_SPASI = re.compile(r"[ \t\r\n]+")


class SheetReader:
    """Walks the tables, counting each row and cell as often as it is repeated."""

    def __init__(self, measure: Budget, style: OdsStyles, setting: OdsSettings) -> None:
        self.keluaran: list[str] = []
        self.tersembunyi: set[int] = set()
        self.rupa: list[SheetLook] = []
        self.nama: list[str] = []
        self.rentang = FilledRanges()
        self._gaya_dokumen = style
        self._setelan = setting
        self._takaran = measure
        self._jalur: list[str] = []
        self._lewati = 0
        self._asing = False
        self._bentuk: OdsShape | None = None
        self._alinea: list[str] = []
        self._teks: list[str] = []
        self._dilipat = 0
        self._larik: tuple[int, int] | None = None

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        """The parser's handler of a start tag."""
        name = short_name(element)
        if self._lewati:
            self._lewati += 1
            if self._bentuk is not None:
                self._bentuk.begin(name, {short_name(k): v for k, v in attributes.items()})
            elif self._asing and name in _SHOWN:
                raise Damaged(f"bagian {CONTENT}: isi di dalam unsur yang tidak dikenal")
            return
        self._jalur.append(name)
        if not self._begin(name, {short_name(k): v for k, v in attributes.items()}):
            self._jalur.pop()
            self._lewati = 1
            self._asing = name.startswith("lain:")

    def end(self, _: str) -> None:
        """The parser's handler of an end tag."""
        if self._lewati:
            self._lewati -= 1
            if not self._lewati and self._bentuk is not None:
                self._tanda.end_drawing(self._bentuk)
                self._bentuk = None
            return
        name = self._jalur.pop()
        if name in _CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name in _PARAGRAPHS:
            self._alinea.append("".join(self._teks).rstrip(" "))
        elif name == "table:table":
            self._end_table()
        elif name in _FOLDS and self._dilipat:
            self._dilipat -= 1

    def on_text(self, text: str) -> None:
        """The parser's handler of text."""
        if self._lewati:
            if self._bentuk is not None:
                self._bentuk.text(text)
            return
        if not any(n in _PARAGRAPHS for n in self._jalur):
            if self._jalur[1:2] == ["office:automatic-styles"]:
                self._gaya_dokumen.text(text, self._jalur[-1])
            return
        # White space counts once, and not at the start (OpenDocument 1.3, part 3, 6.1.2).
        for n, cut in enumerate(_SPASI.split(text)):
            if n and self._teks and not self._teks[-1].endswith((" ", "\n", "\t")):
                self._teks.append(" ")
            if cut:
                self._teks.append(cut)

    def _begin(self, name: str, attrs: dict[str, str]) -> bool:
        """An element begins (already on the path); whether what it holds counts."""
        jalur = (*self._jalur,)
        dalam = len(jalur)
        if len(jalur) > 1 and jalur[0] == _SHEET_PATH[0] and jalur[1] in STYLES:
            self._gaya_dokumen.begin(name, attrs)
            return True
        if jalur[:3] == _SHEET_PATH[:3] and jalur[3:4] and jalur[3] in FILLED:
            self.rentang.begin(name, attrs)
            return True
        if dalam <= len(_SHEET_PATH):
            if jalur == _SHEET_PATH:
                self._begin_table(attrs)
            return jalur == _SHEET_PATH[:dalam]
        if jalur[-2] in _CELLS:
            self._teks = []
            if name in _PARAGRAPHS:
                self._dressed(attrs)
                if name == "text:h":
                    self._tanda.field()
                return True
            if name == "table:cell-range-source":
                rows, columns = (whole(attrs.get(f"table:last-{n}-spanned", "1")) for n in ("row", "column"))
                self._tanda.source(self._kolom, rows, columns)
            return self._draw(name, attrs, self._baris, self._kolom)
        if jalur[-2] in _DRAWING_GROUPS:
            # The parts of a group lie where they say, in the group's place or not.
            return self._draw(name, attrs, *((0, 0) if "table:shapes" in jalur else (self._baris, self._kolom)))
        if name.startswith("calcext:"):
            self._tanda.beside(name, attrs)
            for address in (attrs.get("calcext:target-range-address"), attrs.get("calcext:cell-address")):
                if address:
                    self.rentang.elsewhere(address, self.nama[-1], CONDITIONS)
            return True
        if jalur[-2] == "table:shapes":
            return self._draw(name, attrs, 0, 0)
        if name in _CELLS:
            if jalur[-2] == "table:table-row":
                self._begin_cell(attrs)
            return jalur[-2] == "table:table-row"
        if any(n in _PARAGRAPHS for n in jalur):
            return self._inline(name, attrs)
        if name == "table:table-row":
            self._begin_row(attrs)
        elif name == "table:table-column":
            self._column(attrs)
        elif name == "table:table-source":
            self._tanda.replaced(EVERYTHING, LUAR)
        elif name in _FOLDS and (self._dilipat or attrs.get("table:display") == "false"):
            # A group that is folded, and those within it.
            self._dilipat += 1
        return name in _GROUPS or name == "table:shapes"

    def _draw(self, name: str, attrs: dict[str, str], row: int, column: int) -> bool:
        """Something that may lie over cells; whether it is a group, whose parts count."""
        if name == "office:annotation":
            if attrs.get("office:display") == "true":
                self._bentuk = self._tanda.drawing(attrs, 0, 0)
        elif name in _DRAWING_GROUPS and "draw:transform" in attrs:
            # Where its parts come to lie is not followed.
            self._tanda.hidden_by(EVERYTHING)
        elif name not in _DRAWING_GROUPS and (name.startswith("draw:") or "svg:width" in attrs):
            self._bentuk = self._tanda.drawing(attrs, row, column)
        return name in _DRAWING_GROUPS

    def _size(self, family: str, attrs: dict[str, str]) -> float | None:
        """The width or height that the style of a column or row gives, in points; None for none."""
        traits = self._gaya_dokumen.shape(family, attrs.get("table:style-name", ""))
        size = traits.get("style:column-width", traits.get("style:row-height"))
        return None if size is None else points(size)

    def _hidden(self, family: str, attrs: dict[str, str]) -> bool:
        terkecil = MIN_WIDTH * LETTER_WIDTH if family == "table-column" else MIN_HEIGHT
        size = self._size(family, attrs)
        return (
            attrs.get("table:visibility", "visible") != "visible"
            or self._dilipat > 0
            or self._gaya_dokumen.shape(family, attrs.get("table:style-name", "")).get("table:display") == "false"
            or (size is not None and size < terkecil)
        )

    # --- tables, columns and rows ---

    def _begin_table(self, attrs: dict[str, str]) -> None:
        check_sheet_count(len(self.rupa) + 1)
        self.nama.append(attrs.get("table:name", ""))
        tanpa_jalan = self._setelan.tanpa_tab and attrs.get("table:name", "") not in self._setelan.depan
        if tanpa_jalan or self._hidden("table", attrs):
            self.tersembunyi.add(len(self.rupa))
        self._tanda = SheetMarks(self._gaya_dokumen, terlindung=attrs.get("table:protected") == "true")
        self.keluaran.append(f'<table:table table:name="{escape(attrs.get("table:name", ""))}">')
        self._baris = self._baris_akhir = self._kolom_akhir = self._teks_lembar = self._kolom_ke = 0
        self._beku, self._kolom_tersembunyi = self._setelan.frozen(attrs.get("table:name", ""))
        self._baris_tersembunyi: list[tuple[int, int]] = []
        self._baris_isi: list[str] = []
        self._gabungan: list[Range] = []

    def _column(self, attrs: dict[str, str]) -> None:
        repeated = times(attrs, "table:number-columns-repeated")
        if self._hidden("table-column", attrs):
            self._kolom_tersembunyi.append((self._kolom_ke, self._kolom_ke + repeated - 1))
        self._kolom_ke += repeated
        width = self._size("table-column", attrs)
        self._tanda.column(self._kolom_ke, attrs.get("table:default-cell-style-name", ""), width)

    def _begin_row(self, attrs: dict[str, str]) -> None:
        self._ulang_baris = times(attrs, "table:number-rows-repeated")
        height = self._size("table-row", attrs)
        traits = self._gaya_dokumen.shape("table-row", attrs.get("table:style-name", ""))
        self._tanda.row(
            attrs.get("table:default-cell-style-name", ""), self._baris, self._ulang_baris, height,
            fitted=traits.get("style:use-optimal-row-height") == "true",
        )  # fmt: skip
        if self._hidden("table-row", attrs):
            self._baris_tersembunyi.append((self._baris, self._baris + self._ulang_baris))
        self._kolom = self._kolom_isi = self._teks_baris = 0
        self._sel: list[str] = []

    def _end_row(self) -> None:
        self._baris += self._ulang_baris
        self._baris_isi.append(f'<table:table-row table:number-rows-repeated="{self._ulang_baris}">')
        self._baris_isi += (*self._sel, "</table:table-row>")
        if self._kolom_isi:
            self._baris_akhir = self._baris
            self._kolom_akhir = max(self._kolom_akhir, self._kolom_isi)
            self._teks_lembar += self._teks_baris * self._ulang_baris
            if not self._takaran.fits(self._baris_akhir, self._kolom_akhir, self._teks_lembar):
                self._takaran.add_sheet(self._baris_akhir, self._kolom_akhir, self._teks_lembar)
            self._tanda.end_row(self._baris - self._ulang_baris, self._ulang_baris)
            # Rows that nothing follows are left out: they may be a million.
            self.keluaran += self._baris_isi
            self._baris_isi = []

    def _end_table(self) -> None:
        self._takaran.add_sheet(self._baris_akhir, self._kolom_akhir, self._teks_lembar)
        self.keluaran.append("</table:table>")
        row = (r + 1 for a, b in self._baris_tersembunyi for r in range(a, min(b, self._baris_akhir)))
        appearance = SheetView(
            tuple(self._kolom_tersembunyi), frozenset(self._beku.union(row)), gabungan=tuple(self._gabungan),
            tanpa_nol=self._setelan.tanpa_nol, beku=self._setelan.still(self.nama[-1]),
        )  # fmt: skip
        self.rupa.append(self._tanda.look(appearance))

    # --- cells ---

    def _begin_cell(self, attrs: dict[str, str]) -> None:
        self._atribut = attrs
        self._ulang_sel = times(attrs, "table:number-columns-repeated")
        span = spanned(attrs, "number")
        luas = max(self._ulang_baris, span[0]), max(self._ulang_sel, span[1])
        self._tanda.cell(attrs.get("table:style-name", ""), self._kolom, luas)
        self._alinea = []
        self._teks = []
        self._spasi = 0
        array = spanned(attrs, "number-matrix")
        self._larik = array if array != (1, 1) else None
        if span != (1, 1):
            r, k = self._baris + 1, self._kolom
            self._gabungan.append((r, k, r + span[0] - 1, k + span[1] - 1))

    def _inline(self, name: str, attrs: dict[str, str]) -> bool:
        """Something within a paragraph: blanks that count, or text in the line."""
        if name == "text:s":
            count = whole(attrs.get("text:c", "1"))
            self._spasi += count
            if self._spasi > MAX_TEXT_BYTES or not self._takaran.fits(0, 0, self._spasi):
                raise LimitExceeded(f"teks seluruhnya lebih dari {MAX_TEXT_BYTES // MIB} MB")
            self._teks.append(" " * count)
        elif name == "text:tab":
            self._teks.append("\t")
        elif name == "text:line-break":
            self._teks.append("\n")
        elif name in _DRESSED:
            self._dressed(attrs)
        elif name not in _TEXT and name not in _NOT_TEXT:
            self._tanda.field()
        return name.startswith("text:") and name not in _NOT_TEXT

    def _dressed(self, attrs: dict[str, str]) -> None:
        """A paragraph or a part of one names the styles of its text."""
        for name in _STYLE_NAMES:
            for style in attrs.get(name, "").split():
                self._tanda.text(style)

    def _end_cell(self) -> None:
        try:
            content = cell_content(self._atribut, "\n".join(self._alinea))
        except ValueError as e:
            raise self._wrong(str(e)) from None
        if content:
            self._kolom_isi = self._kolom + self._ulang_sel
            self._teks_baris += 3 * len(content) * self._ulang_sel
            self._tanda.filled(self._kolom, self._ulang_sel)
            if self._larik or "table:formula" in self._atribut or self._tanda.in_array(self._kolom):
                self._tanda.formula(self._kolom, self._ulang_sel, self._larik or (1, 1))
        self._sel.append(f'<table:table-cell table:number-columns-repeated="{self._ulang_sel}"{content or "/>"}')
        self._kolom += self._ulang_sel

    def _wrong(self, what: str) -> Damaged:
        cell = f"{column_letters(self._kolom)}{self._baris + 1}"
        return Damaged(f"bagian {CONTENT}, lembar {len(self.rupa) + 1}, sel {cell}: {what}")
