"""The table of all indicators: every assessor's answer side by side."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import pecahan, strip_controls
from zi_cli.views.recommendations import answer_text

#: Notes longer than this are cut, and say so: the page must stay usable.
_PANJANG_CATATAN = 600

Rekaman = Mapping[str, Any]


def daftar_indikator(
    utama: Rekaman,
    rekaman: Sequence[Rekaman],
    instrumen: Instrumen,
    catatan: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """One row an indicator, in sheet order; points are those of the deciding assessor *utama*."""
    daftar = []
    for b in instrumen.indikator:
        isi = utama["indikator"][b.kode]
        bobot = instrumen.bobot(b.kode)
        skor = skor_indikator(isi, bobot)
        jawaban = [r["indikator"][b.kode]["jawaban"] for r in rekaman]
        ciri = [
            nama
            for nama, berlaku in (
                ("beda", len(set(map(str, jawaban))) > 1),
                ("kurang", skor < bobot),
                ("kosong", isi["jawaban"] is None),
            )
            if berlaku
        ]
        daftar.append(
            {
                "kode": b.kode,
                "teks": b.teks,
                "bagian": _bagian(b.kode, instrumen),
                "ciri": " ".join(ciri),
                "jawaban": [
                    {"teks": answer_text(j, b), "urut": float(pecahan(r["indikator"][b.kode]["nilai"]))}
                    for j, r in zip(jawaban, rekaman, strict=True)
                ],
                "skor": float(skor),
                "bobot": float(bobot),
                "kurang": float(bobot - skor),
                "sel": isi["sel"],
                "catatan": [
                    {"penilai": instrumen.penilai.nama(r["penilai"]), "teks": _shorten(teks)}
                    for r in rekaman
                    if (teks := catatan.get(r["penilai"], {}).get(b.kode))
                ],
            }
        )
    return daftar


def skor_indikator(isi: Mapping[str, Any], bobot: Fraction) -> Fraction:
    """Points of an indicator from its ratio: the record's points are rounded, so that 1/3 would miss its weight."""
    return pecahan(isi["nilai"]) * bobot


def _bagian(kode: str, instrumen: Instrumen) -> str:
    for nomor in instrumen.nama_area:
        if any(kode.startswith(f"{s}.") for s in instrumen.bagian_area(nomor)):
            return f"area-{nomor}"
    return "hasil"


def _shorten(teks: str) -> str:
    teks = " ".join(strip_controls(teks).split())
    return teks if len(teks) <= _PANJANG_CATATAN else f"{teks[:_PANJANG_CATATAN]}… (dipotong)"
