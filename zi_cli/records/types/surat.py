"""zi.surat/1: one letter, written or refused."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import Count, Program, Sha256, TemuanRecord


class SuratRecord(TypedDict):
    """One letter."""

    skema: Literal["zi.surat/1"]
    program: Program
    jenis: str
    satker: Annotated[list[str], Meta(description="Nama satker yang dinyatakan surat ini.")]
    berkas: Annotated[str | None, Meta(description="Berkas DOCX; null bila surat ditolak.")]
    pdf: Annotated[str | None, Meta(description="Berkas PDF; null tanpa --pdf.")]
    sha256: Annotated[Sha256 | None, Meta(description="SHA-256 berkas DOCX.")]
    paksa: Annotated[str | None, Meta(description="Alasan --paksa; null bila tidak dipaksakan.")]
    temuan: list[TemuanRecord]


class JenisSuratRecord(TypedDict):
    """A kind of letter."""

    skema: Literal["zi.surat-daftar/1"]
    program: Program
    jenis: str
    judul: str
    per: Annotated[str, Meta(description="Satu surat tiap apa: satker, kanwil, eselon1, gabungan.")]
    dasar: str
    ringkasan: str
    medan: Annotated[str, Meta(description="Nama isian yang wajib, dipisah spasi.")]


class MedanSuratRecord(TypedDict):
    """A field of a kind of letter (--kolom)."""

    skema: Literal["zi.surat-daftar/1"]
    program: Program
    jenis: str
    medan: str
    wajib: Literal["ya", "tidak"]
    bentuk: str
    diisi: Annotated[str, Meta(description="--isi bila dapat diisi dengan opsi itu; selain itu kosong.")]
    arti: str
    sumber: str
    contoh: str


class SuratTertulisRecord(TypedDict):
    """A letter that a run wrote: its file, the file's SHA-256, that of what it says, and of its PDF.

    ``pdf_dari`` is the SHA-256 of the bytes that the PDF shows, where a person had edited the letter.
    """

    berkas: str
    sha256: Sha256
    sidik: Sha256
    pdf: Sha256 | None
    pdf_dari: NotRequired[Sha256]


class ManifesSuratRecord(TypedDict):
    """zi.manifes-surat/1: the letters of a folder by kind and satker."""

    skema: Literal["zi.manifes-surat/1"]
    surat: dict[str, SuratTertulisRecord]


class CatatanSuratRecord(TypedDict):
    """A line of the journal of such a run: a letter about to be written (null: not written), its rows of the audit."""

    kunci: str
    surat: SuratTertulisRecord | None
    jejak: list[list[str]]


KeadaanSurat = Literal[
    "ditulis", "diperbarui", "tetap", "disunting", "sudah ada", "terkirim", "menunggu nomor", "belum siap", "gagal",
    "belum dikerjakan",
]  # fmt: skip


class SuratJatuhRecord(TypedDict):
    """One letter that is due, and where it stands."""

    jenis: str
    jalur: Annotated[Literal["tpn", "tpm"], Meta(description="tpm: surat atas hasil evaluasi TPM.")]
    satker: Annotated[list[str], Meta(description="Nama satker; kosong untuk surat yang memuat semua satker.")]
    kode: Annotated[str | None, Meta(description="Kode satker; null untuk surat yang memuat semua satker.")]
    nomor: str | None
    tanggal: Annotated[str | None, Meta(description="Tanggal surat, TTTT-BB-HH.")]
    keadaan: KeadaanSurat
    kurang: Annotated[str | None, Meta(description="Satu hal yang masih kurang; null bila tidak ada.")]
    sel: Annotated[str | None, Meta(description="Baris surat ini di lembar Surat.")]
    berkas: str | None
    pdf: str | None
    sha256: Annotated[Sha256 | None, Meta(description="SHA-256 berkas DOCX sebagaimana ditulis program.")]
    temuan: list[TemuanRecord]


class SuratSemuaRecord(TypedDict):
    """Every letter that is due in a folder."""

    skema: Literal["zi.surat-semua/1"]
    program: Program
    folder: str
    keluaran: str
    tanggal: Annotated[str, Meta(description="Tanggal pengajuan yang dipakai memeriksa syarat, TTTT-BB-HH.")]
    jumlah: dict[str, Count]
    surat: list[SuratJatuhRecord]
    temuan: list[TemuanRecord]


class SuratPeriksaRecord(TypedDict):
    """A template that was looked at."""

    skema: Literal["zi.surat-periksa/1"]
    program: Program
    templat: str
    jenis: str
    temuan: list[TemuanRecord]
