"""Styles of an .ods: what makes the content of a cell impossible to see, or shows it as something else.

Formats of numbers are written as the codes of .xlsx, so that one place tells what they make of a value.
"""

import re
from collections.abc import Mapping

from zi_cli.worksheet.formats.limits import GAYA, LimitExceeded, parse_xml, ribuan
from zi_cli.worksheet.formats.ods_xml import short_name
from zi_cli.worksheet.formats.palette_xlsx import PUTIH, Font, Palette, Rgb, blends
from zi_cli.worksheet.formats.sheet_view import Alignment
from zi_cli.worksheet.formats.styles_xlsx import Style, make_style

#: Where styles and fonts are declared, in each part.
STYLES = ("office:styles", "office:automatic-styles", "office:font-face-decls")
#: Families of styles of cells, and of texts within them.
SEL, TEKS = "table-cell", ("text", "paragraph")
_UKURAN = re.compile(r"([0-9.]+)(in|cm|mm|pt|pc|px)")
_POIN = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
_WARNA = re.compile(r"#([0-9A-Fa-f]{6})")
#: One step of indentation, in points.
_LANGKAH = 6.0
_DALAM_INDUK = 16
#: Points of the longest length that counts.
_TERPANJANG = 1e7
#: The style of cells that name none, and that every other is derived from.
_DASAR = "Default"
_PERSEN = re.compile(r"-?([0-9]{1,4})(?:\.[0-9]+)?%")
_NAIK_TURUN = re.compile(r"(super|sub|-?[0-9.]{1,6}%)(?:\s+([0-9.]{1,6}%))?")
#: Percent of its height that a letter may be moved, and of its width that it may have left.
_DIGESER, _DIPERSEMPIT = 60, 30
#: Points between a text and its cell's edge, between letters, and of a cell's frame that leave it readable.
_JARAK, _SELA, _BINGKAI = 15.0, 20.0, 8.0
_TEPI = ("fo:border", "style:border-line-width", "style:diagonal-", "style:shadow")
#: What declares the family of a font; that of letters which the file brings along, and of one of symbols.
_NAMA_HURUF, _HURUF_SENDIRI, _SIMBOL = "svg:font-family", "(sendiri)", "Symbol"
_CORETAN = tuple(f"style:text-line-through-{n}" for n in ("style", "type", "text", "width"))
_MENJOROK = ("fo:margin-left", "fo:margin-right", "fo:margin-top", "fo:text-indent")
_PALET = Palette.of_colors(())


