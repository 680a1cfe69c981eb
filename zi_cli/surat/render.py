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

from zi_cli.files import repacked
from zi_cli.surat.layout import bind_words, fill_logo, hold_signatures
from zi_cli.surat.sandbox import AKHIR_KOSONG, AWAL_KOSONG, Gugus, LetterEnvironment
from zi_cli.surat.stamp import mark_draft, mark_forced
from zi_cli.text import clean_prose, cuplik

_W = docx.oxml.ns.nsmap["w"]
_SIFAT_DIRENDER = ("author", "comments", "identifier", "language", "subject", "title")
_BATAS_SIFAT = 255
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FMTID_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_JENIS_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


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


def render(templat: bytes, permintaan: RenderRequest) -> HasilRender:
    """Fill *templat*; equal input gives equal bytes.

    Raises jinja2 errors for a template that does not parse or that reaches outside its fields,
    :class:`lxml.etree.XMLSyntaxError` for one whose loops and conditions cut through paragraphs or rows.
    """
    lingkungan = LetterEnvironment()
    naskah = _Naskah(io.BytesIO(templat))
    naskah.render(Gugus("", permintaan.konteks), lingkungan)
    hold_signatures(naskah.docx.element.body)
    fill_logo(naskah.docx.part, permintaan.logo)
    for akar, bagian in _pohon(naskah):
        bind_words(akar)
        if lingkungan.kosong:
            _mark_blanks(akar)
        if bagian is not None:
            bagian._blob = etree.tostring(akar, xml_declaration=True, encoding="UTF-8", standalone=True)
    if permintaan.halaman_audit:
        _add_audit_page(naskah, permintaan.halaman_audit)
    _fill_properties(naskah, permintaan)
    penampung = io.BytesIO()
    naskah.docx.save(penampung)
    if permintaan.draf or permintaan.paksa:
        # Opened anew: docxtpl has put other parts in place of the headers that the document still refers to.
        d = docx.Document(penampung)
        if permintaan.draf:
            mark_draft(d)
        if permintaan.paksa:
            mark_forced(d, permintaan.paksa)
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
        sifat = self.docx.core_properties
        for nama in _SIFAT_DIRENDER:
            teks = unescape(jinja_env.from_string(getattr(sifat, nama)).render(context))
            teks = teks.replace(AWAL_KOSONG, "[").replace(AKHIR_KOSONG, "]").replace("\n", " ")
            setattr(sifat, nama, cuplik(teks, _BATAS_SIFAT))

    def fix_tables(self, xml: str) -> Any:
        """Refuse a body that is no longer well-formed: docxtpl would drop what does not fit, in silence."""
        etree.fromstring(xml)
        pohon = super().fix_tables(xml)
        for tabel in pohon.iter(f"{{{_W}}}tbl"):
            _fit_columns(tabel)
        return pohon


def _fit_columns(tabel: Any) -> None:
    """Give a table whose template repeats a column the widths of its cells, scaled to the width it had."""
    kisi = tabel.findall(f"{{{_W}}}tblGrid/{{{_W}}}gridCol")
    baris = [r.findall(f"{{{_W}}}tc/{{{_W}}}tcPr/{{{_W}}}tcW") for r in tabel.findall(f"{{{_W}}}tr")]
    lebar = [[int(w.get(f"{{{_W}}}w", "0")) for w in r] for r in baris]
    if not lebar or len({tuple(r) for r in lebar}) != 1 or len(lebar[0]) != len(kisi) or not sum(lebar[0]):
        return
    semula = sum(float(k.get(f"{{{_W}}}w", "0")) for k in kisi)
    kali = min(1.0, semula / sum(lebar[0]))
    for n, k in enumerate(kisi):
        baru = str(round(lebar[0][n] * kali))
        k.set(f"{{{_W}}}w", baru)
        for r in baris:
            r[n].set(f"{{{_W}}}w", baru)


def _pohon(naskah: DocxTemplate) -> Iterable[tuple[Any, Part | None]]:
    """Rendered trees; with the part to write back to where python-docx does not do it itself."""
    yield naskah.docx.element.body, None
    for bagian in naskah.docx.part.package.iter_parts():
        if bagian.content_type == _FOOTNOTES and not isinstance(bagian, XmlPart):
            yield parse_xml(bagian.blob), bagian
        elif isinstance(bagian, XmlPart) and bagian.partname.startswith(("/word/header", "/word/footer")):
            yield bagian.element, None


