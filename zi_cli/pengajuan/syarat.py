"""The requirements of an instrument, checked against the fields that zi.toml and the register have."""

from functools import cache

from zi_cli.config import Instansi
from zi_cli.instrumen.read_requirements import read_syarat
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.register.columns import COLUMNS

#: What the value of a requirement may come from.
FIELDS = frozenset([*(f"satker.{k.field}" for k in COLUMNS), *(f"instansi.{f}" for f in Instansi._fields)])


@cache
def load_syarat(instrumen: Instrumen) -> SetSyarat:
    """Load and check the requirements of *instrumen* (once per process)."""
    return read_syarat(instrumen.folder / "syarat.toml", instrumen, FIELDS)
