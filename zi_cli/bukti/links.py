"""Links in the text of a cell, and which of them can't serve as evidence; nothing is ever opened."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, unquote, urlsplit

from zi_cli.bukti.rules import link_kinds
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import is_marked_doubtful

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
_BERKAS = re.compile(r"\.(?:pdf|docx?|xls[xmb]?|ods|odt|pptx?|jpe?g|png|tiff?|zip)$", re.IGNORECASE)
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


class LinkedCell(NamedTuple):
    """A cell as it leads: its parts with the addresses behind it, and where those are not what it shows.

    ``lain``: what is shown, and the address that it leads to instead ("" for one that can't be told).
    """

    bagian: tuple[CellPart, ...] = ()
    lain: tuple[tuple[str, str], ...] = ()


def linked_cell(teks: str, tujuan: Sequence[str] = ()) -> LinkedCell:
    """A cell that shows *teks* and leads to *tujuan* when it is clicked."""
    bagian = [*split_cell(teks)]
    tampak = [b.teks for b in bagian if b.tautan]
    lain: list[tuple[str, str]] = []
    for alamat in tujuan:
        bersih = alamat.strip()
        if bersih and not is_link(bersih):
            # A path as seen from the workbook leads nowhere on another computer.
            bersih = f"file:///{quote(unquote(bersih))}"
        if not bersih:
            lain.append((teks.strip(), ""))
        elif not any(_place(t) == _place(bersih) for t in tampak):
            potongan = next((t for t in tampak if _is_cut(teks, t, bersih)), None)
            if potongan is not None:
                bagian = [b._replace(teks=bersih) if b.teks == potongan else b for b in bagian]
                continue
            bagian.append(CellPart(bersih, True))
            if tampak:
                lain.append((tampak[0], bersih))
    return LinkedCell(tuple(bagian), tuple(lain))


def _place(tautan: str) -> str:
    """*tautan* without what a program adds when it makes a link of an address that was typed."""
    teks = re.sub(r"^(?:mailto:|file:/{0,3})", "", unquote(tautan.strip()), flags=re.IGNORECASE)
    return canonical_link(_trimmed(teks).replace("\\", "/"))


def _is_cut(teks: str, tampak: str, alamat: str) -> bool:
    """Whether *tampak*, which stands in *teks*, is the beginning of *alamat*, with dots for the rest."""
    awal = tampak.rstrip("…")
    return (awal != tampak or f"{awal}..." in teks) and alamat.startswith(awal)


def titled_parts(bagian: Iterable[CellPart]) -> Iterator[tuple[str, str]]:
    """The links among the parts of a cell, each with the words just before it ("" when there are none)."""
    kata = ""
    for b in bagian:
        if b.tautan:
            yield b.teks, kata
        kata = "" if b.tautan else b.teks


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


def names_a_file(teks: str) -> bool:
    """Whether *teks* ends like the name of a file; other words (the number of a letter) are taken as they are."""
    return _BERKAS.search(teks) is not None


def is_proof(teks: str) -> bool:
    """Whether *teks* names something that may prove: a link, a file, or words without a mark of doubt."""
    return is_link(teks) or names_a_file(teks) or not is_marked_doubtful(teks)


def canonical_link(tautan: str) -> str:
    """*tautan* for comparison: without scheme, "www.", trailing slash and what only says how it was shared."""
    dasar = re.sub(r"^(?:https?\s?://)?(?:www\.)?", "", tautan.strip(), flags=re.IGNORECASE)
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
