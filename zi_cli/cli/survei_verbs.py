"""What ``zi survei`` writes besides figures: the map of an export, the report, the questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.cli.options import Output
from zi_cli.cli.output import Result, choose_document
from zi_cli.files import check_target, write_file
from zi_cli.findings.record import sort_temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.report.output_forms import Format

if TYPE_CHECKING:
    from zi_cli.survei.summary import SurveyResult as Indices


class ReportTargets(NamedTuple):
    """Where the report goes, and its annex of respondents with the password that locks it."""

    laporan: Path
    lampiran: Path | None
    sandi: str


def propose_map(berkas: list[Path], lembar: str | None, output: Output) -> None:
    """Write the map of the one export *berkas*; a usage error for none or several."""
    from zi_cli.records.survei import files_record
    from zi_cli.survei.column_map import map_toml, map_workbook
    from zi_cli.survei.column_map import propose_map as usulkan

    if len(berkas) != 1:
        raise typer.BadParameter("zi survei peta membutuhkan satu berkas")
    tujuan = _target(output, "peta", "peta", (".xlsx", ".toml"))
    check_target(tujuan, timpa=output.timpa, masukan=berkas)
    usul = usulkan(berkas[0], lembar)
    isi = map_toml(usul) if tujuan.suffix.lower() == ".toml" else map_workbook(usul)
    write_file(tujuan, isi, timpa=output.timpa, masukan=berkas)
    dikenal = sum(1 for k in usul.kolom if k.arti)
    _told(output).say(
        lambda: files_record("peta", {tujuan: isi}, usul.kolom),
        f"{tujuan}: {dikenal} dari {len(usul.kolom)} kolom dikenal; lengkapi artinya, lalu zi survei "
        f"{berkas[0].name} --peta {tujuan}",
    )


def check_report(output: Output, lampiran: Path | None, sandi: str | None, masukan: Iterable[Path]) -> ReportTargets:
    """The files that a report goes to, checked before any answer is read."""
    from zi_cli.survei.respondents import SANDI_MINIMAL

    tujuan = _target(output, "laporan-survei", "laporan", (".docx",))
    check_target(tujuan, timpa=output.timpa, masukan=masukan)
    if lampiran is not None:
        choose_document(None, lampiran, "", "lampiran responden", (".xlsx",))
        if sandi is None or len(sandi) < SANDI_MINIMAL:
            raise typer.BadParameter(
                f"--lampiran-responden hanya ditulis dengan sandi: tambahkan --sandi-lampiran - ({SANDI_MINIMAL} "
                "karakter atau lebih)"
            )
        check_target(lampiran, timpa=output.timpa, masukan=masukan)
    return ReportTargets(tujuan, lampiran, sandi or "")


def write_report(
    hasil: Indices, satker: str | None, berkas: list[Path], t: ReportTargets, output: Output, masukan: Iterable[Path]
) -> None:
    """The report of *hasil*, and the annex where one was asked for."""
    from zi_cli.records.survei import files_record
    from zi_cli.report.word import render_word
    from zi_cli.survei.groups import grouped
    from zi_cli.views.survei_report import JUDUL, report_document

    pada = hasil.pilihan.tanggal or date.today()
    temuan = sort_temuan(hasil.temuan)
    isi = render_word(JUDUL, report_document(hasil, grouped(hasil), satker, pada, temuan), pada)
    write_file(t.laporan, isi, timpa=output.timpa, masukan=masukan)
    ditulis = {t.laporan: isi}
    kata = f"{t.laporan}: laporan survei ditulis; lengkapi tindak lanjut, foto, dan tautannya"
    if t.lampiran is not None:
        from zi_cli.report.workbook import render_workbook
        from zi_cli.survei.respondents import encrypted, read_respondents
        from zi_cli.views.survei_report import respondent_table

        buku = render_workbook(respondent_table(read_respondents(hasil.survei, berkas)), t.lampiran)
        ditulis[t.lampiran] = encrypted(buku, t.sandi)
        write_file(t.lampiran, ditulis[t.lampiran], timpa=output.timpa, masukan=masukan)
        kata += f"\n{t.lampiran}: data responden, dikunci dengan sandi; jangan dikirim bersama sandinya"
    _told(output).say(lambda: files_record("laporan", ditulis, temuan=temuan), kata)


def write_questionnaire(berkas: list[Path], dipilih: str, satker: str | None, output: Output) -> None:
    """The questionnaires named in *dipilih*, to print (.docx) or to import into a form service (.xlsx)."""
    from zi_cli.records.survei import files_record
    from zi_cli.survei.questionnaire import survey_data
    from zi_cli.views.survei_report import question_table, questionnaire_document

    if berkas:
        raise typer.BadParameter("zi survei formulir tidak membaca berkas jawaban")
    ada = survey_data().kuesioner
    nama = [k.strip().lower() for k in dipilih.split(",")]
    if not all(k in ada for k in nama):
        raise typer.BadParameter(f"--kuesioner “{dipilih}” tidak dikenal; pilih dari {', '.join(ada)}")
    tujuan = _target(output, "kuesioner", "kuesioner", (".docx", ".xlsx"))
    check_target(tujuan, timpa=output.timpa)
    kuesioner = [ada[k] for k in dict.fromkeys(nama)]
    if tujuan.suffix.lower() == ".xlsx":
        from zi_cli.report.workbook import render_workbook

        isi = render_workbook(question_table(kuesioner), tujuan)
    else:
        from zi_cli.report.word import render_word

        isi = render_word("Kuesioner Survei", questionnaire_document(kuesioner, satker), date.today())
    write_file(tujuan, isi, timpa=output.timpa)
    kata = f"{tujuan}: kuesioner {', '.join(k.nama for k in kuesioner)}"
    _told(output).say(lambda: files_record("formulir", {tujuan: isi}), kata)


def _target(output: Output, named: str, noun: str, endings: tuple[str, ...]) -> Path:
    return choose_document(output.bentuk, output.keluaran, named, noun, endings)


def _told(output: Output) -> Result:
    """How it is told of what was written: ``--format`` may also name the form of the file."""
    return Result(Format.json if output.bentuk is Format.json else Format.tabel)
