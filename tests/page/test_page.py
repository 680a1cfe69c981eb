"""The page (make zi.html) is zi itself: the same bytes as the native program, no request, and it outlives bad files.

Needs dist/zi.html, built from the code at hand; skipped without it or without Chromium, unless ZI_TEST_LENGKAP=1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.fuzz.cases import all_cases
from tests.page import firefox
from tests.page.browser import ROOT, Result, Session, need_page, open_page
from tests.report.material import random_answers, write_lke

SAMPLES = ROOT / "sample_lke"
DATE = "2027-05-20"


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def page_session(request: pytest.FixtureRequest) -> Iterator[Session]:
    need_page()
    if request.param == "firefox":
        firefox.need_firefox()
    with (firefox.open_page if request.param == "firefox" else open_page)() as s:
        s.ready()
        yield s
        assert s.complaints == []


@pytest.fixture(scope="module")
def berkas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample, two generated worksheets and a blank form."""
    tempat = tmp_path_factory.mktemp("halaman")
    for p in SAMPLES.rglob("*"):
        if p.is_file() and p.suffix not in (".py", ".pyc"):
            (tempat / p.relative_to(SAMPLES)).parent.mkdir(parents=True, exist_ok=True)
            (tempat / p.relative_to(SAMPLES)).write_bytes(p.read_bytes())
    for i in range(int(os.environ.get("ZI_TEST_HALAMAN", "2"))):
        write_lke(tempat / f"acak-{i}.xlsx", {"unit": random_answers(i, 0.9), "tpi": random_answers(i + 1000, 0.6)})
    _native(tempat, ["template", "-o", "kosong.xlsx"])
    return tempat


def _native(tempat: Path, argumen: list[str]) -> Result:
    # Away from COLUMNS and terminals, as in the page.
    lingkungan = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"PYTHONUTF8": "1"}
    hasil = subprocess.run(
        [sys.executable, "-m", "zi_cli", *argumen], cwd=tempat, env=lingkungan, capture_output=True, check=False
    )
    return Result(hasil.returncode, hasil.stdout.decode(), hasil.stderr.decode(), {})


def _files(tempat: Path) -> dict[str, bytes]:
    return {p.relative_to(tempat).as_posix(): p.read_bytes() for p in sorted(tempat.rglob("*")) if p.is_file()}


def test_every_sample_gives_the_same_bytes(page_session: Session, berkas: Path) -> None:
    lke = sorted(p.name for p in berkas.glob("*.xlsx"))
    assert len(lke) >= 7
    for nama in lke:
        for perintah in ("score", "lint"):
            argumen = [perintah, nama, "--format", "json"]
            assert page_session.zi(argumen, {nama: (berkas / nama).read_bytes()}) == _native(berkas, argumen), argumen


@pytest.mark.parametrize(
    "argumen",
    [
        ["check", "usulan-2027", "--data", "usulan-2027/satker.xlsx", "--tanggal", DATE, "--format", "json"],
        ["compare", "acak-0.xlsx", "--format", "json"],
        ["compare", "usulan-2027/Kanwil Contoh Utara", "--format", "json"],
        ["plan", "lke-gagal-tipis.xlsx", "--target", "WBK", "--format", "json"],
        ["plan", "lke-wbk.xlsx", "--target", "WBBM", "--izinkan", "survei,hitungan", "--format", "json"],
        ["score", "lke-wbk.xlsx"],
        ["explain", "LKE110"],
    ],
    ids=lambda a: " ".join(a[:2]),
)
def test_every_command_gives_the_same_bytes(page_session: Session, berkas: Path, argumen: list[str]) -> None:
    assert page_session.zi(argumen, _files(berkas)) == _native(berkas, argumen)


