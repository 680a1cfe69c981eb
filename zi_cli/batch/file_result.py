"""Results of workers, and the line that each scored file is kept as.

The line holds, as JSON parted by tabs: figures, value of each indicator, what the requirement check needs,
and the record of zi.batch/1.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import holds_no_worksheet
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import read_own
from zi_cli.records.kept import decode, encode
from zi_cli.scoring.result import Keadaan, Tahap

if TYPE_CHECKING:
    from zi_cli.pengajuan.lke_facts import LkeFacts
    from zi_cli.records.types.batch import KeptRecord


#: Value of each indicator as a ratio, None when unanswered.
Matriks = list[int | float | None]
#: More than any points, percentage, year or number of findings.
_MOST_COUNTED = 1_000_000


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
    tahap: Tahap
    total: int | float
    nilai_maks: int | float
    pengungkit: int | float
    hasil: int | float
    area: tuple[int | float, ...]
    kosong: int
    putusan: dict[Predikat, Putus]
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
    def was_readable(self) -> bool:
        """Whether the file could be read and merely holds nothing to score."""
        return holds_no_worksheet(self.temuan)


Hasil = Dinilai | Tetap | Gagal


def make_line(brief: Ringkas, matrix: Matriks, material: LkeFacts | None, record: KeptRecord) -> bytes:
    """The line of one result; *material* is None unless the requirement check was asked for."""
    # JSON text never holds a raw tab: it parts the four.
    return b"\t".join(map(encode, (brief, matrix, material, record))) + b"\n"


def read_figures(row: bytes) -> Ringkas:
    """The figures in a line; raises ValueError when it is not one of ours."""
    return decode(row.split(b"\t")[0], Ringkas)


def validate_line(row: bytes, instrumen: Instrumen) -> Ringkas | None:
    """The figures in a line all of whose parts are sound; None when they are not those of *instrumen*.

    Raises ValueError when a part is not one of ours.
    """
    from zi_cli.records.types.batch import KeptRecord

    try:
        brief, matrix, _, record = row.split(b"\t")
    except ValueError:
        raise ValueError("bukan satu baris hasil") from None
    figures, facts, content = decode(brief, Ringkas), read_facts(row), read_own(record, KeptRecord)
    ratios = decode(matrix, Matriks)
    counted = (figures.total, figures.nilai_maks, figures.pengungkit, figures.hasil, *figures.area, figures.tahun or 0)
    bounded = [(x or 0, 1) for x in ratios] + [(x, _MOST_COUNTED) for x in (*counted, figures.kosong, *figures.temuan)]
    if not all(0 <= x <= most for x, most in bounded):
        raise ValueError("angkanya di luar yang mungkin")
    nodes = sum(b.carries_points for b in instrumen.baris)
    by_predicate: list[Sized] = [figures.putusan, content["putusan"], *([facts.simpulan] if facts else [])]
    lengths: tuple[tuple[Sized, int], ...] = (
        (ratios, len(instrumen.indikator)),
        (figures.area, len(instrumen.nama_area)),
        (content["area"], len(instrumen.nama_area)),
        (content["nilai"], 1 + nodes),
        *((p["ambang"], len(instrumen.ambang.daftar)) for p in content["putusan"].values()),
        *((x, len(PREDIKAT)) for x in by_predicate),
    )
    known = {figures.penilai, content["penilai"], *content["penilai_tersedia"], *content["penilai_lain"]}
    fits = all(len(x) == length for x, length in lengths) and known <= set(instrumen.penilai.codes)
    return figures if fits else None


def read_matrix(row: bytes) -> Matriks:
    """Value of each indicator in a line."""
    return decode(row.split(b"\t")[1], Matriks)


def read_facts(row: bytes) -> LkeFacts | None:
    """What the requirement check needs, in a line; None when not kept."""
    content = row.split(b"\t")[2]
    if content == b"null":
        return None
    from zi_cli.pengajuan.lke_facts import LkeFacts

    return decode(content, LkeFacts)


def read_record(row: bytes) -> bytes:
    """The JSON of the record in a line."""
    return row.split(b"\t")[3].rstrip(b"\n")
