"""Parts of .xlsx and .xlsm: which are read, what each must be, and the file rebuilt from them."""

from collections.abc import Iterator

from zi_cli.libraries.inflate import crc32
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.appearance_xlsx import Appearance, SheetSource
from zi_cli.worksheet.formats.cells_xlsx import SharedStrings, check_sheet
from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.limits import MAX_CELLS, Budget, Damaged, check_sheet_count
from zi_cli.worksheet.formats.package_xlsx import (
    MAIN_NS,
    OFFICE_RELATION,
    SheetEntry,
    WorkbookPart,
    escape,
    read_relations,
    read_workbook,
    read_xml,
    related,
)
from zi_cli.worksheet.formats.strict_xlsx import check_references, one_reading, one_text_reading
from zi_cli.worksheet.formats.styles_xlsx import STYLES_NONE, read_styles
from zi_cli.worksheet.formats.values_xlsx import plain_values
from zi_cli.worksheet.formats.windows import unreachable
from zi_cli.worksheet.model import NilaiSel

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"

# The two parts that only say where the workbook is; the rebuilt file has it at the usual place.
_FRAMES = tuple(
    (nama, isi, crc32(isi))
    for nama, isi in (
        (
            "[Content_Types].xml",
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
            b'"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
            b'main+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>',
        ),
    )
)

_STATES = ("visible", "hidden", "veryHidden")
_READ = frozenset({"worksheet", "sharedStrings", "styles"})


class PreparedWorkbook(NamedTuple):
    """A workbook ready to be read: its values, or its parts for the reading library; and by sheet what else is known.

    ``nilai`` has name and rows of each sheet where the library is not needed; ``tersembunyi`` are the hidden ones.
    ``rumus_kosong`` lists (one-based row, zero-based column) of formulas never calculated, for each sheet that
    the rebuilt file holds, in workbook order. ``lembar`` are those sheets by the name of their part; ``rupa``
    tells what their cells look like, ``tanpa_jalan`` which of them no window leads to.
    """

    bagian: list[tuple[str, bytes, int | None]]
    nilai: list[tuple[str, list[list[NilaiSel]]]] | None
    tersembunyi: frozenset[int]
    rumus_kosong: list[list[tuple[int, int]]]
    lembar: dict[str, bytes]
    jumlah_teks: int
    rupa: Appearance
    tanpa_jalan: frozenset[int]

    @property
    def data(self) -> bytes:
        """The file rebuilt for the reading library."""
        return assemble(self.bagian)

    def check_references(self) -> None:
        """Raise ``Damaged`` with part and cell when a cell refers to a shared text that is not there."""
        for name, content in self.lembar.items():
            check_references(content, name, self.jumlah_teks)


def prepare_xlsx(container: Container, workbook_name: str, measure: Budget) -> PreparedWorkbook:
    """Check every part the reading library will open; raise ``Damaged`` or ``LimitExceeded``.

    *workbook_name* is the workbook that the package names. The rebuilt file holds the worksheets alone, at the usual
    places and with relations written here, so the library can follow none but those followed here.
    """
    book = read_workbook(container, workbook_name)
    relations = read_relations(container, workbook_name)
    check_sheet_count(len(book.lembar))
    sheets: list[tuple[SheetEntry, str]] = []
    for entry in book.lembar:
        target = relations.get(entry.id_relasi)
        if target is None or target.bagian is None:
            raise Damaged("lembar tanpa isi")
        # Charts, dialogs and macro sheets hold no cells of a worksheet.
        if target.jenis == "worksheet":
            sheets.append((entry, target.bagian))
    if len({b for _, b in sheets}) < len(sheets):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    for r in relations.values():
        if r.jenis in _READ and r.bagian is not None and r.bagian.endswith(".bin"):
            # LibreOffice goes by the name and takes it for a binary part.
            raise Damaged(f"bagian {r.bagian[:80]} bernama biner di dalam buku kerja XML")
    parts: list[tuple[str, bytes, int | None]] = [*_FRAMES, *_index(book, [e for e, _ in sheets])]
    sheet_bytes = sum(container.size(b) for _, b in sheets if b in container)
    text, text_count, raw_text, one = SharedStrings(b"", sheet_bytes), 0, b"", None
    text_name = related(relations, "sharedStrings")
    if text_name is not None and text_name in container:
        raw = read_xml(container, text_name)
        one = one_text_reading(raw, text_name)
        text, text_count = SharedStrings(one.isi, sheet_bytes), one.jumlah
        raw_text = raw if one.beragam else b""
        parts.append((_TEXTS, text.isi, None))
    style = STYLES_NONE
    style_name, theme_name = related(relations, "styles"), related(relations, "theme")
    if style_name is not None and style_name in container:
        theme = container.read(theme_name) if theme_name is not None and theme_name in container else None
        style = read_styles(read_xml(container, style_name), theme, style_name)
        parts.append((_STYLES, style.isi, None))
    sources: list[SheetSource] = []
    empty: list[list[tuple[int, int]]] = []
    made: dict[str, bytes] = {}
    for i, (_, name) in enumerate(sheets, 1):
        if name not in container:
            raise Damaged(f"bagian {name[:80]} tidak ada")
        raw = read_xml(container, name)
        plain = one_reading(raw, name, text_count, cell_share=MAX_CELLS // len(sheets))
        sources.append(SheetSource(name, raw, plain))
        content, formula = check_sheet(plain, measure, text, book.hitung_ulang)
        empty.append(formula)
        made[name] = content
        parts.append((f"xl/worksheets/sheet{i}.xml", content, None))
    nama_lembar = [e.nama for e, _ in sheets]
    nilai = None
    if len({*nama_lembar}) == len(sheets) and all(e.keadaan in _STATES for e, _ in sheets):
        rows = plain_values([s.polos for s in sources], one, style)
        nilai = None if rows is None else [*zip(nama_lembar, rows, strict=True)]
    hidden = frozenset(i for i, (e, _) in enumerate(sheets) if e.keadaan != _STATES[0])
    look = Appearance(container, tuple(sources), style, text, raw_text)
    luput = unreachable(book.jendela, len(book.lembar))
    tanpa_jalan = frozenset(i for i, (e, _) in enumerate(sheets) if luput and book.lembar.index(e) in luput)
    return PreparedWorkbook(parts, nilai, hidden, empty, made, text_count, look, tanpa_jalan)


def _index(book: WorkbookPart, sheets: list[SheetEntry]) -> Iterator[tuple[str, bytes, int | None]]:
    """The workbook part and its relations, written anew for *sheets*."""
    daftar = "".join(
        f'<sheet name="{escape(e.nama)}" sheetId="{i}" state="{escape(e.keadaan)}" r:id="r{i}"/>'
        for i, e in enumerate(sheets, 1)
    )
    yield (
        _WORKBOOK,
        f'<workbook xmlns="{MAIN_NS[0]}" xmlns:r="{OFFICE_RELATION}"><workbookPr date1904="{int(book.tarikh_1904)}"/>'
        f"<sheets>{daftar}</sheets></workbook>".encode(),
        None,
    )
    kinds = [(f"r{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    kinds += [("t", "sharedStrings", "sharedStrings.xml"), ("g", "styles", "styles.xml")]
    relation = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE_RELATION}/{j}" Target="{target}"/>' for id_, j, target in kinds
    )
    paket = "http://schemas.openxmlformats.org/package/2006/relationships"
    yield _RELATIONS, f'<Relationships xmlns="{paket}">{relation}</Relationships>'.encode(), None
