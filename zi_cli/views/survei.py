"""What a survey's result says: figures, readings, elements, sample, findings."""

from collections.abc import Iterator, Sequence

from zi_cli.findings.record import KATA_TINGKAT, Temuan
from zi_cli.survei.index import GABUNGAN, RUMUS, Indeks
from zi_cli.survei.summary import IndexResult, Result, month_name, reading_name
from zi_cli.text import desimal
from zi_cli.views.document import Block, Fields, Line, Lines
from zi_cli.views.findings import finding_line
from zi_cli.views.table import Cell, Column, Place, Table, data_columns, figures

#: Decimals of an index.
_DIGIT = 4
_TANPA_NAMA = "tanpa keterangan"


def headline(hasil: Result, satker: str | None) -> list[tuple[str, str]]:
    """Label and text of the lines above the tables."""
    bulan = next((i.bulan for i in hasil.indeks.values()), ())
    rentang = f"{month_name(bulan[0])} – {month_name(bulan[-1])} ({len(bulan)} bulan)" if bulan else "tidak diketahui"
    baris = [("Satker", satker)] if satker else []
    baris += [
        ("Berkas", ", ".join(b.nama for b in hasil.survei.berkas)),
        ("Responden", str(len(hasil.survei.jawaban))),
        ("Bulan", rentang),
        ("Cara hitung", reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)),
    ]
    if "skm" in hasil.indeks and hasil.pilihan.bobot_skm:
        baris.append(("Bobot SKM", "; ".join(str(b) for b in hasil.pilihan.bobot_skm)))
    if hasil.sampel:
        s = hasil.sampel
        cukup = f"kurang {s.kurang}" if s.kurang else "cukup"
        baris.append(("Sampel", f"{s.dibutuhkan} dari populasi {s.populasi}, {cukup}; {s.rumus}"))
    return baris


def index_table(hasil: Result) -> Table:
    """One row an index: figure, the row of the worksheet it goes to, and what it means for the predicates."""
    return Table(
        "Indeks",
        [
            *(Column("Indeks"), *figures("Nilai", digit=_DIGIT), *figures("Baris LKE", "Responden"), Column("Ambang")),
            *figures("Tanpa jawaban mencurigakan", digit=_DIGIT),
        ],
        [
            (
                f"{i.kuesioner.indeks} ({i.kuesioner.nama})",
                i.dipakai,
                i.baris,
                i.responden,
                "; ".join(threshold_lines(i)) or converted_words(i),
                i.bersih if hasil.mencurigakan else None,
            )
            for i in hasil.indeks.values()
        ],
    )


def threshold_lines(i: IndexResult) -> list[str]:
    """For each predicate the least index and how the survey stands to it."""
    return [f"{a.predikat} {desimal(a.minimal)}: {a.keadaan}" for a in i.ambang]


def converted_words(i: IndexResult) -> str:
    """The satisfaction survey on 25 to 100, its band, and the figure of the annex's example."""
    if i.konversi is None:
        return ""
    mutu = f", mutu {i.mutu.huruf} ({i.mutu.kinerja})" if i.mutu else ""
    lampiran = f"; menurut contoh lampiran (bobot 0,11) {desimal(i.lampiran)}" if i.lampiran is not None else ""
    return f"{desimal(i.konversi)} dari 100{mutu}{lampiran}"


def _index_columns(hasil: Result) -> list[Column]:
    return figures(*(i.kuesioner.indeks for i in hasil.indeks.values()), digit=_DIGIT)


def reading_table(hasil: Result) -> Table:
    """All four readings of every index; the one in use is marked."""
    dipakai = hasil.pilihan.rumus, hasil.pilihan.gabungan
    return Table(
        "Cara hitung",
        [Column("Cara"), *_index_columns(hasil), Column("Dipakai")],
        [
            (
                reading_name(r, g),
                *(i.empat.get((r, g)) for i in hasil.indeks.values()),
                "ya" if (r, g) == dipakai else None,
            )
            for r in RUMUS
            for g in GABUNGAN
        ],
    )


def parts(i: IndexResult) -> Iterator[tuple[str, str, Indeks]]:
    """The months and services of an index: what it is, its name, its figures."""
    for bulan, x in i.per_bulan.items():
        yield "bulan", month_name(bulan), x
    if len(i.per_layanan) > 1 or None not in i.per_layanan:
        for layanan, x in i.per_layanan.items():
            yield "layanan", layanan or _TANPA_NAMA, x


def part_table(hasil: Result) -> Table:
    """One row a month and a service, one column an index."""
    baris: dict[tuple[str, str], list[Cell]] = {}
    for n, i in enumerate(hasil.indeks.values()):
        for jenis, nama, x in parts(i):
            isi = baris.setdefault((jenis, nama), [None] * len(hasil.indeks))
            isi[n] = x.nilai
    kolom = [Column("Menurut"), Column("Nama"), *_index_columns(hasil)]
    return Table("Menurut bulan dan layanan", kolom, [(*k, *v) for k, v in baris.items()])


def element_table(hasil: Result) -> Table:
    """One row an element: its mean on the answers' own scale and the number that answered."""
    return Table(
        "Unsur",
        [Column("Unsur"), Column("Nama"), *figures("Rata-rata", digit=_DIGIT), Column("Skala"), *figures("Jawaban")],
        [
            (u.kode, u.nama, i.unsur.unsur[u.kode].nilai, f"1–{i.skala}", i.unsur.unsur[u.kode].banyak)
            for i in hasil.indeks.values()
            if i.unsur is not None
            for u in i.kuesioner.unsur
        ],
    )


def tables(hasil: Result) -> Sequence[Table]:
    """All tables, in the order they are read."""
    return (index_table(hasil), reading_table(hasil), part_table(hasil), element_table(hasil))


def long_table(hasil: Result) -> Table:
    """Everything in one table, a row a figure: for spreadsheets and programs."""
    kolom = [k._replace(digit=_DIGIT) for k in data_columns(("indeks", "menurut", "nama", "nilai", "jawaban"))]
    baris: list[tuple[Cell, ...]] = []
    for i in hasil.indeks.values():
        cara = reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)
        isi: list[tuple[Cell, ...]] = [("dipakai", cara, i.dipakai, i.responden)]
        isi += [("cara", reading_name(*k), n, i.responden) for k, n in i.empat.items()]
        for jenis, bagian, x in parts(i):
            isi.append((jenis, bagian, x.nilai, max((r.banyak for r in x.unsur.values()), default=0)))
        for kode, r in (i.unsur.unsur if i.unsur else {}).items():
            isi.append(("unsur", kode, r.nilai, r.banyak))
        baris += [(i.kuesioner.indeks, *b) for b in isi]
    return Table("Survei", kolom, baris)


def survei_document(hasil: Result, satker: str | None, temuan: Sequence[Temuan], *, di_layar: bool) -> Iterator[Block]:
    """Figures, readings, months and services, elements; findings as lines on the terminal, else as a table."""
    yield Fields(headline(hasil, satker))
    yield from (t for t in tables(hasil) if t.baris)
    if di_layar and temuan:
        yield Lines([Line(finding_line(t, hasil.survei.berkas[0].nama)) for t in temuan])
    elif not di_layar:
        kolom = [Column("Sel"), Column("Tingkat"), Column("Kode"), Column("Pesan")]
        isi = [(Place(t.sel) if t.sel else "–", KATA_TINGKAT[t.tingkat], t.kode, t.pesan) for t in temuan]
        yield Table("Temuan", kolom, isi)
