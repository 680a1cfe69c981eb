"""zi bukti periksa against sha256sum on one tree of 10,000 files, 2 GB; a second run; contents apart."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.bukti.documents import jpeg, pdf
from zi_cli.bukti.folder_names import indicator_folder, indicators
from zi_cli.instrumen.loader import load_instrumen

#: Sizes in bytes of the files, in turn; 10,000 of them take 2 GB.
_SIZES = (40_000, 80_000, 120_000, 200_000, 560_000)


def tree(root: Path, count: int) -> int:
    """A tree of *count* files spread over the indicators: their bytes."""
    instrumen, total, dice = load_instrumen(), 0, Random(1)
    folders = [root / indicator_folder(instrumen, b) for b in indicators(instrumen)]
    block = dice.randbytes(1 << 20)
    for n in range(count):
        size = _SIZES[n % len(_SIZES)]
        start = dice.randrange(len(block) - size)
        body = pdf(
            [f"Laporan {n} 2026"], extra={"isi": b"(" + block[start : start + size].hex()[:size].encode() + b")"}
        )
        target = folders[n % len(folders)] / f"Laporan {n:05} 2026.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        total += len(body)
    return total


def timed(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, int]:
    """Seconds that *command* took, and the megabytes it took at most."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, used = os.wait4(child.pid, 0)
    return time.perf_counter() - start, used.ru_maxrss >> 10


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        root, cache = Path(place) / "bukti", {**os.environ, "XDG_CACHE_HOME": f"{place}/cache"}
        size = tree(root, count)
        print(f"{count} berkas, {size >> 20} MB")
        zi = [sys.executable, "-m", "zi_cli", "bukti", "periksa", str(root), "--format", "json"]
        sums = ["sh", "-c", f"find '{root}' -type f -print0 | xargs -0 sha256sum"]
        timed(sums)
        base = min(timed(sums)[0] for _ in range(2))
        print(f"sha256sum                     {base:6.2f} s")
        seconds, memory = min(timed([*zi, "--segar"], cache) for _ in range(2))
        print(f"zi bukti periksa              {seconds:6.2f} s  {base / seconds:.2f} kali sha256sum  {memory} MB")
        seconds, memory = timed(zi, cache)
        print(f"sekali lagi, tidak berubah    {seconds:6.2f} s  {memory} MB")
    with tempfile.TemporaryDirectory() as place:
        root, cache = Path(place) / "bukti", {**os.environ, "XDG_CACHE_HOME": f"{place}/cache"}
        few = count // 10
        tree(root, few)
        (root / "A.I.1.i.a.jpg").write_bytes(jpeg(800, 600))
        zi = [sys.executable, "-m", "zi_cli", "bukti", "periksa", str(root), "--format", "json"]
        plain, _ = timed([*zi, "--segar"], cache)
        seconds, memory = timed([*zi, "--segar", "--baca-isi"], cache)
        satu = (seconds - plain) / few * 1000
        print(f"--baca-isi, {few} PDF  {satu:6.2f} ms tiap dokumen  {memory} MB induknya")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
