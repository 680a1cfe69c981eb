"""Results of workers, and the line that each scored file is kept as.

The line holds, as JSON: figures, value of each indicator, and what the requirement check needs; then,
after a tab, the record of zi.batch/1.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from zi_cli.findings.record import Temuan
from zi_cli.scoring.result import Keadaan

#: "No LKE in this workbook": read well, but nothing to score.
_BUKAN_LKE = "LKE105"

#: Value of each indicator as a ratio, None when unanswered.
Matriks = list[int | float | None]


class Putus(NamedTuple):
    """The verdict for one predicate, in brief (as ``Putusan``): ``gagal`` are the thresholds not reached."""

    memenuhi: bool
    memenuhi_maks: bool
    pengungkit_memenuhi: bool
    gagal: tuple[str, ...]
    keadaan: Keadaan
    keadaan_pengungkit: Keadaan


class Ringkas(NamedTuple):
    """The figures of one satker that the recap needs, in points; ``area`` in percent of each weight.

    Everything else stays in the JSON record on disk, so that ten thousand files fit in memory.
    """

    nama: str
    grup: str
    sha256: str
    satker: str | None
    kode_satker: str | None
    tahun: int | None
    usulan: str | None
    penilai: str
    tahap: str
    total: float
    nilai_maks: float
    pengungkit: float
    hasil: float
    area: tuple[float, ...]
    kosong: int
    putusan: dict[str, Putus]
    temuan: tuple[int, int, int]


class Dinilai(NamedTuple):
    """A scored file: its figures, and the line to keep, which holds them too."""

    ringkas: Ringkas
    baris: bytes


class Tetap(NamedTuple):
    """The file still holds what it held when its kept result was made."""


class Gagal(NamedTuple):
    """A file without a result and why."""

    temuan: Temuan

    @property
    def terbaca(self) -> bool:
        """Whether the file could be read and merely holds nothing to score."""
        return self.temuan.kode == _BUKAN_LKE


Hasil = Dinilai | Tetap | Gagal


def susun_baris(
    ringkas: Ringkas, matriks: Matriks, bahan: dict[str, Any] | None, rekaman: Mapping[str, object]
) -> bytes:
    """The line of one result; *bahan* is None unless the requirement check was asked for."""
    kepala = json.dumps([ringkas, matriks, bahan], ensure_ascii=False, separators=(",", ":"))
    isi = json.dumps(rekaman, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # JSON text never holds a raw tab: it parts the figures from the record.
    return f"{kepala}\t{isi}\n".encode()


def baca_ringkas(baris: bytes) -> Ringkas:
    """The figures in a line; raises ValueError, KeyError or TypeError when it is not one of ours."""
    isi = Ringkas(*json.loads(baris.partition(b"\t")[0])[0])
    putusan = {p: Putus(*v)._replace(gagal=tuple(v[3])) for p, v in isi.putusan.items()}
    galat, peringatan, info = isi.temuan
    return isi._replace(area=tuple(isi.area), putusan=putusan, temuan=(galat, peringatan, info))


def baca_isi(baris: bytes) -> tuple[Matriks, str]:
    """Value of each indicator, and JSON text of the record, in a line."""
    kepala, _, rekaman = baris.decode("utf-8").partition("\t")
    return json.loads(kepala)[1], rekaman.rstrip("\n")


def baca_bahan(baris: bytes) -> Any:
    """What the requirement check needs, as JSON values, in a line; None when not kept."""
    return json.loads(baris.partition(b"\t")[0])[2]
