"""The form itself: read back as it is, valid for Excel, locked where it should be, right before any recalculation."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from tests.forms.helpers import IDENTITY, blank_form, filled_form, parts_of
from tests.oracle.compare import compare_file
from zi_cli.forms import addresses as d
from zi_cli.forms.content import CoverIdentity, Formulir, IsianPenilai
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.completeness import check_completeness
from zi_cli.scoring.reconcile import reconcile
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet

PENILAI = load_instrumen().penilai.codes

#: Functions every Excel since 2007 has, by their English names; none of them is volatile.
FUNGSI = {"AND", "COUNT", "IF", "IFERROR", "INT", "N", "ISNUMBER", "LEN", "MAX", "MIN", "NOT", "OR", "ROUND", "SUM",
          "SUMPRODUCT", "TRIM", "FALSE", "TRUE"}  # fmt: skip


def simpan(f: Formulir, folder: Path) -> Path:
    berkas = folder / "lke-2026.xlsx"
    berkas.write_bytes(write_form(f))
    return berkas


def read_back(f: Formulir, folder: Path) -> Worksheet:
    return read_worksheet(simpan(f, folder))


@pytest.mark.parametrize("penilai", [("unit",), ("unit", "tpi-unit", "tpi", "tpn"), PENILAI])
def test_blank_form_is_read_without_a_finding(penilai: tuple, tmp_path: Path) -> None:
    ws = read_back(blank_form(*penilai), tmp_path)
    assert (ws.satker, ws.kode_satker, ws.tahun, ws.usulan) == ("Kantor Imigrasi Contoh", "UPT-01", 2026, "WBBM")
    assert (ws.lembar, ws.baris_hilang, dict(ws.label_pilihan), ws.temuan) == (("LKE ZI",), (), {}, [])
    assert tuple(ws.penilai) == penilai
    for k in ws.penilai.values():
        assert k.ada_catatan
        assert k.ada_bukti
        assert all(i.nilai == "" for i in k.jawaban.values())
    (satu,) = score_worksheet(ws, load_instrumen())
    assert [t.kode for t in satu.temuan] == ["LKE220"]


def test_blank_identity_stays_unknown(tmp_path: Path) -> None:
    ws = read_back(blank_form("unit", "tpi", identitas=CoverIdentity()), tmp_path)
    assert (ws.satker, ws.kode_satker, ws.tahun, ws.usulan) == (None, None, None, None)


def test_filled_form_has_no_finding_beyond_notes_and_evidence(tmp_path: Path) -> None:
    i = load_instrumen()
    f = filled_form("unit", "tpi", ragam="tinggi")
    ws = read_back(f, tmp_path)
    for p in score_worksheet(ws, i):
        temuan = [
            *ws.temuan,
            *p.temuan,
            *reconcile(ws.penilai[p.penilai], p, i),
            *check_completeness(ws.penilai[p.penilai], p, i),
        ]
        assert {t.kode for t in temuan if t.tingkat != "info"} <= {"LKE240", "LKE241"}
        assert "LKE305" in {t.kode for t in temuan}  # the file's own total is ours


@pytest.mark.parametrize("ragam", ["campur", "lengkap", "tinggi", "hampir", "sempurna", "jarang"])
def test_cached_values_are_the_exact_result(ragam: str, tmp_path: Path) -> None:
    f = filled_form("unit", "kanwil", "tpi", ragam=ragam)
    hasil = compare_file(simpan(f, tmp_path), f)
    assert hasil.beda == []
    assert hasil.jumlah > 1000


def test_comparison_can_fail(tmp_path: Path) -> None:
    f = filled_form("unit")
    salah = replace(f, penilaian={})  # cached zeros where there are answers
    assert len(compare_file(simpan(salah, tmp_path), f).beda) > 100


def test_perfect_form_scores_exactly_100(tmp_path: Path) -> None:
    (p,) = score_worksheet(read_back(filled_form("tpi", ragam="sempurna"), tmp_path), load_instrumen())
    assert (p.nilai["total"], p.nilai["A"], p.nilai["B"]) == (100, 60, 40)


def test_same_input_gives_the_same_bytes() -> None:
    assert write_form(filled_form("unit", "tpi")) == write_form(filled_form("unit", "tpi"))


def test_rows_wording_and_weights_are_the_official_ones() -> None:
    i, ws = load_instrumen(), load_workbook(io.BytesIO(write_form(blank_form("unit"))))["LKE ZI"]
    denah = d.CellPlan(i, ("unit",))
    assert len(i.baris) == 202
    for b in i.baris:
        sel = ws.cell(denah.row(b.kode) + 1, d.tingkat(b) + 2)
        assert sel.value == (f"- {b.teks}" if b.jenis == "jumlah" else b.teks)
        bobot = ws.cell(denah.row(b.kode) + 1, d.BOBOT + 1).value
        assert bobot is None if b.bobot is None else bobot == pytest.approx(float(b.bobot), abs=1e-12)


def test_only_answers_notes_and_evidence_are_open() -> None:
    buku = load_workbook(io.BytesIO(write_form(blank_form("unit", "tpi"))))
    i, denah = load_instrumen(), d.CellPlan(load_instrumen(), ("unit", "tpi"))
    boleh = set()
    for b in i.baris:
        if b.jenis_jawaban is None:
            continue
        for p in denah.penilai:
            kolom = ("catatan", "bukti") if b.jenis_jawaban == "persen" else ("jawaban", "catatan", "bukti")
            boleh |= {(denah.row(b.kode) + 1, denah.column(p, k) + 1) for k in kolom}
    for nama in buku.sheetnames:
        ws = buku[nama]
        assert ws.protection.sheet
        assert ws.protection.password is None
        terbuka = {(s.row, s.column) for baris in ws.iter_rows() for s in baris if not s.protection.locked}
        if nama == "LKE ZI":
            assert terbuka == boleh
        elif nama != "Sampul":
            assert terbuka == set()


def test_every_open_answer_has_its_validation() -> None:
    i = load_instrumen()
    buku = load_workbook(io.BytesIO(write_form(blank_form("unit", "tpi"))))
    ws, denah = buku["LKE ZI"], d.CellPlan(i, ("unit", "tpi"))
    aturan: dict[tuple[int, int], tuple[str, str]] = {}
    for dv in ws.data_validations.dataValidation:
        for rentang in str(dv.sqref).split():
            kolom, baris, _, _ = range_boundaries(rentang)
            aturan[baris, kolom] = (dv.type, dv.formula1)
    for b in i.baris:
        for p in denah.penilai:
            ada = aturan.pop((denah.row(b.kode) + 1, denah.column(p, "jawaban") + 1), None)
            if b.jenis_jawaban in (None, "persen"):
                assert ada is None
            elif b.jenis_jawaban == "jumlah":
                assert ada == ("whole", "0")
            elif b.jenis_jawaban == "nilai_0_4":
                assert ada == ("decimal", "0")
            else:
                assert ada is not None
                lembar, sel = next(buku.defined_names[ada[1]].destinations)
                pilihan = [s.value for (s,) in buku[lembar][sel.replace("$", "")]]
                assert (ada[0], pilihan) == ("list", list(i.options(b.kode)))
    assert not aturan


def test_workbook_is_plain_ooxml() -> None:
    isi = parts_of(write_form(filled_form("unit", "tpi")))
    dikenal = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    dikenal += r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/(_rels/)?sheet\d\.xml(\.rels)?"
    dikenal += r"|xl/(drawings|charts)/(_rels/)?(drawing|chart)1\.xml(\.rels)?"
    assert [n for n in isi if not re.fullmatch(dikenal, n)] == []
    assert "xl/charts/chart1.xml" in isi
    fungsi: set[str] = set()
    for nama, xml in isi.items():
        if not nama.startswith("xl/worksheets/sheet"):
            continue
        rumus = re.findall(r"<(?:f|formula|formula1|formula2)>([^<]*)</", xml)
        assert not [r for r in rumus if r.startswith("=") or len(r) > 8192 or "#REF" in r]
        for r in rumus:
            fungsi |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", r)))
        assert all(len(r) <= 255 for r in re.findall(r"<formula[12]>([^<]*)</", xml))
        prioritas = re.findall(r'<cfRule [^>]*priority="(\d+)"', xml)
        assert len(prioritas) == len(set(prioritas))
        # A formula without a typed result would read as never calculated.
        assert not re.search(r"<c [^>]*(?<!t=\"str\")><f>[^<]*</f><v></v>", xml)
    assert fungsi <= FUNGSI
    nama = re.findall(r'<definedName name="([^"]+)"(?: localSheetId="(\d)")?', isi["xl/workbook.xml"])
    assert len(nama) == len(set(nama))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", n) for n, _ in nama)
    assert "fullCalcOnLoad" not in isi["xl/workbook.xml"]


def test_print_setup_panes_and_chart() -> None:
    buku = load_workbook(io.BytesIO(write_form(blank_form("unit"))))
    ws = buku["LKE ZI"]
    assert ws.freeze_panes == "G6"
    assert (ws.page_setup.orientation, ws.page_setup.paperSize) == ("landscape", 9)
    assert ws.print_title_rows == "$4:$5"
    assert ws.sheet_properties.pageSetUpPr.fitToPage
    assert ws.page_setup.fitToHeight == 0
    assert len(buku["Ringkasan"]._charts) == 1
    assert ws.conditional_formatting


def test_text_from_outside_never_becomes_a_formula() -> None:
    i = load_instrumen()
    contoh = ("=1+1", "+A1", "-x", "@sum(A1)", "=HYPERLINK(1)")
    jahat = {b.kode: t for b, t in zip(i.indikator, contoh, strict=False)}
    identitas = replace(IDENTITY, satker="=cmd|'/C calc'!A1", alamat="https://contoh.invalid/")
    f = Formulir(i, i.ambang, ("unit",), identitas, {"unit": IsianPenilai({}, jahat, jahat)})
    isi = write_form(f)
    buku = load_workbook(io.BytesIO(isi))
    denah = d.CellPlan(i, ("unit",))
    for kode, teks in jahat.items():
        for kolom in ("catatan", "bukti"):
            sel = buku["LKE ZI"].cell(denah.row(kode) + 1, denah.column("unit", kolom) + 1)
            assert (sel.value, sel.data_type, sel.number_format) == (teks, "s", "@")
    assert buku["Sampul"]["C6"].data_type == "s"
    assert not [n for n, x in parts_of(isi).items() if n.endswith(".rels") and "http://contoh" in x]


def test_stricter_thresholds_show_in_the_workbook(tmp_path: Path) -> None:
    i = load_instrumen()
    asal = i.ambang.daftar[0]
    ketat = asal._replace(minimal={p: n + 5 for p, n in asal.minimal.items()})
    ambang = i.ambang._replace(daftar=(ketat, *i.ambang.daftar[1:]), diubah=("total: WBK 75 → 80",))
    f = Formulir(i, ambang, ("unit",), IDENTITY)
    buku = load_workbook(simpan(f, tmp_path), data_only=True)
    nilai = {r[0].value: (r[3].value, r[4].value) for r in buku["Referensi"].iter_rows(min_col=1, max_col=5)}
    assert nilai["total"] == (80, 90)
    teks = " ".join(str(s.value) for r in buku["Ringkasan"].iter_rows() for s in r)
    assert "total: WBK 75 → 80" in teks
