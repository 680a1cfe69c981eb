"""What a comparison says: verdicts, parts, indicators that differ; of a folder groups and satker; a panel's agenda."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.records.compare import Agenda, ComparedPair, HasilBanding, Sisi
from zi_cli.scoring.compare import RingkasBanding, RingkasGrup
from zi_cli.scoring.consensus import Dispute, TurnedThreshold
from zi_cli.scoring.result import BELUM_PASTI
from zi_cli.views.document import Block, Heading, Line, Lines
from zi_cli.views.score import answer_words
from zi_cli.views.table import Cell, Column, Place, Table, Toned, cut, data_columns, figures
from zi_cli.views.verdict import doubt_rows

#: Rows of the folder's lists on the terminal; the other formats have all.
_TERMINAL_ROWS = 15


def compare_document(result: HasilBanding, instrumen: Instrumen, *, on_screen: bool) -> Iterator[Block]:
    """The comparison; *on_screen*: long lists cut, and what was passed over left to standard error."""
    yield Heading(comparison_title(result), 1)
    yield from tables(result, instrumen, _TERMINAL_ROWS if on_screen else None)
    if result.dilewati and not on_screen:
        yield Heading("Dilewati")
        yield Lines([Line(f"{n}: {s}", tingkat=1) for n, s in result.dilewati])
    if result.gagal and not on_screen:
        yield Heading("Gagal dibaca")
        yield Lines([Line(f"{n}: {t.line}", tingkat=1) for n, t in result.gagal])


def comparison_title(result: HasilBanding) -> str:
    """What is compared, in one line."""
    if result.jenis == "folder":
        return f"Perbandingan penilai pada {len(result.pasangan)} satker"
    p = result.pasangan[0]
    name = p.dari.satker or p.dari.berkas
    return f"Perbandingan {'penilai' if result.jenis == 'penilai' else 'berkas'}: {name}"


def side_name(s: Sisi, kind: str, instrumen: Instrumen) -> str:
    """A side's name in headings: the assessor within one file, else file and year."""
    if kind != "berkas":
        return instrumen.penilai.name_of(s.penilaian.penilai)
    return f"{s.berkas}{f' ({s.tahun})' if s.tahun else ''}"


def tables(result: HasilBanding, instrumen: Instrumen, limit: int | None = None) -> Iterator[Table]:
    """All tables of *result*; the folder's lists cut to *limit* rows when it is given."""
    if result.ringkasan is not None:
        yield cut(_group_table(result.ringkasan, instrumen), limit)
        yield cut(_lowered_table(result.ringkasan, instrumen), limit)
        yield cut(_satker_table(result.pasangan, instrumen), limit)
        yield from _doubt_table(result, instrumen, limit)
        return
    for p in result.pasangan:
        edge = f"{side_name(p.dari, result.jenis, instrumen)} → {side_name(p.ke, result.jenis, instrumen)}"
        rows = [[q, *p.banding.verdict_words(q, instrumen)] for q in PREDIKAT]
        yield Table(f"Putusan, {edge}", [Column("Predikat"), Column("Sebelum"), Column("Sesudah")], rows)
        yield _part_table(p, edge)
        yield _indicator_table(p, instrumen, edge)
    yield from _doubt_table(result, instrumen, None)


def _part_table(p: ComparedPair, edge: str) -> Table:
    """What each area and component lost or gained, in points, and how far both sides agree."""
    columns = [
        Column("Bagian"),
        *figures("Sebelum", "Sesudah"),
        *figures("Selisih", "Karena kosong", marked=True, direction=True),
        *figures("Naik", "Turun"),
        *_AGREEMENT,
    ]
    rows: list[list[Cell]] = [
        [
            f"{b.kode.removeprefix('area-')} {b.nama}" if b.kode.startswith("area-") else b.nama,
            *(b.dari, b.ke, b.selisih, b.selisih_kosong if b.kosong else "–", b.naik, b.turun, _percent(b.kesepakatan)),
        ]
        for b in p.banding.bagian
    ]
    return Table(f"Bagian, {edge} (poin)", columns, rows)


#: Agreement of two assessors, in percent.
_AGREEMENT = figures("Kesepakatan", digit=1, unit=" %")


def _percent(ratio: Fraction | None) -> Cell:
    return "–" if ratio is None else ratio * 100


