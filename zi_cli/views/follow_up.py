"""What is said about follow-up."""

from collections.abc import Sequence
from datetime import date

from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.follow_up import FollowUp
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.views.table import Cell, Column, Table, Tone, Toned

_UNREADABLE = "tidak terbaca"


def follow_up_table(every: Sequence[FollowUp], pada: date, instrumen: Instrumen) -> Table:
    """One row a note, open ones toned by how late they are on *pada*."""
    columns = [
        *(Column("Satker", lebar=26), Column("Indikator", lebar=30), Column("Sumber", utuh=True)),
        *(Column("Tahun", utuh=True), Column("Catatan", lebar=48), Column("Penanggung jawab", lebar=18)),
        *(Column("Batas waktu"), Column("Status", utuh=True), Column("Bukti", lebar=20)),
    ]
    known = instrumen.penilai
    rows: list[list[Cell]] = [
        [
            *(f.satker, _indicator(f), known.name_of(f.sumber) if f.sumber in known.codes else f.sumber),
            *(f.tahun, f.catatan, f.siapa, _due(f, pada), Toned(_status(f), _tone(f, pada)), f.bukti),
        ]
        for f in every
    ]
    return Table("Tindak lanjut", columns, rows)


def _indicator(f: FollowUp) -> str:
    """The indicator by its words, the kode beside them."""
    return f"{f.indikator} {f.uraian}".strip() or "umum"


def _due(f: FollowUp, pada: date) -> str:
    if f.batas is None:
        return ""
    day = f.late_days(pada)
    return tulis_tanggal(f.batas) + (f" (lewat {day} hari)" if day else "")


def _status(f: FollowUp) -> str:
    text = f.status or _UNREADABLE
    return text if f.tempat is not None else f"{text} (baru)"


def _tone(f: FollowUp, pada: date) -> Tone:
    if not f.is_open:
        return "redup"
    return "buruk" if f.late_days(pada) else "waspada"


def follow_up_summary(every: Sequence[FollowUp], pada: date) -> str:
    """The register in one line."""
    opened = sum(1 for f in every if f.is_open)
    passed, new = sum(1 for f in every if f.late_days(pada)), sum(1 for f in every if f.tempat is None)
    return f"{len(every)} catatan: {opened} terbuka, {passed} lewat batas waktu, {new} belum tercatat di satker.xlsx"
