"""What the program made of a variant: right, flagged, or wrong, and why."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests import independent_scorer
from tests.builder.layouts import SATKER
from tests.builder.variants import Varian
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet

#: Findings about columns: they name the heading, which stands for every row under it.
COLUMN_PROBLEMS = frozenset({"LKE113"})


class Hasil(NamedTuple):
    """``putusan`` is "benar", "ditandai" or "salah"; ``sebab`` lists what was not as it should be."""

    putusan: str
    sebab: tuple[str, ...]


def compare_variant(v: Varian, berkas: Path) -> Hasil:
    """Read and score *berkas*, which holds the variant *v*, and judge the outcome."""
    try:
        ws = read_worksheet(berkas)
    except UnreadableInput as e:
        return Hasil("ditandai" if v.tingkat == 4 else "salah", (f"ditolak: {e.temuan.kode}",))
    semua = score_worksheet(ws, load_instrumen())
    temuan = [*ws.temuan, *(t for p in semua for t in p.temuan)]
    salah: list[str] = []
    if [p.penilai for p in semua] != [p for p in v.jawaban if _has_content(v, p)]:
        salah.append(f"penilai {[p.penilai for p in semua]}")
    luput: list[str] = []
    for p in semua:
        if p.penilai not in v.jawaban:
            continue
        for kode, sebab in _differences(v, p):
            (luput if kode in v.ragu and _flagged(kode, v, temuan) else salah).append(f"{p.penilai} {kode}: {sebab}")
        if not luput and not salah and p.nilai != independent_scorer.score_answers(v.jawaban[p.penilai]).nilai:
            salah.append(f"{p.penilai}: nilai simpul berbeda")
    if v.wajib_ditandai and not any(_flagged(kode, v, temuan) for kode in v.ragu):
        salah.append("kerancuan tidak ditandai")
    if v.tingkat < 4:
        salah += _layout_problems(v, ws)
    if salah:
        return Hasil("salah", tuple(salah))
    return Hasil("ditandai" if luput or v.wajib_ditandai else "benar", tuple(luput))


def _has_content(v: Varian, penilai: str) -> bool:
    return any(n is not None for n in v.jawaban[penilai].values())


def _same_cell(sel: Sel | None, seharusnya: tuple[str, int, int], v: Varian) -> bool:
    """Same place; a CSV has no sheet name of its own."""
    awal = 1 if v.akhiran == "csv" else 0
    return sel is not None and tuple(sel)[awal:] == seharusnya[awal:]


def _differences(v: Varian, p: Penilaian) -> list[tuple[str, str]]:
    """Indicators that were not read as meant: (kode, what is wrong)."""
    jawaban = v.jawaban[p.penilai]
    mandiri = independent_scorer.score_answers(jawaban)
    hasil: list[tuple[str, str]] = []
    for b in load_instrumen().indikator:
        n, rasio = p.indikator[b.kode], mandiri.rasio[b.kode]
        if n.nilai != (rasio or 0) or (b.kode in p.kosong) != (rasio is None):
            hasil.append((b.kode, f"nilai {n.nilai}, seharusnya {rasio} ({n.mentah!r} di {n.sel})"))
        elif b.jenis_jawaban != "persen" and n.jawaban != jawaban[b.kode]:
            hasil.append((b.kode, f"jawaban {n.jawaban}, seharusnya {jawaban[b.kode]}"))
        elif b.kode not in v.hilang and not _same_cell(n.sel, v.buku.letak[p.penilai, b.kode], v):
            hasil.append((b.kode, f"sel {n.sel}, seharusnya {v.buku.letak[p.penilai, b.kode]}"))
        elif b.kode in v.hilang and n.sel is not None:
            hasil.append((b.kode, f"baris hilang terbaca di {n.sel}"))
    return hasil


def _flagged(kode: str, v: Varian, temuan: list[Temuan]) -> bool:
    """Whether a galat or peringatan names the row of *kode* (by kode or by cell) or the whole column."""
    baris = {tempat[:2] for (_, k), tempat in v.buku.letak.items() if k == kode}
    return any(
        t.tingkat != "info"
        and (t.indikator == kode or (t.sel is not None and tuple(t.sel)[:2] in baris) or t.kode in COLUMN_PROBLEMS)
        for t in temuan
    )


def _layout_problems(v: Varian, ws: Worksheet) -> list[str]:
    """False alarms about the layout, rows missing that are there, identity not read."""
    masalah = [f"{t.kode} {t.sel}: {t.pesan}" for t in ws.temuan if t.tingkat == "galat" and t.kode.startswith("LKE1")]
    if set(ws.baris_hilang) != v.hilang:
        masalah.append(f"baris hilang {sorted(set(ws.baris_hilang) ^ v.hilang)}")
    if ws.satker not in (None, SATKER):
        masalah.append(f"satker {ws.satker!r}")
    if ws.tahun not in (None, 2026):
        masalah.append(f"tahun {ws.tahun}")
    berjudul = any(SATKER in str(n) for kisi in v.buku.lembar for n in kisi.sel.values())
    if berjudul and (ws.satker is None or ws.tahun is None):
        masalah.append("identitas tidak terbaca")
    return masalah
