"""What a check of the requirements says: checklist, table of satker, calendar, findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from zi_cli.config import Config
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.check_register import HasilPeriksa
from zi_cli.pengajuan.eligibility import (
    EVALUASI,
    NILAI,
    PART_NAMES,
    HasilSatker,
    TemuanBerkas,
)
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.kawasan import Kawasan
from zi_cli.pengajuan.portfolio import Portfolio
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import short_number
from zi_cli.views.document import Block, Fields, Heading, Line, Lines, lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import proposal_day, short_hash, thresholds
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, data_columns

#: Findings shown on the terminal; JSON has all.
_TEMUAN_SHOWN = 20
_NADA: Mapping[bool | None, Tone] = {True: "baik", None: "waspada", False: "buruk"}


class Laporan(NamedTuple):
    """A check with what it went by, for people."""

    hasil: HasilPeriksa
    instrumen: Instrumen
    konfigurasi: Config
    daftar: DaftarSatker | None


def shared_unknowns(satker: Sequence[HasilSatker]) -> frozenset[str]:
    """What is not known of any of several satker: said once, below their table."""
    pending = [{f.kode for f in h.fakta if f.jawaban is Jawaban.BELUM} - {EVALUASI, NILAI} for h in satker]
    return frozenset(set.intersection(*pending)) if len(pending) > 1 else frozenset()


def _unknown_names(h: HasilSatker, pending: Sequence[str]) -> str:
    """The names of the parts *pending*; all that the instansi has to meet in one word."""
    names = {**PART_NAMES, **{s.kode: s.syarat.singkat for s in h.syarat}}
    instansi = {s.kode for s in h.syarat if s.syarat.tingkat == "instansi"}
    if instansi and instansi <= set(pending):
        pending = ["syarat instansi", *(k for k in pending if k not in instansi)]
    return ", ".join(dict.fromkeys(names.get(k, k) for k in pending))


def missing_words(h: HasilSatker, shared: frozenset[str] = frozenset()) -> str:
    """What keeps the satker from being proposed: failures with their value, then what is not known but *shared*."""
    names = {**PART_NAMES, **{s.kode: s.syarat.singkat for s in h.syarat}}
    nilai = {s.kode: f"{s.syarat.singkat} ({s.nilai_teks})" for s in h.syarat}
    tidak = [nilai.get(f.kode, names[f.kode]) for f in h.fakta if f.jawaban is Jawaban.TIDAK]
    pending = [f.kode for f in h.fakta if f.jawaban is Jawaban.BELUM and f.kode not in shared]
    parts = []
    if tidak:
        parts.append("tidak memenuhi: " + ", ".join(tidak))
    if EVALUASI in pending:
        parts.append(h.fact(EVALUASI).sebab.partition(":")[0])
        pending = [k for k in pending if k not in (EVALUASI, NILAI)]
    if pending:
        parts.append(f"belum diketahui: {_unknown_names(h, pending)}")
    return "; ".join(parts) or ("yang di bawah tabel" if shared else "–")


class SatkerFinding(NamedTuple):
    """A finding and the satker it is about (None: the proposal as a whole)."""

    temuan: TemuanBerkas
    satker: str | None


def satker_findings(result: HasilPeriksa) -> list[SatkerFinding]:
    """All findings of the check in order of place: file, sheet, row, column."""
    every = [SatkerFinding(t, None) for t in result.temuan]
    every += [SatkerFinding(t, h.nama) for h in result.satker for t in h.temuan]
    return sorted(every, key=lambda t: (t.temuan.berkas or "", t.temuan.temuan.sel or ("", 0, 0), t.temuan.temuan.kode))


def satker_line(t: SatkerFinding) -> str:
    """A finding on one line, with its place and the satker's name."""
    row = finding_line(t.temuan.temuan, t.temuan.berkas or "usulan")
    return row if t.satker is None else f"{row} [{t.satker}]"


def basis_facts(report: Laporan) -> list[tuple[str, str]]:
    """What the check went by: date, register, configuration, thresholds."""
    k, daftar = report.konfigurasi, report.daftar
    content = [("Tanggal", proposal_day(report.hasil.tanggal, mentioned=report.hasil.tanggal_disebut))]
    if daftar is not None:
        content.append(("Daftar", f"{daftar.berkas} ({len(daftar.satker)} satker), {short_hash(daftar.sha256)}"))
    content.append(("Konfigurasi", f"{k.berkas}" if k.berkas else "tidak ada zi.toml; syarat instansi belum ada data"))
    content.append(("Ambang", thresholds(k.ambang)))
    return content


