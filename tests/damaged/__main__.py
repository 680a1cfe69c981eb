"""Every file that we write, damaged in every way, before every command that reads it; a table, and what is wrong.

    python -m tests.damaged [words of the index] [--setiap 10]

*words*: only rows of ``berkas.csv`` that hold them; *--setiap*: only every so many-th damage. Exit code 1 where
anything is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from tests.damaged.trial import ROWS, tried
from tests.damaged.world import make_world


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kata", nargs="*")
    options.add_argument("--setiap", type=int, default=1)
    given = options.parse_args()
    rows = [row for row in ROWS if all(w in " ".join(row) for w in given.kata)]
    runs = wrong = 0
    with tempfile.TemporaryDirectory() as top:
        os.environ["XDG_CACHE_HOME"] = str(Path(top, "dunia", "cache"))
        place = make_world(Path(top, "dunia")).parent
        print(f"{'runs':>5} {'s':>6} {'wrong':>5}  file and command", flush=True)
        # Not forked: the world was made with a server of processes that only its parent may wait for.
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            for row, t in zip(rows, pool.map(tried, repeat(place), rows, repeat(given.setiap)), strict=True):
                runs, wrong = runs + t.runs, wrong + t.wrong
                print(f"{t.runs:5} {t.seconds:6.1f} {t.wrong:5}  {row.berkas} | {row.perintah}", *t.lines, sep="\n")
                sys.stdout.flush()
    print(f"{runs} runs, {wrong} wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
