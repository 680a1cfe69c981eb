"""``zi schema``: the JSON Schema of an output."""

from typing import Annotated

import typer

from zi_cli.records.schema import OUTPUTS, schema_text
from zi_cli.streams import result_stream


def command(
    nama: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAMA]",
            help="Nama keluaran, misalnya score.",
            show_default=False,
            autocompletion=lambda: list(OUTPUTS),
        ),
    ] = None,
) -> None:
    """Cetak JSON Schema satu keluaran; tanpa NAMA, daftar skema yang ada.

    Contoh: zi schema score
    """
    if nama is None:
        typer.echo("\n".join(OUTPUTS), file=result_stream())
        return
    if nama not in OUTPUTS:
        raise typer.BadParameter(f"skema “{nama}” tidak dikenal; yang ada: {', '.join(OUTPUTS)}")
    typer.echo(schema_text(nama), nl=False, file=result_stream())
