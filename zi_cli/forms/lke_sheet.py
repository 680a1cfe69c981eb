"""Sheet "LKE ZI": the official rows, and per assessor the cells to fill and the live values."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms.content import Formulir, as_double, rubric_note
from zi_cli.forms.counts_sheet import LembarHitungan, rule_in_words
from zi_cli.forms.reference_sheet import (
    SCALE_LABEL,
    SCALE_OPTIONS,
    SCALE_VALUE,
    SURVEI_MAXIMUM,
    options_name,
)
from zi_cli.forms.styles import (
    BLANK_FILL,
    GREY,
    LINE,
    PERCENT,
    TEXT,
    TWO_DECIMALS,
    WHOLE,
    WRONG_FILL,
    WRONG_TEXT,
    Gaya,
    computed_fill,
    row_height,
)
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria
from zi_cli.text import short_number
from zi_cli.worksheet.model import Penilai

_COLUMN_TITLES: Mapping[d.Kolom, str] = {
    "jawaban": "Jawaban",
    "nilai": "Nilai",
    "persen": "%",
    "catatan": "Catatan",
    "bukti": "Bukti",
}
_WIDTHS: Mapping[d.Kolom, float] = {"jawaban": 10, "nilai": 8.5, "persen": 9, "catatan": 30, "bukti": 26}
_TEXT_WIDTH, _KRITERIA_WIDTH = 44.0, 58.0


def summary_rubric(b: Baris, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]) -> str:
    """The rubric of the row *b* in the instrument's own, shorter words."""
    if b.jenis_jawaban == "persen":
        return rule_in_words(instrumen, b)
    if b.jenis_jawaban == "nilai_0_4":
        m = short_number(instrumen.survei_maksimum)
        return f"Diisi indeks hasil survei eksternal, 0 sampai {m}. Nilai = indeks ÷ {m} × bobot."
    return "\n".join(f"{k.pilihan}: {k.uraian}" for k in kriteria.get(b.kode, ()))