def _mark_blanks(akar: Any) -> None:
    """Split each run that holds a placeholder and give the placeholder a yellow highlight."""
    for t in list(akar.iter(f"{{{_W}}}t")):
        if not t.text or AWAL_KOSONG not in t.text:
            continue
        lari = t.getparent()
        potongan: list[tuple[str, bool]] = []
        for n, ruas in enumerate(t.text.split(AWAL_KOSONG)):
            kosong, pisah, sisa = ruas.partition(AKHIR_KOSONG)
            if n and pisah:
                potongan += [(f"[{kosong}]", True), (sisa, False)]
            else:
                potongan.append((ruas, False))
        _split_run(lari, t, [p for p in potongan if p[0]])


def _split_run(lari: Any, t: Any, potongan: list[tuple[str, bool]]) -> None:
    sifat = lari.find(f"{{{_W}}}rPr")
    sesudah = [e for e in t.itersiblings() if e.tag != sifat]
    sasaran = lari
    for i, (teks, kuning) in enumerate(potongan):
        if i == 0:
            tempat = t
        else:
            baru = etree.SubElement(lari.getparent(), f"{{{_W}}}r")
            sasaran.addnext(baru)
            if sifat is not None:
                baru.append(_copy(sifat))
            tempat = etree.SubElement(baru, f"{{{_W}}}t")
            sasaran = baru
        tempat.text = teks
        tempat.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if kuning:
            _highlight(sasaran)
        elif i and sifat is not None:
            sorot = sasaran.find(f"{{{_W}}}rPr/{{{_W}}}highlight")
            if sorot is not None:
                sorot.getparent().remove(sorot)
    for e in sesudah:
        sasaran.append(e)


def _copy(elemen: Any) -> Any:
    salinan = parse_xml(etree.tostring(elemen))
    for sorot in salinan.findall(f"{{{_W}}}highlight"):
        salinan.remove(sorot)
    return salinan


def _highlight(lari: Any) -> None:
    lari.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW


def _add_audit_page(naskah: DocxTemplate, isi: tuple[tuple[str, str], ...]) -> None:
    """Add the page that says where the figures come from, in any template."""
    from docx.shared import Cm, Pt

    d = naskah.docx
    judul = d.add_paragraph()
    judul.paragraph_format.page_break_before = True
    lari = judul.add_run("CATATAN AUDIT")
    lari.bold, lari.font.size = True, Pt(10)
    tabel = d.add_table(0, 2)
    tabel.autofit = False
    lebar = (4.2, 11.8)
    for kolom, cm in zip(tabel.columns, lebar, strict=True):
        kolom.width = Cm(cm)
    for label, nilai in isi:
        for sel, teks, cm in zip(tabel.add_row().cells, (label, nilai), lebar, strict=True):
            sel.width = Cm(cm)
            sel.paragraphs[0].paragraph_format.space_after = Pt(3)
            sel.paragraphs[0].add_run(teks).font.size = Pt(7.5)


def _fill_properties(naskah: DocxTemplate, permintaan: RenderRequest) -> None:
    """Dates from the letter, the program as author of the change, and the audit as custom properties."""
    inti = naskah.docx.core_properties
    waktu = datetime(permintaan.tanggal.year, permintaan.tanggal.month, permintaan.tanggal.day)
    inti.created = inti.modified = waktu
    inti.last_modified_by, inti.revision = permintaan.pembuat, 1
    if not permintaan.sifat:
        return
    butir = "".join(
        f'<property fmtid="{_FMTID_CUSTOM}" pid="{n}" name="{nama}">'
        f"<vt:lpwstr>{escape_xml(clean_prose(nilai))}</vt:lpwstr></property>"
        for n, (nama, nilai) in enumerate(permintaan.sifat, 2)
    )
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{butir}</Properties>'
    ).encode()
    paket = naskah.docx.part.package
    for rel in paket.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            rel.target_part._blob = blob
            return
    paket.relate_to(
        Part(PackURI("/docProps/custom.xml"), _JENIS_CUSTOM, blob, paket), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES
    )
