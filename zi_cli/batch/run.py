"""One run of ``zi batch``: find, score what is new or changed, recap, and write every output or none."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from zi_cli.batch.document import write_document
from zi_cli.batch.journal import NAMA_JURNAL, Journal, read_progress
from zi_cli.batch.manifest import HASIL, NAMA, check_folder, file_fingerprint, make_rules, manifest_bytes
from zi_cli.batch.recap import Rekap, make_recap
from zi_cli.batch.registered import Pendaftaran, check_eligibility, named_files
from zi_cli.batch.result import Dinilai, Gagal, Hasil, Ringkas, Tetap, read_facts, read_figures
from zi_cli.batch.score_file import Tugas, prepare, score_file
from zi_cli.config import Config
from zi_cli.errors import EXIT_INTERRUPTED, EXIT_UNREADABLE, UnwritableOutput, UserError
from zi_cli.files import claimed_folder, open_file, whole_file
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.folder import pool as kerja
from zi_cli.folder.discover import Berkas, BerkasGagal, Discovery, discover
from zi_cli.folder.pool import Done, Pengaturan, failure_finding
from zi_cli.folder.result_store import ResultStore, StoredAt
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.stops import held
from zi_cli.worksheet.model import Penilai

JSON = "rekap.json"

#: Writes a recap to a file.
Writer = Callable[[Rekap, Path], object]


@dataclass(frozen=True)
class Opsi:
    """What to run over, and where to. ``batas_waktu`` is in seconds a file; ``sementara``: nothing of it is kept."""

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
    sementara: bool = False


class Watcher(Protocol):
    """Who watches the run."""

    def begin(self, jumlah: int) -> None:
        """*jumlah* files will be looked at."""

    def busy_with(self, nama: str) -> None:
        """The file *nama* is at work for some time already."""

    def advance(self, nama: str) -> None:
        """The file *nama* is done."""

    def end(self) -> None:
        """No more files, for whatever reason."""


class _Kept:
    """Results of earlier runs, by path: in the journal of one that was stopped, else in that of one that ended."""

    def __init__(self, jurnal: Journal, simpanan: ResultStore | None) -> None:
        self._jurnal, self._simpanan = jurnal, simpanan
        self._letak: dict[str, tuple[str, StoredAt]] = {}
        if simpanan is not None:
            # What follows a line that is none of ours is none either.
            with contextlib.suppress(ValueError):
                for baris, letak in simpanan.lines():
                    r = read_figures(baris)
                    self._letak[r.nama] = r.sha256, letak

    def sha256(self, nama: str) -> str | None:
        """Content the kept result of *nama* was made from."""
        return self._jurnal.sha256(nama) or (self._letak[nama][0] if nama in self._letak else None)

    def take(self, nama: str) -> tuple[Ringkas, StoredAt]:
        """Figures of the kept result of *nama*, and its place in the journal, which it is copied to."""
        if self._jurnal.sha256(nama) is None:
            assert self._simpanan is not None
            baris = self._simpanan.read(self._letak[nama][1])
            self._jurnal.append(read_figures(baris), baris)
        return self._jurnal.figures(nama)


def run_batch(
    opsi: Opsi,
    instrumen: Instrumen,
    konfigurasi: Config,
    pantau: Watcher,
    outputs: Mapping[str, Writer] = MappingProxyType({}),
) -> Rekap:
    """Score the folder and write rekap.json and *outputs*, by file name; the recap is for showing.

    Its records are on disk by then. The only run in the folder: a second one is refused.
    Raises ``UnwritableOutput`` before any work when an output may not be replaced, and
    ``UserError`` with exit code 130 after Ctrl-C; what is done by then, as after a kill, is kept for ``lanjut``.
    """
    if opsi.keluaran.exists() and not opsi.keluaran.is_dir():
        raise UnwritableOutput(f"“{opsi.keluaran}” adalah berkas, bukan folder keluaran")
    with claimed_folder(opsi.keluaran):
        return _run_alone(opsi, instrumen, konfigurasi, pantau, {**outputs, JSON: write_document})


def _run_alone(
    opsi: Opsi, instrumen: Instrumen, konfigurasi: Config, pantau: Watcher, outputs: Mapping[str, Writer]
) -> Rekap:
    terhenti = read_progress(opsi.keluaran) if opsi.lanjut else None
    # An unfinished journal of ours needs nobody to vouch for it.
    diganti = (*outputs, HASIL, NAMA, *(() if terhenti else (NAMA_JURNAL,)))
    dijamin = terhenti.keluaran if terhenti else ()
    lama = check_folder(opsi.keluaran, diganti, dijamin=dijamin, lanjut=opsi.lanjut, timpa=opsi.timpa)
    kecuali = [opsi.keluaran] + ([opsi.pendaftaran.daftar.berkas] if opsi.pendaftaran else [])
    penemuan = discover(opsi.folder, pola=opsi.pola, tingkat_grup=opsi.tingkat_grup, kecuali=kecuali)
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
    dapat_dipakai = lama is not None and lama["aturan"] == aturan and _intact(opsi.keluaran, lama)
    with contextlib.ExitStack() as simpan:
        simpanan = simpan.enter_context(ResultStore(opsi.keluaran / HASIL)) if dapat_dipakai else None
        jurnal = simpan.enter_context(Journal(opsi.keluaran, aturan, terhenti))
        try:
            hasil = _score_all(opsi, konfigurasi, penemuan, _Kept(jurnal, simpanan), jurnal, pantau)
            rekap = _recap(opsi, instrumen, konfigurasi, penemuan, hasil, jurnal)
            # What was kept is in the journal by now; Windows replaces no file that is open.
            if simpanan is not None:
                simpanan.close()
            _put_in_place(opsi, rekap, aturan, jurnal, {**outputs, HASIL: partial(_write_results, hasil, jurnal)})
        except KeyboardInterrupt as e:
            raise UserError(f"dihentikan{_kept_words(opsi, jurnal)}", EXIT_INTERRUPTED) from e
        except UnwritableOutput as e:
            raise UnwritableOutput(e.pesan + _kept_words(opsi, jurnal)) from e
    return rekap


def _kept_words(opsi: Opsi, jurnal: Journal) -> str:
    if not jurnal.letak or opsi.sementara:
        return ""
    return f"; hasil yang sudah selesai disimpan di “{opsi.keluaran}”, teruskan dengan --lanjut"


def _recap(
    opsi: Opsi,
    instrumen: Instrumen,
    konfigurasi: Config,
    penemuan: Discovery,
    hasil: list[tuple[Ringkas, StoredAt]],
    jurnal: Journal,
) -> Rekap:
    daftar = opsi.pendaftaran
    rekap = make_recap(
        hasil,
        folder=opsi.folder,
        instrumen=instrumen,
        konfigurasi=konfigurasi,
        gagal=penemuan.gagal,
        dilewati=penemuan.dilewati,
        pendahuluan=opsi.pendahuluan,
        baca=jurnal.read,
        disebut=named_files(daftar, opsi.folder, (r.nama for r, _ in hasil)) if daftar else frozenset(),
    )
    if daftar is not None:
        rekap.register(check_eligibility(daftar, opsi.folder, _material(opsi, rekap, jurnal)))
    return rekap


def _put_in_place(
    opsi: Opsi, rekap: Rekap, aturan: dict[str, Any], jurnal: Journal, outputs: Mapping[str, Writer]
) -> None:
    """Write all *outputs* aside, then let them take their places; a run killed in between leaves none in doubt."""
    with contextlib.ExitStack() as tumpukan:
        # Entered first, replaced last: a manifest on disk vouches for files that are there already.
        t_manifes = tumpukan.enter_context(whole_file(opsi.keluaran / NAMA, timpa=True))
        keluaran = {}
        for nama, write in outputs.items():
            sementara = tumpukan.enter_context(whole_file(opsi.keluaran / nama, timpa=True))
            write(rekap, sementara)
            keluaran[nama] = file_fingerprint(sementara)
        with open_file(t_manifes, "wb") as f:
            f.write(manifest_bytes(aturan, keluaran))
        jurnal.vouch(keluaran)
        # Finished files are put in place so that they fit each other, whatever asks for an end meanwhile.
        with held():
            tumpukan.close()
            jurnal.finish()


def _write_results(hasil: list[tuple[Ringkas, StoredAt]], jurnal: Journal, _: Rekap, tujuan: Path) -> None:
    with open_file(tujuan, "wb") as f:
        f.writelines(jurnal.read(letak) for _, letak in sorted(hasil, key=lambda h: h[0].nama))


def _score_all(
    opsi: Opsi, konfigurasi: Config, penemuan: Discovery, lama: _Kept, jurnal: Journal, pantau: Watcher
) -> list[tuple[Ringkas, StoredAt]]:
    """Results of all files found, reused where the content is unchanged; the rest goes into *penemuan*."""
    daftar = opsi.pendaftaran is not None
    atur = Pengaturan(
        pekerja=max(1, min(opsi.pekerja, len(penemuan.berkas))),
        persiapan=prepare,
        isi_persiapan=(konfigurasi, opsi.penilai, opsi.pendahuluan, daftar),
        batas_waktu=opsi.batas_waktu,
        muat_awal=(score_file.__module__, *((LkeFacts.__module__,) if daftar else ())),
    )
    hasil: list[tuple[Ringkas, StoredAt]] = []
    tugas = (Tugas(b, lama.sha256(b.nama)) for b in penemuan.berkas)
    pantau.begin(len(penemuan.berkas))
    try:
        with contextlib.closing(
            kerja.run_pool(score_file, tugas, atur, lambda t: pantau.busy_with(t.berkas.nama))
        ) as arus:
            for s in arus:
                b = s.butir.berkas
                if isinstance(s.hasil, Dinilai):
                    hasil.append((s.hasil.ringkas, jurnal.append(s.hasil.ringkas, s.hasil.baris)))
                elif isinstance(s.hasil, Tetap):
                    hasil.append(lama.take(b.nama))
                else:
                    _note_failure(penemuan, b, s, opsi.batas_waktu)
                pantau.advance(b.nama)
    finally:
        pantau.end()
    return hasil


def _material(opsi: Opsi, rekap: Rekap, jurnal: Journal) -> Iterator[LkeFacts]:
    """The facts of every scored file, other versions of a satker included: the check sees what contradicts."""
    for s in (*rekap.satker, *(s for _, anggota in rekap.versi for s in anggota[1:])):
        bahan = read_facts(jurnal.read(s.letak))
        if bahan is not None:
            yield bahan._replace(jalur=opsi.folder / bahan.jalur)


def _note_failure(penemuan: Discovery, b: Berkas, s: Done[Tugas, Hasil], batas_waktu: float) -> None:
    if isinstance(s.hasil, Gagal):
        if s.hasil.terbaca:
            penemuan.pass_over(CATALOGUE[s.hasil.temuan.kode].judul, b.nama)
            return
        temuan = s.hasil.temuan
    else:
        temuan = failure_finding(b.nama, s.galat, batas_waktu)
    penemuan.gagal.append(BerkasGagal(b.nama, b.grup, temuan))


def _intact(folder: Path, lama: ManifestRecord) -> bool:
    """Whether the kept results are those the manifest speaks of."""
    berkas = folder / HASIL
    return berkas.is_file() and file_fingerprint(berkas) == lama["keluaran"].get(HASIL)


def _skipped_words(penemuan: Discovery) -> str:
    if not penemuan.dilewati:
        return ""
    return " (dilewati: " + "; ".join(f"{x.jumlah} {a}" for a, x in penemuan.dilewati.items()) + ")"
