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
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN
from zi_cli.text import cuplik

#: A satker follows up unless the register names another.
_SIAPA = "Satker"


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
    def kunci(self) -> tuple[str, str]:
        """What tells the note among all: its satker, and its key there."""
        return name_key(self.satker), note_key(self.sumber, self.teks)


class Merged(NamedTuple):
    """The register: rows that were there (``lama``), notes new to it (``baru``), and findings."""

    lama: list[FollowUp]
    baru: list[FollowUp]
    temuan: list[Temuan]

    @property
    def semua(self) -> list[FollowUp]:
        """All rows, old ones first."""
        return [*self.lama, *self.baru]


def worksheet_notes(bahan: Iterable[LkeFacts], daftar: DaftarSatker | None, *, semua: bool = False) -> list[Note]:
    """The notes of assessors that ask for something (with *semua* all of them), satker as the register names them."""
    indeks = SatkerNames(daftar.satker if daftar else ())
    per_berkas = {s.berkas_lke.replace("\\", "/"): s for s in (daftar.satker if daftar else ()) if s.berkas_lke}
    hasil = []
    for b in bahan:
        s = per_berkas.get(b.nama) or indeks.find(b.kode_satker or "") or indeks.find(b.satker or "")
        nama = s.sebutan if s else b.satker or b.jalur.stem
        hasil += [
            Note(nama, n.kode, n.uraian, n.penilai, str(b.tahun or ""), n.teks, b.nama, n.sel, s is not None)
            for n in b.notes
            if semua or n.needs_action
        ]
    return hasil


def tpn_notes(daftar: DaftarSatker | None, instrumen: Instrumen) -> tuple[list[Note], list[Temuan]]:
    """The notes typed into the sheet Hasil TPN, an indicator named by its kode or its row of the official sheet."""
    if daftar is None:
        return [], []
    indeks, per_baris = SatkerNames(daftar.satker), {str(b.nomor): b.kode for b in instrumen.indikator}
    hasil, temuan = [], list(daftar.sheet(HASIL_TPN).temuan)
    for b in daftar.sheet(HASIL_TPN).baris:
        s, catatan, tulisan = indeks.find(b.text("satker")), b.text("catatan"), b.text("indikator")
        if s is None:
            temuan.append(make_temuan("THP002", b.sel, satker=cuplik(b.text("satker"))))
        kode = per_baris.get(tulisan, tulisan)
        if kode and kode not in instrumen.per_kode:
            temuan.append(make_temuan("THP003", b.sel, indikator=cuplik(tulisan)))
            kode = ""
        if catatan:
            nama, sumber = s.sebutan if s else b.text("satker"), b.text("penilai") or "tpn"
            uraian = instrumen.per_kode[kode].teks if kode else ""
            isi = (nama, kode, uraian, sumber, b.text("tahun"), catatan, daftar.berkas.name, b.sel, s is not None)
            hasil.append(Note(*isi))
    return hasil, temuan


def merge_notes(lama: Sequence[FollowUp], catatan: Iterable[Note]) -> Merged:
    """The rows of the register with the notes it does not have yet.

    A note is one that is there when the words and the indicator are the same; where one of both knows no indicator
    (a row that was not recognised), when the words are, and no other note of that file is the one. What a
    later year repeats though it was closed is said (THP005).
    """
    per_kunci: dict[tuple[str, str], list[FollowUp]] = {}
    for f in lama:
        per_kunci.setdefault((name_key(f.satker), f.kunci), []).append(f)
    baru: list[FollowUp] = []
    temuan: list[Temuan] = []
    per_berkas: dict[str, list[Note]] = {}
    for n in catatan:
        per_berkas.setdefault(n.berkas, []).append(n)
    for milik in per_berkas.values():
        terpakai: set[int] = set()
        # Exact pairs first, so that a note without an indicator takes none that another one claims.
        for cara in (_same_indicator, _either_unknown):
            sisa = []
            for n in milik:
                ada = next((f for f in per_kunci.get(n.kunci, ()) if cara(n, f, terpakai)), None)
                if ada is None:
                    sisa.append(n)
                    continue
                terpakai.add(id(ada))
                if ada.status == "selesai" and ada.tempat is not None and _later(n.tahun, ada.tahun):
                    temuan.append(make_temuan("THP005", ada.tempat, satker=ada.satker, tahun=n.tahun))
            milik = sisa
        for n in milik:
            # A count and its indicator may bear the same note.
            if not any(n.indikator and f.indikator == n.indikator for f in per_kunci.get(n.kunci, ())):
                f = _row(n)
                baru.append(f)
                per_kunci.setdefault(n.kunci, []).append(f)
                terpakai.add(id(f))
    return Merged(list(lama), baru, temuan)


def _same_indicator(n: Note, f: FollowUp, terpakai: set[int]) -> bool:
    # A row that was not recognised is one of its own, whatever words it shares with others.
    return f.indikator == n.indikator and (bool(n.indikator) or id(f) not in terpakai)


def _either_unknown(n: Note, f: FollowUp, terpakai: set[int]) -> bool:
    return id(f) not in terpakai and (not n.indikator or not f.indikator)


def _later(kini: str, dulu: str) -> bool:
    return kini.isdecimal() and dulu.isdecimal() and int(kini) > int(dulu)


def _row(n: Note) -> FollowUp:
    asal = f"{n.berkas}:{n.sel}" if n.sel else n.berkas
    return FollowUp(
        n.satker, n.indikator, n.uraian, n.sumber, n.tahun, n.teks, "belum", n.kunci[1], siapa=_SIAPA, asal=asal
    )


def sheet_row(f: FollowUp) -> dict[str, str]:
    """The cells of *f* as the sheet Tindak lanjut has them."""
    isi: Mapping[str, str] = {
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
    return {k: v for k, v in isi.items() if v}
