"""What a score says: figures of areas and components, verdicts with what is missed, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.evaluation import EXPLAIN_TOTAL
from zi_cli.findings.record import TINGKAT, Temuan, count_tingkat, sort_temuan
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import BELUM_MEMENUHI, BELUM_PASTI, NilaiIndikator, Penilaian, Putusan
from zi_cli.scoring.verdict import area_percent
from zi_cli.scoring.words import doubt_texts, reason_words, state_words, threshold_label
from zi_cli.text import desimal
from zi_cli.text import ringkas as short_number
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.findings import FileFindings, count_words, finding_line, finding_table
from zi_cli.views.identity import assessor_fact, rule_facts, satker_facts
from zi_cli.views.table import Cell, Column, Place, Table, data_columns, figures
from zi_cli.views.verdict import doubt_rows, shortfall, tone
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.scoring.formulas.difference import Difference

#: Findings shown on the terminal; lint has all.
_TEMUAN_DITAMPILKAN = 8


class Score(NamedTuple):
    """One record to show: the file, the assessor at hand, all assessors, and the findings."""

    berkas: Path
    ws: Worksheet
    penilaian: Penilaian
    semua: Sequence[Penilaian]
    temuan: list[Temuan]
    selisih: Difference | None = None
    penentu: Penilaian | None = None

    @property
    def told(self) -> list[Temuan]:
        """The findings to list: what the difference of the total accounts for in parts is not told twice."""
        if self.selisih is None:
            return self.temuan
        return [t for t in self.temuan if t.kode not in EXPLAIN_TOTAL or t.tingkat == "galat"]

    @property
    def menentukan(self) -> bool:
        """Whether it is this assessor who decides."""
        return self.penentu is not None and self.penentu.penilai == self.penilaian.penilai


def score_document(
    skor: Iterable[Score],
    instrumen: Instrumen,
    ambang: SetAmbang,
    target: Predikat | None = None,
    *,
    rinci: bool = False,
    ringkas: bool = False,
    jelaskan: bool = False,
    di_layar: bool = False,
) -> Iterator[Block]:
    """The records file by file, who decides first; *di_layar*: findings cut, the gravest first.

    *ringkas*: of each file the verdict alone, by whoever decides (all assessors where nobody does). *jelaskan*: every
    part of the difference to the file's own total, else the greatest.
    """
    for s in _decider_first(skor):
        if ringkas:
            if s.menentukan or s.penentu is None:
                yield from _short(s, instrumen, ambang, target)
                if jelaskan:
                    yield from _difference(s, jelaskan=True)
            continue
        yield Heading(f"{s.ws.satker or s.ws.nama}: {instrumen.penilai.nama(s.penilaian.penilai)}", di_layar=False)
        yield Fields(
            [
                *satker_facts(s.ws, lembar=True),
                assessor_fact(s.penilaian, instrumen, s.semua),
                _decider_fact(s, instrumen),
                *rule_facts(instrumen, ambang),
            ]
        )
        yield value_table(s.penilaian, instrumen)
        predikat = (target,) if target else PREDIKAT
        yield Lines([x for p in predikat for x in _verdict(s.penilaian, p, instrumen, ambang)])
        yield from _difference(s, jelaskan=jelaskan)
        yield Lines(list(_findings(s, di_layar=di_layar)))
        if rinci:
            yield indicator_table([s], instrumen, di_layar=True)


def _difference(s: Score, *, jelaskan: bool) -> Iterator[Block]:
    if s.selisih is not None:
        from zi_cli.views.total_difference import difference_lines

        yield difference_lines(s.selisih, jelaskan=jelaskan)


def _decider_first(skor: Iterable[Score]) -> list[Score]:
    per_berkas: dict[tuple[Path, str], list[Score]] = {}
    for s in skor:
        per_berkas.setdefault((s.berkas, s.ws.sha256), []).append(s)
    return [s for milik in per_berkas.values() for s in sorted(milik, key=lambda s: not s.menentukan)]


def _decider_fact(s: Score, instrumen: Instrumen) -> tuple[str, str]:
    if s.menentukan:
        return "Menentukan", "ya, putusan ini yang dipakai"
    if s.penentu is None:
        return "Menentukan", f"tidak ada; pilih dengan --penilai ({', '.join(p.penilai for p in s.semua)})"
    return "Menentukan", f"tidak; yang menentukan {instrumen.penilai.nama(s.penentu.penilai)}"


def _short(s: Score, instrumen: Instrumen, ambang: SetAmbang, target: Predikat | None) -> Iterator[Block]:
    """One record in a few lines: whose, total, verdicts with what is missed, number of findings."""
    p = s.penilaian
    siapa = f"{s.ws.satker or s.ws.nama}, {instrumen.penilai.nama(p.penilai)}: total {desimal(p.nilai['total'])}"
    baris = [Line(siapa, tebal=True)]
    for q in (target,) if target else PREDIKAT:
        baris += [x._replace(tingkat=x.tingkat + 1) for x in _verdict(p, q, instrumen, ambang)]
    yield Lines([*baris, Line(_count(s), label="Temuan:", tingkat=1)])


def value_table(penilaian: Penilaian, instrumen: Instrumen) -> Table:
    """The areas, Pengungkit, the parts of Hasil, and the total; points, percent of the weight."""
    nilai = penilaian.nilai
    baris: list[list[Cell]] = []
    tebal: set[int] = set()

    def add(label: str, poin: Fraction, bobot: Fraction, *bagian: Fraction | None, utama: bool = False) -> None:
        if utama:
            tebal.add(len(baris))
        rasio = poin / bobot
        baris.append([label, *(bagian or (None, None)), poin, bobot, rasio * 100, min(Fraction(1), rasio)])

    for nomor, nama in instrumen.nama_area.items():
        belahan = [nilai[k] for k in instrumen.bagian_area(nomor)]
        add(f"{nomor} {nama}", sum(belahan, Fraction(0)), instrumen.bobot_area(nomor), *belahan)
    komponen = [b.kode for b in instrumen.baris if b.jenis == "komponen"]
    for kode in komponen:
        hasil = kode == instrumen.peran.hasil
        aspek = [] if hasil else [nilai[instrumen.peran.pemenuhan], nilai[instrumen.peran.reform]]
        add(instrumen.judul_simpul(kode), nilai[kode], instrumen.bobot(kode), *aspek, utama=True)
        for k in [k for k in nilai if k.startswith(f"{kode}.")] if hasil else []:
            add(f"{k.removeprefix(f'{kode}.')} {instrumen.judul_simpul(k)}", nilai[k], instrumen.bobot(k))
    add("Total", nilai["total"], instrumen.bobot_total, utama=True)
    kolom = [
        Column("", utuh=True),
        *figures(*instrumen.nama_belahan, "Nilai"),
        Column("Bobot", kanan=True, utuh=True, digit=6, ringkas=True),
        *figures("Persen", satuan=" %"),
        Column("", batang=True),
    ]
    return Table("", kolom, baris, tebal=frozenset(tebal))


def _verdict(p: Penilaian, predikat: Predikat, instrumen: Instrumen, ambang: SetAmbang) -> Iterator[Line]:
    putusan = p.putusan[predikat]
    kata = state_words(putusan.keadaan, putusan.keadaan_pengungkit)
    yield Line(kata, tone(putusan.keadaan, putusan.keadaan_pengungkit), label=predikat, tebal=True)
    for kurang in missed_thresholds(putusan, instrumen, ambang):
        yield Line(kurang, tingkat=1, butir=True)
    ragu = reason_words(doubt_texts(putusan.bergantung), putusan.sebab)
    if ragu:
        yield Line(ragu, "waspada", tingkat=1, butir=True)


def missed_thresholds(putusan: Putusan, instrumen: Instrumen, ambang: SetAmbang) -> list[str]:
    """Each threshold that fails or that doubts leave open, with value, minimum and distance.

    Where nothing is sure (``sebab``) only those that fail by the figures: every one is open then.
    """
    rincian = {a.kode: a for a in ambang.daftar}
    return [
        f"{a.kode} ({threshold_label(rincian[a.kode], instrumen)}) "
        + shortfall(a.nilai, a.minimal, a.satuan, menyesatkan=a.pembulatan_menyesatkan)
        + (f"; {BELUM_PASTI}" if a.keadaan == BELUM_PASTI else "")
        for a in putusan.ambang
        if a.keadaan == BELUM_MEMENUHI or (a.keadaan == BELUM_PASTI and not (a.memenuhi and putusan.sebab))
    ]


def _count(s: Score) -> str:
    """Number of findings listed, and of those that the difference of the total already accounts for."""
    diurai = len(s.temuan) - len(s.told)
    return count_words(s.told) + (f"; {diurai} lagi milik selisih total (--jelaskan-selisih)" if diurai else "")


def _findings(s: Score, *, di_layar: bool) -> Iterator[Line]:
    temuan = s.told
    yield Line(_count(s), label="Temuan:", tebal=True)
    urut = sort_temuan(temuan)
    batas = len(urut)
    if di_layar:
        urut, batas = sorted(urut, key=lambda t: TINGKAT.index(t.tingkat)), _TEMUAN_DITAMPILKAN
    for t in urut[:batas]:
        yield Line(finding_line(t, s.ws.nama), tingkat=1)
    if len(urut) > batas:
        yield Line(f"… dan {len(urut) - batas} lagi (lihat zi lint)", tingkat=1)


def answer_words(n: NilaiIndikator) -> str:
    """An answer for people: the option, a percentage, an index, or a dash."""
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else short_number(n.jawaban, 4)


def score_table(skor: Iterable[Score], instrumen: Instrumen) -> Table:
    """One row a record, for other programs."""
    area = list(instrumen.nama_area)
    simpul = [b.kode for b in instrumen.baris if b.jenis in ("komponen", "aspek")]
    kolom = data_columns(
        [
            *("berkas", "sha256", "satker", "tahun", "penilai", "tahap", "total", "nilai_maks", "kosong"),
            *simpul,
            *(f"area_{n}_persen" for n in area),
            *PREDIKAT,
            *TINGKAT,
        ]
    )
    return Table(
        "Nilai",
        kolom,
        (
            (
                *(s.ws.nama, s.ws.sha256, s.ws.satker, s.ws.tahun, p.penilai, p.tahap),
                *(p.nilai["total"], p.nilai_maks, len(p.kosong)),
                *(p.nilai[k] for k in simpul),
                *(area_percent(p.nilai, instrumen, n) for n in area),
                *(state_words(p.putusan[q].keadaan, p.putusan[q].keadaan_pengungkit) for q in PREDIKAT),
                *count_tingkat(s.temuan).values(),
            )
            for s, p in ((s, s.penilaian) for s in skor)
        ),
    )


def doubt_tables(skor: Iterable[Score]) -> Iterator[Table]:
    """What leaves the verdicts open, and every finding, each with its cell: the sheets of a workbook."""
    nama = ("berkas", "penilai", "predikat", "indikator", "uraian", "sel", "jawaban")
    semua = list(skor)
    baris = [
        (s.ws.nama, s.penilaian.penilai, *r)
        for s in semua
        for r in doubt_rows({q: (x.bergantung, x.sebab) for q, x in s.penilaian.putusan.items()}, s.berkas)
    ]
    if baris:
        yield Table("Jawaban meragukan", data_columns(nama), baris)
    per_berkas: dict[Path, FileFindings] = {}
    for s in semua:
        milik = per_berkas.setdefault(s.berkas, FileFindings(s.berkas, s.ws.sha256, []))
        milik.temuan.extend(t for t in s.temuan if t not in milik.temuan)
    yield finding_table([f._replace(temuan=sort_temuan(f.temuan)) for f in per_berkas.values()])


def indicator_table(skor: Iterable[Score], instrumen: Instrumen, *, di_layar: bool = False) -> Table:
    """One row an indicator; *di_layar*: what a person reads of one record, else all of it for other programs."""
    baris = ((s, instrumen.per_kode[kode], n) for s in skor for kode, n in s.penilaian.indikator.items())
    if di_layar:
        kolom = [
            *figures("Baris"),
            *(Column("Indikator"), Column("Uraian"), Column("Sel"), Column("Jawaban")),
            Column("Nilai", kanan=True, digit=4, ringkas=True),
            *figures("Skor", digit=4),
        ]
        isi: Iterable[Sequence[Cell]] = (
            (b.nomor, b.kode, b.teks, Place(n.sel) if n.sel else "–", answer_words(n), n.nilai, n.skor)
            for _, b, n in baris
        )
        return Table("", kolom, isi)
    nama = ("berkas", "satker", "penilai", "baris", "indikator", "uraian", "sel", "jawaban", "mentah", "nilai", "skor")
    return Table(
        "Indikator",
        data_columns(nama),
        (
            (
                *(s.ws.nama, s.ws.satker, s.penilaian.penilai, b.nomor, b.kode, b.teks),
                *(Place(n.sel, s.berkas) if n.sel else None, n.jawaban, n.mentah, n.nilai, n.skor),
            )
            for s, b, n in baris
        ),
    )
