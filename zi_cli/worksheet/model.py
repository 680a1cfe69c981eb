"""What the reader found in a file, before any scoring."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple

#: A cell's value as the reading library gives it; an empty cell is "".
NilaiSel = str | float | int | bool | date | datetime | time | timedelta

#: Stands for the value of a formula that was never calculated, which is unknown, not blank.
NOT_CALCULATED = "\x00belum dihitung"

#: Kode of an assessor, one of those of the instrument (``Instrumen.penilai``).
Penilai = str


class Isian(NamedTuple):
    """One cell that may hold an answer: its raw value and where it is."""

    nilai: NilaiSel
    sel: Sel


#: Cells that nobody wrote.
NO_ENTRIES: Mapping[str, Isian] = MappingProxyType({})


class KolomPenilai(NamedTuple):
    """All that one assessor wrote, by kode of the row (indicators and counts).

    ``jawaban`` holds a cell for every row that is in the sheet, blank cells included. ``catatan``
    and ``bukti`` (only where those columns exist: see ``ada_catatan`` and ``ada_bukti``) and
    ``nilai`` and ``persen`` (the file's own figures) hold cells that are not blank; ``nilai``
    and ``persen`` reach all rows, totals included. ``ragu`` are the rows whose cell does not show what it
    holds, ``sebab`` the codes of what hides or denies the whole column. ``catatan_lain`` are notes among the rows that
    stand beside no row that takes an answer, each with the text of its row.
    """

    penilai: Penilai
    jawaban: Mapping[str, Isian] = NO_ENTRIES
    catatan: Mapping[str, Isian] = NO_ENTRIES
    bukti: Mapping[str, Isian] = NO_ENTRIES
    nilai: Mapping[str, Isian] = NO_ENTRIES
    persen: Mapping[str, Isian] = NO_ENTRIES
    ada_catatan: bool = False
    ada_bukti: bool = False
    ragu: frozenset[str] = frozenset()
    sebab: tuple[str, ...] = ()
    catatan_lain: tuple[tuple[str, Isian], ...] = ()


class Worksheet(NamedTuple):
    """A file that was read: identity, each assessor's cells, and what is odd about the layout.

    ``label_pilihan`` holds "Pilihan Jawaban" cells that differ from the instrument's, as
    (answer type by the label, cell), by kode. ``rumus_jawaban`` are the answers, by assessor and kode, that are
    results of formulas and that nothing else in the file confirms. ``teks_lain`` are the texts of rows that differ
    from the instrument's, by kode. ``tahun_ragu`` is what the file has in place of its year when that is no one
    year ("#REF!", "2026/2027"), ``satker_ragu`` names that can't both be the satker's, or one with a mark of doubt.
    """

    nama: str
    sha256: str
    lembar: tuple[str, ...]
    satker: str | None
    tahun: int | None
    usulan: str | None
    kode_satker: str | None
    penilai: dict[Penilai, KolomPenilai]
    baris_hilang: tuple[str, ...]
    label_pilihan: Mapping[str, tuple[str, Sel, str]]
    temuan: list[Temuan]
    rumus_jawaban: tuple[tuple[Penilai, str, Sel], ...] = ()
    teks_lain: Mapping[str, str] = MappingProxyType({})
    tahun_ragu: str = ""
    satker_ragu: str = ""
