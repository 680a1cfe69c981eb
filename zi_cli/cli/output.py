"""In which form a result is given, and how a table reaches a file or standard output."""

from collections.abc import Iterable
from pathlib import Path

import typer

from zi_cli.cli.options import Format
from zi_cli.files import present, write_file
from zi_cli.views.document import Block
from zi_cli.views.table import Table

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
    table: Table,
    form: Format,
    keluaran: Path | None,
    *,
    timpa: bool,
    masukan: Iterable[Path] = (),
    csv_id: bool = False,
) -> None:
    """Give *table* as a workbook or as CSV, whichever *form* is."""
    if form is Format.xlsx and keluaran is not None:
        from zi_cli.report.workbook import render_workbook

        write_file(keluaran, render_workbook(table, keluaran), timpa=timpa, masukan=masukan)
    else:
        from zi_cli.report.csv import render_csv

        present(render_csv(table, indonesia=csv_id), keluaran, timpa=timpa, masukan=masukan, bom=True)


def document_text(document: Iterable[Block], form: Format, keluaran: Path | None, lebar: int = 120) -> str:
    """*document* as Markdown, or as text for a person at the terminal or in the file *keluaran*.

    *lebar* is its width in characters where no terminal says another.
    """
    if form is Format.md:
        from zi_cli.report.markdown import render_markdown

        return render_markdown(list(document))
    from zi_cli.report.terminal import render_terminal

    return render_terminal(list(document), layar=keluaran is None, lebar=lebar)
