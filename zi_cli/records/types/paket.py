"""zi.paket/1, zi.paket-periksa/1, and the manifest inside a package."""

from typing import Literal, TypedDict

from zi_cli.records.types.common import Count, Program, Sha256, TemuanRecord, Year

KeadaanPotongan = Literal["ada", "belum ditandatangani", "ditolak", "belum ada"]


class PotonganRecord(TypedDict):
    """One file of a package."""

    jalur: str
    apa: str
    keadaan: KeadaanPotongan
    sha256: Sha256
    ukuran: Count


class PotonganKurangRecord(TypedDict):
    """A piece that is not as it must be."""

    apa: str
    keadaan: KeadaanPotongan
    sebab: str


class ManifesPaketRecord(TypedDict):
    """What a package holds."""

    skema: Literal["zi.manifes-paket/1"]
    program: Program
    satker: str
    kode: str | None
    tahun: Year
    draf: bool
    isi: list[PotonganRecord]
    kurang: list[PotonganKurangRecord]


class PaketSatkerRecord(TypedDict):
    """The package of one satker: where it is (null: not made), its archives, and what is missing."""

    satker: str
    kode: str | None
    folder: str | None
    arsip: list[str]
    kurang: list[PotonganKurangRecord]


class PaketRecord(TypedDict):
    """The packages of a folder."""

    skema: Literal["zi.paket/1"]
    program: Program
    draf: bool
    paket: list[PaketSatkerRecord]


class PaketPeriksaRecord(TypedDict):
    """A package that was looked at again."""

    skema: Literal["zi.paket-periksa/1"]
    program: Program
    paket: str
    satker: str | None
    draf: bool | None
    berkas: Count
    temuan: list[TemuanRecord]
