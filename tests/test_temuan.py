"""The catalogue: every LKE code has a case that raises it and one that does not, and a page."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pytest

import zi_cli
from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.builder.form_shape import Sisipan
from tests.builder.formula_form import FormulaForm, calculated, formula_form, short_range
from tests.fuzz.basis import ods, ods_cell, zip_of
from zi_cli.cli.lint import lint_file
from zi_cli.config import load_config
from zi_cli.findings.catalogue import CATALOGUE, InvalidCatalogue, load_family, make_temuan, read_family
from zi_cli.findings.record import Temuan, column_letters
from zi_cli.findings.unreadable import UnreadableInput, require_judged
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import half_findings, score_worksheet
from zi_cli.worksheet.read import read_worksheet

Isi = Mapping[str, Any]
PERCENT_ONLY = FormShape(kolom_penilai=("jawaban", "persen"))
ALL_COLUMNS = FormShape(kolom_penilai=("jawaban", "nilai", "persen", "catatan", "bukti"))


def own_points(isi: Isi) -> dict[str, dict[str, Fraction]]:
    """Points by kode as the program itself finds them, for the file's own figures."""
    return {"unit": {b.kode: b.bobot for b in load_instrumen().baris if b.bobot is not None}} if not isi else {}


def linted(isi: Isi, bentuk: FormShape | None = None, **lain: Any) -> Callable[[Path], list[Temuan]]:
    """A worksheet with perfect answers but for *isi*, linted."""

    def run_command(folder: Path) -> list[Temuan]:
        jawaban = {"unit": raw_cells(perfect()) | isi}
        if "tpi" in lain:
            jawaban["tpi"] = lain["tpi"]
        berkas = build_book(jawaban, bentuk, angka=lain.get("angka")).simpan(folder / "lke.xlsx")
        return lint_file(berkas, load_config(None), formula=False).temuan

    return run_command


def file_as_is(nama: str, isi: bytes | None) -> Callable[[Path], list[Temuan]]:
    def run_command(folder: Path) -> list[Temuan]:
        berkas = folder / nama
        if isi is not None:
            berkas.write_bytes(isi)
        try:
            return lint_file(berkas, load_config(None), formula=False).temuan
        except UnreadableInput as e:
            return [e.temuan]

    return run_command


def lint_folder(folder: Path) -> list[Temuan]:
    try:
        return lint_file(folder, load_config(None), formula=False).temuan
    except UnreadableInput as e:
        return [e.temuan]


def not_an_lke(folder: Path) -> list[Temuan]:
    import openpyxl

    b = openpyxl.Workbook()
    b.active["A1"] = "Daftar hadir"
    b.save(folder / "hadir.xlsx")
    return file_as_is("hadir.xlsx", None)(folder)


def encrypted(folder: Path) -> list[Temuan]:
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    polos = build_book({"unit": raw_cells(perfect())}).xlsx()
    with (folder / "sandi.xlsx").open("wb") as f:
        OOXMLFile(io.BytesIO(polos)).encrypt("rahasia", f)
    return file_as_is("sandi.xlsx", None)(folder)


def far_cell(folder: Path) -> list[Temuan]:
    import openpyxl

    b = openpyxl.Workbook()
    b.active["XFD1048576"] = 1
    b.save(folder / "jauh.xlsx")
    return file_as_is("jauh.xlsx", None)(folder)


def unreadable(folder: Path) -> list[Temuan]:
    """A device stands for whatever the system will not let be read as a file (root may read all files)."""
    try:
        return lint_file(Path("/dev/null"), load_config(None), formula=False).temuan
    except UnreadableInput as e:
        return [e.temuan]


def changed(folder: Path) -> list[Temuan]:
    """A worksheet that is another file when it is copied than when it was judged."""
    try:
        require_judged(folder / "lke.xlsx", "b", "a")
    except UnreadableInput as e:
        return [e.temuan]
    return []


