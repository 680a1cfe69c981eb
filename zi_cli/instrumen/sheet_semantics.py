"""How the circulated sheet's own formulas compute, where that differs from the rules of scoring."""

from collections.abc import Mapping
from functools import cache
from typing import get_args

from zi_cli.files import is_there
from zi_cli.instrumen.strict_data import read_toml
from zi_cli.instrumen.tree import Instrumen, JenisBaris
from zi_cli.named_tuple import NamedTuple

_ERROR_KEYS = frozenset({"semua_kosong", "rasio", "rasio_terbatas", "rasio_atau_penuh", "penurunan"})


class SheetSemantics(NamedTuple):
    """Semantics of the sheet's formulas; they explain its figures and decide nothing.

    Rows of a kind in ``rata_rata`` are the mean of what they hold times their weight, all others its sum.
    ``kosong_dilewati``: a blank answer is left out of the mean (else it counts 0). ``galat`` says, by the rule of
    a percent row or as "semua_kosong", what makes a formula an error where the rules give a value.
    """

    rata_rata: frozenset[str]
    kosong_dilewati: bool
    galat: Mapping[str, str]


@cache
def load_sheet_semantics(instrumen: Instrumen) -> SheetSemantics:
    """The semantics of the sheet of *instrumen*: the rules themselves where it says nothing of its formulas.

    Raises ``InvalidInstrumen``.
    """
    file = instrumen.folder / "rumus-lembar.toml"
    if not is_there(file):
        return SheetSemantics(frozenset(), False, {})
    table = read_toml(file)
    table.require(frozenset({"rata_rata", "jawaban_kosong", "galat"}))
    rata_rata = table.texts("rata_rata")
    for kind in rata_rata:
        if kind not in get_args(JenisBaris):
            raise table.wrong("rata_rata", f"jenis baris “{kind}” tidak dikenal")
    table.table("galat").require(_ERROR_KEYS)
    skipped = table.choice("jawaban_kosong", ("dilewati", "nol")) == "dilewati"
    return SheetSemantics(frozenset(rata_rata), skipped, table.texts_by_key("galat"))
