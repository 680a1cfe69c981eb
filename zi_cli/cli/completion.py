"""Completion with the Tab key: ``zi completion SHELL`` prints the script, the shell then asks zi by environment."""

import os
from typing import Annotated, Any

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script
from typer.completion import shell_complete

from zi_cli.errors import EXIT_USAGE
from zi_cli.streams import result_stream

#: Set by the shell's script when it asks what may come next.
ASKED = "_ZI_COMPLETE"
SHELLS = ("powershell", "bash", "zsh")


def command(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="SHELL",
            help="powershell, bash, atau zsh.",
            show_default=False,
            autocompletion=lambda: list(SHELLS),
        ),
    ],
) -> None:
    """Cetak skrip pelengkap perintah: setelah dimuat, tombol Tab melengkapi perintah dan opsi zi.

    \b
    PowerShell ($PROFILE):  zi completion powershell | Out-String | Invoke-Expression
    bash (~/.bashrc):       eval "$(zi completion bash)"
    zsh (~/.zshrc):         eval "$(zi completion zsh)"

    Contoh: zi completion powershell
    """
    if shell not in SHELLS:
        raise typer.BadParameter(f"shell “{shell}” tidak dikenal; yang ada: {', '.join(SHELLS)}")
    script = get_completion_script(prog_name="zi", complete_var=ASKED, shell=shell)
    typer.echo(script, file=result_stream())


def complete(zi: Any) -> int:
    """Tell the shell what may come next in the command line of *zi*; a question of no sense gets no word."""
    instruction = os.environ[ASKED]
    completion_init()
    try:
        if instruction.removeprefix("complete_") in SHELLS:
            return shell_complete(zi, {}, "zi", ASKED, instruction)
    except (KeyError, ValueError):
        pass
    return EXIT_USAGE
