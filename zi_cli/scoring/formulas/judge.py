"""Whether the formula of a sum or mean computes what its row should, told from what it gives for other contents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from random import Random

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.calculator import Replacement
from zi_cli.scoring.formulas.parse import Call, ErrorValue, Node, Operation, UnsupportedFormula
from zi_cli.scoring.formulas.score_cells import ScoreCells
from zi_cli.scoring.formulas.values import Scalar

_PENYEBUT = 9973
#: Points that rounding within a formula may cost: no fault of its computation.
_BULAT = Fraction(5, 1000)
_PEMBULATAN = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "INT"})

Ratios = Mapping[str, Fraction]


class Verdict(NamedTuple):
    """What a formula turned out to compute; ``beda`` is the most that it was off, in points.

    Of a wrong one: rows held but not counted (``hilang``), or only in part (``sebagian``), counted more than once
    (``ganda``), counted though not held (``asing``); by what it multiplies compared with what is right
    (``faktor``, when that is one number); the error that it gives whatever it holds (``galat``); ``bulat``: it
    would be right without its rounding; ``lingkar``: it counts this cell, its own or one that holds its own.
    """

    benar: bool
    beda: Fraction = Fraction(0)
    hilang: tuple[str, ...] = ()
    ganda: tuple[str, ...] = ()
    asing: tuple[str, ...] = ()
    faktor: Fraction | None = None
    galat: str | None = None
    bulat: bool = False
    sebagian: tuple[str, ...] = ()
    lingkar: Sel | None = None


class _Trial(NamedTuple):
    poin: Mapping[str, Fraction]
    pengganti: dict[Sel, Replacement]


class SumJudge:
    """Judges the formulas of rows that add up or average other rows.

    Every question gets a ratio at random, every cell what follows from it; a right formula then gives what its
    own row should have, whichever of the rows below it names.
    """

    def __init__(self, sel: ScoreCells) -> None:
        self._sel = sel
        acak = Random(2021)
        self._rasio = [
            {k: Fraction(acak.randrange(1, _PENYEBUT), _PENYEBUT) for k in sel.penilaian.indikator} for _ in range(2)
        ]
        self._hasil: dict[str, Verdict | None] = {}

    def judge(self, kode: str) -> Verdict | None:
        """The verdict on the formula of *kode*; None without one, or where it can't be worked out."""
        if kode not in self._hasil:
            self._hasil[kode] = self._judge(kode)
        return self._hasil[kode]

    @cached_property
    def _attempt(self) -> list[_Trial]:
        return [self._trial(r) for r in self._rasio]

    def _judge(self, kode: str) -> Verdict | None:
        pohon = self._sel.hitung.tree(self._sel.sel[kode])
        if pohon is None:
            return None
        lingkar = self._circle(kode)
        if lingkar is not None:
            return Verdict(False, lingkar=lingkar)
        hasil = [self._result(kode, c) for c in self._attempt]
        if any(x is None for x in hasil):
            return None
        galat = next((x for x in hasil if isinstance(x, ErrorValue)), None)
        if galat is not None:
            return Verdict(False, galat=galat.kode)
        beda = self._off(kode, hasil)
        if not beda:
            return Verdict(True)
        tanpa_bulat = _without_rounding(pohon)
        if tanpa_bulat != pohon and not self._off(kode, [self._result(kode, c, tanpa_bulat) for c in self._attempt]):
            return Verdict(beda <= _BULAT, beda, bulat=True)
        return Verdict(True, beda) if beda <= _BULAT else self._diagnose(kode, beda, tanpa_bulat)

    def _circle(self, kode: str) -> Sel | None:
        """A cell that the formula of *kode* names although it is its own, or adds it up."""
        dinamai = {*self._sel.hitung.references(self._sel.sel[kode])}
        return next((s for k in (kode, *self._over(kode)) if (s := self._sel.sel.get(k)) in dinamai), None)

    def _over(self, kode: str) -> list[str]:
        """The rows that hold *kode*, the nearest first."""
        hasil: list[str] = []
        antre = [kode]
        while antre:
            baru = self._holders.get(antre.pop(), [])
            hasil += baru
            antre += baru
        return hasil

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        hasil: dict[str, list[str]] = {}
        for k, isi in self._sel.isi.items():
            for x in isi:
                hasil.setdefault(x, []).append(k)
        return hasil

    def _off(self, kode: str, hasil: list[Scalar]) -> Fraction:
        """The most that results of trials differ from what is right, in points."""
        pasangan = zip(hasil, self._attempt, strict=True)
        return max(abs(x - c.poin[kode]) if isinstance(x, Fraction) else Fraction(100) for x, c in pasangan)

    def share(self, sel: Sel, kode: str) -> bool | None:
        """Whether the formula in *sel* gives the share of its weight that *kode* has, as a ratio or in percent.

        None where it can't be worked out, or does not go by the scores at all.
        """
        hitung = self._sel.hitung
        if hitung.tree(sel) is None or not set(hitung.references(sel)) & {*self._sel.sel.values()}:
            return None
        benar = True
        for coba in self._attempt:
            try:
                with hitung.trial(coba.pengganti) as diwakili:
                    x = hitung.compute(sel)
            except UnsupportedFormula:
                return None
            if diwakili:
                return None
            rasio = coba.poin[kode] / self._sel.weight(kode)
            benar = benar and isinstance(x, Fraction) and min(abs(x - rasio), abs(x / 100 - rasio)) <= _BULAT
        return benar

    def _diagnose(self, kode: str, beda: Fraction, pohon: Node) -> Verdict | None:
        """What is wrong with the formula *pohon* of *kode*, whose roundings are left out: they would blur its parts."""
        dasar = self._attempt[0]
        awal = self._number(kode, dasar, pohon)
        pengaruh: dict[str, Fraction] = {}
        for anak in self._sel.isi[kode]:
            lain = self._halved(anak)
            if lain.poin[kode] != dasar.poin[kode]:
                pengaruh[anak] = (self._number(kode, lain, pohon) - awal) / (lain.poin[kode] - dasar.poin[kode])
        faktor = sorted({f for f in pengaruh.values() if f})
        asing = tuple(self._foreign(kode, awal, pohon))
        if (
            not faktor
            and not asing
            and set(self._sel.hitung.references(self._sel.sel[kode])) & {*self._sel.jawaban.values()}
        ):
            # It goes by the answers themselves, which these trials leave as they are.
            return None
        # What most rows count is taken as once; of as many what is right, else the smaller.
        banyak = Counter(f for f in pengaruh.values() if f)
        sekali = min(banyak, key=lambda f: (-banyak[f], f != 1, f), default=Fraction(1))
        return Verdict(
            False,
            beda,
            tuple(k for k, f in pengaruh.items() if f == 0),
            tuple(k for k, f in pengaruh.items() if f > sekali),
            asing,
            faktor[0] if len(faktor) == 1 else None,
            sebagian=tuple(k for k, f in pengaruh.items() if f and f < sekali),
        )

    def _halved(self, kode: str) -> _Trial:
        """The first trial with every question of *kode* at half its ratio: so are the points of all between."""
        dasar = self._attempt[0]
        turun = {kode, *self._sel.below(kode)}
        poin = {**dasar.poin, **{k: dasar.poin[k] / 2 for k in turun if k in dasar.poin}}
        berubah = {k for x in turun for k in self._over(x)} - turun
        self._add_up(poin, berubah)
        sel = self._sel
        ganti = {sel.sel[k]: poin[k] / sel.satuan[k] for k in turun | berubah if k in sel.sel}
        return _Trial(poin, {**dasar.pengganti, **ganti})

    def _foreign(self, kode: str, awal: Fraction, pohon: Node) -> Iterator[str]:
        """Rows outside *kode* that its formula counts."""
        sel = self._sel
        milik = {kode, *sel.below(kode), *(k for k, isi in sel.isi.items() if isi == sel.isi[kode])}
        per_sel = {s: k for k, s in sel.sel.items()}
        for s in dict.fromkeys(sel.hitung.references(sel.sel[kode])):
            k = per_sel.get(s)
            asing = k is not None and k not in milik and kode not in sel.below(k)
            if k is not None and asing and self._number(kode, self._halved(k), pohon) != awal:
                yield k

    def _number(self, kode: str, coba: _Trial, pohon: Node) -> Fraction:
        x = self._result(kode, coba, pohon)
        return x if isinstance(x, Fraction) else Fraction(0)

    def _result(self, kode: str, coba: _Trial, pohon: Node | None = None) -> Scalar:
        """Points by the formula of *kode* (or *pohon*) in a trial; None when it can't be worked out."""
        hitung = self._sel.hitung
        try:
            with hitung.trial(coba.pengganti) as diwakili:
                x = hitung.compute(self._sel.sel[kode], pohon)
        except UnsupportedFormula:
            return None
        if diwakili:
            return None
        return x * self._sel.satuan[kode] if isinstance(x, Fraction) else x

    def _trial(self, rasio: Ratios) -> _Trial:
        """Points of every row by the ratios of its questions; means leave out questions that the sheet lacks."""
        sel = self._sel
        poin = {k: r * sel.weight(k) for k, r in rasio.items()}
        self._add_up(poin, {b.kode for b in sel.instrumen.baris} - {*poin})
        return _Trial(poin, {s: poin[k] / sel.satuan[k] for k, s in sel.sel.items()})

    def _add_up(self, poin: dict[str, Fraction], baris: set[str]) -> None:
        """Set the points of the rows *baris* by what they hold."""
        sel = self._sel
        for kode in self._upwards:
            if kode not in baris:
                continue
            isi = [k for k in sel.isi.get(kode, ()) if k not in sel.penilaian.indikator or k in sel.hadir]
            poin[kode] = sum((poin[k] for k in isi), Fraction(0))
            if isi and sel.is_mean(kode):
                poin[kode] *= sel.weight(kode) / sum((sel.weight(k) for k in isi), Fraction(0))

    @cached_property
    def _upwards(self) -> list[str]:
        """All rows, each after what it holds."""
        baris = self._sel.instrumen.baris
        total = [b.kode for b in baris if b.jenis == "total"]
        return [*(b.kode for b in reversed(baris) if b.jenis != "total"), *total]


def _without_rounding(n: Node) -> Node:
    """The formula with every rounded value in place of its rounding."""
    if isinstance(n, Call) and n.nama in _PEMBULATAN and n.isi and n.isi[0] is not None:
        return _without_rounding(n.isi[0])
    if isinstance(n, Call):
        return Call(n.nama, tuple(None if x is None else _without_rounding(x) for x in n.isi))
    return Operation(n.tanda, tuple(map(_without_rounding, n.isi))) if isinstance(n, Operation) else n
