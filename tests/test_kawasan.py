"""A kawasan in ``zi check``: members judged by their own TPI, five aspects, a conclusion only where all is known."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from tests.kelayakan_cases import worksheet
from zi_cli.cli import run_cli
from zi_cli.pengajuan.kawasan import aspects
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.pengajuan.register.side_sheets import KAWASAN, side_columns
from zi_cli.records.schema import schema_of

NAME = "Bandara Contoh"
ASPEK = [[NAME, f"Aspek {n}", "", "", "Ya", f"bukti-{n}.pdf", "Tim gabungan"] for n in range(1, 6)]
OTHER = [NAME, "Anggota", "Kantor Bea Contoh", "Kementerian Lain", "Memenuhi", "lhe-bea.pdf", "TPI Kementerian Lain"]
TIM = [NAME, "Tim gabungan", "Nama Contoh, S.H.", "Kementerian Contoh"]
COMPLETE = [*ASPEK, OTHER, TIM]


def folder(tmp_path: Path, isi: list[list[Any]], *, mutu: str = "baik", kawasan: str = NAME) -> Path:
    f = tmp_path / "usulan"
    f.mkdir(exist_ok=True)
    baris = [
        {"kode": "1", "nama": "Lapas Contoh", "usulan": "WBK", "kawasan": kawasan, "berkas_lke": "1.xlsx"},
        {"kode": "2", "nama": "Rutan Contoh", "usulan": "Tidak", "predikat": "WBK", "kawasan": "bandara contoh"},
        {"kode": "3", "nama": "Bapas Contoh", "usulan": "WBK", "berkas_lke": "3.xlsx"},
    ]
    (f / "satker.xlsx").write_bytes(register_workbook(baris))
    for kode, nama in (("1", "Lapas Contoh"), ("2", "Rutan Contoh"), ("3", "Bapas Contoh")):
        ubah = (f"satker={nama}", f"kode={kode}", "tahun=2027", f"nilai={mutu if kode == '1' else 'baik'}")
        (f / f"{kode}.xlsx").write_bytes(worksheet(ubah))
    buku = openpyxl.load_workbook(f / "satker.xlsx")
    lembar = buku.create_sheet(KAWASAN)
    lembar.append([k.judul for k in side_columns()[KAWASAN]])
    for b in isi:
        lembar.append(b)
    buku.save(f / "satker.xlsx")
    for nama in ("lhe-bea.pdf", *(f"bukti-{n}.pdf" for n in range(1, 6))):
        (f / nama).write_bytes(b"%PDF")
    return f


@pytest.mark.parametrize(
    ("ubah", "sebab"),
    [("tahun=2026", "menyebut tahun 2026"), ("satker=Lapas Contoh?", "tidak pasti"), ("tahun=2027", None)],
)
def test_a_worksheet_of_another_year_or_of_nobody_for_sure_proves_no_member(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ubah: str, sebab: str | None
) -> None:
    f = folder(tmp_path, [[*b, datetime(2027, 5, 20)] if b is OTHER else b for b in COMPLETE])
    (f / "1.xlsx").write_bytes(worksheet(("satker=Lapas Contoh", "kode=1", "tahun=2027", "nilai=baik", ubah)))
    (k,) = check(f, capsys, "--kawasan", NAME)[1]["kawasan"]
    member = k["anggota"][0]
    assert (k["terpenuhi"], member["jawaban"]) == ((True, True) if sebab is None else (None, None))
    assert (sebab or "") in (member["sebab"] or "")


@pytest.mark.parametrize("nama", ["bukti-3.pdf", "lhe-bea.pdf"])
@pytest.mark.parametrize("isi", [None, b""])
def test_a_proof_that_is_not_there_proves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nama: str, isi: bytes | None
) -> None:
    f = folder(tmp_path, COMPLETE)
    (f / nama).unlink()
    if isi is not None:
        (f / nama).write_bytes(isi)
    (k,) = check(f, capsys, "--kawasan", NAME)[1]["kawasan"]
    assert k["terpenuhi"] is None
    (ragu,) = [x for x in (*k["anggota"], *k["aspek"]) if x["jawaban"] is None]
    assert nama in ragu["sebab"]


def test_words_and_links_are_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    isi = [list(b) for b in COMPLETE]
    isi[0][5], isi[1][5] = "SK Nomor 12 Tahun 2027", "https://contoh.go.id/peta.pdf"
    assert check(folder(tmp_path, isi), capsys, "--kawasan", NAME)[1]["kawasan"][0]["terpenuhi"] is True
    isi[2][5] = "../di-luar.pdf"
    assert check(folder(tmp_path, isi), capsys, "--kawasan", NAME)[1]["kawasan"][0]["terpenuhi"] is None


def check(f: Path, capsys: pytest.CaptureFixture[str], *opsi: str) -> tuple[int, dict[str, Any]]:
    kode = run_cli(["check", str(f), "--tanggal", "2027-05-20", "--format", "json", *opsi])
    d = json.loads(capsys.readouterr().out)
    jsonschema.validate(d, schema_of("check"))
    return kode, d


def test_all_known_and_met_is_a_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kode, d = check(folder(tmp_path, COMPLETE), capsys, "--kawasan", "BANDARA contoh")
    (k,) = d["kawasan"]
    assert (kode, k["terpenuhi"]) == (0, True)
    assert [x["nama"] for x in k["anggota"]] == ["Lapas Contoh", "Rutan Contoh", "Kantor Bea Contoh, Kementerian Lain"]
    assert [x["nama"] for x in k["aspek"]] == [f"{n}. {teks}" for n, teks in aspects().items()]
    assert k["tim"] == ["Nama Contoh, S.H. – Kementerian Contoh"]
    assert [s["nama"] for s in d["satker"]] == ["Lapas Contoh"]


def _without(baris: list[Any]) -> list[list[Any]]:
    return [b for b in COMPLETE if b is not baris]


def _changed(kolom: int, nilai: Any) -> list[list[Any]]:
    return [[*ASPEK[0][:kolom], nilai, *ASPEK[0][kolom + 1 :]], *COMPLETE[1:]]


@pytest.mark.parametrize(
    ("isi", "mutu", "terpenuhi"),
    [
        (_without(ASPEK[4]), "baik", None),
        (_without(TIM), "baik", None),
        (_changed(4, "Belum diketahui"), "baik", None),
        (_changed(4, None), "baik", None),
        (_changed(5, None), "baik", None),
        (_changed(6, None), "baik", None),
        ([[*ASPEK[0], datetime(2027, 5, 21)], *COMPLETE[1:]], "baik", None),
        ([*ASPEK, TIM, [*OTHER, datetime(2072, 5, 3)]], "baik", None),
        (_changed(5, "menyusul"), "baik", None),
        (_changed(5, "?"), "baik", None),
        (_changed(6, "belum ditunjuk"), "baik", None),
        ([*ASPEK, OTHER, [*TIM[:2], "?", "-"]], "baik", None),
        ([*COMPLETE, ASPEK[0]], "baik", None),
        (_changed(4, "Tidak"), "baik", False),
        (COMPLETE, "buruk", False),
        ([*ASPEK, TIM, [*OTHER[:4], "Belum memenuhi", *OTHER[5:]]], "baik", False),
        ([*_changed(4, "Tidak")[:1], TIM], "baik", None),
        ([*ASPEK, TIM, [*OTHER[:5], None, OTHER[6]]], "baik", None),
    ],
)
def test_one_unknown_leaves_it_open_and_one_no_among_what_is_known_is_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], isi: list[list[Any]], mutu: str, terpenuhi: bool | None
) -> None:
    kode, d = check(folder(tmp_path, isi, mutu=mutu), capsys, "--kawasan", NAME)
    assert (kode, d["kawasan"][0]["terpenuhi"]) == (1, terpenuhi)


def test_a_member_that_its_tpi_has_not_evaluated_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    f = folder(tmp_path, COMPLETE)
    (f / "1.xlsx").write_bytes(worksheet(("satker=Lapas Contoh", "kode=1", "tahun=2027", "-tpi")))
    anggota = check(f, capsys, "--kawasan", NAME)[1]["kawasan"][0]["anggota"]
    assert (anggota[0]["jawaban"], anggota[0]["sebab"]) == (None, "belum dievaluasi TPI")


def test_a_kawasan_of_nobody_is_said_and_can_not_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    f = folder(tmp_path, [["Pelabuhan Contoh", "Aspek 1", "", "", "Ya", "x", "y"]])
    assert [t["kode"] for t in check(f, capsys)[1]["temuan"] if t["kode"].startswith("THP")] == ["THP008"]
    assert run_cli(["check", str(f), "--kawasan", "Pelabuhan Contoh"]) == 2


def test_the_table_shows_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    f = folder(tmp_path, _without(TIM))
    run_cli(["check", str(f), "--tanggal", "2027-05-20", "--kawasan", NAME])
    teks = capsys.readouterr().out
    assert "Kawasan Bandara Contoh: belum dapat disimpulkan: 1 hal" in teks and "Tim gabungan: belum diisi" in teks
    run_cli(["check", str(f), "--tanggal", "2027-05-20"])
    ringkas = capsys.readouterr().out
    assert "Kawasan Bandara Contoh: belum dapat disimpulkan" in ringkas and "Tim gabungan" not in ringkas


def revocation(tmp_path: Path, isi: list[list[Any]]) -> tuple[int, str]:
    """The letter that proposes to take the predicate from the kawasan; its text."""
    f = folder(tmp_path, isi)
    buku = openpyxl.load_workbook(f / "satker.xlsx")
    lembar = buku["Satker"]
    judul = {c.value: c.column for r in lembar.iter_rows(max_row=2) for c in r if c.value}
    for r in (3, 4):
        lembar.cell(r, judul["Usulan"]).value = "Tidak"
        lembar.cell(r, judul["Predikat saat ini"]).value = "WBK"
        lembar.cell(r, judul["Tanggal penetapan predikat"]).value = "9 Desember 2024"
        lembar.cell(r, judul["Berkas LKE"]).value = f"{r - 2}.xlsx"
    buku.save(f / "satker.xlsx")
    (f / "zi.toml").write_text(
        '[instansi]\nnama = "Kementerian Contoh"\n[pimpinan]\nnama = "A"\njabatan = "Menteri Contoh"\n'
    )
    surat = tmp_path / "surat.docx"
    opsi = ["--kawasan", NAME, "--tanggal", "2027-05-20", "--nomor", "1", "--kota", "Jakarta", "--catatan", "Catatan."]
    kode = run_cli(["surat", "pencabutan", "--data", str(f / "satker.xlsx"), *opsi, "-o", str(surat), "--timpa"])
    return kode, "\n".join(p.text for p in docx.Document(str(surat)).paragraphs) if kode == 0 else ""


def test_the_predicate_of_a_kawasan_is_given_up_only_where_it_is_proven_to_fail(tmp_path: Path) -> None:
    kode, teks = revocation(tmp_path, [*_changed(4, "Tidak")[:1], *ASPEK[1:], OTHER, TIM])
    assert kode == 0
    assert "Kawasan Bandara Contoh" in teks and "Catatan." in teks
    for nama in ("Lapas Contoh", "Rutan Contoh"):
        assert f"{nama}: nilai pengungkit 60,00, nilai hasil 40,00, nilai total 100,00;" in teks
    assert "1. Peta proses bisnis layanan utama kawasan tersedia: tidak terpenuhi;" in teks
    assert "sejak 9 Desember 2024" not in teks
    assert revocation(tmp_path, COMPLETE)[0] == 1
    assert revocation(tmp_path, _without(ASPEK[4]))[0] == 1
