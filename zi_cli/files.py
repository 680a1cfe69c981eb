"""Where results go: whole files or nothing, and text that can't turn into a formula."""

import contextlib
import errno
import io
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Literal, TypeVar, overload

from zi_cli.errors import HELD, UnwritableOutput, UserError, os_reason, read_reason, system_error
from zi_cli.lock import Busy, locked
from zi_cli.one_state import written
from zi_cli.text import is_device

T = TypeVar("T")
#: Whether names are taken as Windows takes them.
WINDOWS = os.name == "nt"
#: Bytes that need no library of their own to be hashed in no time.
_FEW_BYTES = 1 << 20
#: Seconds that a writer waits for another one of the same file.
_PATIENCE = 10.0
#: Times and seconds in which a file that Windows holds for a moment (virus scanner, Excel saving) is asked for again.
_RETRIES, _RETRY_PAUSE = 20, 0.05
#: The category among the properties of a workbook of results: one that a later run may replace among its inputs.
OUR_MARK = "Hasil zi"
_TEXT_ENDINGS = frozenset({"", ".txt", ".json", ".csv", ".md", ".html", ".htm"})
#: Names that no file of the system can have.
_NO_NAME = (errno.ENAMETOOLONG, errno.EINVAL)
#: Windows refuses to replace a file that is open in the same words as one that is not ours.
_HELD_OR_DENIED = (*HELD, 5)


@overload
def open_file(path: Path, mode: Literal["rb"] = "rb") -> io.BufferedReader: ...
@overload
def open_file(path: Path, mode: str = "rb", **options: Any) -> IO[Any]: ...
def open_file(path: Path, mode: str = "rb", **options: Any) -> IO[Any]:
    """Open *path*; every file of the user's, and every output, is opened here. Raises ``OSError``.

    A pipe, a socket or a device is refused: opening or reading one may wait for ever, or never end.
    """
    if "r" in mode or is_there(path):
        _require_ordinary(path)
    stream: IO[Any] = _asked_again(lambda: path.open(mode, **options), HELD)
    return stream


def is_there(path: Path) -> bool:
    """Whether anything has the name *path*: also a folder, a pipe, a link that leads nowhere or in a circle.

    To be asked of every file that may be absent; what is there and no ordinary file, its reader refuses. What can't be
    looked up (no right to its folder) is taken to be there.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as e:
        return e.errno not in _NO_NAME
    return True


def file_fault(path: Path) -> str:
    """Why *path* can't be read as a file, in words; "" of an ordinary one, or a link to one."""
    try:
        _require_ordinary(path)
    except ValueError:
        return "tidak ditemukan"
    except OSError as e:
        return read_reason(e)
    return ""


def _require_ordinary(path: Path) -> None:
    """Raise ``OSError`` unless *path* is an ordinary file or a link to one."""
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise OSError(errno.ENOLINK, "the link leads nowhere", str(path)) from None
        raise
    if not stat.S_ISREG(kind):
        raise OSError(errno.EISDIR if stat.S_ISDIR(kind) else errno.ESPIPE, "not a regular file", str(path))


def read_file(path: Path, most: int = -1) -> bytes:
    """The bytes of *path*, *most* of them at the most. Raises ``OSError``."""
    with open_file(path) as f:
        data: bytes = f.read(most)
    return data


def real_path(path: Path) -> Path:
    """*path* without links and dots, as far as it goes: also where its links lead in a circle."""
    return Path(os.path.realpath(path))


def sha256(data: bytes) -> str:
    """The SHA-256 of *data* in hexadecimal digits."""
    if len(data) <= _FEW_BYTES and "hashlib" not in sys.modules:
        # The interpreter's own code: loading OpenSSL, which hashlib does, takes as long as reading a worksheet.
        with contextlib.suppress(ImportError):
            own = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256")
            digest: str = own.sha256(data).hexdigest()
            return digest
    import hashlib

    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str:
    """The SHA-256 of the bytes of *path*, read in pieces. Raises ``OSError``."""
    import hashlib

    with open_file(path) as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def replace_file(new: Path, target: Path) -> None:
    """Let *new* (a file, or a folder) be *target*; no moment shows half of it. Raises ``OSError``."""
    _asked_again(lambda: new.replace(target), _HELD_OR_DENIED)
    written(target)


