"""The sample letters read back, word for word, and byte for byte the same every time."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

import pytest
from docx import Document

from tests.surat.bacaan import bagian, samarkan, teks_surat
from tests.surat.contoh import EMAS, SURAT, buat


@pytest.mark.parametrize("nama", SURAT)
def test_teks_emas(nama: str, pohon: Path, tmp_path: Path) -> None:
    docx = buat(nama, pohon, tmp_path)
    assert samarkan(teks_surat(docx)) == (EMAS / f"{nama}.txt").read_text(encoding="utf-8")
    assert not re.search(r"\{\{|\}\}|\{%|None|Undefined", teks_surat(docx))


@pytest.mark.parametrize("nama", ["sptjm", "lhe"])
def test_bita_sama(nama: str, pohon: Path, tmp_path: Path) -> None:
    assert buat(nama, pohon, tmp_path) == buat(nama, pohon, tmp_path)


def test_sifat_dokumen_memuat_sumber(pohon: Path, tmp_path: Path) -> None:
    docx = buat("pengajuan", pohon, tmp_path)
    custom = bagian(docx)["docProps/custom.xml"].decode()
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
def test_audit(audit: str, kaki: bool, halaman: bool, pohon: Path, tmp_path: Path) -> None:
    teks = teks_surat(buat("sptjm", pohon, tmp_path, "--audit", audit))
    assert ("instrumen lke-2021" in teks) is kaki
    assert ("CATATAN AUDIT" in teks) is halaman
    assert bool(re.search(r"SHA-256 [0-9a-f]{64}", teks)) is (kaki or halaman)


def test_lampiran_audit(pohon: Path, tmp_path: Path) -> None:
    """By default the sources stand beside the letters, not in them; a second run keeps the rows of the first."""
    for nama, audit in (("sptjm", "berkas"), ("monev", "berkas"), ("sptjm", "berkas"), ("pengajuan", "kaki")):
        teks = teks_surat(buat(nama, pohon, tmp_path, "--audit", audit))
        assert ("SHA-256" in teks) is (audit == "kaki")
    baris = list(csv.reader((tmp_path / "lampiran-audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(b[0], b[2]) for b in baris[1:]} == {("sptjm.docx", "sptjm"), ("monev.docx", "monev")}
    assert [b[8] for b in baris if b[0] == "sptjm.docx"] == ["satker.xlsx", "zi.toml", "lke-647102.xlsx"]
    for b in baris[1:]:
        assert b[1] == hashlib.sha256((tmp_path / b[0]).read_bytes()).hexdigest()
        asal = next(pohon.rglob(b[8])).read_bytes()
        assert b[9] == hashlib.sha256(asal).hexdigest()
    (tmp_path / "lampiran-audit.csv").write_text("catatan saya", encoding="utf-8")
    with pytest.raises(AssertionError, match="kode keluar 4"):
        buat("monev", pohon, tmp_path, "--audit", "berkas")


def test_paksa_selalu_tercetak(pohon: Path, tmp_path: Path) -> None:
    docx = buat("pencabutan", pohon, tmp_path)
    assert "CATATAN AUDIT" in teks_surat(docx)
    assert "| Dibuat dengan --paksa | contoh |" in teks_surat(docx)
    assert "zi.paksa" in bagian(docx)["docProps/custom.xml"].decode()


def test_lambang_hanya_bila_diberikan(pohon: Path, tmp_path: Path) -> None:
    tempat = (Path(__file__).parent.parent.parent / "zi_cli/surat/data/tempat-logo.png").read_bytes()
    gambar = [v for k, v in bagian(buat("sptjm", pohon, tmp_path)).items() if k.startswith("word/media/")]
    assert gambar and tempat not in gambar
    logo = tmp_path / "logo.png"
    logo.write_bytes(tempat + b"beda")
    gambar = [v for k, v in bagian(buat("sptjm", pohon, tmp_path, "--logo", str(logo))).items() if "media" in k]
    assert gambar == [tempat + b"beda"]
