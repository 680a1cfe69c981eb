"""What is said about stages: a board by Kanwil, a table of every stage, the quarterly report."""

from collections.abc import Iterator, Sequence
from datetime import date

from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.tahap.position import Position, StageState
from zi_cli.tahap.quarterly import SHEETS, QuarterReport, sheet_headings
from zi_cli.tahap.stages import load_actors, load_stages
from zi_cli.text import MONTHS, short_number
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.identity import short_hash
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, figures

_NO_KANWIL = "Tanpa Kanwil"
#: What the signs of the board mean.
_SIGN_NOTE = (
    "Tanggal atau “sudah”: tahap itu terbukti (cokelat: sesudah batasnya). “sekarang”: yang ditunggu. Kosong: belum "
    "sampai. ·: satker itu tidak melewatinya."
)
_NADA: dict[str, Tone] = {
    "berjalan": "", "dikembalikan": "buruk", "selesai": "baik", "dicabut": "buruk", "pemegang": "baik",
    "belum diketahui": "waspada",
}  # fmt: skip


def board_document(every: Sequence[Position], daftar: DaftarSatker, rules: Aturan, *, papan: bool) -> Iterator[Block]:
    """Who waits for whom, then the satker of each Kanwil: a *papan* with a column a stage, else one line a satker."""
    yield Heading("Tahap Zona Integritas", 1)
    yield Fields(
        [
            ("Keadaan", tulis_tanggal(rules.tanggal)),
            ("Tahun usulan", str(rules.tahun)),
            ("Daftar", f"{daftar.berkas} ({len(daftar.satker)} satker), {short_hash(daftar.sha256)}"),
        ]
    )
    yield _waiting_table(every)
    for name in dict.fromkeys(p.satker.kanwil or _NO_KANWIL for p in every):
        milik = [p for p in every if (p.satker.kanwil or _NO_KANWIL) == name]
        yield Heading(name)
        yield _board(milik) if papan else _list(milik)
    yield Lines([*([Line(_SIGN_NOTE)] if papan else []), Line(stage_summary(every), tebal=True)])


def stage_summary(every: Sequence[Position]) -> str:
    """All satker in one line."""
    terlambat = sum(1 for p in every if p.days_overdue)
    kembali = sum(1 for p in every if p.kedudukan == "dikembalikan")
    return f"{len(every)} satker: {terlambat} terlambat, {kembali} dikembalikan"


def _waiting_table(every: Sequence[Position]) -> Table:
    """Each actor with the satker that wait for it."""
    names = load_actors()
    rows: list[list[Cell]] = []
    for code in names:
        milik = [p for p in every if p.siapa == code]
        if milik:
            terlambat = sum(1 for p in milik if p.days_overdue)
            passed: Cell = Toned(terlambat, "buruk") if terlambat else 0
            rows.append([names[code], len(milik), passed, max(p.days_overdue for p in milik)])
    return Table("Menunggu", [Column("Siapa"), *figures("Satker", "Terlambat", "Hari terlama")], rows)


def _list(milik: Sequence[Position]) -> Table:
    bukti = any(p.bukti is not None for p in milik)
    columns = [
        *(Column("Satker", lebar=30), Column("Usulan", utuh=True), Column("Tahap", lebar=26)),
        *(Column("Siapa", lebar=20), Column("Yang kurang", lebar=40), Column("Terlambat", lebar=26)),
        *([Column("Keadaan bukti", lebar=20)] if bukti else []),
    ]
    return Table("", columns, [[*_line(p), *([_evidence(p)] if bukti else [])] for p in milik])


def _evidence(p: Position) -> Cell:
    """The quarter's state of the evidence in a few words."""
    if p.bukti is None:
        return "–"
    k = p.bukti.keadaan
    if k is None:
        return Toned("tidak terbaca" if p.bukti.temuan.kode == "BKT842" else "belum dicatat", "waspada")
    if p.bukti.lengkap is None:
        return Toned(f"{k.words}: tidak berlaku lagi", "waspada")
    if p.bukti.lengkap or k.berpoin is None:
        return Toned(f"{k.words}: lengkap", "baik")
    temuan = f"; {k.temuan.galat} kesalahan" if k.temuan.galat else ""
    return Toned(f"{k.words}: {k.berpoin.lengkap} dari {k.berpoin.total} indikator lengkap{temuan}", "waspada")


def _line(p: Position) -> list[Cell]:
    tahap = p.kini.tahap.pendek if p.kini else p.kedudukan
    if p.kedudukan == "dikembalikan":
        tahap += " (dikembalikan)"
    who = load_actors()[p.siapa] if p.siapa else "–"
    passed = late_words(p)
    return [
        *(p.satker.called, p.usulan or "–", Toned(tahap, _NADA[p.kedudukan]), who, p.kurang or "–"),
        Toned(passed, "buruk") if passed else "–",
    ]


def late_words(p: Position) -> str:
    """What is overdue, each with its days; "" when nothing is."""
    part = [f"tahap ini {p.kini.hari_terlambat} hari"] if p.kini and p.kini.hari_terlambat else []
    return "; ".join([*part, *(f"{what} {day} hari" for what, day in p.terlambat)])


