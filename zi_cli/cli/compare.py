"""``zi compare``: assessors within a file, files of one satker, or a whole folder."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    Output,
    PasswordOption,
    PenilaiColumnOption,
    PenilaiOption,
    Rules,
    claim_columns,
    parse_penilai,
)
from zi_cli.cli.output import Result, end
from zi_cli.config import Config
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.unreadable import UnreadableInput, holds_no_worksheet
from zi_cli.folder.discover import files_below
from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.records.compare import Agenda, ComparedPair, HasilBanding, compare_record, side_of
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
    penilai: PenilaiOption = None,
    konsensus: Annotated[
        bool, typer.Option("--konsensus", help="Agenda panel: semua butir yang dijawab berbeda oleh para penilai.")
    ] = False,
    kolom_penilai: PenilaiColumnOption = None,
    output: Output,
    rules: Rules,
    sandi: PasswordOption = None,
) -> None:
    """Bandingkan penilai dalam satu berkas, beberapa berkas satu satker, atau seisi folder.

    Beberapa berkas dibandingkan berurutan seperti ditulis, masing-masing menurut penilai penentunya
    (atau --penilai). Contoh: zi compare lke-2025.xlsx lke-2026.xlsx

    Dengan --konsensus semua penilai dalam tiap berkas dibandingkan: butir yang berbeda menurut poin yang
    dipertaruhkan dan apakah ia menentukan sebuah ambang, dengan kolom kosong untuk kesepakatan panel.
    """
    keluar = output.choose().from_inputs(masukan)
    candidate = files_below(masukan[0]) if masukan[0].is_dir() else masukan
    config = rules.beside(masukan[0]).load(candidate, password=sandi)
    config = claim_columns(config, kolom_penilai, one=len(masukan) == 1 and not masukan[0].is_dir())
    instrumen = config.instrumen
    chosen, second = parse_penilai(penilai, instrumen), _penilai_pair(antara, instrumen)
    if konsensus:
        if second is not None or chosen is not None:
            raise typer.BadParameter("--konsensus membandingkan semua penilai; tanpa --antara dan --penilai")
        result = _consensus(masukan, config, sandi)
    elif len(masukan) > 1:
        if second is not None:
            raise typer.BadParameter("--antara hanya untuk satu berkas atau satu folder; gunakan --penilai")
        result = _compare_files(masukan, config, chosen, sandi)
    elif chosen is not None:
        raise typer.BadParameter("--penilai hanya untuk beberapa berkas; gunakan --antara DARI,KE")
    elif masukan[0].is_dir():
        from zi_cli.batch.compare_folder import compare_folder
        from zi_cli.cli.batch import watcher

        result = compare_folder(masukan[0], config, second, os.cpu_count() or 1, watcher())
    else:
        result = _penilai(masukan[0], config, second, sandi)
    for name, reason in result.dilewati:
        sys.stderr.write(f"zi: {name}: dilewati, {reason}\n")
    if result.konsensus:
        _give_agenda(keluar, result, result.konsensus, config)
    elif result.pasangan:
        root = Path() if result.jenis == "berkas" else masukan[0] if masukan[0].is_dir() else masukan[0].parent
        _give(keluar, result, config, root)
    for name, temuan in result.gagal:
        sys.stderr.write(f"zi: {name}: {temuan.line}\n")
    end(unread=result.gagal)
    if not (result.pasangan or result.konsensus):
        raise UserError("tidak ada yang dapat dibandingkan", EXIT_USAGE)


def _penilai_pair(between: str | None, instrumen: Instrumen) -> tuple[Penilai, Penilai] | None:
    if between is None:
        return None
    names = [parse_penilai(n, instrumen) for n in between.split(",")]
    if len(names) != 2 or names[0] is None or names[1] is None or names[0] == names[1]:
        raise typer.BadParameter("--antara menuntut dua penilai yang berbeda, misalnya unit,tpi")
    return names[0], names[1]


def _penilai(file: Path, config: Config, second: tuple[Penilai, Penilai] | None, password: str | None) -> HasilBanding:
    e = evaluate(file, config, password=password, complete=False)
    selected = e.pair(second)
    if isinstance(selected, str):
        need = "; perbandingan membutuhkan dua penilai atau dua berkas" if e.alone else ""
        raise UserError(f"{file}: {selected}{need}", EXIT_USAGE)
    dari, ke = selected
    return HasilBanding(
        "penilai", [ComparedPair(side_of(e.ws, dari), side_of(e.ws, ke), compare_penilaian(dari, ke, config.instrumen))]
    )


def _compare_files(files: Sequence[Path], config: Config, choice: Penilai | None, password: str | None) -> HasilBanding:
    assessed: list[tuple[Path, Evaluation, Penilaian]] = []
    result = HasilBanding("berkas", [])
    with guarding_several(files):
        for b in files:
            try:
                e = evaluate(b, config, choice, password=password, complete=False)
                assessed.append((b, e, e.penentu))
            except UnreadableInput as error:
                result.gagal.append((str(b), error.temuan))
    names = {e.ws.satker.casefold(): e.ws.satker for _, e, _ in assessed if e.ws.satker}
    if len(names) > 1:
        sys.stderr.write(f"zi: peringatan: nama satker berbeda: {'; '.join(names.values())}\n")
    for (a, x, dari), (b, y, ke) in pairwise(assessed):
        banding = compare_penilaian(dari, ke, config.instrumen)
        result.pasangan.append(ComparedPair(side_of(x.ws, dari, str(a)), side_of(y.ws, ke, str(b)), banding))
    return result


def _consensus(inputs: Sequence[Path], config: Config, password: str | None) -> HasilBanding:
    """The panel's agenda of the files *inputs* (or of a folder's): of each with two assessors or more."""
    folder = inputs[0] if inputs[0].is_dir() else None
    files = sorted(files_below(folder)) if folder else inputs
    agenda: list[Agenda] = []
    result = HasilBanding("folder" if folder else "penilai", [], konsensus=agenda)
    with guarding_several(files):
        for b in files:
            name = b.relative_to(folder).as_posix() if folder else str(b)
            try:
                e = evaluate(b, config, password=password, complete=False)
                penentu = e.penentu
            except UnreadableInput as error:
                # Another document below a folder is no broken worksheet.
                if folder is None or not holds_no_worksheet(error.temuan):
                    result.gagal.append((name, error.temuan))
                continue
            if e.alone:
                result.dilewati.append((name, e.alone))
                continue
            usulan = tuple(p for p in PREDIKAT if p == e.ws.usulan) or PREDIKAT
            items = find_disputes(e.semua, penentu, e.instrumen, e.ambang, usulan)
            agenda.append(Agenda(name, e.ws.sha256, e.ws.satker, penentu.penilai, items))
    return result


def _give_agenda(keluar: Result, result: HasilBanding, agenda: Sequence[Agenda], config: Config) -> None:
    from zi_cli.views.compare import agenda_summary, agenda_table
    from zi_cli.views.document import Line, Lines

    keluar.give(
        lambda: [compare_record(result, config.instrumen, config.ambang, _config_digest(config))],
        lambda: [agenda_table(agenda, config.instrumen)],
        lambda: [agenda_table(agenda, config.instrumen), Lines([Line(agenda_summary(agenda), tebal=True)])],
    )


def _give(keluar: Result, result: HasilBanding, config: Config, root: Path) -> None:
    from zi_cli.views.compare import compare_document, difference_table

    def page() -> str:
        from zi_cli.pages.compare_page import compare_page

        digest = _config_digest(config)
        return compare_page(
            result, config.instrumen, config.ambang, [SumberLain("Konfigurasi", *digest)] if digest else []
        )

    keluar.give(
        lambda: [compare_record(result, config.instrumen, config.ambang, _config_digest(config))],
        lambda: [difference_table(result, config.instrumen, root)],
        lambda: compare_document(result, config.instrumen, on_screen=keluar.on_screen),
        page,
    )


def _config_digest(config: Config) -> tuple[str, str] | None:
    """Name and SHA-256 of the configuration, None when there is none."""
    return (config.berkas.name, config.sha256) if config.berkas is not None and config.sha256 is not None else None
