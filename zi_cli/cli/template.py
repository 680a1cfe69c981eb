"""``zi template``: the official worksheet to fill in, blank, prefilled, or from an old one."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import FormatOption, OverwriteOption, Rules, parse_penilai
from zi_cli.cli.output import SAYS, choose_form, end
from zi_cli.cli.template_forms import FormWriter, fill_folder, fill_one, fill_register
from zi_cli.cli.work import open_work
from zi_cli.config import Config
from zi_cli.evaluation import evaluate
from zi_cli.files import write_file
from zi_cli.forms.content import FIRST_YEAR, LAST_YEAR, SUMMARY_ONLY, CoverIdentity, Formulir, Rubric
from zi_cli.forms.fill_folder import FormSettings
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import proposal_year
from zi_cli.records.written import WrittenForm
from zi_cli.text import path_text, strip_controls


class PilihanBentuk(StrEnum):
    """The layout of the form."""

    resmi = "resmi"
    portalrb = "portalrb"


class FormIdentity(NamedTuple):
    """Who the form is about, as far as it is said."""

    satker: Annotated[str | None, typer.Option("--satker", metavar="SATKER", help="Nama satuan kerja.")] = None
    tahun: Annotated[
        int | None, typer.Option("--tahun", metavar="TAHUN", help="Tahun penilaian; bawaan: tahun usulan.")
    ] = None
    usulan: Annotated[
        Predikat | None,
        typer.Option("--usulan", metavar="WBK|WBBM", case_sensitive=False, help="Predikat yang diusulkan."),
    ] = None


def command(
    *,
    keluaran: Annotated[
        Path | None,
        typer.Option("-o", "--keluaran", metavar="BERKAS|FOLDER", help="Berkas hasil; folder bila dengan --data."),
    ] = None,
    identity: FormIdentity,
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
    timpa: OverwriteOption = False,
    form: FormatOption = None,
) -> None:
    """Tulis LKE resmi untuk diisi: daftar pilihan, rumus hidup, ringkasan, dan putusan.

    Contoh: zi template --satker "Kantor Imigrasi Contoh" --tahun 2026 --usulan WBK
    """
    writer = FormWriter(choose_form(form, None, SAYS), timpa)
    tahun = identity.tahun
    if data is not None and (isi is not None or identity.satker is not None):
        raise typer.BadParameter("--data tidak dapat digabung dengan --isi atau --satker")
    if tahun is not None and not FIRST_YEAR <= tahun <= LAST_YEAR:
        raise typer.BadParameter(f"--tahun {tahun} di luar {FIRST_YEAR}–{LAST_YEAR}")
    if bentuk is PilihanBentuk.portalrb and (data is not None or penilai is not None):
        raise typer.BadParameter("--bentuk portalrb tidak dapat digabung dengan --data atau --penilai")
    dari_folder = isi is not None and isi.is_dir()
    one = data is None and not dari_folder
    if one and keluaran is not None and not keluaran.is_dir() and keluaran.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"nama hasil “{keluaran.name}” harus berakhiran .xlsx")
    if dari_folder and (identity.satker is not None or sandi is not None or bentuk is PilihanBentuk.portalrb):
        raise typer.BadParameter("--isi FOLDER tidak dapat digabung dengan --satker, --sandi, atau --bentuk portalrb")
    rule = _rules(rules, data, isi, sandi)
    rubrik = _read_rubric(kriteria, rule.instrumen) if kriteria is not None else None
    if bentuk is PilihanBentuk.portalrb:
        _write_portal(rule, keluaran, isi, sandi, identity, rubrik, writer)
        return
    instrumen, ambang = rule.instrumen, rule.ambang
    mentioned = {parse_penilai(x, instrumen) for x in (penilai or instrumen.penilai.bawaan).split(",")}
    daftar_penilai = tuple(p for p in instrumen.penilai.codes if p in mentioned)
    tetapan = CoverIdentity(satker=strip_controls(identity.satker or ""), tahun=tahun, usulan=identity.usulan or "")
    if data is not None:
        tetapan = replace(tetapan, tahun=proposal_year(rule, tahun))
        empty = Formulir(instrumen, ambang, daftar_penilai, tetapan, rubrik=rubrik or SUMMARY_ONLY)
        fill_register(data, keluaran, empty, writer)
    elif isi is not None:
        baku = proposal_year(rule, tahun)
        settings = FormSettings(instrumen, ambang, daftar_penilai, tetapan, baku, rubrik)
        if dari_folder:
            fill_folder(isi, keluaran, rule, settings, writer)
        else:
            fill_one(isi, sandi, keluaran, settings, writer)
    else:
        tetapan = replace(tetapan, tahun=proposal_year(rule, tahun))
        empty = Formulir(instrumen, ambang, daftar_penilai, tetapan, rubrik=rubrik or SUMMARY_ONLY)
        writer.write(keluaran or Path(f"lke-{tetapan.tahun}.xlsx"), empty)


def _write_portal(
    config: Config,
    output: Path | None,
    content: Path | None,
    password: str | None,
    identity: FormIdentity,
    rubrik: Rubric | None,
    writer: FormWriter,
) -> None:
    """Write the portal's workbook, blank or with the answers of *content*; what can't go over is named at its cell."""
    from zi_cli.portalrb.portal_answers import UnitSheet, portal_answers
    from zi_cli.portalrb.portal_workbook import PortalIdentity, portal_workbook
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.views.findings import finding_line

    question = load_questions(config.instrumen)
    sheet, code = UnitSheet([], []), ""
    satker, tahun, usulan = identity.satker, identity.tahun, str(identity.usulan or "")
    if content is not None:
        e = evaluate(content, config, password=password)
        sheet, code = portal_answers(e, question), e.ws.kode_satker or ""
        satker, tahun = satker or e.ws.satker, tahun or e.ws.tahun
        usulan = usulan or e.ws.usulan or ""
    who = PortalIdentity(satker or "", code, proposal_year(config, tahun), usulan)
    target = output or Path(f"lke-{who.tahun}.xlsx")
    bunyi = rubrik.teks if rubrik is not None else {}
    book = portal_workbook(config.instrumen, question, who, sheet.answers, bunyi)
    write_file(target, book, overwrite=writer.timpa, inputs=[content] if content is not None else [])
    name = config.instrumen.nama
    terbawa = sum(1 for x in sheet.answers if x.jawaban_unit is not None)
    writer.tell(
        config.instrumen,
        WrittenForm(
            target, book, "portalrb", name, who.satker, who.tahun, who.usulan, content, terbawa, temuan=sheet.temuan
        ),
    )
    for t in sheet.temuan:
        sys.stderr.write(f"zi: {finding_line(t, content.name if content else '')}\n")
    end(refused=sheet.rejected)


def _rules(rules: Rules, data: Path | None, content: Path | None, password: str | None) -> Config:
    """The configuration in force, with its instrument; by the form of *content* where nobody names one."""
    if content is not None and content.is_dir():
        return open_work(content, rules).konfigurasi
    rules = rules.beside(None, data)
    config = rules.load([content] if content is not None else [], password=password, daftar=data)
    if rules.konfigurasi is not None:
        sys.stderr.write(f"konfigurasi: {rules.konfigurasi}\n")
    return config


def _read_rubric(file: Path, instrumen: Instrumen) -> Rubric:
    """The criteria of a form, or of the portal's list of questions; a usage error (exit 2) when it holds none."""
    if file.suffix.lower() == ".json":
        from zi_cli.portalrb.master import master_rubric, read_master
        from zi_cli.portalrb.questions import load_questions

        master, sha256 = read_master(file)
        texts: Mapping[str, str] = master_rubric(master, load_questions(instrumen))
    else:
        from zi_cli.worksheet.formats.open import open_workbook
        from zi_cli.worksheet.rubric import read_rubric

        book = open_workbook(file)
        texts, sha256 = read_rubric(book, instrumen), book.sha256
    if not texts:
        raise typer.BadParameter(f"“{file.name}” tidak memuat kolom kriteria")
    sys.stderr.write(f"kriteria: {len(texts)} baris dari {path_text(file.name)}\n")
    return Rubric(texts, path_text(file.name), sha256)
