"""Findings: a line each, a table of a file, grouped for a page; and requirements for the templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import TINGKAT, TINGKAT_WORDS, Temuan, count_tingkat
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.text import long_date, short_figure
from zi_cli.views.document import Block, Heading, Line, Lines
from zi_cli.views.table import Column, Place, Table, data_columns

if TYPE_CHECKING:
    from zi_cli.scoring.accepted import AcceptedFinding

_DATE = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])")

Rekaman = Mapping[str, Any]

_NADA = {True: "baik", False: "buruk", None: "waspada"}


class FileFindings(NamedTuple):
    """One file's findings in order of place; ``sha256`` is None when it could not be read.

    ``diterima`` are those left out because a person accepted them.
    """

    berkas: Path
    sha256: str | None
    temuan: list[Temuan]
    diterima: Sequence[AcceptedFinding] = ()


def finding_line(t: Temuan, file: str) -> str:
    """A finding on one line, like a compiler's: file, cell, severity, code, message."""
    return f"{file}:{t.sel}: {t.line}" if t.sel else f"{file}: {t.line}"


def count_words(temuan: list[Temuan]) -> str:
    """Number of findings by severity, in words."""
    return ", ".join(f"{n} {TINGKAT_WORDS[t]}" for t, n in count_tingkat(temuan).items())


def lint_document(results: Sequence[FileFindings], *, on_screen: bool) -> Iterator[Block]:
    """One line a finding on the terminal; elsewhere a table for each file."""
    if on_screen:
        yield Lines([Line(finding_line(t, h.berkas.name)) for h in results for t in h.temuan])
        return
    columns = [Column("Sel"), Column("Tingkat"), Column("Kode"), Column("Pesan")]
    for h in results:
        yield Heading(h.berkas.name)
        content = [(Place(t.sel) if t.sel else "–", TINGKAT_WORDS[t.tingkat], t.kode, t.pesan) for t in h.temuan]
        yield Table("", columns, content)


def finding_table(results: Sequence[FileFindings]) -> Table:
    """One row a finding, for other programs."""
    return Table(
        "Temuan",
        data_columns(("berkas", "sel", "tingkat", "kode", "indikator", "pesan")),
        (
            (h.berkas.name, Place(t.sel, h.berkas) if t.sel else None, t.tingkat, t.kode, t.indikator, t.pesan)
            for h in results
            for t in h.temuan
        ),
    )


def grouped_findings(temuan: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Findings grouped by code, the gravest severity first, with the catalogue's explanation."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for t in temuan:
        groups.setdefault((t["tingkat"], t["kode"]), []).append(t)
    order: list[str] = list(TINGKAT)
    results = []
    for (level, code), item in sorted(groups.items(), key=lambda k: (order.index(k[0][0]), k[0][1])):
        entry = CATALOGUE.get(code)
        results.append(
            {
                "kode": code,
                "tingkat": level,
                "judul": entry.judul if entry else "",
                "mengapa": entry.mengapa if entry else "",
                "perbaikan": entry.perbaikan if entry else "",
                "butir": [{"penilai": None, **t} for t in item],
            }
        )
    return results


def merge_findings(records: Sequence[Rekaman], instrumen: Instrumen) -> list[dict[str, Any]]:
    """Findings of all assessors; one that all share (about the layout) appears once, without assessor."""
    pemilik: dict[tuple[object, ...], list[str]] = {}
    content: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for r in records:
        for t in r["temuan"]:
            key = (t["kode"], t["sel"], t["indikator"], t["pesan"])
            pemilik.setdefault(key, []).append(instrumen.penilai.name_of(r["penilai"]))
            content[key] = t
    one = len(records) == 1
    return [
        {
            **t,
            "pesan": finding_words(t, instrumen),
            "penilai": None if one or len(pemilik[k]) > 1 else pemilik[k][0],
        }
        for k, t in content.items()
    ]


def finding_words(t: Rekaman, instrumen: Instrumen) -> str:
    """The message of a finding for a page, with the row it is about where the message doesn't name it."""
    code, message = t["indikator"], str(t["pesan"])
    if code not in instrumen.per_kode or code in message or instrumen.simpul_title(code) in message:
        return message
    return f"{instrumen.in_words(code)}: {message}"


def severity_counts(temuan: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Number of findings by severity, only those that occur, the gravest first."""
    return {t: n for t in TINGKAT if (n := sum(x["tingkat"] == t for x in temuan))}


def requirement_view(dokumen: Rekaman | None) -> dict[str, Any] | None:
    """The zi.check document of one satker for the template."""
    if dokumen is None:
        return None
    cek = dokumen["satker"][0]
    kalender = dokumen["kalender"]
    label, tone = ELIGIBILITY_WORDS[cek["layak"]].capitalize(), _NADA[cek["layak"]]
    items = []
    for s in cek["syarat"]:
        name, corak = {True: ("✓ memenuhi", "baik"), False: ("✗ tidak", "buruk")}.get(
            s["memenuhi"], ("? belum ada data", "waspada")
        )
        items.append(
            {
                "label": s.get("label") or s["kode"],
                "tingkat": s["tingkat"],
                "nilai": _requirement_content(s["nilai"]),
                "minimal": _requirement_content(s["minimal"]),
                "keadaan": name,
                "nada": corak,
                "sumber": s["sumber"] or "–",
                "tindakan": s["tindakan"] or "–",
            }
        )
    return {
        "label": label,
        "nada": tone,
        "usulan": cek["usulan"] or "–",
        "alasan": cek["alasan"],
        "tanggal": long_date(date.fromisoformat(dokumen["tanggal"])),
        "batas": long_date(date.fromisoformat(kalender["batas"])),
        "sisa_hari": kalender["sisa_hari"],
        "butir": items,
        "temuan": grouped_findings(cek["temuan"]),
    }


def _requirement_content(nilai: object) -> str:
    if nilai is None:
        return "–"
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    if isinstance(nilai, str):
        return long_date(date.fromisoformat(nilai)) if _DATE.fullmatch(nilai) else nilai
    return short_figure(nilai) if isinstance(nilai, int | float) else str(nilai)
