"""What .xls and .xlsb hide or show otherwise is named as in .xlsx: the same workbook, written in the old formats."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from struct import pack
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.fuzz import basis
from tests.fuzz.judge import read, unnamed
from tests.fuzz.small_binary import book, to_xls, to_xlsb
from tests.fuzz.two_faced_binary import FORMATS, TRICKS, Aim, Trick, _blank_over, _twice, two_faced_binary
from tests.fuzz.two_faced_binary_deep import DEEP
from tests.fuzz.two_faced_binary_fine import FINE
from tests.fuzz.two_faced_binary_wide import WIDE
from tests.test_seen import SEMPURNA, build_book
from tests.tools import butuh_soffice
from zi_cli.config import load_config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.formats.windows import Window, unreachable

CODE = "A.I.1.i.b"
Change = Callable[[Any, Any], None]


def column(buku: Any, sel: Any) -> None:
    sel.parent.column_dimensions[sel.column_letter].hidden = True


def narrow(buku: Any, sel: Any) -> None:
    sel.parent.column_dimensions[sel.column_letter].width = 0.1


def row(buku: Any, sel: Any) -> None:
    sel.parent.row_dimensions[sel.row].hidden = True


def low(buku: Any, sel: Any) -> None:
    sel.parent.row_dimensions[sel.row].height = 1


def hidden_sheet(buku: Any, sel: Any) -> None:
    buku.create_sheet("Depan", 0)
    sel.parent.sheet_state = "hidden"


def white(buku: Any, sel: Any) -> None:
    sel.font = Font(color="FFFFFFFF")


def on_its_ground(buku: Any, sel: Any) -> None:
    sel.font, sel.fill = Font(color="FF0000FF"), PatternFill("solid", fgColor="FF0000FF")


def symbols(buku: Any, sel: Any) -> None:
    sel.font = Font(name="Wingdings")


def tiny(buku: Any, sel: Any) -> None:
    sel.font = Font(sz=1)


def struck(buku: Any, sel: Any) -> None:
    sel.font = Font(strike=True)


def disguised(buku: Any, sel: Any) -> None:
    sel.number_format = ';;;"C"'


def merged(buku: Any, sel: Any) -> None:
    sel.parent.merged_cells.add(f"{sel.offset(0, -1).coordinate}:{sel.coordinate}")


def formula(buku: Any, sel: Any) -> None:
    sel.value = '=IF(1=1,"A","C")'


def chart(buku: Any, sel: Any) -> None:
    bagan = BarChart()
    bagan.add_data(Reference(sel.parent, min_col=1, min_row=1, max_row=3))
    sel.parent.add_chart(bagan, sel.coordinate)


def conditional(buku: Any, sel: Any) -> None:
    aturan = CellIsRule(operator="equal", formula=['"A"'], font=Font(color="FFFFFFFF"))
    sel.parent.conditional_formatting.add(sel.coordinate, aturan)


def struck_by_rule(buku: Any, sel: Any) -> None:
    sel.parent.conditional_formatting.add(sel.coordinate, FormulaRule(formula=["TRUE"], font=Font(strike=True)))


HIDINGS: dict[str, tuple[Change, str]] = {
    "hidden column": (column, "LKE151"),
    "narrow column": (narrow, "LKE151"),
    "hidden row": (row, "LKE152"),
    "low row": (low, "LKE152"),
    "hidden sheet": (hidden_sheet, "LKE151"),
    "white": (white, "LKE154"),
    "colour of the ground": (on_its_ground, "LKE154"),
    "symbols": (symbols, "LKE154"),
    "tiny": (tiny, "LKE154"),
    "struck": (struck, "LKE154"),
    "another text": (disguised, "LKE154"),
    "under a merged cell": (merged, "LKE154"),
    "under a chart": (chart, "LKE154"),
    "formula": (formula, "LKE155"),
    "conditional": (conditional, "LKE154"),
    "struck by a rule": (struck_by_rule, "LKE154"),
}


def white_on_dark(buku: Any, sel: Any) -> None:
    sel.font, sel.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")


def note(buku: Any, sel: Any) -> None:
    sel.comment = Comment("Sudah dicek", "Penilai")


def choices(buku: Any, sel: Any) -> None:
    pilihan = DataValidation(type="list", formula1='"A,B,C"')
    pilihan.add(sel.coordinate)
    sel.parent.add_data_validation(pilihan)


def coloured_by_rule(buku: Any, sel: Any) -> None:
    aturan = FormulaRule(formula=[f'{sel.coordinate}="A"'], fill=PatternFill("solid", bgColor="FFC6EFCE"))
    sel.parent.conditional_formatting.add(sel.coordinate, aturan)


def coloured_beside_white(buku: Any, sel: Any) -> None:
    coloured_by_rule(buku, sel)
    white_on_dark(buku, sel.offset(1, 0))


ORDINARY: dict[str, Change] = {
    "untouched": lambda buku, sel: None,
    "white on dark": white_on_dark,
    "note": note,
    "choices": choices,
    "coloured by a rule": coloured_by_rule,
    "coloured by a rule beside white on dark": coloured_beside_white,
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case as .xls, all converted in one go."""
    program = butuh_soffice()
    asal, tujuan = tmp_path_factory.mktemp("xlsx"), tmp_path_factory.mktemp("xls")
    for nama, ubah in {**{n: u for n, (u, _) in HIDINGS.items()}, **ORDINARY}.items():
        b = build_book(SEMPURNA)
        lembar, r, k = b.letak["tpi", CODE]
        berkas = b.simpan(asal / f"{nama}.xlsx")
        buku = openpyxl.load_workbook(berkas)
        ubah(buku, buku[lembar].cell(r, k + 1))
        buku.save(berkas)
    profil = f"-env:UserInstallation={tmp_path_factory.mktemp('profil').as_uri()}"
    perintah = [program, profil, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(tujuan)]
    subprocess.run([*perintah, *map(str, sorted(asal.iterdir()))], check=True, capture_output=True, timeout=120)
    return {p.stem: p for p in tujuan.iterdir()}


