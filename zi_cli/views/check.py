"""What a check of the requirements says: checklist, table of satker, calendar, findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from zi_cli.config import Config
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.check import HasilPeriksa
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
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.text import ringkas
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.views.document import Block, Fields, Heading, Line, Lines, lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import proposal_day, short_hash, thresholds
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, data_columns

#: Findings shown on the terminal; JSON has all.
_TEMUAN_DITAMPILKAN = 20
_NADA: Mapping[bool | None, Tone] = {True: "baik", None: "waspada", False: "buruk"}


class Laporan(NamedTuple):
    """A check with what it went by, for people."""

    hasil: HasilPeriksa
    instrumen: Instrumen
    konfigurasi: Config
    daftar: DaftarSatker | None


def shared_unknowns(satker: Sequence[HasilSatker]) -> frozenset[str]:
    """What is not known of any of several satker: said once, below their table."""
    belum = [{f.kode for f in h.fakta if f.jawaban is Jawaban.BELUM} - {EVALUASI, NILAI} for h in satker]
    return frozenset(set.intersection(*belum)) if len(belum) > 1 else frozenset()


def _unknown_names(h: HasilSatker, belum: Sequence[str]) -> str:
    """The names of the parts *belum*; all that the instansi has to meet in one word."""
    nama = {**PART_NAMES, **{s.kode: s.syarat.singkat for s in h.syarat}}
    instansi = {s.kode for s in h.syarat if s.syarat.tingkat == "instansi"}
    if instansi and instansi <= set(belum):
        belum = ["syarat instansi", *(k for k in belum if k not in instansi)]
    return ", ".join(dict.fromkeys(nama.get(k, k) for k in belum))


def missing_words(h: HasilSatker, bersama: frozenset[str] = frozenset()) -> str:
    """What keeps the satker from being proposed: failures with their value, then what is not known but *bersama*."""
    nama = {**PART_NAMES, **{s.kode: s.syarat.singkat for s in h.syarat}}
    nilai = {s.kode: f"{s.syarat.singkat} ({s.nilai_teks})" for s in h.syarat}
    tidak = [nilai.get(f.kode, nama[f.kode]) for f in h.fakta if f.jawaban is Jawaban.TIDAK]
    belum = [f.kode for f in h.fakta if f.jawaban is Jawaban.BELUM and f.kode not in bersama]
    bagian = []
    if tidak:
        bagian.append("tidak memenuhi: " + ", ".join(tidak))
    if EVALUASI in belum:
        bagian.append(h.fact(EVALUASI).sebab.partition(":")[0])
        belum = [k for k in belum if k not in (EVALUASI, NILAI)]
    if belum:
        bagian.append(f"belum diketahui: {_unknown_names(h, belum)}")
    return "; ".join(bagian) or ("yang di bawah tabel" if bersama else "–")


class SatkerFinding(NamedTuple):
    """A finding and the satker it is about (None: the proposal as a whole)."""

    temuan: TemuanBerkas
    satker: str | None


def satker_findings(hasil: HasilPeriksa) -> list[SatkerFinding]:
    """All findings of the check in order of place: file, sheet, row, column."""
    semua = [SatkerFinding(t, None) for t in hasil.temuan]
    semua += [SatkerFinding(t, h.nama) for h in hasil.satker for t in h.temuan]
    return sorted(semua, key=lambda t: (t.temuan.berkas or "", t.temuan.temuan.sel or ("", 0, 0), t.temuan.temuan.kode))


def satker_line(t: SatkerFinding) -> str:
    """A finding on one line, with its place and the satker's name."""
    baris = finding_line(t.temuan.temuan, t.temuan.berkas or "usulan")
    return baris if t.satker is None else f"{baris} [{t.satker}]"


def basis_facts(laporan: Laporan) -> list[tuple[str, str]]:
    """What the check went by: date, register, configuration, thresholds."""
    k, daftar = laporan.konfigurasi, laporan.daftar
    isi = [("Tanggal", proposal_day(laporan.hasil.tanggal, disebut=laporan.hasil.tanggal_disebut))]
    if daftar is not None:
        isi.append(("Daftar", f"{daftar.berkas} ({len(daftar.satker)} satker), {short_hash(daftar.sha256)}"))
    isi.append(("Konfigurasi", f"{k.berkas}" if k.berkas else "tidak ada zi.toml; syarat instansi belum ada data"))
    isi.append(("Ambang", thresholds(k.ambang)))
    return isi


