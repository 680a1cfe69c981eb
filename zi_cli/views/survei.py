"""What a survey's result says: figures, readings, elements, sample, findings."""

from collections.abc import Iterator, Sequence

from zi_cli.findings.record import KATA_TINGKAT, Temuan
from zi_cli.survei.groups import Group, Groups, shown_mean, smallest_group
from zi_cli.survei.index import GABUNGAN, RUMUS, Rerata
from zi_cli.survei.summary import IndexResult, SurveyResult, month_name, reading_name
from zi_cli.text import desimal
from zi_cli.views.document import Block, Fields, Line, Lines
from zi_cli.views.findings import finding_line
from zi_cli.views.identity import thresholds
from zi_cli.views.table import Cell, Column, Place, Table, data_columns, figures

#: Decimals of an index.
_DIGIT = 4
_TANPA_LAYANAN = "tanpa keterangan layanan"


def headline(hasil: SurveyResult, satker: str | None) -> list[tuple[str, str]]:
    """Label and text of the lines above the tables."""
    bulan = next((i.bulan for i in hasil.indeks.values()), ())
    rentang = f"{month_name(bulan[0])} – {month_name(bulan[-1])} ({len(bulan)} bulan)" if bulan else "tidak diketahui"
    baris = [("Satker", satker)] if satker else []
    baris += [
        ("Berkas", ", ".join(b.nama for b in hasil.survei.berkas)),
        ("Responden", str(len(hasil.survei.jawaban))),
        ("Bulan", rentang),
        ("Cara hitung", reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)),
        ("Ambang", thresholds(hasil.ambang)),
    ]
    if "skm" in hasil.indeks and hasil.pilihan.bobot_skm:
        baris.append(("Bobot SKM", "; ".join(str(b) for b in hasil.pilihan.bobot_skm)))
    if hasil.sampel:
        s = hasil.sampel
        cukup = f"kurang {s.kurang}" if s.kurang else "cukup"
        baris.append(("Sampel", f"{s.dibutuhkan} dari populasi {s.populasi}, {cukup}; {s.rumus}"))
    return baris


def index_table(hasil: SurveyResult) -> Table:
    """One row an index: figure, the row of the worksheet it goes to, and what it means for the predicates."""
    return Table(
        "Indeks",
        [
            *(Column("Indeks"), *figures("Nilai", digit=_DIGIT), *figures("Baris LKE", "Responden"), Column("Ambang")),
            *(figures("Tanpa jawaban mencurigakan", digit=_DIGIT) if hasil.mencurigakan else ()),
        ],
        [
            (
                f"{i.kuesioner.indeks} ({i.kuesioner.nama})",
                i.dipakai,
                i.baris,
                i.responden,
                "; ".join(threshold_lines(i)) or converted_words(i),
                *((i.bersih,) if hasil.mencurigakan else ()),
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


def _index_columns(hasil: SurveyResult) -> list[Column]:
    return figures(*(i.kuesioner.indeks for i in hasil.indeks.values()), digit=_DIGIT)


def reading_table(hasil: SurveyResult) -> Table:
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


def group_tables(hasil: SurveyResult, kelompok: Groups) -> tuple[Table, Table]:
    """The indices by month and by service."""
    return (
        _group_table("Menurut bulan", "Bulan", hasil, kelompok.bulan),
        _group_table("Menurut layanan", "Layanan", hasil, kelompok.layanan),
    )


def _group_table(judul: str, nama: str, hasil: SurveyResult, kelompok: Sequence[Group]) -> Table:
    baris: list[tuple[Cell, ...]] = [
        (group_name(k), k.responden, *(k.indeks[i] for i in hasil.indeks)) for k in kelompok
    ]
    indeks = figures(*(i.kuesioner.indeks for i in hasil.indeks.values()), digit=_DIGIT)
    return Table(judul, [Column(nama), *figures("Responden"), *indeks], baris)


def group_name(k: Group) -> str:
    """The months or services of a group in words."""
    return ", ".join(month_name(x) if isinstance(x, tuple) else x or _TANPA_LAYANAN for x in k.anggota)


def element_table(hasil: SurveyResult) -> Table:
    """One row an element; of one that too few answered no figure is shown."""
    minimal = smallest_group()
    baris: list[tuple[Cell, ...]] = []
    for i in hasil.indeks.values():
        for u in i.kuesioner.unsur if i.unsur else ():
            r = i.unsur.unsur[u.kode] if i.unsur else Rerata(0, 0)
            banyak: Cell = r.banyak if r.banyak >= minimal else f"kurang dari {minimal}"
            baris.append((u.kode, u.nama, shown_mean(r), f"1–{i.skala}", banyak))
    kolom = [Column("Kode"), Column("Unsur"), *figures("Rata-rata", digit=_DIGIT), Column("Skala"), *figures("Jawaban")]
    return Table("Menurut unsur", kolom, baris)


def long_table(hasil: SurveyResult, kelompok: Groups) -> Table:
    """Everything in one table, a row a figure: for spreadsheets and programs."""
    kolom = [k._replace(digit=_DIGIT) for k in data_columns(("indeks", "menurut", "nama", "nilai", "jawaban"))]
    baris: list[tuple[Cell, ...]] = []
    for i in hasil.indeks.values():
        cara = reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan)
        isi: list[tuple[Cell, ...]] = [("dipakai", cara, i.dipakai, i.responden)]
        isi += [("cara", reading_name(*k), n, i.responden) for k, n in i.empat.items()]
        for jenis, semua in (("bulan", kelompok.bulan), ("layanan", kelompok.layanan)):
            isi += [(jenis, group_name(k), k.indeks[i.kuesioner.kode], k.jawaban[i.kuesioner.kode]) for k in semua]
        for kode, r in (i.unsur.unsur if i.unsur else {}).items():
            isi.append(("unsur", kode, shown_mean(r), r.banyak))
        baris += [(i.kuesioner.indeks, *b) for b in isi]
    return Table("Survei", kolom, baris)


def survei_document(
    hasil: SurveyResult, kelompok: Groups, satker: str | None, temuan: Sequence[Temuan], *, di_layar: bool
) -> Iterator[Block]:
    """Figures, readings, months and services, elements; findings as lines on the terminal, else as a table."""
    yield Fields(headline(hasil, satker))
    tabel = (index_table(hasil), reading_table(hasil), *group_tables(hasil, kelompok), element_table(hasil))
    yield from (t for t in tabel if t.baris)
    if di_layar and temuan:
        yield Lines([Line(finding_line(t, _files(hasil, t))) for t in temuan])
    elif not di_layar:
        kolom = [Column("Berkas"), Column("Sel"), Column("Tingkat"), Column("Kode"), Column("Pesan")]
        isi = [
            (_files(hasil, t), Place(t.sel) if t.sel else "–", KATA_TINGKAT[t.tingkat], t.kode, t.pesan) for t in temuan
        ]
        yield Table("Temuan", kolom, isi)


def _files(hasil: SurveyResult, t: Temuan) -> str:
    """The files that a finding is about; of one about the whole survey the first and how many more."""
    if nama := hasil.asal.get(t):
        return ", ".join(nama)
    semua = hasil.survei.berkas
    return semua[0].nama + (f" dan {len(semua) - 1} lagi" if len(semua) > 1 else "")
