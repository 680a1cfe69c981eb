"""Progress on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from zi_cli.streams import raw_stream
from zi_cli.text import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from rich.table import Column

#: Seconds between two plain lines.
_PAUSE = 10.0
_MAX_NAME = 48


class Batang:
    """A bar with the current file, rate and time left."""

    def __init__(self, benda: str = "berkas") -> None:
        self._benda = benda
        self._bar: Progress | None = None
        self._id: TaskID | None = None

    def begin(self, count: int) -> None:
        """Show the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[laju]}", markup=False),
            TextColumn("sisa"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[nama]}", markup=False, table_column=_name_column()),
            console=Console(file=raw_stream(sys.stderr)),
            transient=True,
            refresh_per_second=5,
        )
        self._bar.start()
        self._id = self._bar.add_task("", total=count, nama="", laju="")

    def busy_with(self, name: str) -> None:
        """Name the file that takes long."""
        self._change(name, 0)

    def advance(self, name: str) -> None:
        """One file further."""
        self._change(name, 1)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _change(self, name: str, step: int) -> None:
        if self._bar is None or self._id is None:
            return
        laju = self._bar.tasks[0].speed
        self._bar.update(
            self._id, advance=step, nama=_path_end(name), laju=f"{laju:.0f} {self._benda}/detik" if laju else ""
        )


class ProgressLine:
    """A line at the start, every few seconds, and at the end."""

    def __init__(self, work: str = "menilai", benda: str = "berkas") -> None:
        self._kerja, self._benda = work, benda
        self._jumlah = 0
        self._selesai = 0
        self._awal = 0.0
        self._terakhir = 0.0

    def begin(self, count: int) -> None:
        """Announce the number of files."""
        self._jumlah = count
        self._awal = self._terakhir = time.monotonic()
        self._write(f"{self._kerja} {count} {self._benda}")

    def busy_with(self, name: str) -> None:
        """Name the file that takes long, at the usual pace of lines."""
        self._write_periodically(name)

    def advance(self, name: str) -> None:
        """One file further."""
        self._selesai += 1
        self._write_periodically(name)

    def end(self) -> None:
        """Say how far it came."""
        self._write(f"{self._selesai} dari {self._jumlah} {self._benda} selesai")

    def _write_periodically(self, name: str) -> None:
        now = time.monotonic()
        if now - self._terakhir < _PAUSE:
            return
        self._terakhir = now
        laju = self._selesai / (now - self._awal)
        rest = f", sisa {(self._jumlah - self._selesai) / laju:.0f} detik" if laju else ""
        self._write(f"{self._selesai} dari {self._jumlah} {self._benda}, {laju:.0f} {self._benda}/detik{rest}; {name}")

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(f"zi: {text}\n")
        sys.stderr.flush()


def _name_column() -> Column:
    from rich.table import Column

    return Column(no_wrap=True, overflow="ellipsis", max_width=_MAX_NAME)


def _path_end(name: str) -> str:
    """The end of a long path, which tells most, without control characters."""
    clean = one_line(name)
    return clean if len(clean) <= _MAX_NAME else "…" + clean[1 - _MAX_NAME :]
