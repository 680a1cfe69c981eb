"""In which form a result is given, and how a table reaches a file or standard output."""

from collections.abc import Iterable
from pathlib import Path

import typer

from zi_cli.cli.options import Format
from zi_cli.files import present, write_file
from zi_cli.views.table import DataTable

_ENDINGS = {
    ".json": Format.json,
    ".csv": Format.csv,
    ".md": Format.md,
    ".xlsx": Format.xlsx,
    ".html": Format.html,
    ".htm": Format.html,
}
#: Forms of the commands that only show what they wrote elsewhere.
ON_SCREEN = (Format.tabel, Format.json, Format.csv, Format.md)
#: Forms of the commands that list something.
LISTED = (*ON_SCREEN, Format.xlsx)


def choose_form(form: Format | None, keluaran: Path | None, able: tuple[Format, ...] = LISTED) -> Format:
    """The form of the result: *form* when asked for, else by the ending of *keluaran*, else a table.

    A usage error (exit 2) when the two contradict each other, when the command has no such form, and for a
    workbook or a page without a file to write it to.
    """
    by_ending = _ENDINGS.get(keluaran.suffix.lower()) if keluaran is not None else None
    if form is not None and by_ending is not None and form is not by_ending:
        raise typer.BadParameter(f"--format {form.value} bertentangan dengan nama keluaran “{keluaran}”")
    chosen = form or by_ending or Format.tabel
    if chosen not in able:
        raise typer.BadParameter(
            f"bentuk {chosen.value} tidak ada untuk perintah ini; pilih salah satu: {', '.join(f.value for f in able)}"
        )
    if chosen in (Format.xlsx, Format.html) and keluaran is None:
        raise typer.BadParameter(f"--format {chosen.value} membutuhkan -o NAMA.{chosen.value}")
    return chosen


def present_table(
    table: DataTable,
    form: Format,
    keluaran: Path | None,
    *,
    timpa: bool,
    masukan: Iterable[Path] = (),
    csv_id: bool = False,
) -> None:
    """Give *table* as a workbook or as CSV, whichever *form* is."""
    from zi_cli.report.table_file import table_csv, table_workbook

    if form is Format.xlsx and keluaran is not None:
        write_file(keluaran, table_workbook(table), timpa=timpa, masukan=masukan)
    else:
        present(table_csv(table, indonesia=csv_id), keluaran, timpa=timpa, masukan=masukan, bom=True)
