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
from zi_cli.text import decimal_text
from zi_cli.text import short_number as short_number
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.findings import FileFindings, count_words, finding_line, finding_table
from zi_cli.views.identity import assessor_fact, rule_facts, satker_facts
from zi_cli.views.table import Cell, Column, Place, Table, data_columns, figures
from zi_cli.views.verdict import doubt_rows, shortfall, tone
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.scoring.formulas.difference import Difference

#: Findings shown on the terminal; lint has all.
_TEMUAN_SHOWN = 8


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
    def decides(self) -> bool:
        """Whether it is this assessor who decides."""
        return self.penentu is not None and self.penentu.penilai == self.penilaian.penilai


def score_document(
    skor: Iterable[Score],
    instrumen: Instrumen,
    ambang: SetAmbang,
    target: Predikat | None = None,
    *,
    detailed: bool = False,
    brief: bool = False,
    explain: bool = False,
    on_screen: bool = False,
) -> Iterator[Block]:
    """The records file by file, who decides first; *on_screen*: findings cut, the gravest first.

    *brief*: of each file the verdict alone, by whoever decides (all assessors where nobody does). *explain*: every
    part of the difference to the file's own total, else the greatest.
    """
    for s in _decider_first(skor):
        if brief:
            if s.decides or s.penentu is None:
                yield from _short(s, instrumen, ambang, target)
                if explain:
                    yield from _difference(s, instrumen, explain=True)
            continue
        yield Heading(f"{s.ws.satker or s.ws.nama}: {instrumen.penilai.name_of(s.penilaian.penilai)}", di_layar=False)
        yield Fields(
            [
                *satker_facts(s.ws, sheet=True),
                assessor_fact(s.penilaian, instrumen, s.semua),
                _decider_fact(s, instrumen),
                *rule_facts(instrumen, ambang),
            ]
        )
        yield value_table(s.penilaian, instrumen)
        predikat = (target,) if target else PREDIKAT
        yield Lines([x for p in predikat for x in _verdict(s.penilaian, p, instrumen, ambang)])
        yield from _difference(s, instrumen, explain=explain)
        yield Lines(list(_findings(s, on_screen=on_screen)))
        if detailed:
            yield indicator_table([s], instrumen, on_screen=True)


def _difference(s: Score, instrumen: Instrumen, *, explain: bool) -> Iterator[Block]:
    if s.selisih is not None:
        from zi_cli.views.total_difference import difference_lines

        yield difference_lines(s.selisih, explain=explain)
    elif explain:
        from zi_cli.views.total_difference import nothing_to_explain

        column = s.ws.penilai.get(s.penilaian.penilai)
        yield Lines([Line(nothing_to_explain(column, s.penilaian, s.temuan, instrumen))])


def _decider_first(skor: Iterable[Score]) -> list[Score]:
    by_file: dict[tuple[Path, str], list[Score]] = {}
    for s in skor:
        by_file.setdefault((s.berkas, s.ws.sha256), []).append(s)
    return [s for milik in by_file.values() for s in sorted(milik, key=lambda s: not s.decides)]


def _decider_fact(s: Score, instrumen: Instrumen) -> tuple[str, str]:
    if s.decides:
        return "Menentukan", "ya, putusan ini yang dipakai"
    if s.penentu is None:
        return "Menentukan", f"tidak ada; pilih dengan --penilai ({', '.join(p.penilai for p in s.semua)})"
    return "Menentukan", f"tidak; yang menentukan {instrumen.penilai.name_of(s.penentu.penilai)}"


def _short(s: Score, instrumen: Instrumen, ambang: SetAmbang, target: Predikat | None) -> Iterator[Block]:
    """One record in a few lines: whose, total, verdicts with what is missed, number of findings."""
    p = s.penilaian
    who = f"{s.ws.satker or s.ws.nama}, {instrumen.penilai.name_of(p.penilai)}: total {decimal_text(p.nilai['total'])}"
    rows = [Line(who, tebal=True)]
    for q in (target,) if target else PREDIKAT:
        rows += [x._replace(tingkat=x.tingkat + 1) for x in _verdict(p, q, instrumen, ambang)]
    yield Lines([*rows, Line(_count(s), label="Temuan:", tingkat=1)])


