"""A broken or hostile instrument is one line that names the file, whatever is wrong; what loads can be scored."""

import os
import random
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.other_instrumen import write_instrumen
from zi_cli.cli import run_cli
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import InvalidInstrumen, instrumen_folder, load_folder, load_kewajaran, load_kriteria
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.records.score import score_record
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Isian, KolomPenilai, Worksheet

FILES = [f"{n}.csv" for n in ("struktur", "alias", "kriteria", "kewajaran")]
FILES += [f"{n}.toml" for n in ("instrumen", "penilai", "ambang", "syarat")]
#: How many mutations are tried; `make fuzz` tries more.
MUTATIONS = int(os.environ.get("ZI_MUTASI", "60"))
#: Stand-ins of every kind and size, for a cell of a CSV or the value of a key.
VALUES = [
    *('""', '"x"', '"A.I.1"', '"1e9999999"', '"1/0"', '"-5"', '"9" * 3', "0", "-1", "3.5", "true", "2021-01-01", "[]"),
    *('["a"]', "[1, 2]", "{}", "{ a = 1 }", "[[]]", "[{}]", "0x" + "f" * 6000, "9" * 30, "inf", "nan", '"\\u0000"'),
    *("'''a\nb'''", '"' + "y" * 5000 + '"', "A.I.1", "1/3", "", "\x00", "ya_tidak", "rasio(A, B)", "persen", "jumlah"),
]


def load_all(folder: Path) -> Instrumen:
    """Everything of an instrument's folder."""
    instrumen = load_folder(folder)
    load_kriteria(instrumen)
    load_kewajaran(instrumen)
    load_syarat(instrumen)
    return instrumen


def score_perfect(instrumen: Instrumen) -> None:
    """Score a column of best answers, and make its record."""
    best: dict[str, object] = {"persen": None, "nilai_0_4": float(instrumen.survei_maksimum), "jumlah": 3}
    cells = {}
    for b in instrumen.baris:
        if b.jenis_jawaban is not None:
            options = list(instrumen.options(b.kode))
            cells[b.kode] = Isian(options[0] if options else best[b.jenis_jawaban] or "", Sel("X", b.nomor, 1))
    kolom = {p: KolomPenilai(p, cells) for p in instrumen.penilai.codes}
    ws = Worksheet("x", "", ("X",), None, None, None, None, kolom, (), {}, [])
    for p in (semua := score_worksheet(ws, instrumen)):
        assert 0 <= p.nilai["total"] <= p.nilai_maks <= instrumen.bobot_total
        assert sum((p.nilai[k] for k in instrumen.peran[:2]), Fraction(0)) == p.nilai["total"]
        score_record(ws, p, semua, instrumen, instrumen.ambang)


