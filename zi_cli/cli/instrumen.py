"""``zi instrumen``: the instrument held against other lists of the same questions."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import InstrumenOption, Output, Rules
from zi_cli.cli.output import end


def compare_command(
    master: Annotated[
        Path, typer.Argument(metavar="MASTER.JSON", help="Daftar soal dari PortalRB.", show_default=False)
    ],
    *,
    output: Output,
    diminta: InstrumenOption = None,
) -> None:
    """Bandingkan daftar soal PortalRB dengan instrumen: nomor, baris, jenis, skala, dan bobot.

    Kode keluar 1 hanya bila ada perbedaan yang menyentuh nilai.

    Contoh: zi instrumen banding master-soal.json
    """
    result = output.choose().from_inputs([master])
    from zi_cli.portalrb.master import compare_master, read_master
    from zi_cli.portalrb.portal_records import comparison_record
    from zi_cli.portalrb.portal_view import comparison_headline, comparison_table
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.views.document import Fields

    instrumen = Rules(None, diminta).load().instrumen
    question = load_questions(instrumen)
    daftar, _ = read_master(master)
    differences = compare_master(daftar, question, instrumen)
    result.give(
        lambda: [comparison_record(differences, daftar.tahun, master.name, instrumen)],
        lambda: [comparison_table(differences)],
        lambda: [
            Fields(comparison_headline(differences, daftar.tahun, question, instrumen)),
            comparison_table(differences),
        ],
    )
    end(refused=any(d.menyentuh_nilai for d in differences))


SUBCOMMANDS = {"banding": (compare_command, "Bandingkan daftar soal PortalRB dengan instrumen.")}
