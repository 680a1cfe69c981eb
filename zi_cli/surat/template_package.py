"""What a letter's template may hold, checked part by part; whatever is not on the list is refused.

The list is data: which relations lead to which kind of part (``templat_bagian.csv``); what may stand in a part knows
:mod:`zi_cli.surat.template_elements`. Every part is read by an XML parser, as Word and LibreOffice do, never by
pattern. A stranger's template is looked at only in the bounded child (:mod:`zi_cli.surat.child`), and so is the letter
made of it.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.outgoing import packed
from zi_cli.surat.fields import read_table
from zi_cli.surat.picture_size import DamagedPicture, pixels
from zi_cli.surat.template_elements import ADDRESS, NO_ELEMENT, RELATIONS, check_tree

UNPACKED_MAX = 40 * 1024 * 1024
_PARTS_MAX = 500
#: Pixels of all pictures: a sheet of A4 scanned at 600 dots an inch has 35 million.
_PIXELS_MAX = 40_000_000
_FINDINGS_MAX = 20
#: Braces and references of one part, "=" in one tag, bytes from one tag to the next: far more than a letter has.
_BRACES_MAX, _EQUALS_MAX, _PIECE_MAX = 3_000, 2_000, 100_000
#: What people call the parts of a document; the others are named by their place.
_PARTS = (
    (r"word/document\.xml", "isi"), (r"word/header\d*\.xml", "kepala halaman"),
    (r"word/footer\d*\.xml", "kaki halaman"), (r"word/footnotes\.xml", "catatan kaki"),
    (r"word/comments\w*\.xml", "komentar"), (r"word/endnotes\.xml", "catatan akhir"),
    (r"word/(?:settings|webSettings)\.xml", "setelan dokumen"), (r"word/styles\w*\.xml", "gaya"),
    (r"word/numbering\.xml", "penomoran"), (r"word/fontTable\.xml", "daftar huruf"),
    (r"word/theme/theme\d*\.xml", "tema"), (r"docProps/\w+\.xml", "sifat dokumen"),
    (r"customXml/\w+\.xml", "data kustom"), (r"\[Content_Types\]\.xml", "daftar bagian"),
)  # fmt: skip
_PART_NAME = re.compile(r"(?!/|\.\.)[\w\-\[\]/. ]{1,255}")
_IMAGE_STARTS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/jpg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF8",),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\0", b"MM\0*"),
}
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
#: A copy of a drawing that Word 2010 and later put beside it, packed in an attribute; nothing shows it.
_PACKED_COPY = re.compile(rb"""\s[A-Za-z_][\w.\-]*:gfxdata\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


def part_words(path: str) -> str:
    """What people call the part *path* of a document; its place where they have no word for it."""
    if path.endswith(".rels"):
        return f"tautan {part_words(_source_of(path)) or 'dokumen'}"
    return next((word for pattern, word in _PARTS if re.fullmatch(pattern, path)), path)


class _Refused(Exception):
    """A finding that ends the look at a part."""

    def __init__(self, temuan: Temuan) -> None:
        super().__init__(temuan.pesan)
        self.temuan = temuan


@cache
def _relations() -> dict[str, frozenset[str]]:
    """The content types that a relation of each type may lead to."""
    return {r["hubungan"]: frozenset(r["jenis_isi"].lower().split()) for r in read_table("templat_bagian.csv")}


@cache
def _content_types() -> frozenset[str]:
    return frozenset({_RELATIONS_TYPE}).union(*_relations().values())


def open_template(content: bytes, name: str) -> tuple[bytes, list[Temuan]]:
    """The template as an archive of the very parts that were checked, and all that is refused in it.

    SRT611 what can't be read, SRT612 beyond the limits, SRT613 what reaches outside, SRT614 what may not stand in it.
    """
    try:
        parts = {n: _PACKED_COPY.sub(b"", b) for n, b in _read_parts(content, name).items()}
    except _Refused as e:
        return b"", [e.temuan]
    return packed(parts), _check_parts(parts, name)


