"""The worker pool: every item comes back once, whatever the others do to their workers."""

import errno
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.batch import fungsi_pekerja
from zi_cli.errors import UnwritableOutput
from zi_cli.folder.pool import NoWorker, Pengaturan, WorkerEnded, failure_finding, run_pool, side_by_side

posix = pytest.mark.skipif(os.name != "posix", reason="sinyal dan batas memori hanya ada di POSIX")


either = pytest.mark.parametrize("salinan", [True, False], ids=["salinan", "proses baru"])


@pytest.fixture(autouse=True)
def _a_copy_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever threads the test runner has."""
    monkeypatch.setattr("zi_cli.folder.pool.can_copy", lambda: sys.platform == "linux")


def _jalan(butir: list[str], batas_waktu: float = 30, *, salinan: bool = False) -> dict[str, object]:
    atur = Pengaturan(2, fungsi_pekerja.prepare, batas_waktu=batas_waktu, salinan=salinan)
    hasil = list(run_pool(fungsi_pekerja.kerjakan, butir, atur))
    assert sorted(s.butir for s in hasil) == sorted(butir)
    return {s.butir: s.galat if s.galat is not None else s.hasil for s in hasil}


@posix
@either
def test_satu_butir_buruk_tidak_merugikan_yang_lain(salinan: bool) -> None:
    baik = [f"b{i}" for i in range(40)]
    hasil = _jalan([*baik[:10], "mati", "salah", *baik[10:20], "gugur", "rakus", *baik[20:]], salinan=salinan)
    assert {b: hasil[b] for b in baik} == {b: b.upper() for b in baik}
    assert isinstance(hasil["mati"], WorkerEnded) and hasil["mati"].exitcode == -9
    assert isinstance(hasil["gugur"], WorkerEnded) and hasil["gugur"].exitcode == -6
    assert isinstance(hasil["rakus"], MemoryError)
    assert isinstance(hasil["salah"], ValueError)


@either
def test_butir_macet_dihentikan(salinan: bool) -> None:
    hasil = _jalan(["macet", "a", "b", "macet2"], batas_waktu=1, salinan=salinan)
    assert isinstance(hasil["macet"], TimeoutError)
    assert (hasil["a"], hasil["b"], hasil["macet2"]) == ("A", "B", "MACET2")


@either
def test_pekerja_yang_tidak_dapat_mulai_tidak_menggantung(salinan: bool) -> None:
    butir = [f"b{i}" for i in range(200)]
    atur = Pengaturan(2, fungsi_pekerja.gagal_siap, salinan=salinan)
    hasil = list(run_pool(fungsi_pekerja.kerjakan, butir, atur))
    assert sorted(s.butir for s in hasil) == sorted(butir)
    assert all(isinstance(s.galat, NoWorker) for s in hasil)


def test_tanpa_butir_tidak_ada_hasil() -> None:
    assert _jalan([]) == {}


def test_sumber_dibaca_seperlunya() -> None:
    """A long list is not queued as a whole: what is waiting stays bounded."""
    dibaca = 0

    def sumber():
        nonlocal dibaca
        for i in range(5000):
            dibaca += 1
            yield f"b{i}"

    arus = run_pool(fungsi_pekerja.kerjakan, sumber(), Pengaturan(1, fungsi_pekerja.prepare))
    next(arus)
    arus.close()
    assert dibaca < 200


@posix
def test_what_a_library_raises_comes_back_though_it_cannot_travel() -> None:
    galat = _jalan(["aneh"])["aneh"]
    assert isinstance(galat, RuntimeError) and "aneh" in str(galat)


@posix
def test_a_result_that_came_in_time_is_no_late_one() -> None:
    """Whoever takes the results may be slow."""
    atur = Pengaturan(2, fungsi_pekerja.prepare, batas_waktu=0.5)
    hasil = []
    for s in run_pool(fungsi_pekerja.kerjakan, ["a", "b", "c", "d"], atur):
        time.sleep(0.6)
        hasil.append(s.hasil)
    assert sorted(hasil) == ["A", "B", "C", "D"]


@posix
def test_sebab_pekerja_berhenti_menjadi_temuan() -> None:
    hasil = _jalan(["mati", "salah", "rakus"])
    kode = {b: failure_finding(b, g, 60).kode for b, g in hasil.items() if isinstance(g, BaseException)}
    assert kode == {"mati": "LKE133", "salah": "LKE134", "rakus": "LKE110"}


@posix
def test_side_by_side_all_is_done_though_a_copy_dies(tmp_path: Path) -> None:
    here = os.getpid()

    def write(nama: str) -> None:
        if nama == "mati" and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / nama).write_text(str(os.getpid()))

    side_by_side(write, ["a", "mati", "b", "c"], 2)
    wrote = {p.name: int(p.read_text()) for p in tmp_path.iterdir()}
    assert set(wrote) == {"a", "b", "c", "mati"}
    assert wrote["mati"] == here
    assert (here in {wrote["a"], wrote["b"], wrote["c"]}) is (sys.platform != "linux")


@posix
@pytest.mark.parametrize("pekerja", [1, 2])
def test_side_by_side_an_error_is_raised_as_it_is(pekerja: int) -> None:
    def refuse(nama: str) -> None:
        raise UnwritableOutput(nama) if nama == "x" else OSError(errno.ENOSPC, "penuh", nama)

    with pytest.raises(UnwritableOutput, match="x"):
        side_by_side(refuse, ["x"], pekerja)
    with pytest.raises(OSError) as e:
        side_by_side(refuse, ["y"], pekerja)
    assert (e.value.errno, e.value.filename) == (errno.ENOSPC, "y")
