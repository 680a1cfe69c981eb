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
    every: Sequence[Penilaian],
    basis: Penilaian,
    instrumen: Instrumen,
    ambang: SetAmbang,
    predikat: Sequence[Predikat],
) -> list[Dispute]:
    """The indicators that *every* answered differently, those first that decide most, then by points at stake.

    *basis* is the deciding assessor, whose answers hold wherever no other is tried. A blank is no answer and
    disputes nothing.
    """
    differing: dict[str, dict[Penilai, NilaiIndikator]] = {}
    for b in instrumen.indikator:
        present = {p.penilai: n for p in every if (n := p.indikator[b.kode]).jawaban is not None}
        if len({n.jawaban for n in present.values()}) > 1:
            differing[b.kode] = present
    now = {code: basis.indikator[code].skor for code in differing}
    down = {code: min(n.skor for n in present.values()) - now[code] for code, present in differing.items()}
    naik = {code: max(n.skor for n in present.values()) - now[code] for code, present in differing.items()}
    opened = _turned(basis, down, naik, instrumen, ambang, predikat)
    by_code = {a.kode: a for a in ambang.daftar}
    results = []
    for code, present in differing.items():
        own = _turned(basis, {code: down[code]}, {code: naik[code]}, instrumen, ambang, predikat)
        shared = [t for t in opened if t not in own and is_under(by_code[t.kode], code, instrumen)]
        taruhan = naik[code] - down[code]
        results.append(Dispute(code, present, taruhan, tuple(own), tuple(shared) if taruhan else ()))
    ordered = ("sendiri", "bersama", "tidak")
    return sorted(results, key=lambda d: (ordered.index(d.decides), -d.taruhan))


def _turned(
    basis: Penilaian,
    down: Mapping[str, Fraction],
    naik: Mapping[str, Fraction],
    instrumen: Instrumen,
    ambang: SetAmbang,
    predikat: Sequence[Predikat],
) -> list[TurnedThreshold]:
    """The thresholds that fail with *down* added to the points of *basis* and pass with *naik*."""
    if not down:
        return []
    low, height = (shift_nodes(basis.nilai, shift, instrumen) for shift in (down, naik))
    return [
        TurnedThreshold(p, a.kode)
        for p in predikat
        for a in ambang.daftar
        if ambang_value(a, low, instrumen) < a.minimal[p] <= ambang_value(a, height, instrumen)
    ]