def not_calculated(folder: Path) -> list[Temuan]:
    import openpyxl

    berkas = build_book({"unit": raw_cells(perfect())}).simpan(folder / "lke.xlsx")
    b = openpyxl.load_workbook(berkas)
    lembar = b.active
    for baris in lembar.iter_rows():
        for sel in baris:
            if sel.value == "A" and sel.column > 8:
                sel.value = '="A"'
    b.save(berkas)
    return lint_file(berkas, load_config(None), formula=False).temuan


def tersembunyi(*, kolom: bool = False, baris: bool = False, salinan: bool = False) -> Callable[[Path], list[Temuan]]:
    """A worksheet whose answer column, a row of it, or a copy of it is hidden."""

    def run_command(folder: Path) -> list[Temuan]:
        import openpyxl

        b = build_book({"unit": raw_cells(perfect())})
        nama, r, k = b.letak["unit", "A.I.1.i.b"]
        buku_kerja = openpyxl.load_workbook(b.simpan(folder / "lke.xlsx"))
        lembar = buku_kerja[nama]
        lembar.column_dimensions[lembar.cell(r, k + 1).column_letter].hidden = kolom
        lembar.row_dimensions[r].hidden = baris
        if salinan:
            buku_kerja.copy_worksheet(lembar).sheet_state = "hidden"
        buku_kerja.save(folder / "lke.xlsx")
        return lint_file(folder / "lke.xlsx", load_config(None), formula=False).temuan

    return run_command


def formatted(kode: str) -> Callable[[Path], list[Temuan]]:
    def run_command(folder: Path) -> list[Temuan]:
        import openpyxl

        b = build_book({"unit": raw_cells(perfect())})
        nama, r, k = b.letak["unit", "A.I.1.i.b"]
        buku_kerja = openpyxl.load_workbook(b.simpan(folder / "lke.xlsx"))
        buku_kerja[nama].cell(r, k + 1).number_format = kode
        buku_kerja.save(folder / "lke.xlsx")
        return lint_file(folder / "lke.xlsx", load_config(None), formula=False).temuan

    return run_command


def answer_formula(
    tersimpan: str, rumus: str = '"C"&amp;""', kode: str = "A.I.1.i.b", jenis: str = "str"
) -> Callable[[Path], list[Temuan]]:
    """An answer cell whose formula gives "C" (or the result of *rumus*), with another or the same result saved."""

    def run_command(folder: Path) -> list[Temuan]:
        b = build_book({"unit": raw_cells(perfect())})
        _, r, k = b.letak["unit", kode]
        berkas = b.simpan(folder / "lke.xlsx")
        alamat = f"{column_letters(k)}{r}"
        ganti = f'<c r="{alamat}" t="{jenis}"><f>{rumus}</f><v>{tersimpan}</v></c>'
        with zipfile.ZipFile(berkas) as z:
            isi: dict[str, bytes | str] = {n: z.read(n) for n in z.namelist()}
        lembar = bytes(isi["xl/worksheets/sheet1.xml"]).decode()
        isi["xl/worksheets/sheet1.xml"] = re.sub(rf'<c r="{alamat}".*?</c>', ganti, lembar, count=1)
        berkas.write_bytes(zip_of(isi))
        return lint_file(berkas, load_config(None), formula=False).temuan

    return run_command


@pytest.mark.parametrize(
    ("rumus", "tersimpan", "sama"),
    [
        ("11/3", "3.6666666666666665", True),
        ("11/3", "3.66666666666667", True),
        ("0.1*3*(4-0.1)/0.3", "3.9000000000000004", True),
        ("11/3", "3.66666667", False),
        ("11/3", "3.7", False),
    ],
)
def test_a_saved_number_is_its_formulas_result_within_the_digits_of_a_binary_number(
    tmp_path: Path, rumus: str, tersimpan: str, sama: bool
) -> None:
    temuan = answer_formula(tersimpan, rumus, "B.II.a", "n")(tmp_path)
    assert ("LKE155" in {t.kode for t in temuan}) is not sama


def turned_into_date(folder: Path) -> list[Temuan]:
    """What Excel makes of a typed 1/2."""
    import datetime

    import openpyxl

    b = build_book({"unit": raw_cells(perfect())})
    lembar, baris, kolom = b.letak["unit", "A.I.1.i.b"]
    buku_kerja = openpyxl.load_workbook(b.simpan(folder / "lke.xlsx"))
    buku_kerja[lembar].cell(baris, kolom + 1).value = datetime.date(2026, 2, 1)
    buku_kerja.save(folder / "lke.xlsx")
    return lint_file(folder / "lke.xlsx", load_config(None), formula=False).temuan


