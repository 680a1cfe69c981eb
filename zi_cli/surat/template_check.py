"""Templates: where ours are, and what a template from elsewhere must pass before it is used."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from zi_cli.errors import os_reason
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.surat.fields import fields_of_kind, terdekat

_UKURAN_MAKSIMUM = 5 * 1024 * 1024
_TERURAI_MAKSIMUM = 40 * 1024 * 1024
_BAGIAN_MAKSIMUM = 500
_DOKUMEN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: Field codes that only number and refer inside the document.
_BIDANG_BOLEH = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "SEQ", "REF", "PAGEREF", "STYLEREF", "TOC"})
_BAGIAN_TERLARANG = (
    (re.compile(r"vbaProject|vbaData", re.I), "makro"),
    (re.compile(r"^word/embeddings/|oleObject", re.I), "objek tersemat"),
    (re.compile(r"activeX", re.I), "kontrol ActiveX"),
    (re.compile(r"afchunk|\.(mht|mhtml|html?|rtf)$", re.I), "dokumen sisipan (altChunk)"),
)
_HUBUNGAN_TERLARANG = re.compile(r'Type="[^"]*/(?:aFChunk|oleObject|control|vbaProject|subDocument|package)"', re.I)
_HUBUNGAN = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


class TextPart(NamedTuple):
    """One part that docxtpl renders: a name for people, and its text ready for Jinja."""

    nama: str
    teks: str


def template_folder() -> Path:
    """Folder of the packaged templates: in the wheel, else at the top of the source tree."""
    dalam_paket = Path(__file__).parent.parent / "templates"
    return dalam_paket if dalam_paket.is_dir() else Path(__file__).parent.parent.parent / "templates"


def own_template(jenis: str) -> bytes:
    """The packaged template of a kind of letter."""
    return (template_folder() / f"{jenis}.docx").read_bytes()


def read_template(berkas: Path) -> bytes:
    """A user's template within the size limit; raises :class:`UnreadableInput` (SRT611, SRT612)."""
    try:
        with berkas.open("rb") as f:
            isi = f.read(_UKURAN_MAKSIMUM + 1)
    except OSError as e:
        sebab = "tidak ditemukan" if isinstance(e, FileNotFoundError) else os_reason(e)
        raise UnreadableInput(make_temuan("SRT611", templat=berkas.name, sebab=sebab)) from e
    if len(isi) > _UKURAN_MAKSIMUM:
        sebab = f"lebih besar daripada {_UKURAN_MAKSIMUM >> 20} MB"
        raise UnreadableInput(make_temuan("SRT612", templat=berkas.name, sebab=sebab))
    return isi


def check_package(isi: bytes, nama: str) -> list[Temuan]:
    """Everything in the archive that reaches outside or could act: SRT611 to SRT614."""
    try:
        arsip = zipfile.ZipFile(io.BytesIO(isi))
    except zipfile.BadZipFile:
        return [make_temuan("SRT611", templat=nama, sebab="bukan dokumen .docx")]
    with arsip:
        daftar = arsip.infolist()
        if len(daftar) > _BAGIAN_MAKSIMUM or sum(i.file_size for i in daftar) > _TERURAI_MAKSIMUM:
            sebab = f"lebih dari {_BAGIAN_MAKSIMUM} bagian atau {_TERURAI_MAKSIMUM >> 20} MB setelah diurai"
            return [make_temuan("SRT612", templat=nama, sebab=sebab)]
        if len({i.filename for i in daftar}) != len(daftar) or any(i.flag_bits & 1 for i in daftar):
            return [make_temuan("SRT611", templat=nama, sebab="bagian ganda atau bersandi")]
        try:
            bagian = {i.filename: arsip.read(i) for i in daftar}
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as e:
            return [make_temuan("SRT611", templat=nama, sebab=f"arsipnya rusak ({type(e).__name__})")]
    jenis_isi = bagian.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if _DOKUMEN not in jenis_isi:
        return [make_temuan("SRT611", templat=nama, sebab="bukan Dokumen Word (.docx) tanpa makro")]
    return list(_periksa_bagian(bagian, nama))


