"""``zi surat semua``: every letter that is due in a work folder."""

from __future__ import annotations

import hashlib
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
from zi_cli.cli.work import Work, open_work, required_folder
from zi_cli.errors import EXIT_INTERRUPTED, EXIT_UNREADABLE, EXIT_UNWRITABLE, TIDAK, UnwritableOutput
from zi_cli.files import claimed_folder, read_file
from zi_cli.pengajuan.register.read import read_register
from zi_cli.report.output_forms import ENDINGS, Format
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.findings.record import Temuan
    from zi_cli.pengajuan.register.read import DaftarSatker
    from zi_cli.surat.all_letters import Due, PlannedLetter
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.make_letters import LetterOutcome
    from zi_cli.surat.sources import Gathered


def make_all(tempat: Path | None, o: LetterOptions, rules: Rules, screen: Screen) -> None:
    """Make every letter that is due, and list them; ends with the exit code of what became of them."""
    from zi_cli.surat.all_letters import plan_letters
    from zi_cli.surat.letter_list import UNFINISHED, all_record, letter_counts, letter_screen, letter_table
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.output import FOLDER_BAKU
    from zi_cli.views.findings import finding_line

    daftar_ke = o.keluaran if o.keluaran is not None and o.keluaran.suffix.lower() in ENDINGS else None
    hasil = Output(screen.bentuk, daftar_ke, o.timpa, screen.csv_id).choose()
    keluaran = FOLDER_BAKU if o.keluaran is None or daftar_ke is not None else o.keluaran
    folder = required_folder(tempat)
    if keluaran.is_file():
        raise UnwritableOutput(f"“{keluaran}” adalah berkas, bukan folder keluaran")
    kerja = open_work(folder, rules, Proposal(o.data, o.tanggal, o.tahun), o.penilai)
    if kerja.data is None:
        raise typer.BadParameter(f"di “{folder}” tidak ada satker.xlsx; buat dengan zi init")
    hasil = hasil.from_inputs([kerja.data, kerja.konfigurasi.berkas, o.logo])
    daftar = read_register(kerja.data, kerja.konfigurasi.instrumen)
    jatuh, gagal, temuan = letters_due(o, folder, kerja, daftar)
    sys.stderr.writelines(f"zi: {t.line}\n" for t in gagal)
    sys.stderr.writelines(f"zi: {finding_line(t, path_text(kerja.data.name))}\n" for t in temuan)
    with claimed_folder(keluaran):
        manifes = LetterManifest(keluaran)
        jatuh = _with_rows(jatuh, daftar)
        surat, dihentikan, galat = _run(o, plan_letters(jatuh), keluaran, manifes)
    hasil.give(
        lambda: [all_record(surat, folder, keluaran, kerja.aturan.tanggal, [*gagal, *temuan])],
        lambda: [letter_table(surat)],
        lambda: [
            letter_screen(surat, semua=dihentikan or bool(galat)) if hasil.form is Format.tabel else letter_table(surat)
        ],
    )
    jumlah = letter_counts(surat)
    ringkas = ", ".join(f"{n} {k}" for k, n in jumlah.items()) or "tidak ada surat yang perlu dibuat"
    sys.stderr.write(f"zi: {ringkas}; folder {path_text(str(keluaran))}\n")
    if galat:
        sys.stderr.write(f"zi: {galat}\n")
    if "menunggu nomor" in jumlah:
        nama = path_text(kerja.data.name)
        sys.stderr.write(
            f"Langkah berikutnya: isi Nomor dan Tanggal di lembar Surat {nama}, lalu zi surat semua lagi\n"
        )
    if dihentikan:
        raise typer.Exit(EXIT_INTERRUPTED)
    if galat or "gagal" in jumlah:
        raise typer.Exit(EXIT_UNWRITABLE)
    if gagal:
        raise typer.Exit(EXIT_UNREADABLE)
    if UNFINISHED & jumlah.keys():
        raise typer.Exit(TIDAK)


