"""``zi surat``: letters from the data, and the list of kinds and fields."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.bahasa import teks_jalur
from zi_cli.cli.opsi import (
    Format,
    OpsiCsvId,
    OpsiFormat,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiTarget,
    OpsiTimpa,
    pilih_penilai,
)
from zi_cli.errors import TAK_TERBACA, TIDAK
from zi_cli.findings.model import Temuan
from zi_cli.instrumen.model import Predikat
from zi_cli.report.keluaran import sajikan

if TYPE_CHECKING:
    from zi_cli.pengajuan.daftar import DaftarSatker
    from zi_cli.pengajuan.konfigurasi import Konfigurasi
    from zi_cli.surat.bahan import PermintaanSurat, Rencana, Sumber
    from zi_cli.surat.rekap import Rekap
    from zi_cli.surat.sumber import Pencarian

_DAFTAR = "daftar"


class PilihanJalur(StrEnum):
    """Who evaluates: the national team, or the ministry's own team for WBK."""

    tpn = "tpn"
    tpm = "tpm"


class PilihanAudit(StrEnum):
    """Where a letter shows its sources."""

    otomatis = "otomatis"
    kaki = "kaki"
    halaman = "halaman"
    tidak = "tidak"


class PilihanSimpulan(StrEnum):
    """The conclusion of a monev letter."""

    masih = "masih"
    tidak = "tidak"


