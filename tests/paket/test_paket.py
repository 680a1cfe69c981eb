"""``zi paket``: a package is complete or not made, the same bytes on any day, and one changed byte is named."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.bukti.documents import docx, jpeg, pdf, picture_pdf, png
from tests.paket.ready import DATE, KODE, make_ready, scan, write_rows
from zi_cli.cli import run_cli
from zi_cli.paket import write_package
from zi_cli.paket.pieces import LETTERS
from zi_cli.records.schema import schema_of
from zi_cli.text import file_part


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One satker with letters made and signed, survey report and evidence; tests only copy it."""
    return make_ready(tmp_path_factory.mktemp("siap"))


@pytest.fixture
def folder(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ready, tmp_path / "kerja")
    monkeypatch.chdir(tmp_path / "kerja")
    return tmp_path / "kerja"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    kode = run_cli(["paket", *args, *DATE, "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("paket"))
    return kode, isi["paket"][0]


def look(capsys: pytest.CaptureFixture[str], paket: Path) -> tuple[int, list[tuple[str, str]]]:
    capsys.readouterr()
    kode = run_cli(["paket", "periksa", str(paket), "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("paket-periksa"))
    return kode, [(t["kode"], t["pesan"]) for t in isi["temuan"]]


def test_a_complete_package_holds_every_piece_and_its_checksums(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kode, paket = run(capsys)
    assert kode == 0 and paket["kurang"] == []
    tempat = Path(paket["folder"])
    isi = {p.relative_to(tempat).as_posix().split("/")[0] for p in tempat.rglob("*") if p.is_file()}
    bagian = {*LETTERS.values(), "5 LKE", "6 Syarat", "7 Laporan survei", "8 Bukti"}
    assert isi == {*bagian, "manifes.json", "SHA256SUMS", "BACA.txt"}
    assert (tempat / "2 SPTJM" / "sptjm.pdf").read_bytes() == scan("sptjm")
    assert "bukan tanda tangan elektronik" in (tempat / "BACA.txt").read_text("utf-8")
    if shutil.which("sha256sum"):
        assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tempat, check=False).returncode == 0
    for jalur in (tempat, Path(paket["arsip"][0])):
        assert look(capsys, jalur) == (0, [])


def test_the_same_inputs_give_the_same_bytes_on_another_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, awal = run(capsys, "--dengan-bukti")
    arsip = Path(awal["arsip"][0])
    lama = arsip.read_bytes()
    for p in folder.rglob("*"):
        if "paket" not in p.parts[len(folder.parts) :] and p.is_file():
            os.utime(p, (1_600_000_000, 1_600_000_000))
    run(capsys, "--dengan-bukti")
    assert arsip.read_bytes() == lama


def test_an_archive_in_parts_holds_every_file_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, paket = run(capsys, "--dengan-bukti", "--pecah", "1")
    arsip = [Path(a) for a in paket["arsip"]]
    assert len(arsip) == 2 and all(a.stat().st_size <= 1_000_000 for a in arsip)
    assert look(capsys, arsip[0]) == (0, [])
    arsip[1].unlink()
    kode, temuan = look(capsys, arsip[0])
    assert kode == 1 and {k for k, _ in temuan} <= {"BKT863", "BKT861"} and temuan


def _files(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    """The files below *folder* that *pattern* names, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob(pattern) if p.is_file()}


@pytest.mark.parametrize(("awal", "lalu"), [((), ("--pecah", "1")), (("--pecah", "1"), ()), ((), ())])
def test_archives_of_before_go_when_all_new_ones_are_written(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    awal: tuple[str, ...],
    lalu: tuple[str, ...],
) -> None:
    run(capsys, "--dengan-bukti", *awal)
    sebelum, parts = _files(folder / "paket", "*.zip"), 0
    real = write_package._write_archive

    def full(arsip: Path, *rest: Any) -> None:
        nonlocal parts
        parts += 1
        real(arsip, *rest)
        if parts == 2 or not lalu:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(write_package, "_write_archive", full)
        assert run_cli(["paket", "--dengan-bukti", *lalu, *DATE]) == 4
    assert "disk penuh" in capsys.readouterr().err
    assert _files(folder / "paket", "*.zip") == sebelum
    _, paket = run(capsys, "--dengan-bukti", *lalu)
    assert sorted(_files(folder / "paket", "*.zip")) == sorted(Path(a).name for a in paket["arsip"])
    assert not [p for p in (folder / "paket").iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("nama", ["sptjm.pdf", "SK 2.pdf", f"lke-{KODE}.xlsx"])
def test_a_piece_that_goes_while_it_is_copied_is_an_input_that_can_not_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, nama: str
) -> None:
    run(capsys, "--dengan-bukti")
    sebelum = _files(folder / "paket")
    real = write_package._copy

    def gone(asal: Path | None, *rest: Any) -> tuple[str, int]:
        if asal is not None and asal.name == nama:
            asal.unlink()
        return real(asal, *rest)

    monkeypatch.setattr(write_package, "_copy", gone)
    capsys.readouterr()
    assert run_cli(["paket", "--dengan-bukti", *DATE]) == 3
    err = capsys.readouterr().err
    assert "LKE107" in err and nama in err and err.count("\n") == 1
    assert _files(folder / "paket") == sebelum


@pytest.mark.parametrize("nama", [f"lke-{KODE}.xlsx", "sptjm.pdf", f"{KODE} laporan.docx"])
def test_a_piece_that_is_no_longer_the_one_judged_makes_no_package(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, nama: str
) -> None:
    run(capsys)
    sebelum, real = _files(folder / "paket"), write_package._copy
    kena: list[Path] = []

    def swapped(asal: Path | None, *rest: Any) -> tuple[str, int]:
        if asal is not None and asal.name == nama:
            asal.write_bytes(asal.read_bytes() + b" ")
            kena.append(asal)
        return real(asal, *rest)

    monkeypatch.setattr(write_package, "_copy", swapped)
    assert run_cli(["paket", *DATE]) == 3
    err = capsys.readouterr().err
    assert kena and "LKE108" in err and nama in err and err.count("\n") == 1
    assert _files(folder / "paket") == sebelum


KENA = "8 Bukti/1 Manajemen Perubahan/A.I.1.i.a/SK 1.pdf"


def change(name: str, old: str, new: str) -> Callable[[Path], object]:
    def do(paket: Path) -> None:
        teks = (paket / name).read_text("utf-8")
        (paket / name).write_text(teks.replace(old, new, 1), "utf-8", newline="")

    return do


def flip(paket: Path) -> None:
    isi = bytearray((paket / KENA).read_bytes())
    isi[777] ^= 1
    (paket / KENA).write_bytes(isi)


def add_with_sum(paket: Path) -> None:
    """A file more, and its line in the list of checksums."""
    (paket / "baru.txt").write_text("x")
    with (paket / "SHA256SUMS").open("a") as f:
        f.write(f"{hashlib.sha256(b'x').hexdigest()}  baru.txt\n")


def rename(new: str) -> Callable[[Path], object]:
    return lambda paket: (paket / KENA).rename((paket / KENA).with_name(new))


def link(paket: Path) -> None:
    """The same bytes, but elsewhere."""
    (paket / KENA).rename(paket.parent / "asli.pdf")
    (paket / KENA).symlink_to(paket.parent / "asli.pdf")


LAIN = KENA.replace("SK 1", "sk 1")
DONE: list[tuple[Callable[[Path], object], dict[str, str]]] = [
    (flip, {"BKT862": KENA}),
    (lambda p: (p / KENA).write_bytes(b""), {"BKT862": KENA}),
    (link, {"BKT862": KENA}),
    (lambda p: (p / KENA).unlink(), {"BKT863": KENA}),
    (rename("sk 1.pdf"), {"BKT863": KENA, "BKT864": LAIN}),
    (lambda p: (p / "8 Bukti" / "baru.txt").write_text("x"), {"BKT864": "8 Bukti/baru.txt"}),
    (lambda p: (p / ".x").write_text("x"), {"BKT864": ".x"}),
    (lambda p: (p / "luar").symlink_to("/"), {"BKT864": "luar"}),
    (lambda p: os.mkfifo(p / "pipa"), {"BKT864": "pipa"}),
    (add_with_sum, {"BKT865": "baru.txt"}),
    (change("manifes.json", '"sha256": "', '"sha256": "0'), {"BKT862": "manifes.json", "BKT865": ""}),
    (change("SHA256SUMS", "  ", "  ../"), {"BKT863": "../", "BKT864": "", "BKT865": ""}),
    (lambda p: (p / "SHA256SUMS").write_text("tidak ada\n"), {"BKT861": ""}),
    (lambda p: (p / "SHA256SUMS").write_bytes((p / "SHA256SUMS").read_bytes() * 2), {"BKT861": ""}),
    (lambda p: (p / "manifes.json").unlink(), {"BKT861": ""}),
    (lambda p: (p / "SHA256SUMS").write_bytes((p / "SHA256SUMS").read_bytes().replace(b"\n", b"\r\n")), {}),
]


@pytest.fixture(scope="module")
def made(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with its evidence; tests only copy it."""
    kerja = tmp_path_factory.mktemp("paket") / "kerja"
    shutil.copytree(ready, kerja)
    bukti = next((kerja / "bukti").iterdir()) / "1 Manajemen Perubahan" / "A.I.1.i.a"
    (bukti / unicodedata.normalize("NFC", "Dé.pdf")).write_bytes(b"1")
    with contextlib.chdir(kerja):
        assert run_cli(["paket", "--dengan-bukti", *DATE]) == 0
        return next(p.parent.absolute() for p in Path().rglob("manifes.json") if p.with_name("SHA256SUMS").exists())


@pytest.mark.parametrize(("do", "said"), DONE)
def test_what_was_done_to_a_package_is_named(
    do: Callable[[Path], object],
    said: dict[str, str],
    made: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(made, tmp_path / made.name)
    do(tmp_path / made.name)
    kode, temuan = look(capsys, tmp_path / made.name)
    assert kode == (1 if said else 0)
    assert sorted(k for k, _ in temuan) == sorted(said)
    assert all(said[k] in p for k, p in temuan)


def test_names_of_macos_are_the_same_names(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(made, tmp_path / made.name)
    nama = next((tmp_path / made.name).rglob("D*.pdf"))
    nama.rename(nama.with_name(unicodedata.normalize("NFD", nama.name)))
    assert look(capsys, tmp_path / made.name) == (0, [])


def test_a_folder_of_packages_names_them(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(5):
        shutil.copytree(made, tmp_path / "paket" / f"paket {n}")
    shutil.copy(made.with_name(f"{made.name}.zip"), tmp_path / "paket")
    kode, temuan = look(capsys, tmp_path / "paket")
    assert kode == 1 and [k for k, _ in temuan] == ["BKT861"]
    assert "memuat paket" in temuan[0][1] and "“paket 0”, “paket 1”, “paket 2”, … (5 paket)" in temuan[0][1]
    for n in range(5):
        shutil.rmtree(tmp_path / "paket" / f"paket {n}")
    _, temuan = look(capsys, tmp_path / "paket")
    assert f"memuat paket; periksa satu per satu: “{made.name}.zip”" in temuan[0][1]


@pytest.mark.parametrize("content", [b"{", b'{"skema": "zi.manifes-surat/1", "surat": {"x": 1}}', b""])
def test_a_damaged_record_of_letters_is_named(
    content: bytes, ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kerja = tmp_path / "kerja"
    shutil.copytree(ready, kerja)
    with contextlib.chdir(kerja):
        Path("surat", "manifes.json").write_bytes(content)
        assert run_cli(["paket", *DATE]) == 3
        err = capsys.readouterr().err
        assert "“surat/manifes.json” tidak utuh (" in err and "); pindahkan berkas itu" in err and " -o" not in err


@pytest.mark.parametrize("nama", ["../x", "C:\\x", "lain/x", "{}/../../x", "/abs/x"])
def test_an_archive_with_a_file_beside_the_package_is_none(
    nama: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(made.with_name(f"{made.name}.zip"), tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip", "a") as z:
        z.writestr(nama.format(made.name), b"x")
    kode, temuan = look(capsys, tmp_path / "p.zip")
    assert kode == 1 and [k for k, _ in temuan] == ["BKT861"]


def sign(folder: Path, jenis: str, pindaian: str | None) -> None:
    """Say where the signed scan of a letter is."""
    write_rows(folder, lambda j: {"Berkas bertanda tangan": pindaian} if j == jenis else {})


MISSING: dict[str, Callable[[Path], object]] = {
    "Surat Pernyataan": lambda f: (f / "pindaian" / "sptjm.pdf").unlink(),
    "Laporan survei": lambda f: shutil.rmtree(f / "survei"),
    "Daftar bukti": lambda f: shutil.rmtree(f / "bukti"),
    "Laporan Hasil": lambda f: sign(f, "lhe", None),
    "Surat pengajuan": lambda f: write_rows(
        f, lambda j: {"Berkas bertanda tangan": "../luar.pdf"} if j == "pengajuan" else {}
    ),
}


@pytest.mark.parametrize("apa", MISSING)
def test_without_a_piece_there_is_no_package_but_a_draft(
    folder: Path, capsys: pytest.CaptureFixture[str], apa: str
) -> None:
    MISSING[apa](folder)
    kode, paket = run(capsys)
    assert kode == 1 and paket["folder"] is None and not (folder / "paket").exists()
    assert [k for k in paket["kurang"] if k["apa"].startswith(apa) and k["sebab"]]
    kode, paket = run(capsys, "--draf")
    assert kode == 1 and Path(paket["folder"]).name.startswith("DRAF-")
    assert json.loads((Path(paket["folder"]) / "manifes.json").read_bytes())["draf"] is True


def _write(nama: str, isi: bytes | str) -> Callable[[Path], object]:
    """Put *isi* in place of the SPTJM's scan, under the name *nama*."""

    def change(folder: Path) -> None:
        (folder / "pindaian" / nama).write_bytes(isi if isinstance(isi, bytes) else (folder / isi).read_bytes())
        sign(folder, "sptjm", f"pindaian/{nama}")

    return change


def _unsigned(folder: Path) -> None:
    surat = next((folder / "surat").rglob("*SPTJM*.docx"), None) or next((folder / "surat").rglob("sptjm*.docx"))
    _write("s.pdf", surat.read_bytes())(folder)


LAIN = "Lembaga Pemasyarakatan Kelas IIA Bandung"
USELESS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (_write("a.pdf", b""), "BKT812"),
    "cut": (_write("a.pdf", picture_pdf(1240, 1754)[:-40]), "BKT813"),
    "password": (_write("a.pdf", pdf(["a"]).replace(b"/Root", b"/Encrypt 9 0 R/Root")), "BKT814"),
    "no page": (_write("a.pdf", pdf([])), "BKT813"),
    "blank page": (_write("a.pdf", pdf([""])), "BKT818"),
    "blank scan": (_write("a.pdf", picture_pdf(1240, 1754, blank=True)), "BKT818"),
    "blank picture": (_write("a.png", png(1240, 1754, blank=True)), "BKT818"),
    "blank photograph": (_write("a.jpg", jpeg(1240, 1754, blank=True)), "BKT818"),
    "another ending": (_write("a.pdf", png(640, 480)), "BKT815"),
    "a Word document": (_write("a.docx", docx(["SPTJM"])), "bukan pindaian"),
    "a Word document named PDF": (_write("a.pdf", docx(["SPTJM"])), "bukan pindaian"),
    "a program": (_write("a.pdf", b"MZ" + b"x" * 5000), "bukan pindaian"),
    "another letter's scan": (_write("a.pdf", "pindaian/lhe.pdf"), "juga dipakai untuk Laporan Hasil"),
    "another letter's file": (lambda f: sign(f, "sptjm", "pindaian/lhe.pdf"), "juga dipakai untuk Laporan Hasil"),
    "another office": (_write("a.pdf", pdf([f"SPTJM\n{LAIN}", "2"])), "Bandung"),
    "a folder": (lambda f: sign(f, "sptjm", "pindaian"), "itu folder, bukan berkas"),
    "what we made": (_unsigned, "bukan pindaian"),
}


@pytest.mark.parametrize("apa", USELESS)
def test_a_scan_that_is_no_signed_letter_is_named(folder: Path, capsys: pytest.CaptureFixture[str], apa: str) -> None:
    ubah, kata = USELESS[apa]
    ubah(folder)
    kode, paket = run(capsys)
    assert kode == 1 and paket["folder"] is None
    (kurang,) = [k for k in paket["kurang"] if k["apa"].startswith("Surat Pernyataan")]
    assert kata in kurang["sebab"] and "Surat!" in kurang["sebab"]


@pytest.mark.parametrize("nama", ["a.pdf", "a.jpg", "a.png"])
def test_any_true_scan_will_do(folder: Path, capsys: pytest.CaptureFixture[str], nama: str) -> None:
    isi = {
        "a.pdf": pdf(["SPTJM yang ditandatangani secara elektronik"]),
        "a.jpg": jpeg(1240, 1754),
        "a.png": png(1240, 1754),
    }
    _write(nama, isi[nama])(folder)
    assert run(capsys)[0] == 0


def _report(folder: Path, nama: str, isi: bytes) -> None:
    (folder / "survei" / nama).write_bytes(isi)


def _answers(folder: Path, isi: bytes) -> str:
    """Answers that the register names; their SHA-256."""
    (folder / "jawaban.csv").write_bytes(isi)
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Satker"]
    (k,) = [c.column for c in lembar[2] if c.value == "Berkas survei"]
    lembar.cell(3, k).value = "jawaban.csv"
    buku.save(folder / "satker.xlsx")
    return hashlib.sha256(isi).hexdigest()


def test_the_survey_report_is_told_by_the_answers_it_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sidik = _answers(folder, b"jawaban")
    _report(folder, f"{KODE} laporan.docx", docx(["Laporan", "0" * 64]))
    (kurang,) = run(capsys)[1]["kurang"]
    assert kurang["apa"] == "Laporan survei" and "jawaban lain" in kurang["sebab"]
    _report(folder, f"{KODE} z.docx", docx(["Laporan", sidik]))
    kode, paket = run(capsys)
    assert kode == 0 and [p.name for p in (Path(paket["folder"]) / "7 Laporan survei").iterdir()] == [f"{KODE} z.docx"]


@pytest.mark.parametrize(
    ("nama", "isi", "kata"),
    [
        ("laporan.docx", b"", "BKT812"),
        ("laporan.docx", docx(["a"])[:-30], "BKT813"),
        ("laporan.docx", docx([f"Laporan {LAIN}"]), "Bandung"),
        ("laporan lama.docx", docx(["lain"]), "ada 2 laporan"),
        ("laporan.docx", docx([""]), "BKT818"),
    ],
)
def test_a_survey_report_that_is_none_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], nama: str, isi: bytes, kata: str
) -> None:
    _report(folder, f"{KODE} {nama}", isi)
    (kurang,) = run(capsys)[1]["kurang"]
    assert kurang["apa"] == "Laporan survei" and kata in kurang["sebab"]


@pytest.mark.parametrize(
    ("judul", "isi", "sebab"),
    [
        ("TLHP", "11/12", "kelayakan satker ini: belum layak; "),
        ("TLHP", None, "kelayakan satker ini: data belum lengkap; "),
        ("Usulan", "Tidak", None),
    ],
)
def test_a_satker_that_may_not_be_proposed_gets_none(
    folder: Path, capsys: pytest.CaptureFixture[str], judul: str, isi: str | None, sebab: str | None
) -> None:
    """The answer is the one of ``zi check``; where nobody is proposed, that is said."""
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Satker"]
    kolom = {c.value: c.column for c in lembar[2]}
    lembar.cell(3, kolom[judul]).value = isi
    buku.save(folder / "satker.xlsx")
    if sebab is None:
        assert run_cli(["paket", str(folder)]) == 1
        assert "Tidak ada satker yang diusulkan" in capsys.readouterr().out
        return
    kode, paket = run(capsys)
    assert kode == 1 and paket["folder"] is None
    (syarat,) = (k for k in paket["kurang"] if k["apa"] == "Daftar syarat")
    assert syarat["keadaan"] == "ditolak" and syarat["sebab"].startswith(sebab)


def test_what_is_not_ours_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, paket = run(capsys)
    tempat = Path(paket["folder"])
    shutil.rmtree(tempat)
    tempat.mkdir()
    (tempat / "catatan.txt").write_text("punya orang")
    assert run_cli(["paket", *DATE]) == 4
    assert (tempat / "catatan.txt").read_text() == "punya orang"


def test_a_file_that_a_person_put_into_a_package_is_not_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, paket = run(capsys)
    note = Path(paket["folder"]) / "catatan saya.txt"
    note.write_text("punya orang")
    assert run_cli(["paket", *DATE]) == 4
    assert "catatan saya.txt" in capsys.readouterr().err
    assert note.read_text() == "punya orang"
    note.unlink()
    assert run(capsys)[0] == 0


@pytest.mark.parametrize("isi", [b"", b"PK\x03\x04rusak", b"bukan arsip"])
def test_what_is_no_package_is_one_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str], isi: bytes) -> None:
    berkas = tmp_path / "x.zip"
    berkas.write_bytes(isi)
    kode, temuan = look(capsys, berkas)
    assert kode == 1 and [k for k, _ in temuan] == ["BKT861"]
    with zipfile.ZipFile(berkas, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a/" + "b" * 300, b"\0" * 5_000_000)
        z.writestr("../luar", b"x")
    assert [k for k, _ in look(capsys, berkas)[1]] == ["BKT861"]
    assert run_cli(["paket", "periksa", str(tmp_path / "tidak-ada")]) == 3


def test_one_flipped_byte_among_2_000_files_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sumber = folder / "bukti" / f"{KODE} Lapas" / "1 Manajemen Perubahan" / "A.I.1.i.b"
    sumber.mkdir()
    for n in range(2_000):
        (sumber / f"Notula {n:04}.pdf").write_bytes(f"notula {n}".encode() * 20)
    _, paket = run(capsys, "--dengan-bukti")
    tempat = Path(paket["folder"])
    assert look(capsys, tempat) == (0, [])
    kena = next(p for p in tempat.rglob("Notula 1234.pdf"))
    isi = bytearray(kena.read_bytes())
    isi[100] ^= 1
    kena.write_bytes(isi)
    hasil, temuan = look(capsys, tempat)
    assert hasil == 1
    assert [k for k, p in temuan if "Notula 1234.pdf" in p] == ["BKT862"]
    assert len(temuan) == 1


@pytest.mark.skipif(os.name == "nt", reason="names that only other systems allow")
def test_evidence_of_any_name_goes_into_the_package(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that Windows, an archive or a list of checksums can't bear are written otherwise; nothing is lost."""
    sumber = folder / "bukti" / f"{KODE} Lapas" / "1 Manajemen Perubahan" / "A.I.1.i.b"
    sumber.mkdir()
    nama = [
        *("a\nb.pdf", "c\\d.pdf", "Laporan: rapat?.pdf", "aux.pdf", "e\u0301.pdf", " spasi .pdf", "x" * 200 + ".pdf"),
        *("-rf.pdf", "*.pdf", "'kutip'.pdf", "$(x).pdf", "titik..pdf", "a\u2028b.pdf", "tanpa akhiran"),
        b"\xff\xfe.pdf".decode("utf-8", "surrogateescape"),
    ]
    for n, x in enumerate(nama):
        (sumber / x).write_bytes(f"isi {n}".encode())
    kode, paket = run(capsys, "--dengan-bukti")
    tempat = Path(paket["folder"])
    isi = {p.read_bytes() for p in (tempat / "8 Bukti").rglob("A.I.1.i.b/*")}
    assert kode == 0 and isi == {f"isi {n}".encode() for n in range(len(nama))}
    assert all(file_part(p.stem, length=150) == p.stem for p in (tempat / "8 Bukti").rglob("A.I.1.i.b/*"))
    if shutil.which("sha256sum"):
        assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tempat, check=False).returncode == 0
    assert look(capsys, tempat) == (0, []) and look(capsys, Path(paket["arsip"][0])) == (0, [])


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_evidence_that_leads_elsewhere_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bukti" / f"{KODE} Lapas" / "SK.pdf").symlink_to("/etc/hostname")
    kode, paket = run(capsys, "--dengan-bukti")
    assert kode == 1 and [(k["apa"], k["keadaan"]) for k in paket["kurang"]] == [("Bukti", "ditolak")]


def test_a_part_that_is_missing_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, paket = run(capsys, "--dengan-bukti", "--pecah", "1")
    satu, dua, *_ = (Path(a) for a in paket["arsip"])
    dua.unlink()
    kode, temuan = look(capsys, satu)
    assert kode == 1 and temuan[0][0] == "BKT861" and "bagian 2 dari" in temuan[0][1]
