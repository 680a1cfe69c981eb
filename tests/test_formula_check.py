"""zi lint --rumus judges formulas by what they compute: every sown fault by its cell, harmless forms in silence."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.formula_form import FAULTS, FormulaForm, calculated, clean_answers, formula_form
from tests.builder.spellings import spell
from tests.forms.helpers import filled_form
from zi_cli.cli.lint import lint_file
from zi_cli.config import load_config
from zi_cli.findings.record import Temuan
from zi_cli.forms.write import write_form
from zi_cli.scoring.formulas.references import moved_text

FORMULA_CODES = {"LKE310", "LKE312", "LKE313"}
SEKUTU = {"LKE301", "LKE302", "LKE303", "LKE304"}


def lint(f: FormulaForm, folder: Path) -> list[Temuan]:
    return lint_file(calculated(f, folder), load_config(None), formula=True).temuan


def words(temuan: list[Temuan]) -> list[tuple[str, str, str]]:
    return [(t.kode, str(t.sel).removeprefix("LKE ZI!"), t.pesan) for t in temuan if t.kode in FORMULA_CODES | SEKUTU]


def form(ubah: Callable[[FormulaForm], object]) -> FormulaForm:
    f = formula_form(raw_cells(perfect()))
    ubah(f)
    return f


@pytest.mark.parametrize("nama", [n for n in FAULTS if n != "kosong"])
@pytest.mark.parametrize("n", range(3))
def test_a_fault_is_named_once_with_its_cell(nama: str, n: int, tmp_path: Path) -> None:
    rng = Random(f"lint/{nama}/{n}")
    tanam, tempat = FAULTS[nama]
    f = formula_form(raw_cells(clean_answers(rng)))
    kode = rng.choice(tempat)
    sel = tanam(f, kode, rng)
    semua = lint(f, tmp_path)
    if nama == "label":
        # A label under which the answer has no value is the mistake itself.
        assert ("LKE203", "galat") in {(t.kode, t.tingkat) for t in semua if t.indikator == kode}
        assert words(semua) == []
        return
    temuan = [(k, s) for k, s, _ in words(semua) if k not in SEKUTU]
    harapan = {"sub diketik": "LKE310", "nilai diketik": "LKE310", "total diketik": "LKE310"}
    assert temuan == [(harapan.get(nama, "LKE312"), sel)]


def test_what_is_wrong_and_what_is_right_are_both_said(tmp_path: Path) -> None:
    def ubah(f: FormulaForm) -> None:
        f.put("A.I.1.ii", "=AVERAGE(M9:M10)*I8")
        f.put("A.I.1.iii", "=AVERAGE(M13:M15)*3")
        f.put("A.I.1", "=SUM(M5,M8,M12)")
        f.put("A.I.1.i.a", 0.5)
        f.put("A.I.2.ii.a", str(f.get("A.I.2.ii.a")).replace("L27", "L28"))

    f = form(ubah)
    assert f.address("A.I.1.ii") == "M8" and f.address("A.I.2.ii.a") == "M27"
    temuan = {s: (k, p) for k, s, p in words(lint(f, tmp_path))}
    assert temuan["M8"] == (
        "LKE312",
        "Baris 11 tidak ikut dihitung rumus M8 (A.I.1.ii “Rencana Pembangunan Zona Integritas”): "
        "=AVERAGE(M9:M10)*I8; yang benar =AVERAGE(M9:M11)*I8.",
    )
    kode, pesan = temuan["M12"]
    assert kode == "LKE312" and "mengalikan dengan 3, seharusnya 1" in pesan and "=AVERAGE(M13:M15)*I12" in pesan
    assert "baris 16 tidak ikut" in temuan["M4"][1].lower() and "=SUM(M5,M8,M12,M16)" in temuan["M4"][1]
    assert temuan["M6"][0] == "LKE310" and "0,5, hitungan kami 1" in temuan["M6"][1]
    assert "memakai jawaban baris lain (L28)" in temuan["M27"][1]
    assert len(temuan) == 5


@pytest.mark.parametrize(
    ("kode", "rumus"),
    [
        ("A.I.1.ii", "=(M9+M10+M11)/3*I8"),
        ("A.I.1.ii", "=SUM(M9:M11)/COUNT(M9:M11)*I8"),
        ("A.I.1.ii", "=AVERAGE(M9,M10:M11)*1"),
        ("A.I.1.ii", "=IFERROR(AVERAGE(M9:M11),0)*I8"),
        ("A.I.1.ii", "=ROUND(AVERAGE(M9:M11)*I8,2)"),
        ("A.I.2.iii", "=AVERAGE(M32,M33)*$I31"),
        ("A.I.1", "=M5+M8+M12+M16"),
        ("A.I", "=SUM(M4,M21,M34,M59,M73,M97)"),
        ("A.TOTAL", "=M2"),
        ("TOTAL", "=M3+M122+M203"),
        ("A.II.5.iii", "=SUM(M174,M181)"),
        ("A.II.1.i.a", "=MIN(1,L125)"),
        ("A.I.1.i.a", '=IF(L6="Ya",1,0)'),
        ("A.I.1.i.b", '=VLOOKUP(L7,{"A",1;"B",0.5;"C",0},2,FALSE)'),
        ("B.I.a", "=L199*17.5/4"),
    ],
)
def test_harmless_differences_of_form_are_silent(kode: str, rumus: str, tmp_path: Path) -> None:
    f = form(lambda f: f.put(kode, rumus))
    if kode == "A.TOTAL":
        f.put("A", "=SUM(M3,M122)")
    assert words(lint(f, tmp_path)) == []


@pytest.mark.parametrize(
    ("kode", "rumus", "kata"),
    [
        ("A.II.1.i.a", "=L127/L127", "untuk 2 dan 8, seharusnya 0,25"),
        ("A.II.3.iii.a", "=L153/L152", "untuk 2 dan 8, seharusnya 0"),
        ("A.II.5.iii.a.1", "=L176+L177", "untuk 1 + 2 + 4, seharusnya 7"),
    ],
)
def test_percentages_and_sums_of_counts_are_judged_too(kode: str, rumus: str, kata: str, tmp_path: Path) -> None:
    f = form(lambda f: f.put(kode, rumus, 11))
    ((k, sel, pesan),) = [t for t in words(lint(f, tmp_path)) if t[0] not in SEKUTU]
    assert (k, sel) == ("LKE312", f.address(kode, 11)) and kata in pesan and "yang benar =" in pesan


@pytest.mark.parametrize("n", range(6))
def test_right_formulas_are_silent_however_they_are_written(n: int, tmp_path: Path) -> None:
    rng = Random(f"ejaan/{n}")
    f = formula_form(raw_cells(clean_answers(rng)))
    spell(f, rng)
    assert words(lint(f, tmp_path)) == []


@pytest.mark.parametrize(
    ("kode", "rumus", "kata"),
    [
        ("A.I.1.i.a", '=IF(L6="Tidak",0,1)', "Rumus M6 memberi 1 untuk jawaban kosong, seharusnya 0"),
        ("A.I.1.i.b", '=IFERROR(VLOOKUP(L7,{"A",1;"B",0.5;"C",0},2,FALSE),1)', "memberi 1 untuk jawaban kosong"),
        ("A.I.1.i.b", '=IF(L7="A",1,IF(L6="Ya",0.5,0))', "memberi 0,5 untuk C, seharusnya 0"),
        ("A.I.1.i.b", '=IF(AND(L6="Ya",L7="A"),1,IF(L7="B",0.5,0))', "memakai jawaban baris lain (L6)"),
        ("A.I.1.i.b", '=SWITCH(L7,"A",1,"B",0.6,0)', "memberi 0,6 untuk B, seharusnya 0,5"),
        ("A.I.1.i.b", '=LOOKUP(L7,{"A","B","C"},{1,0.5,0.5})', "memberi 0,5 untuk C, seharusnya 0"),
        ("A.I.1.ii", "={AVERAGE(M9:M10*I8)}", "Baris 11 tidak ikut"),
        ("A.II.1.i.a", "=MIN(1,L126/L126)", "untuk 2 dan 8, seharusnya 0,25"),
        ("A.I.1.ii", "=AVERAGE(M8:M11)*I8", "Rumus M8 melingkar: menghitung selnya sendiri"),
        ("A.I.1.ii", "=AVERAGE(M9:M11)*I8+0*M4", "Rumus M8 melingkar: menghitung M4, yang menghitung M8 juga"),
    ],
)
def test_faults_of_other_spellings_are_named(kode: str, rumus: str, kata: str, tmp_path: Path) -> None:
    f = form(lambda f: f.put(kode, rumus))
    ((k, sel, pesan),) = [t for t in words(lint(f, tmp_path)) if t[0] not in SEKUTU]
    assert (k, sel) == ("LKE312", f.address(kode)) and kata in pesan


def test_a_score_that_goes_by_the_counts_is_right(tmp_path: Path) -> None:
    f = form(lambda f: f.put("A.II.1.i.a", "=MIN(1,L127/L126)"))
    assert words(lint(f, tmp_path)) == []


def test_what_follows_from_a_formula_is_not_told_again(tmp_path: Path) -> None:
    """A right sum over a wrong formula, be it a group row, a total row, or an error that IFERROR hides."""

    def ubah(f: FormulaForm) -> None:
        f.put("A.II.5.iii.b.0", "=M174*I180")
        f.put("B.TOTAL", "=SUM(M198)")
        f.put("A.I.1.i.b", "=NA()")
        f.put("A.I.1", "=IFERROR(SUM(M5,M8,M12,M16),0)")

    f = formula_form(raw_cells(perfect()) | {"A.II.5.iii.b.5": 0})
    ubah(f)
    assert [t[:2] for t in words(lint(f, tmp_path))] == [
        ("LKE312", "M7"), ("LKE312", "M180"), ("LKE312", "M203"),
    ]  # fmt: skip


@pytest.mark.parametrize("n", range(4))
def test_clean_forms_are_silent(n: int, tmp_path: Path) -> None:
    rng = Random(f"bersih/rumus/{n}")
    assert words(lint(formula_form(raw_cells(clean_answers(rng))), tmp_path)) == []
    if n == 0:
        assert words(lint(formula_form(raw_cells(perfect()), frozenset({"A.I.2.i.a", "A.I.4.i.c"})), tmp_path)) == []
    (tmp_path / "kami.xlsx").write_bytes(write_form(filled_form("unit", "tpi", ragam="sempurna")))
    assert words(lint_file(tmp_path / "kami.xlsx", load_config(None), formula=True).temuan) == []


def test_a_row_counted_only_in_part_is_said_to_be_so(tmp_path: Path) -> None:
    f = form(lambda f: f.put("A.I", "=SUM(M4,M21,M34,M59,M73,M98)"))
    ((_, sel, pesan),) = [t for t in words(lint(f, tmp_path)) if t[0] not in SEKUTU]
    assert sel == "M3" and pesan.startswith("Baris 97 hanya sebagian dihitung rumus M3 (A.I “Pemenuhan”): =SUM(M4,")


def test_a_label_that_gives_another_value_is_one_finding(tmp_path: Path) -> None:
    f = form(lambda f: f.put("A.I.1.i.b", "A/B/C/D", 10))
    f.put("A.I.1.i.b", "B", 11)
    temuan = [t.kode for t in lint(f, tmp_path) if t.indikator == "A.I.1.i.b"]
    assert temuan == ["LKE203"]


def test_a_formula_copied_keeps_what_is_fixed() -> None:
    assert moved_text('AVERAGE(L8:$L9)*H$7&"L8"', 2, 1) == 'AVERAGE(M10:$L11)*I$7&"L8"'
