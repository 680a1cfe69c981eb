"""One reading of a sheet: the grammar of cells that is read one way, and the parser for all else.

A sheet in the form that spreadsheet programs write is proven to be so by one pass of a pattern and goes on
byte for byte. Any other is parsed as the standard says (ECMA-376 part 1, namespaces, markup compatibility) and
written anew in that form; what could be read in two ways is refused (``Damaged``) with its part and cell.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from zi_cli.worksheet.formats.limits import BARIS, BARIS_EXCEL, KOLOM_EXCEL, Damaged, LimitExceeded, parse_xml
from zi_cli.worksheet.formats.package_xlsx import MC, UTAMA

_ATR = rb"""(?: (?!xmlns)[\w:.-]+="[^"<]*+")*+"""
_RUMUS = rb"(?:<f" + _ATR + rb"(?:/>|>[^<]*</f>)|)"
_ANGKA = rb"[-+]?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]{1,3}|)"
_NAMA_GALAT = rb"(?:#[A-Z0-9/_]{1,30}[!?]?|Err:[0-9]{1,4})"
_T = rb'<t(?: xml:space="preserve"|)>[^<]*</t>'
_CELL = (
    rb'<c r="[A-Z]{1,3}+\1"(?: s="[0-9]{1,5}+"|)(?:/>| t="s"><v>[0-9]{1,7}+</v></c>|></c>| t="inlineStr"><is>' + _T +
    rb'</is></c>|(?: t="n"|)>' + _RUMUS + rb"(?:<v>" + _ANGKA + rb"</v>|<v ?/>|)</c>"
    rb'| t="str">' + _RUMUS + rb"(?:<v>[^<]*</v>|<v ?/>|)</c>"
    rb'| t="b">' + _RUMUS + rb"(?:<v>[01]</v>|)</c>"
    rb'| t="e">' + _RUMUS + rb"(?:<v>" + _NAMA_GALAT + rb"</v>|)</c>"
    rb'| t="d">' + _RUMUS + rb"<v>[-0-9T:.Z+]*</v></c>| ?/>)"
)  # fmt: skip
_ROW = re.compile(rb'<row r="([0-9]{1,7})"(' + _ATR + rb")(?:/>|>((?:" + _CELL + rb")*+)</row>)")
_BUKAN_TANDA = bytes(set(range(256)) - set(b"<ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_TEBAKAN = 16
_TERISI = rb'<c r="([A-Z]+)([0-9]+)[^>]*[^/]>(?!</c>)'
_NAMA_ATRIBUT = rb'\s([\w:.-]+)="'
_RUJUKAN = rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
#: Bytes that no XML may hold.
_KENDALI = bytes(c for c in range(0x20) if c not in b"\t\n\r")
_DEKLARASI = (
    rb"""(?:<\?xml version=["']1.0["'](?: encoding=["'][\w.-]+["']|)(?: standalone=["'](?:yes|no)["']|) ?\?>|)"""
)
_AKAR = rb"""(?:\xef\xbb\xbf)?""" + _DEKLARASI + rb"""\s*<%s((?:\s+[\w:.-]+="[^"<]*")*+)\s*>"""
_AKAR_LEMBAR = re.compile(_AKAR % b"worksheet")
_AKAR_TEKS = re.compile(_AKAR % b"sst")
_RUANG = re.compile(rb'\sxmlns="([^"]*)"')
_SATU_ATRIBUT = rb"""(?: (?:val|rgb|theme|indexed|auto)="[^"<]*+"(?: tint="[^"<]*+"|)|)"""
_FONETIK = rb"""(?: fontId="[0-9]+"|)(?: type="\w+"|)(?: alignment="\w+"|)"""
_SI = (
    rb"(?:<si>(?:" + _T + rb"|(?:<r>(?:<rPr>(?:<[A-Za-z]+" + _SATU_ATRIBUT + rb"\s?/>)*+</rPr>|)" + _T + rb"</r>)++)"
    rb"(?:<phoneticPr" + _FONETIK + rb"\s?/>|)</si>\s*+)*+</sst>\s*"
)
_ISI_TEKS = re.compile(rb"\s*+" + _SI)
# Compiled where they are used: a sheet in ordinary form needs none of them.
_ALAMAT = r"([A-Za-z]{1,3})([0-9]{1,7})"
_ANGKA_UTUH = r"(?:[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)?"
_GALAT = _NAMA_GALAT.decode()
_TANGGAL = r"[-0-9T:.Z+]{0,40}"

# For merged ranges, which nobody here asks for, the reading library goes through the whole sheet a second
# time, until it meets them. Said to be none before the cells, they cost nothing.
_BUKA = f'<worksheet xmlns="{UTAMA[0]}"><mergeCells></mergeCells>'.encode()


class PlainSheet(NamedTuple):
    """A sheet that is read one way, and the last row and column (one-based, 0 for none) that it is booked with.

    ``berumus``: it may hold formulas. ``atribut`` are the different attributes of its rows, numbers aside.
    ``asli``: its cells stand in the part just so; nothing was written anew.
    """

    isi: bytes
    baris: int
    kolom: int
    berumus: bool
    atribut: frozenset[bytes]
    asli: bool = True


def one_reading(isi: bytes, bagian: str, jumlah_teks: int, *, bagian_sel: int = 0, rumus: bool = False) -> PlainSheet:
    """The sheet in the form that is read one way; raises ``Damaged`` naming *bagian* and the cell.

    *jumlah_teks* is the number of shared texts that cells may refer to (in a sheet that is plain it is the reading
    library that refuses others: see :func:`check_references`), *bagian_sel* the number of cells that each sheet may
    have without being measured: up to there blank cells that only have a style count as filled. With *rumus* a
    sheet written anew keeps what its formulas say; reading values needs only that there is one.
    """
    lembar, asli = _plain(isi, bagian_sel), True
    if lembar is None:
        asli = False
        baru = _Rewriter(isi, bagian, jumlah_teks, rumus=rumus).data
        lembar = _plain(_BUKA + baru + b"</worksheet>", bagian_sel)
    if lembar is None:
        raise Damaged(f"bagian {bagian[:80]}: susunan sel tidak dikenal")
    return lembar if asli else lembar._replace(asli=False)


def check_references(isi: bytes, bagian: str, jumlah_teks: int) -> None:
    """Raise ``Damaged`` naming *bagian* and the cell of a plain sheet that refers to a text that is not there."""
    for m in re.finditer(rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+"|) t="s"><v>([0-9]+)', isi):
        if int(m[2]) >= jumlah_teks:
            raise Damaged(f"bagian {bagian[:80]}, sel {m[1].decode()}: nilai “{int(m[2])}” tidak berlaku")


def _plain(isi: bytes, bagian_sel: int) -> PlainSheet | None:
    """``sheetData`` of a sheet in ordinary form, each row and cell once and in order; None for any other."""
    akar = _AKAR_LEMBAR.match(isi)
    if akar is None or not _main_namespace(akar[1]):
        return None
    awal = isi.find(b"<sheetData>", akar.end())
    if awal < 0 or not _plain_head(isi[akar.end() : awal]):
        return None
    p, nomor, terakhir = awal + len(b"<sheetData>"), 0, 0
    kolom_sebaris = re.compile(rb'<c r="([A-Z]+)').findall
    bentuk: set[bytes] = set()
    kolom: set[bytes] = set()
    tebakan, sisa = _TEBAKAN, 0
    dinyatakan = {*re.findall(_NAMA_ATRIBUT, akar[1])}
    atribut: set[bytes] = {b""}
    while (m := _ROW.match(isi, p)) is not None:
        baris, sel = int(m[1]), m[3]
        if baris <= nomor or (m[2] not in atribut and not _sound_attributes(m[2], dinyatakan)):
            return None
        atribut.add(m[2])
        if sel:
            # Each cell leaves "<" and its column's letters here; other capitals can only add to them, and in a
            # sheet where they do in most rows this shortcut is none: the rest is looked at as a whole.
            huruf = sel.translate(None, _BUKAN_TANDA) if tebakan else b""
            if tebakan and huruf not in bentuk:
                sebaris = kolom_sebaris(sel)
                if len({*sebaris}) < len(sebaris):
                    return None
                kolom.update(sebaris)
                if huruf.replace(b"<", b"") == b"".join(sebaris):
                    bentuk.add(huruf)
                else:
                    tebakan -= 1
                    sisa = m.end()
            terakhir = baris
        p, nomor = m.end(), baris
    if not tebakan:
        alamat = re.compile(rb'<c r="([A-Z]+[0-9]+)').findall(isi, sisa, p)
        if len({*alamat}) < len(alamat):
            return None
        kolom.update(b" ".join(alamat).translate(None, b"0123456789").split())
    tutup = b"</sheetData>"
    if not isi.startswith(tutup, p) or isi.find(b"sheetData", p + len(tutup)) >= 0 or not _sound(isi):
        return None
    # Searched from the end, this needle lets the search take longer steps.
    berumus = isi.rfind(b"<f", awal, p) >= 0
    data = b"".join((_BUKA, memoryview(isi)[awal : p + len(tutup)], b"</worksheet>"))
    ujung = terakhir, _last_column(kolom)
    return PlainSheet(
        data, *(ujung if ujung[0] * ujung[1] <= bagian_sel else _extent(data)), berumus, frozenset(atribut)
    )


def _sound_attributes(atribut: bytes, dinyatakan: set[bytes]) -> bool:
    """Whether the attributes after a row's number are each there once, under a prefix that is declared."""
    nama = re.findall(_NAMA_ATRIBUT, atribut)
    bersih = all(b"xmlns:" + n.partition(b":")[0] in dinyatakan for n in nama if b":" in n)
    return bersih and len({*nama, b"r"}) > len(nama)


def _sound(isi: bytes) -> bool:
    """Whether the part is UTF-8 of characters that XML allows, references whole, no attribute of a formula twice."""
    if len(isi.translate(None, _KENDALI)) < len(isi) or (isi.find(b"]") >= 0 and isi.find(b"]]>") >= 0):
        return False
    if isi.find(b"&") >= 0 and re.search(_RUJUKAN, isi):
        return False
    for atribut in re.findall(rb"<f( [^>]*)>", isi) if isi.rfind(b"<f ") >= 0 else ():
        nama = re.findall(_NAMA_ATRIBUT, atribut)
        if len({*nama}) < len(nama):
            return False
    try:
        if not isi.isascii():
            teks = isi.decode()
            return "\ufffe" not in teks and "\uffff" not in teks
    except UnicodeDecodeError:
        return False
    return True


def _extent(data: bytes) -> tuple[int, int]:
    """The last row and the last column (one-based, 0 for none) of a plain sheet with anything in them."""
    terisi = re.findall(_TERISI, data)
    return int(terisi[-1][1]) if terisi else 0, _last_column({k for k, _ in terisi})


def _last_column(huruf: Iterable[bytes]) -> int:
    return max((column_number(h.decode()) for h in huruf), default=0)


def _main_namespace(atribut: bytes) -> bool:
    ruang, nama = _RUANG.findall(atribut), re.findall(_NAMA_ATRIBUT, atribut)
    return len(ruang) == 1 and len({*nama}) == len(nama) and ruang[0].decode("latin-1") in UTAMA


def _plain_head(kepala: bytes) -> bool:
    """Whether what stands before ``sheetData`` is closed, and nothing there can hide or change it."""
    if any(kepala.find(t) >= 0 for t in (b"<!", b"<?", b"xmlns", b"sheetData")):
        return False
    dalam = 0
    p = kepala.find(b"<")
    while p >= 0:
        q = kepala.find(b">", p)
        if q < 0 or kepala.count(b'"', p, q) % 2 or kepala.find(b"'", p, q) >= 0:
            return False
        if kepala[p + 1 : p + 2] == b"/":
            dalam -= 1
        elif kepala[q - 1 : q] != b"/":
            dalam += 1
        p = kepala.find(b"<", q)
    return dalam == 0


def plain_strings(isi: bytes, bagian: str) -> tuple[bytes, int]:
    """The shared texts in the form that is read one way, and how many there are.

    The counts that the part itself states serve only to reserve memory and are left out.
    """
    akar = _AKAR_TEKS.match(isi)
    if akar is not None and _main_namespace(akar[1]) and _ISI_TEKS.fullmatch(isi, akar.end()):
        badan = isi[akar.end() :]
        if badan.find(b"xmlns") < 0 and _sound(badan):
            return f'<sst xmlns="{UTAMA[0]}">'.encode() + badan, badan.count(b"<si>")
    baca = _Texts(isi, bagian)
    potongan = "".join(f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in baca.teks)
    return f'<sst xmlns="{UTAMA[0]}">{potongan}</sst>'.encode(), len(baca.teks)


def escape(teks: str) -> str:
    """Text as XML content."""
    return teks.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Walker:
    """Elements of the main namespace with their path; those of other namespaces are left out with all they hold."""

    akar = ""

    def __init__(self, isi: bytes, bagian: str) -> None:
        self.bagian = bagian
        self.jalur: list[str] = []
        self._asing = 0
        self._utama = ""
        self._proses = False
        self._siap()
        parse_xml(isi, self._mulai, self._selesai, self._huruf, ruang_nama=True)

    def _siap(self) -> None:
        raise NotImplementedError

    def buka(self, nama: str, atribut: dict[str, str]) -> bool:
        """An element begins (already on the path); whether its content counts."""
        raise NotImplementedError

    def tutup(self, nama: str) -> None:
        """An element ends (still on the path)."""
        raise NotImplementedError

    def huruf(self, teks: str) -> None:
        """Text inside the element at the end of the path."""
        raise NotImplementedError

    def ikut(self) -> bool:
        """Whether the present place decides about values, so nothing ambiguous may stand there."""
        raise NotImplementedError

    def tempat(self) -> str:
        """The place to name in a message."""
        return f"bagian {self.bagian[:80]}"

    def salah(self, apa: str) -> Damaged:
        """The refusal that names the place."""
        return Damaged(f"{self.tempat()}: {apa}")

    def _mulai(self, unsur: str, atribut: dict[str, str]) -> None:
        self._proses = self._proses or f"{MC} ProcessContent" in atribut
        if self._asing:
            self._asing += 1
            return
        ruang, _, nama = unsur.rpartition(" ")
        if not self.jalur:
            if ruang not in UTAMA or nama != self.akar:
                raise Damaged(f"bagian {self.bagian[:80]} bukan {self.akar}")
            self._utama = ruang
        if ruang != self._utama:
            if self.ikut() and (ruang == MC or ruang in UTAMA or self._proses or self.jalur[-1] in ("v", "t")):
                raise self.salah(f"unsur {nama[:30]} yang dapat dibaca dua cara")
            self._asing = 1
            return
        self.jalur.append(nama)
        if not self.buka(nama, atribut):
            self.jalur.pop()
            self._asing = 1

    def _selesai(self, unsur: str) -> None:
        if self._asing:
            self._asing -= 1
            return
        self.tutup(self.jalur[-1])
        self.jalur.pop()

    def _huruf(self, teks: str) -> None:
        if not self._asing:
            self.huruf(teks)


class _Texts(_Walker):
    """The shared texts of a part, runs joined and phonetic guides left out."""

    akar = "sst"

    def _siap(self) -> None:
        self.teks: list[str] = []
        self._potongan: list[str] = []

    def ikut(self) -> bool:
        return True

    def buka(self, nama: str, atribut: dict[str, str]) -> bool:
        if nama == "si" and len(self.jalur) == 2:
            self._potongan = []
        return (*self.jalur[1:],) in (("si",), ("si", "t"), ("si", "r"), ("si", "r", "t")) or nama == "sst"

    def tutup(self, nama: str) -> None:
        if nama == "si":
            self.teks.append("".join(self._potongan))

    def huruf(self, teks: str) -> None:
        if self.jalur and self.jalur[-1] == "t":
            self._potongan.append(teks)


class _Rewriter(_Walker):
    """A sheet parsed as the standard says; ``data`` is its ``sheetData`` in ordinary form."""

    akar = "worksheet"

    def __init__(self, isi: bytes, bagian: str, jumlah_teks: int, *, rumus: bool = False) -> None:
        self._jumlah_teks = jumlah_teks
        self._simpan_rumus = rumus
        super().__init__(isi, bagian)
        potongan = ["<sheetData>"]
        for nomor in sorted(self._sel):
            sel = "".join(f'<c r="{kolom}{nomor}"{isi_}' for kolom, isi_ in self._sel[nomor].items())
            potongan.append(f'<row r="{nomor}">{sel}</row>')
        self.data = ("".join(potongan) + "</sheetData>").encode("utf-8", "surrogatepass")

    def _siap(self) -> None:
        self._sel: dict[int, dict[str, str]] = {}
        self._ada_data = False
        self._r = self._c = 0
        self._alamat: tuple[str, int] | None = None
        self._atribut: dict[str, str] = {}
        self._unsur: list[str] = []
        self._nilai: list[str] = []
        self._rumus: list[str] = []
        self._atribut_rumus: dict[str, str] = {}

    def ikut(self) -> bool:
        return len(self.jalur) > 1 and self.jalur[1] == "sheetData"

    def tempat(self) -> str:
        sel = "" if self._alamat is None else f", sel {self._alamat[0]}{self._alamat[1]}"
        if not sel and self._r and self.ikut():
            sel = f", sel {_letters(self._c + 1)}{self._r}"
        return f"bagian {self.bagian[:80]}{sel}"

    def buka(self, nama: str, atribut: dict[str, str]) -> bool:
        dalam = len(self.jalur)
        if nama == "sheetData":
            if self._ada_data or dalam != 2:
                raise self.salah("sheetData ada dua kali, atau tidak di tempatnya")
            self._ada_data = True
        if not self.ikut():
            return True
        if dalam == 3:
            if nama != "row":
                raise self.salah(f"unsur {nama[:30]} di luar baris")
            self._row(atribut.get("r"))
        elif dalam == 4 and nama == "c":
            self._cell(atribut)
        elif dalam >= 5:
            self._unsur.append(nama)
            if self.jalur[-2] in ("v", "t", "f"):
                raise self.salah(f"unsur {nama[:30]} di dalam nilai")
            tempat = (*self.jalur[4:],)
            if tempat == ("f",):
                self._atribut_rumus = atribut
            return tempat in (("v",), ("f",), ("is",), ("is", "t"), ("is", "r"), ("is", "r", "t"))
        return dalam <= 3 or nama == "c"

    def _row(self, nomor: str | None) -> None:
        self._c = 0
        if nomor is None:
            self._r += 1
        elif nomor.isascii() and nomor.isdigit() and len(nomor) <= 7 and int(nomor):
            self._r = int(nomor)
        else:
            raise self.salah(f"nomor baris “{nomor[:20]}” tidak berlaku")

    def _cell(self, atribut: dict[str, str]) -> None:
        alamat = atribut.get("r")
        self._atribut, self._unsur, self._nilai = atribut, [], []
        self._rumus, self._atribut_rumus = [], {}
        if alamat is None:
            self._c += 1
            baris = self._r
        else:
            m = re.fullmatch(_ALAMAT, alamat)
            if m is None:
                raise self.salah(f"alamat sel “{alamat[:20]}” tidak berlaku")
            self._c, baris = column_number(m[1]), int(m[2])
        if baris > BARIS_EXCEL or self._c > KOLOM_EXCEL or not baris:
            raise LimitExceeded(f"sel pada baris {baris}, kolom {self._c}")
        self._alamat = (_letters(self._c), baris)

    def huruf(self, teks: str) -> None:
        if self.jalur[-1] in ("v", "t") and self.ikut():
            self._nilai.append(teks)
        elif self.jalur[-1] == "f" and self._simpan_rumus:
            self._rumus.append(teks)

    def tutup(self, nama: str) -> None:
        if nama != "c" or not self.ikut() or len(self.jalur) != 4:
            return
        assert self._alamat is not None
        kolom, baris = self._alamat
        isi = self._content()
        if isi:
            if baris > BARIS:
                raise LimitExceeded(f"sel terisi di {kolom}{baris} (paling banyak {BARIS:,} baris)".replace(",", "."))
            if baris != self._r:
                raise self.salah(f"alamatnya bukan di baris {self._r} tempat sel itu berada")
            sebaris = self._sel.setdefault(baris, {})
            if kolom in sebaris:
                raise self.salah("sel ada dua kali")
            sebaris[kolom] = isi
        self._alamat = None

    def _content(self) -> str:
        """What follows the address of the cell in ordinary form; "" for a cell that holds nothing."""
        v, i, f = (self._unsur.count(u) for u in ("v", "is", "f"))
        if not v and not i and not f:
            return ""
        if v + i > 1 or f > 1:
            raise self.salah("lebih dari satu nilai")
        gaya, tipe = self._atribut.get("s", "0"), self._atribut.get("t", "n")
        if not (gaya.isascii() and gaya.isdigit()) or len(gaya) > 5:
            raise self.salah("gaya sel tidak berlaku")
        nilai = "".join(self._nilai)
        if f and tipe in ("s", "inlineStr"):
            raise self.salah("rumus di sel berisi teks tetap")
        if (i and tipe != "inlineStr") or (v and tipe == "inlineStr"):
            raise self.salah("jenis sel dan nilainya tidak sama")
        if tipe not in ("str", "inlineStr"):
            nilai = nilai.strip(" \t\r\n")
            if v and not self._valid(tipe, nilai):
                raise self.salah(f"nilai “{nilai[:20]}” tidak berlaku")
            if tipe == "b":
                nilai = {"true": "1", "false": "0"}.get(nilai, nilai)
        kepala = f' s="{gaya}" t="{tipe}">' + self._formula() * f
        if i:
            kepala = f' s="{gaya}" t="{tipe}">'
            return f'{kepala}<is><t xml:space="preserve">{escape(nilai)}</t></is></c>'
        return kepala + (f"<v>{escape(nilai)}</v></c>" if v else "</c>")

    def _formula(self) -> str:
        a = self._atribut_rumus
        if not self._simpan_rumus or not (a.get("t", "normal") + a.get("si", "")).isalnum():
            return "<f></f>"
        bersama = f' t="{a["t"]}" si="{a.get("si", "")}"' if "t" in a else ""
        return f"<f{bersama}>{escape(''.join(self._rumus))}</f>"

    def _valid(self, tipe: str, nilai: str) -> bool:
        if tipe == "s":
            return nilai.isascii() and nilai.isdigit() and len(nilai) <= 7 and int(nilai) < self._jumlah_teks
        if tipe == "b":
            return nilai in ("0", "1", "true", "false")
        pola = {"n": _ANGKA_UTUH, "d": _TANGGAL, "e": _GALAT}.get(tipe)
        return pola is not None and re.fullmatch(pola, nilai) is not None


def column_number(huruf: str) -> int:
    """One-based number of a column's letters ("A" is 1, "XFD" 16384), in either case."""
    n = 0
    for c in huruf:
        n = n * 26 + (ord(c) & 31)
    return n


def _letters(kolom: int) -> str:
    """Letters of a one-based column."""
    huruf = ""
    while kolom:
        kolom, sisa = divmod(kolom - 1, 26)
        huruf = chr(65 + sisa) + huruf
    return huruf