def check(folder: Path) -> InvalidInstrumen | None:
    """Load *folder*; the error is one line that begins with one of its files."""
    try:
        instrumen = load_all(folder)
    except InvalidInstrumen as e:
        assert re.match(rf"({'|'.join(map(re.escape, FILES))})(:\d+)?: .", str(e)), e
        assert "\n" not in e.pesan and e.pesan.isprintable() and len(e.pesan) < 1200, e.pesan
        assert e.kode_keluar == 3
        return e
    score_perfect(instrumen)
    return None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packaged instrument, and one of the small one of the tests beside it."""
    place = tmp_path_factory.mktemp("hostile")
    shutil.copytree(instrumen_folder(), place / "lke")
    write_instrumen(place / "uji")
    return place


def test_both_are_whole(folder: Path) -> None:
    assert check(folder / "lke") is None
    assert check(folder / "uji") is None


def mutate(text: str, dice: random.Random) -> str:
    """*text* with one thing wrong: a line gone, doubled, moved or cut, or a value of another kind."""
    lines = text.splitlines(keepends=True)
    n = dice.randrange(len(lines))
    kind = dice.choice(("gone", "doubled", "moved", "cut", "value", "value", "value", "cell", "cell", "key"))
    if kind == "gone":
        del lines[n]
    elif kind == "doubled":
        lines.insert(n, lines[n])
    elif kind == "moved":
        lines.insert(dice.randrange(len(lines)), lines.pop(n))
    elif kind == "cut":
        lines[n] = lines[n][: dice.randrange(len(lines[n]) + 1)]
    elif kind == "value" and "=" in lines[n]:
        lines[n] = f"{lines[n].split('=')[0]}= {dice.choice(VALUES)}\n"
    elif kind == "key" and "=" in lines[n]:
        lines[n] = "kunci_asing" + lines[n]
    else:
        cells = lines[n].rstrip("\n").split(",")
        cells[dice.randrange(len(cells))] = dice.choice(VALUES)
        lines[n] = ",".join(cells) + "\n"
    return "".join(lines)


@settings(max_examples=MUTATIONS, deadline=None)
@given(file=st.sampled_from(FILES), seed=st.integers(0, 2**32 - 1), times=st.integers(1, 3))
@example(file="struktur.csv", seed=1, times=1)
def test_any_mutation_is_refused_in_one_line_or_can_be_scored(folder: Path, file: str, seed: int, times: int) -> None:
    dice = random.Random(seed)
    path = folder / ("lke" if seed % 8 == 0 else "uji") / file
    sound = path.read_bytes()
    text = sound.decode()
    for _ in range(times):
        text = mutate(text, dice) if text else text
    path.write_text(text, "utf-8")
    try:
        check(path.parent)
    finally:
        path.write_bytes(sound)


def _deep(path: Path) -> None:
    path.write_text("a = " + "[" * 100_000, "utf-8")


def _deep_tables(path: Path) -> None:
    path.write_text("a" + ".a" * 50_000 + " = 1\n", "utf-8")


def _big(path: Path) -> None:
    path.write_bytes(b"#" * 30_000_000)


def _nothing(path: Path) -> None:
    path.unlink()


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _no_text(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _long_field(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + '"' + "z" * 200_000 + '",x\n', "utf-8")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("harm", [_deep, _deep_tables, _big, _nothing, _a_folder, _no_text, _long_field])
def test_hostile_files(
    file: str, harm: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write_instrumen(tmp_path / "ins")
    harm(broken / file)
    error = check(broken)
    assert error is not None and str(error).startswith(file)
    if file != "syarat.toml":  # scoring does without requirements
        assert run_cli(["score", "tidak-ada.xlsx", "--instrumen", str(broken)]) == 3
        assert capsys.readouterr().err == f"zi: {error.pesan}\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("struktur.csv", "P.M.1.i.a,indikator", "P.M.1.i.b,indikator", "ganda"),
        ("struktur.csv", "P.N.7.i.b.2, P.N.7.i.b.1", "P.N.7.i.b, P.N.7.i.b.1", "bukan hitungan"),
        ("struktur.csv", "P.M.1.i,sub", "P.M.1.i,komponen", "komponen"),
        ("struktur.csv", "TOTAL,total,JUMLAH SELURUHNYA,120", "TOTAL,total,JUMLAH SELURUHNYA,119", "TOTAL"),
        ("struktur.csv", "P.TOTAL,total", "P.M.TOTAL,total", "P.M.TOTAL"),
        ("struktur.csv", "P.M.1,area", "P.M.1,aspek", "P.M.1"),
        ("struktur.csv", "JUMLAH SELURUHNYA", "JUMLAH\u202e SELURUHNYA", "tidak tampak"),
        ("penilai.toml", 'nama = "', 'nama = "\\u200b', "tidak tampak"),
        ("ambang.toml", 'label = "', 'label = "\\u001b[2J', "tidak tampak"),
        ("instrumen.toml", 'abcd = { A = "1"', 'abcd = { A = "2"', "turun"),
        ("instrumen.toml", 'hasil = "S"', 'hasil = "P"', "sama"),
        ("instrumen.toml", 'survei_maksimum = "5"', 'survei_maksimum = "0"', "lebih dari 0"),
        ("instrumen.toml", "[peran]", '[survei]\nspak = "S.X.a"\n[peran]', "berskala 4"),
        ("penilai.toml", 'penentu = "pembina"', 'penentu = "menteri"', "menteri"),
        ("penilai.toml", 'kode = "tpi"\n', 'kode = "tpm"\n', "ganda"),
        ("penilai.toml", 'kata = ["pembina", "tim pembina"]', 'kata = ["pengasuh"]', "Pembina"),
        ("ambang.toml", 'kode = "total"', 'kode = "jumlah"', "total"),
        ("ambang.toml", 'simpul = "S.X"', 'simpul = "S.Z"', "S.Z"),
        ("syarat.toml", "P.N.7.i.b", "P.N.9.i.b", "P.N.9.i.b"),
        ("syarat.toml", 'penilai = { lainnya = ["eselon1"]', 'penilai = { lainnya = ["eselon9"]', "eselon9"),
    ],
)  # fmt: skip
def test_what_scoring_takes_for_granted_is_checked(file: str, old: str, new: str, words: str, tmp_path: Path) -> None:
    broken = write_instrumen(tmp_path / "ins")
    text = (broken / file).read_text("utf-8")
    assert old in text, "the example no longer fits the data"
    (broken / file).write_text(text.replace(old, new, 1), "utf-8")
    error = check(broken)
    assert error is not None and str(error).startswith(file) and words in str(error)
