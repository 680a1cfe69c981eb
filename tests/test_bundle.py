"""The offline bundle: its Linux twin installs without an index, by the same script; the Windows files fit Windows.

The twin is downloaded and built (make bundel-windows does the same for Windows): only where everything must be there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools import FULL_MODE

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "kemas" / "bundel"


@pytest.mark.parametrize("berkas", sorted(SOURCES.glob("*.[cp][ms]*[d1]")), ids=lambda p: p.name)
def test_scripts_are_what_windows_reads(berkas: Path) -> None:
    isi = berkas.read_bytes()
    assert isi.isascii()
    assert isi.count(b"\n") == isi.count(b"\r\n") > 2


@pytest.mark.skipif(not FULL_MODE, reason="mengunduh 55 MB")
def test_the_twin_installs_and_goes_without_an_index(tmp_path: Path) -> None:
    from kemas.bundel_windows import build

    versi = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with zipfile.ZipFile(build(linux=True, python=(versi,))) as z:
        z.extractall(tmp_path)
    pasang = [sys.executable, str(tmp_path / "zi-cli" / "pasang.py")]
    buntu = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "http_proxy": "http://127.0.0.1:9", "PIP_CONFIG_FILE": os.devnull}
    lingkungan = os.environ | buntu | {"LOCALAPPDATA": str(tmp_path / "milik"), "APPDATA": str(tmp_path / "menu")}
    (tmp_path / "menu" / "Microsoft" / "Windows" / "Start Menu" / "Programs").mkdir(parents=True)
    hasil = subprocess.run(pasang, env=lingkungan, capture_output=True, text=True, check=False)
    assert hasil.returncode == 0, hasil.stdout + hasil.stderr
    zi = tmp_path / "milik" / "zi-cli" / "bin" / "zi"
    nilai = subprocess.run([zi, "score", ROOT / "sample_lke" / "lke-wbk.xlsx"], capture_output=True, check=False)
    assert nilai.returncode == 0, nilai.stderr
    menu = list((tmp_path / "menu").rglob("*.cmd"))
    assert [p.name for p in menu] == ["zi di sini.cmd"]
    # In the window that it opens, "zi" is a command; no folder's name is spelled out, whatever the user's is.
    isi = menu[0].read_bytes()
    assert b"zi-cli\\Scripts;%PATH%" in isi and isi.count(b"\r\n") == isi.count(b"\n") == 5
    assert str(tmp_path).encode() not in isi
    subprocess.run([*pasang, "--hapus"], env=lingkungan, check=True, capture_output=True)
    assert not zi.exists() and not list((tmp_path / "menu").rglob("*.cmd"))


@pytest.mark.skipif(not FULL_MODE, reason="mengunduh 55 MB")
def test_a_damaged_wheel_is_refused(tmp_path: Path) -> None:
    versi = f"{sys.version_info[0]}.{sys.version_info[1]}"
    bundel = next((ROOT / "dist").glob("zi_cli-*-linux.zip"))
    with zipfile.ZipFile(bundel) as z:
        z.extractall(tmp_path)
    olefile = next((tmp_path / "zi-cli" / "wheel").glob("olefile-*"))
    olefile.write_bytes(olefile.read_bytes() + b" ")
    lingkungan = os.environ | {"LOCALAPPDATA": str(tmp_path / "milik")}
    hasil = subprocess.run(
        [sys.executable, str(tmp_path / "zi-cli" / "pasang.py")], env=lingkungan, capture_output=True, check=False
    )
    assert hasil.returncode == 1
    assert not (tmp_path / "milik" / "zi-cli").exists()
    assert (tmp_path / "zi-cli" / f"kunci-{versi}.txt").exists()
