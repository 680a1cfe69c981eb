"""The sheet Surat of the register: what a person types there, read strictly; what is due, written once."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_cli.cli import run_cli
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import NUMBER_PLACEHOLDER, Letters, letter_columns
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.register_workbook import extend_register, register_workbook
from zi_cli.pengajuan.register.sheets import RegisterSheet
from zi_cli.pengajuan.register.surat_sheet import LETTER_ROWS, _Reader, read_letters

SATKER = (
    {"kode": "1", "nama": "Kantor Imigrasi Kelas I Contoh", "usulan": "WBK"},
    {"kode": "2", "nama": "Lembaga Pemasyarakatan Kelas IIA Contoh", "usulan": "WBBM", "kawasan": "Kawasan Contoh"},
)
TITLES = [c.judul for c in letter_columns()]


def register(folder: Path, *baris: list[Any], judul: list[str] | None = None) -> Path:
    """A register of two satker whose sheet Surat holds *baris*."""
    berkas = folder / "satker.xlsx"
    berkas.write_bytes(register_workbook(SATKER))
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["Surat"]
    for k, teks in enumerate(judul or TITLES, 1):
        lembar.cell(1, k).value = teks
    for n, isi in enumerate(baris, 2):
        for k, nilai in enumerate(isi, 1):
            lembar.cell(n, k).value = nilai
    buku.save(berkas)
    return berkas


#: A letter up to the last column, Jalur.
ROW = ["1", "lhe", "7", *[None] * 11]


def read(berkas: Path) -> Letters:
    return read_letters(berkas, read_register(berkas).satker)


def test_a_row_is_a_letter(tmp_path: Path) -> None:
    berkas = register(
        tmp_path,
        ["Kanim Kelas I Contoh", "Laporan Hasil Evaluasi", "PW.01/1", datetime(2027, 5, 3), "-", "Ketua TPI",
         "ttd\\lhe.pdf", "4 Mei 2027", "Baik."],
        ["1", "sptjm", NUMBER_PLACEHOLDER, "3/5/2027"],
        ["semua", "pengajuan"],
        ["Kawasan Contoh", "monev", 12, None, "satu\nsatu lagi"],
        [None, None, None],
    )  # fmt: skip
    (tmp_path / "ttd").mkdir()
    (tmp_path / "ttd" / "lhe.pdf").write_bytes(b"%PDF")
    hasil = read(berkas)
    assert hasil.temuan == () and len(hasil.baris) == 4
    lhe, sptjm, pengajuan, monev = hasil.baris
    assert (lhe.satker, lhe.jenis, lhe.nomor, lhe.tanggal) == (
        "Kanim Kelas I Contoh",
        "lhe",
        "PW.01/1",
        date(2027, 5, 3),
    )
    assert (lhe.catatan, lhe.penanda_tangan, lhe.tanggal_kirim) == ("", "Ketua TPI", date(2027, 5, 4))
    assert lhe.signed_scan() == (tmp_path / "ttd" / "lhe.pdf").resolve()
    assert dict(lhe.uraian) == {"lhe.komitmen": "Baik."}
    assert lhe.place == (berkas, "Surat", 2) and str(lhe.sel["nomor"]) == "Surat!C2"
    assert lhe.milik is not None and lhe.milik.kode == "1" and lhe.is_about(lhe.milik)
    assert (sptjm.nomor, sptjm.tanggal) == (NUMBER_PLACEHOLDER, date(2027, 5, 3))
    assert (pengajuan.satker, pengajuan.milik, pengajuan.nomor) == ("", None, "")
    assert (monev.satker, monev.nomor, monev.catatan) == ("Kawasan Contoh", "12", "satu\nsatu lagi")
    satker = read_register(berkas).satker
    assert read_letters(berkas, satker).find("lhe", satker[0]) is not None and hasil.find("lhe", satker[1]) is None
    assert hasil.find("pengajuan") is pengajuan


@pytest.mark.parametrize(
    ("baris", "kode", "sel"),
    [
        (["Kanim Kelas I Contho", "lhe"], "DAT541", "Surat!A2"), (["1", "pengajuan"], "DAT541", "Surat!A2"),
        (["1", "lhee"], "DAT514", "Surat!B2"), (["1", None, "7"], "DAT520", "Surat!B2"),
        (["semua", "lhe"], "DAT520", "Surat!A2"), (["1", "lhe", "7", "1/3/25"], "DAT513", "Surat!D2"),
        (["1", "lhe", "7", 45000], "DAT513", "Surat!D2"), (["1", "lhe", "#REF!"], "DAT529", "Surat!C2"),
        (["1", "lhe", "=A1&B1"], "DAT524", "Surat!C2"),
        (["1", "lhe", "7", "3 Mei 2027", None, None, "../lain.pdf"], "DAT544", "Surat!G2"),
        (["1", "lhe", "7", "3 Mei 2027", None, None, "C:\\lain.pdf"], "DAT544", "Surat!G2"),
        (["1", "lhe", "7", "3 Mei 2027", None, None, "\\\\peladen\\x.pdf"], "DAT544", "Surat!G2"),
        (["1", "lhe", "7", "3 Mei 2027", None, None, "tiada.pdf"], "DAT544", "Surat!G2"),
        (["1", "lhe", "7", "3 Mei 2027", None, None, None, "2 Mei 2027"], "DAT546", "Surat!H2"),
        (["1?", "lhe"], "DAT550", "Surat!A2"), (["1", "lhe (?)"], "DAT550", "Surat!B2"),
        (["1", "lhe", "W.7?"], "DAT550", "Surat!C2"), (["1", "lhe", "menunggu"], "DAT550", "Surat!C2"),
        ([*ROW, "TPM?"], "DAT514", "Surat!O2"), ([*ROW, "mandiri"], "DAT514", "Surat!O2"),
        (["1", "sptjm", *ROW[2:], "TPM"], "DAT514", "Surat!O2"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_named_at_its_cell(baris: list[Any], kode: str, sel: str, tmp_path: Path) -> None:
    hasil = read(register(tmp_path, baris))
    assert [(t.kode, str(t.sel)) for t in hasil.temuan] == [(kode, sel)]
    for b in hasil.baris:
        assert not any(getattr(b, f, None) for f in b.galat)


def test_a_letter_on_two_rows_has_none(tmp_path: Path) -> None:
    hasil = read(register(tmp_path, ["1", "lhe", "7"], ["Kanim Kelas I Contoh", "LHE", "8"], ["2", "lhe", "9"]))
    assert [t.kode for t in hasil.temuan] == ["DAT542"] and [b.nomor for b in hasil.baris] == ["9"]


def test_the_tpm_has_letters_of_its_own(tmp_path: Path) -> None:
    tpm = [*ROW[:2], "8", *ROW[3:], "tpm"]
    hasil = read(register(tmp_path, [*ROW, "TPN"], tpm, ["2", "lhe", "9"], ["2", "lhe", "10", *ROW[3:], "TPM?"]))
    assert [t.kode for t in hasil.temuan] == ["DAT514"]
    satu, dua = read_register(tmp_path / "satker.xlsx").satker
    assert [hasil.covering("lhe", satu, j).nomor for j in ("tpn", "tpm")] == ["7", "8"]  # type: ignore[union-attr]
    # A row that may be of either way is not the other one's, and is not "no row".
    assert hasil.covering("lhe", dua, "tpm") is None and hasil.refused("lhe", dua, "tpm")
    assert not hasil.refused("lhe", dua) and not hasil.refused("lhe", satu, "tpm")


def test_a_number_is_one_letters(tmp_path: Path) -> None:
    hasil = read(
        register(tmp_path, ["1", "lhe", "PW. 7"], ["2", "lhe", "pw.7"], ["1", "sptjm", "7"], ["2", "sptjm", "7"])
    )
    assert [(t.kode, str(t.sel)) for t in hasil.temuan] == [("DAT543", "Surat!C3")]
    assert ["nomor" in b.galat for b in hasil.baris] == [True, True, False, False]


def test_headings_in_any_order_and_unknown_ones_named(tmp_path: Path) -> None:
    hasil = read(
        register(tmp_path, ["7", "lhe", "x", "1"], judul=["Nomor surat", "Jenis", "Paraf", "Kode satker"] + [""] * 7)
    )
    assert [t.kode for t in hasil.temuan] == ["DAT521"]
    assert [(b.satker, b.nomor) for b in hasil.baris] == [("1", "7")]
    hilang = read(register(tmp_path, ["1", "lhe"], judul=["a", "b", *[""] * 9]))
    assert [t.kode for t in hilang.temuan] == ["DAT545"] and hilang.baris == ()


def test_a_sheet_without_end_is_read_to_its_limit() -> None:
    baris = [TITLES, *[["1", "lhe"]] * (LETTER_ROWS + 1)]
    hasil = _Reader(Path("satker.xlsx"), RegisterSheet("Surat", baris), ()).read()
    assert hasil.temuan[0].kode == "DAT547" and len(hasil.temuan) == LETTER_ROWS


def test_a_register_without_the_sheet_has_no_letters(tmp_path: Path) -> None:
    berkas = tmp_path / "satker.csv"
    berkas.write_text("Kode,Nama satker\n1,Satu\n", "utf-8")
    assert read_letters(berkas) == Letters() == read_letters(None) == read_letters(tmp_path / "tiada.xlsx")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates()), max_size=11
    )
)
def test_no_row_breaks_the_reader(isi: list[Any]) -> None:
    baris = [TITLES, ["" if x is None else x for x in isi]]
    hasil = _Reader(Path("satker.xlsx"), RegisterSheet("Surat", baris), ()).read()
    assert all(b.jenis in load_kinds() for b in hasil.baris) and len(hasil.baris) <= 1


def test_due_letters_are_written_in_the_guidelines_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = register(tmp_path)
    assert run_cli(["init", str(tmp_path)]) == 0
    assert "ditambahi 8 baris" in capsys.readouterr().out
    hasil = read(berkas)
    assert [(b.jenis, b.milik.kode if b.milik else "") for b in hasil.baris] == [
        ("sptjm", "1"), ("sptjm", "2"), ("lhe", "1"), ("lhe", "2"), ("berita-acara", ""), ("rekomendasi", ""),
        ("sptjm-instansi", ""), ("pengajuan", ""),
    ]  # fmt: skip
    assert not any(b.nomor or b.tanggal for b in hasil.baris)
    sesudah = berkas.read_bytes()
    assert run_cli(["init", str(tmp_path)]) == 0 and berkas.read_bytes() == sesudah


def test_a_row_that_a_person_wrote_stays_and_is_not_doubled(tmp_path: Path) -> None:
    berkas = register(tmp_path, ["Kanim Kelas I Contoh", "Laporan hasil evaluasi", "PW.01/1", datetime(2027, 5, 3)])
    assert run_cli(["init", str(tmp_path)]) == 0
    hasil = read(berkas)
    assert [(b.nomor, b.tanggal) for b in hasil.baris if b.jenis == "lhe"] == [
        ("PW.01/1", date(2027, 5, 3)),
        ("", None),
    ]
    assert len(hasil.baris) == 8 and (tmp_path / "satker.xlsx.cadangan").exists()


def test_a_register_from_before_gets_the_sheet(tmp_path: Path) -> None:
    berkas = register(tmp_path)
    buku = openpyxl.load_workbook(berkas)
    del buku["Surat"]
    buku.save(berkas)
    assert read(berkas) == Letters()
    assert run_cli(["init", str(tmp_path)]) == 0
    assert len(read(berkas).baris) == 8
    buku = openpyxl.load_workbook(berkas)
    assert buku.sheetnames == ["Satker", "Surat", "Petunjuk"]
    rumus = [a.formula1 for a in buku["Surat"].data_validations.dataValidation]
    assert any("sptjm" in r for r in rumus) and any(r.startswith("'Satker'!$B$3") for r in rumus)


def test_a_monev_that_is_due_gets_a_row(tmp_path: Path) -> None:
    berkas = tmp_path / "satker.xlsx"
    lama = {"kode": "3", "nama": "Rumah Tahanan Negara Kelas I Contoh", "usulan": "Tidak", "predikat": "WBK"}
    berkas.write_bytes(register_workbook([{**lama, "tanggal_predikat": date(2020, 1, 5)}]))
    assert run_cli(["init", str(tmp_path)]) == 0
    assert [b.jenis for b in read(berkas).baris] == ["monev"]


def test_a_new_register_has_its_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.test_init_from import lke

    lke(tmp_path / "masuk" / "a.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK")
    assert run_cli(["init", str(tmp_path), "--dari", str(tmp_path / "masuk"), "--format", "json"]) == 0
    isi = json.loads(capsys.readouterr().out)
    assert [s["jenis"] for s in isi["surat"]] == [b.jenis for b in read(tmp_path / "satker.xlsx").baris]
    assert isi["surat"][0] == {"satker": "Kantor Imigrasi Kelas I Contoh", "jenis": "sptjm", "jalur": "tpn"}


def test_no_letter_is_a_formula(tmp_path: Path) -> None:
    data = register_workbook([{"kode": "1", "nama": "=1+1", "usulan": "WBK"}], surat=[("=1+1", "lhe", "tpn")])
    for isi in (data, extend_register(data, [], [], [("=2+2", "lhe", "tpn")])):
        (tmp_path / "x.xlsx").write_bytes(isi)
        sel = openpyxl.load_workbook(tmp_path / "x.xlsx")["Surat"]
        assert all(b[0].data_type == "s" for b in sel.iter_rows(min_row=2, max_row=3) if b[0].value)


def test_a_letter_of_the_tpm_needs_the_column_that_tells_it_apart(tmp_path: Path) -> None:
    berkas = tmp_path / "satker.xlsx"
    berkas.write_bytes(register_workbook([{"kode": "1", "nama": "Lapas Contoh", "usulan": "WBK"}]))
    buku = openpyxl.load_workbook(berkas)
    buku["Surat"].delete_cols(15)
    buku.save(berkas)
    with pytest.raises(ValueError, match="tulis judul Jalur di sel O1"):
        extend_register(berkas.read_bytes(), [], [], [("semua", "berita-acara", "tpm")])
    extend_register(berkas.read_bytes(), [], [], [("semua", "berita-acara", "tpn")])
