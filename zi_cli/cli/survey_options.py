"""How answers of a survey are read and put together, as ``zi survei`` is asked for it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import read_password
from zi_cli.named_tuple import NamedTuple


class PilihanRumus(StrEnum):
    """How a mean on the answers' scale becomes an index on a scale of 4."""

    proporsi = "proporsi"
    rentang = "rentang"


class PilihanGabungan(StrEnum):
    """How months are put together."""

    bulan = "bulan"
    semua = "semua"


class PilihanUrutan(StrEnum):
    """How the export writes its dates."""

    dmy = "dmy"
    mdy = "mdy"


class SurveyOptions(NamedTuple):
    """What the columns mean, and how means become indices."""

    peta: Annotated[
        Path | None,
        typer.Option("--peta", metavar="PETA", help="Arti kolom (.xlsx, .csv, atau .toml), hasil zi survei peta."),
    ] = None
    skala: Annotated[
        list[str] | None, typer.Option("--skala", metavar="KUESIONER=N", help="Skala jawaban, misalnya spak=6.")
    ] = None
    urutan: Annotated[
        PilihanUrutan | None,
        typer.Option("--tanggal-survei", help="Urutan tanggal di ekspor."),
    ] = None
    lembar: Annotated[str | None, typer.Option("--lembar", help="Lembar yang berisi jawaban.")] = None
    rumus: Annotated[
        PilihanRumus | None,
        typer.Option("--rumus", help="Dari skala jawaban ke skala 4; bawaan: menurut zi.toml, selain itu proporsi."),
    ] = None
    gabungan: Annotated[
        PilihanGabungan | None,
        typer.Option(
            "--gabungan",
            help="Rata-rata indeks bulanan, atau semua jawaban digabung; bawaan: menurut zi.toml, selain itu bulan.",
        ),
    ] = None
    bulan: Annotated[int | None, typer.Option("--bulan", min=1, help="Hanya N bulan terakhir.")] = None
    populasi: Annotated[int | None, typer.Option("--populasi", min=1, help="Jumlah penerima layanan.")] = None
    slovin: Annotated[
        int | None, typer.Option("--slovin", min=1, max=50, help="Sampel menurut Slovin dengan kesalahan N persen.")
    ] = None
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan, untuk usia survei.")
    ] = None


class AnnexOptions(NamedTuple):
    """The annex of respondents, and the password that locks it."""

    lampiran: Annotated[
        Path | None,
        typer.Option(
            "--lampiran-responden",
            metavar="BERKAS.XLSX",
            help="Pada laporan: nama dan telepon responden, di buku kerja yang dikunci dengan --sandi-lampiran.",
        ),
    ] = None
    sandi_lampiran: Annotated[
        str | None,
        typer.Option(
            "--sandi-lampiran",
            metavar="SANDI",
            envvar="ZI_SANDI_LAMPIRAN",
            show_envvar=False,
            callback=read_password,
            help="Sandi lampiran responden; “-” menanyakannya tanpa tampil.",
        ),
    ] = None