def letters_due(
    o: LetterOptions, folder: Path, kerja: Work, daftar: DaftarSatker
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

    k = kerja.konfigurasi
    surat = read_letters(daftar.berkas, daftar.satker)
    dasar = PermintaanSurat(
        jenis="sptjm", konfigurasi=k, instrumen=k.instrumen, tahun=kerja.aturan.tahun, kota=o.kota,
        lampiran=o.lampiran, draf=o.draf, audit=o.audit.value, logo=read_picture(o.logo) if o.logo else None,
        sumber=common_sources(k, daftar), daftar=daftar, letters=surat,
    )  # fmt: skip
    cari = Lookup(
        konfigurasi=k, instrumen=k.instrumen, tanggal=kerja.aturan.tanggal, folder=folder, daftar=daftar,
        penilai=kerja.penilai, tim=dasar.tim.kode, tahun=kerja.aturan.tahun_pengajuan,
        lihat=watcher("membaca", "LKE"),
    )  # fmt: skip
    usulan = gather(cari)
    laporan = {j.kode for j in load_kinds().values() if j.tahun == "laporan"}
    pemegang: Gathered | None = None
    if any(b.jenis in laporan for b in surat.baris) or any(s.memegang for s in daftar.satker):
        pemegang = gather(cari._replace(dimiliki=True, lihat=watcher("membaca lagi", "LKE")))
    tpm: Gathered | None = None
    if any(b.jalur == "tpm" for b in surat.baris) or any(by_tpm(s.usulan, k, s) for s in daftar.satker):
        tpm = gather(cari._replace(tim=replace(dasar, jalur="tpm").tim.kode, lihat=watcher("membaca lagi", "LKE")))
    hanya = None
    if o.satker:
        hanya = frozenset(id(b.satker) for b in pick_satker(usulan.satker, o.satker) if b.satker is not None)
    jatuh = Due(
        replace(dasar, umum=usulan.umum, daftar_kawasan=usulan.kawasan), usulan.satker,
        pemegang.satker if pemegang else (), surat,
        kerja.aturan.tanggal, lambda jenis: choose_template(o.templat, jenis), hanya, tpm.satker if tpm else (),
    )  # fmt: skip
    gagal = dict.fromkeys((*usulan.gagal, *(pemegang.gagal if pemegang else ())))
    return jatuh, list(gagal), list(surat.temuan)


def _with_rows(jatuh: Due, daftar: DaftarSatker) -> Due:
    """*jatuh* with a row of the sheet Surat for every letter that is due: the missing ones are added to the register.

    Where the register can't be written (open in Excel, a CSV) the letters wait for their rows, and it is said.
    """
    from zi_cli.pengajuan.register.surat_sheet import read_letters
    from zi_cli.pengajuan.work_folder import add_rows
    from zi_cli.surat.all_letters import missing_rows
    from zi_cli.surat.sources import common_sources

    perlu = missing_rows(jatuh) if jatuh.hanya is None and daftar.berkas.suffix.lower() == ".xlsx" else []
    if not perlu:
        return jatuh
    try:
        add_rows(daftar, (), perlu)
    except UnwritableOutput as e:
        sys.stderr.write(f"zi: lembar Surat tidak ditambahi: {e.pesan}\n")
        return jatuh
    sys.stderr.write(f"zi: lembar Surat di {path_text(daftar.berkas.name)} ditambahi {len(perlu)} baris\n")
    sha256 = hashlib.sha256(read_file(daftar.berkas)).hexdigest()
    sumber = common_sources(jatuh.dasar.konfigurasi, replace(daftar, sha256=sha256))
    return jatuh._replace(dasar=replace(jatuh.dasar, sumber=sumber), surat=read_letters(daftar.berkas, daftar.satker))


def _run(
    o: LetterOptions, surat: Sequence[PlannedLetter], keluaran: Path, manifes: LetterManifest
) -> tuple[list[LetterOutcome], bool, str]:
    """The letters made, whether the run was stopped, and what could not be written besides them."""
    from zi_cli.surat.letter_list import not_begun
    from zi_cli.surat.make_letters import make_letters, make_pdfs
    from zi_cli.surat.output import write_audit

    hasil: list[LetterOutcome] = []
    dihentikan, galat = False, ""
    lihat = watcher("menyusun", "surat")
    lihat.begin(len(surat))
    try:
        with closing(make_letters(surat, keluaran, manifes, lihat.advance)) as arus:
            for h in arus:
                hasil.append(h)
    except KeyboardInterrupt:
        dihentikan = True
    finally:
        lihat.end()
    try:
        write_audit(manifes.trails)
        manifes.save()
        if o.pdf and not dihentikan:
            from zi_cli.surat.pdf import to_pdf

            hasil = make_pdfs(hasil, manifes, to_pdf)
    except UnwritableOutput as e:
        galat = e.pesan
    except KeyboardInterrupt:
        dihentikan = True
    return [*hasil, *not_begun(surat[len(hasil) :])], dihentikan, galat
