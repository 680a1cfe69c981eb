"""A folder in the workers of ``zi batch``: its assessors compared, its recap for a report."""

import contextlib
from pathlib import Path

from zi_cli.batch.registered import Pendaftaran
from zi_cli.batch.run import JSON, Opsi, Watcher, run_batch
from zi_cli.config import Config
from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.evaluation import evaluate
from zi_cli.files import temporary_folder
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder import pool as kerja
from zi_cli.folder.discover import Berkas, discover
from zi_cli.folder.pool import Pengaturan, failure_finding
from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.compare import ComparedPair, HasilBanding, sisi
from zi_cli.records.read_back import read_recap
from zi_cli.records.types.batch import BatchRecord
from zi_cli.scoring.compare import compare_penilaian, summarise_comparisons
from zi_cli.worksheet.model import Penilai

#: "No LKE in this workbook": another kind of file, not a broken one.
_BUKAN_LKE = "LKE105"


class _Worker:
    """What a worker knows for all its files; set once by :func:`prepare`."""

    aturan: Config
    antara: tuple[Penilai, Penilai] | None


def prepare(aturan: Config, antara: tuple[Penilai, Penilai] | None) -> None:
    """Prepare this process: instrument and thresholds, and the two assessors asked for."""
    _Worker.aturan, _Worker.antara = aturan, antara


def compare_file(berkas: Berkas) -> ComparedPair | Temuan | str:
    """The two assessors of one file compared; why it can't be read, or why there is nothing to compare."""
    try:
        e = evaluate(berkas.jalur, _Worker.aturan, lengkap=False)
        terpilih = e.pair(_Worker.antara)
    except UnreadableInput as galat:
        return CATALOGUE[_BUKAN_LKE].judul if galat.temuan.kode == _BUKAN_LKE else galat.temuan
    if isinstance(terpilih, str):
        return terpilih
    dari, ke = terpilih
    banding = compare_penilaian(dari, ke, _Worker.aturan.instrumen)
    return ComparedPair(sisi(e.ws, dari, berkas.nama), sisi(e.ws, ke, berkas.nama), banding, berkas.grup)


def compare_folder(
    folder: Path,
    konfigurasi: Config,
    antara: tuple[Penilai, Penilai] | None,
    pekerja: int,
    pantau: Watcher,
) -> HasilBanding:
    """Compare every worksheet below *folder*; files of the same content count once.

    Raises ``UserError`` (exit code 3) when there is no workbook at all.
    """
    penemuan = discover(folder)
    if not penemuan.berkas and not penemuan.gagal:
        raise UserError(f"tidak ada buku kerja di “{folder}”", EXIT_UNREADABLE)
    hasil = HasilBanding("folder", [], gagal=[(g.nama, g.temuan) for g in penemuan.gagal])
    atur = Pengaturan(
        pekerja=max(1, min(pekerja, len(penemuan.berkas))),
        persiapan=prepare,
        isi_persiapan=(konfigurasi, antara),
        muat_awal=(__name__,),
    )
    pantau.begin(len(penemuan.berkas))
    try:
        arus = kerja.run_pool(compare_file, penemuan.berkas, atur, lambda b: pantau.busy_with(b.nama))
        with contextlib.closing(arus):
            for s in arus:
                if s.hasil is None:
                    hasil.gagal.append((s.butir.nama, failure_finding(s.butir.nama, s.galat, atur.batas_waktu)))
                elif isinstance(s.hasil, ComparedPair):
                    hasil.pasangan.append(s.hasil)
                elif isinstance(s.hasil, str):
                    hasil.dilewati.append((s.butir.nama, s.hasil))
                else:
                    hasil.gagal.append((s.butir.nama, s.hasil))
                pantau.advance(s.butir.nama)
    finally:
        pantau.end()
    return _tidy(hasil, konfigurasi.instrumen)


def _tidy(hasil: HasilBanding, instrumen: Instrumen) -> HasilBanding:
    """In order of path, without copies, and summarised."""
    pertama: dict[str, str] = {}
    pasangan: list[ComparedPair] = []
    dilewati = list(hasil.dilewati)
    for p in sorted(hasil.pasangan, key=lambda p: p.dari.berkas):
        asli = pertama.setdefault(p.dari.sha256, p.dari.berkas)
        if asli == p.dari.berkas:
            pasangan.append(p)
        else:
            dilewati.append((p.dari.berkas, f"isinya sama dengan {asli}"))
    ringkasan = summarise_comparisons([(p.grup or "", p.banding) for p in pasangan], instrumen) if pasangan else None
    return HasilBanding("folder", pasangan, ringkasan, sorted(hasil.gagal), sorted(dilewati))


def recap_folder(
    folder: Path,
    instrumen: Instrumen,
    konfigurasi: Config,
    pilihan: Penilai | None,
    pekerja: int,
    pantau: Watcher,
    pendaftaran: Pendaftaran | None = None,
) -> BatchRecord:
    """The zi.batch/1 document of *folder*, with the check of *pendaftaran*; ``UserError`` when it holds no workbook."""
    with temporary_folder("zi-rekap-") as tempat:
        tujuan = tempat / "rekap"
        opsi = Opsi(
            folder=folder, keluaran=tujuan, pekerja=pekerja, penilai=pilihan, pendaftaran=pendaftaran, sementara=True
        )
        run_batch(opsi, instrumen, konfigurasi, pantau)
        return read_recap(opsi.keluaran / JSON, instrumen).isi
