"""``zi lint``: what is wrong in a worksheet, cell by cell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.accept import Acceptance
from zi_cli.cli.options import (
    OpsiKolomPenilai,
    OpsiSandi,
    OpsiTarget,
    Output,
    Rules,
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
    target: OpsiTarget = None,
    output: Output,
    sandi: OpsiSandi = None,
    kolom_penilai: OpsiKolomPenilai = None,
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
    aturan = rules.load(berkas, sandi=sandi)
    aturan = claim_columns(aturan, kolom_penilai, satu=len(berkas) == 1)
    penerimaan = Acceptance(pengecualian, terima, alasan, oleh, sampai)
    hasil: list[FileFindings] = []
    kode = EXIT_DONE
    with guarding_several(berkas):
        for b in berkas:
            try:
                hasil.append(lint_file(b, aturan, rumus=rumus, target=target, sandi=sandi))
            except UnreadableInput as e:
                hasil.append(FileFindings(b, None, [e.temuan]))
                kode = EXIT_UNREADABLE
    hasil = penerimaan.apply(hasil, masukan=berkas)
    semua = [t for h in hasil for t in h.temuan]
    if kode == EXIT_DONE and any(t.tingkat == "galat" for t in semua):
        kode = TIDAK
    keluar.give(
        lambda: (lint_record(h.berkas.name, h.sha256, h.temuan, h.diterima) for h in hasil),
        lambda: [finding_table(hasil)],
        lambda: lint_document(hasil, di_layar=keluar.on_screen),
    )
    diterima = sum(len(h.diterima) for h in hasil)
    tambahan = f"; {diterima} temuan diterima" if diterima else ""
    sys.stderr.write(f"{len(hasil)} berkas: {count_words(semua)}{tambahan}\n")
    for usang in penerimaan.stale(hasil):
        sys.stderr.write(f"zi: pengecualian usang {usang}\n")
    if kode:
        raise typer.Exit(kode)


def lint_file(
    berkas: Path, aturan: Config, *, rumus: bool, target: Predikat | None = None, sandi: str | None = None
) -> FileFindings:
    """All findings of one file, in order of place; raises ``UnreadableInput`` when it can't be read."""
    e = evaluate(berkas, aturan, sandi=sandi)
    temuan = e.all_findings(target)
    if rumus:
        temuan = e.with_formula_findings(temuan, berkas, sandi=sandi)
    return FileFindings(berkas, e.ws.sha256, sort_temuan(temuan))
