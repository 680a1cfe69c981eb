"""Checks of .xls (BIFF in an OLE container): how far cells reach, how much text they refer to.

The workbook stream is taken out of its container, walked record by record as the reading library
does, and put into a fresh container of one stream, so that nothing else in the file is ever read
(macros and embedded objects among it).
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise, takewhile
from struct import error as StructError
from struct import iter_unpack, pack, pack_into, unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.binary_book import BinaryBook, CellOrder
from zi_cli.worksheet.formats.limits import (
    MAX_BINARY_BYTES,
    MAX_CELLS,
    MAX_TEXT_BYTES,
    MAX_XLS_FORMULA_BYTES,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.looks_xls import read_look
from zi_cli.worksheet.formats.styles_xls import Record, read_styles
from zi_cli.worksheet.formats.windows import Window, unreachable

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_EOF, _BOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x000A, 0x0809, 0x002F, 0x0085, 0x00FC, 0x003C
_DIMENSIONS, _LABELSST, _FORMULA, _MULRK, _BOOLERR = 0x0200, 0x00FD, 0x0006, 0x00BD, 0x0205
_CELL_RECORDS = frozenset((_LABELSST, _FORMULA, _MULRK, _BOOLERR, 0x0203, 0x0204, 0x027E, 0x00D6))
_BLANK, _MULBLANK = 0x0201, 0x00BE
#: Records of cells as older versions write them, which some programs read here and others do not.
_OLD_CELL_RECORDS = frozenset((0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406))
#: What the head of a worksheet says it is, and what the list of sheets says.
_WORKSHEET, _WORKSHEET_TYPE = 0x0010, 0
#: The version of .xls that is read: that of Excel 97 and later.
_VERSION = 0x0600
_WINDOW1, _CODEPAGE, _UNICODE = 0x003D, 0x0042, 1200
_FORMULA_RECORDS = frozenset((_FORMULA, 0x0206, 0x0406, 0x0221, 0x04BC, 0x0018))

#: Error values by their code in .xls and .xlsb files.
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


def is_encrypted(alir: bytes) -> bool:
    """Whether the stream is encrypted (a FILEPASS record near its start)."""
    for kind, _, _ in _records(alir, 0):
        if kind == _FILEPASS:
            return True
        if kind in (_EOF, _BOUNDSHEET):
            return False
    return False


def prepare_xls(alir: bytes, measure: Budget) -> BinaryBook:
    """Check the workbook stream *alir*; return what the reading library may read, and how its cells look.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    measure.batas_isi = MAX_BINARY_BYTES
    measure.add_bytes(len(alir))
    content = bytearray(alir)
    try:
        return _check(content, measure)
    except (StructError, IndexError):
        raise Damaged("rekaman .xls terpotong") from None


