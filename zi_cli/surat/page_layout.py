"""How a letter lies on its pages, whatever its template: words that stay together, the letterhead's picture."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docx.image.image import Image
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zi_cli.files import sha256
from zi_cli.text import MONTHS

_DATA = Path(__file__).parent / "data"
#: Blanks at which no line may end: before % and a month, between a word and the number that belongs to it.
_BOUND = re.compile(
    rf"(?<=\d)[ ](?=%|persen\b|poin\b|(?:{'|'.join(MONTHS)})\b)"
    r"|(?:(?<=\b[Nn]omor)|(?<=\b[Tt]ahun)|(?<=\b[Tt]abel)|(?<=\bArea))[ ](?=\d)"
    r"|(?<=\bKelas)[ ](?=[IVX])|(?:(?<=\ba\.n\.)|(?<=\bu\.p\.)|(?<=\bNIP))[ ]"
)
_FAST = "\u00a0"


def bind_words(root: Any) -> None:
    """Make the blanks of *root* at which no line may end such that none does, across runs as well."""
    for p in root.iter(qn("w:p")):
        parts = [t for t in p.iter(qn("w:t")) if t.text]
        texts = "".join(t.text for t in parts)
        places = {m.start() for m in _BOUND.finditer(texts)}
        if not places:
            continue
        whole = "".join(_FAST if n in places else c for n, c in enumerate(texts))
        start = 0
        for t in parts:
            edge = start + len(t.text)
            if whole[start:edge] != t.text:
                t.text = whole[start:edge]
            start = edge


def hold_signatures(body: Any) -> None:
    """Tie every block that never splits, as a signature's is, to the text before it: none stands alone on a page."""
    for t in body.iter(qn("w:tbl")):
        rows = t.findall(qn("w:tr"))
        if len(rows) != 1 or rows[0].find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None:
            continue
        for e in t.itersiblings(preceding=True):
            paragraphs = [e] if e.tag == qn("w:p") else list(e.iter(qn("w:tr")))[-1:]
            for p in (p for x in paragraphs for p in ([x] if x.tag == qn("w:p") else x.iter(qn("w:p")))):
                p.get_or_add_pPr().keepNext_val = True
            if e.tag != qn("w:p") or any(x.text for x in e.iter(qn("w:t"))):
                break
        _hold_copies(t)


def _hold_copies(mark: Any) -> None:
    """Make what stands below a signature on its page, as the copies do, a row of the block: it goes where that goes.

    Word would keep the two together by themselves; LibreOffice keeps no paragraph with the table before it.
    """
    lower = []
    for e in mark.itersiblings():
        if e.tag == qn("w:tbl"):
            return
        if e.tag != qn("w:p") or next(e.iter(qn("w:br"), qn("w:sectPr"), qn("w:pageBreakBefore")), None) is not None:
            break
        lower.append(e)
    while lower and not any(x.text for x in lower[-1].iter(qn("w:t"))):
        lower.pop()
    if not lower:
        return
    for p in mark.iter(qn("w:p")):
        p.get_or_add_pPr().keepNext_val = True
    row = mark.add_tr()
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cell = row.add_tc()
    cell.get_or_add_tcPr().grid_span = len(mark.tblGrid.gridCol_lst)
    cell.remove(cell.p_lst[0])
    cell.extend(lower)


def fill_logo(main: XmlPart, logo: bytes | None) -> None:
    """Put *logo* where the template still has the placeholder, in its own proportions; without one, its place goes."""
    for part, code, picture in list(_placeholders(main)):
        content = part.rels[code].target_part
        if logo is None:
            _take_out(picture)
            part.drop_rel(code)
        else:
            content._blob = logo
            _fit(picture, logo)


def _placeholders(main: XmlPart) -> Iterator[tuple[XmlPart, str, Any]]:
    """Each drawing of the placeholder: the part it stands in, its relation to the picture, itself."""
    for part in main.package.iter_parts():
        if not isinstance(part, XmlPart):
            continue
        for picture in part.element.iter(qn("w:drawing")):
            for blip in picture.iter(qn("a:blip")):
                code = blip.get(qn("r:embed")) or ""
                rel = part.rels.get(code)
                if rel is not None and not rel.is_external and _is_placeholder(rel.target_part):
                    yield part, code, picture


def _is_placeholder(part: Part) -> bool:
    return part.partname.startswith("/word/media/") and sha256(part.blob) == _placeholder()


@cache
def _placeholder() -> str:
    return sha256((_DATA / "tempat-logo.png").read_bytes())


def _fit(picture: Any, logo: bytes) -> None:
    """Size the drawing so that *logo* keeps its proportions within the space of the placeholder."""
    size = Image.from_blob(logo)
    boxes = [*picture.iter(qn("wp:extent")), *picture.iter(qn("a:ext"))]
    boxes = [k for k in boxes if k.get("cx")]
    width, height = (min(int(k.get(s)) for k in boxes) for s in ("cx", "cy"))
    skala = min(width / size.px_width, height / size.px_height)
    for k in boxes:
        k.set("cx", str(max(1, round(size.px_width * skala))))
        k.set("cy", str(max(1, round(size.px_height * skala))))


def _take_out(picture: Any) -> None:
    """Remove the drawing; a cell of the letterhead that held nothing else leaves its room to the lines beside it."""
    run = picture.getparent()
    run.remove(picture)
    paragraph = run.getparent()
    if any(t.text for t in paragraph.iter(qn("w:t"))):
        return
    cell = paragraph.getparent()
    row = cell.getparent()
    if cell.tag != qn("w:tc"):
        if paragraph.tag == qn("w:p") and len(cell.findall(qn("w:p"))) > 1:
            cell.remove(paragraph)
        return
    others = [s for s in row.findall(qn("w:tc")) if s is not cell]
    if len(cell.findall(qn("w:p"))) != 1 or len(others) != 1:
        return
    row.remove(cell)
    trait = others[0].get_or_add_tcPr()
    widths = [s.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for s in (cell, others[0])]
    if all(w is not None for w in widths):
        widths[1].set(qn("w:w"), str(sum(int(w.get(qn("w:w"), "0")) for w in widths)))
    trait.grid_span = 2
