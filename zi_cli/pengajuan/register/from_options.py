"""Requirements given on the command line for one file without a register."""

from collections.abc import Iterable
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.register.columns import BELUM_ADA, KOLOM, column_of_heading
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.register.rows import parse_value
from zi_cli.pengajuan.register.values import InvalidValue, ya_tidak
from zi_cli.text import cuplik, saran

#: What declares that a date does not exist because nothing of the kind happened.
_TIDAK_PERNAH = frozenset({"tidak", "tidak pernah", "tidak ada"})


def parse_requirement_options(
    usulan: Predikat | None, pasangan: Iterable[str], syarat: SetSyarat
) -> tuple[Satker, dict[str, str]]:
    """A register row made of ``KODE=NILAI`` texts, and the ministry's values by kode.

    KODE is a requirement's, or the heading of a column of the register. A date that may never have happened
    (a revocation) is declared so by "tidak".
    Raises ValueError with an Indonesian line for an unknown kode or a value that can't be used.
    """
    per_kode = {s.kode: s for s in syarat.daftar}
    kolom = {k.field: k for k in KOLOM}
    isi: dict[str, Any] = {f.name: None for f in fields(Satker) if f.name not in ("sel", "galat", "ganda", "nihil")}
    isi["usulan"] = usulan
    instansi: dict[str, str] = {}
    nihil: set[str] = set()
    for teks in pasangan:
        kode, tanda, nilai = (x.strip() for x in teks.partition("="))
        if not tanda or not nilai:
            raise ValueError(f"--syarat “{cuplik(teks)}” harus berbentuk KODE=NILAI, misalnya tlhp=12/12")
        s, judul = per_kode.get(kode), column_of_heading(kode)
        if s is None and judul is None:
            boleh = [*per_kode, *(k.judul for k in KOLOM)]
            raise ValueError(f"--syarat: kode “{cuplik(kode)}” tidak dikenal; {saran(kode, boleh)}")
        if s is not None and s.tingkat == "instansi":
            instansi[kode] = nilai
            continue
        field = s.isian[usulan or "WBK"].partition(".")[2] if s else judul.field if judul else ""
        if s is not None and s.kosong == "memenuhi" and nilai.casefold() in _TIDAK_PERNAH:
            nihil.add(field)
            continue
        try:
            isi[field] = _parse(field, nilai, syarat, kolom)
        except InvalidValue as e:
            pesan = make_temuan(e.kode, kolom=kolom[field].judul, **e.isi).pesan
            raise ValueError(f"--syarat {kode}: {pesan}") from e
    return Satker(**isi, sel=MappingProxyType({}), nihil=frozenset(nihil)), instansi


def _parse(field: str, nilai: str, syarat: SetSyarat, kolom: dict[str, Any]) -> Any:
    if field == "predikat":
        try:
            return "WBK" if ya_tidak(nilai) else BELUM_ADA
        except InvalidValue:
            pass  # the predicate itself is fine too: read below
    return parse_value(kolom[field], nilai, syarat.skala["sakip"])
