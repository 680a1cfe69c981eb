"""``zi batch``: a folder of worksheets becomes one recap."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import FolderOption, OverwriteOption, PenilaiOption, Proposal, Rules, Screen
from zi_cli.cli.output import Result, end
from zi_cli.cli.work import existing_folder, open_work, required_folder
from zi_cli.files import open_file, read_file
from zi_cli.folder.process_server import start_ahead
from zi_cli.outgoing import ascii_json, present
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream

if TYPE_CHECKING:
    from zi_cli.batch.recap import Rekap
    from zi_cli.batch.run import Opsi, Watcher, Writer

#: Characters a line has where no terminal says another width.
_WIDTH = 140
XLSX, CSV = "rekap.xlsx", "rekap.csv"


class StageOption(StrEnum):
    """The stage to judge."""

    pendahuluan = "pendahuluan"


def command(
    folder: FolderOption = None,
    *,
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder hasil.")] = Path("rekap"),
    proposal: Proposal,
    penilai: PenilaiOption = None,
    tahap: Annotated[
        StageOption | None, typer.Option("--tahap", help="Nilai tahap ini saja: hanya Pengungkit yang menentukan.")
    ] = None,
    pola: Annotated[
        str | None, typer.Option("--pola", metavar="POLA", help="Hanya berkas yang cocok, misalnya 'LKE*.xlsx'.")
    ] = None,
    tingkat_grup: Annotated[
        int, typer.Option("--tingkat-grup", min=1, metavar="N", help="Kanwil dibaca dari N folder teratas.")
    ] = 1,
    pekerja: Annotated[
        int | None,
        typer.Option("--pekerja", min=1, max=64, metavar="N", help="Proses paralel [bawaan: jumlah prosesor]."),
    ] = None,
    batas_waktu: Annotated[
        float, typer.Option("--batas-waktu", min=1, metavar="DETIK", help="Waktu paling lama satu berkas.")
    ] = 60,
    lanjut: Annotated[
        bool, typer.Option("--lanjut", help="Teruskan hasil sebelumnya; berkas yang sama tidak dinilai ulang.")
    ] = False,
    timpa: OverwriteOption = False,
    rules: Rules,
    screen: Screen,
) -> None:
    """Nilai semua LKE dalam satu folder dan buat rekapnya.

    Contoh: zi batch "Pengajuan 2026" -o rekap
    """
    result = screen.choose()._replace(lebar=_WIDTH)
    folder = existing_folder(required_folder(folder, or_file=True), "; pakai zi score untuk satu berkas")
    start_ahead("zi_cli.batch.score_file")
    from zi_cli.batch.registered import open_registration
    from zi_cli.batch.run import Opsi, run_batch
    from zi_cli.pages.recap_workbook import write_xlsx

    data, berlaku, rule, chosen = open_work(folder, rules, proposal, penilai)
    opsi = Opsi(
        folder=folder,
        keluaran=keluaran,
        pekerja=pekerja or os.cpu_count() or 1,
        pola=pola,
        tingkat_grup=tingkat_grup,
        penilai=chosen,
        pendahuluan=tahap is StageOption.pendahuluan,
        batas_waktu=batas_waktu,
        lanjut=lanjut,
        timpa=timpa,
        pendaftaran=open_registration(data, rule) if data is not None else None,
        muat_nanti=("xlsxwriter",),
    )
    outputs: dict[str, Writer] = {XLSX: write_xlsx, CSV: partial(_write_csv, indonesia=screen.csv_id)}
    rekap = run_batch(opsi, berlaku.instrumen, berlaku, watcher(), outputs)
    _show(rekap, opsi, result)
    end(unread=rekap.gagal)


def watcher(work: str = "menilai", benda: str = "berkas") -> Watcher:
    """Progress on standard error, for every command that goes through many of a kind: what is done, to what."""
    from zi_cli.report.progress import Batang, ProgressLine

    return Batang(benda) if sys.stderr.isatty() else ProgressLine(work, benda)


def _show(rekap: Rekap, opsi: Opsi, result: Result) -> None:
    """Show the recap on standard output; JSON and CSV are the files just written."""
    from zi_cli.batch.run import JSON
    from zi_cli.views.recap import recap_document, recap_table

    if result.form is Format.json:
        unicode = "utf" in (result_stream().encoding or "").lower()
        with open_file(opsi.keluaran / JSON, "r", encoding="utf-8", newline="") as f:
            while piece := f.read(1 << 20):
                result_stream().write(piece if unicode else ascii_json(piece))
    elif result.form is Format.csv:
        present(read_file(opsi.keluaran / CSV).decode("utf-8-sig"), None, overwrite=False, bom=True)
    elif result.is_table:
        result.give_tables([recap_table(rekap)])
    else:
        result.give_text(result.text(recap_document(rekap, on_screen=result.on_screen, written=str(opsi.keluaran))))


def _write_csv(rekap: Rekap, target: Path, *, indonesia: bool) -> None:
    from zi_cli.report.csv import render_csv
    from zi_cli.views.recap import recap_table

    with open_file(target, "wb") as f:
        f.write(render_csv(recap_table(rekap), indonesia=indonesia).encode("utf-8-sig"))
