"""The survey against the index that a worksheet carries."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.survei.summary import Result, reading_name
from zi_cli.survei.typed import TypedIndex
from zi_cli.text import cuplik, desimal, ringkas

#: Half a unit of the second decimal, to which indices are typed.
_SETENGAH = Fraction(5, 1000)


def check_satker(survei: str | None, lke: str | None) -> list[Temuan]:
    """SVY732 when the survey is said to be another satker's than the worksheet is."""
    if survei is None or lke is None or survei.casefold().split() == lke.casefold().split():
        return []
    return [make_temuan("SVY732", survei=cuplik(survei), satker=cuplik(lke))]


def check_against_lke(
    hasil: Result, instrumen: Instrumen, diketik: Sequence[TypedIndex], *, tingkat: Tingkat | None = None
) -> list[Temuan]:
    """Indices typed that the survey does not give; *tingkat* in place of the catalogue's."""
    temuan = []
    for kuesioner, nilai, sel in diketik:
        indeks, simpul = hasil.indeks.get(kuesioner), instrumen.survei[kuesioner]
        nama = f"indeks {kuesioner.upper()}" if indeks is None else indeks.kuesioner.indeks
        if indeks is None or indeks.dipakai is None:
            temuan.append(make_temuan("SVY731", sel, simpul, indeks=nama, diisi=ringkas(nilai)))
        elif abs(indeks.dipakai - nilai) > _SETENGAH:
            isi = {"indeks": nama, "diisi": ringkas(nilai), "nilai": desimal(indeks.dipakai, 4)}
            cara = reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)
            temuan.append(make_temuan("SVY730", sel, simpul, tingkat=tingkat, cara=cara, **isi))
    return temuan
