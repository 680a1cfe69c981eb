"""Findings of files, like a compiler's: lines, JSON, CSV, Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from zi_cli.files import json_line
from zi_cli.findings.record import Temuan
from zi_cli.records.score import temuan_record
from zi_cli.report.escape import md
from zi_cli.views.score import baris_temuan
from zi_cli.views.table import DataTable

if TYPE_CHECKING:
    from zi_cli.records.types.score import LintRecord

SKEMA_LINT: Final = "zi.lint/1"


class HasilLint(NamedTuple):
    """One file's findings in order of place; ``sha256`` is None when it could not be read."""

    nama: str
    sha256: str | None
    temuan: list[Temuan]


def tabel(hasil: Iterable[HasilLint]) -> str:
    """One line a finding: file, cell, severity, code, message."""
    return "".join(f"{baris_temuan(t, h.nama)}\n" for h in hasil for t in h.temuan)


def rekaman(h: HasilLint) -> LintRecord:
    """The zi.lint/1 record of one file."""
    return {
        "skema": SKEMA_LINT,
        "berkas": {"nama": h.nama, "sha256": h.sha256},
        "temuan": [temuan_record(t) for t in h.temuan],
    }


def json(hasil: Iterable[HasilLint]) -> str:
    """One zi.lint/1 document a line, one a file."""
    return "".join(f"{json_line(rekaman(h))}\n" for h in hasil)


def finding_table(hasil: Iterable[HasilLint]) -> DataTable:
    """One row a finding."""
    return DataTable(
        "Temuan",
        ("berkas", "sel", "tingkat", "kode", "indikator", "pesan"),
        (
            (h.nama, str(t.sel) if t.sel else None, t.tingkat, t.kode, t.indikator, t.pesan)
            for h in hasil
            for t in h.temuan
        ),
    )


def markdown(hasil: Iterable[HasilLint]) -> str:
    """A table of findings for each file."""
    baris: list[str] = []
    for h in hasil:
        baris += [f"## {md(h.nama)}", "", "| Sel | Tingkat | Kode | Pesan |", "|---|---|---|---|"]
        baris += [f"| {md(str(t.sel)) if t.sel else '–'} | {t.tingkat} | {t.kode} | {md(t.pesan)} |" for t in h.temuan]
        baris.append("")
    return "\n".join(baris)
