"""A document as a Word file: headings, facts, lines and tables on numbered pages; equal content gives equal bytes."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zi_cli.files import OUR_MARK, repacked
from zi_cli.text import clean_prose
from zi_cli.version import PROGRAM
from zi_cli.views.document import Block, Fields, Heading, Lines
from zi_cli.views.table import Table, cell_text

_ABU = "D9E2EC"
#: A4 with the margins of an official report, in centimetres.
_LEBAR, _TINGGI, _TEPI = 21.0, 29.7, 2.5
#: Room that a column asks for at least, and for its text at most, in characters.
_SEMPIT, _LAPANG = 5, 60
#: Characters of a table that a centimetre holds; columns from which a table is too wide for an upright page.
_PER_CM, _MELEBAR = 82 / 16, 9


def render_word(judul: str, dokumen: Iterable[Block], tanggal: date) -> bytes:
    """*dokumen* under the title *judul*; *tanggal* is the date that the file's properties carry."""
    import docx

    d, isi = docx.Document(), list(dokumen)
    _set_page(d, melebar=any(isinstance(b, Table) and len(b.kolom) >= _MELEBAR for b in isi))
    p = d.add_paragraph(clean_prose(judul), style="Title")
    p.paragraph_format.keep_with_next = True
    for blok in isi:
        if isinstance(blok, Heading):
            d.add_heading(clean_prose(blok.teks), level=min(blok.tingkat, 3))
        elif isinstance(blok, Fields):
            _add_fields(d, blok)
        elif isinstance(blok, Lines):
            _add_lines(d, blok)
        else:
            _add_table(d, blok)
    waktu = datetime(tanggal.year, tanggal.month, tanggal.day)
    sifat = d.core_properties
    sifat.title, sifat.author, sifat.comments, sifat.language = clean_prose(judul)[:255], PROGRAM, "", "id-ID"
    sifat.category = OUR_MARK
    sifat.created = sifat.modified = waktu
    wadah = io.BytesIO()
    d.save(wadah)
    return repacked(wadah.getvalue())


