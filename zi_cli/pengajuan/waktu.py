"""Whole years between dates, as the guideline counts them."""

from datetime import date


def tambah_tahun(hari: date, tahun: int) -> date:
    """The same day *tahun* years later; 29 February becomes 1 March in a common year."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return date(hari.year + tahun, 3, 1)
