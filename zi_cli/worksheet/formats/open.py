"""Open a workbook: its bytes, its hash, and the values of every sheet.

The format is told by content, never by the name. Every format is checked and rebuilt (see
``limits`` and ``sheets_*``) before the reading library sees it.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import os_reason, too_long
from zi_cli.files import open_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput, require_unchanged
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import one_line, path_text
from zi_cli.worksheet.formats import guard, sheets_xlsx
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.guard import Crashed, guarded, in_time
from zi_cli.worksheet.formats.limits import MAX_FILE_BYTES, MIB, Budget, Damaged, LimitExceeded, PasswordNeeded
from zi_cli.worksheet.formats.package_xlsx import main_part
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.appearance_xlsx import Appearance
    from zi_cli.worksheet.formats.binary_book import BinaryBook
    from zi_cli.worksheet.formats.formulas_xlsx import Formulas
    from zi_cli.worksheet.formats.links import SheetLinks
    from zi_cli.worksheet.formats.looks import SheetLooks

    #: What cells look like, of whichever format.
    Looks = Appearance | SheetLooks

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Bytes of a file, and of its XML parts, up to which an .xlsx is read without a process of its own.
_SMALL, _SMALL_UNPACKED = 4 * MIB, 4 * MIB
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")

Baris = list[list[NilaiSel]]

# What glibc's malloc has free beyond twice the largest block it ever took back goes to the system at once.
# A block of this size, never touched, lets it keep the buffers of one workbook for the next: otherwise
# hundreds of pages a file are given back and faulted in again, a tenth of the time of a batch.
bytes(8 * MIB)


class Workbook(NamedTuple):
    """The values of a workbook: ``lembar`` pairs each sheet's name with its rows, from cell A1 on.

    ``rumus_kosong`` holds (sheet, one-based row, zero-based column) of formulas that were never
    calculated: their value reads as blank (or 0) but is not. Error values read as their text
    ("#DIV/0!"). ``tersembunyi`` are the indices of hidden sheets; ``rupa`` tells what
    cells look like; None of a text.
    """

    nama: str
    sha256: str
    lembar: tuple[tuple[str, Baris], ...]
    rumus_kosong: frozenset[tuple[str, int, int]] = frozenset()
    tersembunyi: frozenset[int] = frozenset()
    rupa: Looks | None = None


def open_workbook(file: Path, *, password: str | None = None) -> Workbook:
    """Read all sheets of *file*, decrypting with *password* where needed.

    Raises ``UnreadableInput`` with its finding: LKE101 missing, LKE102 a folder, LKE103 empty, LKE104 not
    a sound workbook, LKE106 password missing or wrong, LKE107 refused by the system, LKE110 a limit.
    """
    data, digest = _read_bytes(file)
    with _coded(file):
        container = _listed(data)
        content = guarded(partial(_read_content, data, file, password, container), needed=_risky(data, container))
    return Workbook(path_text(file.name), digest, *content)


@contextmanager
def working_on(file: Path) -> Iterator[None]:
    """What is made of the open *file*, within the time that one file may take.

    Raises ``UnreadableInput`` (LKE110) for one that takes longer.
    """
    try:
        with in_time():
            yield
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(file.name), sebab=e)) from None


def open_with_formulas(file: Path, *, password: str | None = None) -> tuple[Workbook, Formulas]:
    """What :func:`open_workbook` reads, and the formulas of each sheet; unread for .xls, .xlsb, .ods."""
    data, digest = _read_bytes(file)
    with _coded(file):
        content, formula = guarded(partial(_with_formulas, data, file, password), needed=_risky(data, _listed(data)))
    return Workbook(path_text(file.name), digest, *content), formula


def open_with_links(file: Path, *, password: str | None = None) -> tuple[Workbook, Mapping[str, SheetLinks]]:
    """What :func:`open_workbook` reads, and where the cells of each sheet lead when they are clicked."""
    data, digest = _read_bytes(file)
    with _coded(file):
        content, link = guarded(partial(_with_links, data, file, password), needed=_risky(data, _listed(data)))
    book = Workbook(path_text(file.name), digest, *content)
    return book, dict(zip((name for name, _ in book.lembar), link, strict=False))


def _with_links(data: bytes, file: Path, password: str | None) -> tuple[_Content, list[SheetLinks]]:
    content, paket = _read_content(data, file, password), _package(data, password)
    if not paket.startswith(_ZIP_MAGIC):
        if not data.startswith(_OLE_MAGIC):
            return content, []
        from zi_cli.worksheet.formats.links_binary import read_links_xls

        return content, read_links_xls(paket)
    container = Container(paket, Budget())
    main = main_part(container)
    if main is None:
        from zi_cli.worksheet.formats.links_ods import read_links_ods

        return content, read_links_ods(container)
    if main.endswith(".bin"):
        from zi_cli.worksheet.formats.links_binary import read_links_xlsb

        return content, read_links_xlsb(container, main)
    from zi_cli.worksheet.formats.links import read_links_xlsx

    return content, read_links_xlsx(paket, container, main)


def _package(data: bytes, password: str | None) -> bytes:
    """The package within an encrypted file; anything else as it is."""
    if not data.startswith(_OLE_MAGIC):
        return data
    from zi_cli.worksheet.formats.ole import read_ole

    return read_ole(data, password)


def _with_formulas(data: bytes, file: Path, password: str | None) -> tuple[_Content, Formulas]:
    from zi_cli.worksheet.formats.formulas_xlsx import NO_FORMULAS, UNREAD_FORMULAS, read_formulas

    content, paket = _read_content(data, file, password), _package(data, password)
    if paket.startswith(_ZIP_MAGIC):
        return content, read_formulas(paket)
    return content, UNREAD_FORMULAS if data.startswith(_OLE_MAGIC) else NO_FORMULAS


def _listed(data: bytes) -> Container | None:
    """The parts of *data*; None when it is no zip, or none whose list can be read (reading it will say why)."""
    if not data.startswith(_ZIP_MAGIC):
        return None
    try:
        return Container(data, Budget())
    except (Damaged, LimitExceeded):
        return None


def _risky(data: bytes, container: Container | None) -> bool:
    """Whether reading *data* in this very process would be a risk: anything but a small .xlsx or a text.

    The cells of an .xlsx reach the reading library in one strict form; the other formats do not.
    """
    if data.startswith(_OLE_MAGIC) or len(data) > _SMALL:
        return True
    if container is None:
        return False
    return "xl/workbook.xml" not in container or "content.xml" in container or container.xml_size > _SMALL_UNPACKED


@contextmanager
def _coded(file: Path) -> Iterator[None]:
    """What is wrong with the content of *file*, as its finding."""
    name = one_line(file.name)
    try:
        for hear in guard.listeners:
            hear(file)
        yield
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=name, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=name, sebab=e)) from None
    except PasswordNeeded as e:
        raise UnreadableInput(make_temuan("LKE106", berkas=name, anjuran=e)) from None
    except Crashed as e:
        raise UnreadableInput(make_temuan("LKE133", berkas=name, sebab=e)) from None


def _read_bytes(file: Path) -> tuple[bytes, str]:
    """The file's bytes, read once, and their SHA-256; refused (LKE108) where this command has read others of it."""
    try:
        with open_file(file) as stream:
            # Not one byte more than needed: the buffer for a read is made as large as the read.
            data = stream.read(min(os.fstat(stream.fileno()).st_size, MAX_FILE_BYTES) + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as e:
        if isinstance(e, OSError) and (reason := too_long(e)):
            raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(file)), sebab=reason)) from None
        raise UnreadableInput(make_temuan("LKE101", berkas=one_line(str(file)))) from None
    except OSError as e:
        if e.errno == errno.EISDIR:
            raise UnreadableInput(make_temuan("LKE102", berkas=one_line(str(file)))) from None
        raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(file)), sebab=os_reason(e))) from None
    if not data:
        raise UnreadableInput(make_temuan("LKE103", berkas=one_line(file.name)))
    if len(data) > MAX_FILE_BYTES:
        reason = f"berkas lebih dari {MAX_FILE_BYTES // MIB} MB"
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(file.name), sebab=reason))
    return data, require_unchanged(file, sha256(data))