def two_sheets(folder: Path) -> list[Temuan]:
    b = build_book({"unit": raw_cells(perfect())})
    b.lembar.append(replace(b.lembar[0], nama="LKE LAMA"))
    return lint_file(b.simpan(folder / "lke.xlsx"), load_config(None), formula=False).temuan


def halves(isi: Isi) -> Callable[[Path], list[Temuan]]:
    def run_command(folder: Path) -> list[Temuan]:
        ws = read_worksheet(build_book({"unit": raw_cells(perfect()) | isi}).simpan(folder / "lke.xlsx"))
        (p,) = score_worksheet(ws, load_instrumen())
        return half_findings(p, load_instrumen(), load_instrumen().ambang, "WBK")

    return run_command


def formula_values(ubah: Mapping[str, object]) -> Callable[[Path], list[Temuan]]:
    """A worksheet whose "Nilai" cells are formulas, but for *ubah* (by cell of the column)."""

    def run_command(folder: Path) -> list[Temuan]:
        import openpyxl

        b = build_book({"unit": raw_cells(perfect())}, ALL_COLUMNS, angka=own_points({}))
        berkas = b.simpan(folder / "lke.xlsx")
        buku_kerja = openpyxl.load_workbook(berkas)
        lembar = buku_kerja.active
        (kepala,) = [s for s in lembar[1] if s.value and str(s.value).startswith("Nilai")]
        for n in range(2, lembar.max_row + 1):
            sel = lembar.cell(n, kepala.column)
            if sel.value is not None:
                sel.value = ubah.get(str(n), f"=H{n}*K{n}")
        buku_kerja.save(berkas)
        return lint_file(berkas, load_config(None), formula=True).temuan

    return run_command


def with_formulas(akhiran: str) -> Callable[[Path], list[Temuan]]:
    """A worksheet in a format whose formulas are not read, or that holds none, its formulas judged."""

    def run_command(folder: Path) -> list[Temuan]:
        b = build_book({"unit": raw_cells(perfect())})
        if akhiran == "csv":
            return lint_file(b.simpan(folder / "lke.csv"), load_config(None), formula=True).temuan
        (kisi,) = b.lembar
        luas = max(r for r, _ in kisi.sel) + 1, max(k for _, k in kisi.sel) + 1
        isi = [[escape(str(kisi.sel.get((r, k), ""))) for k in range(luas[1])] for r in range(luas[0])]
        baris = [f"<table:table-row>{''.join(map(ods_cell, r))}</table:table-row>" for r in isi]
        (folder / "lke.ods").write_bytes(ods("".join(baris)))
        return lint_file(folder / "lke.ods", load_config(None), formula=True).temuan

    return run_command


def live_form(ubah: Callable[[FormulaForm], object]) -> Callable[[Path], list[Temuan]]:
    """The form with live formulas as circulated, changed by *ubah* and calculated."""

    def run_command(folder: Path) -> list[Temuan]:
        f = formula_form(raw_cells(perfect()))
        ubah(f)
        return lint_file(calculated(f, folder), load_config(None), formula=True).temuan

    return run_command