class OdsStyles:
    """The styles of a document, told element by element; those of styles.xml come first."""

    def __init__(self) -> None:
        self._sifat: dict[str, dict[str, str]] = {}
        self._format: dict[str, list[str]] = {}
        self._syarat: dict[str, list[tuple[str, str]]] = {}
        self._jenis: dict[str, str] = {}
        self._rupa_huruf: dict[str, Mapping[str, str]] = {}
        self._tebal: dict[str, float] = {}
        self._huruf = self._kini = ""
        self._angka = ""
        self._dihitung: dict[str, Style] = {}
        self._semua: dict[str, dict[str, str]] = {}

    def read(self, isi: bytes) -> None:
        """The part of named styles, which those of the content are derived from."""
        jalur: list[str] = []

        def begin(unsur: str, atribut: dict[str, str]) -> None:
            jalur.append(short_name(unsur))
            if len(jalur) > 1 and jalur[1] in STYLES:
                self.begin(jalur[-1], {short_name(k): v for k, v in atribut.items()})

        parse_xml(isi, begin, lambda _: jalur.pop(), lambda teks: self.text(teks, jalur[-1]), ruang_nama=True)

    def begin(self, nama: str, atr: Mapping[str, str]) -> None:
        """An element within the styles begins; names with their usual prefix."""
        if nama == "style:font-face":
            self._huruf = atr.get("style:name", "")
            self._rupa_huruf[self._huruf] = atr
        elif nama.startswith("svg:font-face"):
            # Letters that the file brings along may look like any others.
            self._rupa_huruf[self._huruf] = {_NAMA_HURUF: _HURUF_SENDIRI}
        elif nama in ("style:style", "style:default-style"):
            self._angka = ""
            self._kini = f"{atr.get('style:family')} {atr.get('style:name', '')}"
            self._sifat[self._kini] = {
                k: atr[k] for k in ("style:parent-style-name", "style:data-style-name") if k in atr
            }
            if len(self._sifat) > GAYA:
                raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
        elif nama.startswith("number:") and nama.endswith("-style"):
            self._angka = atr.get("style:name", "")
            self._jenis[self._angka] = nama[7:-6]
            self._format[self._angka] = ["[NatNum1]"] if atr.get("number:transliteration-format", "1") != "1" else []
            self._syarat[self._angka] = []
        elif self._angka:
            self._in_format(nama, atr)
        elif nama == "style:map" and self._kini:
            sifat = self._sifat[self._kini]
            sifat[nama] = f"{sifat.get(nama, '')}{atr.get('style:apply-style-name', '')}\n"
        elif nama.endswith("-properties") and self._kini:
            self._sifat[self._kini].update(atr)

    def text(self, teks: str, nama: str) -> None:
        """Characters within the element *nama*: what a number format writes out."""
        if self._angka and nama in ("number:text", "number:currency-symbol", "number:fill-character"):
            persen = self._jenis[self._angka] == "percentage" and teks == "%"
            harfiah = "*" + teks[:1] if nama == "number:fill-character" else '"' + teks.replace('"', "") + '"'
            self._format[self._angka].append("%" if persen else harfiah)
        elif self._angka and nama == "number:embedded-text" and teks.strip():
            # A sign within the digits.
            self._format[self._angka].append("0\\~0")

    def _in_format(self, nama: str, atr: Mapping[str, str]) -> None:
        bagian = self._format[self._angka]
        if nama == "number:number":
            utuh = "#,##0" if atr.get("number:grouping") == "true" else _zeros(atr.get("number:min-integer-digits"), 1)
            pecah = _zeros(atr.get("number:decimal-places"), -1)
            umum = "number:decimal-places" not in atr and atr.get("number:min-integer-digits", "1") == "1"
            ribu = "," if atr.get("number:display-factor", "1") not in ("1", "1.0") else ""
            bagian.append("General" if umum and not ribu else f"{utuh}{'.' + pecah if pecah else ''}{ribu}")
        elif nama == "number:scientific-number":
            bagian.append(f"0.{_zeros(atr.get('number:decimal-places'), 2)}E+0")
        elif nama == "number:fraction":
            bagian.append("# ?/?" if "number:min-integer-digits" in atr else "?/?")
        elif nama == "number:text-content":
            bagian.append("@")
        elif nama == "style:map":
            syarat = atr.get("style:condition", "").replace("value()", "").replace("!=", "<>")
            self._syarat[self._angka].append((syarat, atr.get("style:apply-style-name", "")))
        elif nama == "style:text-properties":
            warna = _color(atr.get("fo:color"))
            if blends(warna, None, PUTIH):
                bagian.insert(0, "[White]")
            elif blends(warna, None, (0, 0, 0)):
                bagian.insert(0, "[Black]")

    def code(self, nama: str) -> str:
        """The number format *nama* as .xlsx writes it."""
        if nama not in self._format:
            return "General"
        if self._jenis[nama] in ("date", "time"):
            return "yyyy"
        if self._jenis[nama] == "boolean":
            return "General"
        syarat = [f"[{s}]{''.join(self._format.get(n, ()))}" for s, n in self._syarat[nama][:3]]
        sendiri = "".join(self._format[nama])
        if self._jenis[nama] == "text" and sendiri != "@":
            # What is left for texts stands fourth.
            syarat += [syarat[-1] if syarat else "General"] * (3 - len(syarat))
        return ";".join([*syarat, sendiri]) or '""'

    def cell(self, nama: str) -> Style:
        """The style *nama* of cells with all it inherits."""
        if nama not in self._dihitung:
            self._dihitung[nama] = self._style(self._all(SEL, nama))
        return self._dihitung[nama]

    def _style(self, sifat: Mapping[str, str]) -> Style:
        return make_style(
            self.code(sifat.get("style:data-style-name", "")),
            _placed(self._font(sifat), sifat),
            _color(sifat.get("fo:background-color")) or PUTIH,
            Alignment(
                int(points(sifat.get("fo:margin-left")) / _LANGKAH),
                sifat.get("style:repeat-content") == "true",
                menyusut=sifat.get("style:shrink-to-fit") == "true",
                putar=1 if sifat.get("style:direction") == "ttb" else _degrees(sifat.get("style:rotation-angle", "0")),
                dicoret=any(sifat.get(f"style:diagonal-{d}", "none") != "none" for d in ("bl-tr", "tl-br")),
            ),
        )

    def shape(self, keluarga: str, nama: str) -> Mapping[str, str]:
        """The properties of a drawing's own style, or that of a text in it, with all they inherit."""
        return self._all(keluarga, nama)

    def conceals(self, nama: str) -> bool:
        """Whether the style *nama* of cells hides content where its sheet is protected."""
        return "hidden-and-protected" in self._all(SEL, nama).get("style:cell-protect", "")

    def hides_text(self, nama: str, latar: Rgb = PUTIH) -> bool:
        """Whether the style *nama* of a text or paragraph hides or disguises it on the ground *latar*."""
        for keluarga in TEKS:
            if f"{keluarga} {nama}" in self._sifat:
                sifat = self._all(keluarga, nama)
                huruf = self._font(sifat)
                terdorong = any(points(sifat.get(n, "").lstrip("-")) > _JARAK for n in _MENJOROK)
                if huruf.samar or terdorong or blends(huruf.warna, None, latar):
                    return True
        return False

    def edge(self, nama: str) -> float:
        """How far the frame, a line across or the shadow of cells in the style *nama* reaches; 0 for the usual."""
        if nama not in self._tebal:
            tebal = _thickness(self._all(SEL, nama))
            self._tebal[nama] = tebal if tebal > _BINGKAI else 0.0
        return self._tebal[nama]

    def changes(self, nama: str) -> bool:
        """Whether the style *nama*, given by a condition, may hide or disguise what a cell holds."""
        gaya = self.cell(nama)
        return gaya.disguises_text or gaya.disguises_numbers

    def conditional(self, nama: str) -> bool:
        """Whether a condition of the style *nama* of cells may hide or disguise what its cells hold."""
        dasar = self._all(SEL, nama)
        for terapan in dasar.get("style:map", "").splitlines():
            sendiri = self._sifat.get(f"{SEL} {terapan}")
            if sendiri is None:
                return True
            gaya = self._style({**dasar, **sendiri})
            if gaya != self.cell(nama) and (gaya.disguises_text or gaya.disguises_numbers):
                return True
        return False

    def _all(self, keluarga: str, nama: str) -> dict[str, str]:
        """The properties of a style and of those it is derived from."""
        kunci = f"{keluarga} {nama}"
        if kunci not in self._semua:
            self._semua[kunci] = self._collect(keluarga, nama)
        return self._semua[kunci]

    def _collect(self, keluarga: str, nama: str) -> dict[str, str]:
        garis = [self._sifat.get(f"{keluarga} ", {})]
        nama = nama or (_DASAR if keluarga == SEL else "")
        turunan: list[dict[str, str]] = []
        for _ in range(_DALAM_INDUK):
            sifat = self._sifat.get(f"{keluarga} {nama}")
            if sifat is None and keluarga == SEL:
                # A style that does not exist is the usual one.
                sifat = self._sifat.get(f"{keluarga} {_DASAR}")
            if sifat is None:
                break
            turunan.append(sifat)
            turunan_dari = sifat.get("style:parent-style-name") or (_DASAR if keluarga == SEL else "")
            if turunan_dari in ("", nama):
                break
            nama = turunan_dari
        semua: dict[str, str] = {}
        for sifat in [*garis, *reversed(turunan)]:
            semua |= sifat
        return semua

    def _font(self, sifat: Mapping[str, str]) -> Font:
        """The font of these properties; a name is that of a declared one, which may be of another family."""
        nama = sifat.get("style:font-name", "")
        rupa = self._rupa_huruf.get(nama, sifat)
        simbol = "x-symbol" in (rupa.get("style:font-charset"), sifat.get("style:font-charset"))
        keluarga = rupa.get(_NAMA_HURUF) or nama or sifat.get("fo:font-family", "")
        huruf = _font(_SIMBOL if simbol else keluarga.strip("'\" "), sifat)
        return huruf._replace(samar="huruf yang dibawa berkasnya") if keluarga == _HURUF_SENDIRI else huruf


