"""Two runs at once over one folder: what one keeps, the other does not lose."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zi_cli import files
from zi_cli.bukti.quarter_state import QuarterState, SeverityCount, StatusCount, keep_state, read_states
from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.portalrb.unit_ids import KnownUnit, assign, keep_ids, read_ids
from zi_cli.scoring.accepted import read_accepted

ROOT = Path(__file__).parent.parent
_DIGEST = "0" * 64


def state(tahun: int, triwulan: int) -> QuarterState:
    return QuarterState(
        tahun=tahun,
        triwulan=triwulan,
        tanggal=date(tahun, 12, 31),
        satker=None,
        instrumen="lke-2021",
        lke=None,
        berkas=0,
        tautan=0,
        keadaan=StatusCount(),
        berpoin=None,
        temuan=SeverityCount(),
        daftar=_DIGEST,
        sidik=_DIGEST,
    )


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let another run do its work just before the next one takes its lock."""
    real = files.locked

    def set_up(other: Callable[[], object]) -> None:
        @contextlib.contextmanager
        def after_another(path: Path, **options: Any) -> Iterator[None]:
            monkeypatch.setattr(files, "locked", real)
            other()
            with real(path, **options):
                yield

        monkeypatch.setattr(files, "locked", after_another)

    return set_up


def test_two_quarters_are_both_kept(tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    keep_state(tmp_path, state(2027, 1))
    meanwhile(lambda: keep_state(tmp_path, state(2027, 2)))
    keep_state(tmp_path, state(2027, 3))
    assert [k.order_key for k in read_states(tmp_path)] == [(2027, 1), (2027, 2), (2027, 3)]


def test_what_is_not_ours_by_then_stays(tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    berkas = keep_state(tmp_path, state(2027, 1))
    meanwhile(lambda: berkas.write_bytes(b"{"))
    with pytest.raises(UnwritableOutput, match="Pindahkan berkas itu"):
        keep_state(tmp_path, state(2027, 2))
    assert berkas.read_bytes() == b"{"


def test_processes_that_keep_quarters_of_one_folder_keep_them_all(tmp_path: Path) -> None:
    line = (
        "import sys; from pathlib import Path; from tests.test_two_runs import keep_state, state\n"
        "for tahun in range(2020, 2026): keep_state(Path(sys.argv[1]), state(tahun, int(sys.argv[2])))"
    )
    command = [sys.executable, "-c", line, str(tmp_path)]
    runs = [subprocess.Popen([*command, str(n)], cwd=ROOT, stderr=subprocess.PIPE) for n in (1, 2, 3)]
    assert [(r.communicate(timeout=300)[1], r.returncode) for r in runs] == [(b"", 0)] * 3
    assert [k.order_key for k in read_states(tmp_path)] == [(t, n) for t in range(2020, 2026) for n in (1, 2, 3)]


def given(file: Path, *keys: str) -> tuple[dict[str, KnownUnit], dict[str, KnownUnit]]:
    """What a run knows after it gave ids to *keys*, and what it had read."""
    former = read_ids(file)
    known = dict(former)
    for key in keys:
        assign(key, f"Satker {key}", known)
    return known, former


def test_ids_of_two_exports_are_both_kept(tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None]) -> None:
    file = tmp_path / "portalrb-id.csv"
    keep_ids(file, *given(file, "a"))
    mine = given(file, "b", "c")
    meanwhile(lambda: keep_ids(file, *given(file, "c", "d")))
    keep_ids(file, *mine)
    assert {k: u.id for k, u in read_ids(file).items()} == {k: k for k in "abcd"}


@pytest.mark.parametrize(("theirs", "mine"), [("A b", "A-b"), ("x", "X")])
def test_an_id_that_another_export_gave_away_refuses_and_nothing_is_lost(
    tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None], theirs: str, mine: str
) -> None:
    file = tmp_path / "portalrb-id.csv"
    prepared = given(file, mine)
    meanwhile(lambda: keep_ids(file, *given(file, theirs)))
    with pytest.raises(UnwritableOutput, match="berubah sejak dibaca; jalankan perintah ini lagi"):
        keep_ids(file, *prepared)
    assert list(read_ids(file)) == [theirs]


def test_a_finding_that_another_run_accepted_meanwhile_is_not_accepted_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    lke = str(ROOT / "sample_lke" / "lke-banyak-salah.xlsx")
    accept = ["lint", lke, "--alasan", "diperiksa", "--oleh", "Ketua", "--terima", "LKE240"]
    meanwhile(lambda: run_cli([*accept, "A.II.1.i.b"]))
    assert run_cli([*accept, "A.II.1.i.b"]) == 2
    meanwhile(lambda: run_cli([*accept, "A.II.5.iii.b"]))
    assert run_cli([*accept, "A.II.5.iii.b"]) == 2
    assert [a.indikator for a in read_accepted(tmp_path / "pengecualian.toml")] == ["A.II.1.i.b", "A.II.5.iii.b"]