TEXTS = {b.kode: b.teks for b in load_instrumen().baris}
POIN = own_points({})
WRONG_TOTAL = {"unit": POIN["unit"] | {"total": Fraction(99)}}
PLAIN = build_book({"unit": raw_cells(perfect())}).xlsx()
BERSIH = linted({})
#: The A/B/C questions of Pemenuhan area 5: at C the half falls below 60 %.
LOW_HALF = [b.kode for b in load_instrumen().indikator if b.kode.startswith("A.I.5.") and b.jenis_jawaban == "abc"]
#: Code: (a case that raises it, a case near it that does not).
KASUS: dict[str, tuple[Callable[[Path], list[Temuan]], Callable[[Path], list[Temuan]]]] = {
    "LKE101": (file_as_is("tidak-ada.xlsx", None), BERSIH),
    "LKE102": (lint_folder, BERSIH),
    "LKE103": (file_as_is("kosong.xlsx", b""), BERSIH),
    "LKE104": (file_as_is("teks.xlsx", b"halo"), file_as_is("lke.xls", PLAIN)),
    "LKE105": (not_an_lke, BERSIH),
    "LKE106": (encrypted, BERSIH),
    "LKE107": (unreadable, BERSIH),
    "LKE108": (changed, BERSIH),
    "LKE110": (far_cell, BERSIH),
    "LKE112": (not_calculated, BERSIH),
    "LKE113": (
        linted({}, FormShape(nama_kepala={"unit": "", "tpi": ""}), tpi=raw_cells(perfect())),
        linted({}, FormShape(nama_kepala={"unit": ""}), tpi=raw_cells(perfect())),
    ),
    "LKE114": (two_sheets, linted({}, FormShape(pisah="komponen"))),
    "LKE115": (
        linted({}, FormShape(nama_kepala={"tpi": "Verifikator"}), tpi=raw_cells(perfect())),
        linted({}, FormShape(nama_kepala={"tpi": "Verifikator"}), tpi={}),
    ),
    "LKE120": (linted({}, FormShape(hilang=frozenset({"A.I.1.i.b"}))), BERSIH),
    "LKE121": (
        linted({}, FormShape(sisipan=(Sisipan("A.I.2", TEXTS["A.I.1.iv.b"], 1, "b.", {"unit": "B"}),))),
        linted({}, FormShape(sisipan=(Sisipan("A.I.2", TEXTS["A.I.1.iv.b"], 1, "b."),))),
    ),
    "LKE122": (linted({}, FormShape(teks={"A.I.3.i.c": TEXTS["A.I.3.ii.c"]})), BERSIH),
    "LKE123": (linted({}, FormShape(penanda={"A.I.1.i.b": "c."})), linted({}, FormShape(penanda={"A.I.1.i.b": "b)"}))),
    "LKE124": (linted({}, FormShape(teks={"A.II.6.i": TEXTS["A.II.5.iii"]})), BERSIH),
    "LKE125": (linted({}, FormShape(bobot={"A.II.6.i": 2})), linted({}, FormShape(bobot={"A.II.6.i": "2,5"}))),
    "LKE126": (
        linted({}, FormShape(teks={"A.I.1.iv.b": "Sudah ditetapkan agen prubahan"})),
        linted({}, FormShape(teks={"A.I.1.iv.b": "SUDAH DITETAPKAN AGEN PERUBAHAN"})),
    ),
    "LKE127": (
        linted({}, FormShape(sisipan=(Sisipan("A.I.2", "Kegiatan lain di luar instrumen", 1, "z.", {"unit": "A"}),))),
        linted({}, FormShape(sisipan=(Sisipan("A.I.2", "Kegiatan lain di luar instrumen", 1, "z."),))),
    ),
    "LKE128": (
        linted({}, FormShape(teks={"A.I.3.i.c": TEXTS["A.I.3.ii.c"]}, hilang=frozenset({"A.I.3.ii.c"}))),
        BERSIH,
    ),
    "LKE129": (linted({}, FormShape(pindah={"A.I.3.iii.b": "A.I.3.iii.f"})), BERSIH),
    "LKE201": (linted({"A.I.1.i.b": "Ya"}), linted({"A.I.1.i.b": " b) "})),
    "LKE202": (linted({"A.I.1.i.b": "-"}), BERSIH),
    "LKE203": (
        linted({}, FormShape(label={"A.I.1.i.b": "A/B/C/D"})),
        linted({}, FormShape(label={"A.I.1.i.b": "a, b, c"})),
    ),
    "LKE204": (linted({"A.II.5.ii.a": "92%"}), linted({"A.II.5.ii.a": "100,00 %"})),
    "LKE205": (linted({"A.II.5.ii.a": 92}), linted({"A.II.5.ii.a": 1})),
    "LKE206": (
        linted({"A.II.5.iii.a": None, "A.II.5.iii.a.5": 999}),
        linted({"A.II.1.i.a": None, "A.II.1.i.a.2": 999, "A.II.1.i.b.1": 999, "A.II.1.i.b.2": 999}),
    ),
    "LKE207": (linted({"A.II.6.i.b.1": 0}), linted({"A.II.5.ii.a.1": 0})),
    "LKE208": (linted({"A.II.5.iii.a.1": 999}), linted({"A.II.5.iii.a.1": None})),
    "LKE209": (linted({"B.I.a": 92.35}), linted({"B.I.a": "3,60"})),
    "LKE210": (linted({"A.II.4.i.a.1": "9 sasaran"}), linted({"A.II.4.i.a.1": "9"})),
    "LKE211": (linted({"A.II.4.i.a": "100%", "A.II.4.i.a.1": None}), BERSIH),
    "LKE212": (linted({"B.I.a": "#DIV/0!"}), BERSIH),
    "LKE213": (turned_into_date, BERSIH),
    "LKE214": (linted({"A.II.4.i.a": "semua"}), BERSIH),
    "LKE215": (linted({"B.I.a": "sangat baik"}), BERSIH),
    "LKE217": (linted({"A.II.4.i.a": None, "A.II.4.i.a.1": None}), BERSIH),
    "LKE220": (linted(dict.fromkeys(raw_cells(perfect()))), BERSIH),
    "LKE230": (halves(dict.fromkeys(LOW_HALF, "C")), halves({})),
    "LKE240": (linted({}, FormShape(kolom_penilai=("jawaban", "catatan"), judul_kolom={"catatan": "Catatan"})), BERSIH),
    "LKE241": (linted({}, ALL_COLUMNS), BERSIH),
    "LKE242": (linted({"A.I.1.i.b": None}), BERSIH),
    "LKE243": (linted({"A.II.5.ii.a.2": 999}), BERSIH),
    "LKE301": (linted({"A.I.1.i.a": "Tidak"}, ALL_COLUMNS, angka=POIN), linted({}, ALL_COLUMNS, angka=POIN)),
    "LKE302": (linted({"A.I.1.i.a": "Tidak"}, PERCENT_ONLY, angka=POIN), linted({}, ALL_COLUMNS, angka=POIN)),
    "LKE303": (formula_values({"6": "tidak ada"}), linted({}, ALL_COLUMNS, angka=POIN)),
    "LKE304": (linted({}, ALL_COLUMNS, angka=WRONG_TOTAL), linted({}, ALL_COLUMNS, angka=POIN)),
    "LKE305": (linted({}, ALL_COLUMNS, angka=POIN), linted({"A.I.1.i.a": "Tidak"}, ALL_COLUMNS, angka=POIN)),
    "LKE151": (tersembunyi(kolom=True), tersembunyi()),
    "LKE152": (tersembunyi(baris=True), tersembunyi()),
    "LKE153": (tersembunyi(salinan=True), tersembunyi()),
    "LKE154": (formatted(';;;"C"'), formatted('@')),
    "LKE155": (answer_formula("A"), answer_formula("C")),
    "LKE310": (formula_values({"7": 0.25}), formula_values({})),
    "LKE312": (live_form(lambda f: short_range(f, "A.I.1.ii", Random(1))), live_form(lambda f: None)),
    "LKE313": (live_form(lambda f: f.put("A.I.1.i.a", "Ya", 10)), live_form(lambda f: None)),
    "LKE314": (with_formulas("ods"), with_formulas("csv")),
}  # fmt: skip


