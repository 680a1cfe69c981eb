"""The file's total explained: parts that add up exactly, each fault with its cell; nothing to say where all agrees."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.formula_form import FormulaForm, calculated, clean_answers, formula_form
from tests.difference_check import check, make_forms, missed
from tests.test_formula_calculator import edit
from tests.tools import butuh_soffice
from zi_cli.cli import run_cli
from zi_cli.evaluation import evaluate, load_rules
from zi_cli.scoring.formulas.difference import Difference

Change = Callable[[FormulaForm], object]


def form(change: Change | None = None, answers: Mapping[str, object] | None = None) -> FormulaForm:
    f = formula_form(raw_cells(perfect()) | dict(answers or {}))  # type: ignore[arg-type]
    if change is not None:
        change(f)
    return f


def explain(berkas: Path) -> Difference | None:
    e = evaluate(berkas, load_rules(None, None), complete=False)
    return e.total_differences(berkas).get("unit")


def parts(d: Difference | None) -> list[tuple[str, str, Fraction | None]]:
    assert d is not None
    if d.selisih is not None:
        assert sum((b.poin or Fraction(0) for b in d.bagian), Fraction(0)) == d.selisih
    return [(str(b.sel).removeprefix("LKE ZI!"), b.sebab, b.poin) for b in d.bagian]


def test_sown_faults_are_named_and_add_up_as_libreoffice_calculates(tmp_path: Path) -> None:
    butuh_soffice()
    hasil = check(make_forms(24, 7), tmp_path)
    assert [(h.berkas, h.wrong) for h in hasil if h.wrong] == []
    assert missed(hasil, tmp_path / "sendiri") == []
    assert sum(len(h.selisih.bagian) for h in hasil if h.selisih) > 24


def test_a_form_whose_total_agrees_has_nothing_to_explain(tmp_path: Path) -> None:
    assert explain(calculated(form(), tmp_path)) is None
    assert explain(calculated(formula_form(raw_cells(clean_answers(Random(3)))), tmp_path)) is None


def test_a_group_left_out_is_the_whole_difference(tmp_path: Path) -> None:
    """As in the regulation's own filled form: a mean over two group rows takes the first and what it holds."""
    kode = "A.II.5.iii"
    hitungan = {"A.II.5.iii.a.1": 30, "A.II.5.iii.a.2": 1, "A.II.5.iii.a.3": 29, "A.II.5.iii.a.5": 26}
    hitungan = {**dict.fromkeys((f"A.II.5.iii.{h}.{n}" for h in "ab" for n in range(1, 6)), 0), **hitungan}
    hitungan |= {"A.II.5.iii.b.1": 5, "A.II.5.iii.b.4": 5, "A.II.5.iii.b.5": 5}

    def salah(f: FormulaForm) -> None:
        awal = f.baris[f"{kode}.a.0"]
        f.put(kode, f"=AVERAGE(M{awal + 1}:M{awal + 4})*{f.address(kode, 8)}")

    f = form(salah, hitungan)
    d = explain(calculated(f, tmp_path))
    b = f.baris[f"{kode}.b.0"] + 1
    assert parts(d) == [(f.address(kode), f"baris {b} tidak ikut dihitung rumus {f.address(kode)}", Fraction(-2, 15))]
    assert d is not None and d.berkas == d.kami - Fraction(2, 15)


@pytest.mark.parametrize(
    ("answers", "sebab", "poin"),
    [
        # Of a group of three, one blank and two at their best and worst.
        ({"A.I.1.ii.a": None, "A.I.1.ii.b": "A", "A.I.1.ii.c": "C"}, "1 jawaban kosong", Fraction(1, 6)),
        ({"A.I.1.iii.a": None, "A.I.1.iii.b": "Z"}, "2 jawaban kosong atau tidak terbaca", Fraction(2, 3)),
    ],
)
def test_blanks_left_out_of_a_mean_are_one_part(
    answers: Mapping[str, object], sebab: str, poin: Fraction, tmp_path: Path
) -> None:
    f = form(None, answers)
    ((sel, kata, p),) = parts(explain(calculated(f, tmp_path)))
    assert sel == f.address(next(k for k, x in answers.items() if x in (None, "Z")), 11)
    assert kata.startswith(sebab) and sel in kata and p == poin


