"""Generated worksheets, file and all: every node equals the independent calculation, every answer its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import independent_scorer
from tests.builder import FormShape, acak, build_book, perfect, raw_cells
from tests.builder.form_shape import KolomPenilai
from tests.builder.grid import BookDraft
from tests.builder.noise import mistype
from tests.test_independent_score import check_against
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet

TITLES = (
    ("LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM TAHUN 2026",),
    ("Satuan Kerja : Kantor Imigrasi Contoh",),
)
PENILAI = (["unit"], ["unit", "tpi"], ["unit", "kanwil", "eselon1", "setjen", "tpi", "tpm", "tpn"])


@st.composite
def layout_a(draw: st.DrawFn) -> FormShape:
    """Layout (a): official columns, markers in columns of their own, ID column or not, title rows or not."""
    kolom: list[tuple[KolomPenilai, ...]] = [("jawaban",), ("jawaban", "catatan"), ("jawaban", "catatan", "bukti")]
    return FormShape(
        nomor=draw(st.sampled_from([None, "baris", "kode"])),
        judul=draw(st.sampled_from([(), TITLES, (*TITLES, (), ())])),
        kolom_penilai=draw(st.sampled_from(kolom)),
        judul_kolom={"uraian": draw(st.sampled_from(["Penilaian", ""]))},
    )


@st.composite
def layout_b(draw: st.DrawFn) -> FormShape:
    """Layout (b): one "Penilaian" column of marker and text, `Nilai` and `%` beside the answer."""
    return FormShape(
        uraian="gabung",
        nomor=draw(st.sampled_from([None, "urut"])),
        judul=draw(st.sampled_from([(), TITLES])),
        judul_kolom={"kriteria": draw(st.sampled_from(["Kriteria Nilai", "Penjelasan"]))},
        kolom_penilai=("jawaban", "nilai", "persen"),
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as nama:
        yield Path(nama)


def read_and_score(buku: BookDraft, folder: Path) -> tuple[Worksheet, list[Penilaian]]:
    ws = read_worksheet(buku.simpan(folder / "lke.xlsx"))
    return ws, score_worksheet(ws, load_instrumen())


@pytest.mark.parametrize("uraian", ["resmi", "gabung"])
def test_perfect_is_exactly_one_hundred(uraian: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bentuk = (
        FormShape() if uraian == "resmi" else FormShape(uraian="gabung", kolom_penilai=("jawaban", "nilai", "persen"))
    )
    ws, (p,) = read_and_score(build_book({"unit": raw_cells(perfect())}, bentuk), folder)
    assert (p.nilai["total"], p.nilai["A"], p.nilai["B"]) == (100, 60, 40)
    assert ws.temuan + p.temuan == []
    assert run_cli(["score", str(folder / "lke.xlsx"), "--format", "json"]) == 0
    r = json.loads(capsys.readouterr().out)
    assert (r["nilai"]["total"], r["nilai"]["A"], r["nilai"]["B"], r["kosong"]) == (100, 60, 40, 0)


@pytest.mark.parametrize("huruf", ["a", "b"])
@given(data=st.data(), benih=st.integers(0, 2**32 - 1), penilai=st.sampled_from(PENILAI), rapi=st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_answers(huruf: str, folder: Path, data: st.DataObject, benih: int, penilai: list[str], rapi: bool) -> None:
    rng = Random(benih)
    jawaban = {p: acak(rng, kosong=rng.choice([0, 0.03, 0.4])) for p in penilai}
    isi = {p: raw_cells(j) if rapi else mistype(j, rng) for p, j in jawaban.items()}
    angka = {p: independent_scorer.score_answers(j).nilai for p, j in jawaban.items()}
    buku = build_book(isi, data.draw(layout_a() if huruf == "a" else layout_b()), angka=angka)
    ws, semua = read_and_score(buku, folder)
    assert [t for t in ws.temuan if t.tingkat != "info"] == []
    assert ws.baris_hilang == ()
    assert [p.penilai for p in semua] == penilai
    for p in semua:
        check_against(p, jawaban[p.penilai])
        assert {k: tuple(n.sel or ()) for k, n in p.indikator.items()} == {
            k: buku.letak[p.penilai, k] for k in p.indikator
        }
