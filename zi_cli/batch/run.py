"""One run of ``zi batch``: find, score what is new or changed, recap, and write every output or none."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from zi_cli.batch.file_result import Dinilai, Gagal, Hasil, Ringkas, Tetap, read_facts, read_figures, validate_line
from zi_cli.batch.journal import JOURNAL_NAME, Journal, read_progress
from zi_cli.batch.manifest import HASIL, NAME, check_folder, make_rules, manifest_bytes
from zi_cli.batch.recap import Rekap, make_recap
from zi_cli.batch.recap_json import write_document
from zi_cli.batch.registered import Pendaftaran, check_eligibility, named_files
from zi_cli.batch.score_file import Tugas, prepare, score_file
from zi_cli.config import Config
from zi_cli.errors import EXIT_INTERRUPTED, EXIT_UNREADABLE, UnwritableOutput, UserError
from zi_cli.files import claimed_folder, file_fault, file_sha256, open_file, whole_file
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.folder import pool as kerja
from zi_cli.folder.discover import Berkas, BerkasGagal, Discovery, discover
from zi_cli.folder.pool import Done, Pengaturan, failure_finding
from zi_cli.folder.result_store import ResultStore, StoredAt
from zi_cli.instrumen.tree import Instrumen
from zi_cli.outgoing import output_folder
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.stops import held
from zi_cli.worksheet.model import Penilai

JSON = "rekap.json"

#: Writes a recap to a file.
Writer = Callable[[Rekap, Path], object]


@dataclass(frozen=True)
class Opsi:
    """What to run over, and where to. ``batas_waktu`` is in seconds a file; ``sementara``: nothing of it is kept.

    ``muat_nanti`` are the modules that the outputs need.
    """

    folder: Path
    keluaran: Path
    pekerja: int
    pola: str | None = None
    tingkat_grup: int = 1
    penilai: Penilai | None = None
    pendahuluan: bool = False
    batas_waktu: float = kerja.TIME_LIMIT
    lanjut: bool = False
    timpa: bool = False
    pendaftaran: Pendaftaran | None = None
    sementara: bool = False
    muat_nanti: tuple[str, ...] = ()


class Watcher(Protocol):
    """Who watches the run."""

    def begin(self, count: int) -> None:
        """*count* files will be looked at."""

    def busy_with(self, name: str) -> None:
        """The file *name* is at work for some time already."""

    def advance(self, name: str) -> None:
        """The file *name* is done."""

    def end(self) -> None:
        """No more files, for whatever reason."""


class _Kept:
    """Results of earlier runs, by path: in the journal of one that was stopped, else in that of one that ended."""

    def __init__(self, journal: Journal, stash: ResultStore | None, instrumen: Instrumen) -> None:
        self._jurnal, self._simpanan = journal, stash
        self._letak: dict[str, tuple[str, StoredAt]] = {}
        if stash is not None:
            # What follows a line that is none of ours is none either.
            with contextlib.suppress(ValueError):
                for row, position in stash.lines():
                    if (r := validate_line(row, instrumen)) is not None:
                        self._letak[r.nama] = r.sha256, position

    def sha256(self, name: str) -> str | None:
        """Content the kept result of *name* was made from."""
        return self._jurnal.sha256(name) or (self._letak[name][0] if name in self._letak else None)

    def take(self, name: str) -> tuple[Ringkas, StoredAt]:
        """Figures of the kept result of *name*, and its place in the journal, which it is copied to."""
        if self._jurnal.sha256(name) is None:
            assert self._simpanan is not None
            row = self._simpanan.read(self._letak[name][1])
            self._jurnal.append(read_figures(row), row)
        return self._jurnal.figures(name)


def run_batch(
    opsi: Opsi,
    instrumen: Instrumen,
    config: Config,
    pantau: Watcher,
    outputs: Mapping[str, Writer] = MappingProxyType({}),
) -> Rekap:
    """Score the folder and write rekap.json and *outputs*, by file name; the recap is for showing.

    Its records are on disk by then. The only run in the folder: a second one is refused.
    Raises ``UnwritableOutput`` before any work when an output may not be replaced, and
    ``UserError`` with exit code 130 after Ctrl-C; what is done by then, as after a kill, is kept for ``lanjut``.
    """
    with claimed_folder(output_folder(opsi.keluaran)):
        return _run_alone(opsi, instrumen, config, pantau, {**outputs, JSON: write_document})


def _run_alone(
    opsi: Opsi, instrumen: Instrumen, config: Config, pantau: Watcher, outputs: Mapping[str, Writer]
) -> Rekap:
    terhenti = read_progress(opsi.keluaran, instrumen) if opsi.lanjut else None
    # An unfinished journal of ours needs nobody to vouch for it.
    diganti = (*outputs, HASIL, NAME, *(() if terhenti else (JOURNAL_NAME,)))
    dijamin = terhenti.keluaran if terhenti else ()
    old = check_folder(opsi.keluaran, diganti, dijamin=dijamin, resume=opsi.lanjut, overwrite=opsi.timpa)
    excluded = [opsi.keluaran] + ([opsi.pendaftaran.daftar.berkas] if opsi.pendaftaran else [])
    discovery = discover(opsi.folder, pattern=opsi.pola, tingkat_grup=opsi.tingkat_grup, excluded=excluded)
    if not discovery.berkas and not discovery.gagal:
        raise UserError(f"tidak ada buku kerja di “{opsi.folder}”{_skipped_words(discovery)}", EXIT_UNREADABLE)
    rules = make_rules(
        instrumen,
        config.ambang,
        opsi.penilai,
        pendahuluan=opsi.pendahuluan,
        tingkat_grup=opsi.tingkat_grup,
        daftar=opsi.pendaftaran is not None,
    )
    dapat_dipakai = old is not None and old["aturan"] == rules and _intact(opsi.keluaran, old)
    with contextlib.ExitStack() as store:
        stash = store.enter_context(ResultStore(opsi.keluaran / HASIL)) if dapat_dipakai else None
        journal = store.enter_context(Journal(opsi.keluaran, rules, terhenti))
        try:
            results = _score_all(opsi, config, discovery, _Kept(journal, stash, instrumen), journal, pantau)
            rekap = _recap(opsi, instrumen, config, discovery, results, journal)
            # What was kept is in the journal by now; Windows replaces no file that is open.
            if stash is not None:
                stash.close()
            _put_in_place(opsi, rekap, rules, journal, {**outputs, HASIL: partial(_write_results, results, journal)})
        except KeyboardInterrupt as e:
            raise UserError(f"dihentikan{_kept_words(opsi, journal)}", EXIT_INTERRUPTED) from e
        except UnwritableOutput as e:
            raise UnwritableOutput(e.pesan + _kept_words(opsi, journal)) from e
    return rekap


def _kept_words(opsi: Opsi, journal: Journal) -> str:
    if not journal.letak or opsi.sementara:
        return ""
    return f"; hasil yang sudah selesai disimpan di “{opsi.keluaran}”, teruskan dengan --lanjut"


def _recap(
    opsi: Opsi,
    instrumen: Instrumen,
    config: Config,
    discovery: Discovery,
    results: list[tuple[Ringkas, StoredAt]],
    journal: Journal,
) -> Rekap:
    daftar = opsi.pendaftaran
    rekap = make_recap(
        results,
        folder=opsi.folder,
        instrumen=instrumen,
        config=config,
        failed=discovery.gagal,
        skipped=discovery.dilewati,
        pendahuluan=opsi.pendahuluan,
        readers=journal.read,
        mentioned=named_files(daftar, opsi.folder, (r.nama for r, _ in results)) if daftar else frozenset(),
    )
    if daftar is not None:
        rekap.register(check_eligibility(daftar, opsi.folder, _material(opsi, rekap, journal)))
    return rekap


def _put_in_place(
    opsi: Opsi, rekap: Rekap, rules: dict[str, Any], journal: Journal, outputs: Mapping[str, Writer]
) -> None:
    """Write all *outputs* aside, then let them take their places; a run killed in between leaves none in doubt."""
    with contextlib.ExitStack() as stack:
        # Entered first, replaced last: a manifest on disk vouches for files that are there already.
        t_manifes = stack.enter_context(whole_file(opsi.keluaran / NAME, overwrite=True))
        output = {}
        for name, write in outputs.items():
            temporary = stack.enter_context(whole_file(opsi.keluaran / name, overwrite=True))
            write(rekap, temporary)
            output[name] = file_sha256(temporary)
        with open_file(t_manifes, "wb") as f:
            f.write(manifest_bytes(rules, output))
        journal.vouch(output)
        # Finished files are put in place so that they fit each other, whatever asks for an end meanwhile.
        with held():
            stack.close()
            journal.finish()


def _write_results(results: list[tuple[Ringkas, StoredAt]], journal: Journal, _: Rekap, target: Path) -> None:
    with open_file(target, "wb") as f:
        f.writelines(journal.read(position) for _, position in sorted(results, key=lambda h: h[0].nama))


def _score_all(
    opsi: Opsi, konfigurasi: Config, discovery: Discovery, old: _Kept, journal: Journal, pantau: Watcher
) -> list[tuple[Ringkas, StoredAt]]:
    """Results of all files found, reused where the content is unchanged; the rest goes into *discovery*."""
    daftar = opsi.pendaftaran is not None
    config = Pengaturan(
        pekerja=max(1, min(opsi.pekerja, len(discovery.berkas))),
        persiapan=prepare,
        isi_persiapan=(konfigurasi, opsi.penilai, opsi.pendahuluan, daftar),
        batas_waktu=opsi.batas_waktu,
        muat_awal=(score_file.__module__, *((LkeFacts.__module__,) if daftar else ())),
        muat_nanti=opsi.muat_nanti,
    )
    results: list[tuple[Ringkas, StoredAt]] = []
    task = (Tugas(b, old.sha256(b.nama)) for b in discovery.berkas)
    pantau.begin(len(discovery.berkas))
    try:
        with contextlib.closing(
            kerja.run_pool(score_file, task, config, lambda t: pantau.busy_with(t.berkas.nama))
        ) as flows:
            for s in flows:
                b = s.butir.berkas
                if isinstance(s.hasil, Dinilai):
                    results.append((s.hasil.ringkas, journal.append(s.hasil.ringkas, s.hasil.baris)))
                elif isinstance(s.hasil, Tetap):
                    results.append(old.take(b.nama))
                else:
                    _note_failure(discovery, b, s, opsi.batas_waktu)
                pantau.advance(b.nama)
    finally:
        pantau.end()
    return results


def _material(opsi: Opsi, rekap: Rekap, journal: Journal) -> Iterator[LkeFacts]:
    """The facts of every scored file, other versions of a satker included: the check sees what contradicts."""
    for s in (*rekap.satker, *(s for _, member in rekap.versi for s in member[1:])):
        material = read_facts(journal.read(s.letak))
        if material is not None:
            yield material._replace(jalur=opsi.folder / material.jalur)


def _note_failure(discovery: Discovery, b: Berkas, s: Done[Tugas, Hasil], time_limit: float) -> None:
    if isinstance(s.hasil, Gagal):
        if s.hasil.was_readable:
            discovery.pass_over(CATALOGUE[s.hasil.temuan.kode].judul, b.nama)
            return
        temuan = s.hasil.temuan
    else:
        temuan = failure_finding(b.nama, s.galat, time_limit)
    discovery.gagal.append(BerkasGagal(b.nama, b.grup, temuan))


def _intact(folder: Path, old: ManifestRecord) -> bool:
    """Whether the kept results are those the manifest speaks of."""
    file = folder / HASIL
    return not file_fault(file) and file_sha256(file) == old["keluaran"].get(HASIL)


def _skipped_words(discovery: Discovery) -> str:
    if not discovery.dilewati:
        return ""
    return " (dilewati: " + "; ".join(f"{x.jumlah} {a}" for a, x in discovery.dilewati.items()) + ")"
