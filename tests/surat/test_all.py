"""``zi surat semua``: every letter that is due, once, by the sheet Surat; what a person touched stays."""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from tests.surat.letter_reading import letter_text
from tests.surat.samples import chain_tree, prepare_tree
from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import NUMBER_PLACEHOLDER
from zi_cli.records.schema import schema_of
from zi_cli.surat import make_letters
from zi_cli.surat.letter_manifest import LetterManifest

Zi = Callable[..., tuple[int, str, str]]
PASS, FAIL = "647102", "647104"
DAY = datetime(2027, 5, 20)


@pytest.fixture(scope="session")
def dua(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample tree with one satker that may be proposed and one that falls short; tests only copy it."""
    folder = prepare_tree(tmp_path_factory.mktemp("dua"))
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Satker"]
    for r in range(lembar.max_row, 2, -1):
        if str(lembar.cell(r, 1).value or "") not in (PASS, FAIL):
            lembar.delete_rows(r)
    # The ministry's consent is on record: without this word both would be on the TPM's way, too.
    jalur = next(s.column for s in lembar[2] if s.value == "Jalur")
    for r in range(3, lembar.max_row + 1):
        lembar.cell(r, jalur).value = "TPN"
    buku.save(folder / "satker.xlsx")
    for berkas in folder.rglob("lke-*.xlsx"):
        if berkas.stem.removeprefix("lke-") not in (PASS, FAIL):
            berkas.unlink()
    return folder


@pytest.fixture(scope="session")
def lined_up(dua: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same tree after a first run: every letter that is due has its row, and waits; tests only copy it."""
    kerja = tmp_path_factory.mktemp("berbaris") / "kerja"
    shutil.copytree(dua, kerja)
    with contextlib.chdir(kerja):
        run_cli(["surat", "semua", "--tanggal", "2027-05-20", "--format", "json"])
    shutil.rmtree(kerja / "surat")
    return kerja


@pytest.fixture(scope="session")
def selesai(lined_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same tree when all letters are made; tests only copy it."""
    kerja = tmp_path_factory.mktemp("selesai") / "kerja"
    shutil.copytree(lined_up, kerja)
    rows(kerja, numbered)
    with contextlib.chdir(kerja):
        run_cli(["surat", "semua", "--tanggal", "2027-05-20", "--format", "json"])
    return kerja


@pytest.fixture
def baru(dua: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder where nothing ran yet, and the current one."""
    return _enter(dua, tmp_path, monkeypatch)


@pytest.fixture
def folder(lined_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder whose letters have rows but no numbers, and the current one."""
    return _enter(lined_up, tmp_path, monkeypatch)


@pytest.fixture
def jadi(selesai: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder whose letters are all made, and the current one."""
    return _enter(selesai, tmp_path, monkeypatch)


def _enter(asal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(asal, tmp_path / "kerja")
    monkeypatch.chdir(tmp_path / "kerja")
    return tmp_path / "kerja"


def rows(folder: Path, isi: Callable[[str, str], dict[str, Any]]) -> None:
    """Fill the sheet Surat as a person would: for each row (kode of the letter, satker) the cells by heading."""
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Surat"]
    kolom = {c.value: c.column for c in lembar[1]}
    for r in range(2, lembar.max_row + 1):
        if lembar.cell(r, 2).value:
            for judul, nilai in isi(lembar.cell(r, 2).value, lembar.cell(r, 1).value).items():
                lembar.cell(r, kolom[judul]).value = nilai
    buku.save(folder / "satker.xlsx")


def numbered(jenis: str, satker: str) -> dict[str, Any]:
    return {"Nomor": f"{jenis}/{hashlib.sha256(satker.encode()).hexdigest()[:4]}", "Tanggal": DAY}


def run(zi: Zi, *opsi: object, kode: int | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    """The letters by kind and kode ("" for one about all)."""
    rc, out, err = zi("surat", "semua", "--tanggal", "2027-05-20", "--format", "json", *opsi)
    assert kode is None or rc == kode, err
    isi = json.loads(out)
    jsonschema.validate(isi, schema_of("surat-semua"))
    return {(s["jenis"], s["kode"] or ""): s for s in isi["surat"]}


def states(surat: dict[tuple[str, str], dict[str, Any]]) -> set[str]:
    return {s["keadaan"] for s in surat.values()}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "surat").iterdir())}


def test_letters_wait_for_their_numbers_then_all_are_made_once(baru: Path, zi: Zi) -> None:
    pertama = run(zi, kode=1)
    assert [*pertama] == [
        ("sptjm", PASS), ("sptjm", FAIL), ("lhe", PASS), ("lhe", FAIL), ("berita-acara", ""), ("rekomendasi", ""),
        ("perbaikan", FAIL), ("sptjm-instansi", ""), ("pengajuan", ""),
    ]  # fmt: skip
    assert {s["keadaan"] for (j, _), s in pertama.items() if j != "sptjm"} == {"menunggu nomor"}
    assert all("Surat!C" in s["kurang"] for (j, _), s in pertama.items() if j != "sptjm")
    # An SPTJM bears no number, and the register has its date.
    assert pertama["sptjm", PASS]["keadaan"] == "ditulis" and pertama["sptjm", PASS]["tanggal"] == "2027-05-03"
    rows(baru, numbered)
    kedua = run(zi, kode=0)
    assert states(kedua) == {"ditulis", "tetap"}
    isi = contents(baru)
    assert len([n for n in isi if n.endswith(".docx")]) == 9
    for s in kedua.values():
        assert hashlib.sha256(Path(s["berkas"]).read_bytes()).hexdigest() == s["sha256"]
    assert "lhe/" in letter_text(Path(kedua["lhe", PASS]["berkas"]).read_bytes())
    assert states(run(zi, kode=0)) == {"tetap"} and contents(baru) == isi


def test_the_same_folder_gives_the_same_bytes(jadi: Path, zi: Zi) -> None:
    isi = contents(jadi)
    shutil.rmtree(jadi / "surat")
    run(zi, kode=0)
    assert contents(jadi) == isi


def test_only_what_changed_is_made_again(jadi: Path, zi: Zi) -> None:
    sebelum = contents(jadi)
    rows(jadi, lambda j, s: {"Nomor": "BARU/1"} if j == "rekomendasi" else {})
    hasil = run(zi, kode=0)
    assert {k for k, s in hasil.items() if s["keadaan"] == "diperbarui"} == {("rekomendasi", "")}
    beda = {n for n, b in contents(jadi).items() if sebelum[n] != b}
    assert beda == {"rekomendasi.docx", "manifes.json", "lampiran-audit.csv"}
    (jadi / "surat" / "rekomendasi.docx").unlink()
    assert run(zi, kode=0)["rekomendasi", ""]["keadaan"] == "ditulis"


def test_a_letter_edited_in_word_is_never_overwritten(jadi: Path, zi: Zi) -> None:
    berkas = jadi / "surat" / "rekomendasi.docx"
    naskah = docx.Document(str(berkas))
    naskah.add_paragraph("Kalimat dari orang.")
    naskah.save(str(berkas))
    suntingan = berkas.read_bytes()
    rows(jadi, lambda j, s: {"Nomor": "BARU/1"} if j == "rekomendasi" else {})
    s = run(zi, "--timpa", kode=0)["rekomendasi", ""]
    assert s["keadaan"] == "disunting" and "berubah" in s["kurang"] and berkas.read_bytes() == suntingan


def test_a_file_that_is_not_ours_is_left_alone(folder: Path, zi: Zi) -> None:
    (folder / "surat").mkdir()
    (folder / "surat" / "rekomendasi.docx").write_bytes(b"punya orang")
    rows(folder, numbered)
    s = run(zi, kode=1)["rekomendasi", ""]
    assert s["keadaan"] == "sudah ada" and (folder / "surat" / "rekomendasi.docx").read_bytes() == b"punya orang"


def test_a_letter_that_was_sent_is_not_made_again(jadi: Path, zi: Zi) -> None:
    sebelum = contents(jadi)
    rows(jadi, lambda j, s: {"Nomor": "LAIN/1", "Tanggal kirim": DAY} if j == "rekomendasi" else {})
    s = run(zi, kode=0)["rekomendasi", ""]
    assert s["keadaan"] == "terkirim" and "berubah" in s["kurang"]
    assert contents(jadi)["rekomendasi.docx"] == sebelum["rekomendasi.docx"]


@pytest.mark.parametrize(("pindaian", "keadaan"), [("", "diperbarui"), ("ttd.pdf", "terkirim")])
def test_only_a_scan_that_is_there_is_a_signature(pindaian: str, keadaan: str, jadi: Path, zi: Zi) -> None:
    if pindaian:
        (jadi / pindaian).write_bytes(b"%PDF-1.7")
    rows(jadi, lambda j, s: {"Nomor": "LAIN/1", "Berkas bertanda tangan": "ttd.pdf"} if j == "rekomendasi" else {})
    assert run(zi, kode=0)["rekomendasi", ""]["keadaan"] == keadaan
    surat = json.loads(zi("kerja", "--format", "json")[1])["surat"]
    assert [s["keadaan"] for s in surat if s["jenis"] == "rekomendasi"] == ["bertanda tangan" if pindaian else "dibuat"]


def test_the_reading_of_many_worksheets_is_watched(jadi: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zi_cli.surat.sources._MANY", 2)
    assert "zi: 2 dari 2 LKE selesai" in zi("surat", "semua", "--tanggal", "2027-05-20")[2]


def test_a_number_used_twice_holds_both_letters(jadi: Path, zi: Zi) -> None:
    rows(jadi, lambda j, s: {"Nomor": "SAMA/1"} if j in ("rekomendasi", "pengajuan") else {})
    rc, out, err = zi("surat", "semua", "--tanggal", "2027-05-20", "--format", "json")
    surat = {s["jenis"]: s for s in json.loads(out)["surat"]}
    assert rc == 1 and err.count("DAT543") == 1
    for jenis in ("rekomendasi", "pengajuan"):
        assert surat[jenis]["keadaan"] == "menunggu nomor" and "dua kali" in surat[jenis]["kurang"]


def test_the_placeholder_of_the_correspondence_system_is_a_number(folder: Path, zi: Zi) -> None:
    with (folder / "zi.toml").open("a", encoding="utf-8") as f:
        f.write(f'\n[naskah]\nnomor = "{NUMBER_PLACEHOLDER}"\n')
    rows(folder, lambda j, s: {"Tanggal": DAY})
    s = run(zi, kode=0)["rekomendasi", ""]
    assert s["nomor"] == NUMBER_PLACEHOLDER and NUMBER_PLACEHOLDER in letter_text(Path(s["berkas"]).read_bytes())


def test_signatory_and_free_texts_come_from_the_sheet(folder: Path, zi: Zi) -> None:
    lain = {
        "Penanda tangan": "Nama Pelaksana, S.H.; 197001011995011001; Plt. Inspektur Jenderal",
        "Inovasi": "Antrean.",
    }
    rows(folder, lambda j, s: numbered(j, s) | (lain if j == "lhe" else {}))
    teks = letter_text(Path(run(zi, kode=0)["lhe", PASS]["berkas"]).read_bytes())
    assert "Nama Pelaksana, S.H." in teks and "Plt. Inspektur Jenderal" in teks and "Antrean." in teks
    rows(folder, lambda j, s: {"Penanda tangan": "Hanya Nama"} if j == "lhe" else {})
    s = run(zi, kode=1)["lhe", PASS]
    assert (
        s["keadaan"] == "belum siap"
        and "jabatan" in s["kurang"]
        and (s["temuan"][0]["kode"], s["temuan"][0]["sel"])
        == (
            "DAT548",
            "Surat!F4",
        )
    )


def test_satker_named_get_their_own_letters_only(jadi: Path, zi: Zi) -> None:
    assert {k for _, k in run(zi, "--satker", f"{PASS},{FAIL}")} == {PASS, FAIL}
    assert set(run(zi, "--satker", PASS)) == {("sptjm", PASS), ("lhe", PASS)}
    assert zi("surat", "semua", "--satker", "tiada")[0] == 2
    assert {k for _, k in run(zi, "--satker", "lapas kelas IIA contoh")} == {PASS}


def test_ctrl_c_keeps_what_is_done_and_names_the_rest(folder: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(folder, numbered)
    asli, kali = make_letters.finish_letter, iter(range(100))

    def stop(siap: Any) -> Any:
        if next(kali) == 3:
            raise KeyboardInterrupt
        return asli(siap)

    monkeypatch.setattr(make_letters, "finish_letter", stop)
    terhenti = run(zi, kode=130)
    assert {s["keadaan"] for s in terhenti.values()} == {"ditulis", "belum dikerjakan"}
    monkeypatch.setattr(make_letters, "finish_letter", asli)
    lanjut = run(zi, kode=0)
    for k, s in terhenti.items():
        assert lanjut[k]["keadaan"] == ("ditulis" if s["keadaan"] == "belum dikerjakan" else "tetap"), k


def test_a_killed_run_loses_nothing_that_it_did(folder: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(folder, numbered)
    asli, kali = make_letters.finish_letter, iter(range(100))

    def die(siap: Any) -> Any:
        if next(kali) == 4:
            raise RuntimeError("mati")
        return asli(siap)

    monkeypatch.setattr(make_letters, "finish_letter", die)
    assert zi("surat", "semua", "--tanggal", "2027-05-20")[0] == 70
    jurnal = folder / "surat" / "manifes.jsonl.sebagian"
    assert jurnal.is_file() and not (folder / "surat" / "manifes.json").exists()
    tertulis = {p.name: p.read_bytes() for p in (folder / "surat").glob("*.docx")}
    assert len(tertulis) == 4
    # Noted, but not written any more; and half a line.
    milik = {"berkas": "tiada.docx", "sha256": "0" * 64, "sidik": "0" * 64, "pdf": None}
    catatan = json.dumps({"kunci": "x", "surat": milik, "jejak": []})
    jurnal.write_bytes(jurnal.read_bytes() + catatan.encode() + b'\n{"kunci": "y"')
    monkeypatch.setattr(make_letters, "finish_letter", asli)
    hasil = run(zi, kode=0)
    assert {Path(s["berkas"]).name for s in hasil.values() if s["keadaan"] == "tetap"} == set(tertulis)
    isi = contents(folder)
    assert not jurnal.exists() and "tiada.docx" not in isi["manifes.json"].decode()
    shutil.rmtree(folder / "surat")
    run(zi, kode=0)
    assert contents(folder) == isi  # the audit file, too, as if nothing had happened


def test_a_long_reason_is_said_once_with_the_letters_it_holds_back(dua: Path, tmp_path: Path, zi: Zi) -> None:
    kerja = tmp_path / "kerja"
    shutil.copytree(dua, kerja)
    (kerja / "zi.toml").unlink()
    with contextlib.chdir(kerja):
        _, layar, _ = zi("surat", "semua", "--tanggal", "2027-05-20")
        _, rekaman, _ = zi("surat", "semua", "--tanggal", "2027-05-20", "--format", "json")
    surat = json.loads(rekaman)["surat"]
    many = Counter(s["kurang"] for s in surat if len(s["kurang"] or "") > 80)
    flat = "".join(layar.split())
    assert max(many.values()) > 1
    for reason, n in many.items():
        assert flat.count("".join(reason.split()).rstrip(".")) == 1
        kinds = Counter(s["jenis"] for s in surat if s["kurang"] == reason)
        listed = ",".join(f"{k}({m})" if m > 1 else k for k, m in kinds.items())
        assert n == 1 or f"Menahan{n}surat:{listed}." in flat
    assert flat.count("sebabyangsamaseperti") == sum(n - 1 for n in many.values())


@pytest.mark.parametrize("nama", ["../a.docx", "b/a.docx", "/a.docx", "b\\a.docx", "C:a.docx", "..", ""])
def test_a_record_names_files_of_its_own_folder_alone(tmp_path: Path, nama: str) -> None:
    """What a letter replaces is removed: a forged record must not reach another folder."""
    surat = {"berkas": nama, "sha256": "0" * 64, "sidik": "0" * 64, "pdf": None}
    manifes = tmp_path / "manifes.json"
    for berkas, baik in ((nama, False), ("a.docx", True)):
        manifes.write_text(json.dumps({"skema": "zi.manifes-surat/1", "surat": {"x": surat | {"berkas": berkas}}}))
        with contextlib.nullcontext() if baik else pytest.raises(UnwritableOutput):
            assert LetterManifest(tmp_path).surat
    manifes.write_text(json.dumps({"skema": "zi.manifes/1", "surat": {}}))
    with pytest.raises(
        UnwritableOutput, match=r"catatan perintah lain \(bukan dokumen zi\.manifes-surat/1\); pilih folder surat"
    ):
        LetterManifest(tmp_path)
    manifes.unlink()
    catatan = json.dumps({"kunci": "x", "surat": surat, "jejak": []})
    (tmp_path / "manifes.jsonl.sebagian").write_text(f"{catatan}\n{catatan}\n")
    assert not LetterManifest(tmp_path).surat


def test_what_could_not_be_written_is_named_and_the_rest_is_there(
    folder: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(folder, numbered)
    asli = make_letters.write_file

    def full_ambang(tujuan: Path, isi: bytes, **opsi: Any) -> None:
        if tujuan.name == "rekomendasi.docx":
            raise UnwritableOutput("disk penuh")
        asli(tujuan, isi, **opsi)

    monkeypatch.setattr(make_letters, "write_file", full_ambang)
    hasil = run(zi, kode=4)
    assert [(k, s["kurang"]) for k, s in hasil.items() if s["keadaan"] == "gagal"] == [
        (("rekomendasi", ""), "disk penuh")
    ]
    assert hasil["pengajuan", ""]["keadaan"] == "ditulis"
    # The trail speaks of letters that are there, and of no other.
    assert _traced(folder) == {p.name for p in (folder / "surat").glob("*.docx")}
    monkeypatch.setattr(make_letters, "write_file", asli)
    assert run(zi, kode=0)["rekomendasi", ""]["keadaan"] == "ditulis"
    assert _traced(folder) == {p.name for p in (folder / "surat").glob("*.docx")}


@pytest.mark.parametrize("there", ["folder", "circle", "gone"])
def test_what_the_system_refuses_of_one_letter_stops_no_other(
    there: str, jadi: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(jadi, lambda j, s: {"Nomor": "BARU/1"} if j == "pengajuan" else {})
    surat = jadi / "surat" / "rekomendasi.docx"
    surat.unlink()
    if there == "folder":
        surat.mkdir()
    elif there == "circle":
        surat.symlink_to(surat)
    hasil = run(zi, kode=0 if there == "gone" else 4)
    satu = hasil["rekomendasi", ""]
    assert satu["keadaan"] == ("ditulis" if there == "gone" else "gagal")
    assert there == "gone" or "“rekomendasi.docx”: " in satu["kurang"]
    assert {s["keadaan"] for k, s in hasil.items() if k[0] == "pengajuan"} == {"diperbarui"}


def test_a_letter_that_vanishes_before_its_pdf_stops_no_other(
    jadi: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zi_cli.surat import pdf

    asli = make_letters.make_pdfs

    def hilang(hasil: Any, *lain: Any) -> Any:
        (jadi / "surat" / "rekomendasi.docx").unlink()
        return asli(hasil, *lain)

    monkeypatch.setattr(pdf, "to_pdf", lambda dokumen: dict.fromkeys(dokumen, b"%PDF"))
    monkeypatch.setattr(make_letters, "make_pdfs", hilang)
    hasil = run(zi, "--pdf", kode=4)
    assert {k[0] for k, s in hasil.items() if s["keadaan"] == "gagal"} == {"rekomendasi"}
    assert all(Path(s["pdf"]).is_file() for k, s in hasil.items() if k[0] != "rekomendasi")


def test_a_pdf_that_is_open_elsewhere_leaves_the_letter_ours(
    jadi: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zi_cli.surat import pdf

    monkeypatch.setattr(pdf, "to_pdf", lambda dokumen: dict.fromkeys(dokumen, b"%PDF"))
    run(zi, "--pdf", kode=0)
    asli = Path.unlink

    def held_open(berkas: Path, missing_ok: bool = False) -> None:
        if berkas.name == "rekomendasi.pdf":
            raise PermissionError(errno.EACCES, "denied", str(berkas))
        asli(berkas, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held_open)
    rows(jadi, lambda j, s: {"Nomor": "BARU/1"} if j == "rekomendasi" else {})
    s = run(zi, kode=0)["rekomendasi", ""]
    assert s["keadaan"] == "diperbarui" and "“rekomendasi.pdf”: " in s["kurang"]
    monkeypatch.setattr(Path, "unlink", asli)
    rows(jadi, lambda j, s: {"Nomor": "BARU/2"} if j == "rekomendasi" else {})
    assert run(zi, kode=0)["rekomendasi", ""]["keadaan"] == "diperbarui"


def _traced(folder: Path) -> set[str]:
    """The letters in the audit file."""
    baris = (folder / "surat" / "lampiran-audit.csv").read_text("utf-8-sig").splitlines()
    return {next(csv.reader([b]))[0] for b in baris[1:]}


def test_all_pdfs_come_from_one_run(jadi: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch) -> None:
    from zi_cli.surat import pdf

    panggilan: list[int] = []

    def fake_one(dokumen: dict[str, bytes]) -> dict[str, bytes]:
        panggilan.append(len(dokumen))
        return {n: b"%PDF " + hashlib.sha256(isi).digest() for n, isi in dokumen.items()}

    monkeypatch.setattr(pdf, "to_pdf", fake_one)
    hasil = run(zi, "--pdf", kode=0)
    assert panggilan == [9] and all(Path(s["pdf"]).is_file() for s in hasil.values())
    run(zi, "--pdf", kode=0)
    assert panggilan == [9]
    rows(jadi, lambda j, s: {"Nomor": "BARU/1"} if j == "rekomendasi" else {})
    assert run(zi, kode=0)["rekomendasi", ""]["pdf"] is None
    assert not (jadi / "surat" / "rekomendasi.pdf").exists()  # of the letter before
    run(zi, "--pdf", kode=0)
    assert panggilan == [9, 1]


def test_the_list_as_a_workbook(jadi: Path, zi: Zi) -> None:
    rc, out, _ = zi("surat", "semua", "--tanggal", "2027-05-20", "-o", "daftar.xlsx")
    assert rc == 0 and not out
    nilai = [[c.value for c in b] for b in openpyxl.load_workbook("daftar.xlsx").active.iter_rows()]
    assert any("rekomendasi" in b and "tetap" in b for b in nilai)
    assert zi("surat", "semua", "-o", "daftar.xlsx")[0] == 4


def test_drafts_need_no_number(folder: Path, zi: Zi) -> None:
    hasil = run(zi, "--draf")
    assert all(Path(s["berkas"]).name.startswith("DRAF-") for s in hasil.values() if s["berkas"])
    assert hasil["rekomendasi", ""]["keadaan"] == "ditulis"


@pytest.mark.parametrize("opsi", [["--nomor", "1"], ["--isi", "surat.sifat=x"], ["--paksa", "x"], ["--jalur", "tpm"]])
def test_options_for_one_letter_are_refused(opsi: list[str], folder: Path, zi: Zi) -> None:
    rc, _, err = zi("surat", "semua", *opsi)
    assert rc == 2 and opsi[0] in err


def test_an_open_register_is_said_and_the_letters_wait(baru: Path, zi: Zi) -> None:
    (baru / "~$satker.xlsx").write_bytes(b"")
    rc, _, err = zi("surat", "semua", "--tanggal", "2027-05-20")
    assert rc == 1 and "sedang terbuka" in err


def test_panel_and_number_placeholder_come_from_the_sheet_instansi(tmp_path: Path) -> None:
    from zi_cli.config import load_config
    from zi_cli.pengajuan.register.instansi import read_instansi
    from zi_cli.pengajuan.register.register_workbook import register_workbook

    berkas = tmp_path / "satker.xlsx"
    panel = "Nama Satu, S.E.; 197001011995011001; Inspektur Jenderal\nNama Dua; Kepala Biro Perencanaan dan Keuangan"
    berkas.write_bytes(register_workbook([], instansi={"panel": panel, "naskah.nomor": NUMBER_PLACEHOLDER}))
    k = load_config(None, sheet=read_instansi(berkas))
    assert [(x.nama, x.nip, x.jabatan) for x in k.panel] == [
        ("Nama Satu, S.E.", "197001011995011001", "Inspektur Jenderal"),
        ("Nama Dua", None, "Kepala Biro Perencanaan dan Keuangan"),
    ]
    assert k.naskah.nomor == NUMBER_PLACEHOLDER
    berkas.write_bytes(register_workbook([], instansi={"panel": "Hanya Nama"}))
    lembar = read_instansi(berkas)
    assert lembar is not None and [t.kode for t in lembar.temuan] == ["DAT571"]


def test_one_letter_takes_its_row_and_the_date_of_the_proposal(folder: Path, zi: Zi) -> None:
    rows(folder, lambda j, s: {"Nomor": f"BARIS/{s[:6]}", "Inovasi": "Antrean daring."} if j == "lhe" else {})
    with (folder / "zi.toml").open("a", encoding="utf-8") as f:
        f.write("\n[usulan]\ntahun = 2027\ntanggal = 2027-05-20\n")
    assert zi("surat", "lhe", "--satker", PASS, "-o", "lhe.docx")[0] == 0
    teks = letter_text((folder / "lhe.docx").read_bytes())
    assert "BARIS/Lembag" in teks and "Antrean daring." in teks and "20 Mei 2027" in teks
    assert zi("surat", "lhe", "--satker", PASS, "--nomor", "OPSI/1", "-o", "opsi.docx")[0] == 0
    assert "OPSI/1" in letter_text((folder / "opsi.docx").read_bytes())
    rc, _, err = zi("surat", "lhe", "--satker", PASS, "--tanggal", "2026-05-20", "-o", "lain.docx")
    assert rc == 1 and "tahun usulan 2027 bertentangan" in err


def test_whose_column_it_is_can_be_said_for_one_file(folder: Path, zi: Zi) -> None:
    berkas = next(folder.rglob(f"lke-{PASS}.xlsx"))
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["LKE ZI"]
    judul = next(c for b in lembar.iter_rows(max_row=6) for c in b if c.value == "Jawaban TPI")
    judul.value = "Pemeriksa"
    buku.save(berkas)
    opsi = ["surat", "lhe", berkas, "--data", "satker.xlsx", "--tanggal", "2027-05-20", "--nomor", "1", "-o", "l.docx"]
    rc, _, err = zi(*opsi)
    assert rc == 1 and "belum dievaluasi TPI" in err and not Path("l.docx").exists()
    assert zi(*opsi, "--kolom-penilai", 'tpi="Pemeriksa"')[0] == 0
    assert zi("surat", "lhe", ".", "--kolom-penilai", "tpi=M")[0] == 2


def test_zi_kerja_knows_what_was_made(jadi: Path, zi: Zi) -> None:
    def keadaan() -> dict[str, str]:
        return {s["jenis"]: s["keadaan"] for s in json.loads(zi("kerja", "--format", "json")[1])["surat"]}

    assert set(keadaan().values()) == {"dibuat"}
    (jadi / "surat" / "rekomendasi.docx").unlink()
    assert keadaan()["rekomendasi"] == "siap dibuat" and keadaan()["pengajuan"] == "dibuat"
    rows(jadi, lambda j, s: {"Tanggal kirim": DAY} if j == "pengajuan" else {})
    assert keadaan()["pengajuan"] == "dikirim"


def test_the_letters_between_the_desks_are_due_once_the_step_before_was_taken(
    sample_tree: Path, tmp_path: Path, zi: Zi, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(chain_tree(sample_tree), tmp_path / "kerja")
    monkeypatch.chdir(tmp_path / "kerja")
    surat = {s["jenis"]: s for s in run(zi, kode=1).values()}
    urut = [j for j in load_kinds() if j in surat]
    assert list(surat) == urut
    berantai = {j.kode for j in load_kinds().values() if j.saat == "berantai"}
    assert berantai <= surat.keys()
    assert all(surat[j]["kurang"] or surat[j]["keadaan"] == "terkirim" for j in berantai)
    lembar = openpyxl.load_workbook("satker.xlsx")["Surat"]
    baris = {(b[1].value, b[0].value) for b in lembar.iter_rows(min_row=2)}
    assert {("usul-setjen", "semua"), ("daftar-tpi", "semua"), ("undangan-panel", "semua")} <= baris
    assert [s for j, s in baris if j == "usul-kanwil"] == ["Kanwil Contoh Utara"]  # where that team assessed
    # Numbered and dated, each is made or names the one thing.
    rows(Path(), lambda j, s: {} if j in ("berita-acara", "lhe", "usul-kanwil", "nota-biro") else numbered(j, s))
    surat = {s["jenis"]: s for s in run(zi, kode=1).values()}
    assert surat["usul-setjen"]["keadaan"] == "ditulis" and surat["nota-sekjen"]["keadaan"] == "ditulis"
    assert "peserta" in surat["undangan-panel"]["kurang"].lower() or "rapat" in surat["undangan-panel"]["kurang"]
    rapat = {"Hari rapat": "Senin, 24 Mei 2027", "Waktu rapat": "09.00 WIB", "Tempat rapat": "Ruang Contoh"}
    rows(Path(), lambda j, s: rapat if j == "undangan-panel" else {})
    surat = {s["jenis"]: s for s in run(zi, kode=1).values()}
    assert surat["undangan-panel"]["keadaan"] == "ditulis"


def tpm_letters(isi: dict[str, Any]) -> set[tuple[str, str]]:
    """Kind and satker of the letters of the TPM's way, of ``surat semua`` or ``kerja``."""
    return {
        (s["jenis"], s["satker"] if isinstance(s["satker"], str) else "".join(s["satker"]) or "semua")
        for s in isi["surat"]
        if s["jalur"] == "tpm"
    }


@pytest.mark.parametrize(
    ("layak", "gagal", "izin", "siapa"),
    [
        ("TPN", "TPN", True, ""), ("TPM", "TPN", True, "L"), ("TPM", None, True, "LG"), ("TPM", None, False, "L"),
        (None, None, False, ""), ("TPM?", "TPM", True, "G"), ("TPM", "TPN", False, "L"),
    ],
)  # fmt: skip
def test_the_tpms_way_has_its_letters_everywhere(
    layak: str | None, gagal: str | None, izin: bool, siapa: str, baru: Path, zi: Zi
) -> None:
    buku = openpyxl.load_workbook(baru / "satker.xlsx")
    lembar = buku["Satker"]
    jalur = next(s.column for s in lembar[2] if s.value == "Jalur")
    nama = {}
    for baris in lembar.iter_rows(min_row=3):
        kode = str(baris[0].value or "")
        if kode in (PASS, FAIL):
            lembar.cell(baris[0].row, jalur).value = layak if kode == PASS else gagal
            nama[kode] = str(baris[1].value)
    buku.save(baru / "satker.xlsx")
    if not izin:
        toml = (baru / "zi.toml").read_text("utf-8")
        (baru / "zi.toml").write_text(toml.partition("[persetujuan_tpm]")[0], "utf-8")
    milik = [nama[PASS]] * ("L" in siapa) + [nama[FAIL]] * ("G" in siapa)
    perlu = {("lhe", n) for n in milik} | ({("berita-acara", "semua"), ("pengajuan", "semua")} if milik else set())
    sebelum = json.loads(zi("kerja", "--format", "json")[1])
    dibuat = json.loads(zi("surat", "semua", "--tanggal", "2027-05-20", "--format", "json")[1])
    sesudah = json.loads(zi("kerja", "--format", "json")[1])
    assert tpm_letters(sebelum) == tpm_letters(dibuat) == tpm_letters(sesudah) == perlu
    baris_surat = list(openpyxl.load_workbook(baru / "satker.xlsx")["Surat"].iter_rows(min_row=2, values_only=True))
    assert {(b[1], b[0]) for b in baris_surat if b[14] == "TPM"} == perlu
    # Nothing is added twice, and init agrees on what is due.
    assert json.loads(zi("init", ".", "--format", "json")[1])["surat"] == []


def test_a_satker_of_the_tpm_gets_both_its_letters(baru: Path, zi: Zi) -> None:
    buku = openpyxl.load_workbook(baru / "satker.xlsx")
    lembar = buku["Satker"]
    jalur = next(s.column for s in lembar[2] if s.value == "Jalur")
    baris = next(b[0].row for b in lembar.iter_rows(min_row=3) if str(b[0].value) == PASS)
    lembar.cell(baris, jalur).value = "TPM"
    buku.save(baru / "satker.xlsx")
    zi("surat", "semua", "--tanggal", "2027-05-20")
    buku = openpyxl.load_workbook(baru / "satker.xlsx")
    for n, b in enumerate(buku["Surat"].iter_rows(min_row=2), 1):
        if b[1].value:
            b[2].value, b[3].value = f"N-{n}", DAY
    buku.save(baru / "satker.xlsx")
    isi = json.loads(zi("surat", "semua", "--tanggal", "2027-05-20", "--format", "json")[1])
    berkas = {Path(s["berkas"]).name.partition("-" + PASS)[0] for s in isi["surat"] if s["berkas"]}
    assert {"lhe", "lhe-tpm", "berita-acara", "berita-acara-tpm"} <= {b.removesuffix(".docx") for b in berkas}
    teks = {
        s["jalur"]: letter_text(Path(s["berkas"]).read_bytes())
        for s in isi["surat"]
        if s["kode"] == PASS and s["jenis"] == "lhe"
    }
    assert "Tim Penilai Mandiri" in teks["tpm"] and "Tim Penilai Mandiri" not in teks["tpn"]
