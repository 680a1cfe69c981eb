"""Limits on what a file may hold, checked before the reading library sees a byte of it.

The reading library fills a dense table from the first cell to the last: a few kilobytes can name a
cell at XFD1048576 and take many gigabytes, which ends the whole process and can't be caught. Every
format therefore has a checker (``sheets_*.py``) that measures a sheet first, against one ``Budget``
for the file. Each limit is explained, with the measurement behind it, in ``docs/batas.md``.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar

from zi_cli.text import dotted

P = ParamSpec("P")
T = TypeVar("T")
Mulai = Callable[[str, dict[str, str]], object]

MIB = 1 << 20

MAX_FILE_BYTES = 64 * MIB  #: bytes of the file on disk; pictures inside count here and nowhere else
MAX_ZIP_ENTRIES = 4096  #: entries of a zip container
MAX_PART_NAME = 1024  #: bytes of the name of one of them
MAX_CONTENT_BYTES = 24 * MIB  #: bytes, after inflating, of all parts that are read (sheets, texts, styles)
MAX_BINARY_BYTES = 12 * MIB  #: the same for .xls and .xlsb, whose many small records take longer to check
MAX_RATIO = 250  #: times a part may grow when inflated; only parts above ``RATIO_FROM`` are judged
RATIO_FROM = MIB  #: bytes
MAX_XML_ELEMENT = MIB  #: bytes from one "<" to the next; Excel allows 32,767 characters in a cell
MAX_XML_TAGS = 3_000_000  #: tags of one part that has to be parsed cell by cell
MAX_XML_DEPTH = 64  #: levels of XML elements within each other
MAX_SHEETS = 256  #: sheets in a workbook
MAX_ROWS = 50_000  #: last filled row of a sheet
MAX_CELLS = 500_000  #: cells of the dense tables, A1 to the last filled cell, all sheets together
MAX_TEXT_BYTES = 32 * MIB  #: bytes of text once every reference to a shared text has been written out
MAX_STYLES = 131_072  #: cell formats of a workbook (Excel allows 65,490, twice over with the named styles)
MAX_RANGES = 10_000  #: merged ranges, ranges under conditional formats, and drawings of one sheet, each
MAX_LINK_LENGTH = 8192  #: characters of one address behind a cell
MAX_CODE = 1024  #: characters of one number format (Excel allows 255)
MAX_FORMULAS = 100_000  #: formulas of a workbook, where they are read at all
MAX_XLS_FORMULA_BYTES = 2 * MIB  #: bytes of formulas in a .xls file, which the library writes out as text
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
MAX_ENCRYPTED_XLS = 8 * MIB  #: bytes of an encrypted .xls file (decrypting takes many times its size)
MAX_PASSWORD_ROUNDS = 1_000_000  #: rounds a password is hashed (Excel: 100,000); each costs about a microsecond
MAX_CSV_BYTES = 8 * MIB  #: bytes of a .csv file


class LimitExceeded(Exception):
    """A limit is exceeded (finding LKE110); the text names the limit and what was found."""


class Damaged(Exception):
    """The file is damaged or not what it seems (finding LKE104); the text says how."""


class PasswordNeeded(Exception):
    """The file needs a password that was not given or is wrong (finding LKE106); the text says what to do."""


class Budget:
    """What the file has used up so far of the limits that count over the whole workbook."""

    __slots__ = ("batas_isi", "isi", "sel", "teks")

    def __init__(self, content_limit: int = MAX_CONTENT_BYTES) -> None:
        self.batas_isi = content_limit
        self.isi = 0
        self.sel = 0
        self.teks = 0

    def add_bytes(self, octets: int) -> None:
        """Count *octets* inflated bytes; raise ``LimitExceeded`` above ``batas_isi``."""
        self.isi += octets
        if self.isi > self.batas_isi:
            raise LimitExceeded(f"isi setelah dimekarkan lebih dari {self.batas_isi // MIB} MB")

    def add_sheet(self, row: int, column: int, text: int = 0) -> None:
        """Count a sheet whose last filled cell is in row *row*, column *column* (both one-based).

        *text* is the number of bytes of its texts. Raises ``LimitExceeded`` when the dense table or the
        texts would go beyond the limit.
        """
        self.sel += row * column
        if row > MAX_ROWS:
            raise LimitExceeded(f"sel terisi sampai baris {dotted(row)} (paling banyak {dotted(MAX_ROWS)})")
        if self.sel > MAX_CELLS:
            raise LimitExceeded(
                f"sel terisi sampai baris {dotted(row)}, kolom {dotted(column)} (paling banyak {dotted(MAX_CELLS)} sel)"
            )
        self.teks += text
        if self.teks > MAX_TEXT_BYTES:
            raise LimitExceeded(f"teks seluruhnya lebih dari {MAX_TEXT_BYTES // MIB} MB")

    def fits(self, row: int, column: int, text: int = 0) -> bool:
        """Whether a sheet of that size would still fit."""
        return row <= MAX_ROWS and self.sel + row * column <= MAX_CELLS and self.teks + text <= MAX_TEXT_BYTES


def check_sheet_count(count: int) -> None:
    """Raise ``LimitExceeded`` when a workbook has more than ``MAX_SHEETS`` sheets."""
    if count > MAX_SHEETS:
        raise LimitExceeded(f"{dotted(count)} lembar (paling banyak {MAX_SHEETS})")


#: Bytes of a part up to which what it says is remembered, and how many parts.
_KEPT, _CACHE_SIZE = 65_536, 32


def remembered(readers: Callable[Concatenate[bytes, P], T]) -> Callable[Concatenate[bytes, P], T]:
    """*readers* of a part's bytes, done once for equal ones: forms of one program have many of their parts in common.

    What it gives is never changed.
    """
    ingat = lru_cache(maxsize=_CACHE_SIZE)(readers)

    def read(content: bytes, /, *args: P.args, **kwargs: P.kwargs) -> T:
        large = any(isinstance(a, bytes) and len(a) > _KEPT for a in (content, *args))
        return readers(content, *args, **kwargs) if large else ingat(content, *args, **kwargs)  # type: ignore[arg-type]

    return read


_LONG_ELEMENT = rb"<[^<]{%d}" % MAX_XML_ELEMENT


def parse_xml(
    content: bytes,
    begin: Mulai,
    end: Callable[[str], object],
    letters: Callable[[str], object],
    *,
    ruang_nama: bool = False,
) -> None:
    """Parse XML with handlers for a start tag, an end tag, and text.

    With *ruang_nama* a name reads "namespace name", whatever its prefix.
    Raises ``Damaged`` when it is not well formed, ``LimitExceeded`` for a tag or a nesting that would make the
    parser itself take hundreds of megabytes.
    """
    import pyexpat as expat

    if content.count(b"<") > MAX_XML_TAGS:
        raise LimitExceeded(f"satu bagian XML berisi lebih dari {dotted(MAX_XML_TAGS)} tanda")
    if re.search(_LONG_ELEMENT, content):
        raise LimitExceeded(f"satu bagian XML lebih dari {MAX_XML_ELEMENT // MIB} MB")
    dalam = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal dalam
        dalam += 1
        if dalam > MAX_XML_DEPTH:
            raise LimitExceeded(f"XML bersarang lebih dari {MAX_XML_DEPTH} tingkat")
        begin(name, attributes)

    def on_end(name: str) -> None:
        nonlocal dalam
        dalam -= 1
        end(name)

    p = expat.ParserCreate(namespace_separator=" " if ruang_nama else None)
    p.buffer_text = True
    p.StartElementHandler = on_start
    p.EndElementHandler = on_end
    p.CharacterDataHandler = letters
    try:
        p.Parse(content, True)
    except expat.ExpatError as e:
        raise Damaged(f"XML rusak pada baris {e.lineno}") from None
    except (ValueError, LookupError) as e:
        # What Python says of an encoding that it can't hand to the parser.
        if "encoding" not in str(e):
            raise
        raise Damaged("penyandian huruf XML tidak dikenal") from None
