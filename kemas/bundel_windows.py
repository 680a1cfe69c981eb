"""Build ``dist/zi-cli-<versi>-windows.zip``: a wheelhouse for Python on Windows, installed without network.

With ``--linux`` its twin for this very machine, which the tests install.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from kemas.unduh import ROOT, SIMPANAN

_SOURCE = Path(__file__).parent / "bundel"
PYTHON = ("3.11", "3.12", "3.13", "3.14")
_DATE = (2020, 1, 1, 0, 0, 0)


def build(*, linux: bool = False, python: tuple[str, ...] = PYTHON) -> Path:
    """Build the bundle; every wheel it needs is found in it, without an index, or this raises."""
    sistem = "linux" if linux else "windows"
    platform = [] if linux else ["--platform", "win_amd64"]
    SIMPANAN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        isi = Path(tmp) / "zi-cli"
        wheel = isi / "wheel"
        wheel.mkdir(parents=True)
        docopt = _docopt(Path(tmp))
        shutil.copy(docopt, wheel)
        for versi in python:
            kunci = isi / f"kunci-{versi}.txt"
            kunci.write_text(_lock(versi, linux=linux) + _pin(docopt), encoding="utf-8", newline="\n")
            ambil = ["--no-deps", "--only-binary=:all:", *platform, "--python-version", versi, "--require-hashes"]
            ambil += ["-r", str(kunci), "--find-links", str(wheel)]
            _pip("download", *ambil, "--cache-dir", str(SIMPANAN / "pip"), "-d", str(wheel))
            if not linux:
                # Now as on a machine without network: each must be found here. The twin is installed so by its test.
                with tempfile.TemporaryDirectory() as uji:
                    _pip("download", *ambil, "--no-index", "-d", uji)
        _hatchling(wheel)
        for p in _SOURCE.iterdir():
            if p.is_file():
                shutil.copy(p, isi)
        daftar = "".join(
            f"{hashlib.sha256(p.read_bytes()).hexdigest()}  wheel/{p.name}\n" for p in sorted(wheel.iterdir())
        )
        (isi / "SHA256SUMS").write_text(daftar, encoding="ascii", newline="\n")
        return _zip(isi, ROOT / "dist" / f"{next(wheel.glob('zi_cli-*')).name.split('-py3')[0]}-{sistem}.zip")


def _lock(versi: str, *, linux: bool) -> str:
    """The exact set for Python *versi*, with hashes, resolved for the system it is for."""
    sistem = [] if linux else ["--python-platform", "x86_64-pc-windows-msvc"]
    uv = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--generate-hashes"]
    uv += ["--python-version", versi, "--constraint", "constraints.txt", "--no-emit-package", "docopt", *sistem]
    hasil = subprocess.run(
        [sys.executable, "-m", *uv, "pyproject.toml"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    # docopt has no wheel: ours is built once, below.
    return re.sub(r"(?m)^# .*\n", "", hasil.stdout)


def _docopt(tempat: Path) -> Path:
    versi = re.search(r"(?m)^docopt==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert versi is not None
    lingkungan = os.environ | {"SOURCE_DATE_EPOCH": "1577836800"}
    _pip("wheel", "--no-deps", f"docopt=={versi[1]}", "-w", str(tempat / "docopt"), env=lingkungan)
    return next((tempat / "docopt").glob("*.whl"))


def _pin(wheel: Path) -> str:
    nama, versi, *_ = wheel.name.split("-")
    return f"{nama}=={versi} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def _pip(*argumen: str, env: dict[str, str] | None = None) -> None:
    perintah = [sys.executable, "-m", "pip", argumen[0], "--quiet", "--disable-pip-version-check", *argumen[1:]]
    hasil = subprocess.run(perintah, check=False, capture_output=True, text=True, env=env)
    if hasil.returncode:
        raise RuntimeError(hasil.stderr[-2000:])


def _hatchling(tujuan: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tujuan)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip


def _zip(isi: Path, tujuan: Path) -> Path:
    tujuan.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(tujuan, "w") as z:
        for p in sorted(isi.rglob("*")):
            if p.is_file():
                # Wheels are compressed already.
                cara = zipfile.ZIP_STORED if p.suffix == ".whl" else zipfile.ZIP_DEFLATED
                z.writestr(zipfile.ZipInfo(p.relative_to(isi.parent).as_posix(), _DATE), p.read_bytes(), cara)
    return tujuan


if __name__ == "__main__":
    linux = "--linux" in sys.argv
    versi_ini = f"{sys.version_info[0]}.{sys.version_info[1]}"
    hasil = build(linux=linux, python=(versi_ini,) if linux else PYTHON)
    sys.stdout.write(f"{hasil}: {hasil.stat().st_size / 1e6:.1f} MB\n")
