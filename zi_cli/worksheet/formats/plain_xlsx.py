"""Sheets and shared texts in the form that spreadsheet programs write: proven to be read one way, byte for byte.

The proof is a few passes of patterns over the bytes, none of them cell by cell.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import lt

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS


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
_FORMULA = rb"<f(" + _ATR + rb")(?:/>|>[^<]*</f>)"
#: What stands in place of a formula while rows are looked at: no text goes on beyond it, and no XML holds such a byte.
_FORMULA_MARK = b"<\x01>"
#: What follows a formula where no value stands behind it, or 0.
_NO_RESULT = (b"</c>", b"<v></v>", b"<v/>", b"<v />", b"<v>0</v>")
_NUMBER = rb"[-+]?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]{1,3}|)"
#: The name of an error value.
ERROR_NAME = rb"(?:#[A-Z0-9/_]{1,30}[!?]?|Err:[0-9]{1,4})"
# One character that ends a text is looked for ten times faster than one of two.
_T = rb'<t(?: xml:space="preserve"|)>[^<]*+</t>'
_F = rb"(?:" + _FORMULA_MARK + rb"|)"
_CELL = (
    rb'<c r="[A-Z]{1,3}+\1"(?: s="[0-9]{1,5}+"|)(?:/>| t="s"><v>[0-9]{1,7}+</v></c>|></c>| t="inlineStr"><is>' + _T +
    rb'</is></c>|(?: t="n"|)>' + _F + rb"(?:<v>" + _NUMBER + rb"</v>|<v ?/>|)</c>"
    rb'| t="(?:str">' + _F + rb'(?:<v>[^<]*+</v>|<v ?/>|)|b">' + _F + rb'(?:<v>[01]</v>|)|e">' + _F +
    rb"(?:<v>" + ERROR_NAME + rb'</v>|)|d">' + _F + rb"<v>[-0-9T:.Z+]*</v>)</c>| ?/>)"
)  # fmt: skip
_ROW = rb'<row r="([0-9]{1,7})"(' + _ATR + rb")(?:/>|>(?:" + _CELL + rb")*+</row>)"
_DATA, _DATA_END = b"<sheetData>", b"</sheetData>"
_CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\n\r")
#: All bytes but those that tell where a cell begins, in which column, of which type it is, whether it has a formula
#: and a value, and where a row ends.
_NOT_SHAPE = bytes(set(range(256)) - {*b'\x01<>"/cnstvwABCDEFGHIJKLMNOPQRSTUVWXYZ'})
_SHAPE_COLUMN = rb'<c"([A-Z]+)"'
_FORMULA_SHAPE = _SHAPE_COLUMN + rb"[^<]*" + _FORMULA_MARK
#: In a shape: a text of its own (``t="inlineStr"``), or a cell that is blank, a shared text, such a text, or a number;
#: a row of these, after rows without any.
_OWN_TEXT = b't"nnSt"'
_PLAIN = (
    rb'<c"[A-Z]+"(?:s"")?(?:/>|></c>|t"s"><v></v></c>|' + _OWN_TEXT + rb'><s></t></s></c>|(?:t"n")?>(?:' +
    _FORMULA_MARK + rb")?<v>E?</v></c>)"
)  # fmt: skip
_PLAIN_ROW = rb"((?:<w[^<>/]*/>)*+)(?:<w[^<>/]*>(?:" + _PLAIN + rb")*+)?"
_FILLED_SHAPE = _SHAPE_COLUMN + rb'(?:s"")?(t"s"|' + _OWN_TEXT + rb'|)(?:t"n")?>(?:' + _FORMULA_MARK + rb")?<[vs]>"
#: Different shapes of rows beyond which the cells themselves are compared, and bytes of one that is remembered.
_MAX_SHAPES, _SHAPES_KEPT = 64, 4096
_FILLED = rb'<c r="([A-Z]+)([0-9]+)[^>]*[^/]>(?!</c>)'
_ATTRIBUTE_NAME = rb'\s([\w:.-]+)="'
_ENTITY = rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
_ROOT = (
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1.0["'](?: encoding=["'][\w.-]+["']|)"""
    rb"""(?: standalone=["'](?:yes|no)["']|) ?\?>|)\s*<(worksheet|sst)((?:\s+[\w:.-]+="[^"<]*")*+)\s*>"""
)
_NAMESPACE = rb'\sxmlns="([^"]*)"'
#: Shared texts without fonts of their own, as most files have them, and all others of the ordinary form.
_PLAIN_TEXTS = rb"\s*+(?:<si>" + _T + rb"</si>\s*+)*+</sst>\s*"
_ONE_ATTRIBUTE = rb"""(?: (?:val|rgb|theme|indexed|auto)="[^"<]*+"(?: tint="[^"<]*+"|)|)"""
_PHONETIC = rb"""(?: fontId="[0-9]+"|)(?: type="\w+"|)(?: alignment="\w+"|)"""
_TEXTS = (
    rb"\s*+(?:<si>(?:" + _T + rb"|(?:<r>(?:<rPr>(?:<[A-Za-z]+" + _ONE_ATTRIBUTE + rb"\s?/>)*+</rPr>|)" + _T +
    rb"</r>)++)(?:<phoneticPr" + _PHONETIC + rb"\s?/>|)</si>\s*+)*+</sst>\s*"
)  # fmt: skip

