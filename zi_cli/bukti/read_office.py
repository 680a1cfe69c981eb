"""Inside the bounded process: what an Office document says, as plain facts; nothing is run."""

import re
from pathlib import Path

from zi_cli.bukti.content_facts import ContentFacts, facts_of_text
from zi_cli.files import read_file
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import MIB, UKURAN_BERKAS, Budget, LimitExceeded, parse_xml

#: Characters of text that are kept.
_TEKS = 100_000
#: Fields of a document that run a program, or fetch what they show.
_MEMULAI, _MENGAMBIL = (
    re.compile(r"(?i)\bDDE(?:AUTO)?\b"),
    re.compile(r"(?i)\bINCLUDE(?:PICTURE|TEXT)\s+\"?\s*(?:https?:|ftp:|file:|\\\\)"),
)
#: Parts of an Office document that hold something beside text.
_BUKAN_TEKS = ("/media/", "/charts/", "/diagrams/", "/embeddings/")


def read_office(berkas: Path, jenis: str) -> ContentFacts:
    """The facts of a document of the kind *jenis*; raises ``Damaged``, ``LimitExceeded`` or ``OSError``."""
    data = read_file(berkas, UKURAN_BERKAS + 1)
    if len(data) > UKURAN_BERKAS:
        raise LimitExceeded(f"lebih dari {UKURAN_BERKAS // MIB} MB")
    wadah = Container(data, Budget())
    nama = [e.nama.replace("\\", "/") for e in wadah.entri()]
    aktif = []
    if any(n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in n.lower() for n in nama):
        aktif.append("makro")
    if any("/embeddings/" in n.lower() for n in nama):
        aktif.append("berkas di dalamnya")
    if any(_fetches(wadah.read(n)) for n in nama if n.lower().endswith(".rels")):
        aktif.append("rujukan yang dibuka sendiri")
    gambar = any(b in n.lower() for n in nama for b in _BUKAN_TEKS)
    teks, bidang = _word_text(wadah, nama) if jenis == "docx" else ("", "")
    luar = (n for n in nama if n.lower().startswith("xl/externallinks/") and n.lower().endswith(".xml"))
    if _MEMULAI.search(bidang) or any(b"ddeLink" in wadah.read(n) for n in luar):
        aktif.append("perintah membuka program")
    if _MENGAMBIL.search(bidang):
        aktif.append("rujukan yang dibuka sendiri")
    halaman = _stated_pages(wadah, nama) if jenis == "docx" else None
    if jenis == "pptx":
        halaman = sum(1 for n in nama if n.lower().startswith("ppt/slides/slide")) or None
    # The size of a picture in a document tells nothing of a scan; that there is one tells that it is not empty.
    return facts_of_text(teks, halaman=halaman, gambar=MIB if gambar else 0, aktif=tuple(dict.fromkeys(aktif)))


def _word_text(wadah: Container, nama: list[str]) -> tuple[str, str]:
    """Text of the body and of headers and footers, a line a paragraph; and what their fields ask for."""
    potongan: list[str] = []
    bidang: list[str] = []
    dalam = ""

    def begin(tag: str, atribut: dict[str, str]) -> None:
        nonlocal dalam
        dalam = tag.rpartition(" ")[2]
        if dalam == "fldSimple":
            bidang.extend(v for k, v in atribut.items() if k.endswith(" instr"))

    def end(tag: str) -> None:
        nonlocal dalam
        dalam = ""
        if tag.endswith(" p"):
            potongan.append("\n")
        elif tag.endswith((" fldSimple", " fldChar")):
            bidang.append("\n")

    def huruf(isi: str) -> None:
        if dalam == "t":
            potongan.append(isi)
        elif dalam == "instrText":
            bidang.append(isi)

    for n in nama:
        bagian = n.lower().removeprefix("word/")
        if bagian == "document.xml" or (bagian.startswith(("header", "footer")) and bagian.endswith(".xml")):
            parse_xml(wadah.read(n), begin, end, huruf, ruang_nama=True)
    return "".join(potongan)[:_TEKS], "".join(bidang)[:_TEKS]


def _stated_pages(wadah: Container, nama: list[str]) -> int | None:
    """Pages as the program that saved the document counted them."""
    isi: list[str] = []
    tanda: list[str] = []

    def huruf(teks: str) -> None:
        if tanda and tanda[-1].rpartition(" ")[2] == "Pages":
            isi.append(teks)

    if "docProps/app.xml" in nama:
        kata = wadah.read("docProps/app.xml")
        parse_xml(kata, lambda n, _: tanda.append(n), lambda _: tanda.pop(), huruf, ruang_nama=True)
    teks = "".join(isi).strip()
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) < 6 and int(teks) else None


def _fetches(rels: bytes) -> bool:
    """Whether relationships make a program fetch something by itself: all that lead outside but links to follow."""
    hasil = False

    def begin(tag: str, atribut: dict[str, str]) -> None:
        nonlocal hasil
        keluar = atribut.get("TargetMode", "").lower() == "external"
        hasil = hasil or (keluar and not atribut.get("Type", "").lower().endswith("/hyperlink"))

    parse_xml(rels, begin, lambda _: None, lambda _: None)
    return hasil
