"""The story of a new user holds: few commands, few keys, right results, and nobody's work is lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from tests.story.inbox import fill, names
from tests.story.person import Person
from tests.story.way import tell
from tests.surat.letter_reading import letter_text
from zi_cli.cli import run_cli

DOCS = Path(__file__).parent.parent.parent / "docs"
SVG = "http://www.w3.org/2000/svg"
MOST_COMMANDS, MOST_KEYS = 8, 3500
FAILING = names()[3][0]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """The story, told once; tests that change anything copy its folder."""
    folder = tmp_path_factory.mktemp("cerita") / "kerja"
    fill(folder / "masuk")
    lama = Path.cwd()
    os.chdir(folder)
    yield tell(Person(folder))
    os.chdir(lama)


@pytest.fixture
def folder(told: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(told.folder, tmp_path / "kerja")
    monkeypatch.chdir(tmp_path / "kerja")
    return tmp_path / "kerja"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_few_commands_and_few_keys(told: Person) -> None:
    assert len(told.commands) <= MOST_COMMANDS
    assert told.keys <= MOST_KEYS
    # One file is damaged, which every command says; nothing else stands in the way.
    assert {c.kode for c in told.commands} <= {0, 1, 3}
    assert sum(k for *_, k in told.typed) + sum(len(c.teks) + 1 for c in told.commands) <= told.keys


def test_the_page_tells_this_story_with_its_pictures(told: Person) -> None:
    halaman = (DOCS / "masuk.md").read_text("utf-8")
    langkah = halaman.partition("## Langkah demi langkah")[2].partition("\n## ")[0]
    perintah = [b for blok in re.findall(r"```\n(.*?)```", langkah, re.DOTALL) for b in blok.splitlines()]
    assert perintah == [c.teks for c in told.commands]
    gambar = re.findall(r"!\[[^]]+\]\((gambar/[^)]+)\)", halaman)
    assert len(gambar) >= 8 and all(0 < (DOCS / g).stat().st_size < 100_000 for g in gambar)
    for g in gambar:
        if g.endswith(".svg"):
            teks = (DOCS / g).read_text("utf-8")
            assert ElementTree.fromstring(teks).tag.endswith("svg") and "http" not in teks.replace(SVG, "")


def test_all_letters_are_there_and_right(told: Person) -> None:
    surat = told.folder / "surat"
    semua = {p.stem for p in surat.glob("*.docx")}
    kode = [k for k, _, _ in names()]
    for jenis in ("sptjm", "lhe"):
        assert {n.split("-")[1] for n in semua if n.startswith(f"{jenis}-6")} == set(kode)
    assert {n for n in semua if "-6" not in n} == {"berita-acara", "rekomendasi", "sptjm-instansi", "pengajuan"}
    assert {n.split("-")[1] for n in semua if n.startswith("perbaikan")} == {FAILING}
    pengajuan = letter_text((surat / "pengajuan.docx").read_bytes())
    assert "Menteri Imigrasi dan Pemasyarakatan" in pengajuan and names()[3][2] not in pengajuan
    assert all(n in pengajuan or p in pengajuan for k, n, p in names() if k != FAILING)
    for k, nama, pendek in names():
        lhe = letter_text(next(surat.glob(f"lhe-{k}-*.docx")).read_bytes())
        assert (nama in lhe or pendek in lhe) and "ITJ-OT.03.02-1" in lhe and "20 Mei 2027" in lhe


def test_recap_and_report_say_the_same(told: Person) -> None:
    rekap = json.loads((told.folder / "rekap" / "rekap.json").read_bytes())
    keadaan = {s["kelayakan"]["kode"]: s["putusan"]["WBK"]["keadaan"] for s in rekap["satker"]}
    assert len(keadaan) == 20
    assert {k for k, x in keadaan.items() if x != "memenuhi"} == {FAILING}
    assert any("lke rusak.xlsx" in g["berkas"] for g in rekap["gagal"])
    halaman = next(told.folder.glob("*.html")).read_text("utf-8")
    assert all(nama in halaman or pendek in halaman for _, nama, pendek in names())


def test_twice_in_a_row_gives_the_same_bytes(folder: Path) -> None:
    semua = ("init --dari masuk", "surat semua", "batch --lanjut", "report --timpa")
    for perintah in semua:
        run_cli(perintah.split())
    awal = contents(folder)
    for perintah in semua:
        assert run_cli(perintah.split()) in (0, 3), perintah
        assert contents(folder) == awal, perintah


def test_what_a_person_wrote_survives_every_command(folder: Path) -> None:
    surat = folder / "surat" / "rekomendasi.docx"
    naskah = docx.Document(str(surat))
    naskah.add_paragraph("Kalimat dari orang.")
    naskah.save(str(surat))
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    buku["Satker"]["AI3"] = "Catatan orang"
    buku["Surat"]["J25"] = "Inovasi menurut orang"
    buku.save(folder / "satker.xlsx")
    suntingan = surat.read_bytes()
    for perintah in ("init --dari masuk", "check", "batch --lanjut", "surat semua", "init", "surat semua"):
        run_cli(perintah.split())
    assert surat.read_bytes() == suntingan
    kini = openpyxl.load_workbook(folder / "satker.xlsx")
    assert kini["Satker"]["AI3"].value == "Catatan orang"
    assert kini["Surat"]["J25"].value == "Inovasi menurut orang"
    assert not (folder / "zi.toml").exists()
