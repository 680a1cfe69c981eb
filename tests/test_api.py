"""The public Python API: its documented examples run, and it says the same as the commands."""

import json
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import zi_cli
from zi_cli.batch.run import Opsi, run_batch
from zi_cli.config import load_config
from zi_cli.instrumen.loader import load_instrumen

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_lke"
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(encoding="utf-8"), flags=re.DOTALL)


def run(code: str, *, cwd: Path = ROOT) -> str:
    """What *code* prints as a script of its own; fails when it does."""
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    ).stdout


def test_the_examples_of_the_page_run_in_order() -> None:
    assert len(EXAMPLES) >= 6
    printed = run("\n".join(EXAMPLES))
    assert printed.startswith("tpi 83.89")
    assert "3 kesalahan LKE101" in printed


@pytest.mark.parametrize("name", ["score", "check_folder", "table"])
def test_each_function_takes_three_lines_at_most(name: str) -> None:
    first = next(e for e in EXAMPLES if f"zi_cli.{name}(" in e)
    lines = [n for n in first.splitlines() if n and not n.startswith("from datetime")]
    assert len(lines) <= 3


def test_importing_loads_nothing_else() -> None:
    loaded = json.loads(
        run("import json, sys; import zi_cli; print(json.dumps([m for m in sys.modules if m.startswith('zi_cli.')]))")
    )
    assert loaded == []


def test_every_public_name_is_there_and_documented() -> None:
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    for name in zi_cli.__all__:
        value = getattr(zi_cli, name)
        assert name == "__version__" or (value.__doc__ and f"zi_cli.{name}" in page)
        assert name in dir(zi_cli)
    with pytest.raises(AttributeError, match="tak_ada"):
        _ = zi_cli.tak_ada


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_text_or_path(kind: type) -> None:
    assert zi_cli.score(kind(SAMPLES / "lke-wbk.xlsx")).nilai["total"] > 80
    assert list(zi_cli.table(kind(SAMPLES / "usulan-2027/Pusat"))["grup"]) == ["Sekretariat Direktorat Jenderal"]
    assert zi_cli.check_folder(kind(SAMPLES / "usulan-2027/Pusat")).satker


def test_score_is_exact_and_takes_the_assessor_named() -> None:
    decided, unit = zi_cli.score(SAMPLES / "lke-wbk.xlsx"), zi_cli.score(SAMPLES / "lke-wbk.xlsx", penilai="unit")
    assert (decided.penilai, unit.penilai) == ("tpi", "unit")
    assert isinstance(decided.nilai["total"], Fraction)


def test_an_assessor_without_answers_is_an_error() -> None:
    with pytest.raises(zi_cli.UserError, match="LKE135") as caught:
        zi_cli.score(SAMPLES / "lke-wbk.xlsx", penilai="tpn")
    assert caught.value.kode_keluar == 3


def test_the_table_is_the_recap_of_the_batch(tmp_path: Path) -> None:
    class Silent:
        def begin(self, jumlah: int) -> None: ...
        def busy_with(self, nama: str) -> None: ...
        def advance(self, nama: str) -> None: ...
        def end(self) -> None: ...

    folder, instrumen = SAMPLES / "usulan-2027/Kanwil Contoh Utara", load_instrumen()
    opsi = Opsi(folder=folder, keluaran=tmp_path / "rekap", pekerja=1)
    recap = run_batch(opsi, instrumen, load_config(None, instrumen), Silent())
    expected = pd.DataFrame.from_records(list(recap.table_rows()), columns=recap.columns)
    assert len(expected) == 5
    assert zi_cli.table(folder).equals(expected)


def test_an_unreadable_file_is_never_silently_missing(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "lke-wbk.xlsx", tmp_path / "a.xlsx")
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    with pytest.warns(UserWarning, match="rusak.xlsx"):
        table = zi_cli.table(tmp_path)
    assert list(table["berkas"]) == ["a.xlsx"]
    assert list(table.attrs["gagal"]) == ["rusak.xlsx"]
    assert "rusak.xlsx" in [t.berkas for t in zi_cli.check_folder(tmp_path).temuan]


@pytest.mark.parametrize("function", [zi_cli.table, zi_cli.check_folder])
def test_a_wrong_folder_is_one_clear_error(function: object, tmp_path: Path) -> None:
    assert callable(function)
    with pytest.raises(zi_cli.UserError, match="bukan folder") as no_folder:
        function(SAMPLES / "lke-wbk.xlsx")
    with pytest.raises(zi_cli.UserError, match="LKE101") as missing:
        function(tmp_path / "tidak ada")
    assert (no_folder.value.kode_keluar, missing.value.kode_keluar) == (2, 3)


def test_a_folder_without_worksheets_has_no_table(tmp_path: Path) -> None:
    with pytest.raises(zi_cli.UserError, match="tidak ada LKE"):
        zi_cli.table(tmp_path)
