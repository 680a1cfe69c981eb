"""``zi template --isi FOLDER`` and ``--kriteria``: a heap becomes clean forms, in the words of whoever wrote them."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from tests.test_init_from import lke
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.read import read_worksheet
from zi_cli.worksheet.rubric import read_rubric

INSTRUMEN = load_instrumen()


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    kerja = tmp_path / "kerja"
    lke(kerja / "masuk" / "LKE a.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK")
    lke(kerja / "masuk" / "LKE b.xlsx", "Lapas Kelas IIA Contoh", kode="647102", usulan="WBBM")
    lke(kerja / "masuk" / "b lama.xlsx", "Rutan Kelas IIB Contoh", kode="647103")
    assert run_cli(["init", str(kerja), "--dari", str(kerja / "masuk")]) == 0
    buku = openpyxl.load_workbook(kerja / "satker.xlsx")
    lembar = buku["Satker"]
    judul = {str(c.value): c.column for c in lembar[2]}
    for r in range(3, 6):
        lembar.cell(r, judul["Kanwil"]).value = "Kanwil Contoh"
        lembar.cell(r, judul["Nama satker"]).value = f"Satker {lembar.cell(r, judul['Kode']).value}"
    buku.save(kerja / "satker.xlsx")
    capsys.readouterr()
    return kerja


def test_a_folder_becomes_a_clean_work_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bersih = folder.parent / "bersih"
    (folder / "masuk" / "rusak.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert run_cli(["template", "--isi", str(folder), "--penilai", "unit,tpi", "-o", str(bersih)]) == 3
    galat = capsys.readouterr().err
    assert "rusak.xlsx" in galat and "3 formulir ditulis, 1 berkas tidak terbaca" in galat
    for s in read_register(bersih / "satker.xlsx").satker:
        assert s.berkas_lke == f"Kanwil Contoh/Satker {s.kode}/lke-2027.xlsx"
        ws = read_worksheet(bersih / s.berkas_lke)
        # Who it is about comes from the register, what is answered from the file.
        assert (ws.satker, ws.kode_satker, ws.usulan) == (f"Satker {s.kode}", s.kode, s.usulan or ws.usulan)
        assert sum(1 for i in ws.penilai["unit"].jawaban.values() if i.nilai != "") > 100
        assert "tpi" in ws.penilai
    capsys.readouterr()
    run_cli(["check", str(bersih), "--format", "json"])
    hasil = json.loads(capsys.readouterr().out)
    assert {s["nama"] for s in hasil["satker"]} == {"Satker 647101", "Satker 647102", "Satker 647103"}


def test_the_same_bytes_twice_and_never_over_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bersih = folder.parent / "bersih"
    argumen = ["template", "--isi", str(folder), "-o", str(bersih)]
    assert run_cli(argumen) == 0
    sebelum = {p: p.read_bytes() for p in bersih.rglob("*") if p.is_file()}
    assert run_cli(argumen) == 4
    assert run_cli([*argumen, "--timpa"]) == 0
    assert {p: p.read_bytes() for p in bersih.rglob("*") if p.is_file()} == sebelum
    assert run_cli([*argumen[:-1], str(folder / "di-dalam")]) == 2
    assert "tidak boleh di dalam" in capsys.readouterr().err


def test_two_versions_are_named_not_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = folder / "satker.xlsx"
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["Satker"]
    kolom = next(c.column for c in lembar[2] if c.value == "Berkas LKE")
    for r in range(3, 6):
        lembar.cell(r, kolom).value = None
    buku.save(berkas)
    lain = {"A.I.1.i.a": "Tidak"}
    lke(folder / "masuk" / "LKE a (2).xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK", **lain)
    bersih = folder.parent / "bersih"
    kode = run_cli(["template", "--isi", str(folder), "-o", str(bersih)])
    galat = capsys.readouterr().err
    assert kode == 1 and "Satker 647101: tidak ditulis" in galat, galat
    assert not any("647101" in str(p) for p in bersih.rglob("*.xlsx"))


def own_words(berkas: Path) -> Path:
    """A worksheet whose rubric is in words of its own."""
    b = build_book({"unit": raw_cells(perfect())}, FormShape())
    b.simpan(berkas)
    buku = openpyxl.load_workbook(berkas)
    lembar = buku.worksheets[0]
    r, k = next((c.row, c.column) for b in lembar.iter_rows(max_row=12) for c in b if c.value == "Kriteria Nilai")
    for n in range(r + 1, lembar.max_row + 1):
        lembar.cell(n, k).value = f"Bunyi setempat {n}"
    buku.save(berkas)
    return berkas


def test_the_rubric_of_the_old_file_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lama = own_words(tmp_path / "lama.xlsx")
    assert run_cli(["template", "--isi", str(lama), "-o", "baru.xlsx"]) == 0
    wording = read_rubric(open_workbook(lama), INSTRUMEN)
    assert len(wording) > 120 and read_rubric(open_workbook(Path("baru.xlsx")), INSTRUMEN) == wording
    assert "dikutip dari berkas asalnya" in str(openpyxl.load_workbook("baru.xlsx")["LKE ZI"]["A3"].value)
    # A form of ours carries no words of its own.
    assert run_cli(["template", "-o", "kosong.xlsx"]) == 0
    assert run_cli(["template", "--isi", "kosong.xlsx", "-o", "lagi.xlsx"]) == 0
    for nama in ("kosong.xlsx", "lagi.xlsx"):
        assert "ringkasan penyusun" in str(openpyxl.load_workbook(nama)["LKE ZI"]["A3"].value)
    assert read_worksheet(Path("baru.xlsx")).tahun == read_worksheet(lama).tahun or read_worksheet(lama).tahun is None


@pytest.mark.parametrize("bentuk", ["resmi", "portalrb"])
def test_the_official_wording_comes_from_the_users_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bentuk: str
) -> None:
    monkeypatch.chdir(tmp_path)
    wording = read_rubric(open_workbook(own_words(tmp_path / "milik.xlsx")), INSTRUMEN)
    assert run_cli(["template", "--kriteria", "milik.xlsx", "--bentuk", bentuk, "-o", "a.xlsx"]) == 0
    ditulis = read_rubric(open_workbook(Path("a.xlsx")), INSTRUMEN)
    indikator = {b.kode for b in INSTRUMEN.indikator if b.jenis_jawaban != "persen"}
    assert {k: ditulis[k] for k in indikator} == {k: wording[k] for k in indikator}
    soal = {
        "id": 1, "jenis_jawaban": "YA_TIDAK", "excel_baris": 6, "bobot_maksimal": 0,
        "kriteria_nilai": "Ya: bunyi portal",
        "skema_penilaian": [{"key": "Ya", "multiplier": 1}, {"key": "Tidak", "multiplier": 0}],
    }  # fmt: skip
    simpul = {"nama": "x", "bobot_maksimal": 0, "children": [], "soals": [soal]}
    Path("soal.json").write_text(json.dumps({"tahun": 2026, "total_soal": 1, "data": [simpul]}), encoding="utf-8")
    assert run_cli(["template", "--kriteria", "soal.json", "--bentuk", bentuk, "-o", "b.xlsx"]) == 0
    assert read_rubric(open_workbook(Path("b.xlsx")), INSTRUMEN)["A.I.1.i.a"] == "Ya: bunyi portal"
    Path("kosong.json").write_text("{}", encoding="utf-8")
    assert run_cli(["template", "--kriteria", "kosong.json", "-o", "c.xlsx"]) == 3
    assert not Path("c.xlsx").exists()
