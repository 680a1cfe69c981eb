"""``zi kerja``: where a work folder stands, and the next command, which can be typed as it is."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.test_init_from import lke
from zi_cli.cli import run_cli
from zi_cli.cli.frame import COMMAND_INDEX
from zi_cli.records.schema import schema_of
from zi_cli.surat.letter_manifest import MadeLetters


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    lke(tmp_path / "masuk" / "LKE a.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK")
    lke(tmp_path / "masuk" / "LKE b.xlsx", "Lapas Kelas IIA Contoh", kode="647102", usulan="WBBM")
    monkeypatch.chdir(tmp_path)
    assert run_cli(["init", "--dari", "masuk"]) == 0
    capsys.readouterr()
    return tmp_path


def stock(capsys: pytest.CaptureFixture[str], *opsi: str, kode: int = 0) -> dict[str, Any]:
    assert run_cli(["kerja", *opsi, "--format", "json"]) == kode
    isi: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("kerja"))
    return isi


def set_cells(berkas: Path, lembar: str, kepala: int, **isi: object) -> None:
    """Write *isi* (by heading, "_" for a space) into every row below the heading row *kepala*."""
    buku = openpyxl.load_workbook(berkas)
    s = buku[lembar]
    kolom = {str(c.value): c.column for c in s[kepala]}
    for r in range(kepala + 1, s.max_row + 1):
        if s.cell(r, 1).value:
            for judul, nilai in isi.items():
                s.cell(r, kolom[judul.replace("_", " ")]).value = nilai
    buku.save(berkas)


def test_the_whole_picture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    isi = stock(capsys)
    assert (isi["lke"], len(isi["satker"]), isi["tanggal_disebut"], isi["selesai"]) == (2, 2, False, False)
    assert isi["sisa_hari"] >= 0 and isi["batas"] >= isi["hari_ini"]
    kurang = {k["kode"]: k for k in isi["kurang"]}
    assert kurang["tlhp"]["belum"] == 2 and kurang["tlhp"]["tempat"][0].startswith("satker.xlsx:Satker!")
    assert {s["jenis"] for s in isi["surat"]} >= {"sptjm", "lhe", "pengajuan"}
    assert {s["keadaan"] for s in isi["surat"]} == {"menunggu nomor"}
    perintah = ["zi kerja", "zi check", "zi check --rinci", "zi surat semua", "zi batch"]
    assert [x["perintah"] for x in isi["langkah"]] == perintah


def test_letters_move_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = folder / "satker.xlsx"
    set_cells(berkas, "Surat", 1, Nomor="SEK-1")  # one number for all: of one office's letters it is that of the first
    assert {s["jenis"]: s["keadaan"] for s in stock(capsys)["surat"]}["pengajuan"] == "menunggu nomor"
    set_cells(berkas, "Surat", 1, Nomor="${nomor_naskah}")
    assert {s["keadaan"] for s in stock(capsys)["surat"]} == {"menunggu tanggal"}
    set_cells(berkas, "Surat", 1, Tanggal="20/05/2027")
    isi = stock(capsys)
    assert {s["keadaan"] for s in isi["surat"]} == {"siap dibuat"}
    assert "zi surat semua" in [x["perintah"] for x in isi["langkah"]]
    set_cells(berkas, "Surat", 1, Tanggal_kirim="21/05/2027")
    assert {s["keadaan"] for s in stock(capsys)["surat"]} == {"dikirim"}


def test_a_number_of_the_correspondence_system_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As ``zi surat semua`` has it: a blank number takes the placeholder, a doubtful one does not."""
    (folder / "zi.toml").write_text('[naskah]\nnomor = "${nomor_naskah}"\n')
    assert {s["keadaan"] for s in stock(capsys)["surat"]} == {"menunggu tanggal"}
    set_cells(folder / "satker.xlsx", "Surat", 1, Nomor="12?", Tanggal="20/05/2027")
    assert {s["keadaan"] for s in stock(capsys)["surat"]} == {"menunggu nomor"}


_WAITS = "menunggu nomor"


