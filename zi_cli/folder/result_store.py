"""Results on disk: one line a file, so that memory holds only the figures of the recap.

The same file, kept as ``hasil.jsonl``, lets a later run reuse the results of unchanged files.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from zi_cli.folder.worker_result import Matriks, Ringkas, baca_bahan, baca_isi, baca_ringkas


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

    def tambah(self, baris: bytes) -> StoredAt:
        """Append the line of one result (see ``hasil``)."""
        letak = StoredAt(self._ujung, len(baris))
        self._f.write(baris)
        self._sidik.update(baris)
        self._ujung += len(baris)
        return letak

    @property
    def sha256(self) -> str:
        """SHA-256 of all that was appended."""
        return self._sidik.hexdigest()

    def baca_baris(self, letak: StoredAt) -> bytes:
        """The line at *letak* as it is."""
        self._f.seek(letak.awal)
        return self._f.read(letak.panjang)

    def ringkas(self, letak: StoredAt) -> Ringkas:
        """Figures of the result at *letak*."""
        return baca_ringkas(self.baca_baris(letak))

    def baca(self, letak: StoredAt) -> tuple[Matriks, str]:
        """Value of each indicator (ratio) and JSON text of the record at *letak*."""
        return baca_isi(self.baca_baris(letak))

    def bahan(self, letak: StoredAt) -> Any:
        """What the requirement check needs of the result at *letak*, as JSON values; None when not kept."""
        return baca_bahan(self.baca_baris(letak))

    def semua(self) -> Iterator[tuple[Ringkas, StoredAt]]:
        """Figures and place of every result, in the order written.

        Raises ValueError, KeyError or TypeError when the file is not one of ours.
        """
        self._f.seek(0)
        awal = 0
        for baris in self._f:
            yield baca_ringkas(baris), StoredAt(awal, len(baris))
            awal += len(baris)
