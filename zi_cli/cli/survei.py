"""``zi survei``: indices from raw answers, and the map of an export."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import (
    OpsiCsvId,
    OpsiFormat,
    OpsiInstrumen,
    OpsiKeluaran,
    OpsiKonfigurasi,
    OpsiPenilai,
    OpsiTimpa,
    load_rules,
    parse_date_option,
    parse_penilai,
)
from zi_cli.cli.output import choose_form, document_text, present_table
from zi_cli.errors import TIDAK
from zi_cli.files import check_target, json_line, present, raw_stream, result_stream, write_file
from zi_cli.report.output_forms import TABLE_FORMS, Format

if TYPE_CHECKING:
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.survei.summary import Result

_PETA = "peta"


class PilihanRumus(StrEnum):
    """How a mean on the answers' scale becomes an index on a scale of 4."""

    proporsi = "proporsi"
    rentang = "rentang"


class PilihanGabungan(StrEnum):
    """How months are put together."""

    bulan = "bulan"
    semua = "semua"


class PilihanUrutan(StrEnum):
    """How the export writes its dates."""

    dmy = "dmy"
    mdy = "mdy"


def command(
    berkas: Annotated[
        list[Path],
        typer.Argument(
            metavar="[peta] RESPONS",
            help="Ekspor jawaban survei (.xlsx, .csv); “peta” mengusulkan arti kolomnya.",
            show_default=False,
        ),
    ],
    peta: Annotated[
        Path | None, typer.Option("--peta", metavar="PETA.XLSX", help="Arti kolom, hasil zi survei peta.")
    ] = None,
    skala: Annotated[
        list[str] | None, typer.Option("--skala", metavar="KUESIONER=N", help="Skala jawaban, misalnya spak=6.")
    ] = None,
    urutan: Annotated[
        PilihanUrutan | None,
        typer.Option("--tanggal-survei", help="Urutan tanggal di ekspor."),
    ] = None,
    lembar: Annotated[str | None, typer.Option("--lembar", help="Lembar yang berisi jawaban.")] = None,
    rumus: Annotated[
        PilihanRumus, typer.Option("--rumus", help="Dari skala jawaban ke skala 4.")
    ] = PilihanRumus.proporsi,
    gabungan: Annotated[
        PilihanGabungan, typer.Option("--gabungan", help="Rata-rata indeks bulanan, atau semua jawaban digabung.")
    ] = PilihanGabungan.bulan,
    bulan: Annotated[int | None, typer.Option("--bulan", min=1, help="Hanya N bulan terakhir.")] = None,
    populasi: Annotated[int | None, typer.Option("--populasi", min=1, help="Jumlah penerima layanan.")] = None,
    slovin: Annotated[
        int | None, typer.Option("--slovin", min=1, max=50, help="Sampel menurut Slovin dengan kesalahan N persen.")
    ] = None,
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TTTT-BB-HH", help="Tanggal pengajuan, untuk usia survei.")
    ] = None,
    satker: Annotated[str | None, typer.Option("--satker", help="Nama satker yang disurvei.")] = None,
    lke: Annotated[
        Path | None, typer.Option("--lke", metavar="BERKAS", help="Bandingkan dengan nilai di LKE ini.")
    ] = None,
    penilai: OpsiPenilai = None,
    bentuk: OpsiFormat = None,
    keluaran: OpsiKeluaran = None,
    timpa: OpsiTimpa = False,
    csv_id: OpsiCsvId = False,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
) -> None:
    """Hitung indeks SPAK, SPKP, dan SKM dari jawaban mentah, beserta mutu datanya.

    Jawaban tidak pernah meninggalkan komputer ini; hasilnya tanpa nama dan nomor telepon. Keluar dengan kode 1
    bila ada kesalahan.
    """
    if str(berkas[0]) == _PETA:
        _propose(berkas[1:], lembar, keluaran, timpa=timpa)
        return
    bentuk = choose_form(bentuk, keluaran)
    masukan = [*berkas, *([peta] if peta else []), *([lke] if lke else [])]
    if keluaran is not None:
        check_target(keluaran, timpa=timpa, masukan=masukan)
    from fractions import Fraction

    from zi_cli.evaluation import evaluate
    from zi_cli.survei.against_lke import check_against_lke
    from zi_cli.survei.collect import Settings, read_survey
    from zi_cli.survei.column_map import read_map
    from zi_cli.survei.summary import Choice, summarise

    aturan = load_rules(diminta, konfigurasi, [lke] if lke else ())
    settings = Settings(
        _scales(skala or ()), urutan.value if urutan else None, lembar, read_map(peta) if peta else None
    )
    pilihan = Choice(
        rumus.value, gabungan.value, bulan, populasi, Fraction(slovin, 100) if slovin else None,
        parse_date_option(tanggal) if tanggal else None,
    )  # fmt: skip
    survei = read_survey(berkas, settings, _progress)
    hasil = summarise(survei, pilihan, aturan.instrumen)
    if lke is not None:
        e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen))
        hasil = hasil._replace(temuan=[*hasil.temuan, *check_against_lke(hasil, e, e.penentu, satker)])
    _present(hasil, aturan.instrumen, satker, bentuk, keluaran, timpa=timpa, masukan=masukan, csv_id=csv_id)
    if any(t.tingkat == "galat" for t in hasil.temuan):
        raise typer.Exit(TIDAK)


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
    if sys.stderr.isatty():
        raw_stream(sys.stderr).write(f"\r{baris} jawaban dibaca")


def _propose(berkas: list[Path], lembar: str | None, keluaran: Path | None, *, timpa: bool) -> None:
    from zi_cli.survei.column_map import map_workbook, propose_map

    if len(berkas) != 1:
        raise typer.BadParameter("zi survei peta membutuhkan satu berkas")
    tujuan = keluaran or Path("peta.xlsx")
    if tujuan.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"peta ditulis sebagai .xlsx, bukan “{tujuan}”")
    check_target(tujuan, timpa=timpa, masukan=berkas)
    usul = propose_map(berkas[0], lembar)
    write_file(tujuan, map_workbook(usul), timpa=timpa, masukan=berkas)
    dikenal = sum(1 for k in usul.kolom if k.arti)
    typer.echo(
        f"{tujuan}: {dikenal} dari {len(usul.kolom)} kolom dikenal; lengkapi kolom Arti, lalu zi survei "
        f"{berkas[0].name} --peta {tujuan}",
        file=result_stream(),
    )


def _present(
    hasil: Result,
    instrumen: Instrumen,
    satker: str | None,
    bentuk: Format,
    keluaran: Path | None,
    *,
    timpa: bool,
    masukan: list[Path],
    csv_id: bool,
) -> None:
    from zi_cli.findings.record import sort_temuan
    from zi_cli.records.survei import survei_record
    from zi_cli.views import survei as pandangan
    from zi_cli.views.findings import count_words

    temuan = sort_temuan(hasil.temuan)
    if bentuk is Format.json:
        teks = json_line(survei_record(hasil, instrumen, satker)) + "\n"
        present(teks, keluaran, timpa=timpa, masukan=masukan)
        return
    if bentuk in TABLE_FORMS:
        tabel = pandangan.long_table(hasil)
        present_table(tabel, bentuk, keluaran, timpa=timpa, masukan=masukan, csv_id=csv_id)
    else:
        isi = pandangan.survei_document(hasil, satker, temuan, di_layar=bentuk is Format.tabel)
        present(document_text(isi, bentuk, keluaran), keluaran, timpa=timpa, masukan=masukan)
    sys.stderr.write(f"{count_words(temuan)}\n")
