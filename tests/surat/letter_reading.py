"""Read a letter back as text, and build templates with one thing changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from docx import Document
from docx.table import Table

_FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">{teks}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def letter_text(docx: bytes) -> str:
    """Body paragraphs and tables in order, then headers and footers, one line each; blanks all alike."""
    d = Document(io.BytesIO(docx))
    baris = list(_content(d.iter_inner_content()))
    for s in d.sections:
        for nama, bagian in (("kepala", s.header), ("kaki", s.footer), ("kaki-1", s.first_page_footer)):
            baris += [f"[{nama}] {t}" for t in _content(bagian.iter_inner_content()) if t]
    return "\n".join(b for b in baris if b.strip()).replace("\u00a0", " ") + "\n"


def disguise(teks: str) -> str:
    """*teks* with hashes masked: the samples may be rebuilt without a change of wording."""
    return re.sub(r"\b[0-9a-f]{64}\b", "<sha256>", teks)


def _content(isi: object) -> Iterator[str]:
    for blok in isi:
        if isinstance(blok, Table):
            for r in blok.rows:
                sel = [" / ".join(t for t in _content(c.iter_inner_content()) if t) for c in dict.fromkeys(r.cells)]
                yield "| " + " | ".join(sel) + " |"
        else:
            yield blok.text.replace("\n", " ⏎ ").replace("\t", " → ")


def parts_of(docx: bytes) -> dict[str, bytes]:
    """Every part of the archive by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as z:
        return {n: z.read(n) for n in z.namelist()}


def with_parts(docx: bytes, ubah: Mapping[str, bytes]) -> bytes:
    """The same archive with parts added or replaced."""
    hasil = io.BytesIO()
    with zipfile.ZipFile(hasil, "w", zipfile.ZIP_DEFLATED) as z:
        for nama, isi in {**parts_of(docx), **ubah}.items():
            z.writestr(nama, isi)
    return hasil.getvalue()


def with_expression(docx: bytes, tempat: str, ungkapan: str) -> bytes:
    """*docx* with *ungkapan* written into ``isi``, ``kepala``, ``kaki``, ``catatan-kaki`` or ``sifat``."""
    if tempat == "catatan-kaki":
        return _with_footnote(docx, ungkapan)
    d = Document(io.BytesIO(docx))
    if tempat == "isi":
        d.add_paragraph(ungkapan)
    elif tempat == "kepala":
        d.sections[0].header.add_paragraph(ungkapan)
    elif tempat == "kaki":
        d.sections[0].footer.add_paragraph(ungkapan)
    else:
        d.core_properties.title = ungkapan
    hasil = io.BytesIO()
    d.save(hasil)
    return hasil.getvalue()


def _with_footnote(docx: bytes, ungkapan: str) -> bytes:
    ada = parts_of(docx)
    aman = ungkapan.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    jenis = ada["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.footnotes+xml"/></Types>',
    )
    hubungan = ada["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdCatatan" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" Target="footnotes.xml"/></Relationships>',
    )
    return with_parts(
        docx,
        {
            "[Content_Types].xml": jenis,
            "word/_rels/document.xml.rels": hubungan,
            "word/footnotes.xml": _FOOTNOTES.format(teks=aman).encode(),
        },
    )


def pdf_pages(pdf: bytes) -> int:
    """Number of pages of a PDF as LibreOffice writes it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
