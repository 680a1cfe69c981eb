"""A person at the keyboard: runs commands, types into cells, and every key is counted.

A typed character or Enter is one key, a choice from a drop-down two, a fill down of any length three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from zi_cli.cli import run_cli

_DROP_DOWN, _FILL = 2, 3


class Command(NamedTuple):
    """A command as it was typed, and its exit code."""

    teks: str
    kode: int


class Person:
    """Somebody who works in *folder* (the current one) and saves satker.xlsx as Excel would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands: list[Command] = []
        self.keys = 0
        #: What was typed: sheet, cell, content, keys.
        self.typed: list[tuple[str, str, str, int]] = []

    def run(self, teks: str) -> int:
        """Type a command and Enter."""
        self.keys += len(teks) + 1
        kode = run_cli(teks.split()[1:])
        self.commands.append(Command(teks, kode))
        return kode

    @contextmanager
    def excel(self) -> Iterator[Workbook]:
        """Open satker.xlsx, and save it at the end (Ctrl+S: two keys)."""
        berkas = self.folder / "satker.xlsx"
        buku = openpyxl.load_workbook(berkas)
        yield Workbook(self, buku)
        buku.save(berkas)
        self.keys += 2

    def note(self, lembar: str, alamat: str, isi: object, keys: int) -> None:
        """Count what was done in a cell."""
        self.keys += keys
        self.typed.append((lembar, alamat, str(isi), keys))


class Workbook:
    """The open workbook."""

    def __init__(self, orang: Person, buku: Any) -> None:
        self._orang, self._buku = orang, buku

    def setting(self, isian: str, nilai: str, *, pilih: bool = False) -> None:
        """Fill a line of the sheet Instansi."""
        lembar = self._buku["Instansi"]
        baris = next(r for r in range(2, lembar.max_row + 1) if lembar.cell(r, 1).value == isian)
        lembar.cell(baris, 2).value = nilai
        self._orang.note("Instansi", f"B{baris}", nilai, _DROP_DOWN if pilih else len(nilai) + 1)

    def column(
        self,
        lembar: str,
        judul: str,
        nilai: str,
        *,
        pilih: bool = False,
        baris: Sequence[int] | None = None,
        naik: Callable[[int], str] | None = None,
    ) -> None:
        """Type or choose *nilai* in the first of *baris* (all of them) and fill it down; *naik* is a series."""
        s = self._buku[lembar]
        kepala = 2 if lembar == "Satker" else 1
        kolom = next(c.column for c in s[kepala] if c.value == judul)
        isi = list(baris or range(kepala + 1, self.last(lembar) + 1))
        for n, r in enumerate(isi):
            s.cell(r, kolom).value = naik(n) if naik else nilai
        keys = (_DROP_DOWN if pilih else len(nilai) + 1) + (_FILL if len(isi) > 1 else 0)
        self._orang.note(lembar, s.cell(isi[0], kolom).coordinate, nilai, keys)

    def last(self, lembar: str) -> int:
        """The last row with anything in its first column."""
        s = self._buku[lembar]
        return max(r for r in range(1, s.max_row + 1) if s.cell(r, 1).value)

    def rows(self, lembar: str, cocok: Callable[[tuple[Any, ...]], bool]) -> list[int]:
        """Rows whose cells *cocok*."""
        s = self._buku[lembar]
        return [n for n, b in enumerate(s.iter_rows(values_only=True), 1) if any(b) and cocok(b)]
