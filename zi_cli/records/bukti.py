"""The zi.bukti/1 record: the state of a satker's evidence, ready for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from zi_cli.bukti.collect import Document, Evidence, Found
from zi_cli.bukti.state import UNGGAH, IndicatorState, count_states
from zi_cli.bukti.subject import Subject
from zi_cli.records.score import angka, temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.bukti import BuktiRecord, DokumenRecord, IndikatorBuktiRecord, Status, StatusCountRecord

SKEMA_BUKTI: Final = "zi.bukti/1"


def bukti_record(
    e: Evidence, s: Subject, keadaan: Sequence[IndicatorState], temuan: Sequence[Found], *, isi_dibaca: bool
) -> BuktiRecord:
    """The record as the JSON contract zi.bukti/1 has it."""
    return {
        "skema": SKEMA_BUKTI,
        "program": PROGRAM,
        "instrumen": s.instrumen.nama,
        "folder": path_text(e.akar.name),
        "satker": s.satker,
        "tahun": s.tahun,
        "triwulan": s.triwulan,
        "penilai": s.penilai,
        "lke": {"nama": s.lke, "sha256": s.sha256} if s.lke is not None and s.sha256 is not None else None,
        "isi_dibaca": isi_dibaca,
        "ukuran": e.ukuran,
        "keadaan": cast("StatusCountRecord", count_states(keadaan)),
        "indikator": [_indicator(k, s) for k in keadaan],
        "dokumen": [_document(d) for d in e.dokumen],
        "temuan": [{"berkas": f.berkas, "temuan": temuan_record(f.temuan)} for f in temuan],
    }


def _indicator(k: IndicatorState, s: Subject) -> IndikatorBuktiRecord:
    jawaban, poin = s.jawaban.get(k.kode), s.points(k.kode)
    return {
        "kode": k.kode,
        "jawaban": jawaban.mentah if jawaban is not None and jawaban.terjawab else None,
        "poin": None if poin is None else angka(poin),
        "keadaan": cast("Status", k.keadaan),
        "berkas": k.berkas,
        "tautan": k.tautan,
        "status": cast("StatusCountRecord", k.status),
        "triwulan": list(k.triwulan),
        "temuan": {"galat": k.temuan["galat"], "peringatan": k.temuan["peringatan"], "info": k.temuan["info"]},
    }


def _document(d: Document) -> DokumenRecord:
    return {
        "indikator": d.kode,
        "nama": path_text(d.nama),
        "tautan": d.tautan,
        "sha256": d.fakta.sha256 if d.fakta is not None else None,
        "ukuran": d.fakta.ukuran if d.fakta is not None else None,
        "tahun": d.tahun,
        "triwulan": d.triwulan,
        "status": cast("Status", d.status or UNGGAH),
    }