def value_table(penilaian: Penilaian, instrumen: Instrumen) -> Table:
    """The areas, Pengungkit, the parts of Hasil, and the total; points, percent of the weight."""
    nilai = penilaian.nilai
    rows: list[list[Cell]] = []
    thickness: set[int] = set()

    def add(label: str, poin: Fraction, bobot: Fraction, *part: Fraction | None, main: bool = False) -> None:
        if main:
            thickness.add(len(rows))
        ratio = poin / bobot
        rows.append([label, *(part or (None, None)), poin, bobot, ratio * 100, min(Fraction(1), ratio)])

    for number, name in instrumen.nama_area.items():
        halves = [nilai[k] for k in instrumen.area_halves(number)]
        add(f"{number} {name}", sum(halves, Fraction(0)), instrumen.bobot_area(number), *halves)
    komponen = [b.kode for b in instrumen.baris if b.jenis == "komponen"]
    for code in komponen:
        result = code == instrumen.peran.hasil
        aspek = [] if result else [nilai[instrumen.peran.pemenuhan], nilai[instrumen.peran.reform]]
        add(instrumen.simpul_title(code), nilai[code], instrumen.bobot(code), *aspek, main=True)
        for k in [k for k in nilai if k.startswith(f"{code}.")] if result else []:
            add(f"{k.removeprefix(f'{code}.')} {instrumen.simpul_title(k)}", nilai[k], instrumen.bobot(k))
    add("Total", nilai["total"], instrumen.bobot_total, main=True)
    columns = [
        Column("", utuh=True),
        *figures(*instrumen.half_names, "Nilai"),
        Column("Bobot", kanan=True, utuh=True, digit=6, ringkas=True),
        *figures("Persen", unit=" %"),
        Column("", batang=True),
    ]
    return Table("", columns, rows, tebal=frozenset(thickness))


def _verdict(p: Penilaian, predikat: Predikat, instrumen: Instrumen, ambang: SetAmbang) -> Iterator[Line]:
    putusan = p.putusan[predikat]
    word = state_words(putusan.keadaan, putusan.keadaan_pengungkit, instrumen)
    yield Line(word, tone(putusan.keadaan, putusan.keadaan_pengungkit), label=predikat, tebal=True)
    for lacking in missed_thresholds(putusan, instrumen, ambang):
        yield Line(lacking, tingkat=1, butir=True)
    doubt = reason_words(doubt_texts(putusan.bergantung), putusan.sebab)
    if doubt:
        yield Line(doubt, "waspada", tingkat=1, butir=True)


def missed_thresholds(putusan: Putusan, instrumen: Instrumen, ambang: SetAmbang) -> list[str]:
    """Each threshold that fails or that doubts leave open, with value, minimum and distance.

    Where nothing is sure (``sebab``) only those that fail by the figures: every one is open then.
    """
    details = {a.kode: a for a in ambang.daftar}
    return [
        f"{a.kode} ({threshold_label(details[a.kode], instrumen)}) "
        + shortfall(a.nilai, a.minimal, a.satuan, misleading=a.pembulatan_menyesatkan)
        + (f"; {BELUM_PASTI}" if a.keadaan == BELUM_PASTI else "")
        for a in putusan.ambang
        if a.keadaan == BELUM_MEMENUHI or (a.keadaan == BELUM_PASTI and not (a.memenuhi and putusan.sebab))
    ]


def _count(s: Score) -> str:
    """Number of findings listed, and of those that the difference of the total already accounts for."""
    parsed = len(s.temuan) - len(s.told)
    return count_words(s.told) + (f"; {parsed} lagi milik selisih total (--jelaskan-selisih)" if parsed else "")


