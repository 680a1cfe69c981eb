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
LEVER_KINDS: tuple[Izin, ...] = get_args(Izin)

#: Stands, in costs, for every indicator that has none of its own.
ALL = "*"

#: Why an indicator that could rise is not a lever.
Halangan = Literal["terkunci", "survei", "hitungan", "tanpa-biaya"]

#: A survey index or a percentage without counts is planned in hundredths.
_HUNDREDTHS = 100

#: Above this a count is a typing error, and too coarse for the solver's tolerances.
_MAX_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Biaya:
    """Costs given by the user, in the user's own unit.

    ``umum``: cost of raising an indicator at all, by kode, by the kode of a row above it, or "*"
    for all. ``per_tingkat``: cost of raising an indicator to one option, by (kode, option).
    """

    umum: Mapping[str, Fraction] = field(default_factory=dict)
    per_tingkat: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)

    def cost_of(self, code: str, ke: str | None) -> Fraction | None:
        """Cost of raising *code* (to option *ke*); the nearest row above decides; None when not given."""
        if ke is not None and (code, ke) in self.per_tingkat:
            return self.per_tingkat[code, ke]
        while code:
            if code in self.umum:
                return self.umum[code]
            code = code.rpartition(".")[0]
        return self.umum.get(ALL)


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
    def best_gain(self) -> Fraction:
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
    def best_gain(self) -> Fraction:
        """Most points this lever can add."""
        return self.gain(self.maksimum)

    def gain(self, unit: int) -> Fraction:
        """Points gained by *unit* units (at least ``minimum``)."""
        return self.tetap + self.per_satuan * unit

    def answer_after(self, unit: int) -> Fraction:
        """The answer after *unit* units: a ratio, or the survey index."""
        return Fraction(self.awal + unit, self.penyebut) * self.skala

    def count_after(self, unit: int) -> int:
        """The count after *unit* units."""
        return self.pangkal + self.arah * unit


Lever = OptionLever | UnitLever


class LeverList(NamedTuple):
    """The levers in sheet order, and the indicators that could rise but may not, with the reason."""

    tuas: tuple[Lever, ...]
    halangan: Mapping[str, Halangan]


def list_levers(
    column: KolomPenilai,
    penilaian: Penilaian,
    instrumen: Instrumen,
    *,
    keys: tuple[str, ...],
    izinkan: frozenset[Izin],
    cost: Biaya | None,
) -> LeverList:
    """Every indicator of *penilaian* below its best, as a lever or as a hindrance.

    An unanswered indicator starts from its lowest value. *keys* are kode of rows whose
    indicators stay as they are; *cost* None makes every raise cost 1, and with costs an
    indicator without one is no lever.
    """
    tuas: list[Lever] = []
    halangan: dict[str, Halangan] = {}
    for b in instrumen.indikator:
        now = penilaian.indikator[b.kode]
        if now.nilai >= 1:
            continue
        permission = _lever_kind(b)
        if any(is_within(b.kode, k) for k in keys):
            halangan[b.kode] = "terkunci"
        elif permission is not None and permission not in izinkan:
            halangan[b.kode] = permission
        else:
            candidate = _levers(b, now, column, instrumen, cost)
            if candidate is not None:
                tuas.append(candidate)
            elif cost is not None and _levers(b, now, column, instrumen, None) is not None:
                halangan[b.kode] = "tanpa-biaya"
    return LeverList(tuple(tuas), halangan)


def common_denominator(instrumen: Instrumen, operand: str) -> str | None:
    """The other percent indicator whose denominator repeats the figure of count row *operand*.

    In the official sheet "Jumlah Perubahan yang dibuat" stands twice: raising the first raises
    the second, so new changes must be integrated too or that percentage falls.
    """
    text = instrumen.per_kode[operand].teks
    for b in instrumen.indikator:
        if (
            b.aturan is not None
            and b.aturan.operan[1] != operand
            and instrumen.per_kode[b.aturan.operan[1]].teks == text
        ):
            return b.kode
    return None


def _lever_kind(b: Baris) -> Izin | None:
    if b.jenis_jawaban == "persen":
        return "hitungan"
    return "survei" if b.jenis_jawaban == "nilai_0_4" else None


