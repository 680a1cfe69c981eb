"""zi.kerja/1: where a work folder stands."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.standing import LetterState
from zi_cli.records.types.common import BerkasRecord, Count, Day, Program, TakTerbacaRecord, TemuanRecord
from zi_cli.worksheet.model import Penilai


class SatkerKerjaRecord(TypedDict):
    """A satker: its answer and why it is not eligible."""

    kode: str | None
    nama: str
    kanwil: str | None
    usulan: Predikat | None
    penilai: Penilai | None
    nilai_memenuhi: bool | None
    layak: bool | None
    alasan: list[str]
    berkas: str | None


class KurangRecord(TypedDict):
    """A requirement or another part of the answer that satker fail, or that is not known of them."""

    kode: str
    apa: str
    tidak: Count
    belum: Count
    tempat: list[str]
    di_lke: Annotated[Count, Meta(description="Bagian dari belum yang dibiarkan terbuka oleh LKE, bukan oleh daftar.")]


class SuratKerjaRecord(TypedDict):
    """A letter that is due and how far it is; "semua" for one about all satker."""

    satker: str
    jenis: str
    jalur: Annotated[Literal["tpn", "tpm"], Meta(description="tpm: surat atas hasil evaluasi TPM.")]
    keadaan: LetterState
    nomor: str | None
    tanggal: Day | None
    tempat: Annotated[str | None, Meta(description="Barisnya di lembar Surat; null bila belum ada.")]


class LangkahKerjaRecord(TypedDict):
    """Something to do, and the command that goes on after it."""

    apa: str
    perintah: str


class TindakLanjutKerjaRecord(TypedDict):
    """Rows of the sheet Tindak lanjut."""

    semua: Count
    terbuka: Count
    terlambat: Annotated[Count, Meta(description="Terbuka dan lewat batas waktunya.")]


class KerjaRecord(TypedDict):
    """A work folder on one day."""

    skema: Literal["zi.kerja/1"]
    program: Program
    hari_ini: Day
    tanggal: Annotated[Day, Meta(description="Tanggal pengajuan; hari ini bila belum diisi.")]
    tanggal_disebut: bool
    batas: Day
    sisa_hari: Count
    daftar: BerkasRecord
    lke: Count
    satker: list[SatkerKerjaRecord]
    kurang: list[KurangRecord]
    surat: list[SuratKerjaRecord]
    gagal: list[TakTerbacaRecord]
    temuan: list[TemuanRecord]
    bukti: Annotated[list[TakTerbacaRecord], Meta(description="Yang dikatakan survei dan bukti tentang nilai LKE.")]
    langkah: Annotated[list[LangkahKerjaRecord], Meta(description="Berurut; kosong bila tidak ada lagi.")]
    selesai: bool
    tindak_lanjut: TindakLanjutKerjaRecord
