"""``zi survei`` as a user runs it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.survei.exports import HEADINGS, honest, rows, stuffed, write_csv
from tests.survei.hostile import bases, judge, mutation
from zi_cli.cli import run_cli
from zi_cli.records.schema import schema_of


@pytest.fixture
def berkas(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "jawaban.csv", HEADINGS, rows(honest(150)))


def record(capsys: pytest.CaptureFixture[str], args: list[str]) -> tuple[int, dict[str, Any]]:
    kode = run_cli(["survei", *args, "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("survei"))
    return kode, isi


def test_record_carries_all_four_readings(berkas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kode, isi = record(capsys, [str(berkas), "--populasi", "900", "--tanggal", "2026-05-20"])
    assert kode == 0
    spak = isi["indeks"][0]
    assert len(spak["bacaan"]) == 4 and all(b["eksak"] for b in spak["bacaan"])
    assert spak["nilai"] == spak["bacaan"][0]["nilai"]
    assert spak["baris_lke"] == 199 and isi["indeks"][1]["baris_lke"] == 202
    assert isi["sampel"]["dibutuhkan"] == 269


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_export_is_read_or_refused_in_one_line(seed: int, tmp_path: Path) -> None:
    """More seeds: ``make survei-jahat``."""
    for asal in bases(tmp_path):
        assert judge(mutation(asal, seed, tmp_path), "", tmp_path) is None


def test_thresholds_made_stricter_are_the_ones(
    berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = tmp_path / "zi.toml"
    toml.write_text("[ambang.wbk]\nsurvei-korupsi = 17\n[ambang.wbbm]\nsurvei-korupsi = 17\n")
    _, isi = record(capsys, [str(berkas), "--konfigurasi", str(toml)])
    assert isi["ambang"]["diubah"]
    minimal = {a["minimal"] for a in isi["indeks"][0]["ambang"]}
    assert minimal == {round(17 / 17.5 * 4, 6)}
    assert {a["keadaan"] for a in isi["indeks"][0]["ambang"]} == {"belum memenuhi"}
    run_cli(["survei", str(berkas), "--konfigurasi", str(toml)])
    assert "diperketat" in capsys.readouterr().out


def test_a_finding_names_its_own_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two exports and a worksheet, each with a fault."""
    lke = build_book({"tpi": raw_cells(perfect())}).simpan(tmp_path / "lke.xlsx")
    semua, berkas = rows(honest(150)), []
    for nama in ("a.csv", "b.csv"):
        isi = [[*b[:6], "bagus" if n == 3 and nama == "b.csv" else b[6], *b[7:]] for n, b in enumerate(semua)]
        berkas.append(str(write_csv(tmp_path / nama, HEADINGS, isi)))
    _, isi_json = record(capsys, [*berkas, "--lke", str(lke)])
    asal = {t["kode"]: t["berkas"] for t in isi_json["temuan"]}
    assert (asal["SVY704"], asal["SVY730"], asal["SVY715"]) == (["b.csv"], ["lke.xlsx"], [])
    run_cli(["survei", *berkas, "--lke", str(lke)])
    out = capsys.readouterr().out
    assert "b.csv:b!G5: kesalahan SVY704" in out and "lke.xlsx:LKE ZI!" in out and "a.csv dan 1 lagi: info" in out


def test_a_file_named_like_a_verb_is_given_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(tmp_path / "j.csv", HEADINGS, rows(honest(60))).rename(tmp_path / "peta")
    monkeypatch.chdir(tmp_path)
    assert run_cli(["survei", "peta"]) == 2
    assert run_cli(["survei", "./peta"]) == 0
    assert "Responden    60" in capsys.readouterr().out


def test_the_weights_of_the_satisfaction_survey_are_a_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kepala = ["Tanggal", *(f"U{n}" for n in range(1, 10))]
    isi = [[f"2026-0{n % 3 + 1}-15", 1 + n % 4, *[4] * 8] for n in range(90)]
    berkas, toml = write_csv(tmp_path / "a.csv", kepala, isi), tmp_path / "zi.toml"
    _, baku = record(capsys, [str(berkas)])
    assert baku["cara"]["bobot_skm"] == [] and baku["indeks"][0]["menurut_lampiran"] is not None
    toml.write_text(f"[survei]\nbobot_skm = {json.dumps(['1/2', *['0,0625'] * 8])}\n")
    _, sendiri = record(capsys, [str(berkas), "--konfigurasi", str(toml)])
    assert sendiri["cara"]["bobot_skm"] == ["1/2", *["1/16"] * 8]
    assert sendiri["indeks"][0]["nilai"] < baku["indeks"][0]["nilai"]
    assert sendiri["indeks"][0]["menurut_lampiran"] is None
    toml.write_text('[survei]\nbobot_skm = ["0,5", "0,5"]\n')
    kode, kurang = record(capsys, [str(berkas), "--konfigurasi", str(toml)])
    assert kode == 1 and "SVY736" in {t["kode"] for t in kurang["temuan"]}
    assert kurang["indeks"][0]["nilai"] is None


