"""A file that may break its reader is read in a process of its own, bounded in time and memory.

What the reading library does to its process can't always be caught: it may abort it. Only where a system can fork
(not on Windows) is there such a process; elsewhere the checks made before reading must do.
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
    if _cara == "langsung" or not (perlu or _cara == "selalu") or not _can_fork():
        return _here(fungsi)
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


def _here(fungsi: Callable[[], H]) -> H:
    try:
        with _timed():
            return fungsi()
    except MemoryError:
        raise LimitExceeded("membutuhkan memori lebih dari yang tersedia") from None


@contextmanager
def _timed() -> Iterator[None]:
    """``LimitExceeded`` after ``DETIK`` seconds, where this process may have a timer and nobody else uses it."""
    utama = threading.current_thread() is threading.main_thread()
    if (
        _cara == "langsung"
        or not utama
        or not hasattr(signal, "setitimer")
        or any(signal.getitimer(signal.ITIMER_REAL))
    ):
        yield
        return
    dahulu = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, DETIK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, dahulu or signal.SIG_DFL)


def _too_long(*_: object) -> NoReturn:
    raise LimitExceeded(f"belum selesai dibaca dalam {DETIK:g} detik")


def _can_fork() -> bool:
    # A fork copies a lock that another thread may hold at that moment.
    return HAS_PROCESSES and hasattr(os, "fork") and threading.active_count() == 1


def _child(fungsi: Callable[[], object], tulis: int, memori: int) -> NoReturn:
    """Run *fungsi* and send its outcome; nothing of the parent's own clean-up runs here."""
    import pickle

    kode = 1
    try:
        _bound(memori)
        try:
            hasil: tuple[bool, object] = (True, fungsi())
        except MemoryError:
            hasil = (False, LimitExceeded(f"membutuhkan memori lebih dari {memori >> 20} MB"))
        except Exception as e:  # noqa: BLE001 - raised again in the parent
            hasil = (False, e)
        try:
            isi = pickle.dumps(hasil, pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, TypeError, AttributeError):
            # Some libraries' errors can't travel.
            isi = pickle.dumps((False, RuntimeError(f"{type(hasil[1]).__name__}: {hasil[1]}")))
        with os.fdopen(tulis, "wb") as f:
            f.write(isi)
        kode = 0
    finally:
        os._exit(kode)


def _bound(memori: int) -> None:
    import resource

    try:
        with open("/proc/self/statm", "rb") as f:  # noqa: PTH123 - no path to handle, in every child
            memori += int(f.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        pass

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, keras = resource.getrlimit(resource.RLIMIT_AS)
    batas = memori if keras == resource.RLIM_INFINITY else min(memori, keras)
    resource.setrlimit(resource.RLIMIT_AS, (batas, keras))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


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
