"""zi.batch/1: the recap of one folder."""

from typing import Annotated, Any, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import (
    AmbangRecord,
    BerkasRecord,
    Count,
    Day,
    Points,
    Program,
    Sha256,
    TemuanRecord,
)
from zi_cli.records.types.kerja import SuratKerjaRecord
from zi_cli.records.types.score import ScoreHead, ScoreTail
from zi_cli.worksheet.model import Penilai

PerPredikat = Annotated[dict[Predikat, Count], Meta(min_length=2)]


class DaftarRecord(BerkasRecord):
    """The register, and the day the requirements are checked for."""

    tanggal: Day


class RataRecord(TypedDict):
    """Mean points of a group, None where there is nothing to take the mean of."""

    pengungkit: Points | None
    hasil: Points | None
    total: Points | None


class JumlahTemuanRecord(TypedDict):
    """Findings of a group."""

    galat: Count
    peringatan: Count


class GrupRecord(TypedDict):
    """One group of the recap."""

    grup: str
    satker: Count
    memenuhi: PerPredikat
    layak: Annotated[Count | None, Meta(description="Satker yang boleh diusulkan; null tanpa daftar satker.")]
    diteruskan: Count
    rata_rata: RataRecord
    temuan: JumlahTemuanRecord
    gagal: Count


class RingkasanRecord(TypedDict):
    """The recap in counts."""

    berkas: Count
    satker: Count
    versi_lain: Count
    gagal: Count
    dilewati: Count
    memenuhi: PerPredikat
    belum_pasti: PerPredikat
    diteruskan: Count
    grup: list[GrupRecord]


class KelayakanRecord(TypedDict):
    """The requirement check's answer in brief."""

    kode: str | None
    nama: str
    grup: Annotated[str | None, Meta(description="Kanwil, atau Unit Eselon I, di daftar satker.")]
    usulan: Predikat | None
    layak: bool | None
    syarat: dict[str, bool | None]
    alasan: list[str]


class KeptRecord(ScoreHead, ScoreTail):
    """One satker as a worker records it: zi.score/1 without its indicators."""

    grup: Annotated[str, Meta(description="Folder tingkat teratas di bawah folder yang direkap.")]
    jalur: Annotated[
        str,
        Meta(pattern=r"^[^\x00]+$", description="Jalur berkas di bawah folder yang direkap, dengan garis miring."),
    ]
    penilai_lain: Annotated[dict[Penilai, Points], Meta(description="Nilai total penilai lain dalam berkas yang sama.")]


class SatkerRecord(KeptRecord):
    """One satker of the recap."""

    kelayakan: Annotated[
        KelayakanRecord | None, Meta(description="Jawaban pemeriksaan syarat; rinciannya dari zi check.")
    ]


class VersiRecord(TypedDict):
    """A satker found in several files."""

    dipakai: str
    lain: Annotated[list[str], Meta(min_length=1)]
    alasan: str


class LewatRecord(TypedDict):
    """Files that were not scored, by reason."""

    alasan: str
    jumlah: Annotated[int, Meta(ge=1)]
    contoh: Annotated[list[str], Meta(max_length=100)]


class GagalRecord(TypedDict):
    """A file that could not be read."""

    berkas: str
    grup: str
    temuan: Annotated[list[TemuanRecord], Meta(min_length=1)]


class BatchHead(TypedDict):
    """What stands before the satker."""

    skema: Literal["zi.batch/1"]
    program: Program
    instrumen: str
    ambang: AmbangRecord
    tahap: Annotated[
        Literal["pendahuluan"] | None, Meta(description="pendahuluan bila hanya Pengungkit yang menentukan (--tahap).")
    ]
    konfigurasi: BerkasRecord | None
    daftar: DaftarRecord | None
    ringkasan: RingkasanRecord


class _BatchWithSatker(BatchHead):
    satker: list[SatkerRecord]


class BatchTail(TypedDict):
    """What stands behind the satker."""

    versi: Annotated[list[VersiRecord], Meta(description="Satker yang ditemukan dalam beberapa berkas.")]
    tanpa_lke: Annotated[
        list[KelayakanRecord] | None,
        Meta(description="Baris daftar satker yang mengusulkan tetapi tidak mempunyai LKE; null tanpa daftar."),
    ]
    surat: Annotated[
        list[SuratKerjaRecord] | None,
        Meta(description="Surat yang jatuh tempo menurut daftar satker; null tanpa daftar."),
    ]
    dilewati: Annotated[
        list[LewatRecord], Meta(description="Berkas yang tidak dinilai; contoh memuat paling banyak 100 nama.")
    ]
    gagal: list[GagalRecord]


class BatchRecord(_BatchWithSatker, BatchTail):
    """The recap of one folder."""


class ManifestRecord(TypedDict):
    """zi.manifes-batch/1: the rules of a run, and the SHA-256 of each file it wrote."""

    skema: Literal["zi.manifes-batch/1"]
    aturan: dict[str, Any]
    keluaran: dict[str, Sha256]
