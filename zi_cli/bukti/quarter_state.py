"""The state of a satker's evidence, quarter by quarter: kept beside it by ``zi bukti``, read back strictly.

It is the word of whoever looked that day. Whether it still holds is told by the list of files: their names, their
sizes, and the bytes of the table.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from zi_cli.bukti.changes import Changed, count_changes
from zi_cli.bukti.collect_documents import Evidence, Found
from zi_cli.bukti.folder_names import STATE_NAME, TABLE_NAME
from zi_cli.bukti.state import IndicatorState
from zi_cli.bukti.subject import Subject
from zi_cli.bukti.walk import Tree, walk_tree
from zi_cli.errors import UnwritableOutput
from zi_cli.files import read_file, write_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import TINGKAT
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import compare_names
from zi_cli.own_json import NotOurs, read_own_file
from zi_cli.text import excerpt
from zi_cli.version import PROGRAM

SCHEMA: Final = "zi.bukti-keadaan/1"
#: Bytes; a quarter takes about 1 KB.
_MOST_BYTES = 1_000_000

_Count = Annotated[int, Meta(ge=0, le=1_000_000)]
_Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Year = Annotated[int, Meta(ge=2000, le=2100)]
_Quarter = Annotated[int, Meta(ge=1, le=4)]


class StatusCount(msgspec.Struct, frozen=True):
    """Indicators by how far their documents are."""

    belum: _Count = 0
    perbaikan: _Count = 0
    unggah: _Count = 0
    diperiksa: _Count = 0
    lengkap: _Count = 0

    @property
    def total(self) -> int:
        """Indicators in all."""
        return self.belum + self.perbaikan + self.unggah + self.diperiksa + self.lengkap

    def words(self) -> str:
        """The counts in words, those of zero left out."""
        return ", ".join(f"{n} {k}" for k, n in msgspec.structs.asdict(self).items() if n) or "tidak ada"


class SeverityCount(msgspec.Struct, frozen=True):
    """Findings by severity."""

    galat: _Count = 0
    peringatan: _Count = 0
    info: _Count = 0


class ChangeCount(msgspec.Struct, frozen=True):
    """Documents by what became of them since an earlier look."""

    baru: _Count = 0
    diperbarui: _Count = 0
    sama: _Count = 0
    pindah: _Count = 0
    hilang: _Count = 0


class QuarterState(msgspec.Struct, frozen=True):
    """One quarter as it was seen on ``tanggal``.

    ``berpoin``: indicators whose answer carries points (None: looked at without a worksheet). ``daftar`` tells
    whether the tree is still the same, without reading the documents; ``sidik`` also tells their bytes.
    ``perubahan``: what ``zi bukti banding`` found last about it.
    """

    tahun: _Year
    triwulan: _Quarter
    tanggal: date
    satker: str | None
    instrumen: str
    lke: _Sha256 | None
    berkas: _Count
    tautan: _Count
    keadaan: StatusCount
    berpoin: StatusCount | None
    temuan: SeverityCount
    daftar: _Sha256
    sidik: _Sha256
    perubahan: ChangeCount | None = None

    @property
    def order_key(self) -> tuple[int, int]:
        """Year and quarter, to put in order."""
        return self.tahun, self.triwulan

    @property
    def words(self) -> str:
        """Year and quarter in words."""
        return f"triwulan {self.triwulan} {self.tahun}"

    @property
    def settled(self) -> bool:
        """Whether every indicator that carries points is complete, and nothing graver than info was found."""
        complete = self.berpoin is not None and self.berpoin.total == self.berpoin.lengkap
        return complete and not self.temuan.galat and not self.temuan.peringatan


class KeptStates(msgspec.Struct, frozen=True):
    """The file: the latest look of every quarter, in order."""

    skema: Literal["zi.bukti-keadaan/1"]
    program: str
    keadaan: Annotated[tuple[QuarterState, ...], Meta(max_length=400)]


def make_state(
    e: Evidence, s: Subject, states: Sequence[IndicatorState], temuan: Iterable[Found], day: date
) -> QuarterState | None:
    """The state of the subject's quarter; None when year or quarter is not known."""
    if s.tahun is None or s.triwulan is None:
        return None
    count = dict.fromkeys(TINGKAT, 0)
    for f in temuan:
        count[f.temuan.tingkat] += 1
    return QuarterState(
        tahun=s.tahun,
        triwulan=s.triwulan,
        tanggal=day,
        satker=s.satker,
        instrumen=s.instrumen.nama,
        lke=s.sha256,
        berkas=len(e.pohon.berkas),
        tautan=sum(k.tautan for k in states),
        keadaan=_count(states),
        berpoin=_count([k for k in states if s.points(k.kode)]) if s.lke is not None else None,
        temuan=SeverityCount(**count),
        daftar=tree_list(e.akar, e.pohon),
        sidik=content_list(e),
    )


def _count(states: Iterable[IndicatorState]) -> StatusCount:
    result = dict.fromkeys(StatusCount.__struct_fields__, 0)
    for k in states:
        result[k.keadaan] += 1
    return StatusCount(**result)


def tree_list(root: Path, tree: Tree | None = None) -> str:
    """SHA-256 of what lies below *root*: name and size of every file, and the table's bytes; no document is read."""
    tree = walk_tree(root) if tree is None else tree
    digest = hashlib.sha256()
    for b in tree.berkas:
        digest.update(f"{b.ukuran} {b.nama}\n".encode("utf-8", "surrogateescape"))
    for n, _ in tree.gagal:
        digest.update(f"? {n}\n".encode("utf-8", "surrogateescape"))
    try:
        digest.update(hashlib.sha256(read_file(root / TABLE_NAME)).digest())
    except OSError:
        digest.update(b"-")
    return digest.hexdigest()


