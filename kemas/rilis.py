"""Everything that a release consists of, in ``dist/rilis-<versi>/``: built twice, kept when the bytes agree."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kemas import bundel_windows, halaman
from kemas.unduh import ROOT


def main() -> None:
    """Build it; ``--cepat`` builds once, without comparing."""
    versi = read_version()
    tujuan = ROOT / "dist" / f"rilis-{versi}"
    with tempfile.TemporaryDirectory() as tmp:
        satu, dua = Path(tmp) / "satu", Path(tmp) / "dua"
        sidik = build(satu)
        if "--cepat" not in sys.argv and build(dua) != sidik:
            raise SystemExit("dua kali dibuat, dua hasil: rilis ini tidak dapat diulang")
        shutil.rmtree(tujuan, ignore_errors=True)
        shutil.copytree(satu, tujuan)
    sys.stdout.write(f"{tujuan}\n{sidik}")


def read_version() -> str:
    """The version, from the one place where it stands."""
    isi = (ROOT / "zi_cli" / "version.py").read_text(encoding="utf-8")
    versi = re.search(r'__version__ = "(.+?)"', isi)
    assert versi is not None
    return versi[1]


def build(tempat: Path) -> str:
    """Build all files of the release into *tempat*; returns its ``SHA256SUMS``."""
    tempat.mkdir(parents=True)
    for jenis in ("wheel", "sdist"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", jenis, "-d", str(tempat)],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
    for berkas in (halaman.build(), bundel_windows.build()):
        shutil.copy(berkas, tempat)
    (tempat / "catatan-rilis.md").write_text(changelog_part(read_version()), encoding="utf-8", newline="\n")
    sidik = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in sorted(tempat.iterdir()))
    (tempat / "SHA256SUMS").write_text(sidik, encoding="ascii", newline="\n")
    return sidik


def changelog_part(versi: str) -> str:
    """The part of CHANGELOG.md about *versi*; of a version not released yet, its newest part."""
    bagian = re.split(r"(?m)^(?=## )", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[1:]
    return next((b for b in bagian if re.match(rf"## {re.escape(versi)}\b", b)), bagian[0])


if __name__ == "__main__":
    main()
