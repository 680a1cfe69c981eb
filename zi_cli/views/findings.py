"""Findings and requirements for the templates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import TINGKAT
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.text import angka_ringkas, tanggal

_TANGGAL = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])")

Rekaman = Mapping[str, Any]

_NADA = {True: "baik", False: "buruk", None: "waspada"}


def kelompok_temuan(temuan: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Findings grouped by code, the gravest severity first, with the catalogue's explanation."""
    kelompok: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for t in temuan:
        kelompok.setdefault((t["tingkat"], t["kode"]), []).append(t)
    urutan: list[str] = list(TINGKAT)
    hasil = []
    for (tingkat, kode), butir in sorted(kelompok.items(), key=lambda k: (urutan.index(k[0][0]), k[0][1])):
        entri = CATALOGUE.get(kode)
        hasil.append(
            {
                "kode": kode,
                "tingkat": tingkat,
                "judul": entri.judul if entri else "",
                "mengapa": entri.mengapa if entri else "",
                "perbaikan": entri.perbaikan if entri else "",
                "butir": [{"penilai": None, **t} for t in butir],
            }
        )
    return hasil


def gabung_temuan(rekaman: Sequence[Rekaman], instrumen: Instrumen) -> list[dict[str, Any]]:
    """Findings of all assessors; one that all share (about the layout) appears once, without assessor."""
    pemilik: dict[tuple[object, ...], list[str]] = {}
    isi: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for r in rekaman:
        for t in r["temuan"]:
            kunci = (t["kode"], t["sel"], t["indikator"], t["pesan"])
            pemilik.setdefault(kunci, []).append(instrumen.penilai.nama(r["penilai"]))
            isi[kunci] = t
    satu = len(rekaman) == 1
    return [{**t, "penilai": None if satu or len(pemilik[k]) > 1 else pemilik[k][0]} for k, t in isi.items()]


def jumlah_temuan(temuan: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Number of findings by severity, only those that occur, the gravest first."""
    return {t: n for t in TINGKAT if (n := sum(x["tingkat"] == t for x in temuan))}


def pandangan_syarat(dokumen: Rekaman | None) -> dict[str, Any] | None:
    """The zi.check document of one satker for the template."""
    if dokumen is None:
        return None
    cek = dokumen["satker"][0]
    kalender = dokumen["kalender"]
    label, nada = KATA_LAYAK[cek["layak"]].capitalize(), _NADA[cek["layak"]]
    butir = []
    for s in cek["syarat"]:
        nama, corak = {True: ("✓ memenuhi", "baik"), False: ("✗ tidak", "buruk")}.get(
            s["memenuhi"], ("? belum ada data", "waspada")
        )
        butir.append(
            {
                "label": s.get("label") or s["kode"],
                "tingkat": s["tingkat"],
                "nilai": _isi_syarat(s["nilai"]),
                "minimal": _isi_syarat(s["minimal"]),
                "keadaan": nama,
                "nada": corak,
                "sumber": s["sumber"] or "–",
                "tindakan": s["tindakan"] or "–",
            }
        )
    return {
        "label": label,
        "nada": nada,
        "usulan": cek["usulan"] or "–",
        "alasan": cek["alasan"],
        "tanggal": tanggal(date.fromisoformat(dokumen["tanggal"])),
        "batas": tanggal(date.fromisoformat(kalender["batas"])),
        "sisa_hari": kalender["sisa_hari"],
        "butir": butir,
        "temuan": kelompok_temuan(cek["temuan"]),
    }


def _isi_syarat(nilai: object) -> str:
    if nilai is None:
        return "–"
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    if isinstance(nilai, str):
        return tanggal(date.fromisoformat(nilai)) if _TANGGAL.fullmatch(nilai) else nilai
    return angka_ringkas(nilai) if isinstance(nilai, int | float) else str(nilai)
