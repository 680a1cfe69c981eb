"""What the evidence of a satker says: how far every indicator is, and what is wrong with its documents."""

from collections.abc import Iterator, Sequence

from zi_cli.bukti.collect import Evidence, Found
from zi_cli.bukti.compare import Change, Changed, count_changes
from zi_cli.bukti.layout import area_title, indicators
from zi_cli.bukti.state import BELUM, IndicatorState, count_states
from zi_cli.bukti.subject import Subject
from zi_cli.findings.record import KATA_TINGKAT, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import cuplik, path_text
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, data_columns, figures

_NADA: dict[str, Tone] = {"belum": "redup", "unggah": "", "diperiksa": "", "perbaikan": "waspada", "lengkap": "baik"}
#: Characters of a question in the matrix.
_PERTANYAAN = 60


def size_words(bita: int) -> str:
    """A number of bytes as people read it."""
    return f"{bita >> 20} MB" if bita >= 1 << 20 else f"{bita >> 10} KB" if bita >= 1 << 10 else f"{bita} bita"


def headline(e: Evidence, s: Subject, keadaan: Sequence[IndicatorState]) -> list[tuple[str, str]]:
    """Label and text of the lines above the tables."""
    tautan = sum(k.tautan for k in keadaan)
    baris = [("Satker", s.satker)] if s.satker else []
    baris.append(("Folder", path_text(str(e.akar))))
    if s.tahun is not None:
        baris.append(("Tahun", f"{s.tahun}" + (f", triwulan {s.triwulan}" if s.triwulan else "")))
    oleh = f", penilai {s.instrumen.penilai.nama(s.penilai)}" if s.penilai else ""
    baris.append(("LKE", f"{s.lke}{oleh}" if s.lke else "tidak disebut; jawaban tidak dicocokkan"))
    baris.append(("Bukti", f"{len(e.pohon.berkas)} berkas ({size_words(e.ukuran)}), {tautan} tautan"))
    jumlah = ", ".join(f"{n} {kata}" for kata, n in count_states(keadaan).items() if n)
    baris.append(("Indikator", f"{len(keadaan)}: {jumlah}"))
    return baris


def matrix(keadaan: Sequence[IndicatorState], s: Subject) -> Table:
    """One row an indicator: answer, points, documents by status, quarters, findings."""
    status = list(keadaan[0].status) if keadaan else []
    kolom = [
        *(Column("Indikator", utuh=True), Column("Pertanyaan", lebar=_PERTANYAAN), Column("Jawaban")),
        *figures("Poin", "Kesalahan", "Peringatan"),
        *(c for j in status for c in figures(j.capitalize())),
        Column("Triwulan", utuh=True),
    ]
    return Table("Matriks", kolom, [_row(k, s) for k in keadaan])


def _row(k: IndicatorState, s: Subject) -> tuple[Cell, ...]:
    jawaban = s.jawaban.get(k.kode)
    status: list[Cell] = [Toned(n, _NADA[j]) if n else None for j, n in k.status.items()]
    if k.keadaan == BELUM and not k.berkas + k.tautan:
        status[0] = Toned("–", "buruk" if s.points(k.kode) else "redup")
    return (
        k.kode,
        cuplik(s.instrumen.per_kode[k.kode].teks, _PERTANYAAN),
        jawaban.mentah if jawaban is not None and jawaban.terjawab else None,
        s.points(k.kode),
        Toned(k.temuan["galat"], "buruk") if k.temuan["galat"] else None,
        Toned(k.temuan["peringatan"], "waspada") if k.temuan["peringatan"] else None,
        *status,
        " ".join(f"TW{n}" for n in k.triwulan) or None,
    )


def area_table(keadaan: Sequence[IndicatorState], s: Subject) -> Table:
    """One row an area: how many of its indicators are how far."""
    per_area: dict[str, list[IndicatorState]] = {}
    for k in keadaan:
        per_area.setdefault(area_title(s.instrumen, k.kode), []).append(k)
    status = list(keadaan[0].status) if keadaan else []
    kolom = [Column("Area"), *figures("Indikator", *(j.capitalize() for j in status), "Kesalahan", "Peringatan")]
    baris: list[tuple[Cell, ...]] = []
    for nama, milik in per_area.items():
        salah, waspada = (sum(k.temuan[t] for k in milik) for t in ("galat", "peringatan"))
        baris.append(
            (
                nama, len(milik), *(n or None for n in count_states(milik).values()),
                Toned(salah, "buruk") if salah else None, Toned(waspada, "waspada") if waspada else None,
            )
        )  # fmt: skip
    return Table("Area", kolom, baris)


def finding_table(temuan: Sequence[Found]) -> Table:
    """One row a finding, for people."""
    kolom = [Column(k) for k in ("Indikator", "Berkas", "Tingkat", "Kode", "Pesan")]
    return Table("Temuan", kolom, [_finding(f) for f in temuan])


