"""The zi.compare/1 record: comparisons of assessors, files, or a whole folder, ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import ambang_record, json_number, temuan_record
from zi_cli.scoring.compare import Comparison, RingkasBanding, SelisihBagian, SelisihIndikator
from zi_cli.scoring.consensus import Dispute
from zi_cli.scoring.result import NilaiIndikator, Penilaian
from zi_cli.version import PROGRAM
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.records.types import compare as tipe

SCHEMA_COMPARE: Final = "zi.compare/1"

Jenis = Literal["penilai", "berkas", "folder"]


class Sisi(NamedTuple):
    """One side of a comparison: which file it comes from, and its score."""

    berkas: str
    sha256: str
    satker: str | None
    tahun: int | None
    penilaian: Penilaian


class ComparedPair(NamedTuple):
    """Two sides and their comparison; ``grup`` is set in a folder."""

    dari: Sisi
    ke: Sisi
    banding: Comparison
    grup: str | None = None


class Agenda(NamedTuple):
    """The rows of one file on which its assessors differ; ``penentu`` is who decides."""

    berkas: str
    sha256: str
    satker: str | None
    penentu: str
    butir: list[Dispute]


@dataclass(frozen=True, slots=True)
class HasilBanding:
    """All that one run of ``zi compare`` found.

    ``dilewati`` names files that were read but hold nothing to compare, with the reason. ``konsensus`` is the
    panel's agenda in place of pairs (None: pairs were asked for).
    """

    jenis: Jenis
    pasangan: list[ComparedPair]
    ringkasan: RingkasBanding | None = None
    gagal: list[tuple[str, Temuan]] = field(default_factory=list)
    dilewati: list[tuple[str, str]] = field(default_factory=list)
    konsensus: list[Agenda] | None = None


def side_of(ws: Worksheet, penilaian: Penilaian, name: str | None = None) -> Sisi:
    """The side that *penilaian* of *ws* makes; *name* is the path to show, the file's name by default."""
    return Sisi(name or ws.nama, ws.sha256, ws.satker, ws.tahun, penilaian)


def compare_record(
    result: HasilBanding, instrumen: Instrumen, ambang: SetAmbang, config: tuple[str, str] | None = None
) -> tipe.CompareRecord:
    """The record of *result* as the JSON contract zi.compare/1 has it.

    *config* is the name and the SHA-256 of the ``zi.toml`` in force.
    """
    return {
        "skema": SCHEMA_COMPARE,
        "program": PROGRAM,
        "instrumen": instrumen.nama,
        "ambang": ambang_record(ambang),
        "konfigurasi": {"nama": config[0], "sha256": config[1]} if config else None,
        "jenis": result.jenis,
        "pasangan": [_pair(p, instrumen) for p in result.pasangan],
        "ringkasan": _summary(result.ringkasan, instrumen) if result.ringkasan else None,
        "gagal": [{"berkas": name, "temuan": temuan_record(t)} for name, t in result.gagal],
        "dilewati": [{"berkas": name, "sebab": reason} for name, reason in result.dilewati],
        "konsensus": None if result.konsensus is None else [_agenda(a, instrumen) for a in result.konsensus],
    }


def _agenda(a: Agenda, instrumen: Instrumen) -> tipe.AgendaRecord:
    return {
        "berkas": {"nama": a.berkas, "sha256": a.sha256},
        "satker": a.satker,
        "penentu": a.penentu,
        "butir": [
            {
                "kode": d.kode,
                "baris": instrumen.per_kode[d.kode].nomor,
                "teks": instrumen.per_kode[d.kode].teks,
                "jawaban": {p: _answer(n) for p, n in d.jawaban.items()},
                "taruhan": json_number(d.taruhan),
                "menentukan": d.decides,
                "ambang": [f"{t.kode} {t.predikat}" for t in (*d.sendiri, *d.bersama)],
            }
            for d in a.butir
        ],
    }


