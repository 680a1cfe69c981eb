"""zi bukti siapkan: a folder an indicator, names valid everywhere, a table filled from the worksheet."""

from pathlib import Path

import pytest

from tests.bukti.worksheet import worksheet
from zi_cli.bukti.evidence_tree import prepare_tree
from zi_cli.bukti.folder_names import (
    README_NAME,
    find_code,
    indicator_folder,
    indicator_of_path,
    indicators,
    quarter_of_path,
)
from zi_cli.bukti.ledger import ledger_workbook, read_ledger
from zi_cli.bukti.subject import link_reader
from zi_cli.bukti.text_links import CellPart, canonical_link, is_link, link_fault, split_cell
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.text import file_part

INSTRUMEN = load_instrumen()


def test_every_indicator_has_a_folder_whose_name_any_system_takes() -> None:
    folder = [indicator_folder(INSTRUMEN, b) for b in indicators(INSTRUMEN)]
    assert len(set(folder)) == len(INSTRUMEN.indikator) == 113
    for f in folder:
        assert len(f) < 50
        for bagian in f.split("/"):
            assert bagian == file_part(bagian)


def test_every_folder_is_known_again_however_its_points_are_written() -> None:
    for b in INSTRUMEN.indikator:
        area, kode = indicator_folder(INSTRUMEN, b).split("/")
        for nama in (kode, kode.replace(".", "-"), kode.replace(".", "_"), f"{kode} SK Tim", f"{kode}. Rapat"):
            assert indicator_of_path(INSTRUMEN, [area, nama, "TW2"]) == (b.kode, None)


@pytest.mark.parametrize(
    ("nama", "kode"),
    [
        ("A.I.9.i.a", "A.I.9.i.a"), ("A.I.1", "A.I.1"), ("Arsip", None), ("B.I.a Survei", "B.I.a"), ("A", None),
        ("Surat 2026", None), ("SK.pdf", None), ("A.I.1.i.b-notula", "A.I.1.i.b"), ("A I 1 i a", "A.I.1.i.a"),
    ],
)  # fmt: skip
def test_what_looks_like_a_code(nama: str, kode: str | None) -> None:
    assert find_code(INSTRUMEN, nama) == kode


@pytest.mark.parametrize(
    ("bagian", "triwulan"),
    [
        (["TW2"], 2),
        (["Triwulan III"], 3),
        (["Laporan TW-IV 2026.pdf"], 4),
        (["q1"], 1),
        (["TW5"], None),
        (["dua"], None),
    ],
)
def test_a_quarter_in_a_path(bagian: list[str], triwulan: int | None) -> None:
    assert quarter_of_path(bagian) == triwulan


def test_several_links_in_one_cell_are_rows_with_their_words(tmp_path: Path) -> None:
    sel = "SK Tim 2026: https://drive.google.com/file/d/a1/view, dan\n- Notula\nhttps://drive.google.com/file/d/b2/view"
    bukti = {"A.I.1.i.a": sel, "A.I.1.i.b": "Undangan rapat; Daftar hadir", "A.I.1.ii.a": "SK: klik di sini"}
    drive = "https://drive.google.com/file/d/c3/view"
    berkas = worksheet(tmp_path / "lke.xlsx", bukti, targets={"A.I.1.ii.a": drive})
    e = evaluate(berkas, load_config(None))
    (tmp_path / "bukti.xlsx").write_bytes(prepare_tree(e, INSTRUMEN, link_reader(berkas)).isi["bukti.xlsx"])
    baris = read_ledger(tmp_path / "bukti.xlsx")
    assert [(b.dokumen, b.judul, b.status) for b in baris if b.indikator == "A.I.1.i.a"] == [
        ("https://drive.google.com/file/d/a1/view", "SK Tim 2026", "unggah"),
        ("https://drive.google.com/file/d/b2/view", "Notula", "unggah"),
    ]
    assert [(b.dokumen, b.judul, b.status) for b in baris if b.indikator == "A.I.1.i.b"] == [
        ("", "Undangan rapat", "belum"),
        ("", "Daftar hadir", "belum"),
    ]
    assert [(b.dokumen, b.judul) for b in baris if b.indikator == "A.I.1.ii.a"] == [(drive, "SK: klik di sini")]
    assert {b.indikator for b in baris} == {b.kode for b in INSTRUMEN.indikator}


