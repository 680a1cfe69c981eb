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
    read_password,
)
from zi_cli.cli.output import choose_form, document_text, present_table
from zi_cli.cli.survei_verbs import check_report, propose_map, write_questionnaire, write_report
from zi_cli.errors import TIDAK
from zi_cli.files import check_target, json_line, present
from zi_cli.report.output_forms import TABLE_FORMS, Format
from zi_cli.streams import raw_stream

if TYPE_CHECKING:
    from zi_cli.instrumen.tree import Instrumen
    from zi_cli.survei.summary import Result

#: First arguments that are verbs; a file of that name is given as ./peta.
_KATA_KERJA = ("peta", "laporan", "formulir")


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
            metavar="[peta|laporan|formulir] RESPONS",
            help="Ekspor jawaban survei (.xlsx, .csv). “peta” mengusulkan arti kolomnya, “laporan” menulis laporan "
            "Word, “formulir” menulis kuesioner kosong (.docx atau .xlsx).",
            show_default=False,
        ),
    ],
    peta: Annotated[
        Path | None,
        typer.Option("--peta", metavar="PETA", help="Arti kolom (.xlsx, .csv, atau .toml), hasil zi survei peta."),
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
        PilihanRumus | None,
        typer.Option("--rumus", help="Dari skala jawaban ke skala 4; bawaan: menurut zi.toml, selain itu proporsi."),
    ] = None,
    gabungan: Annotated[
        PilihanGabungan | None,
        typer.Option(
            "--gabungan",
            help="Rata-rata indeks bulanan, atau semua jawaban digabung; bawaan: menurut zi.toml, selain itu bulan.",
        ),
    ] = None,
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
    lampiran: Annotated[
        Path | None,
        typer.Option(
            "--lampiran-responden",
            metavar="BERKAS.XLSX",
            help="Pada laporan: nama dan telepon responden, di buku kerja yang dikunci dengan --sandi-lampiran.",
        ),
    ] = None,
    sandi_lampiran: Annotated[
        str | None,
        typer.Option(
            "--sandi-lampiran",
            metavar="SANDI",
            envvar="ZI_SANDI_LAMPIRAN",
            show_envvar=False,
            callback=read_password,
            help="Sandi lampiran responden; “-” menanyakannya tanpa tampil.",
        ),
    ] = None,
    kuesioner: Annotated[
        str, typer.Option("--kuesioner", metavar="DAFTAR", help="Pada formulir: kuesionernya, misalnya spak,spkp.")
    ] = "spak,spkp",
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
    kerja = str(berkas[0]) if str(berkas[0]) in _KATA_KERJA else ""
    berkas = berkas[1:] if kerja else berkas
    if kerja == "peta":
        propose_map(berkas, lembar, keluaran, timpa=timpa)
        return
    if kerja == "formulir":
        write_questionnaire(berkas, kuesioner, satker, keluaran, timpa=timpa)
        return
    masukan = [*berkas, *([peta] if peta else []), *([lke] if lke else [])]
    if not berkas:
        raise typer.BadParameter("zi survei laporan membutuhkan berkas jawaban")
    if kerja == "laporan":
        laporan = check_report(keluaran, lampiran, sandi_lampiran, timpa=timpa, masukan=masukan)
    else:
        bentuk = choose_form(bentuk, keluaran)
        if lampiran is not None:
            raise typer.BadParameter("--lampiran-responden hanya ada pada zi survei laporan")
        if keluaran is not None:
            check_target(keluaran, timpa=timpa, masukan=masukan)
    from fractions import Fraction

    from zi_cli.evaluation import evaluate
    from zi_cli.survei.against_lke import check_against_lke, check_satker
    from zi_cli.survei.collect import Settings, read_survey
    from zi_cli.survei.map_reader import read_map
    from zi_cli.survei.summary import Choice, summarise
    from zi_cli.survei.typed import typed_indices

    aturan = load_rules(diminta, konfigurasi, [lke] if lke else ())
    settings = Settings(
        _scales(skala or ()), urutan.value if urutan else None, lembar, read_map(peta) if peta else None
    )
    tersimpan = aturan.survei
    pilihan = Choice(
        rumus.value if rumus else tersimpan.rumus,
        gabungan.value if gabungan else tersimpan.gabungan,
        bulan or tersimpan.bulan,
        populasi,
        Fraction(slovin, 100) if slovin else None,
        parse_date_option(tanggal) if tanggal else None,
        tersimpan.bobot_skm,
    )
    survei = read_survey(berkas, settings, _progress)
    hasil = summarise(survei, pilihan, aturan.instrumen)
    if lke is not None:
        e = evaluate(lke, aturan, parse_penilai(penilai, aturan.instrumen))
        temuan = check_satker(satker, e.ws.satker)
        temuan += check_against_lke(hasil, e.instrumen, typed_indices(e.penentu, e.instrumen))
        hasil = hasil._replace(temuan=[*hasil.temuan, *temuan])
    if kerja == "laporan":
        write_report(hasil, satker, berkas, laporan, timpa=timpa, masukan=masukan)
    else:
        assert bentuk is not None
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
    from zi_cli.survei.groups import grouped
    from zi_cli.views import survei as pandangan
    from zi_cli.views.findings import count_words

    temuan, kelompok = sort_temuan(hasil.temuan), grouped(hasil)
    if bentuk is Format.json:
        teks = json_line(survei_record(hasil, kelompok, instrumen, satker)) + "\n"
        present(teks, keluaran, timpa=timpa, masukan=masukan)
        return
    if bentuk is Format.html:
        from zi_cli.report.html.survei_page import survei_page

        isi_halaman = survei_page(hasil, kelompok, instrumen, satker, temuan)
        present(isi_halaman, keluaran, timpa=timpa, masukan=masukan)
    elif bentuk in TABLE_FORMS:
        tabel = pandangan.long_table(hasil, kelompok)
        present_table(tabel, bentuk, keluaran, timpa=timpa, masukan=masukan, csv_id=csv_id)
    else:
        isi = pandangan.survei_document(hasil, kelompok, satker, temuan, di_layar=bentuk is Format.tabel)
        present(document_text(isi, bentuk, keluaran), keluaran, timpa=timpa, masukan=masukan)
    sys.stderr.write(f"{count_words(temuan)}\n")
