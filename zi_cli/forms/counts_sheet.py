"""Sheet "Hitungan": from the counts to the percentage, step by step, one block an indicator.

A count that is not a whole number of 0 or more counts as blank here, as in ``scoring.rumus``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from zi_cli.findings.record import Sel
from zi_cli.forms.addresses import BOBOT, HITUNGAN, CellPlan, cell_address
from zi_cli.forms.content import Formulir, as_double
from zi_cli.forms.styles import GREY, PERCENT, TWO_DECIMALS, WHOLE, Gaya, row_height
from zi_cli.forms.verdict_formulas import node_row, possible
from zi_cli.instrumen.tree import Ambang, AturanHitungan, Baris, Instrumen
from zi_cli.scoring.survey_notes import denied_index
from zi_cli.worksheet.cells import parse_survey
from zi_cli.worksheet.model import Isian, Penilai

#: What each rule does, for the note beside the percentage; {p} is the part, {q} the whole.
_RULE_TEXTS: Mapping[str, str] = {
    "rasio": "{p} ÷ {q}; paling tinggi 100%, dan 0% bila pembaginya 0.",
    "rasio_terbatas": "{p} ÷ {q}; lebih dari 100% dihitung 100%, dan 0% bila pembaginya 0.",
    "rasio_atau_penuh": "{p} ÷ {q}; paling tinggi 100%, dan 100% bila {q} 0.",
    "penurunan": "({q} − {p}) ÷ {q}; paling rendah 0%. Bila keduanya 0 dihitung 100%; "
    "bila hanya {q} yang 0 dihitung 0%.",
}

#: What the two counts of a rule are called when not "Bagian" and "Pembagi".
_STEP_NAMES = {"penurunan": ("Tahun ini", "Tahun sebelumnya")}

#: Steps and notes of what a ratio may be at worst and at best.
_POSSIBLE = (
    ("Terendah yang mungkin", "Lebih kecil hanya bila hitungannya bertentangan (bagian melebihi pembagi, rincian)."),
    ("Tertinggi yang mungkin", "Lebih besar hanya bila hitungannya bertentangan."),
)
_BOUNDS = ("terendah", "tertinggi")
_BOUND_RULES = ("Terendah: yang meragukan pada nilai terendahnya", "Tertinggi: yang meragukan pada nilai tertingginya")


def _part_and_whole(rules: AturanHitungan) -> tuple[str, str]:
    """Kode of the part (numerator or this year's count) and of the whole (denominator or last year's)."""
    first, second = rules.operan
    return (second, first) if rules.nama == "penurunan" else (first, second)


def rule_in_words(instrumen: Instrumen, row: Baris) -> str:
    """How the percentage of *row* is computed, in words; raises ValueError without a rule."""
    if row.aturan is None:
        raise ValueError(row.kode)
    part, whole = (instrumen.per_kode[k] for k in _part_and_whole(row.aturan))
    text = "Persentase = " + _RULE_TEXTS[row.aturan.nama].format(p=part.teks, q=whole.teks)
    if whole.aturan is not None:
        text += f" “{whole.teks}” yang kosong diambil dari jumlah rinciannya."
    return text + " Terisi sendiri dari hitungan di bawah ini."


@dataclass
class LembarHitungan:
    """Writes the sheet and remembers where each percentage came out."""

    ws: Worksheet
    formulir: Formulir
    denah: CellPlan
    g: Gaya
    baris_hasil: dict[str, int] = field(default_factory=dict)
    baris_batas: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write all blocks."""
        ws, g = self.ws, self.g
        ws.set_column(0, 0, 22, g())
        ws.set_column(1, 1, 62, g())
        ws.set_column(2, 1 + len(self.denah.penilai), 13, g())
        ws.write_string(0, 0, "Hitungan Persentase", g(bold=True, font_size=14))
        ws.write_string(
            1, 0, "Lembar ini terisi sendiri; hitungan yang bukan bilangan bulat dianggap kosong.", g(italic=True)
        )
        for column, text in enumerate(("Langkah", "Asal", *(self.denah.penilai_name(p) for p in self.denah.penilai))):
            ws.write_string(2, column, text, g.heading())
        ws.set_row(2, 30)
        ws.freeze_panes(3, 2)
        row = 3
        for b in self.formulir.instrumen.indikator:
            if b.aturan is not None:
                row = self._blok(b, b.aturan, row) + 1
        self._write_bounds(row)

    def percent_address(self, code: str, penilai: Penilai) -> str:
        """Address, sheet included, of the percentage of *code*."""
        return f"{HITUNGAN}!{self._cell(self.baris_hasil[code], penilai)}"

    def ambang_bounds(self, ambang: Ambang, penilai: Penilai) -> tuple[str, str]:
        """Addresses, sheet included, of the least and the most that the value of *ambang* may be."""
        row = self.baris_batas[ambang.kode]
        return f"{HITUNGAN}!{self._cell(row, penilai)}", f"{HITUNGAN}!{self._cell(row + 1, penilai)}"

    def _cell(self, row: int, penilai: Penilai) -> str:
        return cell_address(row, 2 + self.denah.penilai.index(penilai))

    def _blok(self, b: Baris, rules: AturanHitungan, row: int) -> int:
        instrumen = self.formulir.instrumen
        part, whole = _part_and_whole(rules)
        title = f"{b.kode} (baris {self.denah.row(b.kode) + 1})"
        self.ws.merge_range(
            row, 0, row, 1 + len(self.denah.penilai), title, self.g.table_cell(bold=True, bg_color=GREY)
        )
        part_name, nama_seluruh = _STEP_NAMES.get(rules.nama, ("Bagian", "Pembagi"))
        baris_bagian = self._write_count(part_name, part, row + 1)
        baris_seluruh = self._write_count(nama_seluruh, whole, baris_bagian + 1)
        detail = instrumen.per_kode[whole].aturan
        if detail is not None:
            baris_seluruh = self._write_breakdown(whole, detail, baris_seluruh)
        result = baris_seluruh + 1
        self.baris_hasil[b.kode] = result
        written = (baris_bagian + 1, detail.operan) if detail is not None else None
        thickness = self.g.table_cell(bold=True)
        self.ws.write_string(result, 0, "Persentase", thickness)
        way = _RULE_TEXTS[rules.nama].format(p=part_name, q=nama_seluruh)
        self.ws.write_string(result, 1, way, self.g.table_cell(text_wrap=True))
        self.ws.set_row(result, row_height([(way, 62, 10)]))
        for p in self.denah.penilai:
            formula = _rule_formula(rules.nama, self._cell(baris_bagian, p), self._cell(baris_seluruh, p))
            persen = self.g.table_cell(num_format=PERCENT, bold=True)
            self.ws.write_formula(self._cell(result, p), formula, persen, self.formulir.ratio(p, b.kode))
            mungkin = self._possible_formulas(rules.nama, whole, (baris_bagian, baris_seluruh, result), written, p)
            for shift, (formula, content) in enumerate(
                zip(mungkin, self.formulir.possible_ratios(p, b.kode), strict=True), 1
            ):
                self.ws.write_formula(
                    self._cell(result + shift, p), formula, self.g.table_cell(num_format=PERCENT), content
                )
        for shift, (name, note) in enumerate(_POSSIBLE, 1):
            self.ws.write_string(result + shift, 0, name, self.g.table_cell())
            self.ws.write_string(result + shift, 1, note, self.g.table_cell(text_wrap=True))
        return result + 3

    def _possible_formulas(
        self,
        name: str,
        whole: str,
        rows: tuple[int, int, int],
        details: tuple[int, tuple[str, ...]] | None,
        penilai: Penilai,
    ) -> tuple[str, str]:
        """The least and the most that a ratio may be: more than the whole, or a whole that denies its parts.

        *rows* are the rows of part, whole and ratio, *details* the row of the typed whole and the kode of its parts.
        """
        p, q, ratio = (self._cell(b, penilai) for b in rows)
        syarat = {
            "rasio": f"N({p})>N({q})",
            "rasio_terbatas": f"AND(N({q})=0,N({p})>0)",
            "rasio_atau_penuh": f"AND(N({q})>0,N({p})>N({q}))",
        }.get(name, "FALSE")
        other = ratio
        if details is not None:
            start, code = details
            t, part = self._cell(start, penilai), [self._cell(start + i, penilai) for i in range(1, len(code) + 1)]
            r = f"{part[0]}:{part[-1]}"
            content = _rule_formula(name, p, f"SUM({r})").removeprefix("=")
            other = f"IF(AND(COUNT({t})=1,COUNT({r})>0,COUNT({p})=1),{content},{ratio})"
            filled = [
                f"AND(COUNT({s})=0,IFERROR(LEN(TRIM({self.denah.cell(penilai, 'jawaban', k, sheet=True)}))>0,TRUE))"
                for s, k in zip((t, *part), (whole, *code), strict=True)
            ]
            syarat = f"OR({syarat},AND(COUNT({t})=0,OR({','.join(filled)})))"
        return (
            f'=IF(COUNT({ratio})=0,"",IF({syarat},0,MIN({ratio},{other})))',
            f'=IF(COUNT({ratio})=0,"",IF({syarat},1,MAX({ratio},{other})))',
        )

    def _write_bounds(self, row: int) -> None:
        """The least and the most that the value of each threshold may be."""
        width = 1 + len(self.denah.penilai)
        title = "Nilai terendah dan tertinggi yang mungkin dari setiap ambang"
        self.ws.merge_range(row, 0, row, width, title, self.g.table_cell(bold=True, bg_color=GREY))
        i = self.formulir.instrumen
        for a in self.formulir.ambang.daftar:
            self.baris_batas[a.kode] = row + 1
            shape = self.g.table_cell(num_format=PERCENT if a.satuan == "persen" else TWO_DECIMALS)
            for shift, word in enumerate(_BOUNDS):
                row += 1
                self.ws.write_string(row, 0, a.kode, self.g.table_cell())
                self.ws.write_string(row, 1, _BOUND_RULES[shift], self.g.table_cell(text_wrap=True))
                for p in self.denah.penilai:
                    nilai = possible(self.formulir.penilaian.get(p), a, i)[shift]
                    content = as_double(nilai / 100 if a.satuan == "persen" else nilai)
                    self.ws.write_formula(self._cell(row, p), self._bound_formula(a, p, word), shape, content)

    def _bound_formula(self, a: Ambang, p: Penilai, word: str) -> str:
        i = self.formulir.instrumen
        persen = a.satuan == "persen"
        nodes = i.area_halves(a.simpul) if persen else (node_row(a, i),)
        formula = "+".join(self.denah.cell(p, "nilai", k, sheet=True) for k in nodes)
        if word == "tertinggi":
            formula += "".join(f"+{self.denah.blank_formula(p, self.denah.column_range(BOBOT, k), k)}" for k in nodes)
        shift = 1 if word == "terendah" else 2
        for b in i.indikator:
            if b.kode in self.baris_hasil and any(self.denah.covers(k, b.kode) for k in nodes):
                result = self.baris_hasil[b.kode]
                difference = f"(N({self._cell(result + shift, p)})-N({self._cell(result, p)}))"
                formula += f"+{self.denah.bobot(b.kode)}*{difference}"
        formula += self._denied(nodes, p, word)
        return f"=({formula})/({'+'.join(map(self.denah.bobot, nodes))})" if persen else f"={formula}"

    def _denied(self, nodes: tuple[str, ...], p: Penilai, word: str) -> str:
        """What survey answers that their notes deny take from or add to the nodes, until one of the two is changed."""
        formula, content, i = "", self.formulir.entries(p), self.formulir.instrumen
        for code, note in content.catatan.items():
            b, nilai = i.per_kode[code], parse_survey(content.jawaban.get(code), i.survei_maksimum).nilai
            if b.jenis_jawaban != "nilai_0_4" or not isinstance(nilai, Fraction):
                continue
            place = Sel("", b.nomor, 0)
            other = denied_index(code, nilai, place, Isian(note, place), i.survei_maksimum)
            if (
                other is None
                or (other[0] < nilai) != (word == "terendah")
                or not any(self.denah.covers(k, code) for k in nodes)
            ):
                continue
            difference = as_double((other[0] - nilai) / i.survei_maksimum * i.bobot(code))
            cell, sel_catatan = (self.denah.cell(p, k, code, sheet=True) for k in ("jawaban", "catatan"))
            formula += f"+IF(AND(N({cell})={content.jawaban[code]!r},LEN({sel_catatan})={len(note)}),{difference!r},0)"
        return formula

    def _write_count(self, step: str, code: str, row: int) -> int:
        """One count, checked: the cell's value when it is a whole number of 0 or more, else blank."""
        self.ws.write_string(row, 0, step, self.g.table_cell())
        self.ws.write_string(row, 1, f"Baris {self.denah.row(code) + 1} di lembar LKE", self.g.table_cell())
        for p in self.denah.penilai:
            x = self.denah.cell(p, "jawaban", code, sheet=True)
            formula = f'=IFERROR(IF(AND(COUNT({x})=1,{x}>=0,INT({x})={x}),{x},""),"")'
            content = self._usable_count(p, code)
            self.ws.write_formula(
                self._cell(row, p), formula, self.g.table_cell(num_format=WHOLE), "" if content is None else content
            )
        return row

    def _write_breakdown(self, kode_jumlah: str, detail: AturanHitungan, row: int) -> int:
        """The parts of a whole, and the whole that is used: as typed, else their sum."""
        written = row
        for code in detail.operan:
            row = self._write_count("Rincian", code, row + 1)
        used = row + 1
        self.ws.write_string(used, 0, "Pembagi yang dipakai", self.g.table_cell())
        self.ws.write_string(used, 1, "Jumlah tertulis; bila kosong, jumlah rinciannya", self.g.table_cell())
        for p in self.denah.penilai:
            x = self._cell(written, p)
            r = f"{self._cell(written + 1, p)}:{self._cell(row, p)}"
            formula = f'=IF(COUNT({x})=1,{x},IF(COUNT({r})>0,SUM({r}),""))'
            present = [n for n in (self._usable_count(p, k) for k in detail.operan) if n is not None]
            content = self._usable_count(p, kode_jumlah)
            nilai = content if content is not None else (sum(present) if present else "")
            self.ws.write_formula(self._cell(used, p), formula, self.g.table_cell(num_format=WHOLE), nilai)
        return used

    def _usable_count(self, penilai: Penilai, code: str) -> int | None:
        content = self.formulir.entries(penilai).jawaban.get(code)
        return content if isinstance(content, int) and content >= 0 else None


def _rule_formula(name: str, p: str, q: str) -> str:
    """Formula of the named rule on the checked cells *p* (part) and *q* (whole); blank when one is missing."""
    if name == "rasio_atau_penuh":
        return f'=IF(COUNT({q})=0,"",IF({q}=0,1,IF(COUNT({p})=0,"",MIN(1,{p}/{q}))))'
    if name == "penurunan":
        content = f"IF({q}=0,IF({p}=0,1,0),MAX(0,({q}-{p})/{q}))"
    else:
        content = f"IF({q}=0,0,MIN(1,{p}/{q}))"
    return f'=IF(COUNT({p})+COUNT({q})<2,"",{content})'
