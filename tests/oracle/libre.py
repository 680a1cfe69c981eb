"""Recalculate workbooks with headless LibreOffice, many files a process, in a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_ATURAN_HITUNG = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_BATAS_DETIK = 900


def program() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def butuh_libreoffice() -> None:
    """Skip the calling test without LibreOffice; fail instead when ZI_TEST_LENGKAP=1."""
    if program() is None:
        if os.environ.get("ZI_TEST_LENGKAP") == "1":
            pytest.fail("LibreOffice tidak terpasang")
        pytest.skip("LibreOffice tidak terpasang")


def ubah(berkas: Sequence[Path], bentuk: str, tujuan: Path, profil: Path) -> list[Path]:
    """Convert *berkas* to *bentuk* ("xlsx", "pdf", "ods", "xls") in *tujuan*, every formula calculated anew."""
    pengguna = profil / "user"
    pengguna.mkdir(parents=True, exist_ok=True)
    (pengguna / "registrymodifications.xcu").write_text(_ATURAN_HITUNG, encoding="utf-8")
    soffice = program()
    if soffice is None:
        raise FileNotFoundError("soffice")
    subprocess.run(
        [
            soffice, "--headless", "--norestore", f"-env:UserInstallation={profil.as_uri()}",
            "--convert-to", bentuk, "--outdir", str(tujuan), *map(str, berkas),
        ],
        check=True,
        capture_output=True,
        timeout=_BATAS_DETIK,
    )  # fmt: skip
    return [tujuan / f"{b.stem}.{bentuk}" for b in berkas]
