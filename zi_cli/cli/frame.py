"""The command line's frame: Indonesian help, lazily loaded commands, translated usage errors."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from zi_cli.errors import EXIT_INTERRUPTED, UserError
from zi_cli.one_state import one_state
from zi_cli.streams import results_only

#: Python's own thresholds of garbage collection.
_AMBANG_GC = (700, 10, 10)

#: Command name -> (module, line for the list of commands); the module holds ``command``.
COMMAND_INDEX: dict[str, tuple[str, str]] = {
    "score": ("zi_cli.cli.score", "Hitung nilai LKE dan putusan WBK/WBBM."),
    "lint": ("zi_cli.cli.lint", "Periksa LKE sel demi sel."),
    "plan": ("zi_cli.cli.plan", "Cari perbaikan paling sedikit atau termurah menuju predikat."),
    "template": ("zi_cli.cli.template", "Tulis LKE resmi untuk diisi."),
    "init": ("zi_cli.cli.init", "Siapkan folder kerja: zi.toml dan daftar satker."),
    "kerja": ("zi_cli.cli.kerja", "Tunjukkan keadaan folder kerja dan langkah berikutnya."),
    "check": ("zi_cli.cli.check", "Periksa apakah satker boleh diusulkan."),
    "batch": ("zi_cli.cli.batch", "Nilai satu folder LKE dan buat rekapnya."),
    "compare": ("zi_cli.cli.compare", "Bandingkan penilai, berkas, atau isi folder."),
    "report": ("zi_cli.cli.report", "Buat laporan HTML satu satker atau satu folder."),
    "surat": ("zi_cli.cli.surat", "Buat surat: SPTJM, pengajuan, monev, LHE, dan lainnya."),
    "survei": ("zi_cli.cli.survei", "Hitung indeks survei dari jawaban responden."),
    "bukti": ("zi_cli.cli.bukti", "Siapkan dan periksa bukti setiap indikator."),
    "instrumen": ("zi_cli.cli.instrumen", "Bandingkan instrumen dengan daftar soal PortalRB."),
    "portalrb": ("zi_cli.cli.portalrb", "Serahkan LKE ke PortalRB: dokumen API dan buku kerjanya."),
    "tahap": ("zi_cli.cli.tahap", "Tunjukkan tahap setiap satker dan siapa yang harus bertindak."),
    "tindak-lanjut": ("zi_cli.cli.tindak_lanjut", "Kumpulkan catatan penilai dan tindak lanjutnya."),
    "paket": ("zi_cli.cli.paket", "Kumpulkan berkas usulan tiap satker menjadi paket, dan periksa kembali."),
    "explain": ("zi_cli.cli.explain", "Jelaskan kode temuan, indikator, atau ambang."),
    "schema": ("zi_cli.cli.schema", "Cetak JSON Schema keluaran."),
    "completion": ("zi_cli.cli.completion", "Cetak skrip pelengkap perintah untuk tombol Tab."),
}


class _Indonesia:
    """Help headings in Indonesian, shared by commands and the group; every usage error knows its command."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except Exception as e:
            # An option without its value is the one mistake that the parser reports without the command's name.
            if getattr(e, "ctx", ctx) is None:
                e.ctx = ctx  # type: ignore[attr-defined]
            raise

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = [re.sub(_BRACED, r"\1", p) for p in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        if any(p.nargs == -1 for p in self.params):  # type: ignore[attr-defined]
            pieces[-1] += "..."
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Pemakaian: ")

    def get_help_option(self, ctx: Any) -> Any:
        opsi = super().get_help_option(ctx)  # type: ignore[misc]
        if opsi is not None:
            opsi.help = "Tampilkan bantuan ini."
        return opsi

    def format_options(self, ctx: Any, formatter: Any) -> None:
        with _indonesian_headings(formatter):
            super().format_options(ctx, formatter)  # type: ignore[misc]


#: The Python type that the parser prints behind an argument's name, which tells a user nothing.
_TYPE_NOTE = r" <(?:list\[)?(?:Path|str|text)\]?>$"
#: And those of numbers.
_NUMBER_TYPE = r"<(?:int|integer|float|decimal)(?: range)?>"
#: The parser puts a required argument in braces, which the list of arguments says better.
_BRACED = r"^\{(.+)\}(?:\.\.\.)?$"
_HEADINGS = {"Arguments": "Argumen", "Options": "Opsi", "Commands": "Perintah"}


@contextmanager
def _indonesian_headings(formatter: Any) -> Iterator[None]:
    """Let *formatter* write its section headings and defaults in Indonesian."""
    section, write_dl = formatter.section, formatter.write_dl

    def write_translated(rows: Any, *a: Any, **k: Any) -> None:
        write_dl([(_translate_type(left), _translate_note(right)) for left, right in rows], *a, **k)

    formatter.section = lambda name: section(_HEADINGS.get(name, name))
    formatter.write_dl = write_translated
    try:
        yield
    finally:
        formatter.section, formatter.write_dl = section, write_dl


def _translate_type(text: str) -> str:
    # An option without a word for its value would look like a switch.
    untyped = re.sub(_TYPE_NOTE, " TEKS" if text.startswith("-") else "", text)
    return re.sub(_NUMBER_TYPE, "ANGKA", untyped)


def _translate_note(text: str) -> str:
    """What the parser adds to a help text ("[default: 60; x>=1]"), in Indonesian."""
    start, mark, note = text.rpartition("  [")
    if not mark and text.startswith("["):
        note = text[1:]
    elif not mark:
        return text
    parts = []
    for b in note.removesuffix("]").split("; "):
        if b.startswith("default: "):
            b = f"bawaan: {b.removeprefix('default: ')}"
        elif re.search(r"(?<!\w)x(?!\w)", b):
            b = _range_words(b)
        parts.append("wajib" if b == "required" else b)
    return f"{start}{mark or '['}{'; '.join(parts)}]"


class Perintah(_Indonesia, TyperCommand):
    """A command of ``zi``; while it runs, only its result reaches standard output, and every file has one state."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader that closed the pipe (head, less) ends it without complaint."""
        try:
            with results_only(), one_state():
                return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit from None


class SubGrup(_Indonesia, TyperGroup):
    """A command of ``zi`` that has commands of its own: its module lists them in ``SUBCOMMANDS``."""


class Grup(_Indonesia, TyperGroup):
    """The ``zi`` group: knows its commands by name and imports one only to run it."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked for; Ctrl-C is one line (the parser's library would print another, empty one)."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise UserError("dihentikan", EXIT_INTERRUPTED) from None

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What may come next: the commands by their table, none of which is imported for it."""
        from typer._click.shell_completion import CompletionItem

        commands = [
            CompletionItem(n, help=words) for n, (_, words) in COMMAND_INDEX.items() if n.startswith(incomplete)
        ]
        return commands + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order of the table."""
        return list(COMMAND_INDEX)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and build the command *cmd_name*; None when there is none."""
        if cmd_name not in COMMAND_INDEX:
            return None
        from zi_cli.cli.option_groups import grouped

        module_name, summary = COMMAND_INDEX[cmd_name]
        modul = import_module(module_name)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        command: Any
        if hasattr(modul, "SUBCOMMANDS"):
            app = typer.Typer(
                add_completion=False,
                rich_markup_mode=None,
                cls=SubGrup,
                help=summary,
                subcommand_metavar="PERINTAH",
                options_metavar="[OPSI]",
            )
            for name, (function, row) in modul.SUBCOMMANDS.items():
                app.command(name, cls=Perintah, short_help=row, options_metavar="[OPSI]")(grouped(function))
            command = typer.main.get_group(app)
            command.name = cmd_name
        else:
            function = grouped(modul.command)
            app.command(cmd_name, cls=Perintah, short_help=summary, options_metavar="[OPSI]")(function)
            command = typer.main.get_command(app)
        if gc.get_threshold()[0] > _AMBANG_GC[0]:
            # All is loaded: from here on garbage is looked for as usual (see ``__main__``), but not among what was
            # loaded, which stays until the end; one look at all of it takes a fortieth of a short command's time.
            gc.freeze()
            gc.set_threshold(*_AMBANG_GC)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMAND_INDEX.items()])


