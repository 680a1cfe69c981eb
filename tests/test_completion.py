"""The Tab key: what zi answers the shells that ask, and that no command is imported for its name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zi_cli.cli.completion import SHELLS
from zi_cli.cli.frame import COMMAND_INDEX

ROOT = Path(__file__).parent.parent
#: Runs zi, and says which modules of commands it loaded.
PROGRAM = """
import atexit, sys
atexit.register(lambda: print(*sorted(m for m in sys.modules if m.startswith("zi_cli.cli.")), file=sys.stderr))
from zi_cli.__main__ import main
main()
"""


def ask(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=os.environ | environment, capture_output=True, encoding="utf-8"
    )


def typed(line: str) -> list[str]:
    """What may follow *line*, as bash asks."""
    words = line.split(" ")
    run = ask(_ZI_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    assert run.returncode == 0
    return run.stdout.split()


def test_the_commands_come_from_their_table_alone() -> None:
    run = ask(_ZI_COMPLETE="complete_bash", COMP_WORDS="zi ", COMP_CWORD="1")
    assert run.stdout.split() == list(COMMAND_INDEX)
    assert run.stderr.split() == ["zi_cli.cli.completion", "zi_cli.cli.frame"]


@pytest.mark.parametrize(
    ("line", "among"),
    [
        ("zi sc", {"score", "schema"}),
        ("zi --", {"--version", "--debug", "--help"}),
        ("zi score --ring", {"--ringkas"}),
        ("zi score --format j", {"json"}),
        ("zi surat sp", {"sptjm", "sptjm-instansi"}),
        ("zi bukti per", {"periksa"}),
        ("zi portalrb layani --se", {"--sertifikat"}),
        ("zi schema surat-s", {"surat-semua"}),
        ("zi explain LKE10", None),
        ("zi completion z", {"zsh"}),
        ("zi score berkas", set()),
        ("zi salah --", {"--version", "--debug", "--help"}),
    ],
)
def test_what_may_come_next(line: str, among: set[str] | None) -> None:
    told = typed(line)
    if among is None:
        assert "LKE104" in told
    else:
        assert set(told) == among


def test_zsh_and_powershell_ask_in_their_own_way() -> None:
    run = ask(_ZI_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="zi tin")
    assert run.stdout.startswith('_arguments \'*: :(("tindak-lanjut":"Kumpulkan catatan penilai')
    run = ask(
        _ZI_COMPLETE="complete_powershell", _TYPER_COMPLETE_ARGS=r"zi tin", _TYPER_COMPLETE_WORD_TO_COMPLETE="tin"
    )
    assert run.stdout.startswith("tindak-lanjut:::Kumpulkan catatan penilai")


@pytest.mark.parametrize(
    "environment",
    [
        {"_ZI_COMPLETE": "complete_bash"},
        {"_ZI_COMPLETE": "complete_bash", "COMP_WORDS": "zi", "COMP_CWORD": "x"},
        {"_ZI_COMPLETE": "complete_tcsh"},
        {"_ZI_COMPLETE": "source"},
        {"_ZI_COMPLETE": ""},
    ],
)
def test_a_question_of_no_sense_gets_no_word(environment: dict[str, str]) -> None:
    run = ask(**environment)
    assert (run.returncode, run.stdout) == (2, "")
    assert all(w.startswith("zi_cli.") for w in run.stderr.split())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_the_whole_output(shell: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "zi_cli", "completion", shell], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert f"complete_{shell}" in run.stdout


def test_another_shell_is_refused() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "zi_cli", "completion", "tcsh"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "powershell, bash, zsh" in run.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    zi = tmp_path / "zi"
    zi.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zi_cli "$@"\n')
    zi.chmod(0o755)
    script = 'eval "$(zi completion bash)"; COMP_WORDS=(zi ko); COMP_CWORD=1; COMP_WORDS[1]=ker; _zi_completion zi; '
    run = subprocess.run(
        ["bash", "--norc", "-c", script + 'echo "${COMPREPLY[@]}"'],
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", cwd=tmp_path,
    )  # fmt: skip
    assert (run.stdout.strip(), run.stderr) == ("kerja", "")