def test_reports_and_workbooks_are_the_same_files(page_session: Session, berkas: Path, tmp_path: Path) -> None:
    isi = _files(berkas)
    for argumen in (
        ["report", "lke-banyak-salah.xlsx", "-o", "a.html"],
        ["lint", "lke-banyak-salah.xlsx", "-o", "a.csv"],
        ["score", "lke-wbk.xlsx", "-o", "a.md"],
    ):
        keluaran = argumen[-1]
        assert page_session.zi(argumen, isi).kode in (0, 1)
        _native(berkas, [*argumen[:-1], str(tmp_path / keluaran), "--timpa"])
        assert page_session.zi(argumen, isi).berkas[keluaran] == (tmp_path / keluaran).read_bytes(), argumen
    folder = {n: b for n, b in isi.items() if n.startswith("usulan-2027/")}
    argumen = ["batch", "usulan-2027", "--data", "usulan-2027/satker.xlsx", "--tanggal", DATE, "-o"]
    hasil = page_session.zi([*argumen, "rekap"], folder)
    assert hasil.kode == _native(berkas, [*argumen, str(tmp_path / "rekap")]).kode
    for nama in ("rekap.json", "rekap.csv"):
        assert hasil.berkas[f"rekap/{nama}"] == (tmp_path / "rekap" / nama).read_bytes()
    assert hasil.berkas["rekap/rekap.xlsx"].startswith(b"PK")


def test_hostile_files_give_their_finding_and_the_page_lives_on(page_session: Session) -> None:
    kasus = [k for i, k in enumerate(all_cases(ulang=1)) if i % 12 == 0]
    assert len(kasus) > 10
    for k in kasus:
        awal = time.monotonic()
        nama = k.nama.decode("utf-8", "replace").replace("/", "-")
        hasil = page_session.zi(["score", nama, "--format", "json"], {nama: k.data})
        assert hasil.kode in k.harap, (nama, hasil)
        assert hasil.kode == 0 or "kesalahan" in hasil.galat, (nama, hasil)
        assert time.monotonic() - awal < 70, nama
    assert page_session.zi(["--version"], {}).kode == 0


def test_a_file_that_breaks_the_machine_is_a_finding(page_session: Session, berkas: Path) -> None:
    isi = {n: (berkas / n).read_bytes() for n in ("lke-wbk.xlsx", "lke-wbbm.xlsx")}
    # The worker dies the first time it is about to read one of them.
    page_session.run(
        """() => mesin.dengar(function jatuh(k) {
          if (k.jenis !== "membaca" || k.jalur !== "lke-wbk.xlsx" || jatuh.sudah) return;
          jatuh.sudah = true;
          mesin.jatuhkan("uji");
        })"""
    )
    hasil = page_session.zi(["score", "lke-wbk.xlsx", "lke-wbbm.xlsx"], isi)
    assert hasil.kode == 3
    assert "LKE133" in hasil.galat and "lke-wbk.xlsx" in hasil.galat
    assert "memenuhi" in hasil.keluaran


def test_a_file_that_needs_more_memory_than_there_is_gives_a_finding(page_session: Session, berkas: Path) -> None:
    """The bound is 1 GB; here a lower one, which the machine itself and a worksheet fit in."""
    besar = Workbook(write_only=True)
    lembar = besar.create_sheet("besar")
    for r in range(36_000):
        lembar.append([f"{r} {k} panjang" for k in range(8)])
    besar.save(berkas / "besar.xlsx")
    isi = {n: (berkas / n).read_bytes() for n in ("lke-wbk.xlsx", "besar.xlsx")}
    page_session.run("(bita) => mesin.batasi(bita)", 72 * 1024 * 1024)
    try:
        assert page_session.zi(["score", "lke-wbk.xlsx"], isi).kode == 0
        hasil = page_session.zi(["score", "lke-wbk.xlsx", "besar.xlsx"], isi)
        assert hasil.kode == 3
        assert "besar.xlsx" in hasil.galat and "LKE110" in hasil.galat and "memori" in hasil.galat, hasil.galat
        assert "memenuhi" in hasil.keluaran
        assert page_session.zi(["score", "lke-wbk.xlsx"], isi).kode == 0
    finally:
        page_session.run("(bita) => mesin.batasi(bita)", 1024**3)


def test_stop_ends_a_run_and_the_next_one_works(page_session: Session, berkas: Path) -> None:
    argumen = ["batch", "usulan-2027", "-o", "rekap"]
    folder = {n: b for n, b in _files(berkas).items() if n.startswith("usulan-2027/")}
    page_session.run("() => void setTimeout(() => mesin.hentikan(), 50)")
    assert page_session.zi(argumen, folder).kode == 130
    assert page_session.zi(["--version"], {}).kode == 0
