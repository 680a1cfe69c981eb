"""``zi score``: points and verdict of one or more worksheets."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    OpsiCsvId,
    OpsiFormat,
    OpsiInstrumen,
    OpsiKeluaran,
    OpsiKolomPenilai,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiSandi,
    OpsiTarget,
    OpsiTimpa,
    claim_columns,
    load_rules,
    parse_penilai,
)
from zi_cli.cli.output import choose_form, document_text, present_table
from zi_cli.errors import EXIT_UNREADABLE
from zi_cli.evaluation import evaluate
from zi_cli.files import check_target, json_line, present
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.records.score import score_record
from zi_cli.report.output_forms import TABLE_FORMS, Format
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import penentu as deciding
from zi_cli.worksheet.formats.guard import guarding_several


def command(
    berkas: Annotated[list[Path], typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    penilai: OpsiPenilai = None,
    target: OpsiTarget = None,
    rinci: Annotated[bool, typer.Option("--rinci", help="Tampilkan setiap indikator.")] = False,
    ringkas: Annotated[
        bool, typer.Option("--ringkas", help="Hanya putusan penilai yang menentukan, dengan nilai dan yang kurang.")
    ] = False,
    jelaskan: Annotated[
        bool,
        typer.Option("--jelaskan-selisih", help="Sebut setiap sebab total di berkas lain dari hitungan kami."),
    ] = False,
    bentuk: OpsiFormat = None,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
    sandi: OpsiSandi = None,
    kolom_penilai: OpsiKolomPenilai = None,
    tulis: Annotated[
        Path | None,
        typer.Option("--tulis", metavar="HASIL.XLSX", help="Tulis nilai dan temuan ke salinan berkas (satu BERKAS)."),
    ] = None,
) -> None:
    """Hitung nilai LKE dan putusan WBK/WBBM setiap penilai, yang menentukan lebih dahulu.

    Contoh: zi score lke.xlsx --target WBK
    """
    bentuk = choose_form(bentuk, keluaran)
    if ringkas and rinci:
        raise typer.BadParameter("--ringkas dan --rinci bertentangan")
    if tulis is not None and len(berkas) != 1:
        raise typer.BadParameter("--tulis membutuhkan tepat satu BERKAS")
    aturan = load_rules(diminta, konfigurasi, berkas, sandi=sandi)
    aturan = claim_columns(aturan, kolom_penilai, satu=len(berkas) == 1)
    instrumen, ambang = aturan.instrumen, aturan.ambang
    dipilih = parse_penilai(penilai, instrumen)
    for tujuan in (keluaran, tulis):
        if tujuan is not None:
            check_target(tujuan, timpa=timpa, masukan=berkas)
    hasil = []
    penentu: dict[Path, Penilaian | None] = {}
    gagal = False
    for b in berkas:
        try:
            with guarding_several(berkas):
                e = evaluate(b, aturan, dipilih, sandi=sandi, lengkap=tulis is not None)
        except UnreadableInput as galat:
            sys.stderr.write(f"zi: {galat.pesan}\n")
            gagal = True
            continue
        # A table of figures has no place for an explanation.
        selisih = e.total_differences(b, sandi=sandi) if bentuk not in TABLE_FORMS and not ringkas else {}
        hasil += [(b, e.ws, p, e.semua, e.findings(p, target), selisih.get(p.penilai)) for p in e.shown]
        penentu[b] = deciding(e.semua, instrumen, dipilih)
        if tulis is not None:
            from zi_cli.forms.annotate import annotate_copy

            tertinggal = annotate_copy(b, tulis, e.ws, e.shown, instrumen, ambang, e.all_findings(target), timpa)
            if tertinggal:
                sys.stderr.write(f"zi: peringatan: tidak ikut tersalin: {', '.join(tertinggal)}\n")
    if bentuk is Format.json:
        if hasil:
            # Without the views, which no record needs: loading them takes longer than scoring a file.
            baris = (
                json_line(score_record(ws, p, semua, instrumen, ambang, temuan, selisih))
                for _, ws, p, semua, temuan, selisih in hasil
            )
            present("\n".join(baris), keluaran, timpa=timpa, masukan=berkas)
    elif hasil or (bentuk in TABLE_FORMS and not gagal):
        from zi_cli.views.score import Score, indicator_table, score_document, score_table

        skor = [Score(*h, penentu[h[0]]) for h in hasil]
        if bentuk in TABLE_FORMS:
            tabel = indicator_table(skor, instrumen) if rinci else score_table(skor, instrumen)
            present_table(tabel, bentuk, keluaran, timpa=timpa, masukan=berkas, csv_id=csv_id)
        else:
            isi = score_document(
                skor,
                instrumen,
                ambang,
                target,
                rinci=rinci,
                ringkas=ringkas,
                jelaskan=jelaskan,
                di_layar=bentuk is Format.tabel,
            )
            present(document_text(isi, bentuk, keluaran), keluaran, timpa=timpa, masukan=berkas)
    if gagal:
        raise typer.Exit(EXIT_UNREADABLE)