def test_every_code_has_a_case() -> None:
    # LKE311 is retired: formulas are judged by what they compute, not by their form.
    tanpa_kasus = set(load_family("LKE")) - set(KASUS) - {"LKE311"}
    # Found across files, not in one: the tests of zi batch raise them.
    assert {k for k in tanpa_kasus if not k.startswith("LKE13")} == set()


def test_every_code_is_tested_somewhere() -> None:
    """Codes of other families are raised by the tests of what raises them."""
    semua = "".join(
        f.read_text(encoding="utf-8") for f in Path(__file__).parent.rglob("*") if f.suffix in (".py", ".toml", ".csv")
    )
    assert [k for k in CATALOGUE if k not in semua] == []


@pytest.mark.parametrize("kode", KASUS)
def test_appears(kode: str, tmp_path: Path) -> None:
    temuan = KASUS[kode][0](tmp_path)
    muncul = [t for t in temuan if t.kode == kode]
    assert muncul, sorted({t.kode for t in temuan})
    assert all(t.tingkat in (CATALOGUE[kode].tingkat, *CATALOGUE[kode].tingkat_lain) for t in muncul)


def test_a_hidden_column_is_said_of_its_assessor_by_name(tmp_path: Path) -> None:
    assert [t.pesan.partition(" (")[0] for t in tersembunyi(kolom=True)(tmp_path) if t.kode == "LKE151"] == [
        "Jawaban Unit kerja"
    ]