def scored(berkas: Path) -> Evaluation:
    return evaluate(berkas, load_config(None))


@pytest.mark.parametrize("nama", HIDINGS)
def test_what_an_xls_hides_is_named(nama: str, converted: dict[str, Path]) -> None:
    e = scored(converted[nama])
    t = next(t for t in e.ws.temuan if t.kode == HIDINGS[nama][1] and t.tingkat == "peringatan")
    assert t.sel is not None
    if t.kode != "LKE152":
        assert e.penentu.putusan["WBBM"].keadaan == "belum dapat dipastikan" or e.penentu.ragu


@pytest.mark.parametrize("nama", ORDINARY)
def test_an_ordinary_xls_is_read_without_a_word(nama: str, converted: dict[str, Path]) -> None:
    e = scored(converted[nama])
    assert e.ws.temuan == [] and e.penentu.putusan["WBBM"].keadaan == "memenuhi"


#: Files made by each trick, one after another in both formats.
MUSLIHAT = [*two_faced_binary(11, 4 * len((*TRICKS, *FINE, *WIDE, *DEEP)))]


@pytest.mark.parametrize("i", range(len(MUSLIHAT)), ids=lambda i: f"{i} {MUSLIHAT[i].jenis}")
def test_each_trick_of_the_old_formats_is_named_or_refused(tmp_path: Path, i: int) -> None:
    muslihat = MUSLIHAT[i]
    berkas = tmp_path / f"lke.{muslihat.akhiran}"
    berkas.write_bytes(muslihat.data)
    r = read(berkas)
    assert r.ditolak.startswith("LKE104") if r.ditolak else unnamed(muslihat.disebut, r) == []
    assert not (r.ditolak and muslihat.disebut)
    if muslihat.jenis.endswith(("yang biasa", "tabel biasa")):
        assert not r.ditolak and not any(kode.startswith("LKE15") for kode, _ in r.temuan)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("trik", [_twice, _blank_over], ids=["two values", "a blank over a value"])