def test_rows_that_the_sheet_lacks_are_named(tmp_path: Path) -> None:
    f = formula_form(raw_cells(perfect()), frozenset({"A.I.2.i.a"}))
    ((sel, kata, poin),) = parts(explain(calculated(f, tmp_path)))
    assert (sel, poin) == (f.address("A.I.2.i"), Fraction(1, 3))
    assert kata.startswith("baris resmi 23 tidak ada di lembar")


def test_a_typed_total_hides_no_fault_below_it(tmp_path: Path) -> None:
    def salah(f: FormulaForm) -> None:
        f.put("TOTAL", 90)
        f.put("A.I.1.iii", f"=AVERAGE({f.address('A.I.1.iii.a')})*2")

    f = form(salah)
    bagian = parts(explain(calculated(f, tmp_path)))
    assert [(s, p) for s, _, p in bagian] == [(f.address("A.I.1.iii"), 1), (f.address("TOTAL"), -11)]
    assert bagian[1][1] == f"sel {f.address('TOTAL')} diketik tangan (90), bukan rumus"


def test_an_error_total_is_explained_by_the_cell_where_it_arises(tmp_path: Path) -> None:
    def salah(f: FormulaForm) -> None:
        f.put("A.I.2.i", 0.5)

    f = form(salah, dict.fromkeys(("A.I.1.i.a", "A.I.1.i.b")))
    d = explain(calculated(f, tmp_path))
    assert d is not None and d.berkas is None and d.selisih is None
    bagian = parts(d)
    assert [(s, p) for s, _, p in bagian] == [(f.address("A.I.1.i"), None), (f.address("A.I.2.i"), Fraction(-1, 2))]
    assert "semua jawabannya kosong" in bagian[0][1]


def test_no_complaints_are_an_error_of_the_sheet_and_full_marks_by_the_rules(tmp_path: Path) -> None:
    nol = {"A.II.5.ii.a.1": 0, "A.II.5.ii.a.2": 0, "A.II.5.ii.a.3": 0}
    f = form(None, nol)
    ((sel, sebab, poin),) = parts(explain(calculated(f, tmp_path)))
    assert (sel, poin) == (f.address("A.II.5.ii.a"), None)
    assert "tidak ada yang harus ditindaklanjuti" in sebab


def test_saved_values_that_no_formula_gives_are_named(tmp_path: Path) -> None:
    f = form()
    segar = calculated(f, tmp_path)
    total = f.address("TOTAL")
    rumus = str(f.get("TOTAL"))[1:]
    edit(segar, tmp_path / "basi.xlsx", {f"<f>{rumus}</f><v>100</v>": f"<f>{rumus}</f><v>99</v>"})
    ((sel, sebab, poin),) = parts(explain(tmp_path / "basi.xlsx"))
    assert (sel, poin) == (total, -1)
    assert sebab == f"nilai tersimpan {total} (99) bukan hasil rumusnya (100): belum dihitung ulang"


def test_a_copy_of_values_without_formulas_is_explained_too(tmp_path: Path) -> None:
    f = form(lambda f: f.put("A.I.1.i", 0.25))
    nilai = openpyxl.load_workbook(calculated(f, tmp_path), data_only=True)
    nilai.save(tmp_path / "nilai.xlsx")
    ((sel, sebab, poin),) = parts(explain(tmp_path / "nilai.xlsx"))
    assert (sel, poin) == (f.address("A.I.1.i"), Fraction(-1, 4))
    assert sebab == f"{sel} bernilai 0,25; menurut isi di bawahnya 0,5"


