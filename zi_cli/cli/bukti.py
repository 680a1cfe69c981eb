"""``zi bukti``: the evidence behind the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import (
    FormatOption,
    InstrumenOption,
    Output,
    OverwriteOption,
    PasswordOption,
    PenilaiOption,
    Rules,
    parse_penilai,
)
from zi_cli.cli.output import SAYS, Result, choose_form, end
from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.outgoing import output_folder
from zi_cli.report.output_forms import Format
from zi_cli.streams import passing
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.bukti.changes import Changed, ComparedDocument
    from zi_cli.bukti.collect_documents import Evidence, Found, ReadContents
    from zi_cli.bukti.digest import Memory
    from zi_cli.bukti.state import IndicatorState
    from zi_cli.bukti.subject import Subject
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.views.table import Table

LkeOption = Annotated[Path | None, typer.Option("--lke", metavar="BERKAS", help="LKE satker itu.", show_default=False)]
TreeOption = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder bukti satu satker.", show_default=False)]


def prepare_command(
    folder: TreeOption,
    lke: LkeOption = None,
    penilai: PenilaiOption = None,
    password: PasswordOption = None,
    overwrite: OverwriteOption = False,
    *,
    shape: FormatOption = None,
    rules: Rules,
) -> None:
    """Siapkan folder bukti: satu folder tiap indikator dengan rubriknya, dan bukti.xlsx satu baris tiap dokumen.

    Kolom Bukti dan Catatan di LKE mengisi tabelnya; beberapa tautan dalam satu sel menjadi beberapa baris, dan
    alamat di balik kata (“klik di sini”) terbaca juga.

    Contoh: zi bukti siapkan bukti --lke lke.xlsx
    """
    from zi_cli.bukti.evidence_tree import prepare_tree, write_tree
    from zi_cli.bukti.subject import link_reader, shown_cell
    from zi_cli.evaluation import evaluate
    from zi_cli.records.bukti import prepared_record

    result = Result(choose_form(shape, None, SAYS))
    output_folder(folder)
    config = rules.load([lke] if lke else [], password=password)
    e = evaluate(lke, config, parse_penilai(penilai, config.instrumen), password=password) if lke else None
    ready = prepare_tree(e, config.instrumen, link_reader(lke, password=password) if lke else shown_cell)
    write_tree(folder, ready, overwrite=overwrite, inputs=[lke] if lke else [])
    result.say(
        lambda: prepared_record(folder, ready, e, config.instrumen.nama),
        f"{folder}: {len(ready.folder)} folder indikator; bukti.xlsx menyebut {ready.dokumen} dokumen dari LKE",
    )


def check_command(
    folder: TreeOption,
    lke: LkeOption = None,
    *,
    satker: Annotated[
        str | None, typer.Option("--satker", metavar="SATKER", help="Nama satker; bawaan: menurut LKE.")
    ] = None,
    tahun: Annotated[
        int | None,
        typer.Option(
            "--tahun", min=2000, max=2100, metavar="TAHUN", help="Tahun yang dievaluasi; bawaan: menurut LKE."
        ),
    ] = None,
    triwulan: Annotated[
        int | None, typer.Option("--triwulan", min=1, max=4, help="Triwulan yang sudah berakhir.")
    ] = None,
    baca_isi: Annotated[
        bool, typer.Option("--baca-isi", help="Baca juga isi PDF dan dokumen Office, masing-masing dalam batas.")
    ] = False,
    segar: Annotated[bool, typer.Option("--segar", help="Baca lagi juga berkas yang tidak berubah.")] = False,
    tanpa_catat: Annotated[
        bool, typer.Option("--tanpa-catat", help="Jangan catat keadaan triwulannya di folder bukti.")
    ] = False,
    penilai: PenilaiOption = None,
    output: Output,
    sandi: PasswordOption = None,
    rules: Rules,
) -> None:
    """Periksa bukti setiap indikator: berkas, tautan, nama, triwulan, dan daftarnya; tanpa jaringan.

    Keluar dengan kode 1 bila ada kesalahan. Berkas yang tidak berubah sejak pemeriksaan terakhir tidak dibaca lagi.
    Dengan --triwulan keadaannya dicatat di keadaan-bukti.json di folder itu; zi check membacanya.

    Contoh: zi bukti periksa bukti --lke lke.xlsx
    """
    from zi_cli.bukti.collect_documents import collect
    from zi_cli.bukti.digest import Memory
    from zi_cli.bukti.evidence_findings import judge
    from zi_cli.bukti.folder_names import STATE_NAME
    from zi_cli.bukti.state import indicator_states
    from zi_cli.bukti.subject import link_reader, shown_cell, subject_of
    from zi_cli.cli.work import existing_folder
    from zi_cli.evaluation import evaluate
    from zi_cli.views.findings import count_words

    result = output.choose().from_inputs([lke, folder, folder / STATE_NAME])
    existing_folder(folder)
    config = rules.load([lke] if lke else [], password=sandi)
    e = evaluate(lke, config, parse_penilai(penilai, config.instrumen), password=sandi) if lke else None
    subject = subject_of(e, config.instrumen, link_reader(lke, password=sandi) if lke else shown_cell)
    subject = subject._replace(satker=satker or subject.satker, tahun=tahun or subject.tahun, triwulan=triwulan)
    memory = Memory(folder, used=not segar)
    bukti = collect(folder, subject, memory, _progress(), _content_reader(memory) if baca_isi else None)
    memory.save()
    temuan = judge(bukti, subject)
    states = indicator_states(bukti, subject, temuan)
    _give(result, bukti, subject, states, temuan)
    sys.stderr.write(f"{count_words([f.temuan for f in temuan])}\n")
    if triwulan is not None and not tanpa_catat:
        _keep(bukti, subject, states, temuan)
    end(refused=any(f.temuan.tingkat == "galat" for f in temuan))


def _keep(bukti: Evidence, subject: Subject, states: list[IndicatorState], temuan: list[Found]) -> None:
    """Keep the quarter's state beside the evidence."""
    from zi_cli.bukti.quarter_state import keep_state, make_state

    now = make_state(bukti, subject, states, temuan, date.today())
    if now is None:
        sys.stderr.write("zi: keadaan triwulan tidak dicatat: tahunnya tidak diketahui; sebut dengan --tahun\n")
        return
    jalur = keep_state(bukti.akar, now)
    sys.stderr.write(f"zi: keadaan {now.words} dicatat di {path_text(str(jalur))}\n")


