"""Runs of shared texts in fonts of their own: which texts have any, and what their fonts are."""

from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS
from zi_cli.worksheet.formats.palette_xlsx import FontElements, set_once


def read_runs(content: bytes) -> dict[int, list[FontElements]]:
    """The fonts of the runs of each text of a shared strings part, by its number; of texts without any, nothing."""
    results: dict[int, list[FontElements]] = {}
    jalur: list[str] = []
    number = -1

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal number
        space, _, name = element.rpartition(" ")
        jalur.append(name if space in MAIN_NS else f"lain: {name}")
        match jalur:
            case ["sst", "si"]:
                number += 1
            case ["sst", "si", "r", "rPr"]:
                results.setdefault(number, []).append({})
            case ["sst", "si", "r", "rPr", _]:
                set_once(results[number][-1], "name" if name == "rFont" else name, attributes)

    parse_xml(content, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return results
