"""Results of scoring: exact points of every node, and the verdict for each predicate."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Predikat
from zi_cli.worksheet.model import Penilai

Tahap = Literal["pendahuluan", "akhir"]


class NilaiIndikator(NamedTuple):
    """One indicator of one assessor.

    ``jawaban`` is the canonical option, or a ratio for percent rows, or the survey index; None if
    unanswered. ``mentah`` is the text as typed. ``nilai`` is a ratio 0 to 1, ``skor`` points.
    """

    jawaban: str | Fraction | None
    mentah: str | None
    nilai: Fraction
    skor: Fraction
    sel: Sel | None


class HasilAmbang(NamedTuple):
    """One threshold against the exact value, in points or percent (``satuan``)."""

    kode: str
    satuan: Literal["nilai", "persen"]
    nilai: Fraction
    minimal: Fraction
    memenuhi: bool
    pembulatan_menyesatkan: bool

    @property
    def selisih(self) -> Fraction:
        """Distance to the minimum, in the threshold's unit; negative when it fails."""
        return self.nilai - self.minimal


class Putusan(NamedTuple):
    """The verdict for one predicate.

    ``memenuhi_maks``: whether it would pass if every indicator without a usable answer were at
    its best. ``pengungkit_memenuhi``: whether Pengungkit and the six areas alone pass, which is
    all that can be said at the preliminary stage.
    """

    memenuhi: bool
    memenuhi_maks: bool
    pengungkit_memenuhi: bool
    ambang: tuple[HasilAmbang, ...]


class Penilaian(NamedTuple):
    """One assessor's scored worksheet.

    ``nilai`` holds ``total`` and every node by kode, in points, exact. ``kosong`` lists the kode
    of indicators without a usable answer (blank, invalid, ambiguous, or row absent), in sheet order.
    ``nilai_maks`` is the total in points if all of those were at their best. ``temuan`` are the
    findings about this assessor's answers (those about the layout are the Worksheet's).
    """

    penilai: Penilai
    tahap: Tahap
    nilai: dict[str, Fraction]
    nilai_maks: Fraction
    indikator: dict[str, NilaiIndikator]
    kosong: tuple[str, ...]
    putusan: Mapping[Predikat, Putusan]
    temuan: list[Temuan]
