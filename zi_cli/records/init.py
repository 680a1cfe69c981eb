"""The zi.init/1 record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.pengajuan.due_letters import DueLetter
from zi_cli.pengajuan.work_folder import Inbox, PreparedFolder
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.init import InitRecord, SuratInitRecord

SKEMA_INIT: Final = "zi.init/1"


def init_record(i: Inbox) -> InitRecord:
    """What ``zi init --dari`` found and wrote."""
    ditambah = {r.sebutan for r in i.daftar.ditambah}
    return {
        "skema": SKEMA_INIT,
        "program": PROGRAM,
        "daftar": path_text(str(i.daftar.jalur)),
        "daftar_baru": i.daftar.baru,
        "satker": [
            {
                "nama": r.sebutan,
                "isi": r.isi,
                "asal": {field: m.asal for field, m in r.tanda.items()},
                "putuskan": list(r.putuskan),
                "berkas": [{"nama": b.nama, "sha256": b.sha256} for b in r.berkas],
                "baris_baru": r.sebutan in ditambah,
            }
            for r in i.baris
        ],
        "surat": [_letter(d) for d in i.daftar.surat],
        "perubahan": {
            "baru": list(i.perubahan.baru),
            "berubah": list(i.perubahan.berubah),
            "hilang": list(i.perubahan.hilang),
        },
        "dilewati": {alasan: lewat.jumlah for alasan, lewat in i.dilewati.items()},
        "gagal": [{"berkas": g.berkas, "temuan": temuan_record(g.temuan)} for g in i.gagal],
        "ditulis": [
            {"berkas": path_text(str(p)), "baru": baru}
            for p, baru in ((i.daftar.jalur, i.daftar.baru), *((p, True) for p in i.disalin))
        ],
    }


def _letter(d: DueLetter) -> SuratInitRecord:
    return {"satker": d.satker, "jenis": d.jenis, "jalur": d.jalur}


def prepared_record(daftar: Path, siap: Sequence[PreparedFolder], surat: Sequence[DueLetter]) -> InitRecord:
    """What plain ``zi init`` wrote or left: *daftar* is the register, *surat* the letters that got a row."""
    return {
        "skema": SKEMA_INIT,
        "program": PROGRAM,
        "daftar": path_text(str(daftar)),
        "daftar_baru": any(p.baru for p in siap if p.jalur == daftar),
        "satker": [],
        "surat": [_letter(d) for d in surat],
        "perubahan": {"baru": [], "berubah": [], "hilang": []},
        "dilewati": {},
        "gagal": [],
        "ditulis": [{"berkas": path_text(str(p.jalur)), "baru": p.baru} for p in siap],
    }
