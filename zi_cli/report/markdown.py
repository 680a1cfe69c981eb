"""A document as Markdown; whatever text from files holds stays text."""

from collections.abc import Iterator, Sequence

from zi_cli.text import strip_controls
from zi_cli.views.document import Document, Fields, Heading, Line, Lines
from zi_cli.views.table import Table, cell_text

_MD = str.maketrans({c: f"\\{c}" for c in "\\`*_[]|#~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def md(teks: str) -> str:
    """*teks* on one line with the active characters of Markdown and HTML made plain, and nothing invisible."""
    return " ".join(strip_controls(teks.translate(_MD), " ").split())


def render_markdown(dokumen: Document) -> str:
    """The whole of *dokumen*."""
    return "\n\n".join("\n".join(_block(b)) for b in dokumen) + "\n"


def _block(blok: Heading | Fields | Lines | Table) -> Iterator[str]:
    if isinstance(blok, Heading):
        yield f"{'#' * blok.tingkat} {md(blok.teks)}"
    elif isinstance(blok, Fields):
        yield from (f"- {k}: {md(v)}" for k, v in blok.isi)
    elif isinstance(blok, Lines):
        yield from _lines(blok.baris)
    else:
        if blok.judul:
            yield f"### {md(blok.judul)}"
            yield ""
        yield from _table(blok)


def _lines(baris: Sequence[Line]) -> Iterator[str]:
    satu = len(baris) == 1
    for b in baris:
        teks = md(b.teks)
        if b.label:
            teks = f"**{md(b.label)}**: {teks}"
        elif b.tebal:
            teks = f"**{teks}**"
        yield teks if satu else f"{'  ' * b.tingkat}- {teks}"


def _table(tabel: Table) -> Iterator[str]:
    kolom = [(i, k) for i, k in enumerate(tabel.kolom) if not k.batang]
    baris = list(tabel.baris)
    if not baris:
        yield "Tidak ada."
        return
    yield _row([md(k.judul) for _, k in kolom])
    yield f"|{'|'.join('---:' if k.kanan else '---' for _, k in kolom)}|"
    for isi in baris:
        yield _row([md(cell_text(isi[i], k)) for i, k in kolom])
    if tabel.sisa:
        yield ""
        yield f"… dan {tabel.sisa} lagi"


def _row(sel: Sequence[str]) -> str:
    return f"| {' | '.join(sel)} |"
