"""Our own JSON read back: files from outside, so nothing in them is taken on trust.

Form and limits of every value are the record's type; what only the instrument knows is looked at here.
"""

from collections.abc import Set
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from zi_cli.errors import read_reason
from zi_cli.files import sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import NotOurs, own_bytes, read_own
from zi_cli.records.plan import read_steps
from zi_cli.records.score import exact_nodes, json_number
from zi_cli.records.types.batch import BatchRecord, SatkerRecord
from zi_cli.records.types.bukti import BuktiRecord
from zi_cli.records.types.plan import PlanRecord
from zi_cli.scoring.plan.contract import Langkah

T = TypeVar("T")


class ReadRecord(NamedTuple, Generic[T]):
    """A document of ours: where it was, the SHA-256 of its bytes, and its record."""

    jalur: Path
    sha256: str
    isi: T


def read_recap(jalur: Path, instrumen: Instrumen, code: str = "DAT590") -> ReadRecord[BatchRecord]:
    """The recap of ``zi batch`` in *jalur*, made with *instrumen*.

    Raises :class:`UnreadableInput` (finding *code*) naming the first field that does not fit; a recap of another
    version, which lacks a field of today, is told to be made again; what a newer version added is passed over.
    """
    dokumen: ReadRecord[BatchRecord] = _read(jalur, BatchRecord, "batch", code)
    nodes = {"total", *(b.kode for b in instrumen.baris if b.carries_points)}
    for i, r in enumerate(dokumen.isi["satker"]):
        if wrong := _misfit(r, instrumen, nodes):
            raise _refused(jalur, f"satker[{i}].{wrong}; jalankan lagi zi batch", code)
    return dokumen


def read_evidence(jalur: Path) -> ReadRecord[BuktiRecord]:
    """The record of ``zi bukti periksa`` in *jalur*; raises :class:`UnreadableInput` (BKT841)."""
    dokumen: ReadRecord[BuktiRecord] = _read(jalur, BuktiRecord, "bukti periksa", "BKT841")
    return dokumen


def read_plan(jalur: Path, instrumen: Instrumen, code: str) -> tuple[ReadRecord[PlanRecord], tuple[Langkah, ...]]:
    """The plan of ``zi plan`` in *jalur*, and its steps exactly; raises :class:`UnreadableInput` (finding *code*)."""
    dokumen: ReadRecord[PlanRecord] = _read(jalur, PlanRecord, "plan", code)
    try:
        return dokumen, read_steps(dokumen.isi, instrumen)
    except ValueError as e:
        raise _refused(jalur, f"{e}; jalankan lagi zi plan", code) from e


def _read(jalur: Path, type_name: Any, command: str, code: str) -> ReadRecord[Any]:
    try:
        octets = own_bytes(jalur)
        return ReadRecord(jalur, sha256(octets), read_own(octets, type_name, added=True))
    except OSError as e:
        raise _refused(jalur, read_reason(e), code) from e
    except NotOurs as e:
        raise _refused(jalur, f"{e}; jalankan lagi zi {command}", code) from e


def _misfit(r: SatkerRecord, instrumen: Instrumen, nodes: Set[str]) -> str | None:
    """The first field of *r* that names something the instrument does not have, or lacks what it has.

    *nodes* are the kode of all that carries points in it.
    """
    if r["instrumen"] != instrumen.nama:
        return f"instrumen bukan {instrumen.nama}; sebut instrumennya dengan --instrumen"
    if not {r["penilai"], *r["penilai_tersedia"], *r["penilai_lain"]} <= set(instrumen.penilai.codes):
        return "penilai tidak dikenal"
    if r["nilai"].keys() != nodes:
        return f"nilai tidak memuat simpul {instrumen.nama}"
    if r["eksak"].keys() != set(exact_nodes(instrumen)):
        return f"eksak tidak memuat komponen {instrumen.nama}"
    for k, n in r["eksak"].items():
        if not _shows(n, r["nilai"][k]):
            return f"eksak.{k} tidak sama dengan nilai.{k}"
    if r["area"].keys() != instrumen.nama_area.keys():
        return f"area tidak memuat area {instrumen.nama}"
    codes = [a.kode for a in instrumen.ambang.daftar]
    for p, putusan in r["putusan"].items():
        if [a["kode"] for a in putusan["ambang"]] != codes:
            return f"putusan.{p}.ambang tidak memuat ambang {instrumen.ambang.nama}"
        for a in putusan["ambang"]:
            if not (_shows(a["nilai_eksak"], a["nilai"]) and _shows(a["minimal_eksak"], a["minimal"])):
                return f"putusan.{p}.ambang: angka eksak {a['kode']} tidak sama dengan angkanya"
    return None


@lru_cache(maxsize=8192)
def _shows(exact: str, shown: float) -> bool:
    """Whether *shown* is the exact number *exact* as a record writes it (minima and many points come again)."""
    return json_number(Fraction(exact)) == shown


def _refused(jalur: Path, reason: str, code: str) -> UnreadableInput:
    return UnreadableInput(make_temuan(code, berkas=jalur.name, sebab=reason))
