"""``zi tindak-lanjut``: one register of what assessors noted, and how far it was followed up."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.options import DataOption, Output, Proposal, Rules, StateOption, parse_date_option
from zi_cli.cli.output import end, say_unread
from zi_cli.cli.work import open_work, required_folder
from zi_cli.errors import TIDAK, UserError
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.names import name_key
from zi_cli.pengajuan.find_lke import read_folder
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN, TINDAK_LANJUT, add_side_rows
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.pengajuan.register.read_register import DaftarSatker
    from zi_cli.tahap.follow_up import Merged, Note


def command(
    sasaran: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER|LKE]", help="Folder LKE, atau satu LKE; bawaan: folder ini.", show_default=False
        ),
    ] = None,
    data: DataOption = None,
    *,
    satker: Annotated[
        str | None, typer.Option("--satker", metavar="SATKER", help="Hanya satker ini (kode atau nama).")
    ] = None,
    terbuka: Annotated[bool, typer.Option("--terbuka", help="Hanya yang belum selesai.")] = False,
    semua: Annotated[
        bool, typer.Option("--semua", help="Juga catatan di samping jawaban terbaik, yang tidak meminta apa-apa.")
    ] = False,
    tulis: Annotated[
        bool, typer.Option("--tulis", help="Tambahkan catatan baru ke lembar Tindak lanjut di satker.xlsx.")
    ] = False,
    ketat: Annotated[bool, typer.Option("--ketat", help="Kode keluar 1 selama masih ada yang terbuka.")] = False,
    tanggal: StateOption = None,
    rules: Rules,
    output: Output,
) -> None:
    """Kumpulkan catatan semua penilai (LKE, Hasil TPN) menjadi satu daftar tindak lanjut tiap satker.

    Catatan dikenali menurut indikator dan bunyinya, bukan letaknya: LKE berikutnya hanya menambah yang baru. Isian
    orang di lembar Tindak lanjut (status, batas waktu, bukti) tidak pernah diubah.

    Contoh: zi tindak-lanjut usulan-2027 --tulis
    """
    keluar = output.choose()
    from zi_cli.pengajuan.follow_up import follow_up_findings, read_follow_ups
    from zi_cli.tahap.follow_up import merge_notes, tpn_notes, worksheet_notes
    from zi_cli.tahap.stage_records import follow_up_record
    from zi_cli.views.document import Line, Lines
    from zi_cli.views.findings import finding_line
    from zi_cli.views.follow_up import follow_up_summary, follow_up_table

    pada = parse_date_option(tanggal) if tanggal is not None else date.today()
    if sasaran is None and data is None:
        sasaran = required_folder(None)
    if sasaran is not None and not is_there(sasaran):
        raise UnreadableInput(make_temuan("LKE101", berkas=path_text(str(sasaran))))
    folder = sasaran if sasaran is not None and sasaran.is_dir() else None
    one = [sasaran] if sasaran is not None and folder is None else None
    data, berlaku, _, _ = open_work(folder, rules, Proposal(data), files=one)
    if tulis and data is None:
        raise typer.BadParameter("--tulis membutuhkan daftar satker (--data)")
    keluar = keluar.from_inputs([sasaran, data])
    daftar = read_register(data, berlaku.instrumen) if data is not None else None
    lke = read_folder(folder, daftar, berlaku, one=sasaran if folder is None else None)
    notes = worksheet_notes(lke.bahan, daftar, every=semua)
    dari_tpn, temuan_tpn = tpn_notes(daftar, berlaku.instrumen)
    notes += dari_tpn
    result = merge_notes(read_follow_ups(daftar), notes)
    temuan = [*temuan_tpn, *result.temuan]
    if daftar is not None:
        temuan = [*follow_up_findings(daftar, result.lama, berlaku.instrumen.per_kode), *temuan]
    written = _write(result, notes, daftar) if tulis and daftar is not None else 0
    chosen = [
        f
        for f in result.all_rows
        if (not terbuka or f.is_open) and (satker is None or _is_of(f.satker, satker, daftar))
    ]
    table = follow_up_table(chosen, pada, berlaku.instrumen)
    keluar.give(
        lambda: [follow_up_record(chosen, temuan, daftar, berlaku.instrumen, pada, written=written)],
        lambda: [table],
        lambda: [table, Lines([Line(follow_up_summary(chosen, pada), tebal=True)])],
    )
    for t in temuan:
        sys.stderr.write(f"zi: {finding_line(t, data.name if data else '')}\n")
    say_unread(lke.gagal)
    if written:
        sys.stderr.write(f"zi: {written} catatan ditambahkan ke lembar Tindak lanjut di {data}\n")
    end(unread=lke.gagal, refused=ketat and any(f.is_open for f in chosen))


def _is_of(name: str, requested: str, daftar: DaftarSatker | None) -> bool:
    """Whether the satker called *name* is the one asked for by kode or name."""
    from zi_cli.pengajuan.register.letters import SatkerNames

    s = SatkerNames(daftar.satker).find(requested) if daftar is not None else None
    return name_key(name) == name_key(s.called if s is not None else requested)


def _write(result: Merged, notes: list[Note], daftar: DaftarSatker) -> int:
    """Add the new notes of registered satker to the sheet; how many. Refused while a row there is nobody's."""
    from zi_cli.pengajuan.follow_up import unknown_satker
    from zi_cli.pengajuan.register.write_back import extend_file
    from zi_cli.tahap.follow_up import sheet_row

    yatim = list(unknown_satker(daftar, TINDAK_LANJUT))
    if yatim:
        # Its notes would be written a second time under the satker's present name.
        raise UserError(f"tidak ditulis: {yatim[0].sel}: {yatim[0].pesan}", TIDAK)
    terdaftar = {name_key(n.satker) for n in notes if n.terdaftar}
    new = [sheet_row(f) for f in result.baru if name_key(f.satker) in terdaftar]
    if new:
        add = partial(add_side_rows, name=TINDAK_LANJUT, rows=new, others=[HASIL_TPN])
        extend_file(daftar.berkas, add, dibaca=daftar.sha256)
    return len(new)
