"""``zi init``: a folder ready for a year's proposals, from nothing or from a heap of worksheets."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import FormatOption, Rules
from zi_cli.cli.output import IN_WORDS, Result, choose_form, end, say_unread
from zi_cli.cli.work import existing_folder, open_work, say_doubts
from zi_cli.files import is_there, real_path
from zi_cli.findings.unreadable import NO_WORKSHEET
from zi_cli.folder.discover import Lewat, discover
from zi_cli.outgoing import output_folder
from zi_cli.pengajuan.eligibility import TemuanBerkas, proposal_year
from zi_cli.pengajuan.find_lke import LkeFile, find_register, read_lke
from zi_cli.pengajuan.inbox import SeenFile, agreed_year, compare_inbox, inbox_rows
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.pengajuan.work_folder import (
    REGISTER,
    Inbox,
    PreparedFolder,
    add_due_letters,
    copy_into_tree,
    prepare_folder,
    read_seen,
    write_inbox_register,
    write_seen,
)
from zi_cli.report.output_forms import Format
from zi_cli.text import path_text, shell_word

#: From so many worksheets on their reading is watched.
_MANY = 50
#: Why the register that a heap holds beside its worksheets is left aside.
_OLD_REGISTER = "bukan LKE; bila daftar satker, barisnya tidak dibawa"


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Folder yang disiapkan; bawaan: folder ini.", show_default=False)
    ] = Path(),
    *,
    dari: Annotated[
        Path | None,
        typer.Option("--dari", metavar="KOTAK", help="Buat daftar satker dari LKE di folder ini (hanya dibaca)."),
    ] = None,
    rapikan: Annotated[
        bool,
        typer.Option(
            "--rapikan",
            help="Bersama --dari: salin berkasnya ke FOLDER/Kanwil/satker; selalu bila KOTAK di luar FOLDER.",
        ),
    ] = False,
    bentuk: FormatOption = None,
    rules: Rules,
) -> None:
    """Siapkan folder kerja: zi.toml, daftar satker.xlsx, dan contoh susunan folder Kanwil/UPT.

    Dengan --dari, satker.xlsx dibuat dari LKE itu sendiri, dengan lembar Instansi sebagai ganti zi.toml; dijalankan
    lagi, hanya satker baru yang ditambahkan.
    Lembar Surat memuat satu baris setiap surat yang perlu dibuat; nomornya Anda isi.
    Yang sudah ditulis orang tidak pernah diubah.

    Contoh: zi init usulan-2027 --dari kotak-masuk
    """
    result = Result(choose_form(bentuk, None, IN_WORDS))
    output_folder(folder)
    if dari is None:
        if rapikan:
            raise typer.BadParameter("--rapikan hanya bersama --dari")
        _prepare(folder, result, rules)
        return
    existing_folder(dari, "; letakkan LKE-nya di satu folder, lalu sebut folder itu")
    _from_heap(folder, dari, result, rules, rapikan=rapikan)


def _prepare(folder: Path, keluar: Result, rules: Rules) -> None:
    from zi_cli.records.written import prepared_record
    from zi_cli.views.document import lines

    extra = add_due_letters(folder, date.today(), open_work(folder, rules).konfigurasi)
    surat = extra.surat if extra else ()
    ready = prepare_folder(folder)
    daftar = folder / REGISTER

    def state(h: PreparedFolder) -> str:
        if surat and h.jalur == daftar:
            return f"lembar Surat ditambahi {len(surat)} baris"
        return "ditulis" if h.baru else "sudah ada, tidak diubah"

    isian = " dan ".join(h.jalur.name for h in ready if h.jalur.suffix != ".txt")
    step = f"isi {isian}, taruh berkas LKE di folder Kanwil, lalu {_check_command(folder)}"
    keluar.give(
        lambda: [prepared_record(daftar, ready, surat)],
        tuple,
        lambda: [lines([*(f"{h.jalur}: {state(h)}" for h in ready), f"Langkah berikutnya: {step}"])],
    )


def _check_command(folder: Path) -> str:
    """What to type next: inside the folder it need not be named."""
    return "zi check" if folder == Path() else f"zi check {shell_word(folder)}"


def _from_heap(folder: Path, box: Path, keluar: Result, rules: Rules, *, rapikan: bool) -> None:
    from zi_cli.records.written import init_record
    from zi_cli.views.document import Fields
    from zi_cli.views.inbox import decision_table, file_table, inbox_headline

    discovery = discover(box, excluded=[folder / REGISTER])
    present = folder / REGISTER
    config = rules.beside(folder).load(
        [b.jalur for b in discovery.berkas], daftar=present if is_there(present) else None
    )
    say_doubts(config)
    files = [LkeFile(b.jalur, b.nama, False) for b in discovery.berkas]
    if len(files) < _MANY:
        reading = read_lke(files, config, None)
    else:
        from zi_cli.cli.batch import watcher

        look = watcher("membaca", "LKE")
        look.begin(len(files))
        try:
            reading = read_lke(files, config, None, progress=look.advance)
        finally:
            look.end()
    # A new register is given the year that the worksheets agree on: what it is then checked by.
    tahun = proposal_year(config, stated=None if is_there(present) else agreed_year(reading.bahan))
    rows = inbox_rows(reading.bahan, box, folder, load_syarat(config.instrumen), tahun)
    written: list[Path] = []
    # A register may only point to files below its own folder.
    if rapikan or not real_path(box).is_relative_to(real_path(folder)):
        rows, written = copy_into_tree(rows, folder)
    daftar = write_inbox_register(folder, rows, date.today(), config)
    now = {b.nama: SeenFile(b.sha256, r.called) for r in rows for b in r.berkas}
    failed = [*(TemuanBerkas(g.nama, g.temuan) for g in discovery.gagal), *reading.gagal]
    passed = {**discovery.dilewati}
    own = find_register(box)
    for name in reading.bukan:
        passed.setdefault(_OLD_REGISTER if own == box / name else NO_WORKSHEET, Lewat()).add(name)
    result = Inbox(folder, box, tahun, rows, daftar, compare_inbox(read_seen(folder), now), passed, failed, written)
    write_seen(folder, now)
    keluar.give(
        lambda: [init_record(result)],
        tuple,
        lambda: [Fields(inbox_headline(result)), file_table(result), decision_table(result)],
    )
    if keluar.form is not Format.json:
        what = f"isi sel kuning di {daftar.jalur}, lalu {_check_command(folder)}"
        if not rows:
            what = f"letakkan LKE di {path_text(str(box))}, lalu jalankan perintah ini lagi"
        sys.stderr.write(f"Langkah berikutnya: {what}\n")
    say_unread(failed)
    end(unread=failed)