class _Content(NamedTuple):
    """What was read of a file, as in :class:`Workbook`."""

    lembar: tuple[tuple[str, Baris], ...]
    rumus_kosong: frozenset[tuple[str, int, int]] = frozenset()
    tersembunyi: frozenset[int] = frozenset()
    rupa: Looks | None = None


def _read_content(data: bytes, file: Path, password: str | None, container: Container | None = None) -> _Content:
    """*data* read (its parts are *container*); raise ``Damaged``, ``LimitExceeded`` or ``PasswordNeeded``."""
    measure = Budget()
    if data.startswith(_OLE_MAGIC):
        from zi_cli.worksheet.formats.ole import read_ole

        alir = read_ole(data, password)
        if not alir.startswith(_ZIP_MAGIC):
            from zi_cli.worksheet.formats import sheets_xls

            return _patched(sheets_xls.prepare_xls(alir, measure))
        data = alir
    if not data.startswith(_ZIP_MAGIC):
        from zi_cli.worksheet.formats import sheets_csv

        sure = file.suffix.lower() in _TEXT_SUFFIXES
        rows: Baris = [[*b] for b in sheets_csv.read_csv(data, measure, sure=sure)]
        return _Content(((file.stem, rows),))
    container = container or Container(data, measure)
    measure = container.takaran
    main = main_part(container)
    if main is not None and "content.xml" in container:
        raise Damaged("zip memuat dua buku kerja: Office dan OpenDocument")
    if main is not None and not main.endswith(".bin"):
        book = sheets_xlsx.prepare_xlsx(container, main, measure)
        if book.nilai is not None:
            sheets, hidden = book.nilai, book.tersembunyi
        else:
            try:
                sheets, hidden = _sheet_values(book.data, [True] * len(book.rumus_kosong))
            except Damaged:
                book.check_references()
                raise
        formulas = {
            (name, rows, column)
            for (name, _), empty in zip(sheets, book.rumus_kosong, strict=True)
            for rows, column in empty
        }
        return _Content(tuple(sheets), frozenset(formulas), hidden | book.tanpa_jalan, book.rupa)
    if main is not None:
        from zi_cli.worksheet.formats import sheets_xlsb

        return _patched(sheets_xlsb.prepare_xlsb(container, main, measure))
    if "content.xml" in container:
        from zi_cli.worksheet.formats import document_ods
        from zi_cli.worksheet.formats.looks import SheetLooks

        ready = document_ods.prepare_ods(container, measure)
        sheets, _ = _sheet_values(ready.data, [True] * len(ready.rupa))
        return _Content(tuple(sheets), tersembunyi=ready.tersembunyi, rupa=SheetLooks(ready.rupa))
    raise Damaged("zip tanpa buku kerja di dalamnya")


