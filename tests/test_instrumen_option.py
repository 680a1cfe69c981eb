"""Which instrument judges a file: the one asked for, the one zi.toml names, else the one whose form the file is."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.other_instrumen import NAME, PERFECT, workbook, write_instrumen
from zi_cli.cli import run_cli
from zi_cli.instrumen import loader

LKE_2021 = Path(__file__).parent.parent / "sample_lke" / "lke-wbk.xlsx"
ANSWERS = {"satker": PERFECT, "pembina": {**PERFECT, "S.X.a": 4}}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the instrument ``ins`` and one LKE of its form."""
    write_instrumen(tmp_path / "ins")
    workbook(tmp_path / "lke.xlsx", ANSWERS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def both_known(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with lke-2021 and the other instrument both installed."""
    data = place / "data"
    shutil.copytree(loader.instrumen_folder(), data / "lke-2021")
    write_instrumen(data / NAME)
    monkeypatch.setattr(loader, "_DATA", data)
    return place


def score(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, object]], str]:
    capsys.readouterr()
    code = run_cli(["score", *more, "--format", "json"])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def test_a_folder_is_an_instrument(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, records, _ = score(capsys, "lke.xlsx", "--instrumen", "ins")
    assert code == 0
    assert [(r["instrumen"], r["penilai"]) for r in records] == [(NAME, "satker"), (NAME, "pembina")]


def test_zi_toml_names_it_from_where_it_stands(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "sub").mkdir()
    (place / "sub/zi.toml").write_text('instrumen = "../ins"\n', "utf-8")
    code, records, err = score(capsys, "lke.xlsx", "--konfigurasi", "sub/zi.toml")
    assert (code, records[0]["instrumen"], err) == (0, NAME, "")


def test_the_option_outweighs_zi_toml_and_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "zi.toml").write_text('instrumen = "ins"\n', "utf-8")
    code, records, err = score(capsys, str(LKE_2021), "--konfigurasi", "zi.toml", "--instrumen", "lke-2021")
    assert (code, records[0]["instrumen"]) == (0, "lke-2021")
    assert f"bukan {NAME}" in err


@pytest.mark.parametrize("asked", ["lke-2020", "", "a/b", "x" * 3000, "\x00"])
def test_an_unknown_one_is_wrong_usage(asked: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, records, err = score(capsys, "lke.xlsx", "--instrumen", asked)
    assert (code, records) == (2, [])
    assert err.count("\n") == 1 and "lke-2021" in err


def test_an_unknown_one_in_zi_toml_is_a_finding(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "zi.toml").write_text('instrumen = "lke-2020"\n', "utf-8")
    code, _, err = score(capsys, "lke.xlsx", "--konfigurasi", "zi.toml")
    assert code == 3 and "DAT503" in err and "lke-2021" in err


def test_broken_data_are_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "ins/kriteria.csv").write_text("kode\n", "utf-8")
    code, _, err = score(capsys, "lke.xlsx", "--instrumen", "ins")
    assert code == 3
    assert err == "zi: instrumen “ins”: kriteria.csv:1: kolom harus kode,pilihan,nilai,uraian,tuntutan\n"


def test_the_form_decides(both_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(capsys, "lke.xlsx")[1][0]["instrumen"] == NAME
    assert score(capsys, str(LKE_2021))[1][0]["instrumen"] == "lke-2021"
    assert score(capsys, str(LKE_2021), "--instrumen", NAME)[0] == 3


def test_another_form_among_the_files_is_named_and_the_rest_is_done(
    both_known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, records, err = score(capsys, "lke.xlsx", str(LKE_2021))
    assert (code, {r["instrumen"] for r in records}) == (3, {NAME})
    assert "LKE138" in err and "lke-2021" in err


def test_another_form_in_a_folder_is_named_by_the_workers(both_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = both_known / "f"
    for name in ("K/a.xlsx", "K/b.xlsx"):
        workbook(folder / name, ANSWERS, satker=name)
    shutil.copy(LKE_2021, folder / "K/c.xlsx")
    code = run_cli(["batch", str(folder), "-o", "rekap", "--format", "json"])
    recap = json.loads(capsys.readouterr().out)
    assert code == 3
    assert [(r["jalur"], r["instrumen"]) for r in recap["satker"]] == [("K/a.xlsx", NAME), ("K/b.xlsx", NAME)]
    assert [g["berkas"] for g in recap["gagal"]] == ["K/c.xlsx"]
    assert "LKE138" in json.dumps(recap["gagal"])


def test_two_that_fit_equally_are_named(both_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_instrumen(both_known / "data/uji-2031", name="uji-2031")
    code, records, err = score(capsys, "lke.xlsx")
    assert (code, records) == (2, [])
    assert NAME in err and "uji-2031" in err and err.count("\n") == 1
    assert score(capsys, "lke.xlsx", "--instrumen", "uji-2031")[1][0]["instrumen"] == "uji-2031"


def test_explain_lists_the_instruments(both_known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", "instrumen", "--instrumen", "ins", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["dipakai"] == NAME
    assert [(i["nama"], i["indikator"], i["area"], i["bobot"]) for i in listed["instrumen"]][:2] == [
        ("lke-2021", 113, 6, 100),
        (NAME, 31, 7, 120),
    ]
    assert run_cli(["explain", "instrumen"]) == 0
    assert "7 area" in capsys.readouterr().out


def test_a_folder_that_changed_is_loaded_again_and_else_is_one_object(place: Path) -> None:
    folder = place / "ins"
    first = loader.find_instrumen(str(folder))
    assert first is not None and loader.find_instrumen("ins", place) is first
    header = folder / "instrumen.toml"
    for file in sorted(folder.iterdir()):
        before = loader.load_instrumen(str(folder))
        os.utime(file, ns=(0, 0))
        assert loader.load_instrumen(str(folder)) is not before
    header.write_text(header.read_text("utf-8").replace(first.judul, "Judul baru"), "utf-8")
    again = loader.find_instrumen(str(folder))
    assert again is not None and (first.judul, again.judul) != ("Judul baru", first.judul)
    assert again.judul == "Judul baru"
