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
    OpsiFormat,
    OpsiInstrumen,
    OpsiPenilai,
    OpsiSandi,
    OpsiTimpa,
    Output,
    Rules,
    parse_penilai,
)
from zi_cli.cli.output import SAYS, Result, choose_form, end
from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.report.output_forms import Format
from zi_cli.streams import passing
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.bukti.collect import Evidence, Found, ReadContents
    from zi_cli.bukti.compare import Changed, ComparedDocument
    from zi_cli.bukti.digest import Memory
    from zi_cli.bukti.state import IndicatorState
    from zi_cli.bukti.subject import Subject
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.views.table import Table

OpsiLke = Annotated[Path | None, typer.Option("--lke", metavar="BERKAS", help="LKE satker itu.", show_default=False)]
OpsiPohon = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder bukti satu satker.", show_default=False)]


def prepare_command(
    folder: OpsiPohon,
    lke: OpsiLke = None,
    penilai: OpsiPenilai = None,
    sandi: OpsiSandi = None,
    timpa: OpsiTimpa = False,
    *,
    bentuk: OpsiFormat = None,
    rules: Rules,
) -> None:
    """Siapkan folder bukti: satu folder tiap indikator dengan rubriknya, dan bukti.xlsx satu baris tiap dokumen.

    Kolom Bukti dan Catatan di LKE mengisi tabelnya; beberapa tautan dalam satu sel menjadi beberapa baris, dan
    alamat di balik kata (“klik di sini”) terbaca juga.

    Contoh: zi bukti siapkan bukti --lke lke.xlsx
    """
    from zi_cli.bukti.prepare import prepare_tree, write_tree
    from zi_cli.bukti.subject import link_reader, shown_cell
    from zi_cli.evaluation import evaluate
    from zi_cli.records.bukti import prepared_record

    hasil = Result(choose_form(bentuk, None, SAYS))
    aturan = rules.load([lke] if lke else [], sandi=sandi)
    e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen), sandi=sandi) if lke else None
    siap = prepare_tree(e, aturan.instrumen, link_reader(lke, sandi=sandi) if lke else shown_cell)
    write_tree(folder, siap, timpa=timpa, masukan=[lke] if lke else [])
    hasil.say(
        lambda: prepared_record(folder, siap, e, aturan.instrumen.nama),
        f"{folder}: {len(siap.folder)} folder indikator; bukti.xlsx menyebut {siap.dokumen} dokumen dari LKE",
    )


def check_command(
    folder: OpsiPohon,
    lke: OpsiLke = None,
    *,
    satker: Annotated[str | None, typer.Option("--satker", help="Nama satker; bawaan: menurut LKE.")] = None,
    tahun: Annotated[
        int | None, typer.Option("--tahun", min=2000, max=2100, help="Tahun yang dievaluasi; bawaan: menurut LKE.")
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
    penilai: OpsiPenilai = None,
    output: Output,
    sandi: OpsiSandi = None,
    rules: Rules,
) -> None:
    """Periksa bukti setiap indikator: berkas, tautan, nama, triwulan, dan daftarnya; tanpa jaringan.

    Keluar dengan kode 1 bila ada kesalahan. Berkas yang tidak berubah sejak pemeriksaan terakhir tidak dibaca lagi.
    Dengan --triwulan keadaannya dicatat di keadaan-bukti.json di folder itu; zi check membacanya.

    Contoh: zi bukti periksa bukti --lke lke.xlsx
    """
    from zi_cli.bukti.collect import collect
    from zi_cli.bukti.digest import Memory
    from zi_cli.bukti.judge import judge
    from zi_cli.bukti.layout import NAMA_KEADAAN
    from zi_cli.bukti.state import indicator_states
    from zi_cli.bukti.subject import link_reader, shown_cell, subject_of
    from zi_cli.evaluation import evaluate
    from zi_cli.views.findings import count_words

    hasil = output.choose().from_inputs([lke, folder, folder / NAMA_KEADAAN])
    if not folder.is_dir():
        raise UserError(f"“{folder}” bukan folder", EXIT_UNREADABLE)
    aturan = rules.load([lke] if lke else [], sandi=sandi)
    e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen), sandi=sandi) if lke else None
    subjek = subject_of(e, aturan.instrumen, link_reader(lke, sandi=sandi) if lke else shown_cell)
    subjek = subjek._replace(satker=satker or subjek.satker, tahun=tahun or subjek.tahun, triwulan=triwulan)
    ingatan = Memory(folder, dipakai=not segar)
    bukti = collect(folder, subjek, ingatan, _progress(), _content_reader(ingatan) if baca_isi else None)
    ingatan.save()
    temuan = judge(bukti, subjek)
    keadaan = indicator_states(bukti, subjek, temuan)
    _give(hasil, bukti, subjek, keadaan, temuan)
    sys.stderr.write(f"{count_words([f.temuan for f in temuan])}\n")
    if triwulan is not None and not tanpa_catat:
        _keep(bukti, subjek, keadaan, temuan)
    end(refused=any(f.temuan.tingkat == "galat" for f in temuan))


