"""The records as types: documents follow them key by key, and printing a record never loads what reading one needs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.portalrb.master import write
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.schema import OUTPUTS, schema_of
from zi_cli.records.score import read_thresholds, score_record

SAMPLES = Path(__file__).parent.parent / "sample_lke"
WBK, WBBM = SAMPLES / "lke-wbk.xlsx", SAMPLES / "lke-wbbm.xlsx"
FOLDER = SAMPLES / "usulan-2027"
COMMANDS = {
    "score": ["score", WBK],
    "lint": ["lint", SAMPLES / "lke-banyak-salah.xlsx"],
    "check": ["check", FOLDER, "--tanggal", "2027-05-20"],
    "batch": ["batch", FOLDER, "--tanggal", "2027-05-20", "--pekerja", "1", "-o", "rekap"],
    "compare": ["compare", FOLDER],
    "explain": ["explain", "A.I.1.i.b"],
    "instrumen": ["instrumen", "banding", "master.json"],
    "portalrb": ["portalrb", "ekspor", "usulan", "-o", "ekspor", "--tanggal", "2027-05-20"],
    "portalrb-buku": ["portalrb", "buku", "usulan", "-o", "buku", "--tanggal", "2027-05-20"],
    "bukti-siapkan": ["bukti", "siapkan", "bukti", "--lke", WBK],
    "survei-berkas": ["survei", "peta", "jawaban.csv"],
    "tahap-triwulan": ["tahap", FOLDER, "--triwulan", "2027-2"],
    "init": ["init", "baru"],
    "report": ["report", WBK, "-o", "laporan.html"],
    "template": ["template", "--isi", Path(__file__).parent / "data" / "lke-nyata-2024.xlsx", "-o", "formulir.xlsx"],
    "plan": ["plan", WBK, "--target", "WBBM", "--izinkan", "survei,hitungan"],
    "survei": ["survei", "jawaban.csv", "--populasi", "900", "--tanggal", "2026-05-20"],
    "surat": ["surat", "sptjm", "--data", FOLDER / "satker.xlsx", "--tanggal", "2027-05-20"],
}


def test_every_output_is_looked_at() -> None:
    """Here, or by the tests of a command that needs more than a folder to run."""
    texts = [t.read_text(encoding="utf-8") for t in Path(__file__).parent.rglob("test_*.py")]
    assert set(COMMANDS) <= set(OUTPUTS)
    assert [n for n in OUTPUTS if n not in COMMANDS and not any(f'schema_of("{n}")' in t for t in texts)] == []


@pytest.mark.parametrize("more", [[], ["sptjm", "--kolom"]], ids=["kinds", "fields"])
def test_the_list_of_letters_has_a_form(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["surat", "daftar", *more, "--format", "json"]) == 0
    skema = schema_of("surat-daftar")
    baris = capsys.readouterr().out.splitlines()
    assert len(baris) > 3
    for dokumen in map(json.loads, baris):
        Draft202012Validator(skema).validate(dokumen)
        _same_order(dokumen, skema, skema["$defs"])


@pytest.mark.parametrize("nama", COMMANDS)
def test_documents_hold_the_keys_of_their_type_in_its_order(
    nama: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "jawaban.csv", HEADINGS, rows(honest(150)))
    write(tmp_path / "master.json")
    # An export keeps the units' ids beside the register.
    shutil.copytree(FOLDER, tmp_path / "usulan")
    run_cli([*map(str, COMMANDS[nama]), "--format", "json"])
    skema = schema_of(nama)
    baris = capsys.readouterr().out.splitlines()
    assert baris
    for dokumen in map(json.loads, baris):
        Draft202012Validator(skema).validate(dokumen)
        _same_order(dokumen, skema, skema["$defs"])


def _same_order(isi: Any, skema: dict[str, Any], bagian: dict[str, Any]) -> None:
    if "anyOf" in skema:
        objek = [s for s in skema["anyOf"] if Draft202012Validator(s | {"$defs": bagian}).is_valid(isi)]
        skema = objek[0] if objek else {}
    if "$ref" in skema:
        skema = bagian[skema["$ref"].rpartition("/")[2]]
    if isinstance(isi, list):
        for x in isi:
            _same_order(x, skema["items"], bagian)
    elif isinstance(isi, dict) and "properties" in skema:
        assert list(isi) == list(skema["properties"])
        for kunci, nilai in isi.items():
            _same_order(nilai, skema["properties"][kunci], bagian)
    elif isinstance(isi, dict):
        for nilai in isi.values():
            _same_order(nilai, skema["additionalProperties"], bagian)


def test_printing_a_record_loads_no_library_for_reading_one() -> None:
    program = (
        "import sys; from zi_cli.cli import run_cli; run_cli(['score', sys.argv[1], '--format', 'json']);"
        "run_cli(['lint', sys.argv[1], '--format', 'json']); sys.exit('msgspec' in sys.modules)"
    )
    hasil = subprocess.run([sys.executable, "-c", program, str(WBBM)], capture_output=True, text=True, check=False)
    assert hasil.returncode == 0, hasil.stderr


@pytest.mark.parametrize("nama", ["lke-wbk", "lke-gagal-tipis", "lke-banyak-salah"])
def test_a_record_carries_what_letters_need_exactly(nama: str) -> None:
    e = evaluate(SAMPLES / f"{nama}.xlsx", load_config(None, load_instrumen()))
    for p in e.semua:
        dokumen = json.loads(json.dumps(score_record(e.ws, p, e.semua, e.instrumen, e.ambang)))
        assert {k: Fraction(n) for k, n in dokumen["eksak"].items()} == {k: p.nilai[k] for k in ("total", "A", "B")}
        for predikat, putusan in dokumen["putusan"].items():
            assert tuple(read_thresholds(putusan)) == p.putusan[predikat].ambang


@pytest.mark.parametrize("kode", ["LKE201", "A", "B.I.a", "A.II.5.iii.a.5", "ambang", "area-1", "penilai", "instrumen"])
def test_every_explanation_has_a_form(kode: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", kode, "--format", "json"]) == 0
    skema = schema_of("explain")
    dokumen = json.loads(capsys.readouterr().out)
    Draft202012Validator(skema).validate(dokumen)
    _same_order(dokumen, skema, skema["$defs"])
