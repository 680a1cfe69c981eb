"""``zi template``: the official worksheet to fill in, blank, prefilled, or from an old one."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiTimpa, Rules, parse_penilai
from zi_cli.cli.work import open_work
from zi_cli.config import Config
from zi_cli.errors import EXIT_UNREADABLE, EXIT_UNWRITABLE, TIDAK, UnwritableOutput
from zi_cli.files import check_target, read_file, write_file
from zi_cli.forms.content import SUMMARY_ONLY, TAHUN_TERENDAH, TAHUN_TERTINGGI, Formulir, Identitas, Rubric
from zi_cli.forms.fill_folder import Settings, plan_forms, read_old
from zi_cli.forms.write import write_form
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.pengajuan.eligibility import TemuanBerkas
from zi_cli.streams import result_stream
from zi_cli.text import path_text, strip_controls


class PilihanBentuk(StrEnum):
    """The layout of the form."""

    resmi = "resmi"
    portalrb = "portalrb"


def command(
    *,
    keluaran: Annotated[
        Path | None,
        typer.Option("-o", "--keluaran", metavar="BERKAS|FOLDER", help="Berkas hasil; folder bila dengan --data."),
    ] = None,
    satker: Annotated[str | None, typer.Option("--satker", metavar="NAMA", help="Nama satuan kerja.")] = None,
    tahun: Annotated[int | None, typer.Option("--tahun", metavar="TAHUN", help="Tahun penilaian.")] = None,
    usulan: Annotated[
        Predikat | None,
        typer.Option("--usulan", metavar="WBK|WBBM", case_sensitive=False, help="Predikat yang diusulkan."),
    ] = None,
    penilai: Annotated[
        str | None,
        typer.Option("--penilai", metavar="DAFTAR", help="Penilai, dipisah koma; bawaan: unit (zi explain penilai)."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DAFTAR", help="Daftar satker: satu formulir tiap satker dalam Kanwil/UPT/."),
    ] = None,
    isi: Annotated[
        Path | None,
        typer.Option(
            "--isi",
            metavar="LAMA|FOLDER",
            help="Pindahkan isi LKE lama ke formulir yang bersih; dari folder: semua LKE di dalamnya.",
        ),
    ] = None,
    kriteria: Annotated[
        Path | None,
        typer.Option(
            "--kriteria",
            metavar="FORMULIR|MASTER.JSON",
            help="Bunyi kriteria dari formulir atau daftar soal PortalRB milik Anda; tanpa ini ringkasan penyusun.",
        ),
    ] = None,
    sandi: Annotated[str | None, typer.Option("--sandi", metavar="SANDI", help="Sandi pembuka LKE lama.")] = None,
    bentuk: Annotated[
        PilihanBentuk, typer.Option("--bentuk", help="Tata letak: resmi, atau portalrb untuk diunggah ke PortalRB.")
    ] = PilihanBentuk.resmi,
    rules: Rules,
    timpa: OpsiTimpa = False,
) -> None:
    """Tulis LKE resmi untuk diisi: daftar pilihan, rumus hidup, ringkasan, dan putusan.

    Contoh: zi template --satker "Kantor Imigrasi Contoh" --tahun 2026 --usulan WBK
    """
    if data is not None and (isi is not None or satker is not None):
        raise typer.BadParameter("--data tidak dapat digabung dengan --isi atau --satker")
    if tahun is not None and not TAHUN_TERENDAH <= tahun <= TAHUN_TERTINGGI:
        raise typer.BadParameter(f"--tahun {tahun} di luar {TAHUN_TERENDAH}–{TAHUN_TERTINGGI}")
    if bentuk is PilihanBentuk.portalrb and (data is not None or penilai is not None):
        raise typer.BadParameter("--bentuk portalrb tidak dapat digabung dengan --data atau --penilai")
    dari_folder = isi is not None and isi.is_dir()
    satu = data is None and not dari_folder
    if satu and keluaran is not None and not keluaran.is_dir() and keluaran.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"nama hasil “{keluaran.name}” harus berakhiran .xlsx")
    if dari_folder and (satker is not None or sandi is not None or bentuk is PilihanBentuk.portalrb):
        raise typer.BadParameter("--isi FOLDER tidak dapat digabung dengan --satker, --sandi, atau --bentuk portalrb")
    aturan = _rules(rules, data, isi, sandi)
    rubrik = _read_rubric(kriteria, aturan.instrumen) if kriteria is not None else None
    if bentuk is PilihanBentuk.portalrb:
        _write_portal(aturan, keluaran, isi, sandi, satker, tahun, usulan, rubrik, timpa=timpa)
        return
    instrumen, ambang = aturan.instrumen, aturan.ambang
    disebut = {parse_penilai(x, instrumen) for x in (penilai or instrumen.penilai.bawaan).split(",")}
    daftar_penilai = tuple(p for p in instrumen.penilai.kode if p in disebut)
    tetapan = Identitas(satker=strip_controls(satker or ""), tahun=tahun, usulan=usulan or "")
    if data is not None:
        kosong = Formulir(instrumen, ambang, daftar_penilai, tetapan, rubrik=rubrik or SUMMARY_ONLY)
        _write_register(data, keluaran, kosong, timpa=timpa)
    elif isi is not None:
        baku = tahun or aturan.usulan.tahun or date.today().year
        settings = Settings(instrumen, ambang, daftar_penilai, tetapan, baku, rubrik)
        if dari_folder:
            _fill_folder(isi, keluaran, aturan, settings, timpa=timpa)
        else:
            _fill_one(isi, sandi, keluaran, settings, timpa=timpa)
    else:
        tetapan = replace(tetapan, tahun=tahun or date.today().year)
        tujuan = keluaran or Path(f"lke-{tetapan.tahun}.xlsx")
        check_target(tujuan, timpa=timpa)
        f = Formulir(instrumen, ambang, daftar_penilai, tetapan, rubrik=rubrik or SUMMARY_ONLY)
        write_file(tujuan, write_form(f), timpa=timpa)
        typer.echo(str(tujuan), file=result_stream())


def _write_portal(
    aturan: Config,
    keluaran: Path | None,
    isi: Path | None,
    sandi: str | None,
    satker: str | None,
    tahun: int | None,
    usulan: str | None,
    rubrik: Rubric | None,
    *,
    timpa: bool,
) -> None:
    """Write the portal's workbook, blank or with the answers of *isi*; what can't go over is named at its cell."""
    from zi_cli.evaluation import evaluate
    from zi_cli.portalrb.answers import UnitSheet, portal_answers
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.workbook import PortalIdentity, portal_workbook
    from zi_cli.views.findings import finding_line

    soal = load_questions(aturan.instrumen)
    lembar, identitas = UnitSheet([], []), PortalIdentity(satker or "", "", tahun or date.today().year, usulan or "")
    if isi is not None:
        e = evaluate(isi, aturan, sandi=sandi)
        lembar = portal_answers(e, soal)
        identitas = PortalIdentity(
            satker or e.ws.satker or "",
            e.ws.kode_satker or "",
            tahun or e.ws.tahun or date.today().year,
            usulan or e.ws.usulan or "",
        )
    tujuan = keluaran or Path(f"lke-{identitas.tahun}.xlsx")
    masukan = [isi] if isi is not None else []
    check_target(tujuan, timpa=timpa, masukan=masukan)
    bunyi = rubrik.teks if rubrik is not None else {}
    buku = portal_workbook(aturan.instrumen, soal, identitas, lembar.answers, bunyi)
    write_file(tujuan, buku, timpa=timpa, masukan=masukan)
    typer.echo(str(tujuan), file=result_stream())
    for t in lembar.temuan:
        sys.stderr.write(f"zi: {finding_line(t, isi.name if isi else '')}\n")
    if lembar.ditolak:
        raise typer.Exit(TIDAK)


def _rules(rules: Rules, data: Path | None, isi: Path | None, sandi: str | None) -> Config:
    """The configuration in force, with its instrument; by the form of *isi* where nobody names one."""
    if isi is not None and isi.is_dir():
        return open_work(isi, rules).konfigurasi
    rules = rules.beside(None, data)
    aturan = rules.load([isi] if isi is not None else [], sandi=sandi)
    if rules.konfigurasi is not None:
        sys.stderr.write(f"konfigurasi: {rules.konfigurasi}\n")
    return aturan


def _read_rubric(berkas: Path, instrumen: Instrumen) -> Rubric:
    """The criteria of a form, or of the portal's list of questions; a usage error (exit 2) when it holds none."""
    if berkas.suffix.lower() == ".json":
        from zi_cli.portalrb.master import master_rubric, read_master
        from zi_cli.portalrb.questions import load_questions

        teks: Mapping[str, str] = master_rubric(read_master(berkas), load_questions(instrumen))
        sha256 = hashlib.sha256(read_file(berkas)).hexdigest()
    else:
        from zi_cli.worksheet.formats.open import open_workbook
        from zi_cli.worksheet.rubric import read_rubric

        buku = open_workbook(berkas)
        teks, sha256 = read_rubric(buku, instrumen), buku.sha256
    if not teks:
        raise typer.BadParameter(f"“{berkas.name}” tidak memuat kolom kriteria")
    sys.stderr.write(f"kriteria: {len(teks)} baris dari {path_text(berkas.name)}\n")
    return Rubric(teks, path_text(berkas.name), sha256)


