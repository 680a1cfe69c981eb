"""``zi surat periksa``: templates looked at for the person who edits them in Word."""

from collections.abc import Sequence
from pathlib import Path

import typer

from zi_cli.cli.output import Result
from zi_cli.errors import TIDAK
from zi_cli.findings.record import KATA_TINGKAT, Temuan
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.text import path_text
from zi_cli.views.document import lines
from zi_cli.views.table import Column, Table


def check_templates(berkas: Sequence[Path], hasil: Result) -> None:
    """Say what is wrong with each template (files, or the .docx of folders); exit 1 when there is a kesalahan."""
    from zi_cli.surat.child import review_confined
    from zi_cli.surat.template_check import read_template
    from zi_cli.surat.template_record import review_record

    daftar = [x for b in berkas for x in (sorted(b.glob("*.docx")) if b.is_dir() else [b])]
    if not daftar:
        raise typer.BadParameter("sebut templat .docx, atau folder templat (zi surat daftar --salin FOLDER)")
    ditemukan: list[tuple[Path, list[Temuan]]] = []
    for b in daftar:
        ditemukan.append((b, review_confined(read_template(b), _kind(b), path_text(b.name))))
    kolom = [Column("Templat"), Column("Tingkat", utuh=True), Column("Kode", utuh=True), Column("Pesan", lebar=100)]
    baris = [(path_text(b.name), KATA_TINGKAT[t.tingkat], t.kode, t.pesan) for b, semua in ditemukan for t in semua]
    tabel = Table("Templat", kolom, baris)
    bersih = lines([f"{len(ditemukan)} templat diperiksa, tidak ada temuan."])
    hasil.give(
        lambda: (review_record(b, _kind(b), t) for b, t in ditemukan),
        lambda: [tabel],
        lambda: [tabel if baris else bersih],
    )
    if any(t.tingkat == "galat" for _, semua in ditemukan for t in semua):
        raise typer.Exit(TIDAK)


def _kind(berkas: Path) -> str:
    """The kind of letter that a template's file name begins with; a usage error (exit 2) when it names none."""
    nama = berkas.stem.casefold()
    cocok = [j for j in load_kinds() if nama == j or nama.startswith((f"{j}-", f"{j}_", f"{j} "))]
    if not cocok:
        raise typer.BadParameter(f"“{berkas.name}”: awali nama berkasnya dengan jenis suratnya, misalnya sptjm.docx")
    return max(cocok, key=len)
