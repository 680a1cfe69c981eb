"""What a survey's result says: figures, readings, elements, sample, findings."""

from collections.abc import Iterator, Sequence

from zi_cli.findings.record import TINGKAT_WORDS, Temuan
from zi_cli.survei.groups import Group, Groups, shown_mean, smallest_group
from zi_cli.survei.index import JOINING, METHODS, Rerata
from zi_cli.survei.summary import IndexResult, SurveyResult, month_name, reading_name
from zi_cli.text import decimal_text
from zi_cli.views.document import Block, Fields, Line, Lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import thresholds
from zi_cli.views.table import Cell, Column, Place, Table, data_columns, figures

#: Decimals of an index.
_DIGIT = 4
_NO_SERVICE = "tanpa keterangan layanan"


def headline(result: SurveyResult, satker: str | None) -> list[tuple[str, str]]:
    """Label and text of the lines above the tables."""
    bulan = next((i.bulan for i in result.indeks.values()), ())
    span = f"{month_name(bulan[0])} – {month_name(bulan[-1])} ({len(bulan)} bulan)" if bulan else "tidak diketahui"
    row = [("Satker", satker)] if satker else []
    row += [
        ("Berkas", ", ".join(b.nama for b in result.survei.berkas)),
        ("Responden", str(len(result.survei.jawaban))),
        ("Bulan", span),
        ("Cara hitung", reading_name(result.pilihan.rumus, result.pilihan.gabungan)),
        ("Ambang", thresholds(result.ambang)),
    ]
    if "skm" in result.indeks and result.pilihan.bobot_skm:
        row.append(("Bobot SKM", "; ".join(str(b) for b in result.pilihan.bobot_skm)))
    if result.sampel:
        s = result.sampel
        enough = f"kurang {s.kurang}" if s.kurang else "cukup"
        row.append(("Sampel", f"{s.dibutuhkan} dari populasi {s.populasi}, {enough}; {s.rumus}"))
    return row


def index_table(result: SurveyResult) -> Table:
    """One row an index: figure, the row of the worksheet it goes to, and what it means for the predicates."""
    return Table(
        "Indeks",
        [
            *(Column("Indeks"), *figures("Nilai", digit=_DIGIT), *figures("Baris LKE", "Responden"), Column("Ambang")),
            *(figures("Tanpa jawaban mencurigakan", digit=_DIGIT) if result.mencurigakan else ()),
        ],
        [
            (
                f"{i.kuesioner.indeks} ({i.kuesioner.nama})",
                i.dipakai,
                i.baris,
                i.responden,
                "; ".join(threshold_lines(i)) or converted_words(i),
                *((i.bersih,) if result.mencurigakan else ()),
            )
            for i in result.indeks.values()
        ],
    )


def threshold_lines(i: IndexResult) -> list[str]:
    """For each predicate the least index and how the survey stands to it."""
    return [f"{a.predikat} {decimal_text(a.minimal)}: {a.keadaan}" for a in i.ambang]


def converted_words(i: IndexResult) -> str:
    """The satisfaction survey on 25 to 100, its band, and the figure of the annex's example."""
    if i.konversi is None:
        return ""
    mutu = f", mutu {i.mutu.huruf} ({i.mutu.kinerja})" if i.mutu else ""
    lampiran = f"; menurut contoh lampiran (bobot 0,11) {decimal_text(i.lampiran)}" if i.lampiran is not None else ""
    return f"{decimal_text(i.konversi)} dari 100{mutu}{lampiran}"


def _index_columns(result: SurveyResult) -> list[Column]:
    return figures(*(i.kuesioner.indeks for i in result.indeks.values()), digit=_DIGIT)


def reading_table(result: SurveyResult) -> Table:
    """All four readings of every index; the one in use is marked."""
    used = result.pilihan.rumus, result.pilihan.gabungan
    return Table(
        "Cara hitung",
        [Column("Cara"), *_index_columns(result), Column("Dipakai")],
        [
            (
                reading_name(r, g),
                *(i.empat.get((r, g)) for i in result.indeks.values()),
                "ya" if (r, g) == used else None,
            )
            for r in METHODS
            for g in JOINING
        ],
    )


