"""The recap with a register: requirement columns, lists of proposals, rows without a worksheet."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from zi_cli.cli import run_cli
from zi_cli.records.kept import decode, encode
from zi_cli.records.schema import schema_of

_USULAN = Path(__file__).parents[2] / "sample_lke" / "usulan-2027"
_DATE = "2027-05-20"


@pytest.fixture
def sample_tree(tmp_path: Path) -> Path:
    shutil.copytree(_USULAN, tmp_path / "pohon")
    return tmp_path / "pohon"


def _check(sample_tree: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    run_cli(["check", str(sample_tree), "--tanggal", _DATE, "--format", "json"])
    isi: dict[str, Any] = json.loads(capsys.readouterr().out)
    return isi


def test_kelayakan_is_that_of_zi_check(
    sample_tree: Path,
    zi_batch: Callable[..., int],
    rekap_json: Callable[[], dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harap = _check(sample_tree, capsys)
    assert zi_batch("--tanggal", _DATE) == 0
    rekap = rekap_json()
    jsonschema.validate(rekap, schema_of("batch"))
    assert rekap["konfigurasi"] == harap["konfigurasi"]
    assert rekap["daftar"] == {**harap["daftar"], "tanggal": _DATE}
    per_berkas = {s["berkas"]["nama"]: s for s in harap["satker"] if s["berkas"]}
    assert {r["jalur"] for r in rekap["satker"]} == set(per_berkas)
    for r in rekap["satker"]:
        k, h = r["kelayakan"], per_berkas[r["jalur"]]
        assert (k["kode"], k["usulan"], k["layak"], k["alasan"]) == (h["kode"], h["usulan"], h["layak"], h["alasan"])
        assert k["syarat"] == {s["kode"]: s["memenuhi"] for s in h["syarat"]}
    tanpa = [s["kode"] for s in harap["satker"] if s["berkas"] is None]
    assert [t["kode"] for t in rekap["tanpa_lke"]] == tanpa
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx", data_only=True)
    for p in ("WBK", "WBBM"):
        layak = {s["nama"] for s in harap["satker"] if s["layak"] and s["usulan"] == p}
        assert {r[1] for r in buku[f"Usulan {p}"].iter_rows(min_row=2, values_only=True)} == layak
    assert buku["Syarat"].max_row == len(rekap["satker"]) + 1
    assert [r[0] for r in buku["Tanpa LKE"].iter_rows(min_row=2, values_only=True)] == tanpa
    baris = csv.DictReader(io.StringIO((tmp_path / "rekap" / "rekap.csv").read_bytes().decode("utf-8-sig")))
    kata = {True: "layak", False: "belum layak", None: "data belum lengkap"}
    assert {b["berkas"]: b["layak"] for b in baris} == {n: kata[s["layak"]] for n, s in per_berkas.items()}


def test_a_resumed_run_with_a_register_still_checks(
    sample_tree: Path, zi_batch: Callable[..., int], rekap_json: Callable[[], dict[str, Any]]
) -> None:
    assert zi_batch("--tanggal", _DATE) == 0
    awal = rekap_json()
    assert zi_batch("--tanggal", _DATE, "--lanjut") == 0
    assert rekap_json() == awal
    assert zi_batch("--tanggal", "2031-05-20", "--lanjut") == 0
    assert [r["kelayakan"]["layak"] for r in rekap_json()["satker"]] != [
        r["kelayakan"]["layak"] for r in awal["satker"]
    ]


def test_a_stricter_ambang_is_used_and_named(
    sample_tree: Path, zi_batch: Callable[..., int], rekap_json: Callable[[], dict[str, Any]]
) -> None:
    toml = sample_tree / "zi.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[ambang.wbk]\ntotal = 84\n", encoding="utf-8")
    assert zi_batch("--tanggal", _DATE) == 0
    rekap = rekap_json()
    assert rekap["ambang"]["diubah"]
    assert rekap["ringkasan"]["memenuhi"]["WBK"] == sum(r["nilai"]["total"] >= 84 for r in rekap["satker"]) > 0


def test_a_damaged_register_stops_before_scoring(
    sample_tree: Path, zi_batch: Callable[..., int], tmp_path: Path
) -> None:
    (sample_tree / "satker.xlsx").write_bytes(b"x")
    assert zi_batch() == 3
    assert not (tmp_path / "rekap").exists()


def test_material_comes_back_equal() -> None:
    from fractions import Fraction

    from zi_cli.findings.record import Sel, Temuan
    from zi_cli.pengajuan.fact import Jawaban
    from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure, Simpulan
    from zi_cli.pengajuan.notes import Catatan
    from zi_cli.pengajuan.register.cell_values import Persen

    sel = Sel("LKE", 3, 4)
    bahan = LkeFacts(
        jalur=Path("K/a.xlsx"),
        nama="K/a.xlsx",
        sha256="0" * 64,
        satker=None,
        kode_satker="01",
        tahun=2026,
        usulan="WBK",
        penilai="tpi",
        tahap="akhir",
        simpulan={"WBK": Simpulan(Jawaban.BELUM, Fraction(1, 3), Fraction(75), ("total",), "", "")},
        angka={"tlhp": LkeFigure(Persen(Fraction(2, 3), 2, 3, teks="2/3"), sel)},
        catatan=(Catatan("sakip", "BB", None, "BB", sel),),
        kosong=(7, 9),
        temuan=(Temuan("SYR407", "peringatan", "x", sel, "B.I.a"),),
        pengungkit={"eselon1": {"WBK": "memenuhi"}},
        sidik="ab",
    )
    assert decode(encode(bahan), LkeFacts) == bahan


def test_groups_and_names_are_those_of_the_register(
    sample_tree: Path, zi_batch: Callable[..., int], rekap_json: Callable[[], dict[str, Any]], tmp_path: Path
) -> None:
    # A flat folder: where a file lies says nothing.
    for n, berkas in enumerate(sorted(sample_tree.glob("*/*/*.xlsx"))):
        berkas.rename(sample_tree / f"lke {n} {berkas.name}")
    with openpyxl_edit(sample_tree / "satker.xlsx") as lembar:
        kolom = {str(c.value): c.column for c in lembar[2]} | {str(c.value): c.column for c in lembar[1]}
        kanwil = {}
        for r in range(3, lembar.max_row + 1):
            lembar.cell(r, kolom["Berkas LKE"]).value = None
            milik = lembar.cell(r, kolom["Kanwil"]).value or lembar.cell(r, kolom["Unit Eselon I"]).value
            kanwil[str(lembar.cell(r, kolom["Kode"]).value)] = milik
    assert zi_batch("--tanggal", _DATE) == 0
    rekap = rekap_json()
    jsonschema.validate(rekap, schema_of("batch"))
    terdaftar = [s for s in rekap["satker"] if s["kelayakan"]["kode"] in kanwil]
    assert len(terdaftar) >= 10
    assert all(s["grup"] == kanwil[s["kelayakan"]["kode"]] for s in terdaftar)
    grup = rekap["ringkasan"]["grup"]
    assert {g["grup"] for g in grup} >= {s["grup"] for s in terdaftar} and len(grup) > 2
    assert sum(g["layak"] for g in grup) == sum(1 for s in rekap["satker"] if s["kelayakan"]["layak"])
    baris = [*csv.DictReader(io.StringIO((tmp_path / "rekap" / "rekap.csv").read_bytes().decode("utf-8-sig")))]
    assert {b["kode"]: b["grup"] for b in baris if b["kode"] in kanwil} == {
        s["kelayakan"]["kode"]: s["grup"] for s in terdaftar
    }


def test_ranking_prints_one_page_wide_with_low_rows(
    sample_tree: Path, zi_batch: Callable[..., int], tmp_path: Path
) -> None:
    assert zi_batch("--tanggal", _DATE) == 0
    lembar = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")["Rekap"]
    judul = [c.value for c in lembar[1]]
    tercetak = judul[: openpyxl.utils.range_boundaries(lembar.print_area.partition("!")[2])[2]]
    assert {"Kode", "Satker", "Kanwil", "Total", "WBK", "WBBM", "Usulan", "Layak"} <= set(tercetak)
    assert "Alasan" not in tercetak and "SHA-256" not in tercetak
    assert lembar.page_setup.fitToWidth in (None, 1) and lembar.sheet_properties.pageSetUpPr.fitToPage
    # Whatever the reasons say, a satker takes two or three lines of paper: 100 of them five pages at most.
    assert all((d.height or 15) <= 3 * 13.5 for n, d in lembar.row_dimensions.items() if n > 1)


@contextmanager
def openpyxl_edit(berkas: Path) -> Iterator[Any]:
    buku = openpyxl.load_workbook(berkas)
    yield buku["Satker"]
    buku.save(berkas)


def test_only_summary_and_ranking_are_printed(sample_tree: Path, zi_batch: Callable[..., int], tmp_path: Path) -> None:
    assert zi_batch("--tanggal", _DATE) == 0
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")
    for lembar in buku.worksheets:
        area = lembar.print_area.rpartition("!")[2].replace("$", "")
        kosong = bool(area) and ":" not in area and lembar[area].value is None
        assert kosong == (lembar.title not in ("Ringkasan", "Rekap")), lembar.title
