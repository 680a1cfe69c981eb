"""Strict reading of ``ambang.toml``: the minimum of each node for each predicate, and who confirms it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from zi_cli.instrumen.strict_data import InvalidInstrumen, Table, read_toml
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Baris, Predikat, SetAmbang, StatusAmbang

_KUNCI = frozenset(["nama", "sumber", "diverifikasi", "batas", "ambang"])
_KUNCI_BUTIR = frozenset(["kode", "label", "simpul", "wbk", "wbbm", "sumber", "status"])
_TAMBAHAN = frozenset(["satuan", "catatan"])


def read_ambang(berkas: Path, per_kode: Mapping[str, Baris], area: Mapping[str, str]) -> SetAmbang:
    """The thresholds of *berkas* for the rows *per_kode*; the one on "area" becomes one for each of *area*.

    Raises :class:`InvalidInstrumen` at the first thing that does not fit.
    """
    isi = read_toml(berkas)
    isi.require(_KUNCI)
    isi.choice("batas", ("inklusif",))
    daftar = tuple(a for butir in isi.tables("ambang") for a in _read_one(butir, per_kode, area))
    if len({a.kode for a in daftar}) != len(daftar):
        raise InvalidInstrumen(berkas, None, "kode ambang ganda")
    simpul = [a.simpul for a in daftar]
    for wajib in ("total", *area):
        if simpul.count(wajib) != 1:
            kata = "total" if wajib == "total" else "area"
            raise InvalidInstrumen(berkas, None, f"harus ada tepat satu ambang dengan simpul “{kata}”")
    return SetAmbang(isi.text("nama"), isi.text("sumber"), isi.text("diverifikasi"), daftar)


def _read_one(butir: Table, per_kode: Mapping[str, Baris], area: Mapping[str, str]) -> Iterator[Ambang]:
    butir.require(_KUNCI_BUTIR, _TAMBAHAN)
    kode, label, simpul = butir.text("kode"), butir.text("label"), butir.text("simpul")
    satuan = cast(
        Literal["nilai", "persen"],
        butir.choice("satuan", ("nilai", "persen")) if "satuan" in butir.isi else "nilai",
    )
    if simpul not in ("total", "area") and (simpul not in per_kode or not per_kode[simpul].bernilai):
        raise butir.wrong("", f"simpul “{simpul}” tidak ada di struktur.csv")
    if simpul in ("total", "area") and kode != simpul:
        raise butir.wrong("", f"ambang dengan simpul “{simpul}” berkode “{simpul}”")
    if (simpul == "area") != (satuan == "persen"):
        raise butir.wrong("", "satuan “persen” hanya untuk simpul “area”, dan wajib di sana")
    minimal: dict[Predikat, Fraction] = {p: butir.number(p.lower()) for p in PREDIKAT}
    if minimal["WBK"] > minimal["WBBM"]:
        raise butir.wrong("", "WBBM lebih rendah daripada WBK")
    status = cast(StatusAmbang, butir.choice("status", get_args(StatusAmbang)))
    catatan = butir.text("catatan") if "catatan" in butir.isi else None
    if status == "berbeda" and catatan is None:
        raise butir.wrong("", "status berbeda perlu catatan yang terisi")
    sumber = butir.texts("sumber")
    tetap = MappingProxyType(minimal)
    if simpul != "area":
        yield Ambang(kode, label, simpul, satuan, tetap, sumber, status, catatan)
        return
    for n in area:
        yield Ambang(f"{kode}-{n}", label, n, satuan, tetap, sumber, status, catatan)
