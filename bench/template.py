"""Time of a prefilled form against a bare openpyxl load and save of the same form, in one run.

    python -m bench.template

Each figure is the median of several runs in one process, after one to warm up; the two alternate,
so that a busy machine slows both. Only the ratio means anything on another machine.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

from openpyxl import load_workbook

from zi_cli.forms.content import CoverIdentity, Formulir
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.worksheet.model import Penilai

_ROUNDS = 7
_SUSUNAN: tuple[tuple[Penilai, ...], ...] = (("unit",), ("unit", "tpi"), ("unit", "tpi-unit", "tpi", "tpn"))


def seconds_of(kerja: Callable[[], object]) -> float:
    """Seconds *kerja* takes once."""
    mulai = time.perf_counter()
    kerja()
    return time.perf_counter() - mulai


def load_and_save(isi: bytes) -> None:
    """The bare work: load with openpyxl and save again, nothing else."""
    load_workbook(io.BytesIO(isi)).save(io.BytesIO())


def main() -> None:
    i = load_instrumen()
    print(f"{'penilai':>8} {'openpyxl':>10} {'formulir':>10} {'kali':>6}")
    for penilai in _SUSUNAN:
        f = Formulir(i, i.ambang, penilai, CoverIdentity(satker="Kantor Imigrasi Contoh", kode="K1", tahun=2026))
        isi = write_form(f)
        load_and_save(isi)
        polos, is_filled = [], []
        for _ in range(_ROUNDS):
            polos.append(seconds_of(lambda isi=isi: load_and_save(isi)))
            is_filled.append(seconds_of(lambda f=f: write_form(f)))
        a, b = statistics.median(polos), statistics.median(is_filled)
        print(f"{len(penilai):>8} {a * 1000:>7.0f} ms {b * 1000:>7.0f} ms {b / a:>6.2f}")


if __name__ == "__main__":
    main()
