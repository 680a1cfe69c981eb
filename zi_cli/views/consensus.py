"""The agenda of a panel: rows on which assessors differ, with a column to settle each."""

from collections.abc import Sequence

from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.compare import Agenda
from zi_cli.scoring.consensus import Dispute, TurnedThreshold
from zi_cli.views.score import answer_words
from zi_cli.views.table import Cell, Column, Table, Toned, figures


def agenda_table(agenda: Sequence[Agenda], instrumen: Instrumen) -> Table:
    """One row a disputed indicator; the columns Sepakat and Alasan are left to the panel."""
    hadir = [p for p in instrumen.penilai.kode if any(p in d.jawaban for a in agenda for d in a.butir)]
    kolom = [
        *([Column("Satker", lebar=24)] if len(agenda) > 1 else []),
        *(*figures("Baris"), Column("Indikator", utuh=True), Column("Uraian", lebar=36)),
        *(Column(instrumen.penilai.nama(p)) for p in hadir),
        *figures("Taruhan", digit=3),
        *(Column("Menentukan", lebar=30), Column("Sepakat"), Column("Alasan")),
    ]
    baris: list[list[Cell]] = [
        [
            *([a.satker or a.berkas] if len(agenda) > 1 else []),
            *(instrumen.per_kode[d.kode].nomor, d.kode, instrumen.per_kode[d.kode].teks),
            *(answer_words(d.jawaban[p]) if p in d.jawaban else "–" for p in hadir),
            *(d.taruhan, Toned(decides_words(d), "waspada" if d.sendiri else ""), "", ""),
        ]
        for a in agenda
        for d in a.butir
    ]
    return Table("Agenda panel", kolom, baris)


def decides_words(d: Dispute) -> str:
    """Which thresholds turn on the answer: by itself, or with other disputed answers."""
    bagian = [_thresholds(d.sendiri), _thresholds(d.bersama) and f"bersama butir lain: {_thresholds(d.bersama)}"]
    return "; ".join(b for b in bagian if b) or "tidak"


def _thresholds(ambang: Sequence[TurnedThreshold]) -> str:
    return ", ".join(f"{t.kode} {t.predikat}" for t in ambang)


def agenda_summary(agenda: Sequence[Agenda]) -> str:
    """The agenda in one line."""
    semua = [d for a in agenda for d in a.butir]
    menentukan = sum(1 for d in semua if d.sendiri)
    return f"{len(semua)} butir berbeda di {len(agenda)} satker; {menentukan} menentukan sebuah ambang sendirian"
