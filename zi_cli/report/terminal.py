"""A document as text for a person: coloured and as wide as the terminal, plain in a pipe or file."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.streams import Styled, result_stream
from zi_cli.text import one_line, strip_controls
from zi_cli.views.document import Document, Fields, Heading, Line, Lines
from zi_cli.views.table import Cell, Column, Table, Tone, cell_text, plain, shown_columns, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment
    from rich.table import Table as Grid


#: Columns where there is no terminal to ask.
PIPE_WIDTH = 120


def console(penampung: io.StringIO, *, screen: bool, width: int = PIPE_WIDTH) -> Console:
    """A console that draws into *penampung*: for a terminal (*screen*) with its width and colours, else
    plain and *width* columns wide.

    Markup and highlighting are off, so that text from files is printed as it is, less what no reader sees.
    """
    from rich.console import Console

    papan = Console(
        file=penampung,
        force_terminal=screen,
        width=None if screen else width,
        highlight=False,
        markup=False,
        emoji=False,
    )
    papan.push_render_hook(_CleanHook())  # type: ignore[arg-type]  # its one method is all that is asked
    return papan


class _CleanHook:
    """Cleans what is drawn before the console adds its own colours."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        """Each renderable so that it draws only what a reader sees."""
        return [_Clean(r) for r in renderables]


class _Clean:
    def __init__(self, content: Any) -> None:
        self.isi = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for s in console.render(self.isi, options):
            yield s if s.control else s._replace(text=strip_controls(s.text, "?"))


#: Characters of a bar; from which width on a terminal has room for it.
_BAR_WIDTH, _SPACIOUS_WIDTH = 20, 105
#: A longer word may be broken where a table is too wide.
_MAX_WORD = 18
_COLOURS: dict[Tone, str] = {"": "", "baik": "green", "waspada": "yellow", "buruk": "red", "redup": "dim"}


def render_terminal(dokumen: Document, *, screen: bool, width: int = PIPE_WIDTH) -> str:
    """*dokumen* as text; *screen*: for standard output (colours on a terminal)."""
    terminal = screen and result_stream().isatty()
    if not terminal and all(isinstance(b, Lines) for b in dokumen):
        return "".join(f"{_line(x, '')}\n" for b in dokumen if isinstance(b, Lines) for x in b.baris)
    penampung = io.StringIO()
    papan = console(penampung, screen=terminal, width=width)
    before: object = None
    for block in dokumen:
        if isinstance(block, Heading) and not block.di_layar:
            continue
        # Below a heading its part begins at once; a title stands by itself.
        if before is not None and not (isinstance(before, Heading) and before.tingkat > 1):
            papan.print()
        _print(papan, block)
        before = block
    return Styled(penampung.getvalue())


def _print(papan: Console, block: Heading | Fields | Lines | Table) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    if isinstance(block, Heading):
        papan.print(Text(one_line(block.teks), style="bold"), soft_wrap=True)
    elif isinstance(block, Fields):
        grid = Grid.grid(padding=(0, 2))
        for label, content in block.isi:
            grid.add_row(Text(label, style="dim"), Text(one_line(content), overflow="fold"))
        papan.print(grid)
    elif isinstance(block, Lines):
        pad = max((len(b.label) for b in block.baris), default=0)
        for b in block.baris:
            text = Text(f"{b.label:<{pad}} " if b.label else "", style="bold")
            style = f"{'bold ' if b.tebal else ''}{_COLOURS[b.nada]}".strip()
            text.append(_line(b._replace(label=""), ""), style=style)
            papan.print(text, soft_wrap=True)
    else:
        if block.judul:
            papan.print(Text(one_line(block.judul), style="bold"), soft_wrap=True)
        grid, count = _grid(block, papan.width)
        papan.print(grid if count else Text("  tidak ada"))
        if block.sisa:
            papan.print(Text(f"  … dan {block.sisa} lagi"))


def _line(b: Line, label: str) -> str:
    start = "  " * b.tingkat + ("– " if b.butir else "")
    return f"{start}{b.label}{' ' if b.label else ''}{label}{one_line(b.teks)}"


def _grid(table: Table, width: int) -> tuple[Grid, int]:
    """The table as Rich draws it within *width* characters, and its number of rows."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, padding=(0, 1), header_style="bold")
    every, content_rows = shown_columns(table)
    kept = [i for i, k in enumerate(every) if width >= _SPACIOUS_WIDTH or not (k.batang or k.lapang)]
    columns = [every[i] for i in kept]
    rows = [[(_text(content[i], every[i]), _style(content[i], every[i])) for i in kept] for content in content_rows]
    narrow = _widths(columns, [[text for text, _ in content] for content in rows], width - 2 * len(columns))
    for n, k in enumerate(columns):
        grid.add_column(
            k.judul,
            justify="right" if k.kanan else "left",
            no_wrap=(k.utuh or k.batang) and not narrow,
            min_width=_BAR_WIDTH if k.batang else None,
            width=narrow[n] if narrow else None,
            max_width=k.lebar,
            overflow="ellipsis" if k.utuh else "fold",
        )
    for number, content in enumerate(rows):
        thickness = "bold " if number in table.tebal else ""
        grid.add_row(*(Text(text, style=f"{thickness}{style}".strip()) for text, style in content))
    return grid, len(rows)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns that together want more than *width*; none where they fit, or can't be made to.

    Figures get what their longest cell and word of the heading need, so that the heading is what wraps; the rest is
    for the texts, the same for all that want more.
    """
    from rich.cells import cell_len

    content = [[b for s in (k.judul, *(r[n] for r in rows)) for b in s.split("\n")] for n, k in enumerate(columns)]
    mau = [min(max(map(cell_len, x)), k.lebar or width) for x, k in zip(content, columns, strict=True)]
    if sum(mau) <= width:
        return []
    words = [max(cell_len(w) for b in x for w in (b.split() or [""])) for x in content]
    figures = [max(map(cell_len, (*k.judul.split(), *(r[n] for r in rows)))) for n, k in enumerate(columns)]

    def need(n: int, kata_maks: int, *, split: bool) -> int:
        k = columns[n]
        if k.batang or k.kanan:
            return _BAR_WIDTH if k.batang else figures[n]
        return min(words[n], mau[n], kata_maks) if split or not k.utuh else mau[n]

    for kata_maks, split in ((_MAX_WORD, False), (_MAX_WORD, True), (_MAX_WORD // 2, True)):
        needed = [need(n, kata_maks, split=split) for n in range(len(columns))]
        rest = width - sum(needed)
        if rest >= 0:
            break
    else:
        return []
    texts = [n for n, k in enumerate(columns) if not k.kanan and not k.batang] or range(len(columns))
    while rest and (lacking := [n for n in texts if needed[n] < mau[n]]):
        needed[min(lacking, key=lambda n: needed[n])] += 1
        rest -= 1
    return needed


def _text(cell: Cell, column: Column) -> str:
    nilai = plain(cell)
    if column.batang:
        full = int(nilai * _BAR_WIDTH) if isinstance(nilai, Fraction) else 0
        return "█" * full + "░" * (_BAR_WIDTH - full)
    return "\n".join(one_line(b) for b in cell_text(cell, column).split("\n"))


def _style(cell: Cell, column: Column) -> str:
    return "cyan" if column.batang else _COLOURS[tone_of(cell, column)]