def count_line(hasil: HasilPeriksa) -> str:
    """Counts of the three verdicts in one line."""
    jumlah = [(sum(1 for h in hasil.satker if h.layak is x), kata) for x, kata in KATA_LAYAK.items()]
    teks = f"{len(hasil.satker)} satker: {', '.join(f'{n} {k}' for n, k in jumlah)}"
    return teks + (f"; {hasil.tidak_diusulkan} baris tidak diusulkan" if hasil.tidak_diusulkan else "")


def closing_notes(hasil: HasilPeriksa) -> list[str]:
    """The deadline and the portfolio, one line each."""
    k = hasil.kalender
    lagi = (k.berikutnya - k.tanggal).days
    batas = f"Batas pengajuan: {tulis_tanggal(k.berikutnya)} ({lagi} hari lagi)"
    if k.sisa_hari < 0:
        batas += f"; batas {tulis_tanggal(k.batas)} sudah lewat {-k.sisa_hari} hari"
    return [batas, f"Portofolio: {_portofolio_kata(hasil.portofolio)}"]


def _portofolio_kata(p: Portfolio) -> str:
    if p.persen_sebelum is None or p.persen_sesudah is None or p.persen_layak is None:
        return "jumlah satker dan satker berpredikat instansi belum diisi atau bertentangan"
    return (
        f"{p.berpredikat} dari {p.satker} satker berpredikat ({ringkas(p.persen_sebelum, 2)} %); "
        f"dengan {p.tambahan} usulan baru {ringkas(p.persen_sesudah, 2)} % bila semuanya diterima, "
        f"dengan {p.tambahan_layak} yang layak saja {ringkas(p.persen_layak, 2)} %; batas {p.batas_persen} %"
    )


def score_row(h: HasilSatker, instrumen: Instrumen) -> list[Cell]:
    """The score's own row of the checklist: label, state, minimum, the verdict as everywhere, source."""
    if h.bahan is None:
        return ["Nilai LKE", "tidak ada berkas", "ambang", _answer(None), "–"]
    sumber = f"{h.bahan.nama} ({instrumen.penilai.nama(h.bahan.penilai)})"
    if h.usulan is None:
        return ["Nilai LKE", "usulan belum diisi", "ambang", _answer(None), sumber]
    s = h.bahan.simpulan[h.usulan]
    putusan = Toned(s.putusan, _NADA[h.nilai_memenuhi])
    return [f"Nilai LKE untuk {h.usulan}", f"total {ringkas(s.total, 2)}", ringkas(s.minimal), putusan, sumber]


def calendar_lines(hasil: HasilPeriksa) -> list[str]:
    """The calendar in lines: evidence updates, then each monev with its state."""
    k = hasil.kalender
    baris = [
        f"Pembaruan data dukung: triwulan terakhir berakhir {tulis_tanggal(k.pembaruan.terakhir)}, "
        f"berikutnya {tulis_tanggal(k.pembaruan.berikutnya)}"
    ]
    for s, hari in k.pembaruan.belum:
        kapan = f"terakhir {tulis_tanggal(hari)}" if hari else "belum ada data"
        baris.append(f"  terlambat: {s.sebutan} ({kapan})")
    if not k.pembaruan.belum:
        baris.append("  tidak ada yang terlambat")
    baris.append("Monev predikat dua tahunan:")
    for m in sorted(k.monev, key=lambda m: (m.jatuh_tempo is not None, m.jatuh_tempo or k.tanggal, m.satker.sebutan)):
        if m.jatuh_tempo is None or m.sisa_hari is None:
            baris.append(f"  {m.status}: {m.satker.sebutan} ({m.predikat}), tanggal penetapan belum diisi")
            continue
        sisa = f"{m.sisa_hari} hari lagi" if m.sisa_hari >= 0 else f"lewat {-m.sisa_hari} hari"
        catatan = "; diusulkan WBBM" if m.status == "tidak wajib" else ""
        baris.append(
            f"  {m.status}: {m.satker.sebutan} ({m.predikat}), {tulis_tanggal(m.jatuh_tempo)} ({sisa}{catatan})"
        )
    if not k.monev:
        baris.append("  tidak ada satker berpredikat di daftar")
    return baris