def test_a_cell_written_twice_is_refused_with_its_place(tmp_path: Path, format_: str, trik: Trick) -> None:
    aim = Aim(book(), 14, 4, format_)
    trik(aim, Random(1))
    (tmp_path / "lke").write_bytes(FORMATS[format_](aim.buku))
    with pytest.raises(UnreadableInput, match="sel E15 ada dua kali"):
        scored(tmp_path / "lke")


def test_cells_after_a_chart_within_the_sheet_are_read_and_measured(tmp_path: Path) -> None:
    def sel(baris: int) -> bytes:
        return basis.xls_number(baris, 0, 1.0)

    kepala = pack("<HHHHII", 0x0600, 0x20, 0, 0, 0, 0)
    bagan = basis.xls_record(0x0809, kepala) + sel(5) + basis.xls_record(0x000A)
    berkas = tmp_path / "lke.xls"
    berkas.write_bytes(basis.xls(basis.alir_xls(sel(0) + bagan + sel(2))))
    assert open_workbook(berkas).lembar[0][1] == [[1.0], [""], [1.0]]
    # The limit of rows holds behind the chart as before it.
    berkas.write_bytes(basis.xls(basis.alir_xls(sel(0) + bagan + sel(60_000))))
    with pytest.raises(UnreadableInput, match=r"60\.001"):
        open_workbook(berkas)


@pytest.mark.parametrize("jenis", [1, 2, 6])
def test_a_worksheet_said_to_be_none_is_refused(tmp_path: Path, jenis: int) -> None:
    buku = book()
    buku.jenis_lembar = jenis
    (tmp_path / "lke.xls").write_bytes(to_xls(buku))
    with pytest.raises(UnreadableInput, match="jenis lembar"):
        open_workbook(tmp_path / "lke.xls")


@pytest.mark.parametrize("awal", [35, 37])
def test_cells_of_an_xlsb_in_what_only_some_versions_understand(tmp_path: Path, awal: int) -> None:
    buku = book()
    isi = basis.xlsb_record(0, pack("<IIHBBBI", 60, 0, 300, 0, 0, 0, 0)) + basis.xlsb_record(1, pack("<II", 0, 0))
    buku.lembar[0].tengah = basis.xlsb_record(awal) + isi + basis.xlsb_record(awal + 1)
    (tmp_path / "lke.xlsb").write_bytes(to_xlsb(buku))
    with pytest.raises(UnreadableInput, match="di luar isi lembarnya"):
        open_workbook(tmp_path / "lke.xlsb")


@pytest.mark.parametrize(
    ("jendela", "luput"),
    [
        ([], {}),
        ([Window()], {}),
        ([Window(1, tab=False)], {0, 2}),
        ([Window(1, tab=False), Window(2, tab=False)], {0}),
        ([Window(1, tab=False), Window(2)], {}),
        ([Window(1, tab=False), Window(2, tampil=False)], {0, 2}),
        ([Window(tampil=False)], {0, 1, 2}),
    ],
)
def test_sheets_that_no_window_leads_to(jendela: list[Window], luput: set[int]) -> None:
    assert unreachable(jendela, 3) == {*luput}


def _property(jenis: int, isi: bytes) -> bytes:
    return pack("<HH", jenis, 4 + len(isi)) + isi


