"""Results on disk: one line a file, so that memory holds only the figures of the recap.

The same file, kept as ``hasil.jsonl``, lets a later run reuse the results of unchanged files.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self


class StoredAt(NamedTuple):
    """Where one result is: byte offset and length."""

    awal: int
    panjang: int


class ResultStore:
    """A file of results that grows by one line at a time and gives any line back."""

    def __init__(self, jalur: Path, *, baru: bool) -> None:
        self._f: BinaryIO = jalur.open("w+b" if baru else "rb")
        self._ujung = 0
        self._sidik = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None
    ) -> None:
        self._f.close()

    def append(self, baris: bytes) -> StoredAt:
        """Append the line of one result."""
        letak = StoredAt(self._ujung, len(baris))
        self._f.write(baris)
        self._sidik.update(baris)
        self._ujung += len(baris)
        return letak

    @property
    def sha256(self) -> str:
        """SHA-256 of all that was appended."""
        return self._sidik.hexdigest()

    def read(self, letak: StoredAt) -> bytes:
        """The line at *letak* as it is."""
        self._f.seek(letak.awal)
        return self._f.read(letak.panjang)

    def lines(self) -> Iterator[tuple[bytes, StoredAt]]:
        """Line and place of every result, in the order written."""
        self._f.seek(0)
        awal = 0
        for baris in self._f:
            yield baris, StoredAt(awal, len(baris))
            awal += len(baris)
