"""The quarterly report as a document, and as the sheets of a workbook."""

from collections.abc import Iterator
from datetime import date

from zi_cli.tahap.quarterly import SHEETS, QuarterReport, sheet_headings
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.table import Cell, Column, Table, figures

_SKALA = (
    "IPK dan IKM dari LKE, skala 0–4; sel kosong: belum ada di LKE. Data dukung: diperbarui di triwulan ini. Bukti: "
    "indikator berpoin menurut keadaan dokumennya pada pemeriksaan triwulan ini. Bina: banyaknya pembinaan di "
    "triwulan ini. Angka dilaporkan apa adanya."
)


def report_title(r: QuarterReport) -> str:
    """The report's title."""
    return f"Laporan penguatan dan pendampingan Zona Integritas {r.triwulan}"


def report_document(r: QuarterReport) -> Iterator[Block]:
    """The report: its satker, then what happened in the quarter, sheet by sheet."""
    yield Heading(report_title(r), 1, di_layar=True)
    rentang = f"{tulis_tanggal(r.triwulan.awal)} sampai dengan {tulis_tanggal(r.triwulan.akhir)}"
    yield Fields([("Unit", r.unit), ("Triwulan", rentang), ("Satker", str(len(r.satker)))])
    for t in report_tables(r):
        yield Heading(t.judul)
        yield t._replace(judul="") if t.baris else Lines([Line("Tidak ada yang tercatat.")])
    yield Lines([Line(_SKALA)])


def report_tables(r: QuarterReport) -> list[Table]:
    """The tables of the report: the satker first."""
    kanwil = len({x.satker.kanwil for x in r.satker}) > 1
    kolom = [
        *([Column("Kanwil", lebar=20)] if kanwil else []),
        *(Column("Satker", lebar=30), Column("Usulan"), Column("Predikat")),
        *figures("IPK", "IKM"),
        *(Column("TLHP"), Column("Data dukung", lebar=26), Column("Bukti", lebar=26), *figures("Bina")),
    ]
    baris: list[list[Cell]] = [
        [
            *([x.satker.kanwil or ""] if kanwil else []),
            *(x.satker.sebutan, x.satker.usulan or "", x.satker.predikat or ""),
            *(x.ipk, x.ikm, x.tlhp, x.data_dukung, x.bukti, x.pembinaan),
        ]
        for x in r.satker
    ]
    return [Table("Satker", kolom, baris), *(_sheet_table(r, n) for n in SHEETS)]


def _sheet_table(r: QuarterReport, lembar: str) -> Table:
    kolom = sheet_headings(lembar)
    baris = [[_cell(b.isi.get(kunci)) for kunci, _ in kolom] for b in r.lembar[lembar]]
    return Table(lembar, [Column(judul, lebar=30) for _, judul in kolom], baris)


def _cell(nilai: object) -> Cell:
    if isinstance(nilai, date):
        return tulis_tanggal(nilai)
    return nilai if isinstance(nilai, bool) else "" if nilai is None else str(nilai)
