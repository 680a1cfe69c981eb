"""``zi survei``: indices from raw answers, and the map of an export."""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import Output, PenilaiOption, Rules, parse_date_option, parse_penilai
from zi_cli.cli.output import Result, end
from zi_cli.cli.survei_verbs import check_report, propose_map, write_questionnaire, write_report
from zi_cli.cli.survey_options import AnnexOptions, SurveyOptions
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.findings.record import sort_temuan
from zi_cli.report.output_forms import Format
from zi_cli.streams import passing
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.survei.summary import SurveyResult as Indices

#: First arguments that are verbs; a file of that name is given as ./peta.
_VERBS = ("peta", "laporan", "formulir")


def command(
    argumen: Annotated[
        list[str],
        typer.Argument(
            metavar="[peta|laporan|formulir] RESPONS",
            help="Ekspor jawaban survei (.xlsx, .csv). “peta” mengusulkan arti kolomnya, “laporan” menulis laporan "
            "Word, “formulir” menulis kuesioner kosong (.docx atau .xlsx).",
            show_default=False,
        ),
    ],
    *,
    survey: SurveyOptions,
    satker: Annotated[str | None, typer.Option("--satker", metavar="SATKER", help="Nama satker yang disurvei.")] = None,
    lke: Annotated[
        Path | None, typer.Option("--lke", metavar="BERKAS", help="Bandingkan dengan nilai di LKE ini.")
    ] = None,
    annex: AnnexOptions,
    kuesioner: Annotated[
        str, typer.Option("--kuesioner", metavar="DAFTAR", help="Pada formulir: kuesionernya, misalnya spak,spkp.")
    ] = "spak,spkp",
    penilai: PenilaiOption = None,
    output: Output,
    rules: Rules,
) -> None:
    """Hitung indeks SPAK, SPKP, dan SKM dari jawaban mentah, beserta mutu datanya.

    Jawaban tidak pernah meninggalkan komputer ini; hasilnya tanpa nama dan nomor telepon. Keluar dengan kode 1
    bila ada kesalahan.

    Contoh: zi survei respons.csv
    """
    work = argumen[0] if argumen[0] in _VERBS else ""
    files = [Path(a) for a in (argumen[1:] if work else argumen)]
    if work == "peta":
        propose_map(files, survey.lembar, output)
        return
    if work == "formulir":
        write_questionnaire(files, kuesioner, satker, output)
        return
    inputs = [*files, *([survey.peta] if survey.peta else []), *([lke] if lke else [])]
    if not files:
        raise typer.BadParameter("zi survei laporan membutuhkan berkas jawaban")
    if work == "laporan":
        report = check_report(output, annex.lampiran, annex.sandi_lampiran, inputs)
    else:
        keluar = output.choose()
        if annex.lampiran is not None:
            raise typer.BadParameter("--lampiran-responden hanya ada pada zi survei laporan")
        keluar = keluar.from_inputs(inputs)
    from zi_cli.evaluation import evaluate
    from zi_cli.survei.against_lke import check_against_lke, check_satker, typed_indices
    from zi_cli.survei.answer_sheets import AnswerSettings
    from zi_cli.survei.collect_answers import read_survey
    from zi_cli.survei.map_reader import read_map
    from zi_cli.survei.summary import Choice, summarise

    config = rules.load([lke] if lke else ())
    day = parse_date_option(survey.tanggal) if survey.tanggal else None
    settings = AnswerSettings(
        _scales(survey.skala or ()),
        survey.urutan.value if survey.urutan else None,
        survey.lembar,
        read_map(survey.peta) if survey.peta else None,
        day or date.today(),
        survey.peta.name if survey.peta else "",
    )
    stored = config.survei
    choice = Choice(
        survey.rumus.value if survey.rumus else stored.rumus,
        survey.gabungan.value if survey.gabungan else stored.gabungan,
        survey.bulan or stored.bulan,
        survey.populasi,
        Fraction(survey.slovin, 100) if survey.slovin else None,
        day,
        stored.bobot_skm,
    )
    survei = read_survey(files, settings, _progress)
    result = summarise(survei, choice, config.instrumen._replace(ambang=config.ambang))
    if lke is not None:
        e = evaluate(lke, config, parse_penilai(penilai, config.instrumen))
        if not e.instrumen.survei:
            raise UserError(f"instrumen {e.instrumen.nama} tidak menyebut baris indeks survei ([survei])", EXIT_USAGE)
        temuan = check_satker(satker, e.ws.satker)
        temuan += check_against_lke(result, e.instrumen, typed_indices(e.penentu, e.instrumen))
        origins = {**result.asal, **dict.fromkeys(temuan, (path_text(lke.name),))}
        result = result._replace(temuan=[*result.temuan, *temuan], asal=origins)
    if work == "laporan":
        write_report(result, satker, files, report, output, inputs)
    else:
        _give(keluar, result, config.instrumen, satker)
    end(refused=any(t.tingkat == "galat" for t in result.temuan))


def _scales(content: list[str] | tuple[()]) -> dict[str, int]:
    """``--skala`` as scales by questionnaire; a usage error for what is no such pair."""
    from zi_cli.survei.questionnaire import survey_data

    results = {}
    for text in content:
        name, _, figure = text.partition("=")
        if name.strip().lower() not in survey_data().kuesioner or not (figure.isdecimal() and 2 <= int(figure) <= 10):
            raise typer.BadParameter(
                f"--skala “{text}” tidak dikenal; tulis misalnya spak=6 ({', '.join(survey_data().kuesioner)})"
            )
        results[name.strip().lower()] = int(figure)
    return results


def _progress(row: int) -> None:
    passing(f"{row} jawaban dibaca")


def _give(keluar: Result, result: Indices, instrumen: Instrumen, satker: str | None) -> None:
    from zi_cli.records.survei import survei_record
    from zi_cli.survei.groups import grouped
    from zi_cli.views.findings import count_words
    from zi_cli.views.survei import long_table, survei_document

    temuan, group = sort_temuan(result.temuan), grouped(result)

    def page() -> str:
        from zi_cli.pages.survei_page import survei_page

        return survei_page(result, group, instrumen, satker, temuan)

    keluar.give(
        lambda: [survei_record(result, group, instrumen, satker)],
        lambda: [long_table(result, group)],
        lambda: survei_document(result, group, satker, temuan, on_screen=keluar.on_screen),
        page,
    )
    if keluar.form is not Format.json:
        sys.stderr.write(f"{count_words(temuan)}\n")