def calendar_table(hasil: HasilPeriksa) -> Table:
    """One row a date, for other programs: the deadline, evidence not updated since its quarter, and every monev."""
    k = hasil.kalender
    kolom = ("jenis", "kode", "nama", "predikat", "tanggal", "sisa_hari", "status")
    baris: list[list[Cell]] = [["pengajuan", None, None, None, k.batas.isoformat(), k.sisa_hari, None]]
    for s, hari in k.pembaruan.belum:
        terakhir = hari.isoformat() if hari else None
        baris.append(["pembaruan data dukung", s.kode, s.sebutan, None, terakhir, None, "terlambat"])
    for m in k.monev:
        jatuh_tempo = m.jatuh_tempo.isoformat() if m.jatuh_tempo else None
        baris.append(["monev", m.satker.kode, m.satker.sebutan, m.predikat, jatuh_tempo, m.sisa_hari, m.status])
    return Table("Kalender", data_columns(kolom), baris)


def check_document(
    laporan: Laporan, *, rinci: bool, kalender: bool, di_layar: bool, semua: bool = False, kawasan: bool = False
) -> Iterator[Block]:
    """The check: one checklist a satker, a table of several, or the calendar; then deadline, portfolio, findings.

    Each kawasan is one line, with *kawasan* its whole form.
    *di_layar*: the checklists of several satker only with *rinci*, actions below each, findings cut unless *semua*.
    """
    hasil = laporan.hasil
    satu = len(hasil.satker) == 1
    rinci = (rinci or not di_layar) and not kalender
    yield Heading("Pemeriksaan syarat pengajuan", 1, di_layar=False)
    yield Fields(basis_facts(laporan))
    if kalender:
        yield lines(calendar_lines(hasil))
    elif not (satu and di_layar):
        yield _satker_table(hasil.satker, laporan.instrumen)
        if bersama := shared_unknowns(hasil.satker):
            kode = [f.kode for f in hasil.satker[0].fakta if f.kode in bersama]
            yield lines([f"Belum diketahui pada semua satker: {_unknown_names(hasil.satker[0], kode)}"])
        yield Lines([Line(count_line(hasil), tebal=True)])
    if rinci or (satu and not kalender):
        for h in hasil.satker:
            yield from _checklist(h, laporan.instrumen, di_layar=di_layar)
            if not satu:
                yield from _findings([SatkerFinding(t, h.nama) for t in h.temuan], semua=True)
    for k in hasil.kawasan if not kalender else ():
        yield from kawasan_blocks(k, rinci=kawasan or not di_layar)
    yield lines(closing_notes(hasil))
    yield from _findings(_rest(hasil, rinci=rinci, kalender=kalender, semua=semua), semua=semua or not di_layar)


def kawasan_blocks(k: Kawasan, *, rinci: bool) -> Iterator[Block]:
    """A kawasan: its conclusion, with *rinci* the form of members, aspects and team behind it."""
    kata = {Jawaban.YA: "semua anggota memenuhi dan kelima aspek terpenuhi", Jawaban.TIDAK: "belum memenuhi"}
    belum = [f.sebab for f in k.fakta if not f.proven]
    teks = kata.get(k.jawaban, f"belum dapat disimpulkan: {len(belum)} hal belum diketahui atau belum terpenuhi")
    if rinci:
        kolom = [Column("Bagian", lebar=44), Column("Jawaban", utuh=True), Column("Sebab", lebar=36)]
        kolom += [Column("Bukti", lebar=28), Column("Oleh", lebar=20)]
        baris: list[list[Cell]] = [
            [x.nama, Toned(x.fakta.jawaban.value, _NADA[x.fakta.jawaban.tribool]), x.fakta.sebab, x.bukti, x.oleh]
            for x in (*k.anggota, *k.aspek)
        ]
        yield Table(f"Kawasan {k.nama}", kolom, baris)
        yield lines([f"Tim gabungan: {'; '.join(k.tim) or 'belum diisi'}"])
    yield Lines([Line(f"Kawasan {k.nama}: {teks}", tebal=True, nada=_NADA[k.jawaban.tribool])])


def _rest(hasil: HasilPeriksa, *, rinci: bool, kalender: bool, semua: bool) -> list[SatkerFinding]:
    """Findings that were not shown yet: all of a single satker, of a table the gravest unless *semua*."""
    daftar = satker_findings(hasil)
    if rinci and len(hasil.satker) > 1:
        return [t for t in daftar if t.satker is None]
    if semua or len(hasil.satker) == 1:
        return daftar
    return [t for t in daftar if t.satker is None or (t.temuan.temuan.tingkat == "galat" and not kalender)]