def _indicator_table(p: ComparedPair, instrumen: Instrumen, edge: str) -> Table:
    """Every indicator whose answer differs, the greatest loss first."""
    columns = [
        *(*figures("Baris"), Column("Indikator"), Column("Uraian"), Column("Sebelum"), Column("Sesudah")),
        *(*figures("Selisih", digit=3, marked=True, direction=True), Column("Sel")),
    ]
    rows: list[list[Cell]] = [
        [
            *(instrumen.per_kode[s.kode].nomor, s.kode, instrumen.per_kode[s.kode].teks),
            *(answer_words(s.dari), answer_words(s.ke), s.selisih),
            " / ".join(str(n.sel) if n.sel else "–" for n in (s.dari, s.ke)),
        ]
        for s in sorted(p.banding.indikator, key=lambda s: s.selisih)
    ]
    return Table(f"Indikator yang berbeda, {edge}", columns, rows)


def _group_table(r: RingkasBanding, instrumen: Instrumen) -> Table:
    """Groups, those that overrate themselves most first."""
    columns = [
        *(Column("Kanwil"), *figures("Satker"), *figures("Kelebihan rata-rata", marked=True)),
        *(*_AGREEMENT, *figures(*(f"Gugur {p}" for p in PREDIKAT))),
    ]
    rows: list[list[Cell]] = [
        [g.grup, g.satker, g.kelebihan, _percent(g.kesepakatan), *(_fallen(g, p) for p in PREDIKAT)] for g in r.grup
    ]
    coverage = "nilai total" if r.dasar == "total" else instrumen.komponen_words[0]
    return Table(f"Kanwil menurut kelebihan nilai sendiri (poin {coverage})", columns, rows)


def _fallen(g: RingkasGrup, predikat: Predikat) -> Cell:
    """Satker that surely fall, and how many may."""
    certain, opened = g.gugur_pasti[predikat], g.gugur_terbuka[predikat]
    return f"{certain} (belum pasti: {opened})" if opened else certain


def _lowered_table(r: RingkasBanding, instrumen: Instrumen) -> Table:
    """Indicators most often marked down."""
    columns = [
        *(*figures("Baris"), Column("Indikator"), Column("Uraian"), *figures("Turun", "Naik", "Dibandingkan")),
        *(*figures("Bagian turun", digit=1, unit=" %"), *figures("Poin", marked=True, direction=True)),
    ]
    rows: list[list[Cell]] = [
        [
            *(instrumen.per_kode[i.kode].nomor, i.kode, instrumen.per_kode[i.kode].teks),
            *(i.turun, i.naik, i.dibandingkan, _percent(i.rasio_turun), i.selisih),
        ]
        for i in r.indikator
        if i.turun or i.naik
    ]
    return Table("Indikator yang paling sering diturunkan", columns, rows)


def _satker_table(pairs: Sequence[ComparedPair], instrumen: Instrumen) -> Table:
    """Each satker of a folder, the greatest overrating first."""
    columns = [
        *(Column("Satker"), Column("Kanwil"), Column("Penilai"), *figures("Sebelum", "Sesudah")),
        *(*figures("Kelebihan", marked=True), *_AGREEMENT, *(Column(q) for q in PREDIKAT)),
    ]
    rows: list[list[Cell]] = []
    for p in sorted(pairs, key=lambda p: -p.banding.kelebihan):
        basis = p.banding.part_of(p.banding.dasar)
        rows.append(
            [
                *(p.dari.satker or p.dari.berkas, p.grup or ""),
                " → ".join(instrumen.penilai.name_of(x.penilaian.penilai) for x in (p.dari, p.ke)),
                *(basis.dari, basis.ke, p.banding.kelebihan, _percent(basis.kesepakatan)),
                *(" → ".join(p.banding.verdict_words(q, instrumen)) for q in PREDIKAT),
            ]
        )
    return Table("Satker menurut kelebihan nilai sendiri (poin)", columns, rows)


