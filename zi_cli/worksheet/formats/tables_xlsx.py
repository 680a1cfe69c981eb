"""Tables, pivot tables and notes of an .xlsx sheet: where they may change or cover what its cells show."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zi_cli.worksheet.formats.attribute_values import truth, whole_number
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import Damaged, parse_xml
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, MC, Relation, read_xml
from zi_cli.worksheet.formats.ranges_xlsx import ranges
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Color, Range, Rule, SheetView

_BUILT_IN_STYLE = re.compile(r"(?i)TableStyle(Light|Medium|Dark)([0-9]{1,2})")
#: How the grounds of the usual styles are tinted: of rows, by family; of the first row, the last, and columns at the
#: sides. Names of theme colours: text and ground, then the accents.
_ROW_TINTS = {"light": ("0.8",), "medium": ("0.8", "0.6"), "dark": ("0", "-0.25")}
_EDGES = ("0", "-0.5")
_INK, _BACKGROUND, _ACCENT = "1", "0", 3


def read_surroundings(
    container: Container,
    relations: Mapping[str, Relation],
    view: SheetView,
    styles: Mapping[str, Sequence[str]],
) -> Iterator[Rule]:
    """What the parts that a sheet part leads to by *relations* may change in how its cells look.

    *view* names its drawings and tables, *styles* the differential formats of the workbook's own table styles.
    Raises ``Damaged`` for a part that is no XML, or is said to be of another kind.
    """
    if any(relations[i].jenis != "table" for i in view.tabel if i in relations):
        # Some programs go by what it is said to be, others by what leads to it.
        raise Damaged("tabelnya disebut sebagai jenis lain")
    kinds = {r.jenis for r in relations.values()}
    if "comments" in kinds and not any(i in relations and relations[i].jenis == "vmlDrawing" for i in view.gambar):
        # Notes without a drawing of theirs are always shown by some program, beside their cells.
        yield Rule((EVERYTHING,), tanpa_nilai=True, sebab="catatan yang selalu tampil")
    if not kinds.isdisjoint(("queryTable", "tableSingleCells")):
        yield Rule((EVERYTHING,), tanpa_nilai=True, sebab="data dari luar yang dimuat ulang")
    for target in relations.values():
        if target.bagian is None or target.bagian not in container:
            continue
        if target.jenis == "table":
            yield from _table(read_xml(container, target.bagian), styles)
        elif target.jenis == "pivotTable":
            for location in _attributes(read_xml(container, target.bagian)).get("location", ()):
                yield Rule((*ranges(location.get("ref", "")),), tanpa_nilai=True, sebab="tabel pivot")


def _attributes(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The attributes of the root of a part and of the elements in it, by name; of all versions that it is for."""
    results: dict[str, list[dict[str, str]]] = {}
    jalur: list[str] = []

    def begin(element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if space == MC:
            return
        jalur.append(name)
        if space in MAIN_NS and len(jalur) < 3:
            results.setdefault(name, []).append(attributes)

    def end(element: str) -> None:
        if not element.startswith(f"{MC} "):
            jalur.pop()

    parse_xml(content, begin, end, lambda _: None, ruang_nama=True)
    return results


def _table(content: bytes, styles: Mapping[str, Sequence[str]]) -> Iterator[Rule]:
    attributes = _attributes(content)
    table = attributes.get("table", [{}])[0]
    regions = ranges(table.get("ref", ""))
    if table.get("tableType", "worksheet") != "worksheet":
        yield Rule((*regions,), tanpa_nilai=True, sebab="data dari luar yang dimuat ulang")
    if content.find(b"DxfId") >= 0 and regions:
        yield from _formats(content, regions[0], int(whole_number(table.get("headerRowCount", "1")) != 0))
    for one in attributes.get("autoFilter", ()):
        yield Rule((*((a, b, a, d) for a, b, _, d in ranges(one.get("ref", ""))),), tombol=True)
    for info in attributes.get("tableStyleInfo", ()):
        yield from _styled(table, info, regions, styles)


def _styled(
    table: Mapping[str, str], info: Mapping[str, str], regions: list[Range], styles: Mapping[str, Sequence[str]]
) -> Iterator[Rule]:
    """What the style of a table may do to what the table holds."""
    name = info.get("name", "")
    default = _BUILT_IN_STYLE.fullmatch(name)
    # Names of styles are the same in letters of either size.
    own = [dxf for n, every in styles.items() if n.casefold() == name.casefold() for dxf in every]
    if own:
        for dxf in own:
            yield Rule((*regions,), dxf, sebab="gaya tabelnya")
    elif default is not None and regions:
        family, number = default[1].lower(), int(default[2])
        a, b, c, d = regions[0]
        border = [(a, b, a, d)] if whole_number(table.get("headerRowCount", "1")) != 0 else []
        border += [(c, b, c, d)] if whole_number(table.get("totalsRowCount", "0")) != 0 else []
        border += [(a, b, c, b)] if truth(info.get("showFirstColumn")) else []
        border += [(a, d, c, d)] if truth(info.get("showLastColumn")) else []
        row, di_tepi = _grounds(family, number)
        yield Rule(tuple(regions), warna=row, sebab="gaya tabelnya", tabel=True)
        yield Rule(tuple(border), warna=di_tepi, sebab="gaya tabelnya", tabel=True)


def _formats(content: bytes, region: Range, header: int) -> Iterator[Rule]:
    """The formats that a table, or one of its columns, gives to its first row, its data and its last row."""
    a, b, c, d = region
    rows = {"headerRowDxfId": (a, a), "dataDxfId": (a + header, c), "totalsRowDxfId": (c, c)}
    results: list[Rule] = []
    column = b - 1

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal column
        space, _, name = element.rpartition(" ")
        if space not in MAIN_NS:
            return
        column += name == "tableColumn"
        dari, ke = (column, column) if name == "tableColumn" else (b, d)
        for trait, (upper, lower) in rows.items():
            if trait in attributes and name in ("table", "tableColumn"):
                results.append(Rule(((upper, dari, lower, ke),), attributes[trait], sebab="format tabelnya"))

    parse_xml(content, begin, lambda _: None, lambda _: None, ruang_nama=True)
    yield from results


def _grounds(family: str, number: int) -> tuple[tuple[Color, ...], tuple[Color, ...]]:
    """The grounds that a usual style may give to rows, and to what stands at the edges of a table."""
    berpasangan = family == "dark" and number > 7
    ordered = (number - 8) * 2 - 1 if berpasangan else (number - 1) % 7
    bases = [_INK if ordered <= 0 else str(_ACCENT + ordered)]
    tint = _ROW_TINTS["medium" if berpasangan else family]
    if bases == [_INK]:
        # Of the colour of texts no share is white, but greys are.
        rows = [_color(_BACKGROUND, t) for t in ("-0.15", "-0.35")] if tint != _ROW_TINTS["dark"] else []
        rows += [_color(_INK, t) for t in ("0.45", "0.25")] if family == "dark" and not berpasangan else []
    else:
        rows = [_color(bases[0], t) for t in tint]
    if berpasangan and ordered > 0:
        bases.append(str(_ACCENT + ordered + 1))
    if family == "dark":
        bases.append(_INK)
    return tuple(rows), tuple(_color(w, t) for w in bases for t in _EDGES)


def _color(theme: str, tint: str) -> Color:
    return (("theme", theme), ("tint", tint))
