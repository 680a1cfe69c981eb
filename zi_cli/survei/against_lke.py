"""The indices that a worksheet carries, and the survey against them."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.survei.summary import SurveyResult, reading_name
from zi_cli.text import decimal_text, excerpt, short_number


class TypedIndex(NamedTuple):
    """The index of a questionnaire as the worksheet has it, on a scale of 4, and its cell."""

    kuesioner: str
    nilai: Fraction
    sel: Sel | None


def typed_indices(p: Penilaian, instrumen: Instrumen) -> list[TypedIndex]:
    """The indices that assessor *p* typed; what is no number is left out."""
    content = {k: p.indikator[node] for k, node in instrumen.survei.items()}
    return [TypedIndex(k, n.jawaban, n.sel) for k, n in content.items() if isinstance(n.jawaban, Fraction)]


#: Half a unit of the second decimal, to which indices are typed.
_HALF_DIGIT = Fraction(5, 1000)


def check_satker(survei: str | None, lke: str | None) -> list[Temuan]:
    """SVY732 when the survey is said to be another satker's than the worksheet is."""
    if survei is None or lke is None or survei.casefold().split() == lke.casefold().split():
        return []
    return [make_temuan("SVY732", survei=excerpt(survei), satker=excerpt(lke))]


def check_against_lke(
    result: SurveyResult, instrumen: Instrumen, diketik: Sequence[TypedIndex], *, level: Tingkat | None = None
) -> list[Temuan]:
    """Indices typed that the survey does not give; *level* in place of the catalogue's."""
    temuan = []
    for kuesioner, nilai, cell in diketik:
        index, node = result.indeks.get(kuesioner), instrumen.survei[kuesioner]
        name = f"indeks {kuesioner.upper()}" if index is None else index.kuesioner.indeks
        if index is None or index.dipakai is None:
            temuan.append(make_temuan("SVY731", cell, node, indeks=name, diisi=short_number(nilai)))
        elif abs(index.dipakai - nilai) > _HALF_DIGIT:
            content = {"indeks": name, "diisi": short_number(nilai), "nilai": decimal_text(index.dipakai, 4)}
            way = reading_name(result.pilihan.rumus, result.pilihan.gabungan)
            temuan.append(make_temuan("SVY730", cell, node, level=level, cara=way, **content))
    return temuan
