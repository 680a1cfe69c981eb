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
from zi_cli.survei.index import GABUNGAN, RUMUS, Bulan
from zi_cli.survei.summary import IndexResult, SurveyResult
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.survei import BagianSurveiRecord, IndeksRecord, SurveiBerkasRecord, SurveiRecord

SKEMA_SURVEI: Final = "zi.survei/1"
SKEMA_BERKAS: Final = "zi.survei-berkas/1"


def survei_record(hasil: SurveyResult, kelompok: Groups, instrumen: Instrumen, satker: str | None) -> SurveiRecord:
    """The record as the JSON contract zi.survei/1 has it."""
    pilihan, sampel = hasil.pilihan, hasil.sampel
    bulan = next((i.bulan for i in hasil.indeks.values()), ())
    return {
        "skema": SKEMA_SURVEI,
        "program": PROGRAM,
        "berkas": [{"nama": b.nama, "sha256": b.sha256} for b in hasil.survei.berkas],
        "instrumen": instrumen.nama,
        "ambang": ambang_record(hasil.ambang),
        "satker": satker,
        "cara": {
            "rumus": pilihan.rumus,
            "gabungan": pilihan.gabungan,
            "bulan_terakhir": pilihan.bulan_terakhir,
            "tanggal": pilihan.tanggal.isoformat() if pilihan.tanggal else None,
            "bobot_skm": [str(b) for b in pilihan.bobot_skm],
        },
        "responden": len(hasil.survei.jawaban),
        "bulan": [_month(b) for b in bulan],
        "mencurigakan": hasil.mencurigakan,
        "indeks": [_index(i, kelompok) for i in hasil.indeks.values()],
        "sampel": {
            "populasi": sampel.populasi,
            "rumus": sampel.rumus,
            "dibutuhkan": sampel.dibutuhkan,
            "kurang": sampel.kurang,
        }
        if sampel
        else None,
        "temuan": [{**temuan_record(t), "berkas": list(hasil.asal.get(t, ()))} for t in hasil.temuan],
    }


def _month(bulan: Bulan) -> str:
    return f"{bulan[0]:04}-{bulan[1]:02}"


def _number(nilai: Fraction | None) -> float | None:
    return None if nilai is None else json_number(nilai)


def _index(i: IndexResult, kelompok: Groups) -> IndeksRecord:
    unsur = i.unsur.unsur if i.unsur else {}
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
            for r in RUMUS
            for g in GABUNGAN
        ],
        "konversi": _number(i.konversi),
        "menurut_lampiran": _number(i.lampiran),
        "mutu": i.mutu.huruf if i.mutu else None,
        "baris_lke": i.baris,
        "bulan": [_part(k, i.kuesioner.kode) for k in kelompok.bulan],
        "layanan": [_part(k, i.kuesioner.kode) for k in kelompok.layanan],
        "unsur": [
            {
                "kode": u.kode,
                "nama": u.nama,
                "rata": _number(shown_mean(unsur[u.kode])) if u.kode in unsur else None,
                "jawaban": unsur[u.kode].banyak if u.kode in unsur else 0,
            }
            for u in i.kuesioner.unsur
        ],
        "ambang": [{"predikat": a.predikat, "minimal": json_number(a.minimal), "keadaan": a.keadaan} for a in i.ambang],
    }


def _part(k: Group, kode: str) -> BagianSurveiRecord:
    """A month or service; of several merged ones the names are joined by ", "."""
    nama = [_month(x) if isinstance(x, tuple) else x or "" for x in k.anggota]
    return {"nama": ", ".join(nama) or None, "nilai": _number(k.indeks[kode]), "jawaban": k.jawaban[kode]}


def files_record(
    jenis: Literal["peta", "laporan", "formulir"],
    ditulis: Mapping[Path, bytes],
    kolom: Sequence[ProposedColumn] = (),
    temuan: Sequence[Temuan] = (),
) -> SurveiBerkasRecord:
    """What was written besides figures as the JSON contract zi.survei-berkas/1 has it."""
    return {
        "skema": SKEMA_BERKAS,
        "program": PROGRAM,
        "jenis": jenis,
        "ditulis": [written_file(p, isi) for p, isi in ditulis.items()],
        "kolom": [{"kolom": k.kolom, "judul": k.judul, "arti": k.arti or None} for k in kolom],
        "temuan": [temuan_record(t) for t in temuan],
    }