def _board(milik: Sequence[Position]) -> Table:
    """A column a stage of those that lie on anybody's way here."""
    used = {k.tahap.kode for p in milik for k in p.tahap}
    tahap = [t for t in load_stages() if t.kode in used]
    bukti = any(p.bukti is not None for p in milik)
    columns = [
        *(Column("Satker"), Column("Usulan"), Column("Siapa"), Column("Terlambat")),
        *(Column(t.pendek) for t in tahap),
        *([Column("Keadaan bukti")] if bukti else []),
    ]
    rows: list[list[Cell]] = []
    for p in milik:
        by_code = {k.tahap.kode: k for k in p.tahap}
        who = load_actors()[p.siapa] if p.siapa else "–"
        passed = late_words(p)
        rows.append(
            [
                *(p.satker.called, p.usulan or "–"),
                *(Toned(who, _NADA[p.kedudukan]), Toned(passed, "buruk") if passed else "–"),
                *(_mark(p, by_code.get(t.kode)) for t in tahap),
                *([_evidence(p)] if bukti else []),
            ]
        )
    return Table("", columns, rows)


def _mark(p: Position, k: StageState | None) -> Cell:
    """A stage of the board: the day it was done, that it is now, or nothing."""
    if k is None:
        return "·"
    if k.fakta.proven:
        day = f"{k.tanggal.day}\u00a0{MONTHS[k.tanggal.month - 1][:3]}" if k.tanggal else "sudah"
        return Toned(day, "waspada" if k.hari_terlambat else "baik")
    if k is not p.kini:
        return ""
    if k.fakta.jawaban is Jawaban.TIDAK:
        return Toned("dikembalikan", "buruk")
    return Toned("sekarang", "buruk" if k.hari_terlambat else "waspada")


def stage_table(every: Sequence[Position]) -> Table:
    """One row a stage of every satker, for other programs."""
    names = [
        *("kanwil", "kode", "satker", "usulan", "kedudukan", "tahap", "pelaku", "kini", "selesai", "tanggal", "batas"),
        *("hari_terlambat", "kurang", "bukti", "sha256", "keadaan_bukti"),
    ]
    return Table("Tahap", [Column(n) for n in names], [b for p in every for b in _rows(p)])


def _rows(p: Position) -> Iterator[list[Cell]]:
    s = p.satker
    bukti = p.bukti.temuan.pesan if p.bukti is not None else ""
    who: list[Cell] = [s.kanwil, s.kode, s.called, p.usulan, p.kedudukan]
    if not p.tahap:
        yield [*who, "", p.siapa or "", True, "", "", "", p.days_overdue, p.kurang, "", "", bukti]
    for k in p.tahap:
        origin = next(iter(k.fakta.asal), None)
        yield [
            *(*who, k.tahap.kode, k.tahap.pelaku, k is p.kini, k.fakta.jawaban.value),
            *(k.tanggal.isoformat() if k.tanggal else "", k.batas.isoformat() if k.batas else "", k.hari_terlambat),
            *(k.fakta.sebab, str(origin) if origin else "", (origin.sha256 or "") if origin else "", bukti),
        ]


_RULE_TEXTS = (
    "IPK dan IKM dari LKE, skala 0–{survei}; sel kosong: belum ada di LKE. Data dukung: diperbarui di triwulan ini. "
    "Bukti: indikator berpoin menurut keadaan dokumennya pada pemeriksaan triwulan ini. Bina: banyaknya pembinaan di "
    "triwulan ini. Angka dilaporkan apa adanya."
)


def report_title(r: QuarterReport) -> str:
    """The report's title."""
    return f"Laporan penguatan dan pendampingan Zona Integritas {r.triwulan}"


def report_document(r: QuarterReport, instrumen: Instrumen) -> Iterator[Block]:
    """The report: its satker, then what happened in the quarter, sheet by sheet."""
    yield Heading(report_title(r), 1, di_layar=True)
    span = f"{tulis_tanggal(r.triwulan.awal)} sampai dengan {tulis_tanggal(r.triwulan.last_day)}"
    yield Fields([("Unit", r.unit), ("Triwulan", span), ("Satker", str(len(r.satker)))])
    for t in report_tables(r):
        yield Heading(t.judul)
        yield t._replace(judul="") if t.baris else Lines([Line("Tidak ada yang tercatat.")])
    yield Lines([Line(_RULE_TEXTS.format(survei=short_number(instrumen.survei_maksimum)))])


def report_tables(r: QuarterReport) -> list[Table]:
    """The tables of the report: the satker first."""
    kanwil = len({x.satker.kanwil for x in r.satker}) > 1
    columns = [
        *([Column("Kanwil", lebar=20)] if kanwil else []),
        *(Column("Satker", lebar=30), Column("Usulan"), Column("Predikat")),
        *figures("IPK", "IKM"),
        *(Column("TLHP"), Column("Data dukung", lebar=26), Column("Bukti", lebar=26), *figures("Bina")),
    ]
    rows: list[list[Cell]] = [
        [
            *([x.satker.kanwil or ""] if kanwil else []),
            *(x.satker.called, x.satker.usulan or "", x.satker.predikat or ""),
            *(x.ipk, x.ikm, x.tlhp, x.data_dukung, x.bukti, x.pembinaan),
        ]
        for x in r.satker
    ]
    return [Table("Satker", columns, rows), *(_sheet_table(r, n) for n in SHEETS)]


def _sheet_table(r: QuarterReport, sheet: str) -> Table:
    columns = sheet_headings(sheet)
    rows = [[_cell(b.isi.get(key)) for key, _ in columns] for b in r.lembar[sheet]]
    return Table(sheet, [Column(title, lebar=30) for _, title in columns], rows)


def _cell(nilai: object) -> Cell:
    if isinstance(nilai, date):
        return tulis_tanggal(nilai)
    return nilai if isinstance(nilai, bool) else "" if nilai is None else str(nilai)
