"""The year a worksheet states: its own titles, never the number of a regulation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.builder.grid import Kisi
from tests.kelayakan_cases import CaseData, answer, build
from zi_cli.cli import run_cli
from zi_cli.worksheet.read import read_worksheet


@pytest.mark.parametrize(
    ("judul", "tahun"),
    [
        (["LEMBAR KERJA EVALUASI ZI TAHUN 2027"], 2027),
        (["Lembar Kerja Evaluasi Zona Integritas 2026"], 2026),
        (["LKE ZI 2026"], 2026),
        (["T.A. 2027"], 2027),
        (["Tahun : 2027", "Data kinerja tahun 2026"], 2027),
        (["EVALUASI ZI TAHUN 2027", "Data kinerja tahun 2026"], 2027),
        (["LKE sesuai PermenPANRB Nomor 90 Tahun 2021"], None),
        (["LKE 2027", "PermenPANRB Nomor 90 Tahun 2021 jo. Nomor 5 Tahun 2024"], 2027),
        (["SK Tim ZI Nomor 12 Tahun 2026", "Tahun 2027"], 2027),
        (["Tahun 2026", "Tahun 2027"], None),
        (["Tahun : 2026/2027", "LKE TAHUN 2027"], None),
        (["Kantor Imigrasi Contoh"], None),
    ],
)
def test_tahun(judul: list[str], tahun: int | None, tmp_path: Path) -> None:
    bentuk = FormShape(judul=tuple((j,) for j in judul))
    ws = read_worksheet(build_book({"unit": raw_cells(perfect())}, bentuk).simpan(tmp_path / "x.xlsx"))
    assert ws.tahun == tahun


@pytest.mark.parametrize(
    ("judul", "ragu"),
    [
        (["Tahun : 2027", "Data kinerja tahun 2026"], ""),
        (["Tahun : 2027", "LKE sesuai PermenPANRB Nomor 90 Tahun 2021"], ""),
        (["LEMBAR KERJA EVALUASI ZI TAHUN 2027", "Tahun : 2027"], ""),
        (["Tahun : 2027?"], "2027?"),
        (["Tahun : 2027*"], "2027*"),
        (["Tahun : 2027", "Tahun : 2026"], "2027; 2026"),
        (["LEMBAR KERJA EVALUASI ZI TAHUN 2025", "Tahun : 2027"], "2027; LEMBAR KERJA EVALUASI ZI TAHUN 2025"),
        (["Tahun 2026", "Tahun 2027"], "Tahun 2026; Tahun 2027"),
    ],
)
def test_two_years_or_a_mark_of_doubt_are_no_year(judul: list[str], ragu: str, tmp_path: Path) -> None:
    bentuk = FormShape(judul=tuple((j,) for j in judul))
    ws = read_worksheet(build_book({"unit": raw_cells(perfect())}, bentuk).simpan(tmp_path / "x.xlsx"))
    assert (ws.tahun is None, ws.tahun_ragu) == (bool(ragu), ragu)


@pytest.mark.parametrize(
    ("judul", "ragu"),
    [
        (["Satuan Kerja : Lapas Kelas IIA Contoh", "Satuan Kerja : Lembaga Pemasyarakatan Kelas IIA Contoh"], ""),
        (["Satuan Kerja : Kanwil Contoh", "Unit Kerja : Lapas Kelas IIA Contoh"], ""),
        (["Satuan Kerja : Lapas Kelas IIA Contoh (?)"], "Lapas Kelas IIA Contoh (?)"),
        (
            ["Satuan Kerja : Lapas Kelas IIA Contoh", "Satuan Kerja : Rutan Contoh"],
            "Lapas Kelas IIA Contoh; Rutan Contoh",
        ),
    ],
)
def test_two_names_or_a_mark_of_doubt_are_no_name(judul: list[str], ragu: str, tmp_path: Path) -> None:
    bentuk = FormShape(judul=tuple((j,) for j in judul))
    ws = read_worksheet(build_book({"unit": raw_cells(perfect())}, bentuk).simpan(tmp_path / "x.xlsx"))
    assert ws.satker_ragu == ragu


OWN = ("Satuan Kerja : Lapas Kelas IIA Contoh", "Kode Satker : 0601", "LKE ZI TAHUN 2027")
TWO_NAMES = "Lapas Kelas IIA Contoh; Rutan Contoh (lembar Sampul)"


@pytest.mark.parametrize(
    ("lain", "satker_ragu", "tahun_ragu"),
    [
        ([["Nama Satker : Rutan Contoh"]], TWO_NAMES, ""),
        ([["Nama Satker", ":", "Rutan Contoh"], ["Alamat", ":", "Jalan Contoh 1"]], TWO_NAMES, ""),
        ([["UPT", "Rutan Contoh"]], TWO_NAMES, ""),
        ([["Satuan Kerja", None, ": Rutan Contoh", "Provinsi"]], TWO_NAMES, ""),
        ([["Kode Satker : 0602"]], "0601; 0602 (lembar Sampul)", ""),
        ([["Nama Satker : Lapas Kelas IIA Contoh"], ["Tahun : 2025"]], "", "2027; 2025 (lembar Sampul)"),
        ([["Tahun Evaluasi : 2025"]], "", "2027; 2025 (lembar Sampul)"),
        (
            [["Satker : Lapas Kelas IIA Contoh"], ["LEMBAR KERJA EVALUASI ZI TAHUN 2025"]],
            "",
            "2027; LEMBAR KERJA EVALUASI ZI TAHUN 2025 (lembar Sampul)",
        ),
        # One satker by another spelling, the office above it, another kind of year, a short name.
        ([["Nama Satker : Lembaga Pemasyarakatan Kelas II A Contoh"], ["Kode Satker", 601.0]], "", ""),
        ([["Unit Kerja : Kanwil Ditjenpas Contoh"], ["UPT : Lapas Kelas IIA Contoh"]], "", ""),
        ([["Satker : Lapas Contoh"], ["Tahun Anggaran : 2026"], ["Tahun : 2027"]], "", ""),
        # Lists and tables name many, and histories other years.
        ([["Satuan Kerja", "Alamat", "Kepala"], ["Rutan Contoh", "Jalan Contoh 2", "Budi"]], "", ""),
        ([["No", "Nama Satker", "Kode Satker"], [1, "Rutan Contoh", "0602"]], "", ""),
        ([["UPT", "Lapas Kelas IIA Contoh"], ["UPT", "Rutan Contoh"]], "", ""),
        ([["Tahun", 2024.0, 2025.0], ["Nilai", 78.0, 80.0]], "", ""),
        ([["Tahun", 2025.0], ["Nilai", 80.0]], "", ""),
        ([["Nilai evaluasi ZI tahun 2025: 78"]], "", ""),
    ],
)
@pytest.mark.parametrize("depan", [True, False])
def test_another_sheet_about_the_satker_may_deny_what_the_lke_says(
    lain: list[list[Any]], satker_ragu: str, tahun_ragu: str, depan: bool, tmp_path: Path
) -> None:
    buku = build_book({"unit": raw_cells(perfect())}, FormShape(judul=tuple((j,) for j in OWN)))
    sampul = Kisi("Sampul", {(r, k): x for r, b in enumerate(lain) for k, x in enumerate(b) if x is not None})
    buku.lembar.insert(0 if depan else len(buku.lembar), sampul)
    ws = read_worksheet(buku.simpan(tmp_path / "x.xlsx"))
    assert (ws.satker, ws.kode_satker) == ("Lapas Kelas IIA Contoh", "0601")
    assert (ws.satker_ragu, ws.tahun_ragu) == (satker_ragu, tahun_ragu)
    assert ws.tahun == (None if tahun_ragu else 2027)


def white(lembar: Any) -> None:
    lembar["A1"].font = Font(color="FFFFFFFF")


def struck(lembar: Any) -> None:
    lembar["A1"].font = Font(strike=True)


def hidden_row(lembar: Any) -> None:
    lembar.row_dimensions[1].hidden = True


@pytest.mark.parametrize("unseen", [white, struck, hidden_row])
@pytest.mark.parametrize(
    ("first", "second", "field", "expected"),
    [
        ("Tahun : 2027", "Tahun : 2025", "tahun", 2025),
        ("Satuan Kerja : Lapas Kelas IIA Contoh", "Satuan Kerja : Rutan Contoh", "satker", "Rutan Contoh"),
        ("LKE ZI TAHUN 2027", "LKE ZI TAHUN 2025", "tahun", 2025),
    ],
)
def test_what_is_not_seen_says_nothing(
    unseen: Callable[[Any], None], first: str, second: str, field: str, expected: object, tmp_path: Path
) -> None:
    berkas = build_book({"unit": raw_cells(perfect())}, FormShape(judul=((first,), (second,)))).simpan(
        tmp_path / "x.xlsx"
    )
    buku = openpyxl.load_workbook(berkas)
    unseen(buku.worksheets[0])
    buku.save(berkas)
    assert getattr(read_worksheet(berkas), field) == expected


def test_a_doubtful_name_leaves_eligibility_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kasus = CaseData("", "", "", "", "satker=Lapas Kelas IIA Contoh (?)", "", "", "", "", "")
    run_cli(build(kasus, tmp_path))
    s = answer(capsys.readouterr().out, kasus)
    assert s["layak"] is None
    assert "SYR425" in {t["kode"] for t in s["temuan"]}
    assert {f["kode"] for f in s["fakta"] if f["jawaban"] != "ya"} >= {"identitas"}
