"""In which form a result is given, where, and how it gets there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.errors import EXIT_UNREADABLE, EXIT_UNWRITABLE, TIDAK
from zi_cli.files import check_target, file_fault, write_file
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import DOCUMENT_ENDINGS, json_line, present
from zi_cli.report.output_forms import ENDINGS, TABLE_FORMS, Format

if TYPE_CHECKING:
    from zi_cli.pengajuan.eligibility import TemuanBerkas
    from zi_cli.views.document import Block
    from zi_cli.views.table import Table

#: Forms of those that have no table to give.
IN_WORDS = (Format.tabel, Format.json, Format.md)
#: Forms of those that only say what they wrote.
SAYS = (Format.tabel, Format.json)


class Result(NamedTuple):
    """A result on its way: its form, the file it goes to (None: standard output), and the inputs it must not replace.

    *lebar* is the width of its text in characters where no terminal says another.
    """

    form: Format
    keluaran: Path | None = None
    timpa: bool = False
    csv_id: bool = False
    masukan: tuple[Path, ...] = ()
    lebar: int = 120

    @property
    def on_screen(self) -> bool:
        """Whether it is laid out as a terminal shows it."""
        return self.form is Format.tabel

    @property
    def in_sight(self) -> bool:
        """Whether its document, with the findings in it, is what the person sees."""
        return self.keluaran is None and not self.is_table and self.form is not Format.json

    @property
    def is_table(self) -> bool:
        """Whether it is made from the one table of the command, in place of its document."""
        return self.form in TABLE_FORMS

    def from_inputs(self, inputs: Iterable[Path | None]) -> Result:
        """The same, of the files and folders *inputs*; raises ``UnwritableOutput`` when it can't be written."""
        result = self._replace(masukan=tuple(p for p in inputs if p is not None and (p.is_dir() or not file_fault(p))))
        if self.keluaran is not None:
            check_target(self.keluaran, overwrite=self.timpa, inputs=result.masukan)
        return result

    def give(
        self,
        records: Callable[[], Iterable[object]],
        tables: Callable[[], Iterable[Table]],
        document: Callable[[], Iterable[Block]],
        page: Callable[[], str] | None = None,
    ) -> None:
        """Give the result in its form; only what that form is made from is called.

        *records* are documents of JSON, one a line; of *tables* a workbook holds all, the other forms the first.
        *page* is a page of HTML of its own, in place of the document's.
        """
        if self.form is Format.json:
            self.give_text("\n".join(json_line(r) for r in records()))
        elif self.is_table:
            self.give_tables(tables())
        elif self.form is Format.html and page is not None:
            self.give_text(page())
        else:
            self.give_text(self.text(document()))

    def give_tables(self, tables: Iterable[Table]) -> None:
        """Give *tables* in a form of tables."""
        rendered = TABLE_FORMS[self.form].render(list(tables), self.keluaran, self.csv_id)
        if isinstance(rendered, str):
            present(rendered, self.keluaran, overwrite=self.timpa, inputs=self.masukan, bom=True)
        elif self.keluaran is not None:
            write_file(self.keluaran, rendered, overwrite=self.timpa, inputs=self.masukan)

    def say(self, record: Callable[[], object], text: str) -> None:
        """Tell of what was written elsewhere: its one record, or *text*."""
        self.give_text(json_line(record()) if self.form is Format.json else text)

    def give_text(self, text: str) -> None:
        """Give *text* as it is; nothing where there is nothing to say."""
        if text:
            present(text, self.keluaran, overwrite=self.timpa, inputs=self.masukan)

    def text(self, document: Iterable[Block]) -> str:
        """*document* as Markdown, as a page of HTML, or as text for a person at the terminal or in a file."""
        if self.form is Format.md:
            from zi_cli.report.markdown import render_markdown

            return render_markdown(list(document))
        if self.form is Format.html:
            from zi_cli.report.html.document_page import render_page

            return render_page(list(document))
        from zi_cli.report.terminal import render_terminal

        return render_terminal(list(document), screen=self.keluaran is None, width=self.lebar)


