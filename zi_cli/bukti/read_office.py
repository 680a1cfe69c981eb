"""Inside the bounded process: what an Office document says, as plain facts; nothing is run."""

import re
from pathlib import Path

from zi_cli.bukti.content_facts import ContentFacts, facts_of_text
from zi_cli.files import read_file
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import MAX_FILE_BYTES, MIB, Budget, LimitExceeded, parse_xml

#: Characters of text that are kept.
_MAX_TEXT = 100_000
#: Fields of a document that run a program, or fetch what they show.
_STARTS_PROGRAM, _FETCHES_FILE = (
    re.compile(r"(?i)\bDDE(?:AUTO)?\b"),
    re.compile(r"(?i)\bINCLUDE(?:PICTURE|TEXT)\s+\"?\s*(?:https?:|ftp:|file:|\\\\)"),
)
#: Parts of an Office document that hold something beside text.
_NOT_TEXT = ("/media/", "/charts/", "/diagrams/", "/embeddings/")


def read_office(file: Path, kind: str) -> ContentFacts:
    """The facts of a document of the kind *kind*; raises ``Damaged``, ``LimitExceeded`` or ``OSError``."""
    data = read_file(file, MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise LimitExceeded(f"lebih dari {MAX_FILE_BYTES // MIB} MB")
    container = Container(data, Budget())
    names = [e.nama.replace("\\", "/") for e in container.entries()]
    active = []
    if any(n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in n.lower() for n in names):
        active.append("makro")
    if any("/embeddings/" in n.lower() for n in names):
        active.append("berkas di dalamnya")
    if any(_fetches(container.read(n)) for n in names if n.lower().endswith(".rels")):
        active.append("rujukan yang dibuka sendiri")
    picture = any(b in n.lower() for n in names for b in _NOT_TEXT)
    text, bidang = _word_text(container, names) if kind == "docx" else ("", "")
    outside = (n for n in names if n.lower().startswith("xl/externallinks/") and n.lower().endswith(".xml"))
    if _STARTS_PROGRAM.search(bidang) or any(b"ddeLink" in container.read(n) for n in outside):
        active.append("perintah membuka program")
    if _FETCHES_FILE.search(bidang):
        active.append("rujukan yang dibuka sendiri")
    page = _stated_pages(container, names) if kind == "docx" else None
    if kind == "pptx":
        page = sum(1 for n in names if n.lower().startswith("ppt/slides/slide")) or None
    # The size of a picture in a document tells nothing of a scan; that there is one tells that it is not empty.
    return facts_of_text(text, halaman=page, gambar=MIB if picture else 0, aktif=tuple(dict.fromkeys(active)))


def _word_text(container: Container, names: list[str]) -> tuple[str, str]:
    """Text of the body and of headers and footers, a line a paragraph; and what their fields ask for."""
    pieces: list[str] = []
    bidang: list[str] = []
    dalam = ""

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal dalam
        dalam = tag.rpartition(" ")[2]
        if dalam == "fldSimple":
            bidang.extend(v for k, v in attributes.items() if k.endswith(" instr"))

    def end(tag: str) -> None:
        nonlocal dalam
        dalam = ""
        if tag.endswith(" p"):
            pieces.append("\n")
        elif tag.endswith((" fldSimple", " fldChar")):
            bidang.append("\n")

    def on_text(content: str) -> None:
        if dalam == "t":
            pieces.append(content)
        elif dalam == "instrText":
            bidang.append(content)

    for n in names:
        part = n.lower().removeprefix("word/")
        if part == "document.xml" or (part.startswith(("header", "footer")) and part.endswith(".xml")):
            parse_xml(container.read(n), begin, end, on_text, ruang_nama=True)
    return "".join(pieces)[:_MAX_TEXT], "".join(bidang)[:_MAX_TEXT]


def _stated_pages(container: Container, names: list[str]) -> int | None:
    """Pages as the program that saved the document counted them."""
    content: list[str] = []
    marks: list[str] = []

    def on_text(text: str) -> None:
        if marks and marks[-1].rpartition(" ")[2] == "Pages":
            content.append(text)

    if "docProps/app.xml" in names:
        word = container.read("docProps/app.xml")
        parse_xml(word, lambda n, _: marks.append(n), lambda _: marks.pop(), on_text, ruang_nama=True)
    text = "".join(content).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) else None


def _fetches(rels: bytes) -> bool:
    """Whether relationships make a program fetch something by itself: all that lead outside but links to follow."""
    result = False

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal result
        keluar = attributes.get("TargetMode", "").lower() == "external"
        result = result or (keluar and not attributes.get("Type", "").lower().endswith("/hyperlink"))

    parse_xml(rels, begin, lambda _: None, lambda _: None)
    return result
