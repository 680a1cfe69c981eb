"""``zi instrumen banding``: next year's differences, and whether they touch a score."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.portalrb.master import questions, write
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.portalrb.questions import load_questions
from zi_cli.records.schema import schema_of


def test_the_data_are_a_map_of_127_questions() -> None:
    soal = load_questions(load_instrumen()).soal
    assert [s.id for s in soal] == list(range(1, 128))
    baris = {s.id: s.baris for s in soal}
    # Numbers and rows do not run together around row 117 (counting them would swap answers).
    assert {i: baris[i] for i in (84, 85, 86, 87, 88, 89, 90, 91)} == {
        84: 117, 85: 119, 86: 120, 87: 121, 88: 126, 89: 127, 90: 129, 91: 130,
    }  # fmt: skip
    assert {125, 128, 151, 157, 168, 174, 175, 181, 182, 190} & set(baris.values()) == set()


def compare(berkas: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    kode = run_cli(["instrumen", "banding", str(berkas), "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("instrumen"))
    return kode, isi


def test_the_same_list_has_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kode, isi = compare(write(tmp_path / "m.json"), capsys)
    assert (kode, isi["perbedaan"], isi["sama"]) == (0, [], True)


def _row(isi: dict[str, Any]) -> None:
    questions(isi)[3]["excel_baris"] = 203


def _scale(isi: dict[str, Any]) -> None:
    next(s for s in questions(isi) if s["jenis_jawaban"] == "ABCD")["skema_penilaian"][1]["multiplier"] = 0.66


def _kind(isi: dict[str, Any]) -> None:
    questions(isi)[0]["jenis_jawaban"] = "ABC"


def _weight(isi: dict[str, Any]) -> None:
    isi["data"][0]["children"][0]["children"][0]["bobot_maksimal"] = 4.5


def _added(isi: dict[str, Any]) -> None:
    isi["data"][1]["children"][0]["soals"].append({**questions(isi)[125], "id": 128, "excel_baris": 203})
    isi["total_soal"] += 1


def _removed(isi: dict[str, Any]) -> None:
    isi["data"][0]["children"][0]["children"][0]["children"][0]["soals"].pop()
    isi["total_soal"] -= 1


def _swapped(isi: dict[str, Any]) -> None:
    semua = {s["id"]: s for s in questions(isi)}
    semua[86]["id"], semua[87]["id"] = 87, 86


def _renumbered(isi: dict[str, Any]) -> None:
    questions(isi)[85]["id"] = 200


def _twice(isi: dict[str, Any]) -> None:
    questions(isi)[5]["id"] = 1


def _columns(isi: dict[str, Any]) -> None:
    questions(isi)[0]["excel_kolom_jawaban_tpi"] = "P"


def _moved(isi: dict[str, Any]) -> None:
    sub = isi["data"][0]["children"][0]["children"][0]["children"]
    sub[1]["soals"].append(sub[0]["soals"].pop())


@pytest.mark.parametrize(
    ("ubah", "apa", "nilai"),
    [
        (_row, "baris", False),
        (_columns, "kolom jawaban_tpi", False),
        (_scale, "skala", True),
        (_kind, "jenis jawaban", True),
        (_weight, "bobot", True),
        (_added, "soal baru", True),
        (_removed, "soal tidak ada lagi", True),
        (_swapped, "nomor soal", True),
        (_renumbered, "nomor soal", True),
        (_twice, "nomor soal ganda", True),
        (_moved, "susunan soal", True),
    ],
    ids=lambda x: x.__name__ if callable(x) else None,
)
def test_each_difference_is_named(
    ubah: Callable[[dict[str, Any]], None], apa: str, nilai: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kode, isi = compare(write(tmp_path / "m.json", ubah), capsys)
    assert apa in [d["apa"] for d in isi["perbedaan"]]
    assert isi["menyentuh_nilai"] == nilai and kode == (1 if nilai else 0)


@pytest.mark.parametrize(
    "bita",
    [
        b"",
        b"[]",
        b"{",
        b"{}",
        b'{"tahun": 2026, "total_soal": 0, "data": []}',
        b"\xff\xfe{}",
        b'{"data": ' + b"[" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_list_is_one_line(bita: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = tmp_path / "m.json"
    berkas.write_bytes(bita)
    assert run_cli(["instrumen", "banding", str(berkas)]) == 3
    tangkap = capsys.readouterr()
    assert tangkap.out == "" and len(tangkap.err.strip().splitlines()) == 1
