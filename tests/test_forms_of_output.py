"""Every command, every form: the ending of ``-o`` decides, what can't be is refused, what comes is what it says.

The commands are asked for what they can do, so a new one is looked at as soon as it stands in the table.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from tests.portalrb.master import write
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from tests.test_messages import COMMANDS as ALL
from tests.test_output_forms import looks_like
from zi_cli.cli import run_cli
from zi_cli.cli.output import listed
from zi_cli.records.schema import schema_of

SAMPLES = Path(__file__).parent.parent / "sample_lke"
LKE, OTHER, FOLDER = (str(SAMPLES / n) for n in ("lke-wbk.xlsx", "lke-banyak-salah.xlsx", "usulan-2027"))
DAY = ("--tanggal", "2027-05-20")
#: Arguments that give something to show. ``-o`` is where the result goes.
RESULTS: dict[str, list[str]] = {
    "score": [LKE],
    "lint": [OTHER],
    "plan": [LKE, "--target", "WBBM"],
    "check": ["usulan", *DAY],
    "compare": [LKE, OTHER],
    "kerja": ["usulan"],
    "survei": ["jawaban.csv", "--populasi", "900", "--tanggal", "2026-05-20"],
    "bukti periksa": ["bukti"],
    "bukti banding": ["bukti", "bukti"],
    "instrumen banding": ["master.json"],
    "tahap": ["usulan", *DAY],
    "tindak-lanjut": ["usulan", *DAY],
}
#: Those that write files of their own (``-o`` names them, or there is none): the list of them has a form.
WRITERS: dict[str, list[str]] = {
    "batch": ["usulan", *DAY, "--pekerja", "1", "-o", "rekap"],
    "template": ["-o", "formulir.xlsx"],
    "init": ["baru"],
    "report": [LKE, "-o", "laporan.html"],
    "surat": ["sptjm", "--data", "usulan/satker.xlsx", *DAY],
    "paket": ["usulan", *DAY, "--draf"],
    "portalrb ekspor": ["usulan", *DAY, "-o", "ekspor"],
    "portalrb buku": ["usulan", *DAY, "-o", "buku"],
    "bukti siapkan": ["baru", "--lke", LKE],
    "explain": ["LKE201"],
}
#: No list of anything: texts to print, a server, and the look at one.
OTHERS = {"schema", "completion", "portalrb layani", "portalrb periksa"}
FORMS = [f.value for f in listed()]
#: The schema of a command's documents, where its name does not say it.
SCHEMAS = {"bukti periksa": "bukti", "instrumen banding": "instrumen", "portalrb ekspor": "portalrb"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "jawaban.csv", HEADINGS, rows(honest(60)))
    write(tmp_path / "master.json")
    shutil.copytree(FOLDER, tmp_path / "usulan")
    (tmp_path / "bukti" / "A.I.1.i.a").mkdir(parents=True)
    (tmp_path / "bukti" / "A.I.1.i.a" / "SK Tim.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")


def test_every_command_is_looked_at() -> None:
    assert {" ".join(n) for n, _ in ALL} == {*RESULTS, *WRITERS, *OTHERS}


def validate(text: str, command: str) -> None:
    validator = Draft202012Validator(schema_of(SCHEMAS.get(command, command.replace(" ", "-"))))
    lines = text.splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))


@pytest.mark.parametrize("command", RESULTS)
def test_the_ending_decides_and_the_result_is_what_it_says(command: str, tmp_path: Path) -> None:
    for form in [f for f in FORMS if f != "tabel"]:
        target = tmp_path / f"hasil.{form}"
        assert run_cli([*command.split(), *RESULTS[command], "-o", str(target)]) in (0, 1), form
        assert looks_like(target) == f".{form}"
    validate((tmp_path / "hasil.json").read_text("utf-8"), command)
    for sheet in openpyxl.load_workbook(tmp_path / "hasil.xlsx").worksheets:
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    first = openpyxl.load_workbook(tmp_path / "hasil.xlsx").worksheets[0]
    assert first.max_column > 1 and first.freeze_panes == "A2"


@pytest.mark.parametrize("command", RESULTS)
def test_an_ending_that_contradicts_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = sorted(tmp_path.rglob("*"))
    for options in (["--format", "json", "-o", "x.xlsx"], ["--format", "csv", "-o", "x.md"], ["--format", "xlsx"]):
        assert run_cli([*command.split(), *RESULTS[command], *options]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == there


@pytest.mark.parametrize(
    ("command", "able"), [("survei peta jawaban.csv", "xlsx, toml"), ("survei laporan jawaban.csv", "docx")]
)
def test_a_form_that_is_not_written_is_refused(command: str, able: str, capsys: pytest.CaptureFixture[str]) -> None:
    there = sorted(Path().rglob("*"))
    assert run_cli([*command.split(), "--format", "csv"]) == 2
    assert f"bentuk csv tidak ada untuk perintah ini; pilih salah satu: {able}, json (" in capsys.readouterr().err
    assert sorted(Path().rglob("*")) == there


@pytest.mark.parametrize(
    ("command", "schema"),
    [
        ("survei peta jawaban.csv", "survei-berkas"), ("survei formulir", "survei-berkas"),
        ("survei laporan jawaban.csv", "survei-berkas"), ("tahap usulan --triwulan 2027-1", "tahap-triwulan"),
    ],
)  # fmt: skip
def test_verbs_and_reports_have_records_of_their_own(
    command: str, schema: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a survey's respondent answered is in none of them."""
    assert run_cli([*command.split(), "--format", "json"]) == 0
    out = capsys.readouterr().out
    validate(out, schema)
    for b in json.loads(out).get("ditulis", []):
        assert hashlib.sha256(Path(b["nama"]).read_bytes()).hexdigest() == b["sha256"]
    assert "Responden 1" not in out and "0812" not in out


@pytest.mark.parametrize(
    ("options", "code", "written"),
    [
        (["--format", "xlsx"], 0, {"kuesioner.xlsx"}), ([], 0, {"kuesioner.docx"}),
        (["--format", "xlsx", "-o", "k.docx"], 2, set()), (["-o", "k.pdf"], 2, set()),
    ],
)  # fmt: skip
def test_a_document_has_the_form_asked_for(options: list[str], code: int, written: set[str]) -> None:
    there = set(Path().iterdir())
    assert run_cli(["survei", "formulir", *options]) == code
    assert {p.name for p in set(Path().iterdir()) - there} == written


@pytest.mark.parametrize("command", WRITERS)
def test_the_list_of_what_was_written_has_a_schema(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli([*command.split(), *WRITERS[command], "--format", "json"]) in (0, 1)
    validate(capsys.readouterr().out, command)


@pytest.mark.parametrize("ending", ["json", "csv", "md", "xlsx", "pdf", "docx"])
def test_a_report_is_a_page(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["report", LKE, "-o", f"laporan.{ending}"]) == 2
    assert "laporan ditulis sebagai .html" in capsys.readouterr().err
    assert not (tmp_path / f"laporan.{ending}").exists()


def test_the_record_of_a_form_says_what_it_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a form, also of many; the file is the one that the record names."""
    assert run_cli(["template", "--isi", "usulan", "-o", "bersih", "--format", "json"]) in (0, 1)
    records: list[dict[str, Any]] = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    assert len(records) == len(list((tmp_path / "bersih").rglob("lke-*.xlsx"))) > 2
    for r in records:
        assert hashlib.sha256((tmp_path / r["berkas"]).read_bytes()).hexdigest() == r["sha256"]
        assert r["terbawa"] > 0 and r["satker"]
