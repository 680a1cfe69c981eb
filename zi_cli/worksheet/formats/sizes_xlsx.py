"""How wide the columns and how high the rows of an .xlsx sheet are."""

from zi_cli.worksheet.formats.attribute_values import truth
from zi_cli.worksheet.formats.grid import COLUMN_EMU, LETTER_EMU, POIN_EMU, ROW_EMU, Axis, Grid
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS
from zi_cli.worksheet.formats.ranges_xlsx import size
from zi_cli.worksheet.formats.sheet_view import SheetView


def read_grid(content: bytes, appearance: SheetView) -> Grid:
    """The grid of a sheet part; columns as its set-up *appearance* has them, rows from the part itself."""
    columns = [(a, b, int(w * LETTER_EMU)) for a, b, w in appearance.lebar]
    rows: list[tuple[int, int, int]] = []
    jalur: list[str] = []
    ordinary = ROW_EMU

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal ordinary
        space, _, name = element.rpartition(" ")
        jalur.append(name if space in MAIN_NS else "")
        if jalur[1:] == ["sheetFormatPr"] and "defaultRowHeight" in attributes:
            ordinary = int(size(attributes["defaultRowHeight"], 15.0) * POIN_EMU)
        elif jalur[1:] == ["sheetData", "row"] and ("ht" in attributes or "hidden" in attributes):
            number = attributes.get("r", "")
            if number.isascii() and number.isdigit():
                height = 0.0 if truth(attributes.get("hidden")) else size(attributes.get("ht"), ordinary / POIN_EMU)
                rows.append((int(number) - 1, int(number) - 1, int(height * POIN_EMU)))

    parse_xml(content, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    common = (
        COLUMN_EMU if appearance.lebar_bawaan == SheetView().lebar_bawaan else int(appearance.lebar_bawaan * LETTER_EMU)
    )
    return Grid(Axis(common, columns), Axis(ordinary, rows))
