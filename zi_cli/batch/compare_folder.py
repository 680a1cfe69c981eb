"""A folder in the workers of ``zi batch``: its assessors compared, its recap for a report."""

import contextlib
from pathlib import Path

from zi_cli.batch.registered import Pendaftaran
from zi_cli.batch.run import JSON, Opsi, Watcher, run_batch
from zi_cli.config import Config
from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.evaluation import evaluate
from zi_cli.files import temporary_folder
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import NO_WORKSHEET, UnreadableInput, holds_no_worksheet
from zi_cli.folder import pool as kerja
from zi_cli.folder.discover import Berkas, discover
from zi_cli.folder.pool import Pengaturan, failure_finding
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.find_lke import find_register
from zi_cli.records.compare import ComparedPair, HasilBanding, side_of
from zi_cli.records.read_back import read_recap
from zi_cli.records.types.batch import BatchRecord
from zi_cli.scoring.compare import compare_penilaian, summarise_comparisons
from zi_cli.worksheet.model import Penilai


class _Worker:
    """What a worker knows for all its files; set once by :func:`prepare`."""

    aturan: Config
    antara: tuple[Penilai, Penilai] | None


def prepare(config: Config, between: tuple[Penilai, Penilai] | None) -> None:
    """Prepare this process: instrument and thresholds, and the two assessors asked for."""
    _Worker.aturan, _Worker.antara = config, between


def compare_file(file: Berkas) -> ComparedPair | Temuan | str:
    """The two assessors of one file compared; why it can't be read, or why there is nothing to compare."""
    try:
        e = evaluate(file.jalur, _Worker.aturan, complete=False)
        selected = e.pair(_Worker.antara)
    except UnreadableInput as error:
        return NO_WORKSHEET if holds_no_worksheet(error.temuan) else error.temuan
    if isinstance(selected, str):
        return selected
    dari, ke = selected
    banding = compare_penilaian(dari, ke, _Worker.aturan.instrumen)
    return ComparedPair(side_of(e.ws, dari, file.nama), side_of(e.ws, ke, file.nama), banding, file.grup)


def compare_folder(
    folder: Path,
    konfigurasi: Config,
    between: tuple[Penilai, Penilai] | None,
    worker: int,
    pantau: Watcher,
) -> HasilBanding:
    """Compare every worksheet below *folder* (its register is none); files of the same content count once.

    Raises ``UserError`` (exit code 3) when there is no workbook at all.
    """
    daftar = find_register(folder)
    discovery = discover(folder, excluded=[daftar] if daftar is not None else [])
    if not discovery.berkas and not discovery.gagal:
        raise UserError(f"tidak ada buku kerja di “{folder}”", EXIT_UNREADABLE)
    result = HasilBanding("folder", [], gagal=[(g.nama, g.temuan) for g in discovery.gagal])
    config = Pengaturan(
        pekerja=max(1, min(worker, len(discovery.berkas))),
        persiapan=prepare,
        isi_persiapan=(konfigurasi, between),
        muat_awal=(__name__,),
    )
    pantau.begin(len(discovery.berkas))
    try:
        flows = kerja.run_pool(compare_file, discovery.berkas, config, lambda b: pantau.busy_with(b.nama))
        with contextlib.closing(flows):
            for s in flows:
                if s.hasil is None:
                    result.gagal.append((s.butir.nama, failure_finding(s.butir.nama, s.galat, config.batas_waktu)))
                elif isinstance(s.hasil, ComparedPair):
                    result.pasangan.append(s.hasil)
                elif isinstance(s.hasil, str):
                    result.dilewati.append((s.butir.nama, s.hasil))
                else:
                    result.gagal.append((s.butir.nama, s.hasil))
                pantau.advance(s.butir.nama)
    finally:
        pantau.end()
    return _tidy(result, konfigurasi.instrumen)


def _tidy(result: HasilBanding, instrumen: Instrumen) -> HasilBanding:
    """In order of path, without copies, and summarised."""
    first: dict[str, str] = {}
    pairs: list[ComparedPair] = []
    skipped = list(result.dilewati)
    for p in sorted(result.pasangan, key=lambda p: p.dari.berkas):
        original = first.setdefault(p.dari.sha256, p.dari.berkas)
        if original == p.dari.berkas:
            pairs.append(p)
        else:
            skipped.append((p.dari.berkas, f"isinya sama dengan {original}"))
    summary = summarise_comparisons([(p.grup or "", p.banding) for p in pairs], instrumen) if pairs else None
    return HasilBanding("folder", pairs, summary, sorted(result.gagal), sorted(skipped))


def recap_folder(
    folder: Path,
    instrumen: Instrumen,
    config: Config,
    choice: Penilai | None,
    worker: int,
    pantau: Watcher,
    pendaftaran: Pendaftaran | None = None,
) -> BatchRecord:
    """The zi.batch/1 document of *folder*, with the check of *pendaftaran*; ``UserError`` when it holds no workbook."""
    with temporary_folder("zi-rekap-") as place:
        target = place / "rekap"
        opsi = Opsi(
            folder=folder, keluaran=target, pekerja=worker, penilai=choice, pendaftaran=pendaftaran, sementara=True
        )
        run_batch(opsi, instrumen, config, pantau)
        return read_recap(opsi.keluaran / JSON, instrumen).isi
