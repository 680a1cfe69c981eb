"""The register: every fault is one finding at its cell, and the rest goes on."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools import butuh_soffice
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.register.columns import COLUMNS, column_of_heading
from zi_cli.pengajuan.register.read_register import DaftarSatker, read_register, read_register_sheet
from zi_cli.pengajuan.register.register_workbook import example_rows, register_workbook
from zi_cli.pengajuan.work_folder import prepare_folder
from zi_cli.text import canonical_name

BAIK: dict[str, Any] = {
    "kode": "001",
    "nama": "Kantor Imigrasi Contoh",
    "jenis": "Kantor Imigrasi",
    "kepala_nip": "198501012010011001",
    "usulan": "WBK",
    "predikat": "Belum ada",
    "mulai_wbk": date(2025, 1, 13),
    "sakip": "72,5",
    "tlhp": "12/12",
    "lhkpn": "100%",
    "lhkasn": "42 dari 42",
    "layanan_utama": "Ya",
    "sptjm_tanggal": date(2027, 5, 3),
}
LETTERS = {k.field: openpyxl.utils.get_column_letter(n) for n, k in enumerate(COLUMNS, 1)}


def read_book(folder: Path, *baris: dict[str, Any]) -> DaftarSatker:
    berkas = folder / "satker.xlsx"
    berkas.write_bytes(register_workbook(baris))
    return read_register(berkas)


def read_text(folder: Path, teks: str | bytes) -> DaftarSatker:
    berkas = folder / "satker.csv"
    berkas.write_bytes(teks if isinstance(teks, bytes) else teks.encode())
    return read_register(berkas)


def places(temuan: tuple[Temuan, ...]) -> list[tuple[str, str]]:
    return [(t.kode, str(t.sel)) for t in temuan]


def test_good_rows_without_findings(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, BAIK)
    (s,) = daftar.satker
    assert daftar.temuan == ()
    assert {f: getattr(s, f) for f in ("kode", "nama", "usulan", "mulai_wbk", "sakip", "layanan_utama")} == {
        **{f: BAIK[f] for f in ("kode", "nama", "usulan", "mulai_wbk", "sakip")},
        "layanan_utama": True,
    }
    assert (s.tlhp, s.lhkpn, s.lhkasn) != (None, None, None)
    assert [p.nilai for p in (s.tlhp, s.lhkpn, s.lhkasn) if p] == [1, 1, 1]
    assert str(s.sel["sptjm_tanggal"]) == f"Satker!{LETTERS['sptjm_tanggal']}3"


WRONG: dict[str, tuple[Any, str]] = {
    "mulai_wbk": ("31/02/2027", "DAT513"),
    "sptjm_tanggal": ("besok", "DAT513"),
    "usulan": ("WBKM", "DAT514"),
    "jenis": ("Kantor", "DAT514"),
    "layanan_utama": ("mungkin", "DAT514"),
    "tlhp": ("13/12", "DAT515"),
    "lhkpn": ("101%", "DAT515"),
    "lhkasn": (date(2027, 12, 12), "DAT516"),
    "sakip": ("Baik", "DAT517"),
    "kepala_nip": ("123", "DAT518"),
}


@pytest.mark.parametrize("field", WRONG)
def test_one_wrong_cell_is_one_finding_and_the_others_go_on(field: str, tmp_path: Path) -> None:
    nilai, kode = WRONG[field]
    daftar = read_book(tmp_path, {**BAIK, field: nilai}, {**BAIK, "kode": "002", "nama": "Lapas Contoh"})
    assert places(daftar.temuan) == [(kode, f"Satker!{LETTERS[field]}3")]
    rusak, utuh = daftar.satker
    assert getattr(rusak, field) is None
    assert rusak.galat == {field}
    assert (rusak.kode, utuh.galat) == ("001", frozenset())


def test_all_faults_at_once_are_one_finding_a_cell(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, BAIK | {f: n for f, (n, _) in WRONG.items()})
    diharapkan = sorted((k, f"Satker!{LETTERS[f]}3") for f, (_, k) in WRONG.items())
    assert sorted(places(daftar.temuan)) == diharapkan


def test_a_code_twice_holds_both_rows(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, BAIK, {**BAIK, "nama": "Lapas Contoh"}, {**BAIK, "kode": "002", "nama": "Rutan"})
    assert places(daftar.temuan) == [("DAT519", "Satker!A4")]
    assert [s.ganda for s in daftar.satker] == [True, True, False]


def test_blank_code_and_name(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, {**BAIK, "kode": ""}, {**BAIK, "nama": ""})
    assert places(daftar.temuan) == [("DAT520", "Satker!A3"), ("DAT520", "Satker!B4")]
    assert len(daftar.satker) == 2


def test_example_rows_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, example_rows(), {}, BAIK, {**BAIK, "kode": "contoh"})
    assert [(s.kode, s.sel["kode"].baris) for s in daftar.satker] == [("001", 5)]
    assert daftar.temuan == ()


def test_column_titles_unknown_twice_and_missing(tmp_path: Path) -> None:
    daftar = read_text(tmp_path, "Kode,Nama satker,SAKIP,SAKIP,Sakpi,Catatan kami\n1,Satu,BB,CC,AA,x\n")
    assert places(daftar.temuan) == [
        ("DAT522", "satker!D1"),
        ("DAT521", "satker!E1"),
        ("DAT521", "satker!F1"),
        ("DAT523", "satker!A1"),
        ("DAT536", "satker!D2"),
    ]
    assert (daftar.satker[0].sakip, daftar.satker[0].galat) == (None, {"sakip"})
    sama = read_text(tmp_path, "Kode,Nama satker,SAKIP,Predikat SAKIP\n1,Satu,BB,BB\n2,Dua,,BB\n")
    assert [(s.sakip, s.galat) for s in sama.satker] == [("BB", frozenset()), (None, {"sakip"})]


def test_a_grade_with_its_number_and_a_year_of_two_figures(tmp_path: Path) -> None:
    isi = 'Kode,Nama satker,SAKIP,Tanggal mulai menuju WBK\n1,Satu,"B (65,20)",1/3/25\n2,Dua,"BB (65,20)",01/03/2025\n'
    daftar = read_text(tmp_path, isi)
    assert [s.sakip for s in daftar.satker] == ["B (65,20)", None]
    assert places(daftar.temuan)[-2:] == [("DAT513", "satker!D2"), ("DAT517", "satker!C3")]
    assert "tahunnya harus empat angka" in daftar.temuan[-2].pesan


def test_a_pencabutan_column_twice_or_misspelt_is_no_never(tmp_path: Path) -> None:
    satu, dua = (
        "Kode,Nama satker,Tanggal pencabutan\n1,A,",
        "Kode,Nama satker,Tanggal pencabutan,Tanggal pencabutan\n1,A,",
    )
    assert [read_text(tmp_path, t).satker[0].content("tanggal_pencabutan").keadaan for t in (
        f"{satu}\n", f"{dua},\n", "Kode,Nama satker,Tgl pencabutn\n1,A,\n",
        "Kode,Nama satker,Tanggal pencabutan,Tanggal pencabutn\n1,A,,3 Mei 2026\n",
    )] == ["kosong", "tidak terbaca", "tanpa kolom", "tidak terbaca"]  # fmt: skip


def test_rows_of_sums_and_signatures_are_no_satker(tmp_path: Path) -> None:
    kepala = "No,Kode,Nama satker,Jenis,Usulan,Keterangan\n"
    isi = "1,001,Kantor Imigrasi Contoh,Kantor Imigrasi,WBK,\n2,002,Rutan Contoh,,,\n,,Lapas Contoh,,,\n"
    kaki = 'JUMLAH,,,,2,\n,,"Jakarta, 20 Mei 2027",,,\n,,"Kepala Biro,",,,\n,,,,,NIP 19\n,Total,3,,,\n'
    daftar = read_text(tmp_path, kepala + isi + kaki)
    assert [s.nama for s in daftar.satker] == ["Kantor Imigrasi Contoh", "Rutan Contoh", "Lapas Contoh"]
    assert [(t.kode, t.tingkat) for t in daftar.temuan if t.kode == "DAT528"] == [("DAT528", "info")] * 5


def _book(folder: Path, **lembar: list[list[Any]]) -> openpyxl.Workbook:
    buku = openpyxl.Workbook()
    buku.remove(buku.active)
    for nama, baris in lembar.items():
        for b in baris:
            (buku[nama] if nama in buku.sheetnames else buku.create_sheet(nama)).append(b)
    return buku


def test_a_register_on_the_second_sheet_and_an_old_sheet(tmp_path: Path) -> None:
    baru, lama = (
        [["Kode", "Nama satker", "Usulan"], ["1", "A", "WBK"]],
        [["Kode", "Nama satker", "Usulan"], ["9", "Z", "WBK"]],
    )

    def baca(buku: openpyxl.Workbook) -> tuple[str | None, list[tuple[str, str]], str]:
        buku.save(tmp_path / "d.xlsx")
        d = read_register(tmp_path / "d.xlsx")
        return d.satker[0].nama, [(t.kode, t.tingkat) for t in d.temuan if t.kode == "DAT526"], d.ragu

    pengantar = [["Pengantar"], ["Kode", "Nama satker"]]
    assert baca(_book(tmp_path, Sampul=pengantar, Data=baru)) == ("A", [], "")
    assert baca(_book(tmp_path, Lama=lama, Satker=baru)) == ("A", [("DAT526", "peringatan")], "")
    buku = _book(tmp_path, Satker=lama, Baru=baru)
    buku["Satker"].sheet_state = "hidden"
    assert baca(buku) == ("A", [("DAT526", "peringatan")], "")
    nama, temuan, ragu = baca(_book(tmp_path, D2026=lama, D2027=baru))
    assert (nama, temuan, bool(ragu)) == ("Z", [("DAT526", "galat")], True)


def test_a_merged_cell_is_carried_down_and_named(tmp_path: Path) -> None:
    isi = [["Kode", "Nama satker", "Usulan", "Kanwil", "Tanggal pencabutan"],
           ["1", "A", "WBK", "Kanwil Contoh", date(2026, 1, 1)],
           ["2", "B", "WBK", None, None], ["3", "C", "WBK", "Kanwil Lain", None]]  # fmt: skip
    buku = _book(tmp_path, Satker=isi)
    for rentang in ("D2:D3", "E2:E3", "B4:C4"):
        buku["Satker"].merge_cells(rentang)
    buku.save(tmp_path / "d.xlsx")
    a, b, c = read_register(tmp_path / "d.xlsx").satker
    assert (a.kanwil, b.kanwil, c.kanwil) == ("Kanwil Contoh", "Kanwil Contoh", "Kanwil Lain")
    # What a merged cell says of the first row it says of the others: that the next one is blank is no "never".
    assert b.tanggal_pencabutan == date(2026, 1, 1)
    assert c.galat == {"usulan"}
    temuan = [(t.kode, t.tingkat, str(t.sel)) for t in read_register(tmp_path / "d.xlsx").temuan if t.kode == "DAT527"]
    assert temuan == [
        ("DAT527", "info", "Satker!D3"),
        ("DAT527", "info", "Satker!E3"),
        ("DAT527", "galat", "Satker!C4"),
    ]


@pytest.mark.parametrize("isi", ["#REF!", "#N/A", "#NAME?"])
def test_a_formula_error_is_no_name(isi: str, tmp_path: Path) -> None:
    daftar = read_book(tmp_path, {**BAIK, "nama": isi})
    assert places(daftar.temuan) == [("DAT529", "Satker!B3")]
    assert daftar.satker[0].galat == {"nama"}


def test_a_formula_not_yet_calculated_is_no_blank_cell(tmp_path: Path) -> None:
    buku = openpyxl.load_workbook(io.BytesIO(register_workbook([BAIK])))
    buku["Satker"][f"{LETTERS['tlhp']}3"] = '="12/"&12'
    buku.save(tmp_path / "satker.xlsx")
    daftar = read_register(tmp_path / "satker.xlsx")
    assert places(daftar.temuan) == [("DAT524", f"Satker!{LETTERS['tlhp']}3")]
    assert daftar.satker[0].galat == {"tlhp"}


def test_percent_in_a_format_of_percent(tmp_path: Path) -> None:
    buku = openpyxl.load_workbook(io.BytesIO(register_workbook([BAIK])))
    for field, nilai in (("tlhp", 1), ("lhkpn", 0.92)):
        sel = buku["Satker"][f"{LETTERS[field]}3"]
        sel.value, sel.number_format = nilai, "0%"
    buku.save(tmp_path / "satker.xlsx")
    (s,) = read_register(tmp_path / "satker.xlsx").satker
    assert s.tlhp and s.lhkpn and (s.tlhp.nilai, s.lhkpn.nilai) == (1, pytest.approx(0.92))


def test_text_like_a_formula_stays_text(tmp_path: Path) -> None:
    daftar = read_book(tmp_path, {**BAIK, "nama": "=1+1", "keterangan": "@x"})
    assert (daftar.satker[0].nama, daftar.satker[0].keterangan) == ("=1+1", "@x")


@pytest.mark.parametrize(
    ("pengodean", "pemisah"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_csv_in_the_form_that_excel_saves(pengodean: str, pemisah: str, tmp_path: Path) -> None:
    teks = pemisah.join(("Kode", "Nama satker", "Tanggal SPTJM")) + "\r\n"
    teks += pemisah.join(("007", "Kantor “Contoh” é", "3 Mei 2027")) + "\r\n"
    daftar = read_text(tmp_path, teks.encode(pengodean))
    (s,) = daftar.satker
    assert (s.kode, s.nama, s.sptjm_tanggal) == ("007", "Kantor “Contoh” é", date(2027, 5, 3))
    assert str(s.sel["nama"]) == "satker!B2"


@pytest.mark.parametrize("isi", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b'Kode,"Nama satker\n' + b"x" * 200_000])
def test_no_register(isi: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as galat:
        read_text(tmp_path, isi)
    assert galat.value.temuan.kode in ("DAT511", "DAT512")


def test_a_register_that_is_not_there(tmp_path: Path) -> None:
    for nama in ("satker.csv", "satker.xlsx"):
        with pytest.raises(UnreadableInput):
            read_register(tmp_path / nama)


def test_titles_are_known_by_other_names() -> None:
    for k in COLUMNS:
        for teks in (k.judul, k.judul.upper(), f" {k.judul} :", *k.alias):
            assert column_of_heading(teks) is k
    assert column_of_heading("SAKIPP") is None


def test_a_standard_name_only_evens_the_writing() -> None:
    assert canonical_name("  KANTOR  Imigrasi Kelas-I (TPI) ") == canonical_name("kantor imigrasi kelas i tpi")
    assert canonical_name("Lapas Kelas IIA") != canonical_name("Lapas Kelas IIB")


def test_preparing_a_folder_never_replaces(tmp_path: Path) -> None:
    tujuan = tmp_path / "usulan baru"
    assert all(h.baru for h in prepare_folder(tujuan))
    (tujuan / "zi.toml").write_text("# punya saya\n")
    (tujuan / "satker.xlsx").unlink()
    hasil = {h.jalur.name: h.baru for h in prepare_folder(tujuan)}
    assert hasil == {"zi.toml": False, "satker.xlsx": True}
    assert (tujuan / "zi.toml").read_text() == "# punya saya\n"


def test_a_new_workbook_has_lists_and_notes() -> None:
    lembar = openpyxl.load_workbook(io.BytesIO(register_workbook([example_rows()])))["Satker"]
    assert [lembar.cell(2, n).value for n in range(1, len(COLUMNS) + 1)] == [k.judul for k in COLUMNS]
    assert all(lembar.cell(2, n).comment.text == k.keterangan for n, k in enumerate(COLUMNS, 1))
    berdaftar = {str(dv.sqref).split("3:")[0]: dv for dv in lembar.data_validations.dataValidation}
    for k in COLUMNS:
        if k.jenis in ("pilihan", "ya_tidak"):
            pilihan = ",".join(k.choices or ("Ya", "Tidak"))
            assert berdaftar[LETTERS[k.field]].formula1 == f'"{pilihan}"'
            assert len(pilihan) <= 253, "Excel allows 255 characters with the quotes"
        assert (LETTERS[k.field] in berdaftar) is (k.jenis not in ("teks", "sakip"))
    # Blank cells take their column's format: what is typed there stays text.
    rentang = {(d.min, d.max): d.number_format for d in lembar.column_dimensions.values()}
    for n, k in enumerate(COLUMNS, 1):
        bentuk = next(b for (awal, akhir), b in rentang.items() if awal <= n <= akhir)
        assert bentuk == ("[$-421]d mmmm yyyy;@" if k.jenis == "tanggal" else "@")


def test_equal_rows_give_equal_bytes() -> None:
    assert register_workbook([BAIK]) == register_workbook([BAIK])


@pytest.mark.parametrize("akhiran", ["xlsx", "ods", "csv"])
def test_there_and_back_through_libreoffice(akhiran: str, tmp_path: Path) -> None:
    program = butuh_soffice()
    baris = [BAIK, {**BAIK, "kode": "0002", "nama": "Lapas “A & B” <C>", "tlhp": "8/8", "usulan": "WBBM"}]
    asal = read_book(tmp_path, example_rows(), *baris)
    luar = tmp_path / "keluar"
    saring = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to",
         saring if akhiran == "csv" else akhiran, "--outdir", str(luar), str(asal.berkas)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (berkas,) = luar.iterdir()
    kembali = read_register(berkas)
    assert places(kembali.temuan) == []
    for lama, baru in zip(asal.satker, kembali.satker, strict=True):
        for k in COLUMNS:
            assert getattr(baru, k.field) == getattr(lama, k.field), k.field


def test_a_csv_reads_like_its_workbook(tmp_path: Path) -> None:
    asal = read_book(tmp_path, BAIK)
    with (tmp_path / "satker.csv").open("w", encoding="utf-8-sig", newline="") as f:
        penulis = csv.writer(f, delimiter=";")
        penulis.writerow([k.judul for k in COLUMNS])
        penulis.writerow([BAIK.get(k.field, "") for k in COLUMNS])
    kembali = read_register(tmp_path / "satker.csv")
    for k in COLUMNS:
        assert getattr(kembali.satker[0], k.field) == getattr(asal.satker[0], k.field)


_CONTENT = st.one_of(
    st.text(max_size=12),
    st.sampled_from([str(n) for n, _ in WRONG.values()] + [str(v) for v in BAIK.values()]),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([k.field for k in COLUMNS]), _CONTENT), max_size=6))
def test_no_content_ever_stops_the_reading(baris: list[dict[str, Any]]) -> None:
    kepala = [k.judul for k in COLUMNS]
    kisi = [kepala, *([b.get(k.field, "") for k in COLUMNS] for b in baris)]
    satker, temuan = read_register_sheet("Satker", kisi)
    assert len(satker) <= len(baris)
    for t in temuan:
        assert t.sel is not None and 1 <= t.sel.baris <= len(kisi) and 0 <= t.sel.kolom < len(COLUMNS)
    # One finding a cell at most, and no value where there is one.
    sel = [t.sel for t in temuan if t.kode != "DAT523"]
    assert len(sel) == len(set(sel))
    for s in satker:
        assert all(getattr(s, f) is None for f in s.galat)
