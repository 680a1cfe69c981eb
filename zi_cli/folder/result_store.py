"""Results on disk: one line a file, so that memory holds only the figures of the recap.

Every line is with the system the moment it is appended: a process that is killed then takes none along.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from zi_cli.files import open_file, unwritable
from zi_cli.named_tuple import NamedTuple


class StoredAt(NamedTuple):
    """Where one result is: byte offset and length."""

    awal: int
    panjang: int


class ResultStore:
    """A file of results that gives any line back."""

    def __init__(self, jalur: Path) -> None:
        self.jalur = jalur
        self._f: IO[bytes] = open_file(jalur)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """No more lines are asked for."""
        self._f.close()

    def read(self, position: StoredAt) -> bytes:
        """The line at *position* as it is."""
        self._f.seek(position.awal)
        return self._f.read(position.panjang)

    def lines(self) -> Iterator[tuple[bytes, StoredAt]]:
        """Line and place of every result, in the order written."""
        self._f.seek(0)
        start = 0
        for row in self._f:
            yield row, StoredAt(start, len(row))
            start += len(row)


class GrowingStore(ResultStore):
    """A file of results that grows by one line at a time; it is made where there is none."""

    def __init__(self, jalur: Path) -> None:
        with unwritable(jalur):
            self._tulis: IO[bytes] = open_file(jalur, "ab", buffering=0)
        super().__init__(jalur)
        self._ujung = self._tulis.tell()

    def close(self) -> None:
        """No more lines come, nor are asked for."""
        self._tulis.close()
        super().close()

    def append(self, row: bytes) -> StoredAt:
        """Append one line, whole or not at all; raises ``UnwritableOutput``."""
        position = StoredAt(self._ujung, len(row))
        try:
            with unwritable(self.jalur):
                rest = memoryview(row)
                while rest:
                    rest = rest[self._tulis.write(rest) :]
        except BaseException:
            with contextlib.suppress(OSError):
                self.cut(position.awal)
            raise
        self._ujung += len(row)
        return position

    def cut(self, edge: int) -> None:
        """Let the file end after *edge* bytes."""
        self._tulis.truncate(edge)
        self._ujung = edge