def _asked_again(ask: Callable[[], T], held: Collection[int]) -> T:
    """What *ask* returns; asked again for a second while Windows answers with one of *held*. Raises ``OSError``."""
    for _ in range(_RETRIES):
        try:
            return ask()
        except OSError as e:
            if getattr(e, "winerror", None) not in held:
                raise
        time.sleep(_RETRY_PAUSE)
    return ask()


def write_file(
    target: Path, content: bytes | Callable[[bytes], bytes], *, overwrite: bool, inputs: Iterable[Path] = ()
) -> None:
    """Write *content* to *target* whole or not at all (temporary file beside it, then replace).

    Never over one of *inputs*; over an existing file only when *overwrite*. A function makes the new bytes of those
    that are there (b"": none), so that no other run's are lost. Raises :class:`UnwritableOutput`.
    """
    with whole_file(target, overwrite=overwrite, inputs=inputs) as temporary, open_file(temporary, "wb") as f:
        f.write(content if isinstance(content, bytes) else content(read_file(target) if is_there(target) else b""))


@contextlib.contextmanager
def whole_file(target: Path, *, overwrite: bool, inputs: Iterable[Path] = ()) -> Iterator[Path]:
    """A temporary file that replaces *target* when the block ends well, else disappears.

    For outputs too large to hold in memory; the rules and errors are those of :func:`write_file`. It lies in a hidden
    folder of its own beside *target*, with whatever its writer puts there.
    """
    check_target(target, overwrite=overwrite, inputs=inputs)
    with unwritable(target), _workplace(target) as place:
        temporary = place / target.name
        yield temporary
        _match_permissions(temporary, target)
        replace_file(temporary, target)


@contextlib.contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of *folder* when the block ends well, else disappears.

    A run that was killed while it did so left the folder of before aside: it is put back first. What may be replaced
    is for the block to see. Raises :class:`UnwritableOutput`.
    """
    with unwritable(folder), _workplace(folder, keep="lama") as place:
        new, old = place / "baru", place / "lama"
        if is_there(old) and not is_there(folder):
            replace_file(old, folder)
        _discard(old)
        new.mkdir()
        yield new
        if is_there(folder):
            replace_file(folder, old)
        try:
            replace_file(new, folder)
        except OSError:
            if is_there(old):
                replace_file(old, folder)
            raise
        _discard(old)


@contextlib.contextmanager
def claimed_folder(folder: Path) -> Iterator[None]:
    """Be the only run of ours that writes into *folder*, which is made; a second one is refused at once.

    Folders that were made here and are still empty go again. Raises :class:`UnwritableOutput`.
    """
    key = contextlib.ExitStack()
    with made_folders(folder):
        with unwritable(folder):
            key.enter_context(locked(folder / ".zi-kunci"))
        with key:
            yield


@contextlib.contextmanager
def made_folders(*folder: Path, keep: bool = False) -> Iterator[None]:
    """Make *folder*, with all above; those made here that are empty at the end go again, with *keep* after errors only.

    Raises :class:`UnwritableOutput`.
    """
    new: dict[Path, None] = {}
    try:
        for f in folder:
            new |= dict.fromkeys(p for p in (f, *f.parents) if not is_there(p))
            with unwritable(f):
                f.mkdir(parents=True, exist_ok=True)
        yield
        if keep:
            new = {}
    finally:
        for p in sorted(new, key=lambda p: len(p.parts), reverse=True):
            with contextlib.suppress(OSError):
                p.rmdir()


@contextlib.contextmanager
def temporary_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A folder of its own in *parent*, else the system's place for such; those that killed runs left there go first.

    Where the system knows no locks a folder is never known to be left, so none goes.
    """
    import tempfile

    parent = parent or Path(tempfile.gettempdir())
    ours = re.compile(rf"{re.escape(prefix)}\d+-[0-9a-f]+")
    # A lock without its folder is a run's that was killed just before it made that, or after it removed it.
    for old in {p.with_suffix("") for p in parent.glob(f"{prefix}*")}:
        if ours.fullmatch(old.name) and not old.is_symlink():
            with contextlib.suppress(OSError, Busy), locked(old.with_suffix(".kunci"), sure=True):
                _discard(old)
    folder = parent / f"{prefix}{os.getpid()}-{os.urandom(4).hex()}"
    key = contextlib.ExitStack()
    with unwritable(folder):
        key.enter_context(locked(folder.with_suffix(".kunci"), tidy=lambda: _discard(folder)))
    with key:
        with unwritable(folder):
            folder.mkdir(mode=0o700)
        yield folder


