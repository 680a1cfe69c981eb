"""``zi check``: may these satker be proposed?"""

import sys
from dataclasses import replace
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
    OpsiTimpa,
    claim_columns,
    parse_date_option,
)
from zi_cli.cli.output import choose_form, document_text, present_table
from zi_cli.cli.work import open_work, work_folder
from zi_cli.errors import EXIT_UNREADABLE, TIDAK
from zi_cli.files import check_target, json_line, present
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.check import HasilPeriksa, check_register
from zi_cli.pengajuan.eligibility import TemuanBerkas
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.find_lke import find_lke, read_lke
from zi_cli.pengajuan.proofs import with_proofs
from zi_cli.pengajuan.register.from_options import parse_requirement_options
from zi_cli.pengajuan.register.read import read_register
from zi_cli.report.output_forms import TABLE_FORMS, Format
from zi_cli.text import canonical_name, path_text
from zi_cli.text import tanggal as tulis_tanggal


def command(
    sasaran: Annotated[
        Path | None, typer.Argument(metavar="[BERKAS|FOLDER]", help="Berkas LKE atau foldernya.", show_default=False)
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DAFTAR", help="Daftar satker (.xlsx atau .csv); bawaan: satker.xlsx di FOLDER."
        ),
    ] = None,
    pada: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None,
    tahun: Annotated[
        int | None, typer.Option("--tahun", metavar="TAHUN", help="Tahun usulan; bawaan: menurut tanggal pengajuan.")
    ] = None,
    penilai: OpsiPenilai = None,
    kolom_penilai: OpsiKolomPenilai = None,
    kalender: Annotated[
        bool, typer.Option("--kalender", help="Tampilkan kalender: batas, pembaruan data dukung, monev.")
    ] = False,
    usulan: Annotated[
        Predikat | None,
        typer.Option("--usulan", help="Predikat yang diusulkan (satu berkas tanpa daftar).", case_sensitive=False),
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
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
    bentuk: OpsiFormat = None,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
) -> None:
    """Periksa apakah satker boleh diusulkan: nilai LKE, syarat Tabel 7, portofolio, dan kalender.

    Kode keluar 0 bila semua layak, 1 bila ada yang belum layak atau belum diketahui
    (--kalender: bila ada yang terlambat), 3 bila ada masukan yang tidak terbaca.

    Contoh: zi check usulan/ --data usulan/satker.xlsx --tanggal 2027-05-20
    """
    bentuk = choose_form(bentuk, keluaran)
    pada_hari = parse_date_option(pada) if pada is not None else None
    if tahun is not None and pada_hari is not None and tahun != pada_hari.year:
        raise typer.BadParameter(f"--tahun {tahun} bertentangan dengan --tanggal {tulis_tanggal(pada_hari)}")
    folder = _folder(sasaran, data, kalender=kalender)
    data, berlaku, aturan, dipilih = open_work(
        folder,
        data=data,
        berkas=[sasaran] if folder is None and sasaran is not None else None,
        konfigurasi=konfigurasi,
        instrumen=diminta,
        pada=pada,
        tahun=tahun,
        penilai=penilai,
    )
    berlaku = claim_columns(berlaku, kolom_penilai, satu=folder is None)
    instrumen = berlaku.instrumen
    aturan = aturan._replace(konfigurasi=berlaku)
    isian = None
    if syarat or usulan:
        if data is not None or folder is not None:
            raise typer.BadParameter("--usulan dan --syarat hanya untuk satu berkas LKE tanpa daftar satker")
        try:
            isian, opsi = parse_requirement_options(usulan, syarat or [], aturan.syarat)
        except ValueError as e:
            raise typer.BadParameter(str(e)) from e
        aturan = aturan._replace(opsi=opsi)
    if sasaran is not None and not sasaran.exists():
        raise UnreadableInput(make_temuan("LKE101", berkas=path_text(str(sasaran))))
    daftar = read_register(data, instrumen) if data is not None else None
    masukan = [p for p in (sasaran, data, aturan.konfigurasi.berkas) if p is not None and p.is_file()]
    if keluaran is not None:
        check_target(keluaran, timpa=timpa, masukan=masukan)
    akar = [folder] if folder is not None else []
    hanya = sasaran if folder is None else None
    tak_terdaftar: list[TemuanBerkas] = []
    # The calendar reads the worksheets too: it says the same of every satker as the check does.
    lke = read_lke(find_lke(folder, daftar, hanya, tak_terdaftar), berlaku, dipilih)
    lke.gagal[:0] = tak_terdaftar
    if isian is not None and lke.bahan:
        b = lke.bahan[0]
        isian = replace(isian, kode=b.kode_satker, nama=b.satker or b.jalur.stem)
    hasil = check_register(aturan, daftar, lke.bahan, akar=akar, hanya=hanya, isian=isian)
    hasil = with_proofs(hasil, daftar, aturan, akar)
    hasil = replace(hasil, temuan=(*hasil.temuan, *lke.gagal))
    if kawasan is not None:
        hasil = _within(hasil, kawasan)
    for t in lke.gagal:
        sys.stderr.write(f"zi: {t.temuan.line}\n")
    if bentuk in TABLE_FORMS:
        from zi_cli.views.check import check_table

        present_table(check_table(hasil), bentuk, keluaran, timpa=timpa, masukan=masukan, csv_id=csv_id)
    else:
        if bentuk is Format.json:
            from zi_cli.records.check import check_record

            teks = json_line(check_record(hasil, instrumen, aturan.konfigurasi, daftar))
        else:
            from zi_cli.views.check import Laporan, check_document

            laporan = Laporan(hasil, instrumen, aturan.konfigurasi, daftar)
            isi = check_document(
                laporan,
                rinci=rinci,
                kalender=kalender,
                di_layar=bentuk is Format.tabel,
                semua=keluaran is not None,
                kawasan=kawasan is not None,
            )
            teks = document_text(isi, bentuk, keluaran)
        present(teks, keluaran, timpa=timpa, masukan=masukan)
    if lke.gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if kawasan is not None and not all(k.jawaban is Jawaban.YA for k in hasil.kawasan):
        raise typer.Exit(TIDAK)
    beres = kawasan is not None or (hasil.kalender.tanpa_keterlambatan if kalender else hasil.semua_layak)
    if not beres:
        raise typer.Exit(TIDAK)


def _within(hasil: HasilPeriksa, nama: str) -> HasilPeriksa:
    """*hasil* of the kawasan *nama* alone; a usage error (exit 2) when no row names it."""
    kunci = canonical_name(nama)
    milik = tuple(k for k in hasil.kawasan if canonical_name(k.nama) == kunci)
    if not milik:
        ada = ", ".join(k.nama for k in hasil.kawasan) or "tidak ada"
        raise typer.BadParameter(f"kawasan “{nama}” tidak disebut kolom Kawasan di daftar satker; yang ada: {ada}")
    satker = tuple(h for h in hasil.satker if h.satker and canonical_name(h.satker.kawasan or "") == kunci)
    return replace(hasil, satker=satker, kawasan=milik)


def _folder(sasaran: Path | None, data: Path | None, *, kalender: bool) -> Path | None:
    """The folder to search: the argument when it is one, else the register's, else the current one with a register."""
    if sasaran is None:
        folder = data.parent if data is not None else work_folder(None)
        if folder is None and not kalender:
            raise typer.BadParameter(
                "sebut berkas LKE atau foldernya, atau --data daftar satker; tanpa itu jalankan di folder satker.xlsx"
            )
        return folder
    return sasaran if sasaran.is_dir() else None
