"""Judges of what leaves the program, one for each form: nothing raw, nothing live, nothing outside."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.hostile.tree import MARK
from zi_cli.text import is_device

#: What commands a terminal, turns text round, or can't be seen.
DANGER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-"
    "\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)"
)
#: A table of comma-separated values begins with a mark of its own.
_BOM = "\ufeff"


def raw(teks: str) -> list[str]:
    """The dangerous characters of *teks* with what stands around them."""
    teks = teks.removeprefix(_BOM)
    return [ascii(teks[max(0, m.start() - 30) : m.end() + 20]) for m in DANGER.finditer(teks)]


def terminal(teks: str) -> Iterator[str]:
    """Markup of the drawing library is shown, never obeyed: it stands before the mark as it stood in the file."""
    for m in re.finditer(rf"(.{{0,5}}){MARK}(?:\[/red\]|\(red\))", teks):
        if not m[1].endswith("[red]"):
            yield m[0]


#: Tokens that a report of ours never has.
_LIVE = frozenset({
    "html_inline", "html_block", "link_open", "image", "code_inline", "em_open", "s_open", "fence", "code_block", "hr",
    "blockquote_open",
})  # fmt: skip


def markdown(teks: str) -> Iterator[str]:
    """Text from files stays text; rows of a table have as many cells as its head."""
    item = ""
    for block in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(teks):
        # A list with numbers, and a heading by its underline, are ours alone.
        if item and block.type == "inline" and block.content.startswith(MARK):
            yield f"{item}: {block.content[:80]}"
        ours = block.type in ("paragraph_open", "list_item_open")
        item = block.type if block.type == "ordered_list_open" or block.markup == "=" else item if ours else ""
        for token in (block, *(block.children or ())):
            if token.type in _LIVE:
                yield f"{token.type}: {(token.content or block.content)[:80]}"
    columns = 0
    for line in teks.split("\n"):
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))
        if not line.startswith("|"):
            columns = 0
        elif columns and cells != columns:
            yield f"{cells} instead of {columns} cells: {line[:120]}"
        else:
            columns = cells


def comma_separated(teks: str, sign: str = ",") -> Iterator[str]:
    """No cell is a formula, and every row has the columns of the first."""
    rows = list(csv.reader(io.StringIO(teks.removeprefix(_BOM), newline=""), delimiter=sign))
    for row in rows:
        yield from (c[:60] for c in row if c.startswith(tuple("=+-@\t\r\n")) and MARK in c.upper())
        if len(row) != len(rows[0]):
            yield f"{len(row)} instead of {len(rows[0])} columns: {str(row)[:120]}"


class _Tags(HTMLParser):
    """What a browser would build of a page that comes from a file."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            hostile = MARK.lower() in (value or "").lower()
            if MARK.lower() in name or (hostile and (name.startswith("on") or name == "style")):
                self.live.append(f"<{tag} {name}={value}>"[:120])
            if name in ("href", "src") and hostile and re.match(r"\s*[a-z][a-z0-9+.\-]*:|//", value or "", re.I):
                self.live.append(f"<{tag} {name}={value}>"[:120])
        if MARK.lower() in tag or (tag in ("img", "iframe", "object", "embed") and ("src", "x") in attrs):
            self.live.append(f"<{tag}>")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.live.append(f"<!--{data[:60]}")


def page(teks: str) -> Iterator[str]:
    """No element, attribute, address or comment is made of text from files."""
    tags = _Tags()
    tags.feed(teks)
    tags.close()
    yield from tags.live


def workbook(data: bytes) -> Iterator[str]:
    """No formula of a cell and no address outside says what a file said."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for c in row:
                if c.data_type == "f" and MARK in str(getattr(c.value, "text", c.value)):
                    yield f"{sheet.title}!{c.coordinate}: {c.value}"
                link = c.hyperlink.target if c.hyperlink else None
                if link and re.match(r"(?:https?|javascript|file|ftp|mailto):|//|\\\\", link, re.I):
                    yield f"{sheet.title}!{c.coordinate}: {link}"


def package(data: bytes) -> Iterator[str]:
    """A document or workbook part by part: well-formed, no field, no outside relation made of a file's text."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            yield from (f"name {x}" for x in raw(name))
            if name.startswith("/") or ".." in name.split("/"):
                yield f"name {name}"
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(z.read(name))
            yield from (f"{name}: {x}" for x in raw(z.read(name).decode("utf-8")))
            for e in root.iter():
                if not isinstance(e.tag, str):
                    continue
                if e.tag.endswith("}instrText") and MARK in (e.text or ""):
                    yield f"{name}: field {e.text}"
                if MARK in e.get("Target", "") and re.match(r"[a-z]+:|//|\\\\", e.get("Target", ""), re.I):
                    yield f"{name}: {e.get('Target')}"


def record(teks: str) -> Iterator[str]:
    """JSON as the standard says, line by line or as one document."""
    try:
        json.loads(teks, parse_constant=_no_constant)
    except ValueError:
        for line in teks.splitlines():
            try:
                json.loads(line, parse_constant=_no_constant)
            except ValueError as e:
                yield f"{e}: {line[:80]}"


def _no_constant(nama: str) -> Any:
    raise ValueError(nama)


def file_name(name: str) -> Iterator[str]:
    """A name that Windows and Linux bear, which shows what it is."""
    if raw(name) or re.search(r'[<>:"|?*\\\n\t]', name) or is_device(name) or name != name.strip(" "):
        yield ascii(name)
    if len(name.encode("utf-8", "surrogateescape")) > 255 or name.endswith("."):
        yield ascii(name)
    if any(unicodedata.category(c) == "Cs" for c in name):
        yield ascii(name)


#: Judges of text by form.
TEXT: dict[str, Callable[[str], Iterator[str]]] = {
    "tabel": terminal, "md": markdown, "csv": comma_separated, "json": record, "html": page, "txt": terminal,
}  # fmt: skip


def written(file: Path) -> Iterator[str]:
    """What is wrong with one file that a command wrote."""
    data, ending = file.read_bytes(), file.suffix.lower().lstrip(".")
    if data[:2] == b"PK":
        if ending == "zip":
            with zipfile.ZipFile(io.BytesIO(data)) as z:
                for name in z.namelist():
                    yield from (p for part in name.split("/") for p in file_name(part))
            return
        yield from package(data)
        if ending == "xlsx":
            yield from workbook(data)
        return
    teks = data.decode("utf-8")
    yield from raw(teks)
    if ending in TEXT:
        yield from TEXT[ending](teks)
