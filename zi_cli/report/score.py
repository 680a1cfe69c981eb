"""A score as a terminal table, Markdown, or CSV."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zi_cli.files import Angka, Styled, result_stream
from zi_cli.findings.record import count_tingkat, sort_temuan
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, SetAmbang
from zi_cli.records.score import Skor
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.scoring.verdict import area_percent
from zi_cli.scoring.words import state_words
from zi_cli.text import desimal, ringkas, titik
from zi_cli.views.score import (
    BarisNilai,
    ambang_gagal,
    baris_temuan,
    hitungan_temuan,
    jawaban_kata,
    kepala,
    tabel_nilai,
)
from zi_cli.views.table import DataTable
from zi_cli.views.verdict import reason, tone

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_TEMUAN_DITAMPILKAN = 8
_GAYA = {"baik": "green", "waspada": "yellow", "buruk": "red"}
_LEBAR_BATANG = 20
_LEBAR_BERBATANG = 105


def tabel(
    skor: Iterable[Skor],
    instrumen: Instrumen,
    ambang: SetAmbang,
    target: Predikat | None,
    rinci: bool,
    *,
    layar: bool,
    jelaskan: bool = False,
) -> str:
    """The records as text for a person; *layar*: for a terminal, with its colours and width.

    With *jelaskan* every part of the difference between the file's own total and ours.
    """

    penampung = io.StringIO()
    papan = console(penampung, layar=layar)
    for i, s in enumerate(skor):
        if i:
            papan.print()
        _cetak(papan, s, instrumen, ambang, target, rinci, jelaskan)
    return Styled(penampung.getvalue())


def _cetak(
    papan: Console,
    s: Skor,
    instrumen: Instrumen,
    ambang: SetAmbang,
    target: Predikat | None,
    rinci: bool,
    jelaskan: bool,
) -> None:
    from rich.table import Table
    from rich.text import Text

    identitas = Table.grid(padding=(0, 2))
    for label, isi in kepala(s.ws, s.penilaian, s.semua, instrumen, ambang):
        identitas.add_row(Text(label, style="dim"), Text(isi, style="bold" if label == "Satker" else ""))
    papan.print(identitas)
    papan.print()
    t = Table(box=None, padding=(0, 1), header_style="bold")
    t.add_column("", no_wrap=True, overflow="ellipsis")
    for nama in (*instrumen.nama_belahan, "Nilai", "Bobot", "Persen"):
        t.add_column(nama, justify="right", no_wrap=True, min_width=max(len(nama), 6 if nama != "Persen" else 8))
    berbatang = papan.width >= _LEBAR_BERBATANG
    if berbatang:
        t.add_column("", no_wrap=True, min_width=_LEBAR_BATANG)
    for b in tabel_nilai(s.penilaian, instrumen):
        gaya = "bold" if b.utama else ""
        batang = [Text(_batang(b), style="cyan")] if berbatang else []
        t.add_row(*(Text(x, style=gaya) for x in _sel_nilai(b)), *batang)
    papan.print(t)
    papan.print()
    for p in (target,) if target else PREDIKAT:
        putusan = s.penilaian.putusan[p]
        kata = state_words(putusan.keadaan, putusan.keadaan_pengungkit)
        gaya = _GAYA[tone(putusan.keadaan, putusan.keadaan_pengungkit)]
        baris = Text(f"{p:<5}", style="bold")
        baris.append(kata, style=f"bold {gaya}")
        papan.print(baris)
        for g in ambang_gagal(putusan, s.penilaian, instrumen, ambang):
            papan.print(Text(f"      – {g}"), soft_wrap=True)
        ragu = reason(putusan)
        if ragu:
            papan.print(Text(f"      {ragu}", style="yellow"), soft_wrap=True)
    papan.print()
    for baris_selisih in _difference_lines(s, jelaskan):
        papan.print(Text(baris_selisih), soft_wrap=True)
    papan.print(Text(f"Temuan: {hitungan_temuan(s.temuan)}", style="bold"))
    urut = sorted(sort_temuan(s.temuan), key=lambda x: ("galat", "peringatan", "info").index(x.tingkat))
    for x in urut[:_TEMUAN_DITAMPILKAN]:
        papan.print(Text(f"  {baris_temuan(x, s.ws.nama)}"), soft_wrap=True)
    if len(urut) > _TEMUAN_DITAMPILKAN:
        papan.print(Text(f"  … dan {len(urut) - _TEMUAN_DITAMPILKAN} lagi (lihat zi lint)"))
    if rinci:
        papan.print()
        papan.print(_tabel_rinci(s, instrumen))


def _difference_lines(s: Skor, jelaskan: bool) -> list[str]:
    """Why the file's own total is not ours: one line, with *jelaskan* one more for each part."""
    if s.selisih is None:
        return []
    from zi_cli.views.total_difference import difference_head, difference_line, part_words

    if not jelaskan:
        return [difference_line(s.selisih)]
    return [difference_head(s.selisih), *(f"  {b.sel}: {part_words(b)}" for b in s.selisih.bagian)]


def _tabel_rinci(s: Skor, instrumen: Instrumen) -> Table:
    from rich.table import Table
    from rich.text import Text

    t = Table(box=None, padding=(0, 1), header_style="bold")
    for nama, rata in (("Baris", "right"), ("Indikator", "left"), ("Uraian", "left"), ("Sel", "left")):
        t.add_column(nama, justify="right" if rata == "right" else "left")
    t.add_column("Jawaban")
    t.add_column("Nilai", justify="right")
    t.add_column("Skor", justify="right")
    for kode, n in s.penilaian.indikator.items():
        b = instrumen.per_kode[kode]
        isi = (str(b.nomor), kode, b.teks, str(n.sel) if n.sel else "–", jawaban_kata(n))
        t.add_row(*(Text(x) for x in (*isi, ringkas(n.nilai, 4), desimal(n.skor, 4))))
    return t


