"""Sheet "Ringkasan": areas, thresholds and verdicts per assessor, with a chart of the areas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import cycle

from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms import verdict_formulas as kata
from zi_cli.forms.addresses import RINGKASAN
from zi_cli.forms.content import Formulir, as_double
from zi_cli.forms.counts_sheet import LembarHitungan
from zi_cli.forms.cover_sheet import identity_cell
from zi_cli.forms.reference_sheet import ambang_name, label_ambang
from zi_cli.forms.styles import (
    GREEN_FILL,
    GREEN_TEXT,
    GREY,
    LIGHT_BLUE,
    PERCENT,
    TWO_DECIMALS,
    WHOLE,
    WRONG_FILL,
    WRONG_TEXT,
    Gaya,
)
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, MEMENUHI, Penilaian
from zi_cli.scoring.verdict import ambang_value, belongs_to_pengungkit
from zi_cli.scoring.words import drivers_met
from zi_cli.worksheet.model import Penilai

_LABEL_COLUMN, _BOBOT_COLUMN, _PENILAI_COLUMN = 0, 1, 3
_LABEL_WIDTH, _NUMBER_WIDTH = 62, 12
#: Rows the chart takes: a share of its own and one for the bars of each assessor.
_CHART_ROWS, _ROWS_PER_PENILAI = 12, 3


@dataclass
class LembarRingkasan:
    """Writes the summary."""

    buku: Workbook
    ws: Worksheet
    formulir: Formulir
    denah: d.CellPlan
    g: Gaya
    hitungan: LembarHitungan
    _sel_area: dict[tuple[str, Penilai], str] = field(default_factory=dict)
    _sel_syarat: dict[tuple[str, Predikat, Penilai], str] = field(default_factory=dict)

    def write(self) -> None:
        """Write verdicts, areas, chart and thresholds, in that order down the sheet."""
        ws, g = self.ws, self.g
        ws.hide_gridlines(2)
        ws.set_column(_LABEL_COLUMN, _LABEL_COLUMN, _LABEL_WIDTH, g())
        ws.set_column(_BOBOT_COLUMN, self._last_column, _NUMBER_WIDTH, g())
        ws.write_string(0, 0, "Ringkasan Penilaian", g(bold=True, font_size=14))
        self._write_identity()
        baris_putusan = 4
        baris_area = baris_putusan + 6 + len(PREDIKAT)
        baris_grafik = self._area(baris_area) + 1
        height = _CHART_ROWS + _ROWS_PER_PENILAI * len(self.denah.penilai)
        end = self._ambang(baris_grafik + height, baris_putusan + 1)
        width = sum(7 * w + 5 for w in (_LABEL_WIDTH, *[_NUMBER_WIDTH] * self._last_column))
        seri = [(self.denah.penilai_name(p), self._column(p) + 2) for p in self.denah.penilai]
        category = (baris_area + 2, baris_area + 1 + len(self.formulir.instrumen.nama_area))
        drivers = self.formulir.instrumen.komponen_words[0]
        chart = area_chart(self.buku, drivers, seri, category, (width, 20 * (height - 1)))
        ws.insert_chart(baris_grafik, 0, chart, {"object_position": 2, "description": f"Grafik batang area {drivers}"})
        self._write_main_rows(baris_putusan)
        ws.write_string(end + 1, 0, self._source_text(), g(italic=True, font_size=9))
        ws.print_area(0, 0, end + 1, self._last_column)
        ws.fit_to_pages(1, 1)

    @property
    def _last_column(self) -> int:
        return _PENILAI_COLUMN + 3 * len(self.denah.penilai) - 1

    def _write_identity(self) -> None:
        """Satker and year, repeated from the cover."""
        n = self.formulir.identitas
        satker, tahun = (f"{d.SAMPUL}!{identity_cell(x)}" for x in ("satker", "tahun"))
        self.ws.write_formula(1, 0, f'={satker}&""', self.g(bold=True, font_size=12), n.satker)
        formula = f'=IF({tahun}="","","Tahun "&{tahun})'
        self.ws.write_formula(2, 0, formula, self.g(), f"Tahun {n.tahun}" if n.tahun else "")

    def _source_text(self) -> str:
        a = self.formulir.ambang
        change = f" Diperketat: {'; '.join(a.diubah)}." if a.diubah else ""
        return f"Ambang {a.nama}: {a.sumber}; {a.diverifikasi}.{change}"

    def _column(self, p: Penilai) -> int:
        return _PENILAI_COLUMN + 3 * self.denah.penilai.index(p)

    def _write_penilai_heads(self, row: int, title: str, *left: str) -> None:
        self.ws.write_string(row, _LABEL_COLUMN, title, self.g.heading(align="left"))
        if len(left) == 1:
            self.ws.merge_range(row, _BOBOT_COLUMN, row, _BOBOT_COLUMN + 1, left[0], self.g.heading())
        else:
            for shift, text in enumerate(left):
                self.ws.write_string(row, _BOBOT_COLUMN + shift, text, self.g.heading())
        for p in self.denah.penilai:
            k = self._column(p)
            self.ws.merge_range(row, k, row, k + 2, self.denah.penilai_name(p), self.g.heading())

    # --- the figures at the top ---------------------------------------------------------------

    def _write_main_rows(self, row: int) -> None:
        """Stage, blanks, total, highest possible total and the verdicts."""
        self._write_penilai_heads(row, "Putusan", "")
        label = ("Tahap", "Indikator tanpa jawaban", "Nilai total", "Nilai tertinggi yang masih mungkin")
        for shift, text in enumerate((*label, *(f"Putusan {x}" for x in PREDIKAT)), 1):
            self.ws.write_string(row + shift, 0, text, self.g.table_cell(bold=True))
            self.ws.merge_range(row + shift, 1, row + shift, 2, "", self.g.table_cell())
        thickness = {"align": "center", "bold": True}
        for p in self.denah.penilai:
            k = self._column(p)
            penilaian = self.formulir.penilaian.get(p)
            content: list[tuple[str, float | int | str, str]] = [
                (self._tahap_formula(p), kata.stage(penilaian, self.formulir.instrumen), "General"),
                (f"={self.denah.blank_formula(p)}", self._blank_count(penilaian), WHOLE),
                (f"={self._total(p)}", self.formulir.points(p, "total") if penilaian else 0.0, TWO_DECIMALS),
                (
                    f"={self._total(p)}+{self.denah.blank_formula(p, self.denah.column_range(d.BOBOT))}",
                    as_double(penilaian.nilai_maks if penilaian else self._bobot_total()),
                    TWO_DECIMALS,
                ),
            ]
            tahap = d.cell_address(row + 1, k)
            for predikat in PREDIKAT:
                content.append(
                    (
                        self._putusan_formula(p, predikat, tahap),
                        kata.verdict(penilaian, predikat, self.formulir.instrumen),
                        "General",
                    )
                )
            for shift, (formula, nilai, shape) in enumerate(content, 1):
                cell = self.g.table_cell(num_format=shape, text_wrap=shape == "General", font_size=9, **thickness)
                self.ws.merge_range(row + shift, k, row + shift, k + 2, "", cell)
                self.ws.write_formula(row + shift, k, formula, cell, nilai)
            putusan = (row + 5, k, row + 4 + len(PREDIKAT), k + 2)
            self._color(putusan, d.cell_address(row + 5, k, kolom_tetap=True))

    def _color(self, span: tuple[int, int, int, int], cell: str) -> None:
        for match, colour, text in (
            ((BELUM_MEMENUHI,), WRONG_FILL, WRONG_TEXT),
            ((MEMENUHI, drivers_met(self.formulir.instrumen)), GREEN_FILL, GREEN_TEXT),
        ):
            formula = "=OR(" + ",".join(f"{cell}={kata.text_literal(c)}" for c in match) + ")"
            trait = self.g.plain(bg_color=colour, font_color=text)
            self.ws.conditional_format(*span, {"type": "formula", "criteria": formula, "format": trait})

    def _total(self, p: Penilai) -> str:
        return self.denah.cell(p, "nilai", self._total_code(), sheet=True)

    def _total_code(self) -> str:
        return next(b.kode for b in self.formulir.instrumen.baris if b.jenis == "total" and "." not in b.kode)

    def _bobot_total(self) -> Fraction:
        return self.formulir.instrumen.bobot(self._total_code())

    def _blank_count(self, penilaian: Penilaian | None) -> int:
        return len(penilaian.kosong) if penilaian else len(self.formulir.instrumen.indikator)

    def _tahap_formula(self, p: Penilai) -> str:
        """Not assessed, preliminary (every cell of Hasil blank) or final, as in ``scoring.penilaian``."""
        every = self.denah.column_range(self.denah.column(p, "jawaban"))
        results = [self.denah.cell(p, "jawaban", k, sheet=True) for k in sorted(self.formulir.instrumen.hasil_codes)]
        length = "+".join(f"LEN(TRIM({x}))" for x in results)
        preliminary = kata.text_literal(kata.preliminary(self.formulir.instrumen))
        return (
            f'=IFERROR(IF(SUMPRODUCT(LEN(TRIM({every})))=0,"{BELUM_DINILAI}",'
            f'IF({length}=0,{preliminary},"{kata.FINAL}")),"{kata.FINAL}")'
        )

    def _putusan_formula(self, p: Penilai, predikat: Predikat, tahap: str) -> str:
        daftar, instrumen = self.formulir.ambang.daftar, self.formulir.instrumen
        every = [self._sel_syarat[a.kode, predikat, p] for a in daftar]
        pengungkit = [s for a, s in zip(daftar, every, strict=True) if belongs_to_pengungkit(a, instrumen)]
        return kata.verdict_formula(tahap, every, pengungkit, instrumen)

    # --- areas and chart ------------------------------------------------------------------------

    def _area(self, row: int) -> int:
        """Table of the areas, Pengungkit, Hasil and total; returns the next free row."""
        i = self.formulir.instrumen
        self._write_penilai_heads(row, "Area dan komponen", "Bobot")
        row += 1
        self.ws.write_blank(row, 0, None, self.g.table_cell(bg_color=LIGHT_BLUE))
        self.ws.merge_range(row, 1, row, 2, "", self.g.table_cell(bg_color=LIGHT_BLUE))
        for p in self.denah.penilai:
            for shift, text in enumerate((*i.half_names, "% area")):
                self.ws.write_string(
                    row,
                    self._column(p) + shift,
                    text,
                    self.g.table_cell(bold=True, align="center", bg_color=LIGHT_BLUE),
                )
        for number, name in i.nama_area.items():
            row += 1
            self._write_area_row(row, number, name)
        for b in i.baris:
            if (
                b.jenis == "komponen"
                or (b.jenis == "aspek" and b.induk != self._first_component())
                or b.kode == self._total_code()
            ):
                row += 1
                self._write_simpul_row(row, b.kode, i.simpul_title(b.kode), thickness=b.jenis != "aspek")
        return row + 1

    def _first_component(self) -> str:
        return self.formulir.instrumen.peran.pengungkit

    def _write_area_row(self, row: int, number: str, name: str) -> None:
        i = self.formulir.instrumen
        self.ws.write_string(row, 0, f"{number}. {name}", self.g.table_cell())
        middle = self.g.table_cell(num_format=TWO_DECIMALS, align="center")
        self.ws.merge_range(row, 1, row, 2, as_double(i.bobot_area(number)), middle)
        bobot = d.cell_address(row, 1, kolom_tetap=True)
        for p in self.denah.penilai:
            k = self._column(p)
            for shift, code in enumerate(i.area_halves(number)):
                self.ws.write_formula(
                    row,
                    k + shift,
                    f"={self.denah.cell(p, 'nilai', code, sheet=True)}",
                    self.g.table_cell(num_format=TWO_DECIMALS, align="center"),
                    self.formulir.points(p, code),
                )
            part = f"{d.cell_address(row, k)}+{d.cell_address(row, k + 1)}"
            persen = sum(self.formulir.points(p, x) for x in i.area_halves(number)) / as_double(i.bobot_area(number))
            self.ws.write_formula(
                row,
                k + 2,
                f"=({part})/{bobot}",
                self.g.table_cell(num_format=PERCENT, align="center", bold=True),
                persen,
            )
            self._sel_area[number, p] = d.cell_address(row, k + 2)

    def _write_simpul_row(self, row: int, code: str, text: str, *, thickness: bool) -> None:
        trait = {"bold": thickness, "bg_color": GREY} if thickness else {}
        self.ws.write_string(row, 0, text if thickness else f"   {text}", self.g.table_cell(**trait))
        bobot = self.formulir.instrumen.bobot(code)
        self.ws.merge_range(
            row, 1, row, 2, as_double(bobot), self.g.table_cell(num_format=TWO_DECIMALS, align="center", **trait)
        )
        for p in self.denah.penilai:
            k = self._column(p)
            two = self.g.table_cell(num_format=TWO_DECIMALS, align="center", **trait)
            nilai = self.formulir.points(p, "total" if code == self._total_code() else code)
            self.ws.merge_range(row, k, row, k + 1, "", two)
            self.ws.write_formula(row, k, f"={self.denah.cell(p, 'nilai', code, sheet=True)}", two, nilai)
            formula = f"={d.cell_address(row, k)}/{d.cell_address(row, 1, kolom_tetap=True)}"
            persen = self.g.table_cell(num_format=PERCENT, align="center", **trait)
            self.ws.write_formula(row, k + 2, formula, persen, nilai / as_double(bobot))

    # --- thresholds -----------------------------------------------------------------------------

    def _ambang(self, row: int, baris_tahap: int) -> int:
        """Table of all thresholds; returns the last row. *baris_tahap* holds the stages."""
        self._write_penilai_heads(row, "Ambang", *(f"Minimal {x}" for x in PREDIKAT))
        self.ws.set_row(row, 30)
        row += 1
        for column in range(_PENILAI_COLUMN):
            self.ws.write_blank(row, column, None, self.g.table_cell(bg_color=LIGHT_BLUE))
        for p in self.denah.penilai:
            for shift, text in enumerate(("Nilai", *PREDIKAT)):
                title = self.g.table_cell(bold=True, align="center", bg_color=LIGHT_BLUE)
                self.ws.write_string(row, self._column(p) + shift, text, title)
        for ambang in self.formulir.ambang.daftar:
            row += 1
            shape = PERCENT if ambang.satuan == "persen" else TWO_DECIMALS
            self.ws.write_string(row, 0, label_ambang(self.formulir, ambang), self.g.table_cell(text_wrap=True))
            for shift, predikat in enumerate(PREDIKAT, 1):
                middle = self.g.table_cell(num_format=shape, align="center")
                minimal = _as_cell_figure(ambang, ambang.minimal[predikat])
                self.ws.write_formula(row, shift, f"={ambang_name(ambang.kode, predikat)}", middle, minimal)
            for p in self.denah.penilai:
                self._syarat(row, ambang, p, d.cell_address(baris_tahap, self._column(p)))
        return row

    def _syarat(self, row: int, ambang: Ambang, p: Penilai, tahap: str) -> None:
        """One threshold of one assessor: the value, and for each predicate whether it is met."""
        instrumen = self.formulir.instrumen
        k, penilaian = self._column(p), self.formulir.penilaian.get(p)
        if ambang.satuan == "persen":
            origin = self._sel_area[ambang.simpul, p]
        else:
            origin = self.denah.cell(p, "nilai", kata.node_row(ambang, instrumen), sheet=True)
        nilai = _as_cell_figure(ambang, ambang_value(ambang, penilaian.nilai, instrumen)) if penilaian else 0.0
        shape = PERCENT if ambang.satuan == "persen" else TWO_DECIMALS
        self.ws.write_formula(row, k, f"={origin}", self.g.table_cell(num_format=shape, align="center"), nilai)
        for shift, predikat in enumerate(PREDIKAT, 1):
            limit = d.cell_address(row, shift, kolom_tetap=True)
            formula = kata.threshold_formula(
                tahap,
                *self.hitungan.ambang_bounds(ambang, p),
                limit,
                None if belongs_to_pengungkit(ambang, instrumen) else instrumen,
            )
            stored = kata.threshold(penilaian, ambang, predikat)
            small = self.g.table_cell(align="center", font_size=8, text_wrap=True)
            self.ws.write_formula(row, k + shift, formula, small, stored)
            self._sel_syarat[ambang.kode, predikat, p] = d.cell_address(row, k + shift)
        self._color((row, k + 1, row, k + 2), d.cell_address(row, k + 1))


def _as_cell_figure(ambang: Ambang, nilai: Fraction) -> float:
    """A figure in points as it is, one in percent as the ratio a cell with % holds."""
    return as_double(nilai / 100 if ambang.satuan == "persen" else nilai)


_SERIES_COLOURS = ("#2F5597", "#ED7D31", "#70AD47", "#7030A0", "#00B0F0", "#A5A5A5", "#C00000", "#806000")
_LINE = {"visible": True, "line": {"color": "#D9D9D9"}}


def area_chart(
    book: Workbook, drivers: str, seri: Sequence[tuple[str, int]], row: tuple[int, int], size: tuple[int, int]
) -> ChartBar:
    """The chart of the areas, one series per (name, column) of *seri*, over the summary's rows *row* (first, last).

    *drivers* names their component, *size* is width and height in pixels. Values are shares of each area's weight.
    """
    chart = book.add_chart({"type": "bar"})
    first, end = row
    for (name, column), colour in zip(seri, cycle(_SERIES_COLOURS), strict=False):
        chart.add_series(
            {
                "name": name,
                "categories": [RINGKASAN, first, 0, end, 0],
                "values": [RINGKASAN, first, column, end, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0%", "font": {"size": 8}},
            }
        )
    chart.set_title({"name": f"Capaian area {drivers} (% dari bobot area)", "name_font": {"size": 11}})
    chart.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": _LINE})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_legend({"position": "bottom"} if len(seri) > 1 else {"none": True})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart
