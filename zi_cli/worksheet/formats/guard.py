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
DETIK = 60.0
MEMORI = 2 << 30

#: They hear of each file before it is read: who runs us where no child can be had knows what broke.
listeners: list[Callable[[Path], None]] = []

#: "langsung": in this process; "perlu": where a file asks for it; "selalu": every file.
_cara = "perlu"


class Crashed(Exception):
    """The process that read the file ended without a word (finding LKE133); the text says how."""


@contextmanager
def guarding_several(berkas: Sized) -> Iterator[None]:
    """Within it every file is guarded when *berkas* are several: one that breaks its reader takes no other along."""
    global _cara
    dahulu = _cara
    if len(berkas) > 1 and dahulu == "perlu":
        _cara = "selalu"
    try:
        yield
    finally:
        _cara = dahulu


def guard_nothing() -> None:
    """For a worker that is bounded and replaceable itself."""
    global _cara
    _cara = "langsung"


def guarded(fungsi: Callable[[], H], *, perlu: bool, memori: int = MEMORI) -> H:
    """What *fungsi* returns or raises; in a child process when *perlu* says so, or all files are guarded.

    Raises ``Crashed`` when the child dies, ``LimitExceeded`` when it takes too long or too much memory.
    """
    if _cara == "langsung" or not (perlu or _cara == "selalu"):
        return _here(fungsi)
    if not _can_fork():
        return _elsewhere(fungsi, memori) if HAS_PROCESSES and not hasattr(os, "fork") else _here(fungsi)
    # Loaded where a child is needed, and before there is one.
    import pickle

    baca, tulis = os.pipe()
    anak = os.fork()
    if anak == 0:
        os.close(baca)
        _child(fungsi, tulis, memori)
    os.close(tulis)
    try:
        isi = _receive(baca, time.monotonic() + DETIK)
    except BaseException:
        os.kill(anak, signal.SIGKILL)
        raise
    finally:
        os.close(baca)
        _, keadaan = os.waitpid(anak, 0)
    kode = os.waitstatus_to_exitcode(keadaan)
    if kode or not isi:
        raise Crashed(f"sinyal {-kode}" if kode < 0 else f"kode {kode}")
    berhasil, hasil = pickle.loads(isi)
    if not berhasil:
        raise hasil
    selesai: H = hasil
    return selesai


def _elsewhere(fungsi: Callable[[], H], memori: int) -> H:
    """In the process that is started once; here when the work can't be given away."""
    from zi_cli.worksheet.formats.guard_child import Ended, NotSent, ask

    try:
        berhasil, hasil = ask(fungsi, DETIK, memori)
    except NotSent:
        return _here(fungsi)
    except Ended as e:
        if e.code is None:
            _too_long()
        raise Crashed(f"kode {e.code}" if e.code >= 0 else f"sinyal {-e.code}") from None
    if not berhasil:
        raise hasil
    selesai: H = hasil
    return selesai


class _Late(Exception):
    """Raised in the thread that reads when its time is over, by the one that watches it."""


@contextmanager
def in_time() -> Iterator[None]:
    """Whatever is done with one file within ``DETIK`` seconds; raises ``LimitExceeded`` after them."""
    try:
        with _timed():
            yield
    except _Late:
        _too_long()


def _here(fungsi: Callable[[], H]) -> H:
    try:
        with in_time():
            return fungsi()
    except MemoryError:
        raise LimitExceeded("membutuhkan memori lebih dari yang tersedia") from None


@contextmanager
def _timed() -> Iterator[None]:
    """An end after ``DETIK`` seconds: by the system's timer where there is one and nobody else uses it."""
    if _cara == "langsung" or not HAS_PROCESSES:
        yield
        return
    utama = threading.current_thread() is threading.main_thread()
    if not utama or not hasattr(signal, "setitimer") or any(signal.getitimer(signal.ITIMER_REAL)):
        with _watched():
            yield
        return
    dahulu = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, DETIK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, dahulu or signal.SIG_DFL)


@contextmanager
def _watched() -> Iterator[None]:
    """``_Late`` in this thread after ``DETIK`` seconds, at the next step of Python's own."""
    pembaca, kunci, selesai = threading.get_ident(), threading.Lock(), threading.Event()

    def stop() -> None:
        import ctypes

        with kunci:
            if not selesai.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(pembaca), ctypes.py_object(_Late))

    pengawas = threading.Timer(DETIK, stop)
    pengawas.daemon = True
    pengawas.start()
    try:
        yield
    finally:
        with kunci:
            selesai.set()
        pengawas.cancel()
        # No other thread may be alive when the next file asks for a fork.
        pengawas.join()


def _too_long(*_: object) -> NoReturn:
    raise LimitExceeded(f"belum selesai dibaca dan dinilai dalam {DETIK:g} detik")


def _can_fork() -> bool:
    # A fork copies a lock that another thread may hold at that moment.
    return HAS_PROCESSES and hasattr(os, "fork") and threading.active_count() == 1


def _child(fungsi: Callable[[], object], tulis: int, memori: int) -> NoReturn:
    """Run *fungsi* and send its outcome; nothing of the parent's own clean-up runs here."""
    from zi_cli.worksheet.formats.guard_child import outcome

    kode = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        limit_memory(memori, added=True)
        isi = outcome(fungsi, memori)
        with os.fdopen(tulis, "wb") as f:
            f.write(isi)
        kode = 0
    finally:
        os._exit(kode)


def _receive(baca: int, akhir: float) -> bytes:
    """All bytes until the other end closes; raises ``LimitExceeded`` at the time *akhir*."""
    potongan: list[bytes] = []
    while True:
        siap, _, _ = select.select([baca], [], [], max(0.0, akhir - time.monotonic()))
        if not siap:
            _too_long()
        satu = os.read(baca, 1 << 20)
        if not satu:
            return b"".join(potongan)
        potongan.append(satu)
