"""Compare scored worksheets: two assessors, two files of one satker, or many satker at once. Exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, is_within
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import (
    BELUM_PASTI,
    Doubt,
    Keadaan,
    NilaiIndikator,
    Penilaian,
    is_passed,
    preliminary_state,
)
from zi_cli.scoring.words import state_words

Arah = Literal["naik", "turun", "setara"]

_ZERO = Fraction(0)


class SelisihIndikator(NamedTuple):
    """One indicator whose answer differs; ``selisih`` is in points (after minus before).

    ``kosong`` is true when one side has no usable answer, so that the points differ without
    any disagreement. ``arah`` "setara": another answer, the same points.
    """

    kode: str
    dari: NilaiIndikator
    ke: NilaiIndikator
    selisih: Fraction
    arah: Arah
    kosong: bool


class SelisihBagian(NamedTuple):
    """One area, aspect, component or the total, before and after, in points.

    ``dibandingkan`` counts indicators answered on both sides, ``sama`` those with one answer;
    ``kosong`` those answered on one side only, and ``selisih_kosong`` the points due to them.
    """

    kode: str
    nama: str
    bobot: Fraction
    dari: Fraction
    ke: Fraction
    dibandingkan: int
    sama: int
    naik: int
    turun: int
    kosong: int
    selisih_kosong: Fraction

    @property
    def selisih(self) -> Fraction:
        """Points gained (negative: lost) from before to after."""
        return self.ke - self.dari

    @property
    def kesepakatan(self) -> Fraction | None:
        """Agreement rate, a ratio 0 to 1; None when nothing was answered on both sides."""
        return Fraction(self.sama, self.dibandingkan) if self.dibandingkan else None


class OpenVerdict(NamedTuple):
    """What leaves a verdict open: doubtful answers, or codes of findings that leave open whose answers these are."""

    bergantung: tuple[Doubt, ...]
    sebab: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments side by side.

    ``dasar`` is the node both sides cover: "total", or the first component (Pengungkit) when one
    of them is preliminary; ``bagian`` and ``indikator`` (only those that differ) stay within it.
    """

    dari: Penilaian
    ke: Penilaian
    dasar: str
    bagian: tuple[SelisihBagian, ...]
    indikator: tuple[SelisihIndikator, ...]

    def part_of(self, code: str) -> SelisihBagian:
        """The part *code*; raises KeyError when it is outside ``dasar``."""
        for b in self.bagian:
            if b.kode == code:
                return b
        raise KeyError(code)

    @property
    def kelebihan(self) -> Fraction:
        """Points the first side gave above the second, on indicators both answered."""
        basis = self.part_of(self.dasar)
        return basis.selisih_kosong - basis.selisih

    def sides_meet(self, predikat: Predikat) -> tuple[bool, bool]:
        """Whether each side meets *predikat* by the figures shown, on what both cover (see :meth:`states`)."""
        dari, ke = self.dari.putusan[predikat], self.ke.putusan[predikat]
        if self.dasar == "total":
            return dari.memenuhi, ke.memenuhi
        return dari.pengungkit_memenuhi, ke.pengungkit_memenuhi

    def states(self, predikat: Predikat) -> tuple[Keadaan, Keadaan]:
        """Each side's verdict for *predikat*, on what both cover (Pengungkit alone when one is preliminary)."""
        dari, ke = self.dari.putusan[predikat], self.ke.putusan[predikat]
        if self.dasar == "total":
            return dari.keadaan, ke.keadaan
        return dari.keadaan_pengungkit, ke.keadaan_pengungkit

    def falls(self, predikat: Predikat) -> bool | None:
        """Whether the first side meets *predikat* and the second does not; None while a doubt leaves it open."""
        dari, ke = map(is_passed, self.states(predikat))
        if dari is False or ke is True:
            return False
        return True if dari and ke is False else None

    def open_verdicts(self, predikat: Predikat) -> tuple[OpenVerdict | None, OpenVerdict | None]:
        """What each side's verdict for *predikat* hangs on, on what both cover; None where it is sure."""
        dari, ke = (
            OpenVerdict(tuple(r for r in x.bergantung if is_within(r.kode, self.dasar)), x.sebab)
            if state == BELUM_PASTI
            else None
            for x, state in zip(
                (self.dari.putusan[predikat], self.ke.putusan[predikat]), self.states(predikat), strict=True
            )
        )
        return dari, ke

    def verdict_words(self, predikat: Predikat, instrumen: Instrumen) -> tuple[str, str]:
        """Each side's verdict for *predikat* in words, on what both cover."""
        sides = [p.putusan[predikat] for p in (self.dari, self.ke)]
        pengungkit = self.dasar != "total"
        states = [preliminary_state(p.keadaan_pengungkit) if pengungkit else p.keadaan for p in sides]
        dari, ke = (state_words(x, p.keadaan_pengungkit, instrumen) for x, p in zip(states, sides, strict=True))
        return dari, ke


