"""Where a work folder stands, for people: what is there, what is missing, which letters are due, what comes next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pengajuan.eligibility import part_label
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.standing import LetterState, Standing
from zi_cli.records.kerja import kerja_record
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.text import long_date, path_text
from zi_cli.views.check import count_line
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import proposal_day
from zi_cli.views.table import Cell, Column, Table, Toned, cut, data_columns, figures

#: Columns of the table of letters: the states that are told apart there.
_STATES: dict[str, tuple[LetterState, ...]] = {
    "Belum berbaris": ("tanpa baris",),
    "Menunggu nomor": ("menunggu nomor", "menunggu tanggal"),
    "Siap dibuat": ("siap dibuat",),
    "Dibuat": ("dibuat",),
    "Selesai": ("bertanda tangan", "dikirim"),
}
_ROWS_SHOWN = 12
#: Findings of one code about surveys and evidence that a screen shows.
_MAX_ALIKE = 2


def kerja_document(s: Standing, daftar: DaftarSatker, *, on_screen: bool) -> Iterator[Block]:
    """The standing of a folder; *on_screen*: long lists cut."""
    limit = _ROWS_SHOWN if on_screen else None
    yield Heading("Keadaan folder kerja", 1, di_layar=False)
    yield Fields(_head(s, daftar))
    yield _answers(s)
    if s.kurang:
        yield cut(_missing(s), limit)
    if s.surat:
        yield letter_table((letter_title(x.jenis, x.jalur), x.keadaan) for x in s.surat)
    if s.unreadable:
        yield Heading(f"Tidak terbaca: {len(s.unreadable)} berkas", 3)
        yield Lines(
            [Line(finding_line(g.temuan, g.berkas or "usulan"), "buruk", tingkat=1) for g in s.unreadable[:limit]]
        )
    if s.bukti:
        yield Heading(f"Survei dan bukti di balik nilai: {len(s.bukti)} peringatan", 3)
        rows = []
        for code in dict.fromkeys(t.temuan.kode for t in s.bukti):
            same = [finding_line(t.temuan, t.berkas or "usulan") for t in s.bukti if t.temuan.kode == code]
            shown = same[:_MAX_ALIKE] if on_screen else same
            rows += [Line(x, "waspada", tingkat=1) for x in shown]
            if rest := len(same) - len(shown):
                rows.append(Line(f"… dan {rest} {code} lagi (zi check --rinci)", tingkat=1))
        yield Lines(rows)
    if s.temuan_surat:
        yield Heading("Lembar Surat", 3)
        name = path_text(daftar.berkas.name)
        yield Lines([Line(finding_line(t, name), "waspada", tingkat=1) for t in s.temuan_surat[:limit]])
    yield Heading("Langkah berikutnya", 3)
    yield Lines(_steps(s))


def kerja_tables(s: Standing, daftar: DaftarSatker) -> list[Table]:
    """The satker, what is missing and the letters, as the record has them, for other programs."""
    from zi_cli.records.types.kerja import KurangRecord, SatkerKerjaRecord, SuratKerjaRecord

    r = kerja_record(s, daftar)
    return [
        _rows("Satker", SatkerKerjaRecord, r["satker"]),
        _rows("Yang kurang", KurangRecord, r["kurang"]),
        _rows("Surat", SuratKerjaRecord, r["surat"]),
    ]


def _rows(title: str, type_name: type, records: Iterable[Mapping[str, Any]]) -> Table:
    rows = [["; ".join(x) if isinstance(x, list) else x for x in r.values()] for r in records]
    return Table(title, data_columns(type_name.__annotations__), rows)


def _head(s: Standing, daftar: DaftarSatker) -> list[tuple[str, str]]:
    result = s.periksaan.hasil
    failed = f", {len(s.unreadable)} tidak terbaca" if s.unreadable else ""
    return [
        ("Daftar satker", f"{daftar.berkas} ({len(daftar.satker)} satker)"),
        ("LKE", f"{len(s.periksaan.bahan)} terbaca{failed}"),
        ("Tanggal pengajuan", proposal_day(result.tanggal, mentioned=result.tanggal_disebut)),
        ("Batas pengajuan", f"{long_date(s.batas)} ({s.sisa_hari} hari lagi)"),
        ("Kelayakan", count_line(result)),
        *([("Tindak lanjut", _follow_up(s))] if s.tindak_lanjut else []),
    ]


def _follow_up(s: Standing) -> str:
    """How much of what assessors noted is still open."""
    opened = [f for f in s.tindak_lanjut if f.is_open]
    passed = sum(1 for f in opened if f.late_days(s.hari_ini))
    return f"{len(opened)} dari {len(s.tindak_lanjut)} catatan terbuka" + (f", {passed} lewat batas" if passed else "")


def _answers(s: Standing) -> Table:
    """One row a predicate: how many propose it, reach its thresholds, and may be proposed."""
    columns = [
        Column("Usulan", utuh=True),
        *figures("Satker", "Nilai memenuhi", "Belum memenuhi", "Belum pasti", *(k.capitalize() for k in _ELIGIBILITY)),
    ]
    rows: list[list[Cell]] = []
    for p in (*PREDIKAT, None):
        milik = [h for h in s.satker if h.usulan == p]
        if milik:
            nilai, eligible = Counter(h.nilai_memenuhi for h in milik), Counter(h.layak for h in milik)
            # Without a proposal there is no predicate whose thresholds the figures could reach.
            per = [*(nilai[x] if p else "–" for x in (True, False, None)), *(eligible[x] for x in ELIGIBILITY_WORDS)]
            rows.append([p or "belum diisi", len(milik), *per])
    return Table("", columns, rows)


_ELIGIBILITY = list(ELIGIBILITY_WORDS.values())


def _missing(s: Standing) -> Table:
    columns = [
        *(Column("Yang kurang", lebar=50), *figures("Tidak memenuhi", "Belum diketahui", "Terbuka di LKE")),
        Column("Misalnya di", utuh=True),
    ]
    rows: list[list[Cell]] = [
        [
            *(part_label(m.kode, s.aturan.syarat), Toned(m.tidak, "buruk") if m.tidak else 0),
            *(m.belum - m.di_lke, m.di_lke, _place(m.tempat)),
        ]
        for m in s.kurang
    ]
    return Table("", columns, rows)


def _place(places: tuple[str, ...]) -> str:
    return f"{places[0]}{' …' if len(places) > 1 else ''}" if places else ""


def letter_title(kind: str, jalur: str) -> str:
    """What people call the kind *kind* on the way *jalur*; a kind that another version knew, by its code."""
    j = load_kinds().get(kind)
    return f"{j.judul if j else kind}{' (TPM)' if jalur == 'tpm' else ''}"


def letter_table(surat: Iterable[tuple[str, LetterState]], title: str = "Surat") -> Table:
    """How far letters are: one row for each that stands first in *surat*, the title of a kind (*title* says what)."""
    per: dict[str, Counter[str]] = defaultdict(Counter)
    for what, state in surat:
        per[what][state] += 1
    content: list[list[Cell]] = [
        [
            what,
            *(n.total(), *(sum(n[k] for k in state) for state in _STATES.values())),
        ]
        for what, n in per.items()
    ]
    return Table("", [Column(title), *figures("Jatuh tempo", *_STATES)], content)


def _steps(s: Standing) -> list[Line]:
    if not s.langkah:
        return [Line("Tidak ada lagi: semua satker layak, semua surat dan rekap sudah dibuat.", "baik")]
    rows = []
    for n, x in enumerate(s.langkah, 1):
        rows += [Line(f"{n}. {x.apa}"), Line(x.perintah, tebal=True, tingkat=2)]
    return rows
