"""Recalculate workbooks with headless LibreOffice, many files a process, in a profile of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.tools import soffice

_CALC_RULES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_TIMEOUT = 900


def ubah(berkas: Sequence[Path], bentuk: str, tujuan: Path, profil: Path) -> list[Path]:
    """Convert *berkas* to *bentuk* ("xlsx", "pdf", "ods", "xls") in *tujuan*, every formula calculated anew."""
    pengguna = profil / "user"
    pengguna.mkdir(parents=True, exist_ok=True)
    (pengguna / "registrymodifications.xcu").write_text(_CALC_RULES, encoding="utf-8")
    program = soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice tidak terpasang")
    subprocess.run(
        [
            program, "--headless", "--norestore", f"-env:UserInstallation={profil.as_uri()}",
            "--convert-to", bentuk, "--outdir", str(tujuan), *map(str, berkas),
        ],
        check=True,
        capture_output=True,
        timeout=_TIMEOUT,
    )  # fmt: skip
    return [tujuan / f"{b.stem}.{bentuk}" for b in berkas]
