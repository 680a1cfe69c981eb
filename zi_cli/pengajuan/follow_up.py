"""The sheet Tindak lanjut: what assessors noted for a satker, and how far it was followed up."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, cast

from zi_cli.bukti.text_links import is_proof
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letters import SatkerNames
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.register.side_sheets import TINDAK_LANJUT
from zi_cli.text import canonical_name, excerpt

Status = Literal["belum", "proses", "selesai", "ditolak"]
_OPEN_STATES = ("belum", "proses")


class FollowUp(NamedTuple):
    """One note to follow up: of which satker and indicator ("": general), who noted it, who does what until when.

    ``status`` is None while its cell can't be used. ``kunci`` tells the note again however the row was edited:
    it rests on assessor and words, not on the indicator, which a file may not tell. ``tempat`` is its row
    in the sheet, None of a note that is not there yet.
    """

    satker: str
    indikator: str
    uraian: str
    sumber: str
    tahun: str
    catatan: str
    status: Status | None
    kunci: str
    siapa: str = ""
    batas: date | None = None
    bukti: str = ""
    keterangan: str = ""
    asal: str = ""
    tempat: Sel | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done; an unreadable status is no end of it."""
        return self.status is None or self.status in _OPEN_STATES

    def late_days(self, pada: date) -> int:
        """Days past its due date on *pada*; 0 when it has none, is in time or is closed."""
        return max(0, (pada - self.batas).days) if self.is_open and self.batas else 0


def note_key(source: str, note: str) -> str:
    """The key of a note among those of its satker: of the assessor and the words."""
    return hashlib.sha256(f"{source}|{canonical_name(note)}".encode()).hexdigest()[:12]


def read_follow_ups(daftar: DaftarSatker | None) -> list[FollowUp]:
    """The rows of the sheet Tindak lanjut, in order; satker by their name in the register."""
    if daftar is None:
        return []
    index = SatkerNames(daftar.satker)
    results = []
    for b in daftar.sheet(TINDAK_LANJUT).baris:
        s = index.find(b.text("satker"))
        term, source, note = s.called if s else b.text("satker"), b.text("sumber"), b.text("catatan")
        results.append(
            FollowUp(
                satker=term,
                indikator=b.text("indikator"),
                uraian=b.text("uraian"),
                sumber=source,
                tahun=b.text("tahun"),
                catatan=note,
                status=cast(Status | None, b.isi.get("status")),
                kunci=b.text("kunci") or note_key(source, note),
                siapa=b.text("siapa"),
                batas=b.day("batas"),
                bukti=b.text("bukti"),
                keterangan=b.text("keterangan"),
                asal=b.text("asal"),
                tempat=b.sel,
            )
        )
    return results


def follow_up_findings(daftar: DaftarSatker, rows: Iterable[FollowUp], codes: Mapping[str, object]) -> Iterator[Temuan]:
    """What is odd about the sheet: rows of nobody, of no indicator among *codes*, or done without proof."""
    yield from daftar.sheet(TINDAK_LANJUT).temuan
    yield from unknown_satker(daftar, TINDAK_LANJUT)
    for f in rows:
        if f.tempat is not None and f.indikator and f.indikator not in codes:
            yield make_temuan("THP003", f.tempat, indikator=excerpt(f.indikator))
        if f.tempat is not None and f.status == "selesai" and not is_proof(f.bukti):
            yield make_temuan("THP004", f.tempat, satker=f.satker)


def unknown_satker(daftar: DaftarSatker, sheet: str) -> Iterator[Temuan]:
    """THP002 for every row of *sheet* whose satker the register does not have."""
    index = SatkerNames(daftar.satker)
    for b in daftar.sheet(sheet).baris:
        if b.text("satker") and index.find(b.text("satker")) is None:
            yield make_temuan("THP002", b.sel, satker=excerpt(b.text("satker")))


def open_by_satker(rows: Sequence[FollowUp]) -> dict[str, list[FollowUp]]:
    """What is still open, by the satker's name."""
    results: dict[str, list[FollowUp]] = {}
    for f in rows:
        if f.is_open:
            results.setdefault(f.satker, []).append(f)
    return results
