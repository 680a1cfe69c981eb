"""Formulas are read from the bytes of the sheet and worked out as a spreadsheet does; LibreOffice is the judge."""

import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from tests.oracle.libre import ubah
from tests.tools import butuh_soffice
from zi_cli.findings.record import Sel
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.scoring.formulas.calculator import Calculator
from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula, parse_formula
from zi_cli.scoring.formulas.references import relative_text
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.worksheet.formats.limits import MAX_FORMULAS
from zi_cli.worksheet.formats.open import open_with_formulas

# Where LibreOffice and Excel differ (logical values in ranges, texts as arguments) we follow Excel; not asked here.
# Columns A to E hold constants, the formulas stand in column F.
CELLS: dict[str, Any] = {
    "A1": 1, "A2": 2.5, "A3": "Blm Diisi", "A4": None, "A5": 0, "A6": -3, "A8": "7", "A9": 0.67,
    "B1": "Ya", "B2": "tidak", "B3": "A", "B4": " A ", "B5": "a", "B6": "", "B7": "A/B/C",
    "C1": "A", "C2": "B", "C3": "C", "D1": 1, "D2": 0.5, "D3": 0, "E1": True,
}  # fmt: skip
_TEXT = """
SUM(A1:A9) | SUM(A1,A3,A4) | AVERAGE(A1:A4)*2 | AVERAGE(A3:A4) | AVERAGE(A1:A2,A9) | COUNT(A1:A9)
 | COUNTA(A1:A9) | COUNTBLANK(A1:A4) | COUNTIF(A1:A9,">0") | COUNTIF(B1:B7,"a") | SUMIF(B3:B5,"A",A1:A3) | MIN(A1:A9)
 | COUNTIFS(A1:A3,">0",B1:B3,"a") | SUMIFS(A1:A3,B3:B5,"A") | SUMIFS(A1:A3,A1:A3,">0",B1:B3,"<>x")
 | AVERAGEIFS(A1:A3,A1:A3,">=0") | AVERAGEIFS(A1:A3,A1:A3,">99")
 | MAX(A1:A9) | MIN(1,A2/A1) | MAX(A4:A4) | PRODUCT(A1:A2,3) | IF(A1=1,"Ya","Tidak") | IF(A5,1)
 | IF(A4="","Blm Diisi",A4/4)*2 | IF(B3="a",1,0) | IF(B4="A",1,0) | IF(OR(A1="",A4=""),"-",1) | IF(AND(A5=0,A4=0),1,2)
 | IFERROR(A1/A5,0) | IFERROR(A2/A1,0) | A1/A5 | A1+A3 | A1+A8 | A1+E1 | A3&"!" | A6&A1 | A1&A4 | -A1^2 | 2^3^2
 | 2+3*4-6/4 | 50%*A1 | -2% | (1+2)*3 | A1<>A2 | A1>=1 | "abc"<"abd" | "a"="A" | A4=0 | A4="" | 1<"a"
 | A1="1" | ROUND(A2,0) | ROUND(-2.5,0) | ROUND(2.345,2) | ROUNDUP(2.01,1) | ROUNDDOWN(-2.09,1) | TRUNC(-2.9)
 | INT(-2.5) | ROUND(1234,-2) | ABS(A6) | NOT(A1=1) | AND(A1:A2) | OR(A5,A5) | ISNUMBER(A3) | ISNUMBER(A2)
 | ISBLANK(A4) | ISTEXT(A3) | ISERROR(A1/0) | ISNA(NA()) | TRIM(B4) | UPPER(B2) | LOWER(B1) | LEN(B4) | EXACT(B3,B5)
 | N(E1) | VALUE(A8) | VLOOKUP("b",C1:D3,2,FALSE) | VLOOKUP("Z",C1:D3,2,FALSE) | MATCH("C",C1:C3,0) | INDEX(D1:D3,2)
 | INDEX(D1:D3,MATCH(B3,C1:C3,0)) | HLOOKUP(1,A1:C2,2,FALSE) | CHOOSE(2,"a","b") | CHOOSE(9,1,2)
 | VLOOKUP(B3,{"A",1;"B",0.5;"C",0},2,FALSE) | SUMPRODUCT(A1:A2,D1:D2) | SUMPRODUCT((C1:C3="B")*D1:D3)
 | SUMPRODUCT((C1:C3=B3)*(D1:D3>0)) | SUM({1,2;3,4}) | IF(TRUE,,5) | SUM() | A4 | B6 | A1=A1=TRUE | #REF!+1 | Lain!A1*2
 | 'Lembar dua'!A1+1 | $A$1+A$2+$A9 | _xlfn.IFNA(VLOOKUP("Z",C1:D3,2,FALSE),0) | 1/3 | 0.1+0.2=0.3 | 1E2 | IF("x",1,2)
 | SUM(D:D) | AVERAGE($D:$D) | COUNTA(B:C) | SUM(2:3)-SUM(F2:F3) | VLOOKUP("B",C:D,2,FALSE) | MATCH("C",$C:$C,0)
 | SUMIF(C:C,"B",D:D) | SUM(Lain!A:A) | SUM('Lembar dua'!1:3) | Bobot*A2 | SUM(Skor) | sum(skor)/BOBOT | Setempat+1
 | SUMPRODUCT(-D1:D3) | SUMPRODUCT((Skor>0)*1%) | SUM(A1:A3)/COUNTA(A1:A3) | AVERAGEIF(A1:A9,">0")
 | MIN("x",1) | ROUND(SUM(A1:A2)/3,3)
 | LOOKUP(B3,C1:C3,D1:D3) | LOOKUP("b",{"A","B","C"},{1,0.5,0}) | LOOKUP("D",C1:D3) | LOOKUP(0.5,{1,2})
 | LOOKUP("B",C1:D3)
 | VLOOKUP(B3,C1:D3,2) | VLOOKUP(0.8,{0,"E";0.25,"D";0.75,"B"},2) | MATCH(2,{1,2,3}) | MATCH("B",C1:C3,1)
 | VLOOKUP(0.8,{0,"E";0.25,"D";0.75,"B"},2,TRUE) | HLOOKUP(0.5,{0,0.4,1;7,8,9},2)
 | CONCATENATE(A1,"-",A5) | LEFT(B7) | LEFT(B7,3) | RIGHT(B7,1) | RIGHT(B1,9) | MID(B7,3,1) | MID(B7,9,2)
 | SUBSTITUTE(B7,"/",",") | FIND("B",B7) | FIND("b",B7) | SEARCH("b",B7) | SEARCH("B",B7,4) | ISNUMBER(SEARCH("C",B7))
 | POWER(2,3) | MOD(7,3) | MOD(-7,3) | MOD(5,0) | SIGN(A6) | ISNONTEXT(A4) | ISLOGICAL(E1) | AVERAGEA(A1:A5)
 | AVERAGEA(A3:A4) | _xlfn.SWITCH(B3,"A",1,"B",0.5,0) | _xlfn.SWITCH("Z","A",1,"B",0.5)
 | _xlfn.SWITCH("b","A",1/0,"B",2)
 | _xlfn.CONCAT(C1:C3) | _xlfn.TEXTJOIN("/",TRUE,C1:C3,A4) | _xlfn.TEXTJOIN("/",FALSE,C1:C3,A4)
 | SUMPRODUCT(--ISNUMBER(A1:A4)) | SUMPRODUCT(--(LEN(B3:B5)=1)) | SUMPRODUCT(ROUND(D1:D3,0)) | SUMPRODUCT({1,2},{3,4})
 | SUMPRODUCT({1,2},{3;4}) | A3*2 | IF(ISNUMBER(A3),A3,0)*2 | SUMPRODUCT(--EXACT(C1:C3,"B")) | IFERROR(A3*2,7)
"""
FORMULAS = tuple(f.strip() for f in _TEXT.split(" | "))


