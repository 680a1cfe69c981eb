"""Formulas of .xlsx and .xlsm sheets, from the bytes of their parts and within the limits of every other part."""

import re
from collections.abc import Mapping
from html import unescape

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formula_ranges import spilled
from zi_cli.worksheet.formats.limits import MAX_FORMULAS, Budget, LimitExceeded, parse_xml
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, main_part, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.strict_xlsx import one_reading

#: Shared texts that cells may refer to; here their content is of no concern.
_MAX_TEXTS = 10**7
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><f((?: [\w:.-]+="[^"<]*")*)(?:/>|>([^<]*)</f>)'
)  # fmt: skip
_ATRIBUT = re.compile(rb' (t|si|ref)="([\w:]*)"')
_DEFINED_NAMES = frozenset(f"{ruang} definedName" for ruang in MAIN_NS)

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


_TRANSITION = rb"transitionEvaluation\s*=\s*(?![\"'](?:0|false)[\"'])"


class Formulas(NamedTuple):
    """The formulas of each sheet (``sel``), and what the workbook's defined names stand for (``nama``).

    A name is keyed by the sheet it is limited to ("" for all) and its upper-case letters. ``terbaca``: whether the
    format is one whose formulas are read. ``lain``: they follow other
    rules than those known here.
    """

    sel: Mapping[str, Mapping[Place, Formula]]
    nama: Mapping[tuple[str, str], str]
    terbaca: bool = True
    lain: bool = False

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
    container = Container(data, Budget())
    main = main_part(container)
    if main is None or main.endswith(".bin"):
        return UNREAD_FORMULAS
    relations = read_relations(container, main)
    results: dict[str, dict[Place, Formula]] = {}
    book = read_workbook(container, main)
    sheets, other = book.lembar, book.setampil
    for entry in sheets:
        target = relations.get(entry.id_relasi)
        if target is not None and target.jenis == "worksheet" and target.bagian is not None:
            raw = read_xml(container, target.bagian)
            # The rules of another program, of which each sheet says whether it follows them.
            other = other or re.search(_TRANSITION, raw) is not None
            content = one_reading(raw, target.bagian, _MAX_TEXTS, formula=True).isi
            results[entry.nama] = _sheet_formulas(content)
    if sum(map(len, results.values())) > MAX_FORMULAS:
        raise LimitExceeded(f"lebih dari {dotted(MAX_FORMULAS)} rumus")
    return Formulas(results, _read_names(container, main, [entry.nama for entry in sheets]), lain=other)


def _read_names(container: Container, part: str, sheets: list[str]) -> dict[tuple[str, str], str]:
    """The workbook's defined names; of one that stands twice neither counts."""
    results: dict[tuple[str, str], str] = {}
    duplicates: set[tuple[str, str]] = set()
    now: list[str] | None = None
    key = ("", "")

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal now, key
        if element in _DEFINED_NAMES:
            number = attributes.get("localSheetId", "")
            limit = sheets[int(number)] if number.isdecimal() and len(number) < 6 and int(number) < len(sheets) else ""
            now, key = [], (limit, attributes.get("name", "").upper())

    def end(element: str) -> None:
        nonlocal now
        if element in _DEFINED_NAMES and now is not None:
            if key in results:
                duplicates.add(key)
            results[key] = "".join(now)
            now = None

    parse_xml(read_xml(container, part), begin, end, lambda t: now.append(t) if now is not None else None,
              ruang_nama=True)  # fmt: skip
    return {k: v for k, v in results.items() if k not in duplicates}


def _sheet_formulas(content: bytes) -> dict[Place, Formula]:
    results: dict[Place, Formula] = {}
    shared: dict[bytes, Formula] = {}
    for m in _CELL.finditer(content):
        place = (int(m[2]), column_number(m[1].decode()) - 1)
        attributes = dict(_ATRIBUT.findall(m[3]))
        kind = attributes.get(b"t", b"normal")
        if kind == b"shared":
            number = attributes.get(b"si", b"")
            if m[4]:
                shared[number] = Formula(_text(m[4]), place)
            if number in shared:
                results[place] = shared[number]
        else:
            array = kind == b"array"
            results[place] = Formula(_text(m[4] or b"") if array or kind == b"normal" else "", place, array)
    # The last cell of a range is its lower right one.
    terentang = [*spilled(content)] if results else []
    for (b, k), origin in terentang:
        if origin in results and results[origin].larik:
            results[origin] = results[origin]._replace(luas=(b - origin[0] + 1, k - origin[1] + 1))
    for place, origin in terentang:
        results.setdefault(place, results.get(origin, Formula("", place)))
    return results


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace")).strip()
