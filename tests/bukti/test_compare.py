"""zi bukti banding: what became of every document since an earlier look."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.bukti.tree import CODES, FOLDER, YEAR, clean_tree, report
from zi_cli.bukti.changes import CHANGES, Changed, ComparedDocument, compare_pieces, count_changes
from zi_cli.cli import run_cli
from zi_cli.records.schema import schema_of

PIECES = st.lists(
    st.builds(
        ComparedDocument,
        st.sampled_from(["A", "B", None]),
        st.sampled_from("xyz"),
        st.sampled_from(["1", "2", "3", None]),
    ),
    max_size=8,
    unique_by=lambda p: (p.kode, p.nama),
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@given(PIECES, PIECES)
def test_every_document_has_one_fate(old: list[ComparedDocument], new: list[ComparedDocument]) -> None:
    changes = compare_pieces(old, new)
    assert Counter((c.kode, c.nama) for c in changes if c.perubahan != "hilang") == Counter(
        (p.kode, p.nama) for p in new
    )
    counts = count_changes(changes)
    assert counts["sama"] + counts["diperbarui"] + counts["pindah"] + counts["hilang"] == len(old)
    assert counts["sama"] == len(set(old) & set(new))


def test_the_fates() -> None:
    old = [
        ComparedDocument("A", "x", "1"),
        ComparedDocument("A", "y", "2"),
        ComparedDocument("A", "z", "3"),
        ComparedDocument("B", "w", "4"),
        ComparedDocument("B", "v", "5"),
    ]
    new = [
        ComparedDocument("A", "x", "1"),
        ComparedDocument("A", "y", "9"),
        ComparedDocument("A", "z2", "3"),
        ComparedDocument("A", "w", "4"),
        ComparedDocument("B", "n", "7"),
    ]
    assert compare_pieces(old, new) == [
        Changed("sama", "A", "x"),
        Changed("diperbarui", "A", "y"),
        Changed("pindah", "A", "z2", "z"),
        Changed("pindah", "A", "w", "B: w"),
        Changed("baru", "B", "n"),
        Changed("hilang", "B", "v"),
    ]


def test_the_quarter_before_may_be_its_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = clean_tree()
    old, _ = tree.write(tmp_path / "lama")
    kept = tmp_path / "tw1.json"
    assert run_cli(["bukti", "periksa", str(old), "--tahun", str(YEAR), "-o", str(kept)]) == 0
    tree.add(CODES[0], "TW3/Monev 2026.pdf", report(CODES[0], "Monev TW3"))
    tree.files[f"{FOLDER[CODES[1]]}/Laporan {YEAR}.pdf"] = report(CODES[1], "Laporan baru")
    tree.clear(CODES[3])
    new, _ = tree.write(tmp_path / "baru")
    capsys.readouterr()
    outputs = []
    for before in (str(kept), str(old)):
        assert run_cli(["bukti", "banding", before, str(new), "--format", "json"]) == 0
        outputs.append(json.loads(capsys.readouterr().out))
    record = outputs[0]
    Draft202012Validator(schema_of("bukti-banding")).validate(record)
    assert record["dokumen"] == outputs[1]["dokumen"]
    changed = {(d["perubahan"], d["indikator"]) for d in record["dokumen"] if d["perubahan"] != "sama"}
    assert changed == {("baru", CODES[0]), ("diperbarui", CODES[1]), ("hilang", CODES[3])}
    assert set(record["jumlah"]) == set(CHANGES)
    assert run_cli(["bukti", "banding", str(kept), str(new)]) == 0
    shown = capsys.readouterr().out
    assert "hilang" in shown and "sama" in shown
    for ending in ("html", "xlsx", "csv"):
        assert run_cli(["bukti", "banding", str(kept), str(new), "-o", str(tmp_path / f"b.{ending}")]) == 0


def test_a_record_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tw1.json").write_text('{"skema": "zi.bukti/1"}', encoding="utf-8")
    (tmp_path / "bukti").mkdir()
    assert run_cli(["bukti", "banding", str(tmp_path / "tw1.json"), str(tmp_path / "bukti")]) == 3
    assert "BKT841" in capsys.readouterr().err
