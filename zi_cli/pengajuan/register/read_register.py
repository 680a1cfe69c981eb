"""The satker register: one row a satker, from a workbook or CSV, every fault named by its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.cell_values import Persen
from zi_cli.pengajuan.register.columns import COLUMNS, REQUIRED
from zi_cli.pengajuan.register.rows import RowReader
from zi_cli.pengajuan.register.sheets import RegisterSheet, choose_sheet, open_sheets
from zi_cli.pengajuan.register.side_sheets import SideSheet, side_sheets
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.worksheet.model import NilaiSel

Usulan = Literal["WBK", "WBBM", "Tidak"]
PredikatDimiliki = Literal["Belum ada", "WBK", "WBBM"]


class CellContent(NamedTuple):
    """One cell of the register: its value, what kind of nothing it is where there is none, and where it stands."""

    keadaan: Literal["terisi", "kosong", "tidak terbaca", "tanpa kolom"]
    nilai: Any
    sel: Sel | None


@dataclass(frozen=True, slots=True)
class Satker:
    """One row of the register; None where the cell is blank or can't be used.

    ``usulan`` "Tidak" says the satker is not proposed; None says nothing. ``sakip`` is the text
    as typed, a letter or a number. ``sel`` locates every column that exists, by field name, and
    ``galat`` names the fields whose cell can't be used. ``ganda`` says another row has the same
    kode, so that neither can be relied on. ``nihil`` are fields that an option declares as never happened.
    """

    kode: str | None
    nama: str | None
    jenis: str | None
    kanwil: str | None
    eselon1: str | None
    alamat: str | None
    kota: str | None
    kawasan: str | None
    kepala_nama: str | None
    kepala_nip: str | None
    kepala_jabatan: str | None
    usulan: Usulan | None
    predikat: PredikatDimiliki | None
    tanggal_predikat: date | None
    tanggal_monev: date | None
    tanggal_data_dukung: date | None
    tanggal_pencanangan: date | None
    mulai_wbk: date | None
    mulai_wbbm: date | None
    sakip: str | None
    tlhp: Persen | None
    lhkpn: Persen | None
    lhkasn: Persen | None
    layanan_utama: bool | None
    dampak: bool | None
    pendahuluan_layak: bool | None
    pendahuluan_tanggal: date | None
    pendahuluan_penilai: str | None
    sptjm_nomor: str | None
    sptjm_tanggal: date | None
    tanggal_pencabutan: date | None
    berkas_lke: str | None
    berkas_survei: str | None
    afirmasi: bool | None
    jalur: str | None
    keterangan: str | None
    sel: Mapping[str, Sel]
    galat: frozenset[str] = frozenset()
    ganda: bool = False
    nihil: frozenset[str] = frozenset()

    def content(self, field: str) -> CellContent:
        """The cell of *field*. Blank is only a truly blank cell of a column that is there."""
        nilai, cell = getattr(self, field), self.sel.get(field)
        if field in self.galat:
            return CellContent("tidak terbaca", None, cell)
        if nilai is not None:
            return CellContent("terisi", nilai, cell)
        return CellContent("kosong" if cell is not None or field in self.nihil else "tanpa kolom", None, cell)

    @property
    def was_revoked(self) -> bool:
        """Whether the predicate the row claims was revoked on or after the day it was decreed."""
        cabut = self.tanggal_pencabutan
        return cabut is not None and (self.tanggal_predikat is None or cabut >= self.tanggal_predikat)

    @property
    def holds_predikat(self) -> bool:
        """Whether the row says it holds a predicate that was not revoked."""
        return self.predikat in ("WBK", "WBBM") and not self.was_revoked

    @property
    def called(self) -> str:
        """What to call it: its name, else its kode, else its row."""
        return self.nama or self.kode or f"baris {next(iter(self.sel.values())).baris}"


@dataclass(frozen=True, slots=True)
class DaftarSatker:
    """A register that was read: its rows in order, and all DAT5xx findings about it.

    ``ragu`` says why it is not known whether this is the register that is meant, "" when it is. ``lembar`` are the
    sheets beside it, by name.
    """

    berkas: Path
    sha256: str
    satker: tuple[Satker, ...]
    temuan: tuple[Temuan, ...]
    ragu: str = ""
    lembar: Mapping[str, SideSheet] = field(default_factory=dict)

    def sheet(self, name: str) -> SideSheet:
        """The side sheet *name*, empty when there is none."""
        return self.lembar.get(name) or SideSheet(name)


def read_register(path: Path, instrumen: Instrumen | None = None) -> DaftarSatker:
    """Read a register (.xlsx and its kin, .ods, or .csv).

    Raises :class:`UnreadableInput` when the file can't be read or holds no register; any other fault
    is a finding and the rest goes on.
    """
    sha256, sheet = open_sheets(path)
    selected = choose_sheet(sheet)
    if selected is None:
        raise UnreadableInput(
            make_temuan("DAT512", berkas=path.name, kolom=" dan ".join(k.judul for k in COLUMNS if k.field in REQUIRED))
        )
    satker, temuan = _rows(selected.lembar, selected.judul, instrumen)
    return DaftarSatker(path, sha256, satker, (*selected.temuan, *temuan), selected.ragu, side_sheets(sheet))


def read_register_sheet(
    name: str,
    rows: Sequence[Sequence[NilaiSel]],
    belum_dihitung: frozenset[tuple[str, int, int]] = frozenset(),
    instrumen: Instrumen | None = None,
) -> tuple[tuple[Satker, ...], tuple[Temuan, ...]]:
    """The rows and findings of one sheet's cells; nothing when it has no heading row.

    *belum_dihitung* are cells whose formula was never calculated, as in :class:`Workbook`.
    """
    sheet = RegisterSheet(name, rows, belum_dihitung)
    selected = choose_sheet([sheet])
    return ((), ()) if selected is None else _rows(sheet, selected.judul, instrumen)


def _rows(
    sheet: RegisterSheet, title: int, instrumen: Instrumen | None
) -> tuple[tuple[Satker, ...], tuple[Temuan, ...]]:
    reader = RowReader(sheet, title, load_syarat(instrumen or load_instrumen()).skala["sakip"])
    rows = reader.read()
    return tuple(Satker(**content) for content in rows), tuple(reader.temuan)
