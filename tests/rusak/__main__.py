"""Every file that we write, damaged in every way, before every command that reads it; a table, and what is wrong.

    python -m tests.rusak [words of the index] [--setiap 10]

*words*: only rows of ``berkas.csv`` that hold them; *--setiap*: only every so many-th damage. Exit code 1 where
anything is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.rusak.trial import ROWS, Trial
from tests.rusak.world import make_world


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kata", nargs="*")
    options.add_argument("--setiap", type=int, default=1)
    given = options.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as top:
        os.environ["XDG_CACHE_HOME"] = str(Path(top, "dunia", "cache"))
        place = make_world(Path(top, "dunia")).parent
        print(f"{'runs':>5} {'s':>6} {'wrong':>5}  file and command")
        for row in ROWS:
            if not all(w in " ".join(row) for w in given.kata):
                continue
            trial, begin, kinds = Trial(place, Path(top, "coba"), row), time.monotonic(), Counter[str]()
            some = trial.damages()[:: given.setiap]
            lines = []
            for damage in some:
                for fault in trial.faults(damage):
                    kinds[fault[:20]] += 1
                    if kinds[fault[:20]] <= 4:
                        lines.append(f"       {damage.name[:60]!a}: {fault!a}")
            wrong += (n := kinds.total())
            print(f"{len(some):5} {time.monotonic() - begin:6.1f} {n:5}  {row.berkas} | {row.perintah}")
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    print(f"{wrong} wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
