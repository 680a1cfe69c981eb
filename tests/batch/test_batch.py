"""``zi batch`` from the outside: what it writes, what it refuses, what it survives."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from zi_cli.cli import run_cli
from zi_cli.findings.record import TINGKAT_WORDS
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.schema import schema_of
from zi_cli.scoring.words import state_words

Tulis = Callable[..., Path]
Zi = Callable[..., int]
Baca = Callable[[], dict[str, Any]]


def _read_csv(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "rekap.csv").read_bytes().decode("utf-8-sig"))))


def _scored(berkas: Path, penilai: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run_cli(["score", str(berkas), "--penilai", penilai, "--format", "json"]) == 0
    isi: dict[str, Any] = json.loads(capsys.readouterr().out)
    return isi


def test_the_recap_says_what_zi_score_says(
    tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for i in range(8):
        tulis(f"Kanwil {i % 2}/UPT {i}/LKE.xlsx", i)
    assert zi_batch() == 0
    rekap = rekap_json()
    jsonschema.validate(rekap, schema_of("batch"))
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx", data_only=True)
    lembar = {r[1]: r for r in buku["Rekap"].iter_rows(min_row=2, values_only=True)}
    matriks = {r[0]: r[2:] for r in buku["Per indikator"].iter_rows(min_row=2, values_only=True)}
    temuan = list(buku["Temuan"].iter_rows(min_row=2, values_only=True))
    baris = {r["berkas"]: r for r in _read_csv(tmp_path / "rekap")}
    assert len(rekap["satker"]) == len(lembar) == len(baris) == 8
    for r in rekap["satker"]:
        skor = _scored(tmp_path / "pohon" / r["jalur"], r["penilai"], capsys)
        indikator, _ = skor.pop("indikator"), skor.pop("selisih_lembar")
        assert {k: v for k, v in r.items() if k in skor} == skor
        for p, total in r["penilai_lain"].items():
            assert _scored(tmp_path / "pohon" / r["jalur"], p, capsys)["nilai"]["total"] == total
        x, c = lembar[r["satker"]], baris[r["jalur"]]
        assert list(x[6:15]) == [
            *(a["persen"] for a in r["area"].values()),
            *(r["nilai"][k] for k in ("A", "B", "total")),
        ]
        assert float(c["total"]) == r["nilai"]["total"]
        gagal = [a["kode"] for a in r["putusan"]["WBBM"]["ambang"] if not a["memenuhi"]]
        assert c["gagal_wbbm"] == "; ".join(gagal)
        keadaan = r["putusan"]["WBBM"]
        assert x[16] == c["wbbm"] == state_words(keadaan["keadaan"], keadaan["keadaan_pengungkit"], load_instrumen())
        assert list(matriks[r["satker"]]) == [None if i["jawaban"] is None else i["nilai"] for i in indikator.values()]
        assert [(t[2], t[3], t[4]) for t in temuan if t[0] == r["satker"]] == [
            (TINGKAT_WORDS[t["tingkat"]], t["kode"], t["sel"]) for t in r["temuan"]
        ]
    assert [r["nilai"]["total"] for r in rekap["satker"]] == sorted(
        (r["nilai"]["total"] for r in rekap["satker"]), reverse=True
    )


def _damaged(isi: bytes, cara: str) -> bytes:
    if cara == "terpotong":
        return isi[: len(isi) // 2]
    if cara == "kosong":
        return b""
    if cara == "teks":
        return b"\x00\x01bukan buku kerja"
    penampung = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as asal, zipfile.ZipFile(penampung, "w") as tujuan:
        for nama in asal.namelist():
            data = asal.read(nama)
            if nama.startswith("xl/worksheets/"):
                if cara == "tanpa-lembar":
                    continue
                data = data[: len(data) // 2]
            tujuan.writestr(nama, data)
    return penampung.getvalue()


def test_a_damaged_file_is_listed_and_the_others_are_scored(
    tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for i in range(60):
        tulis(f"Kanwil {i % 3}/UPT {i}/LKE.xlsx", i)
    for cara in ("terpotong", "kosong", "teks", "tanpa-lembar", "xml-terpotong"):
        berkas = tulis(f"Kanwil 0/Rusak/{cara}.xlsx", 99)
        berkas.write_bytes(_damaged(berkas.read_bytes(), cara))
    assert zi_batch("--format", "csv") == 3
    assert len(capsys.readouterr().out.splitlines()) == 61
    rekap = rekap_json()
    assert rekap["ringkasan"]["satker"] == 60
    assert {g["berkas"].rpartition("/")[2]: g["temuan"][0]["kode"] for g in rekap["gagal"]} == {
        "terpotong.xlsx": "LKE104",
        "kosong.xlsx": "LKE103",
        "teks.xlsx": "LKE104",
        "tanpa-lembar.xlsx": "LKE104",
        "xml-terpotong.xlsx": "LKE104",
    }
    assert {g["grup"]: (g["satker"], g["gagal"]) for g in rekap["ringkasan"]["grup"]} == {
        "Kanwil 0": (20, 5),
        "Kanwil 1": (20, 0),
        "Kanwil 2": (20, 0),
    }
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")
    assert len(list(buku["Gagal dibaca"].iter_rows(min_row=2, values_only=True))) == 5


def test_all_files_damaged(tulis: Tulis, zi_batch: Zi, rekap_json: Baca) -> None:
    tulis("K/a.xlsx", 1).write_bytes(b"")
    assert zi_batch() == 3
    assert rekap_json()["ringkasan"]["grup"][0]["rata_rata"] == {"pengungkit": None, "hasil": None, "total": None}


def test_what_is_no_lke_is_passed_over(tulis: Tulis, zi_batch: Zi, rekap_json: Baca) -> None:
    lain = openpyxl.Workbook()
    lain.active.append(["Daftar hadir", "Nama", "Paraf"])
    tulis("K/UPT/LKE.xlsx", 1)
    lain.save(tulis("K/UPT/hadir.xlsx", 1))
    assert zi_batch() == 0
    rekap = rekap_json()
    assert len(rekap["satker"]) == 1
    assert rekap["dilewati"] == [
        {"alasan": "Tidak ada LKE di dalam berkas", "jumlah": 1, "contoh": ["K/UPT/hadir.xlsx"]}
    ]


def test_an_absent_assessor_is_a_failed_file(tulis: Tulis, zi_batch: Zi, rekap_json: Baca) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch("--penilai", "tpm") == 3
    rekap = rekap_json()
    assert rekap["satker"] == []
    assert [t["kode"] for x in rekap["gagal"] for t in x["temuan"]] == ["LKE135"]


def test_an_assessor_is_chosen(tulis: Tulis, zi_batch: Zi, rekap_json: Baca) -> None:
    tulis("K/a.xlsx", 1)
    assert zi_batch("--penilai", "kanwil") == 0
    (r,) = rekap_json()["satker"]
    assert (r["penilai"], sorted(r["penilai_lain"])) == ("kanwil", ["tpi", "unit"])


@pytest.mark.parametrize("awal", ["=1+1", "+62", "-HYPERLINK", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_name_becomes_no_formula(tulis: Tulis, zi_batch: Zi, tmp_path: Path, awal: str) -> None:
    tulis("K/a.xlsx", 1, satker=awal)
    tulis(f"{awal.replace('/', '_')}/a.xlsx", 2)
    assert zi_batch() == 0
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")
    sel = [c for nama in buku.sheetnames[1:] for r in buku[nama].iter_rows() for c in r]
    assert any(c.value == awal for c in sel)
    assert {c.data_type for c in sel if isinstance(c.value, str)} == {"s"}
    ringkasan = [r[0] for r in buku["Ringkasan"].iter_rows(min_col=1, max_col=1) if r[0].value]
    assert {c.data_type for c in ringkasan} == {"s"}
    for r in _read_csv(tmp_path / "rekap"):
        assert not any(v.startswith(("=", "+", "-", "@")) for v in r.values() if v)


def test_hard_names_and_twin_file_names(tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path) -> None:
    panjang = "UPT " + "x" * 196
    nama = ["Kanwil Ünïcode ✓/UPT 1/LKE ZI.xlsx", f"Kanwil Ünïcode ✓/{panjang}/LKE ZI.xlsx", "K\t2/UPT\n3/LKE ZI.xlsx"]
    for i, n in enumerate(nama):
        tulis(n, i, satker=f"Rutan Contoh {i}_x0007_" if i == 2 else None)
    assert zi_batch() == 0
    assert sorted(r["jalur"] for r in rekap_json()["satker"]) == sorted(nama)
    assert len(_read_csv(tmp_path / "rekap")) == 3
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")
    assert buku["Rekap"].max_row == 4


def test_the_newest_version_is_used(tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path) -> None:
    baru = tulis("K/UPT 1/a.xlsx", 1, satker="Lapas Contoh", tahun=2026)
    lama = tulis("K/UPT 1/b.xlsx", 2, satker="LAPAS CONTOH", tahun=2025)
    tulis("L/salinan.xlsx", 3, satker="Rutan Contoh").write_bytes(
        tulis("K/UPT 2/c.xlsx", 3, satker="Rutan Contoh").read_bytes()
    )
    # The time of the file must not decide.
    import os

    os.utime(baru, (0, 0))
    assert lama.stat().st_mtime > baru.stat().st_mtime
    assert zi_batch() == 0
    rekap = rekap_json()
    assert {r["jalur"] for r in rekap["satker"]} == {"K/UPT 1/a.xlsx", "K/UPT 2/c.xlsx"}
    assert {(v["dipakai"], *v["lain"]) for v in rekap["versi"]} == {
        ("K/UPT 1/a.xlsx", "K/UPT 1/b.xlsx"),
        ("K/UPT 2/c.xlsx", "L/salinan.xlsx"),
    }
    kode = {r["jalur"]: [t["kode"] for t in r["temuan"] if t["kode"].startswith("LKE13")] for r in rekap["satker"]}
    assert kode == {"K/UPT 1/a.xlsx": ["LKE131"], "K/UPT 2/c.xlsx": ["LKE130"]}
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx")
    assert [r[1] for r in buku["Versi"].iter_rows(min_row=2, values_only=True)] == ["ya", "tidak"] * 2


def test_tahap_pendahuluan(tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path) -> None:
    for i in range(6):
        tulis(f"K/{i}.xlsx", i)
    assert zi_batch("--tahap", "pendahuluan") == 0
    rekap = rekap_json()
    pengungkit = [r["nilai"]["A"] for r in rekap["satker"]]
    assert pengungkit == sorted(pengungkit, reverse=True)
    layak = [r["satker"] for r in rekap["satker"] if r["putusan"]["WBK"]["pengungkit_memenuhi"]]
    buku = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx", data_only=True)
    assert "Usulan WBK" not in buku.sheetnames
    assert [r[1] for r in buku["Layak diteruskan"].iter_rows(min_row=2, values_only=True)] == layak
    assert rekap["ringkasan"]["diteruskan"] == len(layak)
    gagal = [r["gagal_wbbm"] for r in _read_csv(tmp_path / "rekap")]
    assert all(k.startswith(("area-", "pengungkit")) for g in gagal for k in g.split("; ") if k)


def test_a_wbbm_proposal_goes_on_by_the_wbbm_standard(
    tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path
) -> None:
    for i in range(6):
        tulis(f"K/{i}.xlsx", i)
    assert zi_batch("--tahap", "pendahuluan") == 0
    semua = {r["jalur"]: r["putusan"] for r in rekap_json()["satker"]}
    lulus = {p: {j for j, x in semua.items() if x[p]["pengungkit_memenuhi"]} for p in ("WBK", "WBBM")}
    hanya_wbk = lulus["WBK"] - lulus["WBBM"]
    assert hanya_wbk
    daftar = tmp_path / "satker.csv"
    for usulan, jumlah in (("WBK", len(hanya_wbk)), ("WBBM", 0)):
        baris = [f"{n},Satker {n},{usulan},pohon/{j}" for n, j in enumerate(semua)]
        daftar.write_text("\n".join(["Kode,Nama satker,Usulan,Berkas LKE", *baris]))
        assert zi_batch("--tahap", "pendahuluan", "--data", str(daftar), "--timpa") == 0
        diteruskan = {r["berkas"] for r in _read_csv(tmp_path / "rekap") if r["diteruskan"] == "ya"}
        assert len(diteruskan & set(hanya_wbk)) == jumlah
        assert rekap_json()["ringkasan"]["diteruskan"] == len(diteruskan)


def test_a_blank_hasil_means_the_preliminary_stage(
    tulis: Tulis, zi_batch: Zi, rekap_json: Baca, tmp_path: Path
) -> None:
    berkas = tulis("K/a.xlsx", 1)
    tulis("K/b.xlsx", 2)
    buku = openpyxl.load_workbook(berkas)
    for kolom in (11, 16, 21):
        for baris in range(196, 210):
            buku.active.cell(baris, kolom).value = None
    buku.save(berkas)
    assert zi_batch() == 0
    tahap = {r["jalur"]: r["tahap"] for r in rekap_json()["satker"]}
    assert tahap == {"K/a.xlsx": "pendahuluan", "K/b.xlsx": "akhir"}
    hasil = openpyxl.load_workbook(tmp_path / "rekap" / "rekap.xlsx", data_only=True)
    assert {"Usulan WBK", "Usulan WBBM", "Layak diteruskan"} <= set(hasil.sheetnames)
    usulan = [r[9] for p in ("WBK", "WBBM") for r in hasil[f"Usulan {p}"].iter_rows(min_row=2, values_only=True)]
    assert "K/a.xlsx" not in usulan


def test_a_folder_without_workbooks(tmp_path: Path, zi_batch: Zi, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pohon").mkdir()
    (tmp_path / "pohon" / "bukti.pdf").write_bytes(b"x")
    assert zi_batch() == 3
    assert "bukan buku kerja (.pdf)" in capsys.readouterr().err
    assert not (tmp_path / "rekap").exists()


def test_a_folder_that_is_not_there(tmp_path: Path, zi_batch: Zi) -> None:
    assert zi_batch() == 3


@pytest.mark.parametrize("bentuk", ["tabel", "md", "json", "csv"])
def test_the_screen(
    tulis: Tulis, zi_batch: Zi, capsys: pytest.CaptureFixture[str], tmp_path: Path, bentuk: str
) -> None:
    tulis("K/a.xlsx", 1, satker="Bapas [bold]Contoh[/bold] | _x_")
    assert zi_batch("--format", bentuk) == 0
    keluar = capsys.readouterr().out
    if bentuk == "json":
        assert keluar == (tmp_path / "rekap" / "rekap.json").read_text("utf-8")
    elif bentuk == "csv":
        assert keluar.lstrip("\ufeff").replace("\r\n", "\n") == (tmp_path / "rekap" / "rekap.csv").read_text(
            "utf-8-sig"
        )
    elif bentuk == "tabel":
        assert "Bapas [bold]Contoh[/bold] | _x_" in keluar
    else:
        assert "Bapas \\[bold\\]Contoh\\[/bold\\] \\| \\_x\\_" in keluar
