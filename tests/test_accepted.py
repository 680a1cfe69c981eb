"""Accepted findings: with reason, name and expiry, by code and indicator; never a galat or what touches a figure."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builder import FormShape, build_book, perfect, raw_cells
from zi_cli.cli import run_cli
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.scoring.accepted import Accepted, read_accepted, with_entry
from zi_cli.text import long_date

KEMARIN, BESOK = date.today() - timedelta(days=1), date.today() + timedelta(days=1)


@pytest.fixture
def lke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A worksheet whose question A.I.1.i.a has no note, in the current folder."""
    monkeypatch.chdir(tmp_path)
    buku = build_book({"unit": raw_cells(perfect())}, FormShape(kolom_penilai=("jawaban", "catatan")))
    (kisi,) = buku.lembar
    for kode, (_, baris, k) in ((kode, letak) for (_, kode), letak in buku.letak.items()):
        if kode == "A.I.1.i.a":
            kisi.sel.pop((baris - 1, k + 1))
        else:
            kisi.sel[baris - 1, k + 1] = "Ada."
    return str(buku.simpan(tmp_path / "lke.xlsx"))


def entry(kode: str = "LKE240", indikator: str = "A.I.1.i.a", sampai: date = BESOK) -> Accepted:
    return Accepted(kode, indikator, 'catatan di lampiran "3"', "Nama Contoh", sampai)


def codes(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[dict[str, str]], str]:
    out, err = capsys.readouterr()
    rekaman = json.loads(out)
    return [t["kode"] for t in rekaman["temuan"]], rekaman["diterima"], err


def test_an_accepted_finding_is_left_out_and_listed_as_such(lke: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["lint", lke, "--format", "json"]) == 0
    semua, diterima, _ = codes(capsys)
    assert semua.count("LKE240") == 1 and diterima == []
    Path("terima.toml").write_bytes(with_entry(b"", entry()))
    assert run_cli(["lint", lke, "--format", "json", "--pengecualian", "terima.toml"]) == 0
    sisa, diterima, err = codes(capsys)
    assert sisa == [k for k in semua if k != "LKE240"]
    (satu,) = diterima
    assert satu["alasan"] == 'catatan di lampiran "3"' and satu["sampai"] == BESOK.isoformat()
    assert satu["sel"].startswith("LKE ZI!")
    assert "1 temuan diterima" in err and "usang" not in err


@pytest.mark.parametrize(
    ("lama", "kata"),
    [
        (entry(sampai=KEMARIN), f"LKE240 A.I.1.i.a: berakhir {long_date(KEMARIN)}"),
        (entry(indikator="A.I.1.i.b"), "LKE240 A.I.1.i.b: temuannya tidak ada (lagi)"),
    ],
)
def test_stale_entries_cover_nothing_and_are_listed(
    lama: Accepted, kata: str, lke: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("terima.toml").write_bytes(with_entry(b"", lama))
    assert run_cli(["lint", lke, "--format", "json", "--pengecualian", "terima.toml"]) == 0
    sisa, diterima, err = codes(capsys)
    assert "LKE240" in sisa and diterima == []
    assert f"pengecualian usang {kata}" in err


def test_accepting_writes_the_entry_and_adds_to_what_is_there(lke: str, capsys: pytest.CaptureFixture[str]) -> None:
    terima = ["--terima", "LKE240", "A.I.1.i.a", "--alasan", "catatan di lampiran", "--oleh", "Nama Contoh"]
    tujuan = Path("pengecualian.toml")
    assert run_cli(["lint", lke, *terima]) == 0
    (satu,) = read_accepted(tujuan)
    assert (satu.kode, satu.indikator, satu.oleh) == ("LKE240", "A.I.1.i.a", "Nama Contoh")
    assert satu.sampai == date.today() + timedelta(days=365)
    assert "LKE240" not in capsys.readouterr().out
    assert run_cli(["lint", lke, *terima]) == 2
    lama = tujuan.read_bytes().replace(b"A.I.1.i.a", b"A.I.1.i.b") + b"# catatan kami\n"
    tujuan.write_bytes(lama)
    assert run_cli(["lint", lke, *terima, "--sampai", BESOK.isoformat()]) == 0
    assert tujuan.read_bytes().startswith(lama) and len(read_accepted(tujuan)) == 2


@pytest.mark.parametrize(
    "opsi",
    [
        ["--terima", "LKE201", "A.I.1.i.a", "--alasan", "x", "--oleh", "y"],
        ["--terima", "LKE301", "A.I.1.i.a", "--alasan", "x", "--oleh", "y"],
        ["--terima", "LKE999", "A.I.1.i.a", "--alasan", "x", "--oleh", "y"],
        ["--terima", "LKE240", "A.I.1.i.b", "--alasan", "x", "--oleh", "y"],
        ["--terima", "LKE240", "A.I.1.i.a", "--alasan", "x"],
        ["--terima", "LKE240", "A.I.1.i.a", "--oleh", "y"],
        ["--terima", "LKE240", "A.I.1.i.a", "--alasan", "x", "--oleh", "y", "--sampai", "2020-01-01"],
        ["--alasan", "x"],
    ],
)
def test_what_can_not_be_accepted_is_wrong_usage(opsi: list[str], lke: str) -> None:
    assert run_cli(["lint", lke, *opsi]) == 2
    assert not Path("pengecualian.toml").exists()


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (None, "daftar temuan yang diterima tidak terbaca: tidak ditemukan"),
        (b"pengecualian = 3", "misalnya [[pengecualian]], bukan"),
        (b"pengecualian = [3]", "pengecualian ke-1 harus bagian [[pengecualian]], bukan"),
        (b"[[pengecualian]]\nkode = 3\n", "DAT503"),
        (
            b"[[pengecualian]]\nkode = 'LKE240'\n",
            "DAT507 terima.toml: pengecualian ke-1: belum memuat indikator, alasan, oleh, sampai",
        ),
        (b"[[lain]]\n", "DAT502"),
        (b"=", "DAT506"),
        (with_entry(b"", entry("LKE203")), "LKE203 tidak dapat diterima: kesalahan"),
        (with_entry(b"", entry("LKE301")), "LKE301 tidak dapat diterima: menyangkut angka"),
        (with_entry(with_entry(b"", entry()), entry()), "sudah ada di atasnya"),
    ],
)
def test_a_missing_or_faulty_list_is_an_error(
    isi: bytes | None, kata: str, lke: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if isi is not None:
        Path("terima.toml").write_bytes(isi)
    assert run_cli(["lint", lke, "--pengecualian", "terima.toml"]) == 3
    out, err = capsys.readouterr()
    assert out == "" and kata in err
    # A key of the wrong kind is told once, not again as one that lacks.
    assert "kode = 3" not in str(isi) or "kode," not in err


def test_no_error_and_no_figure_can_be_accepted() -> None:
    dapat = {k for k, e in CATALOGUE.items() if e.dapat_diterima}
    assert dapat and all(CATALOGUE[k].tingkat != "galat" for k in dapat)
    assert not any(k.startswith(("LKE3", "LKE20")) or not k.startswith("LKE") for k in dapat)
