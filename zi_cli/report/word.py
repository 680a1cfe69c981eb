"""A document as a Word file: headings, facts, lines and tables on numbered pages; equal content gives equal bytes."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zi_cli.files import OUR_MARK
from zi_cli.outgoing import repacked
from zi_cli.text import clean_prose
from zi_cli.version import PROGRAM
from zi_cli.views.document import Block, Fields, Heading, Lines
from zi_cli.views.table import Table, cell_text

_GREY = "D9E2EC"
#: A4 with the margins of an official report, in centimetres.
_WIDTH, _HEIGHT, _MARGIN = 21.0, 29.7, 2.5
#: Room that a column asks for at least, and for its text at most, in characters.
_NARROW, _SPACIOUS = 5, 60
#: Characters of a table that a centimetre holds; columns from which a table is too wide for an upright page.
_PER_CM, _WIDE_COLUMNS = 82 / 16, 9


def render_word(title: str, dokumen: Iterable[Block], tanggal: date) -> bytes:
    """*dokumen* under the title *title*; *tanggal* is the date that the file's properties carry."""
    import docx

    d, content = docx.Document(), list(dokumen)
    _set_page(d, melebar=any(isinstance(b, Table) and len(b.kolom) >= _WIDE_COLUMNS for b in content))
    p = d.add_paragraph(clean_prose(title), style="Title")
    p.paragraph_format.keep_with_next = True
    for block in content:
        if isinstance(block, Heading):
            d.add_heading(clean_prose(block.teks), level=min(block.tingkat, 3))
        elif isinstance(block, Fields):
            _add_fields(d, block)
        elif isinstance(block, Lines):
            _add_lines(d, block)
        else:
            _add_table(d, block)
    moment = datetime(tanggal.year, tanggal.month, tanggal.day)
    trait = d.core_properties
    trait.title, trait.author, trait.comments, trait.language = clean_prose(title)[:255], PROGRAM, "", "id-ID"
    trait.category = OUR_MARK
    trait.created = trait.modified = moment
    container = io.BytesIO()
    d.save(container)
    return repacked(container.getvalue())


def _set_page(d: Any, *, melebar: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    part = d.sections[0]
    width, height = (_HEIGHT, _WIDTH) if melebar else (_WIDTH, _HEIGHT)
    part.page_width, part.page_height = Cm(width), Cm(height)
    part.orientation = WD_ORIENT.LANDSCAPE if melebar else WD_ORIENT.PORTRAIT
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Cm(_MARGIN)
    for name, size in (("Normal", 11), ("Title", 16), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = d.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        letters = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            letters.attrib.pop(qn(kind), None)
    d.styles["Normal"].paragraph_format.space_after = Pt(6)
    title = d.styles["Title"]
    title.font.bold = True
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        line.getparent().remove(line)
    kaki = part.footer.paragraphs[0]
    kaki.alignment = WD_ALIGN_PARAGRAPH.CENTER
    kaki.add_run("Halaman ")
    _add_field(kaki, "PAGE")
    kaki.add_run(" dari ")
    _add_field(kaki, "NUMPAGES")


def _add_field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {code} "
        run._r.append(element)


def _add_fields(d: Any, block: Fields) -> None:
    table = _grid(d, [(k, clean_prose(v)) for k, v in block.isi], style=None)
    for row in table.rows:
        for run in row.cells[0].paragraphs[0].runs:
            run.bold = True


def _add_lines(d: Any, block: Lines) -> None:
    from docx.shared import Cm

    for b in block.baris:
        p = d.add_paragraph(style="List Bullet" if b.butir else None)
        if b.tingkat:
            p.paragraph_format.left_indent = Cm(0.75 * b.tingkat)
        if b.label:
            p.add_run(f"{clean_prose(b.label)}: ").bold = True
        p.add_run(clean_prose(b.teks)).bold = b.tebal or None


def _add_table(d: Any, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if block.judul:
        p = d.add_paragraph()
        p.add_run(clean_prose(block.judul)).bold = True
        p.paragraph_format.keep_with_next = True
    columns = [(i, k) for i, k in enumerate(block.kolom) if not k.batang]
    content = [[clean_prose(cell_text(b[i], k)) for i, k in columns] for b in block.baris]
    if not content:
        d.add_paragraph("Tidak ada.")
        return
    table = _grid(d, [[clean_prose(k.judul) for _, k in columns], *content], style="Table Grid")
    header = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(repeated)
    for cell in header.cells:
        colour = OxmlElement("w:shd")
        for name, nilai in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
            colour.set(qn(f"w:{name}"), nilai)
        cell._tc.get_or_add_tcPr().append(colour)
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for (_, k), cell in zip(columns, row.cells, strict=True):
            p = cell.paragraphs[0]
            p.paragraph_format.space_after = Pt(0)
            if k.kanan and number:
                p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number - 1 in block.tebal:
                for run in p.runs:
                    run.bold = True
    d.add_paragraph(f"… dan {block.sisa} lagi" if block.sisa else "")


def _room(columns: list[list[str]], page: float) -> list[float]:
    """How much of *page* characters each column takes: its longest word, and of what is left by its longest text."""
    words = [
        max(_NARROW, *(min(len(k), _SPACIOUS) + 4 for t in content for k in t.split() or [""])) for content in columns
    ]
    ingin = [max(k, *(min(_SPACIOUS, len(t)) for t in content)) for k, content in zip(words, columns, strict=True)]
    rest, excess = max(0.0, page - sum(words)), sum(ingin) - sum(words)
    part = min(1.0, rest / excess) if excess else 0.0
    return [k + (n - k) * part for k, n in zip(words, ingin, strict=True)]


def _grid(d: Any, content: list[Any], style: str | None) -> Any:
    """A table of texts whose columns share the page by what they hold."""
    from docx.shared import Cm, Pt

    count = len(content[0])
    table = d.add_table(rows=len(content), cols=count, style=style)
    table.autofit = False
    page = d.sections[0].page_width.cm - 2 * _MARGIN
    spaces = _room([[b[i] for b in content] for i in range(count)], page * _PER_CM)
    widths = [Cm(page * n / sum(spaces)) for n in spaces]
    for column, w in zip(table.columns, widths, strict=True):
        column.width = w
    for row, text in zip(table.rows, content, strict=True):
        for cell, t, w in zip(row.cells, text, widths, strict=True):
            cell.width = w
            p = cell.paragraphs[0]
            p.paragraph_format.space_after = Pt(0)
            run = p.add_run(t)
            run.font.size = Pt(10)
    return table