def count_line(result: HasilPeriksa) -> str:
    """Counts of the three verdicts in one line."""
    counts = [(sum(1 for h in result.satker if h.layak is x), word) for x, word in ELIGIBILITY_WORDS.items()]
    text = f"{len(result.satker)} satker: {', '.join(f'{n} {k}' for n, k in counts)}"
    return text + (f"; {result.tidak_diusulkan} baris tidak diusulkan" if result.tidak_diusulkan else "")


def closing_notes(result: HasilPeriksa) -> list[str]:
    """The deadline and the portfolio, one line each."""
    k = result.kalender
    again = (k.berikutnya - k.tanggal).days
    limit = f"Batas pengajuan: {tulis_tanggal(k.berikutnya)} ({again} hari lagi)"
    if k.sisa_hari < 0:
        limit += f"; batas {tulis_tanggal(k.batas)} sudah lewat {-k.sisa_hari} hari"
    return [limit, f"Portofolio: {_portfolio_words(result.portofolio)}"]


def _portfolio_words(p: Portfolio) -> str:
    if p.persen_sebelum is None or p.persen_sesudah is None or p.persen_layak is None:
        return "jumlah satker dan satker berpredikat instansi belum diisi atau bertentangan"
    return (
        f"{p.berpredikat} dari {p.satker} satker berpredikat ({short_number(p.persen_sebelum, 2)} %); "
        f"dengan {p.tambahan} usulan baru {short_number(p.persen_sesudah, 2)} % bila semuanya diterima, "
        f"dengan {p.tambahan_layak} yang layak saja {short_number(p.persen_layak, 2)} %; batas {p.batas_persen} %"
    )


def score_row(h: HasilSatker, instrumen: Instrumen) -> list[Cell]:
    """The score's own row of the checklist: label, state, minimum, the verdict as everywhere, source."""
    if h.bahan is None:
        return ["Nilai LKE", "tidak ada berkas", "ambang", _answer(None), "–"]
    source = f"{h.bahan.nama} ({instrumen.penilai.name_of(h.bahan.penilai)})"
    if h.usulan is None:
        return ["Nilai LKE", "usulan belum diisi", "ambang", _answer(None), source]
    s = h.bahan.simpulan[h.usulan]
    putusan = Toned(s.putusan, _NADA[h.nilai_memenuhi])
    return [
        f"Nilai LKE untuk {h.usulan}",
        f"total {short_number(s.total, 2)}",
        short_number(s.minimal),
        putusan,
        source,
    ]


def calendar_lines(result: HasilPeriksa) -> list[str]:
    """The calendar in lines: evidence updates, then each monev with its state."""
    k = result.kalender
    rows = [
        f"Pembaruan data dukung: triwulan terakhir berakhir {tulis_tanggal(k.pembaruan.terakhir)}, "
        f"berikutnya {tulis_tanggal(k.pembaruan.berikutnya)}"
    ]
    for s, day in k.pembaruan.belum:
        when = f"terakhir {tulis_tanggal(day)}" if day else "belum ada data"
        rows.append(f"  terlambat: {s.called} ({when})")
    if not k.pembaruan.belum:
        rows.append("  tidak ada yang terlambat")
    rows.append("Monev predikat dua tahunan:")
    for m in sorted(k.monev, key=lambda m: (m.jatuh_tempo is not None, m.jatuh_tempo or k.tanggal, m.satker.called)):
        if m.jatuh_tempo is None or m.sisa_hari is None:
            rows.append(f"  {m.status}: {m.satker.called} ({m.predikat}), {m.sebab}")
            continue
        rest = f"{m.sisa_hari} hari lagi" if m.sisa_hari >= 0 else f"lewat {-m.sisa_hari} hari"
        note = "; diusulkan WBBM" if m.status == "tidak wajib" else ""
        rows.append(f"  {m.status}: {m.satker.called} ({m.predikat}), {tulis_tanggal(m.jatuh_tempo)} ({rest}{note})")
    rows += [f"  belum ada data: {s.called}, {title} tidak terbaca" for s, title in k.tak_terbaca]
    if not k.monev and not k.tak_terbaca:
        rows.append("  tidak ada satker berpredikat di daftar")
    return rows


