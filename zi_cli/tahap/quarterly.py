"""The quarterly report of a Kantor Wilayah or a Unit Eselon I (BAB IV A): figures as they are, nothing judged."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.evidence_proof import evidence_below
from zi_cli.pengajuan.follow_up import unknown_satker
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.letters import SatkerNames
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.pengajuan.register.side_sheets import (
    PELATIHAN,
    PEMBINAAN,
    PENCANANGAN,
    PENGADUAN,
    REPLIKASI,
    SideRow,
    side_columns,
)
from zi_cli.text import canonical_name
from zi_cli.text import long_date as tulis_tanggal

#: The sheets that are reported row by row, in the order of the report.
SHEETS = (PEMBINAAN, PENGADUAN, REPLIKASI, PELATIHAN, PENCANANGAN)
#: The questionnaires of IPK (perceived corruption) and IKM (service).
_IPK, _IKM = "spak", "spkp"


class Quarter(NamedTuple):
    """A quarter of a year, 1 to 4."""

    tahun: int
    nomor: int

    @property
    def awal(self) -> date:
        """Its first day."""
        return date(self.tahun, 3 * self.nomor - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return (date(self.tahun, 3 * self.nomor, 28) + timedelta(4)).replace(day=1) - timedelta(1)

    def __contains__(self, day: object) -> bool:
        """Whether the day *day* is in it."""
        return isinstance(day, date) and self.awal <= day <= self.last_day

    def __str__(self) -> str:
        return f"Triwulan {('I', 'II', 'III', 'IV')[self.nomor - 1]} {self.tahun}"


class QuarterRow(NamedTuple):
    """One satker: survey indices on a scale of 4 (None: not in the worksheet), TLHP as written, evidence, coaching.

    ``data_dukung``: the upload that the register tells of; ``bukti``: the state of the folder kept for the quarter.
    """

    satker: Satker
    ipk: Fraction | None
    ikm: Fraction | None
    tlhp: str
    data_dukung: str
    bukti: str
    pembinaan: int


class QuarterReport(NamedTuple):
    """The report: whose, which quarter, its satker, and the rows of each sheet by its name."""

    unit: str
    triwulan: Quarter
    satker: tuple[QuarterRow, ...]
    lembar: Mapping[str, tuple[SideRow, ...]]
    temuan: tuple[Temuan, ...]


def parse_quarter(text: str) -> Quarter:
    """The quarter "2027-2"; raises ValueError for anything else."""
    tahun, _, number = text.strip().partition("-")
    if not (tahun.isdecimal() and len(tahun) == 4 and number in ("1", "2", "3", "4")):
        raise ValueError(text)
    return Quarter(int(tahun), int(number))


def build_report(
    daftar: DaftarSatker,
    materials: Mapping[int, LkeFacts],
    triwulan: Quarter,
    unit: str | None = None,
    roots: Sequence[Path] = (),
) -> QuarterReport:
    """The report of *unit* (a Kanwil or a Unit Eselon I; None: all).

    *materials* are worksheets by identity of the row; evidence lies below *roots*.
    """
    key = canonical_name(unit or "")
    milik = [s for s in daftar.satker if unit is None or key in _units(s)]
    name = SatkerNames(daftar.satker)
    ikut = {id(s) for s in milik}
    sheets = {
        n: tuple(b for b in daftar.sheet(n).baris if _is_in(n, b, triwulan) and _is_of(b, name, ikut, unit))
        for n in SHEETS
    }
    pembinaan = [s for b in sheets[PEMBINAAN] if (s := name.find(b.text("satker"))) is not None]
    temuan: list[Temuan] = []
    row = tuple(
        QuarterRow(
            s,
            _index(materials.get(id(s)), _IPK),
            _index(materials.get(id(s)), _IKM),
            s.tlhp.teks if s.tlhp else "belum diketahui",
            evidence_words(s, triwulan),
            _kept_state(s, triwulan, roots, temuan),
            sum(1 for x in pembinaan if x is s),
        )
        for s in milik
    )
    temuan += [t for n in SHEETS for t in daftar.sheet(n).temuan]
    temuan += [t for n in SHEETS if n != PELATIHAN for t in unknown_satker(daftar, n)]
    return QuarterReport(unit or "Semua satker", triwulan, row, sheets, tuple(temuan))


def evidence_words(s: Satker, triwulan: Quarter) -> str:
    """Whether evidence was updated in the quarter: the register keeps only the last day."""
    day = s.tanggal_data_dukung
    if day is None:
        return "belum diketahui"
    if day in triwulan:
        return f"ya, {tulis_tanggal(day)}"
    if day > triwulan.last_day:
        return f"belum diketahui; terakhir {tulis_tanggal(day)}"
    return f"tidak; terakhir {tulis_tanggal(day)}"


def _kept_state(s: Satker, triwulan: Quarter, roots: Sequence[Path], temuan: list[Temuan]) -> str:
    """What ``zi bukti`` kept of the quarter; what can't be read joins *temuan*."""
    folder = evidence_below(s.kode, roots)
    if folder is None:
        return "belum diketahui"
    # Reading records back costs its import only where evidence is kept.
    from zi_cli.bukti.quarter_state import quarter_standing

    try:
        k, stale = quarter_standing(folder, s.called, triwulan)[1:]
    except UnreadableInput as e:
        temuan.append(e.temuan)
        return "belum diketahui; catatannya tidak terbaca"
    if k is None:
        return "belum dicatat"
    result = f"{(k.berpoin or k.keadaan).words()} ({tulis_tanggal(k.tanggal)})"
    if k.perubahan is not None:
        result += f"; {k.perubahan.baru} dokumen baru, {k.perubahan.diperbarui} diperbarui"
    return f"belum diketahui; {stale}" if stale else result


def _units(s: Satker) -> set[str]:
    return {canonical_name(x) for x in (s.kanwil, s.eselon1) if x}


def _index(b: LkeFacts | None, kuesioner: str) -> Fraction | None:
    return next((i.nilai for i in b.survei if i.kuesioner.casefold() == kuesioner), None) if b is not None else None


def _is_in(sheet: str, b: SideRow, triwulan: Quarter) -> bool:
    """Whether the row belongs to the quarter; a complaint does until it is settled, an undated row always."""
    day = b.day("tanggal")
    if day is None:
        return True
    if sheet == PENGADUAN and day < triwulan.awal:
        done = b.day("selesai")
        return done is None or done >= triwulan.awal
    return day in triwulan


def _is_of(b: SideRow, name: SatkerNames, ikut: set[int], unit: str | None) -> bool:
    """Whether the row is about one of the unit's satker; a row that names none is everybody's."""
    text = b.text("satker")
    s = name.find(text) if text else None
    if s is None:
        return unit is None or not text
    return id(s) in ikut


def sheet_headings(sheet: str) -> Sequence[tuple[str, str]]:
    """Fields and headings of a sheet, in order."""
    return [(k.kunci, k.judul) for k in side_columns()[sheet]]
