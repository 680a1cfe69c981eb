"""Levers: what may be raised in a worksheet, by how much, in how many steps, at what cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Literal, get_args

from zi_cli.instrumen.tree import Baris, Instrumen, is_within
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.percent import read_counts
from zi_cli.scoring.result import NilaiIndikator, Penilaian
from zi_cli.worksheet.model import KolomPenilai

#: Kinds of levers that move only with the user's consent.
Izin = Literal["survei", "hitungan"]
IZIN: tuple[Izin, ...] = get_args(Izin)

#: Stands, in costs, for every indicator that has none of its own.
SEMUA = "*"

#: Why an indicator that could rise is not a lever.
Halangan = Literal["terkunci", "survei", "hitungan", "tanpa-biaya"]

#: A survey index or a percentage without counts is planned in hundredths.
_PERSERATUS = 100

#: Above this a count is a typing error, and too coarse for the solver's tolerances.
_HITUNGAN_MAKS = 1_000_000


@dataclass(frozen=True, slots=True)
class Biaya:
    """Costs given by the user, in the user's own unit.

    ``umum``: cost of raising an indicator at all, by kode, by the kode of a row above it, or "*"
    for all. ``per_tingkat``: cost of raising an indicator to one option, by (kode, option).
    """

    umum: Mapping[str, Fraction] = field(default_factory=dict)
    per_tingkat: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)

    def untuk(self, kode: str, ke: str | None) -> Fraction | None:
        """Cost of raising *kode* (to option *ke*); the nearest row above decides; None when not given."""
        if ke is not None and (kode, ke) in self.per_tingkat:
            return self.per_tingkat[kode, ke]
        while kode:
            if kode in self.umum:
                return self.umum[kode]
            kode = kode.rpartition(".")[0]
        return self.umum.get(SEMUA)


class Rise(NamedTuple):
    """One better option: points gained, levels climbed, cost."""

    ke: str
    tambahan: Fraction
    tingkat: int
    biaya: Fraction


@dataclass(frozen=True, slots=True)
class OptionLever:
    """An indicator answered by option, with every better option; at most one is taken."""

    kode: str
    dari: str | None
    kenaikan: tuple[Rise, ...]

    @property
    def terbaik(self) -> Fraction:
        """Most points this lever can add."""
        return max(k.tambahan for k in self.kenaikan)


@dataclass(frozen=True, slots=True)
class UnitLever:
    """An indicator raised unit by unit: one more report, one violation less, 0.01 of an index.

    After *u* units (``minimum`` to ``maksimum``, or none at all) its ratio is ``(awal + u) /
    penyebut`` and it gains ``tetap + per_satuan × u`` points. ``operan`` is the count row that
    changes, from ``hitungan`` (None: blank) by ``arah`` × u counted from ``pangkal``; None for a
    survey index or a bare percentage, whose own cell changes.
    """

    kode: str
    jenis: Izin
    dari: Fraction | None
    awal: int
    penyebut: int
    minimum: int
    maksimum: int
    tetap: Fraction
    per_satuan: Fraction
    biaya: Fraction
    skala: Fraction = Fraction(1)
    operan: str | None = None
    hitungan: int | None = None
    pangkal: int = 0
    arah: int = 1

    @property
    def terbaik(self) -> Fraction:
        """Most points this lever can add."""
        return self.tambahan(self.maksimum)

    def tambahan(self, satuan: int) -> Fraction:
        """Points gained by *satuan* units (at least ``minimum``)."""
        return self.tetap + self.per_satuan * satuan

    def jawaban(self, satuan: int) -> Fraction:
        """The answer after *satuan* units: a ratio, or the survey index."""
        return Fraction(self.awal + satuan, self.penyebut) * self.skala

    def hitungan_baru(self, satuan: int) -> int:
        """The count after *satuan* units."""
        return self.pangkal + self.arah * satuan


Lever = OptionLever | UnitLever


class LeverList(NamedTuple):
    """The levers in sheet order, and the indicators that could rise but may not, with the reason."""

    tuas: tuple[Lever, ...]
    halangan: Mapping[str, Halangan]


def list_levers(
    kolom: KolomPenilai,
    penilaian: Penilaian,
    instrumen: Instrumen,
    *,
    kunci: tuple[str, ...],
    izinkan: frozenset[Izin],
    biaya: Biaya | None,
) -> LeverList:
    """Every indicator of *penilaian* below its best, as a lever or as a hindrance.

    An unanswered indicator starts from its lowest value. *kunci* are kode of rows whose
    indicators stay as they are; *biaya* None makes every raise cost 1, and with costs an
    indicator without one is no lever.
    """
    tuas: list[Lever] = []
    halangan: dict[str, Halangan] = {}
    for b in instrumen.indikator:
        kini = penilaian.indikator[b.kode]
        if kini.nilai >= 1:
            continue
        izin = _izin(b)
        if any(is_within(b.kode, k) for k in kunci):
            halangan[b.kode] = "terkunci"
        elif izin is not None and izin not in izinkan:
            halangan[b.kode] = izin
        else:
            calon = _levers(b, kini, kolom, instrumen, biaya)
            if calon is not None:
                tuas.append(calon)
            elif biaya is not None and _levers(b, kini, kolom, instrumen, None) is not None:
                halangan[b.kode] = "tanpa-biaya"
    return LeverList(tuple(tuas), halangan)


def common_denominator(instrumen: Instrumen, operan: str) -> str | None:
    """The other percent indicator whose denominator repeats the figure of count row *operan*.

    In the official sheet "Jumlah Perubahan yang dibuat" stands twice: raising the first raises
    the second, so new changes must be integrated too or that percentage falls.
    """
    teks = instrumen.per_kode[operan].teks
    for b in instrumen.indikator:
        if (
            b.aturan is not None
            and b.aturan.operan[1] != operan
            and instrumen.per_kode[b.aturan.operan[1]].teks == teks
        ):
            return b.kode
    return None


def _izin(b: Baris) -> Izin | None:
    if b.jenis_jawaban == "persen":
        return "hitungan"
    return "survei" if b.jenis_jawaban == "nilai_0_4" else None


def _levers(
    b: Baris, kini: NilaiIndikator, kolom: KolomPenilai, instrumen: Instrumen, biaya: Biaya | None
) -> Lever | None:
    if b.jenis_jawaban not in ("persen", "nilai_0_4"):
        kenaikan = tuple(_kenaikan(b, kini, instrumen, biaya))
        return (
            OptionLever(b.kode, kini.jawaban if isinstance(kini.jawaban, str) else None, kenaikan) if kenaikan else None
        )
    ongkos = Fraction(1) if biaya is None else biaya.untuk(b.kode, None)
    if ongkos is None:
        return None
    dari = kini.jawaban if isinstance(kini.jawaban, Fraction) else None
    if b.jenis_jawaban == "nilai_0_4":
        skala = instrumen.survei_maksimum
        return _satuan(b, kini, "survei", int(skala * _PERSERATUS), ongkos, dari=dari, skala=skala)
    return _count_levers(b, kini, kolom, instrumen, ongkos, dari)


def _kenaikan(b: Baris, kini: NilaiIndikator, instrumen: Instrumen, biaya: Biaya | None) -> Iterator[Rise]:
    """Better options, from the nearest up; the scale runs from best to worst."""
    pilihan = list(instrumen.pilihan(b.kode).items())
    letak = next((i for i, (p, _) in enumerate(pilihan) if p == kini.jawaban), len(pilihan) - 1)
    for i in range(letak - 1, -1, -1):
        ke, nilai = pilihan[i]
        ongkos = Fraction(1) if biaya is None else biaya.untuk(b.kode, ke)
        if ongkos is not None and nilai > kini.nilai:
            yield Rise(ke, (nilai - kini.nilai) * instrumen.bobot(b.kode), letak - i, ongkos)


def _count_levers(
    b: Baris, kini: NilaiIndikator, kolom: KolomPenilai, instrumen: Instrumen, ongkos: Fraction, dari: Fraction | None
) -> UnitLever | None:
    """The count that lifts a percent row: the part reached, or this year's violations downwards."""
    aturan = b.aturan
    if aturan is None:
        raise ValueError(f"{b.kode} tidak beraturan")
    pertama, kedua = (_bulat(read_counts(k, kolom, instrumen).nilai) for k in aturan.operan)
    semua = pertama if aturan.nama == "penurunan" else kedua
    if semua is None:
        return _satuan(b, kini, "hitungan", _PERSERATUS, ongkos, dari=dari)
    if aturan.nama == "penurunan":
        # Last year's violations stand; this year's may only turn out fewer.
        if kedua is None:
            return _satuan(
                b, kini, "hitungan", semua, ongkos, dari=dari, operan=aturan.operan[1], pangkal=semua, arah=-1
            )
        if semua == 0:
            return _satuan(
                b, kini, "hitungan", kedua, ongkos, dari=dari, operan=aturan.operan[1],
                hitungan=kedua, pangkal=kedua, arah=-1, awal=0, minimum=kedua,
            )  # fmt: skip
        return _satuan(
            b, kini, "hitungan", semua, ongkos, dari=dari, operan=aturan.operan[1],
            hitungan=kedua, pangkal=kedua, arah=-1, awal=semua - kedua,
        )  # fmt: skip
    bagian = pertama if pertama is not None else floor(kini.nilai * semua)
    return _satuan(
        b, kini, "hitungan", semua, ongkos, dari=dari, operan=aturan.operan[0],
        hitungan=pertama, pangkal=bagian, awal=bagian,
    )  # fmt: skip


