"""Links in the text of a cell, and which of them can't serve as evidence; nothing is ever opened."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, unquote, urlsplit

from zi_cli.bukti.rules import link_kinds
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import is_marked_doubtful

_LINK = re.compile(
    r"(?:https?|ftp|file)\s?://[^\s<>\"]+?(?=(?<![=/])https?://|[\s<>\"]|$)|mailto:[^\s<>\"]+|\b[A-Za-z]:\\[^\n;|]+"
    r"|\\\\[^\s;]+"
    r"|(?<![\w@.])www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@./])(?:[\w-]+\.)+[a-z]{2,6}/[^\s;]+",
    re.IGNORECASE,
)
_ORNAMENTS = " \t\r\n-•*–·"
_TRAILING = ".,;|]}>\"'”’"
_CONNECTORS = frozenset({"dan", "serta", "atau", "link", "tautan", "lihat"})
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xls[xmb]?|ods|odt|pptx?|jpe?g|png|tiff?|zip)$", re.IGNORECASE)
#: Characters of one link; browsers take little more.
_MAX_LENGTH = 2000


class CellPart(NamedTuple):
    """A part of a cell: a link, or the words between links."""

    teks: str
    tautan: bool


def split_cell(text: str) -> Iterator[CellPart]:
    """The links of a cell and the lines of words among them, in order."""
    end = 0
    for match in _LINK.finditer(text):
        yield from _words(text[end : match.start()])
        end = match.end()
        yield CellPart(_trimmed(match[0].strip()), True)
    yield from _words(text[end:])


class LinkedCell(NamedTuple):
    """A cell as it leads: its parts with the addresses behind it, and where those are not what it shows.

    ``lain``: what is shown, and the address that it leads to instead ("" for one that can't be told).
    """

    bagian: tuple[CellPart, ...] = ()
    lain: tuple[tuple[str, str], ...] = ()


def linked_cell(text: str, targets: Sequence[str] = ()) -> LinkedCell:
    """A cell that shows *text* and leads to *targets* when it is clicked."""
    parts = [*split_cell(text)]
    visible = [b.teks for b in parts if b.tautan]
    others: list[tuple[str, str]] = []
    for address in targets:
        clean = address.strip()
        if clean and not is_link(clean):
            # A path as seen from the workbook leads nowhere on another computer.
            clean = f"file:///{quote(unquote(clean))}"
        if not clean:
            others.append((text.strip(), ""))
        elif not any(_place(t) == _place(clean) for t in visible):
            piece = next((t for t in visible if _is_cut(text, t, clean)), None)
            if piece is not None:
                parts = [b._replace(teks=clean) if b.teks == piece else b for b in parts]
                continue
            parts.append(CellPart(clean, True))
            if visible:
                others.append((visible[0], clean))
    return LinkedCell(tuple(parts), tuple(others))


def _place(link: str) -> str:
    """*link* without what a program adds when it makes a link of an address that was typed."""
    text = re.sub(r"^(?:mailto:|file:/{0,3})", "", unquote(link.strip()), flags=re.IGNORECASE)
    return canonical_link(_trimmed(text).replace("\\", "/"))


def _is_cut(text: str, visible: str, address: str) -> bool:
    """Whether *visible*, which stands in *text*, is the beginning of *address*, with dots for the rest."""
    start = visible.rstrip("…")
    return (start != visible or f"{start}..." in text) and address.startswith(start)


def titled_parts(parts: Iterable[CellPart]) -> Iterator[tuple[str, str]]:
    """The links among the parts of a cell, each with the words just before it ("" when there are none)."""
    word = ""
    for b in parts:
        if b.tautan:
            yield b.teks, word
        word = "" if b.tautan else b.teks


def _trimmed(link: str) -> str:
    """*link* without the punctuation of the sentence behind it; a bracket that it opened itself stays."""
    while link and (link[-1] in _TRAILING or (link[-1] == ")" and link.count("(") < link.count(")"))):
        link = link[:-1]
    return link


def _words(text: str) -> Iterator[CellPart]:
    for row in re.split(r"[\n;]+", text):
        word = row.strip(_ORNAMENTS + _TRAILING + ":()")
        if re.search(r"\w", word) and word.casefold() not in _CONNECTORS:
            yield CellPart(word, False)


def is_link(text: str) -> bool:
    """Whether all of *text* is meant as a link (an address, a path of a computer, a mail address)."""
    if re.match(r"(?:https?|ftp|file|mailto)\s?:", text.strip(), re.IGNORECASE):
        return True
    match = _LINK.match(text.strip())
    return match is not None and match.end() >= len(text.strip()) - 1


def names_a_file(text: str) -> bool:
    """Whether *text* ends like the name of a file; other words (the number of a letter) are taken as they are."""
    return _FILE_NAME.search(text) is not None


def is_proof(text: str) -> bool:
    """Whether *text* names something that may prove: a link, a file, or words without a mark of doubt."""
    return is_link(text) or names_a_file(text) or not is_marked_doubtful(text)


def canonical_link(link: str) -> str:
    """*link* for comparison: without scheme, "www.", trailing slash and what only says how it was shared."""
    basis = re.sub(r"^(?:https?\s?://)?(?:www\.)?", "", link.strip(), flags=re.IGNORECASE)
    basis = re.sub(r"[?&](?:usp|utm_\w+|rtpof|sd|ouid)=[^&#]*", "", basis)
    owner, line, rest = basis.partition("/")
    return (owner.casefold() + line + rest).rstrip("/?&")


def link_fault(link: str) -> tuple[str, str] | None:
    """Sort of what is wrong with *link* and what it is; None for a link that may be evidence.

    Sorts: those of ``tautan.csv``, and ``salah`` for what is no link.
    """
    text = link.strip()
    if re.match(r"(?:[\w-]+\.)+[a-z]{2,6}/|www\.", text, re.IGNORECASE):
        text = f"https://{text}"
    for kind in link_kinds():
        if kind.pola.search(text):
            return kind.jenis, kind.apa
    reason = _malformed(text)
    return ("salah", reason) if reason else None


def _malformed(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        return f"lebih dari {_MAX_LENGTH} karakter"
    if text.endswith(("...", "…")):
        return "terpotong"
    try:
        part = urlsplit(text)
        owner = part.hostname or ""
    except ValueError:
        return "penulisannya salah"
    if part.scheme not in ("http", "https"):
        return "bukan alamat web"
    if not _HOST.fullmatch(owner) or any(c.isspace() for c in text):
        return "penulisannya salah"
    return "contoh yang belum diganti" if owner in ("example.com", "www.example.com", "contoh.com") else ""
