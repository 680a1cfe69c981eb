"""``zi surat semua``: every letter that is due in a work folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.cli.batch import watcher
from zi_cli.cli.letter_options import LetterOptions
from zi_cli.cli.options import Output, Proposal, Rules, Screen
from zi_cli.cli.work import Work, existing_folder, open_work, required_folder
from zi_cli.errors import EXIT_INTERRUPTED, EXIT_UNREADABLE, EXIT_UNWRITABLE, TIDAK, UnwritableOutput
from zi_cli.files import claimed_folder
from zi_cli.outgoing import output_folder
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.report.output_forms import ENDINGS, Format
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.findings.record import Temuan
    from zi_cli.pengajuan.register.read_register import DaftarSatker
    from zi_cli.surat.all_letters import Due, PlannedLetter
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.make_letters import LetterOutcome
    from zi_cli.surat.sources import Gathered


def make_all(place: Path | None, o: LetterOptions, rules: Rules, screen: Screen) -> None:
    """Make every letter that is due, and list them; ends with the exit code of what became of them."""
    from zi_cli.surat.all_letters import plan_letters
    from zi_cli.surat.letter_list import UNFINISHED, all_record, letter_counts, letter_screen, letter_table
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.write_letters import DEFAULT_FOLDER
    from zi_cli.views.findings import finding_line

    daftar_ke = o.keluaran if o.keluaran is not None and o.keluaran.suffix.lower() in ENDINGS else None
    result = Output(screen.bentuk, daftar_ke, o.timpa, screen.csv_id).choose()
    output = DEFAULT_FOLDER if o.keluaran is None or daftar_ke is not None else o.keluaran
    folder = existing_folder(required_folder(place))
    output_folder(output)
    work = open_work(folder, rules, Proposal(o.data, o.tanggal, o.tahun), o.penilai)
    if work.data is None:
        raise typer.BadParameter(f"di “{folder}” tidak ada satker.xlsx; buat dengan zi init")
    result = result.from_inputs([work.data, work.konfigurasi.berkas, o.logo])
    daftar = read_register(work.data, work.konfigurasi.instrumen)
    jatuh, failed, temuan = letters_due(o, folder, work, daftar)
    sys.stderr.writelines(f"zi: {t.line}\n" for t in failed)
    sys.stderr.writelines(f"zi: {finding_line(t, path_text(work.data.name))}\n" for t in temuan)
    with claimed_folder(output):
        manifest = LetterManifest(output)
        jatuh = _with_rows(jatuh, daftar)
        surat, stopped, error = _run(o, plan_letters(jatuh), output, manifest)
    result.give(
        lambda: [all_record(surat, folder, output, work.aturan.tanggal, [*failed, *temuan])],
        lambda: [letter_table(surat)],
        lambda: [
            letter_screen(surat, every=stopped or bool(error)) if result.form is Format.tabel else letter_table(surat)
        ],
    )
    counts = letter_counts(surat)
    brief = ", ".join(f"{n} {k}" for k, n in counts.items()) or "tidak ada surat yang perlu dibuat"
    sys.stderr.write(f"zi: {brief}; folder {path_text(str(output))}\n")
    if error:
        sys.stderr.write(f"zi: {error}\n")
    if "menunggu nomor" in counts:
        name = path_text(work.data.name)
        sys.stderr.write(
            f"Langkah berikutnya: isi Nomor dan Tanggal di lembar Surat {name}, lalu zi surat semua lagi\n"
        )
    if stopped:
        raise typer.Exit(EXIT_INTERRUPTED)
    if error or "gagal" in counts:
        raise typer.Exit(EXIT_UNWRITABLE)
    if failed:
        raise typer.Exit(EXIT_UNREADABLE)
    if UNFINISHED & counts.keys():
        raise typer.Exit(TIDAK)


def letters_due(
    o: LetterOptions, folder: Path, work: Work, daftar: DaftarSatker
) -> tuple[Due, list[Temuan], list[Temuan]]:
    """What the letters are made from, findings about files that can't be read, and those about the sheet Surat."""
    from zi_cli.pengajuan.due_letters import by_tpm
    from zi_cli.pengajuan.register.letter_kinds import load_kinds
    from zi_cli.pengajuan.register.surat_sheet import read_letters
    from zi_cli.surat.all_letters import Due
    from zi_cli.surat.inputs import choose_template
    from zi_cli.surat.material import PermintaanSurat
    from zi_cli.surat.picture import read_picture
    from zi_cli.surat.sources import Lookup, common_sources, gather, pick_satker

    k = work.konfigurasi
    surat = read_letters(daftar.berkas, daftar.satker)
    basis = PermintaanSurat(
        jenis="sptjm", konfigurasi=k, instrumen=k.instrumen, tahun=work.aturan.tahun, kota=o.kota,
        lampiran=o.lampiran, draf=o.draf, audit=o.audit.value, logo=read_picture(o.logo) if o.logo else None,
        sumber=common_sources(k, daftar), daftar=daftar, letters=surat,
    )  # fmt: skip
    search = Lookup(
        konfigurasi=k, instrumen=k.instrumen, tanggal=work.aturan.tanggal, folder=folder, daftar=daftar,
        penilai=work.penilai, tim=basis.tim.kode, tahun=work.aturan.tahun_pengajuan,
        lihat=watcher("membaca", "LKE"),
    )  # fmt: skip
    usulan = gather(search)
    reports = {j.kode for j in load_kinds().values() if j.tahun == "laporan"}
    pemegang: Gathered | None = None
    if any(b.jenis in reports for b in surat.baris) or any(s.holds_predikat for s in daftar.satker):
        pemegang = gather(search._replace(dimiliki=True, lihat=watcher("membaca lagi", "LKE")))
    tpm: Gathered | None = None
    if any(b.jalur == "tpm" for b in surat.baris) or any(by_tpm(s.usulan, k, s) for s in daftar.satker):
        tpm = gather(search._replace(tim=replace(basis, jalur="tpm").tim.kode, lihat=watcher("membaca lagi", "LKE")))
    only = None
    if o.satker:
        only = frozenset(id(b.satker) for b in pick_satker(usulan.satker, o.satker) if b.satker is not None)
    jatuh = Due(
        replace(basis, umum=usulan.umum, daftar_kawasan=usulan.kawasan), usulan.satker,
        pemegang.satker if pemegang else (), surat,
        work.aturan.tanggal, lambda kind: choose_template(o.templat, kind), only, tpm.satker if tpm else (),
    )  # fmt: skip
    failed = dict.fromkeys(t for g in (usulan, pemegang, tpm) if g is not None for t in g.gagal)
    return jatuh, list(failed), list(surat.temuan)