def _satuan(
    b: Baris,
    kini: NilaiIndikator,
    jenis: Izin,
    penyebut: int,
    biaya: Fraction,
    *,
    dari: Fraction | None,
    awal: int | None = None,
    minimum: int = 1,
    skala: Fraction = Fraction(1),
    operan: str | None = None,
    hitungan: int | None = None,
    pangkal: int = 0,
    arah: int = 1,
) -> UnitLever | None:
    """A unit lever; None when no number of units gains anything (or the counts are beyond reason)."""
    if not 0 < penyebut <= _HITUNGAN_MAKS:
        return None
    if awal is None:
        awal = 0 if arah < 0 else floor(kini.nilai * penyebut)
    minimum = max(minimum, floor(kini.nilai * penyebut) - awal + 1)
    maksimum = penyebut - awal
    if minimum > maksimum or maksimum > _HITUNGAN_MAKS:
        return None
    bobot = b.bobot or Fraction(0)
    return UnitLever(
        kode=b.kode,
        jenis=jenis,
        dari=dari,
        awal=awal,
        penyebut=penyebut,
        minimum=minimum,
        maksimum=maksimum,
        tetap=bobot * (Fraction(awal, penyebut) - kini.nilai),
        per_satuan=bobot / penyebut,
        biaya=biaya,
        skala=skala,
        operan=operan,
        hitungan=hitungan,
        pangkal=pangkal,
        arah=arah,
    )


def _bulat(nilai: Fraction | None) -> int | None:
    return None if nilai is None else int(nilai)
