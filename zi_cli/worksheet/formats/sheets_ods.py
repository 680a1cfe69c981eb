"""Sheets of .ods: read as OpenDocument says, and written anew for the reading library with nothing but values.

Repeated rows, columns and spaces are counted before anything writes them out. What stands in a cell without being
its content (text boxes, pictures, notes) and elements of other namespaces are left out.
"""

import re

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.limits import (
    MIB,
    TEKS,
    Budget,
    Damaged,
    LimitExceeded,
    PasswordNeeded,
    check_sheet_count,
    parse_xml,
)
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.looks_ods import STYLES, OdsStyles, points
from zi_cli.worksheet.formats.marks_ods import HURUF, SheetMarks
from zi_cli.worksheet.formats.ods_xml import NAMESPACES, cell_content, short_name, spanned, times, whole
from zi_cli.worksheet.formats.package_xlsx import escape
from zi_cli.worksheet.formats.settings_ods import OdsSettings, read_settings
from zi_cli.worksheet.formats.shapes_ods import OdsShape
from zi_cli.worksheet.formats.sheet_view import LEBAR_MIN, TINGGI_MIN, Range, SheetView

_ISI, _GAYA, _SETELAN = "content.xml", "styles.xml", "settings.xml"
_MANIFES = "META-INF/manifest.xml"
_TIPE = b"application/vnd.oasis.opendocument.spreadsheet"
_LEMBAR = ("office:document-content", "office:body", "office:spreadsheet", "table:table")
#: Elements that only group rows or columns.
_KELOMPOK = frozenset(
    f"table:table-{n}"
    for n in ("row-group", "rows", "header-rows", "column-group", "columns", "header-columns", "column", "row")
)
_LIPATAN = ("table:table-row-group", "table:table-column-group")
_SEL = ("table:table-cell", "table:covered-table-cell")
_ALINEA = ("text:p", "text:h")
#: Elements inside a paragraph that are what they hold, and those whose text is not shown in the line; any other shows
#: something else, like a date.
_TEKS = frozenset(f"text:{n}" for n in ("span", "a", "s", "tab", "line-break", "soft-page-break", "ruby", "ruby-base"))
_BUKAN_TEKS = frozenset({"text:ruby-text", "text:note", "office:annotation", "office:annotation-end"})
#: What a program may show that goes into elements it does not know.
_TAMPIL = frozenset({"table:table", "table:table-row", "table:table-cell", *_ALINEA})
#: Drawings put together, or behind which a link lies.
_KUMPULAN = ("draw:g", "draw:a")
_SPASI = re.compile(r"[ \t\r\n]+")
_UKURAN = re.compile(r"[0-9.]+(?:in|cm|mm|pt|pc|px)")
_KEPALA = "".join(f' xmlns:{n}="{u}"' for u, n in NAMESPACES.items() if n in ("office", "table", "text"))


class Sheets(NamedTuple):
    """The rebuilt file, which of its sheets are hidden, and how each one looks."""

    data: bytes
    tersembunyi: frozenset[int]
    rupa: list[SheetLook]


def prepare_ods(wadah: Container, takaran: Budget) -> Sheets:
    """Check the document and write it anew; raises ``Damaged``, ``LimitExceeded`` or ``PasswordNeeded``."""
    manifes = wadah.read(_MANIFES)
    if b"encryption-data" in manifes:
        raise PasswordNeeded("sandi .ods tidak dapat dibuka di sini: simpan tanpa sandi di LibreOffice")
    isi = wadah.read(_ISI)
    if b"\0" in isi or b"\0" in manifes:
        raise Damaged(f"bagian {_ISI} bukan XML UTF-8")
    if b"<!ENTITY" in isi or b"<!DOCTYPE" in isi or b"<!ENTITY" in manifes:
        raise LimitExceeded(f"bagian {_ISI} memuat deklarasi entitas")
    gaya = OdsStyles()
    if _GAYA in wadah:
        gaya.read(_clean(wadah, _GAYA))
    setelan = read_settings(_clean(wadah, _SETELAN)) if _SETELAN in wadah else OdsSettings()
    baca = _Reader(takaran, gaya, setelan)
    parse_xml(isi, baca.begin, baca.end, baca.huruf, ruang_nama=True)
    baru = (
        f'<office:document-content{_KEPALA} office:version="1.3"><office:body><office:spreadsheet>'
        f"{''.join(baca.keluaran)}</office:spreadsheet></office:body></office:document-content>"
    )
    daftar = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    bagian = (("mimetype", _TIPE, None), (_MANIFES, daftar, None), (_ISI, baru.encode(), None))
    return Sheets(assemble(bagian), frozenset(baca.tersembunyi), baca.rupa)


