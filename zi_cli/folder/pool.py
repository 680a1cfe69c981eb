"""Run one function over many items in worker processes that are bounded in time and memory.

A worker has a pipe of its own, in which its next item waits while it works on one: one that hangs is killed, one that
dies is replaced, and in both cases only the item at hand is lost. All of it is one thread's work, without a lock that
a killed worker could leave taken. Where no process can be started the items are worked on here, one after the other.
"""

import contextlib
import pickle
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.folder.worker import can_copy, context, signals_waiting, work
from zi_cli.libraries.processes import CAN_START
from zi_cli.named_tuple import NamedTuple
from zi_cli.stops import held

T = TypeVar("T")
H = TypeVar("H")

#: Seconds one item may take before its worker is killed.
BATAS_WAKTU = 60.0
#: Bytes of memory of one worker.
BATAS_MEMORI = 2 * 1024**3
#: Seconds between two looks at what is running.
_DETAK = 0.5
#: Workers, for each that is wanted, that may end before they are ready; then the items left over are given up.
_GAGAL_MAKSIMUM = 3
#: No further item.
_HABIS: Final[Any] = object()


class WorkerEnded(Exception):
    """The worker of an item ended; ``exitcode`` is its exit code, negative for a signal."""

    def __init__(self, exitcode: int) -> None:
        super().__init__(f"proses pekerja berhenti ({exitcode})")
        self.exitcode = exitcode


class NoWorker(Exception):
    """No worker can be made ready: says nothing about the item."""


class Done(NamedTuple, Generic[T, H]):
    """An item with its result, or with what went wrong."""

    butir: T
    hasil: H | None
    galat: BaseException | None


class Pengaturan(NamedTuple):
    """How many workers, how each prepares itself, and its bounds in seconds and bytes.

    ``salinan``: workers may be copies of this process, with what it has loaded; their memory is counted beside its.
    ``muat_awal`` are modules that others load before they part. ``antrean`` are the items a worker holds, the one it
    works on among them: with two it need not wait until this process, on a busy machine, has its turn.
    """

    pekerja: int
    persiapan: Callable[..., None]
    isi_persiapan: tuple[Any, ...] = ()
    batas_waktu: float = BATAS_WAKTU
    batas_memori: int = BATAS_MEMORI
    muat_awal: tuple[str, ...] = ()
    salinan: bool = False
    antrean: int = 2


def run_pool(
    fungsi: Callable[[T], H],
    butir: Iterable[T],
    atur: Pengaturan,
    sedang: Callable[[T], None] = lambda _: None,
) -> Generator[Done[T, H], None, None]:
    """Yield every item once, as it is done, in no fixed order.

    *fungsi* and ``atur.persiapan`` must be importable by name, an item a few words: it must fit into a pipe.
    ``galat`` is a ``TimeoutError`` for an item that took too long, :class:`WorkerEnded` when its worker died,
    :class:`NoWorker` when there was none, else what *fungsi* raised. *sedang* hears now and then which item is at
    work. Closing the iterator kills the workers.
    """
    if not CAN_START:
        yield from _here(fungsi, butir, atur, sedang)
        return
    kolam = _Pool(fungsi, butir, atur)
    try:
        while kolam.staff():
            tiba = kolam.wait()
            if not tiba and (b := kolam.at_work()) is not _HABIS:
                sedang(b)
            for w in tiba:
                yield from kolam.hear(w)
            yield from kolam.overdue()
        yield from kolam.rest()
    finally:
        kolam.end()


def side_by_side(fungsi: Callable[[T], object], butir: Sequence[T], pekerja: int) -> None:
    """Call *fungsi*, any function, for each of *butir*: in copies of this process, as many as *pekerja*, or here.

    What it leaves in memory is lost, what it leaves on disk stays; what it raises is raised. Where a copy dies, it
    is called here.
    """
    if pekerja < 2 or not can_copy():
        for b in butir:
            fungsi(b)
        return
    atur = Pengaturan(pekerja, _nothing_to_prepare, batas_waktu=float("inf"), salinan=True, antrean=1)
    with contextlib.closing(run_pool(fungsi, butir, atur)) as arus:
        for s in arus:
            if isinstance(s.galat, WorkerEnded | NoWorker):
                fungsi(s.butir)
            elif s.galat is not None:
                raise s.galat


def _nothing_to_prepare() -> None:
    pass


def _here(
    fungsi: Callable[[T], H], butir: Iterable[T], atur: Pengaturan, sedang: Callable[[T], None]
) -> Generator[Done[T, H], None, None]:
    atur.persiapan(*atur.isi_persiapan)
    for b in butir:
        sedang(b)
        hasil: H | None = None
        galat: Exception | None = None
        try:
            hasil = fungsi(b)
        except Exception as e:  # noqa: BLE001 - told with the item, as a worker's is
            galat = e
        yield Done(b, hasil, galat)


class _Worker:
    """A worker process, our end of its pipe, the items it has (none while it gets ready), and until when the first."""

    def __init__(self, fungsi: Callable[[Any], Any], atur: Pengaturan) -> None:
        self.antre: deque[Any] = deque()
        self.siap = False
        self.batas = 0.0
        salinan = atur.salinan and can_copy()
        konteks = context(atur.muat_awal, salinan=salinan)
        self.pipa, ujung = konteks.Pipe()
        siap = atur.persiapan, atur.isi_persiapan
        isi = ujung, fungsi, siap, atur.batas_memori, salinan
        self._proses = konteks.Process(target=work, args=isi, daemon=True)
        with ujung, signals_waiting():
            self._proses.start()

    def give(self, butir: Any) -> bool:
        """Let it work on *butir* next; False when it is gone."""
        try:
            self.pipa.send(butir)
        except OSError:
            return False
        self.antre.append(butir)
        return True

    def kill(self) -> None:
        """Let it end; :meth:`end` waits for that."""
        self._proses.kill()

    def end(self) -> int:
        """Wait for its end; its exit code."""
        self._proses.join()
        self.pipa.close()
        kode = self._proses.exitcode
        self._proses.close()
        return kode or 0


