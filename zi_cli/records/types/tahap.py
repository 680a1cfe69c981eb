"""zi.tindak-lanjut/1 and zi.tahap/1: what assessors noted and how far it was followed up; where every satker stands."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.follow_up import Status
from zi_cli.records.types.bukti import Quarter
from zi_cli.records.types.common import BerkasRecord, Count, Day, Program, TemuanRecord, Year


class ButirTindakLanjutRecord(TypedDict):
    """One note."""

    satker: str
    indikator: Annotated[str | None, Meta(description="Null: catatan umum, atau barisnya tidak dikenali.")]
    uraian: str
    sumber: str
    tahun: str | None
    catatan: str
    penanggung_jawab: str | None
    batas: Day | None
    hari_terlambat: Count
    status: Annotated[Status | None, Meta(description="Null: sel Status tidak terbaca; dihitung terbuka.")]
    bukti: str | None
    asal: str | None
    baru: Annotated[bool, Meta(description="Belum ada di lembar Tindak lanjut.")]


class TindakLanjutRecord(TypedDict):
    """The register of follow-up."""

    skema: Literal["zi.tindak-lanjut/1"]
    program: Program
    instrumen: str
    tanggal: Day
    daftar: BerkasRecord | None
    terbuka: Count
    terlambat: Count
    ditulis: Annotated[Count, Meta(description="Baris yang ditambahkan ke lembar Tindak lanjut (--tulis).")]
    butir: list[ButirTindakLanjutRecord]
    temuan: list[TemuanRecord]


class BuktiTahapRecord(TypedDict):
    """Where a proof stands."""

    berkas: str | None
    sel: str | None
    sha256: str | None


class TahapSatkerRecord(TypedDict):
    """One stage of one satker."""

    kode: str
    judul: str
    pelaku: str
    selesai: Annotated[bool | None, Meta(description="Null: belum diketahui; false: menurut penilai belum memenuhi.")]
    tanggal: Day | None
    batas: Day | None
    hari_terlambat: Count
    kurang: str | None
    bukti: list[BuktiTahapRecord]


class TerlambatRecord(TypedDict):
    """Something overdue beside the stage."""

    apa: str
    hari: Count


class KeadaanBuktiRecord(TypedDict):
    """The state of the evidence as ``zi bukti periksa --triwulan`` kept it last."""

    berkas: str
    tahun: Year | None
    triwulan: Quarter | None
    tanggal: Day | None
    lengkap: Annotated[bool | None, Meta(description="Null: belum dicatat, tidak terbaca, atau tidak berlaku lagi.")]
    temuan: TemuanRecord


class SatkerTahapRecord(TypedDict):
    """Where one satker stands."""

    kode: str | None
    nama: str
    kanwil: str | None
    usulan: Predikat | None
    kedudukan: Literal["berjalan", "dikembalikan", "selesai", "dicabut", "pemegang", "belum diketahui"]
    kini: Annotated[str | None, Meta(description="Kode tahap yang ditunggu; null bila semua selesai atau tidak ada.")]
    siapa: str | None
    kurang: str | None
    hari_terlambat: Count
    terlambat: list[TerlambatRecord]
    tahap: list[TahapSatkerRecord]
    temuan: list[TemuanRecord]
    keadaan_bukti: Annotated[KeadaanBuktiRecord | None, Meta(description="Null: tidak ada folder buktinya.")]


class TahapRecord(TypedDict):
    """The stages of all satker on a day."""

    skema: Literal["zi.tahap/1"]
    program: Program
    instrumen: str
    tanggal: Day
    tahun: int
    daftar: BerkasRecord | None
    satker: list[SatkerTahapRecord]


class TriwulanRecord(TypedDict):
    """A quarter and its days."""

    tahun: int
    nomor: Quarter
    awal: Day
    akhir: Day


class SatkerTriwulanRecord(TypedDict):
    """One satker in the quarterly report."""

    kode: str | None
    nama: str
    kanwil: str | None
    usulan: str | None
    predikat: str | None
    ipk: Annotated[float | None, Meta(description="Skala 4; null bila tidak ada di LKE.")]
    ikm: Annotated[float | None, Meta(description="Skala 4; null bila tidak ada di LKE.")]
    tlhp: str
    data_dukung: str
    bukti: str
    pembinaan: Count


class TahapTriwulanRecord(TypedDict):
    """The quarterly report of a Kanwil or a Unit Eselon I."""

    skema: Literal["zi.tahap-triwulan/1"]
    program: Program
    instrumen: str
    daftar: BerkasRecord | None
    unit: str
    triwulan: TriwulanRecord
    satker: list[SatkerTriwulanRecord]
    lembar: Annotated[
        dict[str, list[dict[str, str | bool | None]]],
        Meta(description="Baris tiap lembar dalam triwulan itu, menurut judul kolomnya; tanggal YYYY-MM-DD."),
    ]
    temuan: list[TemuanRecord]
