"""What a worker does with one file: read, score, and return a compact result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.batch.file_result import Dinilai, Gagal, Hasil, Putus, Ringkas, Tetap, make_line
from zi_cli.config import Config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.record import TINGKAT
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder.discover import Berkas
from zi_cli.instrumen.tree import PREDIKAT, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import as_recorded
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


def prepare(config: Config, penilai: Penilai | None, pendahuluan: bool, dengan_bahan: bool) -> None:
    """Prepare this process: instrument and thresholds, the assessor asked for, whether Pengungkit alone decides.

    *dengan_bahan*: results carry what the requirement check needs.
    """
    _Worker.aturan = config
    _Worker.penilai = penilai
    _Worker.pendahuluan = pendahuluan
    if dengan_bahan:
        from zi_cli.pengajuan.syarat import load_syarat

        _Worker.syarat = load_syarat(config.instrumen)
    else:
        _Worker.syarat = None


def score_file(task: Tugas) -> Hasil:
    """Score the file of *task*; what can't be read comes back as :class:`Gagal`, never as an error."""
    b = task.berkas
    try:
        # Why a file can't be read is for the reading to say.
        if task.sha256 is not None and as_recorded(b.jalur, task.sha256):
            return Tetap()
        complete = _Worker.syarat is not None
        e = evaluate(b.jalur, _Worker.aturan, _Worker.penilai, complete=complete)
        return _scored(b, e, e.penentu)
    except UnreadableInput as error:
        return Gagal(error.temuan)


def _scored(b: Berkas, e: Evaluation, p: Penilaian) -> Dinilai:
    ws = e.ws
    records: KeptRecord = {
        **score_head(ws, p, e.semua, e.instrumen, e.ambang),
        **score_tail(p, e.instrumen, e.findings(p)),
        "grup": b.grup,
        "jalur": b.nama,
        "penilai_lain": {x.penilai: json_number(x.nilai["total"]) for x in e.semua if x is not p},
    }
    empty = set(p.kosong)
    matrix = [None if k in empty else json_number(n.nilai) for k, n in p.indikator.items()]
    brief = _summary(b, ws, records)
    return Dinilai(brief, make_line(brief, matrix, _lke_facts(b, e), records))


def _lke_facts(b: Berkas, e: Evaluation) -> LkeFacts | None:
    if _Worker.syarat is None:
        return None
    from zi_cli.pengajuan.lke_facts import extract_lke_facts

    # Kept by its place in the tree, wherever the tree is next time.
    return extract_lke_facts(e, _Worker.syarat, Path(b.nama), b.nama)


def _summary(b: Berkas, ws: Worksheet, r: KeptRecord) -> Ringkas:
    levels = [t["tingkat"] for t in r["temuan"]]
    start = _Worker.pendahuluan or r["tahap"] == "pendahuluan"
    role = _Worker.aturan.instrumen.peran
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
        pengungkit=r["nilai"][role.pengungkit],
        hasil=r["nilai"][role.hasil],
        area=tuple(a["persen"] for a in r["area"].values()),
        kosong=r["kosong"],
        putusan={p: _brief_putusan(r["putusan"][p], start) for p in PREDIKAT},
        temuan=(levels.count(TINGKAT[0]), levels.count(TINGKAT[1]), levels.count(TINGKAT[2])),
    )


def _brief_putusan(p: PutusanRecord, start: bool) -> Putus:
    """The verdict *p* in brief; at the preliminary stage (*start*) only Pengungkit's thresholds count."""
    # A value that rounding would show as reached is written out, so that nobody takes it for a mistake.
    failed = tuple(
        f"{a['kode']} ({str(a['nilai']).replace('.', ',')})" if a["pembulatan_menyesatkan"] else a["kode"]
        for a in p["ambang"]
        if not a["memenuhi"] and not (start and a["kode"] not in _pengungkit_codes(_Worker.aturan.ambang))
    )
    return Putus(
        p["memenuhi"],
        p["memenuhi_maks"],
        p["pengungkit_memenuhi"],
        failed,
        p["keadaan"],
        p["keadaan_pengungkit"],
    )


def _pengungkit_codes(ambang: SetAmbang) -> set[str]:
    return {a.kode for a in ambang.daftar if belongs_to_pengungkit(a, _Worker.aturan.instrumen)}