@contextlib.contextmanager
def _workplace(target: Path, keep: str | None = None) -> Iterator[Path]:
    """A hidden folder beside *target* for what becomes it; one that a killed run left is emptied, but for *keep*."""
    mark = sha256(target.name.casefold().encode("utf-8", "surrogatepass"))[:16]
    place = target.with_name(f".zi-{mark}")

    def tidy() -> None:
        # Where what was kept could not go back to its place, it stays for the next run.
        if keep is None or is_there(target) or not is_there(place / keep):
            _discard(place)

    key = target.with_name(f".zi-{mark}.kunci")
    with made_folders(target.parent), locked(key, wait=_PATIENCE, tidy=tidy):
        place.mkdir(exist_ok=True)
        for rest in place.iterdir():
            if rest.name != keep:
                _discard(rest)
        yield place


def _discard(path: Path) -> None:
    """Remove a file or a folder, as far as the system lets us; nothing when it is not there."""
    if path.is_dir() and not path.is_symlink():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def unwritable(target: Path) -> Iterator[None]:
    """What the system refuses while *target* is written, also to a library that says so in its own way (exit 4)."""
    try:
        yield
    except Busy as e:
        who = f" (proses {e.holder})" if e.holder else ""
        raise UnwritableOutput(f"“{target}” sedang ditulis zi lain{who}; tunggu sampai selesai") from None
    except (UserError, BrokenPipeError):
        raise
    except Exception as e:
        reason = system_error(e)
        if reason is None:
            raise
        raise UnwritableOutput(f"“{target}” tidak dapat ditulis: {os_reason(reason)}") from e


def check_target(target: Path, *, overwrite: bool, inputs: Iterable[Path] = ()) -> None:
    """Refuse (:class:`UnwritableOutput`) an output that is an input, no ordinary file, or exists without *overwrite*.

    Of a folder among *inputs* every document below it is one, but what is text and workbooks that bear our mark.
    """
    with unwritable(target):
        _check_target(target, overwrite, inputs)


def _check_target(target: Path, overwrite: bool, inputs: Iterable[Path]) -> None:
    if WINDOWS and is_device(target.name):
        raise UnwritableOutput(f"“{target}”: di Windows nama itu milik perangkat; pilih nama keluaran yang lain")
    if target.is_dir():
        raise UnwritableOutput(f"“{target}” adalah folder, bukan nama berkas")
    if not is_there(target):
        return
    if file_fault(target):
        raise UnwritableOutput(f"“{target}” bukan berkas biasa; pilih nama keluaran yang lain")
    for m in inputs:
        if m.is_dir():
            if real_path(m) in real_path(target).parents and not _made_here(target):
                raise UnwritableOutput(
                    f"“{target}” ada di folder masukan dan bukan hasil zi; pilih nama keluaran yang lain"
                )
        elif is_there(m) and target.samefile(m):
            raise UnwritableOutput(f"“{target}” adalah berkas masukan; pilih nama keluaran yang lain")
    if not overwrite:
        raise UnwritableOutput(f"“{target}” sudah ada; tambahkan --timpa untuk menggantinya")


def _made_here(file: Path) -> bool:
    """Whether *file*, which lies among inputs, is no document of a person: text, or a workbook with our mark."""
    if file.suffix.lower() in _TEXT_ENDINGS:
        return True
    from zipfile import BadZipFile, ZipFile

    try:
        with open_file(file) as f, ZipFile(f) as z, z.open("docProps/core.xml") as core:
            return f"<cp:category>{OUR_MARK}</cp:category>".encode() in core.read(_FEW_BYTES)
    except (OSError, BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError):
        return False


def _match_permissions(temporary: Path, target: Path) -> None:
    # A result that takes another's place is as readable as that was.
    if os.name == "posix" and is_there(target):
        temporary.chmod(target.stat().st_mode & 0o777)
