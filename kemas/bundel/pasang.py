"""Install zi from this folder, for this user only and without network: ``pasang.cmd`` and ``pasang.ps1`` call it."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_SINI = Path(__file__).resolve().parent
# Names of folders stay variables: a user's name that this code page lacks would not survive in the file.
_LAUNCHER = (
    "@echo off\r\n"
    'set "PATH=%LOCALAPPDATA%\\zi-cli\\Scripts;%PATH%"\r\n'
    'cd /d "%USERPROFILE%\\Documents" 2>nul\r\n'
    "title zi\r\n"
    "cmd /k zi --help\r\n"
)


def destination() -> Path:
    """Where zi goes: a folder of the user's own, no administrator needed."""
    pangkal = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(pangkal) / "zi-cli"


def menu() -> "Path | None":
    """The user's start menu, where there is one."""
    data = os.environ.get("APPDATA")
    folder = Path(data) / "Microsoft" / "Windows" / "Start Menu" / "Programs" if data else None
    return folder if folder is not None and folder.is_dir() else None


def install() -> int:
    versi = f"{sys.version_info[0]}.{sys.version_info[1]}"
    kunci = _SINI / f"kunci-{versi}.txt"
    if not kunci.exists():
        ada = ", ".join(sorted(p.stem[6:] for p in _SINI.glob("kunci-*.txt")))
        print(f"Python {versi} tidak ada di paket ini; yang ada: {ada}.")
        return 1
    tempat = destination()
    print(f"Memasang zi ke {tempat} (Python {versi}, tanpa jaringan) ...")
    shutil.rmtree(tempat, ignore_errors=True)
    if tempat.exists():
        print(f"{tempat} sedang dipakai: tutup semua jendela zi, lalu jalankan lagi.")
        return 1
    venv.create(tempat, with_pip=True)
    # Python of the Microsoft Store writes elsewhere than it says.
    tempat = Path(os.path.realpath(tempat))
    bin_ = tempat / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(bin_ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    pip += ["--no-deps", "--find-links", str(_SINI / "wheel")]
    zi_cli = next((_SINI / "wheel").glob("zi_cli-*.whl"))
    for isi in (["--require-hashes", "-r", str(kunci)], [str(zi_cli)]):
        if subprocess.call(pip + isi):
            shutil.rmtree(tempat, ignore_errors=True)
            print("Pemasangan gagal; tidak ada yang tertinggal. Periksa apakah zip diekstrak seluruhnya.")
            return 1
    zi = bin_ / ("zi.exe" if os.name == "nt" else "zi")
    folder_menu = menu()
    if folder_menu is not None:
        (folder_menu / "zi di sini.cmd").write_text(_LAUNCHER, encoding="ascii", newline="")
    print(subprocess.check_output([str(zi), "--version"], text=True).strip(), "terpasang.")
    print(f"Jalankan: {zi}")
    if tempat != destination():
        print("Python ini dari Microsoft Store, yang menyimpan di folder lain: menu Start dan nilai-di-sini.cmd tidak")
        print("menemukannya. Pakai Python dari python.org, atau jalankan zi dari jalur di atas.")
    return 0


def uninstall() -> int:
    folder_menu = menu()
    if folder_menu is not None:
        (folder_menu / "zi di sini.cmd").unlink(missing_ok=True)
    shutil.rmtree(destination(), ignore_errors=True)
    if destination().exists():
        print(f"{destination()} belum terhapus seluruhnya: tutup semua jendela zi, lalu jalankan lagi.")
        return 1
    print(f"{destination()} dihapus. Berkas kerja Anda tidak disentuh.")
    return 0


if __name__ == "__main__":
    sys.exit(uninstall() if "--hapus" in sys.argv else install())
