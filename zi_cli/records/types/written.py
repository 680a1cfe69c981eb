"""What was written for people: zi.init/1, a work folder; zi.template/1, forms; zi.report/1, a page."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import BerkasRecord, Count, Program, Sha256, TakTerbacaRecord, TemuanRecord, Year


class BarisInitRecord(TypedDict):
    """A satker found: the cells prefilled, what has to be decided, its files, and whether it is a new row."""

    nama: str
    isi: dict[str, str]
    asal: dict[str, str]
    putuskan: list[str]
    berkas: list[BerkasRecord]
    baris_baru: bool


class SuratInitRecord(TypedDict):
    """A letter that is due and got a row of the sheet Surat; "semua" for one about all satker."""

    satker: str
    jenis: str
    jalur: Literal["tpn", "tpm"]


class PerubahanInitRecord(TypedDict):
    """What is different since the heap was looked at last."""

    baru: list[str]
    berubah: list[str]
    hilang: list[str]


class DitulisInitRecord(TypedDict):
    """A file of the folder, and whether it was written now."""

    berkas: str
    baru: bool


class InitRecord(TypedDict):
    """A folder that was prepared; without --dari no satker."""

    skema: Literal["zi.init/1"]
    program: Program
    daftar: str
    daftar_baru: bool
    satker: list[BarisInitRecord]
    surat: list[SuratInitRecord]
    perubahan: PerubahanInitRecord
    dilewati: dict[str, Count]
    gagal: list[TakTerbacaRecord]
    ditulis: list[DitulisInitRecord]


class ReportRecord(TypedDict):
    """One page, and what it is about."""

    skema: Literal["zi.report/1"]
    program: Program
    berkas: str
    sha256: Sha256
    bita: Count
    masukan: Annotated[str, Meta(description="LKE, folder, atau rekap yang dilaporkan.")]
    instrumen: str
    gagal: Annotated[Count, Meta(description="Banyaknya berkas di folder itu yang tidak terbaca.")]


class TakTerbawaRecord(TypedDict):
    """Something of the old worksheet that has no place in the form."""

    penilai: str | None
    sel: str
    indikator: str
    isi: str
    sebab: str


class TemplateRecord(TypedDict):
    """One form."""

    skema: Literal["zi.template/1"]
    program: Program
    berkas: str
    sha256: Sha256
    bentuk: Annotated[str, Meta(description="Tata letak: resmi atau portalrb.")]
    instrumen: str
    satker: str | None
    tahun: Year | None
    usulan: str | None
    asal: Annotated[str | None, Meta(description="LKE lama yang isinya dipindahkan; null bila kosong.")]
    terbawa: Annotated[Count, Meta(description="Banyaknya jawaban yang terbawa dari LKE lama.")]
    tidak_terbawa: list[TakTerbawaRecord]
    temuan: list[TemuanRecord]
