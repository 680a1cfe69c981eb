"""What Windows does otherwise, without one: names, long paths, files that Excel holds, code pages, no fork, no signals.

A process that is to live without what Windows lacks gets tests/windows/sitecustomize.py, its workers too.
"""

from __future__ import annotations

import io
import ntpath
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_cli import check_one_line
from zi_cli import files
from zi_cli.cli import main, run_cli, window
from zi_cli.libraries.memory import limit_job
from zi_cli.text import file_part

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_lke"
WBK = str(SAMPLES / "lke-wbk.xlsx")
DEVICES = ("CON", "nul", "AUX", "prn", "COM1", "lpt9", "COM¹", "CONIN$")
DATE = ["--tanggal", "2027-05-20"]


def valid_on_windows(nama: str) -> bool:
    """Whether Windows takes *nama* for the name of a file and keeps it as it is (the rules of Win32, told again)."""
    dasar = nama.partition(".")[0].rstrip(" ").upper()
    return (
        bool(nama)
        and not any(c in '<>:"/\\|?*' or ord(c) < 32 for c in nama)
        and nama[-1] not in " ."
        and dasar not in ("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$")
        and not (dasar[:3] in ("COM", "LPT") and len(dasar) == 4 and dasar[3] in "123456789¹²³")
        and PureWindowsPath(nama).parts == (nama,)
    )


@given(st.text(max_size=60) | st.sampled_from(DEVICES).flatmap(lambda d: st.text(max_size=8).map(lambda x: d + x)))
@example("CON")
@example("nul.tar.gz")
@example("COM1 .xlsx")
@example("C:\\Windows")
@example("\\\\server\\berbagi\\lke.xlsx")
@example("titik di ujung. . .")
@example("x" * 79 + " .")
@example("-" * 3 + "con")
def test_a_name_we_make_is_one_on_windows(teks: str) -> None:
    for ujung in ("", ".xlsx"):
        nama = file_part(teks) + ujung
        assert valid_on_windows(nama), nama
        assert ntpath.basename(nama) == nama


@pytest.fixture
def usulan(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLES / "usulan-2027", tmp_path / "usulan")
    return tmp_path / "usulan"


def _rename_satker(folder: Path, names: dict[str, str]) -> None:
    from openpyxl import load_workbook

    buku = load_workbook(folder / "satker.xlsx")
    for baris in buku["Satker"].iter_rows():
        for sel in baris:
            if sel.value in names:
                sel.value = names[sel.value]
    buku.save(folder / "satker.xlsx")


