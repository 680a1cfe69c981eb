"""What the requirement check needs of a worksheet, as JSON for the kept results (never pickled)."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from zi_cli.findings.record import Sel, Temuan
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure, Simpulan
from zi_cli.pengajuan.notes import Catatan
from zi_cli.pengajuan.register.values import Persen

_KELAS = {k.__name__: k for k in (LkeFacts, Simpulan, LkeFigure, Catatan, Persen, Sel, Temuan)}


def ke_json(isi: Any) -> Any:
    """*isi* as JSON values; a path becomes None: the file is known by its place in the tree."""
    if isinstance(isi, Fraction):
        return {"pecahan": str(isi)}
    if isinstance(isi, Jawaban):
        return {"jawaban": isi.value}
    if isinstance(isi, tuple):
        return {type(isi).__name__: [ke_json(x) for x in isi]}
    if isinstance(isi, Mapping):
        return {"peta": {k: ke_json(v) for k, v in isi.items()}}
    return None if isinstance(isi, Path) else isi


def dari_json(isi: Any) -> Any:
    """The value that :func:`ke_json` wrote; KeyError for a form it never writes."""
    if not isinstance(isi, dict):
        return isi
    ((nama, nilai),) = isi.items()
    if nama == "pecahan":
        return Fraction(nilai)
    if nama == "jawaban":
        return Jawaban(nilai)
    if nama == "peta":
        return {k: dari_json(v) for k, v in nilai.items()}
    anggota = [dari_json(x) for x in nilai]
    return tuple(anggota) if nama == "tuple" else _KELAS[nama](*anggota)