def test_score_says_it_in_one_line_in_all_lines_and_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def salah(f: FormulaForm) -> None:
        f.put("A.I.1.i", 0.25)
        f.put("A.I.2.i", 0.5)

    def score(berkas: Path, *opsi: str) -> str:
        assert run_cli(["score", str(berkas), *opsi]) == 0
        return capsys.readouterr().out

    f = form(salah)
    satu, dua = f.address("A.I.1.i"), f.address("A.I.2.i")
    berkas = calculated(f, tmp_path)
    baris = score(berkas)
    assert "Total di berkas 99,25, hitungan kami 100, selisih -0,75: " in baris
    assert f"sel {dua} diketik tangan (0,5), bukan rumus: -0,5 (dan 1 sebab lain, lihat --jelaskan-selisih)" in baris
    assert f"  LKE ZI!{satu}: sel {satu} diketik tangan (0,25), bukan rumus: -0,25\n" in score(
        berkas, "--jelaskan-selisih"
    )
    assert f"sel {dua} diketik tangan" in score(berkas, "--format", "md")
    semua = json.loads(score(berkas, "--format", "json"))
    # A short form of the screen asks for no less of the record.
    assert json.loads(score(berkas, "--ringkas", "--format", "json")) == semua
    pendek = score(berkas, "--ringkas")
    # How many findings are told by it alone.
    semuanya = [t for t in semua["temuan"] if t["kode"] in ("LKE301", "LKE304") and t["tingkat"] != "galat"]
    for teks in (baris, pendek):
        assert f"; {len(semuanya)} lagi milik selisih total (--jelaskan-selisih)" in teks
    assert "Total di berkas" not in pendek and f"LKE ZI!{dua}: " in score(berkas, "--ringkas", "--jelaskan-selisih")
    # Told once: the line is the finding's place on the screen; a program gets both.
    assert "LKE301" in json.dumps(semua) and "LKE301" not in baris
    rekaman = semua["selisih_lembar"]
    assert (rekaman["berkas"], rekaman["kami"], rekaman["selisih"]) == (99.25, 100, -0.75)
    assert [(b["sel"], b["poin"]) for b in rekaman["bagian"]] == [(f"LKE ZI!{satu}", -0.25), (f"LKE ZI!{dua}", -0.5)]
    kepala, *isi = score(berkas, "--jelaskan-selisih", "--format", "csv").splitlines()
    assert kepala.endswith("penilai,total_berkas,total_kami,selisih,sel,sebab,poin")
    assert [x.partition(",unit,")[2].split(",")[:4] for x in isi] == [
        ["99.250000", "100.000000", "-0.750000", f"LKE ZI!{s}"] for s in (satu, dua)
    ]
    assert run_cli(["score", str(berkas), "--jelaskan-selisih", "--rinci", "--format", "csv"]) == 2
    sama = calculated(form(), tmp_path)
    assert json.loads(score(sama, "--format", "json"))["selisih_lembar"] is None
    assert "Total di berkas" not in score(sama)


def test_totals_typed_into_a_sheet_without_scores_are_the_whole_difference(tmp_path: Path) -> None:
    b = openpyxl.load_workbook("tests/data/lke-nyata-2024.xlsx")
    lembar = b.worksheets[0]
    lembar["K194"], lembar["K202"] = 50, 40
    b.save(tmp_path / "lke.xlsx")
    d = explain(tmp_path / "lke.xlsx")
    assert d is not None and [(str(x.sel), x.poin) for x in d.bagian] == [("LKE 2024!K194", d.selisih)]


def test_the_report_page_lists_every_part(tmp_path: Path) -> None:
    f = form(lambda f: f.put("A.I.1.i", 0.25))
    assert run_cli(["report", str(calculated(f, tmp_path)), "-o", str(tmp_path / "l.html")]) == 0
    halaman = (tmp_path / "l.html").read_text(encoding="utf-8")
    assert "Total di berkas 99,75, hitungan kami 100: selisih -0,25" in halaman
    assert f"sel {f.address('A.I.1.i')} diketik tangan (0,25), bukan rumus" in halaman


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lke-gagal-tipis", "tidak ada; total di berkas sama dengan hitungan kami, 80,90."),
        (
            "lke-banyak-salah",
            "berkas tidak memuat totalnya; nilai lain di berkas yang berbeda disebut di Temuan (LKE301).",
        ),
    ],
)
def test_nothing_to_explain_is_said(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    for brief in ((), ("--ringkas",)):
        run_cli(["score", f"sample_lke/{name}.xlsx", "--jelaskan-selisih", *brief])
        lines = [x for x in capsys.readouterr().out.splitlines() if x.strip().startswith("Selisih total")]
        assert f"Selisih total: {said}" in {x.strip() for x in lines}
    run_cli(["score", f"sample_lke/{name}.xlsx"])
    assert "Selisih total" not in capsys.readouterr().out


def test_a_difference_that_nothing_explains_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    b = openpyxl.load_workbook("tests/data/lke-nyata-2024.xlsx")
    b.worksheets[0]["K194"], b.worksheets[0]["K202"] = 50, 40
    b.save(tmp_path / "lke.xlsx")
    monkeypatch.setattr("zi_cli.scoring.formulas.difference.explain", lambda _: None)
    run_cli(["score", str(tmp_path / "lke.xlsx"), "--jelaskan-selisih"])
    assert "sebabnya tidak dapat diuraikan dari rumus berkas ini" in capsys.readouterr().out
