"""``zi compare`` from the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.builder import perfect
from tests.report.conftest import HOSTILE_GROUPS, HOSTILE_NAMES
from tests.report.material import random_answers, write_lke
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.records.schema import schema_of

Jalankan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def two_assessors(tmp_path: Path) -> Path:
    return write_lke(tmp_path / "lke.xlsx", {"unit": perfect(), "tpi": perfect() | {"A.I.1.i.b": "B"}})


def load_json(teks: str) -> dict[str, Any]:
    dokumen = json.loads(teks)
    jsonschema.validate(dokumen, schema_of("compare"))
    return dokumen


def test_assessors_of_one_file(two_assessors: Path, run_command: Jalankan) -> None:
    kode, keluar, _ = run_command("compare", two_assessors, "--format", "json")
    assert kode == 0
    d = load_json(keluar)
    assert d["jenis"] == "penilai"
    (p,) = d["pasangan"]
    assert (p["dari"]["penilai"], p["ke"]["penilai"]) == ("unit", "tpi")
    assert [(i["kode"], i["baris"], i["selisih"]) for i in p["indikator"]] == [("A.I.1.i.b", 7, -0.125)]
    sama = {"dari": True, "ke": True, "keadaan_dari": "memenuhi", "keadaan_ke": "memenuhi"}
    sama |= {"bergantung_dari": [], "bergantung_ke": []}
    assert p["putusan"] == {"WBK": sama, "WBBM": sama}


def test_order_of_assessors_is_the_users(two_assessors: Path, run_command: Jalankan) -> None:
    _, keluar, _ = run_command("compare", two_assessors, "--antara", "tpi,unit", "--format", "json")
    assert load_json(keluar)["pasangan"][0]["indikator"][0]["selisih"] == 0.125


def test_files_are_compared_in_the_order_given(tmp_path: Path, run_command: Jalankan) -> None:
    berkas = [
        write_lke(tmp_path / f"{t}.xlsx", {"unit": perfect() | {"A.I.1.i.b": j}}, tahun=t)
        for t, j in ((2024, "C"), (2025, "B"), (2026, "A"))
    ]
    kode, keluar, galat = run_command("compare", *berkas, "--format", "json")
    d = load_json(keluar)
    assert (kode, galat, d["jenis"]) == (0, "", "berkas")
    assert [(p["dari"]["tahun"], p["ke"]["tahun"], p["indikator"][0]["arah"]) for p in d["pasangan"]] == [
        (2024, 2025, "naik"),
        (2025, 2026, "naik"),
    ]


def test_other_satker_and_unreadable_file_are_said(tmp_path: Path, run_command: Jalankan) -> None:
    a = write_lke(tmp_path / "a.xlsx", {"unit": perfect()}, satker="Rutan Contoh")
    b = write_lke(tmp_path / "b.xlsx", {"unit": perfect()}, satker="Lapas Contoh")
    rusak = tmp_path / "rusak.xlsx"
    rusak.write_bytes(b"bukan buku kerja")
    kode, keluar, galat = run_command("compare", a, rusak, b, "--format", "json")
    assert kode == 3
    d = load_json(keluar)
    assert len(d["pasangan"]) == 1
    assert [g["temuan"]["kode"] for g in d["gagal"]] == ["LKE104"]
    assert "Rutan Contoh" in galat
    assert "LKE104" in galat


def test_folder(folder_lke: Path, run_command: Jalankan) -> None:
    kode, keluar, galat = run_command("compare", folder_lke, "--format", "json")
    d = load_json(keluar)
    assert (kode, d["jenis"], len(d["pasangan"])) == (0, "folder", 4)
    assert sum(g["satker"] for g in d["ringkasan"]["grup"]) == 4
    assert [x["berkas"] for x in d["dilewati"]] == [f"{HOSTILE_GROUPS[0]}/UPT 4/lke.xlsx"]
    assert "dilewati" in galat
    nilai = [g["kelebihan"] for g in d["ringkasan"]["grup"]]
    assert nilai == sorted(nilai, reverse=True)


def test_the_register_of_a_folder_is_no_worksheet_passed_over(tmp_path: Path, run_command: Jalankan) -> None:
    folder = tmp_path / "usulan"
    write_lke(folder / "Kanwil Contoh" / "lke.xlsx", {"unit": perfect(), "tpi": perfect()})
    (folder / "satker.xlsx").write_bytes(register_workbook([{"nama": "Kantor Imigrasi Contoh"}]))
    (folder / "Kanwil Contoh" / "anggaran.xlsx").write_bytes(register_workbook([{"nama": "Anggaran"}]))
    kode, keluar, galat = run_command("compare", folder, "--format", "json")
    other = [(x["berkas"], x["sebab"]) for x in load_json(keluar)["dilewati"]]
    assert (kode, [name for name, _ in other]) == (0, ["Kanwil Contoh/anggaran.xlsx"])
    assert f"anggaran.xlsx: dilewati, {other[0][1]}" in galat and other[0][1].startswith("tidak memuat LKE")


@pytest.mark.parametrize("bentuk", ["tabel", "md", "csv", "html"])
def test_every_format_carries_the_difference(
    two_assessors: Path, run_command: Jalankan, bentuk: str, tmp_path: Path
) -> None:
    hasil = tmp_path / "hasil.txt"
    kode, _, _ = run_command("compare", two_assessors, "--format", bentuk, "-o", hasil)
    keluar = hasil.read_text(encoding="utf-8")
    assert kode == 0
    assert "A.I.1.i.b" in keluar
    assert ("-0.125000" if bentuk == "csv" else "-0,125") in keluar


def test_hostile_names_stay_inert(folder_lke: Path, run_command: Jalankan, tmp_path: Path) -> None:
    run_command("compare", folder_lke, "-o", tmp_path / "x.html")
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert html.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in html
    _, md, _ = run_command("compare", folder_lke, "--format", "md")
    assert "<script>" not in md
    _, tabel, _ = run_command("compare", folder_lke)
    assert "<script>" in tabel


def test_csv_never_holds_a_formula(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(
        tmp_path / "lke.xlsx", {"unit": perfect(), "tpi": perfect() | {"A.I.1.i.b": "B"}}, satker="=cmd|' /C calc'!A0"
    )
    _, keluar, _ = run_command("compare", lke, "--format", "csv")
    (baris,) = csv.DictReader(io.StringIO(keluar.lstrip("\ufeff")))
    assert baris["satker"].startswith("'=")
    assert baris["selisih"] == "-0.125000"


@pytest.mark.parametrize(
    ("argumen", "kode"),
    [
        (["--antara", "unit"], 2),
        (["--antara", "unit,unit"], 2),
        (["--antara", "unit,kanwil"], 3),
        (["--antara", "unit,juri"], 2),
        (["--penilai", "tpi"], 2),
    ],
)
def test_wrong_usage_and_absent_assessor(
    two_assessors: Path, run_command: Jalankan, argumen: list[str], kode: int
) -> None:
    hasil, keluar, galat = run_command("compare", two_assessors, *argumen)
    assert (hasil, keluar) == (kode, "")
    assert len(galat.splitlines()) == 1


def test_one_assessor_alone_can_not_be_compared(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": perfect()})
    kode, keluar, galat = run_command("compare", lke)
    assert (kode, keluar) == (2, "")
    assert "hanya dinilai oleh Unit kerja" in galat


@pytest.mark.parametrize(
    ("penilai", "siapa", "antara"),
    [
        (("unit", "tpm"), "Unit kerja dan TPM", "unit,tpm"),
        (("tpi", "tpm"), "TPI dan TPM", "tpi,tpm"),
        (("unit", "tpm", "tpn"), "Unit kerja, TPM, dan TPN", "unit,tpm"),
        (("tpm", "tpn"), "TPM dan TPN", "tpm,tpn"),
    ],
)
def test_an_assessor_beyond_the_deciding_one_is_named_with_what_to_type(
    penilai: tuple[str, ...], siapa: str, antara: str, tmp_path: Path, run_command: Jalankan
) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", dict.fromkeys(penilai, perfect()))
    sebab = f"dinilai oleh {siapa}; sebut dua yang dibandingkan, misalnya --antara {antara}"
    assert run_command("compare", lke) == (2, "", f"zi: {lke}: {sebab}\n")
    assert run_command("compare", lke, "--antara", antara)[0] == 0
    folder = tmp_path / "folder"
    write_lke(folder / "a.xlsx", {"unit": perfect(), "tpi": perfect()})
    lke.rename(folder / "lke.xlsx")
    _, keluar, galat = run_command("compare", folder, "--format", "json")
    assert load_json(keluar)["dilewati"] == [{"berkas": "lke.xlsx", "sebab": sebab}]
    assert f"zi: lke.xlsx: dilewati, {sebab}\n" in galat


def test_a_blank_file_is_assessed_by_nobody(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": {}, "tpi": {}})
    for opsi in ([], ["--konsensus"]):
        kode, keluar, galat = run_command("compare", lke, *opsi)
        assert (kode, keluar) == (2, "")
        assert "belum dinilai siapa pun" in galat
        assert "hanya dinilai" not in galat


def test_output_is_never_an_input(two_assessors: Path, run_command: Jalankan) -> None:
    isi = two_assessors.read_bytes()
    kode, _, _ = run_command("compare", two_assessors, "-o", two_assessors, "--timpa")
    assert kode == 4
    assert two_assessors.read_bytes() == isi


def test_terminal_lists_are_cut_and_say_so(tmp_path: Path, run_command: Jalankan) -> None:
    for i in range(20):
        lke = {"unit": random_answers(i, 0.9), "tpi": random_answers(i + 90, 0.8)}
        write_lke(tmp_path / "k" / f"K{i}" / "lke.xlsx", lke, satker=f"Rutan {i} {HOSTILE_NAMES[0]}")
    _, keluar, _ = run_command("compare", tmp_path / "k")
    assert "dan 5 lagi" in keluar


def test_table_written_to_a_file_holds_no_colour_codes(
    two_assessors: Path, tmp_path: Path, run_command: Jalankan
) -> None:
    tujuan = tmp_path / "banding.txt"
    assert run_command("compare", two_assessors, "-o", tujuan)[0] == 0
    isi = tujuan.read_text(encoding="utf-8")
    assert "\x1b" not in isi
    assert "Unit kerja → TPI" in isi
