"""The zi.check/1 record, ready for JSON."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from zi_cli.config import Config
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.calendar import Kalender
from zi_cli.pengajuan.check_register import HasilPeriksa
from zi_cli.pengajuan.eligibility import HasilSatker, TemuanBerkas
from zi_cli.pengajuan.fact import Asal, Fact
from zi_cli.pengajuan.kawasan import Kawasan, KawasanPart
from zi_cli.pengajuan.portfolio import Portfolio
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.requirement import HasilSyarat
from zi_cli.records.score import ambang_record, json_number, temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types import check as tipe
    from zi_cli.records.types.common import BerkasRecord

SCHEMA_CHECK: Final = "zi.check/1"


def check_record(
    result: HasilPeriksa, instrumen: Instrumen, config: Config, daftar: DaftarSatker | None
) -> tipe.CheckRecord:
    """The whole answer as the JSON contract zi.check/1 has it; satker in the order of the table."""
    return {
        "skema": SCHEMA_CHECK,
        "program": PROGRAM,
        "tanggal": result.tanggal.isoformat(),
        "instrumen": instrumen.nama,
        "ambang": ambang_record(config.ambang),
        "konfigurasi": _file_record(path_text(config.berkas.name) if config.berkas else None, config.sha256),
        "daftar": _file_record(path_text(daftar.berkas.name), daftar.sha256) if daftar else None,
        "satker": [satker_record(s) for s in result.satker],
        "tidak_diusulkan": result.tidak_diusulkan,
        "portofolio": _portofolio(result.portofolio),
        "kalender": kalender_record(result.kalender),
        "temuan": [_temuan(t) for t in result.temuan],
        "kawasan": [_kawasan(k) for k in result.kawasan],
    }


def _kawasan(k: Kawasan) -> tipe.KawasanRecord:
    return {
        "nama": k.nama,
        "terpenuhi": k.jawaban.tribool,
        "anggota": [_part(x) for x in k.anggota],
        "aspek": [_part(x) for x in k.aspek],
        "tim": list(k.tim),
    }


def _part(x: KawasanPart) -> tipe.BagianKawasanRecord:
    return {
        "nama": x.nama,
        "jawaban": x.fakta.jawaban.tribool,
        "sebab": x.fakta.sebab or None,
        "bukti": x.bukti or None,
        "oleh": x.oleh or None,
    }


def satker_record(h: HasilSatker) -> tipe.UsulanRecord:
    """One satker of the record: the verdict, every requirement, the findings, the reasons."""
    return {
        "kode": h.kode,
        "nama": h.nama,
        "usulan": h.usulan,
        "layak": h.layak,
        "penilai": h.penilai,
        "nilai_memenuhi": h.nilai_memenuhi,
        "syarat": [_syarat(s) for s in h.syarat],
        "temuan": [_temuan(t) for t in h.temuan],
        "alasan": list(h.alasan),
        "berkas": _file_record(h.bahan.nama, h.bahan.sha256) if h.bahan else None,
        "fakta": [_fact(f) for f in h.fakta],
    }


def _fact(f: Fact) -> tipe.FaktaRecord:
    return {
        "kode": f.kode,
        "jawaban": f.jawaban.value,
        "sebab": f.sebab or None,
        "asal": [_origin(a) for a in f.asal if str(a)],
    }


def _origin(a: Asal) -> tipe.AsalRecord:
    return {"tempat": str(a), "tanggal": a.tanggal.isoformat() if a.tanggal else None}


def kalender_record(k: Kalender) -> tipe.KalenderRecord:
    """The deadline, the evidence updates that are late, and every monev of a predicate."""
    return {
        "batas": k.batas.isoformat(),
        "sisa_hari": k.sisa_hari,
        "berikutnya": k.berikutnya.isoformat(),
        "pembaruan_data_dukung": {
            "terakhir": k.pembaruan.terakhir.isoformat(),
            "berikutnya": k.pembaruan.berikutnya.isoformat(),
            "belum": [
                {"kode": s.kode, "nama": s.called, "tanggal": d.isoformat() if d else None}
                for s, d in k.pembaruan.belum
            ],
        },
        "monev": [
            {
                "kode": m.satker.kode,
                "nama": m.satker.called,
                "predikat": m.predikat,
                "sejak": m.sejak.isoformat() if m.sejak else None,
                "jatuh_tempo": m.jatuh_tempo.isoformat() if m.jatuh_tempo else None,
                "sisa_hari": m.sisa_hari,
                "status": m.status,
            }
            for m in k.monev
        ],
    }


def _syarat(s: HasilSyarat) -> tipe.HasilSyaratRecord:
    return {
        "kode": s.kode,
        "tingkat": s.syarat.tingkat,
        "nilai": None if s.nilai is None else _value(s.nilai),
        "minimal": _value(s.minimal),
        "memenuhi": s.memenuhi,
        "sumber": s.sumber,
        "tindakan": s.tindakan,
        "label": s.label,
        "dasar": s.syarat.dasar,
        "peraturan": s.syarat.sumber,
        "berlaku_sejak": s.syarat.berlaku_sejak.isoformat() if s.syarat.berlaku_sejak else None,
        "sebab": s.fakta.sebab or None,
    }


def _value(nilai: str | Fraction | bool | int | date) -> str | float | bool:
    if isinstance(nilai, Fraction):
        return json_number(nilai, 9)
    return nilai.isoformat() if isinstance(nilai, date) else nilai


def _portofolio(p: Portfolio) -> tipe.PortofolioRecord:
    return {
        "satker": p.satker,
        "berpredikat": p.berpredikat,
        "tambahan": p.tambahan,
        "persen_sebelum": json_number(p.persen_sebelum) if p.persen_sebelum is not None else None,
        "persen_sesudah": json_number(p.persen_sesudah) if p.persen_sesudah is not None else None,
        "batas_persen": p.batas_persen,
        "melebihi_sebelum": p.melebihi_sebelum,
        "melebihi_sesudah": p.melebihi_sesudah,
        "tambahan_layak": p.tambahan_layak,
        "persen_layak": json_number(p.persen_layak) if p.persen_layak is not None else None,
        "melebihi_layak": p.melebihi_layak,
    }


def _file_record(name: str | None, sha256: str | None) -> BerkasRecord | None:
    return {"nama": name, "sha256": sha256} if name and sha256 else None


def _temuan(t: TemuanBerkas) -> tipe.TemuanBerkasRecord:
    return {"berkas": t.berkas, **temuan_record(t.temuan)}
