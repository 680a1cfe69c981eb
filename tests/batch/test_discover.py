"""Which files of a tree are looked at, in which group, and what is said about the rest."""

import os
from pathlib import Path

import pytest

from zi_cli.folder.discover import NO_GROUP, discover, path_text


def _fill(akar: Path, *nama: str) -> None:
    for n in nama:
        (akar / n).parent.mkdir(parents=True, exist_ok=True)
        (akar / n).write_bytes(b"x")


def test_groups_and_order(tmp_path: Path) -> None:
    _fill(tmp_path, "Kanwil B/UPT 1/a.xlsx", "Kanwil A/UPT 2/a.XLSX", "Kanwil A/UPT 1/b.ods", "lepas.xls")
    hasil = discover(tmp_path)
    assert [(b.nama, b.grup) for b in hasil.berkas] == [
        ("lepas.xls", NO_GROUP),
        ("Kanwil A/UPT 1/b.ods", "Kanwil A"),
        ("Kanwil A/UPT 2/a.XLSX", "Kanwil A"),
        ("Kanwil B/UPT 1/a.xlsx", "Kanwil B"),
    ]
    dalam = {b.nama: b.grup for b in discover(tmp_path, tingkat_grup=2).berkas}
    assert dalam["Kanwil A/UPT 1/b.ods"] == "Kanwil A/UPT 1"
    assert dalam["lepas.xls"] == NO_GROUP


def test_what_is_passed_over_is_counted_with_its_reason(tmp_path: Path) -> None:
    _fill(tmp_path, "a.xlsx", "~$a.xlsx", ".b.xlsx", "bukti.pdf", "bukti2.PDF", "tanpa", ".git/c.xlsx", "d/e.xlsb")
    hasil = discover(tmp_path)
    assert [b.nama for b in hasil.berkas] == ["a.xlsx", "d/e.xlsb"]
    assert {a: x.jumlah for a, x in hasil.dilewati.items()} == {
        "berkas kunci Office (~$)": 1,
        "berkas tersembunyi": 1,
        "bukan buku kerja (.pdf)": 2,
        "bukan buku kerja (tanpa akhiran)": 1,
        "folder tersembunyi": 1,
    }


@pytest.mark.parametrize(
    ("pola", "harap"),
    [("LKE*.xlsx", ["K/LKE 1.xlsx", "LKE 2.xlsx"]), ("K/*", ["K/LKE 1.xlsx", "K/x.xlsx"]), ("*.ods", [])],
)
def test_a_pattern(tmp_path: Path, pola: str, harap: list[str]) -> None:
    _fill(tmp_path, "K/LKE 1.xlsx", "K/x.xlsx", "LKE 2.xlsx")
    assert sorted(b.nama for b in discover(tmp_path, pattern=pola).berkas) == harap


def test_the_own_output_folder_is_left_out(tmp_path: Path) -> None:
    _fill(tmp_path, "a.xlsx", "rekap/rekap.xlsx")
    assert [b.nama for b in discover(tmp_path, excluded=[tmp_path / "x" / ".." / "rekap"]).berkas] == ["a.xlsx"]


@pytest.mark.skipif(os.name != "posix", reason="tautan dan pipa bernama POSIX")
def test_a_folder_with_a_manifest_of_ours_is_passed_over(tmp_path: Path) -> None:
    _fill(tmp_path, "a.xlsx", "rekap lama/rekap.xlsx", "rekap lama/dalam/x.xlsx", "milik saya/b.xlsx")
    for folder, isi in (
        ("rekap lama", '{"skema": "zi.manifes-batch/1"}'),
        ("milik saya", '{"catatan": 1}'),
        (".", "{"),
    ):
        (tmp_path / folder / "manifes.json").write_text(isi)
    hasil = discover(tmp_path)
    assert [b.nama for b in hasil.berkas] == ["a.xlsx", "milik saya/b.xlsx"]
    assert hasil.dilewati["folder hasil zi"].contoh == ["rekap lama/"]
    # The folder that was named is looked into, whatever lies there.
    assert [b.nama for b in discover(tmp_path / "rekap lama").berkas] == ["rekap.xlsx", "dalam/x.xlsx"]


def test_links_and_pipes(tmp_path: Path) -> None:
    _fill(tmp_path, "asli/a.xlsx")
    (tmp_path / "putaran").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "folder.xlsx").symlink_to(tmp_path / "asli", target_is_directory=True)
    os.mkfifo(tmp_path / "pipa.xlsx")
    (tmp_path / "putus.xlsx").symlink_to(tmp_path / "tidak-ada.xlsx")
    hasil = discover(tmp_path)
    # A broken link is kept: the reader names it as missing.
    assert [b.nama for b in hasil.berkas] == ["putus.xlsx", "asli/a.xlsx"]
    assert hasil.dilewati["tautan ke folder"].jumlah == 1
    assert hasil.dilewati["bukan berkas biasa"].jumlah == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="hak akses tidak membatasi pengguna ini")
def test_a_closed_folder_is_reported(tmp_path: Path) -> None:
    _fill(tmp_path, "a.xlsx", "K/b.xlsx")
    (tmp_path / "K").chmod(0)
    try:
        hasil = discover(tmp_path)
    finally:
        (tmp_path / "K").chmod(0o700)
    assert [(g.nama, g.grup, g.temuan.kode) for g in hasil.gagal] == [("K", "K", "LKE107")]


def test_a_name_that_is_no_text() -> None:
    assert path_text(os.fsdecode(b"a\xff.xlsx")) == "a\\xff.xlsx"
