"""What an Office package says about itself: relations between parts, and the list of sheets.

Everything here is read by an XML parser and followed as the packaging standard (ECMA-376 part 2) says:
the workbook is the one that the package names, wherever it lies.
"""

import re

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.attribute_values import truth, whole_number
from zi_cli.worksheet.formats.container import Container, part_key
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded, parse_xml, remembered
from zi_cli.worksheet.formats.windows import Window

MAIN_NS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_TYPES = (
    OFFICE_RELATION,
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
#: Kinds of relations that are followed; hyperlinks and the like lead anywhere.
_FOLLOWED = frozenset({"officeDocument", "worksheet", "sharedStrings", "styles", "theme", "drawing", "vmlDrawing"})
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PERCENT_CODE = rb"%([0-9A-Fa-f]{2})"


class Relation(NamedTuple):
    """A relation of a part: what kind of part it leads to, and which; None for one outside the file.

    ``luar`` is the address of what lies outside, as it is written; it is never followed.
    """

    jenis: str
    bagian: str | None
    luar: str | None = None


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    nama: str
    id_relasi: str
    keadaan: str


class WorkbookPart(NamedTuple):
    """What the workbook part says: its sheets in order, the epoch of its dates, whether it asks to be calculated.

    ``jendela`` are its windows; ``setampil``: formulas reckon with numbers as they are shown.
    """

    lembar: tuple[SheetEntry, ...]
    tarikh_1904: bool
    hitung_ulang: bool
    jendela: tuple[Window, ...] = ()
    setampil: bool = False


def main_part(container: Container) -> str | None:
    """The part that the package names as its document; None when it names none."""
    if "_rels/.rels" not in container:
        return None
    main = {r.bagian for r in read_relations(container, "").values() if r.jenis == "officeDocument"}
    if not main:
        return None
    if len(main) > 1 or None in main:
        raise Damaged("bagian _rels/.rels menunjuk lebih dari satu buku kerja, atau yang di luar berkas")
    return main.pop()


def read_relations(container: Container, source: str) -> dict[str, Relation]:
    """The relations of the part *source* ("" for the package) by Id; raises ``Damaged`` for an Id used twice."""
    map_, _, name = source.rpartition("/")
    part = f"{map_}/_rels/{name}.rels".lstrip("/")
    if source and part not in container:
        return {}
    every = _parse_relations(read_xml(container, part), part)
    # Most lead outside: the links of cells.
    return every | {
        id_: r._replace(bagian=_find_part(container, map_, r.bagian))
        for id_, r in every.items()
        if r.bagian is not None
    }


@remembered
def _parse_relations(content: bytes, part: str) -> dict[str, Relation]:
    """The relations by Id, their parts as they are written; "" for a kind that is none of the standard's."""
    relations: dict[str, Relation] = {}
    jalur: list[str] = []

    def begin(element: str, attributes: dict[str, str]) -> None:
        if len(jalur) == 0 and element != f"{_PACKAGE} Relationships":
            raise Damaged(f"bagian {part[:80]} bukan daftar relasi")
        jalur.append(element)
        if element != f"{_PACKAGE} Relationship" or len(jalur) != 2:
            return
        id_, target = attributes.get("Id", ""), attributes.get("Target", "")
        if id_ in relations:
            raise Damaged(f"bagian {part[:80]}: relasi {id_[:20]} ada dua kali")
        space, _, kind = attributes.get("Type", "").rpartition("/")
        outside = attributes.get("TargetMode", "Internal") != "Internal"
        if not outside and kind in _FOLLOWED and ("\\" in target or "#" in target):
            # A slash to some programs, a letter to others; and what a place within a part is, nobody says.
            raise Damaged(f"relasi ke {target[:80]} dapat dibaca dua cara")
        kind = kind if space in _RELATION_TYPES else ""
        relations[id_] = Relation(kind, None, target) if outside else Relation(kind, target)

    parse_xml(content, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return relations


def related(relations: dict[str, Relation], kind: str) -> str | None:
    """The one part of that kind, None when there is none; raises ``Damaged`` for more than one."""
    every = {r.bagian for r in relations.values() if r.jenis == kind}
    if len(every) > 1 or every == {None}:
        raise Damaged(f"buku kerja menunjuk lebih dari satu bagian {kind}, atau yang di luar berkas")
    return every.pop() if every else None


def _find_part(container: Container, map_: str, target: str) -> str:
    """The part that *target* names, seen from the folder *map_*, in the spelling the container has."""
    raw = target
    writings = [raw]
    if "%" in raw:
        octets = re.sub(_PERCENT_CODE, lambda m: bytes((int(m[1], 16),)), raw.encode())
        writings.append(octets.decode("utf-8", "replace"))
    present: set[str] = set()
    for t in writings:
        steps: list[str] = [] if t.startswith("/") or not map_ else map_.split("/")
        for part in t.split("/"):
            if part == "..":
                del steps[-1:]
            elif part not in ("", "."):
                steps.append(part)
        present.add(part_key("/".join(steps)))
    found = {b for b in present if b in container}
    if len(found) > 1:
        raise Damaged(f"relasi ke {target[:80]} dapat dibaca dua cara")
    return (found or present).pop()


def read_workbook(container: Container, part: str) -> WorkbookPart:
    """Parse the workbook part; raises ``Damaged`` for one that could be read in two ways."""
    return _parse_workbook(read_xml(container, part), part)


@remembered
def _parse_workbook(content: bytes, part: str) -> WorkbookPart:
    sheets: list[SheetEntry] = []
    once: dict[str, dict[str, str]] = {}
    windows: list[Window] = []
    jalur: list[str] = []

    def begin(element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        jalur.append(name if space in MAIN_NS else f"lain: {name}")
        if len(jalur) == 1 and jalur != ["workbook"]:
            raise Damaged(f"bagian {part[:80]} bukan buku kerja")
        if jalur[-1] in ("sheets", "workbookPr", "calcPr"):
            if len(jalur) != 2 or name in once:
                raise Damaged(f"bagian {part[:80]}: {name} ada dua kali, atau tidak di tempatnya")
            once[name] = attributes
        elif jalur[-1] == "workbookView":
            windows.append(_window(attributes))
        elif jalur[-1] == "sheet":
            if jalur != ["workbook", "sheets", "sheet"]:
                raise Damaged(f"bagian {part[:80]}: lembar tidak di tempatnya")
            id_ = [v for k, v in attributes.items() if k.rpartition(" ")[0] in _RELATION_TYPES and k.endswith(" id")]
            if len(id_) != 1 or "name" not in attributes:
                raise Damaged("lembar tanpa isi")
            sheets.append(SheetEntry(attributes["name"], id_[0], attributes.get("state", "visible")))

    parse_xml(content, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return WorkbookPart(
        tuple(sheets),
        truth(once.get("workbookPr", {}).get("date1904")),
        truth(once.get("calcPr", {}).get("fullCalcOnLoad")),
        tuple(windows),
        not truth(once.get("calcPr", {}).get("fullPrecision"), usual=True),
    )


def _window(attributes: dict[str, str]) -> Window:
    return Window(
        whole_number(attributes.get("activeTab", "0")),
        truth(attributes.get("showSheetTabs"), usual=True),
        attributes.get("visibility", "visible") == "visible",
    )


_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?s:.*?)\?>|<!--(?s:.*?)-->)*+<[A-Za-z_]")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")


def read_xml(container: Container, name: str) -> bytes:
    """A part that must be UTF-8 XML without a document type (entities are never expanded)."""
    content = container.read(name)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = _from_utf16(content, name)
    if content.find(b"\0") >= 0:
        raise Damaged(f"bagian {name[:80]} bukan XML UTF-8")
    password = _ENCODING.search(content[:400])
    if password is not None and password[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Damaged(f"bagian {name[:80]} bukan XML UTF-8")
    if not _PROLOG.match(content):
        # Nothing but a document type can stand there in sound XML.
        raise LimitExceeded(f"bagian {name[:80]} memuat deklarasi entitas, atau bukan XML")
    return content


def escape(text: str) -> str:
    """Text as XML content, or as the value of an attribute in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _from_utf16(content: bytes, name: str) -> bytes:
    """A part in the other encoding that packages allow (ECMA-376 part 2, 9.1.2), as UTF-8."""
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError:
        raise Damaged(f"bagian {name[:80]} bukan XML UTF-16") from None
    return re.sub(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["']UTF-16["']""", r"\1", text, flags=re.IGNORECASE).encode()
