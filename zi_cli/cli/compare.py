"""``zi compare``: assessors within a file, files of one satker, or a whole folder."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    OpsiKolomPenilai,
    OpsiPenilai,
    OpsiSandi,
    Output,
    Rules,
    claim_columns,
    parse_penilai,
)
from zi_cli.cli.output import Result, end
from zi_cli.config import Config
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder.discover import files_below
from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.records.compare import Agenda, ComparedPair, HasilBanding, compare_record, sisi
from zi_cli.report.html.environment import SumberLain
from zi_cli.scoring.compare import compare_penilaian
from zi_cli.scoring.consensus import find_disputes
from zi_cli.scoring.result import Penilaian
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai


def command(
    masukan: Annotated[
        list[Path],
        typer.Argument(metavar="BERKAS|FOLDER", help="Satu berkas, beberapa berkas, atau folder.", show_default=False),
    ],
    *,
    antara: Annotated[
        str | None,
        typer.Option(
            "--antara",
            metavar="DARI,KE",
            help="Kedua penilai (satu berkas atau folder); bawaannya penilai terendah dan penentu.",
        ),
    ] = None,
    penilai: OpsiPenilai = None,
    konsensus: Annotated[
        bool, typer.Option("--konsensus", help="Agenda panel: semua butir yang dijawab berbeda oleh para penilai.")
    ] = False,
    kolom_penilai: OpsiKolomPenilai = None,
    output: Output,
    rules: Rules,
    sandi: OpsiSandi = None,
) -> None:
    """Bandingkan penilai dalam satu berkas, beberapa berkas satu satker, atau seisi folder.

    Beberapa berkas dibandingkan berurutan seperti ditulis, masing-masing menurut penilai penentunya
    (atau --penilai). Contoh: zi compare lke-2025.xlsx lke-2026.xlsx

    Dengan --konsensus semua penilai dalam tiap berkas dibandingkan: butir yang berbeda menurut poin yang
    dipertaruhkan dan apakah ia menentukan sebuah ambang, dengan kolom kosong untuk kesepakatan panel.
    """
    keluar = output.choose().from_inputs(masukan)
    calon = files_below(masukan[0]) if masukan[0].is_dir() else masukan
    atur = rules.beside(masukan[0]).load(calon, sandi=sandi)
    atur = claim_columns(atur, kolom_penilai, satu=len(masukan) == 1 and masukan[0].is_file())
    instrumen = atur.instrumen
    dipilih, kedua = parse_penilai(penilai, instrumen), _kedua(antara, instrumen)
    if konsensus:
        if kedua is not None or dipilih is not None:
            raise typer.BadParameter("--konsensus membandingkan semua penilai; tanpa --antara dan --penilai")
        hasil = _consensus(masukan, atur, sandi)
    elif len(masukan) > 1:
        if kedua is not None:
            raise typer.BadParameter("--antara hanya untuk satu berkas atau satu folder; gunakan --penilai")
        hasil = _berkas(masukan, atur, dipilih, sandi)
    elif dipilih is not None:
        raise typer.BadParameter("--penilai hanya untuk beberapa berkas; gunakan --antara DARI,KE")
    elif masukan[0].is_dir():
        from zi_cli.batch.compare_folder import compare_folder
        from zi_cli.cli.batch import watcher

        hasil = compare_folder(masukan[0], atur, kedua, os.cpu_count() or 1, watcher())
    else:
        hasil = _penilai(masukan[0], atur, kedua, sandi)
    for nama, sebab in hasil.dilewati:
        sys.stderr.write(f"zi: {nama}: dilewati, {sebab}\n")
    if hasil.konsensus:
        _give_agenda(keluar, hasil, hasil.konsensus, atur)
    elif hasil.pasangan:
        akar = Path() if hasil.jenis == "berkas" else masukan[0] if masukan[0].is_dir() else masukan[0].parent
        _give(keluar, hasil, atur, akar)
    for nama, temuan in hasil.gagal:
        sys.stderr.write(f"zi: {nama}: {temuan.line}\n")
    end(unread=hasil.gagal)
    if not (hasil.pasangan or hasil.konsensus):
        raise UserError("tidak ada yang dapat dibandingkan", EXIT_USAGE)


def _kedua(antara: str | None, instrumen: Instrumen) -> tuple[Penilai, Penilai] | None:
    if antara is None:
        return None
    nama = [parse_penilai(n, instrumen) for n in antara.split(",")]
    if len(nama) != 2 or nama[0] is None or nama[1] is None or nama[0] == nama[1]:
        raise typer.BadParameter("--antara menuntut dua penilai yang berbeda, misalnya unit,tpi")
    return nama[0], nama[1]


def _penilai(berkas: Path, atur: Config, kedua: tuple[Penilai, Penilai] | None, sandi: str | None) -> HasilBanding:
    e = evaluate(berkas, atur, sandi=sandi, lengkap=False)
    terpilih = e.pair(kedua)
    if isinstance(terpilih, str):
        raise UserError(f"{berkas}: {terpilih}; perbandingan membutuhkan dua penilai atau dua berkas", EXIT_USAGE)
    dari, ke = terpilih
    return HasilBanding(
        "penilai", [ComparedPair(sisi(e.ws, dari), sisi(e.ws, ke), compare_penilaian(dari, ke, atur.instrumen))]
    )


def _berkas(berkas: Sequence[Path], atur: Config, pilihan: Penilai | None, sandi: str | None) -> HasilBanding:
    dinilai: list[tuple[Path, Evaluation, Penilaian]] = []
    hasil = HasilBanding("berkas", [])
    with guarding_several(berkas):
        for b in berkas:
            try:
                e = evaluate(b, atur, pilihan, sandi=sandi, lengkap=False)
                dinilai.append((b, e, e.penentu))
            except UnreadableInput as galat:
                hasil.gagal.append((str(b), galat.temuan))
    nama = {e.ws.satker.casefold(): e.ws.satker for _, e, _ in dinilai if e.ws.satker}
    if len(nama) > 1:
        sys.stderr.write(f"zi: peringatan: nama satker berbeda: {'; '.join(nama.values())}\n")
    for (a, x, dari), (b, y, ke) in pairwise(dinilai):
        banding = compare_penilaian(dari, ke, atur.instrumen)
        hasil.pasangan.append(ComparedPair(sisi(x.ws, dari, str(a)), sisi(y.ws, ke, str(b)), banding))
    return hasil


def _consensus(masukan: Sequence[Path], atur: Config, sandi: str | None) -> HasilBanding:
    """The panel's agenda of the files *masukan* (or of a folder's): of each with two assessors or more."""
    folder = masukan[0] if masukan[0].is_dir() else None
    berkas = sorted(files_below(folder)) if folder else masukan
    agenda: list[Agenda] = []
    hasil = HasilBanding("folder" if folder else "penilai", [], konsensus=agenda)
    with guarding_several(berkas):
        for b in berkas:
            nama = b.relative_to(folder).as_posix() if folder else str(b)
            try:
                e = evaluate(b, atur, sandi=sandi, lengkap=False)
                penentu = e.penentu
            except UnreadableInput as galat:
                # Another document below a folder is no broken worksheet.
                if folder is None or galat.temuan.kode != "LKE105":
                    hasil.gagal.append((nama, galat.temuan))
                continue
            if len(e.semua) < 2:
                hasil.dilewati.append((nama, f"hanya dinilai oleh {e.instrumen.penilai.nama(penentu.penilai)}"))
                continue
            usulan = tuple(p for p in PREDIKAT if p == e.ws.usulan) or PREDIKAT
            butir = find_disputes(e.semua, penentu, e.instrumen, e.ambang, usulan)
            agenda.append(Agenda(nama, e.ws.sha256, e.ws.satker, penentu.penilai, butir))
    return hasil


def _give_agenda(keluar: Result, hasil: HasilBanding, agenda: Sequence[Agenda], atur: Config) -> None:
    from zi_cli.views.compare import agenda_summary, agenda_table
    from zi_cli.views.document import Line, Lines

    keluar.give(
        lambda: [compare_record(hasil, atur.instrumen, atur.ambang, _sidik(atur))],
        lambda: [agenda_table(agenda, atur.instrumen)],
        lambda: [agenda_table(agenda, atur.instrumen), Lines([Line(agenda_summary(agenda), tebal=True)])],
    )


def _give(keluar: Result, hasil: HasilBanding, atur: Config, akar: Path) -> None:
    from zi_cli.views.compare import compare_document, difference_table

    def page() -> str:
        from zi_cli.pages.compare_page import compare_page

        sidik = _sidik(atur)
        return compare_page(hasil, atur.instrumen, atur.ambang, [SumberLain("Konfigurasi", *sidik)] if sidik else [])

    keluar.give(
        lambda: [compare_record(hasil, atur.instrumen, atur.ambang, _sidik(atur))],
        lambda: [difference_table(hasil, atur.instrumen, akar)],
        lambda: compare_document(hasil, atur.instrumen, di_layar=keluar.on_screen),
        page,
    )


def _sidik(atur: Config) -> tuple[str, str] | None:
    """Name and SHA-256 of the configuration, None when there is none."""
    return (atur.berkas.name, atur.sha256) if atur.berkas is not None and atur.sha256 is not None else None
