"""Open a workbook: its bytes, its hash, and the values of every sheet.

The format is told by content, never by the name. Every format is checked and rebuilt (see
``limits`` and ``sheets_*``) before the reading library sees it.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import os_reason, too_long
from zi_cli.files import open_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import one_line, path_text
from zi_cli.worksheet.formats import guard, sheets_xlsx
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.guard import Crashed, guarded, in_time
from zi_cli.worksheet.formats.limits import MIB, UKURAN_BERKAS, Budget, Damaged, LimitExceeded, PasswordNeeded
from zi_cli.worksheet.formats.package_xlsx import main_part
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.appearance_xlsx import Appearance
    from zi_cli.worksheet.formats.formulas_xlsx import Formulas
    from zi_cli.worksheet.formats.links import SheetLinks
    from zi_cli.worksheet.formats.looks import BinaryBook, SheetLooks

    #: What cells look like, of whichever format.
    Looks = Appearance | SheetLooks

_TANDA_ZIP = b"PK\x03\x04"
_TANDA_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Bytes of a file, and of its XML parts, up to which an .xlsx is read without a process of its own.
_KECIL, _KECIL_MEKAR = 4 * MIB, 4 * MIB
_AKHIRAN_TEKS = (".csv", ".tsv", ".txt")

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


def open_workbook(berkas: Path, *, sandi: str | None = None) -> Workbook:
    """Read all sheets of *berkas*, decrypting with *sandi* where needed.

    Raises ``UnreadableInput`` with its finding: LKE101 missing, LKE102 a folder, LKE103 empty, LKE104 not
    a sound workbook, LKE106 password missing or wrong, LKE107 refused by the system, LKE110 a limit.
    """
    data = _read_bytes(berkas)
    with _coded(berkas):
        wadah = _listed(data)
        isi = guarded(partial(_read_content, data, berkas, sandi, wadah), perlu=_risky(data, wadah))
    return Workbook(path_text(berkas.name), sha256(data), *isi)


@contextmanager
def working_on(berkas: Path) -> Iterator[None]:
    """What is made of the open *berkas*, within the time that one file may take.

    Raises ``UnreadableInput`` (LKE110) for one that takes longer.
    """
    try:
        with in_time():
            yield
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(berkas.name), sebab=e)) from None


def open_with_formulas(berkas: Path, *, sandi: str | None = None) -> tuple[Workbook, Formulas]:
    """What :func:`open_workbook` reads, and the formulas of each sheet; unread for .xls, .xlsb, .ods."""
    data = _read_bytes(berkas)
    with _coded(berkas):
        isi, rumus = guarded(partial(_with_formulas, data, berkas, sandi), perlu=_risky(data, _listed(data)))
    return Workbook(path_text(berkas.name), sha256(data), *isi), rumus


def open_with_links(berkas: Path, *, sandi: str | None = None) -> tuple[Workbook, Mapping[str, SheetLinks]]:
    """What :func:`open_workbook` reads, and where the cells of each sheet lead when they are clicked."""
    data = _read_bytes(berkas)
    with _coded(berkas):
        isi, tautan = guarded(partial(_with_links, data, berkas, sandi), perlu=_risky(data, _listed(data)))
    buku = Workbook(path_text(berkas.name), sha256(data), *isi)
    return buku, dict(zip((nama for nama, _ in buku.lembar), tautan, strict=False))


def _with_links(data: bytes, berkas: Path, sandi: str | None) -> tuple[_Content, list[SheetLinks]]:
    isi, paket = _read_content(data, berkas, sandi), _package(data, sandi)
    if not paket.startswith(_TANDA_ZIP):
        if not data.startswith(_TANDA_OLE):
            return isi, []
        from zi_cli.worksheet.formats.links_binary import read_links_xls

        return isi, read_links_xls(paket)
    wadah = Container(paket, Budget())
    utama = main_part(wadah)
    if utama is None:
        from zi_cli.worksheet.formats.links_ods import read_links_ods

        return isi, read_links_ods(wadah)
    if utama.endswith(".bin"):
        from zi_cli.worksheet.formats.links_binary import read_links_xlsb

        return isi, read_links_xlsb(wadah, utama)
    from zi_cli.worksheet.formats.links import read_links_xlsx

    return isi, read_links_xlsx(paket, wadah, utama)


def _package(data: bytes, sandi: str | None) -> bytes:
    """The package within an encrypted file; anything else as it is."""
    if not data.startswith(_TANDA_OLE):
        return data
    from zi_cli.worksheet.formats.ole import read_ole

    return read_ole(data, sandi)


def _with_formulas(data: bytes, berkas: Path, sandi: str | None) -> tuple[_Content, Formulas]:
    from zi_cli.worksheet.formats.formulas_xlsx import NO_FORMULAS, UNREAD_FORMULAS, read_formulas

    isi, paket = _read_content(data, berkas, sandi), _package(data, sandi)
    if paket.startswith(_TANDA_ZIP):
        return isi, read_formulas(paket)
    return isi, UNREAD_FORMULAS if data.startswith(_TANDA_OLE) else NO_FORMULAS


def _listed(data: bytes) -> Container | None:
    """The parts of *data*; None when it is no zip, or none whose list can be read (reading it will say why)."""
    if not data.startswith(_TANDA_ZIP):
        return None
    try:
        return Container(data, Budget())
    except (Damaged, LimitExceeded):
        return None


def _risky(data: bytes, wadah: Container | None) -> bool:
    """Whether reading *data* in this very process would be a risk: anything but a small .xlsx or a text.

    The cells of an .xlsx reach the reading library in one strict form; the other formats do not.
    """
    if data.startswith(_TANDA_OLE) or len(data) > _KECIL:
        return True
    if wadah is None:
        return False
    return "xl/workbook.xml" not in wadah or "content.xml" in wadah or wadah.ukuran_xml > _KECIL_MEKAR


@contextmanager
def _coded(berkas: Path) -> Iterator[None]:
    """What is wrong with the content of *berkas*, as its finding."""
    nama = one_line(berkas.name)
    try:
        for hear in guard.listeners:
            hear(berkas)
        yield
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=nama, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=nama, sebab=e)) from None
    except PasswordNeeded as e:
        raise UnreadableInput(make_temuan("LKE106", berkas=nama, anjuran=e)) from None
    except Crashed as e:
        raise UnreadableInput(make_temuan("LKE133", berkas=nama, sebab=e)) from None


def _read_bytes(berkas: Path) -> bytes:
    """The file's bytes, read once; a device or a pipe is refused, so nothing here waits."""
    try:
        keadaan = berkas.stat()
        if stat.S_ISDIR(keadaan.st_mode):
            raise UnreadableInput(make_temuan("LKE102", berkas=one_line(str(berkas))))
        if not stat.S_ISREG(keadaan.st_mode):
            raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(berkas)), sebab="bukan berkas biasa"))
        with open_file(berkas) as aliran:
            # Not one byte more than needed: the buffer for a read is made as large as the read.
            data = aliran.read(min(keadaan.st_size, UKURAN_BERKAS) + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as e:
        if isinstance(e, OSError) and (sebab := too_long(e)):
            raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(berkas)), sebab=sebab)) from None
        raise UnreadableInput(make_temuan("LKE101", berkas=one_line(str(berkas)))) from None
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(berkas)), sebab=os_reason(e))) from None
    if not data:
        raise UnreadableInput(make_temuan("LKE103", berkas=one_line(berkas.name)))
    if len(data) > UKURAN_BERKAS:
        sebab = f"berkas lebih dari {UKURAN_BERKAS // MIB} MB"
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(berkas.name), sebab=sebab))
    return data


