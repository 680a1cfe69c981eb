"""The example in the help of every command runs as it is written."""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portalrb.master import write as write_master
from tests.portalrb.server import TOKEN, export, wait_for
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from zi_cli.cli import run_cli
from zi_cli.cli.frame import COMMAND_INDEX

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_lke"
#: What the help of the commands gives after "Contoh:", each once.
EXAMPLES = [
    f"zi {e}"
    for berkas in sorted((ROOT / "zi_cli" / "cli").glob("*.py"))
    for baris in re.findall(r"^ .*\bContoh: zi (.+)$", berkas.read_text("utf-8"), re.MULTILINE)
    for e in re.split(r", zi ", baris)
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples name."""
    meja = tmp_path_factory.mktemp("meja")
    shutil.copy(next((SAMPLE / "usulan-2027").rglob("lke-647102.xlsx")), meja / "lke.xlsx")
    for nama, asal in (("lke-2025", "gagal-tipis"), ("lke-2026", "wbbm")):
        shutil.copy(SAMPLE / f"lke-{asal}.xlsx", meja / f"{nama}.xlsx")
    for nama in ("usulan", "Pengajuan 2026", "kotak-masuk"):
        shutil.copytree(SAMPLE / "usulan-2027", meja / nama)
    shutil.copy(SAMPLE / "usulan-2027" / "satker.xlsx", meja)
    (meja / "kotak-masuk" / "satker.xlsx").unlink()
    write_master(meja / "master-soal.json")
    write_csv(meja / "respons.csv", HEADINGS, rows(honest(150)))
    return meja


def served(folder: Path) -> None:
    """An export for the portal in *folder*, and a token."""
    export(folder)
    (folder / "token").write_text(TOKEN)
    (folder / "token").chmod(0o600)


def test_every_command_has_an_example() -> None:
    assert {e.split()[1] for e in EXAMPLES} == set(COMMAND_INDEX)


def test_every_verb_has_an_example() -> None:
    verbs = {
        (name, verb)
        for name, (module, _) in COMMAND_INDEX.items()
        for verb in getattr(importlib.import_module(module), "SUBCOMMANDS", ())
    }
    assert verbs <= {tuple(e.split()[1:3]) for e in EXAMPLES}


@pytest.mark.parametrize("contoh", EXAMPLES)
def test_an_example_runs(
    contoh: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    kata = shlex.split(contoh)[1:]
    if "usulan-2027" in kata and kata[0] != "init":
        shutil.copytree(SAMPLE / "usulan-2027", "usulan-2027")
    if kata[0] == "template":
        Path("lke-2026.xlsx").unlink()
    if kata[:2] == ["bukti", "periksa"]:
        assert run_cli(["bukti", "siapkan", "bukti", "--lke", "lke.xlsx"]) == 0
    if kata[:2] == ["bukti", "banding"]:
        for folder in kata[2:]:
            assert run_cli(["bukti", "siapkan", folder, "--lke", "lke.xlsx"]) == 0
    if kata[:2] in (["portalrb", "layani"], ["portalrb", "periksa"]):
        served(tmp_path)
    if kata[:2] == ["portalrb", "layani"]:  # it serves until stopped
        monkeypatch.setattr("zi_cli.portalrb.server.serve", lambda *_: None)
        monkeypatch.setattr("zi_cli.portalrb.server.open_address", lambda *_: None)
    if kata[:2] == ["portalrb", "periksa"]:
        command = [sys.executable, "-m", "zi_cli", "portalrb", "layani", "portalrb", "--token-berkas", "token"]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
            try:
                wait_for(8443, process)
                assert run_cli(kata) == 0, capfd.readouterr().err
            finally:
                process.terminate()
        return
    assert run_cli(kata) in (0, 1), capfd.readouterr().err
