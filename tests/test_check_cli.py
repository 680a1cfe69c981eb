"""zi check and zi init as a user runs them: exit codes, outputs, the sample's story."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from zi_cli.cli import run_cli
from zi_cli.pengajuan import eligibility as modul_check
from zi_cli.pengajuan import find_lke as read_lke
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.records.schema import schema_of

USULAN = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"
DATE = ("--tanggal", "2027-05-20")
CERITA = {
    "647101": (True, "WBBM", set(), {"SYR409"}),
    "647102": (True, "WBK", set(), set()),
    "647111": (True, "WBK", set(), set()),
    "647110": (None, "WBK", set(), {"SYR404", "SYR413"}),
    "647106": (None, "WBK", set(), set()),
    "647105": (None, "WBK", set(), {"SYR405"}),
    "647112": (None, "WBK", set(), {"DAT531"}),
    "647114": (None, "WBK", set(), {"DAT532"}),
    "647104": (False, "WBK", set(), {"SYR403"}),
    "647109": (False, "WBK", {"pencabutan"}, set()),
    "647107": (False, "WBK", {"lama-pembangunan"}, set()),
    "647103": (False, "WBK", {"tlhp"}, set()),
    "647108": (False, "WBBM", set(), {"SYR403", "SYR406", "SYR423"}),
}
#: The register names no report of a survey, so nothing stands behind the indices of those whose Hasil is assessed.
NO_SURVEY = set(CERITA) - {"647110", "647112", "647114"}

Jalan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def zi(capsys: pytest.CaptureFixture[str]) -> Jalan:
    def run(*argumen: str | Path) -> tuple[int, str, str]:
        kode = run_cli([str(a) for a in argumen])
        keluar = capsys.readouterr()
        return kode, keluar.out, keluar.err

    return run


def as_document(teks: str) -> dict[str, Any]:
    baris = teks.splitlines()
    assert len(baris) == 1
    isi: dict[str, Any] = json.loads(baris[0])
    skema = schema_of("check")
    jsonschema.Draft202012Validator(skema, format_checker=jsonschema.FormatChecker()).validate(isi)
    return isi


def test_the_story_of_the_sample(zi: Jalan) -> None:
    kode, keluar, galat = zi("check", USULAN, *DATE, "--format", "json")
    isi = as_document(keluar)
    assert (kode, galat) == (1, "")
    assert [s["kode"] for s in isi["satker"]] == list(CERITA)
    for s in isi["satker"]:
        tidak = {x["kode"] for x in s["syarat"] if x["memenuhi"] is False}
        layak, usulan, gagal, temuan = CERITA[s["kode"]]
        assert (s["layak"], s["usulan"], tidak) == (layak, usulan, gagal)
        assert {t["kode"] for t in s["temuan"]} == temuan | ({"SVY731"} if s["kode"] in NO_SURVEY else set())
    assert isi["kalender"]["batas"] == "2027-05-31" and isi["kalender"]["sisa_hari"] == 11
    assert {m["kode"]: m["status"] for m in isi["kalender"]["monev"]}["647113"] == "terlambat"
    assert (isi["portofolio"]["melebihi_sebelum"], isi["portofolio"]["melebihi_sesudah"]) == (False, True)
    assert isi["konfigurasi"]["nama"] == "zi.toml" and isi["daftar"]["nama"] == "satker.xlsx"
    assert isi["tidak_diusulkan"] == 1


def test_every_form_of_output_names_every_satker(zi: Jalan) -> None:
    _, tabel, _ = zi("check", USULAN, *DATE)
    _, md, _ = zi("check", USULAN, *DATE, "--format", "md")
    _, csv_text, _ = zi("check", USULAN, *DATE, "--format", "csv")
    for kode in CERITA:
        assert kode in tabel and kode in md
    baris = list(csv.DictReader(io.StringIO(csv_text.removeprefix("\ufeff"))))
    assert {b["kode"] for b in baris} == set(CERITA)
    tlhp = next(b for b in baris if b["kode"] == "647103" and b["syarat"] == "tlhp")
    assert (tlhp["nilai"], tlhp["memenuhi"], tlhp["layak"]) == ("91.666667", "tidak", "tidak")
    _, indonesia, _ = zi("check", USULAN, *DATE, "--format", "csv", "--csv-id")
    assert ";91,666667;" in indonesia


def test_one_file_with_a_register(zi: Jalan) -> None:
    layak = next(USULAN.glob("*/*/lke-647102.xlsx"))
    kode, keluar, _ = zi("check", layak, "--data", USULAN / "satker.xlsx", *DATE, "--format", "json")
    isi = as_document(keluar)
    assert (kode, [s["kode"] for s in isi["satker"]]) == (0, ["647102"])
    kode, keluar, _ = zi("check", layak, "--data", USULAN / "satker.xlsx", *DATE, "--penilai", "unit")
    assert "(Unit kerja)" in keluar
    kode, keluar, galat = zi("check", layak, "--data", USULAN / "satker.xlsx", *DATE, "--penilai", "tpn")
    assert (kode, "LKE135" in keluar, galat) == (3, True, "")


SYARAT = {
    "opini-bpk": "WTP", "sakip-instansi": "BB", "indeks-rb": "BB", "spip": "3", "layanan-utama": "ya", "dampak": "ya",
    "tlhp": "12/12", "lhkpn": "11/11", "lhkasn": "100%", "lama-pembangunan": "20 Mei 2026", "sakip-satker": "60,01",
    "penilaian-pendahuluan": "ya", "sptjm": "2027-05-03", "pencabutan": "tidak", "predikat-wbk": "tidak",
    "Penilai pendahuluan": "Ditjen Pemasyarakatan",
}  # fmt: skip


def options_of(**ganti: str) -> list[str]:
    isi = SYARAT | {k.replace("_", "-"): v for k, v in ganti.items()}
    return [x for k, v in isi.items() for x in ("--syarat", f"{k}={v}") if v]


def test_one_file_with_options_alone(zi: Jalan) -> None:
    berkas = next(USULAN.glob("*/*/lke-647102.xlsx"))
    dasar = ("check", berkas, "--usulan", "WBK", *DATE, "--format", "json")
    kode, keluar, _ = zi(*dasar, *options_of())
    (s,) = as_document(keluar)["satker"]
    assert (kode, s["layak"], s["kode"]) == (0, True, "647102")
    assert {x["sumber"] for x in s["syarat"] if x["kode"] != "pencabutan"} == {"opsi --syarat"}
    for ganti, layak in (
        ({"lama_pembangunan": "21 Mei 2026"}, False),
        ({"sakip_satker": "60"}, False),
        ({"sptjm": ""}, None),
        ({"pencabutan": "21 Mei 2025"}, False),
        ({"penilaian_pendahuluan": "", "jenis": "Unit Eselon I"}, True),
        ({"lhkpn": "12/12"}, True),
        ({"lhkpn": "10/11"}, None),  # the worksheet says 11/11
        ({"lhkpn": "10/11", "tlhp": "11/12"}, False),
        ({"pencabutan": ""}, None),
        ({"predikat_wbk": ""}, None),
        ({"Penilai pendahuluan": "Kanwil"}, None),
    ):
        kode, keluar, _ = zi(*dasar, *options_of(**ganti))
        assert (kode, as_document(keluar)["satker"][0]["layak"]) == (0 if layak else 1, layak), ganti


def test_wbbm_by_options(zi: Jalan) -> None:
    berkas = next(USULAN.glob("*/*/lke-647101.xlsx"))
    isi = options_of(sakip_satker="BB", predikat_wbk="")
    for predikat, layak in (("WBK", True), ("ya", True), ("tidak", False), ("", None)):
        tambahan = ["--syarat", f"predikat-wbk={predikat}"] if predikat else []
        _, keluar, _ = zi("check", berkas, "--usulan", "wbbm", *DATE, "--format", "json", *isi, *tambahan)
        assert as_document(keluar)["satker"][0]["layak"] is layak


@pytest.mark.parametrize(
    "argumen",
    [
        ["check"],
        ["check", "lke.xlsx", "--syarat", "tlhp"],
        ["check", "lke.xlsx", "--syarat", "tlph=12/12"],
        ["check", "lke.xlsx", "--syarat", "tlhp=13/12"],
        ["check", "lke.xlsx", "--tanggal", "31 Februari 2027"],
        ["check", "lke.xlsx", "--penilai", "saya"],
        ["check", str(USULAN), "--usulan", "WBK"],
        ["check", "lke.xlsx", "--data", "satker.xlsx", "--syarat", "tlhp=12/12"],
    ],
)
def test_wrong_use(argumen: list[str], zi: Jalan) -> None:
    kode, keluar, galat = zi(*argumen)
    assert (kode, keluar, galat.count("\n")) == (2, "", 1)


def test_an_input_that_is_not_there_or_damaged(zi: Jalan, tmp_path: Path) -> None:
    rusak = tmp_path / "lke.xlsx"
    rusak.write_bytes(b"bukan buku kerja")
    for argumen in (["tiada.xlsx"], [rusak], [rusak, "--konfigurasi", "tiada.toml"], [rusak, "--data", "tiada.csv"]):
        kode, keluar, galat = zi("check", *argumen, *DATE)
        assert kode == 3
        assert "Traceback" not in galat and "kesalahan" in galat + keluar


def test_one_damaged_file_stops_no_other(zi: Jalan, tmp_path: Path) -> None:
    folder = tmp_path / "usulan"
    shutil.copytree(USULAN, folder)
    (folder / "Kanwil Contoh Utara" / "rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    (folder / "Kanwil Contoh Utara" / "~$lke.xlsx").write_bytes(b"kunci")
    (folder / "catatan.xlsx").write_bytes(register_workbook([]))
    kode, keluar, galat = zi("check", folder, *DATE, "--format", "json")
    isi = as_document(keluar)
    assert (kode, len(isi["satker"])) == (3, len(CERITA))
    assert [t["berkas"] for t in isi["temuan"] if t["kode"].startswith("LKE")] == ["Kanwil Contoh Utara/rusak.xlsx"]
    assert galat.count("\n") == 1


def test_the_calendar(zi: Jalan) -> None:
    data = ("--data", USULAN / "satker.xlsx")
    kode, keluar, _ = zi("check", "--kalender", *data, *DATE)
    assert kode == 1
    assert "terlambat: Kantor Imigrasi Kelas I Khusus Contoh (WBBM)" in keluar
    kode, keluar, _ = zi("check", "--kalender", "--tanggal", "2027-05-31", "--format", "json")
    assert (kode, as_document(keluar)["kalender"]["sisa_hari"]) == (0, 0)
    kode, keluar, _ = zi("check", "--kalender", "--tanggal", "2027-06-01", "--format", "json")
    assert (kode, as_document(keluar)["kalender"]["sisa_hari"]) == (1, -1)


def test_a_stricter_ambang_holds_and_is_named(zi: Jalan, tmp_path: Path) -> None:
    ketat = tmp_path / "ketat.toml"
    asli = (USULAN / "zi.toml").read_text("utf-8")
    ketat.write_text(asli + "\n[ambang.wbk]\ntotal = 84\n", "utf-8")
    _, keluar, _ = zi("check", USULAN, "--konfigurasi", ketat, *DATE, "--format", "json")
    isi = as_document(keluar)
    assert isi["ambang"]["diubah"] == ["total WBK: 75 menjadi 84"]
    assert {s["kode"]: s["nilai_memenuhi"] for s in isi["satker"]}["647102"] is False
    ketat.write_text("[ambang.wbk]\ntotal = 70\n", "utf-8")
    kode, keluar, galat = zi("check", USULAN, "--konfigurasi", ketat, *DATE)
    assert (kode, keluar, "DAT504" in galat) == (3, "", True)


def test_output_to_a_file(zi: Jalan, tmp_path: Path) -> None:
    tujuan = tmp_path / "hasil.json"
    argumen = ("check", USULAN, *DATE, "--format", "json", "-o", tujuan)
    assert zi(*argumen)[0] == 1
    assert len(as_document(tujuan.read_text("utf-8"))["satker"]) == len(CERITA)
    assert zi(*argumen)[0] == 4
    assert zi(*argumen, "--timpa")[0] == 1
    assert zi("check", USULAN, *DATE, "-o", USULAN / "satker.xlsx", "--timpa")[0] == 4


def test_a_dangerous_name_becomes_no_formula(zi: Jalan, tmp_path: Path) -> None:
    baris = {"kode": "=1+1", "nama": "@SUM(A1) | `x` <b>", "usulan": "WBK"}
    (tmp_path / "satker.xlsx").write_bytes(register_workbook([baris]))
    _, keluar, _ = zi("check", tmp_path, *DATE, "--format", "csv")
    (awal,) = {(b["kode"], b["nama"]) for b in csv.DictReader(io.StringIO(keluar.removeprefix("\ufeff")))}
    assert awal == ("'=1+1", "'@SUM(A1) | `x` <b>")
    _, md, _ = zi("check", tmp_path, *DATE, "--format", "md")
    assert "<b>" not in md


def test_init_and_then_check(zi: Jalan, tmp_path: Path) -> None:
    folder = tmp_path / "usulan 2027"
    kode, keluar, _ = zi("init", folder)
    assert (kode, (folder / "zi.toml").is_file(), (folder / "satker.xlsx").is_file()) == (0, True, True)
    kode, keluar, galat = zi("check", folder, *DATE, "--format", "json")
    isi = as_document(keluar)
    assert (kode, galat, isi["satker"], isi["temuan"]) == (1, "", [], [])
    assert zi("init", folder)[0] == 0
    (tmp_path / "berkas").touch()
    assert zi("init", tmp_path / "berkas")[0] == 4


def test_many_files_through_workers_give_the_same(zi: Jalan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "usulan"
    shutil.copytree(USULAN, folder)
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    argumen = ("check", folder, *DATE, "--format", "json")
    satu_proses = zi(*argumen)
    monkeypatch.setattr(read_lke, "_PARALLEL_FROM", 2)
    assert zi(*argumen) == satu_proses
    assert satu_proses[0] == 3


def test_tahun_usulan(zi: Jalan) -> None:
    dasar = ("check", USULAN, "--format", "json")
    assert zi(*dasar, *DATE, "--tahun", "2026")[0] == 2
    _, sama, _ = zi(*dasar, *DATE, "--tahun", "2027")
    assert [s["layak"] for s in as_document(sama)["satker"]].count(True) == 3
    _, lain, _ = zi(*dasar, "--tanggal", "2026-05-20")
    semua = [s for s in as_document(lain)["satker"] if s["berkas"]]
    assert all("SYR417" in {t["kode"] for t in s["temuan"]} and s["layak"] is not True for s in semua)


def test_out_of_season_it_looks_ahead(zi: Jalan, monkeypatch: pytest.MonkeyPatch) -> None:
    class HariIni(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 11, 26)

    monkeypatch.setattr(modul_check, "date", HariIni)
    _, keluar, _ = zi("check", USULAN, "--format", "json")
    isi = as_document(keluar)
    assert (isi["kalender"]["batas"], isi["kalender"]["sisa_hari"]) == ("2027-05-31", 186)
    kode = {t["kode"] for s in isi["satker"] for t in s["temuan"]} | {t["kode"] for t in isi["temuan"]}
    assert not kode & {"SYR412", "SYR417"}
    assert "Batas pengajuan: 31 Mei 2027 (186 hari lagi)" in zi("check", USULAN)[1]
    # Late is said of a date that was given; the countdown looks forward all the same.
    _, telat, _ = zi("check", USULAN, "--tanggal", "2027-06-01")
    assert "31 Mei 2028 (365 hari lagi); batas 31 Mei 2027 sudah lewat 1 hari" in telat and "SYR412" in telat


def test_a_folder_that_is_not_there_is_one_line(zi: Jalan) -> None:
    for argumen in (["tiada"], ["tiada/lke.xlsx", "--format", "json"], ["tiada", "--kalender"]):
        kode, keluar, galat = zi("check", *argumen)
        assert (kode, keluar, galat.count("\n")) == (3, "", 1) and "LKE101" in galat


def test_findings_name_the_satker_and_stand_by_place(zi: Jalan, tmp_path: Path) -> None:
    _, layar, _ = zi("check", USULAN, *DATE)
    assert "satker.xlsx:Satker!V7" in layar and "[Rumah Detensi Imigrasi Contoh]" in layar
    zi("check", USULAN, *DATE, "-o", tmp_path / "hasil.txt")
    isi = (tmp_path / "hasil.txt").read_text("utf-8")
    baris = [b for b in isi.split("Temuan\n")[1].splitlines() if b.startswith("  satker.xlsx:Satker!")]
    _, json_teks, _ = zi("check", USULAN, *DATE, "--format", "json")
    semua = [t for s in as_document(json_teks)["satker"] for t in s["temuan"]] + as_document(json_teks)["temuan"]
    letak = [t["sel"] for t in semua if t["berkas"] == "satker.xlsx" and t["sel"]]
    assert len(baris) == len(letak)
    nomor = [int(re.search(r"![A-Z]+(\d+)", b)[1]) for b in baris]
    assert nomor == sorted(nomor)


def test_the_calendar_says_the_same(zi: Jalan) -> None:
    _, biasa, _ = zi("check", USULAN, *DATE, "--format", "json")
    _, kalender, _ = zi("check", USULAN, *DATE, "--kalender", "--format", "json")
    assert as_document(kalender) == as_document(biasa)
    terlambat = {m["kode"] for m in as_document(biasa)["kalender"]["monev"] if m["status"] == "terlambat"}
    assert terlambat == {"647113"} and [t["kode"] for t in as_document(biasa)["temuan"]].count("SYR414") == 1


def test_the_portfolio_names_who_is_eligible_and_its_source(zi: Jalan) -> None:
    _, keluar, _ = zi("check", USULAN, *DATE, "--format", "json")
    isi = as_document(keluar)
    p = isi["portofolio"]
    assert (p["tambahan"], p["tambahan_layak"], p["melebihi_sesudah"], p["melebihi_layak"]) == (11, 2, True, False)
    (t,) = (t for t in isi["temuan"] if t["kode"] == "SYR411")
    assert "SEK-OT.03.02-01 BAB III C; tidak ada dalam PermenPANRB 5/2024" in t["pesan"]


def test_not_yet_evaluated_by_tpi_stands_beside_the_putusan(zi: Jalan) -> None:
    berkas = next(USULAN.glob("*/*/lke-647102.xlsx"))
    dasar = ("check", berkas, "--data", USULAN / "satker.xlsx", *DATE, "--penilai", "unit")
    assert "data belum lengkap: belum dievaluasi TPI" in zi(*dasar)[1].casefold().replace("tpi", "TPI")
