"""What the evidence of a satker says: how far every indicator is, and what is wrong with its documents."""

from collections.abc import Iterator, Sequence

from zi_cli.bukti.changes import Change, Changed, count_changes
from zi_cli.bukti.collect_documents import Evidence, Found
from zi_cli.bukti.folder_names import area_title, indicators
from zi_cli.bukti.state import BELUM, IndicatorState, count_states
from zi_cli.bukti.subject import Subject
from zi_cli.findings.record import TINGKAT_WORDS, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import excerpt, path_text
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, data_columns, figures

_NADA: dict[str, Tone] = {"belum": "redup", "unggah": "", "diperiksa": "", "perbaikan": "waspada", "lengkap": "baik"}
#: Characters of a question in the matrix.
_QUESTION_LENGTH = 60


def size_words(octets: int) -> str:
    """A number of bytes as people read it."""
    return (
        f"{octets >> 20} MB" if octets >= 1 << 20 else f"{octets >> 10} KB" if octets >= 1 << 10 else f"{octets} bita"
    )


def headline(e: Evidence, s: Subject, states: Sequence[IndicatorState]) -> list[tuple[str, str]]:
    """Label and text of the lines above the tables."""
    link = sum(k.tautan for k in states)
    row = [("Satker", s.satker)] if s.satker else []
    row.append(("Folder", path_text(str(e.akar))))
    if s.tahun is not None:
        row.append(("Tahun", f"{s.tahun}" + (f", triwulan {s.triwulan}" if s.triwulan else "")))
    oleh = f", penilai {s.instrumen.penilai.name_of(s.penilai)}" if s.penilai else ""
    row.append(("LKE", f"{s.lke}{oleh}" if s.lke else "tidak disebut; jawaban tidak dicocokkan"))
    row.append(("Bukti", f"{len(e.pohon.berkas)} berkas ({size_words(e.size)}), {link} tautan"))
    count = ", ".join(f"{n} {word}" for word, n in count_states(states).items() if n)
    row.append(("Indikator", f"{len(states)}: {count}"))
    return row


def matrix(states: Sequence[IndicatorState], s: Subject) -> Table:
    """One row an indicator: answer, points, documents by status, quarters, findings."""
    status = list(states[0].status) if states else []
    columns = [
        *(Column("Indikator", utuh=True), Column("Pertanyaan", lebar=_QUESTION_LENGTH), Column("Jawaban")),
        *figures("Poin", "Kesalahan", "Peringatan"),
        *(c for j in status for c in figures(j.capitalize())),
        Column("Triwulan", utuh=True),
    ]
    return Table("Matriks", columns, [_row(k, s) for k in states])


def _row(k: IndicatorState, s: Subject) -> tuple[Cell, ...]:
    jawaban = s.jawaban.get(k.kode)
    status: list[Cell] = [Toned(n, _NADA[j]) if n else None for j, n in k.status.items()]
    if k.keadaan == BELUM and not k.berkas + k.tautan:
        status[0] = Toned("–", "buruk" if s.points(k.kode) else "redup")
    return (
        k.kode,
        excerpt(s.instrumen.per_kode[k.kode].teks, _QUESTION_LENGTH),
        jawaban.mentah if jawaban is not None and jawaban.terjawab else None,
        s.points(k.kode),
        Toned(k.temuan["galat"], "buruk") if k.temuan["galat"] else None,
        Toned(k.temuan["peringatan"], "waspada") if k.temuan["peringatan"] else None,
        *status,
        " ".join(f"TW{n}" for n in k.triwulan) or None,
    )


def area_table(states: Sequence[IndicatorState], s: Subject) -> Table:
    """One row an area: how many of its indicators are how far."""
    per_area: dict[str, list[IndicatorState]] = {}
    for k in states:
        per_area.setdefault(area_title(s.instrumen, k.kode), []).append(k)
    status = list(states[0].status) if states else []
    columns = [Column("Area"), *figures("Indikator", *(j.capitalize() for j in status), "Kesalahan", "Peringatan")]
    rows: list[tuple[Cell, ...]] = []
    for name, milik in per_area.items():
        wrong, waspada = (sum(k.temuan[t] for k in milik) for t in ("galat", "peringatan"))
        rows.append(
            (
                name, len(milik), *(n or None for n in count_states(milik).values()),
                Toned(wrong, "buruk") if wrong else None, Toned(waspada, "waspada") if waspada else None,
            )
        )  # fmt: skip
    return Table("Area", columns, rows)


def finding_table(temuan: Sequence[Found]) -> Table:
    """One row a finding, for people."""
    columns = [Column(k) for k in ("Indikator", "Berkas", "Tingkat", "Kode", "Pesan")]
    return Table("Temuan", columns, [_finding(f) for f in temuan])