def _pair(p: ComparedPair, instrumen: Instrumen) -> tipe.PasanganRecord:
    return {
        "grup": p.grup,
        "dari": _side(p.dari, instrumen),
        "ke": _side(p.ke, instrumen),
        "dasar": p.banding.dasar,
        "putusan": {q: _change(p.banding, q) for q in PREDIKAT},
        "bagian": [_part(b) for b in p.banding.bagian],
        "indikator": [_indikator(s, instrumen) for s in p.banding.indikator],
    }


def _change(b: Comparison, predikat: Predikat) -> tipe.PerubahanRecord:
    (dari, ke), (keadaan_dari, keadaan_ke) = b.sides_meet(predikat), b.states(predikat)
    ragu_dari, ragu_ke = ([r.kode for r in x.bergantung] if x else [] for x in b.open_verdicts(predikat))
    return {
        "dari": dari,
        "ke": ke,
        "keadaan_dari": keadaan_dari,
        "keadaan_ke": keadaan_ke,
        "bergantung_dari": ragu_dari,
        "bergantung_ke": ragu_ke,
    }


def _side(s: Sisi, instrumen: Instrumen) -> tipe.SisiRecord:
    p = s.penilaian
    return {
        "berkas": {"nama": s.berkas, "sha256": s.sha256},
        "satker": s.satker,
        "tahun": s.tahun,
        "penilai": p.penilai,
        "tahap": p.tahap,
        "total": json_number(p.nilai["total"]),
        "pengungkit": json_number(p.nilai[instrumen.peran.pengungkit]),
        "hasil": json_number(p.nilai[instrumen.peran.hasil]),
        "nilai_maks": json_number(p.nilai_maks),
        "kosong": len(p.kosong),
    }


def _part(b: SelisihBagian) -> tipe.BagianRecord:
    return {
        "kode": b.kode,
        "nama": b.nama,
        "bobot": json_number(b.bobot),
        "dari": json_number(b.dari),
        "ke": json_number(b.ke),
        "selisih": json_number(b.selisih),
        "dibandingkan": b.dibandingkan,
        "sama": b.sama,
        "naik": b.naik,
        "turun": b.turun,
        "kosong": b.kosong,
        "selisih_kosong": json_number(b.selisih_kosong),
        "kesepakatan": _number(b.kesepakatan),
    }


def _indikator(s: SelisihIndikator, instrumen: Instrumen) -> tipe.SelisihRecord:
    return {
        "kode": s.kode,
        "baris": instrumen.per_kode[s.kode].nomor,
        "teks": instrumen.per_kode[s.kode].teks,
        "dari": _answer(s.dari),
        "ke": _answer(s.ke),
        "selisih": json_number(s.selisih),
        "arah": s.arah,
        "kosong": s.kosong,
    }


def _answer(n: NilaiIndikator) -> tipe.JawabanRecord:
    return {
        "jawaban": n.jawaban if isinstance(n.jawaban, str) else _number(n.jawaban),
        "skor": json_number(n.skor),
        "sel": str(n.sel) if n.sel else None,
    }


def _number(nilai: Fraction | None) -> int | float | None:
    return None if nilai is None else json_number(nilai)


def _summary(r: RingkasBanding, instrumen: Instrumen) -> tipe.RingkasanBandingRecord:
    return {
        "dasar": r.dasar,
        "satker": r.satker,
        "grup": [
            {
                "grup": g.grup,
                "satker": g.satker,
                "kelebihan": json_number(g.kelebihan),
                "kesepakatan": _number(g.kesepakatan),
                "gugur": g.gugur,
                "gugur_pasti": g.gugur_pasti,
                "gugur_terbuka": g.gugur_terbuka,
            }
            for g in r.grup
        ],
        "indikator": [
            {
                "kode": i.kode,
                "baris": instrumen.per_kode[i.kode].nomor,
                "teks": instrumen.per_kode[i.kode].teks,
                "dibandingkan": i.dibandingkan,
                "turun": i.turun,
                "naik": i.naik,
                "rasio_turun": json_number(i.rasio_turun),
                "selisih": json_number(i.selisih),
            }
            for i in r.indikator
        ],
    }
