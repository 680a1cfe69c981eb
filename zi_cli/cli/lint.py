"""``zi lint``: what is wrong in a worksheet, cell by cell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.accept import Acceptance
from zi_cli.cli.options import (
    Output,
    PasswordOption,
    PenilaiColumnOption,
    Rules,
    TargetOption,
    claim_columns,
)
from zi_cli.config import Config
from zi_cli.errors import EXIT_DONE, EXIT_UNREADABLE, TIDAK
from zi_cli.evaluation import evaluate
from zi_cli.findings.record import sort_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Predikat
from zi_cli.records.score import lint_record
from zi_cli.views.findings import FileFindings, count_words, finding_table, lint_document
from zi_cli.worksheet.formats.guard import guarding_several


def command(
    berkas: Annotated[list[Path], typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    *,
    rumus: Annotated[bool, typer.Option("--rumus", help="Nilai rumus menurut hasilnya (.xlsx, .xlsm).")] = False,
    target: TargetOption = None,
    output: Output,
    sandi: PasswordOption = None,
    kolom_penilai: PenilaiColumnOption = None,
    rules: Rules,
    pengecualian: Annotated[
        Path | None,
        typer.Option("--pengecualian", metavar="BERKAS.TOML", help="Jangan sebut temuan yang diterima di berkas ini."),
    ] = None,
    terima: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--terima",
            metavar="KODE INDIKATOR",
            help="Terima temuan ini: tambahkan ke --pengecualian (bawaan: pengecualian.toml).",
        ),
    ] = None,
    alasan: Annotated[str | None, typer.Option("--alasan", metavar="TEKS", help="Alasan --terima.")] = None,
    oleh: Annotated[str | None, typer.Option("--oleh", metavar="NAMA", help="Yang menerima.")] = None,
    sampai: Annotated[
        str | None, typer.Option("--sampai", metavar="TANGGAL", help="Berlakunya --terima; bawaan: setahun.")
    ] = None,
) -> None:
    """Periksa LKE sel demi sel: tata letak, jawaban, angka di berkas, kelengkapan.

    Keluar dengan kode 1 bila ada kesalahan, 3 bila ada berkas yang tidak terbaca.

    Contoh: zi lint lke.xlsx --terima LKE240 A.II.1.i.a --alasan "catatan di lampiran" --oleh "Nama"
    """
    keluar = output.choose().from_inputs(berkas)
    config = rules.load(berkas, password=sandi)
    config = claim_columns(config, kolom_penilai, one=len(berkas) == 1)
    penerimaan = Acceptance(pengecualian, terima, alasan, oleh, sampai)
    results: list[FileFindings] = []
    code = EXIT_DONE
    with guarding_several(berkas):
        for b in berkas:
            try:
                results.append(lint_file(b, config, formula=rumus, target=target, password=sandi))
            except UnreadableInput as e:
                results.append(FileFindings(b, None, [e.temuan]))
                code = EXIT_UNREADABLE
    results = penerimaan.apply(results, inputs=berkas)
    every = [t for h in results for t in h.temuan]
    if code == EXIT_DONE and any(t.tingkat == "galat" for t in every):
        code = TIDAK
    keluar.give(
        lambda: (lint_record(h.berkas.name, h.sha256, h.temuan, h.diterima) for h in results),
        lambda: [finding_table(results)],
        lambda: lint_document(results, on_screen=keluar.on_screen),
    )
    accepted = sum(len(h.diterima) for h in results)
    extra = f"; {accepted} temuan diterima" if accepted else ""
    sys.stderr.write(f"{len(results)} berkas: {count_words(every)}{extra}\n")
    for stale in penerimaan.stale(results):
        sys.stderr.write(f"zi: pengecualian usang {stale}\n")
    if code:
        raise typer.Exit(code)


def lint_file(
    file: Path, config: Config, *, formula: bool, target: Predikat | None = None, password: str | None = None
) -> FileFindings:
    """All findings of one file, in order of place; raises ``UnreadableInput`` when it can't be read."""
    e = evaluate(file, config, password=password)
    temuan = e.all_findings(target)
    if formula:
        temuan = e.with_formula_findings(temuan, file, password=password)
    return FileFindings(file, e.ws.sha256, sort_temuan(temuan))
