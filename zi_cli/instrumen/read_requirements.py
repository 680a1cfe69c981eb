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
from zi_cli.text import cuplik, saran

_WAJIB = frozenset(
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
_BOLEH = frozenset(
    ["wbk", "wbbm", "skala", "hanya", "kecuali", "isian_wbbm", "lke", "maksimum", "berlaku_tahun", "penilai"]
) | {"pembina", "hanya_peringatan"}
#: Operators that compare with a minimum; the others take none.
_BERMINIMAL = ("minimal_skala", "minimal", "tahun_sejak", "bukan_dalam")
#: The register has a column of grades on this scale.
_SKALA_DAFTAR = "sakip"
#: Stands for every kind of satker that is not named.
_LAINNYA = "lainnya"


def read_syarat(berkas: Path, instrumen: Instrumen, isian: frozenset[str]) -> SetSyarat:
    """Read a requirements file; raise :class:`InvalidInstrumen` at the first thing that does not fit.

    *instrumen* has the rows and assessors that it may name, *isian* are the fields that may hold a value
    ("instansi.…", "satker.…").
    """
    isi = read_toml(berkas)
    isi.require(frozenset(["nama", "skala", "syarat", "portofolio", "kalender"]))
    skala = _read_scales(isi.table("skala"))
    daftar = tuple(_read_one(t, skala, instrumen, isian) for t in isi.tables("syarat"))
    if len({s.kode for s in daftar}) != len(daftar):
        raise isi.wrong("syarat", "kode syarat ganda")
    porto, kal = isi.table("portofolio"), isi.table("kalender")
    porto.require(frozenset(["batas_persen", "catatan", "dasar", "sumber"]))
    kal.require(frozenset(["batas_pengajuan", "pembaruan_data_dukung", "monev_predikat_tahun", "dasar"]))
    pembaruan = tuple(_month_day(kal, "pembaruan_data_dukung", t) for t in kal.texts("pembaruan_data_dukung"))
    if list(pembaruan) != sorted(set(pembaruan)):
        raise kal.wrong("pembaruan_data_dukung", "pembaruan_data_dukung harus naik")
    return SetSyarat(
        isi.text("nama"),
        daftar,
        MappingProxyType(skala),
        AturanPortofolio(porto.whole("batas_persen"), porto.text("catatan"), porto.text("dasar"), porto.text("sumber")),
        AturanKalender(
            _month_day(kal, "batas_pengajuan", kal.text("batas_pengajuan")),
            pembaruan,
            _years(kal, "monev_predikat_tahun", kal.isi["monev_predikat_tahun"]),
            kal.text("dasar"),
        ),
    )


def _month_day(t: TomlTable, kunci: str, teks: str) -> tuple[int, int]:
    try:
        hari = date.fromisoformat(f"2001-{teks}")
    except ValueError as e:
        raise t.wrong(kunci, f"“{cuplik(teks)}” bukan bulan-hari seperti 05-31") from e
    return hari.month, hari.day


def _years(t: TomlTable, kunci: str, nilai: object) -> int:
    """A number of years, bare or as text of digits, from 1 to 100."""
    angka = nilai if type(nilai) is int else int(nilai) if type(nilai) is str and nilai.isdecimal() else 0
    if not (type(nilai) is int or len(str(nilai)) <= 3) or not 1 <= angka <= 100:
        raise t.wrong(kunci, f"“{cuplik(nilai)}” bukan jumlah tahun")
    return angka


def _read_scales(t: TomlTable) -> dict[str, Skala]:
    akhir = "_batas"
    alias = t.texts_by_key("alias") if "alias" in t.isi else {}
    skala: dict[str, Skala] = {}
    for nama in t.isi:
        if nama == "alias" or nama.endswith(akhir):
            continue
        huruf = t.texts(nama)
        if len(set(huruf)) != len(huruf):
            raise t.wrong(nama, f"{nama}: huruf ganda")
        batas = _read_limits(t, nama + akhir, len(huruf)) if nama + akhir in t.isi else ()
        skala[nama] = Skala(nama, huruf, batas, MappingProxyType({k: v for k, v in alias.items() if v in huruf}))
    for nama in t.isi:
        if nama.endswith(akhir) and nama.removesuffix(akhir) not in skala:
            raise t.wrong(nama, f"batas untuk skala yang tidak ada: {cuplik(nama)}")
    for nama, tujuan in alias.items():
        if not any(tujuan in s.huruf for s in skala.values()):
            raise t.wrong(nama, f"alias “{cuplik(nama)}” menunjuk “{cuplik(tujuan)}” yang tidak ada di skala mana pun")
    if _SKALA_DAFTAR not in skala:
        raise t.wrong("", f"“{_SKALA_DAFTAR}” belum ada; kolom SAKIP di daftar satker memakainya")
    return skala


def _read_limits(t: TomlTable, kunci: str, huruf: int) -> tuple[Fraction, ...]:
    isi = t.isi[kunci]
    if not isinstance(isi, list) or not all(type(n) is int and 0 <= n <= 10**6 for n in isi):
        raise t.wrong(kunci, f"{kunci} harus daftar bilangan bulat")
    batas = tuple(Fraction(n) for n in isi)
    if len(batas) != huruf + 1 or list(batas) != sorted(set(batas)):
        raise t.wrong(kunci, f"{kunci} harus naik dan satu lebih banyak daripada hurufnya")
    return batas


def _read_one(t: TomlTable, skala: Mapping[str, Skala], instrumen: Instrumen, dikenal: frozenset[str]) -> Syarat:
    t.require(_WAJIB, _BOLEH)
    operator = cast(Operator, t.choice("operator", get_args(Operator)))
    hanya = t.choice("hanya", tuple(p.lower() for p in PREDIKAT)) if "hanya" in t.isi else None
    if (operator == "minimal_skala") != ("skala" in t.isi):
        raise t.wrong("skala", "skala hanya untuk operator minimal_skala, dan wajib di sana")
    milik = skala[t.choice("skala", tuple(skala))] if "skala" in t.isi else None
    lke = t.text("lke") if "lke" in t.isi else None
    if lke is not None and lke not in instrumen.per_kode:
        raise t.wrong("lke", f"baris LKE “{cuplik(lke)}” tidak ada di struktur.csv")
    isian: dict[Predikat, str] = {
        "WBK": t.text("isian"),
        "WBBM": t.text("isian_wbbm" if "isian_wbbm" in t.isi else "isian"),
    }
    for nama in isian.values():
        if nama not in dikenal:
            raise t.wrong("isian", f"isian “{cuplik(nama)}” tidak dikenal; {saran(nama, sorted(dikenal))}")
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
        hanya=cast(Predikat, hanya.upper()) if hanya else None,
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
    ada = [p.lower() in t.isi for p in PREDIKAT]
    if any(ada) != all(ada) or (operator in _BERMINIMAL) != all(ada):
        raise t.wrong("operator", f"operator {operator} dan minimal wbk/wbbm tidak cocok")
    if not all(ada):
        return None
    for kunci in (p.lower() for p in PREDIKAT):
        if skala is not None:
            t.choice(kunci, skala.huruf)
        elif operator == "minimal":
            read_fraction(t.berkas, kunci, t.text(kunci))
        else:
            _years(t, kunci, t.text(kunci))
    return MappingProxyType({p: t.text(p.lower()) for p in PREDIKAT})


def _read_assessors(t: TomlTable, instrumen: Instrumen) -> Mapping[str, tuple[str, ...]]:
    """Whose assessment counts, by kind of satker ("" for every other kind)."""
    if "penilai" not in t.isi:
        return MappingProxyType({})
    isi = t.table("penilai")
    for jenis in isi.isi:
        for kode in isi.texts(jenis):
            if kode not in instrumen.penilai.kode:
                raise isi.wrong("penilai", f"penilai “{cuplik(kode)}” tidak ada di penilai.toml")
    return MappingProxyType({"" if j == _LAINNYA else j: isi.texts(j) for j in isi.isi})
