"""How many respondents a population needs."""

from fractions import Fraction
from math import ceil

from zi_cli.survei.questionnaire import survey_data
from zi_cli.text import round_half_up


def krejcie_morgan(populasi: int, persen_kesalahan: int = 5) -> int:
    """Sample size for *populasi* by Lampiran II of PermenPANRB 14/2017, rounded half up.

    At 5 percent this equals all 90 rows that the annex prints. Raises ValueError for a population
    below 1, KeyError for an error level without a constant (1, 5 and 10 percent have one).
    """
    _check(populasi)
    data = survey_data()
    khi, p, d = data.khi_kuadrat[persen_kesalahan], data.p, data.d
    return round_half_up(khi * populasi * p * (1 - p) / (d**2 * (populasi - 1) + khi * p * (1 - p)), 0)


def slovin(populasi: int, kesalahan: Fraction = Fraction(5, 100)) -> int:
    """Sample size by Slovin with the error as a ratio, rounded up. No regulation names it: only on request.

    Raises ValueError for a population below 1 or an error that is not between 0 and 1.
    """
    _check(populasi)
    if not 0 < kesalahan < 1:
        raise ValueError("error must be a ratio between 0 and 1")
    return ceil(populasi / (1 + populasi * kesalahan**2))


def _check(populasi: int) -> None:
    if populasi < 1:
        raise ValueError("population must be at least 1")
