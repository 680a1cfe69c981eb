"""The sample letters read back, word for word, and byte for byte the same every time."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.sumber.naskah import grey_png
from tests.surat.letter_reading import disguise, letter_text, parts_of
from tests.surat.samples import EMAS, SURAT, buat
from zi_cli.surat.page_layout import fill_logo
from zi_cli.surat.template_check import own_template

Zi = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("nama", SURAT)
def test_golden_texts(nama: str, sample_tree: Path, tmp_path: Path) -> None:
    docx = buat(nama, sample_tree, tmp_path)
    assert disguise(letter_text(docx)) == (EMAS / f"{nama}.txt").read_text(encoding="utf-8")
    assert not re.search(r"\{\{|\}\}|\{%|None|Undefined", letter_text(docx))


@pytest.mark.parametrize("nama", ["sptjm", "lhe"])
def test_equal_bytes(nama: str, sample_tree: Path, tmp_path: Path) -> None:
    assert buat(nama, sample_tree, tmp_path) == buat(nama, sample_tree, tmp_path)


def test_the_properties_name_the_sources(sample_tree: Path, tmp_path: Path) -> None:
    docx = buat("pengajuan", sample_tree, tmp_path)
    custom = parts_of(docx)["docProps/custom.xml"].decode()
    for isi in (
        "zi.program",
        "zi.instrumen",
        "lke-2021",
        "dicocokkan dengan sistem publik",
        "satker.xlsx sha256:",
        "lke-647101",
    ):
        assert isi in custom, isi
    inti = Document(io.BytesIO(docx)).core_properties
    assert (inti.created.isoformat(), inti.modified.isoformat()) == ("2027-05-20T00:00:00+00:00",) * 2
    assert inti.author == "Kementerian Imigrasi dan Pemasyarakatan"


@pytest.mark.parametrize(
    ("audit", "kaki", "halaman"), [("kaki", True, False), ("halaman", True, True), ("tidak", False, False)]
)
def test_audit(audit: str, kaki: bool, halaman: bool, sample_tree: Path, tmp_path: Path) -> None:
    teks = letter_text(buat("sptjm", sample_tree, tmp_path, "--audit", audit))
    assert ("instrumen lke-2021" in teks) is kaki
    assert ("CATATAN AUDIT" in teks) is halaman
    assert bool(re.search(r"SHA-256 [0-9a-f]{64}", teks)) is (kaki or halaman)


@pytest.mark.parametrize("nama", ["pengajuan", "rekomendasi", "nota-sekjen", "sptjm-instansi"])
@pytest.mark.parametrize("audit", ["kaki", "halaman"])
def test_a_letter_of_the_minister_never_shows_hashes(
    nama: str, audit: str, sample_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docx = buat(nama, sample_tree, tmp_path, "--audit", audit)
    assert "SRT657" in capsys.readouterr().err
    teks = letter_text(docx)
    assert not re.search(r"[0-9a-f]{64}|SHA-256|CATATAN AUDIT|\b(?:LKE|SYR|SRT|DAT)\d{3}", teks)
    assert "sha256:" in parts_of(docx)["docProps/custom.xml"].decode()
    assert (tmp_path / "lampiran-audit.csv").exists()


def test_lampiran_audit(sample_tree: Path, tmp_path: Path) -> None:
    """By default the sources stand beside the letters, not in them; a second run keeps the rows of the first."""
    for nama, audit in (("sptjm", "berkas"), ("monev", "berkas"), ("sptjm", "berkas"), ("berita-acara", "kaki")):
        teks = letter_text(buat(nama, sample_tree, tmp_path, "--audit", audit))
        assert ("SHA-256" in teks) is (audit == "kaki")
    baris = list(csv.reader((tmp_path / "lampiran-audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(b[0], b[2]) for b in baris[1:]} == {("sptjm.docx", "sptjm"), ("monev.docx", "monev")}
    assert [b[8] for b in baris if b[0] == "sptjm.docx"] == [
        "satker.xlsx", "zi.toml", "lke-647102.xlsx", "templat bawaan sptjm.docx",
    ]  # fmt: skip
    for b in baris[1:]:
        assert b[1] == hashlib.sha256((tmp_path / b[0]).read_bytes()).hexdigest()
        bawaan = b[8].startswith("templat bawaan ")
        asal = own_template(b[2]) if bawaan else next(sample_tree.rglob(b[8])).read_bytes()
        assert b[9] == hashlib.sha256(asal).hexdigest()
    (tmp_path / "lampiran-audit.csv").write_text("catatan saya", encoding="utf-8")
    with pytest.raises(AssertionError, match="kode keluar 4"):
        buat("monev", sample_tree, tmp_path, "--audit", "berkas")


def test_what_was_forced_is_on_page_1_and_in_the_audit_file(sample_tree: Path, tmp_path: Path) -> None:
    docx = buat("pencabutan", sample_tree, tmp_path)  # with --audit tidak: what was overridden is never lost
    teks = letter_text(docx)
    assert teks.startswith("SURAT INI DIPAKSAKAN") and "Alasan: contoh" in teks
    assert "CATATAN AUDIT" not in teks and "SHA-256" not in teks
    assert "zi.paksa" in parts_of(docx)["docProps/custom.xml"].decode()
    baris = list(csv.reader((tmp_path / "lampiran-audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert all("tidak tercatat berpredikat" in b[7] and "Alasan: contoh" in b[7] for b in baris[1:])


def png(lebar: int, tinggi: int) -> bytes:
    """A grey picture of that many pixels."""
    return grey_png([[128] * lebar for _ in range(tinggi)])


def test_an_emblem_only_where_one_is_given(sample_tree: Path, tmp_path: Path) -> None:
    isi = parts_of(buat("sptjm", sample_tree, tmp_path))
    assert not [k for k in isi if k.startswith("word/media/")] and b"w:drawing" not in isi["word/document.xml"]
    logo = tmp_path / "logo.png"
    logo.write_bytes(png(40, 40))
    gambar = [v for k, v in parts_of(buat("sptjm", sample_tree, tmp_path, "--logo", str(logo))).items() if "media" in k]
    assert gambar == [png(40, 40)]


@given(st.integers(1, 400), st.integers(1, 400))
@settings(max_examples=15, deadline=None)
def test_a_logo_keeps_its_proportions_within_its_place(lebar: int, tinggi: int) -> None:
    isi = Document(io.BytesIO(own_template("sptjm")))
    fill_logo(isi.part, png(lebar, tinggi))
    (inbox_tree,) = {(int(e.get("cx")), int(e.get("cy"))) for e in isi.element.iter(qn("wp:extent"), qn("a:ext"))}
    assert max(inbox_tree) == Cm(2.2)
    assert inbox_tree[0] / inbox_tree[1] == pytest.approx(lebar / tinggi, rel=0.02)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (png(20, 20)[:-30], "terpotong"),
        (png(20, 20)[:60] + b"xx" + png(20, 20)[62:], "rusak"),
        (b"GIF89a", "bukan PNG atau JPEG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "terpotong"),
        (b"", "kosong"),
    ],
)
def test_a_damaged_picture_is_named(isi: bytes, kata: str, sample_tree: Path, tmp_path: Path, zi: Zi) -> None:
    logo = tmp_path / "lambang.png"
    logo.write_bytes(isi)
    rc, _, err = zi("surat", "sptjm", sample_tree, "--satker", "647102", "--logo", logo, "--tanggal", "2027-05-20")
    assert rc == 3 and "SRT656" in err and "lambang.png" in err and kata in err
