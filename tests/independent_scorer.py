"""A second scorer, written from the worksheet's rules alone, to check the program's figures against.

It shares no code with the program: it reads the official rows itself and writes each percent rule out by
kode. Input are clean answers (``tests.builder.answers.Jawaban``), output points as exact fractions.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests import other_instrumen

_STRUCTURE = Path(__file__).parent.parent / "zi_cli/instrumen/data/lke-2021/struktur.csv"

_SCALE = {
    "ya_tidak": {"Ya": "1", "Tidak": "0"},
    "abc": {"A": "1", "B": "1/2", "C": "0"},
    "abcd": {"A": "1", "B": "67/100", "C": "33/100", "D": "0"},
    "abcde": {"A": "1", "B": "3/4", "C": "1/2", "D": "1/4", "E": "0"},
}

#: Percent rows that are plainly one count over another: (numerator, denominator).
_DIVISIONS = {
    "A.II.1.i.a": ("A.II.1.i.a.2", "A.II.1.i.a.1"),
    "A.II.1.i.b": ("A.II.1.i.b.2", "A.II.1.i.b.1"),
    "A.II.4.i.a": ("A.II.4.i.a.2", "A.II.4.i.a.1"),
    "A.II.6.i.b": ("A.II.6.i.b.2", "A.II.6.i.b.1"),
}

Jawaban = Mapping[str, str | Fraction | int | None]


@dataclass(frozen=True)
class Mandiri:
    """Points by kode ("total" included), the kode without a usable answer, and the best total they still allow."""

    nilai: Mapping[str, Fraction]
    rasio: Mapping[str, Fraction | None]
    kosong: tuple[str, ...]
    nilai_maks: Fraction

    def area_percent(self, nomor: int) -> Fraction:
        """Points of area *nomor*, both halves, over its weight, in percent."""
        bobot = _bobot()
        atas = self.nilai[f"A.I.{nomor}"] + self.nilai[f"A.II.{nomor}"]
        return 100 * atas / (bobot[f"A.I.{nomor}"] + bobot[f"A.II.{nomor}"])


@cache
def _rows() -> list[dict[str, str]]:
    with _STRUCTURE.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@cache
def _bobot() -> dict[str, Fraction]:
    return {r["kode"]: Fraction(r["bobot"]) for r in _rows() if r["bobot"]}


def score_answers(jawaban: Jawaban) -> Mandiri:
    """Score *jawaban*."""
    indikator = [r for r in _rows() if r["jenis_baris"] == "indikator"]
    rasio = {r["kode"]: _ratio(r["kode"], r["jenis_jawaban"], jawaban) for r in indikator}
    full_ambang = {kode: Fraction(1) if r is None else r for kode, r in rasio.items()}
    nol = {kode: Fraction(0) if r is None else r for kode, r in rasio.items()}
    kosong = tuple(kode for kode, r in rasio.items() if r is None)
    return Mandiri(_points_of_all(nol), rasio, kosong, _points_of_all(full_ambang)["total"])


def _points_of_all(rasio: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points of every node: a sub is its weight times the mean of its indicators, the rest are sums."""
    bobot = _bobot()
    nilai: dict[str, Fraction] = {}
    induk_indikator: dict[str, list[str]] = {}
    for kode in rasio:
        induk_indikator.setdefault(kode.rpartition(".")[0], []).append(kode)
    for induk, anak in induk_indikator.items():
        if induk in ("B.I", "B.II") or induk == "A.II.5.iii":
            bagian = {k: {"B.I.a": Fraction(35, 2), "B.I.b": Fraction(5), "B.II.a": Fraction(35, 2)}.get(k, Fraction(1))
                      for k in anak}  # fmt: skip
        else:
            bagian = {k: bobot[induk] / len(anak) for k in anak}
        for k in anak:
            nilai[k] = bagian[k] * rasio[k]
        nilai[induk] = sum((nilai[k] for k in anak), Fraction(0))
    for tingkat in ("area", "aspek", "komponen"):
        for r in _rows():
            kode = r["kode"]
            if r["jenis_baris"] == tingkat and kode not in nilai:
                titik = kode.count(".") + 1
                nilai[kode] = sum(
                    (n for k, n in nilai.items() if k.startswith(kode + ".") and k.count(".") == titik), Fraction(0)
                )
    nilai["total"] = nilai["A"] + nilai["B"]
    return nilai


def _ratio(kode: str, jenis: str, jawaban: Jawaban) -> Fraction | None:
    isi = jawaban.get(kode)
    if jenis == "persen":
        dari_hitungan = _counts_ratio(kode, {k: n for k, n in jawaban.items() if isinstance(n, int)})
        if dari_hitungan is not None:
            return min(Fraction(1), max(Fraction(0), dari_hitungan))
        return isi if isinstance(isi, Fraction) else None
    if isi is None:
        return None
    if jenis == "nilai_0_4":
        return Fraction(isi) / 4
    return Fraction(_SCALE[jenis][str(isi)])


def _counts_ratio(kode: str, n: Mapping[str, int]) -> Fraction | None:
    """The ratio the count rows give; None when a needed count is blank."""
    if kode in _DIVISIONS:
        atas, bawah = _DIVISIONS[kode]
        return _divide(n.get(atas), n.get(bawah))
    if kode == "A.II.3.iii.a":
        lalu, kini = n.get(f"{kode}.1"), n.get(f"{kode}.2")
        if lalu is None or kini is None:
            return None
        if lalu == 0:
            return Fraction(kini == 0)
        return Fraction(lalu - kini, lalu)
    if kode == "A.II.5.ii.a":
        if n.get(f"{kode}.1") == 0:
            return Fraction(1)
        return _divide(n.get(f"{kode}.3"), n.get(f"{kode}.1"))
    wajib = n.get(f"{kode}.1")
    if wajib is None:
        bagian = [n[k] for k in (f"{kode}.2", f"{kode}.3", f"{kode}.4") if k in n]
        wajib = sum(bagian) if bagian else None
    return _divide(n.get(f"{kode}.5"), wajib)


def _divide(atas: int | None, bawah: int | None) -> Fraction | None:
    if atas is None or bawah is None:
        return None
    return Fraction(atas, bawah) if bawah else Fraction(0)


def score_test_instrumen(jawaban: Jawaban) -> Fraction:
    """Total points of *jawaban* in the test instrument (``tests.other_instrumen``): the sum of weight times ratio."""
    skala = {"ya_tidak": {"Ya": "1", "Tidak": "0"}, "abcd": {"A": "1", "B": "3/4", "C": "1/4", "D": "0"}}
    total = Fraction(0)
    for _, kode, baris, _, bobot, jenis in other_instrumen.cells():
        if baris != "indikator":
            continue
        isi, (atas, _, bawah) = jawaban.get(kode), bobot.partition("/")
        if jenis == "persen":
            dari_hitungan = _divide(_whole(jawaban.get(f"{kode}.2")), _whole(jawaban.get(f"{kode}.1")))
            rasio = dari_hitungan if dari_hitungan is not None else Fraction(isi or 0)
        elif jenis == "nilai_0_4":
            rasio = Fraction(isi or 0) / 5
        else:
            rasio = Fraction(skala[jenis][isi]) if isinstance(isi, str) else Fraction(0)
        total += Fraction(int(atas), int(bawah or 1)) * rasio
    return total


def _whole(isi: str | Fraction | int | None) -> int | None:
    return isi if isinstance(isi, int) else None
