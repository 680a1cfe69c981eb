"""``zi instrumen``: the instrument held against other lists of the same questions."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiInstrumen, Output, Rules
from zi_cli.cli.output import end


def compare_command(
    master: Annotated[
        Path, typer.Argument(metavar="MASTER.JSON", help="Daftar soal dari PortalRB.", show_default=False)
    ],
    *,
    output: Output,
    diminta: OpsiInstrumen = None,
) -> None:
    """Bandingkan daftar soal PortalRB dengan instrumen: nomor, baris, jenis, skala, dan bobot.

    Kode keluar 1 hanya bila ada perbedaan yang menyentuh nilai.

    Contoh: zi instrumen banding master-soal.json
    """
    hasil = output.choose().from_inputs([master])
    from zi_cli.portalrb.master import compare_master, read_master
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.record import comparison_record
    from zi_cli.portalrb.view import comparison_headline, comparison_table
    from zi_cli.views.document import Fields

    instrumen = Rules(None, diminta).load().instrumen
    soal = load_questions(instrumen)
    daftar = read_master(master)
    beda = compare_master(daftar, soal, instrumen)
    hasil.give(
        lambda: [comparison_record(beda, daftar.tahun, master.name, instrumen)],
        lambda: [comparison_table(beda)],
        lambda: [Fields(comparison_headline(beda, daftar.tahun, soal, instrumen)), comparison_table(beda)],
    )
    end(refused=any(d.menyentuh_nilai for d in beda))


SUBCOMMANDS = {"banding": (compare_command, "Bandingkan daftar soal PortalRB dengan instrumen.")}
