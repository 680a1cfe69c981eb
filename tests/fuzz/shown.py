"""What LibreOffice shows of a workbook: every cell of every sheet as text, many files a process."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.tools import soffice

#: Comma, double quotes, UTF-8, from the first line, cells as shown, every sheet into a file of its own.
_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
#: Files in one process: one that ends it costs the others a second round.
_AT_ONCE = 100

Sheets = dict[str, list[list[str]]]


def shown(berkas: Sequence[Path], kerja: Path, detik: float = 240) -> dict[Path, Sheets]:
    """The sheets of each file that LibreOffice opens, by name; the stems of *berkas* must differ and hold no "-"."""
    hasil: dict[Path, Sheets] = {}
    for i in range(0, len(berkas), _AT_ONCE):
        sebagian = berkas[i : i + _AT_ONCE]
        selesai = _convert(sebagian, kerja, detik)
        hasil |= _read(sebagian, kerja)
        if not selesai:
            for b in (b for b in sebagian if b not in hasil):
                _convert([b], kerja, 30)
                hasil |= _read([b], kerja)
    return hasil


def _convert(berkas: Sequence[Path], kerja: Path, detik: float) -> bool:
    """Whether the one process went through all of them."""
    program = soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice tidak terpasang")
    perintah = [program, "--headless", "--norestore", f"-env:UserInstallation={(kerja / 'profil').as_uri()}"]
    perintah += ["--convert-to", _FILTER, "--outdir", str(kerja / "tampil"), *map(str, berkas)]
    try:
        return subprocess.run(perintah, capture_output=True, timeout=detik, cwd=kerja).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _read(berkas: Iterable[Path], kerja: Path) -> dict[Path, Sheets]:
    hasil: dict[Path, Sheets] = {}
    for b in berkas:
        for csv_ in (kerja / "tampil").glob(f"{b.stem}-*.csv"):
            with csv_.open(encoding="utf-8", errors="replace", newline="") as f:
                hasil.setdefault(b, {})[csv_.stem.partition("-")[2]] = [*csv.reader(f)]
    return hasil
