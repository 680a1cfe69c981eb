"""``zi report``: a self-contained HTML page of one satker, a folder, or a recap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.opsi import OpsiPenilai, OpsiTarget, OpsiTimpa, pilih_penilai
from zi_cli.errors import TAK_TERBACA
from zi_cli.instrumen.loader import muat, muat_kriteria
from zi_cli.report.keluaran import periksa_tujuan, tulis_berkas


def perintah(
    masukan: Annotated[
        Path, typer.Argument(metavar="BERKAS|FOLDER|REKAP.JSON", help="Yang dilaporkan.", show_default=False)
    ],
    keluaran: Annotated[
        Path | None,
        typer.Option("-o", "--keluaran", metavar="LAPORAN.HTML", help="Nama laporan; bawaannya <masukan>.html."),
    ] = None,
    penilai: OpsiPenilai = None,
    target: OpsiTarget = None,
    timpa: OpsiTimpa = False,
) -> None:
    """Buat laporan HTML mandiri: satu berkas, tanpa jaringan, untuk layar dan kertas.

    Contoh: zi report lke.xlsx -o laporan.html
    """
    dipilih = pilih_penilai(penilai)
    nama = masukan.resolve().name or "laporan"
    tujuan = keluaran or Path(f"{masukan.resolve().stem if masukan.is_file() else nama}.html")
    periksa_tujuan(tujuan, timpa=timpa, masukan=[masukan])
    instrumen = muat()
    ambang = instrumen.ambang
    gagal = False
    if masukan.is_dir() or masukan.suffix.lower() == ".json":
        from zi_cli.report.html.folder import halaman_folder
        from zi_cli.report.html.himpun import rekap_folder
        from zi_cli.report.html.rekap import baca_rekap

        rekap = (
            rekap_folder(masukan, instrumen, ambang, dipilih) if masukan.is_dir() else baca_rekap(masukan, instrumen)
        )
        gagal = bool(rekap["gagal"])
        halaman = halaman_folder(rekap, instrumen, nama)
    else:
        from zi_cli.report.html.himpun import nilai_satu
        from zi_cli.report.html.satker import halaman_satker

        d = nilai_satu(masukan, instrumen, ambang, dipilih, lengkap=True)
        halaman = halaman_satker(
            d.rekaman(instrumen, ambang, target),
            d.penentu.penilai,
            instrumen,
            muat_kriteria(),
            ambang,
            catatan=d.catatan(),
        )
    isi = halaman.encode("utf-8", "replace")
    tulis_berkas(tujuan, isi, timpa=timpa, masukan=[masukan])
    typer.echo(f"{tujuan} ({-(-len(isi) // 1024)} KB)")
    if gagal:
        raise typer.Exit(TAK_TERBACA)
