"""The paragraphs of a template, as the person who edits it in Word sees them.

Parses the template's XML, so it runs in the child process.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zi_cli.named_tuple import NamedTuple
from zi_cli.surat.template_package import part_words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts that are never filled.
UNFILLED = ("komentar", "catatan akhir")
_TEXT = ("isi", "kepala halaman", "kaki halaman", "catatan kaki", *UNFILLED)
#: A tag of a statement: the letter that says what it takes with it (a paragraph, a row, …), and what it says.
STATEMENT_TAG = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s+)?(.*?)\s*-?%\}")


class Paragraph(NamedTuple):
    """One paragraph: the part it stands in, its text, whether it is in a table, and its row's text but for tags."""

    bagian: str
    teks: str
    tabel: bool
    baris: str = ""


def read_paragraphs(content: bytes) -> Iterator[Paragraph]:
    """The paragraphs of the template *content* that hold text, by part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            part = part_words(name)
            if part not in _TEXT:
                continue
            safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            rows: dict[Any, str] = {}
            for p in etree.fromstring(archive.read(name), safe).iter(f"{_W}p"):
                text = " ".join(_text(p).split())
                if text:
                    row = next(p.iterancestors(f"{_W}tr"), None)
                    if row is not None and row not in rows:
                        rows[row] = STATEMENT_TAG.sub("", _text(row)).strip()
                    yield Paragraph(part, text, row is not None, rows.get(row, ""))


def _text(p: Any) -> str:
    return "".join(t.text or "" if t.tag == f"{_W}t" else " " for t in p.iter(f"{_W}t", f"{_W}tab", f"{_W}br"))
