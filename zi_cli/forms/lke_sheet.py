"""Sheet "LKE ZI": the official rows, and per assessor the cells to fill and the live values."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms.content import Formulir, as_double, rubric_note
from zi_cli.forms.counts_sheet import LembarHitungan, keterangan
from zi_cli.forms.reference_sheet import (
    SKALA_LABEL,
    SKALA_NILAI,
    SKALA_PILIHAN,
    SURVEI_MAKSIMUM,
    nama_daftar,
)
from zi_cli.forms.styles import (
    ABU,
    BULAT,
    DUA,
    GARIS,
    KOSONG,
    PERSEN,
    SALAH,
    TEKS,
    TEKS_SALAH,
    Gaya,
    computed_fill,
    row_height,
)
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria
from zi_cli.text import ringkas
from zi_cli.worksheet.model import Penilai

_JUDUL_KOLOM: Mapping[d.Kolom, str] = {
    "jawaban": "Jawaban",
    "nilai": "Nilai",
    "persen": "%",
    "catatan": "Catatan",
    "bukti": "Bukti",
}
_LEBAR: Mapping[d.Kolom, float] = {"jawaban": 10, "nilai": 8.5, "persen": 9, "catatan": 30, "bukti": 26}
_LEBAR_TEKS, _LEBAR_KRITERIA = 44.0, 58.0


def summary_rubric(b: Baris, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]) -> str:
    """The rubric of the row *b* in the instrument's own, shorter words."""
    if b.jenis_jawaban == "persen":
        return keterangan(instrumen, b)
    if b.jenis_jawaban == "nilai_0_4":
        m = ringkas(instrumen.survei_maksimum)
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
        self._lebar_dan_judul()
        self._kepala()
        for b in self.formulir.instrumen.baris:
            self._baris(b)
            for p in self.denah.penilai:
                self._penilai(b, p)
            self.ws.set_row(self.denah.baris(b.kode), self._tinggi(b))
        for p in self.denah.penilai:
            self._validasi(p)
            self._warna(p)
        self._page_setup()

    def _lebar_dan_judul(self) -> None:
        ws, g = self.ws, self.g
        ws.set_column(d.PENANDA, d.PENANDA + 4, 3.3, g())
        ws.set_column(d.TEKS, d.TEKS, _LEBAR_TEKS, g())
        ws.set_column(d.BOBOT, d.BOBOT, 7.5, g())
        ws.set_column(d.KRITERIA, d.KRITERIA, _LEBAR_KRITERIA, g())
        ws.set_column(d.PILIHAN, d.PILIHAN, 11, g())
        for _, start in self.denah.blok():
            for shift, column in enumerate(d.KOLOM):
                ws.set_column(start + shift, start + shift, _LEBAR[column], g())
        i = self.formulir.instrumen
        ws.write_string(0, 0, i.judul.upper(), g(bold=True, font_size=14))
        ws.write_string(1, 0, i.dasar_hukum, g(italic=True))
        ws.write_string(2, 0, rubric_note(self.formulir), g(italic=True, font_size=9))

    def _kepala(self) -> None:
        ws, upper, i = self.ws, d.KEPALA, self.formulir.instrumen
        ws.merge_range(upper, d.PENANDA, upper + 1, d.TEKS, "Penilaian", self.g.kepala())
        for column, text in ((d.BOBOT, "Bobot"), (d.KRITERIA, "Kriteria Nilai"), (d.PILIHAN, "Pilihan Jawaban")):
            ws.merge_range(upper, column, upper + 1, column, text, self.g.kepala())
        for p, start in self.denah.blok():
            ws.merge_range(upper, start, upper, start + len(d.KOLOM) - 1, i.penilai.tim(p).kepala, self.g.kepala())
            for shift, k in enumerate(d.KOLOM):
                ws.write_string(upper + 1, start + shift, _JUDUL_KOLOM[k], self.g.kepala())
        ws.set_row(upper, 20)
        ws.set_row(upper + 1, 20)
        ws.freeze_panes(upper + 2, d.BOBOT)

    def _baris(self, b: Baris) -> None:
        """Marker, text, weight, rubric and options of one official row."""
        ws, r = self.ws, self.denah.baris(b.kode)
        borders = {"top": 1, "bottom": 1, "border_color": GARIS}
        position = d.tingkat(b)
        for column in range(d.TEKS + 1):
            sides = {"left": int(column in (0, d.TEKS if b.jenis in ("indikator", "jumlah", "kelompok") else 0))}
            plain = self.g.baris(b.jenis, **{"border": 0, **borders, **sides})
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
                    self.g.baris(b.jenis, **{"border": 0, **borders, **sides}, text_wrap=wrapper, **lekuk),
                )
            else:
                ws.write_blank(r, column, None, plain)
        bobot = self.g.baris(b.jenis, num_format=DUA, align="center")
        if b.bobot is None:
            ws.write_blank(r, d.BOBOT, None, bobot)
        else:
            ws.write_number(r, d.BOBOT, as_double(b.bobot), bobot)
        ws.write_string(r, d.KRITERIA, self._rubrik(b), self.g.baris(b.jenis, text_wrap=True, font_size=9))
        label = d.label_pilihan(self.formulir.instrumen, b)
        ws.write_string(r, d.PILIHAN, label, self.g.baris(b.jenis, align="center", text_wrap=True))

    def _tinggi(self, b: Baris) -> float:
        """Height of the row in points, by its text, rubric, notes and evidence."""
        if b.jenis not in ("indikator", "jumlah", "kelompok"):
            return 20 if b.jenis in ("komponen", "total") else 17
        cells = [(b.teks, _LEBAR_TEKS, 10.0), (self._rubrik(b), _LEBAR_KRITERIA, 9.0)]
        for p in self.denah.penilai:
            content = self.formulir.isi(p)
            cells += [
                (content.catatan.get(b.kode, ""), _LEBAR["catatan"], 9.0),
                (content.bukti.get(b.kode, ""), _LEBAR["bukti"], 9.0),
            ]
        return row_height(cells)

    def _rubrik(self, b: Baris) -> str:
        other = self.formulir.rubrik.teks.get(b.kode)
        return other or summary_rubric(b, self.formulir.instrumen, self.kriteria)

    def _penilai(self, b: Baris, p: Penilai) -> None:
        """The five cells of one assessor in one row."""
        ws, r = self.ws, self.denah.baris(b.kode)
        columns = {k: self.denah.kolom(p, k) for k in d.KOLOM}
        content = self.formulir.isi(p)
        self._jawaban(b, p, r, columns["jawaban"])
        nilai = self.g.baris(b.jenis, num_format=DUA, align="center", bg_color=computed_fill(b.jenis))
        persen = self.g.baris(b.jenis, num_format=PERSEN, align="center", bg_color=computed_fill(b.jenis))
        if b.jenis in ("jumlah", "kelompok"):
            ws.write_blank(r, columns["nilai"], None, nilai)
            ws.write_blank(r, columns["persen"], None, persen)
        else:
            ws.write_formula(r, columns["nilai"], self._rumus_nilai(b, p), nilai, self._nilai(b, p))
            formula, stored = self._rumus_persen(b, p)
            ws.write_formula(r, columns["persen"], formula, persen, stored)
        for position, text in (
            (columns["catatan"], content.catatan.get(b.kode, "")),
            (columns["bukti"], content.bukti.get(b.kode, "")),
        ):
            if b.jenis_jawaban is None and not text:
                ws.write_blank(r, position, None, self.g.baris(b.jenis))
                continue
            opened = self.g.isian(num_format=TEKS, text_wrap=True, font_size=9)
            if text:
                ws.write_string(r, position, text, opened)
            else:
                ws.write_blank(r, position, None, opened)

    def _jawaban(self, b: Baris, p: Penilai, r: int, column: int) -> None:
        ws, content = self.ws, self.formulir.isi(p).jawaban.get(b.kode)
        if b.jenis_jawaban is None:
            ws.write_blank(r, column, None, self.g.baris(b.jenis))
            return
        if b.jenis_jawaban == "persen" and content is None:
            counted = self.g.baris(b.jenis, num_format=PERSEN, align="center", bg_color=ABU, bold=True)
            formula = f"={self.hitungan.alamat(b.kode, p)}"
            ws.write_formula(r, column, formula, counted, self.formulir.rasio(p, b.kode))
            return
        shape = {"persen": PERSEN, "jumlah": BULAT, "nilai_0_4": DUA}.get(b.jenis_jawaban, TEKS)
        opened = self.g.isian(num_format=shape, align="center", bold=True)
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

    def _nilai(self, b: Baris, p: Penilai) -> float:
        return (
            sum(self.formulir.nilai(p, k) for k in self._children(b))
            if b.jenis == "total"
            else self.formulir.nilai(p, b.kode)
        )

    def _rumus_nilai(self, b: Baris, p: Penilai) -> str:
        """Points: weight times ratio for an indicator, else the sum of the rows below it."""
        if b.jenis == "indikator":
            persen = self.denah.sel(p, "persen", b.kode)
            return f"=IF(ISNUMBER({persen}),{self._bobot(b)}*{persen},0)"
        cells = [self.denah.sel(p, "nilai", k) for k in self._children(b)]
        if self.formulir.instrumen.per_kode[self._children(b)[0]].jenis == "indikator":
            # Count rows in between hold no value of their own.
            return f"=SUM({cells[0]}:{cells[-1]})"
        return "=" + "+".join(cells)

    def _bobot(self, b: Baris) -> str:
        return d.alamat(self.denah.baris(b.kode), d.BOBOT, kolom_tetap=True)

    def _rumus_persen(self, b: Baris, p: Penilai) -> tuple[str, float | str]:
        """Ratio 0 to 1 of the row, blank for an indicator without a usable answer; and its value now."""
        if b.jenis != "indikator":
            nilai = self.denah.sel(p, "nilai", b.kode)
            return f"={nilai}/{self._bobot(b)}", self._nilai(b, p) / as_double(b.bobot)
        x = self.denah.sel(p, "jawaban", b.kode)
        stored = self.formulir.rasio(p, b.kode)
        if b.jenis_jawaban == "persen":
            return f'=IF(COUNT({x})=0,"",IF(AND({x}>=0,{x}<=1),{x},""))', stored
        if b.jenis_jawaban == "nilai_0_4":
            content = f"IF(AND({x}>=0,{x}<={SURVEI_MAKSIMUM}),{x}/{SURVEI_MAKSIMUM},"
            return f'=IF(COUNT({x})=0,"",{content}""))', stored
        label = d.alamat(self.denah.baris(b.kode), d.PILIHAN, kolom_tetap=True)
        match = f"({SKALA_LABEL}={label})*({SKALA_PILIHAN}=TRIM({x}))"
        return f'=IFERROR(IF(SUMPRODUCT({match})=1,SUMPRODUCT({match}*{SKALA_NILAI}),""),"")', stored

    def _validasi(self, p: Penilai) -> None:
        """Drop-down lists and number limits on the answer cells of *p*, one rule an answer type."""
        column = self.denah.kolom(p, "jawaban")
        by_kind: dict[str, list[int]] = {}
        for b in self.formulir.instrumen.baris:
            if b.jenis_jawaban is not None and b.jenis_jawaban != "persen":
                by_kind.setdefault(b.jenis_jawaban, []).append(self.denah.baris(b.kode))
        for kind, row in by_kind.items():
            if kind == "jumlah":
                rules = {"validate": "integer", "criteria": ">=", "value": 0}
                message = "Isi bilangan bulat 0 atau lebih, tanpa satuan."
            elif kind == "nilai_0_4":
                rules = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": f"={SURVEI_MAKSIMUM}"}
                message = f"Isi indeks survei 0 sampai {ringkas(self.formulir.instrumen.survei_maksimum)}."
            else:
                rules = {"validate": "list", "source": f"={nama_daftar(kind)}"}
                message = f"Pilih salah satu: {', '.join(self.formulir.instrumen.skala[kind])}."
            spans = [[r, column, r, column] for r in row]
            self.ws.data_validation(
                *spans[0],
                {**rules, "error_title": "Jawaban tidak berlaku", "error_message": message, "other_cells": spans[1:]},
            )

    def _warna(self, p: Penilai) -> None:
        """Colours of blank and invalid answers, by the option label at the left of the row."""
        start, end = self.denah.baris_pertama, self.denah.baris_akhir
        column = self.denah.kolom(p, "jawaban")
        x = f"${xl_col_to_name(column)}{start + 1}"
        persen = f"${xl_col_to_name(self.denah.kolom(p, 'persen'))}{start + 1}"
        label = f"${xl_col_to_name(d.PILIHAN)}{start + 1}"
        calculation = f'{label}="Jumlah"'
        integer = f"IFERROR(AND(COUNT({x})=1,{x}>=0,INT({x})={x}),FALSE)"
        present = f"IFERROR(LEN(TRIM({x}))>0,TRUE)"
        wrong = f'=AND({label}<>"",{present},IF({calculation},NOT({integer}),{persen}=""))'
        empty = f'=AND({label}<>"",NOT({present}))'
        for formula, trait in (
            (wrong, {"bg_color": SALAH, "font_color": TEKS_SALAH}),
            (empty, {"bg_color": KOSONG}),
        ):
            colour = self.g.polos(**trait)
            self.ws.conditional_format(
                start,
                column,
                end,
                column,
                {"type": "formula", "criteria": formula, "format": colour, "stop_if_true": True},
            )

    def _page_setup(self) -> None:
        ws = self.ws
        ws.repeat_rows(d.KEPALA, d.KEPALA + 1)
        if len(self.denah.penilai) == 1:
            ws.fit_to_pages(1, 0)
            return
        # Several assessors do not fit one page: each gets pages of its own beside the row texts.
        ws.repeat_columns(d.PENANDA, d.BOBOT)
        ws.set_print_scale(58)
        ws.print_across()
        ws.set_v_pagebreaks([start for _, start in self.denah.blok()][1:])
