"""The named rules of percent rows: counts in, raw ratio out (before floor and cap).

Each rule takes its operands in the order of ``struktur.csv``, whole numbers or None when blank,
and returns a :class:`Rasio`. Sources: the sheet's own rubric and the notes on the instrument.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from zi_cli.named_tuple import NamedTuple

Hitungan = Fraction | None


class Rasio(NamedTuple):
    """The outcome of a rule: ``mentah`` is the ratio as computed, None when operands are missing.

    ``penyebut_nol``: the denominator was 0 where the sheet gives no rule for it (scored 0).
    ``boleh_lebih``: a ratio above 1 is legitimate, not a sign of wrong counts.
    """

    mentah: Fraction | None
    penyebut_nol: bool = False
    boleh_lebih: bool = False

    @property
    def nilai(self) -> Fraction | None:
        """The ratio floored at 0 and capped at 1."""
        m = self.mentah
        if m is None or 0 <= m.numerator <= m.denominator:
            return m
        return Fraction(int(m > 0))


_LACKING = Rasio(None)


def rasio(part: Hitungan, every: Hitungan) -> Rasio:
    """Part over whole (rows 128, 157, 174, 181, 190); 0 in the denominator scores 0."""
    if part is None or every is None:
        return _LACKING
    if every == 0:
        return Rasio(Fraction(0), penyebut_nol=True)
    return Rasio(part / every)


def rasio_terbatas(part: Hitungan, every: Hitungan) -> Rasio:
    """Changes over agents (row 125): more changes than agents is fine and counts as 1."""
    return rasio(part, every)._replace(boleh_lebih=True)


def rasio_atau_penuh(done: Hitungan, mandatory: Hitungan) -> Rasio:
    """Finished over to be handled (row 168): nothing to handle is 1, and then needs no further count."""
    if mandatory == 0:
        return Rasio(Fraction(1))
    return rasio(done, mandatory)


def penurunan(lalu: Hitungan, ini: Hitungan) -> Rasio:
    """Decrease of violations (row 151): (last - this) / last; none in either year is 1, new ones 0."""
    if lalu is None or ini is None:
        return _LACKING
    if lalu == 0:
        return Rasio(Fraction(int(ini == 0)))
    return Rasio((lalu - ini) / lalu)


ATURAN: Mapping[str, Callable[[Hitungan, Hitungan], Rasio]] = {
    "rasio": rasio,
    "rasio_terbatas": rasio_terbatas,
    "rasio_atau_penuh": rasio_atau_penuh,
    "penurunan": penurunan,
}
