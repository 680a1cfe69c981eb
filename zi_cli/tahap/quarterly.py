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
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
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
from zi_cli.text import tanggal as tulis_tanggal

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
    def akhir(self) -> date:
        """Its last day."""
        return (date(self.tahun, 3 * self.nomor, 28) + timedelta(4)).replace(day=1) - timedelta(1)

    def __contains__(self, hari: object) -> bool:
        """Whether the day *hari* is in it."""
        return isinstance(hari, date) and self.awal <= hari <= self.akhir

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


def parse_quarter(teks: str) -> Quarter:
    """The quarter "2027-2"; raises ValueError for anything else."""
    tahun, _, nomor = teks.strip().partition("-")
    if not (tahun.isdecimal() and len(tahun) == 4 and nomor in ("1", "2", "3", "4")):
        raise ValueError(teks)
    return Quarter(int(tahun), int(nomor))


def build_report(
    daftar: DaftarSatker,
    bahan: Mapping[int, LkeFacts],
    triwulan: Quarter,
    unit: str | None = None,
    akar: Sequence[Path] = (),
) -> QuarterReport:
    """The report of *unit* (a Kanwil or a Unit Eselon I; None: all).

    *bahan* are worksheets by identity of the row; evidence lies below *akar*.
    """
    kunci = canonical_name(unit or "")
    milik = [s for s in daftar.satker if unit is None or kunci in _units(s)]
    nama = SatkerNames(daftar.satker)
    ikut = {id(s) for s in milik}
    lembar = {
        n: tuple(b for b in daftar.sheet(n).baris if _is_in(n, b, triwulan) and _is_of(b, nama, ikut, unit))
        for n in SHEETS
    }
    pembinaan = [s for b in lembar[PEMBINAAN] if (s := nama.find(b.text("satker"))) is not None]
    temuan: list[Temuan] = []
    baris = tuple(
        QuarterRow(
            s,
            _index(bahan.get(id(s)), _IPK),
            _index(bahan.get(id(s)), _IKM),
            s.tlhp.teks if s.tlhp else "belum diketahui",
            evidence_words(s, triwulan),
            _kept_state(s, triwulan, akar, temuan),
            sum(1 for x in pembinaan if x is s),
        )
        for s in milik
    )
    temuan += [t for n in SHEETS for t in daftar.sheet(n).temuan]
    temuan += [t for n in SHEETS if n != PELATIHAN for t in unknown_satker(daftar, n)]
    return QuarterReport(unit or "Semua satker", triwulan, baris, lembar, tuple(temuan))


def evidence_words(s: Satker, triwulan: Quarter) -> str:
    """Whether evidence was updated in the quarter: the register keeps only the last day."""
    hari = s.tanggal_data_dukung
    if hari is None:
        return "belum diketahui"
    if hari in triwulan:
        return f"ya, {tulis_tanggal(hari)}"
    if hari > triwulan.akhir:
        return f"belum diketahui; terakhir {tulis_tanggal(hari)}"
    return f"tidak; terakhir {tulis_tanggal(hari)}"


def _kept_state(s: Satker, triwulan: Quarter, akar: Sequence[Path], temuan: list[Temuan]) -> str:
    """What ``zi bukti`` kept of the quarter; what can't be read joins *temuan*."""
    folder = evidence_below(s.kode, akar)
    if folder is None:
        return "belum diketahui"
    # Reading records back costs its import only where evidence is kept.
    from zi_cli.bukti.quarter_state import quarter_standing

    try:
        k, usang = quarter_standing(folder, s.sebutan, triwulan)[1:]
    except UnreadableInput as e:
        temuan.append(e.temuan)
        return "belum diketahui; catatannya tidak terbaca"
    if k is None:
        return "belum dicatat"
    hasil = f"{(k.berpoin or k.keadaan).words()} ({tulis_tanggal(k.tanggal)})"
    if k.perubahan is not None:
        hasil += f"; {k.perubahan.baru} dokumen baru, {k.perubahan.diperbarui} diperbarui"
    return f"belum diketahui; {usang}" if usang else hasil


def _units(s: Satker) -> set[str]:
    return {canonical_name(x) for x in (s.kanwil, s.eselon1) if x}


def _index(b: LkeFacts | None, kuesioner: str) -> Fraction | None:
    return next((i.nilai for i in b.survei if i.kuesioner.casefold() == kuesioner), None) if b is not None else None


def _is_in(lembar: str, b: SideRow, triwulan: Quarter) -> bool:
    """Whether the row belongs to the quarter; a complaint does until it is settled, an undated row always."""
    hari = b.day("tanggal")
    if hari is None:
        return True
    if lembar == PENGADUAN and hari < triwulan.awal:
        selesai = b.day("selesai")
        return selesai is None or selesai >= triwulan.awal
    return hari in triwulan


def _is_of(b: SideRow, nama: SatkerNames, ikut: set[int], unit: str | None) -> bool:
    """Whether the row is about one of the unit's satker; a row that names none is everybody's."""
    teks = b.text("satker")
    s = nama.find(teks) if teks else None
    if s is None:
        return unit is None or not teks
    return id(s) in ikut


def sheet_headings(lembar: str) -> Sequence[tuple[str, str]]:
    """Fields and headings of a sheet, in order."""
    return [(k.kunci, k.judul) for k in side_columns()[lembar]]
