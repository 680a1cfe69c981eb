"""zi bukti periksa: every kind of fault is found at its indicator and file, and a clean tree has none."""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.bukti.cases import CASES
from tests.bukti.documents import pdf
from tests.bukti.tree import CODES, FOLDER, SATKER, YEAR, Row, Tree, clean_tree, report
from zi_cli.bukti.collect_documents import EvidenceDocument
from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.judge_files import document_findings
from zi_cli.bukti.probe import read_facts
from zi_cli.bukti.subject import Subject
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.schema import schema_of

#: Indicators that no case touches: where faults between indicators are sown.
SHARED = CODES[-6:]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def check(tree: Tree, folder: Path, capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> dict[str, Any]:
    root, lke = tree.write(folder)
    arguments = ["bukti", "periksa", str(root), "--lke", str(lke), "--satker", SATKER, "--tahun", str(YEAR)]
    assert run_cli([*arguments, "--triwulan", "2", "--format", "json", *options]) == code
    record: dict[str, Any] = json.loads(capsys.readouterr().out)
    return record


def found(record: dict[str, Any]) -> Counter[tuple[str, str | None, str]]:
    return Counter((f["temuan"]["kode"], f["temuan"]["indikator"], f["berkas"]) for f in record["temuan"])


def test_a_clean_tree_has_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = check(clean_tree(), tmp_path, capsys)
    assert record["temuan"] == []
    Draft202012Validator(schema_of("bukti")).validate(record)
    assert record["keadaan"] == {"belum": 0, "unggah": 57, "diperiksa": 0, "perbaikan": 0, "lengkap": 56}


@pytest.mark.parametrize("content", [False, True], ids=["names and bytes", "contents"])
def test_every_fault_is_found_at_its_indicator_and_nothing_else(
    content: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree, expected = clean_tree(), Counter[tuple[str, str | None, str]]()
    cases = [c for c in CASES if c.content == content]
    assert len(cases) >= (16 if content else 60)
    places = [k for k in CODES[6:] if k not in SHARED]
    for case, kode in zip(cases, places, strict=False):
        for code, where in case.sow(tree, kode):
            expected[code, None if code in ("BKT803", "BKT804") else kode, where] += 1
    one, two, three, *links = SHARED
    same = report("bersama", "Notula bersama")
    for kode in (one, two, three):
        expected["BKT805", kode, tree.add(kode, f"Notula bersama {YEAR}.pdf", same)] += 1
    for kode in links:
        tree.links[kode] = "https://www.youtube.com/watch?v=bersama"
        tree.targets.pop(kode, None)
        expected["BKT829", kode, tree.links[kode]] += 1
    record = check(tree, tmp_path, capsys, *(["--baca-isi"] if content else []), code=1)
    got = found(record)
    Draft202012Validator(schema_of("bukti")).validate(record)
    assert got - expected == Counter()
    assert expected - got == Counter()


def test_a_clean_tree_has_no_finding_by_its_contents_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = check(clean_tree(), tmp_path, capsys, "--baca-isi")
    assert record["temuan"] == []
    assert record["isi_dibaca"] is True


def test_how_grave_a_fault_is_follows_the_points_at_stake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = clean_tree()
    tree.clear("A.I.1.i.a")
    tree.clear("B.I.a")
    tingkat = {
        f["temuan"]["indikator"]: f["temuan"]["tingkat"] for f in check(tree, tmp_path, capsys, code=1)["temuan"]
    }
    assert tingkat == {"A.I.1.i.a": "peringatan", "B.I.a": "galat"}


def test_without_a_worksheet_the_files_are_checked_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = clean_tree()
    tree.clear(CODES[0])
    tree.add(CODES[1], "Kosong.pdf", b"", status="unggah")
    root, _ = tree.write(tmp_path)
    assert run_cli(["bukti", "periksa", str(root), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert found(record) == {("BKT812", CODES[1], f"{FOLDER[CODES[1]]}/Kosong.pdf"): 1}
    assert record["lke"] is None


def test_a_cell_of_the_table_with_words_and_links_falls_into_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = clean_tree()
    one, two, three = SHARED[:3]
    tree.rows.append(Row(one, "Video: https://youtu.be/aa dan Foto: https://bit.ly/bb", status="unggah"))
    path = tree.add(two, f"SK khusus {YEAR}.pdf", report(two, "SK"), row=False)
    tree.rows.append(Row(two, f"SK khusus {YEAR}.pdf; https://youtu.be/cc", status="unggah"))
    tree.rows.append(Row(three, "Video https://youtu.be/dd", "Judul sendiri", status="unggah"))
    record = check(tree, tmp_path, capsys)
    assert found(record) == {("BKT825", one, "https://bit.ly/bb"): 1}
    names = {d["nama"] for d in record["dokumen"]}
    assert {"https://youtu.be/aa", "https://bit.ly/bb", "https://youtu.be/cc", path, "https://youtu.be/dd"} <= names


@pytest.mark.parametrize("filter_type", [0, 1, 2])
@pytest.mark.parametrize("colour", [b"\xff\xff\xff", b"\x12\x80\xfe"])
def test_a_picture_of_one_colour_is_told_from_one_with_a_dot(filter_type: int, colour: bytes, tmp_path: Path) -> None:
    width, height = 300, 200
    rows = [[colour] * width for _ in range(height)]
    for dotted in (False, True):
        if dotted:
            rows[150][120] = b"\x00\x01\x02"
        target = tmp_path / f"{dotted}.png"
        target.write_bytes(filtered_png(rows, filter_type))
        facts = read_facts(target)
        assert (facts.lebar, facts.tinggi, facts.sewarna) == (width, height, not dotted)


def filtered_png(rows: list[list[bytes]], kind: int) -> bytes:
    """A picture of three bytes a pixel whose rows all have the filter *kind* (none, left, above)."""
    out, above = b"", [bytes(3)] * len(rows[0])
    for row in rows:
        base = {0: [bytes(3)] * len(row), 1: [bytes(3), *row[:-1]], 2: above}[kind]
        minus = (bytes((a - b) & 255 for a, b in zip(p, q, strict=True)) for p, q in zip(row, base, strict=True))
        out += bytes([kind]) + b"".join(minus)
        above = row

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(out, 6)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", body[:100]), chunk(b"IDAT", body[100:]), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_what_is_no_ordinary_file_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "rahasia.pdf").write_bytes(pdf(["rahasia"]))
    tree = clean_tree()
    root, _ = tree.write(tmp_path)
    (root / "A.I.1.i.a pintasan").symlink_to(outside)
    (root / FOLDER["A.I.1.i.a"] / "rahasia.pdf").symlink_to(outside / "rahasia.pdf")
    record = check(tree, tmp_path, capsys)
    assert [(f["temuan"]["kode"], f["berkas"]) for f in record["temuan"]] == [
        ("BKT822", f"{FOLDER['A.I.1.i.a']}/rahasia.pdf"),
        ("BKT822", "A.I.1.i.a pintasan"),
    ]
    assert not any("rahasia" in d["nama"] for d in record["dokumen"])


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (ContentFacts(halaman=1, kata=9), []),
        (ContentFacts(batas="belum selesai dalam 9 detik"), ["BKT820"]),
        (ContentFacts(halaman=2, kata=9, aktif=("JavaScript",)), ["BKT821"]),
        (ContentFacts(halaman=1, kata=9, sandi=True), ["BKT814"]),
        (ContentFacts(rusak="tanpa halaman"), ["BKT813"]),
        (ContentFacts(halaman=3), ["BKT818"]),
        (ContentFacts(halaman=1, gambar=500), ["BKT819"]),
        (ContentFacts(halaman=2, gambar=500), []),
        (ContentFacts(halaman=1, gambar=2000), []),
    ],
)
def test_what_was_read_of_a_document(content: ContentFacts, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["isi"]))
    document = EvidenceDocument("A.I.1.i.a", "a.pdf", False, fakta=read_facts(tmp_path / "a.pdf"), isi=content)
    assert [t.kode for t in document_findings(document, Subject(load_instrumen()))] == codes


def test_a_tree_without_end_is_left_at_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from zi_cli.bukti import walk
    from zi_cli.bukti.rules import load_rules

    rules = load_rules()._replace(berkas=50)
    monkeypatch.setattr(walk, "load_rules", lambda: rules)
    record = check(clean_tree(), tmp_path, capsys, code=1)
    assert "BKT840" in {f["temuan"]["kode"] for f in record["temuan"]}


def test_a_table_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, lke = clean_tree().write(tmp_path)
    (root / "bukti.xlsx").write_bytes(b"bukan tabel")
    assert run_cli(["bukti", "periksa", str(root), "--lke", str(lke)]) == 1
    assert "bukti.xlsx: kesalahan BKT837" in capsys.readouterr().out


def test_a_second_run_reads_only_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import time

    from zi_cli.bukti import digest

    read: list[str] = []
    genuine = digest.read_facts
    monkeypatch.setattr(digest, "read_facts", lambda p: (read.append(p.name), genuine(p))[1])
    monkeypatch.setattr(digest, "_TOO_NEW", 0)
    root, lke = clean_tree().write(tmp_path)
    arguments = ["bukti", "periksa", str(root), "--lke", str(lke), "--tahun", str(YEAR), "--format", "json"]
    assert run_cli(arguments) == 0
    first, all_read = json.loads(capsys.readouterr().out), len(read)
    assert all_read == sum(1 for d in first["dokumen"] if not d["tautan"])
    read.clear()
    changed = root / FOLDER[CODES[3]] / f"Laporan {YEAR}.pdf"
    size, when = changed.stat().st_size, changed.stat().st_mtime_ns
    time.sleep(0.02)
    changed.write_bytes(report(CODES[3], "Laporan").replace(b"Halaman", b"halaman"))
    os.utime(changed, ns=(when, when))
    assert changed.stat().st_size == size
    assert run_cli(arguments) == 0
    second = json.loads(capsys.readouterr().out)
    assert read == [changed.name]
    differing = [a["nama"] for a, b in zip(first["dokumen"], second["dokumen"], strict=True) if a != b]
    assert differing == [f"{FOLDER[CODES[3]]}/Laporan {YEAR}.pdf"]
    assert run_cli([*arguments, "--segar"]) == 0
    assert len(read) == all_read + 1
    assert json.loads(capsys.readouterr().out) == second


@pytest.mark.parametrize("ending", ["xlsx", "html", "csv", "md", "json"])
def test_every_form_is_written(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = clean_tree()
    CASES[0].sow(tree, CODES[3])
    root, lke = tree.write(tmp_path)
    target = tmp_path / f"hasil.{ending}"
    assert run_cli(["bukti", "periksa", str(root), "--lke", str(lke), "-o", str(target)]) in (0, 1)
    assert target.stat().st_size > 100
    assert run_cli(["bukti", "periksa", str(root), "-o", str(target)]) == 4
