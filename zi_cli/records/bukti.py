"""The zi.bukti/1 record: the state of a satker's evidence, ready for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from zi_cli.bukti.changes import Changed, ComparedDocument, count_changes, piece
from zi_cli.bukti.collect_documents import Evidence, EvidenceDocument, Found
from zi_cli.bukti.evidence_tree import PreparedTree
from zi_cli.bukti.state import UNGGAH, IndicatorState, count_states
from zi_cli.bukti.subject import Subject
from zi_cli.evaluation import Evaluation
from zi_cli.records.score import json_number, temuan_record, written_file
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types import bukti as tipe

SCHEMA_BUKTI: Final = "zi.bukti/1"
SCHEMA_COMPARED: Final = "zi.bukti-banding/1"
SCHEMA_PREPARED: Final = "zi.bukti-siapkan/1"


def bukti_record(
    e: Evidence, s: Subject, states: Sequence[IndicatorState], temuan: Sequence[Found]
) -> tipe.BuktiRecord:
    """The record as the JSON contract zi.bukti/1 has it."""
    return {
        "skema": SCHEMA_BUKTI,
        "program": PROGRAM,
        "instrumen": s.instrumen.nama,
        "folder": path_text(e.akar.name),
        "satker": s.satker,
        "tahun": s.tahun,
        "triwulan": s.triwulan,
        "penilai": s.penilai,
        "lke": {"nama": s.lke, "sha256": s.sha256} if s.lke is not None and s.sha256 is not None else None,
        "isi_dibaca": e.isi_dibaca,
        "ukuran": e.size,
        "keadaan": cast("tipe.StatusCountRecord", count_states(states)),
        "indikator": [_indicator(k, s) for k in states],
        "dokumen": [_document(d) for d in e.dokumen],
        "temuan": [{"berkas": f.berkas, "temuan": temuan_record(f.temuan)} for f in temuan],
    }


def _indicator(k: IndicatorState, s: Subject) -> tipe.IndikatorBuktiRecord:
    jawaban, poin = s.jawaban.get(k.kode), s.points(k.kode)
    return {
        "kode": k.kode,
        "jawaban": jawaban.mentah if jawaban is not None and jawaban.terjawab else None,
        "poin": None if poin is None else json_number(poin),
        "keadaan": cast("tipe.Status", k.keadaan),
        "berkas": k.berkas,
        "tautan": k.tautan,
        "status": cast("tipe.StatusCountRecord", k.status),
        "triwulan": list(k.triwulan),
        "temuan": {"galat": k.temuan["galat"], "peringatan": k.temuan["peringatan"], "info": k.temuan["info"]},
    }


def _document(d: EvidenceDocument) -> tipe.DokumenRecord:
    return {
        "indikator": d.kode,
        "nama": path_text(d.nama),
        "tautan": d.tautan,
        "sha256": d.fakta.sha256 if d.fakta is not None else None,
        "ukuran": d.fakta.ukuran if d.fakta is not None else None,
        "tahun": d.tahun,
        "triwulan": d.triwulan,
        "status": cast("tipe.Status", d.status or UNGGAH),
    }


def recorded_pieces(record: tipe.BuktiRecord) -> list[ComparedDocument]:
    """The documents of an earlier record, for comparison."""
    return [piece(d["indikator"], d["nama"], d["sha256"], link=d["tautan"]) for d in record["dokumen"]]


def evidence_pieces(e: Evidence) -> list[ComparedDocument]:
    """The documents there are, for comparison."""
    digests = ((d, d.fakta.sha256 if d.fakta is not None else None) for d in e.dokumen)
    return [piece(d.kode, path_text(d.nama), s, link=d.tautan) for d, s in digests]


def comparison_record(old: str, new: str, changes: Sequence[Changed], instrumen: str) -> tipe.BuktiBandingRecord:
    """The comparison as the JSON contract zi.bukti-banding/1 has it."""
    return {
        "skema": SCHEMA_COMPARED,
        "program": PROGRAM,
        "instrumen": instrumen,
        "lama": old,
        "baru": new,
        "jumlah": cast("tipe.JumlahPerubahanRecord", count_changes(changes)),
        "dokumen": [
            {"perubahan": c.perubahan, "indikator": c.kode, "nama": c.nama, "dahulu": c.dahulu} for c in changes
        ],
    }


def prepared_record(folder: Path, ready: PreparedTree, e: Evaluation | None, instrumen: str) -> tipe.BuktiSiapRecord:
    """The tree below *folder* as the JSON contract zi.bukti-siapkan/1 has it; *e* is the worksheet that filled it."""
    return {
        "skema": SCHEMA_PREPARED,
        "program": PROGRAM,
        "instrumen": instrumen,
        "folder": path_text(str(folder)),
        "lke": {"nama": e.ws.nama, "sha256": e.ws.sha256} if e is not None else None,
        "indikator": len(ready.folder),
        "dokumen": ready.dokumen,
        "ditulis": [written_file(folder / jalur, content) for jalur, content in ready.isi.items()],
    }
