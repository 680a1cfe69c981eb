"""The wheel: nothing is left behind, and what it installs works from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_lke" / "lke-wbk.xlsx"


def run_command(*argumen: str | Path, cwd: Path, jalur: Path | None = None) -> str:
    lingkungan = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONUTF8": "1"}
    if jalur is not None:
        lingkungan["PYTHONPATH"] = str(jalur)
    hasil = subprocess.run(
        [sys.executable, *map(str, argumen)],
        cwd=cwd,
        env=lingkungan,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert hasil.returncode == 0, hasil.stderr
    return hasil.stdout


@pytest.fixture(scope="module")
def built_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this tree, without isolation so that no network is needed."""
    tujuan = tmp_path_factory.mktemp("dist")
    run_command("-m", "build", "--wheel", "--no-isolation", "--outdir", tujuan, ROOT, cwd=tujuan)
    (berkas,) = tujuan.glob("*.whl")
    return berkas


@pytest.fixture(scope="module")
def installed_wheel(built_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel alone; its dependencies come from the running environment."""
    tujuan = tmp_path_factory.mktemp("pasang")
    run_command(
        "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", tujuan, built_wheel, cwd=tujuan
    )
    return tujuan


def test_every_data_file_and_template_is_inside(built_wheel: Path) -> None:
    with zipfile.ZipFile(built_wheel) as z:
        isi = {n: z.read(n) for n in z.namelist()}
    asal = {f"zi_cli/{b.relative_to(ROOT / 'zi_cli').as_posix()}": b for b in _files(ROOT / "zi_cli")}
    asal |= {f"zi_cli/templates/{b.relative_to(ROOT / 'templates').as_posix()}": b for b in _files(ROOT / "templates")}
    assert {n for n in isi if ".dist-info/" not in n} == set(asal)
    assert [n for n, b in asal.items() if isi[n] != b.read_bytes()] == []
    assert any(n.startswith("zi_cli/instrumen/data/") for n in asal)


def test_installed_program_scores_from_another_folder(installed_wheel: Path, tmp_path: Path) -> None:
    asal = run_command("-P", "-c", "import zi_cli; print(zi_cli.__file__)", cwd=tmp_path, jalur=installed_wheel)
    assert Path(asal.strip()).is_relative_to(installed_wheel)
    (tmp_path / "lke.xlsx").write_bytes(SAMPLE.read_bytes())
    command = ("-P", "-m", "zi_cli", "score", "lke.xlsx", "--format", "json")
    pasang = run_command(*command, cwd=tmp_path, jalur=installed_wheel)
    assert pasang == run_command(*command, cwd=tmp_path, jalur=ROOT)
    assert '"skema": "zi.score/1"' in pasang


def test_installed_commands_all_load(installed_wheel: Path, tmp_path: Path) -> None:
    from zi_cli.cli.frame import COMMAND_INDEX

    for nama in COMMAND_INDEX:
        assert "Pemakaian" in run_command("-P", "-m", "zi_cli", nama, "--help", cwd=tmp_path, jalur=installed_wheel)


def _files(folder: Path) -> list[Path]:
    return [b for b in folder.rglob("*") if b.is_file() and "__pycache__" not in b.parts]
