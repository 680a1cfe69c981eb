"""Find and read the worksheets that a check is about."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from zi_cli.errors import TakTerbaca
from zi_cli.findings.katalog import buat_temuan
from zi_cli.instrumen.model import Instrumen
from zi_cli.pengajuan.bahan import BahanLke, ringkas_lke
from zi_cli.pengajuan.daftar import DaftarSatker
from zi_cli.pengajuan.kelayakan import Aturan, TemuanBerkas
from zi_cli.pengajuan.pasangan import jalur_lke, nyata
from zi_cli.scoring.penilaian import nilai_worksheet, penentu
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.read import baca_berkas

#: Extensions of workbooks the reader knows.
_AKHIRAN = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
#: Registers a folder may hold, in the order they are looked for.
_NAMA_DAFTAR = ("satker.xlsx", "satker.csv")
#: "No worksheet in this workbook": another kind of file, not a broken one.
_BUKAN_LKE = "LKE105"


class BerkasLke(NamedTuple):
    """A file to read, how to print it, and whether a register row names it."""

    jalur: Path
    nama: str
    disebut: bool


class BacaLke(NamedTuple):
    """Worksheets that were read, and findings about files that could not be."""

    bahan: list[BahanLke]
    gagal: list[TemuanBerkas]


def cari_daftar(folder: Path) -> Path | None:
    """The register of *folder*: ``satker.xlsx``, else ``satker.csv``; None when it holds neither."""
    return next((folder / n for n in _NAMA_DAFTAR if (folder / n).is_file()), None)


def cari_lke(folder: Path | None, daftar: DaftarSatker | None, satu: Path | None) -> list[BerkasLke]:
    """The files to read: *satu* alone, else the workbooks of *folder* and those that *daftar* names.

    Lock files, hidden files and the register itself are passed over; links to folders are not followed.
    """
    if satu is not None:
        return [BerkasLke(satu, satu.name, True)]
    disebut: set[Path] = set()
    akar = [folder] if folder else []
    for s in daftar.satker if daftar else ():
        try:
            jalur = jalur_lke(s, daftar.berkas, akar) if daftar else None
        except ValueError:
            continue  # pairing reports it, with the cell
        if jalur is not None and s.usulan != "Tidak" and os.path.isfile(jalur):  # noqa: PTH113 - a name too long is no file, not an error
            disebut.add(jalur)
    berkas = {nyata(p): p for p in _telusuri(folder)} if folder else {}
    if daftar is not None:
        berkas.pop(nyata(daftar.berkas), None)
    for jalur in disebut:
        berkas.setdefault(jalur, jalur)
    return sorted(BerkasLke(asli, _nama(asli, folder), tujuan in disebut) for tujuan, asli in berkas.items())


def _telusuri(folder: Path) -> Iterable[Path]:
    for tempat, sub, nama in os.walk(folder):
        sub[:] = sorted(s for s in sub if not s.startswith("."))
        for n in nama:
            if not n.startswith((".", "~$")) and Path(n).suffix.lower() in _AKHIRAN:
                yield Path(tempat, n)


def _nama(jalur: Path, folder: Path | None) -> str:
    if folder is not None and jalur.is_relative_to(folder):
        return jalur.relative_to(folder).as_posix()
    return jalur.name


def baca_lke(berkas: Iterable[BerkasLke], instrumen: Instrumen, aturan: Aturan, dipilih: Penilai | None) -> BacaLke:
    """Read and score *berkas*; a file that fails is a finding and the others go on.

    A workbook without a worksheet that no row names is simply another document.
    """
    hasil = BacaLke([], [])
    ambang = aturan.konfigurasi.ambang
    for b in berkas:
        try:
            ws = baca_berkas(b.jalur, instrumen=instrumen)
        except TakTerbaca as e:
            if b.disebut or e.temuan.kode != _BUKAN_LKE:
                hasil.gagal.append(TemuanBerkas(b.nama, e.temuan))
            continue
        semua = nilai_worksheet(ws, instrumen, ambang)
        p = penentu(semua, dipilih)
        if p is None:
            ada = ", ".join(x.penilai for x in semua)
            hasil.gagal.append(TemuanBerkas(b.nama, buat_temuan("DAT538", berkas=b.nama, penilai=dipilih, ada=ada)))
            continue
        hasil.bahan.append(ringkas_lke(ws, p, instrumen, ambang, aturan.syarat, b.jalur, b.nama))
    return hasil
