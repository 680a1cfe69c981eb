"""The zi.plan/1 record and its CSV: one plan, ready for other programs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zi_cli import PROGRAM
from zi_cli.bahasa import titik
from zi_cli.report.keluaran import Angka, teks_csv
from zi_cli.report.rekaman import DIGIT, angka, rekaman_ambang
from zi_cli.report.rencana import SYARAT_BUKTI, Dokumen, teks_langkah

SKEMA_PLAN = "zi.plan/1"


def rekaman_plan(d: Dokumen) -> dict[str, Any]:
    """The record as the JSON contract zi.plan/1 has it."""
    r = d.rencana
    return {
        "skema": SKEMA_PLAN,
        "program": PROGRAM,
        "berkas": {"nama": d.ws.nama, "sha256": d.ws.sha256},
        "instrumen": d.instrumen.nama,
        "ambang": rekaman_ambang(d.ambang),
        "satker": d.ws.satker,
        "tahun": d.ws.tahun,
        "penilai": d.penilaian.penilai,
        "tahap": d.penilaian.tahap,
        "permintaan": {
            "kunci": list(d.permintaan.kunci),
            "izinkan": sorted(d.permintaan.izinkan),
            "maks_langkah": d.permintaan.maks_langkah,
            "berbiaya": d.permintaan.biaya is not None,
        },
        "target": r.target,
        "cakupan": r.cakupan,
        "tercapai": r.tercapai,
        "optimal": r.optimal,
        "jumlah_langkah": len(r.langkah),
        "jumlah_tingkat": r.jumlah_tingkat,
        "biaya": angka(r.biaya),
        "langkah": [
            {
                "indikator": s.indikator,
                "dari": angka(s.dari) if isinstance(s.dari, Fraction) else s.dari,
                "ke": angka(s.ke) if isinstance(s.ke, Fraction) else s.ke,
                "tambahan": angka(s.tambahan),
                "tingkat": s.tingkat,
                "biaya": angka(s.biaya),
                "hitungan": s.hitungan._asdict() if s.hitungan else None,
                "uraian": t.uraian,
                "tuntutan": t.tuntutan,
                "catatan": t.catatan,
            }
            for s, t in zip(r.langkah, teks_langkah(r, d.instrumen, d.kriteria), strict=True)
        ],
        "nilai_awal": angka(r.nilai_awal),
        "nilai_akhir": angka(r.nilai_akhir),
        "capaian": [
            {
                "kode": c.awal.kode,
                "satuan": c.awal.satuan,
                "awal": angka(c.awal.nilai),
                "akhir": angka(c.akhir.nilai),
                "minimal": angka(c.awal.minimal),
                "memenuhi": c.akhir.memenuhi,
                "masuk": c.masuk,
            }
            for c in r.capaian
        ],
        "penghalang": [
            {
                "kode": p.kode,
                "satuan": p.satuan,
                "nilai_maks": angka(p.nilai_maks),
                "minimal": angka(p.minimal),
                "selisih": angka(p.nilai_maks - p.minimal),
                "halangan": [{"indikator": k, "sebab": s} for k, s in p.halangan.items()],
            }
            for p in r.penghalang
        ],
        "syarat": SYARAT_BUKTI,
    }


def csv_plan(d: Dokumen, *, indonesia: bool) -> str:
    """One row a step (none when there is no plan)."""
    judul = (
        "berkas", "penilai", "target", "nomor", "baris", "indikator", "uraian", "dari", "ke",
        "hitungan", "hitungan_dari", "hitungan_ke", "tingkat", "tambahan", "biaya", "tuntutan", "catatan",
    )  # fmt: skip
    return teks_csv(
        judul,
        (
            (
                *(d.ws.nama, d.penilaian.penilai, d.rencana.target, t.nomor, t.baris, t.kode, t.uraian),
                *(_sel(s.dari), _sel(s.ke)),
                *((s.hitungan.kode, s.hitungan.dari, s.hitungan.ke) if s.hitungan else (None, None, None)),
                *(s.tingkat, Angka(titik(s.tambahan, DIGIT)), Angka(titik(s.biaya, 2)), t.tuntutan, t.catatan),
            )
            for s, t in zip(d.rencana.langkah, teks_langkah(d.rencana, d.instrumen, d.kriteria), strict=True)
        ),
        indonesia=indonesia,
    )


def _sel(jawaban: str | Fraction | None) -> object:
    return Angka(titik(jawaban, DIGIT)) if isinstance(jawaban, Fraction) else jawaban
