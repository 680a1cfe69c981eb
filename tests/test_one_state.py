"""What a person saves while a command reads: its answer is of one state of each file, or the file is named.

Every second reading of a file is met: the file has become another just before it. A few by a fixed seed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.survei.exports import HEADINGS, honest, rows, write_csv
from tests.test_stopped_writers import held
from zi_cli.cli import run_cli
from zi_cli.files import real_path
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.one_state import one_state
from zi_cli.pengajuan.register.instansi import read_instansi
from zi_cli.pengajuan.register.sheets import open_sheets
from zi_cli.worksheet.formats.open import open_workbook

ROOT = Path(__file__).parent.parent
DATE = ["--tanggal", "2027-05-20"]
LKE = "Kanwil Contoh Utara/Lembaga Pemasyarakatan IIA/lke-647102.xlsx"
COMMANDS = {
    "check": ["check", ".", *DATE],
    "kerja": ["kerja", "."],
    "tahap": ["tahap", ".", *DATE],
    "report": ["report", ".", "-o", "../l.html", *DATE],
    "batch": ["batch", ".", "--data", "satker.xlsx", "-o", "../rekap", *DATE],
    "surat": ["surat", "sptjm", ".", "--satker", "647102", "-o", "../s", *DATE],
    "surat semua": ["surat", "semua", ".", "-o", "../semua", *DATE],
    "paket": ["paket", ".", "--draf", "-o", "../p", *DATE],
    "template --isi": ["template", "--isi", ".", "-o", "../formulir"],
    "template --data": ["template", "--data", "satker.xlsx", "-o", "../kosong"],
    "init --dari": ["init", "../baru", "--dari", "."],
    "portalrb ekspor": ["portalrb", "ekspor", ".", "--semua", "-o", "../e", *DATE],
    "portalrb buku": ["portalrb", "buku", ".", "--semua", "-o", "../buku", *DATE],
    "tindak-lanjut": ["tindak-lanjut", ".", "--tulis", *DATE],
    "lint --rumus": ["lint", LKE, "--rumus"],
    "score --tulis": ["score", LKE, "--tulis", "../x.xlsx"],
    "bukti siapkan": ["bukti", "siapkan", "../b", "--lke", LKE],
    "survei": ["survei", "respons.csv", "-o", "../h.xlsx"],
    "survei laporan": ["survei", "laporan", "respons.csv", "-o", "../l.docx"],
    "survei peta": ["survei", "peta", "respons.csv", "-o", "../peta.xlsx"],
}
#: What is said then; the last one where only the formulas are passed over.
SAID = ("berubah selagi dikerjakan", "berubah sejak dibaca", "LKE314")
#: The files that a person saves, and how many of their second readings are met.
SAVED = ("satker.xlsx", Path(LKE).name, "respons.csv")
DRAWN = Random("satu keadaan")


class Answer(NamedTuple):
    code: int
    out: str
    err: str
    files: dict[str, object]

    def but(self, name: str) -> Answer:
        """The same without the file *name*."""
        return self._replace(files={n: x for n, x in self.files.items() if n != name})


def prepare(place: Path) -> Path:
    place.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "sample_lke" / "usulan-2027", work := place / "kerja")
    for other in work.rglob("lke-*.xlsx"):
        if other != work / LKE:
            other.unlink()
    write_csv(work / "respons.csv", HEADINGS, rows(honest(60)))
    return work


def another(file: Path) -> bytes:
    """The file as a person may have saved it: other answers, another proposal."""
    if file.suffix == ".csv":
        return b"".join(file.read_bytes().splitlines(keepends=True)[:-7])
    book = openpyxl.load_workbook(file)
    words = {"WBK": "WBBM", "Menuju WBK": "Menuju WBBM"} if file.name == "satker.xlsx" else {"Ya": "Tidak"}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in words:
                    cell.value = words[cell.value]
    book.save(copy := file.with_name(f"lain-{file.name}"))
    content = copy.read_bytes()
    copy.unlink()
    return content


class Readings:
    """Counts the readings of files by name, and does something just before one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number: Counter[str] = Counter()
        self.before: dict[tuple[str, int], Callable[[Path], object]] = {}
        real = Path.open

        def noted(file: Path, mode: str = "r", *a: Any, **k: Any) -> Any:
            if "r" in mode and file.name in SAVED and "kerja" in real_path(file).parts:
                self.number[file.name] += 1
                self.before.pop((file.name, self.number[file.name]), lambda _: None)(file)
            return real(file, mode, *a, **k)

        monkeypatch.setattr(Path, "open", noted)


def answer(command: str, work: Path, capsys: pytest.CaptureFixture[str]) -> Answer:
    with chdir(work):
        code = run_cli(COMMANDS[command])
    said = capsys.readouterr()
    return Answer(code, said.out, said.err, held(work.parent))


@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_is_of_one_state_of_each_file(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    readings = Readings(monkeypatch)
    whole = answer(command, prepare(tmp_path / "utuh"), capsys)
    second = [(name, n) for name, most in readings.number.items() for n in range(2, most + 1)]
    for number, (name, n) in enumerate(DRAWN.sample(second, min(2, len(second)))):
        work = prepare(tmp_path / f"{number}")
        file = next(work.rglob(name))
        new = another(file)
        readings.number.clear()
        readings.before[name, n] = lambda f, new=new: f.write_bytes(new)  # type: ignore[misc]
        now = answer(command, work, capsys)
        assert not readings.before, (name, n)
        assert now.code in (0, 1, 3, 4) and "Traceback" not in now.err and "tak terduga" not in now.err
        if any(s in now.err + now.out for s in SAID):
            assert name in now.err + now.out and (now.code or "LKE314" in now.out), now.err
        else:
            fresh = prepare(tmp_path / f"{number} baru")
            (fresh / file.relative_to(work)).write_bytes(new)
            saved = file.relative_to(work.parent).as_posix()
            assert now.but(saved) in (whole.but(saved), answer(command, fresh, capsys).but(saved)), (name, n)
        assert file.read_bytes() == new or new in [p.read_bytes() for p in work.glob("*.cadangan")]


def test_a_register_that_was_being_saved_is_not_half_read(tmp_path: Path) -> None:
    """Missing at the first look and there at the next: its settings are not passed over in silence."""
    with one_state():
        assert read_instansi(tmp_path / "satker.xlsx") is None
        shutil.copy(ROOT / "sample_lke" / "usulan-2027" / "satker.xlsx", tmp_path)
        with pytest.raises(UnreadableInput, match="LKE101"):
            open_sheets(tmp_path / "satker.xlsx")
    open_sheets(tmp_path / "satker.xlsx")


@pytest.fixture
def lke(tmp_path: Path) -> Iterator[Path]:
    shutil.copy(ROOT / "sample_lke" / "lke-wbk.xlsx", file := tmp_path / "lke.xlsx")
    yield file


def test_outside_a_command_a_file_is_read_as_it_is(lke: Path) -> None:
    open_workbook(lke)
    lke.write_bytes(another(lke))
    open_workbook(lke)
    with one_state():
        open_workbook(lke)
        lke.write_bytes((ROOT / "sample_lke" / "lke-wbk.xlsx").read_bytes())
        with pytest.raises(UnreadableInput, match="berubah selagi dikerjakan"):
            open_workbook(lke)
    open_workbook(lke)
