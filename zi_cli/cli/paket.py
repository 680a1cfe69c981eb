"""``zi paket``: what goes with the proposal, a folder and an archive a satker, and the look at one that came back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import OpsiFormat, OpsiInstrumen, OpsiKonfigurasi, OpsiPenilai
from zi_cli.cli.output import ON_SCREEN, choose_form, document_text, present_table
from zi_cli.errors import EXIT_UNREADABLE, TIDAK
from zi_cli.files import json_line, present
from zi_cli.report.output_forms import Format

if TYPE_CHECKING:
    from zi_cli.paket.pieces import Sources
    from zi_cli.paket.view import Made
    from zi_cli.surat.material import BahanSatker

#: The first argument that is a verb; a folder of that name is given as ./periksa.
_PERIKSA = "periksa"


def command(
    argumen: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[periksa] [FOLDER|PAKET]",
            help="Folder kerja (bawaan: folder ini), atau “periksa” dan paket yang diperiksa kembali.",
            show_default=False,
        ),
    ] = None,
    satker: Annotated[
        list[str] | None, typer.Option("--satker", metavar="SATKER", help="Hanya satker ini (kode atau nama); A,B.")
    ] = None,
    dengan_bukti: Annotated[
        bool, typer.Option("--dengan-bukti", help="Sertakan berkas buktinya, bukan daftarnya saja.")
    ] = False,
    pecah: Annotated[
        int | None, typer.Option("--pecah", min=1, metavar="MB", help="Pecah arsip menjadi bagian sebesar ini.")
    ] = None,
    draf: Annotated[
        bool, typer.Option("--draf", help="Buat juga yang belum lengkap; foldernya diawali DRAF-.")
    ] = False,
    pada: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None,
    tahun: Annotated[int | None, typer.Option("--tahun", min=2000, max=2100, help="Tahun usulan.")] = None,
    penilai: OpsiPenilai = None,
    surat: Annotated[Path, typer.Option("--surat", metavar="FOLDER", help="Folder hasil zi surat semua.")] = Path(
        "surat"
    ),
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder paket.")] = Path("paket"),
    bentuk: OpsiFormat = None,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
) -> None:
    """Kumpulkan yang diminta usulan, satu folder dan satu arsip tiap satker, dengan sidik setiap berkas.

    Surat yang sudah ditandatangani diambil dari kolom Berkas bertanda tangan di lembar Surat. Paket yang tidak
    lengkap tidak dibuat (kode keluar 1), kecuali dengan --draf. Sidik bukan tanda tangan elektronik.
    """
    bentuk = choose_form(bentuk, None, ON_SCREEN)
    isi = argumen or []
    if isi and str(isi[0]) == _PERIKSA:
        if len(isi) != 2:
            raise typer.BadParameter("zi paket periksa membutuhkan satu paket (folder atau .zip)")
        _verify(isi[1], bentuk)
        return
    if len(isi) > 1:
        raise typer.BadParameter("sebut satu folder kerja")
    from zi_cli.paket.build import write_archives, write_package
    from zi_cli.paket.pieces import make_package
    from zi_cli.paket.view import Made

    sumber, dipilih, terbaca = _sources(
        isi[0] if isi else None, satker or [], surat, konfigurasi, diminta, pada, tahun, penilai, bukti=dengan_bukti
    )
    semua: list[Made] = []
    for b in dipilih:
        p = make_package(sumber, b)
        if p is None:
            continue
        if not p.lengkap and not draf:
            semua.append(Made(p, None, ()))
            continue
        folder = write_package(p, keluaran, tahun=sumber.tahun, draf=not p.lengkap)
        semua.append(Made(p, folder, tuple(write_archives(folder, pecah * 1_000_000 if pecah else None))))
    _present(semua, bentuk, draf=draf)
    if not terbaca:
        raise typer.Exit(EXIT_UNREADABLE)
    if not semua or not all(m.paket.lengkap for m in semua):
        raise typer.Exit(TIDAK)


def _sources(
    folder: Path | None,
    satker: list[str],
    folder_surat: Path,
    konfigurasi: Path | None,
    instrumen: str | None,
    pada: str | None,
    tahun: int | None,
    penilai: str | None,
    *,
    bukti: bool,
) -> tuple[Sources, list[BahanSatker], bool]:
    """Where pieces come from, the satker to pack, and whether every file could be read."""
    from zi_cli.cli.surat_all import AllOptions, letters_due
    from zi_cli.cli.work import open_work, required_folder
    from zi_cli.paket.pieces import Sources, files_to_see
    from zi_cli.paket.scans import Looks, look_at
    from zi_cli.pengajuan.register.read import read_register
    from zi_cli.surat.all_letters import plan_letters
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.sources import pick_satker

    tempat = required_folder(folder)
    kerja = open_work(tempat, konfigurasi=konfigurasi, instrumen=instrumen, pada=pada, tahun=tahun, penilai=penilai)
    if kerja.data is None:
        raise typer.BadParameter(f"di “{tempat}” tidak ada satker.xlsx; buat dengan zi init")
    daftar = read_register(kerja.data, kerja.konfigurasi.instrumen)
    jatuh, gagal, temuan = letters_due(AllOptions(), tempat, kerja, daftar)
    for t in (*gagal, *temuan):
        sys.stderr.write(f"zi: {t.line}\n")
    usulan = [b for b in jatuh.usulan if b.satker is not None and b.predikat is not None]
    if satker:
        usulan = [b for b in pick_satker(jatuh.usulan, satker) if b.satker is not None]
    manifes = LetterManifest(folder_surat)
    looks = Looks(kerja.konfigurasi.instrumen, {})
    sumber = Sources(tempat, daftar, plan_letters(jatuh), folder_surat, manifes, kerja.aturan.tahun, bukti, looks)
    looks = look_at(files_to_see(sumber, usulan), looks.instrumen)
    return sumber._replace(looks=looks), usulan, not gagal


def _present(semua: list[Made], bentuk: Format, *, draf: bool) -> None:
    from zi_cli.paket.view import package_lines, package_record, package_table
    from zi_cli.views.document import lines

    if bentuk is Format.json:
        present(json_line(package_record(semua, draf=draf)) + "\n", None, timpa=False)
    elif bentuk is Format.csv:
        present_table(package_table(semua), bentuk, None, timpa=False)
    else:
        present(document_text([package_table(semua), lines(package_lines(semua))], bentuk, None), None, timpa=False)


def _verify(paket: Path, bentuk: Format) -> None:
    from zi_cli.findings.catalogue import make_temuan
    from zi_cli.findings.unreadable import UnreadableInput
    from zi_cli.paket.verify import verify_package
    from zi_cli.paket.view import verified_record
    from zi_cli.views.document import lines
    from zi_cli.views.findings import finding_line

    if not paket.exists():
        raise UnreadableInput(make_temuan("LKE101", berkas=paket.name))
    v = verify_package(paket)
    if bentuk is Format.json:
        present(json_line(verified_record(v)) + "\n", None, timpa=False)
    else:
        isi = [finding_line(t, v.nama) for t in v.temuan] or [f"{v.nama}: {v.berkas} berkas utuh"]
        present(document_text([lines(isi)], bentuk, None), None, timpa=False)
    if v.temuan:
        raise typer.Exit(TIDAK)
