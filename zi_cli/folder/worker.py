"""Worker processes of the pool: how one is started, and what it does until it ends."""

from __future__ import annotations

import atexit
import contextlib
import copyreg
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from zi_cli.errors import UnwritableOutput
from zi_cli.files import temporary_folder
from zi_cli.libraries.memory import limit_memory
from zi_cli.worksheet.formats.guard import guard_nothing

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

#: Characters of a folder in which a socket still finds a name.
_NAMA_SOKET_MAKS = 84
#: Containers that may come into being before a worker looks for cycles among them.
_SAMPAH = 50_000
#: Signals that reach every process of a group; workers leave them to their parent, which ends them.
_MILIK_INDUK = tuple(getattr(signal, n) for n in ("SIGINT", "SIGHUP") if hasattr(signal, n))


def _restore(isi: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(isi)


# Read-only mappings (thresholds) travel to the workers.
copyreg.pickle(MappingProxyType, lambda m: (_restore, (dict(m),)))


def can_copy() -> bool:
    """Whether a copy of this process is whole: no other thread runs, whose locks the copy would never see go."""
    if sys.platform != "linux" or not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def context(muat_awal: tuple[str, ...], *, salinan: bool) -> Any:
    """How workers are started: as copies (*salinan*), else by a server that has loaded the modules *muat_awal*."""
    import multiprocessing

    if salinan:
        return multiprocessing.get_context("fork")
    _own_temporary_folder()
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    konteks = multiprocessing.get_context("forkserver")
    konteks.set_forkserver_preload(list(muat_awal))
    # Ctrl-C and a closed terminal reach every process of a group: those blocked here are the parent's alone to hear,
    # and it ends its workers. What is blocked now stays so in all that descends from the server.
    # The tracker comes first: where the server has to start it, it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    semula = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        with _silent_children():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, semula)
    return konteks


def work(
    pipa: Connection,
    fungsi: Callable[[Any], Any],
    persiapan: tuple[Callable[..., None], tuple[Any, ...]],
    memori: int,
    salinan: bool,
) -> None:
    """A worker's life: bounded to *memori* bytes and prepared, it works on what comes through *pipa*.

    Its first word is empty: it is ready.
    """
    for s in _MILIK_INDUK:
        signal.signal(s, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if salinan:
        _part_from_parent()
    _end_with_parent()
    guard_nothing()
    limit_memory(memori, added=salinan)
    try:
        persiapan[0](*persiapan[1])
    except Exception:  # noqa: BLE001 - whoever waits for the first word hears of the end
        os._exit(1)
    # What is loaded now stays for good: keep it out of every later collection. One file's work leaves no cycles
    # behind, so that collecting within it finds nothing.
    gc.freeze()
    gc.set_threshold(_SAMPAH)
    with contextlib.suppress(EOFError, OSError):
        pipa.send_bytes(b"")
        while True:
            pipa.send_bytes(_outcome(fungsi, pipa.recv()))


def _outcome(fungsi: Callable[[T], object], butir: T) -> bytes:
    """What *fungsi* returns for *butir*, or raises, as it goes through a pipe."""
    try:
        return pickle.dumps((fungsi(butir), None), pickle.HIGHEST_PROTOCOL)
    except BaseException as e:  # noqa: BLE001 - told with the item
        try:
            isi = pickle.dumps((None, e))
            pickle.loads(isi)
            return isi
        except Exception:  # noqa: BLE001 - whatever an exception of a library does that is no value
            return pickle.dumps((None, RuntimeError(f"{type(e).__name__}: {e}")))


def _part_from_parent() -> None:
    """What a copy has to say comes with its result, none of it on standard error; signals are its own from here on."""
    nihil = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nihil, 2)
    os.close(nihil)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_MILIK_INDUK, signal.SIGTERM})


@contextlib.contextmanager
def signals_waiting() -> Iterator[None]:
    """Whoever is started here hears of no signal before it has said what to do with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    semula = signal.pthread_sigmask(signal.SIG_BLOCK, {*_MILIK_INDUK, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, semula)


@contextlib.contextmanager
def _silent_children() -> Iterator[None]:
    """Processes started here have no standard error: what a worker has to say comes with its result.

    One that starts while its parent stops finds nothing it was told of, and would print its trace.
    """
    try:
        asli = os.dup(2)
    except OSError:
        yield
        return
    nihil = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nihil, 2)
    os.close(nihil)
    try:
        yield
    finally:
        os.dup2(asli, 2)
        os.close(asli)


@cache
def _own_temporary_folder() -> None:
    """Let ``multiprocessing`` keep its socket in a folder of ours: what a killed run left of it is cleaned by the next.

    Where the system's place for such folders has a name too long for a socket, that folder is in ``/tmp``; where it
    can't be written to, ``multiprocessing`` finds one itself, or says why not.
    """
    import multiprocessing
    import tempfile

    tumpukan = contextlib.ExitStack()
    tempat = Path(tempfile.gettempdir())
    if len(str(tempat)) > _NAMA_SOKET_MAKS - len("/zi-kerja-4194304-01234567"):
        tempat = Path("/tmp")
    with contextlib.suppress(UnwritableOutput):
        folder = str(tumpukan.enter_context(temporary_folder("zi-kerja-", tempat)))
        atexit.register(tumpukan.close)
        multiprocessing.current_process()._config.setdefault("tempdir", folder)  # type: ignore[attr-defined]


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, killed or not: nobody waits for its result."""
    import multiprocessing
    from multiprocessing.connection import wait

    induk = multiprocessing.parent_process()
    if induk is None:
        return

    def watch() -> None:
        wait([induk.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