def _font(nama: str, sifat: Mapping[str, str]) -> Font:
    unsur = {
        "name": {"val": nama},
        "sz": {"val": str(_height(sifat))},
        **({"strike": {}} if any(sifat.get(c, "none") not in ("none", "auto", "") for c in _CORETAN) else {}),
    }
    huruf = _PALET.font(unsur)
    if sifat.get("text:display") == "none" or _percent(sifat.get("lain:opacity", "100%")) < _DIPERSEMPIT:
        huruf = huruf._replace(samar="huruf yang tidak ditampilkan")
    elif _percent(sifat.get("style:text-scale", "100%")) < _DIPERSEMPIT:
        huruf = huruf._replace(samar="huruf yang dipersempit")
    elif points(sifat.get("fo:letter-spacing", "").lstrip("-")) > _SELA:
        huruf = huruf._replace(samar="huruf yang direnggangkan")
    if sifat.get("style:use-window-font-color") == "true":
        return huruf
    return huruf._replace(warna=_color(sifat.get("fo:color")))


def _height(sifat: Mapping[str, str]) -> float:
    """The height of letters in points; 0 for one that can't be told, or of letters moved out of their line."""
    ukuran = sifat.get("fo:font-size", "")
    tinggi = (points(ukuran) or 0.11 * _percent(ukuran)) if ukuran else 11.0
    letak = _NAIK_TURUN.fullmatch(sifat.get("style:text-position", "").strip())
    if letak is None:
        return tinggi
    if letak[1][-1] == "%" and _percent(letak[1]) > _DIGESER:
        return 0.0
    return tinggi * _percent(letak[2] or "58%") / 100


