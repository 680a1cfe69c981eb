"""Score generated worksheets and compare each, exactly, with the independent calculation.

    python -m tests.independent [--jumlah 5000] [--benih 2026]

A third full, a third with blanks, a third typed freely (spaces, case, percent signs): every node, every indicator, the
unanswered ones, the best total, the areas in percent. Exit code 1 when one differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from tests.builder import acak, raw_cells
from tests.builder.noise import mistype
from tests.test_independent_score import check_against, scored


def differs(n: int, seed: int) -> bool:
    """Whether worksheet *n* scores otherwise than the independent scorer says."""
    rng = Random(f"{seed}-{n}")
    answers = acak(rng, kosong=rng.uniform(0, 0.9) if n % 3 == 1 else 0.0)
    try:
        check_against(scored(mistype(answers, rng) if n % 3 == 2 else raw_cells(answers)), answers)
    except AssertionError as e:
        print(f"{n}: {str(e)[:300]}", flush=True)
        return True
    return False


def main() -> int:
    """Print how many differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jumlah", type=int, default=5000)
    parser.add_argument("--benih", type=int, default=2026)
    options = parser.parse_args()
    begin = time.monotonic()
    wrong = sum(differs(n, options.benih) for n in range(options.jumlah))
    print(f"{options.jumlah} LKE, {wrong} berbeda, {time.monotonic() - begin:.0f} detik")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