def _finding(f: Found) -> tuple[Cell, ...]:
    nada: Tone = {"galat": "buruk", "peringatan": "waspada"}.get(f.temuan.tingkat, "")  # type: ignore[assignment]
    tempat = f.berkas if f.temuan.sel is None else f"{f.berkas}:{f.temuan.sel}"
    return f.temuan.indikator, tempat, Toned(KATA_TINGKAT[f.temuan.tingkat], nada), f.temuan.kode, f.temuan.pesan


def finding_data(temuan: Sequence[Found]) -> Table:
    """One row a finding, for other programs."""
    baris = [
        (f.temuan.indikator, f.berkas, str(f.temuan.sel) if f.temuan.sel else None, f.temuan.tingkat, f.temuan.kode,
         f.temuan.pesan)
        for f in temuan
    ]  # fmt: skip
    return Table("Temuan", data_columns(("indikator", "berkas", "sel", "tingkat", "kode", "pesan")), baris)


def document_table(e: Evidence) -> Table:
    """One row a document."""
    kolom = [Column(k) for k in ("Indikator", "Berkas atau tautan", "Judul", "Status")]
    kolom += [*figures("Tahun", "Triwulan", "Bita"), Column("SHA-256")]
    return Table("Dokumen", kolom, [
        (d.kode, path_text(d.nama), d.judul or None, d.status or None, d.tahun, d.triwulan,
         d.fakta.ukuran if d.fakta else None, d.fakta.sha256 if d.fakta else None)
        for d in e.dokumen
    ])  # fmt: skip


def bukti_document(
    e: Evidence, s: Subject, keadaan: Sequence[IndicatorState], temuan: Sequence[Found], *, di_layar: bool
) -> Iterator[Block]:
    """Headline and areas, findings as lines on the terminal; elsewhere the matrix and a table of findings."""
    yield Heading(f"Bukti {s.satker or path_text(e.akar.name)}", 1, di_layar=False)
    yield Fields(headline(e, s, keadaan))
    yield area_table(keadaan, s)
    if di_layar:
        if temuan:
            yield Lines([Line(found_line(f)) for f in temuan])
        return
    yield matrix(keadaan, s)
    if temuan:
        yield finding_table(temuan)


#: What became of a document is told in this order.
_URUTAN: tuple[Change, ...] = ("hilang", "baru", "diperbarui", "pindah", "sama")
_NADA_PERUBAHAN: dict[Change, Tone] = {"hilang": "buruk", "baru": "baik", "diperbarui": "baik", "sama": "redup"}


def change_areas(perubahan: Sequence[Changed], instrumen: Instrumen) -> Table:
    """One row an area: documents by what became of them, and indicators in which nothing is new."""
    per_area: dict[str, list[Changed]] = {}
    for b in indicators(instrumen):
        per_area.setdefault(area_title(instrumen, b.kode), [])
    for c in perubahan:
        per_area.setdefault(area_title(instrumen, c.kode) if c.kode else "Tanpa indikator", []).append(c)
    baris: list[tuple[Cell, ...]] = []
    for nama, milik in per_area.items():
        jumlah = count_changes(milik)
        segar = {c.kode for c in milik if c.perubahan in ("baru", "diperbarui")}
        lama = {c.kode for c in milik if c.perubahan != "hilang"} - segar
        baris.append((nama, *(jumlah[u] or None for u in _URUTAN), len(lama) or None))
    kolom = figures(*(u.capitalize() for u in _URUTAN), "Indikator tanpa pembaruan")
    return Table("Area", [Column("Area"), *kolom], baris)


def change_table(perubahan: Sequence[Changed], *, semua: bool) -> Table:
    """One row a document that changed, with *semua* also those that did not."""
    kolom = [Column(k) for k in ("Indikator", "Perubahan", "Berkas atau tautan", "Dahulu")]
    urut = sorted(perubahan, key=lambda c: (c.kode or "", _URUTAN.index(c.perubahan), c.nama))
    baris = [
        (c.kode, Toned(c.perubahan, _NADA_PERUBAHAN.get(c.perubahan, "")), c.nama, c.dahulu)
        for c in urut
        if semua or c.perubahan != "sama"
    ]
    return Table("Dokumen", kolom, baris)


def change_document(
    lama: str, baru: str, perubahan: Sequence[Changed], instrumen: Instrumen, *, di_layar: bool
) -> Iterator[Block]:
    """What was compared, areas, documents."""
    jumlah = count_changes(perubahan)
    yield Heading("Perubahan bukti", 1, di_layar=False)
    kata = ", ".join(f"{jumlah[u]} {u}" for u in _URUTAN if jumlah[u]) or "tidak ada dokumen"
    yield Fields([("Lama", lama), ("Baru", baru), ("Dokumen", kata)])
    yield change_areas(perubahan, instrumen)
    if any(c.perubahan != "sama" for c in perubahan):
        yield change_table(perubahan, semua=not di_layar)


def found_line(f: Found) -> str:
    """A finding on one line: file, cell, indicator, severity, code, message."""
    t: Temuan = f.temuan
    tempat = f"{f.berkas}:{t.sel}" if t.sel else f.berkas
    untuk = f" {t.indikator}" if t.indikator and t.indikator != f.berkas else ""
    return f"{tempat}:{untuk} {t.line}"