class _Pool(Generic[T, H]):
    """The workers there are, and the items nobody has yet."""

    def __init__(self, fungsi: Callable[[T], H], butir: Iterable[T], atur: Pengaturan) -> None:
        self._fungsi, self._atur = fungsi, atur
        self._sumber = iter(butir)
        self._kembali: deque[Any] = deque()
        self._berikut: Any = _HABIS
        self._advance()
        self._pekerja: dict[Any, _Worker] = {}
        self._gagal = 0

    def staff(self) -> bool:
        """Start the workers that are wanting; False when no item is left, or nobody to work on one."""
        # What came back from a worker that died, after there was nothing left for these.
        for w in self._pekerja.values():
            if w.siap and not w.antre:
                self._supply(w)
        while (
            self._berikut is not _HABIS
            and len(self._pekerja) < self._atur.pekerja
            and self._gagal < _GAGAL_MAKSIMUM * self._atur.pekerja
        ):
            try:
                with held():
                    w = _Worker(self._fungsi, self._atur)
                    self._pekerja[w.pipa] = w
            except (OSError, EOFError):
                self._gagal += 1
        if self._berikut is _HABIS:
            return self.at_work() is not _HABIS
        return bool(self._pekerja)

    def wait(self) -> list[_Worker]:
        """Workers that have said something, or ended; none after a while."""
        from multiprocessing.connection import wait

        batas = min((w.batas for w in self._pekerja.values() if w.antre), default=float("inf"))
        return [self._pekerja[p] for p in wait(list(self._pekerja), max(0, min(_DETAK, batas - time.monotonic())))]

    def at_work(self) -> Any:
        """An item that is being worked on."""
        return next((w.antre[0] for w in self._pekerja.values() if w.antre), _HABIS)

    def hear(self, w: _Worker) -> Iterator[Done[T, H]]:
        """What *w* has to say; it gets the next item first."""
        butir = w.antre.popleft() if w.antre else _HABIS
        try:
            isi = w.pipa.recv_bytes()
        except (OSError, EOFError):
            kode = self._lose(w)
            if butir is not _HABIS:
                yield Done(butir, None, WorkerEnded(kode))
            return
        self._gagal = 0
        w.siap = True
        self._supply(w)
        if butir is not _HABIS:
            yield Done(butir, *pickle.loads(isi))

    def _supply(self, w: _Worker) -> None:
        """Let *w*, about to begin an item, hold as many as it may; one that is gone is heard of next."""
        w.batas = time.monotonic() + self._atur.batas_waktu
        while self._berikut is not _HABIS and len(w.antre) < self._atur.antrean and w.give(self._berikut):
            self._advance()

    def overdue(self) -> Iterator[Done[T, H]]:
        """Kill the workers whose time is over."""
        kini = time.monotonic()
        for w in [w for w in self._pekerja.values() if w.antre and w.batas < kini]:
            # What it said while nobody listened is heard.
            if not w.pipa.poll():
                butir = w.antre.popleft()
                w.kill()
                self._lose(w)
                yield Done(butir, None, TimeoutError("melewati batas waktu", self._atur.batas_waktu))

    def rest(self) -> Iterator[Done[T, H]]:
        """The items that nobody can work on."""
        while self._berikut is not _HABIS:
            b = self._berikut
            self._advance()
            yield Done(b, None, NoWorker("proses pekerja tidak dapat dimulai"))

    def end(self) -> None:
        """Kill all workers."""
        with held():
            for w in self._pekerja.values():
                w.kill()
            for w in self._pekerja.values():
                w.end()
            self._pekerja.clear()

    def _advance(self) -> None:
        self._berikut = self._kembali.popleft() if self._kembali else next(self._sumber, _HABIS)

    def _lose(self, w: _Worker) -> int:
        """Do without *w*, waiting for its end; what waits in its pipe goes back. Its exit code."""
        self._kembali.extend(w.antre)
        if self._berikut is _HABIS:
            self._advance()
        del self._pekerja[w.pipa]
        self._gagal += not w.siap
        return w.end()


def failure_finding(nama: str, galat: BaseException | None, batas_waktu: float) -> Temuan:
    """What stopped a worker, as a finding about the file it was reading."""
    if isinstance(galat, TimeoutError):
        return make_temuan("LKE110", berkas=nama, sebab=f"belum selesai dibaca dalam {batas_waktu:g} detik")
    if isinstance(galat, MemoryError):
        gb = BATAS_MEMORI // 1024**3
        return make_temuan("LKE110", berkas=nama, sebab=f"membutuhkan memori lebih dari {gb} GB")
    if isinstance(galat, WorkerEnded):
        kode = galat.exitcode
        sebab = f"sinyal {-kode}" if kode < 0 else f"kode {kode}"
        return make_temuan("LKE133", berkas=nama, sebab=sebab)
    pesan = " ".join(str(galat).split())[:200]
    return make_temuan("LKE134", berkas=nama, sebab=f"{type(galat).__name__}: {pesan}")
