"""Where a work folder stands, for people: what is there, what is missing, which letters are due, what comes next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pengajuan.eligibility import part_label
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.standing import LetterState, Standing
from zi_cli.records.kerja import kerja_record
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.text import path_text, tanggal
from zi_cli.views.check import count_line
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import proposal_day
from zi_cli.views.table import Cell, Column, Table, Toned, cut, data_columns, figures

#: Columns of the table of letters: the states that are told apart there.
_KEADAAN: dict[str, tuple[LetterState, ...]] = {
    "Belum berbaris": ("tanpa baris",),
    "Menunggu nomor": ("menunggu nomor", "menunggu tanggal"),
    "Siap dibuat": ("siap dibuat",),
    "Dibuat": ("dibuat",),
    "Selesai": ("bertanda tangan", "dikirim"),
}
_BARIS_TAMPIL = 12
#: Findings of one code about surveys and evidence that a screen shows.
_SEJENIS = 2


def kerja_document(s: Standing, daftar: DaftarSatker, *, di_layar: bool) -> Iterator[Block]:
    """The standing of a folder; *di_layar*: long lists cut."""
    batas = _BARIS_TAMPIL if di_layar else None
    yield Heading("Keadaan folder kerja", 1, di_layar=False)
    yield Fields(_head(s, daftar))
    yield _answers(s)
    if s.kurang:
        yield cut(_missing(s), batas)
    if s.surat:
        yield letter_table((letter_title(x.jenis, x.jalur), x.keadaan) for x in s.surat)
    if s.gagal:
        yield Heading(f"Tidak terbaca: {len(s.gagal)} berkas", 3)
        yield Lines([Line(finding_line(g.temuan, g.berkas or "usulan"), "buruk", tingkat=1) for g in s.gagal[:batas]])
    if s.bukti:
        yield Heading(f"Survei dan bukti di balik nilai: {len(s.bukti)} peringatan", 3)
        baris = []
        for kode in dict.fromkeys(t.temuan.kode for t in s.bukti):
            sama = [finding_line(t.temuan, t.berkas or "usulan") for t in s.bukti if t.temuan.kode == kode]
            tampil = sama[:_SEJENIS] if di_layar else sama
            baris += [Line(x, "waspada", tingkat=1) for x in tampil]
            if sisa := len(sama) - len(tampil):
                baris.append(Line(f"… dan {sisa} {kode} lagi (zi check --rinci)", tingkat=1))
        yield Lines(baris)
    if s.temuan_surat:
        yield Heading("Lembar Surat", 3)
        nama = path_text(daftar.berkas.name)
        yield Lines([Line(finding_line(t, nama), "waspada", tingkat=1) for t in s.temuan_surat[:batas]])
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


def _rows(judul: str, tipe: type, rekaman: Iterable[Mapping[str, Any]]) -> Table:
    baris = [["; ".join(x) if isinstance(x, list) else x for x in r.values()] for r in rekaman]
    return Table(judul, data_columns(tipe.__annotations__), baris)


def _head(s: Standing, daftar: DaftarSatker) -> list[tuple[str, str]]:
    hasil = s.periksaan.hasil
    gagal = f", {len(s.gagal)} tidak terbaca" if s.gagal else ""
    return [
        ("Daftar satker", f"{daftar.berkas} ({len(daftar.satker)} satker)"),
        ("LKE", f"{len(s.periksaan.bahan)} terbaca{gagal}"),
        ("Tanggal pengajuan", proposal_day(hasil.tanggal, disebut=hasil.tanggal_disebut)),
        ("Batas pengajuan", f"{tanggal(s.batas)} ({s.sisa_hari} hari lagi)"),
        ("Kelayakan", count_line(hasil)),
        *([("Tindak lanjut", _follow_up(s))] if s.tindak_lanjut else []),
    ]


def _follow_up(s: Standing) -> str:
    """How much of what assessors noted is still open."""
    terbuka = [f for f in s.tindak_lanjut if f.terbuka]
    lewat = sum(1 for f in terbuka if f.late_days(s.hari_ini))
    return f"{len(terbuka)} dari {len(s.tindak_lanjut)} catatan terbuka" + (f", {lewat} lewat batas" if lewat else "")


def _answers(s: Standing) -> Table:
    """One row a predicate: how many propose it, reach its thresholds, and may be proposed."""
    kolom = [
        Column("Usulan", utuh=True),
        *figures("Satker", "Nilai memenuhi", "Belum memenuhi", "Belum pasti", *(k.capitalize() for k in _LAYAK)),
    ]
    baris: list[list[Cell]] = []
    for p in (*PREDIKAT, None):
        milik = [h for h in s.satker if h.usulan == p]
        if milik:
            nilai, layak = Counter(h.nilai_memenuhi for h in milik), Counter(h.layak for h in milik)
            # Without a proposal there is no predicate whose thresholds the figures could reach.
            per = [*(nilai[x] if p else "–" for x in (True, False, None)), *(layak[x] for x in KATA_LAYAK)]
            baris.append([p or "belum diisi", len(milik), *per])
    return Table("", kolom, baris)


_LAYAK = list(KATA_LAYAK.values())


def _missing(s: Standing) -> Table:
    kolom = [
        *(Column("Yang kurang", lebar=50), *figures("Tidak memenuhi", "Belum diketahui", "Terbuka di LKE")),
        Column("Misalnya di", utuh=True),
    ]
    baris: list[list[Cell]] = [
        [
            *(part_label(m.kode, s.aturan.syarat), Toned(m.tidak, "buruk") if m.tidak else 0),
            *(m.belum - m.di_lke, m.di_lke, _place(m.tempat)),
        ]
        for m in s.kurang
    ]
    return Table("", kolom, baris)


def _place(tempat: tuple[str, ...]) -> str:
    return f"{tempat[0]}{' …' if len(tempat) > 1 else ''}" if tempat else ""


def letter_title(jenis: str, jalur: str) -> str:
    """What people call the kind *jenis* on the way *jalur*; a kind that another version knew, by its code."""
    j = load_kinds().get(jenis)
    return f"{j.judul if j else jenis}{' (TPM)' if jalur == 'tpm' else ''}"


def letter_table(surat: Iterable[tuple[str, LetterState]], judul: str = "Surat") -> Table:
    """How far letters are: one row for each that stands first in *surat*, the title of a kind (*judul* says what)."""
    per: dict[str, Counter[str]] = defaultdict(Counter)
    for apa, keadaan in surat:
        per[apa][keadaan] += 1
    isi: list[list[Cell]] = [
        [
            apa,
            *(n.total(), *(sum(n[k] for k in keadaan) for keadaan in _KEADAAN.values())),
        ]
        for apa, n in per.items()
    ]
    return Table("", [Column(judul), *figures("Jatuh tempo", *_KEADAAN)], isi)


def _steps(s: Standing) -> list[Line]:
    if not s.langkah:
        return [Line("Tidak ada lagi: semua satker layak, semua surat dan rekap sudah dibuat.", "baik")]
    baris = []
    for n, x in enumerate(s.langkah, 1):
        baris += [Line(f"{n}. {x.apa}"), Line(x.perintah, tebal=True, tingkat=2)]
    return baris
