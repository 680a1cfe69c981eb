"""Follow-up: notes of all assessors in one register, by indicator and words, whatever row moved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.builder.form_shape import Sisipan
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.follow_up import FollowUp, read_follow_ups
from zi_cli.pengajuan.notes import assessor_notes
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.pengajuan.register.side_sheets import side_columns
from zi_cli.records.schema import schema_of
from zi_cli.tahap.follow_up import Note, merge_notes

NAME = "Kantor Imigrasi Contoh"
CODES = [b.kode for b in load_instrumen().indikator]
TEXTS = {b.kode: b.teks for b in load_instrumen().baris}
COLUMNS = ("jawaban", "catatan")

Zi = Callable[..., tuple[int, str, str]]


@pytest.fixture
def zi(capsys: pytest.CaptureFixture[str]) -> Zi:
    def run(*argumen: object) -> tuple[int, str, str]:
        kode = run_cli([*map(str, argumen)])
        keluar, galat = capsys.readouterr()
        return kode, keluar, galat

    return run


def lke(berkas: Path, catatan: Mapping[str, str], *, tahun: int = 2026, satker: str = NAME, **bentuk: Any) -> Path:
    """A worksheet in which the TPI gave the lesser answer beside each note; further notes by the text of a row."""
    b = FormShape(judul=((f"LKE TAHUN {tahun}",), ("Satker", ":", satker), ()), kolom_penilai=COLUMNS, **bentuk)
    jawaban = {k: "Tidak" if perfect()[k] == "Ya" else "C" for k in catatan if k in TEXTS}
    buku = build_book({"unit": raw_cells(perfect()), "tpi": raw_cells(perfect() | jawaban)}, b)
    berkas.parent.mkdir(parents=True, exist_ok=True)
    buku.simpan(berkas)
    opened_page = openpyxl.load_workbook(berkas)
    for kode in CODES:
        if ("tpi", kode) in buku.letak:
            lembar, baris, kolom = buku.letak["tpi", kode]
            opened_page[lembar].cell(baris, kolom + 2).value = catatan.get(kode)
    for lembar in opened_page.worksheets:
        for baris_sel in lembar.iter_rows():
            for sel in baris_sel:
                if isinstance(sel.value, str) and sel.value in catatan:
                    lembar.cell(sel.row, buku.letak["tpi", CODES[0]][2] + 2).value = catatan[sel.value]
    opened_page.save(berkas)
    return berkas


def folder_with(akar: Path, *nama: str) -> Path:
    akar.mkdir(parents=True, exist_ok=True)
    baris = [{"kode": str(n), "nama": x, "usulan": "WBK"} for n, x in enumerate(nama or (NAME,), 1)]
    (akar / "satker.xlsx").write_bytes(register_workbook(baris))
    return akar


def rows(akar: Path) -> list[FollowUp]:
    return read_follow_ups(read_register(akar / "satker.xlsx"))


def edit(akar: Path, lembar: str, ubah: Callable[[Any], object]) -> None:
    buku = openpyxl.load_workbook(akar / "satker.xlsx")
    if lembar not in buku.sheetnames:
        buku.create_sheet(lembar).append([k.judul for k in side_columns()[lembar]])
    ubah(buku[lembar])
    buku.save(akar / "satker.xlsx")


def test_notes_beside_lesser_answers_come_in_with_their_place(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk.", "A.I.2.i.a": "SOP belum ada."})
    kode, keluar, galat = zi("tindak-lanjut", f, "--format", "json")
    d = json.loads(keluar)
    jsonschema.validate(d, schema_of("tindak-lanjut"))
    assert (kode, galat, d["terbuka"], d["ditulis"]) == (0, "", 2, 0)
    assert [(b["satker"], b["indikator"], b["sumber"], b["status"], b["baru"]) for b in d["butir"]] == [
        (NAME, "A.I.1.i.a", "tpi", "belum", True),
        (NAME, "A.I.2.i.a", "tpi", "belum", True),
    ]
    assert d["butir"][0]["asal"].startswith("lke.xlsx:LKE ZI!")
    assert zi("tindak-lanjut", f, "--ketat")[0] == 1


def test_notes_beside_the_best_answer_ask_for_nothing(tmp_path: Path) -> None:
    berkas = lke(tmp_path / "lke.xlsx", {"A.I.1.i.a": "Belum."})
    buku = openpyxl.load_workbook(berkas)
    sel = next(s for b in buku.active.iter_rows() for s in b if s.value == "Belum.")
    buku.active.cell(sel.row, sel.column - 1).value = "Ya"
    buku.save(berkas)
    (n,) = assessor_notes(evaluate(berkas, load_config(None)))
    assert (n.kode, n.nilai, n.needs_action) == ("A.I.1.i.a", 1, False)


def test_report_of_a_satker_shows_its_follow_up_and_no_other(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    berkas = lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk.", "A.I.2.i.a": "SOP belum ada."})
    assert zi("tindak-lanjut", f, "--tulis")[0] == 0
    judul = {k.judul: n for n, k in enumerate(side_columns()["Tindak lanjut"], 1)}
    edit(f, "Tindak lanjut", lambda s: setattr(s.cell(3, judul["Satker"]), "value", "Kanim Lain Sekali"))
    edit(f, "Tindak lanjut", lambda s: setattr(s.cell(3, judul["Catatan"]), "value", "Milik yang lain."))
    edit(f, "Tindak lanjut", lambda s: setattr(s.cell(2, judul["Status"]), "value", "proses"))
    assert zi("report", berkas, "--data", f / "satker.xlsx", "-o", tmp_path / "l.html")[0] == 0
    html = (tmp_path / "l.html").read_text("utf-8")
    bagian = html[html.index('<section id="t1"') : html.index('<section id="temuan"')]
    assert "Tim belum dibentuk." in bagian and ">proses<" in bagian and "Milik yang lain." not in bagian
    # What the worksheet says and the sheet has lost is told as new.
    assert "SOP belum ada." in bagian and "belum (baru)" in bagian
    assert zi("report", berkas, "-o", tmp_path / "tanpa.html")[0] == 0
    assert 'id="t1"' not in (tmp_path / "tanpa.html").read_text("utf-8")


def test_what_a_person_wrote_survives_and_nothing_comes_twice(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk.", "A.I.2.i.a": "SOP belum ada."})
    assert zi("tindak-lanjut", f, "--tulis")[0] == 0

    def isi(s: Any) -> None:
        judul = {c.value: c.column for c in s[1]}
        s.cell(2, judul["Status"]).value, s.cell(2, judul["Bukti"]).value = "selesai", "SK 12"
        s.cell(2, judul["Catatan"]).value = "Bentuk tim kerja (disunting)"
        s.cell(3, judul["Batas waktu"]).value = date(2027, 3, 1)
        s.move_range(f"A3:{s.cell(3, s.max_column).coordinate}", rows=4)

    edit(f, "Tindak lanjut", isi)
    sesudah = (f / "satker.xlsx").read_bytes()
    kode, keluar, _ = zi("tindak-lanjut", f, "--tulis", "--format", "json", "--tanggal", "2027-03-11")
    d = json.loads(keluar)
    assert (kode, d["ditulis"], d["terbuka"], d["terlambat"]) == (0, 0, 1, 1)
    assert [b["hari_terlambat"] for b in d["butir"]] == [0, 10]
    assert (f / "satker.xlsx").read_bytes() == sesudah
    assert [s.nama for s in read_register(f / "satker.xlsx").satker] == [NAME]


MOVED = {
    "moved": {"pindah": {"A.I.1.i.a": "A.I.1.iv.a"}},
    "renamed": {"teks": {"A.I.1.i.a": "Apakah unit kerja telah membentuk tim pembangunan zona integritas?"}},
    "lost": {"teks": {"A.I.1.i.a": "Pertanyaan baru yang sama sekali lain"}, "penanda": {"A.I.1.i.a": "zz."}},
    "two sheets": {"pisah": "area"},
    "one column": {"uraian": "gabung", "nomor": "urut"},
    "split": {"sisipan": (Sisipan("A.I.1.i.b", "Bagian kedua dari pertanyaan tentang tim", 1, "a2."),)},
}


@pytest.mark.parametrize("cara", MOVED)
@pytest.mark.parametrize("terbalik", [False, True])
def test_another_form_of_the_worksheet_brings_only_what_is_new(
    tmp_path: Path, zi: Zi, cara: str, terbalik: bool
) -> None:
    lama = {"A.I.1.i.a": "Tim belum dibentuk.", "A.I.2.i.a": "SOP belum ada.", "A.I.2.i.b": "SOP belum ada."}
    baru = lama | {"A.I.3.i.a": "Peta jabatan belum ada."}
    if cara == "split":
        del baru["A.I.1.i.a"]
        baru["Bagian kedua dari pertanyaan tentang tim"] = lama["A.I.1.i.a"]
    f = folder_with(tmp_path / "f")
    bentuk = [{}, MOVED[cara]][:: -1 if terbalik else 1]
    isi = [lama, baru]
    if cara == "split" and terbalik:
        isi = [{k: v for k, v in baru.items() if k != "A.I.3.i.a"}, lama | {"A.I.3.i.a": "Peta jabatan belum ada."}]
    for n in range(2):
        lke(f / "lke.xlsx", isi[n], tahun=2026 + n, **bentuk[n])
        assert zi("tindak-lanjut", f, "--tulis")[0] == 0
    assert Counter(x.catatan for x in rows(f)) == Counter((*lama.values(), "Peta jabatan belum ada."))
    assert {x.indikator for x in rows(f)} - {""} <= set(baru) | set(lama)


#: A note: where it truly is, in which words, and whether the file's row is recognised.
ITEMS = st.tuples(st.sampled_from(CODES[:6]), st.sampled_from(["Lengkapi bukti.", "Perbaiki SOP.", "Latih tim."]))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.lists(ITEMS, unique=True, max_size=8), st.data()), min_size=1, max_size=4))
def test_nothing_is_lost_or_doubled_over_any_versions(versi: list[tuple[list[tuple[str, str]], Any]]) -> None:
    """Each version holds some notes, in any order; rows it does not recognise give notes without an indicator."""
    daftar: list[FollowUp] = []
    pernah: Counter[str] = Counter()
    for n, (butir, data) in enumerate(versi):
        dikenali = data.draw(st.lists(st.booleans(), min_size=len(butir), max_size=len(butir)))
        urut = data.draw(st.permutations(list(zip(butir, dikenali, strict=True))))
        catatan = [
            Note(NAME, k if d else "", "", "tpi", str(2026 + n), teks, f"v{n}.xlsx", Sel("LKE", i, 0))
            for i, ((k, teks), d) in enumerate(urut)
        ]
        jumlah = Counter(teks for (_, teks), _ in urut)
        sebelum = Counter(f.catatan for f in daftar)
        daftar = merge_notes(daftar, catatan).all_rows
        kini = Counter(f.catatan for f in daftar)
        # Never lost: at least as many as any version had. Never doubled: no more than there ever were indicators.
        assert all(kini[t] >= max(jumlah[t], sebelum[t]) for t in kini)
        for (k, teks), d in urut:
            if d:
                pernah[f"{k}|{teks}"] = 1
                assert sum(1 for f in daftar if (f.indikator, f.catatan) == (k, teks)) <= 1
        assert len(daftar) <= sum(kini.values())
        assert merge_notes(daftar, catatan).baru == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(ITEMS, unique=True, max_size=8), min_size=1, max_size=5))
def test_recognised_rows_give_exactly_the_notes_there_ever_were(versi: list[list[tuple[str, str]]]) -> None:
    daftar: list[FollowUp] = []
    for n, butir in enumerate(versi):
        catatan = [Note(NAME, k, "", "tpi", "2026", t, f"v{n}", None) for k, t in butir]
        daftar = merge_notes(daftar, catatan).all_rows
    assert Counter((f.indikator, f.catatan) for f in daftar) == Counter({b: 1 for v in versi for b in v})


def test_results_of_the_tpn_are_notes_too(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    edit(f, "Hasil TPN", lambda s: s.append([NAME, 2026, "TPN", "WBK", "Belum memenuhi", "B/1", date(2026, 11, 2)]))
    edit(f, "Hasil TPN", lambda s: s.append(["1", 2026, "TPN", None, None, None, None, 6, "Agen perubahan belum."]))
    edit(f, "Hasil TPN", lambda s: s.append(["1", 2026, "TPN", None, None, None, None, "A.9.9", "Survei rendah."]))
    edit(f, "Hasil TPN", lambda s: s.append(["Lapas Lain", 2026, "TPN", None, None, None, None, None, "x"]))
    _, keluar, galat = zi("tindak-lanjut", "--data", f / "satker.xlsx", "--format", "json")
    d = json.loads(keluar)
    assert [(b["satker"], b["indikator"], b["sumber"]) for b in d["butir"]] == [
        (NAME, load_instrumen().indikator[0].kode, "tpn"),
        (NAME, None, "tpn"),
        ("Lapas Lain", None, "tpn"),
    ]
    assert [t["kode"] for t in d["temuan"]] == ["THP003", "THP002"]
    assert galat.count("THP00") == 2
    # What belongs to nobody is not written.
    zi("tindak-lanjut", "--data", f / "satker.xlsx", "--tulis")
    assert [x.satker for x in rows(f)] == [NAME, NAME]


def test_a_closed_note_that_comes_again_is_said(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk."})
    zi("tindak-lanjut", f, "--tulis")
    judul = {k.judul: n for n, k in enumerate(side_columns()["Tindak lanjut"], 1)}
    edit(f, "Tindak lanjut", lambda s: setattr(s.cell(2, judul["Status"]), "value", "selesai"))
    for bukti in (None, "menyusul", "?"):
        edit(f, "Tindak lanjut", lambda s, b=bukti: setattr(s.cell(2, judul["Bukti"]), "value", b))  # type: ignore[misc]
        assert [t["kode"] for t in json.loads(zi("tindak-lanjut", f, "--format", "json")[1])["temuan"]] == ["THP004"]
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk"}, tahun=2027)
    d = json.loads(zi("tindak-lanjut", f, "--format", "json")[1])
    assert [t["kode"] for t in d["temuan"]] == ["THP004", "THP005"] and len(d["butir"]) == 1


def test_a_row_of_nobody_keeps_new_ones_from_being_written(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk."})
    zi("tindak-lanjut", f, "--tulis")
    edit(f, "Tindak lanjut", lambda s: setattr(s["A2"], "value", "Kanim Nama Lama"))
    kode, _, galat = zi("tindak-lanjut", f, "--tulis")
    assert kode == 1 and "THP002" not in galat.splitlines()[0] and "tidak ditulis" in galat
    assert len(rows(f)) == 1


def test_a_sheet_without_its_columns_is_said(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    edit(f, "Tindak lanjut", lambda s: s.delete_rows(1))
    edit(f, "Tindak lanjut", lambda s: s.append(["apa saja"]))
    assert "THP001" in zi("tindak-lanjut", f)[2]


@pytest.mark.parametrize(
    ("aturan", "tingkat", "fakta"), [("peringatkan", "peringatan", 0), ("tahan", "galat", 1), ("abaikan", None, 0)]
)
def test_open_follow_up_keeps_a_proposal_back_where_the_setting_says_so(
    tmp_path: Path, zi: Zi, aturan: str, tingkat: str | None, fakta: int
) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk."})
    zi("tindak-lanjut", f, "--tulis")
    (f / "zi.toml").write_text(f'[tindak_lanjut]\nterbuka = "{aturan}"\n')
    d = json.loads(zi("check", f, "--format", "json")[1])
    (s,) = d["satker"]
    assert [t["tingkat"] for t in s["temuan"] if t["kode"] == "THP006"] == ([tingkat] if tingkat else [])
    assert [x["jawaban"] for x in s["fakta"] if x["kode"] == "tindak-lanjut"] == ["tidak"] * fakta


def test_what_is_open_stands_in_the_report_and_in_the_work_folder(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    lke(f / "lke.xlsx", {"A.I.1.i.a": "Tim belum dibentuk.", "A.I.2.i.a": "SOP belum ada."}, tahun=2027)
    assert "Tindak lanjut" not in zi("kerja", f)[1]
    zi("tindak-lanjut", f, "--tulis")
    judul = {k.judul: n for n, k in enumerate(side_columns()["Tindak lanjut"], 1)}
    edit(f, "Tindak lanjut", lambda s: setattr(s.cell(2, judul["Status"]), "value", "selesai"))
    assert "1 dari 2 catatan terbuka" in zi("kerja", f)[1]
    d = json.loads(zi("kerja", f, "--format", "json")[1])
    jsonschema.validate(d, schema_of("kerja"))
    assert d["tindak_lanjut"] == {"semua": 2, "terbuka": 1, "terlambat": 0}
    surat = ("surat", "lhe", f, "--satker", "1", "--tanggal", "2027-05-20", "--draf", "-o", tmp_path / "lhe.docx")
    assert zi(*surat, "--paksa", "contoh")[0] == 0
    tabel = docx.Document(str(next(tmp_path.glob("*lhe.docx")))).tables
    (milik,) = [t for t in tabel if [c.text for c in t.rows[0].cells][-2:] == ["Sumber", "Status"]]
    assert [[c.text for c in r.cells] for r in milik.rows][1:] == [["1", "A.I.2.i.a", "SOP belum ada.", "TPI", "belum"]]


def test_a_setting_that_is_none_is_refused(tmp_path: Path, zi: Zi) -> None:
    f = folder_with(tmp_path / "f")
    (f / "zi.toml").write_text('[tindak_lanjut]\nterbuka = "mungkin"\n')
    kode, _, galat = zi("check", f)
    assert kode == 3 and "DAT503" in galat
