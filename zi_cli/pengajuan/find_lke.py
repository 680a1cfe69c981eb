"""Find and read the worksheets that a check is about."""

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from zi_cli.config import Config
from zi_cli.evaluation import evaluate
from zi_cli.files import is_there, real_path
from zi_cli.findings.unreadable import UnreadableInput, holds_no_worksheet
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import TemuanBerkas
from zi_cli.pengajuan.lke_facts import LkeFacts, extract_lke_facts
from zi_cli.pengajuan.pairing import lke_path
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai

#: Registers a folder may hold, in the order they are looked for.
_DAFTAR_NAMES = ("satker.xlsx", "satker.csv")
#: From this many files on, worker processes repay their start.
_PARALLEL_FROM = 40


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
    return next((folder / n for n in _DAFTAR_NAMES if is_there(folder / n)), None)


def find_lke(
    folder: Path | None, daftar: DaftarSatker | None, one: Path | None, failed: list[TemuanBerkas] | None = None
) -> list[LkeFile]:
    """The files to read: *one* alone, else the workbooks of *folder* and those that *daftar* names.

    Lock files, hidden files and the register itself are passed over; links to folders are not
    followed. Folders that can't be listed are added to *failed*.
    """
    if one is not None:
        return [LkeFile(one, one.name, True)]
    files: dict[Path, tuple[Path, str]] = {}
    if folder is not None:
        from zi_cli.folder.discover import discover

        discovery = discover(folder)
        files = {real_path(b.jalur): (b.jalur, b.nama) for b in discovery.berkas}
        if failed is not None:
            failed += [TemuanBerkas(g.nama, g.temuan) for g in discovery.gagal]
    mentioned = _named_files(daftar, folder) if daftar else set()
    if daftar is not None:
        files.pop(real_path(daftar.berkas), None)
    for jalur in sorted(mentioned):
        files.setdefault(jalur, (jalur, jalur.name))
    return [LkeFile(original, name, target in mentioned) for target, (original, name) in files.items()]


def _named_files(daftar: DaftarSatker, folder: Path | None) -> set[Path]:
    """The existing files that rows name; pairing reports the others, with the cell."""
    results: set[Path] = set()
    for s in daftar.satker:
        try:
            jalur = lke_path(s, daftar.berkas, [folder] if folder else [])
        except ValueError:
            continue
        if jalur is not None and s.usulan != "Tidak" and is_there(jalur):
            results.add(jalur)
    return results


def read_lke(
    files: Sequence[LkeFile],
    config: Config,
    chosen: Penilai | None,
    *,
    parallel: bool = True,
    progress: Callable[[str], object] = len,
) -> LkeReading:
    """Read and score *files* in order; a file that fails is a finding and the others go on.

    Many files are read by worker processes bounded in time and memory (not without *parallel*); *progress* hears of
    each that is done. A workbook without a worksheet that no row names is simply another document.
    """
    if not parallel or len(files) < _PARALLEL_FROM:
        prepare(config, chosen)
        with guarding_several(files):
            every: list[LkeFacts | TemuanBerkas | None] = []
            for b in files:
                every.append(read_one(b))
                progress(b.nama)
    else:
        every = _read_in_parallel(files, config, chosen, progress)
    result = LkeReading([], [], [])
    for b, x in zip(files, every, strict=True):
        if isinstance(x, LkeFacts):
            result.bahan.append(x)
        elif x is not None:
            result.gagal.append(x)
        else:
            result.bukan.append(b.nama)
    return result


def read_folder(
    folder: Path | None,
    daftar: DaftarSatker | None,
    config: Config,
    chosen: Penilai | None = None,
    *,
    one: Path | None = None,
    parallel: bool = True,
) -> LkeReading:
    """What :func:`find_lke` finds, read as by :func:`read_lke`; folders that can't be listed are failures, too."""
    failed: list[TemuanBerkas] = []
    lke = read_lke(find_lke(folder, daftar, one, failed), config, chosen, parallel=parallel)
    return lke._replace(gagal=[*failed, *lke.gagal])


class _Keadaan:
    """What this process reads by; set once by :func:`prepare`."""

    aturan: Config
    dipilih: Penilai | None


def prepare(config: Config, chosen: Penilai | None) -> None:
    """Prepare this process for :func:`read_one`."""
    _Keadaan.aturan, _Keadaan.dipilih = config, chosen


def read_one(b: LkeFile) -> LkeFacts | TemuanBerkas | None:
    """Read and score one file; None when it is no worksheet and nobody said it was."""
    try:
        e = evaluate(b.jalur, _Keadaan.aturan, _Keadaan.dipilih)
        return extract_lke_facts(e, load_syarat(e.instrumen), b.jalur, b.nama)
    except UnreadableInput as error:
        return TemuanBerkas(b.nama, error.temuan) if b.disebut or not holds_no_worksheet(error.temuan) else None


def _read_in_parallel(
    files: Sequence[LkeFile], konfigurasi: Config, chosen: Penilai | None, progress: Callable[[str], object]
) -> list[LkeFacts | TemuanBerkas | None]:
    from zi_cli.folder.pool import TIME_LIMIT, Pengaturan, failure_finding, run_pool

    config = Pengaturan(
        pekerja=os.cpu_count() or 1, persiapan=prepare, isi_persiapan=(konfigurasi, chosen), muat_awal=(__name__,)
    )
    results: dict[LkeFile, LkeFacts | TemuanBerkas | None] = {}
    with closing(run_pool(read_one, files, config)) as flows:
        for s in flows:
            error = s.galat and TemuanBerkas(s.butir.nama, failure_finding(s.butir.nama, s.galat, TIME_LIMIT))
            results[s.butir] = error or s.hasil
            progress(s.butir.nama)
    return [results[b] for b in files]
