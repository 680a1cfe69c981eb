"""``zi plan``: the fewest or cheapest improvements that reach a predicate."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import (
    Output,
    PenilaiColumnOption,
    PenilaiOption,
    Rules,
    TargetOption,
    claim_columns,
    parse_penilai,
)
from zi_cli.cli.output import end
from zi_cli.errors import EXIT_UNEXPECTED, UserError
from zi_cli.evaluation import evaluate
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.plan import Dokumen, PlanSource, plan_record
from zi_cli.scoring.plan.contract import Permintaan
from zi_cli.scoring.plan.levers import LEVER_KINDS, Izin
from zi_cli.scoring.plan.search import make_plan
from zi_cli.scoring.plan.solver import Unfinished
from zi_cli.streams import hush_libraries
from zi_cli.text import path_text
from zi_cli.views.plan import plan_document, plan_table
from zi_cli.worksheet.model import KolomPenilai


def command(
    berkas: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    *,
    target: TargetOption = None,
    kunci: Annotated[
        list[str] | None,
        typer.Option(
            "--kunci",
            metavar="KODE",
            help="Indikator atau kelompok (A.I.5) yang tidak boleh diubah; dapat diulang atau dipisah koma.",
            show_default=False,
        ),
    ] = None,
    izinkan: Annotated[
        list[str] | None,
        typer.Option(
            "--izinkan",
            metavar="JENIS",
            help="Yang juga boleh dinaikkan: survei, hitungan; dapat diulang atau dipisah koma.",
            show_default=False,
        ),
    ] = None,
    biaya: Annotated[
        Path | None,
        typer.Option("--biaya", metavar="BIAYA.CSV", help="Biaya tiap perbaikan: kolom kode,biaya atau kode,ke,biaya."),
    ] = None,
    maks_langkah: Annotated[
        int | None, typer.Option("--maks-langkah", metavar="N", help="Paling banyak N indikator dinaikkan.")
    ] = None,
    penilai: PenilaiOption = None,
    kolom_penilai: PenilaiColumnOption = None,
    rules: Rules,
    output: Output,
) -> None:
    """Cari perbaikan paling sedikit (atau termurah) yang memenuhi semua ambang predikat.

    Kode keluar 1 bila target tidak tercapai. Contoh: zi plan lke.xlsx --target WBK --kunci A.I.5
    """
    result = output.choose()
    config = rules.load([berkas])
    config = claim_columns(config, kolom_penilai, one=True)
    instrumen, ambang = config.instrumen, config.ambang
    chosen = parse_penilai(penilai, instrumen)
    kode_kunci = _locked_codes(kunci or [], instrumen)
    kind = _allowed_levers(izinkan or [])
    if maks_langkah is not None and maks_langkah < 0:
        raise typer.BadParameter("--maks-langkah harus 0 atau lebih")
    result = result.from_inputs([berkas, biaya, rules.konfigurasi])
    source = (
        PlanSource(path_text(rules.konfigurasi.name), config.sha256 or "") if rules.konfigurasi is not None else None
    )
    daftar_biaya = None
    if biaya is not None:
        from zi_cli.scoring.plan.costs import read_costs

        daftar_biaya = read_costs(biaya, instrumen)
    e = evaluate(berkas, config, chosen, complete=False)
    ws, penilaian = e.ws, e.penentu
    request = Permintaan(e.target(target), kode_kunci, kind, daftar_biaya, maks_langkah)
    column = ws.penilai.get(penilaian.penilai) or KolomPenilai(penilaian.penilai)
    hush_libraries()
    try:
        plan = make_plan(column, penilaian, instrumen, ambang, request)
    except Unfinished as error:
        raise UserError("pencarian rencana melewati batas waktu; coba tanpa --maks-langkah", EXIT_UNEXPECTED) from error
    temuan = e.findings(penilaian, target)
    d = Dokumen(ws, penilaian, plan, request, instrumen, load_kriteria(instrumen), ambang, temuan, source)
    result.give(lambda: [plan_record(d)], lambda: [plan_table(d, berkas)], lambda: plan_document(d))
    end(refused=not plan.tercapai)


def _locked_codes(isian: list[str], instrumen: Instrumen) -> tuple[str, ...]:
    """Kode of rows to leave alone; a usage error (exit 2) for one that is not in the instrument."""
    codes = [k for i in isian for k in i.replace(",", " ").split()]
    for k in codes:
        if k not in instrumen.per_kode or not instrumen.per_kode[k].carries_points:
            raise typer.BadParameter(f"--kunci: kode “{k[:40]}” bukan indikator atau kelompok indikator")
    return tuple(codes)


def _allowed_levers(isian: list[str]) -> frozenset[Izin]:
    """Kinds of levers allowed; a usage error (exit 2) for an unknown one."""
    results: set[Izin] = set()
    for word in (k for i in isian for k in i.replace(",", " ").split()):
        match = next((j for j in LEVER_KINDS if j == word.casefold()), None)
        if match is None:
            raise typer.BadParameter(f"--izinkan: “{word[:40]}” tidak dikenal; pilihannya {', '.join(LEVER_KINDS)}")
        results.add(match)
    return frozenset(results)
