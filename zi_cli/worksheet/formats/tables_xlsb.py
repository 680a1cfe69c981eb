"""Tables, pivot tables and data from elsewhere beside a sheet of .xlsb: which cells they may fill or change."""

from collections.abc import Iterator, Mapping
from struct import unpack_from

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.looks import LOADED, NOTES, PIVOT, TABLE, dresses
from zi_cli.worksheet.formats.package_xlsx import Relation
from zi_cli.worksheet.formats.records_xlsb import one_range, records, wide_string
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_BEGIN_LIST, _BEGIN_LIST_COL, _STYLE_CLIENT, _SX_LOCATION = 343, 347, 513, 314
#: Where the differential formats stand in the head of a table and of one of its columns; none of one.
_TABLE_DXF, _COLUMN_DXF, _NONE = (36, 40, 44), (8, 12, 16), 0xFFFFFFFF


def surroundings(container: Container, relations: Mapping[str, Relation]) -> Iterator[tuple[Range, str]]:
    """The ranges that the parts a sheet leads to may fill or change, with what those are.

    Raises ``struct.error`` for a record that is cut short.
    """
    kinds = {r.jenis for r in relations.values()}
    if "comments" in kinds and "vmlDrawing" not in kinds:
        yield EVERYTHING, NOTES
    if not kinds.isdisjoint(("queryTable", "tableSingleCells")):
        yield EVERYTHING, LOADED
    for target in relations.values():
        if target.bagian is None or target.bagian not in container:
            continue
        if target.jenis == "table":
            yield from _table(container.read(target.bagian))
        elif target.jenis == "pivotTable":
            content = container.read(target.bagian)
            places = [start for kind, start, _ in records(content) if kind == _SX_LOCATION]
            yield from ((one_range(unpack_from("<IIII", content, p)), PIVOT) for p in places)


def _table(content: bytes) -> Iterator[tuple[Range, str]]:
    region, dressed = EVERYTHING, False
    for kind, start, end in records(content):
        if kind == _BEGIN_LIST:
            region = one_range(unpack_from("<IIII", content, start))
            if unpack_from("<I", content, start + 16)[0]:
                yield region, LOADED
        elif kind == _STYLE_CLIENT:
            dressed = dressed or dresses(wide_string(content, start + 2, end))
        if kind in (_BEGIN_LIST, _BEGIN_LIST_COL):
            places = _TABLE_DXF if kind == _BEGIN_LIST else _COLUMN_DXF
            dressed = dressed or any(unpack_from("<I", content, start + p)[0] != _NONE for p in places)
    if dressed:
        yield region, TABLE
