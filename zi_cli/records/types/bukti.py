"""zi.bukti/1: the evidence of a satker. Nothing of what the documents say is in it."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import BerkasRecord, Count, Points, Program, Sha256, TemuanPerBerkasRecord, Year

Status = Literal["belum", "unggah", "diperiksa", "perbaikan", "lengkap"]
Quarter = Annotated[int, Meta(ge=1, le=4)]
Size = Annotated[int, Meta(ge=0, le=2**53)]


class StatusCountRecord(TypedDict):
    """Counts by status."""

    belum: Count
    unggah: Count
    diperiksa: Count
    perbaikan: Count
    lengkap: Count


class TingkatCountRecord(TypedDict):
    """Findings by severity."""

    galat: Count
    peringatan: Count
    info: Count


class IndikatorBuktiRecord(TypedDict):
    """One indicator: its answer, and how far its documents are."""

    kode: str
    jawaban: str | None
    poin: Annotated[Points | None, Meta(description="Poin jawabannya; null bila LKE tidak disebut atau belum dijawab.")]
    keadaan: Annotated[Status, Meta(description="Keadaan dokumen yang paling tertinggal.")]
    berkas: Count
    tautan: Count
    status: StatusCountRecord
    triwulan: list[Quarter]
    temuan: TingkatCountRecord


class DokumenRecord(TypedDict):
    """One document of one indicator: a file below the folder, or a link."""

    indikator: str | None
    nama: str
    tautan: bool
    sha256: Sha256 | None
    ukuran: Size | None
    tahun: Year | None
    triwulan: Quarter | None
    status: Status


class BuktiRecord(TypedDict):
    """The evidence below a folder."""

    skema: Literal["zi.bukti/1"]
    program: Program
    instrumen: str
    folder: str
    satker: str | None
    tahun: Year | None
    triwulan: Quarter | None
    penilai: str | None
    lke: BerkasRecord | None
    isi_dibaca: bool
    ukuran: Size
    keadaan: StatusCountRecord
    indikator: list[IndikatorBuktiRecord]
    dokumen: list[DokumenRecord]
    temuan: list[TemuanPerBerkasRecord]


class JumlahPerubahanRecord(TypedDict):
    """Documents by what became of them."""

    baru: Count
    diperbarui: Count
    sama: Count
    pindah: Count
    hilang: Count


class DokumenBerubahRecord(TypedDict):
    """One document and what became of it."""

    perubahan: Literal["baru", "diperbarui", "sama", "pindah", "hilang"]
    indikator: str | None
    nama: str
    dahulu: Annotated[str | None, Meta(description="Tempatnya dahulu, bila pindah.")]


class BuktiBandingRecord(TypedDict):
    """What changed between two looks at the evidence."""

    skema: Literal["zi.bukti-banding/1"]
    program: Program
    instrumen: str
    lama: str
    baru: str
    jumlah: JumlahPerubahanRecord
    dokumen: list[DokumenBerubahRecord]


class BuktiSiapRecord(TypedDict):
    """A tree for evidence that was written."""

    skema: Literal["zi.bukti-siapkan/1"]
    program: Program
    instrumen: str
    folder: str
    lke: BerkasRecord | None
    indikator: Annotated[Count, Meta(description="Banyaknya folder indikator.")]
    dokumen: Annotated[Count, Meta(description="Banyaknya dokumen dan tautan dari LKE di bukti.xlsx.")]
    ditulis: list[BerkasRecord]
