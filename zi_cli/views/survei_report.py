"""The survey's report in the four chapters of SE Menteri PANRB 04/2023, aggregates only; and the questionnaire."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from zi_cli.findings.record import TINGKAT_WORDS, Temuan
from zi_cli.survei.groups import Groups, smallest_group
from zi_cli.survei.questionnaire import Kuesioner, Unsur
from zi_cli.survei.respondents import Respondent
from zi_cli.survei.summary import IndexResult, SurveyResult
from zi_cli.text import decimal_text, long_date
from zi_cli.views.document import Block, Fields, Heading, Line, Lines, lines
from zi_cli.views.survei import (
    converted_words,
    element_table,
    group_name,
    group_tables,
    headline,
    index_table,
    reading_table,
    threshold_lines,
)
from zi_cli.views.table import Cell, Column, Table, figures

TITLE = "Laporan Survei Mandiri"
_DIGIT = 4
#: Elements whose mean is lowest: where the follow-up begins.
_PRIORITIES = 3
_NOT_YET = "…"


def report_document(
    result: SurveyResult, group: Groups, satker: str | None, pada: date, temuan: Sequence[Temuan]
) -> Iterator[Block]:
    """The report of *result* as of the day *pada*; no name, no telephone, no group of fewer than five people."""
    yield Fields([*headline(result, satker), ("Tanggal laporan", long_date(pada))])
    yield Heading("Bab I Kuesioner", 1)
    for i in result.indeks.values():
        yield from _questions(i)
    yield Heading("Bab II Metodologi", 1)
    yield from _method(result)
    yield Heading("Bab III Pengolahan", 1)
    yield from _analysis(result, group, temuan)
    yield Heading("Bab IV Data", 1)
    yield from _data(result, group)


def _questions(i: IndexResult) -> Iterator[Block]:
    skala = f"1 sampai {i.skala}" if i.skala else "belum dapat dipastikan"
    yield Heading(f"{i.kuesioner.nama} ({i.kuesioner.indeks})", 2)
    yield lines([f"{len(i.kuesioner.unsur)} unsur, {i.kuesioner.sumber}; skala jawaban {skala}."])
    yield Table("", [Column("Kode"), Column("Unsur")], [(u.kode, u.nama) for u in i.kuesioner.unsur])


def _method(result: SurveyResult) -> Iterator[Block]:
    yield Heading("Kriteria responden", 2)
    yield lines(["Penerima layanan yang telah selesai dilayani, dari semua jenis layanan yang disurvei."])
    yield Heading("Metode pencacahan", 2)
    s = result.sampel
    enough = (
        "Ukuran populasi tidak disebut, sehingga kecukupan sampel belum dapat dipastikan."
        if s is None
        else f"Populasi {s.populasi}; sampel paling sedikit {s.dibutuhkan} menurut {s.rumus}; "
        + (f"kurang {s.kurang}." if s.kurang else "terpenuhi.")
    )
    yield lines([f"Jawaban dikumpulkan lewat formulir; {len(result.survei.jawaban)} lembar jawaban diolah.", enough])
    yield Heading("Pengolahan dan analisis", 2)
    yield lines(
        [
            "Rata-rata setiap unsur dihitung dari yang menjawab unsur itu; indeks ialah rata-rata semua unsurnya.",
            "Surat edaran tidak memuat rumus dari skala jawaban ke skala 4. Keempat cara hitung yang mungkin "
            "disajikan, yang dipakai ditandai.",
            "Tidak ada jawaban yang dihapus. Mutu data diperiksa; hasilnya ada di Bab III.",
        ]
    )
    yield reading_table(result)


def _analysis(result: SurveyResult, group: Groups, temuan: Sequence[Temuan]) -> Iterator[Block]:
    yield Heading("Hasil", 2)
    yield index_table(result)
    yield Lines([Line(t, butir=True) for i in result.indeks.values() for t in _sentences(i)])
    yield from group_tables(result, group)
    yield element_table(result)
    yield Heading("Mutu data", 2)
    if temuan:
        columns = [Column("Tingkat"), Column("Kode"), Column("Pesan")]
        yield Table("", columns, [(TINGKAT_WORDS[t.tingkat], t.kode, t.pesan) for t in temuan])
    else:
        yield lines(["Tidak ada temuan."])
    yield Heading("Rencana tindak lanjut", 2)
    yield lines(["Unsur dengan rata-rata terendah didahulukan; program, waktu, dan penanggung jawab diisi satker."])
    yield Table(
        "",
        [Column(k) for k in ("Prioritas unsur", "Program", "Waktu", "Penanggung jawab")],
        [
            (f"{u.nama[:1].upper()}{u.nama[1:]} ({i.kuesioner.indeks})", _NOT_YET, _NOT_YET, _NOT_YET)
            for i in result.indeks.values()
            for u, _ in _lowest(i)
        ],
    )


def _sentences(i: IndexResult) -> Iterator[str]:
    if i.dipakai is None:
        yield f"{i.kuesioner.indeks} belum dapat dihitung."
        return
    meaning = "; ".join(threshold_lines(i)) or converted_words(i)
    yield f"{i.kuesioner.indeks} {decimal_text(i.dipakai, _DIGIT)} dari {i.responden} responden. {meaning}."
    low = _lowest(i)
    if low:
        yield "Unsur terendah: " + "; ".join(f"{u.nama} {decimal_text(n)} dari {i.skala}" for u, n in low) + "."


def _lowest(i: IndexResult) -> list[tuple[Unsur, Fraction]]:
    """The elements with the lowest means, those below the full mark alone."""
    if i.unsur is None or i.skala is None:
        return []
    content = [(u, i.unsur.unsur[u.kode].nilai) for u in i.kuesioner.unsur]
    present = [(u, n) for u, n in content if n is not None and n < i.skala]
    return sorted(present, key=lambda x: x[1])[:_PRIORITIES]


def _data(result: SurveyResult, group: Groups) -> Iterator[Block]:
    yield Heading("Responden", 2)
    yield lines(
        [
            f"Kelompok dengan kurang dari {smallest_group()} responden digabung, agar jawaban seseorang tidak "
            "dapat dikenali (UU 27/2022).",
            "Nama dan nomor telepon responden tidak dimuat di laporan ini; bila diminta, lampirannya ada di buku "
            "kerja tersendiri yang dikunci dengan sandi.",
        ]
    )
    for title, content in (("Responden menurut bulan", group.bulan), ("Responden menurut layanan", group.layanan)):
        rows = [(group_name(k), k.responden) for k in content]
        yield Table(title, [Column("Kelompok"), *figures("Responden")], rows)
    yield Heading("Berkas jawaban", 2)
    yield Table("", [Column("Berkas"), Column("SHA-256")], [(b.nama, b.sha256) for b in result.survei.berkas])
    yield Heading("Lainnya", 2)
    yield lines([f"Foto atau tangkapan layar kegiatan survei: {_NOT_YET}", f"Tautan survei: {_NOT_YET}"])


def questionnaire_document(kuesioner: Sequence[Kuesioner], satker: str | None) -> Iterator[Block]:
    """A questionnaire to print: who was served, then one table of questions each."""
    empty = "." * 40
    isian = ("Tanggal", "Jenis layanan", "Nama (boleh dikosongkan)", "Nomor telepon (boleh dikosongkan)")
    yield Fields([("Satker", satker or empty), *((k, empty) for k in isian)])
    for k in kuesioner:
        yield Heading(k.nama, 2)
        yield lines([f"Beri tanda pada satu angka: 1 berarti {k.ujung[0]}, {k.skala} berarti {k.ujung[1]}."])
        steps = [Column(str(n)) for n in range(1, k.skala + 1)]
        rows = [(str(n), u.tanya, *[""] * k.skala) for n, u in enumerate(k.unsur, 1)]
        yield Table("", [Column("No."), Column("Pertanyaan"), *steps], rows)
    yield Heading("Penutup", 2)
    yield lines(
        [
            "Apakah ada pegawai atau pejabat yang mengarahkan jawaban Anda? Ya / Tidak",
            f"Saran perbaikan: {'.' * 80}",
            "Jawaban Anda hanya dipakai untuk menghitung indeks dan memperbaiki pelayanan.",
        ]
    )


def question_table(kuesioner: Sequence[Kuesioner]) -> Table:
    """The same questions one a row, to import into a form service."""
    columns = [Column(k) for k in ("Kode", "Pertanyaan", "Jenis", "Pilihan", "Wajib")]
    common = [
        ("Tanggal", "tanggal", "", "ya"),
        ("Jenis layanan", "pilihan", "isi dengan jenis layanan satker", "ya"),
        ("Nama responden", "teks", "", "tidak"),
        ("Nomor telepon", "teks", "", "tidak"),
    ]
    rows: list[tuple[Cell, ...]] = [("", *b) for b in common]
    for k in kuesioner:
        choice = "; ".join(
            f"{n} - {k.ujung[0] if n == 1 else k.ujung[1]}" if n in (1, k.skala) else str(n)
            for n in range(1, k.skala + 1)
        )
        rows += [(u.kode, f"{u.kode}. {u.tanya}", "skala", choice, "ya") for u in k.unsur]
    rows.append(("", "Apakah ada pegawai yang mengarahkan jawaban Anda?", "pilihan", "Ya; Tidak", "ya"))
    return Table("Pertanyaan", columns, rows)


def respondent_table(responden: Iterable[Respondent]) -> Table:
    """The respondents as the export names them: for the locked annex alone."""
    columns = [Column(k) for k in ("No.", "Waktu", "Layanan", "Nama", "Telepon")]
    return Table("Responden", columns, [(n, *r) for n, r in enumerate(responden, 1)])
