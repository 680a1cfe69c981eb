"""``zi portalrb``: the documents that KemenPANRB's portal fetches."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import OpsiFolder, OpsiFormat, OpsiTimpa, Proposal, Rules, Screen
from zi_cli.cli.output import SAYS, Result, choose_form, end, say_unread
from zi_cli.cli.portalrb_server import check_command, serve_command
from zi_cli.files import check_target, read_file, write_file
from zi_cli.named_tuple import NamedTuple
from zi_cli.streams import result_stream
from zi_cli.text import nama_berkas

if TYPE_CHECKING:
    from zi_cli.pengajuan.eligibility import Aturan, TemuanBerkas
    from zi_cli.portalrb.identity import KnownUnit
    from zi_cli.portalrb.prepare import PreparedExport


def export_command(
    folder: OpsiFolder = None,
    *,
    proposal: Proposal,
    semua: Annotated[
        bool, typer.Option("--semua", help="Juga yang belum layak; hasilnya bertanda uji dan tidak boleh dilayani.")
    ] = False,
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder ekspor.")] = Path(
        "portalrb"
    ),
    lanjut: Annotated[bool, typer.Option("--lanjut", help="Ganti ekspor sebelumnya di folder itu.")] = False,
    timpa: OpsiTimpa = False,
    rules: Rules,
    screen: Screen,
) -> None:
    """Tulis tiga dokumen yang diambil PortalRB: daftar unit WBK, daftar unit WBBM, dan jawaban tiap unit.

    Hanya satker yang layak. Kode keluar 1 bila ada satker yang ditolak, 3 bila ada masukan yang tidak terbaca.

    Contoh: zi portalrb ekspor usulan-2027 --tanggal 2027-05-20
    """
    hasil = screen.choose()
    from zi_cli.portalrb.export import build_export, check_folder, write_export
    from zi_cli.portalrb.identity import ids_text
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.record import export_record
    from zi_cli.portalrb.view import export_headline, export_table
    from zi_cli.views.document import Fields

    check_folder(keluaran, lanjut=lanjut, timpa=timpa)
    periksaan = _check(folder, rules, proposal, semua=semua)
    berlaku, siap = periksaan.aturan.konfigurasi, periksaan.siap
    isi = build_export(
        siap.unit,
        keluaran,
        tahun=periksaan.aturan.tahun,
        instrumen=berlaku.instrumen.nama,
        panduan=load_questions(berlaku.instrumen).panduan,
        uji=semua,
    )
    write_export(keluaran, isi, lanjut=lanjut, timpa=timpa)
    if not semua:  # the portal never sees a trial, so nothing of it is remembered
        write_export_ids(periksaan.berkas_id, ids_text(periksaan.dikenal))
    periksaan.say()
    tabel = export_table(siap.unit, siap.ditolak)
    hasil.give(
        lambda: [export_record(siap, keluaran, berlaku.instrumen, uji=semua)],
        lambda: [tabel],
        lambda: [Fields(export_headline(siap, keluaran, uji=semua)), tabel],
    )
    periksaan.end()


class _Checked(NamedTuple):
    """A checked folder: the units ready, what could not be read, and where the ids are kept."""

    aturan: Aturan
    siap: PreparedExport
    gagal: Sequence[TemuanBerkas]
    berkas_id: Path
    dikenal: dict[str, KnownUnit]

    def say(self) -> None:
        """The findings, on standard error."""
        from zi_cli.views.findings import finding_line

        for nama, t in self.siap.temuan:
            sys.stderr.write(f"zi: {finding_line(t, nama)}\n")
        say_unread(self.gagal)

    def end(self) -> None:
        """Leave with the code of what was missing or refused."""
        end(unread=self.gagal, refused=self.siap.ditolak)


def _check(folder: Path | None, rules: Rules, proposal: Proposal, *, semua: bool) -> _Checked:
    from zi_cli.cli.work import open_work, required_folder
    from zi_cli.pengajuan.folder_check import check_work_folder
    from zi_cli.portalrb.identity import NAMA, read_ids
    from zi_cli.portalrb.prepare import prepare_units

    folder = required_folder(folder)
    if not folder.is_dir():
        raise typer.BadParameter(f"“{folder}” bukan folder")
    kerja = open_work(folder, rules, proposal)
    periksaan = check_work_folder(folder, kerja.data, kerja.aturan)
    berkas_id = (kerja.data.parent if kerja.data is not None else folder) / NAMA
    dikenal = read_ids(berkas_id)
    siap = prepare_units(periksaan.hasil.satker, kerja.konfigurasi, dikenal, semua=semua)
    return _Checked(kerja.aturan, siap, periksaan.gagal, berkas_id, dikenal)


def workbook_command(
    folder: OpsiFolder = None,
    *,
    proposal: Proposal,
    semua: Annotated[bool, typer.Option("--semua", help="Juga satker yang belum layak.")] = False,
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder buku kerja.")] = Path(
        "portalrb-buku"
    ),
    timpa: OpsiTimpa = False,
    bentuk: OpsiFormat = None,
    rules: Rules,
) -> None:
    """Tulis buku kerja untuk diunggah ke PortalRB, satu tiap satker yang layak.

    Kode keluar 1 bila ada satker yang ditolak, 3 bila ada masukan yang tidak terbaca.

    Contoh: zi portalrb buku usulan-2027
    """
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.record import workbooks_record
    from zi_cli.portalrb.workbook import PortalIdentity, portal_workbook

    keluar = Result(choose_form(bentuk, None, SAYS))
    buku: dict[Path, bytes] = {}
    periksaan = _check(folder, rules, proposal, semua=semua)
    instrumen = periksaan.aturan.konfigurasi.instrumen
    soal = load_questions(instrumen)
    tujuan = {u.id: keluaran / f"{nama_berkas(f'{u.id} {u.nama}')}.xlsx" for u in periksaan.siap.unit}
    for u in periksaan.siap.unit:
        check_target(tujuan[u.id], timpa=timpa, masukan=[u.berkas])
    for u in periksaan.siap.unit:
        isi = portal_workbook(
            instrumen, soal, PortalIdentity(u.nama, u.id, periksaan.aturan.tahun, u.usulan), u.lembar.answers
        )
        write_file(tujuan[u.id], isi, timpa=timpa, masukan=[u.berkas])
        buku[tujuan[u.id]] = isi
        if keluar.on_screen:
            typer.echo(str(tujuan[u.id]), file=result_stream())
    if not keluar.on_screen:
        keluar.say(lambda: workbooks_record(periksaan.siap, keluaran, buku, instrumen), "")
    periksaan.say()
    for r in periksaan.siap.ditolak:
        sys.stderr.write(f"zi: {r.nama}: tidak dibuat: {'; '.join(r.sebab)}\n")
    periksaan.end()


def write_export_ids(berkas: Path, isi: bytes) -> None:
    """Keep the ids beside the register; left alone when nothing changed."""
    if not berkas.exists() or read_file(berkas) != isi:
        write_file(berkas, isi, timpa=True)


SUBCOMMANDS = {
    "ekspor": (export_command, "Tulis dokumen yang diambil PortalRB."),
    "buku": (workbook_command, "Tulis buku kerja untuk diunggah ke PortalRB."),
    "layani": (serve_command, "Layani ekspor lewat HTTPS dengan token."),
    "periksa": (check_command, "Periksa sebuah server seperti PortalRB mengambilnya."),
}
