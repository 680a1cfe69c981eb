"""The records of stages and follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.follow_up import FollowUp
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.findings.record import Temuan
    from zi_cli.records.types.common import BerkasRecord
    from zi_cli.records.types.tahap import ButirTindakLanjutRecord, TindakLanjutRecord

SKEMA_TINDAK_LANJUT: Final = "zi.tindak-lanjut/1"


def register_file(daftar: DaftarSatker | None) -> BerkasRecord | None:
    """The register a record rests on."""
    return {"nama": path_text(daftar.berkas.name), "sha256": daftar.sha256} if daftar is not None else None


def follow_up_record(
    semua: Sequence[FollowUp],
    temuan: Sequence[Temuan],
    daftar: DaftarSatker | None,
    instrumen: Instrumen,
    tanggal: date,
    *,
    ditulis: int,
) -> TindakLanjutRecord:
    """The register of follow-up as the JSON contract zi.tindak-lanjut/1 has it."""
    return {
        "skema": SKEMA_TINDAK_LANJUT,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "tanggal": tanggal.isoformat(),
        "daftar": register_file(daftar),
        "terbuka": sum(1 for f in semua if f.terbuka),
        "terlambat": sum(1 for f in semua if f.late_days(tanggal)),
        "ditulis": ditulis,
        "butir": [_item(f, tanggal) for f in semua],
        "temuan": [temuan_record(t) for t in temuan],
    }


def _item(f: FollowUp, tanggal: date) -> ButirTindakLanjutRecord:
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