def xlsb(
    tmp_path: Path, *, lembar: bytes = b"", sel: int = 0, tinggi: int = 300, bendera: int = 0, rumus: bool = False
) -> Any:
    """A .xlsb with "a" in A1, which a formula gave with *rumus*.

    Its style is *sel*: 1 white, 2 the text "C", 3 symbols, 4 on its own ground.
    """
    teks = basis.xlsb_text

    def font(nama: str = "Calibri", warna: bytes = b"\0" * 8) -> bytes:
        isi = pack("<HHHHBBBB", 220, 0, 400, 0, 0, 2, 0, 0) + warna + b"\0" + teks(nama)
        return basis.xlsb_record(43, isi)

    putih, biru = pack("<BBhBBBB", 5, 255, 0, 255, 255, 255, 255), pack("<BBhBBBB", 5, 255, 0, 0, 0, 255, 255)
    kosong = b"\0" * 8
    isian = [pack("<I", 0) + kosong * 2, pack("<I", 1) + biru + kosong]
    xf = [(0, 0, 0), (0, 1, 0), (164, 0, 0), (0, 2, 0), (0, 3, 1)]
    hijau, kode = pack("<BBhBBBB", 5, 255, 0, 198, 239, 206, 255), ';;;"C"'.encode("utf-16-le")
    dxf = [
        [_property(2, hijau)],
        [_property(5, putih)],
        [_property(0x26, pack("<HH", 164, 6) + kode)],
        [_property(0x1D, b"\1")],
        [_property(1, biru)],
    ]
    gaya = b"".join(
        (
            basis.xlsb_record(278),
            basis.xlsb_record(44, pack("<H", 164) + teks(';;;"C"')),
            *(font(), font(warna=putih), font("Wingdings"), font(warna=biru)),
            *(basis.xlsb_record(45, i + bytes(48)) for i in isian),
            basis.xlsb_record(617, pack("<I", len(xf))),
            *(basis.xlsb_record(47, pack("<HHHHHBBHBB", 0, f, h, i, 0, 0, 0, 0, 0, 0)) for f, h, i in xf),
            basis.xlsb_record(618),
            *(basis.xlsb_record(507, pack("<HHH", 0, 0, len(d)) + b"".join(d)) for d in dxf),
            basis.xlsb_record(279),
        )
    )
    isi = b"".join(
        (
            *(
                basis.xlsb_record(0x81),
                basis.xlsb_record(0x94, pack("<4I", 0, 0, 0, 0)),
                lembar,
                basis.xlsb_record(0x91),
            ),
            basis.xlsb_record(0, pack("<IIHBBBI", 0, 0, tinggi, 0, bendera, 0, 0)),
            basis.xlsb_record(8 if rumus else 6, pack("<II", 0, sel) + teks("a") + (bytes(10) if rumus else b"")),
            *(basis.xlsb_record(0x92), basis.xlsb_record(0x82)),
        )
    )
    berkas = tmp_path / "lke.xlsb"
    berkas.write_bytes(basis.xlsb([], lembar=isi, gaya=gaya))
    buku = open_workbook(berkas)
    assert buku.lembar[0][1] == [["a"]]
    assert buku.rupa is not None
    return buku.rupa


def xls(tmp_path: Path, awal: bytes = b"", *, tinggi: int = 300, akhir: bytes = b"") -> Any:
    """A .xls with 1 in A1; *awal* are records before its rows, *akhir* those after its cells."""
    baris = basis.xls_record(0x0208, pack("<HHHHHHHH", 0, 0, 1, tinggi, 0, 0, 0x100, 15))
    berkas = tmp_path / "lke.xls"
    berkas.write_bytes(basis.xls(basis.alir_xls(awal + baris + basis.xls_number(0, 0, 1.0) + akhir)))
    buku = open_workbook(berkas)
    assert buku.lembar[0][1] == [[1.0]] and buku.rupa is not None
    return buku.rupa


@pytest.mark.parametrize("rumus", [True, False])
def test_a_formula_of_an_xlsb_is_noted(tmp_path: Path, rumus: bool) -> None:
    assert xlsb(tmp_path, rumus=rumus).formulas(0, range(40)) == ({(1, 0)} if rumus else set())


def test_an_ordinary_xlsb_is_plain(tmp_path: Path) -> None:
    rupa = xlsb(tmp_path)
    assert rupa.plain(0, [["a"]]) and rupa.odd(0, (1, 0), "a") is None
    assert not rupa.view(0).hides_column(0) and not rupa.view(0).hides_row(1)


