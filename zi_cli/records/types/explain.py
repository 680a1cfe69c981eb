"""zi.explain/1: what a code means, one form a kind of code."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.findings.record import Tingkat
from zi_cli.instrumen.tree import JenisBaris, JenisJawaban, Predikat, StatusAmbang
from zi_cli.records.types.common import Count, Day, Points, Ratio, TemuanRecord
from zi_cli.worksheet.model import Penilai


class TemuanExplained(TypedDict):
    """A finding."""

    skema: Literal["zi.explain/1"]
    kode: Annotated[str, Meta(pattern=r"^[A-Z]{3}\d{3}$")]
    tingkat: Tingkat
    judul: str
    mengapa: str
    perbaikan: str
    contoh: str


class PilihanExplained(TypedDict):
    """An answer option with its rubric."""

    nilai: Ratio
    uraian: str


class JawabanExplained(TypedDict):
    """What one assessor wrote in the row of a file, and what is said of that cell; ``poin`` null for a count."""

    penilai: Penilai
    sel: str
    mentah: str
    poin: Points | None
    temuan: list[TemuanRecord]


class BarisExplained(TypedDict):
    """A row of the instrument."""

    skema: Literal["zi.explain/1"]
    kode: str
    baris: Count
    jenis: JenisBaris
    teks: str
    bobot: Annotated[Points | None, Meta(description="Poin; null bila barisnya tidak berbobot sendiri.")]
    jenis_jawaban: JenisJawaban | None
    pilihan: dict[str, PilihanExplained]
    anak: list[str]
    di_berkas: Annotated[
        list[JawabanExplained] | None, Meta(description="Jawaban di berkas yang disebut; null tanpa berkas.")
    ]


class SatuInstrumenExplained(TypedDict):
    """One instrument that is installed."""

    nama: str
    judul: str
    dasar_hukum: str
    berlaku_sejak: Day
    indikator: Count
    area: Count
    bobot: Points
    penilai: list[str]
    ambang: list[str]


class InstrumenExplained(TypedDict):
    """The instruments, and which is used."""

    skema: Literal["zi.explain/1"]
    kode: Literal["instrumen"]
    dipakai: str
    instrumen: list[SatuInstrumenExplained]


class SatuPenilaiExplained(TypedDict):
    """One assessor."""

    kode: str
    nama: str
    kepala: str
    nama_surat: str
    hanya_pengungkit: bool


class PenilaiExplained(TypedDict):
    """The assessors of an instrument in rising order."""

    skema: Literal["zi.explain/1"]
    kode: Literal["penilai"]
    instrumen: str
    penentu: str
    bawaan: str
    penilai: list[SatuPenilaiExplained]


class PencocokanExplained(TypedDict):
    """What the instrument was compared with."""

    dengan: str
    tanggal: Day
    hasil: str


class SatuAmbangExplained(TypedDict):
    """One threshold."""

    kode: str
    label: str
    simpul: str
    satuan: Literal["nilai", "persen"]
    minimal: Annotated[dict[Predikat, Points], Meta(min_length=2)]
    status: StatusAmbang
    sumber: list[str]
    catatan: str | None


class AmbangExplained(TypedDict):
    """Thresholds with their sources."""

    skema: Literal["zi.explain/1"]
    kode: str
    instrumen: str
    pencocokan: PencocokanExplained
    sumber: str
    diverifikasi: str
    ambang: list[SatuAmbangExplained]


ExplainRecord = TemuanExplained | BarisExplained | InstrumenExplained | PenilaiExplained | AmbangExplained
