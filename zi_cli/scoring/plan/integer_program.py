"""The integer program of one plan, and the way back from its columns to steps."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.instrumen.tree import Ambang, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.plan.contract import Langkah, PerubahanHitungan
from zi_cli.scoring.plan.levers import Lever, OptionLever, UnitLever, milik
from zi_cli.scoring.plan.solver import Program, Syarat

_NOL = Fraction(0)


def is_below(ambang: Ambang, kode: str, instrumen: Instrumen) -> bool:
    """Whether indicator *kode* adds to the node that *ambang* looks at."""
    if ambang.satuan == "persen":
        return any(milik(kode, k) for k in instrumen.bagian_area(ambang.simpul))
    return ambang.simpul == "total" or milik(kode, ambang.simpul)


class _Kelompok(NamedTuple):
    """Alike option levers (same thresholds, same raises) as one; ``kolom`` counts those taken, by raise."""

    anggota: list[OptionLever]
    kolom: list[int]


class _Satuan(NamedTuple):
    """A unit lever with its switch and its number of units."""

    tuas: UnitLever
    saklar: int
    jumlah: int


class PlanModel:
    """The program for the thresholds *kurang* (with the points each is short of) over the levers *tuas*."""

    def __init__(self, kurang: Sequence[tuple[Ambang, Fraction]], tuas: Sequence[Lever], instrumen: Instrumen) -> None:
        self.program = Program()
        self.kelompok: list[_Kelompok] = []
        self.satuan: list[_Satuan] = []
        #: Column -> (points, steps, cost, indicators raised) of one unit of it.
        self.isi: dict[int, tuple[Fraction, int, Fraction, int]] = {}
        per_syarat: list[dict[int, Fraction]] = [{} for _ in kurang]
        serupa: dict[object, list[OptionLever]] = {}
        for t in tuas:
            kena = tuple(i for i, (a, _) in enumerate(kurang) if is_below(a, t.kode, instrumen))
            if not kena:
                continue
            if isinstance(t, OptionLever):
                # One column for levers that are alike: without their permutations the search is short.
                ciri = (kena, tuple(k._replace(ke="") for k in t.kenaikan))
                serupa.setdefault(ciri, []).append(t)
                if len(serupa[ciri]) > 1:
                    continue
                kolom = [self.program.kolom(0) for _ in t.kenaikan]
                self.kelompok.append(_Kelompok(serupa[ciri], kolom))
                for c, k in zip(kolom, t.kenaikan, strict=True):
                    self.isi[c] = (k.tambahan, k.tingkat, k.biaya, 1)
            else:
                kolom = [self.program.kolom(1), self.program.kolom(t.maksimum)]
                self.satuan.append(_Satuan(t, *kolom))
                self.isi[kolom[0]] = (t.tetap, 0, t.biaya, 1)
                self.isi[kolom[1]] = (t.per_satuan, 1, _NOL, 0)
                self.program.baris.append(({kolom[1]: 1, kolom[0]: -t.maksimum}, None, 0))
                self.program.baris.append(({kolom[1]: 1, kolom[0]: -t.minimum}, 0, None))
            for i in kena:
                per_syarat[i] |= {c: self.isi[c][0] for c in kolom}
        for g in self.kelompok:
            for c in g.kolom:
                self.program.batas[c] = len(g.anggota)
            if len(g.kolom) > 1:
                self.program.baris.append((dict.fromkeys(g.kolom, 1), None, len(g.anggota)))
        self.program.syarat += [
            Syarat({c: k for c, k in isi.items() if k}, titik)
            for isi, (_, titik) in zip(per_syarat, kurang, strict=True)
        ]

    def limit_steps(self, maks: int) -> None:
        """Allow at most *maks* indicators raised."""
        self.program.baris.append(({c: n for c, (_, _, _, n) in self.isi.items() if n}, None, maks))

    def tujuan(self, *, berbiaya: bool) -> list[dict[int, Fraction]]:
        """The objectives in order, all to be minimised."""
        langkah = {c: Fraction(n) for c, (_, _, _, n) in self.isi.items() if n}
        tingkat = {c: Fraction(n) for c, (_, n, _, _) in self.isi.items() if n}
        rugi = {c: -titik for c, (titik, _, _, _) in self.isi.items() if titik}
        biaya = [{c: b for c, (_, _, b, _) in self.isi.items() if b}] if berbiaya else []
        return [*biaya, langkah, tingkat, rugi]

    def langkah(self, x: Sequence[int]) -> list[Langkah]:
        """The steps that the solution *x* stands for."""
        hasil: list[Langkah] = []
        for g in self.kelompok:
            bebas = iter(g.anggota)
            for letak, c in enumerate(g.kolom):
                for _ in range(x[c]):
                    t = next(bebas)
                    k = t.kenaikan[letak]
                    hasil.append(Langkah(t.kode, t.dari, k.ke, k.tambahan, k.tingkat, k.biaya))
        hasil += [_langkah_satuan(s.tuas, x[s.jumlah]) for s in self.satuan if x[s.saklar]]
        return hasil


def _langkah_satuan(t: UnitLever, satuan: int) -> Langkah:
    hitungan = PerubahanHitungan(t.operan, t.hitungan, t.hitungan_baru(satuan)) if t.operan else None
    return Langkah(t.kode, t.dari, t.jawaban(satuan), t.tambahan(satuan), satuan, t.biaya, hitungan)


def best_steps(t: Lever) -> Langkah:
    """The step that takes lever *t* to its best."""
    if isinstance(t, UnitLever):
        return _langkah_satuan(t, t.maksimum)
    k = max(t.kenaikan, key=lambda k: k.tambahan)
    return Langkah(t.kode, t.dari, k.ke, k.tambahan, k.tingkat, k.biaya)
