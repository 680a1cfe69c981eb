"""Answers without noise: what the assessor means, by kode, and how a tidy person types it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from tests.builder.grid import Nilai
from zi_cli.instrumen.loader import load_instrumen

#: By kode: an option ("Ya", "B"), a survey index or a typed percentage as a ratio (Fraction), a count (int);
#: None is blank. Percent indicators may be None while their counts decide.
Jawaban = dict[str, str | Fraction | int | None]

#: Counts that make every percentage 100 %.
FULL_COUNTS: Mapping[str, int] = {
    "A.II.1.i.a.1": 4,
    "A.II.1.i.a.2": 9,
    "A.II.1.i.b.1": 9,
    "A.II.1.i.b.2": 9,
    "A.II.3.iii.a.1": 3,
    "A.II.3.iii.a.2": 0,
    "A.II.3.iii.a.3": 3,
    "A.II.4.i.a.1": 8,
    "A.II.4.i.a.2": 8,
    "A.II.5.ii.a.1": 40,
    "A.II.5.ii.a.2": 0,
    "A.II.5.ii.a.3": 40,
    "A.II.5.iii.a.1": 11,
    "A.II.5.iii.a.2": 1,
    "A.II.5.iii.a.3": 10,
    "A.II.5.iii.a.4": 0,
    "A.II.5.iii.a.5": 11,
    "A.II.5.iii.b.1": 73,
    "A.II.5.iii.b.2": 0,
    "A.II.5.iii.b.3": 1,
    "A.II.5.iii.b.4": 72,
    "A.II.5.iii.b.5": 73,
    "A.II.6.i.b.1": 6,
    "A.II.6.i.b.2": 6,
}


def answer_codes() -> list[str]:
    """Kode of every row that takes an answer (indicators and counts), in sheet order."""
    return [b.kode for b in load_instrumen().baris if b.jenis in ("indikator", "jumlah")]


def perfect() -> Jawaban:
    """The best answer everywhere, percentages given by counts alone: 100 points."""
    instrumen = load_instrumen()
    hasil: Jawaban = {}
    for b in instrumen.indikator:
        match b.jenis_jawaban:
            case "persen":
                hasil[b.kode] = None
            case "nilai_0_4":
                hasil[b.kode] = instrumen.survei_maksimum
            case _:
                hasil[b.kode] = next(iter(instrumen.options(b.kode)))
    return hasil | FULL_COUNTS


def acak(rng: Random, *, kosong: float = 0.03) -> Jawaban:
    """A random mix of answers; about the share *kosong* of the indicators and counts is left blank.

    A percentage may be typed beside its counts (which then decide) or stand alone.
    """
    instrumen = load_instrumen()
    hasil: Jawaban = {}
    for b in instrumen.indikator:
        if b.jenis_jawaban == "persen" or rng.random() < kosong:
            hasil[b.kode] = None
        elif b.jenis_jawaban == "nilai_0_4":
            hasil[b.kode] = Fraction(rng.randint(200, 400), 100)
        else:
            hasil[b.kode] = rng.choice(list(instrumen.options(b.kode)))
    for kode, jumlah in random_counts(rng).items():
        hasil[kode] = None if rng.random() < kosong else jumlah
    for b in instrumen.indikator:
        if b.jenis_jawaban == "persen" and rng.random() < kosong:
            hasil[b.kode] = Fraction(rng.randint(0, 10_000), 10_000)
            if rng.random() < 0.7:
                hasil |= {k: None for k in hasil if k.startswith(b.kode + ".")}
    return hasil


def random_counts(rng: Random) -> Jawaban:
    """Counts as they occur; where parts are asked for they add up, zero denominators included."""
    h: Jawaban = {}
    agen, perubahan = rng.randint(0, 6), rng.randint(0, 12)
    h["A.II.1.i.a.1"], h["A.II.1.i.a.2"] = agen, perubahan
    h["A.II.1.i.b.1"], h["A.II.1.i.b.2"] = perubahan, rng.randint(0, perubahan)
    lalu, kini = rng.randint(0, 4), rng.randint(0, 4)
    h["A.II.3.iii.a.1"], h["A.II.3.iii.a.2"], h["A.II.3.iii.a.3"] = lalu, kini, rng.randint(0, kini)
    sasaran = rng.randint(1, 15)
    h["A.II.4.i.a.1"], h["A.II.4.i.a.2"] = sasaran, rng.randint(0, sasaran)
    aduan = rng.choice([0, rng.randint(1, 250)])
    selesai = rng.randint(0, aduan)
    h["A.II.5.ii.a.1"], h["A.II.5.ii.a.2"], h["A.II.5.ii.a.3"] = aduan, aduan - selesai, selesai
    for huruf in "ab":
        bagian = [rng.randint(0, 1), rng.randint(1, 12), rng.randint(0, 60)]
        wajib = sum(bagian)
        for nomor, nilai in enumerate([wajib, *bagian, rng.randint(0, wajib)], 1):
            h[f"A.II.5.iii.{huruf}.{nomor}"] = nilai
    layanan = rng.randint(1, 20)
    h["A.II.6.i.b.1"], h["A.II.6.i.b.2"] = layanan, rng.randint(0, layanan)
    return h


def raw_cells(jawaban: Jawaban) -> dict[str, Nilai]:
    """Cells as a tidy person fills them: options as text, numbers as numbers."""
    return {k: float(n) if isinstance(n, Fraction) else n for k, n in jawaban.items()}
