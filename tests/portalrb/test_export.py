"""``zi portalrb ekspor``: what the portal would fetch."""

import errno
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.evaluation import evaluate, load_rules
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.portalrb.documents import schema
from zi_cli.portalrb.export import write_export
from zi_cli.portalrb.portal_answers import UnitSheet, joined_links, number_text, portal_answers
from zi_cli.portalrb.questions import load_questions
from zi_cli.portalrb.unit_ids import url_safe
from zi_cli.records.schema import schema_of
from zi_cli.worksheet.model import Isian

CERITA = Path(__file__).parents[2] / "sample_lke/usulan-2027"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tujuan = tmp_path / "usulan"
    shutil.copytree(CERITA, tujuan)
    return tujuan


def run(args: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    kode = run_cli(["portalrb", "ekspor", *args, "--tanggal", "2027-05-20", "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("portalrb"))
    return kode, isi


def test_only_eligible_satker_with_all_questions_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keluar = tmp_path / "portalrb"
    kode, isi = run([str(folder), "-o", str(keluar)], capsys)
    assert kode == 1 and isi["ditolak"] and not isi["uji"]
    run_cli(["check", str(folder), "--tanggal", "2027-05-20", "--format", "json"])
    layak = {s["nama"] for s in json.loads(capsys.readouterr().out)["satker"] if s["layak"] is True}
    assert {u["nama"] for u in isi["unit"]} == layak
    daftar = [json.loads((keluar / "pengusulan" / n).read_bytes()) for n in ("unit-wbk", "unit-wbbm")]
    assert {u["id"] for d in daftar for u in d["units"]} == {u["id"] for u in isi["unit"]}
    for d in daftar:
        jsonschema.validate(d, schema())
    for u in isi["unit"]:
        dokumen = json.loads((keluar / "lke/jawaban-unit" / u["id"]).read_bytes())
        jsonschema.validate(dokumen, schema())
        assert [a["soal_id"] for a in dokumen["answers"]] == list(range(1, 128))
        assert not any(v == "" for a in dokumen["answers"] for v in a.values())


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def files(nama: str) -> dict[str, bytes]:
        keluar = tmp_path / nama
        run([str(folder), "-o", str(keluar)], capsys)
        return {p.relative_to(keluar).as_posix(): p.read_bytes() for p in keluar.rglob("*") if p.is_file()}

    assert files("a") == files("b")


def test_an_export_is_replaced_only_when_it_is_ours(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keluar = tmp_path / "portalrb"
    args = ["portalrb", "ekspor", str(folder), "-o", str(keluar), "--tanggal", "2027-05-20"]
    assert run_cli(args) == 1
    assert run_cli(args) == 4
    assert run_cli([*args, "--lanjut"]) == 1
    (keluar / "pengusulan/unit-wbk").write_text("{}")
    assert run_cli([*args, "--lanjut"]) == 4
    assert run_cli([*args, "--timpa"]) == 1
    (keluar / "catatan.txt").write_text("milik orang")
    assert run_cli([*args, "--timpa"]) == 4
    assert (keluar / "catatan.txt").read_text() == "milik orang"


def test_a_swap_that_fails_leaves_the_export_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keluar = tmp_path / "portalrb"
    write_export(keluar, {"a": b"lama"}, resume=False, overwrite=True)
    asli = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target == keluar and (self / "a").read_bytes() == b"baru":
            raise OSError(28, "No space left on device")
        return asli(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(UnwritableOutput):
        write_export(keluar, {"a": b"baru"}, resume=False, overwrite=True)
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")} == {"portalrb", "portalrb/a"}
    assert (keluar / "a").read_bytes() == b"lama"


def test_a_file_of_the_export_before_that_can_not_be_read_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ["portalrb", "ekspor", str(folder), "-o", str(tmp_path / "e"), "--tanggal", "2027-05-20", "--lanjut"]
    assert run_cli(args) == 1

    def refused(_: Path) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("zi_cli.portalrb.export.file_sha256", refused)
    capsys.readouterr()
    assert run_cli(args) == 4
    assert re.search(r"“\S+/e/\S+” tidak dapat dibaca: kesalahan perangkat", capsys.readouterr().err)


def test_ids_stay_and_a_new_name_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keluar = ["-o", str(tmp_path / "portalrb"), "--lanjut"]
    _, awal = run([str(folder), *keluar], capsys)
    berkas = folder / "portalrb-id.csv"
    lama = awal["unit"][0]
    berkas.write_text(berkas.read_text("utf-8").replace(lama["nama"], "Nama Dahulu"), "utf-8")
    _, kini = run([str(folder), *keluar], capsys)
    assert [u["id"] for u in kini["unit"]] == [u["id"] for u in awal["unit"]]
    assert [t["temuan"]["kode"] for t in kini["temuan"]].count("PRB906") == 1
    assert not list((tmp_path / "portalrb").rglob("*id.csv"))


def test_a_new_code_is_a_new_id_and_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keluar = ["-o", str(tmp_path / "portalrb"), "--lanjut"]
    _, awal = run([str(folder), *keluar], capsys)
    unit = awal["unit"][0]
    berkas = folder / "portalrb-id.csv"
    berkas.write_text(berkas.read_text("utf-8").replace(f"{unit['id']},{unit['id']},", "dahulu,DAHULU,"), "utf-8")
    _, kini = run([str(folder), *keluar], capsys)
    assert kini["unit"] == awal["unit"]
    (pesan,) = [t["temuan"]["pesan"] for t in kini["temuan"] if t["temuan"]["kode"] == "PRB909"]
    assert unit["id"] in pesan and "DAHULU" in pesan
    _, lagi = run([str(folder), *keluar], capsys)
    assert "PRB909" not in [t["temuan"]["kode"] for t in lagi["temuan"]]


def mark(folder: Path, isi: str) -> None:
    """Fill the column Afirmasi of every row of the register."""
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Satker"]
    judul = [c.value for c in lembar[2]]
    kolom = judul.index("Afirmasi") + 1 if "Afirmasi" in judul else len(judul) + 1
    lembar.cell(2, kolom, "Afirmasi")
    for baris in range(3, lembar.max_row + 1):
        if lembar.cell(baris, 1).value:
            lembar.cell(baris, kolom, isi)
    buku.save(folder / "satker.xlsx")


def test_affirmation_comes_from_the_register_and_a_change_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keluar = tmp_path / "portalrb"
    args = [str(folder), "-o", str(keluar), "--lanjut"]
    run(args, capsys)
    tanpa = json.loads((keluar / "pengusulan/unit-wbk").read_bytes())["units"]
    assert all("afirmasi" not in u for u in tanpa)
    mark(folder, "Ya")
    _, isi = run(args, capsys)
    unit = json.loads((keluar / "pengusulan/unit-wbk").read_bytes())["units"]
    assert all(u["afirmasi"] is True and u["kategori"] == "WBK-AFIRMASI" for u in unit)
    assert [t["temuan"]["kode"] for t in isi["temuan"]].count("PRB907") == len(isi["unit"])
    _, lagi = run(args, capsys)
    assert "PRB907" not in [t["temuan"]["kode"] for t in lagi["temuan"]]
    mark(folder, "mungkin")  # PRB908
    _, ragu = run(args, capsys)
    sebab = [x for d in ragu["ditolak"] for x in d["sebab"]]
    assert ragu["unit"] == [] and sum("Kolom Afirmasi" in x for x in sebab) == len(isi["unit"])


@pytest.mark.parametrize(
    "isi",
    [
        "kunci,id\n",
        "kunci,id,nama\na,../x,A\n",
        "kunci,id,nama\na,x,A\nb,X,B\n",
        "kunci,id,nama,afirmasi\na,x,A,v\n",
        "\x00",
    ],
)
def test_damaged_ids_are_never_guessed_anew(isi: str, folder: Path, tmp_path: Path) -> None:
    (folder / "portalrb-id.csv").write_text(isi, "utf-8")
    assert run_cli(["portalrb", "ekspor", str(folder), "-o", str(tmp_path / "p"), "--tanggal", "2027-05-20"]) == 3
    assert not (tmp_path / "p").exists()


def test_a_trial_export_says_so(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keluar = tmp_path / "portalrb"
    _, isi = run([str(folder), "-o", str(keluar), "--semua"], capsys)
    assert isi["uji"] and json.loads((keluar / "manifes.json").read_bytes())["uji"]
    assert len(isi["unit"]) > 3 and not (folder / "portalrb-id.csv").exists()


def sheet(tmp_path: Path, jawaban: dict[str, dict[str, Any]]) -> UnitSheet:
    berkas = build_book(jawaban).simpan(tmp_path / "lke.xlsx")
    aturan = load_rules(None, None, [berkas])
    return portal_answers(evaluate(berkas, aturan), load_questions(load_instrumen()))


def by_row(s: UnitSheet) -> dict[int, Any]:
    baris = {q.id: q.baris for q in load_questions(load_instrumen()).soal}
    return {baris[a.soal_id]: a for a in s.answers}


def test_each_assessor_from_its_own_column(tmp_path: Path) -> None:
    unit, tpi = raw_cells(perfect()), raw_cells(perfect())
    tpi["A.I.1.i.a"] = "Tidak"
    tpi["A.I.1.i.b"] = None
    unit["A.I.1.ii.a"] = None
    jawaban = by_row(sheet(tmp_path, {"unit": unit, "tpi": tpi}))
    assert (jawaban[6].jawaban_unit, jawaban[6].jawaban_tpi) == ("Ya", "Tidak")
    assert (jawaban[7].jawaban_unit, jawaban[7].jawaban_tpi) == ("A", None)
    assert (jawaban[9].jawaban_unit, jawaban[9].jawaban_tpi is None) == (None, False)


def test_without_a_tpi_there_is_none(tmp_path: Path) -> None:
    assert {a.jawaban_tpi for a in sheet(tmp_path, {"unit": raw_cells(perfect())}).answers} == {None}


def _percent_alone(j: dict[str, Any]) -> None:
    for k in list(j):
        if k.startswith("A.II.1.i.a."):
            j[k] = None
    j["A.II.1.i.a"] = "80%"


def _no_option(j: dict[str, Any]) -> None:
    j["A.I.1.i.b"] = "F"


def _broken_count(j: dict[str, Any]) -> None:
    j["A.II.1.i.a.1"] = "banyak"


@pytest.mark.parametrize(
    ("ubah", "kode"),
    [(_percent_alone, "PRB902"), (_no_option, "PRB901"), (_broken_count, "PRB901")],
    ids=lambda x: x.__name__ if callable(x) else None,
)
def test_what_the_portal_would_score_otherwise_is_refused_at_its_cell(
    ubah: Callable[[dict[str, Any]], None], kode: str, tmp_path: Path
) -> None:
    jawaban = raw_cells(perfect())
    ubah(jawaban)
    s = sheet(tmp_path, {"unit": jawaban})
    assert s.rejected
    assert any(t.kode == kode and t.sel is not None for t in s.temuan)


def test_counts_and_indices_are_text_with_a_point(tmp_path: Path) -> None:
    jawaban = raw_cells(perfect())
    jawaban["B.I.a"], jawaban["B.II.a"] = 3.6, 4.0
    isi = by_row(sheet(tmp_path, {"unit": jawaban}))
    assert (isi[199].jawaban_unit, isi[202].jawaban_unit) == ("3.6", "4")
    assert all("." not in a.jawaban_unit for n, a in isi.items() if 126 <= n < 198 and a.jawaban_unit[0].isdigit())


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("https://a.id/1\nhttps://a.id/2", "https://a.id/1;https://a.id/2"),
        ("https://a.id/1, https://a.id/2 dan https://a.id/3", "https://a.id/1;https://a.id/2;https://a.id/3"),
        ("https://a.id/1", "https://a.id/1"),
        ("SK: https://a.id/1 dan notula https://a.id/2", "SK: https://a.id/1 dan notula https://a.id/2"),
        ("Buku tamu", "Buku tamu"),
    ],
)
def test_links_of_one_cell(teks: str, hasil: str) -> None:
    assert joined_links(teks) == hasil


@pytest.mark.parametrize(
    ("bagian", "teks", "kode"),
    [
        ("bukti", "https://drive.google.com/drive/folders/abc", "PRB904"),
        ("bukti", "https://docs.google.com/document/d/abc/edit?usp=sharing", "PRB904"),
        ("bukti", r"D:\\ZI\\bukti.pdf", "PRB904"),
        ("bukti", "https://drive.google.com/file/d/abc/view", None),
        ("catatan", "Hubungi 0812-3456-7890 untuk buktinya", "PRB905"),
        ("catatan", "NIK 3201011212900001", "PRB905"),
        ("catatan", "HP +62 812 3456 7890", "PRB905"),
        ("bukti", "WA (0812) 3456-789", "PRB905"),
        ("catatan", "KTP 3201 0112 1290 0001", "PRB905"),
        ("catatan", "NIP 198001012005011001, 19800101 200501 1 001, buka 08.00 - 15.30", None),
        ("catatan", "SK Nomor W.10-123.OT.02.02 Tahun 2026 tanggal 12 Maret 2026", None),
    ],
)
def test_doubtful_links_and_personal_data_are_named(bagian: str, teks: str, kode: str | None, tmp_path: Path) -> None:
    berkas = build_book({"unit": raw_cells(perfect())}).simpan(tmp_path / "lke.xlsx")
    e = evaluate(berkas, load_rules(None, None, [berkas]))
    kolom = e.ws.penilai["unit"]
    sel = kolom.jawaban["A.I.1.i.a"].sel
    kolom = kolom._replace(**{bagian: {"A.I.1.i.a": Isian(teks, sel)}})
    s = portal_answers(e._replace(ws=e.ws._replace(penilai={"unit": kolom})), load_questions(load_instrumen()))
    assert [t.kode for t in s.temuan] == ([kode] if kode else [])
    assert not s.rejected


@pytest.mark.parametrize(("teks", "id_"), [("647101", "647101"), ("Kanim I/Ü", "Kanim-I-U"), ("../..", "unit")])
def test_ids_fit_an_address(teks: str, id_: str) -> None:
    assert url_safe(teks) == id_


def test_number_text() -> None:
    from fractions import Fraction

    assert [number_text(Fraction(x)) for x in ("13", "3.6", "0", "3.125")] == ["13", "3.6", "0", "3.125"]
