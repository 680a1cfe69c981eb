"""Fetch what a build needs from npm and PyPI into a cache, and trust only what has the hash that is written down."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
#: Downloads; ignored by git, kept between builds.
SIMPANAN = ROOT / ".kemas"
INPUTS = Path(__file__).parent / "masukan.toml"
_PIP = ["pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
_PIP += ["--implementation", "cp", "--abi", "cp314", "--abi", "none", "--python-version", "3.14"]


class Masukan(NamedTuple):
    """One input of a build: its name and version, its licence, and the file it came as."""

    nama: str
    versi: str
    lisensi: str
    berkas: Path


class HashMismatch(Exception):
    """A download is not the file whose hash is written down."""


def read_inputs() -> dict[str, dict[str, dict[str, str]]]:
    """The inputs that are written down: by registry (``npm``, ``pypi``) and name."""
    with INPUTS.open("rb") as f:
        return tomllib.load(f)


def fetch_npm(nama: str, bagian: str = "npm") -> Masukan:
    """The tarball of the npm package *nama* of that part of the inputs, checked."""
    isi = read_inputs()[bagian][nama]
    berkas = SIMPANAN / f"{nama.replace('@', '').replace('/', '-')}-{isi['versi']}.tgz"
    if not berkas.exists():
        SIMPANAN.mkdir(exist_ok=True)
        subprocess.run(
            ["npm", "pack", "--silent", f"{nama}@{isi['versi']}"], cwd=SIMPANAN, check=True, stdout=subprocess.DEVNULL
        )
    _check(berkas, "sha512", isi["sha512"])
    return Masukan(nama, isi["versi"], isi["lisensi"], berkas)


def fetch_wheel(nama: str) -> Masukan:
    """The wheel of the PyPI package *nama* that is written down, checked."""
    isi = read_inputs()["pypi"][nama]
    berkas = SIMPANAN / isi["berkas"]
    if not berkas.exists():
        SIMPANAN.mkdir(exist_ok=True)
        platform = berkas.stem.rsplit("-", 1)[1].split(".")
        jenis = [x for p in platform if p != "any" for x in ("--platform", p)]
        pilihan = [*_PIP, *jenis, "-d", str(SIMPANAN), f"{nama}=={isi['versi']}"]
        subprocess.run([sys.executable, "-m", *pilihan], check=True)
    _check(berkas, "sha256", isi["sha256"])
    return Masukan(nama, isi["versi"], isi["lisensi"], berkas)


def _check(berkas: Path, cara: str, diharapkan: str) -> None:
    isi = hashlib.new(cara, berkas.read_bytes())
    nyata = base64.b64encode(isi.digest()).decode() if cara == "sha512" else isi.hexdigest()
    if nyata != diharapkan:
        berkas.unlink()
        raise HashMismatch(f"{berkas.name}: {cara} {nyata}, seharusnya {diharapkan}")