def _fill_one(lama: Path, sandi: str | None, keluaran: Path | None, settings: Settings, *, timpa: bool) -> None:
    """Write the form with the contents of *lama*; print what could not be carried over."""
    formulir = read_old(lama, settings, sandi=sandi)
    tujuan = keluaran or Path(f"lke-{formulir.identitas.tahun}.xlsx")
    check_target(tujuan, timpa=timpa, masukan=[lama])
    write_file(tujuan, write_form(formulir), timpa=timpa, masukan=[lama])
    typer.echo(str(tujuan), file=result_stream())
    _say_left_out(formulir, lama.name)
    terbawa = sum(len(i.jawaban) for i in formulir.isian.values())
    sys.stderr.write(f"{terbawa} jawaban terbawa, {len(formulir.tidak_terbawa)} isi tidak terbawa\n")


def _say_left_out(formulir: Formulir, nama: str) -> None:
    for t in formulir.tidak_terbawa:
        siapa = f" ({t.penilai})" if t.penilai else ""
        isi = f" “{t.isi}”" if t.isi else ""
        typer.echo(f"{nama}:{t.sel}: tidak terbawa: {t.indikator}{siapa}{isi}: {t.sebab}", file=result_stream())


def _fill_folder(folder: Path, keluaran: Path | None, aturan: Config, settings: Settings, *, timpa: bool) -> None:
    """Write a form for every worksheet of *folder* into a folder of its own, which becomes a work folder itself."""
    from zi_cli.pengajuan.check import nomor_baris
    from zi_cli.pengajuan.find_lke import find_lke, find_register, read_lke
    from zi_cli.pengajuan.register.read import read_register
    from zi_cli.pengajuan.work_folder import copy_work_folder

    tujuan = keluaran or Path(f"lke-{settings.tahun}")
    if tujuan.resolve().is_relative_to(folder.resolve()):
        # The clean copy beside its original would be a second worksheet of the same satker.
        raise typer.BadParameter(
            f"hasilnya tidak boleh di dalam “{folder}”: pakai -o FOLDER yang lain, misalnya -o ../bersih"
        )
    data = find_register(folder)
    daftar = read_register(data, settings.instrumen) if data is not None else None
    gagal: list[TemuanBerkas] = []
    lke = read_lke(find_lke(folder, daftar, None, gagal), aturan, None)
    rencana = plan_forms(daftar, lke.bahan, folder)
    letak: dict[int, str] = {}
    tak_tertulis = 0
    for b in rencana.berkas:
        try:
            formulir = read_old(b.asal, settings, b.satker)
            berkas = b.folder / f"lke-{formulir.identitas.tahun}.xlsx"
            write_file(tujuan / berkas, write_form(formulir), timpa=timpa, masukan=[b.asal])
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            tak_tertulis += 1
            continue
        if b.satker is not None:
            letak[nomor_baris(b.satker)] = berkas.as_posix()
        typer.echo(str(tujuan / berkas), file=result_stream())
        _say_left_out(formulir, b.nama)
    for g in (*gagal, *lke.gagal):
        sys.stderr.write(f"zi: {g.temuan.line}\n")
    for s, temuan in rencana.tanpa:
        sys.stderr.write(f"zi: {s.sebutan}: tidak ditulis: {'; '.join(t.pesan for t in temuan)}\n")
    sys.stderr.write(f"{len(rencana.berkas) - tak_tertulis} formulir ditulis, {tak_tertulis} gagal\n")
    if data is not None and data.suffix.lower() == ".xlsx" and letak and not (tujuan / data.name).exists():
        copy_work_folder(data, aturan.berkas, tujuan, letak)
        sys.stderr.write(f"Daftar satker disalin ke {tujuan / data.name}; Berkas LKE di sana menunjuk formulir ini\n")
    if gagal or lke.gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if tak_tertulis:
        raise typer.Exit(EXIT_UNWRITABLE)
    if rencana.tanpa:
        raise typer.Exit(TIDAK)


