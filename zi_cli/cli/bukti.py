"""``zi bukti``: the evidence behind the answers."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    OpsiInstrumen,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiSandi,
    OpsiTimpa,
    load_rules,
    parse_penilai,
)
from zi_cli.streams import result_stream

OpsiLke = Annotated[Path | None, typer.Option("--lke", metavar="BERKAS", help="LKE satker itu.", show_default=False)]
OpsiPohon = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder bukti satu satker.", show_default=False)]


def siapkan(
    folder: OpsiPohon,
    lke: OpsiLke = None,
    penilai: OpsiPenilai = None,
    sandi: OpsiSandi = None,
    timpa: OpsiTimpa = False,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
) -> None:
    """Siapkan folder bukti: satu folder tiap indikator dengan rubriknya, dan bukti.xlsx satu baris tiap dokumen.

    Kolom Bukti dan Catatan di LKE mengisi tabelnya; beberapa tautan dalam satu sel menjadi beberapa baris.
    """
    from zi_cli.bukti.prepare import prepare_tree
    from zi_cli.errors import UnwritableOutput, os_reason
    from zi_cli.evaluation import evaluate
    from zi_cli.files import check_target, write_file

    aturan = load_rules(diminta, konfigurasi, [lke] if lke else [], sandi=sandi)
    e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen), sandi=sandi) if lke else None
    siap = prepare_tree(e, aturan.instrumen)
    masukan = [lke] if lke else []
    for jalur in siap.isi:
        check_target(folder / jalur, timpa=timpa, masukan=masukan)
    try:
        for jalur in siap.folder:
            (folder / jalur).mkdir(parents=True, exist_ok=True)
    except OSError as galat:
        raise UnwritableOutput(f"“{folder}” tidak dapat ditulis: {os_reason(galat)}") from galat
    for jalur, isi in siap.isi.items():
        write_file(folder / jalur, isi, timpa=timpa, masukan=masukan)
    typer.echo(
        f"{folder}: {len(siap.folder)} folder indikator; bukti.xlsx menyebut {siap.dokumen} dokumen dari LKE",
        file=result_stream(),
    )


SUBCOMMANDS = {
    "siapkan": (siapkan, "Siapkan folder bukti menurut indikator."),
}
