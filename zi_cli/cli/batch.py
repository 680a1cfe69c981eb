"""``zi batch``: a folder of worksheets becomes one recap."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.bahasa import sebaris
from zi_cli.cli.check import tanggal_opsi
from zi_cli.cli.opsi import (
    Format,
    OpsiCsvId,
    OpsiFormat,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiTimpa,
    pilih_penilai,
)
from zi_cli.errors import TAK_TERBACA, TakTerbaca
from zi_cli.findings.katalog import buat_temuan
from zi_cli.instrumen.loader import muat
from zi_cli.report.keluaran import sajikan

if TYPE_CHECKING:
    from zi_cli.batch.jalan import Opsi, Pantau
    from zi_cli.batch.rekap import Rekap


class Tahap(StrEnum):
    """The stage to judge."""

    pendahuluan = "pendahuluan"


def perintah(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder berisi LKE.", show_default=False)],
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder hasil.")] = Path("rekap"),
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DAFTAR", help="Daftar satker untuk memeriksa syarat; bawaan: satker.xlsx di FOLDER."
        ),
    ] = None,
    pada: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None,
    penilai: OpsiPenilai = None,
    tahap: Annotated[
        Tahap | None, typer.Option("--tahap", help="Nilai tahap ini saja: hanya Pengungkit yang menentukan.")
    ] = None,
    pola: Annotated[
        str | None, typer.Option("--pola", metavar="GLOB", help="Hanya berkas yang cocok, misalnya 'LKE*.xlsx'.")
    ] = None,
    tingkat_grup: Annotated[
        int, typer.Option("--tingkat-grup", min=1, metavar="N", help="Grup adalah N folder teratas.")
    ] = 1,
    pekerja: Annotated[
        int | None,
        typer.Option("--pekerja", min=1, max=64, metavar="N", help="Proses paralel [bawaan: jumlah prosesor]."),
    ] = None,
    batas_waktu: Annotated[
        float, typer.Option("--batas-waktu", min=1, metavar="DETIK", help="Waktu paling lama satu berkas.")
    ] = 60,
    lanjut: Annotated[
        bool, typer.Option("--lanjut", help="Teruskan hasil sebelumnya; berkas yang sama tidak dinilai ulang.")
    ] = False,
    timpa: OpsiTimpa = False,
    konfigurasi: OpsiKonfigurasi = None,
    bentuk: OpsiFormat = Format.tabel,
    csv_id: OpsiCsvId = False,
) -> None:
    """Nilai semua LKE dalam satu folder dan buat rekapnya.

    Contoh: zi batch "Pengajuan 2026" -o rekap
    """
    dipilih = pilih_penilai(penilai)
    pada_hari = tanggal_opsi(pada)
    if not folder.exists():
        raise TakTerbaca(buat_temuan("LKE101", berkas=folder))
    if not folder.is_dir():
        raise typer.BadParameter(f"“{folder}” bukan folder; pakai zi score untuk satu berkas")
    instrumen = muat()
    from zi_cli.batch.jalan import Opsi, jalankan_batch
    from zi_cli.batch.pengajuan import buka_pendaftaran
    from zi_cli.pengajuan.baca_lke import cari_daftar
    from zi_cli.pengajuan.konfigurasi import cari_konfigurasi, muat_konfigurasi

    data = data or cari_daftar(folder)
    berlaku = muat_konfigurasi(cari_konfigurasi(konfigurasi, folder, data), instrumen)
    opsi = Opsi(
        folder=folder,
        keluaran=keluaran,
        pekerja=pekerja or os.cpu_count() or 1,
        pola=pola,
        tingkat_grup=tingkat_grup,
        penilai=dipilih,
        pendahuluan=tahap is Tahap.pendahuluan,
        batas_waktu=batas_waktu,
        lanjut=lanjut,
        timpa=timpa,
        csv_id=csv_id,
        pendaftaran=buka_pendaftaran(data, berlaku, instrumen, pada_hari) if data is not None else None,
    )
    rekap = jalankan_batch(opsi, instrumen, berlaku, pantau())
    _tampilkan(rekap, opsi, bentuk)
    if rekap.gagal:
        raise typer.Exit(TAK_TERBACA)


def pantau() -> Pantau:
    """Progress on standard error, for every command that goes through a folder."""
    from zi_cli.report.kemajuan import Baris, Batang

    return Batang() if sys.stderr.isatty() else Baris()


def _tampilkan(rekap: Rekap, opsi: Opsi, bentuk: Format) -> None:
    """Show the recap on standard output; JSON and CSV are the files just written."""
    from zi_cli.batch.jalan import CSV, JSON
    from zi_cli.report import batch as laporan

    if bentuk is Format.json:
        unicode = "utf" in (sys.stdout.encoding or "").lower()
        with (opsi.keluaran / JSON).open(encoding="utf-8", newline="") as f:
            while potongan := f.read(1 << 20):
                sys.stdout.write(potongan if unicode else laporan.json_ascii(potongan))
    elif bentuk is Format.csv:
        sajikan((opsi.keluaran / CSV).read_bytes().decode("utf-8-sig"), None, timpa=False, bom=True)
    elif bentuk is Format.md:
        sajikan(laporan.markdown(rekap), None, timpa=False)
    else:
        sajikan(laporan.tabel(rekap, sebaris(str(opsi.keluaran))), None, timpa=False)
