"""Kill a batch at many moments, go on with ``--lanjut``, and compare with a run that nobody disturbed.

    python -m tests.batch.kill [--jumlah 300] [--kali 24] [--benih 2026]

Each moment is a run from the start, ended with SIGKILL: most while files are scored (when so many results stand), the
rest while the outputs are written and put in their places. Exit code 1 when a recap differs or a file is left over.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
OUTPUTS = {"rekap.xlsx", "rekap.csv", "rekap.json", "hasil.jsonl", "manifes.json"}
JOURNAL = "hasil.jsonl.sebagian"


class Moment(NamedTuple):
    """When to kill: so many results in the journal, then so many seconds later."""

    results: int
    seconds: float


def make_tree(folder: Path, count: int) -> None:
    """*count* worksheets below *folder*, in groups of 25."""
    spec = importlib.util.spec_from_file_location("pembuat", ROOT / "bench" / "pembuat.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    maker: Any = module.Pembuat()
    for i in range(count):
        target = folder / f"Kanwil {i // 25}" / f"{i:04d}.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(maker.berkas(i))


def moments(count: int, times: int, seed: int) -> Iterator[Moment]:
    """Three quarters while files are scored, the others after the last one."""
    rng = random.Random(seed)
    for n in range(times):
        if n % 4 == 3:
            yield Moment(count, rng.uniform(0, 0.3 + count / 1000))
        else:
            yield Moment(rng.randrange(count), rng.uniform(0, 0.02))


def batch(place: Path, *more: str, own_group: bool = False) -> subprocess.Popen[bytes]:
    """``zi batch`` over ``pohon`` in *place*, with a folder for temporary files of its own."""
    (place / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "zi_cli", "batch", "pohon", "-o", "rekap", "--pekerja", "2", *more],
        cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(place / "tmp")},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=own_group,
    )  # fmt: skip


def finish(run: subprocess.Popen[bytes]) -> None:
    """Wait for *run*, which must end well."""
    _, words = run.communicate(timeout=600)
    assert run.returncode == 0, words.decode()


def result(place: Path) -> dict[str, object]:
    """What the recap says: JSON and CSV by the byte, the workbook by the cell."""
    folder = place / "rekap"
    book = load_workbook(folder / "rekap.xlsx")
    cells = {(ws.title, c.coordinate): c.value for ws in book for row in ws.iter_rows() for c in row}
    return {"json": (folder / "rekap.json").read_bytes(), "csv": (folder / "rekap.csv").read_bytes(), "xlsx": cells,
            "hasil": (folder / "hasil.jsonl").read_bytes()}  # fmt: skip


def left_over(place: Path) -> list[str]:
    """Files that a run should not leave, in its folder and in the one for temporary files."""
    folder = {p.name for p in (place / "rekap").iterdir()} ^ OUTPUTS
    return sorted(folder) + sorted(p.name for p in (place / "tmp").iterdir())


def kill_at(place: Path, moment: Moment, *more: str) -> bool:
    """Start a run and kill it at *moment*; whether it was still going on then."""
    run = batch(place, *more)
    journal = place / "rekap" / JOURNAL
    while run.poll() is None and _results(journal) < moment.results:
        time.sleep(0.002)
    time.sleep(moment.seconds)
    alive = run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.communicate()
    return alive


def _results(journal: Path) -> int:
    try:
        return journal.read_bytes().count(b"\n") - 1
    except OSError:
        return 0


def try_moment(place: Path, moment: Moment, wanted: dict[str, object]) -> tuple[bool, int, list[str]]:
    """Kill a run at *moment* and go on; whether it was killed, the results it had kept, and what is wrong after."""
    shutil.rmtree(place / "rekap", ignore_errors=True)
    killed = kill_at(place, moment)
    kept = _results(place / "rekap" / JOURNAL)
    finish(batch(place, "--lanjut"))
    got = result(place)
    return killed, kept, [f"{k} differs" for k in wanted if got[k] != wanted[k]] + left_over(place)


def main() -> int:
    """Print a line a moment; 1 when one of them left a difference or a file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jumlah", type=int, default=300)
    parser.add_argument("--kali", type=int, default=24)
    parser.add_argument("--benih", type=int, default=2026)
    options = parser.parse_args()
    faults = killed = 0
    with tempfile.TemporaryDirectory(prefix="zi-mati-") as folder:
        place = Path(folder)
        make_tree(place / "pohon", options.jumlah)
        finish(batch(place))
        wanted = result(place)
        for moment in moments(options.jumlah, options.kali, options.benih):
            alive, kept, wrong = try_moment(place, moment, wanted)
            killed += alive
            faults += bool(wrong)
            print(
                f"{moment.results:4d} +{moment.seconds:.3f}s  dihentikan {alive}  tersimpan {kept:4d}  {wrong}",
                flush=True,
            )
    print(f"{options.kali} saat, {killed} dihentikan selagi berjalan, {faults} salah")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