def test_nothing_personal_is_printed(berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for bentuk in ("tabel", "json", "csv", "md"):
        run_cli(["survei", str(berkas), "--format", bentuk])
        out = capsys.readouterr().out
        assert "Responden 1" not in out and "0812" not in out and "10.0.0.1" not in out


def test_csv_and_workbook_hold_the_same_figures(
    berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["survei", str(berkas), "--format", "csv"]) == 0
    tabel = list(csv.reader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert run_cli(["survei", str(berkas), "-o", str(tmp_path / "s.xlsx")]) == 0
    lembar = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[0]
    assert [[c.value for c in b][:3] for b in lembar.iter_rows()] == [b[:3] for b in tabel]


def test_a_doubt_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(150, skala=4)))
    kode, isi = record(capsys, [str(berkas)])
    assert kode == 1 and isi["indeks"][0]["nilai"] is None
    kode, isi = record(capsys, [str(berkas), "--skala", "spak=4", "--skala", "spkp=4"])
    assert kode == 0 and isi["indeks"][0]["skala"] == 4


@pytest.mark.parametrize(
    ("diketik", "kode_temuan"),
    [("3.7", "SVY730"), ("4", "SVY730"), (None, None)],
    ids=["lower", "all-top", "as surveyed"],
)
def test_the_worksheet_is_held_against_the_survey(
    diketik: str | None, kode_temuan: str | None, berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, isi = record(capsys, [str(berkas)])
    jawaban = raw_cells(perfect())
    for nomor, kode in enumerate(("B.I.a", "B.II.a")):
        jawaban[kode] = float(diketik) if diketik else isi["indeks"][nomor]["nilai"]
    lke = build_book({"unit": jawaban}).simpan(tmp_path / "lke.xlsx")
    kode, isi = record(capsys, [str(berkas), "--lke", str(lke)])
    ada = {t["kode"] for t in isi["temuan"]} & {"SVY730", "SVY731"}
    assert ada == ({kode_temuan} if kode_temuan else set())
    assert kode == (1 if kode_temuan else 0)


def test_a_typed_index_without_a_survey_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS[:10], [b[:10] for b in rows(honest(150))])
    lke = build_book({"unit": raw_cells(perfect())}).simpan(tmp_path / "lke.xlsx")
    _, isi = record(capsys, [str(berkas), "--lke", str(lke)])
    assert [t["indikator"] for t in isi["temuan"] if t["kode"] == "SVY731"] == ["B.II.a"]


def test_a_survey_of_another_satker_is_named(berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lke = Path("sample_lke/lke-wbk.xlsx")
    _, isi = record(capsys, [str(berkas), "--lke", str(lke), "--satker", "Kantor Lain"])
    assert "SVY732" in {t["kode"] for t in isi["temuan"]}


def test_the_map_is_proposed_and_used(berkas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    peta = tmp_path / "peta.xlsx"
    assert run_cli(["survei", "peta", str(berkas), "-o", str(peta)]) == 0
    capsys.readouterr()
    _, dengan = record(capsys, [str(berkas), "--peta", str(peta)])
    _, tanpa = record(capsys, [str(berkas)])
    assert dengan["indeks"] == tanpa["indeks"]


def test_stuffed_answers_are_shown_beside_the_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(stuffed()))
    kode, isi = record(capsys, [str(berkas)])
    assert kode == 0 and isi["mencurigakan"] >= 300
    assert isi["indeks"][0]["tanpa_mencurigakan"] < isi["indeks"][0]["nilai"]


@pytest.mark.parametrize(
    ("args", "kode"),
    [
        (["tidak-ada.csv"], 3),
        (["peta"], 2),
        (["x.csv", "--skala", "spak"], 2),
        (["x.csv", "--skala", "spak=enam"], 2),
        (["x.csv", "--tanggal", "kemarin"], 2),
        (["x.csv", "--format", "html"], 2),
    ],
)
def test_bad_input_is_one_line(args: list[str], kode: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["survei", *args]) == kode
    tangkap = capsys.readouterr()
    assert tangkap.out == "" and len(tangkap.err.strip().splitlines()) == 1


def test_answers_after_today_or_after_the_proposal_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    isi = [[f"209{n % 3 + 1}-03-15", 1, *[4] * 8] for n in range(90)]
    kepala = ["Timestamp", "Umur", *HEADINGS[-8:]]
    berkas = write_csv(tmp_path / "a.csv", kepala, isi)
    for option, late in ([], 90), (["--tanggal", "2092-01-01"], 60), (["--tanggal", "2093-03-15"], 0):
        kode, hasil = record(capsys, [str(berkas), "--skala", "spkp=4", *option])
        found = [t["pesan"].split()[0] for t in hasil["temuan"] if t["kode"] == "SVY737"]
        assert (kode, found) == ((1, [str(late)]) if late else (0, [])), option
