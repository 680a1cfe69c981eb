"""Thresholds in words: how far a value stays below one."""

from fractions import Fraction

from zi_cli.text import desimal, ringkas


def unit(satuan: str) -> str:
    """What follows a figure of a threshold: nothing for points."""
    return " %" if satuan == "persen" else ""


def shortfall(nilai: Fraction, minimal: Fraction, satuan: str, *, menyesatkan: bool = False) -> str:
    """The value against the minimum, and by how much it misses it; *menyesatkan*: rounding would show it as reached."""
    persen = unit(satuan)
    if nilai >= minimal:
        return f"{desimal(nilai)}{persen} dari minimal {desimal(minimal)}{persen}"
    kurang = minimal - nilai
    selisih = desimal(kurang) if desimal(kurang) != "0,00" else f"kurang dari 0,01 ({ringkas(kurang, 9)})"
    tertulis = ringkas(nilai) if menyesatkan else desimal(nilai)
    catatan = f"; pembulatan menyesatkan: {desimal(nilai)} belum mencapai batas" if menyesatkan else ""
    return f"{tertulis}{persen} dari minimal {desimal(minimal)}{persen}, kurang {selisih}{catatan}"
