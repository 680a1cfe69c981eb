"""Requirements given on the command line for one file without a register."""

from collections.abc import Iterable
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.register.cell_values import InvalidValue, read_yes_no
from zi_cli.pengajuan.register.columns import BELUM_ADA, COLUMNS, column_of_heading
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.register.rows import parse_value
from zi_cli.text import excerpt, suggestion

#: What declares that a date does not exist because nothing of the kind happened.
_NEVER = frozenset({"tidak", "tidak pernah", "tidak ada"})


def parse_requirement_options(
    usulan: Predikat | None, pairs: Iterable[str], syarat: SetSyarat
) -> tuple[Satker, dict[str, str]]:
    """A register row made of ``KODE=NILAI`` texts, and the ministry's values by kode.

    KODE is a requirement's, or the heading of a column of the register. A date that may never have happened
    (a revocation) is declared so by "tidak".
    Raises ValueError with an Indonesian line for an unknown kode or a value that can't be used.
    """
    by_code = {s.kode: s for s in syarat.daftar}
    columns = {k.field: k for k in COLUMNS}
    content: dict[str, Any] = {f.name: None for f in fields(Satker) if f.name not in ("sel", "galat", "ganda", "nihil")}
    content["usulan"] = usulan
    instansi: dict[str, str] = {}
    nihil: set[str] = set()
    for text in pairs:
        code, mark, nilai = (x.strip() for x in text.partition("="))
        if not mark or not nilai:
            raise ValueError(f"--syarat “{excerpt(text)}” harus berbentuk KODE=NILAI, misalnya tlhp=12/12")
        s, title = by_code.get(code), column_of_heading(code)
        if s is None and title is None:
            allowed = [*by_code, *(k.judul for k in COLUMNS)]
            raise ValueError(f"--syarat: kode “{excerpt(code)}” tidak dikenal; {suggestion(code, allowed)}")
        if s is not None and s.tingkat == "instansi":
            instansi[code] = nilai
            continue
        field = s.isian[usulan or "WBK"].partition(".")[2] if s else title.field if title else ""
        if s is not None and s.kosong == "memenuhi" and nilai.casefold() in _NEVER:
            nihil.add(field)
            continue
        try:
            content[field] = _parse(field, nilai, syarat, columns)
        except InvalidValue as e:
            message = make_temuan(e.kode, kolom=columns[field].judul, **e.isi).pesan
            raise ValueError(f"--syarat {code}: {message}") from e
    return Satker(**content, sel=MappingProxyType({}), nihil=frozenset(nihil)), instansi


def _parse(field: str, nilai: str, syarat: SetSyarat, columns: dict[str, Any]) -> Any:
    if field == "predikat":
        try:
            return "WBK" if read_yes_no(nilai) else BELUM_ADA
        except InvalidValue:
            pass  # the predicate itself is fine too: read below
    return parse_value(columns[field], nilai, syarat.skala["sakip"])
