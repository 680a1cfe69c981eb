"""``zi portalrb``: the documents that KemenPANRB's portal fetches."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.check import parse_date_option
from zi_cli.cli.options import Format, OpsiCsvId, OpsiFormat, OpsiInstrumen, OpsiKonfigurasi, OpsiTimpa, load_rules
from zi_cli.cli.output import ON_SCREEN, choose_form, present_table
from zi_cli.errors import EXIT_UNREADABLE, TIDAK
from zi_cli.files import json_line, present, result_stream


def ekspor(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder LKE dan daftar satker.", show_default=False)],
    data: Annotated[Path | None, typer.Option("--data", metavar="SATKER.XLSX", help="Daftar satker.")] = None,
    semua: Annotated[
        bool, typer.Option("--semua", help="Juga yang belum layak; hasilnya bertanda uji dan tidak boleh dilayani.")
    ] = False,
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None,
    tahun: Annotated[int | None, typer.Option("--tahun", min=2000, max=2100, help="Tahun usulan.")] = None,
    keluaran: Annotated[
        Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder ekspor; bawaan: portalrb.")
    ] = Path("portalrb"),
    lanjut: Annotated[bool, typer.Option("--lanjut", help="Ganti ekspor sebelumnya di folder itu.")] = False,
    timpa: OpsiTimpa = False,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
    bentuk: OpsiFormat = None,
    csv_id: OpsiCsvId = False,
) -> None:
    """Tulis tiga dokumen yang diambil PortalRB: daftar unit WBK, daftar unit WBBM, dan jawaban tiap unit.

    Hanya satker yang layak. Kode keluar 1 bila ada satker yang ditolak, 3 bila ada masukan yang tidak terbaca.
    """
    bentuk = choose_form(bentuk, None, ON_SCREEN)
    from zi_cli.config import find_config
    from zi_cli.folder.discover import files_below
    from zi_cli.pengajuan.check import periksa
    from zi_cli.pengajuan.eligibility import Aturan, TemuanBerkas
    from zi_cli.pengajuan.find_lke import find_lke, find_register, read_lke
    from zi_cli.pengajuan.register.read import read_register
    from zi_cli.pengajuan.syarat import load_syarat
    from zi_cli.portalrb.export import build_export
    from zi_cli.portalrb.identity import NAMA, ids_text, read_ids
    from zi_cli.portalrb.prepare import prepare_units
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.record import export_record
    from zi_cli.portalrb.view import export_headline, export_table
    from zi_cli.portalrb.write import check_folder, write_export
    from zi_cli.report.table_text import markdown, terminal
    from zi_cli.views.score import baris_temuan

    if not folder.is_dir():
        raise typer.BadParameter(f"“{folder}” bukan folder")
    hari = parse_date_option(tanggal)
    daftar_berkas = data or find_register(folder)
    berlaku = load_rules(diminta, find_config(konfigurasi, folder, daftar_berkas), files_below(folder))
    soal = load_questions(berlaku.instrumen)
    daftar = read_register(daftar_berkas, berlaku.instrumen) if daftar_berkas is not None else None
    lama = check_folder(keluaran, lanjut=lanjut, timpa=timpa)
    gagal: list[TemuanBerkas] = []
    lke = read_lke(find_lke(folder, daftar, None, gagal), berlaku, None)
    hasil = periksa(Aturan(berlaku, load_syarat(berlaku.instrumen), hari), daftar, lke.bahan, akar=[folder])
    berkas_id = (daftar_berkas.parent if daftar_berkas is not None else folder) / NAMA
    dikenal = read_ids(berkas_id)
    siap = prepare_units(hasil.satker, berlaku, dikenal, semua=semua)
    isi = build_export(
        siap.unit, tahun=tahun or hari.year, instrumen=berlaku.instrumen.nama, panduan=soal.panduan, uji=semua
    )
    write_export(keluaran, isi, lama)
    write_export_ids(berkas_id, ids_text(dikenal))
    for nama, t in siap.temuan:
        sys.stderr.write(f"zi: {baris_temuan(t, nama)}\n")
    for g in (*gagal, *lke.gagal):
        sys.stderr.write(f"zi: {g.temuan.tingkat} {g.temuan.kode} {g.temuan.pesan}\n")
    tabel = export_table(siap.unit, siap.ditolak)
    if bentuk is Format.json:
        present(json_line(export_record(siap, keluaran, berlaku.instrumen, uji=semua)) + "\n", None, timpa=timpa)
    elif bentuk is Format.csv:
        present_table(tabel, bentuk, None, timpa=timpa, csv_id=csv_id)
    else:
        kepala = export_headline(siap, keluaran, uji=semua)
        teks = markdown(kepala, [tabel]) if bentuk is Format.md else ""
        teks = teks or terminal(kepala, [tabel], layar=result_stream().isatty())
        present(teks, None, timpa=timpa)
    if gagal or lke.gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if siap.ditolak:
        raise typer.Exit(TIDAK)


def write_export_ids(berkas: Path, isi: bytes) -> None:
    """Keep the ids beside the register; left alone when nothing changed."""
    from zi_cli.files import write_file

    if not berkas.exists() or berkas.read_bytes() != isi:
        write_file(berkas, isi, timpa=True)


SUBCOMMANDS = {"ekspor": (ekspor, "Tulis dokumen yang diambil PortalRB.")}