def workbook(folder: Path, formulas: tuple[str, ...] = FORMULAS) -> Path:
    b = openpyxl.Workbook()
    lembar = b.active
    assert lembar is not None
    lembar.title = "Uji"
    for alamat, isi in CELLS.items():
        lembar[alamat] = isi
    for n, f in enumerate(formulas, 1):
        lembar[f"F{n}"] = f"={f}"
    b.defined_names["Bobot"] = DefinedName("Bobot", attr_text="0.6")
    b.defined_names["Skor"] = DefinedName("Skor", attr_text="Uji!$D$1:$D$3")
    b.defined_names["Setempat"] = DefinedName("Setempat", attr_text="Lain!$A$1")
    lembar.defined_names["Setempat"] = DefinedName("Setempat", attr_text="Uji!$A$2")
    b.create_sheet("Lain")["A1"] = 21
    b.create_sheet("Lembar dua")["A1"] = 4
    berkas = folder / "uji.xlsx"
    b.save(berkas)
    return berkas


def calculator(berkas: Path) -> Calculator:
    return Calculator(*open_with_formulas(berkas))


def same(ours: Scalar, theirs: Scalar) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours == theirs
    if isinstance(ours, Fraction) and isinstance(theirs, Fraction):
        return abs(ours - theirs) <= Fraction(1, 10**9)
    return ours == theirs


