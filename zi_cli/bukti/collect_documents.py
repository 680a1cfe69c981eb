"""All documents of a satker by indicator: files of the tree, rows of the table, links of the worksheet."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.digest import Memory, digest
from zi_cli.bukti.folder_names import TABLE_NAME, find_code, indicator_of_path, quarter_of_path
from zi_cli.bukti.ledger import LedgerRow, read_ledger
from zi_cli.bukti.probe import FileFacts
from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.bukti.text_links import canonical_link, is_link, linked_cell, titled_parts
from zi_cli.bukti.walk import Tree, TreeFile, walk_tree
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import path_text

#: Characters of a cell or an address in one message.
_MAX_NAMED = 200


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
    def size(self) -> int:
        """Bytes of all files."""
        return sum(b.ukuran for b in self.pohon.berkas)


#: Reads the contents of files of the tree: facts by name.
ReadContents = Callable[[Iterable[TreeFile], Mapping[str, FileFacts]], Mapping[str, ContentFacts]]


def collect(
    root: Path,
    subject: Subject,
    memory: Memory,
    progress: Callable[[int], None] = lambda _: None,
    baca_isi: ReadContents | None = None,
) -> Evidence:
    """Gather what lies below *root* and what table and worksheet name."""
    tree = walk_tree(root)
    fact, failed = digest(tree.berkas, memory, progress)
    content = baca_isi(tree.berkas, fact) if baca_isi is not None else {}
    temuan = [Found(path_text(n), make_temuan("BKT822", berkas=path_text(n), sebab=s)) for n, s in tree.gagal + failed]
    if tree.lebih:
        temuan.append(Found(path_text(root.name), make_temuan("BKT840", sebab=path_text(tree.lebih))))
    rows: tuple[LedgerRow, ...] | None = None
    if is_there(root / TABLE_NAME):
        try:
            rows = read_ledger(root / TABLE_NAME)
        except UnreadableInput as e:
            temuan.append(Found(TABLE_NAME, e.temuan))
    gatherer = _Gatherer(subject, fact, content)
    for b in tree.berkas:
        if b.nama in fact:
            gatherer.add_file(b.nama)
    for r in rows or ():
        gatherer.add_row(r)
    gatherer.add_worksheet()
    dokumen = (d for every in gatherer.dokumen.values() for d in every)
    ordered = sorted(dokumen, key=lambda d: (d.kode or "", d.tautan, d.nama))
    return Evidence(root, tuple(ordered), tree, fact, rows, (*temuan, *gatherer.temuan), baca_isi is not None)


class _Gatherer:
    def __init__(self, subject: Subject, facts: Mapping[str, FileFacts], content: Mapping[str, ContentFacts]) -> None:
        self.subjek, self.fakta, self.isi = subject, facts, content
        self.dokumen: dict[tuple[str | None, str], list[EvidenceDocument]] = {}
        self.temuan: list[Found] = []
        self.nama: dict[str, list[str]] = {}
        for n in facts:
            self.nama.setdefault(_key(n), []).append(n)
            self.nama.setdefault(_key(n.rpartition("/")[2]), []).append(n)

    def add_file(self, name: str) -> None:
        parts = name.split("/")
        code, _ = indicator_of_path(self.subjek.instrumen, parts)
        d = EvidenceDocument(code, name, False, quarter_of_path(parts), fakta=self.fakta[name], isi=self.isi.get(name))
        self.dokumen[code, name] = [d]

    def add_row(self, r: LedgerRow) -> None:
        code = find_code(self.subjek.instrumen, r.indikator)
        b = self.subjek.instrumen.per_kode.get(code or "")
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
        aimed = next((n for t in r.tautan if (n := _path(t)) in self.nama), "")
        file = _key(r.dokumen) in self.nama
        if aimed and not file:
            # Words before a file of the tree.
            r, file = r._replace(dokumen=aimed, judul=r.judul or r.dokumen), True
        d = EvidenceDocument(b.kode, r.dokumen, True, triwulan, tahun, r.judul, status, r.sel)
        targets = [t for t in r.tautan if self.nama.get(_path(t), ()) != self.nama.get(_key(r.dokumen))]
        cell = linked_cell(r.dokumen, targets)
        others = [(r.dokumen, t) for t in targets] if file else cell.lain
        self.temuan += [elsewhere(TABLE_NAME, r.sel, b.kode, *one) for one in others]
        links = [(t, r.dokumen) for t in targets if t] if file else list(titled_parts(cell.bagian))
        if is_link(r.dokumen) and not targets and len(links) < 2:
            links = [(r.dokumen, "")]
        for address, word in links:
            if _key(word) in self.nama:
                self._add_named(r, d._replace(nama=word))
                word = ""
            self._put(canonical_link(address), d._replace(nama=address, judul=r.judul or word))
        if not links and (file or "" not in targets):
            self._add_named(r, d)

    def _add_named(self, r: LedgerRow, d: EvidenceDocument) -> None:
        """A row that names a file of the tree, by its path or, where there is one only, by its name."""
        name = d.nama.replace("\\", "/").removeprefix("./")
        if name.startswith("/") or ".." in name.split("/"):
            self._say("BKT838", r, d.kode, dokumen=d.nama)
            return
        candidates = [name] if name in self.fakta else self.nama.get(_key(name), [])
        milik = [c for c in candidates if (d.kode, c) in self.dokumen]
        if len(milik or candidates) != 1:
            reason = "tidak ada" if not candidates else f"ada {len(candidates)} berkas bernama itu; tulis jalurnya"
            if d.status == "belum" and not candidates:
                return
            self._say("BKT834", r, d.kode, dokumen=d.nama, sebab=reason)
            return
        present = (milik or candidates)[0]
        old = self.dokumen.get((d.kode, present), [None])[0]
        jalur = present.split("/")
        d = d._replace(nama=present, tautan=False, fakta=self.fakta[present], isi=self.isi.get(present))
        self._put(present, d._replace(triwulan=d.triwulan or (old.triwulan if old else quarter_of_path(jalur))))

    def _put(self, key: str, d: EvidenceDocument) -> None:
        """A document that stood without a row gets this one; a second row is a second document only for a link."""
        every = self.dokumen.setdefault((d.kode, key), [])
        if every and every[0].baris is None:
            every[0] = d
        elif not every:
            every.append(d)

    def add_worksheet(self) -> None:
        """The links of the columns Bukti and Catatan that the table does not have."""
        for code, a in self.subjek.jawaban.items():
            for link in a.tautan:
                self._put(canonical_link(link), EvidenceDocument(code, link, True, baris=None))
            for cell, visible, address in a.lain:
                self.temuan.append(elsewhere(self.subjek.lke or "", cell, code, visible, address))

    def _number(self, r: LedgerRow, code: str, column: str, text: str, dari: int, ke: int) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 4 and dari <= int(text) <= ke:
            return int(text)
        if column == "Triwulan" and (n := quarter_of_path([f"tw {text}"])) is not None:
            return n
        self._say("BKT836", r, code, kolom=column, isi=text)
        return None

    def _say(self, code: str, r: LedgerRow, unit_code: str | None, **content: str) -> None:
        self.temuan.append(Found(TABLE_NAME, make_temuan(code, r.sel, unit_code, level=None, **content)))


def elsewhere(file: str, cell: Sel, code: str, visible: str, address: str) -> Found:
    """A cell that shows one thing and leads to another, or to what can't be told."""
    word = path_text(visible)[:_MAX_NAMED]
    if not address:
        return Found(file, make_temuan("BKT848", cell, code, tampak=word))
    return Found(file, make_temuan("BKT847", cell, code, tampak=word, tautan=path_text(address)[:_MAX_NAMED]))


def _path(text: str) -> str:
    """A path as seen from the table, as the names of files are compared."""
    return _key(unquote(text).replace("\\", "/").removeprefix("./"))


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
