"""What is hidden or shown otherwise: named at its cell, and never the ground of a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Side
from openpyxl.worksheet.table import Table, TableStyleInfo

from tests.builder import build_book, perfect, raw_cells
from tests.builder.formula_form import INSTRUMEN
from tests.fuzz.basis import MAIN_NS, PKG, REL_NS, zip_of
from tests.fuzz.mutations import SHEET
from tests.fuzz.two_faced import _target
from zi_cli.config import load_config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.record import Temuan
from zi_cli.text import read_number
from zi_cli.worksheet.cells import parse_count
from zi_cli.worksheet.formats.cell_style import Style
from zi_cli.worksheet.formats.known_formats import surest
from zi_cli.worksheet.formats.number_format import number_shown, text_shown, truth_shown

SEMPURNA = {"unit": raw_cells(perfect()), "tpi": raw_cells(perfect())}


def evaluated(
    tmp_path: Path, ubah: Callable[[Any, Any], None], kode: str = "A.I.1.i.b", penilai: str = "tpi"
) -> Evaluation:
    """The evaluation of a perfect worksheet after *ubah* (workbook, answer cell of *penilai*)."""
    b = build_book(SEMPURNA)
    nama, r, k = b.letak[penilai, kode]
    berkas = b.simpan(tmp_path / "lke.xlsx")
    buku = openpyxl.load_workbook(berkas)
    ubah(buku, buku[nama].cell(r, k + 1))
    buku.save(berkas)
    return evaluate(berkas, load_config(None))


def only_one(e: Evaluation, kode: str) -> Temuan:
    ada = [t for t in e.ws.temuan if t.kode == kode]
    assert len(ada) == 1, [(t.kode, t.pesan) for t in e.ws.temuan]
    return ada[0]


def state_of(e: Evaluation) -> str:
    return e.penentu.putusan["WBBM"].keadaan


def test_nothing_is_wrong_with_a_sound_form(tmp_path: Path) -> None:
    e = evaluated(tmp_path, lambda b, s: None)
    assert e.ws.temuan == [] and state_of(e) == "memenuhi"


#: How a column is taken out of sight.
HIDDEN = [{"hidden": True}, {"width": 0.05}, {"hidden": True, "width": 0.4}]


def _hide(sel: Any, cara: dict[str, Any]) -> None:
    kolom = sel.parent.column_dimensions[sel.column_letter]
    for nama, isi in cara.items():
        setattr(kolom, nama, isi)


@pytest.mark.parametrize("cara", HIDDEN)
@pytest.mark.parametrize("indent", [0, 3])
def test_a_hidden_column_that_decides_leaves_the_verdict_open(
    tmp_path: Path, cara: dict[str, Any], indent: int
) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        _hide(sel, cara)
        sel.alignment = Alignment(indent=indent)

    e = evaluated(tmp_path, ubah)
    # One mistake is one finding: no cell of it is also too narrow for what it holds.
    assert [t.kode for t in e.ws.temuan] == ["LKE151"]
    assert only_one(e, "LKE151").tingkat == "peringatan"
    assert state_of(e) == "belum dapat dipastikan" and e.penentu.sebab == ("LKE151",)
    # The other assessor's own column is in plain sight.
    assert e.of("unit").putusan["WBBM"].keadaan == "memenuhi"


@pytest.mark.parametrize("cara", HIDDEN)
def test_rows_whose_texts_are_hidden_are_in_doubt(tmp_path: Path, cara: dict[str, Any]) -> None:
    """Another column may show other texts beside the answers than those that say which row is answered."""

    def ubah(buku: Any, sel: Any) -> None:
        _hide(next(s for s in sel.parent[sel.row] if s.value == INSTRUMEN.per_kode["A.I.1.i.b"].teks), cara)

    e = evaluated(tmp_path, ubah)
    assert only_one(e, "LKE154").tingkat == "peringatan" and "kolom tersembunyi" in only_one(e, "LKE154").pesan
    assert state_of(e) == "belum dapat dipastikan"


def test_a_hidden_column_of_another_is_only_mentioned(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.column_dimensions[sel.column_letter].hidden = True

    e = evaluated(tmp_path, ubah, penilai="unit")
    assert only_one(e, "LKE151").tingkat == "info" and state_of(e) == "memenuhi"


@pytest.mark.parametrize("keadaan_lembar", ["hidden", "veryHidden"])
@pytest.mark.parametrize("depan", [True, False])
def test_a_hidden_copy_never_wins(tmp_path: Path, keadaan_lembar: str, depan: bool) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.value = "C"
        salinan = buku.copy_worksheet(sel.parent)
        salinan[sel.coordinate].value = "A"
        salinan.sheet_state = keadaan_lembar
        if depan:
            buku.move_sheet(salinan, -1)

    e = evaluated(tmp_path, ubah)
    assert e.penentu.indikator["A.I.1.i.b"].jawaban == "C"
    assert only_one(e, "LKE153").sel is not None and "LKE114" not in {t.kode for t in e.ws.temuan}


@pytest.mark.parametrize(
    "gaya",
    [
        {"number_format": ';;;"C"'},
        {"font": Font(color="FFFFFFFF")},
        {"font": Font(color="FF112233"), "fill": PatternFill("solid", fgColor="FF112234")},
        {"font": Font(name="Wingdings")},
        {"font": Font(sz=1)},
        {"font": Font(strike=True)},
        {"font": Font(sz=300)},
        {"number_format": "[White]@"},
        {"number_format": "[Color 2]General"},
        {"fill": PatternFill("darkGray", fgColor="FF000000")},
        {"fill": GradientFill(stop=("FF000000", "FF000000"))},
        {"alignment": Alignment(horizontal="fill")},
        {"alignment": Alignment(horizontal="centerContinuous")},
    ],
)
def test_a_cell_that_shows_something_else_is_doubtful(tmp_path: Path, gaya: dict[str, Any]) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        for nama, isi in gaya.items():
            setattr(sel, nama, isi)

    e = evaluated(tmp_path, ubah)
    t = only_one(e, "LKE154")
    assert t.sel == e.penentu.indikator["A.I.1.i.b"].sel and t.indikator == "A.I.1.i.b"
    assert [r.kode for r in e.penentu.ragu] == ["A.I.1.i.b"]


@pytest.mark.parametrize(
    ("kode", "gelap"),
    [
        ("[White]0.00", True),
        ("[color 2]@", True),
        ("0;-0;[White]0", False),
        ("[Red]@", False),
        ("[White]0;0;0;@", False),
    ],
)
def test_the_colour_of_a_format(kode: str, gelap: bool) -> None:
    assert Style(kode, "").inks("A") is gelap
    assert Style(kode, "", (0, 0, 0)).inks("A") is False


@pytest.mark.parametrize(
    ("bawaan", "sendiri", "kode"), [(5, None, True), (0, None, True), (5, 15, False), (6, None, False)]
)
def test_usual_rows_too_low_to_read(tmp_path: Path, bawaan: int, sendiri: int | None, kode: bool) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.sheet_format.defaultRowHeight, sel.parent.sheet_format.customHeight = bawaan, True
        for r in range(1, sel.parent.max_row + 1):
            sel.parent.row_dimensions[r].height = sendiri

    e = evaluated(tmp_path, ubah)
    assert {t.kode for t in e.ws.temuan} == ({"LKE152"} if kode else set())


@pytest.mark.parametrize("awal", ["F1", "A9"])
def test_frozen_panes_that_no_scrolling_leads_into(tmp_path: Path, awal: str) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.freeze_panes = "B2"
        sel.parent.sheet_view.topLeftCell = f"{sel.offset(0, 1).column_letter}1" if awal == "F1" else f"A{sel.row + 1}"

    e = evaluated(tmp_path, ubah)
    # Behind the pane of F1 the texts of the rows are out of sight too.
    sebab = {"LKE151", "LKE154"} if awal == "F1" else {"LKE152"}
    assert {t.kode for t in e.ws.temuan if t.tingkat != "info"} == sebab


def test_panes_frozen_at_the_start_hide_nothing(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.freeze_panes = sel.coordinate

    assert evaluated(tmp_path, ubah).ws.temuan == []


def test_a_whole_column_in_white_is_one_finding(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        for (s,) in sel.parent.iter_rows(min_row=sel.row, min_col=sel.column, max_col=sel.column):
            s.font = Font(color="FFFFFFFF")

    e = evaluated(tmp_path, ubah)
    assert "berikutnya" in only_one(e, "LKE154").pesan
    assert state_of(e) == "belum dapat dipastikan" and len(e.penentu.ragu) > 100


def test_white_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.font, sel.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")

    assert evaluated(tmp_path, ubah).ws.temuan == []


@pytest.mark.parametrize(
    ("kode", "teks", "tampil"),
    [
        ("General", "A", None),
        ("@", "A", None),
        ("0.00", "A", None),
        ("0.00;-0.00;0;@", "A", None),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "A", None),
        (';;;"C"', "A", "sebagai “C”"),
        (";;;", "A", "sebagai sel kosong"),
        ('@"C"', "A", "sebagai “AC”"),
        ("0;0;0;\\C", "A", "sebagai “C”"),
        (';;;"A"', "A", None),
        ("@*C", "A", "sebagai “ACC”"),
        ("[$C]@", "A", "sebagai “CA”"),
        (";;;[$A]", "A", "sebagai “[$A]”"),
        (";;;[$-421]@", "A", "sebagai “[$-421]A”"),
        ("@* ", "A", None),
        ('_-* @_-\\ "  "', "A", None),
        ("_W_W_W_W_W_W_W@", "A", "terdorong ke luar selnya oleh spasi atau baris kosong dalam formatnya"),
        ('"       "@', "A", "terdorong ke luar selnya oleh spasi atau baris kosong dalam formatnya"),
        ('@"\n"', "A", "terdorong ke luar selnya oleh spasi atau baris kosong dalam formatnya"),
    ],
)
def test_texts_under_a_format(kode: str, teks: str, tampil: str | None) -> None:
    hasil = text_shown(kode, teks)
    assert (hasil and hasil.teks) == tampil


@pytest.mark.parametrize(
    ("kode", "angka", "tampil"),
    [
        ("General", 3.5, None),
        ("0.00", 3.456, None),
        ("0%", 0.956, None),
        ("#,##0", 1234.0, None),
        ('"Rp"#,##0', 5.0, None),
        ('0.0 "poin"', 3.5, None),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 3.5, None),
        ("0", 3.0, None),
        ("0", 3.5, "dibulatkan sebagai “4”"),
        ('"4"', 3.0, "sebagai “4”"),
        (";;;", 3.0, "sebagai sel kosong"),
        ("#", 0.0, "sebagai sel kosong"),
        ('[<2]"4";0', 1.0, "sebagai “4”"),
        ('[=1]"Ya";"Tidak"', 1.0, "sebagai “Ya”"),
        ("0,", 4000.0, "sebagai “4”"),
        ("yyyy", 1.0, "sebagai tanggal atau waktu"),
        ('0"%"', 1.0, "sebagai “1%”"),
        ('0;0;"4"', 0.0, "sebagai “4”"),
        ("[$Rp-421]\\ #,##0.00", 3.5, None),
        ("#\\ ##0.00", 1234.5, None),
        ("[$-1010421]0.00;[Red]-0.00", 3.5, None),
        ("0.00*5", 3.0, "sebagai “3,0055”"),
        ("[$9-421]0.0", 3.0, "sebagai “93,0”"),
        ("0\\.0", 35.0, "dengan tanda di antara angkanya"),
        ("0 0", 35.0, "dengan tanda di antara angkanya"),
        ("[DBNum1]0.0", 3.5, "dengan angka aksara lain"),
        ("[$-D000000]0.0", 3.5, "dengan angka aksara lain"),
        ("?/?", 3.0, "sebagai pecahan"),
        ("0.0[$-421]", 3.5, "dengan kode bahasa di belakang angkanya"),
        ("???0.0", 3.5, None),
        ("?" * 16 + "0.0", 3.5, "terdorong ke luar selnya oleh spasi atau baris kosong dalam formatnya"),
    ],
)
def test_numbers_under_a_format(kode: str, angka: float, tampil: str | None) -> None:
    hasil = number_shown(kode, angka)
    assert (hasil and hasil.teks) == tampil


@pytest.mark.parametrize(
    ("kode", "nilai", "wajar"),
    [
        ("General", True, True),
        ('"TRUE";"TRUE";"FALSE"', False, True),
        ('"Ya";"Ya";"Tidak"', True, True),
        ('"Ya";"Ya";"Tidak"', False, True),
        ('"Tidak"', True, False),
        ('"FALSE";"FALSE";"TRUE"', True, False),
        (";;;", False, False),
        ('"sebagai “YA”"', True, False),
    ],
)
def test_truths_under_a_format(kode: str, nilai: bool, wajar: bool) -> None:
    assert (truth_shown(kode, nilai) is None) is wajar


def test_one_number_known_and_written_otherwise() -> None:
    assert surest(12, "0.00") == "# ?/?"
    assert surest(2, '"4"') == '"4"'
    assert surest(1, "0.00") == "0"
    assert surest(200, "0.00") == "0.00"
    assert surest(2, None) == "0.00"


def _style(**sifat: Any) -> Callable[[Any, Any], None]:
    def ubah(buku: Any, sel: Any) -> None:
        for nama, isi in sifat.items():
            setattr(sel, nama, isi)

    return ubah


def _crossed(garis: str | None) -> Callable[[Any, Any], None]:
    return _style(border=Border(diagonal=Side(style=garis), diagonalUp=True))


def _spaced(isi: str) -> Callable[[Any, Any], None]:
    return _style(value=isi)


def _folded(di_kolom: bool) -> Callable[[Any, Any], None]:
    """The group beside a folded one, which itself is not said to be hidden."""

    def ubah(buku: Any, sel: Any) -> None:
        lembar = sel.parent
        if di_kolom:
            lembar.column_dimensions[sel.column_letter].outlineLevel = 1
            lembar.column_dimensions[sel.offset(0, 1).column_letter].collapsed = True
        else:
            lembar.row_dimensions[sel.row].outlineLevel = 1
            lembar.row_dimensions[sel.row + 1].collapsed = True

    return ubah


def _frozen(jumlah: int) -> Callable[[Any, Any], None]:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.freeze_panes = f"A{jumlah}"

    return ubah


def _rules(*warna: tuple[str | None, str | None]) -> Callable[[Any, Any], None]:
    """Rules that give the cell a colour of letters, a ground, or both."""

    def ubah(buku: Any, sel: Any) -> None:
        for huruf, latar in warna:
            rupa = {"font": Font(color=huruf)} if huruf else {}
            isian = {"fill": PatternFill(bgColor=latar)} if latar else {}
            sel.parent.conditional_formatting.add(sel.coordinate, FormulaRule(formula=["TRUE"], **rupa, **isian))

    return ubah


def _noted(buku: Any, sel: Any) -> None:
    sel.comment = Comment("Sudah dicek", "Penilai")


def _table(gaya: str, warna: str | None, latar: str | None = None) -> Callable[[Any, Any], None]:
    def ubah(buku: Any, sel: Any) -> None:
        lembar = sel.parent
        if warna:
            sel.font = Font(color=warna)
        if latar:
            sel.fill = PatternFill("solid", fgColor=latar)
        lembar.cell(1, 60, "Kolom")
        tabel = Table(displayName="T", ref=f"{sel.coordinate}:{sel.offset(1, 0).coordinate}", headerRowCount=0)
        tabel.tableStyleInfo = TableStyleInfo(name=gaya, showRowStripes=True)
        lembar.add_table(tabel)

    return ubah


@pytest.mark.parametrize(
    ("ubah", "kode"),
    [
        (_crossed("thick"), "LKE154"),
        (_style(alignment=Alignment(textRotation=45)), "LKE154"),
        (_style(alignment=Alignment(textRotation=135)), "LKE154"),
        (_style(font=Font(sz=6, vertAlign="superscript")), "LKE154"),
        (_style(font=Font(name="Calibri", charset=2)), "LKE154"),
        (_style(font=Font(name="Free 3 of 9")), "LKE154"),
        (_spaced(" " * 14 + "A"), "LKE154"),
        (_spaced("A" + "\u00a0" * 19), "LKE154"),
        (_folded(True), "LKE151"),
        (_folded(False), "LKE152"),
        (_frozen(600), "LKE152"),
        (_table("TableStyleDark2", "FF4F81BD"), "LKE154"),
        (_table("TableStyleMedium2", "FFDCE6F1"), "LKE154"),
    ],
)
def test_more_ways_to_show_something_else(tmp_path: Path, ubah: Callable[[Any, Any], None], kode: str) -> None:
    e = evaluated(tmp_path, ubah)
    assert [t.kode for t in e.ws.temuan] == [kode]
    assert state_of(e) == "belum dapat dipastikan" or e.penentu.ragu


@pytest.mark.parametrize(
    "ubah",
    [
        _crossed(None),
        _style(alignment=Alignment(textRotation=90)),
        _style(alignment=Alignment(textRotation=255)),
        _style(font=Font(sz=10, vertAlign="superscript")),
        _style(font=Font(name="Calibri", charset=1)),
        _spaced("  A  "),
        _spaced("A    "),
        _frozen(12),
        _rules(("FF006100", "FFC6EFCE"), ("FF9C0006", "FFFFC7CE"), ("FF9C5700", "FFFFEB9C")),
        _rules(("FFFFFFFF", "FFFF0000"), ("FF000000", "FFFFFFFF")),
        _rules((None, "FFC6EFCE"), ("FF0000FF", None)),
        _noted,
        _table("TableStyleMedium9", None),
        _table("TableStyleDark1", None),
        _table("TableStyleDark2", "FF4F81BD", latar="FFFFFF00"),
        _table("TableStyleLight9", "FFFF0000"),
        _table("TableStyleMedium2", "FF000000"),
    ],
)
def test_ordinary_looks_are_not_named(tmp_path: Path, ubah: Callable[[Any, Any], None]) -> None:
    e = evaluated(tmp_path, ubah)
    assert [(t.kode, t.pesan) for t in e.ws.temuan] == [] and e.penentu.ragu == ()


@pytest.mark.parametrize("lebar", [1.5, 30.0])
def test_a_number_in_a_column_too_narrow_for_it(tmp_path: Path, lebar: float) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.value = 3.65
        sel.parent.column_dimensions[sel.column_letter].width = lebar

    e = evaluated(tmp_path, ubah, kode="B.I.a")
    if lebar > 2:
        assert e.ws.temuan == []
    else:
        assert (
            only_one(e, "LKE154").tingkat == "info" and "sempit" in only_one(e, "LKE154").pesan and e.penentu.ragu == ()
        )


@pytest.mark.parametrize("teks", ["2³", "1₂", "①", "12²"])
def test_raised_and_ringed_digits_are_no_digits(teks: str) -> None:
    assert parse_count(teks).masalah == "LKE210" and read_number(teks) is None
    assert parse_count("１２").nilai == 12


@pytest.mark.parametrize("sisip", ['vm="1"', 'ph="1"', 'cm="1"'])
def test_a_cell_that_shows_another_value_than_its_own(tmp_path: Path, sisip: str) -> None:
    """A picture in a cell, a name of a kind of data, a reading aid; metadata of formulas alone say nothing."""
    t = _target(Random(3), angka=False)
    lembar = str(t.bagian[SHEET]).replace(f'<c r="{t.alamat}" ', f'<c r="{t.alamat}" {sisip} ')
    berkas = tmp_path / "lke.xlsx"
    berkas.write_bytes(zip_of({**t.bagian, SHEET: lembar}))
    e = evaluate(berkas, load_config(None))
    assert [str(s.sel) for s in e.ws.temuan if s.kode == "LKE154"] == ([] if sisip.startswith("cm") else [t.sel])


@pytest.mark.parametrize("jenis", ["comments", "pivotTable", "printerSettings"])
def test_what_belongs_to_a_sheet_may_cover_its_cells(tmp_path: Path, jenis: str) -> None:
    t = _target(Random(3), angka=False)
    pivot = f'<pivotTableDefinition xmlns="{MAIN_NS}"><location ref="{t.alamat}"/></pivotTableDefinition>'
    relasi = f'<Relationship Id="rId9" Type="{REL_NS}/{jenis}" Target="../x.xml"/>'
    bagian = {
        **t.bagian,
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PKG}/relationships">{relasi}</Relationships>',
        "xl/x.xml": pivot,
    }
    berkas = tmp_path / "lke.xlsx"
    berkas.write_bytes(zip_of(bagian))
    e = evaluate(berkas, load_config(None))
    disebut = {str(s.sel) for s in e.ws.temuan if s.kode == "LKE154"}
    assert (t.sel in disebut or len(disebut) > 1) is (jenis != "printerSettings")


@pytest.mark.parametrize(
    ("teks", "gaya", "ragu"),
    [
        ("A\t\t\t", {}, False),
        ("A" + " " * 12, {}, False),
        ("A\t\t\t", {"horizontal": "left"}, False),
        ("A\t\t\t", {"horizontal": "general", "vertical": "top"}, False),
        ("A\t\t\t", {"horizontal": "right"}, True),
        ("A\t\t\t", {"horizontal": "center"}, True),
        ("A\t\t\t", {"horizontal": "justify"}, True),
        ("A\t\t\t", {"horizontal": "left", "wrap_text": True}, True),
        ("A\t\t\t", {"horizontal": "left", "wrap_text": True, "vertical": "center"}, True),
        ("A\t\t\t", {"horizontal": "left", "wrap_text": True, "vertical": "top"}, False),
        ("A\t\t\t", {"readingOrder": 2}, True),
        ("A\t\t\t", {"textRotation": 45}, True),
        ("\t\t\tA", {}, True),
        ("\t\t\tA", {"horizontal": "left"}, True),
        ("\t\t\tA\t\t\t", {}, True),
        ("\u2003" * 9 + "A", {"horizontal": "left"}, True),
    ],
)
@pytest.mark.parametrize("kanan_ke_kiri", [False, True])
def test_blanks_behind_a_text_that_begins_at_the_left_push_nothing(
    teks: str, gaya: dict[str, Any], ragu: bool, kanan_ke_kiri: bool, tmp_path: Path
) -> None:
    """What is seen is then what is read; on a sheet from right to left nobody knows."""

    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.sheet_view.rightToLeft = kanan_ke_kiri or None
        sel.parent.column_dimensions[sel.column_letter].width = 8
        sel.value, sel.alignment = teks, Alignment(**gaya)

    kode = {t.kode for t in evaluated(tmp_path, ubah).ws.temuan}
    assert ("LKE154" in kode) == (ragu or kanan_ke_kiri)
