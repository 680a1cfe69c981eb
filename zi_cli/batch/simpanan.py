"""Results on disk: one line a file, so that memory holds only the figures of the recap.

The same file, kept as ``hasil.jsonl``, lets a later run reuse the results of unchanged files.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from zi_cli.batch.nilai_berkas import Dinilai, Putus, Ringkas


class Letak(NamedTuple):
    """Where one result is: byte offset and length."""

    awal: int
    panjang: int


class Simpanan:
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

    def tambah(self, hasil: Dinilai) -> Letak:
        """Append one result."""
        kepala = json.dumps([hasil.ringkas, hasil.matriks, hasil.bahan], ensure_ascii=False, separators=(",", ":"))
        # JSON text never holds a raw tab: it parts the figures from the record.
        return self.tambah_baris(f"{kepala}\t{hasil.rekaman}\n".encode())

    def tambah_baris(self, baris: bytes) -> Letak:
        """Append a line that another file of results held."""
        letak = Letak(self._ujung, len(baris))
        self._f.write(baris)
        self._sidik.update(baris)
        self._ujung += len(baris)
        return letak

    @property
    def sha256(self) -> str:
        """SHA-256 of all that was appended."""
        return self._sidik.hexdigest()

    def baca_baris(self, letak: Letak) -> bytes:
        """The line at *letak* as it is."""
        self._f.seek(letak.awal)
        return self._f.read(letak.panjang)

    def ringkas(self, letak: Letak) -> Ringkas:
        """Figures of the result at *letak*."""
        return ringkas_dari(self.baca_baris(letak))

    def baca(self, letak: Letak) -> tuple[list[int | float | None], str]:
        """Value of each indicator (ratio) and JSON text of the record at *letak*."""
        kepala, _, rekaman = self.baca_baris(letak).decode("utf-8").partition("\t")
        return json.loads(kepala)[1], rekaman.rstrip("\n")

    def bahan(self, letak: Letak) -> Any:
        """What the requirement check needs of the result at *letak*, as JSON values; None when not kept."""
        return json.loads(self.baca_baris(letak).partition(b"\t")[0])[2]

    def semua(self) -> Iterator[tuple[Ringkas, Letak]]:
        """Figures and place of every result, in the order written.

        Raises ValueError, KeyError or TypeError when the file is not one of ours.
        """
        self._f.seek(0)
        awal = 0
        for baris in self._f:
            yield ringkas_dari(baris), Letak(awal, len(baris))
            awal += len(baris)


def ringkas_dari(baris: bytes) -> Ringkas:
    """The figures in a line of the file of results."""
    isi = Ringkas(*json.loads(baris.partition(b"\t")[0])[0])
    putusan = {p: Putus(v[0], v[1], v[2], tuple(v[3])) for p, v in isi.putusan.items()}
    galat, peringatan, info = isi.temuan
    return isi._replace(area=tuple(isi.area), putusan=putusan, temuan=(galat, peringatan, info))