class _Bagian(NamedTuple):
    kode: str
    nama: str
    simpul: tuple[str, ...]
    indikator: frozenset[str]


def compare_penilaian(dari: Penilaian, ke: Penilaian, instrumen: Instrumen) -> Comparison:
    """Compare two assessments of *instrumen*, row by row and part by part."""
    komponen = instrumen.peran.pengungkit
    pendahuluan = "pendahuluan" in (dari.tahap, ke.tahap)
    basis = komponen if pendahuluan else "total"
    parts = [b for b in _parts(instrumen) if not pendahuluan or all(is_within(s, komponen) for s in b.simpul)]
    differing: dict[str, SelisihIndikator] = {}
    terjawab: set[str] = set()
    for b in instrumen.indikator:
        if pendahuluan and not is_within(b.kode, komponen):
            continue
        left, right = dari.indikator[b.kode], ke.indikator[b.kode]
        if left.jawaban is not None and right.jawaban is not None:
            terjawab.add(b.kode)
        if left.jawaban != right.jawaban:
            selisih = right.skor - left.skor
            direction: Arah = "setara" if not selisih else "naik" if selisih > 0 else "turun"
            differing[b.kode] = SelisihIndikator(
                b.kode, left, right, selisih, direction, left.jawaban is None or right.jawaban is None
            )
    return Comparison(
        dari=dari,
        ke=ke,
        dasar=basis,
        bagian=tuple(_part_difference(b, dari, ke, differing, terjawab, instrumen) for b in parts),
        indikator=tuple(differing.values()),
    )


@lru_cache(maxsize=8)
def _parts(instrumen: Instrumen) -> tuple[_Bagian, ...]:
    """Parts to compare: the areas (both halves), aspects, components, the total."""
    parts: list[tuple[str, str, tuple[str, ...]]] = [
        (f"area-{n}", name, instrumen.area_halves(n)) for n, name in instrumen.nama_area.items()
    ]
    parts += [
        (b.kode, instrumen.simpul_title(b.kode), (b.kode,)) for b in instrumen.baris if b.jenis in ("aspek", "komponen")
    ]
    parts.append(("total", "Nilai total", ("total",)))
    return tuple(
        _Bagian(
            code,
            name,
            node,
            frozenset(b.kode for b in instrumen.indikator if any(is_within(b.kode, s) for s in node)),
        )
        for code, name, node in parts
    )


def _part_difference(
    part: _Bagian,
    dari: Penilaian,
    ke: Penilaian,
    differing: dict[str, SelisihIndikator],
    terjawab: set[str],
    instrumen: Instrumen,
) -> SelisihBagian:
    milik = [s for k, s in differing.items() if k in part.indikator]
    content = [s for s in milik if not s.kosong]
    dibandingkan = len(part.indikator & terjawab)
    return SelisihBagian(
        kode=part.kode,
        nama=part.nama,
        bobot=sum((instrumen.bobot_total if s == "total" else instrumen.bobot(s) for s in part.simpul), _ZERO),
        dari=sum((dari.nilai[s] for s in part.simpul), _ZERO),
        ke=sum((ke.nilai[s] for s in part.simpul), _ZERO),
        dibandingkan=dibandingkan,
        sama=dibandingkan - len(content),
        naik=sum(s.arah == "naik" for s in content),
        turun=sum(s.arah == "turun" for s in content),
        kosong=len(milik) - len(content),
        selisih_kosong=sum((s.selisih for s in milik if s.kosong), _ZERO),
    )


