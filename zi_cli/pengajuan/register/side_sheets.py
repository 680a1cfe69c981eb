"""The sheets beside the register in satker.xlsx: one table of columns, one strict reader, rows added on demand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.sheet_look import HEADING
from zi_cli.pengajuan.register.sheets import RegisterSheet
from zi_cli.pengajuan.register.values import InvalidValue, cell_as_text, is_error, pilihan, read_date, ya_tidak
from zi_cli.pengajuan.register.words import choices
from zi_cli.tables import is_yes, read_rows
from zi_cli.text import canonical_name, cuplik, terdekat
from zi_cli.worksheet.formats.editing import workbook_bytes
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet as OpenSheet

TINDAK_LANJUT, HASIL_TPN, KAWASAN = "Tindak lanjut", "Hasil TPN", "Kawasan"
PENGADUAN, PEMBINAAN, REPLIKASI, PELATIHAN, PENCANANGAN = (
    "Pengaduan", "Pembinaan", "Replikasi", "Pelatihan", "Pencanangan",
)  # fmt: skip
#: Rows read of one sheet, and among which of them the headings are looked for.
_BARIS, _BARIS_JUDUL = 20_000, 20
#: Last row that a list is offered in.
_AKHIR_PILIHAN = 5000


class SideColumn(NamedTuple):
    """A column of a side sheet: sheet, field, heading, kind, whether a row needs it, width, and what it holds."""

    lembar: str
    kunci: str
    judul: str
    jenis: Literal["teks", "tanggal", "pilihan", "ya_tidak"]
    wajib: bool
    lebar: int
    apa: str


class SideRow(NamedTuple):
    """One row: usable values by field, where it stands, and the fields whose cell can't be used."""

    isi: Mapping[str, Any]
    sel: Sel
    galat: frozenset[str] = frozenset()

    def text(self, kunci: str) -> str:
        """The text of *kunci*, "" when blank."""
        return str(self.isi.get(kunci, ""))

    def day(self, kunci: str) -> date | None:
        """The date of *kunci*, None when blank or unusable."""
        hari = self.isi.get(kunci)
        return hari if isinstance(hari, date) else None


