"""Running again: what is replaced, what is reused, and what Ctrl-C leaves behind."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zi_cli.batch.file_result import Ringkas, validate_line
from zi_cli.instrumen.loader import load_instrumen

Tulis = Callable[..., Path]
Zi = Callable[..., int]
Baca = Callable[[], dict[str, Any]]

NAMES = {"rekap.xlsx", "rekap.csv", "rekap.json", "hasil.jsonl", "manifes.json"}


def _poison(folder: Path, jalur: str, nama: str = "hasil.jsonl") -> None:
    """Change a kept result, and the manifest with it, so that its reuse shows."""
    hasil = folder / nama
    baris = hasil.read_bytes().splitlines(keepends=True)
    for i, b in enumerate(baris):
        kepala, _, rekaman = b.partition(b"\t")
        isi = json.loads(kepala)
        if isinstance(isi, list) and isi[0] == jalur:
            isi[3] = "Dari simpanan"
            baris[i] = json.dumps(isi).encode() + b"\t" + rekaman
    hasil.write_bytes(b"".join(baris))
    if nama != "hasil.jsonl":
        return
    manifes = json.loads((folder / "manifes.json").read_bytes())
    manifes["keluaran"]["hasil.jsonl"] = hashlib.sha256(hasil.read_bytes()).hexdigest()
    (folder / "manifes.json").write_text(json.dumps(manifes))


def _satker(folder: Path) -> list[str]:
    return [b.split(",")[1] for b in (folder / "rekap.csv").read_text("utf-8-sig").splitlines()[1:]]


def test_a_resumed_run_uses_results_of_unchanged_files(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    rekap = tmp_path / "rekap"
    tulis("K/a.xlsx", 1)
    ubah = tulis("K/b.xlsx", 2)
    assert zi_batch() == 0
    assert {p.name for p in rekap.iterdir()} == NAMES
    _poison(rekap, "K/a.xlsx")
    _poison(rekap, "K/b.xlsx")
    ubah.write_bytes(tulis("K/c.xlsx", 3).read_bytes())
    (tmp_path / "pohon" / "K" / "c.xlsx").unlink()
    assert zi_batch("--lanjut") == 0
    assert sorted(_satker(rekap)) == ["Dari simpanan", "Kantor Imigrasi Contoh 00003"]


@pytest.mark.parametrize("beda", [["--penilai", "unit"], ["--tahap", "pendahuluan"], ["--tingkat-grup", "2"]])
def test_other_rules_use_no_kept_results(tulis: Tulis, zi_batch: Zi, tmp_path: Path, beda: list[str]) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    _poison(tmp_path / "rekap", "K/a.xlsx")
    assert zi_batch("--lanjut", *beda) == 0
    assert _satker(tmp_path / "rekap") == ["Kantor Imigrasi Contoh 00001"]


@pytest.mark.parametrize("kunci", ["program", "sidik_program"])
def test_another_version_of_the_program_uses_no_kept_results(
    tulis: Tulis, zi_batch: Zi, tmp_path: Path, kunci: str
) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    _poison(tmp_path / "rekap", "K/a.xlsx")
    manifes = json.loads((tmp_path / "rekap" / "manifes.json").read_bytes())
    manifes["aturan"][kunci] = "0.0.1"
    (tmp_path / "rekap" / "manifes.json").write_text(json.dumps(manifes))
    assert zi_batch("--lanjut") == 0
    assert _satker(tmp_path / "rekap") == ["Kantor Imigrasi Contoh 00001"]


def test_damaged_kept_results_are_not_used(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    (tmp_path / "rekap" / "hasil.jsonl").write_bytes(b"bukan hasil")
    assert zi_batch("--lanjut") == 4
    assert zi_batch("--lanjut", "--timpa") == 0
    assert _satker(tmp_path / "rekap") == ["Kantor Imigrasi Contoh 00001"]


def test_an_output_is_not_replaced_without_leave(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    isi = {p.name: p.read_bytes() for p in (tmp_path / "rekap").iterdir()}
    assert zi_batch() == 4
    (tmp_path / "rekap" / "rekap.xlsx").write_bytes(b"catatan tangan")
    assert zi_batch("--lanjut") == 4
    assert (tmp_path / "rekap" / "rekap.xlsx").read_bytes() == b"catatan tangan"
    (tmp_path / "rekap" / "manifes.json").unlink()
    assert zi_batch("--lanjut") == 4
    assert (tmp_path / "rekap" / "rekap.csv").read_bytes() == isi["rekap.csv"]
    assert zi_batch("--timpa") == 0
    assert (tmp_path / "rekap" / "rekap.json").read_bytes() == isi["rekap.json"]


def test_files_of_the_user_in_the_output_folder_stay(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    tulis("K/a.xlsx", 1)
    (tmp_path / "rekap").mkdir()
    (tmp_path / "rekap" / "catatan.txt").write_text("tetap")
    assert zi_batch() == 0
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == NAMES | {"catatan.txt"}


def test_the_output_folder_is_a_file(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    tulis("K/a.xlsx", 1)
    (tmp_path / "rekap").write_text("x")
    assert zi_batch() == 4


@pytest.mark.parametrize(("part", "was", "now"), [(2, b"null", b"[1]"), (3, b'"temuan":[', b'"temuan":[7,')])
def test_a_damaged_line_of_a_stopped_run_is_read_again(
    tulis: Tulis, zi_batch: Zi, tmp_path: Path, part: int, was: bytes, now: bytes
) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    rekap = tmp_path / "rekap"
    whole = (rekap / "rekap.csv").read_bytes()
    parts = (rekap / "hasil.jsonl").read_bytes().split(b"\t")
    assert was in parts[part]
    parts[part] = parts[part].replace(was, now, 1)
    head = json.dumps(json.loads((rekap / "manifes.json").read_bytes())).encode()
    for x in rekap.iterdir():
        x.unlink()
    (rekap / "hasil.jsonl.sebagian").write_bytes(head + b"\n" + b"\t".join(parts))
    assert zi_batch("--lanjut") == 0
    assert (rekap / "rekap.csv").read_bytes() == whole


def _places(content: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where lists and objects stand in *content*."""
    if isinstance(content, list | dict):
        yield at
        for k, x in content.items() if isinstance(content, dict) else enumerate(content):
            yield from _places(x, (*at, k))