def _patched(book: BinaryBook) -> _Content:
    """The sheets of the rebuilt file with the error values that the reading library leaves out."""
    from zi_cli.worksheet.formats.looks import SheetLooks

    sheets, hidden = _sheet_values(book.data, book.dibaca)
    look = SheetLooks([*compress(book.rupa, book.dibaca)])
    sheets = [*_patch(sheets, [*compress(book.galat, book.dibaca)])]
    return _Content(tuple(sheets), tersembunyi=hidden | book.luput, rupa=look)


def _sheet_values(data: bytes, dibaca: Sequence[bool]) -> tuple[list[tuple[str, Baris]], frozenset[int]]:
    """Values of the sheets of the rebuilt file *data* that *dibaca* marks, and which of these are hidden."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    with _silenced_stderr():
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            names = book.sheet_names
            if len(names) != len(dibaca) or len(set(names)) != len(names):
                raise Damaged("daftar lembar rusak")
            sheets = [
                (n, book.get_sheet_by_name(n).to_python(skip_empty_area=False))
                for n, ya in zip(names, dibaca, strict=True)
                if ya
            ]
            visible = [m.visible == SheetVisibleEnum.Visible for m in compress(book.sheets_metadata, dibaca)]
            return sheets, frozenset(i for i, ya in enumerate(visible) if not ya)
        except (CalamineError, OSError, ValueError, OverflowError) as e:
            raise Damaged(f"struktur buku kerja rusak: {one_line(str(e))[:120]}") from None
        except BaseException as e:
            # A panic of the library arrives as a class that can't be imported, outside Exception.
            if type(e).__name__ != "PanicException":
                raise
            raise Damaged("struktur buku kerja rusak") from None


@contextmanager
def _silenced_stderr() -> Iterator[None]:
    """Keep what the reading library itself prints when it panics off the terminal."""
    try:
        original = os.dup(2)
    except OSError:
        # Standard error is closed: nothing could be printed there anyway.
        yield
        return
    try:
        os.dup2(_null_descriptor(), 2)
        yield
    finally:
        os.dup2(original, 2)
        os.close(original)


@cache
def _null_descriptor() -> int:
    """A descriptor for what nobody is to see; opened once, for a file is read in little more time than it takes."""
    return os.open(os.devnull, os.O_WRONLY)


def _patch(sheets: list[tuple[str, Baris]], lost: Sequence[dict[tuple[int, int], str]]) -> Iterator[tuple[str, Baris]]:
    """Put error values back in their cells, which the reading library leaves blank."""
    for (name, row), wrong in zip(sheets, lost, strict=True):
        for (r, k), text in wrong.items():
            while len(row) <= r:
                row.append([""] * (len(row[0]) if row else 0))
            row[r] += [""] * (k + 1 - len(row[r]))
            row[r][k] = text
        yield name, row
