"""``zi paket``: what goes with the proposal, a folder and an archive a satker, and the look at one that came back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import PenilaiOption, Proposal, Rules, Screen
from zi_cli.cli.output import Result, end
from zi_cli.errors import EXIT_UNREADABLE, UnwritableOutput, UserError
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput

if TYPE_CHECKING:
    from zi_cli.cli.work import Work
    from zi_cli.paket.pieces import Sources
    from zi_cli.surat.material import BahanSatker

#: The first argument that is a verb; a folder of that name is given as ./periksa.
_CHECK = "periksa"


def command(
    argumen: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[periksa] [FOLDER|PAKET]",
            help="Folder kerja (bawaan: folder ini), atau “periksa” dan paket yang diperiksa kembali.",
            show_default=False,
        ),
    ] = None,
    *,
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
    proposal: Proposal,
    penilai: PenilaiOption = None,
    surat: Annotated[Path, typer.Option("--surat", metavar="FOLDER", help="Folder hasil zi surat semua.")] = Path(
        "surat"
    ),
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder paket.")] = Path("paket"),
    screen: Screen,
    rules: Rules,
) -> None:
    """Kumpulkan yang diminta usulan, satu folder dan satu arsip tiap satker, dengan sidik setiap berkas.

    Surat yang sudah ditandatangani diambil dari kolom Berkas bertanda tangan di lembar Surat. Paket yang tidak
    lengkap tidak dibuat (kode keluar 1), kecuali dengan --draf. Sidik bukan tanda tangan elektronik.

    Contoh: zi paket usulan-2027 --draf
    """
    result = screen.choose()
    content = argumen or []
    if content and str(content[0]) == _CHECK:
        if len(content) != 2:
            raise typer.BadParameter("zi paket periksa membutuhkan satu paket (folder atau .zip)")
        _verify(content[1], result)
        return
    if len(content) > 1:
        raise typer.BadParameter("sebut satu folder kerja")
    from zi_cli.cli.work import existing_folder, open_work, required_folder
    from zi_cli.paket.package_view import Made, package_document, package_record, package_table
    from zi_cli.paket.pieces import make_package
    from zi_cli.paket.write_package import write_archives, write_package

    place = existing_folder(required_folder(content[0] if content else None))
    work = open_work(place, rules, proposal, penilai)
    source, chosen, readable = _sources(place, work, satker or [], surat, bukti=dengan_bukti)
    every: list[Made] = []
    for b in chosen:
        p = make_package(source, b)
        if p is None:
            continue
        if not p.complete and not draf:
            every.append(Made(p, None, ()))
            continue
        folder = write_package(p, keluaran, tahun=source.tahun, draf=not p.complete)
        every.append(Made(p, folder, tuple(write_archives(folder, pecah * 1_000_000 if pecah else None))))
    result.give(
        lambda: [package_record(every, draf=draf)],
        lambda: [package_table(every)],
        lambda: package_document(every),
    )
    end(unread=not readable, refused=not every or not all(m.paket.complete for m in every))


def _sources(
    place: Path, work: Work, satker: list[str], folder_surat: Path, *, bukti: bool
) -> tuple[Sources, list[BahanSatker], bool]:
    """Where pieces come from, the satker to pack, and whether every file could be read."""
    from zi_cli.cli.letter_options import LetterOptions
    from zi_cli.cli.surat_all import letters_due
    from zi_cli.paket.pieces import Sources, files_to_see
    from zi_cli.paket.scans import Looks, look_at
    from zi_cli.pengajuan.register.read_register import read_register
    from zi_cli.surat.all_letters import plan_letters
    from zi_cli.surat.letter_manifest import LetterManifest
    from zi_cli.surat.sources import pick_satker

    if work.data is None:
        raise typer.BadParameter(f"di “{place}” tidak ada satker.xlsx; buat dengan zi init")
    daftar = read_register(work.data, work.konfigurasi.instrumen)
    jatuh, failed, temuan = letters_due(LetterOptions(), place, work, daftar)
    for t in (*failed, *temuan):
        sys.stderr.write(f"zi: {t.line}\n")
    usulan = [b for b in jatuh.usulan if b.satker is not None and b.predikat is not None]
    if satker:
        usulan = [b for b in pick_satker(jatuh.usulan, satker) if b.satker is not None]
    try:
        manifest = LetterManifest(folder_surat)
    except UnwritableOutput as e:
        # Here the letters are read, not written.
        raise UserError(e.pesan, EXIT_UNREADABLE) from None
    looks = Looks(work.konfigurasi.instrumen, {})
    source = Sources(place, daftar, plan_letters(jatuh), folder_surat, manifest, work.aturan.tahun, bukti, looks)
    looks = look_at(files_to_see(source, usulan), looks.instrumen)
    return source._replace(looks=looks), usulan, not failed


def _verify(paket: Path, result: Result) -> None:
    from zi_cli.paket.check_package import verify_package
    from zi_cli.paket.package_view import verified_record
    from zi_cli.views.document import lines
    from zi_cli.views.findings import FileFindings, finding_line, finding_table

    if not is_there(paket):
        raise UnreadableInput(make_temuan("LKE101", berkas=paket.name))
    v = verify_package(paket)
    content = [finding_line(t, v.nama) for t in v.temuan] or [f"{v.nama}: {v.berkas} berkas utuh"]
    result.give(
        lambda: [verified_record(v)],
        lambda: [finding_table([FileFindings(paket, None, v.temuan)])],
        lambda: [lines(content)],
    )
    end(refused=v.temuan)