def _check(content: bytearray, measure: Budget) -> BinaryBook:
    sheets: list[tuple[int, int]] = []
    shared_texts = SharedTexts([], {})
    formula = 0
    common: list[Record] = []
    windows: list[Window] = []
    for kind, start, end in _records(content, 0):
        if kind == _EOF:
            break
        common.append((kind, start, end))
        if kind == _BOUNDSHEET:
            sheets.append((unpack_from("<I", content, start)[0], content[start + 5]))
        elif kind == _WINDOW1:
            flag, active = unpack_from("<HH", content, start + 8)
            windows.append(Window(active, bool(flag & 0x20), not flag & 5))
        elif kind == _SST:
            if shared_texts.panjang:
                raise Damaged("tabel teks .xls ada dua")
            shared_texts = _shared_texts(content, start, end)
        elif kind in _FORMULA_RECORDS:
            formula += end - start
        elif kind == _CODEPAGE:
            # Texts of this version are in Unicode, whatever is said here, which the reading library goes by.
            content[start:end] = pack("<H", _UNICODE).ljust(end - start, b"\0")[: end - start]
    check_sheet_count(len(sheets))
    style = read_styles(content, common, shared_texts.ragam)
    length = shared_texts.panjang
    errors: list[dict[tuple[int, int], str]] = []
    looks: list[SheetLook] = []
    spans: list[tuple[int, int]] = []
    dilalui = 0
    for position, sheet_kind in sheets:
        _check_head(content, position, sheet_kind)
        order = CellOrder()
        one: dict[tuple[int, int], str] = {}
        row = column = text = 0
        end = position
        for kind, start, end in _until_end(content, position, len(content)):
            if kind == _DIMENSIONS and end - start >= 14:
                # Only a hint for how much memory to reserve; a false one reserves gigabytes.
                pack_into("<IIHH", content, start, 0, 1, 0, 1)
            elif kind == _DIMENSIONS:
                content[start:end] = pack("<HHHH", 0, 1, 0, 1).ljust(end - start, b"\0")[: end - start]
            elif kind in _CELL_RECORDS:
                r, k = unpack_from("<HH", content, start)
                for i in range((end - start - 6) // 6 if kind == _MULRK else 1):
                    order.note(r, k + i)
                row = max(row, r + 1)
                column = max(column, k + 1)
                if kind == _LABELSST:
                    i = unpack_from("<I", content, start + 6)[0]
                    text += length[i] if i < len(length) else 0
                elif kind == _MULRK:
                    column = max(column, unpack_from("<H", content, end - 2)[0] + 1, k + (end - start) // 6)
                elif kind == _BOOLERR and content[start + 7]:
                    one[r, k] = ERRORS.get(content[start + 6], "#N/A")
                elif kind == _FORMULA and content[start + 12 : start + 14] == b"\xff\xff" and content[start + 6] == 2:
                    one[r, k] = ERRORS.get(content[start + 8], "#N/A")
            elif kind in (_BLANK, _MULBLANK):
                r, k = unpack_from("<HH", content, start)
                for i in range((end - start - 6) // 2 if kind == _MULBLANK else 1):
                    order.note(r, k + i)
            elif kind in _OLD_CELL_RECORDS:
                raise Damaged("sel .xls ditulis dengan rekaman versi lama")
            if kind in _FORMULA_RECORDS:
                formula += end - start
        order.check()
        spans.append((position, end))
        dilalui += end - position
        if dilalui > len(content):
            raise Damaged("lembar .xls saling bertumpuk")
        measure.add_sheet(row, column, text)
        errors.append(one)
        limit = min((begin for begin, _ in sheets if begin > position), default=len(content))
        looks.append(read_look(content, partial(_until_end, content, position, limit), style))
    spans.sort()
    if any(end > position for (_, end), (position, _) in pairwise(spans)):
        # The same bytes read as two sheets could be read in two ways.
        raise Damaged("lembar .xls saling bertumpuk")
    if formula > MAX_XLS_FORMULA_BYTES:
        raise LimitExceeded(f"rumus lebih dari {MAX_XLS_FORMULA_BYTES >> 20} MB")
    dibaca = [kind == _WORKSHEET_TYPE for _, kind in sheets]
    return BinaryBook(build_ole("Workbook", bytes(content)), dibaca, errors, looks, unreachable(windows, len(sheets)))


def _check_head(content: bytearray, position: int, kind: int) -> None:
    """Raise ``Damaged`` where the head of a sheet says it is another kind, or version, than is said elsewhere."""
    record, length = unpack_from("<HH", content, position)
    if {unpack_from("<H", content, p + 4)[0] for p in (0, position)} != {_VERSION}:
        # Older versions write texts, fonts and formats otherwise.
        raise Damaged("versinya lebih tua daripada Excel 97, atau tidak sama di semua lembarnya")
    if record != _BOF or length < 4 or (unpack_from("<H", content, position + 6)[0] == _WORKSHEET) != (kind == 0):
        raise Damaged("jenis lembar .xls tidak sama dengan daftarnya")


def _until_end(content: bytes | bytearray, position: int, limit: int) -> Iterator[Record]:
    """The records of the sheet at *position*, before *limit*, to its end, without those of what it embeds (a chart)."""
    dalam = 0
    for kind, start, end in _records(content, position):
        if start > limit:
            return
        if kind == _BOF:
            dalam += 1
        elif kind == _EOF:
            dalam -= 1
            if dalam <= 0:
                yield kind, start, end
                return
        elif dalam <= 1:
            yield kind, start, end


def sheet_records(alir: bytes) -> list[Iterator[Record]]:
    """The records of each worksheet of a stream that was checked, in order; those of what it embeds left out."""
    common = takewhile(lambda r: r[0] != _EOF, _records(alir, 0))
    positions = [
        (unpack_from("<I", alir, start)[0], alir[start + 5]) for kind, start, _ in common if kind == _BOUNDSHEET
    ]
    return [_until_end(alir, begin, len(alir)) for begin, kind in positions if kind == 0]


def _records(content: bytes | bytearray, position: int) -> Iterator[Record]:
    """Yield (type, start, end) of each record's data from *position* on."""
    size = len(content)
    while position + 4 <= size:
        kind, length = unpack_from("<HH", content, position)
        start = position + 4
        position = start + length
        if position > size:
            raise Damaged("rekaman .xls terpotong")
        yield kind, start, position


class SharedTexts(NamedTuple):
    """The shared table: an upper bound in bytes (UTF-8) for each text, and the fonts of the runs of those with any."""

    panjang: list[int]
    ragam: dict[int, list[int]]


def _shared_texts(content: bytearray, start: int, end: int) -> SharedTexts:
    count = unpack_from("<I", content, start + 4)[0]
    if count > MAX_CELLS:
        raise LimitExceeded(f"{dotted(count)} teks (paling banyak {dotted(MAX_CELLS)})")
    results: list[int] = []
    semua_ragam: dict[int, list[int]] = {}
    p = start + 8

    def continue_record() -> None:
        """Go on in the CONTINUE record that follows."""
        nonlocal p, end
        kind, length = unpack_from("<HH", content, end)
        if kind != _CONTINUE:
            raise Damaged("tabel teks .xls terpotong")
        p = end + 4
        end = p + length

    total = 0
    while len(results) < count:
        if p >= end:
            continue_record()
        cch = unpack_from("<H", content, p)[0]
        flag = content[p + 2]
        p += 3
        variant = tail = 0
        if flag & 8:
            variant = tail = 4 * unpack_from("<H", content, p)[0]
            p += 2
        if flag & 4:
            tail += unpack_from("<I", content, p)[0]
            p += 4
        width, rest = 1 + (flag & 1), cch
        while rest:
            present = min(rest, (end - p) // width)
            p += present * width
            rest -= present
            if rest:
                continue_record()
                width = 1 + (content[p] & 1)
                p += 1
        raw = bytearray()
        while tail > 0:
            if p >= end:
                continue_record()
            present = min(tail, end - p)
            raw += content[p : p + min(present, variant - len(raw))]
            p += present
            tail -= present
        if variant:
            semua_ragam[len(results)] = [number for _, number in iter_unpack("<HH", raw)]
        results.append(3 * cch)
        total += 3 * cch
        if total > MAX_TEXT_BYTES:
            raise LimitExceeded(f"teks seluruhnya lebih dari {MAX_TEXT_BYTES >> 20} MB")
    return SharedTexts(results, semua_ragam)


def build_ole(name: str, content: bytes) -> bytes:
    """An OLE file (version 4, sectors of 4,096 bytes) that holds the one stream *name*.

    Its sectors: the stream, an empty mini stream (the library wants one), the directory, the FAT.
    """
    sektor = 4096
    # Shorter streams would go into the mini stream; padding after the last record is never read.
    content = content.ljust(sektor, b"\0")
    n = -(-len(content) // sektor)
    fat_n = 1
    while fat_n * (sektor // 4) < n + 2 + fat_n:
        fat_n += 1
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    fat = [*range(1, n), end, end, end, *([0xFFFFFFFD] * fat_n)]
    fat += [free] * (fat_n * (sektor // 4) - len(fat))
    header = OLE_MAGIC + bytes(16)
    header += pack("<HHHHH6xIIIIIIIII", 0x3E, 4, 0xFFFE, 12, 6, 1, fat_n, n + 1, 0, sektor, end, 0, end, 0)
    header += pack("<109I", *range(n + 2, n + 2 + fat_n), *([free] * (109 - fat_n)))
    directory = _direktori("Root Entry", 5, 1, n, sektor) + _direktori(name, 2, free, 0, len(content))
    return b"".join(
        (
            header.ljust(sektor, b"\0"),
            content.ljust(n * sektor, b"\0"),
            bytes(sektor),
            directory.ljust(sektor, b"\0"),
            pack(f"<{len(fat)}I", *fat),
        )
    )


def _direktori(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    n = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    return n.ljust(64, b"\0") + pack("<HBBIII36xIQ", len(n), kind, 1, free, free, child, start, size)
