"""From a template and its fields to the bytes of a DOCX: sandboxed, and the same bytes every time."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from typing import Any
from xml.sax.saxutils import escape as escape_xml

import docx
import docx.oxml.ns
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from zi_cli.outgoing import repacked
from zi_cli.surat.page_layout import bind_words, fill_logo, hold_signatures
from zi_cli.surat.sandbox import BLANK_END, BLANK_START, Gugus, LetterEnvironment
from zi_cli.surat.stamp import mark_draft, mark_forced
from zi_cli.text import clean_prose, excerpt

_W = docx.oxml.ns.nsmap["w"]
_RENDERED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_PROPERTY_LIMIT = 255
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FMTID_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What to render: fields, the letter's date, document properties and the audit page.

    ``sifat`` become custom document properties in their order, names being plain identifiers;
    ``halaman_audit`` are the label and value rows of an audit page added at the end (none when
    empty); ``logo`` replaces the placeholder picture. ``draf`` marks every page; ``paksa`` are the
    lines of the notice on page 1 (none when empty).
    """

    konteks: Mapping[str, Any]
    tanggal: date
    pembuat: str
    sifat: tuple[tuple[str, str], ...] = ()
    halaman_audit: tuple[tuple[str, str], ...] = ()
    logo: bytes | None = None
    draf: bool = False
    paksa: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HasilRender:
    """The DOCX and the fields that had no value (each shown as a yellow placeholder in it)."""

    docx: bytes
    kosong: tuple[str, ...] = field(default=())


def render(template: bytes, request: RenderRequest) -> HasilRender:
    """Fill *template*; equal input gives equal bytes.

    Raises jinja2 errors for a template that does not parse or that reaches outside its fields,
    :class:`lxml.etree.XMLSyntaxError` for one whose loops and conditions cut through paragraphs or rows.
    """
    lingkungan = LetterEnvironment()
    naskah = _Naskah(io.BytesIO(template))
    naskah.render(Gugus("", request.konteks), lingkungan)
    hold_signatures(naskah.docx.element.body)
    fill_logo(naskah.docx.part, request.logo)
    for root, part in _rendered_trees(naskah):
        bind_words(root)
        if lingkungan.kosong:
            _mark_blanks(root)
        if part is not None:
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if request.halaman_audit:
        _add_audit_page(naskah, request.halaman_audit)
    _fill_properties(naskah, request)
    penampung = io.BytesIO()
    naskah.docx.save(penampung)
    if request.draf or request.paksa:
        # Opened anew: docxtpl has put other parts in place of the headers that the document still refers to.
        d = docx.Document(penampung)
        if request.draf:
            mark_draft(d)
        if request.paksa:
            mark_forced(d, request.paksa)
        penampung = io.BytesIO()
        d.save(penampung)
    return HasilRender(repacked(penampung.getvalue()), tuple(lingkungan.kosong))


class _Naskah(DocxTemplate):  # type: ignore[misc]
    """docxtpl's template, with document properties treated as plain text."""

    def render_properties(self, context: dict[str, Any], jinja_env: LetterEnvironment | None = None) -> None:
        """Render the text properties in the same sandbox.

        Properties are set as text and escaped by the XML writer, so what autoescape added is
        taken off again: "A & B" must not become "A &amp; B". Placeholders lose their marks,
        and Word's limit of 255 characters is kept.
        """
        assert jinja_env is not None
        trait = self.docx.core_properties
        for name in _RENDERED_PROPERTIES:
            text = unescape(jinja_env.from_string(getattr(trait, name)).render(context))
            text = text.replace(BLANK_START, "[").replace(BLANK_END, "]").replace("\n", " ")
            setattr(trait, name, excerpt(text, _PROPERTY_LIMIT))

    def fix_tables(self, xml: str) -> Any:
        """Refuse a body that is no longer well-formed: docxtpl would drop what does not fit, in silence."""
        etree.fromstring(xml)
        tree = super().fix_tables(xml)
        for table in tree.iter(f"{{{_W}}}tbl"):
            _fit_columns(table)
        return tree


def _fit_columns(table: Any) -> None:
    """Give a table whose template repeats a column the widths of its cells, scaled to the width it had."""
    grids = table.findall(f"{{{_W}}}tblGrid/{{{_W}}}gridCol")
    rows = [r.findall(f"{{{_W}}}tc/{{{_W}}}tcPr/{{{_W}}}tcW") for r in table.findall(f"{{{_W}}}tr")]
    widths = [[int(w.get(f"{{{_W}}}w", "0")) for w in r] for r in rows]
    if not widths or len({tuple(r) for r in widths}) != 1 or len(widths[0]) != len(grids) or not sum(widths[0]):
        return
    initial = sum(float(k.get(f"{{{_W}}}w", "0")) for k in grids)
    times = min(1.0, initial / sum(widths[0]))
    for n, k in enumerate(grids):
        new = str(round(widths[0][n] * times))
        k.set(f"{{{_W}}}w", new)
        for r in rows:
            r[n].set(f"{{{_W}}}w", new)


