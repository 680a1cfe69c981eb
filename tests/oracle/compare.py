"""Compare a recalculated form with the exact result for the same file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from zi_cli.forms import addresses as d
from zi_cli.forms import verdict_formulas as r
from zi_cli.forms.content import Formulir
from zi_cli.forms.fill import score_isian
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.read import read_worksheet

TOLERANSI = 1e-9

Sel = object


class Mismatch(NamedTuple):
    """One figure on which LibreOffice and we differ."""

    berkas: str
    tempat: str
    libreoffice: object
    kita: object


class Banding(NamedTuple):
    """How many figures of a file were compared, those that differ, and the verdicts that came up."""

    jumlah: int
    beda: list[Mismatch]
    putusan: list[str]


def compare_file(berkas: Path, formulir: Formulir) -> Banding:
    """Read *berkas* as LibreOffice left it, score it ourselves, and compare every figure of every assessor.

    The score from the file must also equal, exactly, the one from the answers put into *formulir*.
    """
    instrumen, ambang, penilai = formulir.instrumen, formulir.ambang, formulir.penilai
    buku = CalamineWorkbook.from_path(berkas)
    lke = buku.get_sheet_by_name(d.LKE).to_python(skip_empty_area=False)
    ringkasan = buku.get_sheet_by_name(d.RINGKASAN).to_python(skip_empty_area=False)
    ws = read_worksheet(berkas, instrumen=instrumen)
    # An assessor without any answer has no record: everything is then 0 and "belum dinilai".
    semua = score_worksheet(ws, instrumen, ambang)
    hasil = {p.penilai: p for p in semua if not any(t.kode == "LKE220" for t in p.temuan)}
    langsung = score_isian(instrumen, ambang, formulir.isian)
    denah = d.CellPlan(instrumen, penilai)
    pair_of: list[tuple[str, Sel, Sel]] = []
    for urut, p in enumerate(penilai):
        nyata = hasil.get(p)
        pair_of += ((f"{p} {t}", a, b) for t, a, b in _lke(lke, denah, p, nyata))
        pair_of += (
            (f"{p} {t}", a, b) for t, a, b in _summary_figures(ringkasan, instrumen, ambang, 3 + 3 * urut, nyata)
        )
        pair_of.append((f"{p} dibaca", nyata.nilai if nyata else None, langsung[p].nilai if p in langsung else None))
    beda = [Mismatch(berkas.name, t, a, b) for t, a, b in pair_of if not _same(a, b)]
    putusan = [str(b) for t, _, b in pair_of if " putusan " in t]
    return Banding(len(pair_of), beda, putusan)


def _same(a: Sel, b: Sel) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float | Fraction):
        return abs(float(a) - float(b)) <= TOLERANSI
    return a == b


def _lke(
    lke: list[list[Sel]], denah: d.CellPlan, p: Penilai, penilaian: Penilaian | None
) -> Iterator[tuple[str, Sel, Sel]]:
    instrumen = denah.instrumen
    for b in instrumen.baris:
        if b.jenis in ("jumlah", "kelompok"):
            continue
        baris = lke[denah.row(b.kode)]
        nilai, persen = baris[denah.column(p, "nilai")], baris[denah.column(p, "persen")]
        kita = penilaian.nilai[_simpul(b.kode)] if penilaian else Fraction(0)
        yield f"{b.kode} nilai", nilai, kita
        if b.jenis == "indikator":
            ind = penilaian.indikator[b.kode] if penilaian else None
            yield f"{b.kode} %", persen, "" if ind is None or ind.jawaban is None else ind.nilai
        elif b.bobot is not None:
            yield f"{b.kode} %", persen, kita / b.bobot


def _simpul(kode: str) -> str:
    return "total" if kode == "TOTAL" else kode.removesuffix(".TOTAL")


def _summary_figures(
    isi: list[list[Sel]], instrumen: Instrumen, ambang: SetAmbang, kolom: int, penilaian: Penilaian | None
) -> Iterator[tuple[str, Sel, Sel]]:
    per_label = {str(baris[0]).strip(): baris for baris in isi if baris[0]}
    yield "tahap", per_label["Tahap"][kolom], r.stage(penilaian, instrumen)
    kosong = len(penilaian.kosong) if penilaian else len(instrumen.indikator)
    yield "kosong", per_label["Indikator tanpa jawaban"][kolom], kosong
    yield "total", per_label["Nilai total"][kolom], penilaian.nilai["total"] if penilaian else 0
    maks = penilaian.nilai_maks if penilaian else instrumen.bobot("TOTAL")
    yield "nilai_maks", per_label["Nilai tertinggi yang masih mungkin"][kolom], maks
    for x in PREDIKAT:
        yield f"putusan {x}", per_label[f"Putusan {x}"][kolom], r.verdict(penilaian, x, instrumen)
    for nomor, nama in instrumen.nama_area.items():
        baris = per_label[f"{nomor}. {nama}"]
        for geser, kode in enumerate(instrumen.area_halves(nomor)):
            yield f"area {kode}", baris[kolom + geser], penilaian.nilai[kode] if penilaian else 0
    awal = next(i for i, baris in enumerate(isi) if baris[0] == "Ambang") + 2
    for i, a in enumerate(ambang.daftar):
        baris = isi[awal + i]
        for geser, x in enumerate(PREDIKAT, 1):
            skala = 100 if a.satuan == "persen" else 1
            yield f"minimal {a.kode} {x}", baris[geser], a.minimal[x] / skala
            if penilaian is None:
                yield f"ambang {a.kode} {x}", baris[kolom + geser], ""
                continue
            h = next(h for h in penilaian.putusan[x].ambang if h.kode == a.kode)
            yield f"nilai {a.kode}", baris[kolom], h.nilai / skala
            yield f"ambang {a.kode} {x}", baris[kolom + geser], r.threshold(penilaian, a, x)