def _at(content: Any, at: tuple[Any, ...]) -> Any:
    for k in at:
        content = content[k]
    return content


def _mutated(content: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """*content* with each list and object once shorter, once longer, once empty; of many alike one."""
    alike = {tuple(k if n == 0 or isinstance(k, str) else 0 for n, k in enumerate(at)): at for at in _places(content)}
    for at in alike.values():
        for change in (
            lambda x: x.pop() if isinstance(x, list) else x.popitem(),
            lambda x: x.append(x[-1]) if isinstance(x, list) else x.update({"lain": [*x.values()][-1]}),
            lambda x: x.clear(),
        ):
            new = copy.deepcopy(content)
            if _at(new, at):
                change(_at(new, at))
                yield at, new


def _numbers(content: Any) -> Iterator[tuple[Any, Any]]:
    """The containers and keys of all numbers in *content*."""
    for k, x in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(x, list | dict):
            yield from _numbers(x)
        elif isinstance(x, int | float) and not isinstance(x, bool):
            yield content, k


@pytest.mark.parametrize("wrong", [-1, 10**7, 10**400])
def test_no_figure_of_a_kept_line_is_beyond_what_may_be(wrong: int, tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    """A journal is a file like any other: what nobody can score is no result, and ends no run."""
    tulis("K/a.xlsx", 1)
    assert zi_batch() == 0
    parts = (tmp_path / "rekap" / "hasil.jsonl").read_bytes().rstrip(b"\n").split(b"\t")
    for n in (0, 1):
        content = json.loads(parts[n])
        for at, key in [*_numbers(content)]:
            kept, at[key] = at[key], wrong
            row = b"\t".join([*parts[:n], json.dumps(content).encode(), *parts[n + 1 :]]) + b"\n"
            with pytest.raises(ValueError):
                validate_line(row, load_instrumen())
            at[key] = kept


def test_a_line_that_is_not_as_the_instrument_asks_is_scored_again(
    tulis: Tulis, zi_batch: Zi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each list and object of a line, shorter, longer, empty: the line is refused, or the run goes on with it."""
    (tulis("K/a.xlsx", 1).parents[1] / "satker.csv").write_text(
        "Nama satker,Usulan\nKantor Imigrasi Contoh 00001,WBK\n"
    )
    assert zi_batch() == 0
    rekap = tmp_path / "rekap"
    whole = (rekap / "rekap.csv").read_bytes()
    parts = (rekap / "hasil.jsonl").read_bytes().rstrip(b"\n").split(b"\t")
    head = json.dumps(json.loads((rekap / "manifes.json").read_bytes())).encode()
    assert parts[2] != b"null"
    used = []
    for n in range(4):
        for at, content in _mutated(json.loads(parts[n])):
            row = b"\t".join([*parts[:n], json.dumps(content, separators=(",", ":")).encode(), *parts[n + 1 :]]) + b"\n"
            try:
                if validate_line(row, load_instrumen()) is not None:
                    used.append((n, at, row))
            except ValueError:
                pass
    # Of what an instrument fixes nothing goes through, but a list of any length does.
    assert not [x for x in used if x[0] == 1 or {"area", "nilai", "ambang"} & set(x[1][-1:])]
    for _, at, row in used[:: 1 if "ZI_TEST_LENGKAP" in os.environ else 10]:
        for x in rekap.iterdir():
            x.unlink()
        (rekap / "hasil.jsonl.sebagian").write_bytes(head + b"\n" + row)
        assert zi_batch("--lanjut") == 0, (at, capsys.readouterr().err)
    for x in rekap.iterdir():
        x.unlink()
    figures = json.loads(parts[0])
    figures[Ringkas._fields.index("area")].pop()
    row = b"\t".join([json.dumps(figures).encode(), *parts[1:]]) + b"\n"
    (rekap / "hasil.jsonl.sebagian").write_bytes(head + b"\n" + row)
    assert zi_batch("--lanjut") == 0
    assert (rekap / "rekap.csv").read_bytes() == whole


MANY = 400


@pytest.mark.skipif(os.name != "posix", reason="SIGINT dikirim dengan cara POSIX")
def test_ctrl_c_keeps_what_is_done(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> None:
    for i in range(MANY):
        tulis(f"K/{i:03d}.xlsx", i)
    # So many that a machine under load still interrupts a run that has work left.
    command = [sys.executable, "-m", "zi_cli", "batch", "pohon", "-o", "rekap", "--pekerja", "1"]
    proses = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": _root()}
    )
    batas = time.monotonic() + 30
    while time.monotonic() < batas and not _is_writing(tmp_path / "rekap"):
        time.sleep(0.01)
    proses.send_signal(signal.SIGINT)
    _, galat = proses.communicate(timeout=30)
    assert proses.returncode == 130, galat.decode()
    assert b"Traceback" not in galat
    assert {p.name for p in (tmp_path / "rekap").iterdir()} == {"hasil.jsonl.sebagian"}
    _, *selesai = (tmp_path / "rekap" / "hasil.jsonl.sebagian").read_bytes().splitlines()
    assert 0 < len(selesai) < MANY
    assert zi_batch() == 4
    _poison(tmp_path / "rekap", json.loads(selesai[0].partition(b"\t")[0])[0], "hasil.jsonl.sebagian")
    assert zi_batch("--lanjut") == 0
    nama = _satker(tmp_path / "rekap")
    assert len(nama) == MANY
    assert nama.count("Dari simpanan") == 1


def _root() -> str:
    return str(Path(__file__).parents[2])


def _is_writing(folder: Path) -> bool:
    """Whether a result has reached the disk."""
    jurnal = folder / "hasil.jsonl.sebagian"
    return jurnal.exists() and jurnal.read_bytes().count(b"\n") > 1