def calendar_table(result: HasilPeriksa) -> Table:
    """One row a date, for other programs: the deadline, evidence not updated since its quarter, and every monev."""
    k = result.kalender
    column = ("jenis", "kode", "nama", "predikat", "tanggal", "sisa_hari", "status")
    rows: list[list[Cell]] = [["pengajuan", None, None, None, k.batas.isoformat(), k.sisa_hari, None]]
    for s, day in k.pembaruan.belum:
        last = day.isoformat() if day else None
        rows.append(["pembaruan data dukung", s.kode, s.called, None, last, None, "terlambat"])
    for m in k.monev:
        jatuh_tempo = m.jatuh_tempo.isoformat() if m.jatuh_tempo else None
        rows.append(["monev", m.satker.kode, m.satker.called, m.predikat, jatuh_tempo, m.sisa_hari, m.status])
    return Table("Kalender", data_columns(column), rows)


def check_document(
    report: Laporan, *, detailed: bool, kalender: bool, on_screen: bool, every: bool = False, kawasan: bool = False
) -> Iterator[Block]:
    """The check: one checklist a satker, a table of several, or the calendar; then deadline, portfolio, findings.

    Each kawasan is one line, with *kawasan* its whole form.
    *on_screen*: the checklists of several satker only with *detailed*, actions below each, findings cut unless *every*.
    """
    result = report.hasil
    one = len(result.satker) == 1
    detailed = (detailed or not on_screen) and not kalender
    yield Heading("Pemeriksaan syarat pengajuan", 1, di_layar=False)
    yield Fields(basis_facts(report))
    if kalender:
        yield lines(calendar_lines(result))
    elif not (one and on_screen):
        yield _satker_table(result.satker, report.instrumen)
        if shared := shared_unknowns(result.satker):
            codes = [f.kode for f in result.satker[0].fakta if f.kode in shared]
            yield lines([f"Belum diketahui pada semua satker: {_unknown_names(result.satker[0], codes)}"])
        yield Lines([Line(count_line(result), tebal=True)])
    if detailed or (one and not kalender):
        for h in result.satker:
            yield from _checklist(h, report.instrumen, on_screen=on_screen)
            if not one:
                yield from _findings([SatkerFinding(t, None) for t in h.temuan], every=True)
    if detailed and not one:
        yield Heading("Seluruh usulan", di_layar=False)
    for k in result.kawasan if not kalender else ():
        yield from kawasan_blocks(k, detailed=kawasan or not on_screen)
    yield lines(closing_notes(result))
    yield from _findings(_rest(result, detailed=detailed, kalender=kalender, every=every), every=every or not on_screen)


def kawasan_blocks(k: Kawasan, *, detailed: bool) -> Iterator[Block]:
    """A kawasan: its conclusion, with *detailed* the form of members, aspects and team behind it."""
    words = {Jawaban.YA: "semua anggota memenuhi dan kelima aspek terpenuhi", Jawaban.TIDAK: "belum memenuhi"}
    pending = [f.sebab for f in k.fakta if not f.proven]
    text = words.get(k.jawaban, f"belum dapat disimpulkan: {len(pending)} hal belum diketahui atau belum terpenuhi")
    if detailed:
        columns = [Column("Bagian", lebar=44), Column("Jawaban", utuh=True), Column("Sebab", lebar=36)]
        columns += [Column("Bukti", lebar=28), Column("Oleh", lebar=20)]
        rows: list[list[Cell]] = [
            [x.nama, Toned(x.fakta.jawaban.value, _NADA[x.fakta.jawaban.tribool]), x.fakta.sebab, x.bukti, x.oleh]
            for x in (*k.anggota, *k.aspek)
        ]
        yield Table(f"Kawasan {k.nama}", columns, rows)
        yield lines([f"Tim gabungan: {'; '.join(k.tim) or 'belum diisi'}"])
    yield Lines([Line(f"Kawasan {k.nama}: {text}", tebal=True, nada=_NADA[k.jawaban.tribool])])


def _rest(result: HasilPeriksa, *, detailed: bool, kalender: bool, every: bool) -> list[SatkerFinding]:
    """Findings that were not shown yet: all of a single satker, of a table the gravest unless *every*."""
    daftar = satker_findings(result)
    if detailed and len(result.satker) > 1:
        return [t for t in daftar if t.satker is None]
    if every or len(result.satker) == 1:
        return daftar
    return [t for t in daftar if t.satker is None or (t.temuan.temuan.tingkat == "galat" and not kalender)]


