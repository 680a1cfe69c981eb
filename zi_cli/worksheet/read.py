"""Read a file into a Worksheet: open it, recognise its layout, pick up every assessor's cells."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import maker
from zi_cli.text import one_line
from zi_cli.worksheet.cells import parse_count
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded
from zi_cli.worksheet.formats.open import Workbook, open_workbook
from zi_cli.worksheet.model import NOT_CALCULATED, Isian, KolomPenilai, NilaiSel, Penilai, Worksheet
from zi_cli.worksheet.recognise.cell_map import CellMap, StoredAt
from zi_cli.worksheet.recognise.identity import read_identity
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout import Layout, recognise_layout
from zi_cli.worksheet.recognise.stray_columns import StrayColumn, find_stray, stray_findings
from zi_cli.worksheet.seen import check_seen


def read_worksheet(
    file: Path, *, password: str | None = None, instrumen: Instrumen | None = None, complete: bool = True
) -> Worksheet:
    """Read the LKE in *file*; raises ``UnreadableInput`` with an LKE1xx finding when there is none to read.

    Without *complete* only what scoring needs is picked up: answers, notes on surveys, and the file's own totals.
    """
    return build_worksheet(open_workbook(file, password=password), instrumen or load_instrumen(), complete=complete)


def build_worksheet(book: Workbook, instrumen: Instrumen, *, complete: bool = True) -> Worksheet:
    """Recognise the LKE in an open workbook; raises ``UnreadableInput``: LKE105 when it holds none.

    LKE104 or LKE110 when how its sheets look can't be told.
    """
    _mark_uncalculated(book)
    layout, wild = find_layout(book, instrumen)
    with _coded(book):
        identitas = read_identity(
            book.lembar, layout.baris_kepala, instrumen.penilai, book.tersembunyi, partial(_is_seen, book)
        )
    dibaca = {p: _penilai_column(p, layout.peta[p], book, complete) for p in layout.penilai}
    with _coded(book):
        penilai, visible = check_seen(book, layout, dibaca, instrumen)
        formula = tuple(_formula_answers(book, layout, instrumen, dibaca))
    return Worksheet(
        nama=book.nama,
        sha256=book.sha256,
        lembar=layout.lembar,
        satker=identitas.satker,
        tahun=identitas.tahun,
        usulan=identitas.usulan,
        kode_satker=identitas.kode,
        penilai=penilai,
        baris_hilang=layout.baris_hilang,
        label_pilihan=layout.label_pilihan,
        teks_lain=layout.teks_lain,
        temuan=[
            *layout.temuan,
            *stray_findings(wild),
            *_stray_answers(layout, book, instrumen),
            *_uncalculated_formulas(penilai, instrumen),
            *visible,
        ],
        rumus_jawaban=formula,
        tahun_ragu=identitas.tahun_ragu,
        satker_ragu=identitas.satker_ragu,
    )


@contextmanager
def _coded(book: Workbook) -> Iterator[None]:
    """What is wrong with how the sheets of *book* look, as its finding."""
    try:
        yield
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=one_line(book.nama), sebab=e)) from None
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(book.nama), sebab=e)) from None


def _is_seen(book: Workbook, sheet: int, row: int, column: int, content: str) -> bool:
    """Whether a cell (one-based row, zero-based column) of the sheet shows what it holds."""
    if book.rupa is None:
        return True
    appearance = book.rupa.view(sheet)
    if appearance.hides_row(row) or appearance.hides_column(column):
        return False
    return book.rupa.odd(sheet, (row, column), content, picture=False, crossing=False) is None


def find_layout(book: Workbook, instrumen: Instrumen) -> tuple[Layout, list[StrayColumn]]:
    """The layout of *book* and its unclaimed columns of answers; raises ``UnreadableInput`` (LKE105)."""
    layout = recognise_layout(book.lembar, instrumen, hidden=book.tersembunyi)
    if layout is None:
        name = ", ".join(cut_label(n) for n, _ in book.lembar[:8])
        raise UnreadableInput(make_temuan("LKE105", berkas=book.nama, lembar=name or "tidak ada"))
    wild = find_stray(layout, book.lembar, instrumen)
    milik = {(s.lembar, s.kolom): s.penilai for s in wild if s.penilai is not None}
    if milik and (repeated := recognise_layout(book.lembar, instrumen, milik, hidden=book.tersembunyi)) is not None:
        # "Nilai TPI" over letters and Ya/Tidak is the TPI's answer column.
        layout = repeated
        wild = find_stray(layout, book.lembar, instrumen)
    return layout, wild


def _formula_answers(
    book: Workbook, layout: Layout, instrumen: Instrumen, dibaca: Mapping[Penilai, KolomPenilai]
) -> Iterator[tuple[Penilai, str, Sel]]:
    """Answers that are formulas, but for counts and percentages that are worked out here from other cells."""
    if book.rupa is None:
        return
    columns: dict[int, set[int]] = {}
    for p in layout.penilai:
        for i, k in layout.peta[p].columns("jawaban"):
            columns.setdefault(i, set()).add(k)
    formulas = {i: book.rupa.formulas(i, every) for i, every in columns.items()}
    for p in layout.penilai if any(formulas.values()) else ():
        for code, i, r, k, cell in layout.peta[p].places("jawaban"):
            if (r + 1, k) not in formulas[i] or _computed_here(code, dibaca[p], instrumen):
                continue
            if book.lembar[i][1][r][k] not in ("", NOT_CALCULATED):
                yield p, code, cell


_isian = maker(Isian)


def _penilai_column(penilai: Penilai, mapping: CellMap, book: Workbook, complete: bool) -> KolomPenilai:
    def take(positions: Iterable[StoredAt]) -> dict[str, Isian]:
        every = ((code, content[i][r][k], cell) for code, i, r, k, cell in positions)
        return {code: Isian(nilai, cell) for code, nilai, cell in every if nilai != ""}

    content = [row for _, row in book.lembar]
    return KolomPenilai(
        penilai=penilai,
        jawaban={code: _isian((content[i][r][k], cell)) for code, i, r, k, cell in mapping.places("jawaban")},
        catatan=take(mapping.places("catatan") if complete else mapping.survey_notes),
        bukti=take(mapping.places("bukti")) if complete else {},
        nilai=take(mapping.places("nilai") if complete else mapping.total),
        persen=take(mapping.places("persen")) if complete else {},
        ada_catatan=mapping.has("catatan"),
        ada_bukti=mapping.has("bukti"),
        catatan_lain=tuple(_stray_notes(mapping, book)) if complete else (),
    )


def _stray_notes(mapping: CellMap, book: Workbook) -> Iterator[tuple[str, Isian]]:
    """Notes between the first and the last row with a place for one, in rows that have none."""
    milik: dict[int, set[int]] = {}
    for _, i, r, _, _ in mapping.places("catatan"):
        milik.setdefault(i, set()).add(r)
    for i, k in mapping.columns("catatan"):
        name, content = book.lembar[i]
        for r in range(min(milik.get(i, {0})), max(milik.get(i, {0}))):
            nilai = content[r][k] if k < len(content[r]) else ""
            if r not in milik[i] and isinstance(nilai, str) and nilai.strip():
                # The text of a row is its longest cell left of the note.
                text = max((s for s in content[r][:k] if isinstance(s, str)), key=len, default="")
                yield cut_label(text), Isian(nilai, Sel(name, r + 1, k))


def _stray_answers(layout: Layout, book: Workbook, instrumen: Instrumen) -> list[Temuan]:
    """Rows that hold an answer but belong to no indicator (LKE127) or repeat one (LKE121)."""
    temuan: list[Temuan] = []
    missing = bool(layout.baris_hilang)
    for sheet, r, text in layout.sisa:
        cell = _answer_cell(sheet, r, layout, book)
        if cell is not None:
            temuan.append(make_temuan("LKE127", cell, level="galat" if missing else None, teks=text))
    for sheet, r, code, used in layout.ganda:
        cell = _answer_cell(sheet, r, layout, book)
        if cell is not None:
            temuan.append(make_temuan("LKE121", cell, code, indikator=instrumen.in_words(code), dipakai=used))
    return temuan


def _answer_cell(sheet: int, r: int, layout: Layout, book: Workbook) -> Sel | None:
    name, content = book.lembar[sheet]
    for i, k in layout.kolom_jawaban:
        if i == sheet and k < len(content[r]) and _is_filled(content[r][k]):
            return Sel(name, r + 1, k)
    return None


def _is_filled(nilai: NilaiSel) -> bool:
    return bool(nilai.strip()) if isinstance(nilai, str) else True


def _mark_uncalculated(book: Workbook) -> None:
    content = dict(book.lembar)
    for sheet, r, k in book.rumus_kosong:
        if r <= len(content[sheet]) and k < len(content[sheet][r - 1]):
            content[sheet][r - 1][k] = NOT_CALCULATED


def _uncalculated_formulas(penilai: Mapping[Penilai, KolomPenilai], instrumen: Instrumen) -> list[Temuan]:
    """One LKE112 a sheet whose answer cells hold formulas that were never calculated and that nothing replaces."""
    missing: dict[str, list[Sel]] = {}
    for column in penilai.values():
        for code, isian in column.jawaban.items():
            if isian.nilai == NOT_CALCULATED and not _computed_here(code, column, instrumen):
                missing.setdefault(isian.sel.lembar, []).append(isian.sel)
    return [
        make_temuan("LKE112", min(cell), jumlah=len(cell), lembar=cut_label(sheet)) for sheet, cell in missing.items()
    ]


def _computed_here(code: str, column: KolomPenilai, instrumen: Instrumen) -> bool:
    """Whether the row *code* is computed here from other rows that are all filled (a sum: at least one)."""
    row = instrumen.per_kode[code]
    if row.aturan is None:
        return False
    present = (_has_counts(k, column, instrumen) for k in row.aturan.operan)
    return any(present) if row.jenis == "jumlah" else all(present)


def _has_counts(code: str, column: KolomPenilai, instrumen: Instrumen) -> bool:
    isian = column.jawaban.get(code)
    readable = isian is not None and isinstance(parse_count(isian.nilai).nilai, Fraction)
    return readable or _computed_here(code, column, instrumen)
