"""zi.init/1: a work folder that was prepared, and what became of a heap of worksheets."""

from typing import Literal, TypedDict

from zi_cli.records.types.common import BerkasRecord, Count, Program, TakTerbacaRecord


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
