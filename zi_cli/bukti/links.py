"""Links in the text of a cell, and which of them can't serve as evidence; nothing is ever opened."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from zi_cli.bukti.rules import link_kinds
from zi_cli.named_tuple import NamedTuple

_TAUTAN = re.compile(
    r"(?:https?|ftp|file)\s?://[^\s<>\"]+?(?=(?<![=/])https?://|[\s<>\"]|$)|mailto:[^\s<>\"]+|\b[A-Za-z]:\\[^\n;|]+"
    r"|\\\\[^\s;]+"
    r"|(?<![\w@.])www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@./])(?:[\w-]+\.)+[a-z]{2,6}/[^\s;]+",
    re.IGNORECASE,
)
_HIASAN = " \t\r\n-•*–·"
_EKOR = ".,;|]}>\"'”’"
_PENGHUBUNG = frozenset({"dan", "serta", "atau", "link", "tautan", "lihat"})
_TUAN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
#: Characters of one link; browsers take little more.
_PANJANG = 2000


class CellPart(NamedTuple):
    """A part of a cell: a link, or the words between links."""

    teks: str
    tautan: bool


def split_cell(teks: str) -> Iterator[CellPart]:
    """The links of a cell and the lines of words among them, in order."""
    akhir = 0
    for cocok in _TAUTAN.finditer(teks):
        yield from _words(teks[akhir : cocok.start()])
        akhir = cocok.end()
        yield CellPart(_trimmed(cocok[0].strip()), True)
    yield from _words(teks[akhir:])


def titled_links(teks: str) -> Iterator[tuple[str, str]]:
    """The links of a cell, each with the words just before it ("" when there are none)."""
    kata = ""
    for bagian in split_cell(teks):
        if bagian.tautan:
            yield bagian.teks, kata
        kata = "" if bagian.tautan else bagian.teks


def _trimmed(tautan: str) -> str:
    """*tautan* without the punctuation of the sentence behind it; a bracket that it opened itself stays."""
    while tautan and (tautan[-1] in _EKOR or (tautan[-1] == ")" and tautan.count("(") < tautan.count(")"))):
        tautan = tautan[:-1]
    return tautan


def _words(teks: str) -> Iterator[CellPart]:
    for baris in re.split(r"[\n;]+", teks):
        kata = baris.strip(_HIASAN + _EKOR + ":()")
        if re.search(r"\w", kata) and kata.casefold() not in _PENGHUBUNG:
            yield CellPart(kata, False)


def is_link(teks: str) -> bool:
    """Whether all of *teks* is meant as a link (an address, a path of a computer, a mail address)."""
    if re.match(r"(?:https?|ftp|file|mailto)\s?:", teks.strip(), re.IGNORECASE):
        return True
    cocok = _TAUTAN.match(teks.strip())
    return cocok is not None and cocok.end() >= len(teks.strip()) - 1


def with_address(teks: str, alamat: str) -> str:
    """The text of a cell with the address that a click on it opens, where it does not show that already."""
    if not alamat or any(canonical_link(x) == canonical_link(alamat) for x, _ in titled_links(teks)):
        return teks
    # A path relative to the workbook leads nowhere on another computer.
    return f"{teks}\n{alamat if is_link(alamat) else f'file:///{quote(alamat)}'}".strip()


def shown_address(teks: str, alamat: str) -> str:
    """The address that a cell shows though a click on it opens *alamat*; "" when it shows none, or that one."""
    tampil = [x for x, _ in titled_links(teks)]
    lain = alamat and tampil and all(canonical_link(x) != canonical_link(alamat) for x in tampil)
    return tampil[0] if lain else ""


def canonical_link(tautan: str) -> str:
    """*tautan* for comparison: without scheme, "www.", trailing slash and what only says how it was shared."""
    dasar = re.sub(r"^https?\s?://(?:www\.)?", "", tautan.strip(), flags=re.IGNORECASE)
    dasar = re.sub(r"[?&](?:usp|utm_\w+|rtpof|sd|ouid)=[^&#]*", "", dasar)
    tuan, garis, sisa = dasar.partition("/")
    return (tuan.casefold() + garis + sisa).rstrip("/?&")


def link_fault(tautan: str) -> tuple[str, str] | None:
    """Sort of what is wrong with *tautan* and what it is; None for a link that may be evidence.

    Sorts: those of ``tautan.csv``, and ``salah`` for what is no link.
    """
    teks = tautan.strip()
    if re.match(r"(?:[\w-]+\.)+[a-z]{2,6}/|www\.", teks, re.IGNORECASE):
        teks = f"https://{teks}"
    for jenis in link_kinds():
        if jenis.pola.search(teks):
            return jenis.jenis, jenis.apa
    sebab = _malformed(teks)
    return ("salah", sebab) if sebab else None


def _malformed(teks: str) -> str:
    if len(teks) > _PANJANG:
        return f"lebih dari {_PANJANG} karakter"
    if teks.endswith(("...", "…")):
        return "terpotong"
    try:
        bagian = urlsplit(teks)
        tuan = bagian.hostname or ""
    except ValueError:
        return "penulisannya salah"
    if bagian.scheme not in ("http", "https"):
        return "bukan alamat web"
    if not _TUAN.fullmatch(tuan) or any(c.isspace() for c in teks):
        return "penulisannya salah"
    return "contoh yang belum diganti" if tuan in ("example.com", "www.example.com", "contoh.com") else ""
