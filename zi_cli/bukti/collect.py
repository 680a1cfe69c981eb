"""All documents of a satker by indicator: files of the tree, rows of the table, links of the worksheet."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.digest import Memory, digest
from zi_cli.bukti.layout import NAMA_TABEL, find_kode, indicator_of_path, quarter_of_path
from zi_cli.bukti.ledger import LedgerRow, read_ledger
from zi_cli.bukti.links import canonical_link, is_link, linked_cell, titled_parts
from zi_cli.bukti.probe import FileFacts
from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.bukti.walk import Tree, TreeFile, walk_tree
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import path_text

#: Characters of a cell or an address in one message.
_DISEBUT = 200


class Found(NamedTuple):
    """A finding about evidence: *berkas* is the file, link, or table that it is about."""

    berkas: str
    temuan: Temuan


class EvidenceDocument(NamedTuple):
    """One document of one indicator: a file (with its facts) or a link, and what the table says of it.

    ``baris`` is its row in the table; a document without one stands only in the tree or in the worksheet.
    """

    kode: str | None
    nama: str
    tautan: bool
    triwulan: int | None = None
    tahun: int | None = None
    judul: str = ""
    status: str = ""
    baris: Sel | None = None
    fakta: FileFacts | None = None
    isi: ContentFacts | None = None


class Evidence(NamedTuple):
    """Everything there is: documents, the tree, the rows of the table (None without one), and what was found so far."""

    akar: Path
    dokumen: tuple[EvidenceDocument, ...]
    pohon: Tree
    fakta: Mapping[str, FileFacts]
    baris: tuple[LedgerRow, ...] | None
    temuan: tuple[Found, ...]
    isi_dibaca: bool = False

    @property
    def ukuran(self) -> int:
        """Bytes of all files."""
        return sum(b.ukuran for b in self.pohon.berkas)


#: Reads the contents of files of the tree: facts by name.
ReadContents = Callable[[Iterable[TreeFile], Mapping[str, FileFacts]], Mapping[str, ContentFacts]]


def collect(
    akar: Path,
    subjek: Subject,
    ingatan: Memory,
    maju: Callable[[int], None] = lambda _: None,
    baca_isi: ReadContents | None = None,
) -> Evidence:
    """Gather what lies below *akar* and what table and worksheet name."""
    pohon = walk_tree(akar)
    fakta, gagal = digest(pohon.berkas, ingatan, maju)
    isi = baca_isi(pohon.berkas, fakta) if baca_isi is not None else {}
    temuan = [Found(path_text(n), make_temuan("BKT822", berkas=path_text(n), sebab=s)) for n, s in pohon.gagal + gagal]
    if pohon.lebih:
        temuan.append(Found(path_text(akar.name), make_temuan("BKT840", sebab=path_text(pohon.lebih))))
    baris: tuple[LedgerRow, ...] | None = None
    if (akar / NAMA_TABEL).exists():
        try:
            baris = read_ledger(akar / NAMA_TABEL)
        except UnreadableInput as e:
            temuan.append(Found(NAMA_TABEL, e.temuan))
    gatherer = _Gatherer(subjek, fakta, isi)
    for b in pohon.berkas:
        if b.nama in fakta:
            gatherer.add_file(b.nama)
    for r in baris or ():
        gatherer.add_row(r)
    gatherer.add_worksheet()
    dokumen = (d for semua in gatherer.dokumen.values() for d in semua)
    urut = sorted(dokumen, key=lambda d: (d.kode or "", d.tautan, d.nama))
    return Evidence(akar, tuple(urut), pohon, fakta, baris, (*temuan, *gatherer.temuan), baca_isi is not None)


class _Gatherer:
    def __init__(self, subjek: Subject, fakta: Mapping[str, FileFacts], isi: Mapping[str, ContentFacts]) -> None:
        self.subjek, self.fakta, self.isi = subjek, fakta, isi
        self.dokumen: dict[tuple[str | None, str], list[EvidenceDocument]] = {}
        self.temuan: list[Found] = []
        self.nama: dict[str, list[str]] = {}
        for n in fakta:
            self.nama.setdefault(_key(n), []).append(n)
            self.nama.setdefault(_key(n.rpartition("/")[2]), []).append(n)

    def add_file(self, nama: str) -> None:
        bagian = nama.split("/")
        kode, _ = indicator_of_path(self.subjek.instrumen, bagian)
        d = EvidenceDocument(kode, nama, False, quarter_of_path(bagian), fakta=self.fakta[nama], isi=self.isi.get(nama))
        self.dokumen[kode, nama] = [d]

    def add_row(self, r: LedgerRow) -> None:
        kode = find_kode(self.subjek.instrumen, r.indikator)
        b = self.subjek.instrumen.per_kode.get(kode or "")
        if b is None or b.jenis != "indikator":
            self._say("BKT836", r, None, kolom="Indikator", isi=r.indikator or "(kosong)")
            return
        tahun = self._number(r, b.kode, "Tahun", r.tahun, 2000, 2100)
        triwulan = self._number(r, b.kode, "Triwulan", r.triwulan, 1, 4)
        status = r.status.casefold()
        if status and status not in load_rules().status:
            self._say("BKT836", r, b.kode, kolom="Status", isi=r.status)
            status = ""
        if not r.dokumen:
            if status not in ("", "belum"):
                self._say("BKT839", r, b.kode, status=status, sebab="dokumennya belum disebut")
            return
        dituju = next((n for t in r.tautan if (n := _path(t)) in self.nama), "")
        berkas = _key(r.dokumen) in self.nama
        if dituju and not berkas:
            # Words before a file of the tree.
            r, berkas = r._replace(dokumen=dituju, judul=r.judul or r.dokumen), True
        d = EvidenceDocument(b.kode, r.dokumen, True, triwulan, tahun, r.judul, status, r.sel)
        tujuan = [t for t in r.tautan if self.nama.get(_path(t), ()) != self.nama.get(_key(r.dokumen))]
        sel = linked_cell(r.dokumen, tujuan)
        lain = [(r.dokumen, t) for t in tujuan] if berkas else sel.lain
        self.temuan += [elsewhere(NAMA_TABEL, r.sel, b.kode, *satu) for satu in lain]
        tautan = [(t, r.dokumen) for t in tujuan if t] if berkas else list(titled_parts(sel.bagian))
        if is_link(r.dokumen) and not tujuan and len(tautan) < 2:
            tautan = [(r.dokumen, "")]
        for alamat, kata in tautan:
            if _key(kata) in self.nama:
                self._add_named(r, d._replace(nama=kata))
                kata = ""
            self._put(canonical_link(alamat), d._replace(nama=alamat, judul=r.judul or kata))
        if not tautan and (berkas or "" not in tujuan):
            self._add_named(r, d)

    def _add_named(self, r: LedgerRow, d: EvidenceDocument) -> None:
        """A row that names a file of the tree, by its path or, where there is one only, by its name."""
        nama = d.nama.replace("\\", "/").removeprefix("./")
        if nama.startswith("/") or ".." in nama.split("/"):
            self._say("BKT838", r, d.kode, dokumen=d.nama)
            return
        calon = [nama] if nama in self.fakta else self.nama.get(_key(nama), [])
        milik = [c for c in calon if (d.kode, c) in self.dokumen]
        if len(milik or calon) != 1:
            sebab = "tidak ada" if not calon else f"ada {len(calon)} berkas bernama itu; tulis jalurnya"
            if d.status == "belum" and not calon:
                return
            self._say("BKT834", r, d.kode, dokumen=d.nama, sebab=sebab)
            return
        ada = (milik or calon)[0]
        lama = self.dokumen.get((d.kode, ada), [None])[0]
        jalur = ada.split("/")
        d = d._replace(nama=ada, tautan=False, fakta=self.fakta[ada], isi=self.isi.get(ada))
        self._put(ada, d._replace(triwulan=d.triwulan or (lama.triwulan if lama else quarter_of_path(jalur))))

    def _put(self, kunci: str, d: EvidenceDocument) -> None:
        """A document that stood without a row gets this one; a second row is a second document only for a link."""
        semua = self.dokumen.setdefault((d.kode, kunci), [])
        if semua and semua[0].baris is None:
            semua[0] = d
        elif not semua:
            semua.append(d)

    def add_worksheet(self) -> None:
        """The links of the columns Bukti and Catatan that the table does not have."""
        for kode, a in self.subjek.jawaban.items():
            for tautan in a.tautan:
                self._put(canonical_link(tautan), EvidenceDocument(kode, tautan, True, baris=None))
            for sel, tampak, alamat in a.lain:
                self.temuan.append(elsewhere(self.subjek.lke or "", sel, kode, tampak, alamat))

    def _number(self, r: LedgerRow, kode: str, kolom: str, teks: str, dari: int, ke: int) -> int | None:
        if not teks:
            return None
        if teks.isascii() and teks.isdecimal() and len(teks) <= 4 and dari <= int(teks) <= ke:
            return int(teks)
        if kolom == "Triwulan" and (n := quarter_of_path([f"tw {teks}"])) is not None:
            return n
        self._say("BKT836", r, kode, kolom=kolom, isi=teks)
        return None

    def _say(self, code: str, r: LedgerRow, kode: str | None, **isi: str) -> None:
        self.temuan.append(Found(NAMA_TABEL, make_temuan(code, r.sel, kode, tingkat=None, **isi)))


def elsewhere(berkas: str, sel: Sel, kode: str, tampak: str, alamat: str) -> Found:
    """A cell that shows one thing and leads to another, or to what can't be told."""
    kata = path_text(tampak)[:_DISEBUT]
    if not alamat:
        return Found(berkas, make_temuan("BKT848", sel, kode, tampak=kata))
    return Found(berkas, make_temuan("BKT847", sel, kode, tampak=kata, tautan=path_text(alamat)[:_DISEBUT]))


def _path(teks: str) -> str:
    """A path as seen from the table, as the names of files are compared."""
    return _key(unquote(teks).replace("\\", "/").removeprefix("./"))


def _key(nama: str) -> str:
    return unicodedata.normalize("NFC", nama).casefold()