class _Content(NamedTuple):
    """What was read of a file, as in :class:`Workbook`."""

    lembar: tuple[tuple[str, Baris], ...]
    rumus_kosong: frozenset[tuple[str, int, int]] = frozenset()
    tersembunyi: frozenset[int] = frozenset()
    rupa: Looks | None = None


def _read_content(data: bytes, berkas: Path, sandi: str | None, wadah: Container | None = None) -> _Content:
    """The content of *data* (whose parts are *wadah*); raise ``Damaged``, ``LimitExceeded`` or ``PasswordNeeded``."""
    takaran = Budget()
    if data.startswith(_TANDA_OLE):
        from zi_cli.worksheet.formats.ole import read_ole

        alir = read_ole(data, sandi)
        if not alir.startswith(_TANDA_ZIP):
            from zi_cli.worksheet.formats import sheets_xls

            return _patched(sheets_xls.prepare_xls(alir, takaran))
        data = alir
    if not data.startswith(_TANDA_ZIP):
        from zi_cli.worksheet.formats import sheets_csv

        yakin = berkas.suffix.lower() in _AKHIRAN_TEKS
        baris: Baris = [[*b] for b in sheets_csv.read_csv(data, takaran, yakin=yakin)]
        return _Content(((berkas.stem, baris),))
    wadah = wadah or Container(data, takaran)
    takaran = wadah.takaran
    utama = main_part(wadah)
    if utama is not None and "content.xml" in wadah:
        raise Damaged("zip memuat dua buku kerja: Office dan OpenDocument")
    if utama is not None and not utama.endswith(".bin"):
        buku = sheets_xlsx.prepare_xlsx(wadah, utama, takaran)
        if buku.nilai is not None:
            lembar, tersembunyi = buku.nilai, buku.tersembunyi
        else:
            try:
                lembar, tersembunyi = _lembar(buku.data, [True] * len(buku.rumus_kosong))
            except Damaged:
                buku.check_references()
                raise
        rumus = {
            (nama, baris, kolom)
            for (nama, _), kosong in zip(lembar, buku.rumus_kosong, strict=True)
            for baris, kolom in kosong
        }
        return _Content(tuple(lembar), frozenset(rumus), tersembunyi | buku.tanpa_jalan, buku.rupa)
    if utama is not None:
        from zi_cli.worksheet.formats import sheets_xlsb

        return _patched(sheets_xlsb.prepare_xlsb(wadah, utama, takaran))
    if "content.xml" in wadah:
        from zi_cli.worksheet.formats import sheets_ods
        from zi_cli.worksheet.formats.looks import SheetLooks

        siap = sheets_ods.prepare_ods(wadah, takaran)
        lembar, _ = _lembar(siap.data, [True] * len(siap.rupa))
        return _Content(tuple(lembar), tersembunyi=siap.tersembunyi, rupa=SheetLooks(siap.rupa))
    raise Damaged("zip tanpa buku kerja di dalamnya")


