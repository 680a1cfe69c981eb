"""``zi kerja``: where a work folder stands, and what to type next."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiFormat, OpsiInstrumen, OpsiKeluaran, OpsiKonfigurasi, OpsiTimpa
from zi_cli.cli.output import choose_form, document_text
from zi_cli.cli.work import open_work, required_folder
from zi_cli.errors import EXIT_UNREADABLE, TIDAK
from zi_cli.files import check_target, json_line, present
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.folder_check import check_work_folder
from zi_cli.pengajuan.standing import take_stock
from zi_cli.report.output_forms import Format


def command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Folder kerja; bawaan: folder ini.", show_default=False)
    ] = None,
    ketat: Annotated[
        bool, typer.Option("--ketat", help="Kode keluar 1 bila masih ada yang kurang: satker, surat, atau berkas.")
    ] = False,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
    bentuk: OpsiFormat = None,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
) -> None:
    """Tunjukkan keadaan folder kerja: berkas, putusan, yang kurang, surat jatuh tempo, hari ke batas pengajuan.

    Di bawahnya langkah berikutnya, dengan perintahnya. Di folder yang memuat satker.xlsx cukup: zi

    Contoh: zi kerja usulan-2027
    """
    from zi_cli.surat.letter_manifest import made_letters
    from zi_cli.surat.output import FOLDER_BAKU

    bentuk = choose_form(bentuk, keluaran, (Format.tabel, Format.json, Format.md))
    folder = required_folder(folder)
    if not folder.is_dir():
        raise UnreadableInput(make_temuan("LKE101", berkas=folder))
    kerja = open_work(folder, konfigurasi=konfigurasi, instrumen=diminta)
    if kerja.data is None:
        raise typer.BadParameter(f"tidak ada satker.xlsx di “{folder}”; buat dengan zi init --dari KOTAK")
    masukan = [p for p in (kerja.data, kerja.konfigurasi.berkas) if p is not None]
    if keluaran is not None:
        check_target(keluaran, timpa=timpa, masukan=masukan)
    periksaan = check_work_folder(folder, kerja.data, kerja.aturan, kerja.penilai)
    assert periksaan.daftar is not None
    dibuat = made_letters({folder / FOLDER_BAKU, FOLDER_BAKU})
    isi = take_stock(folder, kerja.data, periksaan, kerja.aturan, date.today(), dibuat)
    if bentuk is Format.json:
        from zi_cli.records.kerja import kerja_record

        present(json_line(kerja_record(isi, periksaan.daftar)) + "\n", keluaran, timpa=timpa, masukan=masukan)
    else:
        from zi_cli.views.kerja import kerja_document

        dokumen = kerja_document(isi, periksaan.daftar, di_layar=bentuk is Format.tabel and keluaran is None)
        present(document_text(dokumen, bentuk, keluaran), keluaran, timpa=timpa, masukan=masukan)
    for g in isi.gagal:
        sys.stderr.write(f"zi: {g.temuan.line}\n")
    if isi.gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if ketat and not isi.selesai:
        raise typer.Exit(TIDAK)
