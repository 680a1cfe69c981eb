"""How a letter lies on its pages, whatever its template: words that stay together, the letterhead's picture."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docx.image.image import Image
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zi_cli.text import BULAN

_DATA = Path(__file__).parent / "data"
#: Blanks at which no line may end: before % and a month, between a word and the number that belongs to it.
_BOUND = re.compile(
    rf"(?<=\d)[ ](?=%|persen\b|poin\b|(?:{'|'.join(BULAN)})\b)"
    r"|(?:(?<=\b[Nn]omor)|(?<=\b[Tt]ahun)|(?<=\b[Tt]abel)|(?<=\bArea))[ ](?=\d)"
    r"|(?<=\bKelas)[ ](?=[IVX])|(?:(?<=\ba\.n\.)|(?<=\bu\.p\.)|(?<=\bNIP))[ ]"
)
_FAST = "\u00a0"


def bind_words(akar: Any) -> None:
    """Make the blanks of *akar* at which no line may end such that none does, across runs as well."""
    for p in akar.iter(qn("w:p")):
        bagian = [t for t in p.iter(qn("w:t")) if t.text]
        teks = "".join(t.text for t in bagian)
        tempat = {m.start() for m in _BOUND.finditer(teks)}
        if not tempat:
            continue
        utuh = "".join(_FAST if n in tempat else c for n, c in enumerate(teks))
        awal = 0
        for t in bagian:
            ujung = awal + len(t.text)
            if utuh[awal:ujung] != t.text:
                t.text = utuh[awal:ujung]
            awal = ujung


def hold_signatures(badan: Any) -> None:
    """Tie every block that never splits, as a signature's is, to the text before it: none stands alone on a page."""
    for t in badan.iter(qn("w:tbl")):
        baris = t.findall(qn("w:tr"))
        if len(baris) != 1 or baris[0].find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None:
            continue
        for e in t.itersiblings(preceding=True):
            alinea = [e] if e.tag == qn("w:p") else list(e.iter(qn("w:tr")))[-1:]
            for p in (p for x in alinea for p in ([x] if x.tag == qn("w:p") else x.iter(qn("w:p")))):
                p.get_or_add_pPr().keepNext_val = True
            if e.tag != qn("w:p") or any(x.text for x in e.iter(qn("w:t"))):
                break
        _hold_copies(t)


def _hold_copies(tanda: Any) -> None:
    """Make what stands below a signature on its page, as the copies do, a row of the block: it goes where that goes.

    Word would keep the two together by themselves; LibreOffice keeps no paragraph with the table before it.
    """
    bawah = []
    for e in tanda.itersiblings():
        if e.tag == qn("w:tbl"):
            return
        if e.tag != qn("w:p") or next(e.iter(qn("w:br"), qn("w:sectPr"), qn("w:pageBreakBefore")), None) is not None:
            break
        bawah.append(e)
    while bawah and not any(x.text for x in bawah[-1].iter(qn("w:t"))):
        bawah.pop()
    if not bawah:
        return
    for p in tanda.iter(qn("w:p")):
        p.get_or_add_pPr().keepNext_val = True
    baris = tanda.add_tr()
    baris.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    sel = baris.add_tc()
    sel.get_or_add_tcPr().grid_span = len(tanda.tblGrid.gridCol_lst)
    sel.remove(sel.p_lst[0])
    sel.extend(bawah)


def fill_logo(utama: XmlPart, logo: bytes | None) -> None:
    """Put *logo* where the template still has the placeholder, in its own proportions; without one, its place goes."""
    for bagian, kode, gambar in list(_placeholders(utama)):
        isi = bagian.rels[kode].target_part
        if logo is None:
            _take_out(gambar)
            bagian.drop_rel(kode)
        else:
            isi._blob = logo
            _fit(gambar, logo)


def _placeholders(utama: XmlPart) -> Iterator[tuple[XmlPart, str, Any]]:
    """Each drawing of the placeholder: the part it stands in, its relation to the picture, itself."""
    for bagian in utama.package.iter_parts():
        if not isinstance(bagian, XmlPart):
            continue
        for gambar in bagian.element.iter(qn("w:drawing")):
            for blip in gambar.iter(qn("a:blip")):
                kode = blip.get(qn("r:embed")) or ""
                rel = bagian.rels.get(kode)
                if rel is not None and not rel.is_external and _is_placeholder(rel.target_part):
                    yield bagian, kode, gambar


def _is_placeholder(bagian: Part) -> bool:
    return bagian.partname.startswith("/word/media/") and hashlib.sha256(bagian.blob).hexdigest() == _placeholder()


@cache
def _placeholder() -> str:
    return hashlib.sha256((_DATA / "tempat-logo.png").read_bytes()).hexdigest()


def _fit(gambar: Any, logo: bytes) -> None:
    """Size the drawing so that *logo* keeps its proportions within the space of the placeholder."""
    ukuran = Image.from_blob(logo)
    kotak = [*gambar.iter(qn("wp:extent")), *gambar.iter(qn("a:ext"))]
    kotak = [k for k in kotak if k.get("cx")]
    lebar, tinggi = (min(int(k.get(s)) for k in kotak) for s in ("cx", "cy"))
    skala = min(lebar / ukuran.px_width, tinggi / ukuran.px_height)
    for k in kotak:
        k.set("cx", str(max(1, round(ukuran.px_width * skala))))
        k.set("cy", str(max(1, round(ukuran.px_height * skala))))


def _take_out(gambar: Any) -> None:
    """Remove the drawing; a cell of the letterhead that held nothing else leaves its room to the lines beside it."""
    lari = gambar.getparent()
    lari.remove(gambar)
    alinea = lari.getparent()
    if any(t.text for t in alinea.iter(qn("w:t"))):
        return
    sel = alinea.getparent()
    baris = sel.getparent()
    if sel.tag != qn("w:tc"):
        if alinea.tag == qn("w:p") and len(sel.findall(qn("w:p"))) > 1:
            sel.remove(alinea)
        return
    lain = [s for s in baris.findall(qn("w:tc")) if s is not sel]
    if len(sel.findall(qn("w:p"))) != 1 or len(lain) != 1:
        return
    baris.remove(sel)
    sifat = lain[0].get_or_add_tcPr()
    lebar = [s.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for s in (sel, lain[0])]
    if all(w is not None for w in lebar):
        lebar[1].set(qn("w:w"), str(sum(int(w.get(qn("w:w"), "0")) for w in lebar)))
    sifat.grid_span = 2
