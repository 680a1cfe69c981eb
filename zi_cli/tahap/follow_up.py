"""One register of follow-up from worksheets, the TPN's results, and what was already there: nothing lost or doubled."""

from collections.abc import Iterable, Mapping, Sequence

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.pengajuan.follow_up import FollowUp, note_key
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.letters import SatkerNames
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN
from zi_cli.text import excerpt

#: A satker follows up unless the register names another.
_WHO = "Satker"


class Note(NamedTuple):
    """A note as one source (``berkas``) has it; ``terdaftar``: its satker is one of the register."""

    satker: str
    indikator: str
    uraian: str
    sumber: str
    tahun: str
    teks: str
    berkas: str
    sel: Sel | None
    terdaftar: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What tells the note among all: its satker, and its key there."""
        return name_key(self.satker), note_key(self.sumber, self.teks)


class Merged(NamedTuple):
    """The register: rows that were there (``lama``), notes new to it (``baru``), and findings."""

    lama: list[FollowUp]
    baru: list[FollowUp]
    temuan: list[Temuan]

    @property
    def all_rows(self) -> list[FollowUp]:
        """All rows, old ones first."""
        return [*self.lama, *self.baru]


def worksheet_notes(materials: Iterable[LkeFacts], daftar: DaftarSatker | None, *, every: bool = False) -> list[Note]:
    """The notes of assessors that ask for something (with *every* all of them), satker as the register names them."""
    index = SatkerNames(daftar.satker if daftar else ())
    by_file = {s.berkas_lke.replace("\\", "/"): s for s in (daftar.satker if daftar else ()) if s.berkas_lke}
    results = []
    for b in materials:
        s = by_file.get(b.nama) or index.find(b.kode_satker or "") or index.find(b.satker or "")
        name = s.called if s else b.satker or b.jalur.stem
        results += [
            Note(name, n.kode, n.uraian, n.penilai, str(b.tahun or ""), n.teks, b.nama, n.sel, s is not None)
            for n in b.notes
            if every or n.needs_action
        ]
    return results


def tpn_notes(daftar: DaftarSatker | None, instrumen: Instrumen) -> tuple[list[Note], list[Temuan]]:
    """The notes typed into the sheet Hasil TPN, an indicator named by its kode or its row of the official sheet."""
    if daftar is None:
        return [], []
    index, by_row = SatkerNames(daftar.satker), {str(b.nomor): b.kode for b in instrumen.indikator}
    result, temuan = [], list(daftar.sheet(HASIL_TPN).temuan)
    for b in daftar.sheet(HASIL_TPN).baris:
        s, note, writing = index.find(b.text("satker")), b.text("catatan"), b.text("indikator")
        if s is None:
            temuan.append(make_temuan("THP002", b.sel, satker=excerpt(b.text("satker"))))
        code = by_row.get(writing, writing)
        if code and code not in instrumen.per_kode:
            temuan.append(make_temuan("THP003", b.sel, indikator=excerpt(writing)))
            code = ""
        if note:
            name, source = s.called if s else b.text("satker"), b.text("penilai") or "tpn"
            uraian = instrumen.per_kode[code].teks if code else ""
            content = (name, code, uraian, source, b.text("tahun"), note, daftar.berkas.name, b.sel, s is not None)
            result.append(Note(*content))
    return result, temuan


def merge_notes(old: Sequence[FollowUp], notes: Iterable[Note]) -> Merged:
    """The rows of the register with the notes it does not have yet.

    A note is one that is there when the words and the indicator are the same; where one of both knows no indicator
    (a row that was not recognised), when the words are, and no other note of that file is the one. What a
    later year repeats though it was closed is said (THP005).
    """
    by_key: dict[tuple[str, str], list[FollowUp]] = {}
    for f in old:
        by_key.setdefault((name_key(f.satker), f.kunci), []).append(f)
    new: list[FollowUp] = []
    temuan: list[Temuan] = []
    by_file: dict[str, list[Note]] = {}
    for n in notes:
        by_file.setdefault(n.berkas, []).append(n)
    for milik in by_file.values():
        taken: set[int] = set()
        # Exact pairs first, so that a note without an indicator takes none that another one claims.
        for way in (_same_indicator, _either_unknown):
            rest = []
            for n in milik:
                present = next((f for f in by_key.get(n.key, ()) if way(n, f, taken)), None)
                if present is None:
                    rest.append(n)
                    continue
                taken.add(id(present))
                if present.status == "selesai" and present.tempat is not None and _later(n.tahun, present.tahun):
                    temuan.append(make_temuan("THP005", present.tempat, satker=present.satker, tahun=n.tahun))
            milik = rest
        for n in milik:
            # A count and its indicator may bear the same note.
            if not any(n.indikator and f.indikator == n.indikator for f in by_key.get(n.key, ())):
                f = _row(n)
                new.append(f)
                by_key.setdefault(n.key, []).append(f)
                taken.add(id(f))
    return Merged(list(old), new, temuan)


def _same_indicator(n: Note, f: FollowUp, taken: set[int]) -> bool:
    # A row that was not recognised is one of its own, whatever words it shares with others.
    return f.indikator == n.indikator and (bool(n.indikator) or id(f) not in taken)


def _either_unknown(n: Note, f: FollowUp, taken: set[int]) -> bool:
    return id(f) not in taken and (not n.indikator or not f.indikator)


def _later(now: str, earlier: str) -> bool:
    return now.isdecimal() and earlier.isdecimal() and int(now) > int(earlier)


def _row(n: Note) -> FollowUp:
    origin = f"{n.berkas}:{n.sel}" if n.sel else n.berkas
    return FollowUp(
        n.satker, n.indikator, n.uraian, n.sumber, n.tahun, n.teks, "belum", n.key[1], siapa=_WHO, asal=origin
    )


def sheet_row(f: FollowUp) -> dict[str, str]:
    """The cells of *f* as the sheet Tindak lanjut has them."""
    content: Mapping[str, str] = {
        "satker": f.satker,
        "indikator": f.indikator,
        "uraian": f.uraian,
        "sumber": f.sumber,
        "tahun": f.tahun,
        "catatan": f.catatan,
        "siapa": f.siapa,
        "status": f.status or "",
        "asal": f.asal,
        "kunci": f.kunci,
    }
    return {k: v for k, v in content.items() if v}