def content_list(e: Evidence) -> str:
    """SHA-256 of the list of all documents: indicator, name, and what tells their content."""
    digest = hashlib.sha256()
    for d in e.dokumen:
        content = d.fakta.sha256 if d.fakta is not None else "-"
        digest.update(f"{content} {d.kode or '-'} {d.nama}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def read_states(folder: Path) -> tuple[QuarterState, ...]:
    """The states kept in a folder of evidence, in order of quarters; () when there are none.

    Raises :class:`UnreadableInput` (BKT842) for a file that is not whole, not ours, or says one quarter twice.
    """
    jalur = folder / STATE_NAME
    try:
        every = read_own_file(jalur, KeptStates, _MOST_BYTES).keadaan
    except FileNotFoundError:
        return ()
    except NotOurs as e:
        raise _refused(str(e)) from e
    ordered = sorted(every, key=lambda k: k.order_key)
    if len({k.order_key for k in ordered}) < len(ordered):
        raise _refused("satu triwulan tercatat dua kali")
    return tuple(ordered)


def _refused(reason: str) -> UnreadableInput:
    return UnreadableInput(make_temuan("BKT842", berkas=STATE_NAME, sebab=reason))


def keep_state(folder: Path, new: QuarterState) -> Path:
    """Keep *new* in place of an earlier look at its quarter; returns the file.

    Raises :class:`UnwritableOutput`, also when what stands there is not ours.
    """
    return _rewrite(folder, lambda old: [*(k for k in old if k.order_key != new.order_key), new])


def keep_changes(folder: Path, e: Evidence, changes: Iterable[Changed]) -> QuarterState | None:
    """Note what a comparison found with the latest state that is about exactly this evidence; None without one."""
    digest = content_list(e)
    found = ChangeCount(**count_changes(changes))
    milik = next((k for k in reversed(read_states(folder)) if k.sidik == digest), None)
    if milik is None:
        return None
    new = msgspec.structs.replace(milik, perubahan=found)
    _rewrite(folder, lambda old: [new if k == milik else k for k in old])
    return new


def _rewrite(folder: Path, change: Callable[[tuple[QuarterState, ...]], Iterable[QuarterState]]) -> Path:
    """Replace the states kept in *folder* by what *change* makes of those that are there, another run's among them."""

    def kept() -> tuple[QuarterState, ...]:
        try:
            return read_states(folder)
        except UnreadableInput as e:
            raise UnwritableOutput(f"{e.temuan.pesan} Pindahkan berkas itu dahulu.") from e

    def content(_: bytes) -> bytes:
        every = sorted(change(kept()), key=lambda k: k.order_key)
        return msgspec.json.format(msgspec.json.encode(KeptStates(SCHEMA, PROGRAM, tuple(every))), indent=1) + b"\n"

    kept()  # what is not ours is refused before all of it is read
    jalur = folder / STATE_NAME
    write_file(jalur, content, overwrite=True)
    return jalur


class EvidenceStanding(NamedTuple):
    """The evidence of a satker on a day: its folder, its latest state, and why that no longer tells ("" it does)."""

    folder: Path
    keadaan: QuarterState | None
    usang: str = ""


def evidence_standing(folder: Path, satker: str | None = None, pada: date | None = None) -> EvidenceStanding:
    """The latest state kept in *folder* up to the quarter of *pada*, and whether it still holds for *satker*.

    Raises :class:`UnreadableInput` (BKT842).
    """
    limit = (pada.year, (pada.month + 2) // 3) if pada is not None else (9999, 4)
    every = [k for k in read_states(folder) if k.order_key <= limit]
    if not every:
        return EvidenceStanding(folder, None)
    now = every[-1]
    return EvidenceStanding(folder, now, _outdated(folder, now, satker, pada))


def quarter_standing(folder: Path, satker: str, saat: tuple[int, int]) -> EvidenceStanding:
    """The state kept in *folder* of one quarter (year and number), and why it does not tell of *satker*.

    That the folder changed since counts only for the latest quarter. Raises :class:`UnreadableInput` (BKT842).
    """
    every = read_states(folder)
    milik = next((k for k in every if k.order_key == saat), None)
    if milik is None:
        return EvidenceStanding(folder, None)
    stale = _outdated(folder, milik, satker, None) if milik is every[-1] else _other_satker(milik, satker)
    return EvidenceStanding(folder, milik, stale)


def _other_satker(k: QuarterState, satker: str | None) -> str:
    if satker is not None and k.satker is not None and compare_names(satker, k.satker) == "berbeda":
        return f"yang diperiksa bukti {excerpt(k.satker)}"
    return ""


def _outdated(folder: Path, k: QuarterState, satker: str | None, pada: date | None) -> str:
    if other := _other_satker(k, satker):
        return other
    if tree_list(folder) != k.daftar:
        return "isi foldernya berubah sejak itu"
    if pada is not None:
        # The quarter that ended last before the day.
        tahun, n = (pada.year, (pada.month - 1) // 3) if pada.month > 3 else (pada.year - 1, 4)
        if k.order_key < (tahun, n):
            return f"triwulan {n} {tahun} sudah berakhir"
    return ""
