"""In which form a result is given, and how a table reaches a file or standard output."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.files import present, write_file
from zi_cli.report.output_forms import ENDINGS, TABLE_FORMS, Format

if TYPE_CHECKING:
    from zi_cli.views.document import Block
    from zi_cli.views.table import Table

#: Forms of the commands that only show what they wrote elsewhere.
ON_SCREEN = (Format.tabel, Format.json, Format.csv, Format.md)


def listed() -> tuple[Format, ...]:
    """Forms of the commands that list something."""
    return tuple(dict.fromkeys((*ON_SCREEN, *TABLE_FORMS, Format.html)))


def choose_form(form: Format | None, keluaran: Path | None, able: tuple[Format, ...] | None = None) -> Format:
    """The form of the result: *form* when asked for, else by the ending of *keluaran*, else a table.

    A usage error (exit 2) when the two contradict each other, when the command (*able*, by default those that list) has
    no such form, and for a workbook or a page without a file to write it to.
    """
    able = able or listed()
    by_ending = ENDINGS.get(keluaran.suffix.lower()) if keluaran is not None else None
    if form is not None and by_ending is not None and form is not by_ending:
        raise typer.BadParameter(f"--format {form.value} bertentangan dengan nama keluaran “{keluaran}”")
    chosen = form or by_ending or Format.tabel
    if chosen not in able:
        raise typer.BadParameter(
            f"bentuk {chosen.value} tidak ada untuk perintah ini; pilih salah satu: {', '.join(f.value for f in able)}"
        )
    needs_file = TABLE_FORMS[chosen].needs_file if chosen in TABLE_FORMS else chosen is Format.html
    if needs_file and keluaran is None:
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
    """Give *table* in *form*, one of ``TABLE_FORMS``."""
    rendered = TABLE_FORMS[form].render(table, keluaran, csv_id)
    if isinstance(rendered, str):
        present(rendered, keluaran, timpa=timpa, masukan=masukan, bom=True)
    elif keluaran is not None:
        write_file(keluaran, rendered, timpa=timpa, masukan=masukan)


def document_text(document: Iterable[Block], form: Format, keluaran: Path | None, lebar: int = 120) -> str:
    """*document* as Markdown, as a page of HTML, or as text for a person at the terminal or in the file *keluaran*.

    *lebar* is its width in characters where no terminal says another.
    """
    if form is Format.md:
        from zi_cli.report.markdown import render_markdown

        return render_markdown(list(document))
    if form is Format.html:
        from zi_cli.report.html.document_page import render_page

        return render_page(list(document))
    from zi_cli.report.terminal import render_terminal

    return render_terminal(list(document), layar=keluaran is None, lebar=lebar)
