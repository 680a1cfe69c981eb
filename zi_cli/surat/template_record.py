"""The zi.surat-periksa/1 record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.findings.record import Temuan
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.surat import SuratPeriksaRecord

SKEMA: Final = "zi.surat-periksa/1"


def review_record(templat: Path, jenis: str, temuan: Iterable[Temuan]) -> SuratPeriksaRecord:
    """What was found in one template."""
    return {
        "skema": SKEMA,
        "program": PROGRAM,
        "templat": path_text(templat.name),
        "jenis": jenis,
        "temuan": [temuan_record(t) for t in temuan],
    }