def _clean(wadah: Container, bagian: str) -> bytes:
    """A part beside the content; raises ``Damaged`` for one that declares entities or is in another encoding."""
    isi = wadah.read(bagian)
    if b"\0" in isi or b"<!ENTITY" in isi or b"<!DOCTYPE" in isi:
        raise Damaged(f"bagian {bagian} bukan XML UTF-8 tanpa deklarasi entitas")
    return isi


class _Reader:
    """Walks the tables, counting each row and cell as often as it is repeated."""

    def __init__(self, takaran: Budget, gaya: OdsStyles, setelan: OdsSettings) -> None:
        self.keluaran: list[str] = []
        self.tersembunyi: set[int] = set()
        self.rupa: list[SheetLook] = []
        self._gaya_dokumen = gaya
        self._setelan = setelan
        self._takaran = takaran
        self._jalur: list[str] = []
        self._lewati = 0
        self._asing = False
        self._bentuk: OdsShape | None = None
        self._alinea: list[str] = []
        self._teks: list[str] = []
        self._dilipat = 0
        self._larik: tuple[int, int] | None = None

    def begin(self, unsur: str, atribut: dict[str, str]) -> None:
        nama = short_name(unsur)
        if self._lewati:
            self._lewati += 1
            if self._bentuk is not None:
                self._bentuk.begin(nama, {short_name(k): v for k, v in atribut.items()})
            elif self._asing and nama in _TAMPIL:
                raise Damaged(f"bagian {_ISI}: isi di dalam unsur yang tidak dikenal")
            return
        self._jalur.append(nama)
        if not self._begin(nama, {short_name(k): v for k, v in atribut.items()}):
            self._jalur.pop()
            self._lewati = 1
            self._asing = nama.startswith("lain:")

    def end(self, _: str) -> None:
        if self._lewati:
            self._lewati -= 1
            if not self._lewati and self._bentuk is not None:
                self._tanda.end_drawing(self._bentuk)
                self._bentuk = None
            return
        nama = self._jalur.pop()
        if nama in _SEL:
            self._end_cell()
        elif nama == "table:table-row":
            self._end_row()
        elif nama in _ALINEA:
            self._alinea.append("".join(self._teks).rstrip(" "))
        elif nama == "table:table":
            self._end_table()
        elif nama in _LIPATAN and self._dilipat:
            self._dilipat -= 1

    def huruf(self, teks: str) -> None:
        if self._lewati:
            if self._bentuk is not None:
                self._bentuk.text(teks)
            return
        if not any(n in _ALINEA for n in self._jalur):
            if self._jalur[1:2] == ["office:automatic-styles"]:
                self._gaya_dokumen.text(teks, self._jalur[-1])
            return
        # White space counts once, and not at the start (OpenDocument 1.3, part 3, 6.1.2).
        for n, potong in enumerate(_SPASI.split(teks)):
            if n and self._teks and not self._teks[-1].endswith((" ", "\n", "\t")):
                self._teks.append(" ")
            if potong:
                self._teks.append(potong)

    def _begin(self, nama: str, atr: dict[str, str]) -> bool:
        """An element begins (already on the path); whether what it holds counts."""
        jalur = (*self._jalur,)
        dalam = len(jalur)
        if len(jalur) > 1 and jalur[0] == _LEMBAR[0] and jalur[1] in STYLES:
            self._gaya_dokumen.begin(nama, atr)
            return True
        if dalam <= len(_LEMBAR):
            if jalur == _LEMBAR:
                self._begin_table(atr)
            return jalur == _LEMBAR[:dalam]
        if jalur[-2] in _SEL:
            self._teks = []
            if nama in _ALINEA:
                self._tanda.text(atr.get("text:style-name", ""))
                if nama == "text:h":
                    self._tanda.field()
                return True
            return self._draw(nama, atr, self._baris, self._kolom)
        if jalur[-2] in _KUMPULAN:
            # The parts of a group lie where they say, in the group's place or not.
            return self._draw(nama, atr, *((0, 0) if "table:shapes" in jalur else (self._baris, self._kolom)))
        if nama.startswith("calcext:"):
            self._tanda.beside(nama, atr)
            return True
        if jalur[-2] == "table:shapes":
            return self._draw(nama, atr, 0, 0)
        if nama in _SEL:
            if jalur[-2] == "table:table-row":
                self._begin_cell(atr)
            return jalur[-2] == "table:table-row"
        if any(n in _ALINEA for n in jalur):
            return self._inline(nama, atr)
        if nama == "table:table-row":
            self._begin_row(atr)
        elif nama == "table:table-column":
            self._column(atr)
        elif nama in _LIPATAN and (self._dilipat or atr.get("table:display") == "false"):
            # A group that is folded, and those within it.
            self._dilipat += 1
        return nama in _KELOMPOK or nama == "table:shapes"

    def _draw(self, nama: str, atr: dict[str, str], baris: int, kolom: int) -> bool:
        """Something that may lie over cells; whether it is a group, whose parts count."""
        if nama == "office:annotation":
            if atr.get("office:display") == "true":
                self._bentuk = self._tanda.drawing(atr, 0, 0)
        elif nama not in _KUMPULAN and (nama.startswith("draw:") or "svg:width" in atr):
            self._bentuk = self._tanda.drawing(atr, baris, kolom)
        return nama in _KUMPULAN

    def _size(self, keluarga: str, atr: dict[str, str]) -> float | None:
        """The width or height that the style of a column or row gives, in points; None for none."""
        sifat = self._gaya_dokumen.shape(keluarga, atr.get("table:style-name", ""))
        ukuran = sifat.get("style:column-width", sifat.get("style:row-height"))
        return None if ukuran is None or not _UKURAN.fullmatch(ukuran) else points(ukuran)

    def _hidden(self, keluarga: str, atr: dict[str, str]) -> bool:
        terkecil = LEBAR_MIN * HURUF if keluarga == "table-column" else TINGGI_MIN
        ukuran = self._size(keluarga, atr)
        return (
            atr.get("table:visibility", "visible") != "visible"
            or self._dilipat > 0
            or self._gaya_dokumen.shape(keluarga, atr.get("table:style-name", "")).get("table:display") == "false"
            or (ukuran is not None and ukuran < terkecil)
        )

    # --- tables, columns and rows ---

    def _begin_table(self, atr: dict[str, str]) -> None:
        check_sheet_count(len(self.rupa) + 1)
        tanpa_jalan = self._setelan.tanpa_tab and atr.get("table:name", "") not in self._setelan.depan
        if tanpa_jalan or self._hidden("table", atr):
            self.tersembunyi.add(len(self.rupa))
        self._tanda = SheetMarks(self._gaya_dokumen, terlindung=atr.get("table:protected") == "true")
        self.keluaran.append(f'<table:table table:name="{escape(atr.get("table:name", ""))}">')
        self._baris = self._baris_akhir = self._kolom_akhir = self._teks_lembar = self._kolom_ke = 0
        self._beku, self._kolom_tersembunyi = self._setelan.frozen(atr.get("table:name", ""))
        self._baris_tersembunyi: list[tuple[int, int]] = []
        self._baris_isi: list[str] = []
        self._gabungan: list[Range] = []

    def _column(self, atr: dict[str, str]) -> None:
        ulang = times(atr, "table:number-columns-repeated")
        if self._hidden("table-column", atr):
            self._kolom_tersembunyi.append((self._kolom_ke, self._kolom_ke + ulang - 1))
        self._kolom_ke += ulang
        lebar = self._size("table-column", atr)
        self._tanda.column(self._kolom_ke, atr.get("table:default-cell-style-name", ""), lebar)

    def _begin_row(self, atr: dict[str, str]) -> None:
        self._ulang_baris = times(atr, "table:number-rows-repeated")
        tinggi = self._size("table-row", atr)
        self._tanda.row(atr.get("table:default-cell-style-name", ""), self._baris, self._ulang_baris, tinggi)
        if self._hidden("table-row", atr):
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
        baris = (r + 1 for a, b in self._baris_tersembunyi for r in range(a, min(b, self._baris_akhir)))
        tampilan = SheetView(
            tuple(self._kolom_tersembunyi), frozenset(self._beku.union(baris)), gabungan=tuple(self._gabungan),
            tanpa_nol=self._setelan.tanpa_nol,
        )  # fmt: skip
        self.rupa.append(self._tanda.look(tampilan))

    # --- cells ---

    def _begin_cell(self, atr: dict[str, str]) -> None:
        self._atribut = atr
        self._ulang_sel = times(atr, "table:number-columns-repeated")
        bentang = spanned(atr, "number")
        luas = max(self._ulang_baris, bentang[0]), max(self._ulang_sel, bentang[1])
        self._tanda.cell(atr.get("table:style-name", ""), self._kolom, luas)
        self._alinea = []
        self._teks = []
        self._spasi = 0
        larik = spanned(atr, "number-matrix")
        self._larik = larik if larik != (1, 1) else None
        if bentang != (1, 1):
            r, k = self._baris + 1, self._kolom
            self._gabungan.append((r, k, r + bentang[0] - 1, k + bentang[1] - 1))

    def _inline(self, nama: str, atr: dict[str, str]) -> bool:
        """Something within a paragraph: blanks that count, or text in the line."""
        if nama == "text:s":
            jumlah = whole(atr.get("text:c", "1"))
            self._spasi += jumlah
            if self._spasi > TEKS or not self._takaran.fits(0, 0, self._spasi):
                raise LimitExceeded(f"teks seluruhnya lebih dari {TEKS // MIB} MB")
            self._teks.append(" " * jumlah)
        elif nama == "text:tab":
            self._teks.append("\t")
        elif nama == "text:line-break":
            self._teks.append("\n")
        elif nama == "text:span":
            self._tanda.text(atr.get("text:style-name", ""))
        elif nama not in _TEKS and nama not in _BUKAN_TEKS:
            self._tanda.field()
        return nama.startswith("text:") and nama not in _BUKAN_TEKS

    def _end_cell(self) -> None:
        try:
            isi = cell_content(self._atribut, "\n".join(self._alinea))
        except ValueError as e:
            raise self._wrong(str(e)) from None
        if isi:
            self._kolom_isi = self._kolom + self._ulang_sel
            self._teks_baris += 3 * len(isi) * self._ulang_sel
            self._tanda.filled(self._kolom, self._ulang_sel)
            if self._larik or "table:formula" in self._atribut or self._tanda.in_array(self._kolom):
                self._tanda.formula(self._kolom, self._ulang_sel, self._larik or (1, 1))
        self._sel.append(f'<table:table-cell table:number-columns-repeated="{self._ulang_sel}"{isi or "/>"}')
        self._kolom += self._ulang_sel

    def _wrong(self, apa: str) -> Damaged:
        sel = f"{column_letters(self._kolom)}{self._baris + 1}"
        return Damaged(f"bagian {_ISI}, lembar {len(self.rupa) + 1}, sel {sel}: {apa}")
