"""``zi lint``: what is wrong in a worksheet, cell by cell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.opsi import Format, OpsiCsvId, OpsiFormat, OpsiKeluaran, OpsiSandi, OpsiTimpa
from zi_cli.errors import SELESAI, TAK_TERBACA, TIDAK, TakTerbaca
from zi_cli.findings.model import Temuan, urut_temuan
from zi_cli.instrumen.loader import muat
from zi_cli.report import lint as laporan
from zi_cli.report.keluaran import periksa_tujuan, sajikan
from zi_cli.report.lint import HasilLint
from zi_cli.report.uraian import hitungan_temuan
from zi_cli.scoring.kelengkapan import periksa_kelengkapan
from zi_cli.scoring.penilaian import nilai_worksheet
from zi_cli.scoring.rekonsiliasi import rekonsiliasi
from zi_cli.worksheet.read import baca_berkas


def perintah(
    berkas: Annotated[list[Path], typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    rumus: Annotated[bool, typer.Option("--rumus", help="Periksa juga rumus pada sel nilai (.xlsx, .xlsm).")] = False,
    bentuk: OpsiFormat = Format.tabel,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
    sandi: OpsiSandi = None,
) -> None:
    """Periksa LKE sel demi sel: tata letak, jawaban, angka di berkas, kelengkapan.

    Keluar dengan kode 1 bila ada galat, 3 bila ada berkas yang tidak terbaca.
    """
    if keluaran is not None:
        periksa_tujuan(keluaran, timpa=timpa, masukan=berkas)
    hasil: list[HasilLint] = []
    kode = SELESAI
    for b in berkas:
        try:
            hasil.append(periksa_berkas(b, rumus=rumus, sandi=sandi))
        except TakTerbaca as e:
            hasil.append(HasilLint(b.name, None, [e.temuan]))
            kode = TAK_TERBACA
    semua = [t for h in hasil for t in h.temuan]
    if kode == SELESAI and any(t.tingkat == "galat" for t in semua):
        kode = TIDAK
    if bentuk is Format.json:
        teks = laporan.json(hasil)
    elif bentuk is Format.csv:
        teks = laporan.csv(hasil, indonesia=csv_id)
    else:
        teks = laporan.markdown(hasil) if bentuk is Format.md else laporan.tabel(hasil)
    if teks:
        sajikan(teks, keluaran, timpa=timpa, masukan=berkas, bom=bentuk is Format.csv)
    sys.stderr.write(f"{len(hasil)} berkas: {hitungan_temuan(semua)}\n")
    if kode:
        raise typer.Exit(kode)


def periksa_berkas(berkas: Path, *, rumus: bool, sandi: str | None = None) -> HasilLint:
    """All findings of one file, in order of place; raises ``TakTerbaca`` when it can't be read."""
    instrumen = muat()
    ws = baca_berkas(berkas, sandi=sandi, instrumen=instrumen)
    temuan: list[Temuan] = list(ws.temuan)
    for p in nilai_worksheet(ws, instrumen):
        temuan += p.temuan
        kolom = ws.penilai.get(p.penilai)
        if kolom is not None:
            temuan += rekonsiliasi(kolom, p, instrumen)
            temuan += periksa_kelengkapan(kolom, p, instrumen)
    if rumus:
        from zi_cli.worksheet.rumus_sel import periksa_rumus

        temuan += periksa_rumus(berkas, ws, instrumen)
    return HasilLint(berkas.name, ws.sha256, urut_temuan(temuan))
