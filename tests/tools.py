"""Programs outside Python that some tests need: skipped without them, failed where all must be there."""

import os
import shutil

import pytest

#: Where everything is installed (CI), a missing program is a failure.
FULL_MODE = os.environ.get("ZI_TEST_LENGKAP") == "1"


def soffice() -> str | None:
    """Path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def demand_tool(alat: str, ada: object) -> None:
    """Skip the calling test, or fail it with ZI_TEST_LENGKAP=1, unless *ada*."""
    if not ada:
        (pytest.fail if FULL_MODE else pytest.skip)(f"{alat} tidak terpasang")


def butuh_soffice() -> str:
    """Path of LibreOffice for a test that can't do without."""
    program = soffice()
    demand_tool("LibreOffice", program)
    assert program is not None
    return program