def perintah(
    jenis: Annotated[str, typer.Argument(metavar="JENIS", help="Jenis surat, atau “daftar”.", show_default=False)],
    berkas: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[BERKAS|FOLDER]...", help="Berkas LKE, atau foldernya.", show_default=False),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="SATKER.XLSX", help="Register satker.")] = None,
    dari: Annotated[Path | None, typer.Option("--dari", metavar="REKAP.JSON", help="Rekap zi batch.")] = None,
    satker: Annotated[
        list[str] | None, typer.Option("--satker", metavar="KODE", help="Hanya satker ini; boleh berulang.")
    ] = None,
    target: OpsiTarget = None,
    penilai: OpsiPenilai = None,
    nomor: Annotated[str | None, typer.Option("--nomor", help="Nomor surat.")] = None,
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TTTT-BB-HH", help="Tanggal surat, misalnya 2027-05-20.")
    ] = None,
    kota: Annotated[str | None, typer.Option("--kota", help="Kota tempat surat ditandatangani.")] = None,
    tahun: Annotated[int | None, typer.Option("--tahun", min=2000, max=2100, help="Tahun usulan atau laporan.")] = None,
    jalur: Annotated[
        PilihanJalur, typer.Option("--jalur", help="tpn, atau tpm (WBK secara mandiri).")
    ] = PilihanJalur.tpn,
    kawasan: Annotated[str | None, typer.Option("--kawasan", help="Kawasan untuk surat monev.")] = None,
    simpulan: Annotated[
        PilihanSimpulan | None, typer.Option("--simpulan", help="Simpulan monev: masih atau tidak memenuhi.")
    ] = None,
    catatan: Annotated[list[str] | None, typer.Option("--catatan", help="Catatan hasil monev; boleh berulang.")] = None,
    tembusan: Annotated[list[str] | None, typer.Option("--tembusan", help="Tembusan; boleh berulang.")] = None,
    lampiran: Annotated[bool, typer.Option("--lampiran", help="Lampirkan tabel nilai (pengajuan).")] = False,
    rencana: Annotated[
        Path | None, typer.Option("--rencana", metavar="PLAN.JSON", help="Rencana zi plan untuk lhe dan perbaikan.")
    ] = None,
    isi: Annotated[
        list[str] | None, typer.Option("--isi", metavar="MEDAN=ISI", help="Isi satu medan; boleh berulang.")
    ] = None,
    templat: Annotated[
        Path | None, typer.Option("--templat", metavar="X.DOCX", help="Templat sendiri, atau folder templat.")
    ] = None,
    logo: Annotated[Path | None, typer.Option("--logo", metavar="GAMBAR", help="Logo kop (PNG atau JPEG).")] = None,
    konfigurasi: OpsiKonfigurasi = None,
    keluaran: Annotated[
        Path | None, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder, atau satu berkas .docx.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Buat juga PDF (memerlukan LibreOffice).")] = False,
    draf: Annotated[bool, typer.Option("--draf", help="Medan kosong dicetak sebagai penanda kuning.")] = False,
    paksa: Annotated[
        str | None, typer.Option("--paksa", metavar="ALASAN", help="Tetap buat walau ditolak data; alasannya tercetak.")
    ] = None,
    audit: Annotated[
        PilihanAudit, typer.Option("--audit", help="Tempat jejak sumber data di surat.")
    ] = PilihanAudit.otomatis,
    kolom: Annotated[bool, typer.Option("--kolom", help="Bersama daftar: tampilkan semua medan.")] = False,
    salin: Annotated[
        Path | None, typer.Option("--salin", metavar="FOLDER", help="Bersama daftar: salin templat untuk disunting.")
    ] = None,
    bentuk: OpsiFormat = Format.tabel,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
) -> None:
    """Buat surat dari LKE, register, dan rekap; tanpa data yang cukup surat ditolak.

    Contoh: zi surat sptjm --data satker.xlsx --tanggal 2027-05-20
    """
    if jenis == _DAFTAR:
        _daftar([str(b) for b in berkas or []], kolom, salin, bentuk, csv_id=csv_id, timpa=timpa)
        return
    from zi_cli.instrumen.loader import muat
    from zi_cli.pengajuan.baca_lke import cari_daftar
    from zi_cli.pengajuan.konfigurasi import cari_konfigurasi, muat_konfigurasi
    from zi_cli.surat.bahan import PermintaanSurat
    from zi_cli.surat.masukan import baca_isi, baca_logo, baca_tanggal, pilih_jenis, pilih_templat, pisah_folder
    from zi_cli.surat.rekap import baca_rekap, baca_rencana
    from zi_cli.surat.sumber import Pencarian

    kode = pilih_jenis(jenis)
    if paksa is not None and not paksa.strip():
        raise typer.BadParameter("--paksa memerlukan alasan")
    instrumen = muat()
    folder, lke = pisah_folder(berkas or ())
    if not (berkas or data or dari):
        raise typer.BadParameter("sebut berkas LKE atau foldernya, --dari rekap.json, atau --data daftar satker")
    if data is None and folder is not None:
        data = cari_daftar(folder)
    setelan = muat_konfigurasi(cari_konfigurasi(konfigurasi, folder, data), instrumen)
    hari = baca_tanggal(tanggal) if tanggal else None
    rekap = baca_rekap(dari, instrumen) if dari else None
    daftar = None
    if data is not None:
        from zi_cli.pengajuan.daftar import baca_daftar

        daftar = baca_daftar(data)
    dibaca = baca_rencana(rencana, instrumen) if rencana else None
    permintaan = PermintaanSurat(
        jenis=kode,
        konfigurasi=setelan,
        instrumen=instrumen,
        tanggal=hari,
        nomor=nomor,
        kota=kota,
        tahun=tahun,
        jalur="tpm" if jalur is PilihanJalur.tpm else "tpn",
        catatan=tuple(catatan or ()),
        tembusan=tuple(tembusan or ()),
        lampiran=lampiran,
        kawasan=kawasan,
        simpulan=None if simpulan is None else simpulan is PilihanSimpulan.masih,
        isi=baca_isi(isi or ()),
        paksa=paksa,
        draf=draf,
        audit=audit.value,
        templat=pilih_templat(templat, kode),
        logo=baca_logo(logo) if logo else None,
        rencana=dibaca,
        sumber=_sumber_umum(setelan, daftar, rekap, dibaca),
    )
    cari = Pencarian(
        konfigurasi=setelan,
        instrumen=instrumen,
        tanggal=hari or date.today(),
        berkas=lke,
        folder=folder,
        rekap=rekap,
        daftar=daftar,
        penilai=pilih_penilai(penilai),
        predikat=target,
        semua_baris=kode in ("monev", "pencabutan"),
        baca_lke=kode != "sptjm" or bool(lke) or daftar is None,
    )
    masukan = [p for p in (data, dari, rencana, logo, templat, setelan.berkas, *lke) if p is not None]
    _buat(permintaan, cari, satker or [], keluaran, masukan, bentuk, pdf=pdf, timpa=timpa, csv_id=csv_id, target=target)


