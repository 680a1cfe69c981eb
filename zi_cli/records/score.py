"""The zi.score/1 record: one assessor of one file, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli import files
from zi_cli.findings.record import Temuan, sort_temuan
from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.scoring.result import HasilAmbang, Penilaian, Putusan
from zi_cli.scoring.score import is_blank
from zi_cli.scoring.verdict import area_percent
from zi_cli.text import path_text, round_half_up
from zi_cli.version import PROGRAM
from zi_cli.worksheet.model import Penilai, Worksheet

if TYPE_CHECKING:
    from zi_cli.records.types import score as tipe
    from zi_cli.records.types.common import AmbangRecord, BerkasRecord, TemuanRecord
    from zi_cli.scoring.accepted import AcceptedFinding
    from zi_cli.scoring.formulas.difference import Difference

SCHEMA_SCORE: Final = "zi.score/1"
SCHEMA_LINT: Final = "zi.lint/1"
#: Decimals of figures in JSON and CSV.
DIGIT = 6


def json_number(nilai: Fraction, digit: int = DIGIT) -> int | float:
    """*nilai* rounded half up to *digit* decimals, as a JSON number (whole numbers without a point)."""
    upper, lower = nilai.as_integer_ratio()
    if lower == 1:
        return upper
    # A quotient of whole numbers is the float nearest to the decimal, as parsing its text would give.
    skala: int = 10**digit
    integer = round_half_up(nilai, digit)
    return integer / skala if integer % skala else integer // skala


def score_record(
    ws: Worksheet,
    penilaian: Penilaian,
    every: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: list[Temuan] | None = None,
    selisih: Difference | None = None,
) -> tipe.ScoreRecord:
    """The record of *penilaian* as the JSON contract zi.score/1 has it.

    *every* are all assessors of the file; *temuan* defaults to the layout's and the assessor's own; *selisih*
    explains the file's own total where it is not ours.
    """
    daftar = [*ws.temuan, *penilaian.temuan] if temuan is None else temuan
    return {
        **score_head(ws, penilaian, every, instrumen, ambang),
        "indikator": _indikator_record(penilaian),
        **score_tail(penilaian, instrumen, daftar),
        "selisih_lembar": _difference_record(selisih) if selisih is not None else None,
    }


def _difference_record(d: Difference) -> tipe.DifferenceRecord:
    """The parts, rounded so that they still add up to the whole as it is shown."""
    parts: list[tipe.DifferencePartRecord] = []
    count = Fraction(0)
    for b in d.bagian:
        old, count = count, count + (b.poin or 0)
        poin = None if b.poin is None else json_number(_rounded(count) - _rounded(old))
        parts.append({"sel": str(b.sel), "sebab": b.sebab, "poin": poin})
    return {
        "berkas": None if d.berkas is None else json_number(d.berkas),
        "kami": json_number(d.kami),
        "selisih": None if d.selisih is None else json_number(d.selisih),
        "bagian": parts,
    }


def _rounded(nilai: Fraction) -> Fraction:
    return Fraction(round_half_up(nilai, DIGIT), 10**DIGIT)


def score_head(
    ws: Worksheet, penilaian: Penilaian, every: Sequence[Penilaian], instrumen: Instrumen, ambang: SetAmbang
) -> tipe.ScoreHead:
    """The part of the record before the indicators."""
    tersedia: list[Penilai] = [] if is_blank(penilaian) else [p.penilai for p in every]
    return {
        "skema": SCHEMA_SCORE,
        "program": PROGRAM,
        "berkas": {"nama": ws.nama, "sha256": ws.sha256, "lembar": list(ws.lembar)},
        "instrumen": instrumen.nama,
        "ambang": ambang_record(ambang),
        "satker": ws.satker,
        "tahun": ws.tahun,
        "penilai": penilaian.penilai,
        "penilai_tersedia": tersedia,
        "tahap": penilaian.tahap,
        "nilai": {k: json_number(n) for k, n in penilaian.nilai.items()},
        "nilai_maks": json_number(penilaian.nilai_maks),
        "area": area_record(penilaian, instrumen),
    }


def score_tail(penilaian: Penilaian, instrumen: Instrumen, temuan: list[Temuan]) -> tipe.ScoreTail:
    """The part of the record behind the indicators; *temuan* are put in order of place."""
    return {
        "kosong": len(penilaian.kosong),
        "putusan": {p: _putusan_record(v) for p, v in penilaian.putusan.items()},
        "temuan": [temuan_record(t) for t in sort_temuan(temuan)],
        "eksak": {k: str(penilaian.nilai[k]) for k in exact_nodes(instrumen)},
    }


def exact_nodes(instrumen: Instrumen) -> tuple[str, ...]:
    """Kode of the nodes whose points are recorded exactly: the total, Pengungkit and Hasil."""
    return ("total", instrumen.peran.pengungkit, instrumen.peran.hasil)


def read_thresholds(putusan: tipe.PutusanRecord) -> list[HasilAmbang]:
    """The thresholds of a record, exact."""
    return [
        HasilAmbang(
            a["kode"],
            a["satuan"],
            Fraction(a["nilai_eksak"]),
            Fraction(a["minimal_eksak"]),
            a["memenuhi"],
            a["pembulatan_menyesatkan"],
            a["keadaan"],
        )
        for a in putusan["ambang"]
    ]


def _indikator_record(penilaian: Penilaian) -> dict[str, tipe.IndikatorRecord]:
    return {
        code: {
            "jawaban": n.jawaban if isinstance(n.jawaban, str) or n.jawaban is None else json_number(n.jawaban),
            "mentah": n.mentah,
            "nilai": json_number(n.nilai),
            "skor": json_number(n.skor),
            "sel": str(n.sel) if n.sel else None,
        }
        for code, n in penilaian.indikator.items()
    }


def ambang_record(ambang: SetAmbang) -> AmbangRecord:
    """Which thresholds were used: name, source with its verification, and what was made stricter."""
    return {
        "nama": ambang.nama,
        "sumber": f"{ambang.sumber} ({ambang.diverifikasi})",
        "diubah": list(ambang.diubah),
    }


def area_record(penilaian: Penilaian, instrumen: Instrumen) -> dict[str, tipe.AreaRecord]:
    """Both halves of each area together: points, weight, percent."""
    return {
        n: {
            "nilai": json_number(sum((penilaian.nilai[k] for k in instrumen.area_halves(n)), Fraction(0))),
            "bobot": json_number(instrumen.bobot_area(n)),
            "persen": json_number(area_percent(penilaian.nilai, instrumen, n)),
        }
        for n in instrumen.nama_area
    }


def temuan_record(t: Temuan) -> TemuanRecord:
    """One finding as every JSON contract has it."""
    return {
        "kode": t.kode,
        "tingkat": t.tingkat,
        "sel": str(t.sel) if t.sel else None,
        "indikator": t.indikator,
        "pesan": t.pesan,
    }


def written_file(file: Path, content: bytes) -> BerkasRecord:
    """A file that was written with the content *content*."""
    return {"nama": path_text(str(file)), "sha256": files.sha256(content)}


def lint_record(
    name: str, sha256: str | None, temuan: Sequence[Temuan], accepted: Sequence[AcceptedFinding] = ()
) -> tipe.LintRecord:
    """The zi.lint/1 record of the file *name*; *sha256* is None when it could not be read.

    *accepted* are findings that are not among *temuan* because a person accepted them.
    """
    return {
        "skema": SCHEMA_LINT,
        "berkas": {"nama": name, "sha256": sha256},
        "temuan": [temuan_record(t) for t in temuan],
        "diterima": [_accepted_record(x) for x in accepted],
    }


def _accepted_record(x: AcceptedFinding) -> tipe.AcceptedRecord:
    t, a = x
    return {
        "kode": t.kode,
        "sel": str(t.sel) if t.sel else None,
        "indikator": t.indikator,
        "alasan": a.alasan,
        "oleh": a.oleh,
        "sampai": a.sampai.isoformat(),
    }


def _putusan_record(putusan: Putusan) -> tipe.PutusanRecord:
    return {
        "memenuhi": putusan.memenuhi,
        "memenuhi_maks": putusan.memenuhi_maks,
        "pengungkit_memenuhi": putusan.pengungkit_memenuhi,
        "ambang": [
            {
                "kode": a.kode,
                "satuan": a.satuan,
                "nilai": json_number(a.nilai),
                "minimal": json_number(a.minimal),
                "selisih": json_number(a.selisih),
                "memenuhi": a.memenuhi,
                "pembulatan_menyesatkan": a.pembulatan_menyesatkan,
                "nilai_eksak": str(a.nilai),
                "minimal_eksak": str(a.minimal),
                "keadaan": a.keadaan,
            }
            for a in putusan.ambang
        ],
        "keadaan": putusan.keadaan,
        "keadaan_pengungkit": putusan.keadaan_pengungkit,
        "bergantung": [
            {"kode": r.kode, "sel": str(r.sel) if r.sel else None, "teks": r.teks, "mentah": r.mentah}
            for r in putusan.bergantung
        ],
        "sebab": list(putusan.sebab),
    }
