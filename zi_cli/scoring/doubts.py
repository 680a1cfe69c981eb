"""Doubtful answers: what the layout leaves open, and what each doubtful indicator may stand for."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Doubt, NilaiIndikator

_NOL = Fraction(0)

#: Two answer columns of one assessor, two worksheets in one file, a column of answers that nobody claims: whose
#: answers these are is open.
_SEBAB_BERKAS = frozenset({"LKE113", "LKE114", "LKE115"})
#: A row that stands twice, or that may be another one: its answer is open.
_SEBAB_BARIS = frozenset({"LKE121", "LKE128"})


class LayoutDoubts(NamedTuple):
    """What the layout leaves open: codes that make the whole file doubtful, and the indicators it can't place.

    ``teks`` are the texts of rows that differ from the instrument's, by kode.
    """

    sebab: tuple[str, ...] = ()
    indikator: frozenset[str] = frozenset()
    teks: Mapping[str, str] = MappingProxyType({})


TANPA_KERAGUAN = LayoutDoubts()


def layout_doubts(temuan: Iterable[Temuan], teks: Mapping[str, str]) -> LayoutDoubts:
    """What the findings about the layout leave open; *teks* as in :class:`LayoutDoubts`."""
    kode = {t.kode for t in temuan}
    if not kode & (_SEBAB_BERKAS | _SEBAB_BARIS):
        return LayoutDoubts(teks=teks)
    return LayoutDoubts(
        tuple(sorted(kode & _SEBAB_BERKAS)),
        frozenset(t.indikator for t in temuan if t.kode in _SEBAB_BARIS and t.indikator),
        teks,
    )


def list_doubts(
    indikator: Mapping[str, NilaiIndikator],
    kosong: Iterable[str],
    ragu: Mapping[str, tuple[Fraction, ...]],
    instrumen: Instrumen,
    teks: Mapping[str, str],
) -> tuple[Doubt, ...]:
    """The doubtful indicators in sheet order, by the text of their rows; a blank may stand for anything."""
    semua = dict.fromkeys(kosong, True)
    semua.update((k, False) for k in ragu if k not in semua)
    daftar: list[Doubt] = []
    for kode in indikator if len(semua) > 1 else semua:
        if kode not in semua:
            continue
        n, bobot, b = indikator[kode], instrumen.bobot(kode), instrumen.per_kode[kode]
        rendah, tinggi = (_NOL, bobot) if semua[kode] else (min(ragu[kode]) * bobot, max(ragu[kode]) * bobot)
        if rendah < tinggi:
            daftar.append(Doubt(kode, n.sel, teks.get(kode, b.teks), n.mentah, n.skor, rendah, tinggi, semua[kode]))
    return tuple(daftar)
