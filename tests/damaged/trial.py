"""One command on the world with one file damaged, and what is wrong with its answer."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from tests.damaged.damage import Damage, damages
from tests.damaged.world import words
from tests.hostile.judges import raw
from zi_cli.cli import run_cli

#: Seconds that a damage may cost.
SLOW = 10
#: What a table says of something that is in order.
_YES = frozenset({"memenuhi", "layak", "lengkap", "utuh", "ada", "tetap", "siap", "ya", "sama", "selesai"})


class Row(NamedTuple):
    """A file, its kind, the codes of the command where the file is none at all, and the command."""

    berkas: str
    jenis: str
    kode: str
    perintah: str


class Answer(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float

    @property
    def yes(self) -> Counter[str]:
        """How often something is said to be in order."""
        cells = Counter(c.strip() for line in self.out.splitlines() for c in re.split(r" {2,}|\||,", line))
        return Counter({w: cells[w] for w in _YES if cells[w]})


ROWS = [Row(*r) for r in csv.reader((Path(__file__).parent / "berkas.csv").open(encoding="utf-8", newline=""))][1:]


class Trial:
    """A command and a file of the world at *place*; every run has a copy of its own at *copy*."""

    def __init__(self, place: Path, copy: Path, row: Row) -> None:
        self._place, self._copy, self._row = place, copy, row
        package = next((place / "usulan" / "paket").glob("*/manifes.json")).parent.relative_to(place / "usulan")
        self._words = [w.replace("$PAKET", package.as_posix()) for w in words(row.perintah)]
        name = row.berkas.replace("$PAKET", package.as_posix()).replace("$BUKTI", words("$BUKTI")[0])
        self._fresh()
        self.file = next((place / "usulan").glob(name) if not name.startswith("..") else place.glob(name[3:]))
        self._data = self.file.read_bytes()
        self._sound = self._run()

    def damages(self) -> list[Damage]:
        return list(damages(self._row.jenis, self._data))

    def faults(self, damage: Damage) -> Iterator[str]:
        """What is wrong with the answer where the file is damaged so."""
        self._fresh()
        (self._copy / self.file.relative_to(self._place)).write_bytes(damage.data)
        before = self._files()
        a = self._run()
        said = a.err + a.out
        if a.code not in (0, 1, 2, 3, 4) or "Traceback" in said or "tak terduga" in said:
            yield f"ends in {a.code}"
        yield from (f"raw {x}" for x in [*raw(a.out), *raw(a.err)][:1])
        if a.seconds > SLOW:
            yield f"{a.seconds:.0f} s"
        yield from (f"leaves {f.name}" for f in self._files() - before if re.search(r"^\.|\.sebagian$", f.name))
        if damage.broken and str(a.code) not in self._row.kode:
            yield f"is no file of its kind, and ends in {a.code}"
        named = self.file.name in said or self.file.parent.name in said
        if not named and (damage.broken or (a.code >= 3 and a.code != self._sound.code)):
            yield f"ends in {a.code} and doesn't name the file"
        plain = [line for line in a.err.splitlines() if not re.match(r"zi: (.*: )?(kesalahan|peringatan|info) ", line)]
        if a.code >= 3 and a.code != self._sound.code and len(plain) > 2:
            yield f"ends in {a.code} with {len(plain)} lines"
        if more := a.yes - self._sound.yes:
            yield f"says yes more often: {dict(more)}"

    def _fresh(self) -> None:
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self._place, self._copy)
        if "sebagian" not in self._row.berkas:
            for stopped in self._copy.rglob("*.sebagian"):
                stopped.unlink()

    def _files(self) -> set[Path]:
        return {p for p in self._copy.rglob("*") if "cache" not in p.parts}

    def _run(self) -> Answer:
        held = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(h, "utf-8", errors="surrogateescape", write_through=True) for h in held)
        begin = time.monotonic()
        with (
            contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
            contextlib.chdir(self._copy / "usulan"),
            mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(self._copy / "cache")}),
            mock.patch("zi_cli.portalrb.server.serve"), mock.patch("zi_cli.portalrb.server.open_address"),
        ):  # fmt: skip
            code = run_cli(self._words)
        seconds = time.monotonic() - begin
        shown = [s.getvalue().decode("utf-8", "surrogateescape") for s in held]
        return Answer(code, shown[0], shown[1], seconds)


class Tried(NamedTuple):
    """What came of a row: runs, seconds, faults, and lines that show them."""

    runs: int
    seconds: float
    wrong: int
    lines: list[str]


def tried(place: Path, row: Row, every: int) -> Tried:
    """Each *every*-th damage of the row's file, in a copy of the world at *place* that this process has alone."""
    begin, kinds, lines = time.monotonic(), Counter[str](), list[str]()
    trial = Trial(place, place.parent.parent / f"coba-{os.getpid()}", row)
    some = trial.damages()[::every]
    for damage in some:
        for fault in trial.faults(damage):
            kinds[fault[:20]] += 1
            if kinds[fault[:20]] <= 4:
                lines.append(f"       {damage.name[:60]!a}: {fault!a}")
    return Tried(len(some), time.monotonic() - begin, kinds.total(), lines)
