"""``zi report``: a self-contained HTML page of one satker, a folder, or a recap."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from zi_cli.cli.options import (
    OpsiInstrumen,
    OpsiKolomPenilai,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiSandi,
    OpsiTarget,
    OpsiTimpa,
    claim_columns,
    load_rules,
    parse_penilai,
)
from zi_cli.config import Config, find_config
from zi_cli.errors import EXIT_UNREADABLE
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.files import check_target, result_stream, write_file
from zi_cli.folder.discover import files_below
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.pengajuan.register.read import DaftarSatker, read_register
from zi_cli.report.html.environment import SumberLain


def command(
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
    kolom_penilai: OpsiKolomPenilai = None,
    target: OpsiTarget = None,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
    sandi: OpsiSandi = None,
    timpa: OpsiTimpa = False,
) -> None:
    """Buat laporan HTML mandiri: satu berkas, tanpa jaringan, untuk layar dan kertas.

    Contoh: zi report lke.xlsx --data satker.xlsx -o laporan.html
    """
    banyak = masukan.is_dir() or masukan.suffix.lower() == ".json"
    if data is None and pada is not None:
        raise typer.BadParameter("--tanggal hanya bersama --data")
    if banyak and data is not None:
        raise typer.BadParameter("--data hanya untuk satu berkas LKE")
    nama = masukan.resolve().name or "laporan"
    tujuan = keluaran or Path(f"{masukan.resolve().stem if masukan.is_file() else nama}.html")
    calon = files_below(masukan) if masukan.is_dir() else [masukan]
    atur = load_rules(diminta, find_config(konfigurasi, masukan, data), calon, sandi=sandi, daftar=data)
    atur = claim_columns(atur, kolom_penilai, satu=not banyak)
    instrumen = atur.instrumen
    dipilih = parse_penilai(penilai, instrumen)
    sumber = [p for p in (masukan, data, atur.berkas) if p is not None and p.is_file()]
    check_target(tujuan, timpa=timpa, masukan=sumber)
    gagal = False
    if banyak:
        from zi_cli.records.read_back import read_recap
        from zi_cli.report.html.folder_page import folder_page

        if masukan.is_dir():
            from zi_cli.batch.for_report import recap_folder
            from zi_cli.cli.batch import pantau

            rekap = recap_folder(masukan, instrumen, atur, dipilih, os.cpu_count() or 1, pantau())
        else:
            rekap = read_recap(masukan, instrumen).isi
        gagal = bool(rekap["gagal"])
        halaman = folder_page(rekap, instrumen, nama, _sumber(atur))
    else:
        from zi_cli.records.score import score_record
        from zi_cli.report.html.satker_page import satker_page

        daftar = read_register(data, instrumen) if data is not None else None
        e = evaluate(masukan, atur, dipilih, sandi=sandi)
        selisih = e._replace(pilihan=None).total_differences(masukan, sandi=sandi)
        halaman = satker_page(
            [
                score_record(
                    e.ws,
                    p,
                    e.semua,
                    instrumen,
                    e.ambang,
                    e.findings(p, target, rinci=True),
                    selisih.get(p.penilai),
                )
                for p in e.semua
            ],
            e.penentu.penilai,
            instrumen,
            load_kriteria(instrumen),
            atur.ambang,
            catatan=e.notes(),
            syarat=_syarat(masukan, e, daftar, pada, atur) if daftar is not None else None,
            sumber_lain=_sumber(atur, daftar),
        )
    isi = halaman.encode("utf-8", "replace")
    write_file(tujuan, isi, timpa=timpa, masukan=sumber)
    typer.echo(f"{tujuan} ({-(-len(isi) // 1024)} KB)", file=result_stream())
    if gagal:
        raise typer.Exit(EXIT_UNREADABLE)


def _syarat(berkas: Path, e: Evaluation, daftar: DaftarSatker, pada: str | None, atur: Config) -> Mapping[str, Any]:
    """The zi.check document of the satker of *berkas*, by the register *daftar*."""
    from zi_cli.cli.check import parse_date_option
    from zi_cli.pengajuan.check import periksa
    from zi_cli.pengajuan.eligibility import Aturan
    from zi_cli.pengajuan.lke_facts import extract_lke_facts
    from zi_cli.pengajuan.syarat import load_syarat
    from zi_cli.records.check import check_record

    aturan = Aturan(atur, load_syarat(e.instrumen), parse_date_option(pada), tanggal_disebut=pada is not None)
    bahan = extract_lke_facts(e, aturan.syarat, berkas, berkas.name)
    hasil = periksa(aturan, daftar, [bahan], hanya=berkas)
    return check_record(hasil, e.instrumen, atur, daftar)


def _sumber(atur: Config, daftar: DaftarSatker | None = None) -> list[SumberLain]:
    """Configuration and register, where they are used."""
    sumber = []
    if atur.berkas is not None and atur.sha256 is not None:
        sumber.append(SumberLain("Konfigurasi", atur.berkas.name, atur.sha256))
    if daftar is not None:
        sumber.append(SumberLain("Daftar satker", daftar.berkas.name, daftar.sha256))
    return sumber
