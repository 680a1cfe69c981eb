"""What a survey's result says: figures, readings, elements, sample, findings."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_cli.files import Angka
from zi_cli.findings.record import Temuan
from zi_cli.survei.index import GABUNGAN, RUMUS, Indeks
from zi_cli.survei.summary import IndexResult, Result, month_name, reading_name
from zi_cli.text import desimal, titik
from zi_cli.views.table import DataTable

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
    if hasil.sampel:
        s = hasil.sampel
        cukup = f"kurang {s.kurang}" if s.kurang else "cukup"
        baris.append(("Sampel", f"{s.dibutuhkan} dari populasi {s.populasi}, {cukup}; {s.rumus}"))
    return baris


def index_table(hasil: Result) -> DataTable:
    """One row an index: figure, the row of the worksheet it goes to, and what it means for the predicates."""
    return DataTable(
        "Indeks",
        ("Indeks", "Nilai", "Baris LKE", "Responden", "Ambang", "Tanpa jawaban mencurigakan"),
        [
            (
                f"{i.kuesioner.indeks} ({i.kuesioner.nama})",
                shown(i.dipakai),
                i.baris,
                i.responden,
                "; ".join(threshold_lines(i)) or converted_words(i),
                shown(i.bersih) if hasil.mencurigakan else None,
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


def shown(nilai: Fraction | None) -> Angka | None:
    """An index as a table's number."""
    return None if nilai is None else Angka(titik(nilai, _DIGIT))


def reading_table(hasil: Result) -> DataTable:
    """All four readings of every index; the one in use is marked."""
    dipakai = hasil.pilihan.rumus, hasil.pilihan.gabungan
    return DataTable(
        "Cara hitung",
        ("Cara", *(i.kuesioner.indeks for i in hasil.indeks.values()), "Dipakai"),
        [
            (
                reading_name(r, g),
                *(shown(i.empat.get((r, g))) for i in hasil.indeks.values()),
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


def part_table(hasil: Result) -> DataTable:
    """One row a month and a service, one column an index."""
    baris: dict[tuple[str, str], list[object]] = {}
    for n, i in enumerate(hasil.indeks.values()):
        for jenis, nama, x in parts(i):
            isi = baris.setdefault((jenis, nama), [None] * len(hasil.indeks))
            isi[n] = shown(x.nilai)
    kolom = ("Menurut", "Nama", *(i.kuesioner.indeks for i in hasil.indeks.values()))
    return DataTable("Menurut bulan dan layanan", kolom, [(*k, *v) for k, v in baris.items()])


def element_table(hasil: Result) -> DataTable:
    """One row an element: its mean on the answers' own scale and the number that answered."""
    return DataTable(
        "Unsur",
        ("Unsur", "Nama", "Rata-rata", "Skala", "Jawaban"),
        [
            (u.kode, u.nama, shown(i.unsur.unsur[u.kode].nilai), f"1–{i.skala}", i.unsur.unsur[u.kode].banyak)
            for i in hasil.indeks.values()
            if i.unsur is not None
            for u in i.kuesioner.unsur
        ],
    )


def tables(hasil: Result) -> Sequence[DataTable]:
    """All tables, in the order they are read."""
    return (index_table(hasil), reading_table(hasil), part_table(hasil), element_table(hasil))


def long_table(hasil: Result) -> DataTable:
    """Everything in one table, a row a figure: for spreadsheets and programs."""
    kolom = ("indeks", "menurut", "nama", "nilai", "jawaban")
    baris: list[tuple[object, ...]] = []
    for i in hasil.indeks.values():
        cara = reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)
        isi: list[tuple[object, ...]] = [("dipakai", cara, shown(i.dipakai), i.responden)]
        isi += [("cara", reading_name(*k), shown(n), i.responden) for k, n in i.empat.items()]
        for jenis, bagian, x in parts(i):
            isi.append((jenis, bagian, shown(x.nilai), max((r.banyak for r in x.unsur.values()), default=0)))
        for kode, r in (i.unsur.unsur if i.unsur else {}).items():
            isi.append(("unsur", kode, shown(r.nilai), r.banyak))
        baris += [(i.kuesioner.indeks, *b) for b in isi]
    return DataTable("Survei", kolom, baris)


def finding_table(temuan: Sequence[Temuan]) -> DataTable:
    """One row a finding."""
    baris = [(str(t.sel) if t.sel else None, t.tingkat, t.kode, t.pesan) for t in temuan]
    return DataTable("Temuan", ("Sel", "Tingkat", "Kode", "Pesan"), baris)
