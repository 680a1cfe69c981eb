"""The requirements of an instrument, checked against the fields that zi.toml and the register have."""

from dataclasses import fields
from functools import cache

from zi_cli.config import Instansi
from zi_cli.instrumen.loader import INSTRUMEN_BAKU, instrumen_folder, load_instrumen
from zi_cli.instrumen.requirements import SetSyarat, read_syarat
from zi_cli.pengajuan.register.columns import KOLOM

#: What the value of a requirement may come from.
ISIAN = frozenset([*(f"satker.{k.field}" for k in KOLOM), *(f"instansi.{f.name}" for f in fields(Instansi))])


@cache
def load_syarat(nama: str = INSTRUMEN_BAKU) -> SetSyarat:
    """Load and check the packaged requirements of instrument *nama* (once per process)."""
    return read_syarat(instrumen_folder(nama) / "syarat.toml", frozenset(load_instrumen(nama).per_kode), ISIAN)
