"""The page against the native program, in one run: start, first score, and scores that follow.

    python -m bench.halaman

Needs dist/zi.html; each browser opens it anew as by a double-click. Native is a process of its own each time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from tests.page import browser, firefox

_LKE = browser.ROOT / "sample_lke" / "lke-wbk.xlsx"
_COMMAND = ["score", _LKE.name, "--format", "json"]


def seconds(run: Callable[[], object]) -> float:
    """How long *run* takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each browser."""
    command = [sys.executable, "-m", "zi_cli", *_COMMAND]
    native = statistics.median(
        seconds(lambda: subprocess.run(command, cwd=_LKE.parent, check=True, capture_output=True)) for _ in range(10)
    )
    print(f"zi score, proses sendiri: {native:.3f} detik")
    isi = {_LKE.name: _LKE.read_bytes()}
    for peramban in (browser, firefox):
        start = time.perf_counter()
        with peramban.open_page() as s:
            s.ready()
            siap = time.perf_counter() - start
            pertama = seconds(lambda: s.zi(_COMMAND, isi))
            berikut = statistics.median(seconds(lambda: s.zi(_COMMAND, isi)) for _ in range(10))
        nama = peramban.__name__.rpartition(".")[2]
        print(
            f"{'chromium' if nama == 'browser' else nama}: siap {siap:.1f} detik (termasuk membuka peramban), nilai "
            f"pertama {pertama:.2f} ({pertama / native:.1f}x), berikutnya {berikut:.3f} ({berikut / native:.1f}x)"
        )


if __name__ == "__main__":
    main()