def _set_page(d: Any, *, melebar: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    bagian = d.sections[0]
    lebar, tinggi = (_TINGGI, _LEBAR) if melebar else (_LEBAR, _TINGGI)
    bagian.page_width, bagian.page_height = Cm(lebar), Cm(tinggi)
    bagian.orientation = WD_ORIENT.LANDSCAPE if melebar else WD_ORIENT.PORTRAIT
    bagian.left_margin = bagian.right_margin = bagian.top_margin = bagian.bottom_margin = Cm(_TEPI)
    for nama, ukuran in (("Normal", 11), ("Title", 16), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        gaya = d.styles[nama]
        gaya.font.name, gaya.font.size = "Arial", Pt(ukuran)
        gaya.font.color.rgb = RGBColor(0, 0, 0)
        huruf = gaya.element.get_or_add_rPr().get_or_add_rFonts()
        for jenis in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            huruf.attrib.pop(qn(jenis), None)
    d.styles["Normal"].paragraph_format.space_after = Pt(6)
    judul = d.styles["Title"]
    judul.font.bold = True
    judul.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for garis in judul.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        garis.getparent().remove(garis)
    kaki = bagian.footer.paragraphs[0]
    kaki.alignment = WD_ALIGN_PARAGRAPH.CENTER
    kaki.add_run("Halaman ")
    _add_field(kaki, "PAGE")
    kaki.add_run(" dari ")
    _add_field(kaki, "NUMPAGES")


def _add_field(paragraf: Any, kode: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for jenis in ("begin", "", "end"):
        lari = paragraf.add_run()
        unsur = OxmlElement("w:fldChar" if jenis else "w:instrText")
        if jenis:
            unsur.set(qn("w:fldCharType"), jenis)
        else:
            unsur.text = f" {kode} "
        lari._r.append(unsur)


def _add_fields(d: Any, blok: Fields) -> None:
    tabel = _grid(d, [(k, clean_prose(v)) for k, v in blok.isi], style=None)
    for baris in tabel.rows:
        for lari in baris.cells[0].paragraphs[0].runs:
            lari.bold = True


def _add_lines(d: Any, blok: Lines) -> None:
    from docx.shared import Cm

    for b in blok.baris:
        p = d.add_paragraph(style="List Bullet" if b.butir else None)
        if b.tingkat:
            p.paragraph_format.left_indent = Cm(0.75 * b.tingkat)
        if b.label:
            p.add_run(f"{clean_prose(b.label)}: ").bold = True
        p.add_run(clean_prose(b.teks)).bold = b.tebal or None


def _add_table(d: Any, blok: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if blok.judul:
        p = d.add_paragraph()
        p.add_run(clean_prose(blok.judul)).bold = True
        p.paragraph_format.keep_with_next = True
    kolom = [(i, k) for i, k in enumerate(blok.kolom) if not k.batang]
    isi = [[clean_prose(cell_text(b[i], k)) for i, k in kolom] for b in blok.baris]
    if not isi:
        d.add_paragraph("Tidak ada.")
        return
    tabel = _grid(d, [[clean_prose(k.judul) for _, k in kolom], *isi], style="Table Grid")
    kepala = tabel.rows[0]
    ulang = OxmlElement("w:tblHeader")
    kepala._tr.get_or_add_trPr().append(ulang)
    for sel in kepala.cells:
        warna = OxmlElement("w:shd")
        for nama, nilai in (("val", "clear"), ("color", "auto"), ("fill", _ABU)):
            warna.set(qn(f"w:{nama}"), nilai)
        sel._tc.get_or_add_tcPr().append(warna)
        for lari in sel.paragraphs[0].runs:
            lari.bold = True
    for nomor, baris in enumerate(tabel.rows):
        baris._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for (_, k), sel in zip(kolom, baris.cells, strict=True):
            p = sel.paragraphs[0]
            p.paragraph_format.space_after = Pt(0)
            if k.kanan and nomor:
                p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if nomor - 1 in blok.tebal:
                for lari in p.runs:
                    lari.bold = True
    d.add_paragraph(f"… dan {blok.sisa} lagi" if blok.sisa else "")


def _room(kolom: list[list[str]], halaman: float) -> list[float]:
    """How much of *halaman* characters each column takes: its longest word, and of what is left by its longest text."""
    kata = [max(_SEMPIT, *(min(len(k), _LAPANG) + 4 for t in isi for k in t.split() or [""])) for isi in kolom]
    ingin = [max(k, *(min(_LAPANG, len(t)) for t in isi)) for k, isi in zip(kata, kolom, strict=True)]
    sisa, lebih = max(0.0, halaman - sum(kata)), sum(ingin) - sum(kata)
    bagian = min(1.0, sisa / lebih) if lebih else 0.0
    return [k + (n - k) * bagian for k, n in zip(kata, ingin, strict=True)]


def _grid(d: Any, isi: list[Any], style: str | None) -> Any:
    """A table of texts whose columns share the page by what they hold."""
    from docx.shared import Cm, Pt

    banyak = len(isi[0])
    tabel = d.add_table(rows=len(isi), cols=banyak, style=style)
    tabel.autofit = False
    halaman = d.sections[0].page_width.cm - 2 * _TEPI
    ruang = _room([[b[i] for b in isi] for i in range(banyak)], halaman * _PER_CM)
    lebar = [Cm(halaman * n / sum(ruang)) for n in ruang]
    for kolom, w in zip(tabel.columns, lebar, strict=True):
        kolom.width = w
    for baris, teks in zip(tabel.rows, isi, strict=True):
        for sel, t, w in zip(baris.cells, teks, lebar, strict=True):
            sel.width = w
            p = sel.paragraphs[0]
            p.paragraph_format.space_after = Pt(0)
            lari = p.add_run(t)
            lari.font.size = Pt(10)
    return tabel
