"""``zi score``: points and verdict of one or more worksheets."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.bahasa import sebaris
from zi_cli.cli.opsi import (
    Format,
    OpsiCsvId,
    OpsiFormat,
    OpsiKeluaran,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiSandi,
    OpsiTarget,
    OpsiTimpa,
    pilih_penilai,
)
from zi_cli.errors import TAK_TERBACA, TakTerbaca
from zi_cli.instrumen.loader import muat
from zi_cli.instrumen.model import Instrumen, SetAmbang
from zi_cli.report.keluaran import baris_json, periksa_tujuan, sajikan
from zi_cli.report.rekaman import Skor, rekaman_score, target_laporan
from zi_cli.scoring.penilaian import nilai_worksheet
from zi_cli.scoring.rekonsiliasi import temuan_skor
from zi_cli.worksheet.read import baca_berkas


def perintah(
    berkas: Annotated[list[Path], typer.Argument(metavar="BERKAS", help="Berkas LKE.", show_default=False)],
    penilai: OpsiPenilai = None,
    target: OpsiTarget = None,
    rinci: Annotated[bool, typer.Option("--rinci", help="Tampilkan setiap indikator.")] = False,
    bentuk: OpsiFormat = Format.tabel,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
    konfigurasi: OpsiKonfigurasi = None,
    sandi: OpsiSandi = None,
    tulis: Annotated[
        Path | None,
        typer.Option("--tulis", metavar="HASIL.XLSX", help="Tulis nilai dan temuan ke salinan berkas (satu BERKAS)."),
    ] = None,
) -> None:
    """Hitung nilai LKE dan putusan WBK/WBBM setiap penilai.

    Contoh: zi score lke.xlsx --target WBK
    """
    dipilih = pilih_penilai(penilai)
    if tulis is not None and len(berkas) != 1:
        raise typer.BadParameter("--tulis membutuhkan tepat satu BERKAS")
    instrumen = muat()
    ambang = _ambang(konfigurasi, instrumen)
    for tujuan in (keluaran, tulis):
        if tujuan is not None:
            periksa_tujuan(tujuan, timpa=timpa, masukan=berkas)
    skor: list[Skor] = []
    gagal = False
    for b in berkas:
        try:
            ws = baca_berkas(b, sandi=sandi, instrumen=instrumen, lengkap=False)
        except TakTerbaca as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            gagal = True
            continue
        semua = nilai_worksheet(ws, instrumen, ambang)
        terpilih = [p for p in semua if dipilih is None or p.penilai == dipilih]
        if not terpilih:
            ada = ", ".join(p.penilai for p in semua)
            sys.stderr.write(f"zi: {sebaris(str(b))}: tidak ada jawaban {dipilih}; yang ada: {ada}\n")
        for p in terpilih:
            skor.append(Skor(ws, p, semua, temuan_skor(ws, p, instrumen, ambang, target_laporan(target, ws))))
        if tulis is not None:
            from zi_cli.report.tulis import tulis_hasil

            tertinggal = tulis_hasil(b, tulis, ws, terpilih, instrumen, ambang, timpa)
            if tertinggal:
                sys.stderr.write(f"zi: peringatan: tidak ikut tersalin: {', '.join(tertinggal)}\n")
    if skor or (bentuk is Format.csv and not gagal):
        if bentuk is Format.json:
            teks = "\n".join(
                baris_json(rekaman_score(s.ws, s.penilaian, s.semua, instrumen, ambang, s.temuan)) for s in skor
            )
        else:
            from zi_cli.report import score as laporan

            if bentuk is Format.csv:
                teks = laporan.csv(skor, instrumen, rinci=rinci, indonesia=csv_id)
            elif bentuk is Format.md:
                teks = laporan.markdown(skor, instrumen, ambang, target, rinci)
            else:
                layar = keluaran is None and sys.stdout.isatty()
                teks = laporan.tabel(skor, instrumen, ambang, target, rinci, layar=layar)
        sajikan(teks, keluaran, timpa=timpa, masukan=berkas, bom=bentuk is Format.csv)
    if gagal:
        raise typer.Exit(TAK_TERBACA)


def _ambang(konfigurasi: Path | None, instrumen: Instrumen) -> SetAmbang:
    """The thresholds in force: the instrument's, or with what the named ``zi.toml`` makes stricter."""
    if konfigurasi is None:
        return instrumen.ambang
    from zi_cli.pengajuan.konfigurasi import muat_konfigurasi

    return muat_konfigurasi(konfigurasi, instrumen).ambang
