"""The zi.batch/1 document of a recap, in pieces: it may be far larger than memory allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.batch.recap import GrupRekap, Rekap
from zi_cli.files import open_file
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pengajuan.eligibility import HasilSatker
from zi_cli.records.kerja import letter_record
from zi_cli.records.score import ambang_record, temuan_record
from zi_cli.scoring.result import BELUM_PASTI
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.batch import (
        BatchHead,
        BatchTail,
        DaftarRecord,
        GrupRecord,
        KelayakanRecord,
        RingkasanRecord,
    )
    from zi_cli.records.types.common import BerkasRecord


def write_document(rekap: Rekap, target: Path) -> None:
    """Write the document of *rekap*, one line."""
    with open_file(target, "w", encoding="utf-8", newline="\n") as f:
        f.writelines(_pieces(rekap))


def _pieces(rekap: Rekap) -> Iterator[str]:
    headers: BatchHead = {
        "skema": "zi.batch/1",
        "program": PROGRAM,
        "instrumen": rekap.instrumen.nama,
        "ambang": ambang_record(rekap.ambang),
        "tahap": "pendahuluan" if rekap.pendahuluan else None,
        "konfigurasi": _file_record(rekap.konfigurasi.berkas, rekap.konfigurasi.sha256),
        "daftar": _daftar(rekap),
        "ringkasan": _summary_record(rekap),
    }
    yield _json(headers)[:-1] + ',"satker":['
    for i, s in enumerate(rekap.satker):
        # The kept record is a complete object: one more key goes before its closing brace.
        kelayakan = _json(_eligibility_record(rekap.hasil_syarat(s)))
        yield ("," if i else "") + rekap.satker_record(s)[:-1] + f',"kelayakan":{kelayakan}}}'
    k = rekap.kelayakan
    tails: BatchTail = {
        "versi": [
            {"dipakai": v[0].ringkas.nama, "lain": [x.ringkas.nama for x in v[1:]], "alasan": ground.alasan}
            for ground, v in rekap.versi
        ],
        "tanpa_lke": [x for h in k.tanpa_lke if (x := _eligibility_record(h))] if k else None,
        "surat": [letter_record(x) for x in k.surat] if k else None,
        "dilewati": [{"alasan": a, "jumlah": x.jumlah, "contoh": x.contoh} for a, x in rekap.dilewati.items()],
        "gagal": [{"berkas": g.nama, "grup": g.grup, "temuan": [temuan_record(g.temuan)]} for g in rekap.gagal],
    }
    yield "]," + _json(tails)[1:] + "\n"


def _json(content: object) -> str:
    return json.dumps(content, allow_nan=False, separators=(",", ":"))


def _file_record(file: Path | None, sha256: str | None) -> BerkasRecord | None:
    return {"nama": path_text(file.name), "sha256": sha256} if file is not None and sha256 is not None else None


def _daftar(rekap: Rekap) -> DaftarRecord | None:
    k = rekap.kelayakan
    if k is None:
        return None
    return {"nama": path_text(k.daftar.berkas.name), "sha256": k.daftar.sha256, "tanggal": k.tanggal.isoformat()}


def _eligibility_record(h: HasilSatker | None) -> KelayakanRecord | None:
    """The requirement check's answer in brief; ``zi check`` tells it in full."""
    if h is None:
        return None
    return {
        "kode": h.kode,
        "nama": h.nama,
        "grup": (h.satker.kanwil or h.satker.eselon1) if h.satker else None,
        "usulan": h.usulan,
        "layak": h.layak,
        "syarat": {s.kode: s.memenuhi for s in h.syarat},
        "alasan": list(h.alasan),
    }


def _summary_record(rekap: Rekap) -> RingkasanRecord:
    every = rekap.everyone
    return {
        "berkas": rekap.file_count,
        "satker": every.satker,
        "versi_lain": rekap.unused_count,
        "gagal": every.gagal,
        "dilewati": sum(x.jumlah for x in rekap.dilewati.values()),
        "memenuhi": every.memenuhi,
        "belum_pasti": {p: sum(rekap.putusan(s, p) == BELUM_PASTI for s in rekap.satker) for p in PREDIKAT},
        "diteruskan": every.diteruskan,
        "grup": [_grup(g) for g in rekap.grup],
    }


def _grup(g: GrupRekap) -> GrupRecord:
    rata = {k: None if n is None else round(n, 6) for k, n in g.rata_rata.items()}
    return {
        "grup": g.nama,
        "satker": g.satker,
        "memenuhi": g.memenuhi,
        "layak": g.layak,
        "diteruskan": g.diteruskan,
        "rata_rata": {"pengungkit": rata["pengungkit"], "hasil": rata["hasil"], "total": rata["total"]},
        "temuan": {"galat": g.galat, "peringatan": g.peringatan},
        "gagal": g.gagal,
    }
