"""``zi init --dari``: a register from a heap of worksheets, and what happens when more of them arrive."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.names import name_key, written_out
from zi_cli.pengajuan import work_folder
from zi_cli.pengajuan.register.instansi import read_instansi
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.records.schema import schema_of


def lke(
    berkas: Path, satker: str | None, *, kode: str = "", usulan: str = "", tahun: str = "2027", **ubah: Any
) -> Path:
    """A worksheet that says who it is about on a cover sheet."""
    sampul = [("Tahun", tahun)]
    sampul += [("Nama satker", satker)] if satker else []
    sampul += [("Kode satker", kode)] if kode else []
    sampul += [("Usulan", usulan)] if usulan else []
    berkas.parent.mkdir(parents=True, exist_ok=True)
    return build_book({"unit": raw_cells(perfect()) | ubah}, FormShape(sampul={"Utama": tuple(sampul)})).simpan(berkas)


@pytest.fixture
def inbox_tree(tmp_path: Path) -> Path:
    k = tmp_path / "kerja" / "masuk"
    lke(k / "LKE 1.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK")
    lke(k / "Kanwil Contoh" / "lke_final.xlsx", "Lapas Kelas IIA Contoh", kode="647102", usulan="WBBM")
    lke(k / "LKE ZI Rutan Kelas IIB Contoh 647103 rev 2.xlsx", None)
    (k / "surat.eml").write_text("x")
    return k


def run(folder: Path, inbox_tree: Path, capsys: pytest.CaptureFixture[str], *opsi: str) -> tuple[int, dict[str, Any]]:
    kode = run_cli(["init", str(folder), "--dari", str(inbox_tree), "--format", "json", *opsi])
    out = capsys.readouterr().out
    isi = json.loads(out) if out else {}
    if isi:
        jsonschema.validate(isi, schema_of("init"))
    return kode, isi


def test_a_register_in_the_heap_is_called_one_unless_it_is_a_worksheet(
    inbox_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, first = run(tmp_path / "lama", inbox_tree, capsys)
    shutil.copy(tmp_path / "lama" / "satker.xlsx", inbox_tree / "satker.xlsx")
    shutil.copy(tmp_path / "lama" / "satker.xlsx", inbox_tree / "Kanwil Contoh" / "anggaran.xlsx")
    kode, isi = run(tmp_path / "baru", inbox_tree, capsys)
    grounds = isi["dilewati"]
    assert kode == 0 and grounds["bukan LKE; bila daftar satker, barisnya tidak dibawa"] == 1
    assert [n for g, n in grounds.items() if "tidak memuat LKE" in g] == [1]
    lke(inbox_tree / "satker.xlsx", "Bapas Kelas I Contoh", kode="647104", usulan="WBK")
    _, isi = run(tmp_path / "lain", inbox_tree, capsys)
    assert len(isi["satker"]) == len(first["satker"]) + 1


def test_a_file_that_changes_between_reading_and_copying_is_not_copied(
    inbox_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tujuan = work_folder.read_file, tmp_path / "baru"

    def swapped(jalur: Path, *rest: int) -> bytes:
        if jalur.name == "LKE 1.xlsx" and jalur.is_relative_to(inbox_tree):
            jalur.write_bytes(real(inbox_tree / "Kanwil Contoh" / "lke_final.xlsx"))
        return real(jalur, *rest)

    monkeypatch.setattr(work_folder, "read_file", swapped)
    assert run_cli(["init", str(tujuan), "--dari", str(inbox_tree)]) == 3
    err = capsys.readouterr().err
    assert "LKE108" in err and "LKE 1.xlsx" in err and not [*tujuan.rglob("LKE 1.xlsx")]


def test_rows_say_what_the_files_say(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    kode, isi = run(folder, inbox_tree, capsys)
    assert kode == 0 and isi["daftar_baru"]
    daftar = {s.nama: s for s in read_register(folder / "satker.xlsx").satker}
    kanim, lapas = daftar["Kantor Imigrasi Kelas I Contoh"], daftar["Lembaga Pemasyarakatan Kelas IIA Contoh"]
    assert (kanim.kode, kanim.jenis, kanim.usulan, kanim.eselon1) == (
        "647101", "Kantor Imigrasi", "WBK", "Direktorat Jenderal Imigrasi",
    )  # fmt: skip
    assert (lapas.jenis, lapas.usulan, lapas.kanwil) == ("Lapas", "WBBM", "Kanwil Contoh")
    assert lapas.berkas_lke == "masuk/Kanwil Contoh/lke_final.xlsx"
    rutan = next(s for n, s in daftar.items() if n and n.startswith("Rumah Tahanan Negara"))
    assert (rutan.kode, rutan.jenis) == ("647103", "Rutan")
    assert any("hanya dari nama berkas" in p for s in isi["satker"] for p in s["putuskan"])
    assert isi["dilewati"]


def test_a_figure_never_proves_itself(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    for s in read_register(folder / "satker.xlsx").satker:
        assert (s.lhkpn, s.lhkasn, s.sakip, s.tlhp, s.mulai_wbk, s.sptjm_tanggal) == (None,) * 6
    lembar = openpyxl.load_workbook(folder / "satker.xlsx")["Satker"]
    komentar = [c.comment.text for b in lembar.iter_rows(min_row=3, max_row=5) for c in b if c.comment]
    assert any("bukan dari LKE" in k for k in komentar) and any(k.startswith("dari isi") for k in komentar)


def test_run_again_it_changes_nothing_a_person_wrote(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    berkas = folder / "satker.xlsx"
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["Satker"]
    kolom = {c.value: c.column for c in lembar[2]}
    lembar.cell(3, kolom["SAKIP"]).value = "BB"
    lembar.cell(3, kolom["Nama satker"]).value = "Kantor Imigrasi Kelas I Contoh"
    buku.create_sheet("Catatan saya")["A1"] = "jangan hilang"
    buku.save(berkas)
    sebelum = berkas.read_bytes()
    kode, isi = run(folder, inbox_tree, capsys)
    assert kode == 0 and not any(s["baris_baru"] for s in isi["satker"]) and berkas.read_bytes() == sebelum
    lke(inbox_tree / "baru.xlsx", "Bapas Kelas I Contoh", kode="647104", usulan="WBK")
    lke(inbox_tree / "LKE 1.xlsx", "Kanim Kelas I Contoh", kode="647101", **{"A.I.1.i.a": "Tidak"})
    (inbox_tree / "Kanwil Contoh" / "lke_final.xlsx").unlink()
    _, isi = run(folder, inbox_tree, capsys)
    assert [s["nama"] for s in isi["satker"] if s["baris_baru"]] == ["Balai Pemasyarakatan Kelas I Contoh"]
    berubah = {"baru": ["baru.xlsx"], "berubah": ["LKE 1.xlsx"], "hilang": ["Kanwil Contoh/lke_final.xlsx"]}
    assert isi["perubahan"] == berubah
    assert (folder / "satker.xlsx.cadangan").read_bytes() == sebelum
    buku = openpyxl.load_workbook(berkas)
    assert buku["Catatan saya"]["A1"].value == "jangan hilang"
    assert buku["Satker"].cell(3, kolom["SAKIP"]).value == "BB"
    assert len(read_register(berkas).satker) == 4
    assert buku["Satker"].data_validations.dataValidation


def test_an_open_register_is_left_alone(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    (folder / "~$satker.xlsx").write_bytes(b"")
    lke(inbox_tree / "baru.xlsx", "Bapas Kelas I Contoh", kode="647104")
    assert run(folder, inbox_tree, capsys)[0] == 4


def test_a_register_that_can_not_be_written_back_is_one_line(
    inbox_tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    berkas = folder / "satker.xlsx"
    with ZipFile(berkas) as lama:
        isi = {n: lama.read(n) for n in lama.namelist()}
    isi["docProps/core.xml"] = b"<cp:coreProperties"  # read by nobody but what writes it back
    with ZipFile(berkas, "w") as baru:
        for nama, bagian in isi.items():
            baru.writestr(nama, bagian)
    sebelum = berkas.read_bytes()
    lke(inbox_tree / "baru.xlsx", "Bapas Kelas I Contoh", kode="647104")
    capsys.readouterr()
    assert run_cli(["init", str(folder), "--dari", str(inbox_tree)]) == 4
    galat = capsys.readouterr().err.strip().splitlines()
    assert len(galat) == 1 and "tidak dapat ditulis kembali" in galat[0]
    assert berkas.read_bytes() == sebelum


def test_two_files_of_one_satker_wait_for_a_decision(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    lke(inbox_tree / "lama.xlsx", "Kantor Imigrasi Kelas I Contoh", kode="647101", **{"A.I.1.i.a": "Tidak"})
    shutil.copy(inbox_tree / "LKE 1.xlsx", inbox_tree / "salinan.xlsx")
    _, isi = run(folder, inbox_tree, capsys)
    kanim = next(s for s in isi["satker"] if s["isi"].get("kode") == "647101")
    assert len(kanim["berkas"]) == 3 and "berkas_lke" not in kanim["isi"]
    assert any("2 berkas berbeda" in p for p in kanim["putuskan"])


def test_what_may_be_one_satker_twice_or_is_of_another_year_waits_for_a_decision(
    inbox_tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lke(inbox_tree / "a.xlsx", "LAPAS KELAS IIB CONTOH DAN UTARA", kode="647110", usulan="WBK")
    lke(inbox_tree / "b.xlsx", "Rutan Kelas IIB Contoh Selatan", kode="647111", usulan="WBK", tahun="2026")
    lke(inbox_tree / "c.xlsx", "Rutan Kelas IIB Contoh Selatam", usulan="WBK")
    lke(inbox_tree / "d.xlsx", "Bapas Kelas I Contoh â€“ Barat", kode="647110", usulan="WBK")
    lke(inbox_tree / "Kanwil Contoh" / "e.xlsx", None)
    openpyxl.Workbook().save(inbox_tree / "anggaran.xlsx")
    (inbox_tree.parent / "zi.toml").write_text("[usulan]\ntahun = 2027\n", encoding="utf-8")
    kode, isi = run(inbox_tree.parent, inbox_tree, capsys)
    per = {x["nama"]: (x["isi"], " ".join(x["putuskan"])) for x in isi["satker"]}
    assert kode == 0 and sum("tidak memuat LKE" in alasan for alasan in isi["dilewati"]) == 1
    lapas = per["Lembaga Pemasyarakatan Kelas IIB Contoh dan Utara"]
    assert "huruf besar" in lapas[1] and "kode 647110 juga" in lapas[1]
    selatan, selatam = (per[f"Rumah Tahanan Negara Kelas IIB Contoh {x}"][1] for x in ("Selatan", "Selatam"))
    assert "tahun 2026, bukan 2027" in selatan and "mirip" in selatan and "mirip" in selatam
    assert "rusak" in per["Balai Pemasyarakatan Kelas I Contoh â€“ Barat"][1]
    # The folder of a Kanwil holds others' files: it is nobody's name.
    tanpa_nama = per["Kanwil Contoh/e.xlsx"]
    assert "nama" not in tanpa_nama[0] and tanpa_nama[0]["kanwil"] == "Kanwil Contoh"


@pytest.mark.parametrize(
    ("tertulis", "lengkap"),
    [
        ("Kanwil Ditjen Imigrasi Contoh", "Kantor Wilayah Direktorat Jenderal Imigrasi Contoh"),
        ("Kantor Wilayah Ditjenpas Contoh", "Kantor Wilayah Direktorat Jenderal Pemasyarakatan Contoh"),
        ("KANIM KELAS III NON TPI CONTOH", "Kantor Imigrasi Kelas III Non TPI Contoh"),
        ("LAPAS KELAS IIA D.I. CONTOH", "Lembaga Pemasyarakatan Kelas IIA D.I. Contoh"),
        ("Kanim TPI Contoh", "Kantor Imigrasi TPI Contoh"), ("Setjen", "Sekretariat Jenderal"),
        ("Kanim Kls I Contoh", "Kantor Imigrasi Kelas I Contoh"), ("Contoh Lapas", "Contoh Lapas"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_written_out(tertulis: str, lengkap: str) -> None:
    assert written_out(tertulis) == lengkap and name_key(lengkap) == name_key(tertulis)


def test_a_heap_elsewhere_is_copied_never_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox_tree, folder = tmp_path / "kotak", tmp_path / "kerja"
    asal = lke(inbox_tree / "a.xlsx", "Lapas Kelas IIA Contoh", kode="647102", usulan="WBK")
    kode, _ = run(folder, inbox_tree, capsys)
    assert kode == 0 and asal.is_file()
    s = read_register(folder / "satker.xlsx").satker[0]
    assert s.berkas_lke is not None and (folder / s.berkas_lke).read_bytes() == asal.read_bytes()
    run_cli(["check", str(folder), "--tanggal", "2027-05-20", "--format", "json"])
    fakta = {f["kode"]: f["jawaban"] for f in json.loads(capsys.readouterr().out)["satker"][0]["fakta"]}
    assert fakta["berkas-lke"] == "ya"


def test_a_damaged_file_is_named_and_the_others_go_on(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox_tree / "rusak.xlsx").write_bytes(b"PK\x03\x04rusak")
    assert run_cli(["init", str(inbox_tree.parent), "--dari", str(inbox_tree)]) == 3
    assert "zi: kesalahan LKE104" in capsys.readouterr().err
    kode, isi = run(inbox_tree.parent, inbox_tree, capsys)
    assert kode == 3 and len(isi["satker"]) == 3 and len(isi["gagal"]) == 1


def test_the_same_heap_gives_the_same_bytes(
    inbox_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(inbox_tree.parent, inbox_tree, capsys)
    pertama = (inbox_tree.parent / "satker.xlsx").read_bytes()
    (inbox_tree.parent / "satker.xlsx").unlink()
    run(inbox_tree.parent, inbox_tree, capsys)
    assert (inbox_tree.parent / "satker.xlsx").read_bytes() == pertama


def instansi(folder: Path, isi: dict[str, object]) -> None:
    berkas = folder / "satker.xlsx"
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["Instansi"]
    baris = {lembar.cell(r, 1).value: r for r in range(2, lembar.max_row + 1)}
    for label, nilai in isi.items():
        lembar.cell(baris.get(label) or lembar.max_row + 1, 2).value = nilai
        if label not in baris:
            lembar.cell(lembar.max_row, 1).value = label
    buku.save(berkas)


def test_the_sheet_instansi_stands_for_zi_toml(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    assert not (folder / "zi.toml").exists()
    isi = {
        "Opini BPK": "WTP", "SAKIP instansi": "BB", "Indeks RB": "BB", "Maturitas SPIP": 3.25, "Jumlah satker": "1.200",
        "Satker berpredikat": 80, "Tanggal pengajuan": datetime(2027, 5, 20), "Nama pimpinan instansi": "Nama Contoh",
        "Kop surat": "KEMENTERIAN CONTOH\nREPUBLIK CONTOH",
    }  # fmt: skip
    instansi(folder, isi)
    lembar = read_instansi(folder / "satker.xlsx")
    assert lembar is not None and lembar.temuan == ()
    k = load_config(None, sheet=lembar)
    assert (k.instansi.opini_bpk, k.instansi.spip, k.instansi.jumlah_satker) == ("WTP", "3.25", 1200)
    assert (k.usulan.tahun, k.usulan.tanggal) == (2027, date(2027, 5, 20))
    assert k.surat.kop == ("KEMENTERIAN CONTOH", "REPUBLIK CONTOH")
    run_cli(["check", str(folder), "--format", "json"])
    hasil = json.loads(capsys.readouterr().out)
    assert hasil["tanggal"] == "2027-05-20"
    satker = next(s for s in hasil["satker"] if s["usulan"])
    fakta = {f["kode"]: f["jawaban"] for f in satker["fakta"]}
    assert fakta["opini-bpk"] == fakta["sakip-instansi"] == "ya"


def test_what_zi_toml_says_is_not_said_again_in_the_sheet(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    said = {"usulan": "tahun = 2028", "ketua_tpi": 'jabatan = "Inspektur Utama"', "surat": 'sifat = "Segera"'}
    (folder / "zi.toml").write_text("".join(f"[{bagian}]\n{isian}\n" for bagian, isian in said.items()))
    kode, _ = run(folder, inbox_tree, capsys)
    assert kode == 0
    lembar = read_instansi(folder / "satker.xlsx")
    assert lembar is not None
    assert lembar.isi == {"sekretaris_jenderal": {"jabatan": "Sekretaris Jenderal"}}
    atur = load_config(folder / "zi.toml", sheet=lembar)
    assert atur.temuan == ()
    assert (atur.usulan.tahun, atur.ketua_tpi.jabatan, atur.surat.sifat) == (2028, "Inspektur Utama", "Segera")


def test_two_values_for_one_setting_are_named_and_neither_counts(
    inbox_tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    instansi(folder, {"Opini BPK": "WDP", "SAKIP instansi": "A"})
    (folder / "zi.toml").write_text('[instansi]\nopini_bpk = "WTP"\nsakip = "A"\n', "utf-8")
    run_cli(["check", str(folder), "--tanggal", "2027-05-20", "--format", "json"])
    hasil = json.loads(capsys.readouterr().out)
    temuan = [t for t in hasil["temuan"] if t["kode"] == "DAT572"]
    assert len(temuan) == 1 and "opini_bpk" in temuan[0]["pesan"]
    satker = next(s for s in hasil["satker"] if s["usulan"])
    fakta = {f["kode"]: f["jawaban"] for f in satker["fakta"]}
    assert (fakta["opini-bpk"], fakta["sakip-instansi"]) == ("belum diketahui", "ya")


@pytest.mark.parametrize(
    ("label", "nilai", "kode"),
    [
        ("Jumlah satker", "sembilan ratus", "DAT571"), ("Tanggal pengajuan", "20/5/27", "DAT571"),
        ("Opini BPK", "#REF!", "DAT571"), ("Opini BKP", "WTP", "DAT570"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_named_at_its_cell(
    label: str, nilai: str, kode: str, inbox_tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox_tree.parent
    run(folder, inbox_tree, capsys)
    instansi(folder, {label: nilai})
    lembar = read_instansi(folder / "satker.xlsx")
    assert lembar is not None and [t.kode for t in lembar.temuan] == [kode]
    assert lembar.temuan[0].sel is not None


def test_a_name_with_odd_blanks_is_found_again(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    (inbox_tree / "LKE 1.xlsx").rename(inbox_tree / "  LKE  satu – é & 'final' #2 .xlsx")
    run(folder, inbox_tree, capsys)
    run_cli(["check", str(folder), "--format", "json"])
    satker = json.loads(capsys.readouterr().out)["satker"]
    assert next(s for s in satker if s["kode"] == "647101")["penilai"] == "unit"


def test_the_reading_of_many_worksheets_is_watched(
    inbox_tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zi_cli.cli.init._MANY", 1)
    run_cli(["init", str(inbox_tree.parent), "--dari", str(inbox_tree)])
    err = capsys.readouterr().err
    jumlah = err.partition("zi: membaca ")[2].partition(" ")[0]
    assert jumlah.isdigit() and f"zi: {jumlah} dari {jumlah} LKE selesai" in err


def test_what_still_waits_is_said_again(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run again, init lists the decisions whose cells are still blank, and files that came for a satker in a row."""
    folder = inbox_tree.parent
    run_cli(["init", str(folder), "--dari", str(inbox_tree)])
    pertama = capsys.readouterr().out
    lke(inbox_tree / "susulan.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK", tahun=2026)
    run_cli(["init", str(folder), "--dari", str(inbox_tree)])
    kedua = capsys.readouterr().out
    assert "Kanwil pembinanya tidak terlihat" in pertama and "Kanwil pembinanya tidak terlihat" in kedua
    assert "susulan.xlsx: satkernya sudah berbaris" in kedua


def test_a_heap_without_worksheets_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "masuk").mkdir()
    assert run_cli(["init", str(tmp_path), "--dari", str(tmp_path / "masuk")]) == 0
    assert "letakkan LKE di" in capsys.readouterr().err


def test_the_folder_of_a_heap_is_no_kanwil(inbox_tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox_tree.parent
    lke(inbox_tree / "pos.xlsx", "Pos Lintas Batas Contoh", kode="647109", usulan="WBK")
    (inbox_tree / "rusak.xlsx").write_bytes(b"PK rusak")
    run(folder, inbox_tree, capsys)
    assert run_cli(["batch", str(folder), "-o", str(folder / "rekap")]) == 3
    rekap = json.loads((folder / "rekap" / "rekap.json").read_text(encoding="utf-8"))
    kanwil = {s["satker"]: s["grup"] for s in rekap["satker"]}
    assert kanwil["Pos Lintas Batas Contoh"] == "(tanpa Kanwil)"
    assert kanwil["Lapas Kelas IIA Contoh"] == "Kanwil Contoh"
    assert {g["grup"] for g in rekap["gagal"]} == {"(tanpa Kanwil)"}
    assert "masuk" not in {g["grup"] for g in rekap["ringkasan"]["grup"]}