def _satker_table(satker: Sequence[HasilSatker], instrumen: Instrumen) -> Table:
    columns = [
        *(Column("Kode", utuh=True), Column("Satker", lebar=34), Column("Usulan", utuh=True)),
        *(Column("Penilai", utuh=True), Column("Putusan"), Column("Yang kurang")),
    ]
    shared = shared_unknowns(satker)
    rows: list[list[Cell]] = [
        [
            *(h.kode or "–", h.nama, h.usulan or "–", instrumen.penilai.name_of(h.penilai) if h.penilai else "–"),
            *(Toned(ELIGIBILITY_WORDS[h.layak], _NADA[h.layak]), missing_words(h, shared)),
        ]
        for h in satker
    ]
    return Table("", columns, rows)


def _checklist(h: HasilSatker, instrumen: Instrumen, *, on_screen: bool) -> Iterator[Block]:
    code = f" ({h.kode})" if h.kode else ""
    yield Heading(f"{h.nama}{code}, usulan {h.usulan or 'belum diisi'}")
    yield Lines(
        [
            Line(_verdict(h), _NADA[h.layak], tebal=True),
            *(Line(a, tingkat=1, butir=True) for a in h.alasan),
        ]
    )
    titles = ("Syarat", "Keadaan", "Minimal", "Hasil", "Sumber", *(() if on_screen else ("Tindakan",)))
    columns = [Column(j, lebar=46 if j == "Syarat" else None) for j in titles]
    rows: list[list[Cell]] = [[*score_row(h, instrumen), None]]
    rows += [
        [s.label, s.nilai_teks, s.minimal_teks, _answer(s.memenuhi), s.sumber or "–", s.tindakan] for s in h.syarat
    ]
    yield Table("", columns, [b[: len(columns)] for b in rows])
    tindakan = [Line(f"{s.kode}: {s.tindakan}", tingkat=1) for s in h.syarat if s.tindakan]
    if tindakan and on_screen:
        yield Heading("Yang perlu dilakukan", 3)
        yield Lines(tindakan)


def _verdict(h: HasilSatker) -> str:
    """The answer in words; that the TPI has not evaluated it stands beside "data belum lengkap"."""
    evaluasi = h.fact(EVALUASI)
    pending = h.layak is None and h.bahan is not None and not evaluasi.proven
    return ELIGIBILITY_WORDS[h.layak] + (f": {evaluasi.sebab.partition(':')[0]}" if pending else "")


def _answer(memenuhi: bool | None) -> Toned:
    return Toned({True: "memenuhi", False: "tidak", None: "belum ada data"}[memenuhi], _NADA[memenuhi])


def _findings(temuan: Sequence[SatkerFinding], *, every: bool) -> Iterator[Block]:
    if not temuan:
        return
    yield Heading("Temuan", 3)
    shown = temuan if every else temuan[:_TEMUAN_SHOWN]
    content = [Line(satker_line(t), tingkat=1) for t in shown]
    if len(temuan) > len(shown):
        rest = len(temuan) - len(shown)
        content.append(Line(f"… dan {rest} lagi (semuanya ada di --format json, atau di berkas dengan -o)", tingkat=1))
    yield Lines(content)


def check_table(result: HasilPeriksa) -> Table:
    """As :func:`requirement_rows`, of all satker."""
    return requirement_rows(result.satker)


def requirement_rows(satker: Iterable[HasilSatker]) -> Table:
    """One row a satker and requirement, the score first, for other programs; ``memenuhi`` blank where not known."""
    column = (
        *("kode", "nama", "usulan", "layak", "penilai", "syarat"),
        *("nilai", "minimal", "memenuhi", "sumber", "tindakan"),
    )
    rows: list[list[Cell]] = []
    for h in satker:
        start = [h.kode, h.nama, h.usulan, h.layak, h.penilai]
        simpulan = h.bahan.simpulan[h.usulan] if h.bahan and h.usulan else None
        total, minimal = (simpulan.total, simpulan.minimal) if simpulan else (None, None)
        failed = "; ".join(simpulan.gagal) if simpulan and not h.nilai_memenuhi else None
        source = h.bahan.nama if h.bahan else None
        rows.append([*start, "nilai-lke", total, minimal, h.nilai_memenuhi, source, failed])
        for s in h.syarat:
            nilai, limit = (n.isoformat() if isinstance(n, date) else n for n in (s.nilai, s.minimal))
            rows.append([*start, s.kode, nilai, limit, s.memenuhi, s.sumber, s.tindakan])
    return Table("Syarat", data_columns(column), rows)
