"""Answers of a survey in compact arrays, and what was said of how to read them."""

from array import array
from datetime import date

from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.export_rows import SurveyFile
from zi_cli.survei.question_columns import ColumnMap
from zi_cli.survei.questionnaire import Kuesioner
from zi_cli.survei.times import Urutan


class AnswerSettings(NamedTuple):
    """What the user said: scale by questionnaire, order of day and month, sheet, a map and its file.

    ``hingga`` is the last day that an answer can be of (None: not looked at).
    """

    skala: dict[str, int] = {}  # noqa: RUF012
    urutan: Urutan | None = None
    lembar: str | None = None
    peta: ColumnMap | None = None
    hingga: date | None = None
    nama_peta: str = ""


class Answers:
    """Answer sheets as columns. ``jawaban[kode]`` holds steps (0: blank), ``waktu`` seconds since 1970 (-1: unknown).

    ``telepon``, ``nama``, ``perangkat`` are hashes (0: blank), ``layanan`` indexes ``nama_layanan``, ``diarahkan`` is
    1, 0 or -1 (unknown), ``berkas`` and ``baris`` say where a sheet of answers came from.
    """

    def __init__(self) -> None:
        self.jawaban: dict[str, array[int]] = {}
        self.waktu = array("q")
        self.telepon = array("Q")
        self.nama = array("Q")
        self.perangkat = array("Q")
        self.layanan = array("H")
        self.diarahkan = array("b")
        self.berkas = array("H")
        self.baris = array("I")
        self.nama_layanan: list[str | None] = [None]
        self.telepon_rusak = 0

    def __len__(self) -> int:
        return len(self.baris)


#: Findings, each with the files it is about.
Notes = dict[Temuan, list[str]]


class Survey(NamedTuple):
    """What was read: answers, the questionnaires asked with their scale (None: not certain), and findings.

    ``ada_kolom`` are the roles for which there is a column.
    """

    berkas: tuple[SurveyFile, ...]
    peta: tuple[ColumnMap, ...]
    jawaban: Answers
    kuesioner: dict[str, Kuesioner]
    skala: dict[str, int | None]
    ada_kolom: frozenset[str]
    temuan: Notes
