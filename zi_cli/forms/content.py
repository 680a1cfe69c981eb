"""What goes into a form: identity, answers, and the scores that become the cached values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.worksheet.model import Penilai

#: Years the form accepts.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class CoverIdentity:
    """Who the worksheet is about; an empty field stays blank on the cover, to be filled by hand."""

    satker: str = ""
    kode: str = ""
    jenis: str = ""
    kanwil: str = ""
    eselon1: str = ""
    kepala: str = ""
    alamat: str = ""
    tahun: int | None = None
    usulan: str = ""


@dataclass(frozen=True, slots=True)
class IsianPenilai:
    """One assessor's cells by kode: option, whole count, survey index or ratio; notes and evidence."""

    jawaban: Mapping[str, str | int | float] = field(default_factory=dict)
    catatan: Mapping[str, str] = field(default_factory=dict)
    bukti: Mapping[str, str] = field(default_factory=dict)


class TakTerbawa(NamedTuple):
    """Something of the old worksheet that has no place in the form: where, what, and why."""

    penilai: Penilai | None
    sel: str
    indikator: str
    isi: str
    sebab: str


class Rubric(NamedTuple):
    """Criteria in other words than the instrument's own summary: texts by kode, and the file they come from."""

    teks: Mapping[str, str] = MappingProxyType({})
    asal: str = ""
    sha256: str = ""


#: The instrument's own words.
SUMMARY_ONLY = Rubric()


@dataclass(frozen=True, slots=True)
class Formulir:
    """All a form is made of. ``penilaian`` gives the cached values of assessors with answers."""

    instrumen: Instrumen
    ambang: SetAmbang
    penilai: tuple[Penilai, ...]
    identitas: CoverIdentity = CoverIdentity()
    isian: Mapping[Penilai, IsianPenilai] = field(default_factory=dict)
    penilaian: Mapping[Penilai, Penilaian] = field(default_factory=dict)
    tidak_terbawa: Sequence[TakTerbawa] = ()
    asal: str = ""
    rubrik: Rubric = SUMMARY_ONLY

    def points(self, penilai: Penilai, code: str) -> float:
        """Points of node *code* for the cached value of its cell; 0 without answers."""
        p = self.penilaian.get(penilai)
        return float(p.nilai[code]) if p is not None else 0.0

    def ratio(self, penilai: Penilai, code: str) -> float | str:
        """Ratio of indicator *code*, "" when it has no usable answer."""
        p = self.penilaian.get(penilai)
        if p is None or p.indikator[code].jawaban is None:
            return ""
        return float(p.indikator[code].nilai)

    def possible_ratios(self, penilai: Penilai, code: str) -> tuple[float | str, float | str]:
        """The least and the most that a ratio may be whose cells contradict each other; "" as in :meth:`rasio`."""
        ratio, p = self.ratio(penilai, code), self.penilaian.get(penilai)
        doubt = next((r for r in p.ragu if r.kode == code), None) if p is not None and ratio != "" else None
        if doubt is None:
            return ratio, ratio
        bobot = self.instrumen.bobot(code)
        return float(doubt.terburuk / bobot), float(doubt.terbaik / bobot)

    def entries(self, penilai: Penilai) -> IsianPenilai:
        """What *penilai* wrote; nothing when the form is blank."""
        return self.isian.get(penilai) or IsianPenilai()


def as_double(nilai: Fraction | None) -> float:
    """A Fraction at the edge: the double nearest to it."""
    return float(nilai) if nilai is not None else 0.0


def rubric_note(f: Formulir) -> str:
    """Whose words the rubric of the form *f* is: it names no file, for the form is read by its own words again."""
    if not f.rubrik.teks:
        return "Rubrik di lembar ini adalah ringkasan penyusun program, bukan bunyi resminya (zi template --kriteria)."
    rest = sum(1 for b in f.instrumen.indikator if b.kode not in f.rubrik.teks)
    other = f"; {rest} baris tanpa bunyi di sana memuat ringkasan penyusun program" if rest else ""
    return f"Rubrik di lembar ini dikutip dari berkas asalnya{other}."