class RingkasIndikator(NamedTuple):
    """How often an indicator was marked down over many satker; ``selisih`` is the sum in points."""

    kode: str
    dibandingkan: int
    turun: int
    naik: int
    selisih: Fraction

    @property
    def rasio_turun(self) -> Fraction:
        """Share of the compared satker in which the indicator was marked down, 0 to 1."""
        return Fraction(self.turun, self.dibandingkan) if self.dibandingkan else _ZERO


class RingkasGrup(NamedTuple):
    """A group of satker: how far its first side stands above the second.

    ``kelebihan`` is the mean in points over its satker (indicators answered on both sides);
    ``kesepakatan`` the share of equal answers; ``gugur`` counts satker that meet a predicate by
    the first side's figures and no longer by the second's, ``gugur_pasti`` those whose verdicts say so
    whatever the doubtful answers stand for, ``gugur_terbuka`` those of whom a doubt leaves it open.
    """

    grup: str
    satker: int
    kelebihan: Fraction
    kesepakatan: Fraction | None
    gugur: dict[Predikat, int]
    gugur_pasti: dict[Predikat, int]
    gugur_terbuka: dict[Predikat, int]


@dataclass(frozen=True, slots=True)
class RingkasBanding:
    """Many comparisons in one: groups by overrating, indicators by how often marked down.

    ``dasar`` is the node every comparison covers, so that groups are measured alike.
    """

    dasar: str
    satker: int
    grup: tuple[RingkasGrup, ...]
    indikator: tuple[RingkasIndikator, ...]


def summarise_comparisons(pairs: Iterable[tuple[str, Comparison]], instrumen: Instrumen) -> RingkasBanding:
    """Summarise (group, comparison) pairs; both lists come with the gravest first."""
    every = list(pairs)
    komponen = instrumen.peran.pengungkit
    basis = "total" if all(p.dasar == "total" for _, p in every) else komponen
    per_grup: dict[str, list[Comparison]] = {}
    for name, p in every:
        per_grup.setdefault(name, []).append(p)
    grup = [_summarise_grup(name, content, basis) for name, content in per_grup.items()]
    grup.sort(key=lambda g: (-g.kelebihan, g.grup))
    indikator = _summarise_indikator([p for _, p in every], instrumen)
    return RingkasBanding(basis, len(every), tuple(grup), tuple(indikator))


def _summarise_grup(name: str, content: Sequence[Comparison], basis: str) -> RingkasGrup:
    parts = [p.part_of(basis) for p in content]
    dibandingkan = sum(b.dibandingkan for b in parts)
    kelebihan = sum((b.selisih_kosong - b.selisih for b in parts), _ZERO) / len(content)
    return RingkasGrup(
        grup=name,
        satker=len(content),
        kelebihan=kelebihan,
        kesepakatan=Fraction(sum(b.sama for b in parts), dibandingkan) if dibandingkan else None,
        gugur={p: sum(b.sides_meet(p) == (True, False) for b in content) for p in PREDIKAT},
        gugur_pasti={p: sum(b.falls(p) is True for b in content) for p in PREDIKAT},
        gugur_terbuka={p: sum(b.falls(p) is None for b in content) for p in PREDIKAT},
    )


def _summarise_indikator(every: Sequence[Comparison], instrumen: Instrumen) -> list[RingkasIndikator]:
    results: list[RingkasIndikator] = []
    for b in instrumen.indikator:
        banding = [
            p
            for p in every
            if is_within(b.kode, p.dasar)
            and p.dari.indikator[b.kode].jawaban is not None
            and p.ke.indikator[b.kode].jawaban is not None
        ]
        selisih = [p.ke.indikator[b.kode].skor - p.dari.indikator[b.kode].skor for p in banding]
        results.append(
            RingkasIndikator(
                b.kode,
                len(banding),
                sum(s < 0 for s in selisih),
                sum(s > 0 for s in selisih),
                sum(selisih, _ZERO),
            )
        )
    results.sort(key=lambda r: (-r.rasio_turun, r.selisih))
    return results
