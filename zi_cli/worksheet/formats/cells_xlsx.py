"""Cells of an .xlsx sheet: how far the filled ones reach, and which formulas were never calculated.

Three tests of a sheet, each only when the one before can't decide: one pass of a pattern that knows
the form every spreadsheet program writes (ordinary sheets end here); the cells one by one, as long as
they all have that form; and an XML parser that follows the reading library's rules for cells without
an address.
"""

import re
from functools import cached_property

from zi_cli.worksheet.formats.limits import (
    BARIS,
    BARIS_EXCEL,
    KOLOM_EXCEL,
    SEL,
    TEKS,
    Budget,
    Damaged,
    LimitExceeded,
    parse_xml,
    ribuan,
)

# A cell as programs write it: address of at most BZ999, style, type, and no more. Anything else is looked
# at. A type that begins with "e" is an error. Written for few steps: `(?:x|)` is `(?:x)?`.
_WAJAR = rb'"(?:[A-Z]|[AB][A-Z])[0-9]{1,3}+"(?: s="[^"]*+"|)(?: t="[a-df-z][^"]*+"|)/?+>'
_SEL_LAIN = re.compile(rb"<c(?! r=" + _WAJAR + rb")[\s/>]")
_SEL_BERAWALAN = re.compile(rb":c[\s/>]")
# Compiled where they are used: an ordinary sheet needs none of them.
_SEL_RAPI = rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,5}")?(?: t="(\w+)")?(/?)>'
_SEL_TERISI = rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,5}")?(?: t="\w+")?>'
_RUJUKAN_TEKS = rb' t="s"><v>(\d{1,7})</v></c>'
_RUJUKAN_TERPENDEK = len(b'<c t="s"><v>0</v></c>')
_BARIS_WAJAR, _KOLOM_WAJAR = 999, 78
_SEL_LAIN_TERBANYAK = 200_000
_TITIK_DUA_TERBANYAK = 300

_AKHIR_TEKS = rb"</(?:[\w.-]+:)?si\s*>"
_TEKS_TUNGGAL = rb"<(?:[\w.-]+:)?si\s*/>"
_GALAT = rb"""(<(?:[\w.-]+:)?c\s[^<>]*?\bt\s*=\s*["'])e(?=["'])"""
_RUMUS = rb"</f>|<f [^<>]*/>"
# Starts with the one letter that both ends of a formula share: the search looks for that letter first.
_RUMUS_KOSONG = rb"f(?:(?<=</f)>|(?<=<f) [^<>]*/>)(?:<v></v>|<v/>|<v>0</v>)?</c>"
_ALAMAT = r"([A-Za-z]{1,3})([0-9]{1,7})"
_ALAMAT_BERSANDI = rb"""\sr\s*=\s*(?:"[^"&]*&|'[^'&]*&)"""


