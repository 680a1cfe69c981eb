"""The indices that a worksheet carries, and the survey against them."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.survei.summary import SurveyResult, reading_name
from zi_cli.text import cuplik, desimal, ringkas


class TypedIndex(NamedTuple):
    """The index of a questionnaire as the worksheet has it, on a scale of 4, and its cell."""

    kuesioner: str
    nilai: Fraction
    sel: Sel | None


def typed_indices(p: Penilaian, instrumen: Instrumen) -> list[TypedIndex]:
    """The indices that assessor *p* typed; what is no number is left out."""
    isi = {k: p.indikator[simpul] for k, simpul in instrumen.survei.items()}
    return [TypedIndex(k, n.jawaban, n.sel) for k, n in isi.items() if isinstance(n.jawaban, Fraction)]


#: Half a unit of the second decimal, to which indices are typed.
_SETENGAH = Fraction(5, 1000)


def check_satker(survei: str | None, lke: str | None) -> list[Temuan]:
    """SVY732 when the survey is said to be another satker's than the worksheet is."""
    if survei is None or lke is None or survei.casefold().split() == lke.casefold().split():
        return []
    return [make_temuan("SVY732", survei=cuplik(survei), satker=cuplik(lke))]


def check_against_lke(
    hasil: SurveyResult, instrumen: Instrumen, diketik: Sequence[TypedIndex], *, tingkat: Tingkat | None = None
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