def _finding(f: Found) -> tuple[Cell, ...]:
    tone: Tone = {"galat": "buruk", "peringatan": "waspada"}.get(f.temuan.tingkat, "")  # type: ignore[assignment]
    place = f.berkas if f.temuan.sel is None else f"{f.berkas}:{f.temuan.sel}"
    return f.temuan.indikator, place, Toned(TINGKAT_WORDS[f.temuan.tingkat], tone), f.temuan.kode, f.temuan.pesan


def finding_data(temuan: Sequence[Found]) -> Table:
    """One row a finding, for other programs."""
    rows = [
        (f.temuan.indikator, f.berkas, str(f.temuan.sel) if f.temuan.sel else None, f.temuan.tingkat, f.temuan.kode,
         f.temuan.pesan)
        for f in temuan
    ]  # fmt: skip
    return Table("Temuan", data_columns(("indikator", "berkas", "sel", "tingkat", "kode", "pesan")), rows)


def document_table(e: Evidence) -> Table:
    """One row a document."""
    columns = [Column(k) for k in ("Indikator", "Berkas atau tautan", "Judul", "Status")]
    columns += [*figures("Tahun", "Triwulan", "Bita"), Column("SHA-256")]
    return Table("Dokumen", columns, [
        (d.kode, path_text(d.nama), d.judul or None, d.status or None, d.tahun, d.triwulan,
         d.fakta.ukuran if d.fakta else None, d.fakta.sha256 if d.fakta else None)
        for d in e.dokumen
    ])  # fmt: skip


def bukti_document(
    e: Evidence, s: Subject, states: Sequence[IndicatorState], temuan: Sequence[Found], *, on_screen: bool
) -> Iterator[Block]:
    """Headline and areas, findings as lines on the terminal; elsewhere the matrix and a table of findings."""
    yield Heading(f"Bukti {s.satker or path_text(e.akar.name)}", 1, di_layar=False)
    yield Fields(headline(e, s, states))
    yield area_table(states, s)
    if on_screen:
        if temuan:
            yield Lines([Line(found_line(f)) for f in temuan])
        return
    yield matrix(states, s)
    if temuan:
        yield finding_table(temuan)


#: What became of a document is told in this order.
_ORDER: tuple[Change, ...] = ("hilang", "baru", "diperbarui", "pindah", "sama")
_CHANGE_TONES: dict[Change, Tone] = {"hilang": "buruk", "baru": "baik", "diperbarui": "baik", "sama": "redup"}


def change_areas(changes: Sequence[Changed], instrumen: Instrumen) -> Table:
    """One row an area: documents by what became of them, and indicators in which nothing is new."""
    per_area: dict[str, list[Changed]] = {}
    for b in indicators(instrumen):
        per_area.setdefault(area_title(instrumen, b.kode), [])
    for c in changes:
        per_area.setdefault(area_title(instrumen, c.kode) if c.kode else "Tanpa indikator", []).append(c)
    rows: list[tuple[Cell, ...]] = []
    for name, milik in per_area.items():
        counts = count_changes(milik)
        segar = {c.kode for c in milik if c.perubahan in ("baru", "diperbarui")}
        old = {c.kode for c in milik if c.perubahan != "hilang"} - segar
        rows.append((name, *(counts[u] or None for u in _ORDER), len(old) or None))
    column = figures(*(u.capitalize() for u in _ORDER), "Indikator tanpa pembaruan")
    return Table("Area", [Column("Area"), *column], rows)


def change_table(changes: Sequence[Changed], *, every: bool) -> Table:
    """One row a document that changed, with *every* also those that did not."""
    columns = [Column(k) for k in ("Indikator", "Perubahan", "Berkas atau tautan", "Dahulu")]
    ordered = sorted(changes, key=lambda c: (c.kode or "", _ORDER.index(c.perubahan), c.nama))
    rows = [
        (c.kode, Toned(c.perubahan, _CHANGE_TONES.get(c.perubahan, "")), c.nama, c.dahulu)
        for c in ordered
        if every or c.perubahan != "sama"
    ]
    return Table("Dokumen", columns, rows)


def change_document(
    old: str, new: str, changes: Sequence[Changed], instrumen: Instrumen, *, on_screen: bool
) -> Iterator[Block]:
    """What was compared, areas, documents."""
    counts = count_changes(changes)
    yield Heading("Perubahan bukti", 1, di_layar=False)
    word = ", ".join(f"{counts[u]} {u}" for u in _ORDER if counts[u]) or "tidak ada dokumen"
    yield Fields([("Lama", old), ("Baru", new), ("Dokumen", word)])
    yield change_areas(changes, instrumen)
    if any(c.perubahan != "sama" for c in changes):
        yield change_table(changes, every=not on_screen)


def found_line(f: Found) -> str:
    """A finding on one line: file, cell, indicator, severity, code, message."""
    t: Temuan = f.temuan
    place = f"{f.berkas}:{t.sel}" if t.sel else f.berkas
    purpose = f" {t.indikator}" if t.indikator and t.indikator != f.berkas else ""
    return f"{place}:{purpose} {t.line}"
