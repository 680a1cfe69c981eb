"""Whatever a letter does not need is refused in a template, however it is spelled; what Word writes is taken."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.sumber.buat_templat import PEMBUAT, template_bytes
from templates.sumber.naskah import TEMPLAT
from tests.surat.letter_reading import parts_of, with_expression, with_parts
from tests.surat.samples import buat
from tests.tools import butuh_soffice
from zi_cli.surat import child, template_package
from zi_cli.surat.render import RenderRequest
from zi_cli.surat.template_check import own_template
from zi_cli.surat.template_package import check_package, open_template, part_words

Zi = Callable[..., tuple[int, str, str]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PNG = b"\x89PNG\r\n\x1a\n"


def _codes(docx: bytes) -> set[str]:
    return {t.kode for t in check_package(docx, "x.docx")}


def _in_part(path: str, xml: str) -> bytes:
    """Our template with *xml* as the last thing in one part."""
    base = own_template("sptjm")
    text = parts_of(base)[path].decode()
    text = re.sub(r"(<w:\w+\b)", rf"\1 {_missing(text)}", text, count=1)
    ending = "<w:sectPr" if path == "word/document.xml" else text[text.rindex("</") :]
    n = text.rindex(ending)
    return with_parts(base, {path: (text[:n] + xml + text[n:]).encode()})


def _missing(text: str) -> str:
    root = re.search(r"<w:\w+\b[^>]*>", text)
    assert root
    return " ".join(d for d in NS.split() if d.split("=")[0] + "=" not in root[0])


def _relations(path: str, xml: str, **more: bytes) -> bytes:
    base = own_template("sptjm")
    text = parts_of(base)[path].decode()
    return with_parts(base, {path: text.replace("</Relationships>", xml + "</Relationships>").encode(), **more})


#: What may act or reach outside, in a body, with the code that names it.
ACTIVE = {
    "fldSimple": ('<w:p><w:fldSimple w:instr=" DDEAUTO c:\\a b "/></w:p>', "SRT614"),
    "include": ('<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;file:///etc/passwd&quot;"/></w:p>', "SRT614"),
    "picture": ('<w:p><w:fldSimple w:instr="INCLUDEPICTURE x"/></w:p>', "SRT614"),
    "link": ('<w:p><w:fldSimple w:instr="LINK Excel.Sheet x"/></w:p>', "SRT614"),
    "import": ('<w:p><w:fldSimple w:instr="IMPORT x"/></w:p>', "SRT614"),
    "reference": ('<w:p><w:fldSimple w:instr="&#68;DE x"/></w:p>', "SRT614"),
    "no code": ('<w:p><w:fldSimple w:instr="  "/></w:p>', "SRT614"),
    "altChunk": ('<w:altChunk r:id="rId1"/>', "SRT614"),
    "subDoc": ('<w:p><w:subDoc r:id="rId1"/></w:p>', "SRT614"),
    "object": ('<w:p><w:r><w:object><o:OLEObject Type="Link"/></w:object></w:r></w:p>', "SRT614"),
    "control": ('<w:p><w:r><w:control r:id="rId1"/></w:r></w:p>', "SRT614"),
    "imagedata": ('<w:p><w:r><w:pict><v:imagedata src="gambar.png"/></w:pict></w:r></w:p>', "SRT613"),
    "href": ('<w:p><w:r><w:pict><v:shape href="a"/></w:pict></w:r></w:p>', "SRT613"),
    "r:href": ('<w:p><w:r><w:pict><v:imagedata r:href="rId1"/></w:pict></w:r></w:p>', "SRT614"),
    "o:href": ('<w:p><w:r><w:pict><v:fill o:href="x"/></w:pict></w:r></w:p>', "SRT613"),
    "style": ('<w:p><w:r><w:pict><v:shape style="background:url(a)"/></w:pict></w:r></w:p>', "SRT613"),
    "r:link": ('<w:p><w:r><w:drawing><a:blip r:link="rId1"/></w:drawing></w:r></w:p>', "SRT614"),
    "no such Id": ('<w:p><w:r><w:drawing><a:blip r:embed="rId999"/></w:drawing></w:r></w:p>', "SRT611"),
    "hlinkClick": ('<w:p><w:r><w:drawing><a:hlinkClick r:id=""/></w:drawing></w:r></w:p>', "SRT614"),
    "svg": ('<w:p><w:r><w:drawing><asvg:svgBlip r:embed="rId12"/></w:drawing></w:r></w:p>', "SRT614"),
    "chart": ('<w:p><w:r><w:drawing><c:chart r:id="rId12"/></w:drawing></w:r></w:p>', "SRT614"),
    "dataBinding": ('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr></w:sdt>', "SRT614"),
    "w15:dataBinding": ('<w:sdt><w:sdtPr><w15:dataBinding w:xpath="/x"/></w:sdtPr></w:sdt>', "SRT614"),
    "base": ('<w:p xml:base="http://contoh.invalid/"/>', "SRT613"),
    "comment": ("<w:p><w:r><w:t>a<!-- b --></w:t></w:r></w:p>", "SRT614"),
    "instruction": ("<?mso-application progid='Word.Document'?>", "SRT614"),
    "unknown": ('<z xmlns="urn:lain"/>', "SRT614"),
    "address": ('<w:p w:rsidR="\\\\contoh\\a"/>', "SRT613"),
}


@pytest.mark.parametrize("what", ACTIVE)
def test_active_content_is_refused(what: str) -> None:
    xml, code = ACTIVE[what]
    assert code in _codes(_in_part("word/document.xml", xml))


@pytest.mark.parametrize("path", ["word/header1.xml", "word/footer2.xml", "word/styles.xml", "word/settings.xml"])
def test_it_is_refused_in_every_part(path: str) -> None:
    assert "SRT614" in _codes(_in_part(path, '<w:p><w:fldSimple w:instr="DDE x"/></w:p>'))


@pytest.mark.parametrize(
    "xml",
    [
        '<w:mailMerge><w:dataType w:val="odbc"/><w:connectString w:val="Provider=x"/></w:mailMerge>',
        '<w:attachedTemplate r:id="rId1"/>',
        '<w:attachedSchema w:val="x"/>',
        '<w:saveThroughXslt r:id="rId1"/>',
    ],
)
def test_settings_that_reach_outside(xml: str) -> None:
    assert "SRT614" in _codes(_in_part("word/settings.xml", xml))


def test_frames_of_the_web_settings() -> None:
    xml = '<w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset>'
    assert "SRT614" in _codes(_in_part("word/webSettings.xml", xml))


#: Relations as the standard reads them, whatever a pattern makes of them.
RELATIONS = {
    "scheme by reference": ('<Relationship Id="x" Type="{R}/image" Target="&#104;ttp://contoh.invalid/a"/>', "SRT613"),
    "mode by reference": (
        '<Relationship Id="x" Type="{R}/attachedTemplate" Target="a" TargetMode="&#69;xternal"/>',
        "SRT613",
    ),
    "a target with >": ('<Relationship Target="a>b" Id="x" Type="{R}/image" TargetMode="External"/>', "SRT613"),
    "altChunk by reference": ('<Relationship Id="x" Type="{R}/&#97;FChunk" Target="media/image1.png"/>', "SRT614"),
    "another prefix": (
        '<q:Relationship xmlns:q="http://schemas.openxmlformats.org/package/2006/relationships" Id="x" '
        'Type="{R}/oleObject" Target="media/image1.png"/>',
        "SRT614",
    ),
    "another name": ('<Relation Id="x" Type="{R}/image" Target="media/image1.png"/>', "SRT611"),
    "another kind of part": ('<Relationship Id="x" Type="{R}/image" Target="styles.xml"/>', "SRT614"),
    "nowhere": ('<Relationship Id="x" Type="{R}/image" Target="media/tidak-ada.png"/>', "SRT614"),
    "an Id twice": ('<Relationship Id="rId12" Type="{R}/image" Target="media/image1.png"/>', "SRT611"),
    "mailMergeSource": ('<Relationship Id="x" Type="{R}/mailMergeSource" Target="styles.xml"/>', "SRT614"),
    "subDocument": ('<Relationship Id="x" Type="{R}/subDocument" Target="document.xml"/>', "SRT614"),
    "frame": ('<Relationship Id="x" Type="{R}/frame" Target="document.xml"/>', "SRT614"),
    "font": ('<Relationship Id="x" Type="{R}/font" Target="media/image1.png"/>', "SRT614"),
    "a drive": ('<Relationship Id="x" Type="{R}/image" Target="C:\\a.png"/>', "SRT613"),
    "out of the package": ('<Relationship Id="x" Type="{R}/image" Target="../../../a.png"/>', "SRT614"),
}


@pytest.mark.parametrize("what", RELATIONS)
@pytest.mark.parametrize("path", ["word/_rels/document.xml.rels", "_rels/.rels"])
def test_relations_are_read_as_xml(what: str, path: str) -> None:
    xml, code = RELATIONS[what]
    if what == "an Id twice" and path == "_rels/.rels":
        xml = xml.replace("rId12", "rId1")
    assert code in _codes(_relations(path, xml.format(R=R)))


def _spelled(text: str, how: list[int]) -> str:
    """*text* as XML, each letter as itself or as one of its references."""
    ways = (lambda c: escape(c, {'"': "&quot;"}), lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):X};")
    return "".join(ways[how[n % len(how)]](c) for n, c in enumerate(text))


_HOW = st.lists(st.integers(0, 2), min_size=1, max_size=7)


@settings(max_examples=15, deadline=None)
@given(
    code=st.sampled_from(
        ["DDE", "DDEAUTO", "INCLUDETEXT", "includepicture", "LINK", "IMPORT", "HYPERLINK", "DATABASE"]
    ),
    how=_HOW,
    prefix=st.sampled_from(["w", "q", "_a"]),
    cuts=st.lists(st.integers(0, 12), max_size=3),
    simple=st.booleans(),
    space=st.sampled_from(["", " ", "\n\t"]),
)
def test_no_spelling_hides_a_field(
    code: str, how: list[int], prefix: str, cuts: list[int], simple: bool, space: str
) -> None:
    p, whole = prefix, f"{space}{code} PAGE"
    if simple:
        xml = f'<{p}:fldSimple {p}:instr="{_spelled(whole, how)}"/>'
    else:
        edges = sorted({0, *cuts, len(whole)})
        runs = "".join(
            f"<{p}:r><{p}:instrText>{_spelled(whole[a:b], how)}</{p}:instrText></{p}:r>" for a, b in pairwise(edges)
        )
        begin, end = (f'<{p}:r><{p}:fldChar {p}:fldCharType="{t}"/></{p}:r>' for t in ("begin", "end"))
        xml = begin + runs + end
    assert "SRT614" in _codes(_in_part("word/document.xml", f'<{p}:p xmlns:{p}="{W}">{xml}</{p}:p>'))


@settings(max_examples=15, deadline=None)
@given(
    target=st.sampled_from(
        ["http://contoh.invalid/a", "file:///C:/a", "\\\\contoh\\a", "//contoh/a", "mailto:a", "a.x"]
    ),
    kind=st.sampled_from(["image", "attachedTemplate", "hyperlink", "aFChunk", "oleObject", "settings", "header"]),
    how=_HOW,
    external=st.booleans(),
)
def test_no_spelling_hides_a_relation(target: str, kind: str, how: list[int], external: bool) -> None:
    mode = f' TargetMode="{_spelled("External", how)}"' if external else ""
    spelled = f'Type="{_spelled(f"{R}/{kind}", how)}"\tTarget="{_spelled(target, how)}"{mode}'
    xml = f'<Relationship\nId="x" {spelled}></Relationship>'
    assert _codes(_relations("word/_rels/document.xml.rels", xml)) & {"SRT613", "SRT614"}


def _field(code: str, inside: str = "") -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{inside}{separate}<w:r><w:t>1</w:t></w:r>{end}"


def test_fields_that_count_pages_stay() -> None:
    for code in ("PAGE", " NUMPAGES \\* MERGEFORMAT ", "page\\* roman", "SEQ Tabel", 'STYLEREF "Judul 1"', "REF a \\h"):
        assert _codes(_in_part("word/document.xml", f"<w:p>{_field(code)}</w:p>")) == set(), code


def test_a_field_in_the_code_of_another_is_refused() -> None:
    assert "SRT614" in _codes(_in_part("word/document.xml", f"<w:p>{_field('PAGE', _field('PAGE'))}</w:p>"))
    assert "SRT614" in _codes(_in_part("word/document.xml", "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("word/media/a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://contoh.invalid'/></svg>"),
        ("word/media/a.jpeg", PNG),
        ("word/media/a.svg", b"<svg/>"),
        ("word/media/a.emf", b"\x01\0\0\0"),
        ("customXml/item9.xml", b"<customXsn xmlns='http://schemas.microsoft.com/office/2006/metadata/customXsn'/>"),
    ],
)
def test_parts_that_are_not_what_they_say(name: str, body: bytes) -> None:
    assert "SRT614" in _codes(with_parts(own_template("sptjm"), {name: body}))


def _pictured(name: str, picture: bytes, times: int = 1) -> bytes:
    """Our template with a picture that is shown so many times."""
    xml = f'<Relationship Id="rIdG" Type="{R}/image" Target="media/{name}"/>'
    base = _relations("word/_rels/document.xml.rels", xml, **{f"word/media/{name}": picture})
    ending = name.rpartition(".")[2]
    parts = {p: b.decode() for p, b in parts_of(base).items() if p in ("[Content_Types].xml", "word/document.xml")}
    types = f'<Default Extension="{ending}" ContentType="image/{ending}"/></Types>'
    if f'Extension="{ending}"' not in parts["[Content_Types].xml"]:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", types)
    shown = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" xmlns:r="{R}" r:embed="rIdG"/></w:drawing></w:r></w:p>' * times
    parts["word/document.xml"] = parts["word/document.xml"].replace("<w:sectPr", f"{shown}<w:sectPr", 1)
    return with_parts(base, {p: t.encode() for p, t in parts.items()})


#: Pictures of a size, each kind with nothing but its headers.
SIZED: dict[str, Callable[[int, int], bytes]] = {
    "a.png": lambda w, h: PNG + _chunk(b"IHDR", struct.pack(">IIB", w, h, 8) + b"\2\0\0\0") + _chunk(b"IEND", b""),
    "moving.png": lambda w, h: (
        PNG
        + _chunk(b"IHDR", struct.pack(">IIB", 9, 9, 8) + b"\2\0\0\0")
        + _chunk(b"fcTL", struct.pack(">III", 0, w, h) + bytes(14))
        + _chunk(b"IEND", b"")
    ),
    "a.jpeg": lambda w, h: (
        b"\xff\xd8\xff\xe0\0\4ab\xff\xc2\0\x0b\x08" + struct.pack(">HH", h, w) + b"\1\1\x11\0\xff\xda\0\2"
    ),
    "a.gif": lambda w, h: (
        b"GIF89a\1\0\1\0\x80\0\0" + bytes(6) + b"!\xfe\1x\0,\0\0\0\0" + struct.pack("<HH", w, h) + b"\0\2\1x\0;"
    ),
    "a.bmp": lambda w, h: b"BM" + bytes(12) + struct.pack("<Iii", 40, w, -h) + bytes(28),
    "old.bmp": lambda w, h: b"BM" + bytes(12) + struct.pack("<IHH", 12, w, h) + bytes(28),
    "a.tiff": lambda w, h: b"II*\0\x08\0\0\0" + _page("<", 1, 1, 38) + _page("<", w, h, 0),
    "other.tiff": lambda w, h: b"MM\0*\0\0\0\x08" + _page(">", w, h, 0),
}


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _page(order: str, width: int, height: int, after: int) -> bytes:
    tags = struct.pack(f"{order}HHIHxxHHII", 256, 3, 1, width, 257, 4, 1, height)
    return struct.pack(f"{order}H", 2) + tags + struct.pack(f"{order}I", after)


@pytest.mark.parametrize("name", SIZED)
def test_pictures_have_a_bound_of_pixels(name: str) -> None:
    assert _codes(_pictured(name, SIZED[name](6000, 6000))) == set()
    assert _codes(_pictured(name, SIZED[name](6500, 6500))) == {"SRT612"}
    assert _codes(_pictured(name, SIZED[name](3000, 3000), 5)) == {"SRT612"}
    whole = SIZED[name](600, 60)
    for n in range(8, len(whole), 5):
        assert _codes(_pictured(name, whole[:n])) <= {"SRT611"}


@pytest.mark.parametrize("path", [p for p in parts_of(own_template("sptjm")) if p.endswith((".xml", ".rels"))])
@pytest.mark.parametrize("apart", ['<?xml-stylesheet href="http://contoh.invalid/a.xsl" type="text/xsl"?>', "<!--a-->"])
def test_nothing_stands_beside_the_root_of_a_part(path: str, apart: str) -> None:
    """An instruction before or after it would go into the letter with the part."""
    base = own_template("sptjm")
    text = parts_of(base)[path].decode()
    n = text.index("?>") + 2 if text.startswith("<?xml") else 0
    for changed in (text[:n] + apart + text[n:], text + apart):
        assert _codes(with_parts(base, {path: changed.encode()})) == {"SRT614"}


@pytest.mark.parametrize(
    "name", ["../a.png", "/a.png", "word//a.png", "word\\a.png", "a" * 300 + ".png", "WORD/document.xml"]
)
def test_names_of_parts(name: str) -> None:
    isi = io.BytesIO(own_template("sptjm"))
    with zipfile.ZipFile(isi, "a") as z:
        z.writestr(name, PNG)
    assert "SRT611" in _codes(isi.getvalue())


def test_a_copy_packed_in_a_drawing_is_left_out() -> None:
    """Word puts it beside every text box; it may hold anything, and nothing shows it."""
    templat = _in_part("word/document.xml", '<w:p><w:r><w:pict><v:shape o:gfxdata="UEsDBBQ"/></w:pict></w:r></w:p>')
    bersih, temuan = open_template(templat, "x.docx")
    assert temuan == []
    assert b"gfxdata" in parts_of(templat)["word/document.xml"]
    assert b"gfxdata" not in parts_of(bersih)["word/document.xml"]


def test_what_the_tags_make_is_looked_at_again() -> None:
    """Before the tags are gone it is a page number, after that another program is called."""
    half = (
        "<w:r><w:t>{% if satker.nama %}{% else %}</w:t></w:r><w:r><w:instrText>PAGE </w:instrText></w:r>"
        "<w:r><w:t>{% endif %}</w:t></w:r><w:r><w:instrText>DDEAUTO x</w:instrText></w:r>"
    )
    templat = _in_part("word/document.xml", f"<w:p>{_field('', half)}</w:p>")
    assert _codes(templat) == set()
    permintaan = RenderRequest({"satker": {"nama": "Contoh"}}, date(2027, 5, 20), "zi")
    hasil, temuan = child.render_confined(templat, "sptjm", "x.docx", permintaan)
    assert (hasil, [t.kode for t in temuan]) == (None, ["SRT614"])
    assert "DDEAUTO" in temuan[0].pesan


@pytest.mark.parametrize(
    ("nama", "opsi"),
    [("sptjm", ()), ("pengajuan-lampiran", ()), ("lhe", ()), ("monev", ("--paksa", "diminta pimpinan"))],
)
def test_our_own_letters_hold_nothing_else(nama: str, opsi: tuple[str, ...], sample_tree: Path, tmp_path: Path) -> None:
    assert check_package(buat(nama, sample_tree, tmp_path, *opsi), nama) == []


def test_a_document_of_libreoffice_passes(tmp_path: Path) -> None:
    soffice = butuh_soffice()
    d = Document(io.BytesIO(own_template("lhe")))
    d.add_table(2, 2, style="Table Grid")
    d.add_heading("Judul", 1)
    d.save(tmp_path / "a.docx")
    for ke in ("odt", "docx"):
        subprocess.run(
            [soffice, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", ke,
             "--outdir", tmp_path, next(tmp_path.glob("a.odt"), tmp_path / "a.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    assert check_package((tmp_path / "a.docx").read_bytes(), "a.docx") == []


@pytest.mark.parametrize("xml", ["<w:fldSimple ", '<w:fldSimple w:instr="PAGE"/>'])
def test_many_fields_do_not_last(xml: str) -> None:
    templat = _in_part("word/document.xml", f"<w:p>{xml * 200_000}</w:p>")
    mulai = time.monotonic()
    hasil, temuan = child.render_confined(templat, "sptjm", "x.docx", RenderRequest({}, date(2027, 5, 20), "zi"))
    assert hasil is None and temuan[0].kode in {"SRT611", "SRT612", "SRT614"}
    assert time.monotonic() - mulai < 2 * child.SECONDS


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p " + " ".join(f'w:a{i}="1"' for i in range(100_000)) + "/>",
        *(
            f"<w:p><w:r><w:t>{t * 60_000}</w:t></w:r></w:p>"
            for t in ("{", "{{ ", "{% ", "}}{{", "{%p ", "&#123;", "a b")
        ),
        "<w:p><w:r><w:t>{</w:t></w:r></w:p>" * 60_000,
        "<w:p><w:r><w:t>{{ " + "(" * 200_000 + " }}</w:t></w:r></w:p>",
    ],
    ids=lambda x: x[:30] if isinstance(x, str) else "",
)
def test_what_would_take_long_is_refused_by_one_look(xml: str) -> None:
    isi = _in_part("word/document.xml", xml)
    mulai = time.process_time()
    assert [t.kode for t in check_package(isi, "sptjm.docx")] == ["SRT612"]
    assert time.process_time() - mulai < 2


def test_the_parent_never_opens_a_template(
    monkeypatch: pytest.MonkeyPatch, zi: Zi, sample_tree: Path, tmp_path: Path
) -> None:
    """Whatever a template is, this process hands its bytes to the bounded child and no more."""

    def never(*_: object) -> None:
        raise AssertionError("dibuka di proses induk")

    monkeypatch.setattr(template_package, "_read_parts", never)
    templat = tmp_path / "sptjm.docx"
    templat.write_bytes(with_expression(own_template("sptjm"), "isi", "x"))
    perintah = ("surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-20", "--templat", templat)
    assert zi(*perintah, "-o", tmp_path / "s", "--draf")[0] == 0


def test_the_templates_are_what_their_builder_makes() -> None:
    for nama in PEMBUAT:
        isi, kini = template_bytes(nama), (TEMPLAT / f"{nama}.docx").read_bytes()
        with zipfile.ZipFile(io.BytesIO(isi)) as baru, zipfile.ZipFile(io.BytesIO(kini)) as ada:
            assert {n: baru.read(n) for n in baru.namelist()} == {n: ada.read(n) for n in ada.namelist()}, nama
            # Without the time of the build, whatever that is.
            assert {i.date_time for i in baru.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("word/document.xml", "isi"),
        ("word/header12.xml", "kepala halaman"),
        ("word/_rels/footer1.xml.rels", "tautan kaki halaman"),
        ("_rels/.rels", "tautan dokumen"),
        ("word/settings.xml", "setelan dokumen"),
        ("docProps/core.xml", "sifat dokumen"),
        ("word/vbaProject.bin", "word/vbaProject.bin"),
    ],
)
def test_a_part_is_called_as_people_call_it(path: str, words: str) -> None:
    assert part_words(path) == words


@pytest.mark.parametrize("path", sorted(p for p in parts_of(own_template("sptjm")) if p.endswith((".xml", ".rels"))))
def test_what_is_refused_in_a_part_never_says_its_path(path: str) -> None:
    for isi in (b"<a", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"), b'<a xmlns="urn:x"><b/></a>'):
        temuan = check_package(with_parts(own_template("sptjm"), {path: isi}), "x.docx")
        assert [t.pesan for t in temuan if ".xml" in t.pesan or ".rels" in t.pesan] == []