def _keep(bukti: Evidence, subjek: Subject, keadaan: list[IndicatorState], temuan: list[Found]) -> None:
    """Keep the quarter's state beside the evidence."""
    from zi_cli.bukti.quarter_state import keep_state, make_state

    kini = make_state(bukti, subjek, keadaan, temuan, date.today())
    if kini is None:
        sys.stderr.write("zi: keadaan triwulan tidak dicatat: tahunnya tidak diketahui; sebut dengan --tahun\n")
        return
    jalur = keep_state(bukti.akar, kini)
    sys.stderr.write(f"zi: keadaan {kini.words} dicatat di {path_text(str(jalur))}\n")


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
    diminta: OpsiInstrumen = None,
) -> None:
    """Bandingkan bukti dengan triwulan lalu: baru, diperbarui, sama, pindah, hilang.

    Simpan keadaan setiap triwulan dengan zi bukti periksa FOLDER -o tw1.json; folder lamanya tidak perlu disimpan.
    Jumlahnya ditambahkan ke keadaan-bukti.json di BARU bila catatannya tentang isi yang sama.

    Contoh: zi bukti banding bukti-tw1 bukti-tw2
    """
    hasil = output.choose().from_inputs([lama, baru])
    from zi_cli.bukti.compare import compare_pieces
    from zi_cli.records.bukti import comparison_record
    from zi_cli.views.bukti import change_document, change_table

    instrumen = Rules(None, diminta).load().instrumen
    bukti, kini = _pieces(baru, instrumen)
    perubahan = compare_pieces(_pieces(lama, instrumen)[1], kini)
    nama = path_text(str(lama)), path_text(str(baru))
    hasil.give(
        lambda: [comparison_record(*nama, perubahan, instrumen.nama)],
        lambda: [change_table(perubahan, semua=True)],
        lambda: change_document(*nama, perubahan, instrumen, di_layar=hasil.on_screen),
    )
    if bukti is not None:
        _keep_changes(bukti, perubahan)


def _keep_changes(bukti: Evidence, perubahan: list[Changed]) -> None:
    from zi_cli.bukti.quarter_state import keep_changes

    dicatat = keep_changes(bukti.akar, bukti, perubahan)
    if dicatat is not None:
        sys.stderr.write(f"zi: jumlah perubahan dicatat pada {dicatat.words}\n")


def _pieces(asal: Path, instrumen: Instrumen) -> tuple[Evidence | None, list[ComparedDocument]]:
    """The documents below a folder (with all that was gathered there), or of the record of an earlier look."""
    from zi_cli.records.bukti import evidence_pieces, recorded_pieces

    if asal.is_dir():
        from zi_cli.bukti.collect import collect
        from zi_cli.bukti.digest import Memory
        from zi_cli.bukti.subject import Subject

        ingatan = Memory(asal)
        bukti = collect(asal, Subject(instrumen), ingatan, _progress())
        ingatan.save()
        return bukti, evidence_pieces(bukti)
    from zi_cli.records.read_back import read_evidence

    return None, recorded_pieces(read_evidence(asal).isi)


def _content_reader(ingatan: Memory) -> ReadContents:
    """What reads the contents of documents, and shows on a terminal how many are done."""
    from zi_cli.bukti.content import read_contents

    if find_spec("pypdf") is None:
        raise UserError("--baca-isi membutuhkan pip install pypdf", EXIT_UNREADABLE)
    banyak = 0

    def advance(_: str) -> None:
        nonlocal banyak
        banyak += 1
        if not banyak % 10:
            passing(f"{banyak} dokumen dibaca isinya")

    return lambda berkas, fakta: read_contents(berkas, fakta, ingatan, advance)


def _progress() -> Callable[[int], None]:
    """What hears of bytes done and shows them, on a terminal only."""
    selesai = 0

    def advance(bita: int) -> None:
        nonlocal selesai
        sebelum, selesai = selesai, selesai + bita
        if selesai >> 24 != sebelum >> 24:
            passing(f"{selesai >> 20} MB dibaca")

    return advance


def _give(hasil: Result, bukti: Evidence, subjek: Subject, keadaan: list[IndicatorState], temuan: list[Found]) -> None:
    from zi_cli.records.bukti import bukti_record
    from zi_cli.views import bukti as views

    def tables() -> list[Table]:
        if hasil.form is Format.csv:
            return [views.finding_data(temuan)]
        lain = views.area_table(keadaan, subjek), views.finding_table(temuan), views.document_table(bukti)
        return [views.matrix(keadaan, subjek), *lain]

    hasil.give(
        lambda: [bukti_record(bukti, subjek, keadaan, temuan)],
        tables,
        lambda: views.bukti_document(bukti, subjek, keadaan, temuan, di_layar=hasil.on_screen),
    )


SUBCOMMANDS = {
    "siapkan": (prepare_command, "Siapkan folder bukti menurut indikator."),
    "periksa": (check_command, "Periksa bukti setiap indikator."),
    "banding": (compare_command, "Bandingkan dengan triwulan lalu."),
}