class SideSheet(NamedTuple):
    """A sheet that was read; ``ada`` says whether the workbook has it."""

    nama: str
    baris: tuple[SideRow, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    ada: bool = False


@cache
def side_columns() -> Mapping[str, tuple[SideColumn, ...]]:
    """The columns of every side sheet, by its name, in the order they are written."""
    hasil: dict[str, list[SideColumn]] = {}
    for k in read_rows(Path(__file__).with_name("lembar.csv"), SideColumn, wajib=is_yes, lebar=int):
        hasil.setdefault(k.lembar, []).append(k)
    return {nama: tuple(kolom) for nama, kolom in hasil.items()}


def side_sheets(lembar: Sequence[RegisterSheet]) -> dict[str, SideSheet]:
    """Every side sheet among *lembar*, by its name; empty where there is none."""
    per_nama = {canonical_name(s.nama): s for s in lembar}
    return {
        nama: _read(nama, milik) if (milik := per_nama.get(canonical_name(nama))) is not None else SideSheet(nama)
        for nama in side_columns()
    }


def _read(nama: str, lembar: RegisterSheet) -> SideSheet:
    kolom = side_columns()[nama]
    per_judul = {canonical_name(k.judul): k for k in kolom}
    wajib = [k.judul for k in kolom if k.wajib]
    for nomor, sel in enumerate(lembar.baris[:_BARIS_JUDUL]):
        letak: dict[int, SideColumn] = {}
        for n, isi in enumerate(sel):
            dikenal = per_judul.get(canonical_name(cell_as_text(isi)))
            if dikenal is not None and dikenal not in letak.values():
                letak[n] = dikenal
        if {k.judul for k in letak.values()} >= set(wajib):
            return _rows(nama, lembar, nomor, letak)
    if not any(s != "" for b in lembar.baris for s in b):
        return SideSheet(nama, ada=True)
    temuan = make_temuan("THP001", Sel(lembar.nama, 1, 0), lembar=nama, kolom=", ".join(wajib))
    return SideSheet(nama, temuan=(temuan,), ada=True)


def _rows(nama: str, lembar: RegisterSheet, judul: int, letak: Mapping[int, SideColumn]) -> SideSheet:
    temuan: list[Temuan] = []
    for n, isi_judul in enumerate(lembar.baris[judul]):
        if n not in letak and (teks := cell_as_text(isi_judul)):
            dekat = terdekat(teks, [k.judul for k in side_columns()[nama] if k not in letak.values()])
            saran = f"mungkin maksudnya {dekat}" if dekat else "bila memang kolom tambahan, abaikan saja"
            temuan.append(make_temuan("DAT521", Sel(lembar.nama, judul + 1, n), judul=cuplik(teks), saran=saran))
    baris: list[SideRow] = []
    for nomor in range(judul + 1, min(len(lembar.baris), judul + 1 + _BARIS)):
        isi_baris = {n: lembar.baris[nomor][n] for n in letak if n < len(lembar.baris[nomor])}
        if all(cell_as_text(v) == "" for v in isi_baris.values()):
            continue
        isi: dict[str, Any] = {}
        galat: set[str] = set()
        for n, nilai in isi_baris.items():
            k, sel = letak[n], Sel(lembar.nama, nomor + 1, n)
            dihitung = (lembar.nama, nomor + 1, n) not in lembar.belum_dihitung
            try:
                isi[k.kunci] = _value(nama, k, nilai, dihitung=dihitung)
                if isi[k.kunci] != "" and (sebab := lembar.unseen(nomor + 1, n)):
                    del isi[k.kunci]
                    raise InvalidValue("DAT549", isi=cuplik(cell_as_text(nilai)), sebab=sebab)
            except InvalidValue as e:
                galat.add(k.kunci)
                temuan.append(make_temuan(e.kode, sel, **{"kolom": k.judul} | e.isi))
        isi = {k: v for k, v in isi.items() if v != ""}
        tempat = Sel(lembar.nama, nomor + 1, min(letak))
        kurang = [k.judul for k in letak.values() if k.wajib and k.kunci not in isi and k.kunci not in galat]
        temuan += [make_temuan("DAT520", tempat, kolom=judul_kolom) for judul_kolom in kurang]
        baris.append(SideRow(isi, tempat, frozenset(galat)))
    return SideSheet(nama, tuple(baris), tuple(temuan), ada=True)


def _value(lembar: str, k: SideColumn, nilai: NilaiSel, *, dihitung: bool) -> Any:
    """The value of a cell, "" when it is blank; raises :class:`InvalidValue` when it can't be used."""
    if not dihitung:
        raise InvalidValue("DAT524")
    teks = cell_as_text(nilai)
    if teks in ("", "-"):
        return ""
    if is_error(teks):
        raise InvalidValue("DAT529", nilai=cuplik(teks))
    if k.jenis == "tanggal":
        return read_date(nilai)
    if k.jenis == "pilihan":
        return pilihan(nilai, words_of(lembar, k))
    if k.jenis == "ya_tidak":
        return ya_tidak(nilai)
    return teks


def words_of(lembar: str, k: SideColumn) -> str:
    """The name under which the words of column *k* stand in ``kata.csv``."""
    return f"{lembar}.{k.kunci}"


def add_side_rows(
    data: bytes, nama: str, baris: Sequence[Mapping[str, str | date]], *, lain: Iterable[str] = ()
) -> bytes:
    """The workbook *data* with *baris* below the last row of its sheet *nama*; nothing else in it changes.

    A sheet that is not there is made, also those of *lain*, with headings, lists and widths.
    """
    import openpyxl

    buku = openpyxl.load_workbook(io.BytesIO(data))
    per_nama = {canonical_name(n): n for n in buku.sheetnames}
    for x in (nama, *lain):
        if canonical_name(x) not in per_nama:
            _new_sheet(buku.create_sheet(x), x)
            per_nama[canonical_name(x)] = x
    lembar = buku[per_nama[canonical_name(nama)]]
    letak, nomor = _heading(lembar, nama)
    for isi in baris:
        for kunci, nilai in isi.items():
            sel = lembar.cell(nomor, letak[kunci])
            sel.value = nilai
            if isinstance(nilai, date):
                sel.number_format = "[$-421]d mmmm yyyy;@"
            else:
                # Text stays text, also when it looks like a formula.
                sel.data_type, sel.number_format = "s", "@"
        nomor += 1
    return workbook_bytes(buku)


def _heading(lembar: OpenSheet, nama: str) -> tuple[dict[str, int], int]:
    """Columns by field (one-based; those that are missing are added at the right), and the first free row."""
    kolom = side_columns()[nama]
    per_judul = {canonical_name(k.judul): k.kunci for k in kolom}
    judul, letak = 1, dict[str, int]()
    for r in range(1, min(lembar.max_row, _BARIS_JUDUL) + 1):
        ada: dict[str, int] = {}
        for c in range(1, min(lembar.max_column, 200) + 1):
            kunci = per_judul.get(canonical_name(str(lembar.cell(r, c).value or "")))
            if kunci:
                ada.setdefault(kunci, c)
        if len(ada) > len(letak):
            judul, letak = r, ada
    akhir = max(letak.values(), default=0)
    for k in kolom:
        if k.kunci not in letak:
            akhir += 1
            while lembar.cell(judul, akhir).value not in (None, ""):
                akhir += 1
            lembar.cell(judul, akhir).value = k.judul
            letak[k.kunci] = akhir
    terisi = (r for r in range(judul + 1, lembar.max_row + 1) if any(c.value not in (None, "") for c in lembar[r]))
    return letak, max(terisi, default=judul) + 1


def _new_sheet(lembar: OpenSheet, nama: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    for n, k in enumerate(side_columns()[nama], 1):
        huruf, sel = get_column_letter(n), lembar.cell(1, n)
        sel.value = k.judul
        sel.font, sel.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=HEADING)
        sel.alignment = Alignment(wrap_text=True, vertical="top")
        if k.apa:
            sel.comment = Comment(k.apa, "zi-cli")
        lembar.column_dimensions[huruf].width = k.lebar
        kata = choices(words_of(nama, k)) if k.jenis == "pilihan" else ("Ya", "Tidak") if k.jenis == "ya_tidak" else ()
        if kata:
            daftar = DataValidation(type="list", formula1=f'"{",".join(kata)}"', allow_blank=True)
            lembar.add_data_validation(daftar)
            daftar.add(f"{huruf}2:{huruf}{_AKHIR_PILIHAN}")
    lembar.freeze_panes = "B2"
    lembar.page_setup.orientation, lembar.page_setup.paperSize = "landscape", 9
    lembar.page_setup.fitToHeight = 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lembar.print_title_rows = "1:1"
