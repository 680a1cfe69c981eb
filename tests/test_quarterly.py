"""The quarterly report of a Kanwil or a Unit Eselon I, and the sheets it reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.kelayakan_cases import worksheet
from zi_cli.cli import run_cli
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.pengajuan.register.side_sheets import side_columns
from zi_cli.tahap.quarterly import Quarter, parse_quarter

Zi = Callable[..., tuple[int, str, str]]


@pytest.fixture
def zi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Zi:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*argumen: object) -> tuple[int, str, str]:
        kode = run_cli([*map(str, argumen)])
        return kode, *capsys.readouterr()

    return run


@pytest.fixture
def folder(tmp_path: Path, zi: Zi) -> Path:
    f = tmp_path / "usulan"
    f.mkdir()
    baris: list[dict[str, Any]] = [
        {"kode": "1", "nama": "Lapas Contoh", "kanwil": "Kanwil Satu", "eselon1": "Ditjen Contoh", "usulan": "WBK",
         "tlhp": "11/12", "tanggal_data_dukung": date(2027, 6, 2), "berkas_lke": "1.xlsx"},
        {"kode": "2", "nama": "Rutan Contoh", "kanwil": "Kanwil Dua", "eselon1": "Ditjen Contoh", "usulan": "WBK",
         "tanggal_data_dukung": date(2027, 3, 31)},
    ]  # fmt: skip
    (f / "satker.xlsx").write_bytes(register_workbook(baris))
    (f / "1.xlsx").write_bytes(worksheet(("satker=Lapas Contoh", "kode=1", "tahun=2027", "B.I.a=3,75", "B.II.a=3,5")))
    assert zi("tahap", f, "--lembar")[0] == 0
    isi: dict[str, list[list[Any]]] = {
        "Pembinaan": [["Lapas Contoh", date(2027, 4, 1), "Asistensi", "Kanwil"], ["1", date(2027, 7, 1), "Kelak"]],
        "Pengaduan": [
            ["1", date(2027, 2, 1), "Belum selesai"],
            ["1", date(2027, 2, 2), "Sudah selesai", "", "", date(2027, 3, 1)],
            ["2", date(2027, 5, 2), "Milik Kanwil lain"],
        ],
        "Replikasi": [["Lapas Contoh", "Lapas Teladan", date(2027, 6, 30), "Antrean daring"]],
        "Pelatihan": [["Nama Contoh", "TPI", date(2027, 5, 5), "Pengisian LKE"]],
        "Pencanangan": [["Satker Entah", date(2027, 4, 4)]],
    }
    buku = openpyxl.load_workbook(f / "satker.xlsx")
    for nama, daftar in isi.items():
        for b in daftar:
            buku[nama].append(b)
    buku.save(f / "satker.xlsx")
    return f


@pytest.mark.parametrize(
    ("teks", "awal", "akhir"),
    [
        ("2027-1", (1, 1), (3, 31)),
        ("2027-2", (4, 1), (6, 30)),
        ("2028-3", (7, 1), (9, 30)),
        ("2027-4", (10, 1), (12, 31)),
    ],
)
def test_a_quarter_is_three_months(teks: str, awal: tuple[int, int], akhir: tuple[int, int]) -> None:
    q = parse_quarter(teks)
    assert (q.awal, q.last_day) == (date(q.tahun, *awal), date(q.tahun, *akhir))
    assert q.last_day in q and q.awal in q and date(q.tahun - 1, 12, 31) not in q


@pytest.mark.parametrize("teks", ["2027", "2027-5", "27-1", "2027-I", ""])
def test_other_words_are_no_quarter(teks: str) -> None:
    with pytest.raises(ValueError):
        parse_quarter(teks)


def test_the_sheets_are_made_once_and_the_register_stays(folder: Path, zi: Zi) -> None:
    assert {*side_columns()} <= {*openpyxl.load_workbook(folder / "satker.xlsx").sheetnames}
    assert [s.nama for s in read_register(folder / "satker.xlsx").satker] == ["Lapas Contoh", "Rutan Contoh"]
    assert zi("tahap", folder, "--lembar")[0] == 0
    assert len(openpyxl.load_workbook(folder / "satker.xlsx").sheetnames) == len(
        {*openpyxl.load_workbook(folder / "satker.xlsx").sheetnames}
    )


def test_the_report_shows_what_belongs_to_the_unit_and_the_quarter(folder: Path, zi: Zi) -> None:
    kode, teks, galat = zi("tahap", folder, "--triwulan", "2027-2", "--kanwil", "kanwil satu", "--format", "md")
    assert kode == 0 and "THP002" in galat
    for ada in (
        "3,75",
        "3,50",
        "11/12",
        "ya, 2 Juni 2027",
        "Asistensi",
        "Belum selesai",
        "Antrean daring",
        "Nama Contoh",
    ):
        assert ada in teks, ada
    for tiada in ("Kelak", "Sudah selesai", "Milik Kanwil lain", "Rutan Contoh"):
        assert tiada not in teks, tiada
    semua = zi("tahap", folder, "--triwulan", "2027-2", "--kanwil", "Ditjen Contoh", "--format", "md")[1]
    assert "Milik Kanwil lain" in semua and "tidak; terakhir 31 Maret 2027" in semua
    # The register keeps only the last day: of an earlier quarter nothing is known.
    assert "belum diketahui; terakhir 2 Juni 2027" in zi("tahap", folder, "--triwulan", "2027-1", "--format", "md")[1]


def test_the_record_says_what_the_page_says(folder: Path, zi: Zi) -> None:
    kode, teks, *_ = zi("tahap", folder, "--triwulan", "2027-2", "--format", "json")
    rekaman = json.loads(teks)
    assert kode == 0 and rekaman["triwulan"] == {"tahun": 2027, "nomor": 2, "awal": "2027-04-01", "akhir": "2027-06-30"}
    assert 3.75 in [s["ipk"] for s in rekaman["satker"]]
    assert len(rekaman["lembar"]["Pembinaan"]) == 1 and "Asistensi" in rekaman["lembar"]["Pembinaan"][0].values()


def test_word_and_workbook_say_the_same(folder: Path, tmp_path: Path, zi: Zi) -> None:
    assert zi("tahap", folder, "--triwulan", "2027-2", "-o", tmp_path / "l.docx")[0] == 0
    d = docx.Document(str(tmp_path / "l.docx"))
    teks = "\n".join([p.text for p in d.paragraphs] + [c.text for t in d.tables for r in t.rows for c in r.cells])
    # Its first table is too wide for an upright page.
    assert d.sections[0].page_width > d.sections[0].page_height
    assert "Triwulan II 2027" in teks and "Asistensi" in teks and "3,75" in teks
    assert zi("tahap", folder, "--triwulan", "2027-2", "-o", tmp_path / "l.xlsx")[0] == 0
    buku = openpyxl.load_workbook(tmp_path / "l.xlsx")
    assert buku.sheetnames == ["Satker", "Pembinaan", "Pengaduan", "Replikasi", "Pelatihan", "Pencanangan"]
    assert buku["Satker"]["E2"].value == 3.75 and buku["Pembinaan"].max_row == 2


@pytest.mark.parametrize(
    "opsi",
    [["--triwulan", "2027-9"], ["--triwulan", "2027-1", "--kanwil", "Entah"], ["-o", "x.docx"]],
)
def test_wrong_usage(folder: Path, zi: Zi, opsi: list[str]) -> None:
    assert zi("tahap", folder, *opsi)[0] == 2


def test_february_of_a_leap_year_is_in_the_first_quarter() -> None:
    assert date(2028, 2, 29) in Quarter(2028, 1)