# For merged ranges, which nobody here asks for, the reading library goes through the whole sheet a second
# time, until it meets them. Said to be none before the cells, they cost nothing.
OPENING = f'<worksheet xmlns="{MAIN_NS[0]}"><mergeCells></mergeCells>'.encode()


class PlainSheet(NamedTuple):
    """A sheet that is read one way, and the last row and column (one-based, 0 for none) that it is booked with.

    ``berumus`` are the columns that may hold formulas; ``tanpa_hasil``: some may have no value, or 0; ``larik``: some
    may fill other cells too. ``atribut`` are the different attributes of its rows, numbers aside.
    ``nomor`` are the numbers of its rows and ``bentuk`` their shapes, None where they differ too much. ``teks`` are the
    texts that stand in its cells, in order, each from its ``<t`` on to the "<" behind it.
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
    teks: bytes
    asli: bool = True


def plain_sheet(content: bytes, cell_share: int) -> PlainSheet | None:
    """``sheetData`` of a sheet in ordinary form, each row and cell once and rows in order; None for any other.

    *cell_share* as in :func:`zi_cli.worksheet.formats.strict_xlsx.one_reading`.
    """
    root = _pattern(_ROOT).match(content)
    if root is None or root[1] != b"worksheet" or not _main_namespace(root[2]):
        return None
    start = content.find(_DATA, root.end())
    if start < 0 or not _plain_head(content[root.end() : start]):
        return None
    end = content.rfind(_DATA_END, start)
    if end < 0 or content.find(b"sheetData", end + len(_DATA_END)) >= 0:
        return None
    # What stands between two rows, then number and attributes of the next, and so on.
    row = content[start + len(_DATA) : end]
    # Searched from the end, this needle and others let the search take longer steps.
    with_formulas = row.rfind(b"<f") >= 0
    # What stands between two formulas, then the attributes of the next, and so on.
    luar_rumus = _pattern(_FORMULA).split(row) if with_formulas else [row]
    without_formulas, formulas = _FORMULA_MARK.join(luar_rumus[::2]), {*luar_rumus[1::2]}
    pieces = _pattern(_ROW).split(without_formulas)
    if any(pieces[::3]):
        return None
    numbers = [*map(int, pieces[1::3])]
    attributes = {b"", *pieces[2::3]}
    declared = {b"xmlns:xml", *_pattern(_ATTRIBUTE_NAME).findall(root[2])}
    if not all(map(lt, numbers, numbers[1:])) or not all(_sound_attributes(a, declared) for a in attributes):
        return None
    # An attribute spelled with references says something else than it seems to; beyond a ">" nobody looks for more.
    if not all(_sound_attributes(a, declared) and b"&" not in a and b">" not in a for a in formulas):
        return None
    without_texts, texts = _without_texts(without_formulas)
    every = _columns(without_texts)
    if every is None or not (_clean(content) and _sound(content)):
        return None
    column, formula_columns, shape = every
    place = row.rfind(b'<row r="', 0, max(row.rfind(b"<c "), 0)) + len(b'<row r="')
    last = int(row[place : row.find(b'"', place)]) if column else 0
    edge = last, _last_column(column)
    data = b"".join((OPENING, memoryview(content)[start : end + len(_DATA_END)], b"</worksheet>"))
    return PlainSheet(
        data,
        *(edge if edge[0] * edge[1] <= cell_share else _extent(data)),
        frozenset(formula_columns) if with_formulas else frozenset(),
        any(p.startswith(_NO_RESULT) for p in luar_rumus[2::2]),
        any(b"array" in a or b"dataTable" in a for a in formulas),
        frozenset(attributes),
        numbers,
        shape,
        texts,
    )


def _columns(row: bytes) -> tuple[set[bytes], set[bytes], list[RowShape] | None] | None:
    """The columns of rows that are proven, those that may hold a formula, and the rows' shapes.

    None when a cell stands twice. In *row* marks stand for formulas and nothing for texts. The shape of a row are its
    bytes without ``_NOT_SHAPE``: a cell begins with ``<c"AB"`` and with nothing else, and a row ends with ``</w>``.
    Rows of one shape have the same columns.
    """
    shapes = row.translate(None, _NOT_SHAPE).split(b"</w>")
    differing = {*shapes}
    columns: set[bytes] = set()
    with_formulas: set[bytes] = set()
    if len(differing) > _MAX_SHAPES:
        addresses = re.findall(rb'<c r="([A-Z]+[0-9]+)', row)
        if len({*addresses}) < len(addresses):
            return None
        columns = {*b" ".join(addresses).translate(None, b"0123456789").split()}
        return columns, columns, None
    meanings: dict[bytes, RowShape] = {}
    for one in differing:
        a = (_row_shape if len(one) <= _SHAPES_KEPT else _row_shape.__wrapped__)(one)
        if a is None:
            return None
        meanings[one] = a
    for a in meanings.values():
        columns |= a.kolom
        with_formulas |= a.berumus
    return columns, with_formulas, [meanings[b] for b in shapes]


def _without_texts(row: bytes) -> tuple[bytes, bytes]:
    """Proven rows without the texts in their cells, which would make each row a shape of its own; and these texts."""
    start = row.find(b"inlineStr")
    if start < 0:
        return row, b""
    # Often these are the titles alone.
    end = row.find(b"</is>", row.rfind(b"inlineStr"))
    pieces = re.split(rb"<t([^<]*+)", row[start:end])
    return b"".join((row[:start], *pieces[::2], row[end:])), b"<".join(pieces[1::2])


@lru_cache(maxsize=512)
def _row_shape(shape: bytes) -> RowShape | None:
    """None when a column stands twice."""
    columns = re.findall(_SHAPE_COLUMN, shape)
    if len({*columns}) < len(columns):
        return None
    with_formulas = frozenset(re.findall(_FORMULA_SHAPE, shape))
    plain = _pattern(_PLAIN_ROW).fullmatch(shape)
    if plain is None:
        return RowShape(frozenset(columns), with_formulas, None, 0)
    cells = [(column_number(k.decode()) - 1, kind) for k, kind in re.findall(_FILLED_SHAPE, shape)]
    nilai = [(k, kind == b"") for k, kind in cells if kind != _OWN_TEXT]
    own = tuple(k for k, kind in cells if kind == _OWN_TEXT)
    width = max((k + 1 for k, _ in cells), default=0)
    filled = Filled(tuple(k for k, _ in nilai), tuple(a for _, a in nilai), own, width)
    return RowShape(frozenset(columns), with_formulas, filled, plain[1].count(b"<w"))


class PlainTexts(NamedTuple):
    """Shared texts that are read one way, how many there are, and whether parts of them may have fonts of their own."""

    isi: bytes
    jumlah: int
    beragam: bool


def plain_texts(content: bytes) -> PlainTexts | None:
    """Shared texts in ordinary form, without the counts they state; None for any other."""
    root = _pattern(_ROOT).match(content)
    if root is None or root[1] != b"sst" or not _main_namespace(root[2]):
        return None
    plain = _pattern(_PLAIN_TEXTS).fullmatch(content, root.end())
    if not (plain or _pattern(_TEXTS).fullmatch(content, root.end())):
        return None
    body = content[root.end() :]
    if not (_clean(body) and _sound(body)):
        return None
    count = body.count(b"</t></si>" if plain else b"</si>")
    return PlainTexts(f'<sst xmlns="{MAIN_NS[0]}">'.encode() + body, count, not plain)


@cache
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    """Compiled when first used: other formats need none of them, and each takes as long as reading a sheet."""
    return re.compile(pattern)


def _sound_attributes(attribute: bytes, declared: set[bytes]) -> bool:
    """Whether attributes of a row (but its number) or of a formula are each there once, their prefixes declared."""
    if not attribute:
        return True
    names = re.findall(_ATTRIBUTE_NAME, attribute)
    clean = all(b"xmlns:" + n.partition(b":")[0] in declared for n in names if b":" in n)
    return clean and len({*names, b"r"}) > len(names)


def _clean(content: bytes) -> bool:
    """Whether there is no control character that XML does not allow."""
    return not any(c in content for c in _CONTROLS)


def _sound(content: bytes) -> bool:
    """Whether the part is UTF-8 of characters that XML allows, with references that are whole.

    Control characters apart: see :func:`_clean`.
    """
    if content.find(b"]") >= 0 and content.find(b"]]>") >= 0:
        return False
    if content.find(b"&") >= 0 and re.search(_ENTITY, content):
        return False
    try:
        if not content.isascii():
            text = content.decode()
            return "\ufffe" not in text and "\uffff" not in text
    except UnicodeDecodeError:
        return False
    return True


def _extent(data: bytes) -> tuple[int, int]:
    """The last row and the last column (one-based, 0 for none) of a plain sheet with anything in them."""
    filled = re.findall(_FILLED, data)
    return int(filled[-1][1]) if filled else 0, _last_column({k for k, _ in filled})


def _last_column(letters: Iterable[bytes]) -> int:
    return max((column_number(h.decode()) for h in letters), default=0)


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """One-based number of a column's letters ("A" is 1, "XFD" 16384), in either case."""
    n = 0
    for c in letters:
        n = n * 26 + (ord(c) & 31)
    return n


def _main_namespace(attribute: bytes) -> bool:
    space, name = re.findall(_NAMESPACE, attribute), re.findall(_ATTRIBUTE_NAME, attribute)
    return len(space) == 1 and len({*name}) == len(name) and space[0].decode("latin-1") in MAIN_NS


def _plain_head(header: bytes) -> bool:
    """Whether what stands before ``sheetData`` is closed, and nothing there can hide or change it."""
    if any(header.find(t) >= 0 for t in (b"<!", b"<?", b"xmlns", b"sheetData")):
        return False
    dalam = 0
    p = header.find(b"<")
    while p >= 0:
        q = header.find(b">", p)
        if q < 0 or header.count(b'"', p, q) % 2 or header.find(b"'", p, q) >= 0:
            return False
        if header[p + 1 : p + 2] == b"/":
            dalam -= 1
        elif header[q - 1 : q] != b"/":
            dalam += 1
        p = header.find(b"<", q)
    return dalam == 0
