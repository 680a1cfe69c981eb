"""One writer at a time: a lock that the system lets go when its process ends, however it ends.

The lock is held on an open file, never told from the file's being there: what a killed process left is free.
"""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zi_cli.stops import hold, release

#: Seconds between two tries.
_PAUSE = 0.05
#: Windows locks bytes against reading too: one that no content reaches.
_FAR = 0x7FFF0000
#: A lock that somebody else holds; every other error means that this file system knows no locks.
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


class Busy(Exception):
    """Another process holds the lock; ``holder`` is its number as text, empty when not known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def locked(
    path: Path, *, wait: float = 0.0, sure: bool = False, tidy: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Hold the lock file *path* while the block runs, then *tidy* and remove it, whatever signal comes meanwhile.

    Raises ``Busy`` when another holds it after *wait* seconds (*sure*: also where no lock can be had, so that nobody
    is known to be gone), ``OSError`` when it can't be made.
    """
    end = time.monotonic() + wait
    before = hold()
    try:
        while (handle := _take(path, sure)) is None:
            release(before)
            if time.monotonic() >= end:
                raise Busy(_holder(path))
            time.sleep(_PAUSE)
            before = hold()
        try:
            release(before)
            yield
        finally:
            before = False
            try:
                before = hold()
            finally:
                _leave(path, handle, tidy)
    finally:
        release(before)


def _leave(path: Path, handle: int, tidy: Callable[[], object]) -> None:
    """Let the lock on *handle* go after *tidy*, and remove its file."""
    try:
        tidy()
    finally:
        if os.name == "posix":
            # Removed while it is held: whoever opened it meanwhile sees that it is no longer the one at its path.
            with contextlib.suppress(OSError):
                path.unlink()
            os.close(handle)
        else:
            unlock(handle)
            os.close(handle)
            # Another may have opened it by now: then it is theirs to remove.
            with contextlib.suppress(OSError):
                path.unlink()


def _take(path: Path, sure: bool) -> int | None:
    """A descriptor of *path* that holds the lock; None when another holds it, or with *sure* may hold it."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except PermissionError:
            # Windows: the one before is just being removed. Elsewhere: the folder can't be written to.
            if os.name == "posix" or not path.exists():
                raise
            return None
        try:
            held = lock(handle)
            if held is False or (sure and held is None):
                os.close(handle)
                return None
            if os.name != "posix" or _is_at(handle, path):
                # Who holds it is told where there is room; the lock is one all the same.
                with contextlib.suppress(OSError):
                    os.write(handle, str(os.getpid()).encode())
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    """Whether *path* is still the file that *handle* opened: its holder before may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        words = path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
    return words if words.isdigit() else ""


def _module() -> Any:
    """The system's locks: ``fcntl``, ``msvcrt`` on Windows, None where there are none (a browser)."""
    try:
        if sys.platform == "win32":
            import msvcrt

            return msvcrt
        import fcntl
    except ImportError:
        return None
    return fcntl


def lock(handle: int) -> bool | None:
    """Take the lock on the open file *handle*; False when another holds it, None where this place knows no locks."""
    system = _module()
    if system is None:
        return None
    try:
        if hasattr(system, "flock"):
            system.flock(handle, system.LOCK_EX | system.LOCK_NB)
        else:
            os.lseek(handle, _FAR, os.SEEK_SET)
            system.locking(handle, system.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
    except OSError as e:
        return False if e.errno in _HELD else None
    return True


def unlock(handle: int) -> None:
    """Let the lock of :func:`lock` go (Windows; elsewhere closing *handle* does)."""
    system = _module()
    with contextlib.suppress(OSError):
        os.lseek(handle, _FAR, os.SEEK_SET)
        system.locking(handle, system.LK_UNLCK, 1)