def _rendered_trees(naskah: DocxTemplate) -> Iterable[tuple[Any, Part | None]]:
    """Rendered trees; with the part to write back to where python-docx does not do it itself."""
    yield naskah.docx.element.body, None
    for part in naskah.docx.part.package.iter_parts():
        if part.content_type == _FOOTNOTES and not isinstance(part, XmlPart):
            yield parse_xml(part.blob), part
        elif isinstance(part, XmlPart) and part.partname.startswith(("/word/header", "/word/footer")):
            yield part.element, None


def _mark_blanks(root: Any) -> None:
    """Split each run that holds a placeholder and give the placeholder a yellow highlight."""
    for t in list(root.iter(f"{{{_W}}}t")):
        if not t.text or BLANK_START not in t.text:
            continue
        run = t.getparent()
        pieces: list[tuple[str, bool]] = []
        for n, ruas in enumerate(t.text.split(BLANK_START)):
            empty, separate, rest = ruas.partition(BLANK_END)
            if n and separate:
                pieces += [(f"[{empty}]", True), (rest, False)]
            else:
                pieces.append((ruas, False))
        _split_run(run, t, [p for p in pieces if p[0]])


def _split_run(run: Any, t: Any, pieces: list[tuple[str, bool]]) -> None:
    trait = run.find(f"{{{_W}}}rPr")
    after = [e for e in t.itersiblings() if e.tag != trait]
    goal = run
    for i, (text, kuning) in enumerate(pieces):
        if i == 0:
            place = t
        else:
            new = etree.SubElement(run.getparent(), f"{{{_W}}}r")
            goal.addnext(new)
            if trait is not None:
                new.append(_copy(trait))
            place = etree.SubElement(new, f"{{{_W}}}t")
            goal = new
        place.text = text
        place.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if kuning:
            _highlight(goal)
        elif i and trait is not None:
            highlight = goal.find(f"{{{_W}}}rPr/{{{_W}}}highlight")
            if highlight is not None:
                highlight.getparent().remove(highlight)
    for e in after:
        goal.append(e)


def _copy(element: Any) -> Any:
    copy = parse_xml(etree.tostring(element))
    for highlight in copy.findall(f"{{{_W}}}highlight"):
        copy.remove(highlight)
    return copy


def _highlight(run: Any) -> None:
    run.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW


def _add_audit_page(naskah: DocxTemplate, content: tuple[tuple[str, str], ...]) -> None:
    """Add the page that says where the figures come from, in any template."""
    from docx.shared import Cm, Pt

    d = naskah.docx
    title = d.add_paragraph()
    title.paragraph_format.page_break_before = True
    run = title.add_run("CATATAN AUDIT")
    run.bold, run.font.size = True, Pt(10)
    table = d.add_table(0, 2)
    table.autofit = False
    widths = (4.2, 11.8)
    for column, cm in zip(table.columns, widths, strict=True):
        column.width = Cm(cm)
    for label, nilai in content:
        for cell, text, cm in zip(table.add_row().cells, (label, nilai), widths, strict=True):
            cell.width = Cm(cm)
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
            cell.paragraphs[0].add_run(text).font.size = Pt(7.5)


def _fill_properties(naskah: DocxTemplate, request: RenderRequest) -> None:
    """Dates from the letter, the program as author of the change, and the audit as custom properties."""
    core = naskah.docx.core_properties
    moment = datetime(request.tanggal.year, request.tanggal.month, request.tanggal.day)
    core.created = core.modified = moment
    core.last_modified_by, core.revision = request.pembuat, 1
    if not request.sifat:
        return
    item = "".join(
        f'<property fmtid="{_FMTID_CUSTOM}" pid="{n}" name="{name}">'
        f"<vt:lpwstr>{escape_xml(clean_prose(nilai))}</vt:lpwstr></property>"
        for n, (name, nilai) in enumerate(request.sifat, 2)
    )
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{item}</Properties>'
    ).encode()
    paket = naskah.docx.part.package
    for rel in paket.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            rel.target_part._blob = blob
            return
    paket.relate_to(
        Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob, paket), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES
    )
