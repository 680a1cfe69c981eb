"""``zi surat``: letters from the data, and the list of kinds and fields."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import (
    OpsiCsvId,
    OpsiFormat,
    OpsiInstrumen,
    OpsiKolomPenilai,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiTarget,
    OpsiTimpa,
    claim_columns,
    load_rules,
    parse_penilai,
)
from zi_cli.cli.output import ON_SCREEN, choose_form
from zi_cli.cli.work import work_folder
from zi_cli.errors import EXIT_UNREADABLE, TIDAK
from zi_cli.files import present
from zi_cli.findings.record import Temuan
from zi_cli.folder.discover import files_below
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream
from zi_cli.text import clean_prose

if TYPE_CHECKING:
    from zi_cli.surat.compose import Surat
    from zi_cli.surat.material import PermintaanSurat
    from zi_cli.surat.selection import Subject
    from zi_cli.surat.sources import Lookup

_DAFTAR = "daftar"
_SEMUA = "semua"
_PERIKSA = "periksa"


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


def _first_words() -> list[str]:
    """What may stand for JENIS, for the Tab key."""
    from zi_cli.pengajuan.register.letter_kinds import load_kinds

    return [_SEMUA, _PERIKSA, _DAFTAR, *load_kinds()]


def command(
    jenis: Annotated[
        str,
        typer.Argument(
            metavar="JENIS",
            help="Jenis surat, “semua”, “periksa”, atau “daftar”.",
            show_default=False,
            autocompletion=_first_words,
        ),
    ],
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
    kolom_penilai: OpsiKolomPenilai = None,
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
    catatan: Annotated[
        list[str] | None, typer.Option("--catatan", help="Catatan hasil monev satu satker; boleh berulang.")
    ] = None,
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
    diminta: OpsiInstrumen = None,
    keluaran: Annotated[
        Path | None, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder, atau satu berkas .docx.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Buat juga PDF (memerlukan LibreOffice).")] = False,
    draf: Annotated[bool, typer.Option("--draf", help="Konsep: tiap halaman dan nama berkas bertanda DRAF.")] = False,
    paksa: Annotated[
        str | None, typer.Option("--paksa", metavar="ALASAN", help="Tetap buat walau ditolak data; alasannya tercetak.")
    ] = None,
    audit: Annotated[
        PilihanAudit,
        typer.Option("--audit", help="Tempat jejak sumber: lampiran-audit.csv, atau di suratnya."),
    ] = PilihanAudit.berkas,
    kolom: Annotated[bool, typer.Option("--kolom", help="Bersama daftar: tampilkan semua medan.")] = False,
    salin: Annotated[
        Path | None, typer.Option("--salin", metavar="FOLDER", help="Bersama daftar: salin templat untuk disunting.")
    ] = None,
    bentuk: OpsiFormat = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
) -> None:
    """Buat surat dari LKE, register, dan rekap; tanpa data yang cukup surat ditolak.

    “zi surat semua [FOLDER]” membuat setiap surat yang perlu, dengan nomor dan tanggal dari lembar Surat satker.xlsx;
    dijalankan lagi, hanya yang baru atau berubah. Surat yang disunting orang tidak pernah ditimpa.
    “zi surat periksa TEMPLAT.DOCX” memeriksa templat yang disunting di Word.

    Contoh: zi surat sptjm --data satker.xlsx --tanggal 2027-05-20
    """
    if jenis == _SEMUA:
        hanya_satu = {
            "--dari": dari, "--target": target, "--nomor": nomor, "--kawasan": kawasan, "--simpulan": simpulan,
            "--catatan": catatan, "--tembusan": tembusan, "--rencana": rencana, "--isi": isi, "--paksa": paksa,
            "--kolom-penilai": kolom_penilai, "--jalur tpm": jalur is PilihanJalur.tpm,
            "--kolom": kolom, "--salin": salin,
        }  # fmt: skip
        salah = [nama for nama, nilai in hanya_satu.items() if nilai]
        if salah or len(berkas or ()) > 1:
            raise typer.BadParameter(f"{salah[0] if salah else 'lebih dari satu FOLDER'} tidak untuk zi surat semua")
        from zi_cli.cli.surat_all import AllOptions, make_all

        make_all(
            AllOptions(
                berkas[0] if berkas else None, data, satker or (), penilai, tanggal, tahun, kota, lampiran, templat,
                logo, konfigurasi, diminta, keluaran, pdf, draf, audit.value, bentuk, timpa, csv_id,
            )
        )  # fmt: skip
        return
    bentuk = choose_form(bentuk, None, ON_SCREEN)
    if jenis == _PERIKSA:
        from zi_cli.cli.surat_template import check_templates

        check_templates(berkas or [], bentuk, csv_id=csv_id)
        return
    if jenis == _DAFTAR:
        _daftar([str(b) for b in berkas or []], kolom, salin, bentuk, csv_id=csv_id, timpa=timpa)
        return
    from zi_cli.config import find_config
    from zi_cli.pengajuan.find_lke import find_register
    from zi_cli.pengajuan.register.letter_kinds import load_kinds
    from zi_cli.pengajuan.register.letters import Letters
    from zi_cli.surat.inputs import (
        choose_kind,
        choose_template,
        read_fields,
        read_plan_source,
        read_tanggal,
        split_folders,
    )
    from zi_cli.surat.material import PermintaanSurat
    from zi_cli.surat.picture import read_picture
    from zi_cli.surat.sources import Lookup, common_sources

    kode = choose_kind(jenis)
    paksa = clean_prose(paksa) if paksa is not None else None
    if paksa is not None and not paksa.strip():
        raise typer.BadParameter("--paksa memerlukan alasan")
    folder, lke = split_folders(berkas or ())
    if not (berkas or data or dari):
        folder = work_folder(None)
        if folder is None:
            raise typer.BadParameter(
                "sebut berkas LKE atau foldernya, --dari rekap.json, atau --data daftar satker; tanpa itu jalankan di "
                "folder satker.xlsx"
            )
    if data is None and folder is not None:
        data = find_register(folder)
    calon = lke or (files_below(folder) if folder is not None else [])
    setelan = load_rules(diminta, find_config(konfigurasi, folder, data), calon, daftar=data)
    setelan = claim_columns(setelan, kolom_penilai, satu=folder is None and len(lke) == 1)
    instrumen = setelan.instrumen
    hari = read_tanggal(tanggal) if tanggal else None
    if tahun is None and load_kinds()[kode].tahun == "usulan":
        tahun = setelan.usulan.tahun
    rekap = None
    if dari is not None:
        from zi_cli.records.read_back import read_recap

        rekap = read_recap(dari, instrumen, "SRT632")
    daftar, letters = None, Letters()
    if data is not None:
        from zi_cli.pengajuan.register.read import read_register
        from zi_cli.pengajuan.register.surat_sheet import read_letters

        daftar = read_register(data, instrumen)
        letters = read_letters(data, daftar.satker)
    dibaca = read_plan_source(rencana, instrumen) if rencana else None
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
        isi=read_fields(isi or ()),
        paksa=paksa,
        draf=draf,
        audit=audit.value,
        templat=choose_template(templat, kode),
        logo=read_picture(logo) if logo else None,
        rencana=dibaca,
        sumber=common_sources(setelan, daftar, rekap, dibaca),
        daftar=daftar,
        letters=letters,
    )
    cari = Lookup(
        konfigurasi=setelan,
        instrumen=instrumen,
        tanggal=hari or setelan.usulan.tanggal or date.today(),
        berkas=lke,
        folder=folder,
        rekap=rekap,
        daftar=daftar,
        penilai=parse_penilai(penilai or setelan.usulan.penilai, instrumen),
        tim=permintaan.tim.kode,
        tahun=tahun,
        predikat=target,
        dimiliki=kode in ("monev", "pencabutan"),
    )
    masukan = [p for p in (data, dari, rencana, logo, templat, setelan.berkas, *lke) if p is not None]
    _make(permintaan, cari, satker or [], keluaran, masukan, bentuk, pdf=pdf, timpa=timpa, csv_id=csv_id)


def _make(
    p: PermintaanSurat,
    cari: Lookup,
    nama: list[str],
    keluaran: Path | None,
    masukan: list[Path],
    bentuk: Format,
    *,
    pdf: bool,
    timpa: bool,
    csv_id: bool,
) -> None:
    from zi_cli.surat.notices import converter_notices
    from zi_cli.surat.output import teks_csv_surat, teks_json, teks_md, teks_tabel, write_letters
    from zi_cli.surat.selection import group_letters
    from zi_cli.surat.sources import gather, pick_satker

    kumpulan = gather(cari)
    _report(kumpulan.gagal)
    terpilih = list(kumpulan.satker)
    if nama:
        terpilih = pick_satker(terpilih, nama)
    elif cari.berkas:
        terpilih = [b for b in terpilih if b.lke is not None]
    p = replace(p, umum=kumpulan.umum, daftar_kawasan=kumpulan.kawasan)
    isi, temuan = group_letters(p, terpilih, disebut=bool(nama or cari.berkas))
    if p.catatan and len(isi) > 1:
        raise typer.BadParameter(f"--catatan milik satu satker, sedangkan ada {len(isi)} surat; sebut --satker")
    surat = list(_composed(p, isi))
    _report(temuan)
    for s in surat:
        _report(s.temuan, s.nama if len(surat) > 1 else None)
    tertulis = write_letters(surat, keluaran, pdf=pdf, timpa=timpa, masukan=masukan)
    if any(t.pdf is not None for t in tertulis):
        _report(converter_notices())
    susun: dict[Format, Callable[[], str]] = {
        Format.json: lambda: teks_json(tertulis, p.paksa),
        Format.csv: lambda: teks_csv_surat(tertulis, indonesia=csv_id),
        Format.md: lambda: teks_md(tertulis),
        Format.tabel: lambda: teks_tabel(tertulis),
    }
    if tertulis or bentuk is not Format.tabel:
        present(susun[bentuk](), None, timpa=False, bom=bentuk is Format.csv)
    if kumpulan.gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if not surat or any(s.docx is None for s in surat):
        raise typer.Exit(TIDAK)


def _composed(p: PermintaanSurat, isi: Iterable[Subject]) -> Iterator[Surat]:
    """Each letter, with what its row of the sheet Surat says and no option does."""
    from zi_cli.surat.compose import finish_letter, prepare_letter
    from zi_cli.surat.letter_row import row_of, with_row

    _report(p.letters.temuan)
    for i in isi:
        q, temuan = with_row(p, row_of(p, i.bahan, p.letters))
        q = q if q.tanggal is not None else replace(q, tanggal=q.konfigurasi.usulan.tanggal)
        yield finish_letter(prepare_letter(q, i.bahan, i.lain, temuan))


def _report(temuan: Iterable[Temuan], surat: str | None = None) -> None:
    """Findings go to standard error, one line each, with the letter they are about where there are several."""
    tempat = f"{surat}: " if surat else ""
    for t in temuan:
        sys.stderr.write(f"zi: {tempat}{t.line}\n")


def _daftar(jenis: list[str], kolom: bool, salin: Path | None, bentuk: Format, *, csv_id: bool, timpa: bool) -> None:
    from zi_cli.surat.inputs import choose_kind
    from zi_cli.surat.kinds_list import copy_templates, teks_jenis, teks_medan

    dipilih = [choose_kind(j) for j in jenis]
    if salin is not None:
        for tujuan in copy_templates(salin, dipilih, timpa=timpa):
            typer.echo(str(tujuan), file=result_stream())
        return
    teks = (teks_medan if kolom else teks_jenis)(dipilih, bentuk.value, indonesia=csv_id)
    present(teks, None, timpa=False, bom=bentuk is Format.csv)
