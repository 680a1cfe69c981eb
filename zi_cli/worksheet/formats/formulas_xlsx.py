"""Formulas of .xlsx and .xlsm sheets, from the bytes of their parts and within the limits of every other part."""

import re
from html import unescape
from typing import NamedTuple

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import RUMUS, Budget, LimitExceeded, ribuan
from zi_cli.worksheet.formats.package_xlsx import main_part, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.strict_xlsx import column_number, one_reading

#: Shared texts that cells may refer to; here their content is of no concern.
_TEKS_SEMUA = 10**7
_SEL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><f((?: [\w:.-]+="[^"<]*")*)(?:/>|>([^<]*)</f>)'
)  # fmt: skip
_ATRIBUT = re.compile(rb' (t|si)="(\w*)"')

#: Place of a cell: one-based row, zero-based column.
Place = tuple[int, int]


class Formula(NamedTuple):
    """A formula (without "=") as it is written at ``asal``; a cell that shares it has its references shifted.

    ``teks`` is "" for one that can't be worked out cell by cell: an array formula or a data table.
    """

    teks: str
    asal: Place


def read_formulas(data: bytes) -> dict[str, dict[Place, Formula]]:
    """The formulas of every worksheet of the package *data*, by sheet name; {} for a workbook of another format.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    wadah = Container(data, Budget())
    utama = main_part(wadah)
    if utama is None or utama.endswith(".bin"):
        return {}
    relasi = read_relations(wadah, utama)
    hasil: dict[str, dict[Place, Formula]] = {}
    for entri in read_workbook(wadah, utama).lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is not None and tujuan.jenis == "worksheet" and tujuan.bagian is not None:
            isi = one_reading(read_xml(wadah, tujuan.bagian), tujuan.bagian, _TEKS_SEMUA, rumus=True).isi
            hasil[entri.nama] = _sheet_formulas(isi)
    if sum(map(len, hasil.values())) > RUMUS:
        raise LimitExceeded(f"lebih dari {ribuan(RUMUS)} rumus")
    return hasil


def _sheet_formulas(isi: bytes) -> dict[Place, Formula]:
    hasil: dict[Place, Formula] = {}
    bersama: dict[bytes, Formula] = {}
    for m in _SEL.finditer(isi):
        tempat = (int(m[2]), column_number(m[1].decode()) - 1)
        atribut = dict(_ATRIBUT.findall(m[3]))
        jenis = atribut.get(b"t", b"normal")
        if jenis == b"shared":
            nomor = atribut.get(b"si", b"")
            if m[4]:
                bersama[nomor] = Formula(_text(m[4]), tempat)
            if nomor in bersama:
                hasil[tempat] = bersama[nomor]
        else:
            hasil[tempat] = Formula(_text(m[4] or b"") if jenis == b"normal" else "", tempat)
    return hasil


def _text(mentah: bytes) -> str:
    return unescape(mentah.decode("utf-8", "replace")).strip()
