"""Full disks, closed streams, locks, signals: one line, the right exit code, nothing left over."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import check_one_line
from zi_cli import files, lock
from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.pengajuan.register.write_back import extend_file
from zi_cli.worksheet.formats import guard
from zi_cli.worksheet.formats.editing import NotEditable, edited

ROOT = Path(__file__).parent.parent
WBK = str(ROOT / "sample_lke" / "lke-wbk.xlsx")
WORK_FOLDER = ROOT / "sample_lke" / "usulan-2027"
ZI = [sys.executable, "-m", "zi_cli"]
posix = pytest.mark.skipif(os.name != "posix", reason="descriptors, signals and limits as POSIX has them")


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run *command*, in which ``zi`` is the program, ``$WBK`` a sample, and ``$KERJA`` a work folder."""
    line = f'zi() {{ "{sys.executable}" -m zi_cli "$@"; }}; WBK="{WBK}"; KERJA="{WORK_FOLDER}"; {command}'
    there = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=there, capture_output=True, text=True, check=False)


@posix
@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("zi score $WBK > /dev/full", 4, "disk penuh"),
        ("zi score $WBK --format json > /dev/full", 4, "disk penuh"),
        ("zi --help > /dev/full", 4, "disk penuh"),
        ("zi score $WBK >&-", 4, "tertutup"),
        ("zi score $WBK -o a.json >&-", 0, ""),
        ("zi score tidak-ada.xlsx 2> /dev/full", 3, ""),
        ("zi score $WBK > /dev/null 2>&-", 0, ""),
        ("zi score $WBK -o /dev/full", 4, "bukan berkas biasa"),
    ],
)
def test_a_stream_that_takes_nothing_is_a_line_and_a_code(tmp_path: Path, command: str, code: int, says: str) -> None:
    done = shell(command, tmp_path)
    assert done.returncode == code, done.stderr
    if says:
        check_one_line(done.stderr)
    assert says in done.stderr


@posix
@pytest.mark.parametrize(
    "command",
    [
        "score $WBK -o a.json",
        "score $WBK -o a.xlsx",
        "score $WBK --tulis a.xlsx",
        "report $WBK -o baru/dalam/a.html",
        "report $KERJA -o laporan",
        "template -o a.xlsx",
        "template --isi $WBK -o baru/a.xlsx",
        "init .",
        "init baru",
        "init baru --dari $KERJA",
        "batch $KERJA -o rekap",
        "bukti siapkan bukti",
        "surat sptjm $KERJA --satker 647102 --tanggal 2027-05-20 -o s",
        "surat semua $KERJA --satker 647102 --tanggal 2027-05-20 -o s",
        "surat daftar sptjm --salin templat",
        "paket $KERJA --draf -o paket",
        "portalrb buku $KERJA --semua -o buku",
        "portalrb ekspor $KERJA --semua -o ekspor",
        "check $KERJA -o c.xlsx",
        "tahap $KERJA --triwulan 2027-2 -o baru/t.docx",
    ],
)
def test_a_disk_without_room_leaves_no_litter(tmp_path: Path, command: str) -> None:
    (place := tmp_path / "di").mkdir()
    (tmp_path / "tmp").mkdir()
    done = shell(f"export TMPDIR=../tmp; ulimit -f 1; zi {command}", place)
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr and "tak terduga" not in done.stderr
    assert "terlalu besar" in done.stdout + done.stderr
    assert list(place.rglob("*")) == list((tmp_path / "tmp").iterdir()) == []


def test_a_librarys_own_error_of_a_full_disk_is_exit_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """xlsxwriter says it in an exception of its own, which is no OSError."""

    def full(*_: object, **__: object) -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as e:
            raise RuntimeError("FileCreateError") from e

    monkeypatch.setattr("zi_cli.cli.score.evaluate", full)
    assert run_cli(["score", WBK]) == 4
    line = capsys.readouterr().err
    check_one_line(line)
    assert "disk penuh" in line


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "hak akses ditolak"),
        (OSError("a picture that is none"), "susunan di dalamnya rusak"),
        (ValueError("no workbook"), "susunan di dalamnya rusak"),
    ],
    ids=repr,
)
def test_what_the_system_refuses_a_copy_is_not_said_of_the_workbook(error: Exception, says: str) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(NotEditable, match=says):
        edited(Path(WBK).read_bytes(), fail)