def _write_register(data: Path, keluaran: Path | None, kosong: Formulir, *, timpa: bool) -> None:
    """Write one prefilled form a satker of the register *data* into a Kanwil/UPT tree."""
    from zi_cli.forms.fill import fill_from_register
    from zi_cli.pengajuan.register.read import read_register

    daftar = read_register(data, kosong.instrumen)
    for t in daftar.temuan:
        sys.stderr.write(f"{data.name}:{t.sel}: {t.line}\n")
    kosong = replace(kosong, identitas=replace(kosong.identitas, tahun=kosong.identitas.tahun or date.today().year))
    folder = keluaran or Path(f"lke-{kosong.identitas.tahun}")
    if folder.exists() and not folder.is_dir():
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder")
    gagal = 0
    jumlah = 0
    for jalur, formulir in fill_from_register(daftar.satker, kosong):
        try:
            check_target(folder / jalur, timpa=timpa, masukan=[data])
            write_file(folder / jalur, write_form(formulir), timpa=timpa, masukan=[data])
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            gagal += 1
            continue
        jumlah += 1
        typer.echo(str(folder / jalur), file=result_stream())
    sys.stderr.write(f"{jumlah} formulir ditulis, {gagal} gagal\n")
    if gagal:
        raise typer.Exit(EXIT_UNWRITABLE)
