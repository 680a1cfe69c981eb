"""A plan's contract: what is asked for, the steps, what hinders them, and the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.plan.levers import Biaya, Halangan, Izin
from zi_cli.scoring.result import HasilAmbang

#: Which thresholds a plan is about: all, or at the preliminary stage Pengungkit and its areas.
Cakupan = Literal["semua", "pengungkit"]

#: ``kode`` of the hindrance that is not a threshold.
MAX_STEPS = "maks-langkah"


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What the user asks for: the predicate, what must not move, what else may, costs and a limit.

    ``kunci``: kode of rows whose indicators stay. ``izinkan``: kinds of levers allowed besides
    options. ``biaya`` None: every indicator raised costs 1. ``maks_langkah``: most indicators raised.
    """

    target: Predikat
    kunci: tuple[str, ...] = ()
    izinkan: frozenset[Izin] = frozenset()
    biaya: Biaya | None = None
    maks_langkah: int | None = None


class PerubahanHitungan(NamedTuple):
    """A count row that changes: from (None: blank) and to, whole numbers."""

    kode: str
    dari: int | None
    ke: int


class Langkah(NamedTuple):
    """One indicator raised.

    ``dari`` and ``ke`` are the answers as in :class:`NilaiIndikator` (``dari`` None: unanswered);
    ``tambahan`` the points gained; ``tingkat`` the steps climbed: options, units of a count, or
    hundredths of an index; ``biaya`` in the user's unit.
    """

    indikator: str
    dari: str | Fraction | None
    ke: str | Fraction
    tambahan: Fraction
    tingkat: int
    biaya: Fraction
    hitungan: PerubahanHitungan | None = None


class Penghalang(NamedTuple):
    """A threshold out of reach even with every allowed lever at its best.

    ``nilai_maks`` is that best, ``halangan`` the indicators under it that could rise further but
    may not, with the reason. For ``maks-langkah`` the unit is steps: allowed against needed.
    """

    kode: str
    satuan: Literal["nilai", "persen", "langkah"]
    nilai_maks: Fraction
    minimal: Fraction
    halangan: Mapping[str, Halangan]


class Capaian(NamedTuple):
    """One threshold before and after; ``masuk`` when the plan must meet it."""

    awal: HasilAmbang
    akhir: HasilAmbang
    masuk: bool


@dataclass(frozen=True, slots=True)
class Rencana:
    """A plan, or the reason why there is none.

    ``optimal``: proven that no plan is better. ``nilai_awal`` and ``nilai_akhir`` are totals in
    points; without steps they are equal. ``penghalang`` is empty when ``tercapai``.
    """

    target: Predikat
    cakupan: Cakupan
    tercapai: bool
    optimal: bool
    langkah: tuple[Langkah, ...]
    nilai_awal: Fraction
    nilai_akhir: Fraction
    capaian: tuple[Capaian, ...]
    penghalang: tuple[Penghalang, ...]

    @property
    def biaya(self) -> Fraction:
        """Cost of all steps, in the user's unit (without costs: the number of steps)."""
        return sum((s.biaya for s in self.langkah), Fraction(0))

    @property
    def levels_climbed(self) -> int:
        """Steps climbed in all."""
        return sum(s.tingkat for s in self.langkah)
