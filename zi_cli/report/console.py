"""The Rich console that tables are drawn on, the same for every command."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

#: Columns where there is no terminal to ask.
LEBAR_PIPA = 120


def console(penampung: io.StringIO, *, layar: bool, lebar: int = LEBAR_PIPA) -> Console:
    """A console that draws into *penampung*: for a terminal (*layar*) with its width and colours, else
    plain and *lebar* columns wide.

    Markup and highlighting are off, so that text from files is printed as it is.
    """
    from rich.console import Console

    return Console(
        file=penampung,
        force_terminal=layar,
        width=None if layar else lebar,
        highlight=False,
        markup=False,
        emoji=False,
    )
