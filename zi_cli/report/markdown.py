"""A document as Markdown; whatever text from files holds stays text."""

import re
from collections.abc import Iterator, Sequence

from zi_cli.text import strip_controls
from zi_cli.views.document import Document, Fields, Heading, Line, Lines
from zi_cli.views.table import Table, cell_text, shown_columns

_MD = str.maketrans({c: f"\\{c}" for c in "\\`*_[]|#~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})

#: At the start of a line the sign of a list, or of a rule across the page.
_LIST_OR_RULE = re.compile("[-+](?=[ -]|$)")


def md(text: str) -> str:
    """*text* on one line with the active characters of Markdown and HTML made plain, and nothing invisible."""
    plain = " ".join(strip_controls(text.translate(_MD), " ").split())
    return f"\\{plain}" if _LIST_OR_RULE.match(plain) else plain


def render_markdown(dokumen: Document) -> str:
    """The whole of *dokumen*."""
    return "\n\n".join("\n".join(_block(b)) for b in dokumen) + "\n"


def _block(block: Heading | Fields | Lines | Table) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.tingkat} {md(block.teks)}"
    elif isinstance(block, Fields):
        yield from (f"- {k}: {md(v)}" for k, v in block.isi)
    elif isinstance(block, Lines):
        yield from _lines(block.baris)
    else:
        if block.judul:
            yield f"### {md(block.judul)}"
            yield ""
        yield from _table(block)


def _lines(rows: Sequence[Line]) -> Iterator[str]:
    one = len(rows) == 1
    for b in rows:
        text = md(b.teks)
        if b.label:
            text = f"**{md(b.label)}**: {text}"
        elif b.tebal:
            text = f"**{text}**"
        yield text if one else f"{'  ' * b.tingkat}- {text}"


def _table(table: Table) -> Iterator[str]:
    columns, rows = shown_columns(table, bars=False)
    if not rows:
        yield "Tidak ada."
        return
    yield _row([md(k.judul) for k in columns])
    yield f"|{'|'.join('---:' if k.kanan else '---' for k in columns)}|"
    for content in rows:
        yield _row([md(cell_text(cell, k)) for cell, k in zip(content, columns, strict=True)])
    if table.sisa:
        yield ""
        yield f"… dan {table.sisa} lagi"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
