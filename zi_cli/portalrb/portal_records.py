"""The zi.portalrb/1 and zi.instrumen/1 records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.instrumen.tree import Instrumen
from zi_cli.portalrb.master import QuestionDifference
from zi_cli.portalrb.units import PreparedExport
from zi_cli.records.score import temuan_record, written_file
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.portalrb.fetch import Seen
    from zi_cli.records.types import portalrb as tipe

SCHEMA_PORTALRB: Final = "zi.portalrb/1"
SCHEMA_WORKBOOK: Final = "zi.portalrb-buku/1"
SCHEMA_CHECKED: Final = "zi.portalrb-periksa/1"
SCHEMA_INSTRUMEN: Final = "zi.instrumen/1"


def comparison_record(
    differences: Sequence[QuestionDifference], tahun: int, file: str, instrumen: Instrumen
) -> tipe.InstrumenRecord:
    """The comparison of the portal's list of *tahun* with *instrumen*."""
    return {
        "skema": SCHEMA_INSTRUMEN,
        "program": PROGRAM,
        "berkas": path_text(file),
        "tahun": tahun,
        "instrumen": instrumen.nama,
        "sama": not differences,
        "menyentuh_nilai": any(d.menyentuh_nilai for d in differences),
        "perbedaan": [
            {
                "tempat": d.tempat,
                "apa": d.apa,
                "portal": d.portal,
                "instrumen": d.instrumen,
                "menyentuh_nilai": d.menyentuh_nilai,
            }
            for d in differences
        ],
    }


def export_record(ready: PreparedExport, folder: Path, instrumen: Instrumen, *, probe: bool) -> tipe.PortalrbRecord:
    """What was exported to *folder*; *probe* as in its manifest."""
    return {
        "skema": SCHEMA_PORTALRB,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "folder": path_text(str(folder)),
        "uji": probe,
        "unit": [
            {
                "id": u.id,
                "nama": u.nama,
                "usulan": u.usulan,
                "berkas": {"nama": path_text(str(u.berkas)), "sha256": u.sha256},
            }
            for u in ready.unit
        ],
        "ditolak": [{"nama": r.nama, "sebab": list(r.sebab)} for r in ready.ditolak],
        "temuan": [{"berkas": name, "temuan": temuan_record(t)} for name, t in ready.temuan],
    }


def seen_record(result: Seen, url: str, instrumen: Instrumen) -> tipe.PortalrbPeriksaRecord:
    """What the portal would see at *url*."""
    return {
        "skema": SCHEMA_CHECKED,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "alamat": url,
        "unit": [
            {
                "id": u.id,
                "nama": u.nama,
                "usulan": u.usulan,
                "jawaban_unit": u.dijawab_unit,
                "jawaban_tpi": u.dijawab_tpi,
                "temuan": [temuan_record(t) for t in u.temuan],
            }
            for u in result.unit
        ],
        "temuan": [temuan_record(t) for t in result.temuan],
    }


def workbooks_record(
    ready: PreparedExport, folder: Path, books: Mapping[Path, bytes], instrumen: Instrumen
) -> tipe.PortalrbBukuRecord:
    """The workbooks written to *folder*: *books* holds that of every unit in their order."""
    return {
        "skema": SCHEMA_WORKBOOK,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "folder": path_text(str(folder)),
        "buku": [
            {
                "id": u.id,
                "nama": u.nama,
                "usulan": u.usulan,
                "berkas": {"nama": path_text(str(u.berkas)), "sha256": u.sha256},
                "buku": written_file(*b),
            }
            for u, b in zip(ready.unit, books.items(), strict=True)
        ],
        "ditolak": [{"nama": r.nama, "sebab": list(r.sebab)} for r in ready.ditolak],
        "temuan": [{"berkas": name, "temuan": temuan_record(t)} for name, t in ready.temuan],
    }