def test_every_file_written_has_a_name_for_windows(
    usulan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Satker, Kanwil and Unit Eselon I with names of devices, drive letters, shares, dots and spaces at the end."""
    monkeypatch.chdir(tmp_path)
    _rename_satker(
        usulan,
        {
            "Kantor Imigrasi Kelas I TPI Contoh": "CON",
            "Lembaga Pemasyarakatan Kelas IIA Contoh": "C:\\Lapas. ",
            "Kanwil Contoh Utara": "\\\\server\\utara.",
            "Kanwil Contoh Selatan": "NUL.",
            "647101": "AUX",
            "647102": "COM1 ",
        },
    )
    u, data = "usulan", ["--data", "usulan/satker.xlsx"]
    dahulu = set(tmp_path.rglob("*"))
    for argumen in (
        ["batch", u, *data, *DATE, "-o", "rekap", "--pekerja", "1"],
        ["surat", "sptjm", u, *data, *DATE, "--satker", "AUX", "-o", "surat", "--draf", "--paksa", "uji"],
        ["surat", "sptjm", u, *data, *DATE, "-o", "surat2", "--draf", "--paksa", "uji"],
        ["template", *data, "-o", "formulir"],
        ["init", "baru", "--dari", u],
        ["bukti", "siapkan", "bukti"],
        ["paket", u, *DATE, "-o", "paket"],
        ["portalrb", "buku", u, *data, "--semua", *DATE, "-o", "unggah"],
        ["report", u, *data, *DATE, "-o", "laporan.html"],
    ):
        assert run_cli(argumen) in (0, 1, 3), argumen
    baru = [p for p in tmp_path.rglob("*") if p not in dahulu]
    assert len(baru) > 40
    for p in baru:
        assert valid_on_windows(p.name), p
        if p.suffix == ".zip":
            with zipfile.ZipFile(p) as z:
                assert [n for n in z.namelist() for b in n.rstrip("/").split("/") if not valid_on_windows(b)] == []
    kembar: dict[str, Path] = {}
    for p in baru:
        # One folder of Windows holds no two names that differ by case alone.
        assert kembar.setdefault(str(p).casefold(), p) == p


@pytest.mark.parametrize("nama", ["CON", "nul.xlsx", "Com1.json", "LPT9 .html", "CON.html"])
def test_an_output_named_like_a_device_is_refused(
    nama: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "WINDOWS", True)
    assert run_cli(["score", WBK, "-o", str(tmp_path / nama)]) == 4
    check_one_line(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "jalur",
    ["C:\\tidak ada\\lke.xlsx", "\\\\server\\berbagi\\lke.xlsx", "C:lke.xlsx", "NUL", "COM1.xlsx", "lke.xlsx. "],
)
def test_a_path_of_windows_is_one_line(jalur: str, capsys: pytest.CaptureFixture[str]) -> None:
    for perintah in ("score", "report", "plan", "compare"):
        assert run_cli([perintah, jalur, *(["--target", "WBK"] if perintah == "plan" else [])]) == 3
        check_one_line(capsys.readouterr().err)


def _refusal(winerror: int, path: object = None) -> OSError:
    e: Any = PermissionError(13, "denied") if winerror in (5, 32, 33) else FileNotFoundError(2, "lost", str(path))
    e.winerror = winerror
    return e


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, int, int], list[str]]:
    """Let the system refuse (with a number of Windows') *times* what a name that holds *word* is asked for."""

    def arrange(what: str, word: str, winerror: int, times: int) -> list[str]:
        genuine, asked = getattr(Path, what), []

        def refuse(self: Path, *a: Any, **k: Any) -> Any:
            if word in (self.name if what == "open" else Path(a[0]).name):
                asked.append(self.name)
                if len(asked) <= times:
                    raise _refusal(winerror, self)
            return genuine(self, *a, **k)

        monkeypatch.setattr(Path, what, refuse)
        monkeypatch.setattr(files, "_RETRY_PAUSE", 0.001)
        return asked

    return arrange


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_worksheet_that_excel_holds_for_a_moment_is_read(winerror: int, held: Any) -> None:
    asked = held("open", "lke-wbk", winerror, 3)
    assert run_cli(["score", WBK]) == 0
    assert len(asked) == 4


def test_a_worksheet_that_stays_held_is_a_finding(held: Any, capsys: pytest.CaptureFixture[str]) -> None:
    held("open", "lke-wbk", 32, 10_000)
    assert run_cli(["score", WBK]) == 3
    err = capsys.readouterr().err
    check_one_line(err)
    assert "LKE107" in err and "sedang dibuka program lain" in err


@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("times", [3, 10_000])
def test_a_result_that_excel_holds(
    winerror: int, times: int, held: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hasil = tmp_path / "hasil.xlsx"
    hasil.write_bytes(b"lama")
    held("replace", "hasil.xlsx", winerror, times)
    kode = run_cli(["score", WBK, "-o", str(hasil), "--timpa"])
    err = capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["hasil.xlsx"]
    if times == 3:
        assert kode == 0 and hasil.read_bytes().startswith(b"PK")
        return
    assert kode == 4 and hasil.read_bytes() == b"lama"
    check_one_line(err)
    assert "dibuka program lain" in err


def test_a_register_that_excel_holds_keeps_its_bytes(
    held: Any, usulan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sebelum = (usulan / "satker.xlsx").read_bytes()
    held("replace", "satker.xlsx", 32, 10_000)
    assert run_cli(["tindak-lanjut", str(usulan), "--tulis"]) == 4
    check_one_line(capsys.readouterr().err)
    assert (usulan / "satker.xlsx").read_bytes() == sebelum


def test_a_path_too_long_for_windows_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    panjang = tmp_path / ("k" * 100) / ("u" * 100) / f"{'l' * 60}.xlsx"

    def stat(self: Path, **k: Any) -> Any:
        if len(str(self)) > 259:
            raise _refusal(3, self)
        return genuine(self, **k)

    genuine = Path.stat
    monkeypatch.setattr(Path, "stat", stat)
    assert run_cli(["score", str(panjang)]) == 3
    err = capsys.readouterr().err
    check_one_line(err)
    assert f"{len(str(panjang))} karakter" in err and "259" in err


def test_a_long_path_where_there_is_no_limit(tmp_path: Path) -> None:
    tempat = tmp_path / ("k" * 120) / ("u" * 120)
    tempat.mkdir(parents=True)
    shutil.copy(WBK, tempat / f"{'l' * 60}.xlsx")
    assert run_cli(["score", str(tempat / f"{'l' * 60}.xlsx"), "-o", str(tempat / f"{'h' * 60}.json")]) == 0
    assert run_cli(["batch", str(tempat), "-o", str(tempat / "rekap"), "--pekerja", "1"]) == 0


@pytest.mark.parametrize("sandi", ["cp1252", "cp850"])
def test_a_code_page_shows_all_that_a_person_needs(sandi: str) -> None:
    def run(argumen: list[str], sandi: str) -> str:
        lingkungan = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
        lingkungan |= {"PYTHONIOENCODING": f"{sandi}:strict", "PYTHONUTF8": "0"}
        hasil = subprocess.run(
            [sys.executable, "-m", "zi_cli", *argumen], cwd=SAMPLES, env=lingkungan, capture_output=True, check=False
        )
        assert hasil.returncode in (0, 1), hasil.stderr
        assert hasil.stdout and b"Traceback" not in hasil.stderr
        return (hasil.stdout + hasil.stderr).decode(sandi)

    for argumen in (
        ["score", "lke-banyak-salah.xlsx"],
        ["check", "usulan-2027", *DATE],
        ["plan", "lke-gagal-tipis.xlsx", "--target", "WBK"],
        ["compare", "lke-wbk.xlsx", "--format", "csv"],
        ["explain", "LKE110"],
        ["surat", "--help"],
    ):
        teks, utuh = run(argumen, sandi), run(argumen, "utf-8")
        assert teks.count("?") == utuh.count("?"), [b for b in teks.splitlines() if "?" in b][:3]


def test_a_dash_never_becomes_a_formula() -> None:
    kode = "import sys; sys.stdout.reconfigure(errors='zi.setara'); print('\\u20131,\\u22121, \\u2013 x \\u2013')"
    hasil = subprocess.run(
        [sys.executable, "-c", f"import zi_cli.streams; {kode}"],
        env=os.environ | {"PYTHONIOENCODING": "cp850", "PYTHONUTF8": "0"}, cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    assert hasil.stdout.split() == [b"?1,?1,", b"-", b"x", b"-"]


def test_line_ends_of_windows_change_nothing(usulan: Path, tmp_path: Path) -> None:
    keluaran = []
    for ujung in ("\n", "\r\n"):
        toml = (usulan / "zi.toml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ujung.encode())
        (usulan / "zi.toml").write_bytes(toml)
        csv = tmp_path / "lke.csv"
        if not keluaran:
            _as_csv(Path(WBK), csv)
        csv.write_bytes(csv.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ujung.encode()))
        hasil = []
        for argumen in (["score", str(csv), "--rinci"], ["check", str(usulan), *DATE]):
            p = subprocess.run([sys.executable, "-m", "zi_cli", *argumen], capture_output=True, text=True, check=False)
            assert p.returncode in (0, 1), p.stderr
            hasil.append("\n".join(b for b in p.stdout.splitlines() if "SHA-256" not in b))
        keluaran.append(hasil)
    assert keluaran[0] == keluaran[1]


def _as_csv(lke: Path, tujuan: Path) -> None:
    import csv

    from openpyxl import load_workbook

    lembar = load_workbook(lke, data_only=True)["LKE ZI"]
    with tujuan.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["" if s is None else s for s in b] for b in lembar.iter_rows(values_only=True)])


@pytest.mark.parametrize(
    "argumen",
    [
        ("score", "lke-banyak-salah.xlsx", "--format", "json"),
        ("score", "lke-banyak-salah.xlsx", "lke-wbk.xlsx", "--format", "json"),
        ("score", "lke-banyak-salah.xlsx", "--tulis", "{}/salinan.xlsx"),
        ("batch", "usulan-2027", "--data", "usulan-2027/satker.xlsx", *DATE, "-o", "{}/rekap", "--pekerja", "2"),
        ("check", "usulan-2027", *DATE, "--format", "json"),
        ("surat", "sptjm", "usulan-2027", *DATE, "-o", "{}/surat"),
        ("report", "usulan-2027", "-o", "{}/laporan.html"),
    ],
    ids=lambda a: str(a[0]),
)
def test_without_fork_signals_and_limits(argumen: tuple[str, ...], tmp_path: Path) -> None:
    hasil = []
    for tempat, jalur in ((tmp_path / "linux", str(ROOT)), (tmp_path / "windows", f"{ROOT / 'tests' / 'windows'}")):
        tempat.mkdir()
        # Without locks nothing tells that a temporary folder is another process's: a place of its own.
        sementara = tmp_path / f"{tempat.name}-tmp"
        sementara.mkdir()
        lingkungan = os.environ | {"PYTHONPATH": os.pathsep.join((jalur, str(ROOT))), "TMPDIR": str(sementara)}
        p = subprocess.run(
            [sys.executable, "-m", "zi_cli", *(a.format(tempat) for a in argumen)],
            cwd=SAMPLES, env=lingkungan, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in p.stderr, p.stderr
        berkas = {
            b.relative_to(tempat).as_posix(): b.read_bytes()
            for b in tempat.rglob("*")
            if b.suffix in (".json", ".csv", ".html", ".docx")
        }
        hasil.append((p.returncode, p.stdout.replace(str(tempat), ""), p.stderr.replace(str(tempat), ""), berkas))
    assert hasil[0] == hasil[1]
    assert hasil[0][0] in (0, 1)


class FakeKernel:
    """The system's library where this console is shared by processes of the *names* (None: it may not be asked)."""

    def __init__(self, *names: str | None) -> None:
        self.names = names
        self.open = 0

    def GetConsoleProcessList(self, processes: Any, size: int) -> int:
        for n in range(min(len(self.names), size)):
            processes[n] = n + 1
        return len(self.names)

    def OpenProcess(self, _rights: int, _inherit: bool, process: int) -> int:
        found = self.names[process - 1] is not None
        self.open += found
        return process if found else 0

    def QueryFullProcessImageNameW(self, handle: int, _flags: int, words: Any, _size: Any) -> int:
        words.value = rf"C:\Users\Contoh\{self.names[handle - 1]}"
        return 1

    def CloseHandle(self, _handle: int) -> None:
        self.open -= 1


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (("zi.exe", "python.exe"), True),
        (("ZI.EXE", "python.exe", "Python.exe"), True),
        (("python.exe",), True),
        (("zi.exe", "python.exe", "cmd.exe"), False),
        (("zi.exe", "python.exe", "powershell.exe"), False),
        (("zi.exe", "python.exe", None), False),
        ((), False),
        (("python.exe",) * 17, False),
    ],
)
def test_a_window_of_its_own_is_told_by_who_shares_it(names: tuple[str | None, ...], own: bool) -> None:
    kernel = FakeKernel(*names)
    assert window._is_own(kernel) is own
    assert kernel.open == 0


def test_a_double_click_says_what_to_do_and_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    keyboard = Keyboard("\nlebih")
    monkeypatch.setattr(sys, "argv", ["zi"])
    monkeypatch.setattr(sys, "stdin", keyboard)
    monkeypatch.setattr("zi_cli.cli._on_terminal", lambda: True)
    monkeypatch.setattr(window, "is_own", lambda: True)
    monkeypatch.setattr("zi_cli.cli.reserve_stdout", lambda: None)
    monkeypatch.setattr("zi_cli.cli.ignore_stops", lambda: None)
    monkeypatch.setattr("zi_cli.cli.stop_as_ctrl_c", lambda: None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main()
    shown = capsys.readouterr()
    assert end.value.code == 0
    assert "ketik cmd di baris alamatnya" in shown.out
    assert "zi kerja" in shown.out
    assert shown.err.strip() == "Tekan Enter untuk menutup jendela ini."
    assert keyboard.read() == "lebih"


class FakeJobs:
    """The part of the system's library that makes jobs; it keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int, int, int]] = []
        self.CreateJobObjectW = self._of(lambda *_: 7)
        self.GetCurrentProcess = self._of(lambda: 9)
        self.SetInformationJobObject = self._of(self._set)
        self.AssignProcessToJobObject = self._of(lambda job, process: (job.value, process.value) == (7, 9))

    @staticmethod
    def _of(work: Callable[..., Any]) -> Any:
        class Function:
            restype: Any = None

            def __call__(self, *given: Any) -> Any:
                return work(*given)

        return Function()

    def _set(self, job: Any, kind: int, limits: Any, size: int) -> int:
        flags = int.from_bytes(bytes(limits._obj)[16:20], "little")
        self.told.append((kind, flags, limits._obj.process_memory, size))
        return 1


def test_memory_is_limited_by_a_job() -> None:
    system = FakeJobs()
    assert limit_job(system, 2 << 30)
    # The size and the places of JOBOBJECT_EXTENDED_LIMIT_INFORMATION on a system of 64 bits.
    assert system.told == [(9, 0x100, 2 << 30, 144)]


def test_in_a_shell_of_this_system_no_window_is_its_own() -> None:
    assert sys.platform == "win32" or not window.is_own()