def _levers(
    b: Baris, now: NilaiIndikator, column: KolomPenilai, instrumen: Instrumen, cost: Biaya | None
) -> Lever | None:
    if b.jenis_jawaban not in ("persen", "nilai_0_4"):
        kenaikan = tuple(_rises(b, now, instrumen, cost))
        return (
            OptionLever(b.kode, now.jawaban if isinstance(now.jawaban, str) else None, kenaikan) if kenaikan else None
        )
    ongkos = Fraction(1) if cost is None else cost.cost_of(b.kode, None)
    if ongkos is None:
        return None
    dari = now.jawaban if isinstance(now.jawaban, Fraction) else None
    if b.jenis_jawaban == "nilai_0_4":
        skala = instrumen.survei_maksimum
        return _unit_lever(b, now, "survei", int(skala * _HUNDREDTHS), ongkos, dari=dari, skala=skala)
    return _count_levers(b, now, column, instrumen, ongkos, dari)


def _rises(b: Baris, now: NilaiIndikator, instrumen: Instrumen, cost: Biaya | None) -> Iterator[Rise]:
    """Better options, from the nearest up; the scale runs from best to worst."""
    choices = list(instrumen.options(b.kode).items())
    position = next((i for i, (p, _) in enumerate(choices) if p == now.jawaban), len(choices) - 1)
    for i in range(position - 1, -1, -1):
        ke, nilai = choices[i]
        ongkos = Fraction(1) if cost is None else cost.cost_of(b.kode, ke)
        if ongkos is not None and nilai > now.nilai:
            yield Rise(ke, (nilai - now.nilai) * instrumen.bobot(b.kode), position - i, ongkos)


def _count_levers(
    b: Baris, now: NilaiIndikator, column: KolomPenilai, instrumen: Instrumen, ongkos: Fraction, dari: Fraction | None
) -> UnitLever | None:
    """The count that lifts a percent row: the part reached, or this year's violations downwards."""
    rule = b.aturan
    if rule is None:
        raise ValueError(f"{b.kode} tidak beraturan")
    first, second = (_whole_or_none(read_counts(k, column, instrumen).nilai) for k in rule.operan)
    every = first if rule.nama == "penurunan" else second
    if every is None:
        return _unit_lever(b, now, "hitungan", _HUNDREDTHS, ongkos, dari=dari)
    if rule.nama == "penurunan":
        # Last year's violations stand; this year's may only turn out fewer.
        if second is None:
            return _unit_lever(
                b, now, "hitungan", every, ongkos, dari=dari, operand=rule.operan[1], pangkal=every, direction=-1
            )
        if every == 0:
            return _unit_lever(
                b, now, "hitungan", second, ongkos, dari=dari, operand=rule.operan[1],
                calculation=second, pangkal=second, direction=-1, start=0, minimum=second,
            )  # fmt: skip
        return _unit_lever(
            b, now, "hitungan", every, ongkos, dari=dari, operand=rule.operan[1],
            calculation=second, pangkal=second, direction=-1, start=every - second,
        )  # fmt: skip
    part = first if first is not None else floor(now.nilai * every)
    return _unit_lever(
        b, now, "hitungan", every, ongkos, dari=dari, operand=rule.operan[0],
        calculation=first, pangkal=part, start=part,
    )  # fmt: skip


def _unit_lever(
    b: Baris,
    now: NilaiIndikator,
    kind: Izin,
    denominator: int,
    cost: Fraction,
    *,
    dari: Fraction | None,
    start: int | None = None,
    minimum: int = 1,
    skala: Fraction = Fraction(1),
    operand: str | None = None,
    calculation: int | None = None,
    pangkal: int = 0,
    direction: int = 1,
) -> UnitLever | None:
    """A unit lever; None when no number of units gains anything (or the counts are beyond reason)."""
    if not 0 < denominator <= _MAX_COUNT:
        return None
    if start is None:
        start = 0 if direction < 0 else floor(now.nilai * denominator)
    minimum = max(minimum, floor(now.nilai * denominator) - start + 1)
    maximum = denominator - start
    if minimum > maximum or maximum > _MAX_COUNT:
        return None
    bobot = b.bobot or Fraction(0)
    return UnitLever(
        kode=b.kode,
        jenis=kind,
        dari=dari,
        awal=start,
        penyebut=denominator,
        minimum=minimum,
        maksimum=maximum,
        tetap=bobot * (Fraction(start, denominator) - now.nilai),
        per_satuan=bobot / denominator,
        biaya=cost,
        skala=skala,
        operan=operand,
        hitungan=calculation,
        pangkal=pangkal,
        arah=direction,
    )


def _whole_or_none(nilai: Fraction | None) -> int | None:
    return None if nilai is None else int(nilai)
