"""The satker register: one row a satker, from a workbook or CSV, every fault named by its cell."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from zi_cli.files import os_reason
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.requirements import Skala
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.register import values as isian
from zi_cli.pengajuan.register.columns import KODE_CONTOH, KOLOM, WAJIB, Kolom, canonical_name, column_of_heading
from zi_cli.pengajuan.register.values import InvalidValue, Persen
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.text import cuplik, terdekat
from zi_cli.worksheet.model import NilaiSel

Usulan = Literal["WBK", "WBBM", "Tidak"]
PredikatDimiliki = Literal["Belum ada", "WBK", "WBBM"]

#: The heading stands within the first rows; a register has no more.
_BARIS_JUDUL = 20
_UKURAN_CSV = 20 * 1024 * 1024
_BARIS_CSV = 100_000


class Isi(NamedTuple):
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
    keterangan: str | None
    sel: Mapping[str, Sel]
    galat: frozenset[str] = frozenset()
    ganda: bool = False
    nihil: frozenset[str] = frozenset()

    def isi(self, field: str) -> Isi:
        """The cell of *field*. Blank is only a truly blank cell of a column that is there."""
        nilai, sel = getattr(self, field), self.sel.get(field)
        if field in self.galat:
            return Isi("tidak terbaca", None, sel)
        if nilai is not None:
            return Isi("terisi", nilai, sel)
        return Isi("kosong" if sel is not None or field in self.nihil else "tanpa kolom", None, sel)

    @property
    def sebutan(self) -> str:
        """What to call it: its name, else its kode, else its row."""
        return self.nama or self.kode or f"baris {next(iter(self.sel.values())).baris}"


@dataclass(frozen=True, slots=True)
class DaftarSatker:
    """A register that was read: its rows in order, and all DAT5xx findings about it."""

    berkas: Path
    sha256: str
    satker: tuple[Satker, ...]
    temuan: tuple[Temuan, ...]


def read_register(path: Path, instrumen: Instrumen | None = None) -> DaftarSatker:
    """Read a register (.xlsx and its kin, .ods, or .csv).

    Raises :class:`UnreadableInput` when the file can't be read or holds no register; any other fault
    is a finding and the rest goes on.
    """
    sha256, lembar, belum_dihitung = _baca_csv(path) if path.suffix.lower() in (".csv", ".txt") else _baca_buku(path)
    for nama, baris in lembar:
        if _cari_judul(baris) is not None:
            return DaftarSatker(path, sha256, *read_register_sheet(nama, baris, belum_dihitung, instrumen))
    raise UnreadableInput(
        make_temuan("DAT512", berkas=path.name, kolom=" dan ".join(k.judul for k in KOLOM if k.field in WAJIB))
    )


def read_register_sheet(
    nama: str,
    baris: Sequence[Sequence[NilaiSel]],
    belum_dihitung: frozenset[tuple[str, int, int]] = frozenset(),
    instrumen: Instrumen | None = None,
) -> tuple[tuple[Satker, ...], tuple[Temuan, ...]]:
    """The rows and findings of one sheet's cells; nothing when it has no heading row.

    *belum_dihitung* are cells whose formula was never calculated, as in :class:`Workbook`.
    """
    judul = _cari_judul(baris)
    if judul is None:
        return (), ()
    pembaca = _Pembaca(nama, baris, judul, belum_dihitung, load_syarat(instrumen or load_instrumen()).skala["sakip"])
    return pembaca.satker(), tuple(pembaca.temuan)


_Lembar = Sequence[tuple[str, Sequence[Sequence[NilaiSel]]]]
_Isi = tuple[str, _Lembar, frozenset[tuple[str, int, int]]]


def _baca_buku(path: Path) -> _Isi:
    from zi_cli.worksheet.formats.open import buka

    buku = buka(path)
    return buku.sha256, buku.lembar, buku.rumus_kosong


def _baca_csv(path: Path) -> _Isi:
    try:
        with path.open("rb") as f:
            mentah = f.read(_UKURAN_CSV + 1)
    except OSError as e:
        sebab = "tidak ditemukan" if isinstance(e, FileNotFoundError) else os_reason(e)
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=sebab)) from e
    if len(mentah) > _UKURAN_CSV:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_UKURAN_CSV >> 20} MB"))
    teks = _teks_csv(mentah)
    try:
        pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=_pemisah(teks))
        baris = list(islice(pembaca, _BARIS_CSV + 1))
    except csv.Error as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab="susunan CSV-nya rusak")) from e
    if len(baris) > _BARIS_CSV:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_BARIS_CSV} baris"))
    return hashlib.sha256(mentah).hexdigest(), ((path.stem, baris),), frozenset()


def _teks_csv(mentah: bytes) -> str:
    # Excel saves CSV as UTF-8 with a mark, as UTF-16 with a mark ("Unicode text"), or in the Windows code page.
    if mentah.startswith((b"\xff\xfe", b"\xfe\xff")):
        return mentah.decode("utf-16", "replace")
    try:
        return mentah.decode("utf-8-sig")
    except UnicodeDecodeError:
        return mentah.decode("cp1252", "replace")


def _pemisah(teks: str) -> str:
    awal = "\n".join(teks.splitlines()[:_BARIS_JUDUL])
    return max(",;\t", key=awal.count)


def _cari_judul(baris: Sequence[Sequence[NilaiSel]]) -> int | None:
    """Index of the heading row: the first that holds every compulsory heading."""
    for nomor, sel in enumerate(baris[:_BARIS_JUDUL]):
        ada = {k.field for s in sel if isinstance(s, str) and (k := column_of_heading(s))}
        if ada.issuperset(WAJIB):
            return nomor
    return None


class _Pembaca:
    """Reads the rows below the heading and collects the findings."""

    def __init__(
        self,
        lembar: str,
        baris: Sequence[Sequence[NilaiSel]],
        judul: int,
        belum_dihitung: frozenset[tuple[str, int, int]],
        sakip: Skala,
    ) -> None:
        self.lembar = lembar
        self.baris = baris
        self.judul = judul
        self.belum_dihitung = belum_dihitung
        self.sakip = sakip
        self.temuan: list[Temuan] = []
        self.letak = self._petakan()

    def _petakan(self) -> dict[str, int]:
        """Column index by field; unknown and repeated headings are findings."""
        letak: dict[str, int] = {}
        for kolom, judul in enumerate(self.baris[self.judul]):
            teks = isian.teks_sel(judul)
            if not teks:
                continue
            dikenal = column_of_heading(teks)
            sel = Sel(self.lembar, self.judul + 1, kolom)
            if dikenal is None:
                dekat = terdekat(teks, (k.judul for k in KOLOM if k.field not in letak))
                anjuran = f"mungkin maksudnya {dekat}" if dekat else "bila memang kolom tambahan, abaikan saja"
                self.temuan.append(make_temuan("DAT521", sel, judul=cuplik(teks), saran=anjuran))
            elif dikenal.field in letak:
                pertama = Sel(self.lembar, self.judul + 1, letak[dikenal.field])
                self.temuan.append(make_temuan("DAT522", sel, judul=cuplik(teks), pertama=pertama))
            else:
                letak[dikenal.field] = kolom
        hilang = [k.judul for k in KOLOM if k.field not in letak]
        if hilang:
            sel = Sel(self.lembar, self.judul + 1, 0)
            self.temuan.append(make_temuan("DAT523", sel, kolom=", ".join(hilang)))
        return letak

    def satker(self) -> tuple[Satker, ...]:
        """All rows but blank ones and the example; rows that share a kode are marked ``ganda``."""
        hasil: list[dict[str, Any]] = []
        pertama: dict[str, dict[str, Any]] = {}
        for nomor in range(self.judul + 1, len(self.baris)):
            isi = self._baris(nomor)
            if isi is None:
                continue
            hasil.append(isi)
            if isi["kode"] is None:
                continue
            kunci = canonical_name(isi["kode"])
            if kunci in pertama:
                asal = pertama[kunci]
                isi["ganda"] = asal["ganda"] = True
                lain = asal["sel"]["kode"]
                self.temuan.append(make_temuan("DAT519", isi["sel"]["kode"], kode=cuplik(isi["kode"]), pertama=lain))
            else:
                pertama[kunci] = isi
        return tuple(Satker(**isi) for isi in hasil)

    def _baris(self, nomor: int) -> dict[str, Any] | None:
        mentah = self.baris[nomor]
        nilai = {f: (mentah[k] if k < len(mentah) else "") for f, k in self.letak.items()}
        sel = {f: Sel(self.lembar, nomor + 1, k) for f, k in self.letak.items()}
        if all(isinstance(n, str) and not n.strip() for n in nilai.values()):
            return None
        if isian.teks_sel(nilai["kode"]).casefold() == KODE_CONTOH.casefold():
            return None
        galat: set[str] = set()
        isi: dict[str, Any] = {"ganda": False, "sel": MappingProxyType(sel)}
        for kolom in KOLOM:
            isi[kolom.field] = self._satu(kolom, nilai.get(kolom.field, ""), sel.get(kolom.field), galat)
        for field in WAJIB:
            if isi[field] is None and field not in galat:
                judul = next(k.judul for k in KOLOM if k.field == field)
                self.temuan.append(make_temuan("DAT520", sel[field], kolom=judul))
        isi["galat"] = frozenset(galat)
        return isi

    def _satu(self, kolom: Kolom, nilai: NilaiSel, sel: Sel | None, galat: set[str]) -> Any:
        if sel is None:
            return None
        if isinstance(nilai, str) and not nilai.strip():
            if sel in self.belum_dihitung:
                galat.add(kolom.field)
                self.temuan.append(make_temuan("DAT524", sel, kolom=kolom.judul))
            return None
        try:
            return urai(kolom, nilai, self.sakip)
        except InvalidValue as e:
            galat.add(kolom.field)
            self.temuan.append(make_temuan(e.kode, sel, kolom=kolom.judul, **e.isi))
            return None


def urai(kolom: Kolom, nilai: NilaiSel, sakip: Skala) -> Any:
    """The value of *kolom* that a filled cell or option gives; raises :class:`InvalidValue`."""
    if kolom.jenis == "tanggal":
        return isian.tanggal(nilai)
    if kolom.jenis == "persen":
        return isian.persen(nilai)
    if kolom.jenis == "ya_tidak":
        return isian.ya_tidak(nilai)
    if kolom.jenis == "nip":
        return isian.nip(nilai)
    teks = isian.teks_sel(nilai)
    if kolom.jenis == "pilihan":
        for p in kolom.pilihan:
            if canonical_name(teks) == canonical_name(p):
                return p
        raise InvalidValue("DAT514", nilai=cuplik(teks), pilihan=", ".join(kolom.pilihan))
    if kolom.jenis == "sakip" and sakip.baca(teks) is None:
        raise InvalidValue("DAT517", nilai=cuplik(teks), pilihan=", ".join(sakip.huruf))
    return teks or None
