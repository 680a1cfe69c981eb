"""``zi score``: points and verdict of one or more worksheets."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from zi_cli.cli.options import (
    Output,
    PasswordOption,
    PenilaiColumnOption,
    PenilaiOption,
    Rules,
    TargetOption,
    claim_columns,
    parse_penilai,
)
from zi_cli.cli.output import end
from zi_cli.evaluation import evaluate
from zi_cli.files import check_target
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.records.score import score_record
from zi_cli.report.output_forms import Format
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import penentu as deciding
from zi_cli.worksheet.formats.guard import guarding_several


def command(
    berkas: Annotated[list[Path], typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    *,
    penilai: PenilaiOption = None,
    target: TargetOption = None,
    rinci: Annotated[bool, typer.Option("--rinci", help="Tampilkan setiap indikator.")] = False,
    ringkas: Annotated[
        bool, typer.Option("--ringkas", help="Hanya putusan penilai yang menentukan, dengan nilai dan yang kurang.")
    ] = False,
    jelaskan: Annotated[
        bool,
        typer.Option("--jelaskan-selisih", help="Sebut setiap sebab total di berkas lain dari hitungan kami."),
    ] = False,
    output: Output,
    rules: Rules,
    sandi: PasswordOption = None,
    kolom_penilai: PenilaiColumnOption = None,
    tulis: Annotated[
        Path | None,
        typer.Option("--tulis", metavar="HASIL.XLSX", help="Tulis nilai dan temuan ke salinan berkas (satu BERKAS)."),
    ] = None,
) -> None:
    """Hitung nilai LKE dan putusan WBK/WBBM setiap penilai, yang menentukan lebih dahulu.

    Contoh: zi score lke.xlsx --target WBK
    """
    result = output.choose()
    if ringkas and rinci:
        raise typer.BadParameter("--ringkas dan --rinci bertentangan")
    if rinci and jelaskan and result.form is Format.csv:
        raise typer.BadParameter("--rinci dan --jelaskan-selisih bertentangan dalam CSV: hanya ada satu tabel")
    if tulis is not None and len(berkas) != 1:
        raise typer.BadParameter("--tulis membutuhkan tepat satu BERKAS")
    config = rules.load(berkas, password=sandi)
    config = claim_columns(config, kolom_penilai, one=len(berkas) == 1)
    instrumen, ambang = config.instrumen, config.ambang
    chosen = parse_penilai(penilai, instrumen)
    result = result.from_inputs(berkas)
    if tulis is not None:
        check_target(tulis, overwrite=result.timpa, inputs=berkas)
    assessed = []
    penentu: dict[Path, Penilaian | None] = {}
    failed = False
    for b in berkas:
        try:
            with guarding_several(berkas):
                e = evaluate(b, config, chosen, password=sandi, complete=tulis is not None)
        except UnreadableInput as error:
            sys.stderr.write(f"zi: {error.pesan}\n")
            failed = True
            continue
        # A table of figures has no place for an explanation unless it is asked for.
        selisih = e.total_differences(b, password=sandi) if jelaskan or not result.is_table else {}
        assessed += [(b, e.ws, p, e.semua, e.findings(p, target), selisih.get(p.penilai)) for p in e.shown]
        penentu[b] = deciding(e.semua, instrumen, chosen)
        if tulis is not None:
            from zi_cli.forms.annotate import annotate_copy

            tertinggal = annotate_copy(b, tulis, e.ws, e.shown, instrumen, ambang, e.all_findings(target), result.timpa)
            if tertinggal:
                sys.stderr.write(f"zi: peringatan: tidak ikut tersalin: {', '.join(tertinggal)}\n")

    # Records need no views: loading them takes longer than scoring a file.
    def tables() -> Iterator[Any]:
        from zi_cli.views.score import Score, doubt_tables, indicator_table, score_table

        skor = [Score(*d, penentu[d[0]]) for d in assessed]
        # CSV holds one table: the one that was asked for.
        if not (jelaskan and result.form is Format.csv):
            yield (indicator_table if rinci else score_table)(skor, instrumen)
        if jelaskan:
            from zi_cli.views.total_difference import difference_table

            yield difference_table((s.ws.nama, s.penilaian.penilai, s.berkas, s.selisih) for s in skor)
        if result.form is not Format.csv:
            yield from doubt_tables(skor)

    def document() -> Any:
        from zi_cli.views.score import Score, score_document

        skor = [Score(*d, penentu[d[0]]) for d in assessed]
        on_screen = result.on_screen
        return score_document(
            skor, instrumen, ambang, target, detailed=rinci, brief=ringkas, explain=jelaskan, on_screen=on_screen
        )

    if assessed or (result.is_table and not failed):
        result.give(
            lambda: (
                score_record(ws, p, every, instrumen, ambang, t, difference)
                for _, ws, p, every, t, difference in assessed
            ),
            tables,
            document,
        )
    end(unread=failed)
