"""How CPU time grows with the size of an input, by kind: each size is twice the one before.

    python -m bench.growth [KIND...]

Each figure is the CPU time of one whole command, the least of two runs, above that of the smallest input of its kind.
The last column is what the last doubling of the size costs: 2 is linear. Exit code 1 where one costs more than 3.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

_ROOT = Path(__file__).parents[1]
_LKE = _ROOT / "sample_lke" / "lke-wbk.xlsx"
_WORK = _ROOT / "sample_lke" / "usulan-2027"
_DOUBLINGS, _REPEAT, _TOO_MUCH = 4, 2, 3.0
#: Seconds below which a growth is noise.
_NOISE = 0.2


def _beside(fill: Callable[[Any, int], None]) -> Callable[[Path, int], None]:
    """The sample with a sheet more, which *fill* fills to a size."""

    def make(target: Path, n: int) -> None:
        book = load_workbook(_LKE)
        if n:
            fill(book.create_sheet("Lampiran"), n)
        book.save(target)

    return make


def _sheets(target: Path, n: int) -> None:
    book = load_workbook(_LKE)
    for k in range(n):
        sheet = book.create_sheet(f"Lembar {k}")
        for r in range(20):
            sheet.append([f"{k}.{r}", "isi", r])
    book.save(target)


def _cells(value: Callable[[int], object]) -> Callable[[Any, int], None]:
    def fill(sheet: Any, n: int) -> None:
        for k in range(n):
            sheet.append([k, value(k)])

    return fill


def _headings(sheet: Any, n: int) -> None:
    for k in range(n):
        sheet.append([f"Judul {k}", "Jawaban", k])


def _styles(sheet: Any, n: int) -> None:
    for k in range(n):
        sheet.cell(k + 1, 1, k).font = Font(size=8 + k / 100, color=f"{k:06X}")


def _merges(sheet: Any, n: int) -> None:
    for k in range(1, n + 1):
        sheet.cell(k, 1, "gabungan")
        sheet.merge_cells(start_row=k, end_row=k, start_column=1, end_column=4)


def _answers(target: Path, n: int) -> None:
    """Answers that can't be read, the more the larger."""
    book = load_workbook(_LKE)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if n and cell.value in ("Ya", "A", "B", "C", "D", "E"):
                cell.value, n = "?", n - 1
    book.save(target)


def _register(target: Path, n: int) -> None:
    book = load_workbook(_WORK / "satker.xlsx")
    sheet = book["Satker"]
    row = [copy(c.value) for c in sheet[sheet.max_row]]
    for k in range(n):
        sheet.append([f"K{k}", f"Kantor Imigrasi Contoh {k}", *row[2:]])
    book.save(target)


def _paragraphs(target: Path, n: int) -> None:
    d = Document(str(_ROOT / "templates" / "sptjm.docx"))
    for k in range(n):
        d.add_paragraph(f"Alinea {k}: {{{{ satker.nama }}}}")
    d.save(str(target))


def _survey(target: Path, n: int) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for k in range(n):
        sheet.append([f"Pertanyaan {k}?", *range(4)])
    book.save(target)


#: Of each kind: the command, the smallest size but none, and how an input of a size is made.
KINDS: dict[str, tuple[list[str], int, Callable[[Path, int], None]]] = {
    "lembar": (["score", "{x}.xlsx"], 30, _sheets),
    "judul": (["score", "{x}.xlsx"], 4000, _beside(_headings)),
    "rumus": (["lint", "--rumus", "{x}.xlsx"], 2000, _beside(_cells(lambda k: f"=A{k + 1}*2+SUM(A1:A{k + 1})"))),
    "gaya": (["score", "{x}.xlsx"], 4000, _beside(_styles)),
    "gabungan": (["score", "{x}.xlsx"], 4000, _beside(_merges)),
    "teks panjang": (["score", "{x}.xlsx"], 100, _beside(_cells(lambda k: f"{k} " * 6_000))),
    "temuan": (["lint", "{x}.xlsx"], 16, _answers),
    "satker": (["tahap", "{d}"], 200, _register),
    "alinea templat": (["surat", "periksa", "{x}.docx"], 500, _paragraphs),
    "kolom survei": (["survei", "peta", "{x}.xlsx"], 4000, _survey),
}  # fmt: skip


def _cpu(command: list[str], folder: Path) -> float:
    """CPU seconds of ``zi`` with all that it starts, the least of some runs."""
    least = float("inf")
    for _ in range(_REPEAT):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-m", "zi_cli", *command], cwd=folder, env=os.environ | {"PYTHONPATH": str(_ROOT)},
            capture_output=True, check=False, timeout=600,
        )  # fmt: skip
        if os.environ.get("LIHAT"):
            print(done.returncode, done.stderr.decode()[:160], done.stdout.decode()[:160])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def main() -> int:
    """Print a line a kind; 1 when one grows faster than its input."""
    wanted, worst = sys.argv[1:] or [*KINDS], 0.0
    for kind in wanted:
        command, smallest, make = KINDS[kind]
        spent = []
        with tempfile.TemporaryDirectory(prefix="zi-tumbuh-") as name:
            folder = Path(name)
            for n in (0, *(smallest << k for k in range(_DOUBLINGS))):
                x = folder / f"sptjm-{n}"
                target = x.with_suffix(".docx" if "periksa" in command else ".xlsx")
                if "{d}" in command:
                    x.mkdir()
                    target = x / "satker.xlsx"
                make(target, n)
                spent.append(_cpu([c.format(x=x, d=x) for c in command], folder))
        above = [t - spent[0] for t in spent[1:]]
        factor = above[-1] / above[-2] if above[-2] > _NOISE else above[-1] / max(above[-1], _NOISE * 2) * 2
        worst = max(worst, factor)
        sizes = " ".join(f"{t:6.2f}" for t in spent)
        print(f"{kind:16} {smallest << (_DOUBLINGS - 1):6} {sizes}  kali {factor:.1f}", flush=True)
    return 1 if worst > _TOO_MUCH else 0


if __name__ == "__main__":
    sys.exit(main())