def test_formulas_are_worked_out_as_libreoffice_does(tmp_path: Path) -> None:
    butuh_soffice()
    (berkas,) = ubah([workbook(tmp_path)], "xlsx", tmp_path / "hasil", tmp_path / "profil")
    hitung = calculator(berkas)
    beda = []
    for n, f in enumerate(FORMULAS, 1):
        sel = Sel("Uji", n, 5)
        ours, theirs = hitung.compute(sel), hitung.saved(sel)
        if not same(ours, theirs):
            beda.append((f, ours, theirs))
    assert not beda, beda


def test_shared_and_array_formulas(tmp_path: Path) -> None:
    b = openpyxl.Workbook()
    lembar = b.active
    assert lembar is not None
    for n in range(1, 6):
        lembar[f"A{n}"] = n
        lembar[f"B{n}"] = f"=A{n}*2+$A$1"
    arrays = [
        "SUM(A1:A5*2)",
        "AVERAGE(IF(A1:A5>2,A1:A5))",
        "MAX(IF(A1:A5<3,B1:B5,0))",
        "SUM(-A1:A5)",
        "SUM(A1:A5%)",
        "SUM(IFERROR(12/(A1:A5>4),0))",
    ]
    for n, f in enumerate(arrays, 1):
        lembar[f"C{n}"] = ArrayFormula(f"C{n}", f"={f}")
    # Over several cells each shows its part, or the one value there is; nothing is left for D9.
    lembar["D1"] = ArrayFormula("D1:D2", "=SUM(A1:A5)")
    lembar["D3"] = ArrayFormula("D3:D4", "=A2:A3*2")
    lembar["D5"] = ArrayFormula("D5:D6", "=A1:A1*2")
    lembar["D7"] = ArrayFormula("D7:D9", "=A1:A2")
    lembar["E1"] = "=SUM(A1:A5*2)"
    lembar["E2"] = ArrayFormula("E2", "=A1:A2")
    b.save(tmp_path / "a.xlsx")
    edit(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {
        "<f>A1*2+$A$1</f>": '<f t="shared" ref="B1:B5" si="0">A1*2+$A$1</f>',
        **{f"<f>A{n}*2+$A$1</f>": '<f t="shared" si="0"/>' for n in range(2, 6)},
    })  # fmt: skip
    hitung = calculator(tmp_path / "b.xlsx")
    assert [hitung.value(Sel("Sheet", n, 1)) for n in range(1, 6)] == [3, 5, 7, 9, 11]
    hasil = [30, 4, 5, -15, Fraction(15, 100), 12]
    assert [hitung.compute(Sel("Sheet", n, 2)) for n in range(1, 7)] == hasil
    assert [hitung.compute(Sel("Sheet", n, 3)) for n in range(1, 10)] == [15, 15, 4, 6, 2, 2, 1, 2, ErrorValue("#N/A")]
    assert hitung.references(Sel("Sheet", 4, 3)) == [Sel("Sheet", 2, 0), Sel("Sheet", 3, 0)]
    # A range in arithmetic where no array is meant is one cell of it to some programs; what is larger than its range
    # is cut off by some, and spilled by others.
    for baris in (1, 2):
        with pytest.raises(UnsupportedFormula):
            hitung.compute(Sel("Sheet", baris, 4))


@pytest.mark.parametrize(
    "teks",
    [
        '"0,5"*2', '"0.5"*2', '"50%"*2', '"1/2"+1', 'A2&A1', 'COUNTIF(A1:A9,">0,5")', 'COUNTIF(A1:A9,">0.5")',
        'COUNTIF(B1:B7,"Y*")', 'VLOOKUP("B*",C1:D3,2,FALSE)', 'LOOKUP("B",B1:B3)', 'VLOOKUP(1,{2,"a";1,"b"},2)',
        "SUM(IFERROR(A1:A3,0))", "ISNUMBER(A1:A3)", "SUBTOTAL(9,A1:A3)", "TODAY()", 'SEARCH("b*",B7)',
    ],
)  # fmt: skip
def test_what_depends_on_the_program_is_not_worked_out(teks: str, tmp_path: Path) -> None:
    hitung = calculator(workbook(tmp_path, (teks,)))
    with pytest.raises(UnsupportedFormula):
        hitung.compute(Sel("Uji", 1, 5))


