"""How wide the columns and how high the rows of an .xlsx sheet are."""

from zi_cli.worksheet.formats.grid import BARIS_EMU, HURUF_EMU, KOLOM_EMU, POIN_EMU, Axis, Grid
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import UTAMA
from zi_cli.worksheet.formats.sheet_view import SheetView
from zi_cli.worksheet.formats.view_xlsx import size


def read_grid(isi: bytes, tampilan: SheetView) -> Grid:
    """The grid of a sheet part; columns as its set-up *tampilan* has them, rows from the part itself."""
    kolom = [(a, b, int(w * HURUF_EMU)) for a, b, w in tampilan.lebar]
    baris: list[tuple[int, int, int]] = []
    jalur: list[str] = []
    biasa = BARIS_EMU

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal biasa
        ruang, _, nama = unsur.rpartition(" ")
        jalur.append(nama if ruang in UTAMA else "")
        if jalur[1:] == ["sheetFormatPr"] and "defaultRowHeight" in atribut:
            biasa = int(size(atribut["defaultRowHeight"], 15.0) * POIN_EMU)
        elif jalur[1:] == ["sheetData", "row"] and ("ht" in atribut or "hidden" in atribut):
            nomor = atribut.get("r", "")
            if nomor.isascii() and nomor.isdigit():
                tinggi = 0.0 if atribut.get("hidden") in ("1", "true") else size(atribut.get("ht"), biasa / POIN_EMU)
                baris.append((int(nomor) - 1, int(nomor) - 1, int(tinggi * POIN_EMU)))

    parse_xml(isi, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    umum = KOLOM_EMU if tampilan.lebar_bawaan == SheetView().lebar_bawaan else int(tampilan.lebar_bawaan * HURUF_EMU)
    return Grid(Axis(umum, kolom), Axis(biasa, baris))
