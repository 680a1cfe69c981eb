"""What a command says to people: headings, labelled facts, lines and tables, in order."""

from collections.abc import Sequence

from zi_cli.named_tuple import NamedTuple
from zi_cli.views.table import Table, Tone


class Heading(NamedTuple):
    """A heading, 1 the highest; without ``di_layar`` only where a page needs one."""

    teks: str
    tingkat: int = 2
    di_layar: bool = True


class Fields(NamedTuple):
    """Labelled facts: what the output is about."""

    isi: Sequence[tuple[str, str]]


class Line(NamedTuple):
    """One line: ``label`` stands out before the text, ``tingkat`` is how deep it is set in, ``butir``: an item."""

    teks: str
    nada: Tone = ""
    label: str = ""
    tebal: bool = False
    tingkat: int = 0
    butir: bool = False


class Lines(NamedTuple):
    """Lines that belong together."""

    baris: Sequence[Line]


Block = Heading | Fields | Lines | Table
Document = Sequence[Block]


def lines(texts: Sequence[str]) -> Lines:
    """Plain lines; those that begin with two spaces are set in."""
    return Lines([Line(t.strip(), tingkat=1 if t.startswith("  ") else 0) for t in texts])
