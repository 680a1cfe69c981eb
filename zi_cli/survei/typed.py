"""The survey indices that a worksheet carries."""

from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian


class TypedIndex(NamedTuple):
    """The index of a questionnaire as the worksheet has it, on a scale of 4, and its cell."""

    kuesioner: str
    nilai: Fraction
    sel: Sel | None


def typed_indices(p: Penilaian, instrumen: Instrumen) -> list[TypedIndex]:
    """The indices that assessor *p* typed; what is no number is left out."""
    isi = {k: p.indikator[simpul] for k, simpul in instrumen.survei.items()}
    return [TypedIndex(k, n.jawaban, n.sel) for k, n in isi.items() if isinstance(n.jawaban, Fraction)]
