"""Headings: titles above them are not assessors, names above answers are."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.builder import FormShape, build_book, perfect, raw_cells
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet
from zi_cli.worksheet.recognise.headings import Headings, find_headings
from zi_cli.worksheet.recognise.labels import normal

HEADINGS = ["Penilaian", "", "", "", "", "", "", "Bobot", "Kriteria Nilai", "Pilihan Jawaban"]


def headings_of(*baris: list[str]) -> Headings:
    hasil = find_headings([[*b] for b in baris], load_instrumen().penilai)
    assert hasil is not None
    return hasil


def answer_columns(k: Headings) -> dict[int, str | None]:
    return {i: t.penilai for i, t in dict(k.kolom).items() if t.peran == "jawaban"}


@pytest.mark.parametrize(
    "judul",
    [
        ["Satuan Kerja : Kantor Imigrasi Contoh"],
        ["Unit Kerja", ":", "Kantor Imigrasi Kelas II TPI Contoh"],
        ["", "", "Kantor Imigrasi Kelas I TPI Contoh"],
        ["Tim Penilai Internal"],
    ],
)
def test_a_title_right_above_the_head(judul: list[str]) -> None:
    k = headings_of(judul, [*HEADINGS, "Jawaban"], ["A.", "PENGUNGKIT"])
    assert (k.awal, k.akhir, answer_columns(k)) == (1, 1, {10: "unit"})


def test_a_title_above_the_first_answer_column() -> None:
    k = headings_of(["Satuan Kerja : Kantor Imigrasi Kelas I TPI Contoh"], ["Jawaban", "Penilaian", "Bobot"], ["Ya"])
    assert (k.awal, answer_columns(k)) == (1, {0: "unit"})


def test_the_assessors_name_above_the_answers() -> None:
    k = headings_of(["Satuan Kerja : Kantor Imigrasi Contoh"], [*HEADINGS, "Unit Kerja", "", "TPI"],
               [*[""] * 10, "Jawaban", "Nilai", "Jawaban", "Nilai"], ["A.", "PENGUNGKIT"])  # fmt: skip
    assert (k.awal, k.akhir, answer_columns(k)) == (1, 2, {10: "unit", 12: "tpi"})
    assert k.columns_of("nilai", "tpi") == [13]


def test_the_assessors_name_in_a_row_of_its_own_above_the_head() -> None:
    k = headings_of(
        [*[""] * 10, "Kanwil", "", "Itjen"], [*HEADINGS, "Jawaban", "Catatan", "Jawaban", "Catatan"], ["A."]
    )
    assert (k.awal, k.akhir, answer_columns(k)) == (0, 1, {10: "kanwil", 12: "tpi"})


@pytest.mark.parametrize(
    "judul", ["Nilai TPI", "Skor TPI", "TPI", "Penilaian TPI", "Hasil Evaluasi TPI", "Reviu Itjen"]
)
def test_answers_under_another_title_stay_their_assessors(judul: str, tmp_path: Path) -> None:
    ws = _with_heading(judul, tmp_path)
    assert (list(ws.penilai), [t.kode for t in ws.temuan]) == (["unit", "tpi"], [])
    assert ws.penilai["tpi"].jawaban["A.I.1.i.a"].nilai == "Tidak"


@pytest.mark.parametrize(
    "judul",
    ["Verifikator", "Evaluator", "Penilaian", "Hasil Verifikasi", "Review", "", "Nilai", "Catatan", "Data Dukung",
     "Jawaban Verifikator", "Tim Penilai", "Asesor"],
)  # fmt: skip
def test_an_answer_column_without_an_owner_is_named_and_doubtful(judul: str, tmp_path: Path) -> None:
    ws = _with_heading(judul, tmp_path)
    (t,) = ws.temuan
    assert (list(ws.penilai), t.kode, t.tingkat) == (["unit"], "LKE115", "galat")
    assert "Kolom O" in t.pesan and "103 jawaban" in t.pesan
    instrumen = load_instrumen()
    (p,) = score_worksheet(ws, instrumen)
    assert {x.keadaan for x in p.putusan.values()} == {"belum dapat dipastikan"}
    # Said whose it is, by column or by heading, it is read.
    tahu = [instrumen.claiming({}, {"O": "tpi"})]
    tahu += (
        [instrumen.claiming({normal(judul): "tpi"}, {})] if judul not in ("", "Nilai", "Catatan", "Penilaian") else []
    )
    for i in tahu:
        ulang = read_worksheet(tmp_path / "lke.xlsx", instrumen=i)
        assert (list(ulang.penilai), ulang.temuan) == (["unit", "tpi"], [])


def test_a_column_without_answers_is_not_named(tmp_path: Path) -> None:
    # Whether there is evidence, for every row: options of some rows, but no answers.
    assert _with_heading("Bukti ada?", tmp_path, semua="Ya").temuan == []
    assert _with_heading("Verifikator", tmp_path, semua="sudah").temuan == []
    assert _with_heading("Verifikator", tmp_path, semua="").temuan == []


def test_two_answer_columns_in_the_portals_place() -> None:
    def di(*letak: int) -> dict[int, str | None]:
        baris = [""] * 18
        baris[:10] = HEADINGS
        for k in letak:
            baris[k] = "Jawaban"
        return answer_columns(headings_of(baris))

    assert di(10, 13) == {10: "unit", 13: "tpi"}
    assert di(10, 12) == {10: "unit", 12: "unit"}
    assert di(10) == {10: "unit"}


def test_a_copy_under_an_unknown_title_on_another_sheet_is_named(tmp_path: Path) -> None:
    buku = build_book({"unit": raw_cells(perfect())})
    asing = {"judul_kolom": {"jawaban": "Verifikator"}, "nama_kepala": {"unit": ""}}
    lain = build_book({"unit": raw_cells(perfect())}, FormShape(nama_lembar="Verifikasi", **asing))
    buku.lembar += lain.lembar
    ws = read_worksheet(buku.simpan(tmp_path / "lke.xlsx"))
    assert [(t.kode, t.sel and t.sel.lembar) for t in ws.temuan] == [("LKE115", "Verifikasi")]


def _with_heading(judul: str, folder: Path, semua: str | None = None) -> Worksheet:
    """A worksheet whose unit answers perfectly and whose last column, headed *judul*, holds answers (or *semua*)."""
    isi = raw_cells(perfect())
    lain = {k: ("Tidak" if k == "A.I.1.i.a" else v) if semua is None else semua for k, v in isi.items()}
    bentuk = FormShape(kolom_penilai=("jawaban", "catatan"), nama_kepala={"unit": "Unit", "tpi": ""})
    buku = build_book({"unit": isi, "tpi": lain}, bentuk)
    kisi = buku.lembar[0]
    for r in sorted({r for r, _ in kisi.sel}):
        # The column moves away from its neighbours, as further columns of a form do.
        nilai = kisi.sel.pop((r, 12), None)
        if nilai is not None:
            kisi.sel[r, 14] = judul if nilai == "Jawaban" else nilai
    return read_worksheet(buku.simpan(folder / "lke.xlsx"))


def _zi(capsys: pytest.CaptureFixture[str], *argumen: str | Path) -> tuple[int, list[dict[str, Any]], str]:
    kode = run_cli([str(a) for a in argumen])
    keluar = capsys.readouterr()
    return kode, [json.loads(b) for b in keluar.out.splitlines()], keluar.err


@pytest.mark.parametrize("tunjuk", ["tpi=O", "tpi=o", 'tpi="Verifikator"', 'TPI="verifikator"'])
def test_a_columns_owner_is_named_on_the_command_line(
    tunjuk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_heading("Verifikator", tmp_path)
    lke = tmp_path / "lke.xlsx"
    _, semua, _ = _zi(capsys, "score", lke, "--format", "json")
    assert [(s["penilai"], s["putusan"]["WBK"]["keadaan"]) for s in semua] == [("unit", "belum dapat dipastikan")]
    _, semua, _ = _zi(capsys, "score", lke, "--kolom-penilai", tunjuk, "--format", "json")
    keadaan = {s["penilai"]: s["putusan"]["WBK"]["keadaan"] for s in semua}
    assert keadaan == {"unit": "memenuhi", "tpi": "memenuhi"}
    _, semua, _ = _zi(capsys, "check", lke, "--kolom-penilai", tunjuk, "--format", "json")
    assert [(s["penilai"], s["nilai_memenuhi"]) for s in semua[0]["satker"]] == [("tpi", None)]


@pytest.mark.parametrize(
    ("tunjuk", "kode"),
    [("tpi=ZZ", 3), ('tpi="Verifkator"', 3), ("tpi", 2), ("saya=O", 2), ("tpi=O1", 2), ('tpi=""', 2)],
)
def test_a_naming_that_meets_nothing(
    tunjuk: str, kode: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_heading("Verifikator", tmp_path)
    hasil, semua, galat = _zi(capsys, "score", tmp_path / "lke.xlsx", "--kolom-penilai", tunjuk, "--format", "json")
    assert (hasil, semua, "LKE139" in galat) == (kode, [], kode == 3)


def test_a_title_in_zi_toml_holds_for_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _with_heading("Verifikator", tmp_path)
    atur = tmp_path / "zi.toml"
    atur.write_text('[judul_penilai]\n"VERIFIKATOR" = "tpi"\n', "utf-8")
    _, (isi,), _ = _zi(capsys, "check", tmp_path, "--format", "json")
    assert [s["penilai"] for s in isi["satker"]] == ["tpi"]
    # Workers read by the same object of the instrument, headings included.
    assert pickle.loads(pickle.dumps(load_config(atur).instrumen)) is load_config(atur).instrumen
    atur.write_text('[judul_penilai]\n"Verifikator" = "ketua"\n', "utf-8")
    assert _zi(capsys, "check", tmp_path)[0] == 3
