"""Tables of an .xlsx sheet: where they lie and which style they are in."""

from collections.abc import Iterator
from typing import NamedTuple

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import UTAMA, read_relations, read_xml
from zi_cli.worksheet.formats.view_xlsx import Range, ranges


class Table(NamedTuple):
    """One table: its ranges (one, if it says so soundly) and the name of its style, "" for none."""

    daerah: tuple[Range, ...]
    gaya: str


def read_tables(wadah: Container, lembar: str, id_relasi: tuple[str, ...]) -> Iterator[Table]:
    """The tables that the sheet part *lembar* names; raises ``Damaged`` for a part that is no XML."""
    relasi = read_relations(wadah, lembar)
    for id_ in id_relasi:
        tujuan = relasi.get(id_)
        bagian = tujuan.bagian if tujuan is not None and tujuan.jenis == "table" else None
        if bagian is not None and bagian in wadah:
            yield _table(read_xml(wadah, bagian))


def _table(isi: bytes) -> Table:
    daerah, gaya = "", ""
    jalur: list[str] = []

    def mulai(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal daerah, gaya
        ruang, _, nama = unsur.rpartition(" ")
        jalur.append(nama if ruang in UTAMA else "")
        if jalur == ["table"]:
            daerah = atribut.get("ref", "")
        elif jalur == ["table", "tableStyleInfo"]:
            gaya = atribut.get("name", "")

    parse_xml(isi, mulai, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return Table((*ranges(daerah),), gaya)
