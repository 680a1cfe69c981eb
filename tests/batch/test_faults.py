"""A batch that is killed, meets a full disk, another run, or damaged files of its own: what was done is not lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.kill import JOURNAL, OUTPUTS, ROOT, batch, finish, left_over, make_tree, moments, result, try_moment
from zi_cli import files

Tulis = Callable[..., Path]
Zi = Callable[..., int]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX has them")


@posix
def test_killed(tmp_path: Path) -> None:
    """A small sample with a fixed seed; ``make mati`` takes 300 files and 24 moments."""
    make_tree(tmp_path / "pohon", 8)
    finish(batch(tmp_path))
    wanted = result(tmp_path)
    for moment in list(moments(8, 4, 7))[2:]:
        assert try_moment(tmp_path, moment, wanted)[2] == [], moment


DYING = """
import os, sys
from zi_cli import files
from zi_cli.cli import run_cli
real, left = files.replace_file, [int(sys.argv[1])]
def replace(new, target):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    real(new, target)
files.replace_file = replace
sys.exit(run_cli(sys.argv[2:]))
"""


@posix
@pytest.mark.parametrize("placed", [0, 2, 4])
def test_killed_between_two_outputs(tulis: Tulis, zi_batch: Zi, tmp_path: Path, placed: int) -> None:
    """Outputs that stand without a manifest are ours all the same, also over those of an earlier run."""
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    tulis("K/b.xlsx", 2)
    arguments = ["batch", "pohon", "-o", "rekap", "--pekerja", "1", "--lanjut"]
    dying = subprocess.run(
        [sys.executable, "-c", DYING, str(placed), *arguments],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert dying.returncode == 9, dying.stderr
    assert zi_batch("--lanjut") == 0
    (tmp_path / "tmp").mkdir()
    assert left_over(tmp_path) == []
    assert len(json.loads((tmp_path / "rekap" / "rekap.json").read_bytes())["satker"]) == 2


def test_a_second_run_in_one_folder_is_refused(
    tulis: Tulis, zi_batch: Zi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tulis("K/a.xlsx", 1)
    with files.claimed_folder(tmp_path / "rekap"):
        assert zi_batch("--timpa") == 4
    (line,) = capsys.readouterr().err.splitlines()
    assert "sedang ditulis zi lain" in line
    assert zi_batch() == 0
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == OUTPUTS


@posix
def test_a_full_disk_keeps_what_is_done(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    for i in range(6):
        tulis(f"K/{i}.xlsx", i)
    command = f'ulimit -f 60; exec "{sys.executable}" -m zi_cli batch pohon -o rekap --pekerja 1'
    there = os.environ | {"PYTHONPATH": str(ROOT)}
    full = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=there, capture_output=True, text=True, check=False)
    assert full.returncode == 4, full.stderr
    assert "terlalu besar" in full.stderr.splitlines()[-1] and "--lanjut" in full.stderr.splitlines()[-1]
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == {JOURNAL}
    assert zi_batch("--lanjut") == 0
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == OUTPUTS


def test_a_run_that_is_refused_leaves_no_folder(zi_batch: Zi, tmp_path: Path) -> None:
    (tmp_path / "pohon").mkdir()
    assert zi_batch() == 3
    assert not (tmp_path / "rekap").exists()


DAMAGE = [b"", b"\x00" * 100, b"null", b"[]", b'{"skema":"zi.manifes-batch/1"}', b'{"a":' * 5000, b"\xff\xfe\n{}\n"]


@pytest.mark.parametrize("name", ["manifes.json", "hasil.jsonl", "rekap.json", JOURNAL])
def test_damaged_files_of_ours_are_a_line_never_70(
    tulis: Tulis, zi_batch: Zi, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    sound = (tmp_path / "rekap" / name).read_bytes() if name != JOURNAL else b""
    for damage in (*DAMAGE, sound[: len(sound) // 2], sound[:-20] + b"}" * 20):
        (tmp_path / "rekap" / name).write_bytes(damage)
        capsys.readouterr()
        code = zi_batch("--lanjut")
        # An empty journal is that of a run killed at its first moment; a torn one is none of ours.
        assert code == (0 if name == JOURNAL and not damage else 4), (damage[:40], capsys.readouterr().err)
        words = capsys.readouterr().err
        assert "tak terduga" not in words
    assert zi_batch("--lanjut", "--timpa") == 0
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == OUTPUTS


def test_a_torn_journal_is_used_up_to_the_tear(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    for i in range(3):
        tulis(f"K/{i}.xlsx", i)
    assert zi_batch() == 0
    folder = tmp_path / "rekap"
    rules = json.loads((folder / "manifes.json").read_bytes())["aturan"]
    lines = (folder / "hasil.jsonl").read_bytes().splitlines(keepends=True)
    before = (folder / "rekap.json").read_bytes()
    for p in folder.iterdir():
        p.unlink()
    head = json.dumps({"skema": "zi.manifes-batch/1", "aturan": rules, "keluaran": {}}).encode() + b"\n"
    (folder / JOURNAL).write_bytes(head + lines[0] + lines[1][:-300])
    assert zi_batch() == 4
    assert zi_batch("--lanjut") == 0
    assert (folder / "rekap.json").read_bytes() == before
    assert {p.name for p in folder.iterdir()} == OUTPUTS


@posix
@pytest.mark.parametrize("seconds", [0.5, 0.8])
def test_ctrl_c_of_a_terminal_reaches_all_processes_and_is_one_line(tmp_path: Path, seconds: float) -> None:
    """Also while the workers start: nothing of theirs is printed."""
    make_tree(tmp_path / "pohon", 8)
    run = batch(tmp_path, own_group=True)
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    _, words = run.communicate(timeout=60)
    said = [line for line in words.decode().splitlines() if "berkas" not in line or "dihentikan" in line]
    assert run.returncode in (0, 130), words
    assert [line.partition(";")[0] for line in said] == ["zi: dihentikan"] * (run.returncode == 130)
