"""What a letter is made from, what it says and how it looks, as ``zi surat`` is asked for it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import DataOption, OverwriteOption, PenilaiColumnOption, PenilaiOption, TargetOption
from zi_cli.named_tuple import NamedTuple


class PilihanJalur(StrEnum):
    """Who evaluates: the national team, or the ministry's own team for WBK."""

    tpn = "tpn"
    tpm = "tpm"


class PilihanAudit(StrEnum):
    """Where a letter shows its sources."""

    berkas = "berkas"
    kaki = "kaki"
    halaman = "halaman"
    tidak = "tidak"


class PilihanSimpulan(StrEnum):
    """The conclusion of a monev letter."""

    masih = "masih"
    tidak = "tidak"


class LetterOptions(NamedTuple):
    """The options of letters, for one kind of them and for all that are due."""

    data: DataOption = None
    dari: Annotated[Path | None, typer.Option("--dari", metavar="REKAP.JSON", help="Rekap zi batch.")] = None
    satker: Annotated[
        list[str] | None,
        typer.Option("--satker", metavar="SATKER", help="Hanya satker ini (kode atau nama); boleh berulang."),
    ] = None
    target: TargetOption = None
    penilai: PenilaiOption = None
    kolom_penilai: PenilaiColumnOption = None
    nomor: Annotated[str | None, typer.Option("--nomor", help="Nomor surat.")] = None
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal surat, misalnya 2027-05-20.")
    ] = None
    kota: Annotated[str | None, typer.Option("--kota", help="Kota tempat surat ditandatangani.")] = None
    tahun: Annotated[
        int | None, typer.Option("--tahun", min=2000, max=2100, metavar="TAHUN", help="Tahun usulan atau laporan.")
    ] = None
    jalur: Annotated[PilihanJalur, typer.Option("--jalur", help="tpn, atau tpm (WBK secara mandiri).")] = (
        PilihanJalur.tpn
    )
    kawasan: Annotated[str | None, typer.Option("--kawasan", metavar="NAMA", help="Kawasan untuk surat monev.")] = None
    simpulan: Annotated[
        PilihanSimpulan | None, typer.Option("--simpulan", help="Simpulan monev: masih atau tidak memenuhi.")
    ] = None
    catatan: Annotated[
        list[str] | None, typer.Option("--catatan", help="Catatan hasil monev satu satker; boleh berulang.")
    ] = None
    tembusan: Annotated[list[str] | None, typer.Option("--tembusan", help="Tembusan; boleh berulang.")] = None
    lampiran: Annotated[bool, typer.Option("--lampiran", help="Lampirkan tabel nilai (pengajuan).")] = False
    rencana: Annotated[
        Path | None, typer.Option("--rencana", metavar="PLAN.JSON", help="Rencana zi plan untuk lhe dan perbaikan.")
    ] = None
    isi: Annotated[
        list[str] | None, typer.Option("--isi", metavar="ISIAN=ISI", help="Isi satu isian; boleh berulang.")
    ] = None
    templat: Annotated[
        Path | None, typer.Option("--templat", metavar="X.DOCX", help="Templat sendiri, atau folder templat.")
    ] = None
    logo: Annotated[Path | None, typer.Option("--logo", metavar="GAMBAR", help="Logo kop (PNG atau JPEG).")] = None
    keluaran: Annotated[
        Path | None, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder, atau satu berkas .docx.")
    ] = None
    pdf: Annotated[bool, typer.Option("--pdf", help="Buat juga PDF (memerlukan LibreOffice).")] = False
    draf: Annotated[bool, typer.Option("--draf", help="Konsep: tiap halaman dan nama berkas bertanda DRAF.")] = False
    paksa: Annotated[
        str | None, typer.Option("--paksa", metavar="ALASAN", help="Tetap buat walau ditolak data; alasannya tercetak.")
    ] = None
    audit: Annotated[
        PilihanAudit,
        typer.Option("--audit", help="Tempat jejak sumber: lampiran-audit.csv, atau di suratnya."),
    ] = PilihanAudit.berkas
    kolom: Annotated[bool, typer.Option("--kolom", help="Bersama daftar: tampilkan semua isian.")] = False
    salin: Annotated[
        Path | None, typer.Option("--salin", metavar="FOLDER", help="Bersama daftar: salin templat untuk disunting.")
    ] = None
    timpa: OverwriteOption = False

    def for_one_only(self) -> list[str]:
        """Options given that belong to one letter, not to all that are due."""
        given = {
            "--dari": self.dari, "--target": self.target, "--nomor": self.nomor, "--kawasan": self.kawasan,
            "--simpulan": self.simpulan, "--catatan": self.catatan, "--tembusan": self.tembusan,
            "--rencana": self.rencana, "--isi": self.isi, "--paksa": self.paksa,
            "--kolom-penilai": self.kolom_penilai, "--jalur tpm": self.jalur is PilihanJalur.tpm,
            "--kolom": self.kolom, "--salin": self.salin,
        }  # fmt: skip
        return [name for name, value in given.items() if value]