@pytest.mark.parametrize("kode", KASUS)
def test_does_not_appear(kode: str, tmp_path: Path) -> None:
    assert kode not in {t.kode for t in KASUS[kode][1](tmp_path)}


@pytest.mark.parametrize("entri", CATALOGUE.values(), ids=lambda e: e.kode)
def test_entries_are_complete(entri: Any) -> None:
    assert re.fullmatch(r"(LKE[123]|SYR4|DAT5|SRT6|SVY7|BKT8|PRB9|THP0)\d\d", entri.kode)
    for teks in (entri.judul, entri.mengapa, entri.perbaikan, entri.contoh):
        assert teks.strip() == teks != ""
    assert entri.mengapa.endswith((".", "?"))
    assert entri.perbaikan.endswith(".")
    assert entri.tingkat not in entri.tingkat_lain


def test_fields_of_a_message_must_be_filled() -> None:
    with pytest.raises(KeyError):
        make_temuan("LKE201", jawaban="x")
    with pytest.raises(ValueError, match="tingkat"):
        make_temuan("LKE101", level="info", berkas="x")


CODE = re.compile(r"(LKE|SYR|DAT|SRT|SVY|BKT|PRB|THP)\d{3}")


def codes_in_program() -> set[str]:
    """Codes written as strings in the program's modules, without those of docstrings and comments."""
    texts = (m.read_text(encoding="utf-8") for m in Path(zi_cli.__file__).parent.rglob("*.py"))
    trees = (ast.parse(t) for t in texts if re.search(CODE, t))
    constants = (n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return {c for c in constants if isinstance(c, str) and CODE.fullmatch(c)}


def test_every_code_of_the_program_is_in_the_catalogue_and_every_entry_in_use() -> None:
    retired = {k for k, e in CATALOGUE.items() if e.pengganti}
    used = codes_in_program()
    assert used - set(CATALOGUE) == set()
    assert set(CATALOGUE) - used == retired
    assert {CATALOGUE[k].pengganti for k in retired} <= set(CATALOGUE) - retired


def test_a_family_is_read_only_when_asked_for() -> None:
    program = "from zi_cli.findings import catalogue as c; c.CATALOGUE['LKE101']; print(c.load_family.cache_info())"
    hasil = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "currsize=1" in hasil.stdout


ENTRY = '"tingkat": "galat", "judul": "j", "pesan": "p", "mengapa": "m.", "perbaikan": "p.", "contoh": "c"'


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (f'{{"LKE101": {{{ENTRY}, "judl": "x"}}}}', "judl"),
        ('{"LKE101": {"tingkat": "galat"}}', "judul"),
        (f'{{"LKE101": {{{ENTRY}, "tingkat_lain": ["berat"]}}}}', "tingkat"),
        (f'{{"LKE101": {{{ENTRY}}}, "LKE101": {{{ENTRY}}}}}', "ganda"),
        (f'{{"SYR401": {{{ENTRY}}}}}', "SYR401"),
    ],
)
def test_a_catalogue_file_is_read_strictly(content: str, named: str, tmp_path: Path) -> None:
    berkas = tmp_path / "lke.json"
    berkas.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidCatalogue, match=named):
        read_family(berkas)
    assert "../" not in CATALOGUE
    assert "XYZ101" not in CATALOGUE
