"""The list of all letters: what was made, what stays, what waits and for what; as table and as record."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from zi_cli.findings.record import Temuan
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import on_way
from zi_cli.records.score import temuan_record
from zi_cli.records.types.surat import KeadaanSurat, SuratJatuhRecord, SuratSemuaRecord
from zi_cli.surat.all_letters import PlannedLetter
from zi_cli.surat.make_letters import LetterOutcome
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import path_text
from zi_cli.version import PROGRAM
from zi_cli.views.table import Cell, Column, Table, Tone, Toned

SCHEMA: Final = "zi.surat-semua/1"
#: What a letter about all satker is said to be about.
_ALL = "semua satker"
_NADA: dict[KeadaanSurat, Tone] = {
    "ditulis": "baik", "diperbarui": "baik", "tetap": "redup", "terkirim": "redup", "disunting": "waspada",
    "sudah ada": "waspada", "menunggu nomor": "waspada", "belum siap": "buruk", "gagal": "buruk",
    "belum dikerjakan": "waspada",
}  # fmt: skip
#: Letters that still have to be made.
UNFINISHED: frozenset[KeadaanSurat] = frozenset({"menunggu nomor", "belum siap", "sudah ada"})

#: Letters that need nothing more, those without a number yet, and how many of either one kind may list on a screen.
_DONE: frozenset[KeadaanSurat] = frozenset({"ditulis", "diperbarui", "tetap", "terkirim"})
_WAITING: frozenset[KeadaanSurat] = frozenset({"menunggu nomor"})
_MANY = 12
#: A reason of more characters is said once, at the first letter that it holds back.
_ONE_LINE = 80


def not_begun(surat: Sequence[PlannedLetter]) -> list[LetterOutcome]:
    """Letters that a run was stopped before."""
    return [LetterOutcome(s, "belum dikerjakan", "dihentikan sebelum sampai; jalankan lagi") for s in surat]


def letter_table(results: Sequence[LetterOutcome]) -> Table:
    """One row a letter."""
    return Table(
        "Surat",
        [Column("Jenis", utuh=True), Column("Satker", lebar=44), Column("Nomor", lebar=24), Column("Tanggal"),
         Column("Keadaan", utuh=True), Column("Yang kurang", lebar=80), Column("Berkas", lebar=60)],
        [
            (
                _kind(h),
                _subject(h),
                h.surat.p.nomor,
                tulis_tanggal(h.tanggal) if h.tanggal else None,
                Toned(h.keadaan, _NADA[h.keadaan]),
                h.kurang or None,
                path_text(h.berkas.name) if h.berkas else None,
            )
            for h in results
        ],
    )  # fmt: skip


def letter_screen(results: Sequence[LetterOutcome], *, every: bool) -> Table:
    """The list for a screen: a line a kind with its counts, below it its letters, what each lacks or its number.

    Many of a kind that are done, or wait for their number, stand in its line alone, unless *every*.
    """
    per: dict[str, list[LetterOutcome]] = {}
    for h in results:
        per.setdefault(_kind(h), []).append(h)
    rows: list[tuple[Cell, ...]] = []
    headers: set[int] = set()
    titles, remark = load_kinds(), _remarks(results)
    for kind, milik in per.items():
        what = f"{titles[milik[0].surat.p.jenis].judul} ({kind})"
        if len(milik) == 1 and not milik[0].surat.satker:
            rows.append((what, Toned(milik[0].keadaan, _NADA[milik[0].keadaan]), remark(milik[0])))
            continue
        lipat = [x for x in (_DONE, _WAITING) if not every and sum(h.keadaan in x for h in milik) > _MANY]
        mentioned = [h for h in milik if not any(h.keadaan in x for x in lipat)]
        menunggu = [h.kurang for h in milik if h.keadaan in _WAITING] if _WAITING in lipat else []
        headers.add(len(rows))
        span = f"{menunggu[0]} sampai {menunggu[-1].rpartition('(')[2].rstrip(')')}" if menunggu else None
        rows.append((what, ", ".join(f"{n} {k}" for k, n in letter_counts(milik).items()), span))
        rows += [(f"– {_subject(h)}", Toned(h.keadaan, _NADA[h.keadaan]), remark(h)) for h in mentioned]
    columns = [Column("Surat"), Column("Keadaan", utuh=True), Column("Nomor dan tanggal, atau yang kurang")]
    return Table("", columns, rows, tebal=frozenset(headers))


def _subject(h: LetterOutcome) -> str:
    return ", ".join(h.surat.satker) or h.surat.p.kawasan or h.surat.untuk or _ALL


def _remarks(results: Sequence[LetterOutcome]) -> Callable[[LetterOutcome], str | None]:
    """What a letter lacks, else its number and date.

    A long reason of several letters is said at the first of them, with all it holds back; the others name that one.
    """
    held: dict[str, list[LetterOutcome]] = {}
    for h in results:
        if len(h.kurang) > _ONE_LINE:
            held.setdefault(h.kurang, []).append(h)

    def remark(h: LetterOutcome) -> str | None:
        first, *others = held.get(h.kurang, [h])
        if not h.kurang:
            day = tulis_tanggal(h.tanggal) if h.tanggal else ""
            return ", ".join(x for x in (h.surat.p.nomor, day) if x) or None
        if h is not first:
            words = [] if _kind(h) == _kind(first) else [_kind(first)]
            words += [_subject(first)] if first.surat.satker or not words else []
            return f"sebab yang sama seperti {' '.join(words)}"
        if not others:
            return h.kurang
        kinds = Counter(map(_kind, (first, *others)))
        listed = ", ".join(f"{kind} ({n})" if n > 1 else kind for kind, n in kinds.items())
        return f"{h.kurang.rstrip('.')}. Menahan {len(others) + 1} surat: {listed}."

    return remark


def _kind(h: LetterOutcome) -> str:
    return on_way(h.surat.p.jenis, h.surat.p.jalur)


def letter_counts(results: Sequence[LetterOutcome]) -> dict[str, int]:
    """Number of letters by state, those that occur."""
    return dict(Counter(h.keadaan for h in results))


def all_record(
    results: Sequence[LetterOutcome], folder: Path, output: Path, tanggal: date, temuan: Sequence[Temuan]
) -> SuratSemuaRecord:
    """The zi.surat-semua/1 record; *temuan* are about the sheet, the register and the worksheets."""
    return {
        "skema": SCHEMA,
        "program": PROGRAM,
        "folder": path_text(str(folder)),
        "keluaran": path_text(str(output)),
        "tanggal": tanggal.isoformat(),
        "jumlah": letter_counts(results),
        "surat": [_record(h) for h in results],
        "temuan": [temuan_record(t) for t in temuan],
    }


def _record(h: LetterOutcome) -> SuratJatuhRecord:
    b = h.surat.baris
    return {
        "jenis": h.surat.p.jenis,
        "jalur": h.surat.p.jalur,
        "satker": list(h.surat.satker),
        "kode": h.surat.kode,
        "nomor": h.surat.p.nomor,
        "tanggal": h.tanggal.isoformat() if h.tanggal else None,
        "keadaan": h.keadaan,
        "kurang": h.kurang or None,
        "sel": str(b.place.cell()) if b is not None else None,
        "berkas": str(h.berkas) if h.berkas else None,
        "pdf": str(h.pdf) if h.pdf else None,
        "sha256": h.sha256,
        "temuan": [temuan_record(t) for t in h.temuan],
    }
