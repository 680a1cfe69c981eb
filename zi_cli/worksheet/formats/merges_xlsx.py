"""Which sheets of an .xlsx or .xlsm are hidden, and which of their cells are merged."""

import re
from typing import NamedTuple

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import Budget, LimitExceeded, ribuan
from zi_cli.worksheet.formats.package_xlsx import main_part, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.plain_xlsx import column_number

#: Merged ranges of one workbook; a register has a few dozen.
_GABUNGAN = 20_000
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
)


class Merge(NamedTuple):
    """One merged range: one-based first and last row, zero-based first and last column."""

    baris: int
    baris_akhir: int
    kolom: int
    kolom_akhir: int


class SheetFacts(NamedTuple):
    """What the values of a sheet do not show."""

    tersembunyi: bool
    gabungan: tuple[Merge, ...]


def read_sheet_facts(data: bytes) -> dict[str, SheetFacts]:
    """The facts of every worksheet of the package *data*, by sheet name; {} for a workbook of another format.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    if not data.startswith(b"PK"):
        return {}
    wadah = Container(data, Budget())
    utama = main_part(wadah)
    if utama is None or utama.endswith(".bin"):
        return {}
    relasi = read_relations(wadah, utama)
    hasil: dict[str, SheetFacts] = {}
    for entri in read_workbook(wadah, utama).lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is None or tujuan.jenis != "worksheet" or tujuan.bagian is None:
            continue
        gabungan = tuple(
            Merge(int(b), int(d), column_number(a.decode()) - 1, column_number(c.decode()) - 1)
            for a, b, c, d in _MERGE.findall(read_xml(wadah, tujuan.bagian))
        )
        hasil[entri.nama] = SheetFacts(entri.keadaan != "visible", gabungan)
    if sum(len(f.gabungan) for f in hasil.values()) > _GABUNGAN:
        raise LimitExceeded(f"lebih dari {ribuan(_GABUNGAN)} sel gabungan")
    return hasil
