"""``--tulis``: a copy of the user's workbook with our values and findings, the original untouched."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.files import sha256
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.forms.annotate import annotate_copy
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.read import read_worksheet

REAL = Path(__file__).parent.parent / "data" / "lke-nyata-2024.xlsx"


def written(sumber: Path, tujuan: Path, *, timpa: bool = False) -> list[str]:
    i = load_instrumen()
    ws = read_worksheet(sumber)
    skor = score_worksheet(ws, i)
    temuan = [*ws.temuan, *(t for p in skor for t in p.temuan)]
    return annotate_copy(sumber, tujuan, ws, skor, i, i.ambang, temuan, timpa)


def test_copy_holds_values_and_findings(tmp_path: Path) -> None:
    sebelum = REAL.read_bytes()
    written(REAL, tmp_path / "hasil.xlsx")
    assert REAL.read_bytes() == sebelum
    buku = load_workbook(tmp_path / "hasil.xlsx")
    assert buku.sheetnames == ["Hasil zi", "LKE 2024"]
    asal = load_workbook(REAL)["LKE 2024"]
    for baris in asal.iter_rows():
        for sel in baris:
            assert buku["LKE 2024"][sel.coordinate].value == sel.value
    komentar = buku["LKE 2024"]["K9"].comment
    assert komentar is not None
    assert "A.I.1.i.b: 0,00 poin" in komentar.text
    label = buku["LKE 2024"]["J9"].comment
    assert label is not None
    assert "LKE203" in label.text
    isi = {str(r[0]): r for r in buku["Hasil zi"].iter_rows(values_only=True) if r[0]}
    assert isi["total"][3] == pytest.approx(90.928144, abs=1e-6)
    assert isi["Putusan WBK"][2] == "memenuhi"
    assert isi["Putusan WBBM"][2] == "belum dapat dipastikan"


def test_cells_are_coloured_and_the_results_lead_to_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hasil = tmp_path / "hasil.xlsx"
    assert run_cli(["score", str(REAL), "--tulis", str(hasil)]) == 0
    buku = load_workbook(hasil)
    lembar, asal = buku["Hasil zi"], buku["LKE 2024"]
    baris = {str(r[0].value): r for r in lembar.iter_rows() if r[0].value}
    temuan = [r for r in lembar.iter_rows() if str(r[3].value or "")[:3] in ("LKE", "SVY")]
    capsys.readouterr()
    run_cli(["lint", str(REAL), "--format", "json"])
    semua = {(t["kode"], t["sel"] or "") for t in json.loads(capsys.readouterr().out)["temuan"]}
    assert {(str(r[3].value), str(r[0].value or "")) for r in temuan} == semua
    assert {str(r[2].value) for r in temuan} <= {"kesalahan", "peringatan", "info"}
    for r in temuan:
        if r[0].value:
            tempat = r[0].hyperlink.location.rpartition("!")
            assert str(r[0].value) == f"LKE 2024!{tempat[2]}" and tempat[0] == "'LKE 2024'"
            sel = asal[tempat[2]]
            assert str(r[3].value) in sel.comment.text
            assert sel.fill.fgColor.rgb[-6:] in ("FFC7CE", "FFEB9C", "DDEBF7")
            assert sel.fill.fgColor.rgb != sel.font.color.rgb
    assert baris["A.I.1.i.a"][0].hyperlink.location.startswith("'LKE 2024'!")


def test_copy_reads_and_scores_as_the_original(tmp_path: Path) -> None:
    written(REAL, tmp_path / "hasil.xlsx")
    lama, baru = read_worksheet(REAL), read_worksheet(tmp_path / "hasil.xlsx")
    assert score_worksheet(lama, load_instrumen())[0].nilai == score_worksheet(baru, load_instrumen())[0].nilai
    assert [t.kode for t in lama.temuan] == [t.kode for t in baru.temuan]
    assert (lama.satker, lama.kode_satker, lama.tahun) == (baru.satker, baru.kode_satker, baru.tahun)


def test_own_comments_formulas_and_sheet_names_stay(tmp_path: Path) -> None:
    sumber = tmp_path / "punya sendiri.xlsx"
    buku = load_workbook(REAL)
    buku["LKE 2024"]["K9"].comment = Comment("catatan saya", "saya")
    buku["LKE 2024"]["P9"] = "=1+1"
    buku.create_sheet("HASIL ZI")["A1"] = "=Z1"
    buku.save(sumber)
    written(sumber, tmp_path / "hasil.xlsx")
    hasil = load_workbook(tmp_path / "hasil.xlsx")
    assert hasil.sheetnames == ["Hasil zi 2", "LKE 2024", "HASIL ZI"]
    komentar = hasil["LKE 2024"]["K9"].comment
    assert komentar is not None
    assert komentar.text.startswith("catatan saya\n")
    assert hasil["LKE 2024"]["P9"].value == "=1+1"


def test_text_of_the_source_is_no_formula_on_the_results_sheet(tmp_path: Path) -> None:
    sumber = tmp_path / "lke.xlsx"
    buku = load_workbook(REAL)
    buku["LKE 2024"]["K9"].value = "=x"
    buku["LKE 2024"]["K9"].data_type = "s"
    buku.save(sumber)
    written(sumber, tmp_path / "hasil.xlsx")
    for baris in load_workbook(tmp_path / "hasil.xlsx")["Hasil zi"].iter_rows():
        assert all(s.data_type != "f" for s in baris)


def test_refusals(tmp_path: Path) -> None:
    sumber = tmp_path / "lke.xlsx"
    shutil.copy(REAL, sumber)
    for tujuan in (sumber, tmp_path / "lke.ods", tmp_path / "lke.xlsm"):
        with pytest.raises(UnwritableOutput):
            written(sumber, tujuan, timpa=True)
    (tmp_path / "ada.xlsx").write_bytes(b"isi")
    with pytest.raises(UnwritableOutput):
        written(sumber, tmp_path / "ada.xlsx")
    assert (tmp_path / "ada.xlsx").read_bytes() == b"isi"
    written(sumber, tmp_path / "ada.xlsx", timpa=True)
    assert sumber.read_bytes() == REAL.read_bytes()


def test_a_workbook_that_cannot_be_copied_is_one_clear_line(tmp_path: Path) -> None:
    sumber = tmp_path / "lke.xlsx"
    sumber.write_bytes(b"PK bukan zip")
    i, ws = load_instrumen(), read_worksheet(REAL)._replace(sha256=sha256(sumber.read_bytes()))
    with pytest.raises(UnwritableOutput, match="zi template --isi"):
        annotate_copy(sumber, tmp_path / "hasil.xlsx", ws, score_worksheet(ws, i), i, i.ambang, (), False)
    assert not (tmp_path / "hasil.xlsx").exists()


def test_a_workbook_that_was_replaced_after_it_was_scored_gets_no_values_of_the_other(tmp_path: Path) -> None:
    sumber = Path(shutil.copy(REAL, tmp_path / "lke.xlsx"))
    i, ws = load_instrumen(), read_worksheet(sumber)
    shutil.copy(REAL.parents[2] / "sample_lke" / "lke-wbk.xlsx", sumber)
    with pytest.raises(UnreadableInput) as galat:
        annotate_copy(sumber, tmp_path / "hasil.xlsx", ws, score_worksheet(ws, i), i, i.ambang, (), False)
    assert galat.value.temuan.kode == "LKE108" and "lke.xlsx" in galat.value.temuan.line
    assert not (tmp_path / "hasil.xlsx").exists()


def test_what_is_not_copied_is_named(tmp_path: Path) -> None:
    isi = io.BytesIO(REAL.read_bytes())
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    with zipfile.ZipFile(isi, "a") as z:
        z.writestr("xl/drawings/drawing7.xml", f'<xdr:wsDr xmlns:xdr="{xdr}"><xdr:sp macro=""/><xdr:sp/></xdr:wsDr>')
        z.writestr("xl/ctrlProps/ctrlProp1.xml", "<formControlPr/>")
        z.writestr("xl/charts/_rels/chart1.xml.rels", "<Relationships/>")
    (tmp_path / "asal.xlsx").write_bytes(isi.getvalue())
    assert written(tmp_path / "asal.xlsx", tmp_path / "hasil.xlsx") == ["2 bentuk", "1 kontrol formulir"]
    assert written(REAL, tmp_path / "utuh.xlsx") == []


def test_damaged_drawing_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    isi = io.BytesIO(REAL.read_bytes())
    with zipfile.ZipFile(isi, "a") as z:
        z.writestr("xl/drawings/drawing7.xml", "<xdr:sp/>", zipfile.ZIP_STORED)
    (tmp_path / "asal.xlsx").write_bytes(isi.getvalue().replace(b"<xdr:sp/>", b"<xdr:pq/>"))
    with pytest.raises(UnwritableOutput):
        written(tmp_path / "asal.xlsx", tmp_path / "hasil.xlsx")
    assert not (tmp_path / "hasil.xlsx").exists()
