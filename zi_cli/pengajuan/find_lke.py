"""Find and read the worksheets that a check is about."""

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from zi_cli.config import Config
from zi_cli.evaluation import evaluate
from zi_cli.files import real_path
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import TemuanBerkas
from zi_cli.pengajuan.lke_facts import LkeFacts, extract_lke_facts
from zi_cli.pengajuan.pairing import lke_path
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai

#: Registers a folder may hold, in the order they are looked for.
_NAMA_DAFTAR = ("satker.xlsx", "satker.csv")
#: "No worksheet in this workbook": another kind of file, not a broken one.
_BUKAN_LKE = "LKE105"
#: From this many files on, worker processes repay their start.
_SEJAJAR = 40


class LkeFile(NamedTuple):
    """A file to read, how to print it, and whether a register row names it."""

    jalur: Path
    nama: str
    disebut: bool


class LkeReading(NamedTuple):
    """Worksheets that were read, findings about files that could not be, and names of workbooks that hold none."""

    bahan: list[LkeFacts]
    gagal: list[TemuanBerkas]
    bukan: list[str]


def find_register(folder: Path) -> Path | None:
    """The register of *folder*: ``satker.xlsx``, else ``satker.csv``; None when it holds neither."""
    return next((folder / n for n in _NAMA_DAFTAR if (folder / n).is_file()), None)


def find_lke(
    folder: Path | None, daftar: DaftarSatker | None, satu: Path | None, gagal: list[TemuanBerkas] | None = None
) -> list[LkeFile]:
    """The files to read: *satu* alone, else the workbooks of *folder* and those that *daftar* names.

    Lock files, hidden files and the register itself are passed over; links to folders are not
    followed. Folders that can't be listed are added to *gagal*.
    """
    if satu is not None:
        return [LkeFile(satu, satu.name, True)]
    berkas: dict[Path, tuple[Path, str]] = {}
    if folder is not None:
        from zi_cli.folder.discover import discover

        penemuan = discover(folder)
        berkas = {real_path(b.jalur): (b.jalur, b.nama) for b in penemuan.berkas}
        if gagal is not None:
            gagal += [TemuanBerkas(g.nama, g.temuan) for g in penemuan.gagal]
    disebut = _disebut(daftar, folder) if daftar else set()
    if daftar is not None:
        berkas.pop(real_path(daftar.berkas), None)
    for jalur in sorted(disebut):
        berkas.setdefault(jalur, (jalur, jalur.name))
    return [LkeFile(asli, nama, tujuan in disebut) for tujuan, (asli, nama) in berkas.items()]


def _disebut(daftar: DaftarSatker, folder: Path | None) -> set[Path]:
    """The existing files that rows name; pairing reports the others, with the cell."""
    hasil: set[Path] = set()
    for s in daftar.satker:
        try:
            jalur = lke_path(s, daftar.berkas, [folder] if folder else [])
        except ValueError:
            continue
        # A name too long is no file for os.path, but an error for Path.
        if jalur is not None and s.usulan != "Tidak" and os.path.isfile(jalur):  # noqa: PTH113
            hasil.add(jalur)
    return hasil


def read_lke(
    berkas: Sequence[LkeFile],
    konfigurasi: Config,
    dipilih: Penilai | None,
    *,
    sejajar: bool = True,
    maju: Callable[[str], object] = len,
) -> LkeReading:
    """Read and score *berkas* in order; a file that fails is a finding and the others go on.

    Many files are read by worker processes bounded in time and memory (not without *sejajar*); *maju* hears of each
    that is done. A workbook without a worksheet that no row names is simply another document.
    """
    if not sejajar or len(berkas) < _SEJAJAR:
        prepare(konfigurasi, dipilih)
        with guarding_several(berkas):
            semua: list[LkeFacts | TemuanBerkas | None] = []
            for b in berkas:
                semua.append(read_one(b))
                maju(b.nama)
    else:
        semua = _sejajar(berkas, konfigurasi, dipilih, maju)
    hasil = LkeReading([], [], [])
    for b, x in zip(berkas, semua, strict=True):
        if isinstance(x, LkeFacts):
            hasil.bahan.append(x)
        elif x is not None:
            hasil.gagal.append(x)
        else:
            hasil.bukan.append(b.nama)
    return hasil


def read_folder(
    folder: Path | None,
    daftar: DaftarSatker | None,
    konfigurasi: Config,
    dipilih: Penilai | None = None,
    *,
    satu: Path | None = None,
    sejajar: bool = True,
) -> LkeReading:
    """What :func:`find_lke` finds, read as by :func:`read_lke`; folders that can't be listed are failures, too."""
    gagal: list[TemuanBerkas] = []
    lke = read_lke(find_lke(folder, daftar, satu, gagal), konfigurasi, dipilih, sejajar=sejajar)
    return lke._replace(gagal=[*gagal, *lke.gagal])


class _Keadaan:
    """What this process reads by; set once by :func:`prepare`."""

    aturan: Config
    dipilih: Penilai | None


def prepare(aturan: Config, dipilih: Penilai | None) -> None:
    """Prepare this process for :func:`read_one`."""
    _Keadaan.aturan, _Keadaan.dipilih = aturan, dipilih


def read_one(b: LkeFile) -> LkeFacts | TemuanBerkas | None:
    """Read and score one file; None when it is no worksheet and nobody said it was."""
    try:
        e = evaluate(b.jalur, _Keadaan.aturan, _Keadaan.dipilih)
        return extract_lke_facts(e, load_syarat(e.instrumen), b.jalur, b.nama)
    except UnreadableInput as galat:
        return TemuanBerkas(b.nama, galat.temuan) if b.disebut or galat.temuan.kode != _BUKAN_LKE else None


def _sejajar(
    berkas: Sequence[LkeFile], konfigurasi: Config, dipilih: Penilai | None, maju: Callable[[str], object]
) -> list[LkeFacts | TemuanBerkas | None]:
    from zi_cli.folder.pool import BATAS_WAKTU, Pengaturan, failure_finding, run_pool

    atur = Pengaturan(
        pekerja=os.cpu_count() or 1, persiapan=prepare, isi_persiapan=(konfigurasi, dipilih), muat_awal=(__name__,)
    )
    hasil: dict[LkeFile, LkeFacts | TemuanBerkas | None] = {}
    with closing(run_pool(read_one, berkas, atur)) as arus:
        for s in arus:
            galat = s.galat and TemuanBerkas(s.butir.nama, failure_finding(s.butir.nama, s.galat, BATAS_WAKTU))
            hasil[s.butir] = galat or s.hasil
            maju(s.butir.nama)
    return [hasil[b] for b in berkas]
