"""No false alarm and no second line: what is in order raises nothing, one mistake raises one finding."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests import independent_scorer
from tests.builder import FormShape, Jawaban, acak, build_book, perfect, raw_cells
from tests.builder.layouts import LAYOUTS
from tests.forms.helpers import filled_form
from zi_cli.cli.lint import lint_file
from zi_cli.config import load_config
from zi_cli.findings.record import Temuan
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen

INSTRUMEN = load_instrumen()
#: Clean forms to read; make bersih takes 200, make bersih BIBIT=2 others.
CLEAN_COUNT = int(os.environ.get("ZI_TEST_BERSIH", "36"))
BIBIT = os.environ.get("ZI_TEST_BIBIT", "")
PERCENT_CODES = [b.kode for b in INSTRUMEN.indikator if b.jenis_jawaban == "persen"]
COUNT_CODES = {k: [b.kode for b in INSTRUMEN.baris if b.jenis == "jumlah" and b.induk == k] for k in PERCENT_CODES}


def lint(folder: Path, isi: Mapping[str, Any] | None = None, bentuk: FormShape | None = None) -> list[Temuan]:
    berkas = build_book({"unit": raw_cells(perfect()) | dict(isi or {})}, bentuk).simpan(folder / "lke.xlsx")
    return lint_file(berkas, load_config(None), formula=False).temuan


def brief(temuan: list[Temuan], *abaikan: str) -> list[tuple[str, str, str | None]]:
    return [(t.kode, t.tingkat, t.indikator) for t in temuan if t.kode not in abaikan]


@pytest.mark.parametrize("kolom", ["catatan", "bukti"])
@pytest.mark.parametrize("di", ["persen", "jumlah", "tidak ada"])
def test_notes_of_a_percent_row_may_stand_on_its_counts(kolom: str, di: str, tmp_path: Path) -> None:
    bentuk = FormShape(kolom_penilai=("jawaban", kolom))  # type: ignore[arg-type]
    buku = build_book({"unit": raw_cells(perfect())}, bentuk)
    (kisi,) = buku.lembar
    for kode in PERCENT_CODES:
        _, baris, k = buku.letak["unit", kode]
        kisi.sel.pop((baris - 1, k + 1), None)
        tempat = {"persen": kode, "jumlah": COUNT_CODES[kode][-1]}.get(di)
        if tempat is not None:
            kisi.sel[buku.letak["unit", tempat][1] - 1, k + 1] = "Lihat lampiran"
    temuan = lint_file(buku.simpan(tmp_path / "lke.xlsx"), load_config(None), formula=False).temuan
    kode_temuan = {"catatan": "LKE240", "bukti": "LKE241"}[kolom]
    assert {t.indikator for t in temuan if t.kode == kode_temuan} == (
        set(PERCENT_CODES) if di == "tidak ada" else set()
    )


@pytest.mark.parametrize(
    ("kode", "label", "jawaban", "harapan"),
    [
        ("A.I.1.i.a", "Ya", "Ya", [("LKE203", "info", "A.I.1.i.a")]),
        ("A.I.1.i.a", "Ya", "Tidak", [("LKE203", "info", "A.I.1.i.a")]),
        ("A.I.1.i.a", "A/B/C", "Ya", [("LKE203", "galat", "A.I.1.i.a")]),
        ("A.I.1.i.b", "A/B/C/D", "A", [("LKE203", "info", "A.I.1.i.b")]),
        ("A.I.1.i.b", "A/B/C/D", "B", [("LKE203", "galat", "A.I.1.i.b")]),
        ("A.I.1.i.b", "A/B/C/D", "C", [("LKE203", "galat", "A.I.1.i.b")]),
        ("A.I.1.i.b", "A/B/C/D", None, [("LKE203", "info", "A.I.1.i.b"), ("LKE202", "peringatan", "A.I.1.i.b")]),
        ("A.I.1.i.b", "Ya/Tidak", "Ya", [("LKE203", "galat", "A.I.1.i.b")]),
        ("A.I.1.i.b", "Ya/Tidak", "E", [("LKE203", "info", "A.I.1.i.b"), ("LKE201", "galat", "A.I.1.i.b")]),
    ],
)
def test_a_wrong_label_matters_only_where_it_changes_the_value(
    kode: str, label: str, jawaban: str | None, harapan: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    temuan = lint(tmp_path, {kode: jawaban}, FormShape(label={kode: label}))
    kosong = [("LKE242", "peringatan", None)] if jawaban is None else []
    assert sorted(map(str, brief(temuan))) == sorted(map(str, [*harapan, *kosong]))


@pytest.mark.parametrize("kode", PERCENT_CODES)
@pytest.mark.parametrize("lengkap", [True, False])
def test_an_uncalculated_formula_matters_only_where_nothing_replaces_it(
    kode: str, lengkap: bool, tmp_path: Path
) -> None:
    buku = build_book({"unit": raw_cells(perfect())})
    buku.simpan(tmp_path / "lke.xlsx")
    b = openpyxl.load_workbook(tmp_path / "lke.xlsx")
    lembar, baris, kolom = buku.letak["unit", kode]
    b[lembar].cell(baris, kolom + 1).value = "=1/1"
    if not lengkap:
        aturan = INSTRUMEN.per_kode[kode].aturan
        assert aturan is not None
        for operan in (aturan.operan[0], *COUNT_CODES[kode]):
            _, baris, kolom = buku.letak["unit", operan]
            b[lembar].cell(baris, kolom + 1).value = None
    b.save(tmp_path / "lke.xlsx")
    temuan = lint_file(tmp_path / "lke.xlsx", load_config(None), formula=False).temuan
    assert ("LKE112" in {t.kode for t in temuan}) is not lengkap
    assert not lengkap or temuan == []


def test_a_rounded_ratio_agrees_with_its_counts(tmp_path: Path) -> None:
    isi = {"A.II.4.i.a": 0.1111, "A.II.4.i.a.1": 9, "A.II.4.i.a.2": 1}
    assert lint(tmp_path, isi) == []
    assert brief(lint(tmp_path, isi | {"A.II.4.i.a": 0.1112})) == [("LKE204", "peringatan", "A.II.4.i.a")]


@pytest.mark.parametrize(
    ("penanda", "harapan"),
    [
        ({"A.I.6.v.b": "c.", "A.I.6.v.c": "b."}, [("LKE123", "info", "A.I.6.v.b")]),
        ({"A.I.6.v.b": "z."}, [("LKE123", "info", "A.I.6.v.b")]),
        ({"A.I.1.i.b": "c.", "A.I.6.v.b": "z."}, [("LKE123", "info", "A.I.1.i.b"), ("LKE123", "info", "A.I.6.v.b")]),
    ],
)
def test_odd_letters_of_a_sub_are_one_finding(
    penanda: dict[str, str], harapan: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert brief(lint(tmp_path, bentuk=FormShape(penanda=penanda))) == harapan


def test_letters_that_move_up_after_a_lost_row_follow_from_it(tmp_path: Path) -> None:
    bergeser = {"A.I.2.i.b": "a.", "A.I.2.i.c": "b."}
    hilang = FormShape(hilang=frozenset({"A.I.2.i.a"}), penanda=bergeser)
    assert {t.kode for t in lint(tmp_path, bentuk=hilang)} & {"LKE120", "LKE123"} == {"LKE120"}
    lain = FormShape(hilang=frozenset({"A.I.2.i.a"}), penanda={"A.I.2.i.b": "x."})
    assert {t.kode for t in lint(tmp_path, bentuk=lain)} & {"LKE120", "LKE123"} == {"LKE120", "LKE123"}


@pytest.mark.parametrize(
    ("hitungan", "kode"), [({"A.II.4.i.a.1": 4, "A.II.4.i.a.2": 9}, "LKE206"), ({"A.II.4.i.a.1": 0}, "LKE207")]
)
def test_impossible_counts_are_the_one_mistake(hitungan: dict[str, Any], kode: str, tmp_path: Path) -> None:
    isi = {"A.II.4.i.a.1": 5, "A.II.4.i.a.2": 5} | hitungan
    assert [k for k, *_ in brief(lint(tmp_path, isi | {"A.II.4.i.a": 0.5}))] == [kode]


@pytest.mark.parametrize("n", range(CLEAN_COUNT))
def test_a_clean_form_of_every_layout_has_no_finding(n: int, tmp_path: Path) -> None:
    tata_letak = list(LAYOUTS)[n % len(LAYOUTS)]
    tata, rng = LAYOUTS[tata_letak], Random(f"bersih{BIBIT}/{n}")
    penilai = rng.choice([list(tata.penilai)] if tata.penilai else [["unit"], ["unit", "tpi"], ["unit", "kanwil"]])
    bentuk = tata.bentuk(rng, penilai)
    jawaban = {p: clean_random(rng) for p in penilai}
    angka = {p: independent_scorer.score_answers(j).nilai for p, j in jawaban.items()}
    # With its percentage typed, a percent row has its note and evidence too.
    persen = {p: {k: float(n[k] / (INSTRUMEN.per_kode[k].bobot or 1)) for k in PERCENT_CODES} for p, n in angka.items()}
    buku = build_book({p: raw_cells(j) | persen[p] for p, j in jawaban.items()}, bentuk, angka=angka)
    berkas = buku.simpan(tmp_path / f"lke.{tata.akhiran}")
    temuan = lint_file(berkas, load_config(None), formula=False).temuan
    # What the score itself says is no alarm: a half below its percentage, totals that agree. Hidden answers are named.
    boleh = {"LKE230", "LKE305"} | ({"LKE151", "LKE152"} if tata_letak == "tersembunyi" else set())
    assert [t for t in temuan if t.kode not in boleh] == []


@pytest.mark.parametrize("ragam", ["tinggi", "sempurna"])
@pytest.mark.parametrize("penilai", [("unit",), ("unit", "tpi")])
def test_a_filled_form_of_ours_has_no_finding(ragam: str, penilai: tuple[Any, ...], tmp_path: Path) -> None:
    berkas = tmp_path / "lke.xlsx"
    berkas.write_bytes(write_form(filled_form(*penilai, ragam=ragam)))
    temuan = lint_file(berkas, load_config(None), formula=False).temuan
    # The helper leaves notes and evidence blank, which is worth saying.
    assert {t.kode for t in temuan} <= {"LKE230", "LKE240", "LKE241", "LKE305"}


def clean_random(rng: Random) -> Jawaban:
    """Random answers, none blank, with counts that no rule objects to."""
    isi = acak(rng, kosong=0)
    layanan = rng.randint(1, 9)
    agen = rng.randint(1, 6)
    return isi | {"A.II.1.i.a.1": agen, "A.II.1.i.a.2": agen + 2, "A.II.1.i.b.1": agen + 2, "A.II.1.i.b.2": agen,
                  "A.II.6.i.b.1": layanan, "A.II.6.i.b.2": layanan}  # fmt: skip
