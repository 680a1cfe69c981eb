"""Run one function over many items in worker processes that are bounded in time and memory.

Built on Pebble's process pool: a worker that hangs is killed, one that dies is replaced, and in both
cases only the item at hand is lost. ``concurrent.futures`` gives up the whole pool instead.
Where no process can be started the items are worked on here, one after the other.
"""

import copyreg
import gc
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError, Future
from importlib import import_module
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.folder.process_server import process_context
from zi_cli.libraries.memory import limit_memory
from zi_cli.libraries.processes import CAN_START, BrokenProcessPool, ProcessExpired, ProcessPool
from zi_cli.named_tuple import NamedTuple
from zi_cli.streams import hush_destructors
from zi_cli.worksheet.formats.guard import guard_nothing

T = TypeVar("T")
H = TypeVar("H")

#: Seconds one item may take before its worker is killed.
TIME_LIMIT = 60.0
#: Bytes of memory of one worker.
MEMORY_LIMIT = 2 * 1024**3
#: Items waiting in the pool for each worker: enough to keep it busy, few enough to drop at once.
_QUEUE = 32
#: Seconds between two looks at what is running.
_HEARTBEAT = 0.5
#: Containers that may come into being before a worker looks for cycles among them.
_GARBAGE_THRESHOLD = 50_000
#: Pools tried before the items left over are given up.
_MAX_POOLS = 3