def _doubt_table(result: HasilBanding, instrumen: Instrumen, limit: int | None) -> Iterator[Table]:
    """The answers that leave a verdict open, side by side with whose they are; no table where every one is sure."""
    folder = result.jenis == "folder"
    rows: list[list[Cell]] = []
    for p in result.pasangan:
        opened = {q: p.banding.open_verdicts(q) for q in PREDIKAT}
        for n, side in enumerate((p.dari, p.ke)):
            who = [*([p.dari.satker or p.dari.berkas] if folder else []), side_name(side, result.jenis, instrumen)]
            milik = {q: sisi_q for q, x in opened.items() if (sisi_q := x[n]) is not None}
            rows += [[*who, *r] for r in doubt_rows(milik)]
    columns = [
        *([Column("Satker", lebar=24)] if folder else []),
        *(
            Column("Penilai" if result.jenis != "berkas" else "Berkas"),
            Column("Predikat"),
            Column("Indikator", utuh=True),
        ),
        *(Column("Uraian"), Column("Sel", utuh=True), Column("Jawaban")),
    ]
    if rows:
        yield cut(Table(f"Jawaban meragukan yang membuat putusan {BELUM_PASTI}", columns, rows), limit)


def difference_table(result: HasilBanding, instrumen: Instrumen, root: Path) -> Table:
    """One row for every differing indicator of every pair, for other programs; *root* holds the files."""
    names = [
        *("grup", "berkas_dari", "berkas_ke", "satker", "penilai_dari", "penilai_ke", "baris", "indikator", "uraian"),
        *("jawaban_dari", "jawaban_ke", "skor_dari", "skor_ke", "selisih", "arah", "kosong", "sel_dari", "sel_ke"),
    ]
    return Table("Perbedaan", data_columns(names), _differences(result, instrumen, root))


def _differences(result: HasilBanding, instrumen: Instrumen, root: Path) -> Iterator[list[Cell]]:
    for p in result.pasangan:
        for s in p.banding.indikator:
            b = instrumen.per_kode[s.kode]
            yield [
                *(p.grup, p.dari.berkas, p.ke.berkas, p.dari.satker),
                *(p.dari.penilaian.penilai, p.ke.penilaian.penilai, b.nomor, s.kode, b.teks),
                *(s.dari.jawaban, s.ke.jawaban, s.dari.skor, s.ke.skor, s.selisih, s.arah, s.kosong),
                *(Place(n.sel, root / x.berkas) if n.sel else None for n, x in ((s.dari, p.dari), (s.ke, p.ke))),
            ]


def agenda_table(agenda: Sequence[Agenda], instrumen: Instrumen) -> Table:
    """One row a disputed indicator; the columns Sepakat and Alasan are left to the panel."""
    hadir = [p for p in instrumen.penilai.codes if any(p in d.jawaban for a in agenda for d in a.butir)]
    columns = [
        *([Column("Satker", lebar=24)] if len(agenda) > 1 else []),
        *(*figures("Baris"), Column("Indikator", utuh=True), Column("Uraian", lebar=36)),
        *(Column(instrumen.penilai.name_of(p)) for p in hadir),
        *figures("Taruhan", digit=3),
        *(Column("Menentukan", lebar=30), Column("Sepakat", isian=True), Column("Alasan", isian=True)),
    ]
    rows: list[list[Cell]] = [
        [
            *([a.satker or a.berkas] if len(agenda) > 1 else []),
            *(instrumen.per_kode[d.kode].nomor, d.kode, instrumen.per_kode[d.kode].teks),
            *(answer_words(d.jawaban[p]) if p in d.jawaban else "–" for p in hadir),
            *(d.taruhan, Toned(decides_words(d), "waspada" if d.sendiri else ""), "", ""),
        ]
        for a in agenda
        for d in a.butir
    ]
    return Table("Agenda panel", columns, rows)


def decides_words(d: Dispute) -> str:
    """Which thresholds turn on the answer: by itself, or with other disputed answers."""
    parts = [_thresholds(d.sendiri), _thresholds(d.bersama) and f"bersama butir lain: {_thresholds(d.bersama)}"]
    return "; ".join(b for b in parts if b) or "tidak"


def _thresholds(ambang: Sequence[TurnedThreshold]) -> str:
    return ", ".join(f"{t.kode} {t.predikat}" for t in ambang)


def agenda_summary(agenda: Sequence[Agenda]) -> str:
    """The agenda in one line."""
    every = [d for a in agenda for d in a.butir]
    menentukan = sum(1 for d in every if d.sendiri)
    return f"{len(every)} butir berbeda di {len(agenda)} satker; {menentukan} menentukan sebuah ambang sendirian"
