"""``zi template``: the official worksheet to fill in, blank, prefilled, or from an old one."""

import sys
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiInstrumen, OpsiKonfigurasi, OpsiTimpa, load_rules, parse_penilai
from zi_cli.config import Config, find_config
from zi_cli.errors import EXIT_UNWRITABLE, TIDAK, UnwritableOutput
from zi_cli.files import check_target, write_file
from zi_cli.forms.content import TAHUN_TERENDAH, TAHUN_TERTINGGI, Formulir, Identitas
from zi_cli.forms.write import write_form
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.streams import result_stream
from zi_cli.text import bersih
from zi_cli.worksheet.model import Penilai


class PilihanBentuk(StrEnum):
    """The layout of the form."""

    resmi = "resmi"
    portalrb = "portalrb"


def command(
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
        Path | None, typer.Option("--isi", metavar="LAMA", help="Pindahkan isi LKE lama ke formulir yang bersih.")
    ] = None,
    sandi: Annotated[str | None, typer.Option("--sandi", metavar="SANDI", help="Sandi pembuka LKE lama.")] = None,
    bentuk: Annotated[
        PilihanBentuk, typer.Option("--bentuk", help="Tata letak: resmi, atau portalrb untuk diunggah ke PortalRB.")
    ] = PilihanBentuk.resmi,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
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
    if data is None and keluaran is not None and not keluaran.is_dir() and keluaran.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"nama hasil “{keluaran.name}” harus berakhiran .xlsx")
    aturan = _rules(diminta, konfigurasi, data, isi, sandi)
    if bentuk is PilihanBentuk.portalrb:
        _write_portal(aturan, keluaran, isi, sandi, satker, tahun, usulan, timpa=timpa)
        return
    instrumen, ambang = aturan.instrumen, aturan.ambang
    disebut = {parse_penilai(x, instrumen) for x in (penilai or instrumen.penilai.bawaan).split(",")}
    daftar_penilai = tuple(p for p in instrumen.penilai.kode if p in disebut)
    tetapan = Identitas(satker=bersih(satker or ""), tahun=tahun, usulan=usulan or "")
    if data is not None:
        kosong = Formulir(instrumen, ambang, daftar_penilai, tetapan)
        _tulis_daftar(data, keluaran, kosong, timpa=timpa)
    elif isi is not None:
        _tulis_salinan(isi, sandi, keluaran, instrumen, ambang, daftar_penilai, tetapan, timpa=timpa)
    else:
        tetapan = replace(tetapan, tahun=tahun or date.today().year)
        tujuan = keluaran or Path(f"lke-{tetapan.tahun}.xlsx")
        check_target(tujuan, timpa=timpa)
        write_file(tujuan, write_form(Formulir(instrumen, ambang, daftar_penilai, tetapan)), timpa=timpa)
        typer.echo(str(tujuan), file=result_stream())


def _write_portal(
    aturan: Config,
    keluaran: Path | None,
    isi: Path | None,
    sandi: str | None,
    satker: str | None,
    tahun: int | None,
    usulan: str | None,
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
    write_file(tujuan, portal_workbook(aturan.instrumen, soal, identitas, lembar.answers), timpa=timpa, masukan=masukan)
    typer.echo(str(tujuan), file=result_stream())
    for t in lembar.temuan:
        sys.stderr.write(f"zi: {finding_line(t, isi.name if isi else '')}\n")
    if lembar.ditolak:
        raise typer.Exit(TIDAK)


def _rules(
    instrumen: str | None, konfigurasi: Path | None, data: Path | None, isi: Path | None, sandi: str | None
) -> Config:
    """The configuration in force, with its instrument; by the form of *isi* where nobody names one."""
    berkas = find_config(konfigurasi, None, data)
    aturan = load_rules(instrumen, berkas, [isi] if isi is not None else [], sandi=sandi)
    if berkas is not None:
        sys.stderr.write(f"konfigurasi: {berkas}\n")
    return aturan


def _tulis_salinan(
    lama: Path,
    sandi: str | None,
    keluaran: Path | None,
    instrumen: Instrumen,
    ambang: SetAmbang,
    penilai: tuple[Penilai, ...],
    tetapan: Identitas,
    *,
    timpa: bool,
) -> None:
    """Write the form with the contents of *lama*; print what could not be carried over."""
    from zi_cli.forms.fill import copy_to_form
    from zi_cli.worksheet.read import read_worksheet

    ws = read_worksheet(lama, sandi=sandi, instrumen=instrumen)
    identitas = replace(
        tetapan,
        satker=tetapan.satker or bersih(ws.satker or ""),
        kode=bersih(ws.kode_satker or ""),
        tahun=tetapan.tahun or ws.tahun or date.today().year,
        usulan=tetapan.usulan or ws.usulan or "",
    )
    tujuan = keluaran or Path(f"lke-{identitas.tahun}.xlsx")
    check_target(tujuan, timpa=timpa, masukan=[lama])
    formulir = copy_to_form(ws, instrumen, ambang, penilai, identitas)
    write_file(tujuan, write_form(formulir), timpa=timpa, masukan=[lama])
    typer.echo(str(tujuan), file=result_stream())
    for t in formulir.tidak_terbawa:
        siapa = f" ({t.penilai})" if t.penilai else ""
        isi = f" “{t.isi}”" if t.isi else ""
        typer.echo(f"{lama.name}:{t.sel}: tidak terbawa: {t.indikator}{siapa}{isi}: {t.sebab}", file=result_stream())
    terbawa = sum(len(i.jawaban) for i in formulir.isian.values())
    sys.stderr.write(f"{terbawa} jawaban terbawa, {len(formulir.tidak_terbawa)} isi tidak terbawa\n")


def _tulis_daftar(data: Path, keluaran: Path | None, kosong: Formulir, *, timpa: bool) -> None:
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
