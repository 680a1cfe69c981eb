"""The zi.plan/1 record: one plan, ready for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria, SetAmbang
from zi_cli.records.score import DIGIT, angka, rekaman_ambang
from zi_cli.scoring.plan.contract import Langkah, Permintaan, PerubahanHitungan, Rencana
from zi_cli.scoring.plan.demand import catatan_langkah, tuntutan
from zi_cli.scoring.result import Penilaian
from zi_cli.version import PROGRAM
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.records.types.plan import PlanRecord

SKEMA_PLAN: Final = "zi.plan/1"

#: Stands in every plan: the arithmetic says nothing about the evidence.
SYARAT_BUKTI = "Rencana ini hitungan: hanya berlaku bila bukti dukung setiap langkah ada dan diterima penilai."

#: No figure of a plan comes near it.
_BILANGAN_MAKS = 10**15


class Sumber(NamedTuple):
    """A file that a plan rests on besides the worksheet: its name and SHA-256."""

    nama: str
    sha256: str


class Dokumen(NamedTuple):
    """All that a printed plan needs: the file, the assessor, the plan, what was asked, and the rules."""

    ws: Worksheet
    penilaian: Penilaian
    rencana: Rencana
    permintaan: Permintaan
    instrumen: Instrumen
    kriteria: Mapping[str, tuple[Kriteria, ...]]
    ambang: SetAmbang
    temuan: Sequence[Temuan] = ()
    konfigurasi: Sumber | None = None


def rekaman_plan(d: Dokumen) -> PlanRecord:
    """The record as the JSON contract zi.plan/1 has it."""
    r = d.rencana
    return {
        "skema": SKEMA_PLAN,
        "program": PROGRAM,
        "berkas": {"nama": d.ws.nama, "sha256": d.ws.sha256},
        "instrumen": d.instrumen.nama,
        "ambang": rekaman_ambang(d.ambang),
        "konfigurasi": {"nama": d.konfigurasi.nama, "sha256": d.konfigurasi.sha256} if d.konfigurasi else None,
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
                "hitungan": {"kode": s.hitungan.kode, "dari": s.hitungan.dari, "ke": s.hitungan.ke}
                if s.hitungan
                else None,
                "uraian": d.instrumen.per_kode[s.indikator].teks,
                "tuntutan": tuntutan(s, d.instrumen, d.kriteria),
                "catatan": catatan_langkah(s, d.instrumen),
            }
            for s in r.langkah
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


def baca_langkah(isi: Any, instrumen: Instrumen) -> Langkah:
    """One step of a zi.plan/1 record read back, for letters; nothing in it is taken on trust.

    Raises ValueError when it is no step of *instrumen*: unknown indicator, an answer that is not
    among its options, a ratio or index out of range, a count row of another indicator.
    """
    if not isinstance(isi, dict):
        raise ValueError("langkah")
    baris = instrumen.per_kode.get(str(isi.get("indikator")))
    if baris is None or baris.jenis != "indikator":
        raise ValueError("indikator")
    dari = None if isi.get("dari") is None else _jawaban(isi["dari"], baris, instrumen)
    tingkat = isi.get("tingkat")
    if type(tingkat) is not int or tingkat < 1:
        raise ValueError("tingkat")
    return Langkah(
        baris.kode,
        dari,
        _jawaban(isi.get("ke"), baris, instrumen),
        _bilangan(isi.get("tambahan"), instrumen.bobot(baris.kode)),
        tingkat,
        _bilangan(isi.get("biaya"), None),
        None if isi.get("hitungan") is None else _hitungan(isi["hitungan"], baris),
    )


def _jawaban(isi: object, baris: Baris, instrumen: Instrumen) -> str | Fraction:
    pilihan = instrumen.pilihan(baris.kode)
    if not pilihan:
        return _bilangan(isi, Fraction(1) if baris.jenis_jawaban == "persen" else instrumen.survei_maksimum)
    if not isinstance(isi, str) or isi not in pilihan:
        raise ValueError("jawaban")
    return isi


def _bilangan(isi: object, maksimum: Fraction | None) -> Fraction:
    if isinstance(isi, bool) or not isinstance(isi, int | float) or not 0 <= isi < _BILANGAN_MAKS:
        raise ValueError("bilangan")
    nilai = Fraction(repr(isi))
    if maksimum is not None and nilai > maksimum + Fraction(1, 10**DIGIT):
        raise ValueError("bilangan")
    return nilai


def _hitungan(isi: object, baris: Baris) -> PerubahanHitungan:
    if not isinstance(isi, dict) or baris.aturan is None or isi.get("kode") not in baris.aturan.operan:
        raise ValueError("hitungan")
    dari, ke = isi.get("dari"), isi.get("ke")
    if type(ke) is not int or not (dari is None or type(dari) is int):
        raise ValueError("hitungan")
    return PerubahanHitungan(str(isi["kode"]), dari, ke)
