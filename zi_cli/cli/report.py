"""``zi report``: a self-contained HTML page of one satker, a folder, or a recap."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from zi_cli.cli.opsi import OpsiKonfigurasi, OpsiPenilai, OpsiSandi, OpsiTarget, OpsiTimpa, pilih_penilai
from zi_cli.errors import TAK_TERBACA
from zi_cli.instrumen.loader import muat, muat_kriteria
from zi_cli.pengajuan.daftar import DaftarSatker, baca_daftar
from zi_cli.pengajuan.konfigurasi import Konfigurasi, cari_konfigurasi, muat_konfigurasi
from zi_cli.report.himpun import Dinilai, nilai_satu
from zi_cli.report.html.lingkungan import SumberLain
from zi_cli.report.keluaran import periksa_tujuan, tulis_berkas


def perintah(
    masukan: Annotated[
        Path, typer.Argument(metavar="BERKAS|FOLDER|REKAP.JSON", help="Yang dilaporkan.", show_default=False)
    ],
    keluaran: Annotated[
        Path | None,
        typer.Option("-o", "--keluaran", metavar="LAPORAN.HTML", help="Nama laporan; bawaannya <masukan>.html."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DAFTAR", help="Daftar satker: muat syarat pengajuan (satu berkas LKE)."),
    ] = None,
    pada: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None,
    penilai: OpsiPenilai = None,
    target: OpsiTarget = None,
    konfigurasi: OpsiKonfigurasi = None,
    sandi: OpsiSandi = None,
    timpa: OpsiTimpa = False,
) -> None:
    """Buat laporan HTML mandiri: satu berkas, tanpa jaringan, untuk layar dan kertas.

    Contoh: zi report lke.xlsx --data satker.xlsx -o laporan.html
    """
    dipilih = pilih_penilai(penilai)
    banyak = masukan.is_dir() or masukan.suffix.lower() == ".json"
    if data is None and pada is not None:
        raise typer.BadParameter("--tanggal hanya bersama --data")
    if banyak and data is not None:
        raise typer.BadParameter("--data hanya untuk satu berkas LKE")
    nama = masukan.resolve().name or "laporan"
    tujuan = keluaran or Path(f"{masukan.resolve().stem if masukan.is_file() else nama}.html")
    instrumen = muat()
    atur = muat_konfigurasi(cari_konfigurasi(konfigurasi, masukan, data), instrumen)
    sumber = [p for p in (masukan, data, atur.berkas) if p is not None and p.is_file()]
    periksa_tujuan(tujuan, timpa=timpa, masukan=sumber)
    gagal = False
    if banyak:
        from zi_cli.report.html.folder import halaman_folder
        from zi_cli.report.html.rekap import baca_rekap

        if masukan.is_dir():
            from zi_cli.cli.batch import pantau
            from zi_cli.report.html.sumber import rekap_folder

            rekap = rekap_folder(masukan, instrumen, atur, dipilih, os.cpu_count() or 1, pantau())
        else:
            rekap = baca_rekap(masukan, instrumen)
        gagal = bool(rekap["gagal"])
        halaman = halaman_folder(rekap, instrumen, nama, _sumber(atur))
    else:
        from zi_cli.report.html.satker import halaman_satker

        daftar = baca_daftar(data) if data is not None else None
        d = nilai_satu(masukan, instrumen, atur.ambang, dipilih, sandi=sandi, lengkap=True)
        halaman = halaman_satker(
            d.rekaman(instrumen, atur.ambang, target),
            d.penentu.penilai,
            instrumen,
            muat_kriteria(),
            atur.ambang,
            catatan=d.catatan(),
            syarat=_syarat(masukan, d, daftar, pada, atur) if daftar is not None else None,
            sumber_lain=_sumber(atur, daftar),
        )
    isi = halaman.encode("utf-8", "replace")
    tulis_berkas(tujuan, isi, timpa=timpa, masukan=sumber)
    typer.echo(f"{tujuan} ({-(-len(isi) // 1024)} KB)")
    if gagal:
        raise typer.Exit(TAK_TERBACA)


def _syarat(berkas: Path, d: Dinilai, daftar: DaftarSatker, pada: str | None, atur: Konfigurasi) -> Mapping[str, Any]:
    """The zi.check document of the satker of *berkas*, by the register *daftar*."""
    from zi_cli.cli.check import tanggal_opsi
    from zi_cli.pengajuan.aturan import muat_syarat
    from zi_cli.pengajuan.bahan import ringkas_lke
    from zi_cli.pengajuan.kelayakan import Aturan
    from zi_cli.pengajuan.periksa import periksa
    from zi_cli.report.rekaman_check import rekaman_check

    instrumen = muat()
    aturan = Aturan(atur, muat_syarat(instrumen.nama), tanggal_opsi(pada))
    bahan = ringkas_lke(d.ws, d.penentu, instrumen, atur.ambang, aturan.syarat, berkas, berkas.name)
    hasil = periksa(aturan, daftar, [bahan], hanya=berkas)
    return rekaman_check(hasil, instrumen, atur, daftar)


def _sumber(atur: Konfigurasi, daftar: DaftarSatker | None = None) -> list[SumberLain]:
    """Configuration and register, where they are used."""
    sumber = []
    if atur.berkas is not None and atur.sha256 is not None:
        sumber.append(SumberLain("Konfigurasi", atur.berkas.name, atur.sha256))
    if daftar is not None:
        sumber.append(SumberLain("Daftar satker", daftar.berkas.name, daftar.sha256))
    return sumber