def check_package(content: bytes, name: str) -> list[Temuan]:
    """All that is refused in the DOCX *content*: SRT611 to SRT614, at most twenty."""
    return open_template(content, name)[1]


def _read_parts(content: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            daftar = [i for i in archive.infolist() if not (i.is_dir() and i.file_size == 0)]
            if len(daftar) > _PARTS_MAX or sum(i.file_size for i in daftar) > UNPACKED_MAX:
                reason = f"lebih dari {_PARTS_MAX} bagian atau {UNPACKED_MAX >> 20} MB setelah diurai"
                raise _Refused(make_temuan("SRT612", templat=name, sebab=reason))
            if len({i.filename.lower() for i in daftar}) != len(daftar) or any(i.flag_bits & 1 for i in daftar):
                raise _Refused(make_temuan("SRT611", templat=name, sebab="bagian ganda atau bersandi"))
            for i in daftar:
                if not _PART_NAME.fullmatch(i.filename) or posixpath.normpath(i.filename) != i.filename:
                    reason = f"nama bagian “{i.filename[:60]}” tidak wajar"
                    raise _Refused(make_temuan("SRT611", templat=name, sebab=reason))
            return {i.filename: archive.read(i) for i in daftar}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error, OSError) as e:
        reason = "bukan dokumen .docx yang utuh"
        raise _Refused(make_temuan("SRT611", templat=name, sebab=reason)) from e


def _check_parts(parts: Mapping[str, bytes], name: str) -> list[Temuan]:
    found: dict[Temuan, None] = {}
    for t in _look(parts, name):
        found[t] = None
        if len(found) == _FINDINGS_MAX:
            break
    return list(found)


def _look(parts: Mapping[str, bytes], name: str) -> Iterator[Temuan]:
    try:
        types = _types_of_parts(parts, name)
        relations = {_source_of(p): _parse(parts[p], p, name) for p in parts if p.endswith(".rels")}
    except _Refused as e:
        yield e.temuan
        return
    main = [p for p, t in types.items() if t in _relations()[f"{RELATIONS}/officeDocument"]]
    if len(main) != 1:
        yield make_temuan("SRT611", templat=name, sebab="bukan Dokumen Word (.docx) tanpa makro")
        return
    ids: dict[str, dict[str, str]] = {}
    for source, tree in relations.items():
        yield from _check_relations(tree, source, types, name)
        ids[source] = {r.get("Id", ""): _place(source, r.get("Target", "")) for r in tree}
    sizes: dict[str, int] = {}
    shown: list[str] = []
    for path, content in parts.items():
        kind = types.get(path, "")
        if path == "[Content_Types].xml" or path.endswith(".rels"):
            continue
        if kind not in _content_types():
            what = f"bagian berjenis {kind[:80] or 'tak dikenal'}"
            yield make_temuan("SRT614", templat=name, apa=what, bagian=part_words(path))
        elif kind.startswith("image/"):
            if not content.startswith(_IMAGE_STARTS[kind]):
                what = f"gambar yang isinya bukan {kind}"
                yield make_temuan("SRT614", templat=name, apa=what, bagian=part_words(path))
                continue
            try:
                sizes[path] = pixels(content)
            except DamagedPicture as e:
                yield make_temuan("SRT611", templat=name, sebab=f"gambar {path} {e}")
        else:
            try:
                yield from check_tree(_parse(content, path, name), part_words(path), ids.get(path, {}), shown, name)
            except _Refused as e:
                yield e.temuan
    often = Counter(shown)
    if sum(n * max(1, often[path]) for path, n in sizes.items()) > _PIXELS_MAX:
        reason = f"gambarnya lebih dari {_PIXELS_MAX // 1_000_000} juta piksel seluruhnya"
        yield make_temuan("SRT612", templat=name, sebab=reason)


