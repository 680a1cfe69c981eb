"""Tables, pivot tables and notes of an .xlsx sheet: where they may change or cover what its cells show."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import UTAMA, Relation, read_xml
from zi_cli.worksheet.formats.sheet_view import SELURUHNYA, Color, Range, Rule
from zi_cli.worksheet.formats.view_xlsx import ranges

_BAWAAN = re.compile(r"(?i)TableStyle(Light|Medium|Dark)([0-9]{1,2})")
#: How the grounds of the usual styles are tinted: of rows, by family; of the first row, the last, and columns at the
#: sides. Names of theme colours: text and ground, then the accents.
_BARIS = {"light": ("0.8",), "medium": ("0.8", "0.6"), "dark": ("0", "-0.25")}
_TEPI = ("0", "-0.5")
_TEKS, _LATAR, _AKSEN = "1", "0", 3


def read_surroundings(
    wadah: Container, relasi: Mapping[str, Relation], gambar: Sequence[str], gaya: Mapping[str, Sequence[str]]
) -> Iterator[Rule]:
    """What the parts that a sheet part leads to by *relasi* may change in how its cells look.

    *gambar* are the relations of its drawings, *gaya* the differential formats of the workbook's own table styles.
    Raises ``Damaged`` for a part that is no XML.
    """
    jenis = {r.jenis for r in relasi.values()}
    if "comments" in jenis and not any(i in relasi and relasi[i].jenis == "vmlDrawing" for i in gambar):
        # Notes without a drawing of theirs are always shown by some program, beside their cells.
        yield Rule((SELURUHNYA,), tanpa_nilai=True, sebab="catatan yang selalu tampil")
    if not jenis.isdisjoint(("queryTable", "tableSingleCells")):
        yield Rule((SELURUHNYA,), tanpa_nilai=True, sebab="data dari luar yang dimuat ulang")
    for tujuan in relasi.values():
        if tujuan.bagian is None or tujuan.bagian not in wadah:
            continue
        if tujuan.jenis == "table":
            yield from _table(read_xml(wadah, tujuan.bagian), gaya)
        elif tujuan.jenis == "pivotTable":
            daerah = _attributes(read_xml(wadah, tujuan.bagian)).get("location", {}).get("ref", "")
            yield Rule((*ranges(daerah),), tanpa_nilai=True, sebab="tabel pivot")


def _attributes(isi: bytes) -> dict[str, dict[str, str]]:
    """The attributes of the root of a part and of the elements in it, by name, the first of each."""
    hasil: dict[str, dict[str, str]] = {}
    jalur: list[str] = []

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        ruang, _, nama = unsur.rpartition(" ")
        jalur.append(nama)
        if ruang in UTAMA and len(jalur) < 3:
            hasil.setdefault(nama, atribut)

    parse_xml(isi, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return hasil


def _table(isi: bytes, gaya: Mapping[str, Sequence[str]]) -> Iterator[Rule]:
    atribut = _attributes(isi)
    tabel, info = atribut.get("table", {}), atribut.get("tableStyleInfo", {})
    daerah = ranges(tabel.get("ref", ""))
    if tabel.get("tableType", "worksheet") != "worksheet":
        yield Rule((*daerah,), tanpa_nilai=True, sebab="data dari luar yang dimuat ulang")
    if isi.find(b"DxfId") >= 0 and daerah:
        yield from _formats(isi, daerah[0], int(tabel.get("headerRowCount", "1") != "0"))
    nama = info.get("name", "")
    bawaan = _BAWAAN.fullmatch(nama)
    if nama in gaya:
        for dxf in gaya[nama]:
            yield Rule((*daerah,), dxf, sebab="gaya tabelnya")
    elif bawaan is not None and daerah:
        keluarga, nomor = bawaan[1].lower(), int(bawaan[2])
        a, b, c, d = daerah[0]
        tepi = [(a, b, a, d)] if tabel.get("headerRowCount", "1") != "0" else []
        tepi += [(c, b, c, d)] if tabel.get("totalsRowCount", "0") != "0" else []
        tepi += [(a, b, c, b)] if info.get("showFirstColumn") in ("1", "true") else []
        tepi += [(a, d, c, d)] if info.get("showLastColumn") in ("1", "true") else []
        baris, di_tepi = _grounds(keluarga, nomor)
        yield Rule(tuple(daerah), warna=baris, sebab="gaya tabelnya", tabel=True)
        yield Rule(tuple(tepi), warna=di_tepi, sebab="gaya tabelnya", tabel=True)


def _formats(isi: bytes, daerah: Range, kepala: int) -> Iterator[Rule]:
    """The formats that a table, or one of its columns, gives to its first row, its data and its last row."""
    a, b, c, d = daerah
    baris = {"headerRowDxfId": (a, a), "dataDxfId": (a + kepala, c), "totalsRowDxfId": (c, c)}
    hasil: list[Rule] = []
    kolom = b - 1

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal kolom
        nama = unsur.rpartition(" ")[2]
        kolom += nama == "tableColumn"
        dari, ke = (kolom, kolom) if nama == "tableColumn" else (b, d)
        for sifat, (atas, bawah) in baris.items():
            if sifat in atribut and nama in ("table", "tableColumn"):
                hasil.append(Rule(((atas, dari, bawah, ke),), atribut[sifat], sebab="format tabelnya"))

    parse_xml(isi, begin, lambda _: None, lambda _: None, ruang_nama=True)
    yield from hasil


def _grounds(keluarga: str, nomor: int) -> tuple[tuple[Color, ...], tuple[Color, ...]]:
    """The grounds that a usual style may give to rows, and to what stands at the edges of a table."""
    berpasangan = keluarga == "dark" and nomor > 7
    urut = (nomor - 8) * 2 - 1 if berpasangan else (nomor - 1) % 7
    dasar = [_TEKS if urut <= 0 else str(_AKSEN + urut)]
    tint = _BARIS["medium" if berpasangan else keluarga]
    if dasar == [_TEKS]:
        # Of the colour of texts no share is white, but greys are.
        baris = [_color(_LATAR, t) for t in ("-0.15", "-0.35")] if tint != _BARIS["dark"] else []
        baris += [_color(_TEKS, t) for t in ("0.45", "0.25")] if keluarga == "dark" and not berpasangan else []
    else:
        baris = [_color(dasar[0], t) for t in tint]
    if berpasangan and urut > 0:
        dasar.append(str(_AKSEN + urut + 1))
    if keluarga == "dark":
        dasar.append(_TEKS)
    return tuple(baris), tuple(_color(w, t) for w in dasar for t in _TEPI)


def _color(tema: str, tint: str) -> Color:
    return (("theme", tema), ("tint", tint))
