"""Recommendations: the next level of the indicators that would add most points."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria, Predikat
from zi_cli.text import angka_ringkas
from zi_cli.views.indicators import skor_indikator, tulis_jawaban

_JUMLAH = 15

Rekaman = Mapping[str, Any]


def rekomendasi(
    rekaman: Rekaman, instrumen: Instrumen, kriteria: Mapping[str, Sequence[Kriteria]]
) -> list[dict[str, Any]]:
    """The next level of the indicators that would add most points, those of failing areas first."""
    gagal = _simpul_gagal(rekaman, instrumen)
    daftar: list[tuple[bool, Fraction, dict[str, Any]]] = []
    for b in instrumen.indikator:
        isi = rekaman["indikator"][b.kode]
        bobot = instrumen.bobot(b.kode)
        if skor_indikator(isi, bobot) >= bobot:
            continue
        ke, tuntutan, tambahan = _langkah(b, isi, bobot, instrumen, kriteria.get(b.kode, ()))
        utama = any(b.kode.startswith(f"{s}.") or b.kode == s for s in gagal)
        butir = {
            "kode": b.kode,
            "teks": b.teks,
            "dari": tulis_jawaban(isi["jawaban"], b),
            "ke": ke,
            "tuntutan": tuntutan,
            "tambahan": tambahan,
            "utama": utama,
        }
        daftar.append((not utama, -tambahan, butir))
    daftar.sort(key=lambda d: d[:2])
    return [butir for _, _, butir in daftar[:_JUMLAH]]


def pengantar(rekomendasi: Sequence[Mapping[str, Any]]) -> str:
    """The sentence above the list."""
    dasar = "Kenaikan satu tingkat yang menambah nilai paling banyak"
    return (
        f"{dasar}; yang menyangkut batas yang belum tercapai didahulukan."
        if any(r["utama"] for r in rekomendasi)
        else f"{dasar}."
    )


def _simpul_gagal(rekaman: Rekaman, instrumen: Instrumen) -> set[str]:
    """Nodes behind the thresholds that fail for the next predicate within reach (WBK, then WBBM)."""
    target: Predikat = "WBBM" if rekaman["putusan"]["WBK"]["memenuhi"] else "WBK"
    kurang = {b["kode"] for b in rekaman["putusan"][target]["ambang"] if not b["memenuhi"]}
    simpul: set[str] = set()
    for a in instrumen.ambang.daftar:
        if a.kode in kurang and a.simpul != "total":
            simpul |= set(instrumen.bagian_area(a.simpul)) if a.satuan == "persen" else {a.simpul}
    return simpul


def _langkah(
    baris: Baris, isi: Mapping[str, Any], bobot: Fraction, instrumen: Instrumen, rubrik: Sequence[Kriteria]
) -> tuple[str, str, Fraction]:
    """The next level of an indicator: its name, what it demands, and the points it adds."""
    skor = skor_indikator(isi, bobot)
    pilihan = list(instrumen.pilihan(baris.kode).items())
    if pilihan:
        nama, nilai = min((p for p in pilihan if p[1] * bobot > skor), key=lambda p: p[1])
        uraian = next((k.uraian for k in rubrik if k.pilihan == nama), "")
        return nama, uraian, nilai * bobot - skor
    if baris.jenis_jawaban == "persen":
        return "100%", "Naikkan capaian menurut hitungannya.", bobot - skor
    puncak = angka_ringkas(instrumen.survei_maksimum)
    return puncak, f"Naikkan indeks survei (0–{puncak}).", bobot - skor