def _too_much(content: bytes) -> str:
    """What of a part would take long to look at, by one look over its bytes; "" for nothing."""
    if sum(map(content.count, (b"{", b"}", b"&#"))) > _BRACES_MAX:
        return "lebih dari 3.000 kurung kurawal"
    pieces = content.split(b"<")
    if max(map(len, pieces)) > _PIECE_MAX:
        return "teks atau tanda sepanjang lebih dari 100.000 huruf"
    # What is shorter than that can't hold so many.
    long = (p for p in pieces if len(p) > _EQUALS_MAX)
    return "lebih dari 2.000 atribut dalam satu tanda" if any(p.count(b"=") > _EQUALS_MAX for p in long) else ""


def _parse(content: bytes, path: str, name: str) -> Any:
    """The root of one part; nothing outside it is read, no entity is known."""
    from lxml import etree

    if too_much := _too_much(content):
        raise _Refused(make_temuan("SRT612", templat=name, sebab=f"{part_words(path)} berisi {too_much}"))
    try:
        text = content.decode("utf-8-sig")
        head = re.match(r"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", text)
        if head and head[1].lower() != "utf-8":
            raise UnicodeError
    except UnicodeError:
        raise _Refused(make_temuan("SRT611", templat=name, sebab=f"{part_words(path)} bukan UTF-8")) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _Refused(make_temuan("SRT614", templat=name, apa="DOCTYPE atau ENTITY", bagian=part_words(path)))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise _Refused(make_temuan("SRT611", templat=name, sebab=f"{part_words(path)} bukan XML yang utuh")) from None
    if root.getprevious() is not None or root.getnext() is not None:
        raise _Refused(make_temuan("SRT614", templat=name, apa=NO_ELEMENT, bagian=part_words(path)))
    return root


def _types_of_parts(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Content type of every part that has one, in lower case."""
    tree = _parse(parts.get("[Content_Types].xml", b""), "[Content_Types].xml", name)
    endings: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for e in tree:
        known, key = {
            f"{_TYPES}Default": (endings, e.get("Extension", "")),
            f"{_TYPES}Override": (overrides, e.get("PartName", "")),
        }.get(e.tag, ({}, ""))
        if not key or known.setdefault(key.lower(), e.get("ContentType", "").lower()) != known[key.lower()]:
            reason = "daftar bagian tidak wajar"
            raise _Refused(make_temuan("SRT611", templat=name, sebab=reason))
    results = {p: overrides.get(f"/{p}".lower()) or endings.get(p.rpartition(".")[2].lower(), "") for p in parts}
    return {p: t for p, t in results.items() if t}


def _source_of(path: str) -> str:
    """The part whose relations stand in *path*; "" for those of the package."""
    folder, _, name = path.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


def _check_relations(tree: Any, source: str, types: Mapping[str, str], name: str) -> Iterator[Temuan]:
    path = posixpath.join(posixpath.dirname(source), "_rels", posixpath.basename(source) + ".rels")
    seen: set[str] = set()
    for r in tree:
        target, kind, mode = r.get("Target", ""), r.get("Type", ""), r.get("TargetMode", "Internal")
        plain = (
            r.tag == f"{_RELS}Relationship" and set(r.attrib) <= {"Id", "Type", "Target", "TargetMode"} and not len(r)
        )
        if not plain or not r.get("Id") or r.get("Id") in seen:
            yield make_temuan("SRT611", templat=name, sebab=f"{part_words(path)} tidak wajar")
            return
        seen.add(r.get("Id"))
        if mode != "Internal" or ADDRESS.match(target):
            yield make_temuan("SRT613", templat=name, tujuan=target[:120], bagian=part_words(path))
        elif kind not in _relations():
            what = f"hubungan {kind.rpartition('/')[2][:60] or 'tanpa jenis'}"
            yield make_temuan("SRT614", templat=name, apa=what, bagian=part_words(path))
        else:
            if types.get(_place(source, target), "") not in _relations()[kind]:
                what = f"hubungan {kind.rpartition('/')[2]} ke “{target[:60]}”"
                yield make_temuan("SRT614", templat=name, apa=what, bagian=part_words(path))


def _place(source: str, target: str) -> str:
    """The part that *target* names in the relations of *source*."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
