"""What a recap says about proposals: who may be proposed, what is wanting, which letters are due; for each Kanwil."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import part_label
from zi_cli.pengajuan.standing import LetterState
from zi_cli.scoring.result import MEMENUHI
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import record_number
from zi_cli.views.kerja import letter_table, letter_title
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, figures

Rekaman = Mapping[str, Any]

#: Rows of each list on the leadership's page: it stays one sheet of paper, whatever the folder holds.
_MAX_GROUPS, _SYARAT, _MAX_NAMES = 20, 6, 8
_NADA: Mapping[bool | None, Tone] = {True: "baik", None: "waspada", False: "buruk"}
_ALL, _NO_KANWIL = "Semua", "Kanwil belum diisi"


class Leadership(NamedTuple):
    """The page for the leadership: counts by label, sentences, the names to propose, and tables cut to fit."""

    kartu: Sequence[tuple[str, int]]
    baris: Sequence[str]
    layak: Sequence[str]
    sisa_layak: int
    tabel: Sequence[Table]


class Row(NamedTuple):
    """A satker of the recap or of the register alone: its Kanwil, the check's answer, and its record where scored."""

    kelompok: str
    kelayakan: Rekaman | None
    rekaman: Rekaman | None


def all_rows(rekap: Rekaman) -> list[Row]:
    """Every satker, those that the register proposes without a worksheet last."""
    rows = [Row(r["grup"], r["kelayakan"], r) for r in rekap["satker"]]
    return rows + [Row(k["grup"] or _NO_KANWIL, k, None) for k in rekap["tanpa_lke"] or ()]


def satker_name(r: Rekaman) -> str:
    """What the register calls the satker of a record, else its worksheet, else the file."""
    k = r["kelayakan"]
    name: str = (k and k["nama"]) or r["satker"] or r["berkas"]["nama"]
    return name


def answer_badge(eligible: bool | None) -> Toned:
    """The check's answer in words with its tone."""
    return Toned(ELIGIBILITY_WORDS[eligible], _NADA[eligible])


def eligibility_by_group(rows: Sequence[Row]) -> Table:
    """One row a Kanwil: proposals of each predicate, and how many may go on; the last row is all of them."""
    columns = [
        Column("Kanwil"),
        *figures("Satker", *(f"Usulan {p}" for p in PREDIKAT), *map(_eligibility_title, ELIGIBILITY_WORDS)),
    ]
    columns += figures("Rata-rata total")
    content = [_group_row(name, milik) for name, milik in _grouped(rows)]
    return Table("Kelayakan per Kanwil", columns, [*content, _group_row(_ALL, rows)], tebal=frozenset({len(content)}))


def _eligibility_title(eligible: bool | None) -> str:
    return ELIGIBILITY_WORDS[eligible].capitalize()


def _group_row(name: str, rows: Sequence[Row]) -> list[Cell]:
    proposed = [r.kelayakan for r in rows if r.kelayakan is not None]
    usulan = Counter(k["usulan"] for k in proposed)
    eligible = Counter(k["layak"] for k in proposed)
    counts: list[Cell] = [Toned(eligible[x], _NADA[x]) if eligible[x] else 0 for x in ELIGIBILITY_WORDS]
    return [
        *(name, len(rows), *(usulan[p] for p in PREDIKAT), *counts),
        _mean_total(r.rekaman for r in rows if r.rekaman),
    ]


def requirements_by_count(rows: Iterable[Row], syarat: SetSyarat) -> Table:
    """One row a requirement, most wanted first: how many satker meet it, fail it, and are not known."""
    columns = [Column("Syarat"), *figures("Memenuhi", "Tidak", "Belum diketahui")]
    compute = _requirement_counts(rows)
    ordered = sorted(compute.items(), key=lambda x: (-x[1][False], -x[1][None]))
    content: list[list[Cell]] = [
        [part_label(code, syarat), n[True], *(Toned(n[x], _NADA[x]) if n[x] else 0 for x in (False, None))]
        for code, n in ordered
    ]
    return Table("Syarat", columns, content)


def requirements_by_group(rows: Sequence[Row], syarat: SetSyarat) -> Table:
    """One row a Kanwil and requirement that some satker of it fail or that is not known of them."""
    columns = [Column("Kanwil"), Column("Syarat"), *figures("Tidak", "Belum diketahui"), Column("Satker")]
    content: list[list[Cell]] = []
    for name, milik in _grouped(rows):
        for code, n in _requirement_counts(milik).items():
            if n[False] or n[None]:
                hits = [k["nama"] for r in milik if (k := r.kelayakan) and k["syarat"].get(code, True) is not True]
                counts = [Toned(n[x], _NADA[x]) if n[x] else 0 for x in (False, None)]
                content.append([name, part_label(code, syarat), *counts, "; ".join(hits)])
    return Table("Syarat yang belum terpenuhi per Kanwil", columns, content)


def _requirement_counts(rows: Iterable[Row]) -> dict[str, Counter[bool | None]]:
    compute: dict[str, Counter[bool | None]] = defaultdict(Counter)
    for r in rows:
        for code, jawaban in (r.kelayakan["syarat"] if r.kelayakan else {}).items():
            compute[code][jawaban] += 1
    return compute


def proposals(rows: Iterable[Row]) -> Table:
    """One row a proposed satker: the answer and what stands against it."""
    columns = [Column("Kode"), Column("Satker"), Column("Kanwil"), Column("Usulan"), Column("Layak"), Column("Sebab")]
    content: list[list[Cell]] = [
        [
            *(k["kode"] or "–", k["nama"], r.kelompok, k["usulan"] or "–"),
            *(answer_badge(k["layak"]), "; ".join(k["alasan"]) or "–"),
        ]
        for r in rows
        if (k := r.kelayakan) is not None
    ]
    return Table("Kelayakan setiap satker", columns, content)


