"""An option is declared once, and a command takes those that belong together as one."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

import zi_cli.cli
from zi_cli.cli.frame import COMMAND_INDEX
from zi_cli.cli.option_groups import grouped

MODULES = sorted(Path(zi_cli.cli.__file__).parent.glob("*.py"))
MOST = 13


def commands() -> Iterator[tuple[str, Any]]:
    for name, (module, _) in COMMAND_INDEX.items():
        found = import_module(module)
        if hasattr(found, "SUBCOMMANDS"):
            yield from ((f"{name} {verb}", command) for verb, (command, _) in found.SUBCOMMANDS.items())
        else:
            yield name, found.command


def declared() -> Iterator[tuple[str, str]]:
    """Flag and help of every option that is written down."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "typer.Option":
                words = {k.arg: ast.unparse(k.value) for k in node.keywords}
                yield ast.unparse(node.args[-1]), words.get("help", "")


def test_the_same_option_is_written_down_once() -> None:
    assert [o for o, n in Counter(declared()).items() if n > 1] == []


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[n for n, _ in commands()])
def test_a_command_takes_few_parameters(name: str, command: Any) -> None:
    assert len(signature(command).parameters) <= MOST


class Where(NamedTuple):
    """A group."""

    place: Annotated[str, typer.Option("--place")] = "here"
    loud: Annotated[bool, typer.Option("--loud")] = False


def test_the_parser_sees_the_options_and_the_command_the_group() -> None:
    seen = []

    def command(name: Annotated[str, typer.Argument()], *, where: Where, times: int = 1) -> None:
        seen.append((name, where, times))

    app = typer.Typer()
    app.command()(grouped(command))
    assert CliRunner().invoke(app, ["a"]).exit_code == 0
    assert CliRunner().invoke(app, ["b", "--place", "there", "--loud", "--times", "2"]).exit_code == 0
    assert seen == [("a", Where(), 1), ("b", Where("there", True), 2)]
    assert CliRunner().invoke(app, ["c", "--nowhere"]).exit_code == 2


def test_one_placeholder_for_one_thing() -> None:
    """An option of one name asks for one thing: by one word in the help of every command."""
    words: dict[str, set[str]] = {}
    help_text = (Path(__file__).parents[1] / "docs" / "perintah.md").read_text("utf-8")
    for option, word in re.findall(r"^  (?:-\w, )?(--[a-z-]+) ([^\s\[]\S*)", help_text, re.MULTILINE):
        words.setdefault(option, set()).add(word)
    #: Names that several commands use for several things.
    several = {"--keluaran", "--isi", "--dari", "--penilai"}
    assert {o: w for o, w in words.items() if len(w) > 1 and o not in several} == {}
    dates = {w for o, ws in words.items() for w in ws if o in ("--tanggal", "--sampai")}
    assert (dates, words["--tahun"], words["--satker"]) == ({"TANGGAL"}, {"TAHUN"}, {"SATKER"})
