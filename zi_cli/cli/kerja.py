"""``zi kerja``: where a work folder stands, and what to type next."""

import sys
from datetime import date
from typing import Annotated

import typer

from zi_cli.cli.options import FolderOption, Output, Rules
from zi_cli.cli.output import end, say_unread
from zi_cli.cli.work import existing_folder, open_work, required_folder
from zi_cli.pengajuan.folder_check import check_work_folder
from zi_cli.pengajuan.standing import take_stock
from zi_cli.records.kerja import kerja_record
from zi_cli.views.kerja import kerja_document, kerja_tables


def command(
    folder: FolderOption = None,
    *,
    ketat: Annotated[
        bool, typer.Option("--ketat", help="Kode keluar 1 bila masih ada yang kurang: satker, surat, atau berkas.")
    ] = False,
    rules: Rules,
    output: Output,
) -> None:
    """Tunjukkan keadaan folder kerja: berkas, putusan, yang kurang, surat jatuh tempo, hari ke batas pengajuan.

    Di bawahnya langkah berikutnya, dengan perintahnya. Di folder yang memuat satker.xlsx cukup: zi

    Contoh: zi kerja usulan-2027
    """
    from zi_cli.surat.letter_manifest import made_letters
    from zi_cli.surat.write_letters import DEFAULT_FOLDER

    result = output.choose()
    folder = existing_folder(required_folder(folder))
    work = open_work(folder, rules)
    if work.data is None:
        raise typer.BadParameter(f"tidak ada satker.xlsx di “{folder}”; buat dengan zi init --dari KOTAK")
    result = result.from_inputs([folder, work.data, work.konfigurasi.berkas])
    check = check_work_folder(folder, work.data, work.aturan, work.penilai)
    daftar = check.daftar
    assert daftar is not None
    created = made_letters(dict.fromkeys([folder / DEFAULT_FOLDER, DEFAULT_FOLDER]))
    content = take_stock(folder, work.data, check, work.aturan, date.today(), created.kunci)
    on_screen = result.on_screen and result.in_sight
    result.give(
        lambda: [kerja_record(content, daftar)],
        lambda: kerja_tables(content, daftar),
        lambda: kerja_document(content, daftar, on_screen=on_screen),
    )
    say_unread(() if result.in_sight else content.unreadable)
    for fault in created.galat:
        sys.stderr.write(f"zi: {fault}\n")
    end(unread=content.unreadable or created.galat, refused=ketat and not content.finished)