@pytest.mark.parametrize(
    ("sel", "bagian"),
    [
        ("https://a.id/xhttps://b.id/y", [("https://a.id/x", True), ("https://b.id/y", True)]),
        ("bit.ly/abc", [("bit.ly/abc", True)]),
        (r"D:\ZI\SK tim.pdf", [(r"D:\ZI\SK tim.pdf", True)]),
        ("kirim ke zi@contoh.go.id", [("kirim ke", False), ("zi@contoh.go.id", True)]),
        ("(https://a.id/w_(b))", [("https://a.id/w_(b)", True)]),
        ("SK 1/2026", [("SK 1/2026", False)]),
        ("Video: https://youtu.be/x|", [("Video", False), ("https://youtu.be/x", True)]),
        ("https://a.id/x?u=https://b.id/y", [("https://a.id/x?u=https://b.id/y", True)]),
        ('<a href="https://a.id/x">', [("<a href=", False), ("https://a.id/x", True)]),
        ("-", []),
    ],
)
def test_a_cell_falls_into_links_and_words(sel: str, bagian: list[tuple[str, bool]]) -> None:
    assert list(split_cell(sel)) == [CellPart(*b) for b in bagian]


@pytest.mark.parametrize(
    "tautan",
    [
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "https://docs.google.com/document/d/1AbC/preview",
        "https://www.youtube.com/watch?v=abc",
        "https://kanim-contoh.imigrasi.go.id/berita/zi",
        "https://kemenimipas-my.sharepoint.com/:b:/g/personal/x/AbC",
        "www.instagram.com/p/abc/",
        "https://www.tiktok.com/@x/video/123",
        "https://x.com/kanim/status/123",
        "https://www.facebook.com/watch?v=123",
        "https://1drv.ms/b/s!AbC",
    ],
)
def test_a_link_to_one_document_is_fine(tautan: str) -> None:
    assert link_fault(tautan) is None
    assert is_link(tautan)


@pytest.mark.parametrize(
    ("tautan", "jenis"),
    [
        ("https://drive.google.com/embeddedfolderview?id=1A", "folder"),
        ("https://www.icloud.com/iclouddrive/0a#Folder", "folder"),
        ("https://www.youtube.com/playlist?list=PL1", "folder"),
        ("https://youtube.com/@kanimcontoh", "folder"),
        ("https://www.instagram.com/kanimcontoh/?igsh=x", "umum"),
        ("https://x.com/kanimcontoh", "umum"),
        ("http://gg.gg/x", "pendek"),
        ("https://drive.google.com/file/d//view", "salah"),
        ("https://nama:sandi@contoh.go.id/x", "salah"),
        ("javascript:alert(1)", "salah"),
        ("https:/drive.google.com/x", "salah"),
    ],
)
def test_a_link_that_is_no_evidence(tautan: str, jenis: str) -> None:
    fault = link_fault(tautan)
    assert fault is not None and fault[0] == jenis


def test_a_link_shared_twice_is_one_link() -> None:
    satu = canonical_link("https://drive.google.com/file/d/1AbC/view?usp=sharing")
    assert satu == canonical_link("http://Drive.Google.com/file/d/1AbC/view/?usp=drive_link")
    assert satu != canonical_link("https://drive.google.com/file/d/1aBC/view")


def test_the_table_is_the_same_bytes_each_time_and_a_stranger_is_no_table(tmp_path: Path) -> None:
    siap = prepare_tree(None, INSTRUMEN)
    assert siap.isi["bukti.xlsx"] == prepare_tree(None, INSTRUMEN).isi["bukti.xlsx"]
    (tmp_path / "bukti.xlsx").write_bytes(ledger_workbook(INSTRUMEN, [], None).replace(b"PK", b"QK"))
    with pytest.raises(UnreadableInput, match="BKT837"):
        read_ledger(tmp_path / "bukti.xlsx")


def test_the_command_replaces_nothing_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = worksheet(tmp_path / "lke.xlsx", {"A.I.1.i.a": "https://drive.google.com/file/d/a1/view"})
    sample_tree = tmp_path / "bukti"
    assert run_cli(["bukti", "siapkan", str(sample_tree), "--lke", str(berkas)]) == 0
    assert "113 folder indikator" in capsys.readouterr().out
    isi = (sample_tree / "1 Manajemen Perubahan" / "A.I.1.i.b" / README_NAME).read_text(encoding="utf-8-sig")
    assert "A  Pemilihan anggota" in isi and "Jawaban di LKE: A" in isi
    assert run_cli(["bukti", "siapkan", str(sample_tree), "--lke", str(berkas)]) == 4
    assert run_cli(["bukti", "siapkan", str(sample_tree), "--lke", str(berkas), "--timpa"]) == 0
