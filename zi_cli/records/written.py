"""The records of what was written for people: zi.template/1 and zi.report/1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.findings.record import Temuan
from zi_cli.forms.content import TakTerbawa
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.report import ReportRecord
    from zi_cli.records.types.template import TemplateRecord

SKEMA_TEMPLATE: Final = "zi.template/1"
SKEMA_REPORT: Final = "zi.report/1"


class WrittenForm(NamedTuple):
    """A form that was written, and what became of the old worksheet whose contents it holds (None: it is blank)."""

    berkas: Path
    isi: bytes
    bentuk: str
    instrumen: str
    satker: str
    tahun: int | None
    usulan: str
    asal: Path | None = None
    terbawa: int = 0
    tidak_terbawa: Sequence[TakTerbawa] = ()
    temuan: Sequence[Temuan] = ()


def template_record(f: WrittenForm) -> TemplateRecord:
    """The zi.template/1 document."""
    return {
        "skema": SKEMA_TEMPLATE,
        "program": PROGRAM,
        "berkas": path_text(str(f.berkas)),
        "sha256": hashlib.sha256(f.isi).hexdigest(),
        "bentuk": f.bentuk,
        "instrumen": f.instrumen,
        "satker": f.satker or None,
        "tahun": f.tahun,
        "usulan": f.usulan or None,
        "asal": path_text(str(f.asal)) if f.asal is not None else None,
        "terbawa": f.terbawa,
        "tidak_terbawa": [
            {"penilai": t.penilai, "sel": t.sel, "indikator": t.indikator, "isi": t.isi, "sebab": t.sebab}
            for t in f.tidak_terbawa
        ],
        "temuan": [temuan_record(t) for t in f.temuan],
    }


def report_record(berkas: Path, isi: bytes, masukan: Path, instrumen: str, gagal: int) -> ReportRecord:
    """The zi.report/1 document of the page *isi*; *gagal* files of the folder could not be read."""
    return {
        "skema": SKEMA_REPORT,
        "program": PROGRAM,
        "berkas": path_text(str(berkas)),
        "sha256": hashlib.sha256(isi).hexdigest(),
        "bita": len(isi),
        "masukan": path_text(str(masukan)),
        "instrumen": instrumen,
        "gagal": gagal,
    }