def usage_message(e: Any) -> str:
    """Indonesian text of a usage error raised by the option parser."""
    name = type(e).__name__
    if name == "NoSuchOption":
        suggestion = f"; mungkin {', '.join(sorted(e.possibilities))}" if e.possibilities else ""
        return f"opsi {e.option_name} tidak dikenal{suggestion}"
    if name == "MissingParameter":
        what = "opsi" if e.param is not None and e.param.param_type_name == "option" else "argumen"
        return f"{what} {_parameter_name(e)} belum diisi"
    if name == "BadParameter":
        return (
            f"nilai {_parameter_name(e)} tidak berlaku: {_reason(e.message)}" if e.param is not None else str(e.message)
        )
    if name == "BadOptionUsage":
        if "does not take a value" in e.message:
            return f"opsi {e.option_name} tidak menerima nilai"
        return f"opsi {e.option_name} membutuhkan nilai"
    if e.message.startswith("No such command"):
        from difflib import get_close_matches

        ketikan = e.message.split("'")[1] if "'" in e.message else ""
        present = COMMAND_INDEX if e.ctx is None else e.ctx.command.list_commands(e.ctx)
        similar = get_close_matches(ketikan, present, n=1)
        return f"perintah “{ketikan}” tidak dikenal" + (f"; mungkin {similar[0]}" if similar else "")
    if e.message.startswith("Got unexpected extra argument"):
        return f"argumen berlebih: {e.message.partition(' (')[2].rstrip(')')}"
    if e.message == "Missing command.":
        return "perintah belum disebut"
    return str(e.message)


def _reason(message: str) -> str:
    """Indonesian reason for a value that the parser could not convert."""
    if "is not one of" in message:
        ketikan, _, choice = message.removeprefix("Value error, ").partition(" is not one of ")
        return f"{ketikan}; pilih salah satu: {choice.rstrip('.')}".replace("'", "")
    if re.search(r"not a valid int(eger)?\b", message):
        return "harus bilangan bulat"
    if re.search(r"not a valid (number|float)\b", message):
        return "harus angka"
    if "not a valid bool" in message:
        return "harus ya atau tidak"
    if "is not in the range" in message:
        return f"di luar batas ({_range_words(message.rsplit('range', 1)[-1])})"
    return message.removeprefix("Value error, ")


def _range_words(limit: str) -> str:
    """The range that the parser writes as "1<=x<=64." or "x>=1.", in words."""
    lower = re.search(r"(-?[\d.]+)\s*<=?\s*x|x\s*>=?\s*(-?[\d.]+)", limit)
    upper = re.search(r"x\s*<=?\s*(-?[\d.]+)", limit)
    small = (lower[1] or lower[2]).rstrip(".") if lower else ""
    large = upper[1].rstrip(".") if upper else ""
    if small and large:
        return f"{small} sampai {large}"
    return f"paling kecil {small}" if small else f"paling besar {large}"


def _parameter_name(e: Any) -> str:
    if e.param is None:
        return ""
    return (
        e.param.opts[0]
        if e.param.param_type_name == "option"
        # "[peta|laporan] RESPONS": the verbs stand in front, the argument is the last word.
        else str(e.param.metavar or e.param.name.upper()).split()[-1].strip("[]")
    )
