"""Results of scoring: exact points of every node, and the verdict for each predicate."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, get_args

from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import Penilai

Tahap = Literal["pendahuluan", "akhir"]

#: The four states of a verdict, the same words in JSON and for people.
Keadaan = Literal["memenuhi", "belum memenuhi", "belum dapat dipastikan", "belum dinilai"]
STATES: tuple[Keadaan, ...] = get_args(Keadaan)
MEMENUHI, BELUM_MEMENUHI, BELUM_PASTI, BELUM_DINILAI = STATES


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
    """One threshold against the exact value, in points or percent (``satuan``).

    ``memenuhi``: by the figure shown; ``keadaan``: at the worst and the best of the doubts under it.
    """

    kode: str
    satuan: Literal["nilai", "persen"]
    nilai: Fraction
    minimal: Fraction
    memenuhi: bool
    pembulatan_menyesatkan: bool
    keadaan: Keadaan

    @property
    def selisih(self) -> Fraction:
        """Distance to the minimum, in the threshold's unit; negative when it fails."""
        return self.nilai - self.minimal


class Doubt(NamedTuple):
    """One indicator whose answer is doubtful: what counts now, and the least and most it may stand for, in points.

    ``sel`` is the answer's cell (None when the row is not in the file), ``teks`` the question, ``mentah``
    the answer as typed. ``kosong``: without a usable answer (it counts 0 now).
    """

    kode: str
    sel: Sel | None
    teks: str
    mentah: str | None
    skor: Fraction
    terburuk: Fraction
    terbaik: Fraction
    kosong: bool


class Putusan(NamedTuple):
    """The verdict for one predicate.

    ``memenuhi``: by the figures shown (a blank is 0); ``memenuhi_maks``: the same if every indicator
    without a usable answer were at its best; ``pengungkit_memenuhi``: whether Pengungkit and its areas
    alone pass. ``keadaan`` is the verdict: the worst and the best that every doubtful answer may stand
    for; ``keadaan_pengungkit`` the same of Pengungkit alone (never :data:`BELUM_DINILAI`), which is all that
    can be said at the preliminary stage. ``bergantung``: the doubts under a threshold that fails at
    worst and passes at best, empty when the verdict is sure. ``sebab``: codes of the findings that
    leave open whose answers these are.
    """

    memenuhi: bool
    memenuhi_maks: bool
    pengungkit_memenuhi: bool
    ambang: tuple[HasilAmbang, ...]
    keadaan: Keadaan
    keadaan_pengungkit: Keadaan
    bergantung: tuple[Doubt, ...] = ()
    sebab: tuple[str, ...] = ()


def preliminary_state(keadaan_pengungkit: Keadaan) -> Keadaan:
    """The verdict while Hasil is not assessed, from what Pengungkit alone says."""
    return BELUM_MEMENUHI if keadaan_pengungkit == BELUM_MEMENUHI else BELUM_DINILAI


def is_passed(state: str) -> bool | None:
    """Yes, no, or None for the two states in which it is not known."""
    return True if state == MEMENUHI else False if state == BELUM_MEMENUHI else None


class Penilaian(NamedTuple):
    """One assessor's scored worksheet.

    ``nilai`` holds ``total`` and every node by kode, in points, exact. ``kosong`` lists the kode
    of indicators without a usable answer (blank, invalid, ambiguous, or row absent), in sheet order.
    ``nilai_maks`` is the total in points if all of those were at their best. ``temuan`` are the
    findings about this assessor's answers (those about the layout are the Worksheet's). ``ragu`` are
    the doubtful indicators in sheet order, ``sebab`` the codes that make the whole file doubtful.
    """

    penilai: Penilai
    tahap: Tahap
    nilai: dict[str, Fraction]
    nilai_maks: Fraction
    indikator: dict[str, NilaiIndikator]
    kosong: tuple[str, ...]
    putusan: Mapping[Predikat, Putusan]
    temuan: list[Temuan]
    ragu: tuple[Doubt, ...] = ()
    sebab: tuple[str, ...] = ()
