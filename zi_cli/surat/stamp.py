"""Marks that a letter can't lose: DRAF on every page, and on page 1 what ``--paksa`` overrides."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Dokumen
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

DRAFT_TEXT = "DRAF: BELUM UNTUK DITANDATANGANI"
FORCED_TITLE = "SURAT INI DIPAKSAKAN; DATA TIDAK MEMBUKTIKAN:"
#: A style that rests on no other, so that no style of a template reaches the marks.
_STYLE = "ZiTanda"
_FRAME = "".join(f'<w:{sisi} w:val="single" w:sz="12" w:space="3" w:color="C00000"/>' for sisi in
                   ("top", "left", "bottom", "right"))  # fmt: skip


def mark_draft(d: Dokumen) -> None:
    """Put DRAF at the head of every page, whatever headers the sections have."""
    _add_style(d)
    marked: set[str] = set()
    for part in d.sections:
        kinds = ["header"]
        if part.different_first_page_header_footer:
            kinds.append("first_page_header")
        if d.settings.odd_and_even_pages_header_footer:
            kinds.append("even_page_header")
        for j in kinds:
            header = getattr(part, j)
            # A header that is linked to the one before it shows the mark already.
            if j not in marked or not header.is_linked_to_previous:
                header._element.insert(0, _paragraph(DRAFT_TEXT, rata="center"))
                marked.add(j)


def mark_forced(d: Dokumen, rows: Sequence[str]) -> None:
    """Put *rows* in a frame at the top of page 1: the claims that the data do not carry, and the reason."""
    _add_style(d)
    body = d.element.body
    for n, text in enumerate((FORCED_TITLE, *rows)):
        body.insert(n, _paragraph(text, rata="left", bingkai=True))


def _add_style(d: Dokumen) -> None:
    for old in [s for s in d.styles.element if s.get(qn("w:styleId")) == _STYLE]:
        old.getparent().remove(old)
    d.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{_STYLE}">'
            f'<w:name w:val="{_STYLE}"/></w:style>'
        )
    )


def _paragraph(text: str, *, rata: str, bingkai: bool = False) -> Any:
    """A paragraph that says all of its own look: size, colour, place, and that it is not hidden."""
    p = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{_STYLE}"/>'
        + (f"<w:keepNext/><w:pBdr>{_FRAME}</w:pBdr>" if bingkai else "")
        + '<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" '
        f'w:firstLine="0"/><w:jc w:val="{rata}"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" '
        'w:cs="Arial"/><w:b/><w:caps w:val="0"/><w:strike w:val="0"/><w:vanish w:val="0"/><w:webHidden w:val="0"/>'
        '<w:color w:val="C00000"/><w:spacing w:val="0"/><w:w w:val="100"/><w:position w:val="0"/><w:sz w:val="18"/>'
        '<w:szCs w:val="18"/><w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/><w:specVanish w:val="0"/></w:rPr>'
        '<w:t xml:space="preserve"/></w:r></w:p>'
    )
    p.find(f".//{qn('w:t')}").text = text
    return p
