"""``zi survei``: indices from raw answers, and the map of an export."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import OpsiPenilai, Output, Rules, parse_date_option, parse_penilai
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
_KATA_KERJA = ("peta", "laporan", "formulir")


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
    satker: Annotated[str | None, typer.Option("--satker", help="Nama satker yang disurvei.")] = None,
    lke: Annotated[
        Path | None, typer.Option("--lke", metavar="BERKAS", help="Bandingkan dengan nilai di LKE ini.")
    ] = None,
    annex: AnnexOptions,
    kuesioner: Annotated[
        str, typer.Option("--kuesioner", metavar="DAFTAR", help="Pada formulir: kuesionernya, misalnya spak,spkp.")
    ] = "spak,spkp",
    penilai: OpsiPenilai = None,
    output: Output,
    rules: Rules,
) -> None:
    """Hitung indeks SPAK, SPKP, dan SKM dari jawaban mentah, beserta mutu datanya.

    Jawaban tidak pernah meninggalkan komputer ini; hasilnya tanpa nama dan nomor telepon. Keluar dengan kode 1
    bila ada kesalahan.

    Contoh: zi survei respons.csv
    """
    kerja = argumen[0] if argumen[0] in _KATA_KERJA else ""
    berkas = [Path(a) for a in (argumen[1:] if kerja else argumen)]
    if kerja == "peta":
        propose_map(berkas, survey.lembar, output)
        return
    if kerja == "formulir":
        write_questionnaire(berkas, kuesioner, satker, output)
        return
    masukan = [*berkas, *([survey.peta] if survey.peta else []), *([lke] if lke else [])]
    if not berkas:
        raise typer.BadParameter("zi survei laporan membutuhkan berkas jawaban")
    if kerja == "laporan":
        laporan = check_report(output, annex.lampiran, annex.sandi_lampiran, masukan)
    else:
        keluar = output.choose()
        if annex.lampiran is not None:
            raise typer.BadParameter("--lampiran-responden hanya ada pada zi survei laporan")
        keluar = keluar.from_inputs(masukan)
    from zi_cli.evaluation import evaluate
    from zi_cli.survei.against_lke import check_against_lke, check_satker, typed_indices
    from zi_cli.survei.answer_sheets import AnswerSettings
    from zi_cli.survei.collect import read_survey
    from zi_cli.survei.map_reader import read_map
    from zi_cli.survei.summary import Choice, summarise

    aturan = rules.load([lke] if lke else ())
    settings = AnswerSettings(
        _scales(survey.skala or ()),
        survey.urutan.value if survey.urutan else None,
        survey.lembar,
        read_map(survey.peta) if survey.peta else None,
    )
    tersimpan = aturan.survei
    pilihan = Choice(
        survey.rumus.value if survey.rumus else tersimpan.rumus,
        survey.gabungan.value if survey.gabungan else tersimpan.gabungan,
        survey.bulan or tersimpan.bulan,
        survey.populasi,
        Fraction(survey.slovin, 100) if survey.slovin else None,
        parse_date_option(survey.tanggal) if survey.tanggal else None,
        tersimpan.bobot_skm,
    )
    survei = read_survey(berkas, settings, _progress)
    hasil = summarise(survei, pilihan, aturan.instrumen._replace(ambang=aturan.ambang))
    if lke is not None:
        e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen))
        if not e.instrumen.survei:
            raise UserError(f"instrumen {e.instrumen.nama} tidak menyebut baris indeks survei ([survei])", EXIT_USAGE)
        temuan = check_satker(satker, e.ws.satker)
        temuan += check_against_lke(hasil, e.instrumen, typed_indices(e.penentu, e.instrumen))
        asal = {**hasil.asal, **dict.fromkeys(temuan, (path_text(lke.name),))}
        hasil = hasil._replace(temuan=[*hasil.temuan, *temuan], asal=asal)
    if kerja == "laporan":
        write_report(hasil, satker, berkas, laporan, output, masukan)
    else:
        _give(keluar, hasil, aturan.instrumen, satker)
    end(refused=any(t.tingkat == "galat" for t in hasil.temuan))


def _scales(isi: list[str] | tuple[()]) -> dict[str, int]:
    """``--skala`` as scales by questionnaire; a usage error for what is no such pair."""
    from zi_cli.survei.questionnaire import survey_data

    hasil = {}
    for teks in isi:
        nama, _, angka = teks.partition("=")
        if nama.strip().lower() not in survey_data().kuesioner or not (angka.isdecimal() and 2 <= int(angka) <= 10):
            raise typer.BadParameter(
                f"--skala “{teks}” tidak dikenal; tulis misalnya spak=6 ({', '.join(survey_data().kuesioner)})"
            )
        hasil[nama.strip().lower()] = int(angka)
    return hasil


def _progress(baris: int) -> None:
    passing(f"{baris} jawaban dibaca")


def _give(keluar: Result, hasil: Indices, instrumen: Instrumen, satker: str | None) -> None:
    from zi_cli.records.survei import survei_record
    from zi_cli.survei.groups import grouped
    from zi_cli.views.findings import count_words
    from zi_cli.views.survei import long_table, survei_document

    temuan, kelompok = sort_temuan(hasil.temuan), grouped(hasil)

    def page() -> str:
        from zi_cli.pages.survei_page import survei_page

        return survei_page(hasil, kelompok, instrumen, satker, temuan)

    keluar.give(
        lambda: [survei_record(hasil, kelompok, instrumen, satker)],
        lambda: [long_table(hasil, kelompok)],
        lambda: survei_document(hasil, kelompok, satker, temuan, di_layar=keluar.on_screen),
        page,
    )
    if keluar.form is not Format.json:
        sys.stderr.write(f"{count_words(temuan)}\n")