def edit(asal: Path, tujuan: Path, ganti: dict[str, str]) -> None:
    """Copy a package with texts of its first sheet replaced."""
    with zipfile.ZipFile(asal) as z, zipfile.ZipFile(tujuan, "w", zipfile.ZIP_DEFLATED) as keluar:
        for nama in z.namelist():
            isi = z.read(nama)
            if nama == "xl/worksheets/sheet1.xml":
                teks = isi.decode()
                for lama, baru in ganti.items():
                    assert lama in teks
                    teks = teks.replace(lama, baru)
                isi = teks.encode()
            keluar.writestr(nama, isi)


def test_a_sheet_in_another_notation_gives_the_same_formulas(tmp_path: Path) -> None:
    plain = workbook(tmp_path)
    edit(plain, tmp_path / "lain.xlsx", {"<sheetData>": "<!-- apa saja --><sheetData>"})
    assert open_with_formulas(tmp_path / "lain.xlsx")[1] == open_with_formulas(plain)[1]


def test_a_loop_of_formulas_and_an_endless_one_fall_back_to_what_is_saved(tmp_path: Path) -> None:
    b = openpyxl.Workbook()
    lembar = b.active
    assert lembar is not None
    lembar["A1"], lembar["A2"], lembar["A3"] = "=A2+1", "=A1+1", "=TODAY()+1"
    for n in range(4, 3000):
        lembar[f"A{n}"] = f"=A{n + 1}+1"
    lembar["B1"] = "=SUM(A1:XFD1048576)"
    b.save(tmp_path / "a.xlsx")
    edit(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"<v></v>": "<v>5</v>"})
    hitung = calculator(tmp_path / "b.xlsx")
    assert [hitung.value(Sel("Sheet", 1, k)) for k in (0, 1)] == [6, 5]
    assert hitung.value(Sel("Sheet", 3, 0)) == 5
    assert isinstance(hitung.value(Sel("Sheet", 4, 0)), Fraction)


@pytest.mark.parametrize(
    "teks",
    ["", "1+", "(" * 70 + "1" + ")" * 70, "nama_saya*2", "A:1", "SUM(1", "Tabel[Kolom]", "9" * 9000, "{1,A1}", "1 2"],
)
def test_what_is_beyond_the_parser_is_said_to_be_so(teks: str) -> None:
    with pytest.raises(UnsupportedFormula):
        parse_formula(teks, 1, 0)


def test_numbers_and_texts_stay_bounded(tmp_path: Path) -> None:
    panjang = "&".join(['"' + "x" * 200 + '"'] * 30)
    hitung = calculator(workbook(tmp_path, ("(10^64)^64", "10^99999999", "2^0.5", f"LEN({panjang})")))
    for n in (1, 2, 3):
        with pytest.raises(UnsupportedFormula):
            hitung.compute(Sel("Uji", n, 5))
    assert hitung.compute(Sel("Uji", 4, 5)) == 6000


def test_a_number_beyond_any_range_is_not_worked_with(tmp_path: Path) -> None:
    edit(workbook(tmp_path, ("A2+1", "A1+1")), tmp_path / "besar.xlsx", {"<v>2.5</v>": "<v>1E999</v>"})
    hitung = calculator(tmp_path / "besar.xlsx")
    with pytest.raises(UnsupportedFormula):
        hitung.compute(Sel("Uji", 1, 5))
    assert hitung.compute(Sel("Uji", 2, 5)) == 2


def test_formulas_alike_but_for_their_place_are_one() -> None:
    assert relative_text('IF(K8="K9",$H$1,L9)', 8, 11) == relative_text('IF(K9="K9",$H$1,L10)', 9, 11)
    assert relative_text("SUM(A1,A2)", 3, 0) != relative_text("SUM(A1,A3)", 3, 0)
    assert relative_text("'A1'!B1", 1, 0) != relative_text("'A2'!B2", 2, 0)


def test_a_replaced_cell_changes_what_depends_on_it(tmp_path: Path) -> None:
    hitung = calculator(workbook(tmp_path, ("SUM(A1:A2)", "F1*2")))
    assert hitung.value(Sel("Uji", 2, 5)) == 7
    hitung.pengganti[Sel("Uji", 1, 0)] = lambda: Fraction(10)
    hitung.forget()
    assert hitung.value(Sel("Uji", 2, 5)) == 25
    hitung.pengganti[Sel("Uji", 1, 5)] = ErrorValue("#REF!")
    hitung.forget()
    assert hitung.value(Sel("Uji", 2, 5)) == ErrorValue("#REF!")


def test_too_many_formulas_are_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_FORMULAS == 100_000
    monkeypatch.setattr("zi_cli.worksheet.formats.formulas_xlsx.MAX_FORMULAS", 3)
    with pytest.raises(UnreadableInput, match="rumus"):
        open_with_formulas(workbook(tmp_path))
