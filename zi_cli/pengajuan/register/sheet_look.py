"""How the register's sheets look alike: colours, formats, the printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet as Lembar

A3, A4 = 8, 9
#: "21 Maret 2025" in any language version: the month in words shows a swapped day and month at once.
DATE = "[$-421]d mmmm yyyy;@"
TEXT = "@"
#: Behind headings.
HEADING = "1F4E79"
#: Cells that wait for a decision.
YELLOW = "#FFF2CC"


def printed(sheet: Lembar, *, paper: int, halaman_lebar: int) -> None:
    """Landscape, as wide as *halaman_lebar* pages, as long as it needs."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(halaman_lebar, 0)
