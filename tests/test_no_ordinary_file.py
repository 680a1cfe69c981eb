"""A file that may be absent and is a folder, a pipe, a socket, a device or a lost link: named, never absent."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from zi_cli.cli import run_cli
from zi_cli.files import file_fault, is_there, open_file

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, sockets, devices and links as POSIX has them")
pytestmark = posix
WORK = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"
LKE = "Kanwil/lke.xlsx"


def _socket(x: Path) -> None:
    os.chdir(x.parent)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(x.name)


#: What may have the name of a file, and what is said of it.
KINDS: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "folder": (lambda x: x.mkdir(), "folder"),
    "pipe": (os.mkfifo, "bukan berkas biasa"),
    "socket": (_socket, "bukan berkas biasa"),
    "device": (lambda x: x.symlink_to("/dev/zero"), "bukan berkas biasa"),
    "circle": (lambda x: x.symlink_to(x.name), "tautannya berputar"),
    "lost link": (lambda x: x.symlink_to("tiada"), "tautannya tidak menuju berkas mana pun"),
    "link to a folder": (lambda x: x.symlink_to("/"), "folder"),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / LKE).parent.mkdir()
    shutil.copy(next(WORK.rglob("lke-647101.xlsx")), tmp_path / LKE)
    for name in ("satker.xlsx", "zi.toml"):
        shutil.copy(WORK / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_and_no_file_is_told_from_what_is_absent(kind: str, place: Path) -> None:
    x = place / "x"
    assert (is_there(x), file_fault(x)) == (False, "tidak ditemukan")
    KINDS[kind][0](x)
    assert is_there(x)
    assert KINDS[kind][1] in file_fault(x)
    for mode in ("rb", "ab"):
        with pytest.raises(OSError):
            open_file(x, mode)


def test_names_that_no_file_can_have_are_absent(place: Path) -> None:
    for x in (Path("a" * 300), Path("a\0b"), place / "zi.toml" / "x"):
        assert not is_there(x)
        assert file_fault(x)
    (place / "ada").symlink_to("zi.toml")
    assert is_there(place / "ada") and file_fault(place / "ada") == ""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may look everywhere")
def test_what_can_not_be_looked_up_is_taken_to_be_there(place: Path) -> None:
    (place / "Kanwil").chmod(0)
    try:
        assert is_there(place / LKE)
    finally:
        (place / "Kanwil").chmod(0o700)


#: A file that the commands look for by themselves, and the commands that do.
LOOKED_FOR = {
    "satker.xlsx": [
        "check .", "report . -o o.html", "kerja .", "surat semua .", "paket .", "tahap .", "batch . -o rk",
        "tindak-lanjut .", "init .", "init . --dari Kanwil", "template --isi . -o ../bersih", "portalrb buku . -o buku",
    ],
    "zi.toml": ["check .", "batch . -o rk", "kerja .", "score Kanwil/lke.xlsx --konfigurasi zi.toml", "init ."],
    "portalrb-id.csv": ["portalrb buku . -o buku", "portalrb ekspor . -o ekspor"],
    "surat/manifes.json": ["surat semua .", "paket ."],
    "rk/manifes.json": ["batch . -o rk", "batch . -o rk --timpa"],
    "rk/hasil.jsonl": ["batch . -o rk", "batch . -o rk --lanjut", "batch . -o rk --timpa"],
    "rk/hasil.jsonl.sebagian": ["batch . -o rk --lanjut", "batch . -o rk --timpa"],
    "rk/rekap.json": ["batch . -o rk", "batch . -o rk --lanjut", "surat lhe --dari rk/rekap.json"],
    "templat/lhe.docx": ["surat lhe Kanwil/lke.xlsx --templat templat --tahun 2027 -o s"],
    "pengecualian.toml": [
        "lint Kanwil/lke.xlsx --pengecualian pengecualian.toml",
        "lint Kanwil/lke.xlsx --terima LKE240 A.II.1.i.a --alasan uji --oleh Uji",
    ],
    "hasil.xlsx": ["check . -o hasil.xlsx", "check . -o hasil.xlsx --timpa", "template -o hasil.xlsx"],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "command"), [(n, c) for n, every in LOOKED_FOR.items() for c in every])
def test_a_file_that_is_looked_for_and_is_no_file_stops_with_its_name(
    name: str, command: str, kind: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    x = place / name
    x.parent.mkdir(exist_ok=True)
    x.unlink(missing_ok=True)
    KINDS[kind][0](x)
    os.chdir(place)
    before = x.lstat()
    code = run_cli(command.split())
    said = capsys.readouterr().err
    assert code in (3, 4), (code, said)
    assert x.name in said and "tak terduga" not in said
    assert x.lstat().st_ino == before.st_ino
