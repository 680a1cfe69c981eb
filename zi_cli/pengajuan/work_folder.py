"""A new working folder: configuration, register, and the tree that worksheets go into."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from zi_cli.config import DEFAULT_NAME, Config
from zi_cli.files import file_fault, is_there, read_file, sha256, write_file
from zi_cli.findings.unreadable import readable, require_judged
from zi_cli.folder.discover import Lewat
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import csv_text
from zi_cli.pengajuan.calendar import build_calendar
from zi_cli.pengajuan.due_letters import DueLetter, Holder, by_tpm, due_letters, missing_letters
from zi_cli.pengajuan.eligibility import TemuanBerkas
from zi_cli.pengajuan.inbox import Changes, InboxRow, SeenFile, agreed_year, new_rows, open_decisions
from zi_cli.pengajuan.register.instansi import default_values, read_instansi
from zi_cli.pengajuan.register.read_register import DaftarSatker, read_register
from zi_cli.pengajuan.register.register_workbook import (
    CellMark,
    example_rows,
    extend_register,
    point_register,
    register_workbook,
)
from zi_cli.pengajuan.register.surat_sheet import read_letters
from zi_cli.pengajuan.register.write_back import copy_changed, extend_file
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.text import file_part

REGISTER = "satker.xlsx"
#: What the heap held when it was looked at last.
INBOX = "berkas-masuk.csv"
_INBOX_COLUMNS = ("berkas", "sha256", "satker")

_EXAMPLE_TOML = Path(__file__).with_name("zi-contoh.toml")
_INSTRUCTIONS = Path("Kanwil Contoh", "UPT Contoh", "letakkan berkas LKE di sini.txt")
_INSTRUCTIONS_TEXT = """\
Susunan folder: satu folder setiap Kanwil, di dalamnya satu folder setiap satker, di dalamnya berkas LKE (.xlsx).
Ganti nama folder contoh ini sesuai Kanwil dan satker yang sebenarnya. Berkas ini boleh dihapus.
"""


class PreparedFolder(NamedTuple):
    """One file of the folder, and whether it was written now (False: it was there and stays)."""

    jalur: Path
    baru: bool


class RegisterChange(NamedTuple):
    """What became of the register: whether it is new, and the rows and letters that were added.

    ``menunggu`` is what a person still has to decide, by satker.
    """

    jalur: Path
    baru: bool
    ditambah: tuple[InboxRow, ...]
    surat: tuple[DueLetter, ...] = ()
    menunggu: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Inbox(NamedTuple):
    """A heap that was gone through for proposals of *tahun*; ``disalin`` are the copies made."""

    folder: Path
    kotak: Path
    tahun: int
    baris: Sequence[InboxRow]
    daftar: RegisterChange
    perubahan: Changes
    dilewati: Mapping[str, Lewat]
    gagal: Sequence[TemuanBerkas]
    disalin: Sequence[Path]


def write_inbox_register(folder: Path, rows: Sequence[InboxRow], tanggal: date, config: Config) -> RegisterChange:
    """The register of *folder* with a row for every satker of *rows* that it lacks; rows that are there stay.

    The sheet Surat gets a row for every letter that is due as of *tanggal*, by the calendar of *config*, and has none.
    What a person wrote is never changed; the bytes before are kept as ``satker.xlsx.cadangan``. Raises
    :class:`UnwritableOutput` while the register is open in Excel, or is no .xlsx, or can't be written.
    """
    file = folder / REGISTER
    if not is_there(file):
        surat = due_letters([_holder_of(r, config) for r in rows])
        content = register_workbook([r.isi for r in rows], [_marks(r) for r in rows], _instansi(rows, config), surat)
        write_file(file, content, overwrite=False)
        return RegisterChange(file, True, tuple(rows), tuple(surat), {r.called: r.putuskan for r in rows})
    return _extend(file, rows, tanggal, config)


def add_due_letters(folder: Path, tanggal: date, config: Config) -> RegisterChange | None:
    """The letters that are due as of *tanggal* and have no row yet, added to the register's sheet Surat.

    None where *folder* has no register. Raises as :func:`write_inbox_register` does.
    """
    file = folder / REGISTER
    return _extend(file, (), tanggal, config) if is_there(file) else None


def _extend(file: Path, rows: Sequence[InboxRow], tanggal: date, config: Config) -> RegisterChange:
    daftar = read_register(file, config.instrumen)
    extras = new_rows(rows, daftar)
    monev = _monev_due(daftar, tanggal, config)
    pemilik = [Holder(s.called, s.usulan, id(s) in monev, by_tpm(s.usulan, config, s)) for s in daftar.satker]
    jatuh = due_letters([*pemilik, *(_holder_of(r, config) for r in extras)])
    surat = missing_letters(jatuh, read_letters(file, daftar.satker), daftar.satker)
    add_rows(daftar, extras, surat)
    menunggu = open_decisions(rows, daftar) | {r.called: r.putuskan for r in extras}
    return RegisterChange(file, False, tuple(extras), tuple(surat), menunggu)


def add_rows(daftar: DaftarSatker, extras: Sequence[InboxRow], surat: Sequence[DueLetter]) -> None:
    """Add satker and letters below the rows of the register *daftar*; its bytes before are kept beside it.

    Nothing is written when there is nothing to add. Raises as :func:`write_inbox_register` does.
    """
    if extras or surat:
        cell, mark = [r.isi for r in extras], [*map(_marks, extras)]
        add = partial(extend_register, rows=cell, marks=mark, surat=surat)
        extend_file(daftar.berkas, add, dibaca=daftar.sha256)


def _holder_of(r: InboxRow, config: Config) -> Holder:
    usulan = r.isi.get("usulan")
    return Holder(r.called, usulan, tpm=by_tpm(usulan, config))


def _monev_due(daftar: DaftarSatker, tanggal: date, config: Config) -> set[int]:
    """The satker (by identity) whose predicate's monev is overdue or comes soon."""
    rule = load_syarat(config.instrumen).kalender
    kalender = build_calendar(daftar.satker, tanggal, rule, config.kalender)
    return {
        id(m.satker) for m in kalender.monev if m.status in ("terlambat", "jatuh tempo") and m.satker.holds_predikat
    }


