"""Strict loading of ``syarat.toml``: whatever does not fit is an error naming file, requirement and key."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from zi_cli.instrumen.requirements import (
    ArtiKosong,
    AturanKalender,
    AturanPortofolio,
    Operator,
    SetSyarat,
    Skala,
    Syarat,
    TingkatSyarat,
)
from zi_cli.instrumen.strict_data import TomlTable, read_fraction, read_toml
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.text import excerpt, suggestion

_REQUIRED = frozenset(
    [
        "kode",
        "tingkat",
        "label",
        "singkat",
        "operator",
        "kosong",
        "isian",
        "dasar",
        "tindakan",
        "sumber",
        "berlaku_sejak",
    ]
)
_ALLOWED = frozenset(
    ["wbk", "wbbm", "skala", "hanya", "kecuali", "isian_wbbm", "lke", "maksimum", "berlaku_tahun", "penilai"]
) | {"pembina", "hanya_peringatan"}
#: Operators that compare with a minimum; the others take none.
_WITH_MINIMUM = ("minimal_skala", "minimal", "tahun_sejak", "bukan_dalam")
#: The register has a column of grades on this scale.
_DAFTAR_SCALE = "sakip"
#: Stands for every kind of satker that is not named.
_OTHER = "lainnya"


def read_syarat(file: Path, instrumen: Instrumen, isian: frozenset[str]) -> SetSyarat:
    """Read a requirements file; raise :class:`InvalidInstrumen` at the first thing that does not fit.

    *instrumen* has the rows and assessors that it may name, *isian* are the fields that may hold a value
    ("instansi.…", "satker.…").
    """
    content = read_toml(file)
    content.require(frozenset(["nama", "skala", "syarat", "portofolio", "kalender"]), frozenset(["tabel"]))
    skala = _read_scales(content.table("skala"))
    daftar = tuple(_read_one(t, skala, instrumen, isian) for t in content.tables("syarat"))
    if len({s.kode for s in daftar}) != len(daftar):
        raise content.wrong("syarat", "kode syarat ganda")
    porto, kal = content.table("portofolio"), content.table("kalender")
    porto.require(frozenset(["batas_persen", "catatan", "dasar", "sumber"]))
    kal.require(frozenset(["batas_pengajuan", "pembaruan_data_dukung", "monev_predikat_tahun", "dasar"]))
    pembaruan = tuple(_month_day(kal, "pembaruan_data_dukung", t) for t in kal.texts("pembaruan_data_dukung"))
    if list(pembaruan) != sorted(set(pembaruan)):
        raise kal.wrong("pembaruan_data_dukung", "pembaruan_data_dukung harus naik")
    return SetSyarat(
        content.text("nama"),
        daftar,
        MappingProxyType(skala),
        AturanPortofolio(porto.whole("batas_persen"), porto.text("catatan"), porto.text("dasar"), porto.text("sumber")),
        AturanKalender(
            _month_day(kal, "batas_pengajuan", kal.text("batas_pengajuan")),
            pembaruan,
            _years(kal, "monev_predikat_tahun", kal.isi["monev_predikat_tahun"]),
            kal.text("dasar"),
        ),
        content.text("tabel") if "tabel" in content.isi else None,
    )


def _month_day(t: TomlTable, key: str, text: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError as e:
        raise t.wrong(key, f"“{excerpt(text)}” bukan bulan-hari seperti 05-31") from e
    return day.month, day.day


def _years(t: TomlTable, key: str, nilai: object) -> int:
    """A number of years, bare or as text of digits, from 1 to 100."""
    figure = nilai if type(nilai) is int else int(nilai) if type(nilai) is str and nilai.isdecimal() else 0
    if not (type(nilai) is int or len(str(nilai)) <= 3) or not 1 <= figure <= 100:
        raise t.wrong(key, f"“{excerpt(nilai)}” bukan jumlah tahun")
    return figure


def _read_scales(t: TomlTable) -> dict[str, Skala]:
    end = "_batas"
    alias = t.texts_by_key("alias") if "alias" in t.isi else {}
    skala: dict[str, Skala] = {}
    for name in t.isi:
        if name == "alias" or name.endswith(end):
            continue
        letters = t.texts(name)
        if len(set(letters)) != len(letters):
            raise t.wrong(name, f"{name}: huruf ganda")
        limit = _read_limits(t, name + end, len(letters)) if name + end in t.isi else ()
        skala[name] = Skala(name, letters, limit, MappingProxyType({k: v for k, v in alias.items() if v in letters}))
    for name in t.isi:
        if name.endswith(end) and name.removesuffix(end) not in skala:
            raise t.wrong(name, f"batas untuk skala yang tidak ada: {excerpt(name)}")
    for name, target in alias.items():
        if not any(target in s.huruf for s in skala.values()):
            raise t.wrong(
                name, f"alias “{excerpt(name)}” menunjuk “{excerpt(target)}” yang tidak ada di skala mana pun"
            )
    if _DAFTAR_SCALE not in skala:
        raise t.wrong("", f"“{_DAFTAR_SCALE}” belum ada; kolom SAKIP di daftar satker memakainya")
    return skala


def _read_limits(t: TomlTable, key: str, letters: int) -> tuple[Fraction, ...]:
    content = t.isi[key]
    if not isinstance(content, list) or not all(type(n) is int and 0 <= n <= 10**6 for n in content):
        raise t.wrong(key, f"{key} harus daftar bilangan bulat")
    limit = tuple(Fraction(n) for n in content)
    if len(limit) != letters + 1 or list(limit) != sorted(set(limit)):
        raise t.wrong(key, f"{key} harus naik dan satu lebih banyak daripada hurufnya")
    return limit


def _read_one(t: TomlTable, skala: Mapping[str, Skala], instrumen: Instrumen, known: frozenset[str]) -> Syarat:
    t.require(_REQUIRED, _ALLOWED)
    operator = cast(Operator, t.choice("operator", get_args(Operator)))
    only = t.choice("hanya", tuple(p.lower() for p in PREDIKAT)) if "hanya" in t.isi else None
    if (operator == "minimal_skala") != ("skala" in t.isi):
        raise t.wrong("skala", "skala hanya untuk operator minimal_skala, dan wajib di sana")
    milik = skala[t.choice("skala", tuple(skala))] if "skala" in t.isi else None
    lke = t.text("lke") if "lke" in t.isi else None
    if lke is not None and lke not in instrumen.per_kode:
        raise t.wrong("lke", f"baris LKE “{excerpt(lke)}” tidak ada di struktur.csv")
    isian: dict[Predikat, str] = {
        "WBK": t.text("isian"),
        "WBBM": t.text("isian_wbbm" if "isian_wbbm" in t.isi else "isian"),
    }
    for name in isian.values():
        if name not in known:
            raise t.wrong("isian", f"isian “{excerpt(name)}” tidak dikenal; {suggestion(name, sorted(known))}")
    return Syarat(
        kode=t.text("kode"),
        tingkat=cast(TingkatSyarat, t.choice("tingkat", get_args(TingkatSyarat))),
        label=t.text("label"),
        singkat=t.text("singkat"),
        operator=operator,
        kosong=cast(ArtiKosong, t.choice("kosong", get_args(ArtiKosong))),
        isian=MappingProxyType(isian),
        dasar=t.text("dasar"),
        tindakan=t.text("tindakan"),
        minimal=_read_minimum(t, operator, milik),
        skala=milik,
        hanya=cast(Predikat, only.upper()) if only else None,
        kecuali=t.text("kecuali") if "kecuali" in t.isi else None,
        lke=lke,
        sumber=t.text("sumber"),
        berlaku_sejak=t.day("berlaku_sejak"),
        maksimum=t.number("maksimum") if "maksimum" in t.isi else None,
        berlaku_tahun=_years(t, "berlaku_tahun", t.isi["berlaku_tahun"]) if "berlaku_tahun" in t.isi else None,
        penilai=_read_assessors(t, instrumen),
        pembina=MappingProxyType(t.texts_by_key("pembina") if "pembina" in t.isi else {}),
        hanya_peringatan=t.flag("hanya_peringatan"),
    )


def _read_minimum(t: TomlTable, operator: Operator, skala: Skala | None) -> Mapping[Predikat, str] | None:
    """The minimum for each predicate, as text: a grade of *skala*, a number, or whole years."""
    present = [p.lower() in t.isi for p in PREDIKAT]
    if any(present) != all(present) or (operator in _WITH_MINIMUM) != all(present):
        raise t.wrong("operator", f"operator {operator} dan minimal wbk/wbbm tidak cocok")
    if not all(present):
        return None
    for key in (p.lower() for p in PREDIKAT):
        if skala is not None:
            t.choice(key, skala.huruf)
        elif operator == "minimal":
            read_fraction(t.berkas, key, t.text(key))
        else:
            _years(t, key, t.text(key))
    return MappingProxyType({p: t.text(p.lower()) for p in PREDIKAT})


def _read_assessors(t: TomlTable, instrumen: Instrumen) -> Mapping[str, tuple[str, ...]]:
    """Whose assessment counts, by kind of satker ("" for every other kind)."""
    if "penilai" not in t.isi:
        return MappingProxyType({})
    content = t.table("penilai")
    for kind in content.isi:
        for code in content.texts(kind):
            if code not in instrumen.penilai.codes:
                raise content.wrong("penilai", f"penilai “{excerpt(code)}” tidak ada di penilai.toml")
    return MappingProxyType({"" if j == _OTHER else j: content.texts(j) for j in content.isi})
