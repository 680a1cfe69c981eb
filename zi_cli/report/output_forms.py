"""The forms of output: their names, the endings of files that choose them, and who renders a table in each.

A further form of tables is added here and nowhere else: its name, its ending, its renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from zi_cli.views.table import Table


class Format(StrEnum):
    """Output formats of every command."""

    tabel = "tabel"
    json = "json"
    csv = "csv"
    md = "md"
    xlsx = "xlsx"
    html = "html"


class TableForm(NamedTuple):
    """How tables are rendered: *render* takes them, the file they go to, and whether figures are written as here.

    Text comes back to be shown or written, bytes only to be written (``needs_file``). A form that can hold but one
    table takes the first.
    """

    render: Callable[[Sequence[Table], Path | None, bool], str | bytes]
    needs_file: bool = False


def _csv(tables: Sequence[Table], output: Path | None, indonesia: bool) -> str:
    from zi_cli.report.csv import render_csv

    return render_csv(tables[0], indonesia=indonesia)


def _workbook(tables: Sequence[Table], output: Path | None, indonesia: bool) -> bytes:
    from zi_cli.report.workbook import render_workbook

    return render_workbook(tables[0], output, *tables[1:])


#: Forms made from the one table of a command, in place of its document.
TABLE_FORMS = {Format.csv: TableForm(_csv), Format.xlsx: TableForm(_workbook, needs_file=True)}

ENDINGS = {
    ".json": Format.json,
    ".csv": Format.csv,
    ".md": Format.md,
    ".xlsx": Format.xlsx,
    ".html": Format.html,
    ".htm": Format.html,
}