@posix
def test_a_workbook_that_is_written_back_needs_no_disk(tmp_path: Path) -> None:
    """The library has every sheet written to the disk for temporary files: where that is full, half of one, in silence.

    So a register lost its last sheet.
    """
    program = (
        "import io, openpyxl; from zi_cli.worksheet.formats.editing import workbook_bytes\n"
        "book = openpyxl.Workbook(); book.active['A1'] = 'isi'\n"
        "again = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book))); print(again.active['A1'].value)"
    )
    done = shell(f'ulimit -f 0; "{sys.executable}" -c "{program}"', tmp_path)
    assert (done.stdout, done.stderr) == ("isi\n", "")


@pytest.mark.parametrize("debug", [False, True])
def test_what_a_library_leaves_half_done_says_nothing_as_it_goes(debug: bool) -> None:
    """A destructor that fails complains on its own, in a traceback."""
    program = (
        "import sys, zi_cli.cli as cli\n"
        "class Half:\n    def __del__(self): raise ValueError('closed file')\n"
        "cli.run_cli = lambda words: Half() and 0\n"
        "sys.argv = ['zi', *sys.argv[1:]]\n"
        "cli.main()"
    )
    words = ["--debug"] if debug else []
    done = subprocess.run([sys.executable, "-c", program, *words, "explain"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert ("closed file" in done.stderr) is debug


def test_what_a_killed_writer_left_is_taken_over(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with pytest.raises(KeyError), files.whole_file(target, overwrite=False) as half:
        (place := half.parent).joinpath("of the writer").write_bytes(b"x")
        left = {p.name for p in tmp_path.iterdir()}
        raise KeyError
    assert list(tmp_path.iterdir()) == []
    for name in left:
        (tmp_path / name).mkdir() if name == place.name else (tmp_path / name).write_bytes(b"99999")
    (place / "a.txt").write_bytes(b"half")
    files.write_file(target, b"whole", overwrite=False)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"whole"}


def test_two_writers_of_one_file_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.1)
    target = tmp_path / "a.txt"
    with files.whole_file(target, overwrite=True) as half:
        half.write_bytes(b"first")
        with pytest.raises(UnwritableOutput, match=rf"sedang ditulis zi lain \(proses {os.getpid()}\)"):
            files.write_file(target, b"second", overwrite=True)
    assert target.read_bytes() == b"first"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_lock_on_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    kunci = tmp_path / "a.kunci"
    with lock.locked(kunci), pytest.raises(lock.Busy), lock.locked(kunci):
        raise AssertionError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_and_goes_when_empty(tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    with files.claimed_folder(folder):
        with pytest.raises(UnwritableOutput, match="tunggu sampai selesai"), files.claimed_folder(folder):
            raise AssertionError
        assert folder.is_dir()
    assert not folder.exists()


def test_a_folder_that_was_aside_when_its_run_was_killed_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "ekspor"
    with files.whole_folder(folder) as new:
        (new / "a").write_bytes(b"1")
        place = new.parent
    place.mkdir()
    folder.rename(place / "lama")
    with pytest.raises(KeyError), files.whole_folder(folder) as new:
        assert (folder / "a").read_bytes() == b"1"
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["ekspor"]


class FakeMsvcrt:
    """The locks of Windows: on bytes of the file, refused with EACCES; held by whichever descriptor took them."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, handle: int, what: int, length: int) -> None:
        place = (os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR))
        assert place[1] > 1 << 30, "content that is locked can't be read by anyone"
        if what == self.LK_UNLCK:
            del self.held[place]
        elif self.held.setdefault(place, handle) != handle:
            raise PermissionError(errno.EACCES, "Permission denied")


def test_the_lock_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = FakeMsvcrt()
    monkeypatch.setattr(lock, "_module", lambda: system)
    first, second = (os.open(tmp_path / "kunci", os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert lock.lock(first)
    assert not lock.lock(second)
    lock.unlock(first)
    assert lock.lock(second)
    assert os.lseek(second, 0, os.SEEK_CUR) == 0
    os.close(first)
    os.close(second)


class WithoutLocks:
    """A file system that has the call and refuses it."""

    LOCK_EX = LOCK_NB = 0

    def flock(self, *_: object) -> None:
        raise OSError(errno.ENOTSUP, "not supported")


@pytest.mark.parametrize("system", [WithoutLocks(), None], ids=["refused", "absent"])
def test_a_file_system_without_locks_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: object
) -> None:
    monkeypatch.setattr(lock, "_module", lambda: system)
    files.write_file(tmp_path / "a.txt", b"x", overwrite=True)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("system", [WithoutLocks(), None], ids=["refused", "absent"])
def test_without_locks_a_folder_in_use_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: object
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(lock, "_module", lambda: system)
    with files.temporary_folder("zi-uji-") as first:
        with files.temporary_folder("zi-uji-"):
            assert first.is_dir()
        assert first.is_dir()
    assert not list(tmp_path.iterdir())


def test_what_a_killed_run_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / "zi-uji-1-aa").mkdir()
    (tmp_path / "zi-uji-2-bb.kunci").write_bytes(b"2")
    (mine := tmp_path / "zi-uji-mine").mkdir()
    with files.temporary_folder("zi-uji-") as first, files.temporary_folder("zi-uji-"):
        assert first.is_dir()
        assert not (tmp_path / "zi-uji-1-aa").exists()
    assert list(tmp_path.iterdir()) == [mine]


#: Prints an empty line once main meets signals: at its first import. Before that they are not ours to meet.
_SAYS_MAIN_RUNS = """
import sys
from zi_cli.__main__ import main

def said(event, given):
    if event == "import" and given[0] == "zi_cli.libraries.deferred":
        print(flush=True)

sys.addaudithook(said)
main()
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_a_signal_at_any_moment_is_one_line_and_130(tmp_path: Path, number: signal.Signals) -> None:
    """From the first import on, over the whole run of a command, however long the machine takes for it."""
    seen: set[int] = set()
    for moment in range(200):
        run = subprocess.Popen(
            [sys.executable, "-c", _SAYS_MAIN_RUNS, "template", "-o", f"{moment}.xlsx"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert run.stdout is not None and run.stdout.readline() == b"\n"
        time.sleep(0.06 * moment)
        run.send_signal(number)
        _, words = run.communicate(timeout=30)
        seen.add(run.returncode)
        if run.returncode == 130:
            assert words == b"zi: dihentikan\n"
        else:
            # Done before, or (not Ctrl-C) while modules load, when there is nothing to clean up yet.
            assert run.returncode in ({0} if number == signal.SIGINT else {0, -number}) and words == b""
        if moment >= 5 and (130 in seen or run.returncode == 0):
            break
    assert 130 in seen
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(
    "command",
    [
        ["score", "{lke}"],
        ["score", "{lke}", "--tulis", "hasil.xlsx"],
        ["lint", "{lke}"],
        ["lint", "{lke}", "--rumus"],
        ["check", "{lke}"],
        ["plan", "{lke}", "--target", "WBK"],
        ["compare", "{lke}"],
        ["compare", WBK, "{lke}"],
        ["report", "{lke}"],
        ["template", "--isi", "{lke}", "-o", "baru.xlsx"],
        ["surat", "sptjm", "{lke}"],
        ["init", ".", "--dari", "kotak"],
        ["check", "kotak"],
        ["check", WBK, "--data", "{lke}"],
        ["survei", "{lke}"],
    ],
    ids=" ".join,
)
def test_an_input_that_another_program_holds_is_one_coded_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Windows refuses a file that Excel holds: named, exit 3, LKE107; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kotak").mkdir()
    held = tmp_path / "kotak" / "lke.xlsx"
    held.write_bytes(Path(WBK).read_bytes())
    real = Path.open

    def refuse(self: Path, *a: object, **k: object) -> object:
        if self.name == held.name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, *a, **k)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert run_cli([w.format(lke=held) for w in command]) == 3
    said = capsys.readouterr()
    assert "LKE107" in said.err + said.out
    assert "sedang dibuka program lain" in " ".join((said.err + said.out).split())
    assert "tak terduga" not in said.err


@posix
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "circle"])
@pytest.mark.parametrize(
    "command",
    [
        ["score", WBK, "--konfigurasi", "{x}"],
        ["score", WBK, "--instrumen", "."],
        ["lint", WBK, "--pengecualian", "{x}"],
        ["plan", WBK, "--target", "WBK", "--biaya", "{x}"],
        ["report", "{x}"],
        ["check", WBK, "--data", "{x}"],
        ["template", "--kriteria", "{x}", "-o", "baru.xlsx"],
        ["surat", "sptjm", WBK, "--templat", "{x}"],
        ["surat", "sptjm", WBK, "--logo", "{x}"],
        ["surat", "sptjm", "--dari", "{x}"],
        ["surat", "periksa", "sptjm", "{x}"],
        ["survei", WBK, "--peta", "{x}"],
        ["instrumen", "banding", "{x}"],
        ["portalrb", "periksa", "https://127.0.0.1:9/", "--token-berkas", "{x}"],
    ],
    ids=" ".join,
)
def test_an_input_that_is_no_file_is_a_line_and_never_waited_for(
    command: list[str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    x = tmp_path / "instrumen.toml"
    {"pipe": lambda: os.mkfifo(x), "device": lambda: x.symlink_to("/dev/zero"), "folder": x.mkdir}.get(
        kind, lambda: x.symlink_to(x)
    )()
    assert run_cli([w.format(x=x) for w in command]) in (1, 2, 3)
    said = capsys.readouterr()
    assert (said.err + said.out).strip() and "tak terduga" not in said.err
    assert [p.name for p in tmp_path.iterdir()] == [x.name]


@pytest.mark.parametrize(("there", "code", "word"), [(True, 4, "ditulis"), (False, 3, "dibaca")])
def test_what_the_system_refuses_where_nobody_expects_it_is_named(
    there: bool,
    code: int,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "a\x1b.txt"

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied", str(place)) if there else FileNotFoundError(2, "-", str(place))

    monkeypatch.setattr("zi_cli.cli.score.evaluate", refuse)
    assert run_cli(["score", WBK]) == code
    said = capsys.readouterr().err
    check_one_line(said)
    assert f"tidak dapat {word}" in said and "\x1b" not in said


def test_what_is_added_to_a_file_is_added_to_what_another_run_wrote_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daftar, real = tmp_path / "p.toml", files.locked

    @contextlib.contextmanager
    def after_another(path: Path, **options: Any) -> Iterator[None]:
        monkeypatch.setattr(files, "locked", real)
        files.write_file(daftar, lambda lama: lama + b"pertama ", overwrite=True)
        with real(path, **options):
            yield

    monkeypatch.setattr(files, "locked", after_another)
    files.write_file(daftar, lambda lama: lama + b"kedua", overwrite=True)
    assert daftar.read_bytes() == b"pertama kedua"


def test_additions_of_two_runs_are_both_kept_or_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.1)
    daftar = tmp_path / "satker.xlsx"
    shutil.copy(WBK, daftar)
    asal = daftar.read_bytes()
    dibaca = files.sha256(asal)

    def meanwhile(data: bytes) -> bytes:
        with pytest.raises(UnwritableOutput, match="sedang ditulis zi lain"):
            extend_file(daftar, lambda _: b"kedua")
        return b"pertama"

    monkeypatch.setattr(guard, "_cara", "langsung")
    extend_file(daftar, meanwhile, dibaca=dibaca)
    assert daftar.read_bytes() == b"pertama" and (tmp_path / "satker.xlsx.cadangan").read_bytes() == asal
    daftar.write_bytes(asal + b" ")
    with pytest.raises(UnwritableOutput, match="berubah sejak dibaca"):
        extend_file(daftar, lambda _: b"ketiga", dibaca=dibaca)

    def person(_: bytes) -> bytes:
        daftar.write_bytes(b"orang")
        return b"keempat"

    with pytest.raises(UnwritableOutput, match="berubah sejak dibaca"):
        extend_file(daftar, person)
    assert daftar.read_bytes() == b"orang"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["satker.xlsx", "satker.xlsx.cadangan"]


def test_a_register_that_has_no_room_is_named_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, mode: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    shutil.copy(WBK, daftar := tmp_path / "satker.xlsx")
    monkeypatch.setattr(guard, "_cara", "langsung")
    monkeypatch.setattr("zi_cli.pengajuan.register.write_back.open_file", full)
    with pytest.raises(UnwritableOutput, match=f"“{re.escape(str(daftar))}” tidak dapat ditulis: disk penuh"):
        extend_file(daftar, lambda data: data)


@posix
@pytest.mark.parametrize("words", [["report", "."], ["batch", "."], ["init"], ["template", "-o", "a.xlsx"], ["kerja"]])
def test_a_command_in_a_folder_that_is_gone_is_one_line(tmp_path: Path, words: list[str]) -> None:
    program = f"import os; os.rmdir({str(tmp_path / 'd')!r}); from zi_cli.__main__ import main; main()"
    (tmp_path / "d").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=tmp_path / "d", env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode in {2, 3, 4}
    assert run.stderr.startswith("zi: ")
    assert run.stderr.count("\n") == 1
