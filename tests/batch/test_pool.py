"""The worker pool: every item comes back once, whatever the others do to their workers."""

import os
from concurrent.futures.process import BrokenProcessPool

import pytest
from pebble import ProcessExpired

from tests.batch import worker_functions
from zi_cli.folder.pool import Pengaturan, failure_finding, run_pool

posix = pytest.mark.skipif(os.name != "posix", reason="sinyal dan batas memori hanya ada di POSIX")


def _run(butir: list[str], batas_waktu: float = 30) -> dict[str, object]:
    atur = Pengaturan(2, worker_functions.prepare, batas_waktu=batas_waktu)
    hasil = list(run_pool(worker_functions.kerjakan, butir, atur))
    assert sorted(s.butir for s in hasil) == sorted(butir)
    return {s.butir: s.galat if s.galat is not None else s.hasil for s in hasil}


@posix
def test_one_bad_item_harms_no_other() -> None:
    baik = [f"b{i}" for i in range(40)]
    hasil = _run([*baik[:10], "mati", "salah", *baik[10:20], "gugur", "rakus", *baik[20:]])
    assert {b: hasil[b] for b in baik} == {b: b.upper() for b in baik}
    assert isinstance(hasil["mati"], ProcessExpired) and hasil["mati"].exitcode == -9
    assert isinstance(hasil["gugur"], ProcessExpired) and hasil["gugur"].exitcode == -6
    assert isinstance(hasil["rakus"], MemoryError)
    assert isinstance(hasil["salah"], ValueError)


def test_an_item_that_hangs_is_stopped() -> None:
    hasil = _run(["macet", "a", "b", "macet2"], batas_waktu=1)
    assert isinstance(hasil["macet"], TimeoutError)
    assert (hasil["a"], hasil["b"], hasil["macet2"]) == ("A", "B", "MACET2")


def test_workers_that_can_not_start_hang_nothing() -> None:
    butir = [f"b{i}" for i in range(200)]
    hasil = list(run_pool(worker_functions.kerjakan, butir, Pengaturan(2, worker_functions.fail_preparing)))
    assert sorted(s.butir for s in hasil) == sorted(butir)
    assert all(isinstance(s.galat, BrokenProcessPool) for s in hasil)


def test_no_items_no_results() -> None:
    assert _run([]) == {}


def test_the_source_is_read_as_needed() -> None:
    """A long list is not queued as a whole: what is waiting stays bounded."""
    dibaca = 0

    def sumber():
        nonlocal dibaca
        for i in range(5000):
            dibaca += 1
            yield f"b{i}"

    arus = run_pool(worker_functions.kerjakan, sumber(), Pengaturan(1, worker_functions.prepare))
    next(arus)
    arus.close()
    assert dibaca < 200


@posix
def test_why_a_worker_ended_becomes_a_finding() -> None:
    hasil = _run(["mati", "salah", "rakus"])
    kode = {b: failure_finding(b, g, 60).kode for b, g in hasil.items() if isinstance(g, BaseException)}
    assert kode == {"mati": "LKE133", "salah": "LKE134", "rakus": "LKE110"}