@pytest.mark.parametrize("sel", [1, 2, 3, 4])
def test_an_odd_style_of_an_xlsb_is_seen(tmp_path: Path, sel: int) -> None:
    rupa = xlsb(tmp_path, sel=sel)
    assert not rupa.plain(0, [["a"]]) and rupa.odd(0, (1, 0), "a") is not None


@pytest.mark.parametrize(
    ("kolom", "tersembunyi"),
    [((0, 0, 2560, 0, 0), False), ((0, 0, 2560, 0, 1), True), ((0, 3, 20, 0, 0), True), ((1, 3, 2560, 0, 1), False)],
)
def test_hidden_columns_of_an_xlsb(tmp_path: Path, kolom: tuple[int, ...], tersembunyi: bool) -> None:
    rupa = xlsb(tmp_path, lembar=basis.xlsb_record(60, pack("<IIIIH", *kolom)))
    assert rupa.view(0).hides_column(0) is tersembunyi


def test_hidden_rows_of_an_xlsb(tmp_path: Path) -> None:
    assert xlsb(tmp_path, bendera=0x10).view(0).hides_row(1)
    assert xlsb(tmp_path, tinggi=20).view(0).hides_row(1)
    bawaan = basis.xlsb_record(485, pack("<IHHHBB", 0xFFFFFFFF, 8, 300, 2, 0, 0))
    assert xlsb(tmp_path, lembar=bawaan).view(0).hides_row(2)


@pytest.mark.parametrize(("bawaan", "sendiri", "tersembunyi"), [(300, 0, 0), (20, 0, 1), (119, 0, 1), (120, 0, 0)])
def test_usual_rows_too_low_to_read(tmp_path: Path, bawaan: int, sendiri: int, tersembunyi: int) -> None:
    """Twentieths of a point; the only row of each has a height of its own, and is seen."""
    lembar = basis.xlsb_record(485, pack("<IHHHBB", 0xFFFFFFFF, 8, bawaan, 0, 0, 0))
    xls_ = basis.xls_record(0x0225, pack("<HH", 0, bawaan))
    for tampilan in (xlsb(tmp_path, lembar=lembar).view(0), xls(tmp_path, xls_).view(0)):
        assert tampilan.hides_row(2) is bool(tersembunyi) and not tampilan.hides_row(1)


def test_a_row_of_an_xls_that_is_as_high_as_most(tmp_path: Path) -> None:
    rendah = basis.xls_record(0x0225, pack("<HH", 0, 20))
    assert xls(tmp_path, rendah, tinggi=0x812C).view(0).hides_row(1)
    assert not xls(tmp_path, tinggi=0x812C).view(0).hides_row(1)
    assert xls(tmp_path, tinggi=0x8000).view(0).hides_row(1)


#: First row and column of the still part, its rows and columns, then hidden rows and columns (both from zero).
PANES = [
    ((0, 0, 3, 2), (), ()),
    ((5, 0, 3, 0), (0, 4), ()),
    ((5, 7, 0, 2), (), (0, 6)),
    ((5, 7, 3, 2), (0, 4), (0, 6)),
    ((0, 0, 1000, 0), (150, 999), ()),
    ((0, 0, 0, 200), (), (100, 199)),
]