def _satker_table(satker: Sequence[HasilSatker], instrumen: Instrumen) -> Table:
    kolom = [
        *(Column("Kode", utuh=True), Column("Satker", lebar=34), Column("Usulan", utuh=True)),
        *(Column("Penilai", utuh=True), Column("Putusan"), Column("Yang kurang")),
    ]
    bersama = shared_unknowns(satker)
    baris: list[list[Cell]] = [
        [
            *(h.kode or "–", h.nama, h.usulan or "–", instrumen.penilai.nama(h.penilai) if h.penilai else "–"),
            *(Toned(KATA_LAYAK[h.layak], _NADA[h.layak]), missing_words(h, bersama)),
        ]
        for h in satker
    ]
    return Table("", kolom, baris)


def _checklist(h: HasilSatker, instrumen: Instrumen, *, di_layar: bool) -> Iterator[Block]:
    kode = f" ({h.kode})" if h.kode else ""
    yield Heading(f"{h.nama}{kode}, usulan {h.usulan or 'belum diisi'}")
    yield Lines(
        [
            Line(_verdict(h), _NADA[h.layak], tebal=True),
            *(Line(a, tingkat=1, butir=True) for a in h.alasan),
        ]
    )
    judul = ("Syarat", "Keadaan", "Minimal", "Hasil", "Sumber", *(() if di_layar else ("Tindakan",)))
    kolom = [Column(j, lebar=46 if j == "Syarat" else None) for j in judul]
    baris: list[list[Cell]] = [[*score_row(h, instrumen), None]]
    baris += [
        [s.label, s.nilai_teks, s.minimal_teks, _answer(s.memenuhi), s.sumber or "–", s.tindakan] for s in h.syarat
    ]
    yield Table("", kolom, [b[: len(kolom)] for b in baris])
    tindakan = [Line(f"{s.kode}: {s.tindakan}", tingkat=1) for s in h.syarat if s.tindakan]
    if tindakan and di_layar:
        yield Heading("Yang perlu dilakukan", 3)
        yield Lines(tindakan)


def _verdict(h: HasilSatker) -> str:
    """The answer in words; that the TPI has not evaluated it stands beside "data belum lengkap"."""
    evaluasi = h.fact(EVALUASI)
    belum = h.layak is None and h.bahan is not None and not evaluasi.proven
    return KATA_LAYAK[h.layak] + (f": {evaluasi.sebab.partition(':')[0]}" if belum else "")


def _answer(memenuhi: bool | None) -> Toned:
    return Toned({True: "memenuhi", False: "tidak", None: "belum ada data"}[memenuhi], _NADA[memenuhi])


def _findings(temuan: Sequence[SatkerFinding], *, semua: bool) -> Iterator[Block]:
    if not temuan:
        return
    yield Heading("Temuan", 3)
    tampil = temuan if semua else temuan[:_TEMUAN_DITAMPILKAN]
    isi = [Line(satker_line(t), tingkat=1) for t in tampil]
    if len(temuan) > len(tampil):
        sisa = len(temuan) - len(tampil)
        isi.append(Line(f"… dan {sisa} lagi (semuanya ada di --format json, atau di berkas dengan -o)", tingkat=1))
    yield Lines(isi)


def check_table(hasil: HasilPeriksa) -> Table:
    """As :func:`requirement_rows`, of all satker."""
    return requirement_rows(hasil.satker)


def requirement_rows(satker: Iterable[HasilSatker]) -> Table:
    """One row a satker and requirement, the score first, for other programs; ``memenuhi`` blank where not known."""
    kolom = (
        *("kode", "nama", "usulan", "layak", "penilai", "syarat"),
        *("nilai", "minimal", "memenuhi", "sumber", "tindakan"),
    )
    baris: list[list[Cell]] = []
    for h in satker:
        awal = [h.kode, h.nama, h.usulan, h.layak, h.penilai]
        simpulan = h.bahan.simpulan[h.usulan] if h.bahan and h.usulan else None
        total, minimal = (simpulan.total, simpulan.minimal) if simpulan else (None, None)
        gagal = "; ".join(simpulan.gagal) if simpulan and not h.nilai_memenuhi else None
        sumber = h.bahan.nama if h.bahan else None
        baris.append([*awal, "nilai-lke", total, minimal, h.nilai_memenuhi, sumber, gagal])
        for s in h.syarat:
            nilai, batas = (n.isoformat() if isinstance(n, date) else n for n in (s.nilai, s.minimal))
            baris.append([*awal, s.kode, nilai, batas, s.memenuhi, s.sumber, s.tindakan])
    return Table("Syarat", data_columns(kolom), baris)
