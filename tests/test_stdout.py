"""Only results reach standard output, whatever a library prints and however it prints it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from zi_cli.streams import clean_streams, passing

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_lke" / "lke-wbk.xlsx"
#: A module in place of a library: it prints from Python at import, and from C as compiled code does.
NOISY = """
import ctypes, os, sys, types
def shout(*_a, **_k):
    print("BANNER from Python", flush=True)
    libc = ctypes.CDLL(None)
    libc.puts(b"BANNER from C")
    libc.fflush(None)
    os.write(1, b"BANNER from the descriptor\\n")
import zi_cli.worksheet.read as read
genuine = read.build_worksheet
def noisy(*a, **k):
    shout()
    return genuine(*a, **k)
read.build_worksheet = noisy
from zi_cli.cli import main
sys.argv = ["zi", *sys.argv[1:]]
main()
"""


#: A solver that greets whoever loads it, from C and through its buffer.
GREETING = """
import ctypes, sys
import zi_cli.scoring.plan.solver as solver
genuine = solver.load_highs
def greeting():
    ctypes.CDLL(None).puts(b"Running HiGHS")
    return genuine()
solver.load_highs = greeting
from zi_cli.cli import main
sys.argv = ["zi", *sys.argv[1:]]
main()
"""


def run(*arguments: str, module: str = NOISY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", module, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the C library is not loaded this way on Windows")
@pytest.mark.parametrize("arguments", [("score", "--format", "json"), ("lint", "--format", "json")])
def test_a_printing_library_stays_off_standard_output(arguments: tuple[str, ...]) -> None:
    done = run(arguments[0], str(SAMPLE), *arguments[1:])
    for line in done.stdout.splitlines():
        assert isinstance(json.loads(line), dict)
    assert done.stdout
    assert {f"BANNER from {x}" for x in ("Python", "C", "the descriptor")} <= set(done.stderr.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="the C library is not loaded this way on Windows")
def test_what_the_solver_says_reaches_nobody() -> None:
    done = run("plan", str(SAMPLE), "--target", "WBBM", "--format", "json", module=GREETING)
    assert json.loads(done.stdout)["skema"] == "zi.plan/1"
    assert done.stderr == ""


def test_help_and_version_are_results() -> None:
    for argument, expected in (("--help", "Pemakaian"), ("--version", "zi ")):
        done = run(argument)
        assert done.returncode == 0
        assert expected in done.stdout
        assert done.stderr == ""


def test_what_only_passes_by_leaves_a_clean_line(monkeypatch: pytest.MonkeyPatch) -> None:
    layar = io.StringIO()
    monkeypatch.setattr(layar, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdout", layar)
    monkeypatch.setattr(sys, "stderr", layar)
    with clean_streams():
        passing("12000 jawaban dibaca")
        passing("selesai")
        sys.stdout.write("Hasil\n")
        sys.stdout.write("lagi\n")
    assert layar.getvalue() == "\r12000 jawaban dibaca\rselesai             \r       \rHasil\nlagi\n"
