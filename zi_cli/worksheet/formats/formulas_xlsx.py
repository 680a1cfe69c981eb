"""Formulas of .xlsx and .xlsm sheets, from the bytes of their parts and within the limits of every other part."""

import re
from collections.abc import Mapping
from html import unescape

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formula_ranges import spilled
from zi_cli.worksheet.formats.limits import RUMUS, Budget, LimitExceeded, parse_xml, ribuan
from zi_cli.worksheet.formats.package_xlsx import UTAMA, main_part, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.strict_xlsx import one_reading

#: Shared texts that cells may refer to; here their content is of no concern.
_TEKS_SEMUA = 10**7
_SEL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><f((?: [\w:.-]+="[^"<]*")*)(?:/>|>([^<]*)</f>)'
)  # fmt: skip
_ATRIBUT = re.compile(rb' (t|si|ref)="([\w:]*)"')
_NAMA = frozenset(f"{ruang} definedName" for ruang in UTAMA)

#: Place of a cell: one-based row, zero-based column.
Place = tuple[int, int]


class Formula(NamedTuple):
    """A formula (without "=") as it is written at ``asal``; a cell that shares it has its references shifted.

    ``teks`` is "" for one that can't be worked out: a data table. ``larik``: an array formula, which computes on ranges
    element by element; of one over several cells (``luas`` rows and columns) each shows its part, and none has its
    references shifted.
    """

    teks: str
    asal: Place
    larik: bool = False
    luas: tuple[int, int] = (1, 1)


class Formulas(NamedTuple):
    """The formulas of each sheet (``sel``), and what the workbook's defined names stand for (``nama``).

    A name is keyed by the sheet it is limited to ("" for all) and its upper-case letters. ``terbaca``: whether the
    format is one whose formulas are read.
    """

    sel: Mapping[str, Mapping[Place, Formula]]
    nama: Mapping[tuple[str, str], str]
    terbaca: bool = True

    def any(self) -> bool:
        """Whether any cell holds a formula."""
        return any(self.sel.values())


NO_FORMULAS = Formulas({}, {})
#: Of a workbook whose formulas are not read.
UNREAD_FORMULAS = Formulas({}, {}, False)


def read_formulas(data: bytes) -> Formulas:
    """The formulas of every worksheet of the package *data*; unread ones for a workbook of another format.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    wadah = Container(data, Budget())
    utama = main_part(wadah)
    if utama is None or utama.endswith(".bin"):
        return UNREAD_FORMULAS
    relasi = read_relations(wadah, utama)
    hasil: dict[str, dict[Place, Formula]] = {}
    lembar = read_workbook(wadah, utama).lembar
    for entri in lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is not None and tujuan.jenis == "worksheet" and tujuan.bagian is not None:
            isi = one_reading(read_xml(wadah, tujuan.bagian), tujuan.bagian, _TEKS_SEMUA, rumus=True).isi
            hasil[entri.nama] = _sheet_formulas(isi)
    if sum(map(len, hasil.values())) > RUMUS:
        raise LimitExceeded(f"lebih dari {ribuan(RUMUS)} rumus")
    return Formulas(hasil, _read_names(wadah, utama, [entri.nama for entri in lembar]))


def _read_names(wadah: Container, bagian: str, lembar: list[str]) -> dict[tuple[str, str], str]:
    """The workbook's defined names; of one that stands twice neither counts."""
    hasil: dict[tuple[str, str], str] = {}
    ganda: set[tuple[str, str]] = set()
    kini: list[str] | None = None
    kunci = ("", "")

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal kini, kunci
        if unsur in _NAMA:
            nomor = atribut.get("localSheetId", "")
            batas = lembar[int(nomor)] if nomor.isdecimal() and len(nomor) < 6 and int(nomor) < len(lembar) else ""
            kini, kunci = [], (batas, atribut.get("name", "").upper())

    def end(unsur: str) -> None:
        nonlocal kini
        if unsur in _NAMA and kini is not None:
            if kunci in hasil:
                ganda.add(kunci)
            hasil[kunci] = "".join(kini)
            kini = None

    parse_xml(read_xml(wadah, bagian), begin, end, lambda t: kini.append(t) if kini is not None else None,
              ruang_nama=True)  # fmt: skip
    return {k: v for k, v in hasil.items() if k not in ganda}


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
            larik = jenis == b"array"
            hasil[tempat] = Formula(_text(m[4] or b"") if larik or jenis == b"normal" else "", tempat, larik)
    # The last cell of a range is its lower right one.
    terentang = [*spilled(isi)] if hasil else []
    for (b, k), asal in terentang:
        if asal in hasil and hasil[asal].larik:
            hasil[asal] = hasil[asal]._replace(luas=(b - asal[0] + 1, k - asal[1] + 1))
    for tempat, asal in terentang:
        hasil.setdefault(tempat, hasil.get(asal, Formula("", tempat)))
    return hasil


def _text(mentah: bytes) -> str:
    return unescape(mentah.decode("utf-8", "replace")).strip()