def say_unread(failed: Iterable[TemuanBerkas]) -> None:
    """Name the files that could not be read on standard error, one a line."""
    for g in failed:
        sys.stderr.write(f"zi: {g.temuan.line}\n")


def end(*, unread: object = False, unwritten: object = False, refused: object = False) -> None:
    """Leave with the exit code of inputs that were *unread*, else outputs *unwritten*, else of the answer no."""
    for truth, code in ((unread, EXIT_UNREADABLE), (unwritten, EXIT_UNWRITABLE), (refused, TIDAK)):
        if truth:
            raise typer.Exit(code)


def listed() -> tuple[Format, ...]:
    """Forms of the commands that list something."""
    return tuple(dict.fromkeys((*shown(), *TABLE_FORMS, Format.html)))


def shown() -> tuple[Format, ...]:
    """Forms of the commands that only show what they wrote elsewhere: those that need no file."""
    return (Format.tabel, Format.json, *(f for f, t in TABLE_FORMS.items() if not t.needs_file), Format.md)


def no_such_form(form: Format, able: Iterable[str]) -> typer.BadParameter:
    """The usage error of a command that has no *form*, only those that *able* names."""
    return typer.BadParameter(f"bentuk {form.value} tidak ada untuk perintah ini; pilih salah satu: {', '.join(able)}")


def contradicting(form: Format, output: Path) -> typer.BadParameter:
    """The usage error of a *form* that the ending of *output* contradicts."""
    return typer.BadParameter(f"--format {form.value} bertentangan dengan nama keluaran “{output}”")


def choose_document(form: Format | None, output: Path | None, named: str, noun: str, endings: tuple[str, ...]) -> Path:
    """Where a document that is always a file goes: *output*, else *named* with the ending of *form*.

    A usage error (exit 2) when it is not written in that form, or with that ending (*noun* is what it is called).
    """
    if form is Format.json:  # how what was written is told of
        form = None
    if form is not None and f".{form.value}" not in endings:
        raise no_such_form(form, (*(e[1:] for e in endings), Format.json.value))
    if output is None:
        return Path(named).with_suffix(f".{form.value}" if form is not None else endings[0])
    if output.suffix.lower() not in endings:
        raise typer.BadParameter(f"{noun} ditulis sebagai {' atau '.join(endings)}, bukan “{output}”")
    if form is not None and output.suffix.lower() != f".{form.value}":
        raise contradicting(form, output)
    return output


def choose_form(
    form: Format | None, output: Path | None, able: tuple[Format, ...] | None = None, *, also: str = ""
) -> Format:
    """The form of the result: *form* when asked for, else by the ending of *output*, else a table.

    A usage error (exit 2) when the two contradict each other, when the command (*able*, by default those that list) has
    no such form, for a workbook or a page without a file to write it to, and for the ending of a form that is not made
    here (*also*: one that the command makes otherwise).
    """
    able = able or listed()
    ending = output.suffix.lower() if output is not None else ""
    if ending in DOCUMENT_ENDINGS - set(ENDINGS) - {".txt", also}:
        known = ", ".join(dict.fromkeys(x for x, f in ENDINGS.items() if f in able and x != ".htm"))
        raise typer.BadParameter(f"“{output}”: hasil tidak ditulis sebagai {ending}; pakai akhiran {known}, atau .txt")
    by_ending = ENDINGS.get(ending)
    if form is not None and output is not None and by_ending not in (None, form):
        raise contradicting(form, output)
    chosen = form or by_ending or Format.tabel
    if chosen not in able:
        raise no_such_form(chosen, (f.value for f in able))
    needs_file = TABLE_FORMS[chosen].needs_file if chosen in TABLE_FORMS else chosen is Format.html
    if needs_file and output is None:
        raise typer.BadParameter(f"--format {chosen.value} membutuhkan -o NAMA.{chosen.value}")
    return chosen
