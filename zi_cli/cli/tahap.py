"""``zi tahap``: who has the file now, what is missing, and how late it is."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import DataOption, FolderOption, Output, Proposal, Rules, StateOption, YearOption
from zi_cli.cli.output import Result, end, say_unread
from zi_cli.cli.work import existing_folder, open_work, required_folder
from zi_cli.files import write_file
from zi_cli.pengajuan.find_lke import read_folder
from zi_cli.pengajuan.pairing import pair_lke, pairing_doubts, unclaimed
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN, add_side_rows, side_columns
from zi_cli.report.output_forms import Format
from zi_cli.text import canonical_name

if TYPE_CHECKING:
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.pengajuan.register.read_register import DaftarSatker
    from zi_cli.tahap.quarterly import QuarterReport


def command(
    folder: FolderOption = None,
    data: DataOption = None,
    *,
    siapa: Annotated[
        str | None,
        typer.Option("--siapa", metavar="PELAKU", help="Hanya yang menunggu pelaku ini, misalnya tpi atau kanwil."),
    ] = None,
    kanwil: Annotated[
        str | None, typer.Option("--kanwil", metavar="NAMA", help="Hanya satker Kanwil (atau Unit Eselon I) ini.")
    ] = None,
    triwulan: Annotated[
        str | None,
        typer.Option("--triwulan", metavar="TAHUN-N", help="Laporan triwulan (misalnya 2027-2); -o .docx atau .xlsx."),
    ] = None,
    lembar: Annotated[
        bool, typer.Option("--lembar", help="Tambahkan lembar isian yang belum ada ke satker.xlsx, lalu selesai.")
    ] = False,
    ketat: Annotated[
        bool, typer.Option("--ketat", help="Kode keluar 1 bila ada yang terlambat, dikembalikan, atau terlewati.")
    ] = False,
    tanggal: StateOption = None,
    tahun: YearOption = None,
    rules: Rules,
    output: Output,
) -> None:
    """Tunjukkan tahap setiap satker (BAB III dan IV): siapa yang harus bertindak, yang kurang, dan keterlambatannya.

    Tahap diturunkan dari kolom penilai di LKE, daftar satker, lembar Surat, dan Hasil TPN. Sebuah surat dihitung bila
    bernomor, bertanggal, dan terkirim atau berpindaian. -o papan.html membuat papan menurut Kanwil.

    Dengan --triwulan: laporan Kanwil atau Unit Eselon I (BAB IV A): IPK, IKM, TLHP, data dukung, pembinaan, pengaduan,
    replikasi, pelatihan, dan pencanangan dari lembar-lembar satker.xlsx (--lembar membuatnya).

    Contoh: zi tahap usulan-2027 --siapa tpi
    """
    word = output.keluaran is not None and output.keluaran.suffix.lower() == ".docx"
    if word and (triwulan is None or output.bentuk is not None):
        raise typer.BadParameter(".docx hanya untuk --triwulan, tanpa --format")
    keluar = output.choose(also=".docx" if word else "")._replace(lebar=140)
    from zi_cli.pengajuan.follow_up import unknown_satker
    from zi_cli.pengajuan.register.surat_sheet import read_letters
    from zi_cli.tahap.position import acting, positions
    from zi_cli.tahap.quarterly import build_report, parse_quarter
    from zi_cli.tahap.stage_records import stages_record
    from zi_cli.tahap.stage_view import board_document, stage_table
    from zi_cli.tahap.stages import load_actors
    from zi_cli.views.findings import finding_line

    folder = required_folder(folder) if data is None or folder is not None else data.parent
    existing_folder(folder)
    if siapa is not None and siapa not in load_actors():
        raise typer.BadParameter(f"pelaku “{siapa}” tidak dikenal; pilih salah satu: {', '.join(load_actors())}")
    work = open_work(folder, rules, Proposal(data, tanggal, tahun))
    if work.data is None:
        raise typer.BadParameter(f"tidak ada satker.xlsx di “{folder}”; sebut --data")
    keluar = keluar.from_inputs([folder, work.data, work.konfigurasi.berkas])
    daftar = read_register(work.data, work.konfigurasi.instrumen)
    if lembar:
        _add_sheets(work.data)
        return
    surat = read_letters(work.data, daftar.satker)
    lke = read_folder(folder, daftar, work.konfigurasi)
    pair = pair_lke(daftar, lke.bahan, [folder])
    doubts = {id(p.satker): t.pesan.rstrip(".") for p in pair.baris for t in pairing_doubts(p)}
    materials = {id(p.satker): p.bahan for p in pair.baris if p.bahan is not None and id(p.satker) not in doubts}
    roots = list(dict.fromkeys([folder, work.data.parent]))
    if triwulan is not None:
        try:
            report = build_report(daftar, materials, parse_quarter(triwulan), kanwil, roots)
        except ValueError:
            raise typer.BadParameter(f"--triwulan “{triwulan}” harus TAHUN-N, misalnya 2027-2") from None
        if kanwil is not None and not report.satker:
            raise typer.BadParameter(f"tidak ada satker dengan Kanwil atau Unit Eselon I “{kanwil}” di daftar")
        _give_report(report, keluar, daftar, work.konfigurasi.instrumen)
        for t in report.temuan:
            sys.stderr.write(f"zi: {finding_line(t, work.data.name)}\n")
        say_unread(lke.gagal)
        end(unread=lke.gagal)
        return
    every = positions(daftar, materials, surat, work.aturan, roots, doubts)
    if kanwil is not None:
        milik = canonical_name(kanwil)
        every = tuple(p for p in every if milik in map(canonical_name, (p.satker.kanwil or "", p.satker.eselon1 or "")))
    chosen = acting(every, siapa)
    keluar.give(
        lambda: [stages_record(chosen, daftar, work.konfigurasi.instrumen, work.aturan)],
        lambda: [stage_table(chosen)],
        lambda: board_document(chosen, daftar, work.aturan, papan=keluar.form is Format.html),
    )
    for p in pair.baris:
        for t in pairing_doubts(p):
            sys.stderr.write(f"zi: {finding_line(t, work.data.name)}\n")
    for b in pair.sisa:
        sys.stderr.write(f"zi: {finding_line(unclaimed(b), work.data.name)}\n")
    for t in (*surat.temuan, *daftar.sheet(HASIL_TPN).temuan, *unknown_satker(daftar, HASIL_TPN)):
        sys.stderr.write(f"zi: {finding_line(t, work.data.name)}\n")
    for x in chosen:
        for t in x.temuan:
            sys.stderr.write(f"zi: {finding_line(t, work.data.name)} [{x.satker.called}]\n")
    say_unread(lke.gagal)
    tertinggal = any(p.days_overdue or p.kedudukan == "dikembalikan" or p.temuan for p in chosen)
    end(unread=lke.gagal, refused=ketat and tertinggal)


def _give_report(r: QuarterReport, keluar: Result, daftar: DaftarSatker, instrumen: Instrumen) -> None:
    """Give the quarterly report in the form that was asked for."""
    from zi_cli.tahap.stage_records import quarter_record
    from zi_cli.tahap.stage_view import report_document, report_tables, report_title

    target = keluar.keluaran
    if target is not None and target.suffix.lower() == ".docx":
        from zi_cli.report.word import render_word

        content = render_word(report_title(r), list(report_document(r, instrumen))[1:], r.triwulan.last_day)
        write_file(target, content, overwrite=keluar.timpa, inputs=keluar.masukan)
    else:
        keluar.give(
            lambda: [quarter_record(r, daftar, instrumen)],
            lambda: report_tables(r),
            lambda: report_document(r, instrumen),
        )


def _add_sheets(daftar: Path) -> None:
    """Add the sheets that *daftar* does not have yet, with headings, lists and comments."""
    from zi_cli.pengajuan.register.write_back import extend_file

    first, *other = side_columns()
    extend_file(daftar, partial(add_side_rows, name=first, rows=[], others=other))
    sys.stderr.write(f"zi: {daftar}: lembar {', '.join((first, *other))} tersedia\n")