def group_tables(result: SurveyResult, group: Groups) -> tuple[Table, Table]:
    """The indices by month and by service."""
    return (
        _group_table("Menurut bulan", "Bulan", result, group.bulan),
        _group_table("Menurut layanan", "Layanan", result, group.layanan),
    )


def _group_table(title: str, name: str, result: SurveyResult, groups: Sequence[Group]) -> Table:
    rows: list[tuple[Cell, ...]] = [(group_name(k), k.responden, *(k.indeks[i] for i in result.indeks)) for k in groups]
    index = figures(*(i.kuesioner.indeks for i in result.indeks.values()), digit=_DIGIT)
    return Table(title, [Column(name), *figures("Responden"), *index], rows)


def group_name(k: Group) -> str:
    """The months or services of a group in words."""
    return ", ".join(month_name(x) if isinstance(x, tuple) else x or _NO_SERVICE for x in k.anggota)


def element_table(result: SurveyResult) -> Table:
    """One row an element; of one that too few answered no figure is shown."""
    minimal = smallest_group()
    rows: list[tuple[Cell, ...]] = []
    for i in result.indeks.values():
        for u in i.kuesioner.unsur if i.unsur else ():
            r = i.unsur.unsur[u.kode] if i.unsur else Rerata(0, 0)
            count: Cell = r.banyak if r.banyak >= minimal else f"kurang dari {minimal}"
            rows.append((u.kode, u.nama, shown_mean(r), f"1–{i.skala}", count))
    columns = [
        Column("Kode"),
        Column("Unsur"),
        *figures("Rata-rata", digit=_DIGIT),
        Column("Skala"),
        *figures("Jawaban"),
    ]
    return Table("Menurut unsur", columns, rows)


def long_table(result: SurveyResult, group: Groups) -> Table:
    """Everything in one table, a row a figure: for spreadsheets and programs."""
    columns = [k._replace(digit=_DIGIT) for k in data_columns(("indeks", "menurut", "nama", "nilai", "jawaban"))]
    rows: list[tuple[Cell, ...]] = []
    for i in result.indeks.values():
        way = reading_name(result.pilihan.rumus, result.pilihan.gabungan)
        content: list[tuple[Cell, ...]] = [("dipakai", way, i.dipakai, i.responden)]
        content += [("cara", reading_name(*k), n, i.responden) for k, n in i.empat.items()]
        for kind, every in (("bulan", group.bulan), ("layanan", group.layanan)):
            content += [(kind, group_name(k), k.indeks[i.kuesioner.kode], k.jawaban[i.kuesioner.kode]) for k in every]
        for code, r in (i.unsur.unsur if i.unsur else {}).items():
            content.append(("unsur", code, shown_mean(r), r.banyak))
        rows += [(i.kuesioner.indeks, *b) for b in content]
    return Table("Survei", columns, rows)


def survei_document(
    result: SurveyResult, group: Groups, satker: str | None, temuan: Sequence[Temuan], *, on_screen: bool
) -> Iterator[Block]:
    """Figures, readings, months and services, elements; findings as lines on the terminal, else as a table."""
    yield Fields(headline(result, satker))
    tables = (index_table(result), reading_table(result), *group_tables(result, group), element_table(result))
    yield from (t for t in tables if t.baris)
    if on_screen and temuan:
        yield Lines([Line(finding_line(t, _files(result, t))) for t in temuan])
    elif not on_screen:
        columns = [Column("Berkas"), Column("Sel"), Column("Tingkat"), Column("Kode"), Column("Pesan")]
        content = [
            (_files(result, t), Place(t.sel) if t.sel else "–", TINGKAT_WORDS[t.tingkat], t.kode, t.pesan)
            for t in temuan
        ]
        yield Table("Temuan", columns, content)


def _files(result: SurveyResult, t: Temuan) -> str:
    """The files that a finding is about; of one about the whole survey the first and how many more."""
    if name := result.asal.get(t):
        return ", ".join(name)
    every = result.survei.berkas
    return every[0].nama + (f" dan {len(every) - 1} lagi" if len(every) > 1 else "")
