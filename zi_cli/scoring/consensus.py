"""Where the assessors of one worksheet differ: points at stake, and whether a threshold turns on it. Exact."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import NilaiIndikator, Penilaian
from zi_cli.scoring.totals import shift_nodes
from zi_cli.scoring.verdict import ambang_value, is_under
from zi_cli.worksheet.model import Penilai

#: By itself; only together with other disputed rows; not at all.
Decides = Literal["sendiri", "bersama", "tidak"]


class TurnedThreshold(NamedTuple):
    """A threshold that passes by one choice of the answers and fails by another."""

    predikat: Predikat
    kode: str


class Dispute(NamedTuple):
    """One indicator to which assessors gave different answers.

    ``jawaban`` holds the answers there are, assessors in rising order; ``taruhan`` is the most minus the least of
    their points. ``sendiri`` are the thresholds that this answer turns when all others are the deciding assessor's,
    ``bersama`` those that turn only with other disputed answers.
    """

    kode: str
    jawaban: Mapping[Penilai, NilaiIndikator]
    taruhan: Fraction
    sendiri: tuple[TurnedThreshold, ...]
    bersama: tuple[TurnedThreshold, ...]

    @property
    def decides(self) -> Decides:
        """Whether a threshold turns on it."""
        return "sendiri" if self.sendiri else "bersama" if self.bersama else "tidak"


def find_disputes(
    semua: Sequence[Penilaian],
    dasar: Penilaian,
    instrumen: Instrumen,
    ambang: SetAmbang,
    predikat: Sequence[Predikat],
) -> list[Dispute]:
    """The indicators that *semua* answered differently, those first that decide most, then by points at stake.

    *dasar* is the deciding assessor, whose answers hold wherever no other is tried. A blank is no answer and
    disputes nothing.
    """
    berbeda: dict[str, dict[Penilai, NilaiIndikator]] = {}
    for b in instrumen.indikator:
        ada = {p.penilai: n for p in semua if (n := p.indikator[b.kode]).jawaban is not None}
        if len({n.jawaban for n in ada.values()}) > 1:
            berbeda[b.kode] = ada
    kini = {kode: dasar.indikator[kode].skor for kode in berbeda}
    turun = {kode: min(n.skor for n in ada.values()) - kini[kode] for kode, ada in berbeda.items()}
    naik = {kode: max(n.skor for n in ada.values()) - kini[kode] for kode, ada in berbeda.items()}
    terbuka = _turned(dasar, turun, naik, instrumen, ambang, predikat)
    per_kode = {a.kode: a for a in ambang.daftar}
    hasil = []
    for kode, ada in berbeda.items():
        sendiri = _turned(dasar, {kode: turun[kode]}, {kode: naik[kode]}, instrumen, ambang, predikat)
        bersama = [t for t in terbuka if t not in sendiri and is_under(per_kode[t.kode], kode, instrumen)]
        taruhan = naik[kode] - turun[kode]
        hasil.append(Dispute(kode, ada, taruhan, tuple(sendiri), tuple(bersama) if taruhan else ()))
    urut = ("sendiri", "bersama", "tidak")
    return sorted(hasil, key=lambda d: (urut.index(d.decides), -d.taruhan))


def _turned(
    dasar: Penilaian,
    turun: Mapping[str, Fraction],
    naik: Mapping[str, Fraction],
    instrumen: Instrumen,
    ambang: SetAmbang,
    predikat: Sequence[Predikat],
) -> list[TurnedThreshold]:
    """The thresholds that fail with *turun* added to the points of *dasar* and pass with *naik*."""
    if not turun:
        return []
    rendah, tinggi = (shift_nodes(dasar.nilai, geser, instrumen) for geser in (turun, naik))
    return [
        TurnedThreshold(p, a.kode)
        for p in predikat
        for a in ambang.daftar
        if ambang_value(a, rendah, instrumen) < a.minimal[p] <= ambang_value(a, tinggi, instrumen)
    ]