def _findings(s: Score, *, on_screen: bool) -> Iterator[Line]:
    temuan = s.told
    yield Line(_count(s), label="Temuan:", tebal=True)
    ordered = sort_temuan(temuan)
    limit = len(ordered)
    if on_screen:
        ordered, limit = sorted(ordered, key=lambda t: TINGKAT.index(t.tingkat)), _TEMUAN_SHOWN
    for t in ordered[:limit]:
        yield Line(finding_line(t, s.ws.nama), tingkat=1)
    if len(ordered) > limit:
        yield Line(f"… dan {len(ordered) - limit} lagi (lihat zi lint)", tingkat=1)


def answer_words(n: NilaiIndikator) -> str:
    """An answer for people: the option, a percentage, an index, or a dash."""
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else short_number(n.jawaban, 4)


def score_table(skor: Iterable[Score], instrumen: Instrumen) -> Table:
    """One row a record, for other programs."""
    area = list(instrumen.nama_area)
    nodes = [b.kode for b in instrumen.baris if b.jenis in ("komponen", "aspek")]
    columns = data_columns(
        [
            *("berkas", "sha256", "satker", "tahun", "penilai", "tahap", "total", "nilai_maks", "kosong"),
            *nodes,
            *(f"area_{n}_persen" for n in area),
            *PREDIKAT,
            *TINGKAT,
        ]
    )
    return Table(
        "Nilai",
        columns,
        (
            (
                *(s.ws.nama, s.ws.sha256, s.ws.satker, s.ws.tahun, p.penilai, p.tahap),
                *(p.nilai["total"], p.nilai_maks, len(p.kosong)),
                *(p.nilai[k] for k in nodes),
                *(area_percent(p.nilai, instrumen, n) for n in area),
                *(state_words(p.putusan[q].keadaan, p.putusan[q].keadaan_pengungkit, instrumen) for q in PREDIKAT),
                *count_tingkat(s.temuan).values(),
            )
            for s, p in ((s, s.penilaian) for s in skor)
        ),
    )


def doubt_tables(skor: Iterable[Score]) -> Iterator[Table]:
    """What leaves the verdicts open, and every finding, each with its cell: the sheets of a workbook."""
    name = ("berkas", "penilai", "predikat", "indikator", "uraian", "sel", "jawaban")
    every = list(skor)
    rows = [
        (s.ws.nama, s.penilaian.penilai, *r)
        for s in every
        for r in doubt_rows({q: (x.bergantung, x.sebab) for q, x in s.penilaian.putusan.items()}, s.berkas)
    ]
    if rows:
        yield Table("Jawaban meragukan", data_columns(name), rows)
    by_file: dict[Path, FileFindings] = {}
    for s in every:
        milik = by_file.setdefault(s.berkas, FileFindings(s.berkas, s.ws.sha256, []))
        milik.temuan.extend(t for t in s.temuan if t not in milik.temuan)
    yield finding_table([f._replace(temuan=sort_temuan(f.temuan)) for f in by_file.values()])


def indicator_table(skor: Iterable[Score], instrumen: Instrumen, *, on_screen: bool = False) -> Table:
    """One row an indicator; *on_screen*: what a person reads of one record, else all of it for other programs."""
    rows = ((s, instrumen.per_kode[code], n) for s in skor for code, n in s.penilaian.indikator.items())
    if on_screen:
        columns = [
            *figures("Baris"),
            *(Column("Indikator"), Column("Uraian"), Column("Sel"), Column("Jawaban")),
            Column("Nilai", kanan=True, digit=4, ringkas=True),
            *figures("Skor", digit=4),
        ]
        content: Iterable[Sequence[Cell]] = (
            (b.nomor, b.kode, b.teks, Place(n.sel) if n.sel else "–", answer_words(n), n.nilai, n.skor)
            for _, b, n in rows
        )
        return Table("", columns, content)
    name = ("berkas", "satker", "penilai", "baris", "indikator", "uraian", "sel", "jawaban", "mentah", "nilai", "skor")
    return Table(
        "Indikator",
        data_columns(name),
        (
            (
                *(s.ws.nama, s.ws.satker, s.penilaian.penilai, b.nomor, b.kode, b.teks),
                *(Place(n.sel, s.berkas) if n.sel else None, n.jawaban, n.mentah, n.nilai, n.skor),
            )
            for s, b, n in rows
        ),
    )
