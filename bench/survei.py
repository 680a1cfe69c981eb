"""zi survei on a year of answers against pandas.read_excel (calamine) alone: CPU time and memory of whole processes.

python -m bench.survei [200000]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.survei.exports import HEADINGS

_PANDAS = "import pandas, sys; pandas.read_excel(sys.argv[1], engine='calamine')"
_PANDAS_CSV = "import pandas, sys; pandas.read_csv(sys.argv[1])"


def workbook(target: Path, count: int) -> None:
    """An export of *count* answer sheets over a year as .xlsx, and the same as .csv beside it."""
    import csv

    import xlsxwriter

    dice = random.Random(1)
    buku = xlsxwriter.Workbook(target, {"constant_memory": True})
    hari = buku.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    lembar = buku.add_worksheet("Jawaban")
    lembar.write_row(0, 0, HEADINGS)
    with target.with_suffix(".csv").open("w", encoding="utf-8", newline="") as f:
        teks = csv.writer(f)
        teks.writerow(HEADINGS)
        for n in range(1, count + 1):
            waktu = datetime(2026, 1, 1, 8) + timedelta(days=dice.randrange(365), seconds=dice.randrange(8 * 3600))
            isi = ["Paspor", f"Responden {n}", f"0812{dice.randrange(10**8):08}", "10.0.0.1"]
            isi += [dice.choice((4, 5, 6, 6)) for _ in range(13)]
            lembar.write_datetime(n, 0, waktu, hari)
            lembar.write_row(n, 1, isi)
            teks.writerow([waktu, *isi])
    buku.close()


def measured(command: list[str]) -> tuple[float, int]:
    """CPU seconds of *command*, and the megabytes it took at most."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    return used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        berkas = Path(place) / "jawaban.xlsx"
        workbook(berkas, count)
        zi = [sys.executable, "-m", "zi_cli", "survei"]
        for jawaban, lain in ((berkas, _PANDAS), (berkas.with_suffix(".csv"), _PANDAS_CSV)):
            ukuran = jawaban.stat().st_size >> 20
            kami, memori = min(measured([*zi, str(jawaban), "--format", "json"]) for _ in range(2))
            mereka, memori_mereka = min(measured([sys.executable, "-c", lain, str(jawaban)]) for _ in range(2))
            print(f"{count} jawaban, {jawaban.suffix} {ukuran} MB")
            print(f"  zi survei  {kami:6.1f} detik CPU  {memori:5} MB")
            print(f"  pandas     {mereka:6.1f} detik CPU  {memori_mereka:5} MB")
            print(f"  waktu {kami / mereka:.2f} kali, memori {memori / memori_mereka:.2f} kali")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
