"""Our own JSON, damaged: every command that reads it ends with a code of the table and one clear line."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from zi_cli.cli import run_cli
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen, load_kriteria
from zi_cli.records.read_back import read_plan
from zi_cli.views.plan import step_text

FOLDER = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"
VALUES: list[object] = [
    None,
    True,
    0,
    -1,
    1e8,
    10**30,
    0.5,
    "",
    "x",
    "1/3",
    "A.I.1.i.a",
    "../../x",
    "\0",
    "a" * 300,
    [],
    [0],
    {},
]


def places(isi: Any, jalur: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    if jalur:
        yield jalur
    anak = isi.items() if isinstance(isi, dict) else enumerate(isi) if isinstance(isi, list) else ()
    for kunci, nilai in anak:
        yield from places(nilai, (*jalur, kunci))


def damage(dokumen: Any, pilih: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Remove or replace one value of *dokumen* in place."""
    # By kind of place first: most places of a document are points of a node.
    kinds: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for j in places(dokumen):
        kinds.setdefault(tuple("#" if isinstance(k, int) or "." in k else k for k in j), []).append(j)
    *induk, kunci = jalur = pilih(st.sampled_from(kinds[pilih(st.sampled_from(sorted(kinds)))]))
    isi = dokumen
    for k in induk:
        isi = isi[k]
    if pilih(st.booleans()):
        del isi[kunci]
        return (*jalur, "removed")
    isi[kunci] = pilih(st.sampled_from(VALUES))
    return (*jalur, isi[kunci])


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the sample's worksheets with their register, and their recap."""
    tempat = tmp_path_factory.mktemp("pohon")
    for nama in ("lke-647101", "lke-647104", "lke-647108"):
        lke = next(FOLDER.rglob(f"{nama}.xlsx"))
        shutil.copy(lke, tempat / lke.name)
    shutil.copy(FOLDER / "zi.toml", tempat)
    assert run_cli(["batch", str(tempat), "-o", str(tempat / "rekap"), "--pekerja", "1"]) == 0
    return tempat


def _run(capfd: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, list[str]]:
    capfd.readouterr()
    kode = run_cli([str(a) for a in argumen])
    return kode, capfd.readouterr().err.splitlines()


def _report(rekap: Path) -> list[object]:
    return ["report", rekap, "-o", rekap.with_name("l.html"), "--timpa"]


def _letter(rekap: Path) -> list[object]:
    umum = ["--tanggal", "2027-05-20", "--nomor", "1", "--timpa", "--format", "json"]
    return ["surat", "rekomendasi", "--dari", rekap, *umum, "-o", rekap.with_name("s")]


@pytest.mark.parametrize("command", [_report, _letter])
def test_a_damaged_recap_is_one_clear_line(
    command: Callable[[Path], list[object]], tree: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    utuh = json.loads((tree / "rekap" / "rekap.json").read_text(encoding="utf-8"))
    berkas = tmp_path / "rekap.json"

    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        dokumen = copy.deepcopy(utuh)
        damage(dokumen, data.draw)
        berkas.write_text(json.dumps(dokumen), encoding="utf-8")
        kode, galat = _run(capfd, *command(berkas))
        assert kode in (0, 1, 3), galat
        if kode == 3:
            assert len(galat) == 1
            assert "jalankan lagi zi batch" in galat[0] or "ulangi zi batch" in galat[0]

    check()


@pytest.mark.parametrize("bagian", ["skema", "keluaran", "aturan"])
def test_a_damaged_manifest_vouches_for_nothing(
    bagian: str, tree: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Without a manifest that says so, what lies in the folder is the user's: it is kept, and one line says why."""
    shutil.copytree(tree / "rekap", tmp_path / "rekap")
    berkas = tmp_path / "rekap" / "manifes.json"
    utuh = json.loads(berkas.read_text(encoding="utf-8"))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        dokumen = copy.deepcopy(utuh)
        if bagian == "aturan":
            # Other rules are no damage: the results are simply not reused.
            dokumen[bagian] = data.draw(st.sampled_from([None, 1, "x", []]))
        else:
            isi = {bagian: dokumen[bagian]}
            damage(isi, data.draw)
            del dokumen[bagian]
            dokumen |= isi
        berkas.write_text(json.dumps(dokumen), encoding="utf-8")
        kode, galat = _run(capfd, "batch", tree, "-o", tmp_path / "rekap", "--lanjut", "--pekerja", "1")
        assert (kode, len(galat)) == (4, 1)
        assert "--timpa" in galat[0]

    check()


def test_a_damaged_plan_is_refused_or_still_a_plan(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What passes can be worded step by step; what does not is one line that names the place."""
    kurang = {"A.II.4.ii.a": "D", "A.II.4.iii.a": "C", "A.I.4.i.a": "C", "B.I.a": Fraction("3.42")}
    lke = build_book({"unit": raw_cells(perfect() | kurang)}).simpan(tmp_path / "lke.xlsx")
    run_cli(["plan", str(lke), "--target", "WBBM", "--izinkan", "survei,hitungan", "--format", "json"])
    utuh = json.loads(capfd.readouterr().out)
    assert {"B.I.a"} < {s["indikator"] for s in utuh["langkah"]}
    instrumen, berkas = load_instrumen(), tmp_path / "plan.json"

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        dokumen = copy.deepcopy(utuh)
        damage(dokumen, data.draw)
        berkas.write_text(json.dumps(dokumen), encoding="utf-8")
        try:
            _, steps = read_plan(berkas, instrumen, "SRT632")
        except UnreadableInput as e:
            assert "jalankan lagi zi plan" in e.pesan
            assert "\n" not in e.pesan
            return
        for n, s in enumerate(steps):
            assert step_text(n, s, instrumen, load_kriteria(instrumen)).tuntutan

    check()
