"""Completeness and plausibility of one assessor's column: notes, evidence, gaps, counts."""

from collections.abc import Iterator
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.loader import load_kewajaran
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.text import short_number
from zi_cli.worksheet.cells import parse_count, tidy_cell
from zi_cli.worksheet.model import Isian, KolomPenilai


def check_completeness(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> list[Temuan]:
    """Findings LKE240–LKE243 about *column*."""
    return [
        *_missing_notes(column, penilaian, instrumen),
        *_partly_filled(column, penilaian, instrumen),
        *_contradictions(column, penilaian, instrumen),
    ]


def _missing_notes(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    calculations: dict[str | None, list[str]] = {}
    for b in instrumen.baris:
        if b.jenis == "jumlah":
            calculations.setdefault(b.induk, []).append(b.kode)
    for code, n in penilaian.indikator.items():
        if n.jawaban is None:
            continue
        # What is written beside a percentage may stand on the rows of its counts.
        rows = (code, *calculations.get(code, ()))
        if column.ada_catatan and not any(_has_content(column.catatan.get(k)) for k in rows):
            yield make_temuan("LKE240", n.sel, code, indikator=instrumen.in_words(code))
        # The lowest answer claims nothing, so it needs no proof.
        if column.ada_bukti and n.nilai > 0 and not any(_has_content(column.bukti.get(k)) for k in rows):
            yield make_temuan("LKE241", n.sel, code, indikator=instrumen.in_words(code))


def _has_content(isian: Isian | None) -> bool:
    return isian is not None and (not isinstance(isian.nilai, str) or tidy_cell(isian.nilai) not in ("", "-"))


def _partly_filled(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    """One LKE242 when some, but not all, of what the stage asks for is answered."""
    tahap_hasil = set(instrumen.hasil_codes) if penilaian.tahap == "pendahuluan" else set()
    needed = [k for k in penilaian.indikator if k not in tahap_hasil and k in column.jawaban]
    is_filled = sum(penilaian.indikator[k].jawaban is not None for k in needed)
    # An answer that can't be used has its own finding; a column is unfinished where cells are blank.
    ada_kosong = any(t.kode in ("LKE202", "LKE217") for t in penilaian.temuan)
    if ada_kosong and 0 < is_filled < len(needed):
        cell = next((column.jawaban[k].sel for k in needed if penilaian.indikator[k].jawaban is None), None)
        yield make_temuan(
            "LKE242", cell, penilai=instrumen.penilai.name_of(column.penilai), terisi=is_filled, semua=len(needed)
        )


def _contradictions(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    excess = {t.indikator for t in penilaian.temuan if t.kode == "LKE206"}
    for rule in load_kewajaran(instrumen):
        left, right = _sum_of_counts(rule.kiri, column), _sum_of_counts(rule.kanan, column)
        if left is None or right is None or (left <= right if rule.hubungan == "<=" else left == right):
            continue
        if instrumen.per_kode[rule.kanan[0]].induk in excess:
            continue
        cell: Sel = column.jawaban[rule.kiri[0]].sel
        yield make_temuan(
            "LKE243",
            cell,
            rule.kiri[0],
            kiri=_sum_in_words(rule.kiri, left, instrumen),
            hubungan="lebih dari" if rule.hubungan == "<=" else "berbeda dengan",
            kanan=_sum_in_words(rule.kanan, right, instrumen),
            alasan=rule.alasan,
        )


def _sum_of_counts(codes: tuple[str, ...], column: KolomPenilai) -> Fraction | None:
    """Sum of counts; None when one of them is blank or unusable."""
    total = Fraction(0)
    for k in codes:
        isian = column.jawaban.get(k)
        nilai = parse_count(isian.nilai).nilai if isian else None
        if not isinstance(nilai, Fraction):
            return None
        total += nilai
    return total


def _sum_in_words(codes: tuple[str, ...], jumlah: Fraction, instrumen: Instrumen) -> str:
    number = " + ".join(str(instrumen.per_kode[k].nomor) for k in codes)
    return f"{short_number(jumlah)} (baris {number})"