@pytest.mark.parametrize("beku", [True, False])
@pytest.mark.parametrize(("letak", "baris", "kolom"), PANES)
def test_panes_that_no_scrolling_leads_into(
    tmp_path: Path, letak: tuple[int, int, int, int], baris: tuple[int, ...], kolom: tuple[int, ...], beku: bool
) -> None:
    r, k, banyak_r, banyak_k = letak
    jendela = basis.xls_record(0x023E, pack("<HHHIHHI", 0x6B6 | 8 * beku, r, k, 64, 0, 0, 0))
    panel = basis.xls_record(0x0041, pack("<HHHHH", banyak_k, banyak_r, 90, 90, 3))
    jendela_b = basis.xlsb_record(137, pack("<HIIIB", 0x3DC, 0, r, k, 64) + bytes(15))
    panel_b = basis.xlsb_record(151, pack("<ddIIIB", banyak_k, banyak_r, 90, 90, 3, beku))
    for tampilan in (
        xls(tmp_path, akhir=jendela + panel).view(0),
        xlsb(tmp_path, lembar=jendela_b + panel_b).view(0),
    ):
        assert {b for b in range(1200) if tampilan.hides_row(b + 1)} == (
            {*range(baris[0], baris[-1] + 1)} if beku and baris else set()
        )
        assert {b for b in range(300) if tampilan.hides_column(b)} == (
            {*range(kolom[0], kolom[-1] + 1)} if beku and kolom else set()
        )


@pytest.mark.parametrize("jumlah", [float("nan"), float("inf"), -3.0, 1e300])
def test_panes_of_an_xlsb_that_no_window_holds(tmp_path: Path, jumlah: float) -> None:
    panel = basis.xlsb_record(137, bytes(30)) + basis.xlsb_record(151, pack("<ddIIIB", 0, jumlah, 9, 9, 3, 1))
    assert xlsb(tmp_path, lembar=panel).view(0).hides_row(500) is (jumlah > 0)


def test_zeros_of_one_of_two_windows_of_an_xls(tmp_path: Path) -> None:
    dua = [basis.xls_record(0x023E, pack("<HHHIHHI", b, 0, 0, 64, 0, 0, 0)) for b in (0x6A6, 0x6B6)]
    assert xls(tmp_path, akhir=b"".join(dua)).view(0).tanpa_nol
    assert not xls(tmp_path, akhir=dua[1]).view(0).tanpa_nol


def test_zeros_merged_cells_and_rules_of_an_xlsb(tmp_path: Path) -> None:
    assert xlsb(tmp_path, lembar=basis.xlsb_record(137, pack("<H", 0x0C) + bytes(28))).view(0).tanpa_nol
    assert xlsb(tmp_path, lembar=basis.xlsb_record(176, pack("<4I", 0, 0, 0, 3))).view(0).covers(1, 2)


@pytest.mark.parametrize(
    ("dxf", "sel", "samar"),
    [(0, 0, False), (0, 1, True), (1, 0, True), (2, 0, True), (3, 0, True), (4, 0, False), (4, 4, True), (9, 0, True)],
)
def test_a_rule_of_an_xlsb_is_judged_by_the_cell_it_covers(tmp_path: Path, dxf: int, sel: int, samar: bool) -> None:
    def rule(baris: int) -> bytes:
        awal = basis.xlsb_record(461, pack("<III4I", 1, 0, 1, baris, baris, 0, 4))
        return awal + basis.xlsb_record(463, pack("<5I", 1, 0, dxf, 1, 0) + bytes(22)) + basis.xlsb_record(462)

    aneh = xlsb(tmp_path, lembar=rule(0), sel=sel).odd(0, (1, 0), "a")
    # A cell in an odd style of its own is named for that.
    assert (aneh is not None and "bersyarat" in aneh.sebab) == (samar and sel == 0) and (aneh is not None) == samar
    if sel == 0:
        assert xlsb(tmp_path, lembar=rule(3), sel=sel).odd(0, (1, 0), "a") is None


@pytest.mark.parametrize("jenis", [465, 467, 469])
def test_bars_scales_and_icons_of_an_xlsb_are_not_worked_out(tmp_path: Path, jenis: int) -> None:
    isi = basis.xlsb_record(461, pack("<III4I", 1, 0, 1, 0, 4, 0, 4))
    isi += basis.xlsb_record(463, pack("<5I", 3, 0, 0xFFFFFFFF, 1, 0) + bytes(22)) + basis.xlsb_record(jenis)
    assert "bersyarat" in xlsb(tmp_path, lembar=isi).odd(0, (1, 0), "a").sebab
