"""One run of ``zi batch``: find, score what is new or changed, recap, and write every output or none."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from zi_cli.batch.document import write_document
from zi_cli.batch.manifest import HASIL, NAMA, check_folder, file_fingerprint, make_rules, manifest_bytes
from zi_cli.batch.recap import Rekap, make_recap
from zi_cli.batch.registered import Pendaftaran, check_eligibility, named_files
from zi_cli.batch.result import Dinilai, Gagal, Hasil, Ringkas, Tetap, read_facts, read_figures
from zi_cli.batch.score_file import Tugas, prepare, score_file
from zi_cli.config import Config
from zi_cli.errors import EXIT_INTERRUPTED, EXIT_UNREADABLE, UserError
from zi_cli.files import whole_file
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.folder import pool as kerja
from zi_cli.folder.discover import Berkas, BerkasGagal, Discovery, cari
from zi_cli.folder.pool import Pengaturan, Selesai, failure_finding
from zi_cli.folder.result_store import ResultStore, StoredAt
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.worksheet.model import Penilai

JSON = "rekap.json"

#: Writes a recap to a file.
Writer = Callable[[Rekap, Path], object]


@dataclass(frozen=True)
class Opsi:
    """What to run over, and where to. ``batas_waktu`` is in seconds a file."""

    folder: Path
    keluaran: Path
    pekerja: int
    pola: str | None = None
    tingkat_grup: int = 1
    penilai: Penilai | None = None
    pendahuluan: bool = False
    batas_waktu: float = kerja.BATAS_WAKTU
    lanjut: bool = False
    timpa: bool = False
    pendaftaran: Pendaftaran | None = None


class Pantau(Protocol):
    """Who watches the run."""

    def mulai(self, jumlah: int) -> None:
        """*jumlah* files will be looked at."""

    def sedang(self, nama: str) -> None:
        """The file *nama* is at work for some time already."""

    def maju(self, nama: str) -> None:
        """The file *nama* is done."""

    def selesai(self) -> None:
        """No more files, for whatever reason."""


class _Kept:
    """Results kept by an earlier run: what may be reused, by path."""

    def __init__(self, simpanan: ResultStore | None) -> None:
        self.simpanan = simpanan
        self.letak: dict[str, tuple[str, StoredAt]] = {}
        if simpanan is not None:
            # What follows a line that is none of ours is none either.
            with contextlib.suppress(ValueError):
                for baris, letak in simpanan.lines():
                    r = read_figures(baris)
                    self.letak[r.nama] = r.sha256, letak

    def sha256(self, nama: str) -> str | None:
        """Content the kept result of *nama* was made from."""
        return self.letak[nama][0] if nama in self.letak else None

    def move(self, nama: str, tujuan: ResultStore) -> StoredAt:
        """Copy the kept result of *nama*."""
        assert self.simpanan is not None
        return tujuan.append(self.simpanan.read(self.letak.pop(nama)[1]))

    def ringkas(self, nama: str) -> Ringkas:
        """Figures of the kept result of *nama*."""
        assert self.simpanan is not None
        return read_figures(self.simpanan.read(self.letak[nama][1]))


def run_batch(
    opsi: Opsi,
    instrumen: Instrumen,
    konfigurasi: Config,
    pantau: Pantau,
    outputs: Mapping[str, Writer] = MappingProxyType({}),
) -> Rekap:
    """Score the folder and write rekap.json and *outputs*, by file name; the recap is for showing.

    Its records are on disk by then.
    Raises ``UnwritableOutput`` before any work when an output may not be replaced, and
    ``UserError`` with exit code 130 after Ctrl-C: then what is done is kept for ``lanjut``.
    """
    outputs = {**outputs, JSON: write_document}
    nama_keluaran = (*outputs, HASIL, NAMA)
    lama = check_folder(opsi.keluaran, nama_keluaran, lanjut=opsi.lanjut, timpa=opsi.timpa)
    kecuali = [opsi.keluaran] + ([opsi.pendaftaran.daftar.berkas] if opsi.pendaftaran else [])
    penemuan = cari(opsi.folder, pola=opsi.pola, tingkat_grup=opsi.tingkat_grup, kecuali=kecuali)
    if not penemuan.berkas and not penemuan.gagal:
        raise UserError(f"tidak ada buku kerja di “{opsi.folder}”{_skipped_words(penemuan)}", EXIT_UNREADABLE)
    aturan = make_rules(
        instrumen,
        konfigurasi.ambang,
        opsi.penilai,
        pendahuluan=opsi.pendahuluan,
        tingkat_grup=opsi.tingkat_grup,
        daftar=opsi.pendaftaran is not None,
    )
    with contextlib.ExitStack() as tumpukan:
        # Entered first, replaced last: a manifest on disk vouches for files that are there already.
        t_manifes, t_hasil = (tumpukan.enter_context(whole_file(opsi.keluaran / n, timpa=True)) for n in (NAMA, HASIL))
        with contextlib.ExitStack() as simpan:
            dapat_dipakai = lama is not None and lama["aturan"] == aturan and _intact(opsi.keluaran, lama)
            kept = _Kept(
                simpan.enter_context(ResultStore(opsi.keluaran / HASIL, baru=False)) if dapat_dipakai else None
            )
            baru = simpan.enter_context(ResultStore(t_hasil, baru=True))
            try:
                hasil = _score_all(opsi, konfigurasi, penemuan, kept, baru, pantau)
            except KeyboardInterrupt as e:
                for nama in list(kept.letak):
                    kept.move(nama, baru)
                keluaran = {**(lama["keluaran"] if lama else {}), HASIL: baru.sha256}
                t_manifes.write_bytes(manifest_bytes(aturan, keluaran))
                simpan.close()
                with _uninterrupted():
                    tumpukan.close()
                raise UserError(
                    f"dihentikan; hasil yang sudah selesai disimpan di “{opsi.keluaran}”, teruskan dengan --lanjut",
                    EXIT_INTERRUPTED,
                ) from e
            daftar = opsi.pendaftaran
            rekap = make_recap(
                hasil,
                folder=opsi.folder,
                instrumen=instrumen,
                konfigurasi=konfigurasi,
                gagal=penemuan.gagal,
                dilewati=penemuan.dilewati,
                pendahuluan=opsi.pendahuluan,
                baca=baru.read,
                disebut=named_files(daftar, opsi.folder, (r.nama for r, _ in hasil)) if daftar else frozenset(),
            )
            if opsi.pendaftaran is not None:
                rekap.kelayakan = check_eligibility(opsi.pendaftaran, opsi.folder, _bahan(opsi, rekap, baru))
            keluaran = _write(tumpukan, opsi, rekap, outputs) | {HASIL: baru.sha256}
        t_manifes.write_bytes(manifest_bytes(aturan, keluaran))
        with _uninterrupted():
            tumpukan.close()
    return rekap


def _score_all(
    opsi: Opsi, konfigurasi: Config, penemuan: Discovery, lama: _Kept, baru: ResultStore, pantau: Pantau
) -> list[tuple[Ringkas, StoredAt]]:
    """Results of all files found, reused where the content is unchanged; the rest goes into *penemuan*."""
    atur = Pengaturan(
        pekerja=max(1, min(opsi.pekerja, len(penemuan.berkas))),
        persiapan=prepare,
        isi_persiapan=(konfigurasi, opsi.penilai, opsi.pendahuluan, opsi.pendaftaran is not None),
        batas_waktu=opsi.batas_waktu,
        muat_awal=(score_file.__module__,),
    )
    hasil: list[tuple[Ringkas, StoredAt]] = []
    tugas = (Tugas(b, lama.sha256(b.nama)) for b in penemuan.berkas)
    pantau.mulai(len(penemuan.berkas))
    try:
        with contextlib.closing(
            kerja.jalankan(score_file, tugas, atur, lambda t: pantau.sedang(t.berkas.nama))
        ) as arus:
            for s in arus:
                b = s.butir.berkas
                if isinstance(s.hasil, Dinilai):
                    hasil.append((s.hasil.ringkas, baru.append(s.hasil.baris)))
                elif isinstance(s.hasil, Tetap):
                    ringkas = lama.ringkas(b.nama)
                    hasil.append((ringkas, lama.move(b.nama, baru)))
                else:
                    lama.letak.pop(b.nama, None)
                    _note_failure(penemuan, b, s, opsi.batas_waktu)
                pantau.maju(b.nama)
    finally:
        pantau.selesai()
    return hasil


def _bahan(opsi: Opsi, rekap: Rekap, simpanan: ResultStore) -> Iterator[LkeFacts]:
    """The facts of every scored file, other versions of a satker included: the check sees what contradicts."""
    for s in (*rekap.satker, *(s for _, anggota in rekap.versi for s in anggota[1:])):
        bahan = read_facts(simpanan.read(s.letak))
        if bahan is not None:
            yield bahan._replace(jalur=opsi.folder / bahan.jalur)


def _note_failure(penemuan: Discovery, b: Berkas, s: Selesai[Tugas, Hasil], batas_waktu: float) -> None:
    if isinstance(s.hasil, Gagal):
        if s.hasil.terbaca:
            penemuan.lewati(CATALOGUE[s.hasil.temuan.kode].judul, b.nama)
            return
        temuan = s.hasil.temuan
    else:
        temuan = failure_finding(b.nama, s.galat, batas_waktu)
    penemuan.gagal.append(BerkasGagal(b.nama, b.grup, temuan))


def _write(tumpukan: contextlib.ExitStack, opsi: Opsi, rekap: Rekap, outputs: Mapping[str, Writer]) -> dict[str, str]:
    """Write every output to a temporary file that *tumpukan* puts in place; their SHA-256 by name."""
    keluaran = {}
    for nama, write in outputs.items():
        sementara = tumpukan.enter_context(whole_file(opsi.keluaran / nama, timpa=True))
        write(rekap, sementara)
        keluaran[nama] = file_fingerprint(sementara)
    return keluaran


def _intact(folder: Path, lama: ManifestRecord) -> bool:
    """Whether the kept results are those the manifest speaks of."""
    berkas = folder / HASIL
    return berkas.is_file() and file_fingerprint(berkas) == lama["keluaran"].get(HASIL)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C while finished files are put in place, so that they fit each other."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    semula = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, semula)


def _skipped_words(penemuan: Discovery) -> str:
    if not penemuan.dilewati:
        return ""
    return " (dilewati: " + "; ".join(f"{x.jumlah} {a}" for a, x in penemuan.dilewati.items()) + ")"
