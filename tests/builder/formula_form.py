"""A filled worksheet with live formulas as the circulated form has them, and faults to sow into them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.builder.answers import Jawaban, acak
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from tests.builder.grid import Nilai
from tests.builder.spellings import SCALE_SHEET, name_of, scale_cells
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris
from zi_cli.scoring.formulas.calculator import Calculator
from zi_cli.scoring.formulas.parse import UnsupportedFormula
from zi_cli.worksheet.formats.open import open_with_formulas

INSTRUMEN = load_instrumen()
_LAYOUT = FormShape(nomor="baris", kolom_penilai=("jawaban", "nilai", "catatan", "bukti"), nama_kepala={"unit": ""})
_BOBOT, _OPTION_COLUMN, _ANSWER_COLUMN, _NILAI_COLUMN = 8, 10, 11, 12
_BY_NUMBER = {b.nomor: b for b in INSTRUMEN.baris}
_EMPTY_TEXT = '"Blm Diisi"'


class Sown(NamedTuple):
    """A fault in a form: its kind and row, the cell that should be named, and the cells that it changed."""

    nama: str
    kode: str
    sel: str
    isi: dict[tuple[int, int], Nilai]


@dataclass
class FormulaForm:
    """The cells of the sheet by (zero-based row, column); a text that starts with "=" is a formula."""

    sel: dict[tuple[int, int], Nilai]
    baris: dict[str, int]
    ditanam: list[Sown] = field(default_factory=list)
    bersih: dict[tuple[int, int], Nilai] = field(default_factory=dict)

    def address(self, kode: str, kolom: int = _NILAI_COLUMN) -> str:
        return f"{xl_col_to_name(kolom)}{self.baris[kode] + 1}"

    def put(self, kode: str, isi: Nilai, kolom: int = _NILAI_COLUMN) -> None:
        self.sel[self.baris[kode], kolom] = isi

    def get(self, kode: str, kolom: int = _NILAI_COLUMN) -> Nilai:
        return self.sel.get((self.baris[kode], kolom))

    def with_faults(self, ditanam: list[Sown]) -> FormulaForm:
        """The clean form with these faults alone."""
        sel = dict(self.bersih)
        for x in ditanam:
            sel |= x.isi
        return FormulaForm(sel, self.baris, ditanam)

    def save(self, berkas: Path) -> Path:
        wadah = io.BytesIO()
        buku = xlsxwriter.Workbook(wadah, {"in_memory": True, "strings_to_urls": False})
        lembar = buku.add_worksheet("LKE ZI")
        for (b, k), isi in self.sel.items():
            if isinstance(isi, str) and isi.startswith("={"):
                lembar.write_array_formula(b, k, b, k, f"{{={isi[2:]}")
            elif isinstance(isi, str) and isi.startswith("="):
                lembar.write_formula(b, k, isi)
            elif isinstance(isi, str):
                lembar.write_string(b, k, isi)
            elif isi is not None:
                lembar.write_number(b, k, isi)
        rumus = "".join(x for x in self.sel.values() if isinstance(x, str) and x.startswith("="))
        if f"{SCALE_SHEET}!" in rumus:
            skala = buku.add_worksheet(SCALE_SHEET)
            for b, k, isi in scale_cells():
                skala.write(b, k, isi)
        for kode in self.baris:
            if name_of(kode) in rumus:
                buku.define_name(name_of(kode), f"='LKE ZI'!${xl_col_to_name(_BOBOT)}${self.baris[kode] + 1}")
        buku.close()
        berkas.write_bytes(wadah.getvalue())
        return berkas


def formula_form(jawaban: Mapping[str, Nilai], hilang: frozenset[str] = frozenset()) -> FormulaForm:
    """The form with *jawaban* by kode and every score a formula; the rows *hilang* are left out."""
    (kisi,) = build_book({"unit": jawaban}, replace(_LAYOUT, hilang=hilang)).lembar
    baris = {_BY_NUMBER[int(n)].kode: b for (b, k), n in kisi.sel.items() if k == 0 and isinstance(n, int)}
    f = FormulaForm(dict(kisi.sel), baris)
    for kode in baris:
        b = INSTRUMEN.per_kode[kode]
        if rumus := _score(f, b):
            f.put(kode, rumus)
        if b.aturan is not None and (rumus := _counts(f, b)):
            f.put(kode, rumus, _ANSWER_COLUMN)
    return f


def _score(f: FormulaForm, b: Baris) -> str:
    if b.jenis == "indikator":
        return _answer(f, b)
    if b.jenis == "kelompok":
        return f"=AVERAGE({f.address(b.kode.removesuffix('.0'))})*{f.address(b.kode, _BOBOT)}"
    if b.jenis == "total":
        induk = b.kode.rpartition(".")[0]
        isi = INSTRUMEN.anak[induk] if induk else [f"{k.kode}.TOTAL" for k in INSTRUMEN.baris if k.jenis == "komponen"]
        return f"=SUM({','.join(map(f.address, isi))})"
    if b.jenis == "komponen":
        return f"={f.address(f'{b.kode}.TOTAL')}"
    if b.jenis == "jumlah":
        return ""
    isi = [f"{k}.0" if f"{k}.0" in f.baris else k for k in INSTRUMEN.anak[b.kode]]
    isi = [k for k in isi if k in f.baris]
    if b.jenis != "sub":
        return f"=SUM({','.join(map(f.address, isi))})"
    rapat = [f.baris[k] for k in isi] == list(range(f.baris[isi[0]], f.baris[isi[0]] + len(isi)))
    rentang = f"{f.address(isi[0])}:{f.address(isi[-1])}" if rapat else ",".join(map(f.address, isi))
    return f"=AVERAGE({rentang})*{f.address(b.kode, _BOBOT)}"


def _answer(f: FormulaForm, b: Baris, jawaban: str | None = None) -> str:
    """The nested conditions of the form, by the label of the row."""
    k, j = jawaban or f.address(b.kode, _ANSWER_COLUMN), f.address(b.kode, _OPTION_COLUMN)
    h = f.address(b.kode, _BOBOT)
    if b.jenis_jawaban == "nilai_0_4":
        return f'=IF({k}="",{_EMPTY_TEXT},{k}/4)*{h}'
    rumus = f'IF({j}="%",IF({k}="",{_EMPTY_TEXT},{k}),"-")'
    for skala in reversed(INSTRUMEN.skala.values()):
        isi = _EMPTY_TEXT
        for pilihan, nilai in reversed(skala.items()):
            isi = f'IF({k}="{pilihan}",{float(nilai):g},{isi})'
        rumus = f'IF({j}="{"/".join(skala)}",{isi},{rumus})'
    return f"={rumus}*{h}" if b.kode[0] == "B" else f"={rumus}"


def _counts(f: FormulaForm, b: Baris) -> str:
    """The percentage by its counts, or a sum of counts, as the form has them."""
    assert b.aturan is not None
    sel = [f.address(k, _ANSWER_COLUMN) for k in b.aturan.operan]
    kosong = ",".join(f'{s}=""' for s in sel)
    if b.aturan.nama == "jumlah":
        return ""
    p, q = sel
    if b.aturan.nama == "penurunan":
        return f"=IF(OR({kosong}),{_EMPTY_TEXT},IF(AND({p}=0,{q}=0),1,IF(({p}-{q})/{p}<0,0,({p}-{q})/{p})))"
    return f"=IF(OR({kosong}),{_EMPTY_TEXT},IF({p}/{q}>1,1,{p}/{q}))"


def clean_answers(rng: Random) -> Jawaban:
    """Random answers, none blank, with counts that give the sheet and the rules the same ratio."""
    isi = acak(rng, kosong=0)
    for b in INSTRUMEN.baris:
        if b.jenis == "jumlah":
            isi[b.kode] = rng.randint(1, 9)
    for b in INSTRUMEN.baris:
        if b.aturan is not None and b.jenis == "jumlah":
            isi[b.kode] = sum(int(str(isi[k])) for k in b.aturan.operan)
    return isi


def calculated(f: FormulaForm, folder: Path) -> Path:
    """The form with the values of its formulas, worked out by ourselves, saved as values beside them."""
    berkas = f.save(folder / "mentah.xlsx")
    hitung = Calculator(*open_with_formulas(berkas))
    nilai = {}
    for (b, k), isi in f.sel.items():
        if isinstance(isi, str) and isi.startswith("="):
            try:
                x = hitung.value(Sel("LKE ZI", b + 1, k))
            except UnsupportedFormula:
                # What Excel saves of a circle.
                x = Fraction(0)
            nilai[f"{xl_col_to_name(k)}{b + 1}"] = x
    return with_values(berkas, folder / "lke.xlsx", nilai)


def with_values(asal: Path, tujuan: Path, nilai: Mapping[str, object]) -> Path:
    """Put saved values beside the formulas of the first sheet."""
    with zipfile.ZipFile(asal) as z, zipfile.ZipFile(tujuan, "w", zipfile.ZIP_DEFLATED) as keluar:
        for nama in z.namelist():
            isi = z.read(nama)
            if nama == "xl/worksheets/sheet1.xml":

                def ganti(m: re.Match[str]) -> str:
                    x = nilai[m[1]]
                    if isinstance(x, Fraction):
                        return f'<c r="{m[1]}">{m[3]}<v>{float(x):.15g}</v></c>'
                    jenis, teks = ("e", x.kode) if hasattr(x, "kode") else ("str", x or "")
                    return f'<c r="{m[1]}" t="{jenis}">{m[3]}<v>{teks}</v></c>'

                pola = r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*>[^<]*</f>)<v>[^<]*</v></c>'
                isi = re.sub(pola, ganti, isi.decode()).encode()
            keluar.writestr(nama, isi)
    return tujuan


# Faults: each changes one cell and returns the one that should be named.

Fault = Callable[[FormulaForm, str, Random], str]


def _means(minimal: int) -> list[str]:
    return [b.kode for b in INSTRUMEN.baris if b.jenis == "sub" and len(INSTRUMEN.anak[b.kode]) >= minimal]


def short_range(f: FormulaForm, kode: str, rng: Random) -> str:
    isi = INSTRUMEN.anak[kode]
    f.put(kode, f"=AVERAGE({f.address(isi[0])}:{f.address(isi[-2])})*{f.address(kode, _BOBOT)}")
    return f.address(kode)


def double_row(f: FormulaForm, kode: str, rng: Random) -> str:
    isi = [*map(f.address, INSTRUMEN.anak[kode])]
    f.put(kode, f"=AVERAGE({','.join([*isi, rng.choice(isi)])})*{f.address(kode, _BOBOT)}")
    return f.address(kode)


def foreign_row(f: FormulaForm, kode: str, rng: Random) -> str:
    lain = rng.choice([k for k in _means(1) if k != kode and k in f.baris])
    isi = ",".join(map(f.address, (*INSTRUMEN.anak[kode], lain)))
    f.put(kode, f"=AVERAGE({isi})*{f.address(kode, _BOBOT)}")
    return f.address(kode)


def typed_weight(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, str(f.get(kode)).replace(f"*{f.address(kode, _BOBOT)}", f"*{rng.choice((3, 7))}"))
    return f.address(kode)


def typed_sum(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, rng.choice((0.123, 0.25, 1.75)))
    return f.address(kode)


def skipped_part(f: FormulaForm, kode: str, rng: Random) -> str:
    isi = str(f.get(kode)).removeprefix("=SUM(").removesuffix(")").split(",")
    isi.remove(rng.choice(isi))
    f.put(kode, f"=SUM({','.join(isi)})")
    return f.address(kode)


def rounded(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, f"=ROUND({str(f.get(kode))[1:]},1)")
    return f.address(kode)


def reference_lost(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, f"=AVERAGE(#REF!)*{f.address(kode, _BOBOT)}")
    return f.address(kode)


def typed_score(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, rng.choice((0.11, 0.9)))
    return f.address(kode)


def other_answer(f: FormulaForm, kode: str, rng: Random) -> str:
    jenis = INSTRUMEN.per_kode[kode].jenis_jawaban
    lain = [b.kode for b in INSTRUMEN.indikator if b.jenis_jawaban == jenis and b.kode != kode and b.kode in f.baris]
    f.put(kode, _answer(f, INSTRUMEN.per_kode[kode], f.address(rng.choice(lain), _ANSWER_COLUMN)))
    return f.address(kode)


def odd_label(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, "Pilih", _OPTION_COLUMN)
    return f.address(kode)


def blank_answer(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, None, _ANSWER_COLUMN)
    return f.address(kode, _ANSWER_COLUMN)


def typed_total(f: FormulaForm, kode: str, rng: Random) -> str:
    f.put(kode, rng.choice((30, 88.5, 61.25)))
    return f.address(kode)


_QUESTIONS = [b.kode for b in INSTRUMEN.indikator if b.kode[0] == "A" and b.jenis_jawaban in INSTRUMEN.skala]
_BERSAUDARA = [k for k in _QUESTIONS if len(INSTRUMEN.anak[INSTRUMEN.per_kode[k].induk or ""]) > 2]
_PLAIN = [k for k in _means(3) if all(INSTRUMEN.per_kode[x].jenis_jawaban != "persen" for x in INSTRUMEN.anak[k])]
_SUM_CODES = [b.kode for b in INSTRUMEN.baris if b.jenis in ("area", "aspek") and len(INSTRUMEN.anak[b.kode]) > 1]

#: Every kind of fault with the rows that it fits.
FAULTS: dict[str, tuple[Fault, list[str]]] = {
    "rentang kurang": (short_range, _PLAIN),
    "baris ganda": (double_row, _PLAIN),
    "baris asing": (foreign_row, _PLAIN),
    "bobot diketik": (typed_weight, _PLAIN),
    "sub diketik": (typed_sum, _PLAIN),
    "bagian terlewat": (skipped_part, [*_SUM_CODES, "A.TOTAL", "B.TOTAL"]),
    "dibulatkan": (rounded, _PLAIN),
    "acuan hilang": (reference_lost, _PLAIN),
    "nilai diketik": (typed_score, _BERSAUDARA),
    "jawaban lain": (other_answer, _BERSAUDARA),
    "label": (odd_label, _BERSAUDARA),
    "kosong": (blank_answer, _BERSAUDARA),
    "total diketik": (typed_total, ["A.TOTAL", "TOTAL", *_SUM_CODES]),
}
#: Kinds that turn their cell into an error value.
ERRORS = frozenset({"acuan hilang"})


def sow(f: FormulaForm, rng: Random, banyak: int) -> None:
    """Sow *banyak* faults into *f*, each in another row; what and where is added to ``ditanam``."""
    dipakai: set[str] = set()
    f.bersih = dict(f.sel)
    while len(f.ditanam) < banyak:
        nama = rng.choice(list(FAULTS))
        tanam, tempat = FAULTS[nama]
        kode = rng.choice([k for k in tempat if k in f.baris and k not in dipakai])
        dipakai.add(kode)
        lama = dict(f.sel)
        sel = tanam(f, kode, rng)
        f.ditanam.append(Sown(nama, kode, sel, {k: isi for k, isi in f.sel.items() if lama.get(k) != isi}))
