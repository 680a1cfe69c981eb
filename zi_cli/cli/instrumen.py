"""``zi instrumen``: the instrument held against other lists of the same questions."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiCsvId, OpsiFormat, OpsiInstrumen, OpsiKeluaran, OpsiTimpa, load_rules
from zi_cli.cli.output import choose_form, document_text, present_table
from zi_cli.errors import TIDAK
from zi_cli.files import check_target, json_line, present
from zi_cli.report.output_forms import TABLE_FORMS, Format


def compare_command(
    master: Annotated[
        Path, typer.Argument(metavar="MASTER.JSON", help="Daftar soal dari PortalRB.", show_default=False)
    ],
    bentuk: OpsiFormat = None,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
    diminta: OpsiInstrumen = None,
) -> None:
    """Bandingkan daftar soal PortalRB dengan instrumen: nomor, baris, jenis, skala, dan bobot.

    Kode keluar 1 hanya bila ada perbedaan yang menyentuh nilai.
    """
    bentuk = choose_form(bentuk, keluaran)
    if keluaran is not None:
        check_target(keluaran, timpa=timpa, masukan=[master])
    from zi_cli.portalrb.master import compare_master, read_master
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.record import comparison_record
    from zi_cli.portalrb.view import comparison_headline, comparison_table
    from zi_cli.views.document import Fields

    instrumen = load_rules(diminta, None).instrumen
    soal = load_questions(instrumen)
    daftar = read_master(master)
    beda = compare_master(daftar, soal, instrumen)
    if bentuk is Format.json:
        teks = json_line(comparison_record(beda, daftar.tahun, master.name, instrumen)) + "\n"
        present(teks, keluaran, timpa=timpa, masukan=[master])
    elif bentuk in TABLE_FORMS:
        tabel = comparison_table(beda)
        present_table(tabel, bentuk, keluaran, timpa=timpa, masukan=[master], csv_id=csv_id)
    else:
        kepala = comparison_headline(beda, daftar.tahun, soal, instrumen)
        isi = [comparison_table(beda)]
        teks = document_text([Fields(kepala), *isi], bentuk, keluaran)
        present(teks, keluaran, timpa=timpa, masukan=[master])
    if any(d.menyentuh_nilai for d in beda):
        raise typer.Exit(TIDAK)


SUBCOMMANDS = {"banding": (compare_command, "Bandingkan daftar soal PortalRB dengan instrumen.")}
