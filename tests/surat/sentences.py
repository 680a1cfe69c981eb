"""Every sentence of a template, with the conditions and loops it stands under."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from docx import Document
from docx.table import Table

from zi_cli.surat.template_check import own_template

_CONTROL_TAG = re.compile(r"\{%(?:p|tr)\s+(.*?)\s*%\}")


class Sentence(NamedTuple):
    """A paragraph or table cell that prints something; ``pagar`` are the open conditions and loops around it."""

    teks: str
    pagar: tuple[str, ...]


def kalimat(jenis: str) -> Iterator[Sentence]:
    """All sentences of the packaged template of *jenis*, and each loop over a list as one of its own."""
    pagar: list[str] = []
    for teks in _paragraphs(Document(io.BytesIO(own_template(jenis))).iter_inner_content()):
        kendali = _CONTROL_TAG.fullmatch(teks)
        if kendali is None:
            if re.search(r"[^\W\d_]", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", teks)):
                yield Sentence(teks, tuple(pagar))
        elif kendali[1].startswith("for "):
            pagar.append(kendali[1])
            yield Sentence(kendali[1], tuple(pagar[:-1]))
        elif kendali[1].startswith("if "):
            pagar.append(kendali[1])
        elif kendali[1].startswith(("elif ", "else")):
            # What stands in an "else" stands under "not" of all that came before.
            pagar[-1] = f"{'if ' + kendali[1][5:] if kendali[1] != 'else' else 'else'} (bukan {pagar[-1]})"
        else:
            pagar.pop()


def _paragraphs(isi: object) -> Iterator[str]:
    for blok in isi:
        if isinstance(blok, Table):
            for r in blok.rows:
                for c in dict.fromkeys(r.cells):
                    yield from _paragraphs(c.iter_inner_content())
        else:
            yield " ".join(blok.text.split())
