"""A file that may break its reader is read in a process of its own, bounded in time and memory.

What the reading library does to its process can't always be caught: it may abort it. Where a system can fork the
process is a copy of this one; on Windows it is one that is started once (``guard_child``).
"""

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

from zi_cli.libraries import HAS_PROCESSES
from zi_cli.libraries.memory import limit_memory
from zi_cli.worksheet.formats.limits import LimitExceeded

H = TypeVar("H")

#: Seconds one file may take to be read, and bytes of address space that may be added for it (Linux; elsewhere in all).
SECONDS = 60.0
MEMORY = 2 << 30

#: They hear of each file before it is read: who runs us where no child can be had knows what broke.
listeners: list[Callable[[Path], None]] = []

#: "langsung": in this process; "perlu": where a file asks for it; "selalu": every file.
_cara = "perlu"


class Crashed(Exception):
    """The process that read the file ended without a word (finding LKE133); the text says how."""


@contextmanager
def guarding_several(file: Sized) -> Iterator[None]:
    """Within it every file is guarded when *file* are several: one that breaks its reader takes no other along."""
    global _cara
    former = _cara
    if len(file) > 1 and former == "perlu":
        _cara = "selalu"
    try:
        yield
    finally:
        _cara = former


def guard_nothing() -> None:
    """For a worker that is bounded and replaceable itself."""
    global _cara
    _cara = "langsung"


def guarded(function: Callable[[], H], *, needed: bool, memory: int = MEMORY) -> H:
    """What *function* returns or raises; in a child process when *needed* says so, or all files are guarded.

    Raises ``Crashed`` when the child dies, ``LimitExceeded`` when it takes too long or too much memory.
    """
    if _cara == "langsung" or not (needed or _cara == "selalu"):
        return _here(function)
    if not _can_fork():
        return _elsewhere(function, memory) if HAS_PROCESSES and not hasattr(os, "fork") else _here(function)
    # Loaded where a child is needed, and before there is one.
    import pickle

    readers, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readers)
        _child(function, write, memory)
    os.close(write)
    try:
        content = _receive(readers, time.monotonic() + SECONDS)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(readers)
        _, state = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(state)
    if code or not content:
        raise Crashed(f"sinyal {-code}" if code < 0 else f"kode {code}")
    succeeded, result = pickle.loads(content)
    if not succeeded:
        raise result
    done: H = result
    return done


def _elsewhere(function: Callable[[], H], memory: int) -> H:
    """In the process that is started once; here when the work can't be given away."""
    from zi_cli.worksheet.formats.guard_child import Ended, NotSent, ask

    try:
        succeeded, result = ask(function, SECONDS, memory)
    except NotSent:
        return _here(function)
    except Ended as e:
        if e.code is None:
            _too_long()
        raise Crashed(f"kode {e.code}" if e.code >= 0 else f"sinyal {-e.code}") from None
    if not succeeded:
        raise result
    done: H = result
    return done


class _Late(Exception):
    """Raised in the thread that reads when its time is over, by the one that watches it."""


@contextmanager
def in_time() -> Iterator[None]:
    """Whatever is done with one file within ``SECONDS`` seconds; raises ``LimitExceeded`` after them."""
    try:
        with _timed():
            yield
    except _Late:
        _too_long()


def _here(function: Callable[[], H]) -> H:
    try:
        with in_time():
            return function()
    except MemoryError:
        raise LimitExceeded("membutuhkan memori lebih dari yang tersedia") from None


@contextmanager
def _timed() -> Iterator[None]:
    """An end after ``SECONDS`` seconds: by the system's timer where there is one and nobody else uses it."""
    if _cara == "langsung" or not HAS_PROCESSES:
        yield
        return
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer") or any(signal.getitimer(signal.ITIMER_REAL)):
        with _watched():
            yield
        return
    former = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former or signal.SIG_DFL)


@contextmanager
def _watched() -> Iterator[None]:
    """``_Late`` in this thread after ``SECONDS`` seconds, at the next step of Python's own."""
    reader, key, done = threading.get_ident(), threading.Lock(), threading.Event()

    def stop() -> None:
        import ctypes

        with key:
            if not done.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(reader), ctypes.py_object(_Late))

    pengawas = threading.Timer(SECONDS, stop)
    pengawas.daemon = True
    pengawas.start()
    try:
        yield
    finally:
        with key:
            done.set()
        pengawas.cancel()
        # No other thread may be alive when the next file asks for a fork.
        pengawas.join()


def _too_long(*_: object) -> NoReturn:
    raise LimitExceeded(f"belum selesai dibaca dan dinilai dalam {SECONDS:g} detik")


def _can_fork() -> bool:
    # A fork copies a lock that another thread may hold at that moment.
    return HAS_PROCESSES and hasattr(os, "fork") and threading.active_count() == 1


def _child(function: Callable[[], object], write: int, memory: int) -> NoReturn:
    """Run *function* and send its outcome; nothing of the parent's own clean-up runs here."""
    from zi_cli.worksheet.formats.guard_child import outcome

    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        limit_memory(memory, added=True)
        content = outcome(function, memory)
        with os.fdopen(write, "wb") as f:
            f.write(content)
        code = 0
    finally:
        os._exit(code)


def _receive(readers: int, end: float) -> bytes:
    """All bytes until the other end closes; raises ``LimitExceeded`` at the time *end*."""
    pieces: list[bytes] = []
    while True:
        ready, _, _ = select.select([readers], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            _too_long()
        one = os.read(readers, 1 << 20)
        if not one:
            return b"".join(pieces)
        pieces.append(one)
