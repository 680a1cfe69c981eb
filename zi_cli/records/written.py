"""The records of what was written for people: zi.template/1, zi.report/1 and zi.init/1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.files import sha256
from zi_cli.findings.record import Temuan
from zi_cli.forms.content import TakTerbawa
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.due_letters import DueLetter
from zi_cli.pengajuan.work_folder import Inbox, PreparedFolder
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.written import InitRecord, ReportRecord, SuratInitRecord, TemplateRecord


SCHEMA_TEMPLATE: Final = "zi.template/1"
SCHEMA_REPORT: Final = "zi.report/1"


class WrittenForm(NamedTuple):
    """A form that was written, and what became of the old worksheet whose contents it holds (None: it is blank)."""

    berkas: Path
    isi: bytes
    bentuk: str
    instrumen: str
    satker: str
    tahun: int | None
    usulan: str
    asal: Path | None = None
    terbawa: int = 0
    tidak_terbawa: Sequence[TakTerbawa] = ()
    temuan: Sequence[Temuan] = ()


def template_record(f: WrittenForm) -> TemplateRecord:
    """The zi.template/1 document."""
    return {
        "skema": SCHEMA_TEMPLATE,
        "program": PROGRAM,
        "berkas": path_text(str(f.berkas)),
        "sha256": sha256(f.isi),
        "bentuk": f.bentuk,
        "instrumen": f.instrumen,
        "satker": f.satker or None,
        "tahun": f.tahun,
        "usulan": f.usulan or None,
        "asal": path_text(str(f.asal)) if f.asal is not None else None,
        "terbawa": f.terbawa,
        "tidak_terbawa": [
            {"penilai": t.penilai, "sel": t.sel, "indikator": t.indikator, "isi": t.isi, "sebab": t.sebab}
            for t in f.tidak_terbawa
        ],
        "temuan": [temuan_record(t) for t in f.temuan],
    }


def report_record(file: Path, content: bytes, inputs: Path, instrumen: str, failed: int) -> ReportRecord:
    """The zi.report/1 document of the page *content*; *failed* files of the folder could not be read."""
    return {
        "skema": SCHEMA_REPORT,
        "program": PROGRAM,
        "berkas": path_text(str(file)),
        "sha256": sha256(content),
        "bita": len(content),
        "masukan": path_text(str(inputs)),
        "instrumen": instrumen,
        "gagal": failed,
    }


SCHEMA_INIT: Final = "zi.init/1"


def init_record(i: Inbox) -> InitRecord:
    """What ``zi init --dari`` found and wrote."""
    added = {r.called for r in i.daftar.ditambah}
    return {
        "skema": SCHEMA_INIT,
        "program": PROGRAM,
        "daftar": path_text(str(i.daftar.jalur)),
        "daftar_baru": i.daftar.baru,
        "satker": [
            {
                "nama": r.called,
                "isi": r.isi,
                "asal": {field: m.asal for field, m in r.tanda.items()},
                "putuskan": list(r.putuskan),
                "berkas": [{"nama": b.nama, "sha256": b.sha256} for b in r.berkas],
                "baris_baru": r.called in added,
            }
            for r in i.baris
        ],
        "surat": [_letter(d) for d in i.daftar.surat],
        "perubahan": {
            "baru": list(i.perubahan.baru),
            "berubah": list(i.perubahan.berubah),
            "hilang": list(i.perubahan.hilang),
        },
        "dilewati": {ground: passed.jumlah for ground, passed in i.dilewati.items()},
        "gagal": [{"berkas": g.berkas, "temuan": temuan_record(g.temuan)} for g in i.gagal],
        "ditulis": [
            {"berkas": path_text(str(p)), "baru": new}
            for p, new in ((i.daftar.jalur, i.daftar.baru), *((p, True) for p in i.disalin))
        ],
    }


def _letter(d: DueLetter) -> SuratInitRecord:
    return {"satker": d.satker, "jenis": d.jenis, "jalur": d.jalur}


def prepared_record(daftar: Path, ready: Sequence[PreparedFolder], surat: Sequence[DueLetter]) -> InitRecord:
    """What plain ``zi init`` wrote or left: *daftar* is the register, *surat* the letters that got a row."""
    return {
        "skema": SCHEMA_INIT,
        "program": PROGRAM,
        "daftar": path_text(str(daftar)),
        "daftar_baru": any(p.baru for p in ready if p.jalur == daftar),
        "satker": [],
        "surat": [_letter(d) for d in surat],
        "perubahan": {"baru": [], "berubah": [], "hilang": []},
        "dilewati": {},
        "gagal": [],
        "ditulis": [{"berkas": path_text(str(p.jalur)), "baru": p.baru} for p in ready],
    }
