"""Thresholds: read with their sources, and made stricter by a configuration, never more lenient."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable, read_toml
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Baris, Instrumen, Predikat, SetAmbang, StatusAmbang
from zi_cli.text import excerpt, read_number, short_number, suggestion

_KEYS = frozenset(["nama", "sumber", "diverifikasi", "batas", "ambang"])
_ITEM_KEYS = frozenset(["kode", "label", "simpul", "wbk", "wbbm", "sumber", "status"])
_EXTRA_KEYS = frozenset(["satuan", "catatan"])


def read_ambang(file: Path, by_code: Mapping[str, Baris], area: Mapping[str, str]) -> SetAmbang:
    """The thresholds of *file* for the rows *by_code*; the one on "area" becomes one for each of *area*.

    Raises :class:`InvalidInstrumen` at the first thing that does not fit.
    """
    content = read_toml(file)
    content.require(_KEYS)
    content.choice("batas", ("inklusif",))
    daftar = tuple(a for item in content.tables("ambang") for a in _read_one(item, by_code, area))
    if len({a.kode for a in daftar}) != len(daftar):
        raise InvalidInstrumen(file, None, "kode ambang ganda")
    nodes = [a.simpul for a in daftar]
    for mandatory in ("total", *area):
        if nodes.count(mandatory) != 1:
            word = "total" if mandatory == "total" else "area"
            raise InvalidInstrumen(file, None, f"harus ada tepat satu ambang dengan simpul “{word}”")
    return SetAmbang(content.text("nama"), content.text("sumber"), content.text("diverifikasi"), daftar)


def _read_one(item: TomlTable, by_code: Mapping[str, Baris], area: Mapping[str, str]) -> Iterator[Ambang]:
    item.require(_ITEM_KEYS, _EXTRA_KEYS)
    code, label, node = item.text("kode"), item.text("label"), item.text("simpul")
    unit = cast(
        Literal["nilai", "persen"],
        item.choice("satuan", ("nilai", "persen")) if "satuan" in item.isi else "nilai",
    )
    if node not in ("total", "area") and (node not in by_code or not by_code[node].carries_points):
        raise item.wrong("", f"simpul “{node}” tidak ada di struktur.csv")
    if node in ("total", "area") and code != node:
        raise item.wrong("", f"ambang dengan simpul “{node}” berkode “{node}”")
    if (node == "area") != (unit == "persen"):
        raise item.wrong("", "satuan “persen” hanya untuk simpul “area”, dan wajib di sana")
    minimal: dict[Predikat, Fraction] = {p: item.number(p.lower()) for p in PREDIKAT}
    if minimal["WBK"] > minimal["WBBM"]:
        raise item.wrong("", "WBBM lebih rendah daripada WBK")
    status = cast(StatusAmbang, item.choice("status", get_args(StatusAmbang)))
    note = item.text("catatan") if "catatan" in item.isi else None
    if status == "berbeda" and note is None:
        raise item.wrong("", "status berbeda perlu catatan yang terisi")
    sources = item.texts("sumber")
    fixed = MappingProxyType(minimal)
    if node != "area":
        yield Ambang(code, label, node, unit, fixed, sources, status, note)
        return
    for n in area:
        yield Ambang(f"{code}-{n}", label, n, unit, fixed, sources, status, note)


#: One key for all areas at once.
_ALL_AREAS = "area"


def tighten_ambang(instrumen: Instrumen, content: Mapping[str, Any], file: str) -> tuple[SetAmbang, list[Temuan]]:
    """The instrument's thresholds with the overrides of table ``[ambang]`` (points, or percent for areas).

    Returns them with the DAT50x findings of what was refused: unknown key, not a number, laxer
    than the instrument, out of reach, WBK above WBBM.
    """
    temuan: list[Temuan] = []
    new: dict[tuple[str, Predikat], Fraction] = {}
    nama_predikat = {p.lower(): p for p in PREDIKAT}
    for key, table in content.items():
        predikat = nama_predikat.get(key.lower())
        if predikat is None:
            temuan.append(_unknown_key(file, f"ambang.{key}", key, tuple(nama_predikat)))
        elif not isinstance(table, dict):
            jalur = f"ambang.{key}"
            temuan.append(_wrong_type(file, jalur, f"bagian [{jalur}]", table))
        else:
            for code, nilai in table.items():
                _tighten_one(instrumen, file, f"ambang.{key}.{code}", predikat, code, nilai, new, temuan)
    hasil, changed = _apply(instrumen.ambang, new)
    for a in hasil.daftar:
        if a.minimal["WBK"] > a.minimal["WBBM"]:
            message = (
                f"minimal WBK {short_number(a.minimal['WBK'])} melebihi minimal WBBM {short_number(a.minimal['WBBM'])}"
            )
            temuan.append(make_temuan("DAT505", berkas=file, kunci=f"ambang.*.{a.kode}", sebab=message))
    return hasil._replace(diubah=changed), temuan


def _tighten_one(
    instrumen: Instrumen,
    file: str,
    jalur: str,
    predikat: Predikat,
    code: str,
    nilai: object,
    new: dict[tuple[str, Predikat], Fraction],
    temuan: list[Temuan],
) -> None:
    daftar = instrumen.ambang.daftar
    hits = [a for a in daftar if a.kode == code or (code == _ALL_AREAS and a.satuan == "persen")]
    if not hits:
        temuan.append(_unknown_key(file, jalur, code, (*(a.kode for a in daftar), _ALL_AREAS)))
        return
    figure = _exact_figure(nilai)
    if figure is None:
        temuan.append(_wrong_type(file, jalur, "angka, misalnya 78.5", nilai))
        return
    for a in hits:
        peak = _highest_value(instrumen, a)
        if figure < a.minimal[predikat]:
            temuan.append(
                make_temuan(
                    "DAT504",
                    berkas=file,
                    kunci=jalur,
                    nilai=short_number(figure),
                    minimal=short_number(a.minimal[predikat]),
                    sumber=instrumen.ambang.sumber,
                )
            )
            return
        if figure > peak:
            reason = f"{short_number(figure)} melebihi nilai tertinggi yang mungkin, {short_number(peak)}"
            temuan.append(make_temuan("DAT505", berkas=file, kunci=jalur, sebab=reason))
            return
        # The key of a single area outweighs the one for all areas, in whatever order they stand.
        if code != _ALL_AREAS or (a.kode, predikat) not in new:
            new[a.kode, predikat] = figure


def _unknown_key(file: str, jalur: str, name: str, allowed: tuple[str, ...]) -> Temuan:
    return make_temuan("DAT502", berkas=file, kunci=excerpt(jalur), saran=suggestion(name, allowed))


def _wrong_type(file: str, jalur: str, expected: str, nilai: object) -> Temuan:
    return make_temuan("DAT503", berkas=file, kunci=jalur, seharusnya=expected, nilai=excerpt(nilai))


def _exact_figure(nilai: object) -> Fraction | None:
    if isinstance(nilai, bool) or not isinstance(nilai, int | str):
        return None
    # No threshold is above 100 points or percent, so 78.125 is no number of thousands.
    hasil = read_number(str(nilai), lambda n: n <= 100)
    return hasil[0] if hasil else None


def _highest_value(instrumen: Instrumen, ambang: Ambang) -> Fraction:
    if ambang.satuan == "persen":
        return Fraction(100)
    if ambang.simpul == "total":
        return instrumen.bobot_total
    return instrumen.bobot(ambang.simpul)


def _apply(basis: SetAmbang, new: Mapping[tuple[str, Predikat], Fraction]) -> tuple[SetAmbang, tuple[str, ...]]:
    daftar: list[Ambang] = []
    changed: list[str] = []
    for a in basis.daftar:
        minimal = {p: new.get((a.kode, p), a.minimal[p]) for p in PREDIKAT}
        for p in PREDIKAT:
            if minimal[p] != a.minimal[p]:
                changed.append(f"{a.kode} {p}: {short_number(a.minimal[p])} menjadi {short_number(minimal[p])}")
        daftar.append(a._replace(minimal=MappingProxyType(minimal)))
    return basis._replace(daftar=tuple(daftar)), tuple(changed)