def _patched(buku: BinaryBook) -> _Content:
    """The sheets of the rebuilt file with the error values that the reading library leaves out."""
    from zi_cli.worksheet.formats.looks import SheetLooks

    lembar, tersembunyi = _lembar(buku.data, buku.dibaca)
    rupa = SheetLooks([*compress(buku.rupa, buku.dibaca)])
    lembar = [*_patch(lembar, [*compress(buku.galat, buku.dibaca)])]
    return _Content(tuple(lembar), tersembunyi=tersembunyi | buku.luput, rupa=rupa)


def _lembar(data: bytes, dibaca: Sequence[bool]) -> tuple[list[tuple[str, Baris]], frozenset[int]]:
    """Values of the sheets of the rebuilt file *data* that *dibaca* marks, and which of these are hidden."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    with _tanpa_stderr():
        try:
            buku = CalamineWorkbook.from_filelike(io.BytesIO(data))
            nama = buku.sheet_names
            if len(nama) != len(dibaca) or len(set(nama)) != len(nama):
                raise Damaged("daftar lembar rusak")
            lembar = [
                (n, buku.get_sheet_by_name(n).to_python(skip_empty_area=False))
                for n, ya in zip(nama, dibaca, strict=True)
                if ya
            ]
            tampak = [m.visible == SheetVisibleEnum.Visible for m in compress(buku.sheets_metadata, dibaca)]
            return lembar, frozenset(i for i, ya in enumerate(tampak) if not ya)
        except (CalamineError, OSError, ValueError, OverflowError) as e:
            raise Damaged(f"struktur buku kerja rusak: {one_line(str(e))[:120]}") from None
        except BaseException as e:
            # A panic of the library arrives as a class that can't be imported, outside Exception.
            if type(e).__name__ != "PanicException":
                raise
            raise Damaged("struktur buku kerja rusak") from None


@contextmanager
def _tanpa_stderr() -> Iterator[None]:
    """Keep what the reading library itself prints when it panics off the terminal."""
    try:
        asli = os.dup(2)
    except OSError:
        # Standard error is closed: nothing could be printed there anyway.
        yield
        return
    try:
        os.dup2(_pembuangan(), 2)
        yield
    finally:
        os.dup2(asli, 2)
        os.close(asli)


@cache
def _pembuangan() -> int:
    """A descriptor for what nobody is to see; opened once, for a file is read in little more time than it takes."""
    return os.open(os.devnull, os.O_WRONLY)


def _patch(lembar: list[tuple[str, Baris]], galat: Sequence[dict[tuple[int, int], str]]) -> Iterator[tuple[str, Baris]]:
    """Put error values back in their cells, which the reading library leaves blank."""
    for (nama, baris), salah in zip(lembar, galat, strict=True):
        for (r, k), teks in salah.items():
            while len(baris) <= r:
                baris.append([""] * (len(baris[0]) if baris else 0))
            baris[r] += [""] * (k + 1 - len(baris[r]))
            baris[r][k] = teks
        yield nama, baris
