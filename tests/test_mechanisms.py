"""The guideline's table (docs/mekanisme.md): every command, option and kind of letter that it names exists."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from zi_cli.cli import _application
from zi_cli.cli.frame import COMMAND_INDEX
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.letter_kinds import load_kinds

PAGE = (Path(__file__).parent.parent / "docs" / "mekanisme.md").read_text(encoding="utf-8")
ROWS = [tuple(x.strip() for x in b.strip("|").split("|")) for b in PAGE.splitlines() if b.startswith("| BAB")]
COMMANDS = sorted({c for *_, isi in ROWS for c in re.findall(r"`zi ([^`]+)`", isi)})


def faults(command: str) -> list[str]:
    """What of *command* does not exist."""
    nama, *sisa = command.split()
    if nama not in COMMAND_INDEX:
        return [nama]
    perintah = _application().get_command(None, nama)
    opsi = {o for p in perintah.params for o in p.opts}
    salah = [x for x in sisa if x.startswith("--") and x not in opsi]
    if nama == "surat" and sisa[0] not in load_kinds():
        salah.append(sisa[0])
    for x, y in pairwise(sisa):
        if x == "--penilai" and y not in load_instrumen().penilai.codes:
            salah.append(y)
    return salah


@pytest.mark.parametrize("command", COMMANDS)
def test_what_the_table_names_exists(command: str) -> None:
    assert faults(command) == []


@pytest.mark.parametrize("command", ["entah", "check --entah", "surat entah", "score --penilai entah"])
def test_what_does_not_exist_is_found(command: str) -> None:
    assert faults(command) != []


def test_every_row_names_a_command_or_says_why_none() -> None:
    assert len(ROWS) >= 60
    for tempat, ketentuan, isi in ROWS:
        assert ketentuan, tempat
        assert "`zi " in isi or isi.startswith("tidak, karena "), (tempat, isi)


def test_every_kind_of_letter_serves_the_guideline() -> None:
    disebut = {c.split()[1] for c in COMMANDS if c.startswith("surat ")}
    assert set(load_kinds()) == disebut