def compare_command(
    lama: Annotated[
        Path,
        typer.Argument(metavar="LAMA", help="Folder bukti dahulu, atau JSON-nya.", show_default=False),
    ],
    baru: Annotated[
        Path, typer.Argument(metavar="BARU", help="Folder bukti sekarang, atau JSON-nya.", show_default=False)
    ],
    *,
    output: Output,
    diminta: InstrumenOption = None,
) -> None:
    """Bandingkan bukti dengan triwulan lalu: baru, diperbarui, sama, pindah, hilang.

    Simpan keadaan setiap triwulan dengan zi bukti periksa FOLDER -o tw1.json; folder lamanya tidak perlu disimpan.
    Jumlahnya ditambahkan ke keadaan-bukti.json di BARU bila catatannya tentang isi yang sama.

    Contoh: zi bukti banding bukti-tw1 bukti-tw2
    """
    result = output.choose().from_inputs([lama, baru])
    from zi_cli.bukti.changes import compare_pieces
    from zi_cli.records.bukti import comparison_record
    from zi_cli.views.bukti import change_document, change_table

    instrumen = Rules(None, diminta).load().instrumen
    bukti, now = _pieces(baru, instrumen)
    changes = compare_pieces(_pieces(lama, instrumen)[1], now)
    name = path_text(str(lama)), path_text(str(baru))
    result.give(
        lambda: [comparison_record(*name, changes, instrumen.nama)],
        lambda: [change_table(changes, every=True)],
        lambda: change_document(*name, changes, instrumen, on_screen=result.on_screen),
    )
    if bukti is not None:
        _keep_changes(bukti, changes)


def _keep_changes(bukti: Evidence, changes: list[Changed]) -> None:
    from zi_cli.bukti.quarter_state import keep_changes

    dicatat = keep_changes(bukti.akar, bukti, changes)
    if dicatat is not None:
        sys.stderr.write(f"zi: jumlah perubahan dicatat pada {dicatat.words}\n")


def _pieces(origin: Path, instrumen: Instrumen) -> tuple[Evidence | None, list[ComparedDocument]]:
    """The documents below a folder (with all that was gathered there), or of the record of an earlier look."""
    from zi_cli.records.bukti import evidence_pieces, recorded_pieces

    if origin.is_dir():
        from zi_cli.bukti.collect_documents import collect
        from zi_cli.bukti.digest import Memory
        from zi_cli.bukti.subject import Subject

        memory = Memory(origin)
        bukti = collect(origin, Subject(instrumen), memory, _progress())
        memory.save()
        return bukti, evidence_pieces(bukti)
    from zi_cli.records.read_back import read_evidence

    return None, recorded_pieces(read_evidence(origin).isi)


def _content_reader(memory: Memory) -> ReadContents:
    """What reads the contents of documents, and shows on a terminal how many are done."""
    from zi_cli.bukti.document_content import read_contents

    if find_spec("pypdf") is None:
        raise UserError("--baca-isi membutuhkan pip install pypdf", EXIT_UNREADABLE)
    count = 0

    def advance(_: str) -> None:
        nonlocal count
        count += 1
        if not count % 10:
            passing(f"{count} dokumen dibaca isinya")

    return lambda file, fact: read_contents(file, fact, memory, advance)


def _progress() -> Callable[[int], None]:
    """What hears of bytes done and shows them, on a terminal only."""
    done = 0

    def advance(octets: int) -> None:
        nonlocal done
        before, done = done, done + octets
        if done >> 24 != before >> 24:
            passing(f"{done >> 20} MB dibaca")

    return advance


def _give(result: Result, bukti: Evidence, subject: Subject, states: list[IndicatorState], temuan: list[Found]) -> None:
    from zi_cli.records.bukti import bukti_record
    from zi_cli.views import bukti as views

    def tables() -> list[Table]:
        if result.form is Format.csv:
            return [views.finding_data(temuan)]
        other = views.area_table(states, subject), views.finding_table(temuan), views.document_table(bukti)
        return [views.matrix(states, subject), *other]

    result.give(
        lambda: [bukti_record(bukti, subject, states, temuan)],
        tables,
        lambda: views.bukti_document(bukti, subject, states, temuan, on_screen=result.on_screen),
    )


SUBCOMMANDS = {
    "siapkan": (prepare_command, "Siapkan folder bukti menurut indikator."),
    "periksa": (check_command, "Periksa bukti setiap indikator."),
    "banding": (compare_command, "Bandingkan dengan triwulan lalu."),
}
