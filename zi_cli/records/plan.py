"""The zi.plan/1 record: one plan, ready for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import ambang_record, json_number
from zi_cli.scoring.plan.contract import Langkah, Permintaan, PerubahanHitungan, Rencana
from zi_cli.scoring.plan.demand import demand_of, step_note
from zi_cli.scoring.result import Penilaian
from zi_cli.version import PROGRAM
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.records.types.plan import LangkahRecord, PlanRecord

SCHEMA_PLAN: Final = "zi.plan/1"

#: Stands in every plan: the arithmetic says nothing about the evidence.
SYARAT_BUKTI = "Rencana ini hitungan: hanya berlaku bila bukti dukung setiap langkah ada dan diterima penilai."


class PlanSource(NamedTuple):
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
    konfigurasi: PlanSource | None = None


def plan_record(d: Dokumen) -> PlanRecord:
    """The record as the JSON contract zi.plan/1 has it."""
    r = d.rencana
    return {
        "skema": SCHEMA_PLAN,
        "program": PROGRAM,
        "berkas": {"nama": d.ws.nama, "sha256": d.ws.sha256},
        "instrumen": d.instrumen.nama,
        "ambang": ambang_record(d.ambang),
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
        "keadaan": d.penilaian.putusan[r.target].keadaan,
        "tercapai": r.tercapai,
        "optimal": r.optimal,
        "jumlah_langkah": len(r.langkah),
        "jumlah_tingkat": r.levels_climbed,
        "biaya": json_number(r.biaya),
        "langkah": [
            {
                "indikator": s.indikator,
                "dari": json_number(s.dari) if isinstance(s.dari, Fraction) else s.dari,
                "ke": json_number(s.ke) if isinstance(s.ke, Fraction) else s.ke,
                "tambahan": json_number(s.tambahan),
                "tingkat": s.tingkat,
                "biaya": json_number(s.biaya),
                "hitungan": {"kode": s.hitungan.kode, "dari": s.hitungan.dari, "ke": s.hitungan.ke}
                if s.hitungan
                else None,
                "uraian": d.instrumen.per_kode[s.indikator].teks,
                "tuntutan": demand_of(s, d.instrumen, d.kriteria),
                "catatan": step_note(s, d.instrumen),
                "dari_eksak": str(s.dari) if isinstance(s.dari, Fraction) else None,
                "ke_eksak": str(s.ke) if isinstance(s.ke, Fraction) else None,
                "tambahan_eksak": str(s.tambahan),
            }
            for s in r.langkah
        ],
        "nilai_awal": json_number(r.nilai_awal),
        "nilai_akhir": json_number(r.nilai_akhir),
        "capaian": [
            {
                "kode": c.awal.kode,
                "satuan": c.awal.satuan,
                "awal": json_number(c.awal.nilai),
                "akhir": json_number(c.akhir.nilai),
                "minimal": json_number(c.awal.minimal),
                "memenuhi": c.akhir.memenuhi,
                "keadaan": c.akhir.keadaan,
                "masuk": c.masuk,
            }
            for c in r.capaian
        ],
        "penghalang": [
            {
                "kode": p.kode,
                "satuan": p.satuan,
                "nilai_maks": json_number(p.nilai_maks),
                "minimal": json_number(p.minimal),
                "selisih": json_number(p.nilai_maks - p.minimal),
                "halangan": [{"indikator": k, "sebab": s} for k, s in p.halangan.items()],
            }
            for p in r.penghalang
        ],
        "syarat": SYARAT_BUKTI,
    }


def read_steps(content: PlanRecord, instrumen: Instrumen) -> tuple[Langkah, ...]:
    """The steps of a record read back, exact.

    Raises ValueError naming the first step that is none of *instrumen*: an unknown indicator, an answer that is
    not among its options or out of range, a count row of another indicator.
    """
    if content["instrumen"] != instrumen.nama:
        raise ValueError(f"instrumen bukan {instrumen.nama}")
    steps = []
    for n, s in enumerate(content["langkah"]):
        try:
            steps.append(_read_step(s, instrumen))
        except ValueError as e:
            raise ValueError(f"langkah[{n}].{e} tidak sesuai dengan {instrumen.nama}") from e
    return tuple(steps)


def _read_step(s: LangkahRecord, instrumen: Instrumen) -> Langkah:
    row = instrumen.per_kode.get(s["indikator"])
    if row is None or row.jenis != "indikator":
        raise ValueError("indikator")
    ke = _read_answer("ke", s["ke"], s["ke_eksak"], row, instrumen)
    dari = None if s["dari"] is None else _read_answer("dari", s["dari"], s["dari_eksak"], row, instrumen)
    calculation = None
    if (h := s["hitungan"]) is not None:
        if row.aturan is None or h["kode"] not in row.aturan.operan:
            raise ValueError("hitungan")
        calculation = PerubahanHitungan(h["kode"], h["dari"], h["ke"])
    extra = _exact("tambahan", s["tambahan"], s["tambahan_eksak"], instrumen.bobot(row.kode))
    return Langkah(row.kode, dari, ke, extra, s["tingkat"], Fraction(str(s["biaya"])), calculation)


def _read_answer(
    place: str, jawaban: str | float, exact: str | None, row: Baris, instrumen: Instrumen
) -> str | Fraction:
    if choice := instrumen.options(row.kode):
        if not isinstance(jawaban, str) or jawaban not in choice:
            raise ValueError(place)
        return jawaban
    return _exact(place, jawaban, exact, Fraction(1) if row.jenis_jawaban == "persen" else instrumen.survei_maksimum)


def _exact(place: str, shown: str | float, exact: str | None, maximum: Fraction) -> Fraction:
    """The exact figure, once it is sure that it is the one that is shown, and no greater than *maximum*."""
    if exact is None or json_number(nilai := Fraction(exact)) != shown or not 0 <= nilai <= maximum:
        raise ValueError(place)
    return nilai
