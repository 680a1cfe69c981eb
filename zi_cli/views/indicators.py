"""The table of all indicators: every assessor's answer side by side."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import record_number, strip_controls
from zi_cli.views.recommendations import answer_text

#: Notes longer than this are cut, and say so: the page must stay usable.
_NOTE_LENGTH = 600

Rekaman = Mapping[str, Any]


def daftar_indikator(
    main: Rekaman,
    records: Sequence[Rekaman],
    instrumen: Instrumen,
    notes: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """One row an indicator, in sheet order; points are those of the deciding assessor *main*."""
    daftar = []
    for b in instrumen.indikator:
        content = main["indikator"][b.kode]
        bobot = instrumen.bobot(b.kode)
        skor = indikator_points(content, bobot)
        jawaban = [r["indikator"][b.kode]["jawaban"] for r in records]
        features = [
            name
            for name, berlaku in (
                ("beda", len(set(map(str, jawaban))) > 1),
                ("kurang", skor < bobot),
                ("kosong", content["jawaban"] is None),
            )
            if berlaku
        ]
        daftar.append(
            {
                "kode": b.kode,
                "teks": b.teks,
                "bagian": _page_section(b.kode, instrumen),
                "ciri": " ".join(features),
                "jawaban": [
                    {"teks": answer_text(j, b), "urut": float(record_number(r["indikator"][b.kode]["nilai"]))}
                    for j, r in zip(jawaban, records, strict=True)
                ],
                "skor": float(skor),
                "bobot": float(bobot),
                "kurang": float(bobot - skor),
                "sel": content["sel"],
                "catatan": [
                    {"penilai": instrumen.penilai.name_of(r["penilai"]), "teks": _shorten(text)}
                    for r in records
                    if (text := notes.get(r["penilai"], {}).get(b.kode))
                ],
            }
        )
    return daftar


def indikator_points(content: Mapping[str, Any], bobot: Fraction) -> Fraction:
    """Points of an indicator from its ratio: the record's points are rounded, so that 1/3 would miss its weight."""
    return record_number(content["nilai"]) * bobot


def _page_section(code: str, instrumen: Instrumen) -> str:
    for number in instrumen.nama_area:
        if any(code.startswith(f"{s}.") for s in instrumen.area_halves(number)):
            return f"area-{number}"
    return "hasil"


def _shorten(text: str) -> str:
    text = " ".join(strip_controls(text).split())
    return text if len(text) <= _NOTE_LENGTH else f"{text[:_NOTE_LENGTH]}… (dipotong)"
