"""Runs of shared texts in fonts of their own: which texts have any, and what their fonts are."""

from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import UTAMA
from zi_cli.worksheet.formats.palette_xlsx import FontElements, set_once


def read_runs(isi: bytes) -> dict[int, list[FontElements]]:
    """The fonts of the runs of each text of a shared strings part, by its number; of texts without any, nothing."""
    hasil: dict[int, list[FontElements]] = {}
    jalur: list[str] = []
    nomor = -1

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal nomor
        ruang, _, nama = unsur.rpartition(" ")
        jalur.append(nama if ruang in UTAMA else f"lain: {nama}")
        match jalur:
            case ["sst", "si"]:
                nomor += 1
            case ["sst", "si", "r", "rPr"]:
                hasil.setdefault(nomor, []).append({})
            case ["sst", "si", "r", "rPr", _]:
                set_once(hasil[nomor][-1], "name" if nama == "rFont" else nama, atribut)

    parse_xml(isi, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return hasil
