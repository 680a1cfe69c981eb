"""One file, one verdict: every command says the same of it, notes and the file's own figures included."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import zi_cli
from tests.builder import FormShape, build_book, perfect, raw_cells
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import STATES

OPEN = "belum dapat dipastikan"
SURVEY = "B.I.a"


def write(target: Path, answers: dict[str, object], note: str | None = None) -> Path:
    """A worksheet assessed by TPI; *note* stands beside the survey index."""
    buku = build_book({"tpi": raw_cells(perfect()) | answers}, FormShape(kolom_penilai=("jawaban", "catatan")))
    sheet, row, column = buku.letak["tpi", SURVEY]
    kisi = next(k for k in buku.lembar if k.nama == sheet)
    if note is not None:
        kisi.sel[row - 1, column + 1] = note
    target.parent.mkdir()
    return buku.simpan(target)


@pytest.mark.parametrize(
    ("answer", "note", "state"),
    [
        (3.7, "IPAK 3,55", OPEN),
        (3.55, "IPAK 3,70", OPEN),
        (3.7, "IPAK 3,65", "memenuhi"),
        (3.5, "IPAK 3,55", "belum memenuhi"),
        (3.7, "cukup baik", "memenuhi"),
    ],
)
def test_a_note_that_denies_the_survey_makes_the_verdict_open_everywhere(
    answer: float, note: str, state: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert state in STATES
    file = write(tmp_path / "lke" / "lke.xlsx", {SURVEY: answer}, note)
    denied = [] if note == "cukup baik" else ["SYR407"]

    run_cli(["score", str(file), "--format", "json"])
    record = json.loads(capfd.readouterr().out)
    assert record["putusan"]["WBK"]["keadaan"] == state
    assert [t["kode"] for t in record["temuan"] if t["kode"] == "SYR407"] == denied

    run_cli(["lint", str(file), "--format", "json"])
    assert [t["kode"] for t in json.loads(capfd.readouterr().out)["temuan"] if t["kode"] == "SYR407"] == denied

    run_cli(["batch", str(tmp_path / "lke"), "-o", str(tmp_path / "rekap")])
    recap = json.loads((tmp_path / "rekap" / "rekap.json").read_text(encoding="utf-8"))
    assert recap["satker"][0]["putusan"]["WBK"]["keadaan"] == state
    capfd.readouterr()

    run_cli(["check", str(file), "--usulan", "WBK", "--tanggal", "2027-05-01", "--format", "json"])
    satker = json.loads(capfd.readouterr().out)["satker"][0]
    assert satker["nilai_memenuhi"] == {"memenuhi": True, "belum memenuhi": False}.get(state)
    assert [t["kode"] for t in satker["temuan"] if t["kode"] == "SYR407"] == denied


@pytest.mark.parametrize("lower", ["A.I.1.i.a", None])
def test_the_total_folds_into_what_explains_it_in_score_as_in_lint(lower: str | None, tmp_path: Path) -> None:
    """A total that differs because a figure below differs is that figure's mistake; alone it is the total's own."""
    instrumen = load_instrumen()
    points = {b.kode: b.bobot for b in instrumen.baris if b.bobot is not None} | {"total": Fraction(99)}
    if lower:
        points["total"] = instrumen.bobot("TOTAL") - Fraction(1, 10)
        points |= {k: n - Fraction(1, 10) for k, n in points.items() if f"{lower}.".startswith(f"{k}.")}
    file = build_book(
        {"unit": raw_cells(perfect())},
        FormShape(kolom_penilai=("jawaban", "nilai", "persen", "catatan", "bukti")),
        angka={"unit": points},
    ).simpan(tmp_path / "lke.xlsx")

    def figures(full: bool) -> list[tuple[str, str | None]]:
        e = evaluate(file, load_config(None), complete=full)
        found = e.findings(e.semua[0], detailed=full)
        return [(t.kode, t.indikator) for t in found if t.kode in ("LKE301", "LKE304")]

    assert figures(full=False) == figures(full=True)
    assert [k for k, _ in figures(full=False)] == (["LKE301"] if lower else ["LKE304"])


@pytest.mark.parametrize("words", ["belum dapat dipastikan", "dari minimal"])
def test_words_of_a_verdict_are_written_once(words: str) -> None:
    package = Path(zi_cli.__file__).parent
    files = [f for f in package.rglob("*") if f.suffix in (".py", ".j2", ".js") and "findings" not in f.parts]
    assert len([f for f in files if words in f.read_text(encoding="utf-8").casefold()]) <= 2


def test_a_doubtful_answer_is_named_by_the_text_of_the_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The file's own question, not the official one; a row that is not there has only the official one."""
    buku = build_book({"tpi": raw_cells(perfect()) | {SURVEY: None}})
    sheet, row, _ = buku.letak["tpi", SURVEY]
    cells = next(k for k in buku.lembar if k.nama == sheet).sel
    column, text = next((k, v) for (r, k), v in cells.items() if r == row - 1 and "Survey Persepsi Korupsi" in str(v))
    cells[row - 1, column] = str(text).replace("Nilai Survey", "Nilai hasil survei")
    file = buku.simpan(tmp_path / "lke.xlsx")
    run_cli(["score", str(file), "--format", "json"])
    (doubt,) = json.loads(capfd.readouterr().out)["putusan"]["WBK"]["bergantung"]
    assert doubt["teks"].startswith("Nilai hasil survei Persepsi Korupsi")
