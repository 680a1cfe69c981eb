"""Find and read the worksheets that a check is about."""

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from zi_cli.errors import TakTerbaca
from zi_cli.findings.katalog import buat_temuan
from zi_cli.instrumen.loader import muat
from zi_cli.instrumen.model import SetAmbang
from zi_cli.pengajuan.aturan import muat_syarat
from zi_cli.pengajuan.bahan import BahanLke, ringkas_lke
from zi_cli.pengajuan.daftar import DaftarSatker
from zi_cli.pengajuan.kelayakan import TemuanBerkas
from zi_cli.pengajuan.pasangan import jalur_lke, nyata
from zi_cli.scoring.penilaian import nilai_worksheet, penentu
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.read import baca_berkas

#: Registers a folder may hold, in the order they are looked for.
_NAMA_DAFTAR = ("satker.xlsx", "satker.csv")
#: "No worksheet in this workbook": another kind of file, not a broken one.
_BUKAN_LKE = "LKE105"
#: From this many files on, worker processes repay their start.
_SEJAJAR = 40


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


def cari_lke(
    folder: Path | None, daftar: DaftarSatker | None, satu: Path | None, gagal: list[TemuanBerkas] | None = None
) -> list[BerkasLke]:
    """The files to read: *satu* alone, else the workbooks of *folder* and those that *daftar* names.

    Lock files, hidden files and the register itself are passed over; links to folders are not
    followed. Folders that can't be listed are added to *gagal*.
    """
    if satu is not None:
        return [BerkasLke(satu, satu.name, True)]
    berkas: dict[Path, tuple[Path, str]] = {}
    if folder is not None:
        from zi_cli.batch.temukan import cari

        penemuan = cari(folder)
        berkas = {nyata(b.jalur): (b.jalur, b.nama) for b in penemuan.berkas}
        if gagal is not None:
            gagal += [TemuanBerkas(g.nama, g.temuan) for g in penemuan.gagal]
    disebut = _disebut(daftar, folder) if daftar else set()
    if daftar is not None:
        berkas.pop(nyata(daftar.berkas), None)
    for jalur in sorted(disebut):
        berkas.setdefault(jalur, (jalur, jalur.name))
    return [BerkasLke(asli, nama, tujuan in disebut) for tujuan, (asli, nama) in berkas.items()]


def _disebut(daftar: DaftarSatker, folder: Path | None) -> set[Path]:
    """The existing files that rows name; pairing reports the others, with the cell."""
    hasil: set[Path] = set()
    for s in daftar.satker:
        try:
            jalur = jalur_lke(s, daftar.berkas, [folder] if folder else [])
        except ValueError:
            continue
        # A name too long is no file for os.path, but an error for Path.
        if jalur is not None and s.usulan != "Tidak" and os.path.isfile(jalur):  # noqa: PTH113
            hasil.add(jalur)
    return hasil


def baca_lke(berkas: Sequence[BerkasLke], ambang: SetAmbang, dipilih: Penilai | None) -> BacaLke:
    """Read and score *berkas* in order; a file that fails is a finding and the others go on.

    Many files are read by worker processes bounded in time and memory. A workbook without a
    worksheet that no row names is simply another document.
    """
    if len(berkas) < _SEJAJAR:
        siapkan(ambang, dipilih)
        semua: Iterable[BahanLke | TemuanBerkas | None] = map(baca_satu, berkas)
    else:
        semua = _sejajar(berkas, ambang, dipilih)
    hasil = BacaLke([], [])
    for x in semua:
        if isinstance(x, BahanLke):
            hasil.bahan.append(x)
        elif x is not None:
            hasil.gagal.append(x)
    return hasil


class _Keadaan:
    """What this process reads by; set once by :func:`siapkan`."""

    ambang: SetAmbang
    dipilih: Penilai | None


def siapkan(ambang: SetAmbang, dipilih: Penilai | None) -> None:
    """Prepare this process for :func:`baca_satu`."""
    _Keadaan.ambang, _Keadaan.dipilih = ambang, dipilih


def baca_satu(b: BerkasLke) -> BahanLke | TemuanBerkas | None:
    """Read and score one file; None when it is no worksheet and nobody said it was."""
    instrumen = muat()
    try:
        ws = baca_berkas(b.jalur, instrumen=instrumen)
    except TakTerbaca as e:
        return TemuanBerkas(b.nama, e.temuan) if b.disebut or e.temuan.kode != _BUKAN_LKE else None
    semua = nilai_worksheet(ws, instrumen, _Keadaan.ambang)
    p = penentu(semua, _Keadaan.dipilih)
    if p is None:
        ada = ", ".join(x.penilai for x in semua)
        return TemuanBerkas(b.nama, buat_temuan("DAT538", berkas=b.nama, penilai=_Keadaan.dipilih, ada=ada))
    return ringkas_lke(ws, p, instrumen, _Keadaan.ambang, muat_syarat(instrumen.nama), b.jalur, b.nama)


def _sejajar(
    berkas: Sequence[BerkasLke], ambang: SetAmbang, dipilih: Penilai | None
) -> list[BahanLke | TemuanBerkas | None]:
    from zi_cli.batch.jalan import temuan_galat
    from zi_cli.batch.kerja import BATAS_WAKTU, Pengaturan, jalankan

    atur = Pengaturan(
        pekerja=os.cpu_count() or 1, persiapan=siapkan, isi_persiapan=(ambang, dipilih), muat_awal=(__name__,)
    )
    hasil: dict[BerkasLke, BahanLke | TemuanBerkas | None] = {}
    with closing(jalankan(baca_satu, berkas, atur)) as arus:
        for s in arus:
            galat = s.galat and TemuanBerkas(s.butir.nama, temuan_galat(s.butir.nama, s.galat, BATAS_WAKTU))
            hasil[s.butir] = galat or s.hasil
    return [hasil[b] for b in berkas]
