"""The state of a quarter: kept by ``zi bukti``, read back strictly, told by ``zi check``, never a yes by age."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.bukti.tree import CODES, FOLDER, SATKER, YEAR, Row, clean_tree, report
from zi_cli.bukti.folder_names import STATE_NAME
from zi_cli.bukti.quarter_state import evidence_standing, read_states
from zi_cli.cli import run_cli
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.records.schema import schema_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder with one satker, its worksheet and its evidence; the current folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kerja = tmp_path / "kerja"
    kerja.mkdir()
    sample_tree = clean_tree()
    # A link without a row is uploaded, no more.
    sample_tree.rows += [Row(k, teks) for k, teks in sample_tree.links.items()]
    akar, _ = sample_tree.write(kerja)
    akar.rename(kerja / "sementara")
    (kerja / "bukti").mkdir()
    (kerja / "sementara").rename(kerja / "bukti" / "6471 Kanim")
    baris = {"Kode": "6471", "Nama satker": SATKER, "Usulan": "WBK", "Berkas LKE": "lke.xlsx"}
    (kerja / "satker.csv").write_text(";".join(baris) + "\n" + ";".join(baris.values()) + "\n", "utf-8")
    monkeypatch.chdir(kerja)
    return kerja / "bukti" / "6471 Kanim"


def look(folder: Path, triwulan: int = 2, *lain: str) -> int:
    return run_cli(["bukti", "periksa", str(folder), "--lke", "lke.xlsx", "--triwulan", str(triwulan), "--tahun",
                     str(YEAR), "--satker", SATKER, *lain])  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], tanggal: str = f"{YEAR}-08-20") -> list[dict[str, Any]]:
    """The BKT findings of zi check."""
    capsys.readouterr()
    run_cli(["check", ".", "--tanggal", tanggal, "--penilai", "unit", "--format", "json"])
    (satker,) = json.loads(capsys.readouterr().out)["satker"]
    return [t for t in satker["temuan"] if t["kode"].startswith("BKT")]


def test_the_state_of_a_quarter_is_kept_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (t,) = told(capsys)
    assert (t["kode"], t["tingkat"]) == ("BKT843", "peringatan")
    assert look(folder) == 0
    (k,) = read_states(folder)
    assert (k.tahun, k.triwulan, k.tanggal, k.satker) == (YEAR, 2, date.today(), SATKER)
    assert k.keadaan.total == len(CODES) and k.berpoin is not None and k.lke is not None
    assert k.settled
    (t,) = told(capsys)
    assert (t["kode"], t["tingkat"]) == ("BKT846", "info")
    assert look(folder, 2) == 0 and len(read_states(folder)) == 1
    assert look(folder, 1) == 0 and [k.order_key for k in read_states(folder)] == [(YEAR, 1), (YEAR, 2)]


def test_what_is_missing_is_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kode = CODES[0]
    for f in (folder / FOLDER[kode]).glob("*.pdf"):
        f.unlink()
    look(folder)
    (t,) = told(capsys)
    assert (t["kode"], t["tingkat"]) == ("BKT845", "peringatan")
    assert "kesalahan" in t["pesan"]


def staged(capsys: pytest.CaptureFixture[str], tanggal: str = f"{YEAR}-08-20") -> dict[str, Any] | None:
    """What zi tahap says of the evidence."""
    capsys.readouterr()
    assert run_cli(["tahap", ".", "--tanggal", tanggal, "--format", "json"]) == 0
    jsonschema.validate(d := json.loads(capsys.readouterr().out), schema_of("tahap"))
    hasil: dict[str, Any] | None = d["satker"][0]["keadaan_bukti"]
    return hasil


def reported(capsys: pytest.CaptureFixture[str], triwulan: int = 2) -> str:
    """The row of the quarterly report."""
    capsys.readouterr()
    assert run_cli(["tahap", ".", "--triwulan", f"{YEAR}-{triwulan}", "--format", "csv"]) == 0
    return capsys.readouterr().out.splitlines()[1]


def test_stages_and_the_quarterly_report_tell_it_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ada = staged(capsys)
    assert ada is not None and (ada["lengkap"], ada["temuan"]["kode"]) == (None, "BKT843")
    assert "belum dicatat" in reported(capsys)
    look(folder)
    jsonschema.validate(json.loads((folder / STATE_NAME).read_text("utf-8")), schema_of("bukti-keadaan"))
    ada = staged(capsys)
    assert ada is not None and (ada["triwulan"], ada["lengkap"]) == (2, True)
    run_cli(["tahap", ".", "--tanggal", f"{YEAR}-08-20"])
    assert "lengkap" in capsys.readouterr().out
    assert f"{len(CODES)} lengkap" in reported(capsys)
    # A state tells of its own quarter only.
    assert "belum dicatat" in reported(capsys, 1)
    look(folder, 3)
    _add(folder)
    assert staged(capsys)["lengkap"] is None
    assert "berubah sejak itu" in reported(capsys, 3) and f"{len(CODES)} lengkap" in reported(capsys)
    (folder / STATE_NAME).write_text("{}", "utf-8")
    assert staged(capsys)["temuan"]["kode"] == "BKT842"
    assert "tidak terbaca" in reported(capsys)


def test_without_a_folder_nothing_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder)
    assert staged(capsys) is None and "belum diketahui" in reported(capsys)


def _add(folder: Path) -> None:
    (folder / FOLDER[CODES[0]] / "Baru.pdf").write_bytes(report(CODES[0], "Lagi"))


def _remove(folder: Path) -> None:
    next(p for p in sorted(folder.rglob("*.pdf"))).unlink()


def _touch_table(folder: Path) -> None:
    berkas = folder / "bukti.xlsx"
    berkas.write_bytes(berkas.read_bytes() + b"\0")


def _other_office(folder: Path) -> None:
    berkas = folder / STATE_NAME
    berkas.write_text(berkas.read_text("utf-8").replace(SATKER, "Lapas Kelas IIA Bandung"), "utf-8")


@pytest.mark.parametrize("change", [_add, _remove, _touch_table, _other_office])
def test_a_state_of_something_else_is_never_a_yes(
    folder: Path, change: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    look(folder)
    change(folder)
    (t,) = told(capsys)
    assert (t["kode"], t["tingkat"]) == ("BKT844", "peringatan")


def test_a_quarter_that_ended_since_makes_it_old_but_only_by_a_date_that_was_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    look(folder)
    (t,) = told(capsys, f"{YEAR}-10-01")
    assert t["kode"] == "BKT844" and f"triwulan 3 {YEAR}" in t["pesan"]
    assert evidence_standing(folder).usang == ""
    assert evidence_standing(folder, pada=date(YEAR, 9, 30)).usang == ""
    assert evidence_standing(folder, pada=date(YEAR, 3, 31)).keadaan is None


def test_another_worksheet_makes_it_old(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    look(folder)
    berkas = Path("lke.xlsx")
    berkas.write_bytes(berkas.read_bytes() + b"\0")
    assert "LKE" in told(capsys)[0]["pesan"]


@pytest.mark.parametrize(
    "isi",
    [
        "",
        "{}",
        "[]",
        "[" * 100_000,
        '{"skema": "zi.bukti/1", "program": "zi", "keadaan": []}',
        '{"skema": "zi.bukti-keadaan/1", "program": "zi", "keadaan": [{"tahun": 2026}]}',
        " " * 1_000_001,
    ],
)
def test_a_file_that_is_not_ours_is_named_and_stays(folder: Path, isi: str, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = folder / STATE_NAME
    berkas.write_text(isi, "utf-8")
    (t,) = told(capsys)
    assert (t["kode"], t["tingkat"]) == ("BKT842", "peringatan")
    assert look(folder) == 4
    assert berkas.read_text("utf-8") == isi


def test_one_quarter_twice_is_refused(folder: Path) -> None:
    look(folder)
    berkas = folder / STATE_NAME
    isi = json.loads(berkas.read_text("utf-8"))
    isi["keadaan"] *= 2
    berkas.write_text(json.dumps(isi), "utf-8")
    with pytest.raises(UnreadableInput, match="dua kali"):
        read_states(folder)


def test_a_comparison_is_noted_with_the_state_it_is_about(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    look(folder, 1, "-o", str(tmp_path / "tw1.json"))
    (folder / FOLDER[CODES[0]] / f"Tambahan {YEAR}.pdf").write_bytes(report(CODES[0], "Tambahan"))
    look(folder)
    assert run_cli(["bukti", "banding", str(tmp_path / "tw1.json"), str(folder)]) == 0
    lama, baru = read_states(folder)
    assert lama.perubahan is None
    assert baru.perubahan is not None and (baru.perubahan.baru, baru.perubahan.hilang) == (1, 0)


def test_nothing_is_kept_without_a_quarter_or_when_told_so(folder: Path) -> None:
    run_cli(["bukti", "periksa", str(folder), "--lke", "lke.xlsx"])
    look(folder, 2, "--tanpa-catat")
    assert not (folder / STATE_NAME).exists()