def _percent(teks: str) -> int:
    """Whole percent without a sign; 0 for what is none."""
    m = _PERSEN.fullmatch(teks)
    return int(m[1]) if m else 0


def _placed(huruf: Font, sifat: Mapping[str, str]) -> Font:
    """The font of a cell that leaves room for its text between its edges."""
    jarak = max(points(v) for k, v in [("", ""), *sifat.items()] if not k or k.startswith("fo:padding"))
    if jarak > _JARAK or _thickness(sifat) > _BINGKAI:
        return huruf._replace(samar="terdorong oleh jarak atau bingkai selnya")
    return huruf


def _thickness(sifat: Mapping[str, str]) -> float:
    """Points of the thickest frame or line across a cell, or of its shadow's distance."""
    return max((points(w.lstrip("-")) for k, v in sifat.items() if k.startswith(_TEPI) for w in v.split()), default=0.0)


def _color(teks: str | None) -> Rgb | None:
    m = _WARNA.fullmatch(teks or "")
    return _PALET.color({"rgb": m[1]}) if m else None


def points(teks: str | None) -> float:
    """A length in points; 0 for what is none."""
    m = _UKURAN.fullmatch(teks or "")
    try:
        return min(float(m[1]) * _POIN[m[2]], _TERPANJANG) if m else 0.0
    except ValueError:
        return 0.0


def _degrees(teks: str) -> int:
    """Whole degrees; one for any other turn."""
    angka = teks.removesuffix("deg").removesuffix(".0")
    return int(angka) if angka.isascii() and angka.isdigit() and len(angka) < 4 else 1


def _zeros(teks: str | None, bawaan: int) -> str:
    jumlah = int(teks) if teks and teks.isascii() and teks.isdigit() and len(teks) < 3 else bawaan
    return "0" * jumlah if jumlah > 0 else "" if bawaan < 0 or teks else "0"