def _with_rows(jatuh: Due, daftar: DaftarSatker) -> Due:
    """*jatuh* with a row of the sheet Surat for every letter that is due: the missing ones are added to the register.

    Where the register can't be written (open in Excel, a CSV) the letters wait for their rows, and it is said.
    """
    from zi_cli.pengajuan.register.sheets import open_sheets
    from zi_cli.pengajuan.register.surat_sheet import read_letters
    from zi_cli.pengajuan.work_folder import add_rows
    from zi_cli.surat.all_letters import missing_rows
    from zi_cli.surat.sources import common_sources

    needed = missing_rows(jatuh) if jatuh.hanya is None and daftar.berkas.suffix.lower() == ".xlsx" else []
    if not needed:
        return jatuh
    try:
        add_rows(daftar, (), needed)
    except UnwritableOutput as e:
        sys.stderr.write(f"zi: lembar Surat tidak ditambahi: {e.pesan}\n")
        return jatuh
    sys.stderr.write(f"zi: lembar Surat di {path_text(daftar.berkas.name)} ditambahi {len(needed)} baris\n")
    sha256, _ = open_sheets(daftar.berkas)
    sources = common_sources(jatuh.dasar.konfigurasi, replace(daftar, sha256=sha256))
    return jatuh._replace(dasar=replace(jatuh.dasar, sumber=sources), surat=read_letters(daftar.berkas, daftar.satker))


def _run(
    o: LetterOptions, surat: Sequence[PlannedLetter], output: Path, manifest: LetterManifest
) -> tuple[list[LetterOutcome], bool, str]:
    """The letters made, whether the run was stopped, and what could not be written besides them."""
    from zi_cli.surat.letter_list import not_begun
    from zi_cli.surat.make_letters import make_letters, make_pdfs
    from zi_cli.surat.write_letters import write_audit

    results: list[LetterOutcome] = []
    stopped, error = False, ""
    look = watcher("menyusun", "surat")
    look.begin(len(surat))
    try:
        with closing(make_letters(surat, output, manifest, look.advance)) as flows:
            for h in flows:
                results.append(h)
    except KeyboardInterrupt:
        stopped = True
    finally:
        look.end()
    try:
        write_audit(manifest.trails)
        manifest.save()
        if o.pdf and not stopped:
            from zi_cli.surat.pdf import to_pdf

            results = make_pdfs(results, manifest, to_pdf)
    except UnwritableOutput as e:
        error = e.pesan
    except KeyboardInterrupt:
        stopped = True
    return [*results, *not_begun(surat[len(results) :])], stopped, error
