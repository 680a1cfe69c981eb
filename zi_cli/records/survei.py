"""The zi.survei/1 record: a survey's result, ready for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.score import ambang_record, json_number, temuan_record, written_file
from zi_cli.survei.column_map import ProposedColumn
from zi_cli.survei.groups import Group, Groups, shown_mean
from zi_cli.survei.index import JOINING, METHODS, Bulan
from zi_cli.survei.summary import IndexResult, SurveyResult
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.survei import BagianSurveiRecord, IndeksRecord, SurveiBerkasRecord, SurveiRecord

SCHEMA_SURVEI: Final = "zi.survei/1"
SCHEMA_FILES: Final = "zi.survei-berkas/1"


def survei_record(result: SurveyResult, group: Groups, instrumen: Instrumen, satker: str | None) -> SurveiRecord:
    """The record as the JSON contract zi.survei/1 has it."""
    choice, sampel = result.pilihan, result.sampel
    bulan = next((i.bulan for i in result.indeks.values()), ())
    return {
        "skema": SCHEMA_SURVEI,
        "program": PROGRAM,
        "berkas": [{"nama": b.nama, "sha256": b.sha256} for b in result.survei.berkas],
        "instrumen": instrumen.nama,
        "ambang": ambang_record(result.ambang),
        "satker": satker,
        "cara": {
            "rumus": choice.rumus,
            "gabungan": choice.gabungan,
            "bulan_terakhir": choice.bulan_terakhir,
            "tanggal": choice.tanggal.isoformat() if choice.tanggal else None,
            "bobot_skm": [str(b) for b in choice.bobot_skm],
        },
        "responden": len(result.survei.jawaban),
        "bulan": [_month(b) for b in bulan],
        "mencurigakan": result.mencurigakan,
        "indeks": [_index(i, group) for i in result.indeks.values()],
        "sampel": {
            "populasi": sampel.populasi,
            "rumus": sampel.rumus,
            "dibutuhkan": sampel.dibutuhkan,
            "kurang": sampel.kurang,
        }
        if sampel
        else None,
        "temuan": [{**temuan_record(t), "berkas": list(result.asal.get(t, ()))} for t in result.temuan],
    }


def _month(bulan: Bulan) -> str:
    return f"{bulan[0]:04}-{bulan[1]:02}"


def _number(nilai: Fraction | None) -> float | None:
    return None if nilai is None else json_number(nilai)


def _index(i: IndexResult, group: Groups) -> IndeksRecord:
    element = i.unsur.unsur if i.unsur else {}
    return {
        "kuesioner": i.kuesioner.kode,
        "indeks": i.kuesioner.indeks,
        "skala": i.skala,
        "responden": i.responden,
        "nilai": _number(i.dipakai),
        "tanpa_mencurigakan": _number(i.bersih),
        "bacaan": [
            {
                "rumus": r,
                "gabungan": g,
                "nilai": _number(i.empat.get((r, g))),
                "eksak": None if i.empat.get((r, g)) is None else str(i.empat[r, g]),
            }
            for r in METHODS
            for g in JOINING
        ],
        "konversi": _number(i.konversi),
        "menurut_lampiran": _number(i.lampiran),
        "mutu": i.mutu.huruf if i.mutu else None,
        "baris_lke": i.baris,
        "bulan": [_part(k, i.kuesioner.kode) for k in group.bulan],
        "layanan": [_part(k, i.kuesioner.kode) for k in group.layanan],
        "unsur": [
            {
                "kode": u.kode,
                "nama": u.nama,
                "rata": _number(shown_mean(element[u.kode])) if u.kode in element else None,
                "jawaban": element[u.kode].banyak if u.kode in element else 0,
            }
            for u in i.kuesioner.unsur
        ],
        "ambang": [{"predikat": a.predikat, "minimal": json_number(a.minimal), "keadaan": a.keadaan} for a in i.ambang],
    }


def _part(k: Group, code: str) -> BagianSurveiRecord:
    """A month or service; of several merged ones the names are joined by ", "."""
    names = [_month(x) if isinstance(x, tuple) else x or "" for x in k.anggota]
    return {"nama": ", ".join(names) or None, "nilai": _number(k.indeks[code]), "jawaban": k.jawaban[code]}


def files_record(
    kind: Literal["peta", "laporan", "formulir"],
    written: Mapping[Path, bytes],
    columns: Sequence[ProposedColumn] = (),
    temuan: Sequence[Temuan] = (),
) -> SurveiBerkasRecord:
    """What was written besides figures as the JSON contract zi.survei-berkas/1 has it."""
    return {
        "skema": SCHEMA_FILES,
        "program": PROGRAM,
        "jenis": kind,
        "ditulis": [written_file(p, content) for p, content in written.items()],
        "kolom": [{"kolom": k.kolom, "judul": k.judul, "arti": k.arti or None} for k in columns],
        "temuan": [temuan_record(t) for t in temuan],
    }
