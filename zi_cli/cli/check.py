"""``zi check``: may these satker be proposed?"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    Output,
    PenilaiColumnOption,
    PenilaiOption,
    Proposal,
    Rules,
    claim_columns,
    parse_date_option,
)
from zi_cli.cli.output import end, say_unread
from zi_cli.cli.work import open_work, work_folder
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.check_register import HasilPeriksa, check_register
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.find_lke import read_folder
from zi_cli.pengajuan.proofs import with_proofs
from zi_cli.pengajuan.register.from_options import parse_requirement_options
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.records.check import check_record
from zi_cli.text import canonical_name, long_date, path_text
from zi_cli.views.check import Laporan, calendar_table, check_document, check_table


def command(
    sasaran: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BERKAS|FOLDER]",
            help="Berkas LKE atau foldernya; bawaan: folder ini bila memuat satker.xlsx.",
            show_default=False,
        ),
    ] = None,
    *,
    proposal: Proposal,
    penilai: PenilaiOption = None,
    kolom_penilai: PenilaiColumnOption = None,
    kalender: Annotated[
        bool, typer.Option("--kalender", help="Tampilkan kalender: batas, pembaruan data dukung, monev.")
    ] = False,
    usulan: Annotated[
        Predikat | None,
        typer.Option(
            "--usulan",
            metavar="WBK|WBBM",
            help="Predikat yang diusulkan (satu berkas tanpa daftar).",
            case_sensitive=False,
        ),
    ] = None,
    syarat: Annotated[
        list[str] | None,
        typer.Option(
            "--syarat",
            metavar="KODE=NILAI",
            help="Isian syarat untuk satu berkas tanpa daftar, misalnya tlhp=12/12; dapat diulang.",
            show_default=False,
        ),
    ] = None,
    kawasan: Annotated[
        str | None,
        typer.Option("--kawasan", metavar="NAMA", help="Hanya kawasan ini: anggotanya, kelima aspek, tim gabungan."),
    ] = None,
    rinci: Annotated[bool, typer.Option("--rinci", help="Tampilkan daftar periksa setiap satker.")] = False,
    rules: Rules,
    output: Output,
) -> None:
    """Periksa apakah satker boleh diusulkan: nilai LKE, syarat Tabel 7, portofolio, dan kalender.

    Kode keluar 0 bila semua layak, 1 bila ada yang belum layak atau belum diketahui
    (--kalender: bila ada yang terlambat atau belum ada datanya), 3 bila ada masukan yang tidak terbaca.

    Contoh: zi check usulan/ --data usulan/satker.xlsx --tanggal 2027-05-20
    """
    keluar = output.choose()
    if proposal.tahun is not None and proposal.tanggal is not None:
        day = parse_date_option(proposal.tanggal)
        if proposal.tahun != day.year:
            raise typer.BadParameter(f"--tahun {proposal.tahun} bertentangan dengan --tanggal {long_date(day)}")
    folder = _folder(sasaran, proposal.data, kalender=kalender)
    one = [sasaran] if folder is None and sasaran is not None else None
    data, berlaku, rule, chosen = open_work(folder, rules, proposal, penilai, files=one, say=False)
    berlaku = claim_columns(berlaku, kolom_penilai, one=folder is None)
    instrumen = berlaku.instrumen
    rule = rule._replace(konfigurasi=berlaku)
    isian = None
    if syarat or usulan:
        if data is not None or folder is not None:
            raise typer.BadParameter("--usulan dan --syarat hanya untuk satu berkas LKE tanpa daftar satker")
        try:
            isian, opsi = parse_requirement_options(usulan, syarat or [], rule.syarat)
        except ValueError as e:
            raise typer.BadParameter(str(e)) from e
        rule = rule._replace(opsi=opsi)
    if sasaran is not None and not is_there(sasaran):
        raise UnreadableInput(make_temuan("LKE101", berkas=path_text(str(sasaran))))
    daftar = read_register(data, instrumen) if data is not None else None
    keluar = keluar.from_inputs([sasaran, folder, data, rule.konfigurasi.berkas])
    root = [folder] if folder is not None else []
    only = sasaran if folder is None else None
    # The calendar reads the worksheets too: it says the same of every satker as the check does.
    lke = read_folder(folder, daftar, berlaku, chosen, one=only)
    if isian is not None and lke.bahan:
        b = lke.bahan[0]
        isian = replace(isian, kode=b.kode_satker, nama=b.satker or b.jalur.stem)
    result = check_register(rule, daftar, lke.bahan, roots=root, only=only, isian=isian)
    result = with_proofs(result, daftar, rule, root)
    result = replace(result, temuan=(*result.temuan, *lke.gagal))
    if kawasan is not None:
        result = _within(result, kawasan)
    say_unread(() if keluar.in_sight else lke.gagal)
    keluar.give(
        lambda: [check_record(result, instrumen, rule.konfigurasi, daftar)],
        lambda: [calendar_table(result) if kalender else check_table(result)],
        lambda: check_document(
            Laporan(result, instrumen, rule.konfigurasi, daftar),
            detailed=rinci,
            kalender=kalender,
            on_screen=keluar.on_screen,
            every=keluar.keluaran is not None,
            kawasan=kawasan is not None,
        ),
    )
    if kawasan is not None:
        beres = all(k.jawaban is Jawaban.YA for k in result.kawasan)
    else:
        beres = result.kalender.nothing_overdue if kalender else result.all_eligible
    end(unread=lke.gagal, refused=not beres)


def _within(result: HasilPeriksa, name: str) -> HasilPeriksa:
    """*result* of the kawasan *name* alone; a usage error (exit 2) when no row names it."""
    key = canonical_name(name)
    milik = tuple(k for k in result.kawasan if canonical_name(k.nama) == key)
    if not milik:
        present = ", ".join(k.nama for k in result.kawasan) or "tidak ada"
        raise typer.BadParameter(f"kawasan “{name}” tidak disebut kolom Kawasan di daftar satker; yang ada: {present}")
    satker = tuple(h for h in result.satker if h.satker and canonical_name(h.satker.kawasan or "") == key)
    return replace(result, satker=satker, kawasan=milik)


def _folder(goal: Path | None, data: Path | None, *, kalender: bool) -> Path | None:
    """The folder to search: the argument when it is one, else the register's, else the current one with a register."""
    if goal is None:
        folder = data.parent if data is not None else work_folder(None)
        if folder is None and not kalender:
            raise typer.BadParameter(
                "sebut berkas LKE atau foldernya, atau --data daftar satker; tanpa itu jalankan di folder satker.xlsx"
            )
        return folder
    return goal if goal.is_dir() else None
