"""Thresholds in words: what each is called, and how far a value stays below one."""

from fractions import Fraction

from zi_cli.instrumen.tree import Ambang, Instrumen
from zi_cli.text import desimal, ringkas


def threshold_label(ambang: Ambang, instrumen: Instrumen) -> str:
    """What the threshold looks at: "Area 2: Penataan Tatalaksana", or its own label."""
    if ambang.satuan == "persen":
        return f"Area {ambang.simpul}: {instrumen.nama_area[ambang.simpul]}"
    return ambang.label


def unit(satuan: str) -> str:
    """What follows a figure of a threshold: nothing for points."""
    return " %" if satuan == "persen" else ""


def shortfall(nilai: Fraction, minimal: Fraction, satuan: str, *, menyesatkan: bool = False) -> str:
    """The value against the minimum it misses, and by how much; *menyesatkan*: rounding would show it as reached."""
    kurang = minimal - nilai
    selisih = desimal(kurang) if desimal(kurang) != "0,00" else f"kurang dari 0,01 ({ringkas(kurang, 9)})"
    tertulis = ringkas(nilai) if menyesatkan else desimal(nilai)
    catatan = f"; pembulatan menyesatkan: {desimal(nilai)} belum mencapai batas" if menyesatkan else ""
    persen = unit(satuan)
    return f"{tertulis}{persen} dari minimal {desimal(minimal)}{persen}, kurang {selisih}{catatan}"
