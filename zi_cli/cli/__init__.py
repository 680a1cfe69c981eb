"""The command line: ``main`` runs a command and turns every outcome into a line and an exit code."""

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from zi_cli.cli.frame import Grup, usage_message
from zi_cli.errors import (
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_UNEXPECTED,
    EXIT_UNREADABLE,
    EXIT_UNWRITABLE,
    EXIT_USAGE,
    UserError,
    full_disk,
    os_reason,
)
from zi_cli.files import is_there
from zi_cli.stops import ignore_stops, stop_as_ctrl_c
from zi_cli.streams import (
    AS_SHOWABLE,
    abandon,
    clean_streams,
    hush_destructors,
    open_streams,
    raw_stream,
    reserve_stdout,
)
from zi_cli.text import one_line, shell_word
from zi_cli.version import __version__

_HELP = """Evaluasi Zona Integritas: nilai LKE, putusan WBK/WBBM, syarat pengajuan,
dan surat-suratnya, menurut instrumen lke-2021 (PermenPANRB 90/2021) atau yang disebut.

Kode keluar: 0 selesai, 1 selesai dengan jawaban tidak, 2 salah pakai, 3 masukan tidak
terbaca, 4 keluaran tidak tertulis, 70 kesalahan tak terduga, 130 dihentikan.
"""

#: In a folder that holds it, plain ``zi`` tells where things stand.
_REGISTER = "satker.xlsx"
#: Set where a shell asks what may come next (:mod:`zi_cli.cli.completion`).
_ASKED = "_ZI_COMPLETE"


def _show_version(tampilkan: bool) -> None:
    if tampilkan:
        typer.echo(f"zi {__version__}")
        raise typer.Exit


def _root(
    versi: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Tampilkan versi program.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Tampilkan jejak bila terjadi kesalahan tak terduga.")] = False,
) -> None:
    pass


def _application() -> TyperGroup:
    app = typer.Typer(cls=Grup, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
    app.callback(help=_HELP)(_root)
    grup = typer.main.get_group(app)
    grup.subcommand_metavar = "PERINTAH [ARGUMEN]..."
    grup.options_metavar = "[OPSI]"
    return grup


def main() -> None:
    """Entry point of the console script ``zi``."""
    open_streams()
    for stream in (sys.stdout, sys.stderr):
        # A cp1252 or cp850 console must never stop a result, nor make it hard to read.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=AS_SHOWABLE)
    if _ASKED in os.environ:
        from zi_cli.cli.completion import complete

        sys.exit(complete(_application()))
    reserve_stdout()
    if "--debug" not in sys.argv:
        hush_destructors()
    stop_as_ctrl_c()
    code = run_cli(sys.argv[1:])
    if not sys.argv[1:] and _on_terminal():
        from zi_cli.cli import window

        if window.is_own():
            window.wait_for_reader()
    ignore_stops()
    if code == EXIT_INTERRUPTED:
        # As sys.exit, but for the interpreter's wish to end itself by the signal, whatever code it was given.
        atexit._run_exitfuncs()
        sys.stderr.flush()
        os._exit(code)
    # The process ends: the interpreter's last collection need not look at what all goes anyway.
    gc.freeze()
    sys.exit(code)


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def run_cli(arguments: list[str]) -> int:
    """Run one command line and return its exit code; never lets an exception out."""
    with clean_streams():
        return _run_cli(arguments)


def _run_cli(arguments: list[str]) -> int:
    if not arguments and _on_terminal():
        if is_there(Path(_REGISTER)):
            arguments = ["kerja"]
        else:
            from zi_cli.cli import window

            if window.is_own():
                sys.stdout.write(window.ADVICE)
                return EXIT_DONE
    try:
        result = _application().main(args=arguments, prog_name="zi", standalone_mode=False)
        sys.stdout.flush()
        if result == EXIT_INTERRUPTED:
            return _fail("dihentikan", EXIT_INTERRUPTED)
        return result if isinstance(result, int) else EXIT_DONE
    except UserError as e:
        return _fail(e.pesan, e.kode_keluar)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("dihentikan", EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) closed the pipe: nothing more to say, and nothing to flush at exit.
        abandon(raw_stream(sys.stdout))
        return EXIT_DONE
    except Exception as e:  # noqa: BLE001 - the last resort: no traceback ever reaches a user
        return _unexpected(e, arguments)


def _unexpected(e: Exception, arguments: list[str]) -> int:
    if type(e).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{e}\n")
        return EXIT_USAGE
    if hasattr(e, "format_message"):
        ctx = getattr(e, "ctx", None)
        command = ctx.command_path if ctx is not None else "zi"
        return _fail(f"{usage_message(e)}{_dashed(e, arguments)} (bantuan: {command} --help)", EXIT_USAGE)
    if isinstance(e, FileNotFoundError) and _nowhere():
        return _fail("folder tempat perintah ini dijalankan sudah tidak ada; ulangi di folder lain", EXIT_UNREADABLE)
    if (reason := full_disk(e)) is not None:
        return _fail(f"berkas sementara tidak dapat ditulis: {os_reason(reason)}", EXIT_UNWRITABLE)
    if isinstance(e, OSError) and isinstance(e.filename, (str, bytes)):
        # No place of the program expected it, but the system has named the file: what it can't read, or can't write.
        present = is_there(Path(os.fsdecode(e.filename)))
        readable = os.access(e.filename, os.R_OK) if present else not isinstance(e, FileNotFoundError)
        what, code = ("ditulis", EXIT_UNWRITABLE) if readable else ("dibaca", EXIT_UNREADABLE)
        return _fail(f"“{one_line(os.fsdecode(e.filename))}” tidak dapat {what}: {os_reason(e)}", code)
    if "--debug" in arguments:
        import traceback

        traceback.print_exc()
    return _fail(
        f"kesalahan tak terduga ({type(e).__name__}: {' '.join(str(e).split())[:200]}); "
        "jalankan ulang dengan zi --debug … dan kirimkan jejaknya kepada pengelola",
        EXIT_UNEXPECTED,
    )


def _dashed(e: Exception, arguments: list[str]) -> str:
    """How to write a file's name that was taken for an option."""
    names = (a for a in arguments if type(e).__name__ == "NoSuchOption" and a.startswith("-") and is_there(Path(a)))
    return next((f"; berkas itu ditulis {shell_word(f'./{a}')}" for a in names), "")


def _nowhere() -> bool:
    """Whether the current folder has been removed."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _fail(message: str, code: int) -> int:
    sys.stderr.write(f"zi: {message}\n")
    return code
