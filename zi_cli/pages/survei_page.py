"""The page of a survey: indices against their thresholds, months and elements as charts, every table."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from zi_cli.findings.record import TINGKAT_WORDS, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.report.html.charts import Seri, Sumbu, horizontal_bars
from zi_cli.report.html.environment import make_page, table_view
from zi_cli.survei.groups import Groups
from zi_cli.survei.summary import IndexResult, SurveyResult
from zi_cli.text import decimal_text
from zi_cli.views.survei import element_table, group_name, group_tables, headline, index_table, reading_table
from zi_cli.views.survei_report import TITLE
from zi_cli.views.table import Column, Table

_TOP = 4


def survei_page(
    result: SurveyResult, group: Groups, instrumen: Instrumen, satker: str | None, temuan: Sequence[Temuan]
) -> str:
    """HTML of a survey; small groups are merged as in its report."""
    columns = [Column("Tingkat"), Column("Kode"), Column("Pesan")]
    daftar = Table("Mutu data", columns, [(TINGKAT_WORDS[t.tingkat], t.kode, t.pesan) for t in temuan])
    fact = Table("Ringkasan", [Column("Butir"), Column("Isi")], headline(result, satker))
    tables = [fact, index_table(result), reading_table(result), *group_tables(result, group)]
    tables += [element_table(result), daftar]
    pandangan: dict[str, Any] = {
        "judul": TITLE,
        "nama": satker,
        "grafik": [_chart(i, group) for i in result.indeks.values() if i.dipakai is not None],
        "tabel": [table_view(t) for t in tables],
        "sumber": [(b.nama, b.sha256) for b in result.survei.berkas],
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
    }
    return make_page("survei.html.j2", v=pandangan, sumber_lain=())


def _chart(i: IndexResult, group: Groups) -> dict[str, Any]:
    """The index over all, by month, and its elements, on a scale of 4."""
    label = ["Semua", *(group_name(k) for k in group.bulan)]
    nilai = [i.dipakai, *(k.indeks[i.kuesioner.kode] for k in group.bulan)]
    limits = sorted({a.minimal for a in i.ambang})
    lines = [0, *(map(float, limits) if limits else (float(_TOP),))]
    return {
        "judul": f"{i.kuesioner.indeks} menurut bulan",
        "gambar": horizontal_bars(
            f"{i.kuesioner.indeks} menurut bulan",
            "; ".join(f"{t} {_figure(n)}" for t, n in zip(label, nilai, strict=True)),
            label,
            [Seri(i.kuesioner.indeks, [None if n is None else round(float(n), 2) for n in nilai], "seri-1")],
            Sumbu(0, _TOP, lines),
            nilai=True,
        ),
        "keterangan": "Garis tegak: ambang " + " dan ".join(decimal_text(n) for n in limits)
        if limits
        else "Skala 0 sampai 4.",
    }


def _figure(n: Fraction | None) -> str:
    return "belum dapat dihitung" if n is None else decimal_text(n)
