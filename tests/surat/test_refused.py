"""A letter refuses what the data deny, unless forced, and lists what it lacks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.surat.letter_reading import letter_text, parts_of

Zi = Callable[..., tuple[int, str, str]]
_COMMON = ("--tanggal", "2027-05-20", "--nomor", "1", "--format", "json")


def _codes(keluar: str) -> list[list[str]]:
    return [[t["kode"] for t in json.loads(b)["temuan"]] for b in keluar.splitlines()]


def _one(zi: Zi, sample_tree: Path, tmp_path: Path, *argumen: object) -> tuple[int, list[str], dict[str, object]]:
    jenis, *sisa = argumen
    kode, keluar, _ = zi("surat", jenis, sample_tree, *_COMMON, "-o", tmp_path, *sisa)
    dokumen = json.loads(keluar)
    return kode, [f"{t['tingkat']} {t['kode']}" for t in dokumen["temuan"]], dokumen


@pytest.mark.parametrize(
    ("argumen", "diharap"),
    [
        (("pengajuan", "--satker", "647104"), "galat SRT621"),
        (("pengajuan", "--satker", "647103"), "galat SRT621"),
        (("pengajuan", "--satker", "647110"), "galat SRT622"),
        (("pengajuan", "--satker", "647102", "--tahun", "2026"), "galat SRT640"),
        (("pengajuan", "--satker", "647102", "--penilai", "unit"), "galat SRT633"),
        (("pengajuan", "--satker", "647102", "--target", "WBBM"), "galat SRT622"),
        (("pengajuan", "--satker", "647101", "--jalur", "tpm"), "galat SRT625"),
        (("monev", "--satker", "647101", "--catatan", "x", "--simpulan", "tidak"), "galat SRT623"),
        (("monev", "--satker", "647108", "--catatan", "x", "--target", "WBBM", "--simpulan", "masih"), "galat SRT623"),
        (("monev", "--satker", "647102", "--target", "WBK", "--catatan", "x"), "galat SRT626"),
        (("pencabutan", "--satker", "647101", "--catatan", "x"), "galat SRT623"),
        (("lhe", "--satker", "647112"), "galat SRT631"),
        (("lhe", "--satker", "647103", "--jalur", "tpm"), "galat SRT633"),
        (("perbaikan", "--satker", "647104", "--isi", "nilai.total=99"), "galat SRT603"),
        (("sptjm", "--satker", "647102", "--isi", "surat.kta=Bogor"), "galat SRT602"),
    ],
)
def test_refused_by_the_data(argumen: tuple[str, ...], diharap: str, zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    kode, temuan, dokumen = _one(zi, sample_tree, tmp_path, *argumen)
    assert (kode, dokumen["berkas"]) == (1, None)
    assert diharap in temuan
    assert not list(tmp_path.glob("*.docx"))


def test_forced_with_a_reason(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    alasan = 'verifikasi "lapangan" <12 Mei> & wawancara'
    kode, temuan, dokumen = _one(zi, sample_tree, tmp_path, "pengajuan", "--satker", "647104", "--paksa", alasan)
    assert (kode, dokumen["paksa"]) == (0, alasan)
    assert {"peringatan SRT621", "peringatan SRT629"} <= set(temuan)
    docx = (tmp_path / "pengajuan.docx").read_bytes()
    assert f"Alasan: {alasan}" in letter_text(docx)
    assert "Balai Pemasyarakatan Kelas I Contoh / WBK" in letter_text(docx)


def test_force_without_a_reason(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    assert zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path, "--paksa", " ")[0] == 2


def test_tpm_without_consent(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    tanpa = tmp_path / "tanpa.toml"
    asli = (sample_tree / "zi.toml").read_text(encoding="utf-8")
    tanpa.write_text(asli.partition("[persetujuan_tpm]")[0], encoding="utf-8")
    argumen = ("pengajuan", "--jalur", "tpm", "--satker", "647102", "--konfigurasi")
    kode, temuan, _ = _one(zi, sample_tree, tmp_path, *argumen, tanpa)
    assert (kode, "galat SRT624" in temuan) == (1, True)
    tanpa.write_text(asli.replace("tanggal = 2027-02-01", "tanggal = 2027-05-20"), encoding="utf-8")
    kode, temuan, _ = _one(zi, sample_tree, tmp_path, *argumen, tanpa)
    assert (kode, "galat SRT624" in temuan) == (1, True)


def test_a_date_after_the_deadline(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    for hari, terlambat in (("2027-05-31", False), ("2027-06-01", True)):
        keluaran = tmp_path / hari
        _, keluar, _ = zi(
            "surat", "pengajuan", sample_tree, "--satker", "647102", "--tanggal", hari, "--nomor", "1",
            "--format", "json", "-o", keluaran, "--paksa", "uji",
        )  # fmt: skip
        assert ("SRT630" in _codes(keluar)[0]) is terlambat


def test_who_is_not_eligible_is_left_out(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    kode, keluar, galat = zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path)
    assert kode == 0
    assert len(json.loads(keluar)["satker"]) == 3
    assert galat.count("SRT628") == 10


def test_the_same_as_check(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    _, keluar, _ = zi("check", sample_tree, "--tanggal", "2027-05-20", "--format", "json")
    layak = {s["nama"] for s in json.loads(keluar)["satker"] if s["layak"]}
    _, keluar, _ = zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path)
    assert set(json.loads(keluar)["satker"]) == layak


def test_blank_fields_are_listed_at_once(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    lke = next(sample_tree.rglob("lke-647114.xlsx"))  # no row of the register
    kode, _, galat = zi("surat", "sptjm", lke, "--data", sample_tree / "satker.xlsx", "-o", tmp_path, "--paksa", "uji")
    assert kode == 1
    for medan in ("surat.tanggal", "surat.tahun", "satker.alamat", "kepala.nama"):
        assert f"SRT601 {medan} " in galat
    assert "kolom Alamat di daftar satker" in galat
    assert not list(tmp_path.iterdir())


def test_a_draft_gets_yellow_markers(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    lke = next(sample_tree.rglob("lke-647114.xlsx"))
    assert (
        zi("surat", "sptjm", lke, "--data", sample_tree / "satker.xlsx", "-o", tmp_path, "--draf", "--paksa", "uji")[0]
        == 0
    )
    docx = next(tmp_path.glob("*.docx")).read_bytes()
    xml = parts_of(docx)["word/document.xml"].decode()
    assert "[surat.tanggal]" in letter_text(docx)
    assert xml.count('<w:highlight w:val="yellow"/>') == xml.count("[satker.") + xml.count("[surat.") + xml.count(
        "[kep"
    )
    assert "\ue000" not in xml


def test_the_parties_of_the_panel(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    """Berita acara names only who is on the list, and needs the parties of its path."""
    asli = (sample_tree / "zi.toml").read_text(encoding="utf-8")
    tanpa = tmp_path / "tanpa.toml"
    tanpa.write_text(asli.replace("Kepala Biro Perencanaan dan Keuangan", "Kepala Biro Umum"), encoding="utf-8")
    kode, temuan, dokumen = _one(zi, sample_tree, tmp_path, "berita-acara", "--konfigurasi", tanpa)
    assert (kode, temuan) == (1, ["galat SRT641"])
    assert "Biro Perencanaan dan Keuangan" in dokumen["temuan"][0]["pesan"]


def test_the_date_of_the_sptjm_is_from_the_register(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    kode, temuan, dokumen = _one(zi, sample_tree, tmp_path, "sptjm", "--satker", "647102")
    assert (kode, temuan) == (0, ["info SRT642"])
    assert "Kota Contoh, 3 Mei 2027" in letter_text(Path(dokumen["berkas"]).read_bytes())


def test_an_unknown_satker(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    kode, _, galat = zi("surat", "sptjm", sample_tree, "--satker", "64710", "-o", tmp_path)
    assert (kode, "mungkin 647" in galat) == (2, True)


def test_an_lke_without_a_register_can_not_be_told(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    lke = next(sample_tree.rglob("lke-647102.xlsx"))
    kode, keluar, _ = zi("surat", "pengajuan", lke, *_COMMON, "--konfigurasi", sample_tree / "zi.toml", "-o", tmp_path)
    assert (kode, _codes(keluar)) == (1, [["SRT622", "SRT643"]])


def test_nothing_is_replaced(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    assert zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path)[0] == 0
    assert zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path)[0] == 4
    assert zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path, "--timpa")[0] == 0
    assert (
        zi(
            "surat",
            "pengajuan",
            sample_tree,
            *_COMMON,
            "-o",
            sample_tree / "satker.docx",
            "--data",
            sample_tree / "satker.xlsx",
        )[0]
        == 0
    )
    (sample_tree / "satker.docx").unlink()


def test_the_output_fits_its_schema(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    from zi_cli.records.schema import schema_of

    penguji = Draft202012Validator(schema_of("surat"))
    _, jadi, _ = zi("surat", "sptjm", sample_tree, *_COMMON, "-o", tmp_path)
    _, refuse, _ = zi("surat", "pengajuan", sample_tree, *_COMMON, "--satker", "647104", "-o", tmp_path)
    dokumen = [json.loads(b) for b in (jadi + refuse).splitlines()]
    assert {d["berkas"] is None for d in dokumen} == {True, False}
    for d in dokumen:
        penguji.validate(d)


@pytest.mark.parametrize("bentuk", ["tabel", "json", "csv", "md"])
@pytest.mark.parametrize("kolom", [(), ("--kolom",)])
def test_forms_of_the_list(bentuk: str, kolom: tuple[str, ...], zi: Zi) -> None:
    kode, keluar, _ = zi("surat", "daftar", *kolom, "--format", bentuk)
    assert kode == 0
    for kata in ("pengajuan", "surat.nomor", "berita-acara"):
        assert kata in keluar
    assert zi("surat", "daftar", "sptm")[0] == 2
    assert zi("surat", "sptm")[0] == 2


@pytest.mark.parametrize(
    "argumen",
    [
        ("--tanggal", "31-02-2027"),
        ("--isi", "surat.kota"),
        ("--penilai", "saya"),
        ("--tahun", "20"),
    ],
)
def test_wrong_use(argumen: tuple[str, str], zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    assert zi("surat", "sptjm", sample_tree, "-o", tmp_path, *argumen)[0] == 2


def test_no_input_is_wrong_use(zi: Zi, tmp_path: Path) -> None:
    assert zi("surat", "pengajuan", "-o", tmp_path)[0] == 2