def _restore(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


# Read-only mappings (thresholds) travel to the workers.
copyreg.pickle(MappingProxyType, lambda m: (_restore, (dict(m),)))


class Done(NamedTuple, Generic[T, H]):
    """An item with its result, or with what went wrong."""

    butir: T
    hasil: H | None
    galat: BaseException | None


class Pengaturan(NamedTuple):
    """How many workers, how each prepares itself, and its bounds in seconds and bytes.

    They start with the modules *muat_awal*; *muat_nanti* are what this process needs after them, and loads while they
    get ready.
    """

    pekerja: int
    persiapan: Callable[..., None]
    isi_persiapan: tuple[Any, ...] = ()
    batas_waktu: float = TIME_LIMIT
    batas_memori: int = MEMORY_LIMIT
    muat_awal: tuple[str, ...] = ()
    muat_nanti: tuple[str, ...] = ()


def run_pool(
    function: Callable[[T], H],
    items: Iterable[T],
    config: Pengaturan,
    current: Callable[[T], None] = lambda _: None,
) -> Generator[Done[T, H], None, None]:
    """Yield every item once, as it is done, in no fixed order.

    *function* and ``atur.persiapan`` must be importable by name. ``galat`` is a ``TimeoutError`` for an
    item that took too long, ``pebble.ProcessExpired`` when its worker died, else what *function* raised.
    *current* hears now and then which item is at work. Closing the iterator kills the workers.
    """
    if not CAN_START:
        yield from _here(function, items, config, current)
        return
    rest: list[T] = []
    sources: Iterable[T] = items
    for kolam_ke in range(1, _MAX_POOLS + 1):
        for s in _one_pool(function, sources, config, current):
            # A pool that broke as a whole says nothing about the item: it gets another pool.
            if isinstance(s.galat, BrokenProcessPool) and kolam_ke < _MAX_POOLS:
                rest.append(s.butir)
            else:
                yield s
        if not rest:
            return
        sources, rest = rest, []


def _here(
    function: Callable[[T], H], items: Iterable[T], config: Pengaturan, current: Callable[[T], None]
) -> Generator[Done[T, H], None, None]:
    config.persiapan(*config.isi_persiapan)
    for b in items:
        current(b)
        result: H | None = None
        error: Exception | None = None
        try:
            result = function(b)
        except Exception as e:  # noqa: BLE001 - told with the item, as a worker's is
            error = e
        yield Done(b, result, error)


def _one_pool(
    function: Callable[[T], H], items: Iterable[T], config: Pengaturan, current: Callable[[T], None]
) -> Generator[Done[T, H], None, None]:
    kolam = ProcessPool(
        config.pekerja,
        initializer=_prepare,
        initargs=(config.batas_memori, config.persiapan, config.isi_persiapan),
        context=process_context(config.muat_awal),
    )
    source = iter(items)
    berjalan: dict[Future[H], T] = {}
    f: Future[H]
    tiba: queue.SimpleQueue[Future[H]] = queue.SimpleQueue()
    damaged: BrokenProcessPool | None = None
    later = config.muat_nanti
    try:
        while True:
            # Topped up when half are done: each one handed out wakes a thread for it.
            most = config.pekerja * _QUEUE if len(berjalan) <= config.pekerja * _QUEUE // 2 else 0
            while len(berjalan) < most:
                try:
                    b = next(source)
                except StopIteration:
                    break
                if damaged is not None:
                    yield Done(b, None, damaged)
                    continue
                try:
                    f = kolam.schedule(function, args=(b,), timeout=config.batas_waktu)
                except RuntimeError as e:  # the pool broke meanwhile
                    damaged = BrokenProcessPool(str(e))
                    yield Done(b, None, damaged)
                    continue
                berjalan[f] = b
                f.add_done_callback(tiba.put)
            if not berjalan:
                return
            for module in later:
                import_module(module)
            later = ()
            try:
                f = tiba.get(timeout=_HEARTBEAT)
            except queue.Empty:
                if not kolam.active:
                    # Workers that can't even start break the pool, and what it had not handed out stays silent.
                    damaged = BrokenProcessPool("proses pekerja tidak dapat dimulai")
                    for b in berjalan.values():
                        yield Done(b, None, damaged)
                    berjalan.clear()
                    continue
                if (b_kini := next((b for f, b in berjalan.items() if f.running()), None)) is not None:
                    current(b_kini)
                continue
            yield _hasil(berjalan.pop(f), f)
    finally:
        kolam.stop()  # type: ignore[no-untyped-call]
        kolam.join()


def _hasil(item: T, masa_depan: Future[H]) -> Done[T, H]:
    try:
        error = masa_depan.exception(timeout=0)
    except CancelledError as e:
        return Done(item, None, e)
    return Done(item, None if error else masa_depan.result(timeout=0), error)


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, killed or not: nobody waits for its result."""
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _prepare(batas_memori: int, persiapan: Callable[..., None], content: tuple[Any, ...]) -> None:
    """Bound this worker's memory, then prepare it for the work."""
    _end_with_parent()
    hush_destructors()
    guard_nothing()
    limit_memory(batas_memori)
    persiapan(*content)
    # OpenSSL's SHA-256 takes a fifth of the time of the interpreter's own: for one file not worth loading, here it is.
    import_module("hashlib")
    # What is loaded now stays for good: keep it out of every later collection. One file's work leaves no cycles
    # behind, so that collecting within it finds nothing.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_THRESHOLD)


def failure_finding(name: str, error: BaseException | None, time_limit: float) -> Temuan:
    """What stopped a worker, as a finding about the file it was reading."""
    if isinstance(error, TimeoutError):
        return make_temuan("LKE110", berkas=name, sebab=f"belum selesai dibaca dalam {time_limit:g} detik")
    if isinstance(error, MemoryError):
        gb = MEMORY_LIMIT // 1024**3
        return make_temuan("LKE110", berkas=name, sebab=f"membutuhkan memori lebih dari {gb} GB")
    if isinstance(error, ProcessExpired):
        code = error.exitcode or 0
        reason = f"sinyal {-code}" if code < 0 else f"kode {code}"
        return make_temuan("LKE133", berkas=name, sebab=reason)
    message = " ".join(str(error).split())[:200]
    return make_temuan("LKE134", berkas=name, sebab=f"{type(error).__name__}: {message}")
