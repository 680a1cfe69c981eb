"""Hostile text from any source never leaves raw or live, whatever the command and the form of its output.

Sources and texts are in :mod:`tests.hostile`; the texts are data (``muatan.json``), one row a kind. `make nama-jahat`
puts every kind through every command in every form; else a few of these are drawn by a fixed seed.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.judges import TEXT, file_name, raw, written
from tests.hostile.tree import KINDS, Hostile, plant
from zi_cli.cli import run_cli
from zi_cli.outgoing import csv_text, safe_cell
from zi_cli.report.markdown import md
from zi_cli.streams import clean_streams
from zi_cli.text import clean_prose, escaped, file_part, one_line, strip_controls

#: How many pairs of kind and command are drawn; `make nama-jahat` takes all.
DRAWN = int(os.environ.get("ZI_TEST_JAHAT", "18"))
BIBIT = os.environ.get("ZI_TEST_BIBIT", "")


@pytest.fixture(scope="module")
def tree(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return plant(tmp_path_factory.mktemp("jahat"), [request.param])


def lke(h: Hostile) -> Path:
    return h.one("lke-*.xlsx") if not (f := [*h.root.glob("Kan*/U*/lke-*.xlsx")]) else min(f)


def copied(h: Hostile, tujuan: Path) -> Path:
    """A copy of the tree that a command may write to."""
    return Path(shutil.copytree(h.root, tujuan / "usulan"))


DATE = ["--tanggal", "2027-05-20"]
Command = Callable[[Hostile, Path], list[object]]
#: Commands whose result is shown or written in every form.
TABLES: dict[str, Command] = {
    "score": lambda h, k: ["score", *sorted(h.root.glob("Kan*/U*/*")), "--rinci"],
    "differences": lambda h, k: ["score", lke(h), "--jelaskan-selisih"],
    "lint": lambda h, k: ["lint", *sorted(h.root.glob("Kan*/U*/*"))],
    "check": lambda h, k: ["check", h.root, "--rinci", *DATE],
    "calendar": lambda h, k: ["check", h.root, "--kalender", *DATE],
    "compare": lambda h, k: ["compare", lke(h)],
    "compare a folder": lambda h, k: ["compare", h.root],
    "agenda": lambda h, k: ["compare", lke(h), "--konsensus"],
    "plan": lambda h, k: ["plan", lke(h)],
    "work folder": lambda h, k: ["kerja", h.root],
    "stages": lambda h, k: ["tahap", h.root, *DATE],
    "follow-up": lambda h, k: ["tindak-lanjut", h.root, *DATE],
    "follow-up of a file": lambda h, k: ["tindak-lanjut", lke(h), "--semua"],
    "evidence": lambda h, k: ["bukti", "periksa", h.one("bukti-*"), "--lke", lke(h), "--tanpa-catat"],
    "survey": lambda h, k: ["survei", h.one("survei-*.csv"), "--satker", h.cells[0]],
    "another instrument": lambda h, k: ["score", lke(h), "--instrumen", h.top / "instrumen"],
    "check by it": lambda h, k: ["check", h.root, "--instrumen", h.top / "instrumen", *DATE],
    "plan by it": lambda h, k: ["plan", lke(h), "--instrumen", h.top / "instrumen"],
}  # fmt: skip
FORMS = ("tabel", "md", "csv", "json", "html", "xlsx")
SCREEN = ("tabel", "md", "csv", "json")
#: Commands that write files of their own, or say one thing.
OTHERS: dict[str, Command] = {
    "batch": lambda h, k: ["batch", h.root, "-o", k / "rekap", "--pekerja", "1"],
    "batch md": lambda h, k: ["batch", h.root, "-o", k / "rekap", "--format", "md", "--pekerja", "1"],
    "batch by it": lambda h, k: ["batch", h.root, "--instrumen", h.top / "instrumen", "-o", k / "r", "--pekerja", "1"],
    "report": lambda h, k: ["report", lke(h), "-o", k / "l.html"],
    "report by it": lambda h, k: ["report", lke(h), "--instrumen", h.top / "instrumen", "-o", k / "l.html"],
    "report of a folder": lambda h, k: ["report", h.root, "-o", k / "f.html", *DATE],
    "template": lambda h, k: ["template", "--isi", lke(h), "-o", k / "f.xlsx"],
    "template from csv": lambda h, k: ["template", "--isi", h.one("*.csv"), "-o", k / f"f{h.name}.xlsx"],
    "template of a name": lambda h, k: ["template", "--satker", h.cells[-1], "-o", k / "f.xlsx"],
    "template of all": lambda h, k: ["template", "--data", h.root / "satker.xlsx", "-o", k / "f"],
    "template of a folder": lambda h, k: ["template", "--isi", h.root, "-o", k / "f"],
    "template by it": lambda h, k: ["template", "--instrumen", h.top / "instrumen", "-o", k / "f.xlsx"],
    "letter": lambda h, k: [
        "surat", "sptjm", h.root, *DATE, "--satker", "647102", "-o", k / "s", "--paksa", h.cells[0],
        "--kota", h.cells[1], "--nomor", h.cells[-1], "--tembusan", h.cells[0],
    ],
    "letter refused": lambda h, k: ["surat", "lhe", h.root, *DATE, "-o", k / "s"],
    "letter with settings": lambda h, k: [
        "surat", "sptjm", h.root, *DATE, "--satker", "647101", "-o", k / "s", "--konfigurasi", h.top / "zi.toml",
        "--paksa", "uji",
    ],
    "letters of all": lambda h, k: ["surat", "semua", copied(h, k), *DATE, "-o", k / "s"],
    "letter by a stranger's template": lambda h, k: [
        "surat", "sptjm", h.root, *DATE, "-o", k / "s", "--templat", h.one("templat-*.docx"), "--paksa", "uji",
    ],
    "template check": lambda h, k: ["surat", "periksa", h.one("templat-*.docx")],
    "template gone": lambda h, k: ["surat", "periksa", h.root / f"{h.name}.docx"],
    "configuration": lambda h, k: ["check", h.root, "--konfigurasi", h.top / "zi.toml"],
    "init": lambda h, k: ["init", k / "i"],
    "init from a folder": lambda h, k: ["init", k / "i", "--dari", h.root],
    "explain": lambda h, k: ["explain", h.name],
    "explain by it": lambda h, k: ["explain", "penilai", "--instrumen", h.top / "instrumen"],
    "explain instrument": lambda h, k: ["explain", "instrumen", "--instrumen", h.top / "instrumen"],
    "cell": lambda h, k: ["explain", "A.I.1.i.a", lke(h)],
    "usage": lambda h, k: [h.name],
    "option": lambda h, k: ["score", f"--{h.name}"],
    "value": lambda h, k: ["score", "x.xlsx", "--penilai", h.name],
    "choice": lambda h, k: ["score", "x.xlsx", "--format", h.cells[0]],
    "missing": lambda h, k: ["score", h.root / h.name],
    "schema": lambda h, k: ["schema", h.name],
    "completion": lambda h, k: ["completion", h.name],
    "accept": lambda h, k: [
        "lint", lke(h), "--terima", "LKE240", "A.I.1.i.a", "--alasan", h.cells[0], "--oleh", h.cells[1],
        "--pengecualian", k / "p.toml",
    ],
    "stages by quarter": lambda h, k: ["tahap", h.root, "--triwulan", "2027-2", "-o", k / "t.docx", *DATE],
    "stages by quarter, book": lambda h, k: ["tahap", h.root, "--triwulan", "2027-2", "-o", k / "t.xlsx", *DATE],
    "stages, new sheets": lambda h, k: ["tahap", copied(h, k), "--lembar"],
    "follow-up written": lambda h, k: ["tindak-lanjut", copied(h, k), "--tulis", *DATE],
    "packages": lambda h, k: ["paket", h.root, "--draf", "--dengan-bukti", "-o", k / "p", *DATE],
    "a package again": lambda h, k: ["paket", "periksa", h.root],
    "evidence folders": lambda h, k: ["bukti", "siapkan", k / "b", "--lke", lke(h)],
    "PortalRB books": lambda h, k: ["portalrb", "buku", h.root, "--semua", *DATE, "-o", k / "b"],
    "PortalRB documents": lambda h, k: ["portalrb", "ekspor", h.root, "--semua", *DATE, "-o", k / "e"],
    "survey map": lambda h, k: ["survei", "peta", h.one("survei-*.csv"), "-o", k / "peta.xlsx"],
    "survey map shown": lambda h, k: ["survei", "peta", h.one("survei-*.csv")],
    "survey report": lambda h, k: ["survei", "laporan", h.one("survei-*.csv"), "-o", k / "l.docx"],
    "formulas": lambda h, k: ["lint", "--rumus", *sorted(h.root.glob("Kan*/U*/*"))],
    "copy": lambda h, k: ["score", lke(h), "--tulis", k / "c.xlsx"],
}  # fmt: skip
#: Commands that show how far they are.
PROGRESS = ("batch", "score tabel", "survey tabel", "evidence tabel", "letters of all")
#: What comes out, by the command and the form.
CASES: dict[str, tuple[Command, str]] = {
    **{f"{n} {f}": (c, f) for n, c in TABLES.items() for f in (SCREEN if "instrument" in n or " it" in n else FORMS)},
    **{n: (c, "") for n, c in OTHERS.items()},
}


def drawn(cases: Iterable[str], number: int) -> list[tuple[str, str]]:
    """*number* pairs of a kind of text and one of *cases*, those of a kind together: they share a tree."""
    pairs = list(product(KINDS, cases))
    Random(f"jahat {BIBIT}").shuffle(pairs)
    return sorted(pairs[:number])


def _ours(file: Path, h: Hostile) -> bool:
    """Whether a file of the output is a copy of one of the inputs, byte for byte."""
    return file.read_bytes() in {p.read_bytes() for p in h.top.rglob("*") if p.is_file()}


@pytest.mark.parametrize(("tree", "apa"), drawn(CASES, DRAWN), indirect=["tree"])
def test_nothing_raw_or_live_reaches_terminal_or_file(
    apa: str, tree: Hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, form = CASES[apa]
    monkeypatch.chdir(tmp_path)
    before = set(tree.top.rglob("*"))
    argv = [os.fspath(a) if isinstance(a, Path) else str(a) for a in command(tree, tmp_path)]
    if form:
        argv += ["--format", form, *(["-o", str(tmp_path / f"x.{form}")] if form in ("html", "xlsx") else [])]
    kode = run_cli(argv)
    out, err = capsys.readouterr()
    assert kode in (0, 1, 2, 3, 4) and "Traceback" not in err and "tak terduga" not in err
    assert raw(out) == [] and raw(err) == []
    judge = TEXT.get(argv[argv.index("--format") + 1] if "--format" in argv else "tabel")
    assert [*(judge or TEXT["tabel"])(out), *TEXT["tabel"](err)] == []
    # Nothing is written beside what was asked for.
    assert set(tree.top.rglob("*")) == before
    for file in tmp_path.rglob("*"):
        own = file.name.startswith(("satker.xlsx", "f")) and "usulan" in file.parts
        if tmp_path / "usulan" not in file.parents and str(file) not in argv:
            assert [*file_name(file.name)] == [], file
        # The results kept for --lanjut are read by the program alone; what a person wrote into a register survives.
        if file.is_file() and file.suffix != ".jsonl" and not own and not _ours(file, tree):
            # A copy with our notes keeps the names of the sheets that a person gave it.
            kept = "xl/workbook.xml" if file.name == "c.xlsx" else "\0"
            assert [w for w in written(file) if not w.startswith(kept)] == [], file


def test_json_keeps_the_name_and_escapes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = lke(plant(tmp_path, ["kendali"]))
    run_cli(["score", str(berkas), "--format", "json"])
    out = capsys.readouterr().out
    assert [json.loads(b)["berkas"]["nama"] for b in out.splitlines()] == [berkas.name] * 2
    assert "\\u202e" in out and "\\u001b" in out and raw(out) == []


def test_colours_of_our_own_reach_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.text import Text

    from zi_cli.outgoing import present
    from zi_cli.report.terminal import console
    from zi_cli.streams import Styled

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    papan = io.StringIO()
    console(papan, screen=True).print(Text("nama \x1b[2J\u202eB", style="red"))
    with clean_streams():
        present(Styled(papan.getvalue()), None, overwrite=False)
        present("\x1b[31mbukan warna kita", None, overwrite=False)
    out = capsys.readouterr().out
    assert "\x1b[31mnama ?[2J" in out and "?[31mbukan warna kita" in out


@pytest.mark.parametrize(("tree", "apa"), drawn(PROGRESS, DRAWN // 6), indirect=["tree"])
def test_a_terminal_that_shows_progress_gets_no_names_raw(
    apa: str, tree: Hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm-256color")
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    run_cli([str(a) for a in CASES[apa][0](tree, tmp_path)])
    out, err = capsys.readouterr()
    ours = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x07\x1b]*;[^\x07\x1b]*\x1b\\|\r")
    for teks in (out, err):
        assert raw(ours.sub("", teks)) == []
        assert not any(x in teks for x in ("QZ\x07", "\x1b[31mQZ", "\x1b[2J", "\x1b]0"))


@given(st.text(st.characters(codec="utf-8")))
@example("--")
@example("- -")
@example("+ a")
def test_what_is_cleaned_is_clean(teks: str) -> None:
    assert raw(strip_controls(teks)) == raw(strip_controls(teks, "?")) == raw(safe_cell(teks)) == raw(md(teks)) == []
    assert raw(one_line(teks)) == raw(clean_prose(teks)) == raw(file_part(teks)) == []
    assert [*file_name(file_part(teks))] == []
    assert [*TEXT["md"](f"- {md(teks)}\n")] == [*TEXT["md"](f"{md(teks)}\n")] == []
    assert [*TEXT["csv"](csv_text([f"{teks}QZ", "b"], [[f"{teks}QZ", teks]]))] == []
    dokumen = json.dumps({"nama": teks}, ensure_ascii=False)
    assert json.loads(escaped(dokumen)) == {"nama": teks} and raw(escaped(dokumen)) == []
    if all(unicodedata.category(c)[0] in "LNPS" for c in teks) and not raw(teks):
        assert strip_controls(teks) == teks
