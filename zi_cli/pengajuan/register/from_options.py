"""Requirements given on the command line for one file without a register."""

from collections.abc import Iterable
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.register.columns import BELUM_ADA, KOLOM
from zi_cli.pengajuan.register.read import Satker, urai
from zi_cli.pengajuan.register.values import InvalidValue, ya_tidak
from zi_cli.text import cuplik, saran

#: Beside the kode of a requirement: the kind of satker, which exempts a Unit Eselon I.
_JENIS = "jenis"


def parse_requirement_options(
    usulan: Predikat | None, pasangan: Iterable[str], syarat: SetSyarat
) -> tuple[Satker, dict[str, str]]:
    """A register row made of ``KODE=NILAI`` texts, and the ministry's values by kode.

    Raises ValueError with an Indonesian line for an unknown kode or a value that can't be used.
    """
    per_kode = {s.kode: s for s in syarat.daftar}
    kolom = {k.field: k for k in KOLOM}
    isi: dict[str, Any] = {f.name: None for f in fields(Satker) if f.name not in ("sel", "galat", "ganda")}
    isi["usulan"] = usulan
    instansi: dict[str, str] = {}
    for teks in pasangan:
        kode, tanda, nilai = (x.strip() for x in teks.partition("="))
        if not tanda or not nilai:
            raise ValueError(f"--syarat “{cuplik(teks)}” harus berbentuk KODE=NILAI, misalnya tlhp=12/12")
        if kode not in per_kode and kode != _JENIS:
            raise ValueError(f"--syarat: kode “{cuplik(kode)}” tidak dikenal; {saran(kode, [*per_kode, _JENIS])}")
        if kode in per_kode and per_kode[kode].tingkat == "instansi":
            instansi[kode] = nilai
            continue
        field = per_kode[kode].isian[usulan or "WBK"].partition(".")[2] if kode in per_kode else _JENIS
        try:
            isi[field] = _urai(field, nilai, syarat, kolom)
        except InvalidValue as e:
            pesan = make_temuan(e.kode, kolom=kolom[field].judul, **e.isi).pesan
            raise ValueError(f"--syarat {kode}: {pesan}") from e
    return Satker(**isi, sel=MappingProxyType({})), instansi


def _urai(field: str, nilai: str, syarat: SetSyarat, kolom: dict[str, Any]) -> Any:
    if field == "predikat":
        try:
            return "WBK" if ya_tidak(nilai) else BELUM_ADA
        except InvalidValue:
            pass  # the predicate itself is fine too: read below
    return urai(kolom[field], nilai, syarat.skala["sakip"])
