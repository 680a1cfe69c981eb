"""Sheets and shared texts in the form that spreadsheet programs write: proven to be read one way, byte for byte.

The proof is a few passes of patterns over the bytes, none of them cell by cell.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import lt

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.package_xlsx import UTAMA


class Filled(NamedTuple):
    """The filled cells of a row in order, by zero-based columns.

    ``kolom`` are those with a number (``angka``) or a shared text, ``sendiri`` those with a text of their own;
    ``lebar`` is how many columns the last of them is from the left, 0 without any.
    """

    kolom: tuple[int, ...]
    angka: tuple[bool, ...]
    sendiri: tuple[int, ...]
    lebar: int


class RowShape(NamedTuple):
    """What the shape of a row says: its columns, and those that may hold formulas.

    ``terisi`` are its filled cells, None when one holds something else than a text or a number. ``lewat`` is how many
    rows without any cells stand before it.
    """

    kolom: frozenset[bytes]
    berumus: frozenset[bytes]
    terisi: Filled | None
    lewat: int


_ATR = rb"""(?: (?!xmlns)[\w:.-]+="[^"<]*+")*+"""
_RUMUS = rb"<f(" + _ATR + rb")(?:/>|>[^<]*</f>)"
#: What stands in place of a formula while rows are looked at: no text goes on beyond it, and no XML holds such a byte.
_TANDA_RUMUS = b"<\x01>"
#: What follows a formula where no value stands behind it, or 0.
_TANPA_HASIL = (b"</c>", b"<v></v>", b"<v/>", b"<v />", b"<v>0</v>")
_ANGKA = rb"[-+]?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]{1,3}|)"
#: The name of an error value.
NAMA_GALAT = rb"(?:#[A-Z0-9/_]{1,30}[!?]?|Err:[0-9]{1,4})"
# One character that ends a text is looked for ten times faster than one of two.
_T = rb'<t(?: xml:space="preserve"|)>[^<]*+</t>'
_F = rb"(?:" + _TANDA_RUMUS + rb"|)"
_CELL = (
    rb'<c r="[A-Z]{1,3}+\1"(?: s="[0-9]{1,5}+"|)(?:/>| t="s"><v>[0-9]{1,7}+</v></c>|></c>| t="inlineStr"><is>' + _T +
    rb'</is></c>|(?: t="n"|)>' + _F + rb"(?:<v>" + _ANGKA + rb"</v>|<v ?/>|)</c>"
    rb'| t="(?:str">' + _F + rb'(?:<v>[^<]*+</v>|<v ?/>|)|b">' + _F + rb'(?:<v>[01]</v>|)|e">' + _F +
    rb"(?:<v>" + NAMA_GALAT + rb'</v>|)|d">' + _F + rb"<v>[-0-9T:.Z+]*</v>)</c>| ?/>)"
)  # fmt: skip
_ROW = rb'<row r="([0-9]{1,7})"(' + _ATR + rb")(?:/>|>(?:" + _CELL + rb")*+</row>)"
_DATA, _AKHIR_DATA = b"<sheetData>", b"</sheetData>"
_KENDALI = bytes(c for c in range(0x20) if c not in b"\t\n\r")
#: All bytes but those that tell where a cell begins, in which column, of which type it is, whether it has a formula
#: and a value, and where a row ends.
_BUKAN_BENTUK = bytes(set(range(256)) - {*b'\x01<>"/cnstvwABCDEFGHIJKLMNOPQRSTUVWXYZ'})
_KOLOM_BENTUK = rb'<c"([A-Z]+)"'
_BENTUK_BERUMUS = _KOLOM_BENTUK + rb"[^<]*" + _TANDA_RUMUS
#: In a shape: a text of its own (``t="inlineStr"``), or a cell that is blank, a shared text, such a text, or a number;
#: a row of these, after rows without any.
_SENDIRI = b't"nnSt"'
_POLOS = (
    rb'<c"[A-Z]+"(?:s"")?(?:/>|></c>|t"s"><v></v></c>|' + _SENDIRI + rb'><s></t></s></c>|(?:t"n")?>(?:' +
    _TANDA_RUMUS + rb")?<v>E?</v></c>)"
)  # fmt: skip
_BARIS_POLOS = rb"((?:<w[^<>/]*/>)*+)(?:<w[^<>/]*>(?:" + _POLOS + rb")*+)?"
_TERISI_BENTUK = _KOLOM_BENTUK + rb'(?:s"")?(t"s"|' + _SENDIRI + rb'|)(?:t"n")?>(?:' + _TANDA_RUMUS + rb")?<[vs]>"
#: Different shapes of rows beyond which the cells themselves are compared, and bytes of one that is remembered.
_BENTUK, _BENTUK_DIINGAT = 64, 4096
_TERISI = rb'<c r="([A-Z]+)([0-9]+)[^>]*[^/]>(?!</c>)'
_NAMA_ATRIBUT = rb'\s([\w:.-]+)="'
_RUJUKAN = rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
_AKAR = (
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1.0["'](?: encoding=["'][\w.-]+["']|)"""
    rb"""(?: standalone=["'](?:yes|no)["']|) ?\?>|)\s*<(worksheet|sst)((?:\s+[\w:.-]+="[^"<]*")*+)\s*>"""
)
_RUANG = rb'\sxmlns="([^"]*)"'
#: Shared texts without fonts of their own, as most files have them, and all others of the ordinary form.
_TEKS_POLOS = rb"\s*+(?:<si>" + _T + rb"</si>\s*+)*+</sst>\s*"
_SATU_ATRIBUT = rb"""(?: (?:val|rgb|theme|indexed|auto)="[^"<]*+"(?: tint="[^"<]*+"|)|)"""
_FONETIK = rb"""(?: fontId="[0-9]+"|)(?: type="\w+"|)(?: alignment="\w+"|)"""
_TEKS = (
    rb"\s*+(?:<si>(?:" + _T + rb"|(?:<r>(?:<rPr>(?:<[A-Za-z]+" + _SATU_ATRIBUT + rb"\s?/>)*+</rPr>|)" + _T +
    rb"</r>)++)(?:<phoneticPr" + _FONETIK + rb"\s?/>|)</si>\s*+)*+</sst>\s*"
)  # fmt: skip

# For merged ranges, which nobody here asks for, the reading library goes through the whole sheet a second
# time, until it meets them. Said to be none before the cells, they cost nothing.
BUKA = f'<worksheet xmlns="{UTAMA[0]}"><mergeCells></mergeCells>'.encode()


class PlainSheet(NamedTuple):
    """A sheet that is read one way, and the last row and column (one-based, 0 for none) that it is booked with.

    ``berumus`` are the columns that may hold formulas; ``tanpa_hasil``: some may have no value, or 0; ``larik``: some
    may fill other cells too. ``atribut`` are the different attributes of its rows, numbers aside.
    ``nomor`` are the numbers of its rows and ``bentuk`` their shapes, None where they differ too much.
    ``asli``: its cells stand in the part just so; nothing was written anew.
    """

    isi: bytes
    baris: int
    kolom: int
    berumus: frozenset[bytes]
    tanpa_hasil: bool
    larik: bool
    atribut: frozenset[bytes]
    nomor: list[int]
    bentuk: list[RowShape] | None
    asli: bool = True


def plain_sheet(isi: bytes, bagian_sel: int) -> PlainSheet | None:
    """``sheetData`` of a sheet in ordinary form, each row and cell once and rows in order; None for any other.

    *bagian_sel* as in :func:`zi_cli.worksheet.formats.strict_xlsx.one_reading`.
    """
    akar = _pattern(_AKAR).match(isi)
    if akar is None or akar[1] != b"worksheet" or not _main_namespace(akar[2]):
        return None
    awal = isi.find(_DATA, akar.end())
    if awal < 0 or not _plain_head(isi[akar.end() : awal]):
        return None
    akhir = isi.rfind(_AKHIR_DATA, awal)
    if akhir < 0 or isi.find(b"sheetData", akhir + len(_AKHIR_DATA)) >= 0:
        return None
    # What stands between two rows, then number and attributes of the next, and so on.
    baris = isi[awal + len(_DATA) : akhir]
    # Searched from the end, this needle and others let the search take longer steps.
    berumus = baris.rfind(b"<f") >= 0
    # What stands between two formulas, then the attributes of the next, and so on.
    luar_rumus = _pattern(_RUMUS).split(baris) if berumus else [baris]
    tanpa_rumus, rumus = _TANDA_RUMUS.join(luar_rumus[::2]), {*luar_rumus[1::2]}
    potongan = _pattern(_ROW).split(tanpa_rumus)
    if any(potongan[::3]):
        return None
    nomor = [*map(int, potongan[1::3])]
    atribut = {b"", *potongan[2::3]}
    dinyatakan = {b"xmlns:xml", *_pattern(_NAMA_ATRIBUT).findall(akar[2])}
    if not all(map(lt, nomor, nomor[1:])) or not all(_sound_attributes(a, dinyatakan) for a in atribut):
        return None
    # An attribute spelled with references says something else than it seems to; beyond a ">" nobody looks for more.
    if not all(_sound_attributes(a, dinyatakan) and b"&" not in a and b">" not in a for a in rumus):
        return None
    semua = _columns(tanpa_rumus)
    if semua is None or not (_clean(isi) and _sound(isi)):
        return None
    kolom, kolom_berumus, bentuk = semua
    tempat = baris.rfind(b'<row r="', 0, max(baris.rfind(b"<c "), 0)) + len(b'<row r="')
    terakhir = int(baris[tempat : baris.find(b'"', tempat)]) if kolom else 0
    ujung = terakhir, _last_column(kolom)
    data = b"".join((BUKA, memoryview(isi)[awal : akhir + len(_AKHIR_DATA)], b"</worksheet>"))
    return PlainSheet(
        data,
        *(ujung if ujung[0] * ujung[1] <= bagian_sel else _extent(data)),
        frozenset(kolom_berumus) if berumus else frozenset(),
        any(p.startswith(_TANPA_HASIL) for p in luar_rumus[2::2]),
        any(b"array" in a or b"dataTable" in a for a in rumus),
        frozenset(atribut),
        nomor,
        bentuk,
    )


def _columns(baris: bytes) -> tuple[set[bytes], set[bytes], list[RowShape] | None] | None:
    """The columns of rows that are proven, those that may hold a formula, and the rows' shapes.

    None when a cell stands twice. In *baris* marks stand for formulas. The shape of a row are its bytes without
    ``_BUKAN_BENTUK``: a cell begins with ``<c"AB"`` and with nothing else, and a row ends with ``</w>``. Rows of one
    shape have the same columns.
    """
    bentuk = _without_texts(baris).translate(None, _BUKAN_BENTUK).split(b"</w>")
    berbeda = {*bentuk}
    kolom: set[bytes] = set()
    berumus: set[bytes] = set()
    if len(berbeda) > _BENTUK:
        alamat = re.findall(rb'<c r="([A-Z]+[0-9]+)', baris)
        if len({*alamat}) < len(alamat):
            return None
        kolom = {*b" ".join(alamat).translate(None, b"0123456789").split()}
        return kolom, kolom, None
    arti: dict[bytes, RowShape] = {}
    for satu in berbeda:
        a = (_row_shape if len(satu) <= _BENTUK_DIINGAT else _row_shape.__wrapped__)(satu)
        if a is None:
            return None
        arti[satu] = a
    for a in arti.values():
        kolom |= a.kolom
        berumus |= a.berumus
    return kolom, berumus, [arti[b] for b in bentuk]


def _without_texts(baris: bytes) -> bytes:
    """Proven rows without the texts in their cells, which would make each row a shape of its own."""
    awal = baris.find(b"inlineStr")
    if awal < 0:
        return baris
    # Often these are the titles alone.
    akhir = baris.find(b"</is>", baris.rfind(b"inlineStr"))
    return b"".join((baris[:awal], re.sub(rb"<t[^<]*+", b"", baris[awal:akhir]), baris[akhir:]))


@lru_cache(maxsize=512)
def _row_shape(bentuk: bytes) -> RowShape | None:
    """None when a column stands twice."""
    kolom = re.findall(_KOLOM_BENTUK, bentuk)
    if len({*kolom}) < len(kolom):
        return None
    berumus = frozenset(re.findall(_BENTUK_BERUMUS, bentuk))
    polos = _pattern(_BARIS_POLOS).fullmatch(bentuk)
    if polos is None:
        return RowShape(frozenset(kolom), berumus, None, 0)
    sel = [(column_number(k.decode()) - 1, jenis) for k, jenis in re.findall(_TERISI_BENTUK, bentuk)]
    nilai = [(k, jenis == b"") for k, jenis in sel if jenis != _SENDIRI]
    sendiri = tuple(k for k, jenis in sel if jenis == _SENDIRI)
    lebar = max((k + 1 for k, _ in sel), default=0)
    terisi = Filled(tuple(k for k, _ in nilai), tuple(a for _, a in nilai), sendiri, lebar)
    return RowShape(frozenset(kolom), berumus, terisi, polos[1].count(b"<w"))


class PlainTexts(NamedTuple):
    """Shared texts that are read one way, how many there are, and whether parts of them may have fonts of their own."""

    isi: bytes
    jumlah: int
    beragam: bool


def plain_texts(isi: bytes) -> PlainTexts | None:
    """Shared texts in ordinary form, without the counts they state; None for any other."""
    akar = _pattern(_AKAR).match(isi)
    if akar is None or akar[1] != b"sst" or not _main_namespace(akar[2]):
        return None
    polos = _pattern(_TEKS_POLOS).fullmatch(isi, akar.end())
    if not (polos or _pattern(_TEKS).fullmatch(isi, akar.end())):
        return None
    badan = isi[akar.end() :]
    if not (_clean(badan) and _sound(badan)):
        return None
    jumlah = badan.count(b"</t></si>" if polos else b"</si>")
    return PlainTexts(f'<sst xmlns="{UTAMA[0]}">'.encode() + badan, jumlah, not polos)


@cache
def _pattern(pola: bytes) -> re.Pattern[bytes]:
    """Compiled when first used: other formats need none of them, and each takes as long as reading a sheet."""
    return re.compile(pola)


def _sound_attributes(atribut: bytes, dinyatakan: set[bytes]) -> bool:
    """Whether attributes of a row (but its number) or of a formula are each there once, their prefixes declared."""
    if not atribut:
        return True
    nama = re.findall(_NAMA_ATRIBUT, atribut)
    bersih = all(b"xmlns:" + n.partition(b":")[0] in dinyatakan for n in nama if b":" in n)
    return bersih and len({*nama, b"r"}) > len(nama)


def _clean(isi: bytes) -> bool:
    """Whether there is no control character that XML does not allow."""
    return not any(c in isi for c in _KENDALI)


def _sound(isi: bytes) -> bool:
    """Whether the part is UTF-8 of characters that XML allows, with references that are whole.

    Control characters apart: see :func:`_clean`.
    """
    if isi.find(b"]") >= 0 and isi.find(b"]]>") >= 0:
        return False
    if isi.find(b"&") >= 0 and re.search(_RUJUKAN, isi):
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


@lru_cache(maxsize=1024)
def column_number(huruf: str) -> int:
    """One-based number of a column's letters ("A" is 1, "XFD" 16384), in either case."""
    n = 0
    for c in huruf:
        n = n * 26 + (ord(c) & 31)
    return n


def _main_namespace(atribut: bytes) -> bool:
    ruang, nama = re.findall(_RUANG, atribut), re.findall(_NAMA_ATRIBUT, atribut)
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