def _buat(
    p: PermintaanSurat,
    cari: Pencarian,
    nama: list[str],
    keluaran: Path | None,
    masukan: list[Path],
    bentuk: Format,
    *,
    pdf: bool,
    timpa: bool,
    csv_id: bool,
    target: Predikat | None,
) -> None:
    from zi_cli.surat.keluaran import teks_csv_surat, teks_json, teks_md, teks_tabel, tulis_surat
    from zi_cli.surat.pemilihan import kelompokkan
    from zi_cli.surat.sumber import kumpulkan, pilih
    from zi_cli.surat.terbit import terbitkan

    kumpulan = kumpulkan(cari)
    _lapor(kumpulan.gagal)
    terpilih = list(kumpulan.satker)
    if nama:
        terpilih = pilih(terpilih, nama)
    elif cari.berkas:
        terpilih = [b for b in terpilih if b.skor is not None]
    isi, temuan = kelompokkan(p, terpilih, disebut=bool(nama or cari.berkas), target=target)
    surat = [terbitkan(p, i.bahan, i.lain) for i in isi]
    _lapor(temuan)
    for s in surat:
        _lapor(s.temuan, s.nama if len(surat) > 1 else None)
    tertulis = tulis_surat(surat, keluaran, pdf=pdf, timpa=timpa, masukan=masukan)
    susun: dict[Format, Callable[[], str]] = {
        Format.json: lambda: teks_json(tertulis, p.paksa),
        Format.csv: lambda: teks_csv_surat(tertulis, indonesia=csv_id),
        Format.md: lambda: teks_md(tertulis),
        Format.tabel: lambda: teks_tabel(tertulis),
    }
    if tertulis or bentuk is not Format.tabel:
        sajikan(susun[bentuk](), None, timpa=False, bom=bentuk is Format.csv)
    if kumpulan.gagal:
        raise typer.Exit(TAK_TERBACA)
    if not surat or any(s.docx is None for s in surat):
        raise typer.Exit(TIDAK)


def _lapor(temuan: Iterable[Temuan], surat: str | None = None) -> None:
    """Findings go to standard error, one line each, with the letter they are about where there are several."""
    tempat = f"{surat}: " if surat else ""
    for t in temuan:
        sys.stderr.write(f"zi: {tempat}{t.tingkat} {t.kode} {t.pesan}\n")


def _sumber_umum(
    setelan: Konfigurasi, daftar: DaftarSatker | None, rekap: Rekap | None, rencana: Rencana | None
) -> tuple[Sumber, ...]:
    """Sources that concern every letter of this run."""
    from zi_cli.surat.bahan import Sumber

    sumber = [Sumber(teks_jalur(daftar.berkas.name), daftar.sha256)] if daftar else []
    if setelan.berkas is not None and setelan.sha256 is not None:
        sumber.append(Sumber(teks_jalur(setelan.berkas.name), setelan.sha256))
    return (*sumber, *([rekap.sumber] if rekap else ()), *([rencana.sumber] if rencana else ()))


def _daftar(jenis: list[str], kolom: bool, salin: Path | None, bentuk: Format, *, csv_id: bool, timpa: bool) -> None:
    from zi_cli.surat.daftar import salin_templat, teks_jenis, teks_medan
    from zi_cli.surat.masukan import pilih_jenis

    dipilih = [pilih_jenis(j) for j in jenis]
    if salin is not None:
        for tujuan in salin_templat(salin, dipilih, timpa=timpa):
            typer.echo(str(tujuan))
        return
    teks = (teks_medan if kolom else teks_jenis)(dipilih, bentuk.value, indonesia=csv_id)
    sajikan(teks, None, timpa=False, bom=bentuk is Format.csv)