def _instansi(rows: Sequence[InboxRow], config: Config) -> dict[str, str]:
    """What the sheet Instansi begins with: the year that the worksheets agree on, and what is usual.

    What zi.toml says is left to it: a sheet that says otherwise would put both in doubt (DAT572).
    """
    tahun = agreed_year(b for r in rows for b in r.berkas) if config.usulan.tanggal is None else None
    same = {"usulan.tahun": str(tahun)} if tahun is not None else {}
    start = {**default_values(), **same}
    return {k: v for k, v in start.items() if config.berkas is None or not attrgetter(k)(config)}


def _marks(r: InboxRow) -> dict[str, CellMark]:
    return {field: CellMark(m.asal, m.ragu) for field, m in r.tanda.items()}


def copy_into_tree(rows: Sequence[InboxRow], folder: Path) -> tuple[list[InboxRow], list[Path]]:
    """Copies of the rows' files below *folder* as Kanwil/satker, and the rows pointing to them.

    Files are copied, never moved; a copy with the same bytes that is there already is left alone. Raises
    :class:`UnwritableOutput` when another file has the name, ``UnreadableInput`` (LKE108) when a file is no longer the
    one that was read.
    """
    result, written = [], []
    for r in rows:
        target = folder / file_part(r.isi.get("kanwil") or "Tanpa Kanwil") / file_part(r.called)
        copies = []
        for b in r.berkas:
            with readable(b.jalur):
                content = read_file(b.jalur)
            require_judged(b.jalur, sha256(content), b.sha256)
            new = target / file_part(b.jalur.name, length=120)
            if file_fault(new) or read_file(new) != content:
                write_file(new, content, overwrite=False, inputs=[b.jalur])
                written.append(new)
            copies.append(new)
        cells = dict(r.isi)
        if "berkas_lke" in cells:
            cells["berkas_lke"] = copies[0].relative_to(folder).as_posix()
        result.append(r._replace(isi=cells))
    return result, written


def copy_work_folder(daftar: Path, config: Path | None, target: Path, positions: Mapping[int, str]) -> None:
    """*daftar* in the folder *target*, its rows pointing to the files *positions* (by row), and *config* beside it.

    Raises :class:`UnwritableOutput` when one of the two is there already, or the register can't be copied.
    """
    copy_changed(daftar, target / REGISTER, lambda content: point_register(content, positions))
    if config is not None and config.name == DEFAULT_NAME:
        write_file(target / DEFAULT_NAME, read_file(config), overwrite=False, inputs=[config])


def read_seen(folder: Path) -> dict[str, SeenFile]:
    """The files of the heap as they were met last; none when nobody looked yet (or the list is damaged)."""
    try:
        text = read_file(folder / INBOX).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    if not rows or tuple(rows[0]) != _INBOX_COLUMNS:
        return {}
    return {b[0]: SeenFile(b[1], b[2]) for b in rows[1:] if len(b) == len(_INBOX_COLUMNS)}


def write_seen(folder: Path, now: dict[str, SeenFile]) -> None:
    """Remember the files of the heap, for the next look at it."""
    content = csv_text(_INBOX_COLUMNS, [(b, s.sha256, s.satker) for b, s in sorted(now.items())]).encode("utf-8-sig")
    file = folder / INBOX
    if not is_there(file) or read_file(file) != content:
        write_file(file, content, overwrite=True)


def prepare_folder(folder: Path) -> list[PreparedFolder]:
    """Write what is missing in *folder*; whatever exists stays as it is.

    Raises :class:`UnwritableOutput` when a file can't be written.
    """
    content: dict[Path, Callable[[], bytes]] = {
        folder / DEFAULT_NAME: _EXAMPLE_TOML.read_bytes,
        folder / REGISTER: lambda: register_workbook([example_rows()]),
        folder / _INSTRUCTIONS: _INSTRUCTIONS_TEXT.encode,
    }
    # The sheet Instansi says the same things: an example beside it would only contradict it.
    if read_instansi(folder / REGISTER) is not None:
        del content[folder / DEFAULT_NAME]
    # A folder in use has its own tree: the example one is for an empty folder only.
    if folder.is_dir() and any(p.is_dir() and not p.name.startswith(".") for p in folder.iterdir()):
        del content[folder / _INSTRUCTIONS]
    results: list[PreparedFolder] = []
    for jalur, buat in content.items():
        new = not is_there(jalur)
        if new:
            write_file(jalur, buat(), overwrite=False)
        results.append(PreparedFolder(jalur, new))
    return results
