"""The requirements of an instrument as data: strict loading of ``syarat.toml`` and its grade scales."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from zi_cli.instrumen.strict_data import InvalidInstrumen
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.text import read_number, saran

Operator = Literal["minimal_skala", "minimal", "ya", "tahun_sejak", "bukan_dalam", "ada"]
TingkatSyarat = Literal["instansi", "satker"]
ArtiKosong = Literal["belum_ada_data", "memenuhi"]


@dataclass(frozen=True, slots=True)
class Skala:
    """Grades from lowest to highest; ``batas`` are the numbers between them, left end excluded.

    With seven grades and batas 0, 30, 50, 60, …: 60 belongs to the third, 60.01 to the fourth.
    Without ``batas`` only letters are understood.
    """

    nama: str
    huruf: tuple[str, ...]
    batas: tuple[Fraction, ...]
    alias: Mapping[str, str]

    def baca(self, teks: str) -> str | None:
        """The grade that *teks* names (letter, alias, or a number on a scale with limits); None if none."""
        bersih = " ".join(teks.split())
        for h in (*self.huruf, *self.alias):
            if bersih.casefold() == h.casefold():
                return self.alias.get(h, h)
        hasil = read_number(bersih, lambda n: 0 <= n <= self.batas[-1]) if self.batas else None
        if hasil is None or not 0 <= hasil[0] <= self.batas[-1]:
            return None
        for huruf, atas in zip(self.huruf, self.batas[1:], strict=True):
            if hasil[0] <= atas:
                return huruf
        return None

    def tingkat(self, huruf: str) -> int:
        """Rank of the grade *huruf*, 0 for the lowest; ValueError when it is not one."""
        return self.huruf.index(huruf)


@dataclass(frozen=True, slots=True)
class Syarat:
    """One requirement of Tabel 7 or of the chapters around it (``dasar``).

    ``minimal`` is, by predicate, a grade, a number (percent or level), or whole years, as text of
    the data file; None where the operator needs none. ``hanya`` limits it to one predicate,
    ``kecuali`` exempts one kind of satker. ``isian`` names, by predicate, the field that holds the
    value ("instansi.…" of zi.toml, "satker.…" of the register); ``lke`` the worksheet row that
    must agree. ``maksimum`` is the end of a number's scale, ``berlaku_tahun`` how many years a dated document
    stays valid, ``penilai`` whose assessment counts by kind of satker ("" for every other kind). ``sumber`` and
    ``berlaku_sejak`` name the regulation and its date; a requirement with ``hanya_peringatan`` is another body's
    reading: it warns and never decides.
    """

    kode: str
    tingkat: TingkatSyarat
    label: str
    operator: Operator
    kosong: ArtiKosong
    isian: Mapping[Predikat, str]
    dasar: str
    tindakan: str
    minimal: Mapping[Predikat, str] | None = None
    skala: Skala | None = None
    hanya: Predikat | None = None
    kecuali: str | None = None
    lke: str | None = None
    sumber: str = ""
    berlaku_sejak: date | None = None
    maksimum: Fraction | None = None
    berlaku_tahun: int | None = None
    penilai: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hanya_peringatan: bool = False


@dataclass(frozen=True, slots=True)
class AturanPortofolio:
    """The portfolio rule: more than ``batas_persen`` percent of satker with a predicate is too many.

    ``sumber`` says which regulation has the rule, and which has not.
    """

    batas_persen: int
    catatan: str
    dasar: str
    sumber: str


@dataclass(frozen=True, slots=True)
class AturanKalender:
    """Yearly (month, day) of the submission and of the evidence updates, and the monev interval in years."""

    batas_pengajuan: tuple[int, int]
    pembaruan_data_dukung: tuple[tuple[int, int], ...]
    monev_predikat_tahun: int
    dasar: str


@dataclass(frozen=True, slots=True)
class SetSyarat:
    """All requirements of one instrument, in the order of the data file."""

    nama: str
    daftar: tuple[Syarat, ...]
    skala: Mapping[str, Skala]
    portofolio: AturanPortofolio
    kalender: AturanKalender

    def berlaku(self, predikat: Predikat) -> tuple[Syarat, ...]:
        """The requirements for a proposal towards *predikat*."""
        return tuple(s for s in self.daftar if s.hanya in (None, predikat) and not s.hanya_peringatan)

    def peringatan(self, predikat: Predikat) -> tuple[Syarat, ...]:
        """What another body asks of a proposal towards *predikat*: it warns and never decides."""
        return tuple(s for s in self.daftar if s.hanya in (None, predikat) and s.hanya_peringatan)


def read_syarat(berkas: Path, kode_lke: frozenset[str], isian: frozenset[str]) -> SetSyarat:
    """Read a requirements file; raise :class:`InvalidInstrumen` at the first thing that does not fit.

    *kode_lke* are the rows of the worksheet, *isian* the fields that may hold a value
    ("instansi.…", "satker.…").
    """
    try:
        isi = tomllib.loads(berkas.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise InvalidInstrumen(berkas, None, f"tidak terbaca: {e}") from e
    p = _Pemeriksa(berkas)
    p.kunci("", isi, wajib={"nama": str, "skala": dict, "syarat": list, "portofolio": dict, "kalender": dict})
    skala = _skala(p, isi["skala"])
    if "sakip" not in skala:
        raise p.rusak("skala: “sakip” belum ada; kolom SAKIP di daftar satker memakainya")
    daftar = tuple(_syarat(p, s, skala, kode_lke, isian) for s in isi["syarat"])
    if len({s.kode for s in daftar}) != len(daftar):
        raise p.rusak("kode syarat ganda")
    porto, kal = isi["portofolio"], isi["kalender"]
    p.kunci("portofolio", porto, wajib={"batas_persen": int, "catatan": str, "dasar": str, "sumber": str})
    p.kunci(
        "kalender",
        kal,
        wajib={"batas_pengajuan": str, "pembaruan_data_dukung": list, "monev_predikat_tahun": int, "dasar": str},
    )
    kalender = AturanKalender(
        p.bulan_hari(kal["batas_pengajuan"]),
        tuple(p.bulan_hari(t) for t in kal["pembaruan_data_dukung"]),
        kal["monev_predikat_tahun"],
        kal["dasar"],
    )
    if list(kalender.pembaruan_data_dukung) != sorted(set(kalender.pembaruan_data_dukung)):
        raise p.rusak("pembaruan_data_dukung harus naik")
    return SetSyarat(isi["nama"], daftar, MappingProxyType(skala), AturanPortofolio(**porto), kalender)


class _Pemeriksa:
    """Checks keys and kinds of one data file."""

    def __init__(self, berkas: Path) -> None:
        self.berkas = berkas

    def rusak(self, pesan: str) -> InvalidInstrumen:
        return InvalidInstrumen(self.berkas, None, pesan)

    def kunci(
        self, tempat: str, isi: Any, wajib: Mapping[str, type], boleh: Mapping[str, type] = MappingProxyType({})
    ) -> None:
        if not isinstance(isi, dict):
            raise self.rusak(f"{tempat}: harus bagian berkunci")
        semua = {**wajib, **boleh}
        for nama, nilai in isi.items():
            if nama not in semua:
                raise self.rusak(f"{tempat}: kunci “{nama}” tidak dikenal; {saran(nama, semua)}")
            if type(nilai) is not semua[nama] or nilai == "":
                raise self.rusak(f"{tempat}: “{nama}” harus {semua[nama].__name__} yang terisi")
        for nama in wajib:
            if nama not in isi:
                raise self.rusak(f"{tempat}: kunci “{nama}” belum ada")

    def pilihan(self, tempat: str, nilai: str, boleh: tuple[str, ...]) -> None:
        if nilai not in boleh:
            raise self.rusak(f"{tempat}: “{nilai}” tidak dikenal; boleh: {', '.join(boleh)}")

    def bulan_hari(self, teks: Any) -> tuple[int, int]:
        try:
            hari = date.fromisoformat(f"2001-{teks}")
        except ValueError as e:
            raise self.rusak(f"“{teks}” bukan bulan-hari seperti 05-31") from e
        return hari.month, hari.day


def _skala(p: _Pemeriksa, isi: Mapping[str, Any]) -> dict[str, Skala]:
    batas = {k.removesuffix("_batas"): v for k, v in isi.items() if k.endswith("_batas")}
    alias = isi.get("alias", {})
    skala: dict[str, Skala] = {}
    for nama, huruf in isi.items():
        if nama == "alias" or nama.endswith("_batas"):
            continue
        if not isinstance(huruf, list) or not all(isinstance(h, str) for h in huruf) or len(set(huruf)) != len(huruf):
            raise p.rusak(f"skala {nama}: harus daftar huruf tanpa ganda")
        angka = [Fraction(n) for n in batas.pop(nama, [])]
        if angka and (len(angka) != len(huruf) + 1 or angka != sorted(set(angka))):
            raise p.rusak(f"skala {nama}: batas harus naik dan satu lebih banyak daripada hurufnya")
        milik = {k: v for k, v in alias.items() if v in huruf}
        skala[nama] = Skala(nama, tuple(huruf), tuple(angka), MappingProxyType(milik))
    if batas:
        raise p.rusak(f"batas untuk skala yang tidak ada: {', '.join(batas)}")
    for nama, tujuan in alias.items():
        if not any(tujuan in s.huruf for s in skala.values()):
            raise p.rusak(f"alias “{nama}” menunjuk “{tujuan}” yang tidak ada di skala mana pun")
    return skala


_WAJIB: Mapping[str, type] = dict.fromkeys(
    ("kode", "tingkat", "label", "operator", "kosong", "isian", "dasar", "tindakan", "sumber"), str
) | {"berlaku_sejak": date}
_BOLEH: Mapping[str, type] = dict.fromkeys(
    ("wbk", "wbbm", "skala", "hanya", "kecuali", "isian_wbbm", "lke", "maksimum"), str
) | {"berlaku_tahun": int, "penilai": dict, "hanya_peringatan": bool}
#: Operators that compare with a minimum; the others take none.
_BERMINIMAL = ("minimal_skala", "minimal", "tahun_sejak", "bukan_dalam")


def _syarat(
    p: _Pemeriksa, isi: Any, skala: Mapping[str, Skala], kode_lke: frozenset[str], dikenal: frozenset[str]
) -> Syarat:
    tempat = f"syarat {isi.get('kode', '?')}" if isinstance(isi, dict) else "syarat"
    p.kunci(tempat, isi, _WAJIB, _BOLEH)
    p.pilihan(tempat, isi["tingkat"], get_args(TingkatSyarat))
    p.pilihan(tempat, isi["operator"], get_args(Operator))
    p.pilihan(tempat, isi["kosong"], get_args(ArtiKosong))
    operator: Operator = isi["operator"]
    if (operator in _BERMINIMAL) != ("wbk" in isi and "wbbm" in isi) or ("wbk" in isi) != ("wbbm" in isi):
        raise p.rusak(f"{tempat}: operator {operator} dan minimal wbk/wbbm tidak cocok")
    if (operator == "minimal_skala") != ("skala" in isi):
        raise p.rusak(f"{tempat}: skala hanya untuk operator minimal_skala, dan wajib di sana")
    minimal: dict[Predikat, str] | None = {p_: isi[p_.lower()] for p_ in PREDIKAT} if "wbk" in isi else None
    milik = None
    if "skala" in isi:
        p.pilihan(tempat, isi["skala"], tuple(skala))
        milik = skala[isi["skala"]]
    for nilai in (minimal or {}).values():
        _periksa_minimal(p, tempat, operator, milik, nilai)
    hanya = isi.get("hanya")
    if hanya is not None:
        p.pilihan(tempat, hanya, tuple(x.lower() for x in PREDIKAT))
    if "lke" in isi and isi["lke"] not in kode_lke:
        raise p.rusak(f"{tempat}: baris LKE “{isi['lke']}” tidak ada di struktur.csv")
    isian: dict[Predikat, str] = {"WBK": isi["isian"], "WBBM": isi.get("isian_wbbm", isi["isian"])}
    for nama in isian.values():
        if nama not in dikenal:
            raise p.rusak(f"{tempat}: isian “{nama}” tidak dikenal; {saran(nama, dikenal)}")
    return Syarat(
        kode=isi["kode"],
        tingkat=isi["tingkat"],
        label=isi["label"],
        operator=operator,
        kosong=isi["kosong"],
        isian=MappingProxyType(isian),
        dasar=isi["dasar"],
        tindakan=isi["tindakan"],
        minimal=MappingProxyType(minimal) if minimal else None,
        skala=milik,
        hanya=cast(Predikat, hanya.upper()) if hanya else None,
        kecuali=isi.get("kecuali"),
        lke=isi.get("lke"),
        sumber=isi["sumber"],
        berlaku_sejak=isi["berlaku_sejak"],
        maksimum=Fraction(isi["maksimum"]) if "maksimum" in isi else None,
        berlaku_tahun=isi.get("berlaku_tahun"),
        penilai=MappingProxyType({k.removeprefix("lainnya"): tuple(v) for k, v in isi.get("penilai", {}).items()}),
        hanya_peringatan=isi.get("hanya_peringatan", False),
    )


def _periksa_minimal(p: _Pemeriksa, tempat: str, operator: Operator, skala: Skala | None, nilai: str) -> None:
    if skala is not None:
        p.pilihan(tempat, nilai, skala.huruf)
    elif operator == "minimal":
        try:
            Fraction(nilai)
        except (ValueError, ZeroDivisionError) as e:
            raise p.rusak(f"{tempat}: minimal “{nilai}” bukan angka") from e
    elif not nilai.isdigit() or int(nilai) == 0:
        raise p.rusak(f"{tempat}: “{nilai}” bukan jumlah tahun")