def letters_due(rekap: Rekaman) -> Table:
    """The letters that are due, by kind, as ``zi kerja`` shows them."""
    return letter_table((letter_title(x["jenis"], x["jalur"]), x["keadaan"]) for x in rekap["surat"] or ())


def letters_by_group(rekap: Rekaman, rows: Iterable[Row]) -> Table:
    """The same by Kanwil; those about all satker stand apart."""
    places = {r.kelayakan["nama"]: r.kelompok for r in rows if r.kelayakan}
    per: dict[str, list[LetterState]] = defaultdict(list)
    for x in rekap["surat"] or ():
        other = "Semua satker" if x["satker"] == "semua" else "Lainnya"
        per[places.get(x["satker"], other)].append(x["keadaan"])
    return letter_table(((g, k) for g in sorted(per, key=str.casefold) for k in per[g]), "Kanwil")


def leadership_page(rekap: Rekaman, syarat: SetSyarat, limit: date | None) -> Leadership:
    """The whole folder on one sheet of paper; *limit* is the next deadline where the proposal's date is known."""
    rows = all_rows(rekap)
    proposed = [k for r in rows if (k := r.kelayakan) is not None]
    cards = [("Satker dinilai", len(rekap["satker"]))]
    if rekap["daftar"] is not None:
        cards += [(f"Usulan {p}", sum(k["usulan"] == p for k in proposed)) for p in PREDIKAT]
        cards += [(_eligibility_title(x), sum(k["layak"] is x for k in proposed)) for x in ELIGIBILITY_WORDS]
    else:
        cards += [(f"Nilai memenuhi {p}", rekap["ringkasan"]["memenuhi"][p]) for p in PREDIKAT]
    if rekap["tanpa_lke"]:
        cards.append(("Tanpa LKE", len(rekap["tanpa_lke"])))
    if rekap["gagal"]:
        cards.append(("Gagal dibaca", len(rekap["gagal"])))
    eligible = [f"{k['nama']} ({k['usulan']})" for k in proposed if k["layak"]]
    tables = [_first_groups(eligibility_by_group(rows) if rekap["daftar"] else verdicts_by_group(rows))]
    if proposed:
        t = requirements_by_count(rows, syarat)
        lacking = [b for b in t.baris if any(isinstance(x, Toned) for x in b)]
        if lacking:
            tables.append(t._replace(judul="Syarat yang paling banyak kurang", baris=lacking[:_SYARAT]))
    if rekap["surat"]:
        tables.append(letters_due(rekap)._replace(judul="Surat jatuh tempo"))
    return Leadership(
        cards, _sentences(rekap, limit), eligible[:_MAX_NAMES], len(eligible) - len(eligible[:_MAX_NAMES]), tables
    )


def _sentences(rekap: Rekaman, limit: date | None) -> list[str]:
    daftar = rekap["daftar"]
    if daftar is None:
        return ["Tanpa daftar satker: hanya nilai LKE yang diperiksa, syarat pengajuan belum."]
    day = date.fromisoformat(daftar["tanggal"])
    content = [f"Syarat diperiksa per {tulis_tanggal(day)}."]
    if limit is not None:
        content.append(f"Batas pengajuan {tulis_tanggal(limit)}, {(limit - day).days} hari sesudahnya.")
    return content


def verdicts_by_group(rows: Sequence[Row]) -> Table:
    """Without a register: one row a folder with how many satker reach the thresholds of each predicate."""
    columns = [Column("Folder"), *figures("Satker", *(f"Nilai memenuhi {p}" for p in PREDIKAT), "Rata-rata total")]
    content = [_verdict_row(name, milik) for name, milik in _grouped(rows)]
    return Table("Nilai per folder", columns, [*content, _verdict_row(_ALL, rows)], tebal=frozenset({len(content)}))


def _verdict_row(name: str, rows: Sequence[Row]) -> list[Cell]:
    records = [r.rekaman for r in rows if r.rekaman]
    memenuhi = [sum(r["putusan"][p]["keadaan"] == MEMENUHI for r in records) for p in PREDIKAT]
    return [name, len(records), *memenuhi, _mean_total(records)]


def _mean_total(records: Iterable[Rekaman]) -> Cell:
    """The mean of totals where Hasil is assessed too."""
    total = [record_number(r["nilai"]["total"]) for r in records if r["tahap"] == "akhir"]
    return sum(total, Fraction(0)) / len(total) if total else "–"


def _first_groups(t: Table) -> Table:
    """*t* with its largest groups, the others added up in one row above the last."""
    *content, every = t.baris
    if len(content) <= _MAX_GROUPS:
        return t
    ordered = sorted(content, key=lambda b: -_number(b[1]))
    others = ordered[_MAX_GROUPS - 1 :]
    counts: list[Cell] = [sum(_number(b[k]) for b in others) for k in range(1, len(t.kolom) - 1)]
    gabung: list[Cell] = [f"{len(others)} Kanwil lain", *counts, "–"]
    shown = sorted(ordered[: _MAX_GROUPS - 1], key=lambda b: str(b[0]).casefold())
    return t._replace(baris=[*shown, gabung, every], tebal=frozenset({_MAX_GROUPS}))


def _number(cell: Cell) -> int:
    nilai = cell.nilai if isinstance(cell, Toned) else cell
    return nilai if isinstance(nilai, int) else 0


def _grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    per: dict[str, list[Row]] = defaultdict(list)
    for r in rows:
        per[r.kelompok].append(r)
    return sorted(per.items(), key=lambda x: (x[0].casefold(), x[0]))
