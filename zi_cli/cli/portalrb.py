"""``zi portalrb``: the documents that KemenPANRB's portal fetches."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import FolderOption, FormatOption, OverwriteOption, Proposal, Rules, Screen
from zi_cli.cli.output import SAYS, Result, choose_form, end, say_unread
from zi_cli.cli.portalrb_server import check_command, serve_command
from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.named_tuple import NamedTuple
from zi_cli.streams import result_stream
from zi_cli.text import file_part

if TYPE_CHECKING:
    from zi_cli.pengajuan.eligibility import Aturan, TemuanBerkas
    from zi_cli.portalrb.unit_ids import KnownUnit
    from zi_cli.portalrb.units import PreparedExport


def export_command(
    folder: FolderOption = None,
    *,
    proposal: Proposal,
    semua: Annotated[
        bool, typer.Option("--semua", help="Juga yang belum layak; hasilnya bertanda uji dan tidak boleh dilayani.")
    ] = False,
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder ekspor.")] = Path(
        "portalrb"
    ),
    lanjut: Annotated[bool, typer.Option("--lanjut", help="Ganti ekspor sebelumnya di folder itu.")] = False,
    timpa: OverwriteOption = False,
    rules: Rules,
    screen: Screen,
) -> None:
    """Tulis tiga dokumen yang diambil PortalRB: daftar unit WBK, daftar unit WBBM, dan jawaban tiap unit.

    Hanya satker yang layak. Kode keluar 1 bila ada satker yang ditolak, 3 bila ada masukan yang tidak terbaca.

    Contoh: zi portalrb ekspor usulan-2027 --tanggal 2027-05-20
    """
    result = screen.choose()
    from zi_cli.portalrb.export import build_export, check_folder, write_export
    from zi_cli.portalrb.portal_records import export_record
    from zi_cli.portalrb.portal_view import export_headline, export_table
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.portalrb.unit_ids import keep_ids
    from zi_cli.views.document import Fields

    check_folder(keluaran, resume=lanjut, overwrite=timpa)
    check = _check(folder, rules, proposal, every=semua)
    berlaku, ready = check.aturan.konfigurasi, check.siap
    content = build_export(
        ready.unit,
        keluaran,
        tahun=check.aturan.tahun,
        instrumen=berlaku.instrumen.nama,
        panduan=load_questions(berlaku.instrumen).panduan,
        probe=semua,
    )
    if not semua:  # the portal never sees a trial, so nothing of it is remembered
        # Before the export: an id that the portal may have seen is never given anew.
        keep_ids(check.berkas_id, check.dikenal, check.semula)
    write_export(keluaran, content, resume=lanjut, overwrite=timpa)
    check.say()
    table = export_table(ready.unit, ready.ditolak)
    result.give(
        lambda: [export_record(ready, keluaran, berlaku.instrumen, probe=semua)],
        lambda: [table],
        lambda: [Fields(export_headline(ready, keluaran, probe=semua)), table],
    )
    check.end()


class _Checked(NamedTuple):
    """A checked folder: the units ready, what could not be read, and where the ids are kept."""

    aturan: Aturan
    siap: PreparedExport
    gagal: Sequence[TemuanBerkas]
    berkas_id: Path
    semula: dict[str, KnownUnit]
    dikenal: dict[str, KnownUnit]

    def say(self) -> None:
        """The findings, on standard error."""
        from zi_cli.views.findings import finding_line

        for name, t in self.siap.temuan:
            sys.stderr.write(f"zi: {finding_line(t, name)}\n")
        say_unread(self.gagal)

    def end(self) -> None:
        """Leave with the code of what was missing or refused."""
        end(unread=self.gagal, refused=self.siap.ditolak)


def _check(folder: Path | None, rules: Rules, proposal: Proposal, *, every: bool) -> _Checked:
    from zi_cli.cli.work import existing_folder, open_work, required_folder
    from zi_cli.pengajuan.folder_check import check_work_folder
    from zi_cli.portalrb.unit_ids import NAME, read_ids
    from zi_cli.portalrb.units import prepare_units

    folder = existing_folder(required_folder(folder))
    work = open_work(folder, rules, proposal)
    check = check_work_folder(folder, work.data, work.aturan)
    berkas_id = (work.data.parent if work.data is not None else folder) / NAME
    former = read_ids(berkas_id)
    known = dict(former)
    if not check.hasil.satker and not check.gagal:
        raise UserError(f"tidak ada LKE di “{folder}”; letakkan berkasnya di folder itu", EXIT_UNREADABLE)
    ready = prepare_units(check.hasil.satker, work.konfigurasi, known, every=every)
    return _Checked(work.aturan, ready, check.gagal, berkas_id, former, known)


def workbook_command(
    folder: FolderOption = None,
    *,
    proposal: Proposal,
    semua: Annotated[bool, typer.Option("--semua", help="Juga satker yang belum layak.")] = False,
    keluaran: Annotated[Path, typer.Option("-o", "--keluaran", metavar="FOLDER", help="Folder buku kerja.")] = Path(
        "portalrb-buku"
    ),
    timpa: OverwriteOption = False,
    bentuk: FormatOption = None,
    rules: Rules,
) -> None:
    """Tulis buku kerja untuk diunggah ke PortalRB, satu tiap satker yang layak.

    Kode keluar 1 bila ada satker yang ditolak, 3 bila ada masukan yang tidak terbaca.

    Contoh: zi portalrb buku usulan-2027
    """
    from zi_cli.portalrb.export import BUKU, check_folder, with_manifest, write_export
    from zi_cli.portalrb.portal_records import workbooks_record
    from zi_cli.portalrb.portal_workbook import PortalIdentity, portal_workbook
    from zi_cli.portalrb.questions import load_questions

    keluar = Result(choose_form(bentuk, None, SAYS))
    check_folder(keluaran, resume=False, overwrite=timpa, kind=BUKU)
    check = _check(folder, rules, proposal, every=semua)
    instrumen = check.aturan.konfigurasi.instrumen
    question = load_questions(instrumen)
    tahun = check.aturan.tahun
    books = {
        f"{file_part(f'{u.id} {u.nama}')}.xlsx": portal_workbook(
            instrumen, question, PortalIdentity(u.nama, u.id, tahun, u.usulan), u.lembar.answers
        )
        for u in check.siap.unit
    }
    content = with_manifest(
        BUKU,
        check.siap.unit,
        books,
        keluaran,
        tahun=tahun,
        instrumen=instrumen.nama,
        panduan=question.panduan,
        probe=semua,
    )
    write_export(keluaran, content, resume=False, overwrite=timpa, kind=BUKU)
    written = {keluaran / name: book for name, book in books.items()}
    if keluar.on_screen:
        for jalur in written:
            typer.echo(str(jalur), file=result_stream())
    else:
        keluar.say(lambda: workbooks_record(check.siap, keluaran, written, instrumen), "")
    check.say()
    for r in check.siap.ditolak:
        sys.stderr.write(f"zi: {r.nama}: tidak dibuat: {'; '.join(r.sebab)}\n")
    check.end()


SUBCOMMANDS = {
    "ekspor": (export_command, "Tulis dokumen yang diambil PortalRB."),
    "buku": (workbook_command, "Tulis buku kerja untuk diunggah ke PortalRB."),
    "layani": (serve_command, "Layani ekspor lewat HTTPS dengan token."),
    "periksa": (check_command, "Periksa sebuah server seperti PortalRB mengambilnya."),
}
