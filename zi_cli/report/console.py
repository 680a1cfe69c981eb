"""The Rich console that tables are drawn on, the same for every command."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from zi_cli.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

#: Columns where there is no terminal to ask.
LEBAR_PIPA = 120


def console(penampung: io.StringIO, *, layar: bool, lebar: int = LEBAR_PIPA) -> Console:
    """A console that draws into *penampung*: for a terminal (*layar*) with its width and colours, else
    plain and *lebar* columns wide.

    Markup and highlighting are off, so that text from files is printed as it is, less what no reader sees.
    """
    from rich.console import Console

    papan = Console(
        file=penampung,
        force_terminal=layar,
        width=None if layar else lebar,
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
    def __init__(self, isi: Any) -> None:
        self.isi = isi

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for s in console.render(self.isi, options):
            yield s if s.control else s._replace(text=strip_controls(s.text, "?"))
