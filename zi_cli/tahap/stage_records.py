"""The records of stages and follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from zi_cli.bukti.folder_names import STATE_NAME
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.evidence_proof import EvidenceSeen
from zi_cli.pengajuan.follow_up import FollowUp
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.records.score import json_number, temuan_record
from zi_cli.tahap.position import Position, StageState
from zi_cli.tahap.quarterly import SHEETS, QuarterReport, sheet_headings
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.findings.record import Temuan
    from zi_cli.records.types import tahap as tipe
    from zi_cli.records.types.common import BerkasRecord

SCHEMA_FOLLOW_UP: Final = "zi.tindak-lanjut/1"
SCHEMA_TAHAP: Final = "zi.tahap/1"
SCHEMA_TRIWULAN: Final = "zi.tahap-triwulan/1"


def register_file(daftar: DaftarSatker | None) -> BerkasRecord | None:
    """The register a record rests on."""
    return {"nama": path_text(daftar.berkas.name), "sha256": daftar.sha256} if daftar is not None else None


def follow_up_record(
    every: Sequence[FollowUp],
    temuan: Sequence[Temuan],
    daftar: DaftarSatker | None,
    instrumen: Instrumen,
    tanggal: date,
    *,
    written: int,
) -> tipe.TindakLanjutRecord:
    """The register of follow-up as the JSON contract zi.tindak-lanjut/1 has it."""
    return {
        "skema": SCHEMA_FOLLOW_UP,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "tanggal": tanggal.isoformat(),
        "daftar": register_file(daftar),
        "terbuka": sum(1 for f in every if f.is_open),
        "terlambat": sum(1 for f in every if f.late_days(tanggal)),
        "ditulis": written,
        "butir": [_item(f, tanggal) for f in every],
        "temuan": [temuan_record(t) for t in temuan],
    }


def _item(f: FollowUp, tanggal: date) -> tipe.ButirTindakLanjutRecord:
    return {
        "satker": f.satker,
        "indikator": f.indikator or None,
        "uraian": f.uraian,
        "sumber": f.sumber,
        "tahun": f.tahun or None,
        "catatan": f.catatan,
        "penanggung_jawab": f.siapa or None,
        "batas": f.batas.isoformat() if f.batas else None,
        "hari_terlambat": f.late_days(tanggal),
        "status": f.status,
        "bukti": f.bukti or None,
        "asal": f.asal or None,
        "baru": f.tempat is None,
    }


def stages_record(
    every: Sequence[Position], daftar: DaftarSatker, instrumen: Instrumen, rules: Aturan
) -> tipe.TahapRecord:
    """The stages as the JSON contract zi.tahap/1 has them."""
    return {
        "skema": SCHEMA_TAHAP,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "tanggal": rules.tanggal.isoformat(),
        "tahun": rules.tahun,
        "daftar": register_file(daftar),
        "satker": [_satker(p) for p in every],
    }


def _satker(p: Position) -> tipe.SatkerTahapRecord:
    return {
        "kode": p.satker.kode,
        "nama": p.satker.called,
        "kanwil": p.satker.kanwil,
        "usulan": p.usulan,
        "kedudukan": p.kedudukan,
        "kini": p.kini.tahap.kode if p.kini else None,
        "siapa": p.siapa,
        "kurang": p.kurang or None,
        "hari_terlambat": p.days_overdue,
        "terlambat": [{"apa": what, "hari": day} for what, day in p.terlambat],
        "tahap": [_stage(k) for k in p.tahap],
        "temuan": [temuan_record(t) for t in p.temuan],
        "keadaan_bukti": _evidence(p.bukti) if p.bukti is not None else None,
    }


def _evidence(e: EvidenceSeen) -> tipe.KeadaanBuktiRecord:
    k = e.keadaan
    return {
        "berkas": path_text(f"{e.folder.name}/{STATE_NAME}"),
        "tahun": k.tahun if k else None,
        "triwulan": k.triwulan if k else None,
        "tanggal": k.tanggal.isoformat() if k else None,
        "lengkap": e.lengkap,
        "temuan": temuan_record(e.temuan),
    }


def _stage(k: StageState) -> tipe.TahapSatkerRecord:
    return {
        "kode": k.tahap.kode,
        "judul": k.tahap.judul,
        "pelaku": k.tahap.pelaku,
        "selesai": k.fakta.jawaban.tribool,
        "tanggal": k.tanggal.isoformat() if k.tanggal else None,
        "batas": k.batas.isoformat() if k.batas else None,
        "hari_terlambat": k.hari_terlambat,
        "kurang": k.fakta.sebab or None,
        "bukti": [{"berkas": a.berkas, "sel": str(a.sel) if a.sel else None, "sha256": a.sha256} for a in k.fakta.asal],
    }


def quarter_record(r: QuarterReport, daftar: DaftarSatker, instrumen: Instrumen) -> tipe.TahapTriwulanRecord:
    """The quarterly report as the JSON contract zi.tahap-triwulan/1 has it."""
    return {
        "skema": SCHEMA_TRIWULAN,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "daftar": register_file(daftar),
        "unit": r.unit,
        "triwulan": {
            "tahun": r.triwulan.tahun,
            "nomor": r.triwulan.nomor,
            "awal": r.triwulan.awal.isoformat(),
            "akhir": r.triwulan.last_day.isoformat(),
        },
        "satker": [
            {
                "kode": x.satker.kode,
                "nama": x.satker.called,
                "kanwil": x.satker.kanwil,
                "usulan": x.satker.usulan,
                "predikat": x.satker.predikat,
                "ipk": None if x.ipk is None else json_number(x.ipk),
                "ikm": None if x.ikm is None else json_number(x.ikm),
                "tlhp": x.tlhp,
                "data_dukung": x.data_dukung,
                "bukti": x.bukti,
                "pembinaan": x.pembinaan,
            }
            for x in r.satker
        ],
        "lembar": {
            n: [{title: _plain(b.isi.get(key)) for key, title in sheet_headings(n)} for b in r.lembar[n]]
            for n in SHEETS
        },
        "temuan": [temuan_record(t) for t in r.temuan],
    }


def _plain(nilai: object) -> str | bool | None:
    if isinstance(nilai, date):
        return nilai.isoformat()
    return nilai if nilai is None or isinstance(nilai, bool) else str(nilai)
