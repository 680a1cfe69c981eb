"""Where the cells of a sheet lead when they are clicked: hyperlinks, and formulas of HYPERLINK; nothing is opened.

A cell may show other words than the address that it leads to ("klik di sini"), or even another address.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Formula, read_formulas
from zi_cli.worksheet.formats.limits import (
    BARIS,
    BARIS_EXCEL,
    KOLOM_EXCEL,
    PANJANG_TAUTAN,
    RENTANG,
    LimitExceeded,
    parse_xml,
    ribuan,
)
from zi_cli.worksheet.formats.package_xlsx import UTAMA, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.sheet_view import Place, Range
from zi_cli.worksheet.model import NilaiSel

_TAUTAN = frozenset(f"{ruang} hyperlink" for ruang in UTAMA)
_RENTANG = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_PANGGIL = re.compile(r"(?<![\w.])HYPERLINK\s*\(\s*", re.IGNORECASE)
#: A text, or a cell of the same sheet; in OpenDocument the latter stands in brackets.
_SUKU = re.compile(r'"((?:[^"]|"")*+)"|(\[?\.?)(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})\]?')

#: The value of a cell by its place.
ValueAt = Callable[[Place], NilaiSel]


class SheetLinks:
    """The addresses behind the cells of one sheet; "" is one that can't be told."""

    def __init__(self) -> None:
        self._sel: dict[Place, list[str]] = {}
        self._rentang: list[tuple[Range, str]] = []
        self._rumus: dict[Place, Formula] = {}

    def add(self, rentang: Range, alamat: str) -> None:
        """The cells of *rentang* lead to *alamat*; a place within the same workbook is no address."""
        if alamat.startswith("#"):
            return
        if len(alamat) > PANJANG_TAUTAN:
            raise LimitExceeded(f"alamat di balik sel lebih dari {ribuan(PANJANG_TAUTAN)} karakter")
        a, k, b, m = rentang
        if (a, k) == (b, m):
            self._sel.setdefault((a, k), []).append(alamat)
        else:
            self._rentang.append((rentang, alamat))
        if len(self._sel) > BARIS or len(self._rentang) > RENTANG:
            raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} rentang bertautan di satu lembar")

    def add_formula(self, tempat: Place, rumus: Formula) -> None:
        """The cell's formula, which may call HYPERLINK."""
        if _PANGGIL.search(rumus.teks):
            self._rumus[tempat] = rumus

    def at(self, tempat: Place, nilai: ValueAt) -> tuple[str, ...]:
        """The addresses behind one cell, each once, by the values of the sheet."""
        rumus = self._rumus.get(tempat)
        semua = [
            *self._sel.get(tempat, ()),
            *(t for (a, k, b, m), t in self._rentang if a <= tempat[0] <= b and k <= tempat[1] <= m),
            *(_called(rumus, tempat, nilai) if rumus is not None else ()),
        ]
        return tuple(dict.fromkeys(t for t in semua if not t.startswith("#")))


def values_of(baris: Sequence[Sequence[NilaiSel]]) -> ValueAt:
    """The values of a sheet's rows by place; "" outside of them."""

    def value(tempat: Place) -> NilaiSel:
        r, k = tempat
        return baris[r - 1][k] if 0 < r <= len(baris) and 0 <= k < len(baris[r - 1]) else ""

    return value


def _called(rumus: Formula, tempat: Place, nilai: ValueAt) -> Iterator[str]:
    """The first argument of every call of HYPERLINK: texts and cells joined by "&"; "" for anything else."""
    for m in _PANGGIL.finditer(rumus.teks):
        alamat, p = "", m.end()
        while (suku := _SUKU.match(rumus.teks, p)) is not None:
            if suku[1] is not None:
                alamat += suku[1].replace('""', '"')
            else:
                baris, kolom = int(suku[6]), column_number(suku[4].upper()) - 1
                baris += 0 if suku[5] else tempat[0] - rumus.asal[0]
                kolom += 0 if suku[3] else tempat[1] - rumus.asal[1]
                isi = nilai((baris, kolom))
                alamat += isi if isinstance(isi, str) else "\0"
            p = suku.end()
            sambung = re.compile(r"\s*&\s*").match(rumus.teks, p)
            if sambung is None or len(alamat) > PANJANG_TAUTAN:
                break
            p = sambung.end()
        selesai = re.compile(r"\s*[,;)]").match(rumus.teks, p) is not None
        alamat = alamat.strip()
        if selesai and "\0" not in alamat and len(alamat) <= PANJANG_TAUTAN:
            if alamat:
                yield alamat
        else:
            yield ""


def read_links_xlsx(data: bytes, wadah: Container, utama: str) -> list[SheetLinks]:
    """The links of each worksheet of the package, in order; raises ``Damaged`` or ``LimitExceeded``."""
    relasi, rumus = read_relations(wadah, utama), read_formulas(data).sel
    hasil = []
    for entri in read_workbook(wadah, utama).lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is not None and tujuan.jenis == "worksheet" and tujuan.bagian is not None:
            lembar = SheetLinks()
            _hyperlinks(wadah, tujuan.bagian, lembar)
            for tempat, satu in rumus.get(entri.nama, {}).items():
                lembar.add_formula(tempat, satu)
            hasil.append(lembar)
    return hasil


def _hyperlinks(wadah: Container, bagian: str, lembar: SheetLinks) -> None:
    """The elements ``hyperlink`` of a sheet; the address is that of a relation to what lies outside the file."""
    isi = read_xml(wadah, bagian)
    if b"hyperlink" not in isi:
        return
    relasi = read_relations(wadah, bagian)

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        daerah = cell_range(atribut.get("ref", "")) if unsur in _TAUTAN else None
        if daerah is None:
            return
        id_ = next((v for k, v in atribut.items() if k.endswith("/relationships id")), None)
        tujuan = relasi.get(id_) if id_ is not None else None
        tempat = f"#{atribut['location']}" if atribut.get("location") else ""
        if tujuan is not None and tujuan.luar is not None:
            lembar.add(daerah, tujuan.luar + tempat)
        elif tempat == "" or id_ is not None:
            lembar.add(daerah, "")

    parse_xml(isi, begin, lambda _: None, lambda _: None, ruang_nama=True)


def cell_range(teks: str) -> Range | None:
    """The range that *teks* names ("N5", "N5:O6"); None for no range."""
    m = _RENTANG.fullmatch(teks)
    if m is None:
        return None
    a, k = int(m[2]), column_number(m[1]) - 1
    b, n = (int(m[4]), column_number(m[3]) - 1) if m[3] else (a, k)
    return (a, k, b, n) if a <= b <= BARIS_EXCEL and k <= n < KOLOM_EXCEL else None
