"""Time of ``zi plan`` as a multiple of reading and scoring the same file, in one run.

    python -m bench.plan [BERKAS...]

Each part is the median of several runs in one process, after one to warm up; only the ratios mean
anything on another machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.scoring.plan.contract import Permintaan
from zi_cli.scoring.plan.levers import LEVER_KINDS
from zi_cli.scoring.plan.search import make_plan
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.worksheet.read import read_worksheet

_ROUNDS = 9


def median(kerja: Callable[[], object]) -> float:
    """Median time of *kerja* in seconds, after one run that does not count."""
    kerja()
    waktu = []
    for _ in range(_ROUNDS):
        mulai = time.perf_counter()
        kerja()
        waktu.append(time.perf_counter() - mulai)
    return statistics.median(waktu)


def main(berkas: list[Path]) -> None:
    instrumen = load_instrumen()
    print(f"{'berkas':<24} {'target':<6} {'izin':<16} {'langkah':>7} {'baca+nilai':>11} {'rencana':>9} {'kali':>6}")
    for b in berkas:
        dasar = median(lambda b=b: score_worksheet(read_worksheet(b), instrumen))
        ws = read_worksheet(b)
        penilaian = penentu(score_worksheet(ws, instrumen))
        if penilaian is None:
            continue
        kolom = ws.penilai[penilaian.penilai]
        for target in PREDIKAT:
            for izin in (frozenset(), frozenset(LEVER_KINDS)):
                minta = Permintaan(target, izinkan=izin)
                rencana = make_plan(kolom, penilaian, instrumen, instrumen.ambang, minta)
                lama = median(lambda m=minta, k=kolom, p=penilaian: make_plan(k, p, instrumen, instrumen.ambang, m))
                langkah = str(len(rencana.langkah)) if rencana.tercapai else "–"
                print(
                    f"{b.name[:24]:<24} {target:<6} {'+'.join(sorted(izin)) or '–':<16} {langkah:>7} "
                    f"{dasar * 1000:>8.1f} ms {lama * 1000:>6.1f} ms {lama / dasar:>6.2f}"
                )


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or sorted(Path("sample_lke").glob("*.xlsx")))
