"""zi.portalrb/1 and zi.instrumen/1: what was exported for the portal, and its list held against the instrument."""

from typing import Literal, TypedDict

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import BerkasRecord, Count, Program, TemuanPerBerkasRecord, TemuanRecord, Year


class UnitRecord(TypedDict):
    """An exported unit and the worksheet behind it."""

    id: str
    nama: str
    usulan: Predikat
    berkas: BerkasRecord


class DitolakRecord(TypedDict):
    """A satker that was left out."""

    nama: str
    sebab: list[str]


class PortalrbRecord(TypedDict):
    """An export."""

    skema: Literal["zi.portalrb/1"]
    program: Program
    instrumen: str
    folder: str
    uji: bool
    unit: list[UnitRecord]
    ditolak: list[DitolakRecord]
    temuan: list[TemuanPerBerkasRecord]


class UnitTerlihatRecord(TypedDict):
    """A unit as the portal would see it: how many questions the unit and the TPI answered."""

    id: str
    nama: str
    usulan: str
    jawaban_unit: Count
    jawaban_tpi: Count
    temuan: list[TemuanRecord]


class PortalrbPeriksaRecord(TypedDict):
    """What an address serves."""

    skema: Literal["zi.portalrb-periksa/1"]
    program: Program
    instrumen: str
    alamat: str
    unit: list[UnitTerlihatRecord]
    temuan: list[TemuanRecord]


class PerbedaanRecord(TypedDict):
    """One difference between the portal's list and the instrument."""

    tempat: str
    apa: str
    portal: str | None
    instrumen: str | None
    menyentuh_nilai: bool


class InstrumenRecord(TypedDict):
    """The comparison of the two lists."""

    skema: Literal["zi.instrumen/1"]
    program: Program
    berkas: str
    tahun: Year
    instrumen: str
    sama: bool
    menyentuh_nilai: bool
    perbedaan: list[PerbedaanRecord]


class BukuRecord(TypedDict):
    """The workbook of one unit, and the worksheet behind it."""

    id: str
    nama: str
    usulan: Predikat
    berkas: BerkasRecord
    buku: BerkasRecord


class PortalrbBukuRecord(TypedDict):
    """Workbooks for the portal."""

    skema: Literal["zi.portalrb-buku/1"]
    program: Program
    instrumen: str
    folder: str
    buku: list[BukuRecord]
    ditolak: list[DitolakRecord]
    temuan: list[TemuanPerBerkasRecord]
