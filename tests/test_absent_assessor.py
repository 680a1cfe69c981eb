"""An assessor asked for who answered nothing: LKE135 and exit code 3 in every command, and the other files are done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.material import random_answers, write_lke
from zi_cli.cli import run_cli
from zi_cli.findings.catalogue import CATALOGUE, make_temuan

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def zi(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    monkeypatch.chdir(folder.parent)

    def run(*arguments: object) -> tuple[int, str, str]:
        code = run_cli([str(a) for a in arguments])
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file with TPI, one without; neither has TPN."""
    root = tmp_path / "lke"
    unit, tpi = random_answers(1, 0.95), random_answers(2, 0.9)
    write_lke(root / "K" / "satu" / "dua-penilai.xlsx", {"unit": unit, "tpi": tpi}, satker="Kantor Imigrasi Contoh 1")
    write_lke(root / "K" / "dua" / "unit-saja.xlsx", {"unit": unit}, satker="Kantor Imigrasi Contoh 2")
    return root


ONE = "lke/K/dua/unit-saja.xlsx"
BOTH = "lke/K/satu/dua-penilai.xlsx"


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", ONE, "--penilai", "tpi"),
        ("score", ONE, "--penilai", "TPI", "--format", "csv"),
        ("score", ONE, "--penilai", "tpi", "--tulis", "hasil.xlsx"),
        ("plan", ONE, "--penilai", "tpi"),
        ("report", ONE, "--penilai", "tpi", "-o", "hasil.html"),
        ("check", ONE, "--penilai", "tpi"),
        ("compare", ONE, "--antara", "unit,tpi"),
        ("surat", "lhe", ONE, "--penilai", "tpi", "--tanggal", "2027-05-20"),
    ],
    ids=" ".join,
)
def test_one_file(arguments: tuple[str, ...], zi: Run, folder: Path) -> None:
    code, out, errors = zi(*arguments)
    assert code == 3
    # zi check lists it among its findings.
    errors += out
    assert errors.count("LKE135") == 1 and "yang ada: Unit kerja" in errors
    assert not list(folder.parent.glob("hasil.*"))


def test_score_does_the_others(zi: Run) -> None:
    code, out, errors = zi("score", ONE, BOTH, "--penilai", "tpi", "--format", "json")
    assert (code, errors.count("LKE135")) == (3, 1)
    (record,) = map(json.loads, out.splitlines())
    assert (record["berkas"]["nama"], record["penilai"]) == ("dua-penilai.xlsx", "tpi")


def test_compare_does_the_others(zi: Run) -> None:
    code, out, errors = zi("compare", BOTH, ONE, BOTH, "--penilai", "tpi", "--format", "json")
    assert (code, errors.count("LKE135"), len(json.loads(out)["pasangan"])) == (3, 1, 1)
    code, out, errors = zi("compare", "lke", "--antara", "unit,tpi", "--format", "json")
    assert (code, errors.count("LKE135"), len(json.loads(out)["pasangan"])) == (3, 1, 1)


def test_batch_and_report_of_a_folder_do_the_others(zi: Run, folder: Path) -> None:
    code, out, _ = zi("batch", "lke", "--penilai", "tpi", "--format", "json")
    recap = json.loads(out)
    assert (code, [s["penilai"] for s in recap["satker"]]) == (3, ["tpi"])
    assert [t["kode"] for g in recap["gagal"] for t in g["temuan"]] == ["LKE135"]
    code, _, _ = zi("report", "lke", "--penilai", "tpi", "-o", "folder.html")
    assert code == 3
    assert "Kantor Imigrasi Contoh 1" in (folder.parent / "folder.html").read_text("utf-8")


def test_check_of_a_folder_does_the_others(zi: Run) -> None:
    code, out, errors = zi("check", "lke", "--penilai", "tpi", "--format", "json")
    assert (code, errors.count("LKE135")) == (3, 1)
    assert [s["nama"] for s in json.loads(out)["satker"]] == ["Kantor Imigrasi Contoh 1"]


@pytest.mark.parametrize("penilai", ["unit", "tpi"])
@pytest.mark.parametrize(
    "command",
    [
        "score",
        "plan",
        "report -o x.html",
        "check",
        "compare --antara {p},tpn",
        "surat lhe --tanggal 2027-05-20",
        "batch",
    ],
)
def test_in_a_blank_file_nobody_asked_for_is_there(command: str, penilai: str, zi: Run, folder: Path) -> None:
    """One rule, whoever is asked for: nobody who answered nothing is an assessor, also not the default one."""
    write_lke(folder / "kosong" / "kosong.xlsx", {"unit": dict.fromkeys(random_answers(1, 1.0))})
    name, *options = command.format(p=penilai).split()
    asked = options if "--antara" in options else [*options, "--penilai", penilai]
    kind = [asked.pop(0)] if name == "surat" else []
    code, out, errors = zi(name, *kind, "lke/kosong" if name == "batch" else "lke/kosong/kosong.xlsx", *asked)
    assert (code, "LKE135" in out + errors, "yang ada: tidak ada" in " ".join((out + errors).split())) == (
        3,
        True,
        True,
    )


def test_a_blank_file_of_which_nobody_is_asked_for_is_one_blank_record(zi: Run, folder: Path) -> None:
    write_lke(folder / "kosong.xlsx", {"unit": dict.fromkeys(random_answers(1, 1.0))})
    code, out, _ = zi("score", "lke/kosong.xlsx", "--format", "json")
    record = json.loads(out)
    assert (code, record["penilai"], record["penilai_tersedia"], record["kosong"]) == (0, "unit", [], 113)
    assert record["temuan"][0]["kode"] == "LKE220"


def test_lint_tells_which_halves_are_low(zi: Run, folder: Path) -> None:
    write_lke(folder / "rendah.xlsx", {"unit": random_answers(1, 0.5)})
    _, wbk, _ = zi("lint", "lke/rendah.xlsx")
    _, wbbm, _ = zi("lint", "lke/rendah.xlsx", "--target", "WBBM")
    assert "(WBK)" in wbk and "(WBBM)" in wbbm
    assert wbbm.count("LKE230") > wbk.count("LKE230") > 0


def test_a_retired_code_is_explained_but_never_raised(zi: Run) -> None:
    assert CATALOGUE["DAT538"].pengganti == "LKE135"
    _, out, _ = zi("explain", "DAT538")
    assert "digantikan LKE135" in out
    with pytest.raises(ValueError, match="LKE135"):
        make_temuan("DAT538", berkas="lke.xlsx", penilai="tpi", ada="unit")
