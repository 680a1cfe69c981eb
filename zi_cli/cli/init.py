"""``zi init``: a folder ready for a year's proposals."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.errors import UnwritableOutput
from zi_cli.files import result_stream
from zi_cli.pengajuan.work_folder import prepare_folder


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Folder yang disiapkan; bawaan: folder ini.", show_default=False)
    ] = Path(),
) -> None:
    """Siapkan folder kerja: zi.toml, daftar satker.xlsx, dan contoh susunan folder Kanwil/UPT.

    Berkas yang sudah ada tidak pernah diubah.

    Contoh: zi init usulan-2027
    """
    if folder.exists() and not folder.is_dir():
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder")
    for hasil in prepare_folder(folder):
        keadaan = "ditulis" if hasil.baru else "sudah ada, tidak diubah"
        typer.echo(f"{hasil.jalur}: {keadaan}", file=result_stream())
    typer.echo(
        "Langkah berikutnya: isi zi.toml dan satker.xlsx, taruh berkas LKE di folder Kanwil, lalu zi check "
        + _kutip(folder),
        file=result_stream(),
    )


def _kutip(folder: Path) -> str:
    teks = str(folder)
    return f'"{teks}"' if " " in teks else teks
