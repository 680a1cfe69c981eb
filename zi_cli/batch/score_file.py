"""What a worker does with one file: read, score, and return a compact result."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.batch.result import Dinilai, Gagal, Hasil, Putus, Ringkas, Tetap, make_line
from zi_cli.config import Config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.files import read_file
from zi_cli.findings.record import TINGKAT
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder.discover import Berkas
from zi_cli.instrumen.tree import PREDIKAT, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import json_number, score_head, score_tail
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.verdict import belongs_to_pengungkit
from zi_cli.worksheet.model import Penilai, Worksheet

if TYPE_CHECKING:
    from zi_cli.instrumen.requirements import SetSyarat
    from zi_cli.pengajuan.lke_facts import LkeFacts
    from zi_cli.records.types.batch import KeptRecord
    from zi_cli.records.types.score import PutusanRecord


class Tugas(NamedTuple):
    """One file to score; ``sha256`` is what it held when a result of ours was kept, if one was."""

    berkas: Berkas
    sha256: str | None = None


class _Worker:
    """What a worker knows for all its files; set once by :func:`prepare`."""

    aturan: Config
    penilai: Penilai | None
    pendahuluan: bool
    syarat: SetSyarat | None


def prepare(aturan: Config, penilai: Penilai | None, pendahuluan: bool, dengan_bahan: bool) -> None:
    """Prepare this process: instrument and thresholds, the assessor asked for, whether Pengungkit alone decides.

    *dengan_bahan*: results carry what the requirement check needs.
    """
    _Worker.aturan = aturan
    _Worker.penilai = penilai
    _Worker.pendahuluan = pendahuluan
    if dengan_bahan:
        from zi_cli.pengajuan.syarat import load_syarat

        _Worker.syarat = load_syarat(aturan.instrumen)
    else:
        _Worker.syarat = None


def score_file(tugas: Tugas) -> Hasil:
    """Score the file of *tugas*; what can't be read comes back as :class:`Gagal`, never as an error."""
    b = tugas.berkas
    try:
        if tugas.sha256 is not None and _sha256(b.jalur) == tugas.sha256:
            return Tetap()
        lengkap = _Worker.syarat is not None
        e = evaluate(b.jalur, _Worker.aturan, _Worker.penilai, lengkap=lengkap)
        return _dinilai(b, e, e.penentu)
    except UnreadableInput as galat:
        return Gagal(galat.temuan)


def _sha256(berkas: Path) -> str | None:
    """None when the file can't be read: why not is for the reading to say."""
    try:
        return hashlib.sha256(read_file(berkas)).hexdigest()
    except OSError:
        return None


def _dinilai(b: Berkas, e: Evaluation, p: Penilaian) -> Dinilai:
    ws = e.ws
    rekaman: KeptRecord = {
        **score_head(ws, p, e.semua, e.instrumen, e.ambang),
        **score_tail(p, e.instrumen, e.findings(p)),
        "grup": b.grup,
        "jalur": b.nama,
        "penilai_lain": {x.penilai: json_number(x.nilai["total"]) for x in e.semua if x is not p},
    }
    kosong = set(p.kosong)
    matriks = [None if k in kosong else json_number(n.nilai) for k, n in p.indikator.items()]
    ringkas = _ringkas(b, ws, rekaman)
    return Dinilai(ringkas, make_line(ringkas, matriks, _lke_facts(b, e), rekaman))


def _lke_facts(b: Berkas, e: Evaluation) -> LkeFacts | None:
    if _Worker.syarat is None:
        return None
    from zi_cli.pengajuan.lke_facts import extract_lke_facts

    # Kept by its place in the tree, wherever the tree is next time.
    return extract_lke_facts(e, _Worker.syarat, Path(b.nama), b.nama)


def _ringkas(b: Berkas, ws: Worksheet, r: KeptRecord) -> Ringkas:
    tingkat = [t["tingkat"] for t in r["temuan"]]
    awal = _Worker.pendahuluan or r["tahap"] == "pendahuluan"
    peran = _Worker.aturan.instrumen.peran
    return Ringkas(
        nama=b.nama,
        grup=b.grup,
        sha256=ws.sha256,
        satker=ws.satker,
        kode_satker=ws.kode_satker,
        tahun=ws.tahun,
        usulan=ws.usulan,
        penilai=r["penilai"],
        tahap=r["tahap"],
        total=r["nilai"]["total"],
        nilai_maks=r["nilai_maks"],
        pengungkit=r["nilai"][peran.pengungkit],
        hasil=r["nilai"][peran.hasil],
        area=tuple(a["persen"] for a in r["area"].values()),
        kosong=r["kosong"],
        putusan={p: _putus(r["putusan"][p], awal) for p in PREDIKAT},
        temuan=(tingkat.count(TINGKAT[0]), tingkat.count(TINGKAT[1]), tingkat.count(TINGKAT[2])),
    )


def _putus(p: PutusanRecord, awal: bool) -> Putus:
    """The verdict *p* in brief; at the preliminary stage (*awal*) only Pengungkit's thresholds count."""
    # A value that rounding would show as reached is written out, so that nobody takes it for a mistake.
    gagal = tuple(
        f"{a['kode']} ({str(a['nilai']).replace('.', ',')})" if a["pembulatan_menyesatkan"] else a["kode"]
        for a in p["ambang"]
        if not a["memenuhi"] and not (awal and a["kode"] not in _kode_pengungkit(_Worker.aturan.ambang))
    )
    return Putus(
        p["memenuhi"],
        p["memenuhi_maks"],
        p["pengungkit_memenuhi"],
        gagal,
        p["keadaan"],
        p["keadaan_pengungkit"],
    )


def _kode_pengungkit(ambang: SetAmbang) -> set[str]:
    return {a.kode for a in ambang.daftar if belongs_to_pengungkit(a, _Worker.aturan.instrumen)}