def _sel_nilai(b: BarisNilai) -> tuple[str, ...]:
    return (
        b.label,
        desimal(b.pemenuhan) if b.pemenuhan is not None else "",
        desimal(b.reform) if b.reform is not None else "",
        desimal(b.nilai),
        ringkas(b.bobot),
        f"{desimal(b.persen)} %",
    )


def _batang(b: BarisNilai) -> str:
    penuh = int(b.persen * _LEBAR_BATANG / 100)
    isi, sisa = ("█", "░") if _bisa_balok() else ("#", ".")
    return isi * penuh + sisa * (_LEBAR_BATANG - penuh)


def _bisa_balok() -> bool:
    try:
        "█░".encode(result_stream().encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def markdown(
    skor: Iterable[Skor],
    instrumen: Instrumen,
    ambang: SetAmbang,
    target: Predikat | None,
    rinci: bool,
    *,
    jelaskan: bool = False,
) -> str:
    """The records as Markdown; *jelaskan* as in :func:`tabel`."""
    baris: list[str] = []
    for s in skor:
        baris += [f"## {md(s.ws.satker or s.ws.nama)}: {s.penilaian.penilai}", ""]
        baris += [f"- {k}: {md(v)}" for k, v in kepala(s.ws, s.penilaian, s.semua, instrumen, ambang)]
        belahan = " | ".join(instrumen.nama_belahan)
        baris += ["", f"| | {belahan} | Nilai | Bobot | Persen |", "|---|---:|---:|---:|---:|---:|"]
        baris += [f"| {' | '.join(md(x) for x in _sel_nilai(b))} |" for b in tabel_nilai(s.penilaian, instrumen)]
        baris.append("")
        for p in (target,) if target else PREDIKAT:
            putusan = s.penilaian.putusan[p]
            baris.append(f"- **{p}**: {state_words(putusan.keadaan, putusan.keadaan_pengungkit)}")
            baris += [f"  - {md(g)}" for g in ambang_gagal(putusan, s.penilaian, instrumen, ambang)]
            ragu = reason(putusan)
            if ragu:
                baris.append(f"  - {md(ragu)}")
        baris += ["", *(f"- {md(x.strip())}" for x in _difference_lines(s, jelaskan))]
        baris += ["", f"Temuan: {hitungan_temuan(s.temuan)}", ""]
        baris += [f"- {md(baris_temuan(t, s.ws.nama))}" for t in sort_temuan(s.temuan)]
        if rinci:
            baris += [
                "",
                "| Baris | Indikator | Uraian | Sel | Jawaban | Nilai | Skor |",
                "|---:|---|---|---|---|---:|---:|",
            ]
            for kode, n in s.penilaian.indikator.items():
                b = instrumen.per_kode[kode]
                isi = (str(b.nomor), kode, b.teks, str(n.sel) if n.sel else "–", jawaban_kata(n))
                baris.append(f"| {' | '.join(md(x) for x in (*isi, ringkas(n.nilai, 4), desimal(n.skor, 4)))} |")
        baris.append("")
    return "\n".join(baris)


def score_table(skor: Iterable[Skor], instrumen: Instrumen, *, rinci: bool) -> DataTable:
    """One row a record; with *rinci* one row an indicator."""
    if rinci:
        return _indicator_table(skor, instrumen)
    area = list(instrumen.nama_area)
    kepala_csv = [
        *("berkas", "sha256", "satker", "tahun", "penilai", "tahap", "total", "nilai_maks", "kosong"),
        *(b.kode for b in instrumen.baris if b.jenis in ("komponen", "aspek")),
        *(f"area_{n}_persen" for n in area),
        *PREDIKAT,
        *("galat", "peringatan", "info"),
    ]
    baris: list[list[object]] = []
    for s in skor:
        p = s.penilaian
        baris.append(
            [
                *(s.ws.nama, s.ws.sha256, s.ws.satker, s.ws.tahun, p.penilai, p.tahap),
                *(Angka(titik(p.nilai["total"], 6)), Angka(titik(p.nilai_maks, 6)), len(p.kosong)),
                *(Angka(titik(p.nilai[b.kode], 6)) for b in instrumen.baris if b.jenis in ("komponen", "aspek")),
                *(Angka(titik(area_percent(p.nilai, instrumen, n), 6)) for n in area),
                *(state_words(p.putusan[q].keadaan, p.putusan[q].keadaan_pengungkit) for q in PREDIKAT),
                *count_tingkat(s.temuan).values(),
            ]
        )
    return DataTable("Nilai", kepala_csv, baris)


def _indicator_table(skor: Iterable[Skor], instrumen: Instrumen) -> DataTable:
    kepala_csv = (
        "berkas",
        "satker",
        "penilai",
        "baris",
        "indikator",
        "uraian",
        "sel",
        "jawaban",
        "mentah",
        "nilai",
        "skor",
    )
    return DataTable(
        "Indikator",
        kepala_csv,
        (
            (
                *(s.ws.nama, s.ws.satker, s.penilaian.penilai, instrumen.per_kode[kode].nomor, kode),
                *(instrumen.per_kode[kode].teks, str(n.sel) if n.sel else None),
                n.jawaban if isinstance(n.jawaban, str) or n.jawaban is None else Angka(titik(n.jawaban, 6)),
                *(n.mentah, Angka(titik(n.nilai, 6)), Angka(titik(n.skor, 6))),
            )
            for s in skor
            for kode, n in s.penilaian.indikator.items()
        ),
    )
