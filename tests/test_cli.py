"""The command line as a user meets it: outputs, one-line errors, exit codes, no traceback, ever."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from zi_cli.cli import run_cli
from zi_cli.cli.frame import COMMAND_INDEX
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.schema import OUTPUTS, schema_of

SAMPLES = Path(__file__).parent.parent / "sample_lke"
WBK = str(SAMPLES / "lke-wbk.xlsx")
WITH_MISTAKES = str(SAMPLES / "lke-banyak-salah.xlsx")


def zi(*argumen: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, as installed."""
    return subprocess.run(
        [sys.executable, "-m", "zi_cli", *argumen], capture_output=True, env={**os.environ, **(env or {})}, cwd=cwd
    )


def check_one_line(galat: str) -> None:
    assert galat.startswith("zi: ")
    assert galat.count("\n") == 1
    assert "Traceback" not in galat


def test_json_is_one_document_a_line_by_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", WBK, str(SAMPLES / "lke-wbbm.xlsx"), "--format", "json"]) == 0
    baris = capsys.readouterr().out.splitlines()
    rekaman = [json.loads(b) for b in baris]
    for r in rekaman:
        jsonschema.validate(r, schema_of("score"))
    assert [(r["berkas"]["nama"], r["penilai"]) for r in rekaman] == [
        ("lke-wbk.xlsx", "unit"), ("lke-wbk.xlsx", "tpi"), ("lke-wbbm.xlsx", "unit"), ("lke-wbbm.xlsx", "tpi"),
    ]  # fmt: skip
    assert list(rekaman[0])[:4] == ["skema", "program", "berkas", "instrumen"]
    assert list(rekaman[0]["nilai"])[:4] == ["total", "A", "A.I", "A.I.1"]
    assert not any("TOTAL" in k or k.endswith(".0") for k in rekaman[0]["nilai"])


def test_lint_by_its_schema_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["lint", WITH_MISTAKES, WBK, "--format", "json"]) == 1
    keluaran = capsys.readouterr()
    rekaman = [json.loads(b) for b in keluaran.out.splitlines()]
    for r in rekaman:
        jsonschema.validate(r, schema_of("lint"))
    assert len(rekaman) == 2
    assert "2 berkas" in keluaran.err


def test_lint_stands_by_place(capsys: pytest.CaptureFixture[str]) -> None:
    run_cli(["lint", WITH_MISTAKES, "--format", "json"])
    temuan = json.loads(capsys.readouterr().out)["temuan"]
    letak = [int("".join(c for c in t["sel"].rsplit("!", 1)[1] if c.isdigit())) for t in temuan if t["sel"]]
    assert letak == sorted(letak)


def test_lint_of_the_unreadable_still_prints_its_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["lint", str(tmp_path / "tidak-ada.xlsx"), WITH_MISTAKES, "--format", "json"]) == 3
    rekaman = [json.loads(b) for b in capsys.readouterr().out.splitlines()]
    assert [t["kode"] for t in rekaman[0]["temuan"]] == ["LKE101"]
    assert rekaman[1]["temuan"]


def test_assessor_and_target_are_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", WBK, "--penilai", "tpi", "--target", "WBK"]) == 0
    keluaran = capsys.readouterr().out
    assert "Penilai     TPI; tersedia: Unit kerja, TPI" in keluaran
    assert "Penilai     Unit kerja" not in keluaran
    assert "WBBM " not in keluaran


def test_an_assessor_without_answers_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", WBK, "--penilai", "tpn"]) == 3
    keluaran = capsys.readouterr()
    assert keluaran.out == ""
    assert "penilai TPN" in keluaran.err


def test_csv_and_csv_id(tmp_path: Path) -> None:
    for opsi, pemisah, koma in (([], ",", "."), (["--csv-id"], ";", ",")):
        tujuan = tmp_path / f"nilai{koma}.csv"
        assert run_cli(["score", WBK, "--format", "csv", "-o", str(tujuan), *opsi]) == 0
        isi = tujuan.read_bytes()
        assert isi.startswith(b"\xef\xbb\xbf")
        baris = list(csv.DictReader(io.StringIO(isi.decode("utf-8-sig")), delimiter=pemisah))
        assert [b["penilai"] for b in baris] == ["unit", "tpi"]
        assert koma in baris[0]["total"]