@dataclass
class LembarLke:
    """Writes the worksheet proper."""

    ws: Worksheet
    formulir: Formulir
    denah: d.CellPlan
    g: Gaya
    kriteria: Mapping[str, tuple[Kriteria, ...]]
    hitungan: LembarHitungan

    def write(self) -> None:
        """Write header, rows, validation, colours and print set-up."""
        self._write_title()
        self._write_header()
        for b in self.formulir.instrumen.baris:
            self._write_row(b)
            for p in self.denah.penilai:
                self._penilai(b, p)
            self.ws.set_row(self.denah.row(b.kode), self._row_height(b))
        for p in self.denah.penilai:
            self._add_validation(p)
            self._add_colours(p)
        self._page_setup()

    def _write_title(self) -> None:
        ws, g = self.ws, self.g
        ws.set_column(d.MARKER_COLUMN, d.MARKER_COLUMN + 4, 3.3, g())
        ws.set_column(d.TEXT_COLUMN, d.TEXT_COLUMN, _TEXT_WIDTH, g())
        ws.set_column(d.BOBOT, d.BOBOT, 7.5, g())
        ws.set_column(d.KRITERIA, d.KRITERIA, _KRITERIA_WIDTH, g())
        ws.set_column(d.OPTIONS_COLUMN, d.OPTIONS_COLUMN, 11, g())
        for _, start in self.denah.blok():
            for shift, column in enumerate(d.COLUMNS):
                ws.set_column(start + shift, start + shift, _WIDTHS[column], g())
        i = self.formulir.instrumen
        ws.write_string(0, 0, i.judul.upper(), g(bold=True, font_size=14))
        ws.write_string(1, 0, i.dasar_hukum, g(italic=True))
        ws.write_string(2, 0, rubric_note(self.formulir), g(italic=True, font_size=9))

    def _write_header(self) -> None:
        ws, upper, i = self.ws, d.HEADER_ROW, self.formulir.instrumen
        ws.merge_range(upper, d.MARKER_COLUMN, upper + 1, d.TEXT_COLUMN, "Penilaian", self.g.heading())
        for column, text in ((d.BOBOT, "Bobot"), (d.KRITERIA, "Kriteria Nilai"), (d.OPTIONS_COLUMN, "Pilihan Jawaban")):
            ws.merge_range(upper, column, upper + 1, column, text, self.g.heading())
        for p, start in self.denah.blok():
            ws.merge_range(upper, start, upper, start + len(d.COLUMNS) - 1, i.penilai.tim(p).kepala, self.g.heading())
            for shift, k in enumerate(d.COLUMNS):
                ws.write_string(upper + 1, start + shift, _COLUMN_TITLES[k], self.g.heading())
        ws.set_row(upper, 20)
        ws.set_row(upper + 1, 20)
        ws.freeze_panes(upper + 2, d.BOBOT)

    def _write_row(self, b: Baris) -> None:
        """Marker, text, weight, rubric and options of one official row."""
        ws, r = self.ws, self.denah.row(b.kode)
        borders = {"top": 1, "bottom": 1, "border_color": LINE}
        position = d.tingkat(b)
        for column in range(d.TEXT_COLUMN + 1):
            sides = {"left": int(column in (0, d.TEXT_COLUMN if b.jenis in ("indikator", "jumlah", "kelompok") else 0))}
            plain = self.g.row(b.jenis, **{"border": 0, **borders, **sides})
            if column == position:
                ws.write_string(r, column, d.printed_marker(self.formulir.instrumen, b), plain)
            elif column == position + 1:
                wrapper = b.jenis in ("indikator", "kelompok", "jumlah")
                lekuk = {"indent": 1} if b.jenis == "jumlah" else {}
                text = f"- {b.teks}" if b.jenis == "jumlah" else b.teks
                ws.write_string(
                    r,
                    column,
                    text,
                    self.g.row(b.jenis, **{"border": 0, **borders, **sides}, text_wrap=wrapper, **lekuk),
                )
            else:
                ws.write_blank(r, column, None, plain)
        bobot = self.g.row(b.jenis, num_format=TWO_DECIMALS, align="center")
        if b.bobot is None:
            ws.write_blank(r, d.BOBOT, None, bobot)
        else:
            ws.write_number(r, d.BOBOT, as_double(b.bobot), bobot)
        ws.write_string(r, d.KRITERIA, self._rubric_text(b), self.g.row(b.jenis, text_wrap=True, font_size=9))
        label = d.option_label(self.formulir.instrumen, b)
        ws.write_string(r, d.OPTIONS_COLUMN, label, self.g.row(b.jenis, align="center", text_wrap=True))

    def _row_height(self, b: Baris) -> float:
        """Height of the row in points, by its text, rubric, notes and evidence."""
        if b.jenis not in ("indikator", "jumlah", "kelompok"):
            return 20 if b.jenis in ("komponen", "total") else 17
        cells = [(b.teks, _TEXT_WIDTH, 10.0), (self._rubric_text(b), _KRITERIA_WIDTH, 9.0)]
        for p in self.denah.penilai:
            content = self.formulir.entries(p)
            cells += [
                (content.catatan.get(b.kode, ""), _WIDTHS["catatan"], 9.0),
                (content.bukti.get(b.kode, ""), _WIDTHS["bukti"], 9.0),
            ]
        return row_height(cells)

    def _rubric_text(self, b: Baris) -> str:
        other = self.formulir.rubrik.teks.get(b.kode)
        return other or summary_rubric(b, self.formulir.instrumen, self.kriteria)

    def _penilai(self, b: Baris, p: Penilai) -> None:
        """The five cells of one assessor in one row."""
        ws, r = self.ws, self.denah.row(b.kode)
        columns = {k: self.denah.column(p, k) for k in d.COLUMNS}
        content = self.formulir.entries(p)
        self._write_answer(b, p, r, columns["jawaban"])
        nilai = self.g.row(b.jenis, num_format=TWO_DECIMALS, align="center", bg_color=computed_fill(b.jenis))
        persen = self.g.row(b.jenis, num_format=PERCENT, align="center", bg_color=computed_fill(b.jenis))
        if b.jenis in ("jumlah", "kelompok"):
            ws.write_blank(r, columns["nilai"], None, nilai)
            ws.write_blank(r, columns["persen"], None, persen)
        else:
            ws.write_formula(r, columns["nilai"], self._points_formula(b, p), nilai, self._points(b, p))
            formula, stored = self._percent_formula(b, p)
            ws.write_formula(r, columns["persen"], formula, persen, stored)
        for position, text in (
            (columns["catatan"], content.catatan.get(b.kode, "")),
            (columns["bukti"], content.bukti.get(b.kode, "")),
        ):
            if b.jenis_jawaban is None and not text:
                ws.write_blank(r, position, None, self.g.row(b.jenis))
                continue
            opened = self.g.input_cell(num_format=TEXT, text_wrap=True, font_size=9)
            if text:
                ws.write_string(r, position, text, opened)
            else:
                ws.write_blank(r, position, None, opened)

    def _write_answer(self, b: Baris, p: Penilai, r: int, column: int) -> None:
        ws, content = self.ws, self.formulir.entries(p).jawaban.get(b.kode)
        if b.jenis_jawaban is None:
            ws.write_blank(r, column, None, self.g.row(b.jenis))
            return
        if b.jenis_jawaban == "persen" and content is None:
            counted = self.g.row(b.jenis, num_format=PERCENT, align="center", bg_color=GREY, bold=True)
            formula = f"={self.hitungan.percent_address(b.kode, p)}"
            ws.write_formula(r, column, formula, counted, self.formulir.ratio(p, b.kode))
            return
        shape = {"persen": PERCENT, "jumlah": WHOLE, "nilai_0_4": TWO_DECIMALS}.get(b.jenis_jawaban, TEXT)
        opened = self.g.input_cell(num_format=shape, align="center", bold=True)
        if content is None:
            ws.write_blank(r, column, None, opened)
        elif isinstance(content, str):
            ws.write_string(r, column, content, opened)
        else:
            ws.write_number(r, column, content, opened)

    def _children(self, b: Baris) -> tuple[str, ...]:
        """Kode of the rows whose points make up *b*."""
        i = self.formulir.instrumen
        if b.jenis == "total":
            parent = b.kode.rpartition(".")[0]
            return (parent,) if parent else tuple(k.kode for k in i.baris if k.jenis == "komponen")
        return i.anak[b.kode]

    def _points(self, b: Baris, p: Penilai) -> float:
        return (
            sum(self.formulir.points(p, k) for k in self._children(b))
            if b.jenis == "total"
            else self.formulir.points(p, b.kode)
        )

    def _points_formula(self, b: Baris, p: Penilai) -> str:
        """Points: weight times ratio for an indicator, else the sum of the rows below it."""
        if b.jenis == "indikator":
            persen = self.denah.cell(p, "persen", b.kode)
            return f"=IF(ISNUMBER({persen}),{self._bobot(b)}*{persen},0)"
        cells = [self.denah.cell(p, "nilai", k) for k in self._children(b)]
        if self.formulir.instrumen.per_kode[self._children(b)[0]].jenis == "indikator":
            # Count rows in between hold no value of their own.
            return f"=SUM({cells[0]}:{cells[-1]})"
        return "=" + "+".join(cells)

    def _bobot(self, b: Baris) -> str:
        return d.cell_address(self.denah.row(b.kode), d.BOBOT, kolom_tetap=True)

    def _percent_formula(self, b: Baris, p: Penilai) -> tuple[str, float | str]:
        """Ratio 0 to 1 of the row, blank for an indicator without a usable answer; and its value now."""
        if b.jenis != "indikator":
            nilai = self.denah.cell(p, "nilai", b.kode)
            return f"={nilai}/{self._bobot(b)}", self._points(b, p) / as_double(b.bobot)
        x = self.denah.cell(p, "jawaban", b.kode)
        stored = self.formulir.ratio(p, b.kode)
        if b.jenis_jawaban == "persen":
            return f'=IF(COUNT({x})=0,"",IF(AND({x}>=0,{x}<=1),{x},""))', stored
        if b.jenis_jawaban == "nilai_0_4":
            content = f"IF(AND({x}>=0,{x}<={SURVEI_MAXIMUM}),{x}/{SURVEI_MAXIMUM},"
            return f'=IF(COUNT({x})=0,"",{content}""))', stored
        label = d.cell_address(self.denah.row(b.kode), d.OPTIONS_COLUMN, kolom_tetap=True)
        match = f"({SCALE_LABEL}={label})*({SCALE_OPTIONS}=TRIM({x}))"
        return f'=IFERROR(IF(SUMPRODUCT({match})=1,SUMPRODUCT({match}*{SCALE_VALUE}),""),"")', stored

    def _add_validation(self, p: Penilai) -> None:
        """Drop-down lists and number limits on the answer cells of *p*, one rule an answer type."""
        column = self.denah.column(p, "jawaban")
        by_kind: dict[str, list[int]] = {}
        for b in self.formulir.instrumen.baris:
            if b.jenis_jawaban is not None and b.jenis_jawaban != "persen":
                by_kind.setdefault(b.jenis_jawaban, []).append(self.denah.row(b.kode))
        for kind, row in by_kind.items():
            if kind == "jumlah":
                rules = {"validate": "integer", "criteria": ">=", "value": 0}
                message = "Isi bilangan bulat 0 atau lebih, tanpa satuan."
            elif kind == "nilai_0_4":
                rules = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": f"={SURVEI_MAXIMUM}"}
                message = f"Isi indeks survei 0 sampai {short_number(self.formulir.instrumen.survei_maksimum)}."
            else:
                rules = {"validate": "list", "source": f"={options_name(kind)}"}
                message = f"Pilih salah satu: {', '.join(self.formulir.instrumen.skala[kind])}."
            spans = [[r, column, r, column] for r in row]
            self.ws.data_validation(
                *spans[0],
                {**rules, "error_title": "Jawaban tidak berlaku", "error_message": message, "other_cells": spans[1:]},
            )

    def _add_colours(self, p: Penilai) -> None:
        """Colours of blank and invalid answers, by the option label at the left of the row."""
        start, end = self.denah.first_row, self.denah.last_row
        column = self.denah.column(p, "jawaban")
        x = f"${xl_col_to_name(column)}{start + 1}"
        persen = f"${xl_col_to_name(self.denah.column(p, 'persen'))}{start + 1}"
        label = f"${xl_col_to_name(d.OPTIONS_COLUMN)}{start + 1}"
        calculation = f'{label}="Jumlah"'
        integer = f"IFERROR(AND(COUNT({x})=1,{x}>=0,INT({x})={x}),FALSE)"
        present = f"IFERROR(LEN(TRIM({x}))>0,TRUE)"
        wrong = f'=AND({label}<>"",{present},IF({calculation},NOT({integer}),{persen}=""))'
        empty = f'=AND({label}<>"",NOT({present}))'
        for formula, trait in (
            (wrong, {"bg_color": WRONG_FILL, "font_color": WRONG_TEXT}),
            (empty, {"bg_color": BLANK_FILL}),
        ):
            colour = self.g.plain(**trait)
            self.ws.conditional_format(
                start,
                column,
                end,
                column,
                {"type": "formula", "criteria": formula, "format": colour, "stop_if_true": True},
            )

    def _page_setup(self) -> None:
        ws = self.ws
        ws.repeat_rows(d.HEADER_ROW, d.HEADER_ROW + 1)
        if len(self.denah.penilai) == 1:
            ws.fit_to_pages(1, 0)
            return
        # Several assessors do not fit one page: each gets pages of its own beside the row texts.
        ws.repeat_columns(d.MARKER_COLUMN, d.BOBOT)
        ws.set_print_scale(58)
        ws.print_across()
        ws.set_v_pagebreaks([start for _, start in self.denah.blok()][1:])
