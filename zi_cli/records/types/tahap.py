"""zi.tindak-lanjut/1 and zi.tahap/1: what assessors noted and how far it was followed up; where every satker stands."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.pengajuan.follow_up import Status
from zi_cli.records.types.common import BerkasRecord, Count, Day, Program, TemuanRecord


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