def _periksa_bagian(bagian: dict[str, bytes], nama: str) -> Iterator[Temuan]:
    for jalur, isi in bagian.items():
        for pola, apa in _BAGIAN_TERLARANG:
            if pola.search(jalur):
                yield make_temuan("SRT614", templat=nama, apa=apa, bagian=jalur)
        if not jalur.endswith((".xml", ".rels")):
            continue
        if isi[:4] in (b"\xff\xfe<\0", b"\xfe\xff\0<") or isi[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in isi[:64]:
            yield make_temuan("SRT611", templat=nama, sebab=f"{jalur} bukan UTF-8")
            continue
        if b"<!DOCTYPE" in isi or b"<!ENTITY" in isi:
            yield make_temuan("SRT614", templat=nama, apa="DOCTYPE atau ENTITY", bagian=jalur)
        elif jalur.endswith(".rels"):
            yield from _periksa_hubungan(isi, jalur, nama)
        elif jalur.startswith("word/"):
            for kode in _kode_bidang(isi.decode("utf-8", "replace")):
                if kode not in _BIDANG_BOLEH:
                    yield make_temuan("SRT614", templat=nama, apa=f"kode bidang {kode[:40]}", bagian=jalur)


def _periksa_hubungan(isi: bytes, jalur: str, nama: str) -> Iterator[Temuan]:
    for cocok in _HUBUNGAN.finditer(isi):
        hubungan = cocok.group().decode("utf-8", "replace").replace("'", '"')
        tujuan = re.search(r'\bTarget\s*=\s*"([^"]*)"', hubungan)
        ke = tujuan[1] if tujuan else ""
        if re.search(r'\bTargetMode\s*=\s*"External"', hubungan, re.I) or re.match(
            r"[a-z][a-z0-9+.\-]+:|//|\\\\", ke, re.I
        ):
            yield make_temuan("SRT613", templat=nama, tujuan=ke[:120], bagian=jalur)
        elif _HUBUNGAN_TERLARANG.search(hubungan):
            yield make_temuan("SRT614", templat=nama, apa="hubungan terlarang", bagian=jalur)


def _kode_bidang(xml: str) -> Iterator[str]:
    """First word of every field code; a code split over runs is put together first."""
    for m in re.finditer(r'<w:fldSimple\b[^>]*\bw:instr\s*=\s*["\']\s*([^"\'\s]+)', xml):
        yield m[1].upper()
    if "instrText" not in xml:
        return
    potongan, terbuka = "", False
    for m in re.finditer(r'w:fldCharType\s*=\s*["\'](\w+)["\']|<w:(?:instrText|delInstrText)\b[^>]*>([^<]*)<', xml):
        if m[1] in ("begin", "separate", "end"):
            if terbuka and potongan.strip():
                yield potongan.split()[0].upper()
            potongan, terbuka = "", m[1] == "begin"
        elif m[1] is None:
            if not terbuka and m[2].strip():
                yield m[2].split()[0].upper()
            potongan += m[2]


def check_template_fields(isi: bytes, jenis: str, nama: str) -> list[Temuan]:
    """Forbidden constructs and unknown fields in every part that is rendered: SRT602, SRT615, SRT616.

    Parses the template's XML, so for a stranger's template it runs in the child process.
    """
    from jinja2 import TemplateError

    from zi_cli.surat.sandbox import LetterEnvironment, check_tree, used_fields

    dikenal = fields_of_kind(jenis)
    # An item of a list is printed itself when it has no fields of its own.
    boleh = dikenal.keys() | {f"{n}[]" for n in dikenal if not any(m.startswith(f"{n}[].") for m in dikenal)}
    gugus = {n.rsplit(".", 1)[0] for n in dikenal if "." in n}
    temuan: dict[Temuan, None] = {}
    for bagian in text_parts(isi):
        try:
            pohon = LetterEnvironment().parse(bagian.teks)
        except (TemplateError, RecursionError) as e:
            sebab = " ".join(str(e).split())[:120] or type(e).__name__
            temuan[make_temuan("SRT616", templat=nama, sebab=sebab, bagian=bagian.nama)] = None
            continue
        for apa in check_tree(pohon):
            temuan[make_temuan("SRT615", templat=nama, apa=apa, bagian=bagian.nama)] = None
        for medan in used_fields(pohon):
            if medan not in boleh and not medan.startswith("=") and "._" not in medan and not medan.startswith("_"):
                saran = terdekat(medan, dikenal)
                if medan in gugus and not saran:
                    saran = sorted(n for n in dikenal if n.startswith(f"{medan}."))[:3]
                kata = f"; mungkin {', '.join(saran)}" if saran else ""
                tempat = f"{nama} ({bagian.nama})"
                temuan[make_temuan("SRT602", tempat=tempat, medan=medan[:80], jenis=jenis, saran=kata)] = None
    return list(temuan)


def text_parts(isi: bytes) -> Iterator[TextPart]:
    """The parts docxtpl renders, with its tags already joined, as Jinja will see them."""
    from docx.opc.oxml import parse_xml
    from docxtpl import DocxTemplate

    naskah = DocxTemplate(io.BytesIO(isi))
    naskah.init_docx()
    yield TextPart("isi", naskah.patch_xml(naskah.get_xml()))
    for uri, nama in ((naskah.HEADER_URI, "kepala halaman"), (naskah.FOOTER_URI, "kaki halaman")):
        for _, bagian in naskah.get_headers_footers(uri):
            yield TextPart(nama, naskah.patch_xml(naskah.get_part_xml(bagian)))
    for bagian in naskah.docx.part.package.iter_parts():
        if bagian.content_type.endswith("footnotes+xml"):
            yield TextPart("catatan kaki", naskah.patch_xml(naskah.xml_to_string(parse_xml(bagian.blob))))
    for sifat in ("author", "comments", "identifier", "language", "subject", "title"):
        yield TextPart("sifat dokumen", getattr(naskah.docx.core_properties, sifat))
