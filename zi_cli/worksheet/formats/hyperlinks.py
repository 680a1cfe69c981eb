"""Where the cells of a workbook lead when they are clicked: hyperlinks behind a text; nothing is ever opened."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from zi_cli.findings.record import Sel
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Place, read_formulas
from zi_cli.worksheet.formats.limits import RENTANG, Budget, LimitExceeded, parse_xml, ribuan
from zi_cli.worksheet.formats.package_xlsx import (
    RELASI_KANTOR,
    UTAMA,
    external_targets,
    main_part,
    read_relations,
    read_workbook,
    read_xml,
)
from zi_cli.worksheet.formats.view_xlsx import ranges

_UNSUR = frozenset(f"{ruang} hyperlink" for ruang in UTAMA)
_RUMUS = re.compile(r'\s*\+?HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_TABEL = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEKS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_XLINK = "http://www.w3.org/1999/xlink"
#: Cells of one link that covers a range.
_SEL_SETAUTAN = 1000

#: The address behind a cell, by sheet and place.
Hyperlinks = Mapping[str, Mapping[Place, str]]
#: Of a workbook whose cells lead nowhere.
TANPA_TAUTAN: Hyperlinks = MappingProxyType({})


def read_hyperlinks(data: bytes) -> Hyperlinks:
    """The addresses outside the workbook behind the cells of .xlsx, .xlsm and .ods; none for other formats.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    wadah = Container(data, Budget())
    utama = main_part(wadah)
    if utama is None:
        return _of_ods(wadah.read("content.xml")) if "content.xml" in wadah else {}
    return {} if utama.endswith(".bin") else _of_xlsx(data, wadah, utama)


def address_behind(tautan: Hyperlinks, sel: Sel) -> str:
    """Where a cell leads, "" when nowhere."""
    return tautan.get(sel.lembar, {}).get((sel.baris, sel.kolom), "")


def _of_xlsx(data: bytes, wadah: Container, utama: str) -> dict[str, dict[Place, str]]:
    relasi = read_relations(wadah, utama)
    rumus = read_formulas(data).sel
    hasil: dict[str, dict[Place, str]] = {}
    for entri in read_workbook(wadah, utama).lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is None or tujuan.jenis != "worksheet" or tujuan.bagian is None:
            continue
        ada = {t: c[1].replace('""', '"') for t, f in rumus.get(entri.nama, {}).items() if (c := _RUMUS.match(f.teks))}
        luar = external_targets(wadah, tujuan.bagian, "hyperlink")
        ada |= dict(_clicked(read_xml(wadah, tujuan.bagian), luar)) if luar else {}
        _put(hasil, entri.nama, ada)
    return hasil


def _clicked(isi: bytes, luar: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    tautan: list[tuple[str, str]] = []

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        if unsur in _UNSUR:
            id_ = next((v for k, v in atribut.items() if k in (f"{RELASI_KANTOR} id", _ID_KETAT)), "")
            if id_ in luar:
                tautan.append((atribut.get("ref", ""), luar[id_]))

    parse_xml(isi, begin, lambda _: None, lambda _: None, ruang_nama=True)
    for rujukan, alamat in tautan:
        for a, b, c, d in ranges(rujukan):
            if (c - a + 1) * (d - b + 1) <= _SEL_SETAUTAN:
                yield from (((r, k), alamat) for r in range(a, c + 1) for k in range(b, d + 1))


_ID_KETAT = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def _of_ods(isi: bytes) -> dict[str, dict[Place, str]]:
    hasil: dict[str, dict[Place, str]] = {}
    ada: dict[Place, str] = {}
    lembar, baris, kolom, ulang_baris, ulang = "", 0, 0, 1, 1

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal lembar, baris, kolom, ulang_baris, ulang, ada
        if unsur == f"{_TABEL} table":
            lembar, baris, kolom, ulang_baris, ada = atribut.get(f"{_TABEL} name", ""), 0, 0, 1, {}
        elif unsur == f"{_TABEL} table-row":
            baris, kolom, ulang = baris + 1, -1, 1
            ulang_baris = _times(atribut.get(f"{_TABEL} number-rows-repeated"))
        elif unsur in (f"{_TABEL} table-cell", f"{_TABEL} covered-table-cell"):
            kolom, ulang = kolom + ulang, _times(atribut.get(f"{_TABEL} number-columns-repeated"))
        elif unsur == f"{_TEKS} a" and (alamat := atribut.get(f"{_XLINK} href", "")):
            ada.setdefault((baris, kolom), alamat)

    def end(unsur: str) -> None:
        nonlocal baris
        if unsur == f"{_TABEL} table-row":
            baris += ulang_baris - 1
        elif unsur == f"{_TABEL} table":
            _put(hasil, lembar, ada)

    parse_xml(isi, begin, end, lambda _: None, ruang_nama=True)
    return hasil


def _times(teks: str | None) -> int:
    return int(teks) if teks is not None and teks.isascii() and teks.isdigit() and len(teks) < 8 else 1


def _put(hasil: dict[str, dict[Place, str]], lembar: str, ada: dict[Place, str]) -> None:
    """Note the links of a sheet; one to a place in the same workbook leads to no document."""
    luar = {t: a.strip() for t, a in ada.items() if a.strip() and not a.startswith("#")}
    if sum(map(len, hasil.values())) + len(luar) > RENTANG:
        raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} tautan")
    if luar:
        hasil[lembar] = luar