def test_details_hold_every_indikator(capsys: pytest.CaptureFixture[str]) -> None:
    run_cli(["score", WBK, "--rinci", "--penilai", "unit", "--format", "csv"])
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))) == 113


def test_an_output_replaces_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tujuan = tmp_path / "nilai.md"
    tujuan.write_text("milik orang")
    assert run_cli(["score", WBK, "--format", "md", "-o", str(tujuan)]) == 4
    check_one_line(capsys.readouterr().err)
    assert tujuan.read_text() == "milik orang"
    assert run_cli(["score", WBK, "--format", "md", "-o", str(tujuan), "--timpa"]) == 0
    assert tujuan.read_text().startswith("## ")
    assert [f.name for f in tmp_path.iterdir()] == ["nilai.md"], "tidak ada berkas sementara tertinggal"


def test_an_output_never_replaces_an_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    salinan = tmp_path / "lke.xlsx"
    salinan.write_bytes(Path(WBK).read_bytes())
    assert run_cli(["score", str(salinan), "-o", str(salinan), "--timpa"]) == 4
    check_one_line(capsys.readouterr().err)
    assert salinan.read_bytes() == Path(WBK).read_bytes()


@pytest.mark.parametrize(
    ("nama", "isi", "kode"),
    [
        ("tidak-ada.xlsx", None, "LKE101"),
        ("folder", "folder", "LKE102"),
        ("kosong.xlsx", b"", "LKE103"),
        ("teks.xlsx", b"Bukan buku kerja.\n", "LKE104"),
        ("rusak.xlsx", b"PK\x03\x04" + b"\0" * 500, "LKE104"),
    ],
)
def test_bad_input_is_one_line_and_exit_3(nama: str, isi: bytes | str | None, kode: str, tmp_path: Path) -> None:
    berkas = tmp_path / nama
    if isi == "folder":
        berkas.mkdir()
    elif isinstance(isi, bytes):
        berkas.write_bytes(isi)
    hasil = zi("score", str(berkas))
    assert hasil.returncode == 3
    assert hasil.stdout == b""
    check_one_line(hasil.stderr.decode())
    assert kode in hasil.stderr.decode()


def test_a_bad_file_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", str(tmp_path / "x.xlsx"), WBK, "--format", "json"]) == 3
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    "argumen",
    [
        ["score"],
        ["score", "--tidak-dikenal", "x"],
        ["score", WBK, "--format", "pdf"],
        ["score", WBK, "--penilai", "siapa"],
        ["score", WBK, "--target", "ABC"],
        ["scor", WBK],
        ["explain", "LKE999"],
        ["schema", "tidak-ada"],
        ["explain"],
    ],
)
def test_wrong_use_is_one_line_and_exit_2(argumen: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(argumen) == 2
    check_one_line(capsys.readouterr().err)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli([]) == 2
    assert "Perintah:" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMAND_INDEX)
def test_the_help_is_indonesian(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli([command, "--help"]) == 0
    bantuan = capsys.readouterr().out
    assert bantuan.startswith("Pemakaian: zi ")
    for kata in ("Usage", "Options", "Arguments", "Show this", "[default", "required"):
        assert kata not in bantuan


def test_the_help_imports_no_command() -> None:
    kode = (
        "import sys; from zi_cli.cli import run_cli; run_cli(['--help']);"
        "sys.exit(any(m.startswith(('zi_cli.worksheet', 'zi_cli.scoring', 'pandas', 'openpyxl', 'rich', 'jinja2',"
        " 'docxtpl')) for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", kode], capture_output=True).returncode == 0