class Everything(frozenset[str]):
    """Every letter there may be."""

    def __contains__(self, _: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("number", "state"), [("SEK-{}", "dibuat"), (None, "menunggu nomor"), ("{}?", "menunggu nomor")]
)
def test_a_letter_whose_number_is_taken_back_waits_again(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: str | None,
    state: str,
) -> None:
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    for r in range(2, buku["Surat"].max_row + 1):
        buku["Surat"].cell(r, 3).value = number and number.format(r)
    buku.save(folder / "satker.xlsx")
    monkeypatch.setattr("zi_cli.surat.letter_manifest.made_letters", lambda _: MadeLetters(Everything(), ()))
    assert {s["keadaan"] for s in stock(capsys)["surat"]} == {state}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "tidak utuh (bukan JSON yang utuh)"),
        (b'{"skema": "zi.manifes-surat/1", "surat": 1}', "tidak utuh (isi surat tidak sesuai)"),
        (b'{"skema": "zi.manifes/1"}', ""),
        (b'{"surat": {}, "x": {"skema": "zi.manifes/1"}}', "tidak utuh (bukan dokumen zi.manifes-surat/1)"),
    ],
)
def test_a_record_of_letters_that_can_not_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    """Whether a letter was made is then not known; a folder of another command holds none."""
    (folder / "surat").mkdir()
    (folder / "surat" / "manifes.json").write_bytes(content)
    assert run_cli(["kerja"]) == (3 if said else 0)
    out, err = capsys.readouterr()
    assert "Langkah berikutnya" in out
    assert err.count("\n") == bool(said) and said in err and ("manifes.json" in err) == bool(said)


def test_what_is_new_unread_or_open_comes_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lke(folder / "masuk" / "LKE c.xlsx", "Rutan Kelas IIB Contoh", kode="647103", usulan="WBK")
    (folder / "masuk" / "rusak.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "~$satker.xlsx").write_bytes(b"x")
    (folder / "zi.toml.txt").touch()
    assert run_cli(["check"]) == 3
    galat = capsys.readouterr().err
    assert "satker.xlsx sedang terbuka di Excel" in galat and "zi.toml.txt tidak dibaca" in galat
    isi = stock(capsys, kode=3)
    apa = [x["apa"] for x in isi["langkah"]]
    assert "terbuka di Excel" in apa[0] and "tidak terbaca" in apa[1] and "LKE c.xlsx" in apa[2]
    assert "masuk/rusak.xlsx" in apa[1] and isi["langkah"][1]["perintah"] == "zi lint masuk/rusak.xlsx"
    assert isi["langkah"][2]["perintah"] == "zi init --dari ."
    assert [g["berkas"] for g in isi["gagal"]] == ["masuk/rusak.xlsx"]


def test_every_command_it_names_exists_and_runs_where_it_says(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    ada = stock(capsys, str(folder))["langkah"]
    for x in ada:
        kata = x["perintah"].split()
        assert kata[0] == "zi" and kata[1] in COMMAND_INDEX
        assert str(folder) in x["perintah"]
        assert run_cli(kata[1:]) in (0, 1), x
    assert (folder / "rekap" / "rekap.xlsx").exists()
    capsys.readouterr()
    assert "rekap belum dibuat" not in [x["apa"] for x in stock(capsys, str(folder))["langkah"]]
    os.utime(folder / "satker.xlsx")
    os.utime(folder / "rekap" / "rekap.json", (1, 1))
    assert stock(capsys, str(folder))["langkah"][-1]["perintah"].endswith("--lanjut")


def test_strict_and_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run_cli(["kerja"]) == 0
    teks = capsys.readouterr().out
    assert "Langkah berikutnya" in teks and "hari lagi" in teks and "Menunggu nomor" in teks
    assert run_cli(["kerja", "--ketat"]) == 1
    assert run_cli(["kerja", "tidak-ada"]) == 3
    (tmp_path / "kosong").mkdir()
    assert run_cli(["kerja", "kosong"]) == 2
    assert "zi init" in capsys.readouterr().err


def test_plain_zi_shows_it_on_a_terminal_only(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_cli([]) == 2
    assert "Perintah" in capsys.readouterr().err
    for aliran in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{aliran}.isatty", lambda: True)
    assert run_cli([]) == 0
    assert "Langkah berikutnya" in capsys.readouterr().out
    monkeypatch.chdir(folder.parent)
    assert run_cli([]) == 2