class SharedStrings:
    """The shared texts, and upper bounds in bytes for how long they are.

    *bita_lembar* is the size of all sheets that may refer to them.
    """

    def __init__(self, isi: bytes, bita_lembar: int) -> None:
        self.isi = isi
        self._bita_lembar = bita_lembar

    @cached_property
    def pasti_muat(self) -> bool:
        """Whether the texts stay within the limit even if the sheets were nothing but references to the longest."""
        rujukan = self._bita_lembar // _RUJUKAN_TERPENDEK
        return rujukan * len(self.isi) <= TEKS or self._semua_dalam(TEKS // rujukan)

    @cached_property
    def terpanjang(self) -> int:
        """An upper bound in bytes for the longest text, found without looking at each."""
        for batas in (2048, 8192, 32_768):
            if self._semua_dalam(batas):
                return min(batas, len(self.isi))
        return len(self.isi)

    def _semua_dalam(self, batas: int) -> bool:
        """Whether every stretch of *batas* bytes holds a closing tag (one written otherwise does not count)."""
        p = 0
        while len(self.isi) - p > batas:
            p = self.isi.rfind(b"</si>", p + 1, p + batas)
            if p < 0:
                return False
        return True

    @cached_property
    def panjang(self) -> list[int]:
        """A bound for each text; where numbering is unsure, one bound for all."""
        potongan = [*map(len, re.split(_AKHIR_TEKS, self.isi))]
        if re.search(_TEKS_TUNGGAL, self.isi):
            return [max(potongan)] * (len(potongan) + self.isi.count(b"/>"))
        return potongan


def check_sheet(
    isi: bytes, takaran: Budget, teks: SharedStrings, hitung_ulang: bool
) -> tuple[bytes, list[tuple[int, int]]]:
    """Count the sheet in *takaran*; return the bytes to read and the formulas without a value.

    The library drops an error value and refuses the newer ones; turned into text both come through.
    """
    if len(isi) > 8 * SEL and isi.count(b"</c>") > SEL:
        raise LimitExceeded(f"lebih dari {ribuan(SEL)} sel di satu lembar")
    batas = _batas_sel(isi)
    # Searched from the end, this needle lets the search take longer steps.
    rumus = _rumus_kosong(isi, hitung_ulang) if batas is not None and isi.rfind(b"</f>") >= 0 else []
    if batas is not None and rumus is not None:
        baris, kolom, lain = batas
        rujukan = 0 if teks.pasti_muat else isi.count(b' t="s"')
        bita: int | None = rujukan * teks.terpanjang
        if not takaran.muat(baris, kolom, rujukan * teks.terpanjang):
            baris, kolom = _sel_terakhir(isi)
            bita = 0 if teks.pasti_muat else _panjang_rujukan(isi, rujukan, teks.panjang)
        if bita is not None:
            takaran.tambah_lembar(baris, kolom, bita)
            return re.sub(_GALAT, rb"\1str", isi) if lain else isi, rumus
    ukuran = _Pengukur(teks.panjang, hitung_ulang)
    ukuran.jalankan(isi)
    takaran.tambah_lembar(ukuran.baris, ukuran.kolom, ukuran.teks)
    return re.sub(_GALAT, rb"\1str", isi), ukuran.rumus_kosong


def _ada_berawalan(isi: bytes) -> bool:
    """Whether the name of some cell element has a prefix."""
    # Colons are few: going from one to the next costs less than the pattern does on all the bytes between.
    p = -1
    for _ in range(_TITIK_DUA_TERBANYAK):
        p = isi.find(b":", p + 1)
        if p < 0:
            return False
        if isi[p + 1 : p + 2] == b"c" and _SEL_BERAWALAN.match(isi, p):
            return True
    return _SEL_BERAWALAN.search(isi, p) is not None


def _batas_sel(isi: bytes) -> tuple[int, int, int] | None:
    """A row and a column that no filled cell lies beyond, or None when that can't be said cheaply.

    The third number counts the cells outside the ordinary form.

    Every cell element of the sheet, comments included, starts with ``<c`` or ``<prefix:c``; the
    pattern names those that are not in ordinary form.
    """
    if _ada_berawalan(isi):
        return None
    baris, kolom, n = _BARIS_WAJAR, _KOLOM_WAJAR, 0
    for n, m in enumerate(_SEL_LAIN.finditer(isi), 1):
        sel = re.compile(_SEL_RAPI).match(isi, m.start())
        if sel is None or n > _SEL_LAIN_TERBANYAK:
            return None
        if sel[4] == b"/" or isi.startswith(b"</c>", sel.end()):
            continue
        if int(sel[2]) > BARIS:
            raise LimitExceeded(f"sel terisi di {(sel[1] + sel[2]).decode()} (paling banyak {ribuan(BARIS)} baris)")
        baris, kolom = max(baris, int(sel[2])), max(kolom, column_number(sel[1].decode()))
    return baris, kolom, n


def _sel_terakhir(isi: bytes) -> tuple[int, int]:
    """Last filled row and column of a sheet whose cells all have their address in ordinary form."""
    baris = 0
    huruf: set[bytes] = set()
    for m in re.finditer(_SEL_TERISI, isi):
        huruf.add(m[1])
        baris = max(baris, int(m[2]))
    kolom = max((column_number(h.decode()) for h in huruf), default=0)
    return baris, kolom


def _panjang_rujukan(isi: bytes, rujukan: int, panjang: list[int]) -> int | None:
    """Bytes of the shared texts referred to, or None when not every one of the *rujukan* cells is clear."""
    nomor = re.findall(_RUJUKAN_TEKS, isi)
    if len(nomor) != rujukan:
        return None
    return sum(panjang[i] for i in map(int, nomor) if i < len(panjang))


def column_number(huruf: str) -> int:
    """One-based number of a column's letters ("A" is 1, "XFD" 16384), in either case."""
    n = 0
    for c in huruf:
        n = n * 26 + (ord(c) & 31)
    return n


def _rumus_kosong(isi: bytes, hitung_ulang: bool) -> list[tuple[int, int]] | None:
    """Formulas whose cell holds no value; None when one stands in a cell of another form.

    A value "" of type ``str`` is a result. Where the file asks to be calculated on opening and every
    formula of the sheet says 0, none was calculated: some programs write 0 beside each formula.
    """
    hasil: list[tuple[int, int]] = []
    nol: list[tuple[int, int]] = []
    for m in re.finditer(_RUMUS_KOSONG, isi):
        sel = re.compile(_SEL_RAPI).match(isi, isi.rfind(b"<c ", 0, m.start()))
        if sel is None:
            return None
        if sel[3] == b"str" and b"<v" in m[0]:
            continue
        (nol if b"<v>0" in m[0] else hasil).append((int(sel[2]), column_number(sel[1].decode()) - 1))
    if hitung_ulang and nol and len(nol) == len(re.findall(_RUMUS, isi)):
        return nol
    return hasil


class _Pengukur:
    """Exact measure of a sheet: last row and column filled, bytes of text, formulas without a value."""

    def __init__(self, panjang: list[int], hitung_ulang: bool) -> None:
        self.baris = 0
        self.kolom = 0
        self.teks = 0
        self.rumus_kosong: list[tuple[int, int]] = []
        self._rumus_nol: list[tuple[int, int]] = []
        self._jumlah_rumus = 0
        self._panjang = panjang
        self._hitung_ulang = hitung_ulang
        self._r = 0
        self._c = 0
        self._tipe: str | None = None
        self._isi = False
        self._rumus = False
        self._nilai: list[str] = []

    def jalankan(self, isi: bytes) -> None:
        """Parse *isi*; raise ``Damaged`` for XML that is not well formed or an address that is none."""
        # The library reads an address as it stands, the parser would resolve what is written in code.
        if re.search(_ALAMAT_BERSANDI, isi):
            raise Damaged("alamat sel memakai entitas")
        parse_xml(isi, self._mulai, self._selesai, self._nilai.append)
        if self._hitung_ulang and self._rumus_nol and len(self._rumus_nol) == self._jumlah_rumus:
            self.rumus_kosong = self._rumus_nol

    def _mulai(self, nama: str, atribut: dict[str, str]) -> None:
        nama = nama.rpartition(":")[2]
        if nama == "c":
            alamat = atribut.get("r")
            if alamat is not None:
                m = re.fullmatch(_ALAMAT, alamat)
                if m is None:
                    raise Damaged(f"alamat sel “{alamat[:20]}” tidak berlaku")
                self._r, self._c = int(m[2]) - 1, column_number(m[1]) - 1
            if not (0 <= self._r < BARIS_EXCEL and self._c < KOLOM_EXCEL):
                raise LimitExceeded(f"sel pada baris {self._r + 1}, kolom {self._c + 1}")
            self._tipe = atribut.get("t")
            self._isi = self._rumus = False
            self._nilai.clear()
        elif nama == "v" or nama == "is":
            self._isi = True
            self._nilai.clear()
        elif nama == "f":
            self._rumus = True
        elif nama == "row":
            nomor = atribut.get("r")
            if nomor is not None:
                if not (nomor.isascii() and nomor.isdigit()) or len(nomor) > 7:
                    raise Damaged(f"nomor baris “{nomor[:20]}” tidak berlaku")
                self._r = int(nomor) - 1
            self._nilai.clear()

    def _selesai(self, nama: str) -> None:
        nama = nama.rpartition(":")[2]
        if nama == "c":
            if self._isi:
                self.baris = max(self.baris, self._r + 1)
                self.kolom = max(self.kolom, self._c + 1)
            nilai = "".join(self._nilai) if self._isi else ""
            if self._tipe == "s" and nilai.isascii() and nilai.isdigit():
                i = int(nilai[:9])
                self.teks += self._panjang[i] if i < len(self._panjang) else 0
            if self._rumus:
                self._jumlah_rumus += 1
                if nilai == "0":
                    self._rumus_nol.append((self._r + 1, self._c))
                elif not nilai and not (self._tipe == "str" and self._isi):
                    self.rumus_kosong.append((self._r + 1, self._c))
            self._c += 1
        elif nama == "f":
            self._nilai.clear()
        elif nama == "row":
            self._r += 1
            self._c = 0