def test_score_json_imports_no_heavy_library() -> None:
    kode = (
        f"import sys; from zi_cli.cli import run_cli; run_cli(['score', {WBK!r}, '--format', 'json']);"
        "sys.exit(any(m in sys.modules for m in ('pandas', 'openpyxl', 'rich', 'jinja2', 'docxtpl', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", kode], capture_output=True).returncode == 0


@pytest.mark.parametrize("command", [["score", WBK], ["score", WBK, "--format", "json"], ["lint", WITH_MISTAKES]])
def test_a_console_in_cp1252_stops_nothing(command: list[str]) -> None:
    hasil = zi(*command, env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert hasil.returncode in (0, 1)
    assert b"Traceback" not in hasil.stderr
    hasil.stdout.decode("cp1252")


def test_a_closed_pipe_is_no_error() -> None:
    proses = subprocess.Popen(
        [sys.executable, "-m", "zi_cli", "score", *[WBK] * 40, "--format", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert proses.stdout is not None
    assert proses.stderr is not None
    proses.stdout.read(10)
    proses.stdout.close()
    galat = proses.stderr.read()
    proses.stderr.close()
    assert proses.wait() == 0
    assert galat == b""


def test_an_unexpected_error_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("meledak")

    monkeypatch.setattr("zi_cli.cli.score.evaluate", explode)
    assert run_cli(["score", WBK]) == 70
    check_one_line(capsys.readouterr().err)
    assert run_cli(["--debug", "score", WBK]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_exits_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop_at_once(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zi_cli.cli.score.evaluate", stop_at_once)
    assert run_cli(["score", WBK]) == 130
    check_one_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    "kode", ["LKE201", "a.i.1.i.b", "A.II.3.iii.a", "B.I.a", "A.II.5.iii.b.1", "A.I.1", "hasil-bersih", "AREA-3"]
)
@pytest.mark.parametrize("bentuk", ["tabel", "json", "md"])
def test_explain(kode: str, bentuk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", kode, "--format", bentuk]) == 0
    keluaran = capsys.readouterr().out
    assert kode.upper() in keluaran.upper()
    if bentuk == "json":
        assert json.loads(keluaran)["kode"].upper() == kode.upper()


def test_explain_ambang_names_source_and_status_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", "ambang", "--format", "json"]) == 0
    isi = json.loads(capsys.readouterr().out)
    ambang = {a["kode"]: a for a in isi["ambang"]}
    assert list(ambang) == [a.kode for a in load_instrumen().ambang.daftar]
    assert ambang["hasil-bersih"]["minimal"] == {"WBK": 18.25, "WBBM": 19.5}
    assert {k for k, a in ambang.items() if a["status"] == "berbeda"} == {"hasil-bersih", "capaian-kinerja"}
    assert all(a["sumber"] and (a["catatan"] or a["status"] == "cocok") for a in ambang.values())
    assert isi["pencocokan"]["tanggal"] == "2026-06-09"
    assert run_cli(["explain", "ambang"]) == 0
    teks = capsys.readouterr().out
    assert "9 Juni 2026" in teks and "WBK paling sedikit 18,25 poin; WBBM paling sedikit 19,5 poin" in teks
    assert teks.count("area-1 … area-6") == 1


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["schema"]) == 0
    assert capsys.readouterr().out.split() == list(OUTPUTS)
    for nama in OUTPUTS:
        run_cli(["schema", nama])
        skema = json.loads(capsys.readouterr().out)
        jsonschema.Draft202012Validator.check_schema(skema)
        bentuk = skema["$defs"].values() if "anyOf" in skema else [skema]
        nama_skema = {e for b in bentuk for e in b["properties"].get("skema", {}).get("enum", ())}
        assert nama_skema == {skema["title"]} == {f"zi.{nama}/1"}


def test_markdown_carries_no_html_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jahat = tmp_path / "<script>alert(1)</script>|x.xlsx".replace("/", "_")
    jahat.write_bytes(Path(WITH_MISTAKES).read_bytes())
    run_cli(["lint", str(jahat), "--format", "md"])
    assert "<script" not in capsys.readouterr().out
