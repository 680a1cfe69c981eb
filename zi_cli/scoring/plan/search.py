"""The smallest set of improvements that reaches every threshold of a predicate, proven.

An exact integer program over the levers of ``scoring.plan.levers``; the plan found is applied to the
answers and scored again before it is handed out. A plan is arithmetic: it holds only if the
evidence for every step exists.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.instrumen.tree import Ambang, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.plan.contract import (
    MAKS_LANGKAH,
    Cakupan,
    Capaian,
    Langkah,
    Penghalang,
    Permintaan,
    PerubahanHitungan,
    Rencana,
)
from zi_cli.scoring.plan.levers import Lever, LeverList, OptionLever, UnitLever, list_levers
from zi_cli.scoring.plan.solver import BATAS_WAKTU, Constraint, Program, Solusi, Unfinished, minimise
from zi_cli.scoring.result import HasilAmbang, Penilaian
from zi_cli.scoring.score import score_penilai
from zi_cli.scoring.verdict import belongs_to_pengungkit, is_under
from zi_cli.worksheet.model import Isian, KolomPenilai


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
            kena = tuple(i for i, (a, _) in enumerate(kurang) if is_under(a, t.kode, instrumen))
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
            Constraint({c: k for c, k in isi.items() if k}, titik)
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


_NOL = Fraction(0)


class RencanaMeleset(Exception):
    """A plan that does not hold when scored again: a defect of this program, never handed out."""


def make_plan(
    kolom: KolomPenilai,
    penilaian: Penilaian,
    instrumen: Instrumen,
    ambang: SetAmbang,
    permintaan: Permintaan,
    *,
    batas_waktu: float = BATAS_WAKTU,
) -> Rencana:
    """Best plan for the assessor whose cells are *kolom* and whose scores are *penilaian*.

    Best is: least cost (with costs), then fewest indicators raised, then fewest steps climbed,
    then highest total. At the preliminary stage only Pengungkit and its areas are planned, unless
    survey values may move. Raises :class:`RencanaMeleset` when the exact scorer disagrees, and
    :class:`Unfinished` when time ran out before any plan within ``maks_langkah`` was found.
    """
    cakupan: Cakupan = (
        "pengungkit" if penilaian.tahap == "pendahuluan" and "survei" not in permintaan.izinkan else "semua"
    )
    masuk = {a.kode for a in ambang.daftar if cakupan == "semua" or belongs_to_pengungkit(a, instrumen)}
    daftar = list_levers(
        kolom,
        penilaian,
        instrumen,
        kunci=permintaan.kunci,
        izinkan=permintaan.izinkan,
        biaya=permintaan.biaya,
    )
    kurang = [
        (a, titik)
        for a, h in zip(ambang.daftar, penilaian.putusan[permintaan.target].ambang, strict=True)
        if a.kode in masuk and (titik := _titik_kurang(a, h, instrumen)) > 0
    ]
    penghalang = tuple(_penghalang(kurang, daftar, penilaian, instrumen, permintaan.target))
    langkah: tuple[Langkah, ...] = ()
    optimal = not penghalang
    if kurang and not penghalang:
        hasil = _search(kurang, daftar.tuas, instrumen, permintaan, batas_waktu)
        if isinstance(hasil, Penghalang):
            penghalang, optimal = (hasil,), False
        else:
            langkah, optimal = hasil
    akhir = score_penilai(apply_steps(kolom, langkah, instrumen), {}, instrumen, ambang) if langkah else penilaian
    capaian = tuple(
        Capaian(a, z, a.kode in masuk)
        for a, z in zip(
            penilaian.putusan[permintaan.target].ambang, akhir.putusan[permintaan.target].ambang, strict=True
        )
    )
    rencana = Rencana(
        permintaan.target,
        cakupan,
        not penghalang,
        optimal,
        langkah,
        penilaian.nilai["total"],
        akhir.nilai["total"],
        capaian,
        penghalang,
    )
    _verify(rencana, penilaian, akhir)
    return rencana


def apply_steps(kolom: KolomPenilai, langkah: Iterable[Langkah], instrumen: Instrumen) -> KolomPenilai:
    """*kolom* with the answers that *langkah* leads to; the given one is not changed."""
    jawaban = dict(kolom.jawaban)
    for s in langkah:
        kode = s.hitungan.kode if s.hitungan else s.indikator
        isi = s.hitungan.ke if s.hitungan else s.ke
        sel = jawaban[kode].sel if kode in jawaban else Sel("", instrumen.per_kode[kode].nomor, 0)
        jawaban[kode] = Isian(float(isi) if isinstance(isi, Fraction) else isi, sel)
    return kolom._replace(jawaban=jawaban)


def _titik_kurang(ambang: Ambang, hasil: HasilAmbang, instrumen: Instrumen) -> Fraction:
    """Points that the node of a threshold is short of; 0 or less when it passes."""
    if ambang.satuan == "persen":
        return -hasil.selisih * instrumen.bobot_area(ambang.simpul) / 100
    return -hasil.selisih


def _penghalang(
    kurang: Sequence[tuple[Ambang, Fraction]],
    daftar: LeverList,
    penilaian: Penilaian,
    instrumen: Instrumen,
    target: Predikat,
) -> Iterable[Penghalang]:
    """Thresholds that stay out of reach: every lever only adds, so all at their best is the most."""
    hasil = {h.kode: h for h in penilaian.putusan[target].ambang}
    for a, titik in kurang:
        terbaik = sum((t.terbaik for t in daftar.tuas if is_under(a, t.kode, instrumen)), _NOL)
        if terbaik < titik:
            h = hasil[a.kode]
            faktor = h.selisih / -titik
            yield Penghalang(
                a.kode,
                a.satuan,
                h.nilai + terbaik * faktor,
                h.minimal,
                {k: s for k, s in daftar.halangan.items() if is_under(a, k, instrumen)},
            )


def _search(
    kurang: Sequence[tuple[Ambang, Fraction]],
    tuas: Sequence[Lever],
    instrumen: Instrumen,
    permintaan: Permintaan,
    batas_waktu: float,
) -> tuple[tuple[Langkah, ...], bool] | Penghalang:
    """The best plan for a target known to be in reach, and whether it is proven; or too many steps.

    Out of time with nothing found, every lever at its best is a plan, if a poor one; raises
    :class:`Unfinished` when that would break the limit of steps.
    """
    model = PlanModel(kurang, tuas, instrumen)
    maks = permintaan.maks_langkah
    solusi: Solusi | None = None
    try:
        if maks is not None:
            sedikit = minimise(model.program, model.tujuan(berbiaya=False)[:1], batas_waktu)
            perlu = len(model.langkah(sedikit.x)) if sedikit else 0
            if sedikit is not None and sedikit.terbukti and perlu > maks:
                return Penghalang(MAKS_LANGKAH, "langkah", Fraction(maks), Fraction(perlu), {})
            model.limit_steps(maks)
        solusi = minimise(model.program, model.tujuan(berbiaya=permintaan.biaya is not None), batas_waktu)
    except Unfinished:
        pass
    if solusi is not None:
        langkah = model.langkah(solusi.x)
    else:
        langkah = [best_steps(t) for t in tuas if any(is_under(a, t.kode, instrumen) for a, _ in kurang)]
        if maks is not None and len(langkah) > maks:
            raise Unfinished
    urutan = {b.kode: i for i, b in enumerate(instrumen.indikator)}
    return tuple(sorted(langkah, key=lambda s: urutan[s.indikator])), solusi is not None and solusi.terbukti


def _verify(rencana: Rencana, awal: Penilaian, akhir: Penilaian) -> None:
    """Compare the plan with the exact scorer's result for the answers it leads to."""
    if rencana.tercapai and not all(c.akhir.memenuhi for c in rencana.capaian if c.masuk):
        raise RencanaMeleset(rencana.target)
    for s in rencana.langkah:
        if akhir.indikator[s.indikator].skor - awal.indikator[s.indikator].skor != s.tambahan:
            raise RencanaMeleset(s.indikator)
