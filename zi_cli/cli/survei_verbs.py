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


def propose_map(files: list[Path], sheet: str | None, output: Output) -> None:
    """Write the map of the one export *files*; a usage error for none or several."""
    from zi_cli.records.survei import files_record
    from zi_cli.survei.column_map import map_toml, map_workbook
    from zi_cli.survei.column_map import propose_map as usulkan

    if len(files) != 1:
        raise typer.BadParameter("zi survei peta membutuhkan satu berkas")
    target = _target(output, "peta", "peta", (".xlsx", ".toml"))
    check_target(target, overwrite=output.timpa, inputs=files)
    usul = usulkan(files[0], sheet)
    content = map_toml(usul) if target.suffix.lower() == ".toml" else map_workbook(usul)
    write_file(target, content, overwrite=output.timpa, inputs=files)
    known = sum(1 for k in usul.kolom if k.arti)
    _told(output).say(
        lambda: files_record("peta", {target: content}, usul.kolom),
        f"{target}: {known} dari {len(usul.kolom)} kolom dikenal; lengkapi artinya, lalu zi survei "
        f"{files[0].name} --peta {target}",
    )


def check_report(output: Output, lampiran: Path | None, password: str | None, inputs: Iterable[Path]) -> ReportTargets:
    """The files that a report goes to, checked before any answer is read."""
    from zi_cli.survei.respondents import MIN_PASSWORD

    target = _target(output, "laporan-survei", "laporan", (".docx",))
    check_target(target, overwrite=output.timpa, inputs=inputs)
    if lampiran is not None:
        choose_document(None, lampiran, "", "lampiran responden", (".xlsx",))
        if password is None or len(password) < MIN_PASSWORD:
            raise typer.BadParameter(
                f"--lampiran-responden hanya ditulis dengan sandi: tambahkan --sandi-lampiran - ({MIN_PASSWORD} "
                "karakter atau lebih)"
            )
        check_target(lampiran, overwrite=output.timpa, inputs=inputs)
    return ReportTargets(target, lampiran, password or "")


def write_report(
    result: Indices, satker: str | None, files: list[Path], t: ReportTargets, output: Output, inputs: Iterable[Path]
) -> None:
    """The report of *result*, and the annex where one was asked for."""
    from zi_cli.records.survei import files_record
    from zi_cli.report.word import render_word
    from zi_cli.survei.groups import grouped
    from zi_cli.views.survei_report import TITLE, report_document

    pada = result.pilihan.tanggal or date.today()
    temuan = sort_temuan(result.temuan)
    content = render_word(TITLE, report_document(result, grouped(result), satker, pada, temuan), pada)
    write_file(t.laporan, content, overwrite=output.timpa, inputs=inputs)
    written = {t.laporan: content}
    word = f"{t.laporan}: laporan survei ditulis; lengkapi tindak lanjut, foto, dan tautannya"
    if t.lampiran is not None:
        from zi_cli.report.workbook import render_workbook
        from zi_cli.survei.respondents import encrypted, read_respondents
        from zi_cli.views.survei_report import respondent_table

        book = render_workbook(respondent_table(read_respondents(result.survei, files)), t.lampiran)
        written[t.lampiran] = encrypted(book, t.sandi)
        write_file(t.lampiran, written[t.lampiran], overwrite=output.timpa, inputs=inputs)
        word += f"\n{t.lampiran}: data responden, dikunci dengan sandi; jangan dikirim bersama sandinya"
    _told(output).say(lambda: files_record("laporan", written, temuan=temuan), word)


def write_questionnaire(files: list[Path], chosen: str, satker: str | None, output: Output) -> None:
    """The questionnaires named in *chosen*, to print (.docx) or to import into a form service (.xlsx)."""
    from zi_cli.records.survei import files_record
    from zi_cli.survei.questionnaire import survey_data
    from zi_cli.views.survei_report import question_table, questionnaire_document

    if files:
        raise typer.BadParameter("zi survei formulir tidak membaca berkas jawaban")
    present = survey_data().kuesioner
    names = [k.strip().lower() for k in chosen.split(",")]
    if not all(k in present for k in names):
        raise typer.BadParameter(f"--kuesioner “{chosen}” tidak dikenal; pilih dari {', '.join(present)}")
    target = _target(output, "kuesioner", "kuesioner", (".docx", ".xlsx"))
    check_target(target, overwrite=output.timpa)
    kuesioner = [present[k] for k in dict.fromkeys(names)]
    if target.suffix.lower() == ".xlsx":
        from zi_cli.report.workbook import render_workbook

        content = render_workbook(question_table(kuesioner), target)
    else:
        from zi_cli.report.word import render_word

        content = render_word("Kuesioner Survei", questionnaire_document(kuesioner, satker), date.today())
    write_file(target, content, overwrite=output.timpa)
    word = f"{target}: kuesioner {', '.join(k.nama for k in kuesioner)}"
    _told(output).say(lambda: files_record("formulir", {target: content}), word)


def _target(output: Output, named: str, noun: str, endings: tuple[str, ...]) -> Path:
    return choose_document(output.bentuk, output.keluaran, named, noun, endings)


def _told(output: Output) -> Result:
    """How it is told of what was written: ``--format`` may also name the form of the file."""
    return Result(Format.json if output.bentuk is Format.json else Format.tabel)
