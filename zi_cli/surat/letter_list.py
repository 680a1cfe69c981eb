"""The list of all letters: what was made, what stays, what waits and for what; as table and as record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.findings.record import Temuan
from zi_cli.records.score import temuan_record
from zi_cli.surat.all_letters import LetterOutcome, PlannedLetter
from zi_cli.text import path_text
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.version import PROGRAM
from zi_cli.views.table import Column, Table, Tone, Toned

if TYPE_CHECKING:
    from zi_cli.records.types.surat import KeadaanSurat, SuratJatuhRecord, SuratSemuaRecord

SKEMA: Final = "zi.surat-semua/1"
#: What a letter about all satker is said to be about.
_SEMUA = "semua satker"
_NADA: dict[KeadaanSurat, Tone] = {
    "ditulis": "baik", "diperbarui": "baik", "tetap": "redup", "terkirim": "redup", "disunting": "waspada",
    "sudah ada": "waspada", "menunggu nomor": "waspada", "belum siap": "buruk", "gagal": "buruk",
    "belum dikerjakan": "waspada",
}  # fmt: skip
#: Letters that still have to be made.
UNFINISHED: frozenset[KeadaanSurat] = frozenset({"menunggu nomor", "belum siap", "sudah ada"})


def not_begun(surat: Sequence[PlannedLetter]) -> list[LetterOutcome]:
    """Letters that a run was stopped before."""
    return [LetterOutcome(s, "belum dikerjakan", "dihentikan sebelum sampai; jalankan lagi") for s in surat]


def letter_table(hasil: Sequence[LetterOutcome]) -> Table:
    """One row a letter."""
    return Table(
        "Surat",
        [Column("Jenis", utuh=True), Column("Satker", lebar=44), Column("Nomor", lebar=24), Column("Tanggal"),
         Column("Keadaan", utuh=True), Column("Yang kurang", lebar=80), Column("Berkas", lebar=60)],
        [
            (
                h.surat.p.jenis,
                ", ".join(h.surat.satker) or h.surat.p.kawasan or h.surat.untuk or _SEMUA,
                h.surat.p.nomor,
                tulis_tanggal(h.tanggal) if h.tanggal else None,
                Toned(h.keadaan, _NADA[h.keadaan]),
                h.kurang or None,
                path_text(h.berkas.name) if h.berkas else None,
            )
            for h in hasil
        ],
    )  # fmt: skip


def letter_counts(hasil: Sequence[LetterOutcome]) -> dict[str, int]:
    """Number of letters by state, those that occur."""
    return dict(Counter(h.keadaan for h in hasil))


def all_record(
    hasil: Sequence[LetterOutcome], folder: Path, keluaran: Path, tanggal: date, temuan: Sequence[Temuan]
) -> SuratSemuaRecord:
    """The zi.surat-semua/1 record; *temuan* are about the sheet, the register and the worksheets."""
    return {
        "skema": SKEMA,
        "program": PROGRAM,
        "folder": path_text(str(folder)),
        "keluaran": path_text(str(keluaran)),
        "tanggal": tanggal.isoformat(),
        "jumlah": letter_counts(hasil),
        "surat": [_record(h) for h in hasil],
        "temuan": [temuan_record(t) for t in temuan],
    }


def _record(h: LetterOutcome) -> SuratJatuhRecord:
    b = h.surat.baris
    return {
        "jenis": h.surat.p.jenis,
        "satker": list(h.surat.satker),
        "kode": h.surat.kode,
        "nomor": h.surat.p.nomor,
        "tanggal": h.tanggal.isoformat() if h.tanggal else None,
        "keadaan": h.keadaan,
        "kurang": h.kurang or None,
        "sel": str(b.place.sel()) if b is not None else None,
        "berkas": str(h.berkas) if h.berkas else None,
        "pdf": str(h.pdf) if h.pdf else None,
        "sha256": h.sha256,
        "temuan": [temuan_record(t) for t in h.temuan],
    }
