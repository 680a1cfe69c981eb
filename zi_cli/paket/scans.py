"""Signed scans and reports before they go into a package: what makes one useless, and one scan used for two letters."""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from zi_cli.bukti.collect import EvidenceDocument
from zi_cli.bukti.content import read_each
from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.judge import other_office
from zi_cli.bukti.judge_files import document_findings
from zi_cli.bukti.probe import FileFacts, read_facts
from zi_cli.bukti.subject import Subject
from zi_cli.errors import os_reason
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.sent import SCAN_KINDS

#: Kinds whose contents are read.
_DIBACA = frozenset({"pdf", "docx"})


class Look(NamedTuple):
    """A file that was looked into; ``galat``: why it can't be read, "" when it can."""

    fakta: FileFacts | None
    isi: ContentFacts | None = None
    galat: str = ""


class Looks(NamedTuple):
    """All files that may go into packages, by path; what *instrumen* says of offices is asked of it."""

    instrumen: Instrumen
    berkas: Mapping[Path, Look]

    def _look(self, berkas: Path) -> Look:
        return self.berkas.get(berkas, Look(None, galat="tidak ditemukan"))

    def scan_fault(self, berkas: Path) -> str:
        """Why *berkas* is no signed scan; "" when nothing speaks against it."""
        lihat = self._look(berkas)
        if lihat.fakta is not None and lihat.fakta.ukuran and lihat.fakta.isi not in SCAN_KINDS:
            return f"“{berkas.name}” bukan pindaian: sebutkan PDF atau gambarnya"
        return self.fault(berkas)

    def fault(self, berkas: Path) -> str:
        """Why *berkas* can't be used: unreadable, empty, damaged, with a password, nothing on its pages."""
        lihat = self._look(berkas)
        if lihat.galat:
            return f"“{berkas.name}” tidak dapat dibaca: {lihat.galat}"
        d = EvidenceDocument(None, berkas.name, False, fakta=lihat.fakta, isi=lihat.isi)
        # What is only worth knowing of evidence (a macro, a small picture) does not make a letter useless.
        berat = (t for t in document_findings(d, Subject(self.instrumen)) if t.kode not in ("BKT819", "BKT821"))
        return next((f"“{berkas.name}”: {t.pesan.rstrip('.')} ({t.kode})" for t in berat), "")

    def other_office(self, berkas: Path, satker: str) -> str:
        """The other office that is the only kind of office *berkas* names in its text; "" when there is none."""
        d = EvidenceDocument(None, berkas.name, False, isi=self._look(berkas).isi)
        lain = other_office(d, Subject(self.instrumen, satker))
        return lain.words if lain is not None else ""

    def digests(self, berkas: Path) -> frozenset[str]:
        """SHA-256 digests that the text of *berkas* names."""
        isi = self._look(berkas).isi
        return frozenset(isi.sidik) if isi is not None else frozenset()

    def sha256(self, berkas: Path) -> str | None:
        """Fingerprint of *berkas*."""
        fakta = self._look(berkas).fakta
        return fakta.sha256 if fakta is not None else None


def look_at(berkas: Iterable[Path], instrumen: Instrumen) -> Looks:
    """Look into *berkas*; documents are read in processes that are bounded in time and memory."""
    hasil: dict[Path, Look] = {}
    baca: list[tuple[str, Path, str]] = []
    for b in dict.fromkeys(berkas):
        try:
            f = read_facts(b)
        except OSError as e:
            hasil[b] = Look(None, galat=os_reason(e))
            continue
        hasil[b] = Look(f)
        if f.isi in _DIBACA and f.ukuran and not f.rusak and not f.sandi:
            baca.append((str(b), b, f.isi))
    # Without the library for it, what lies inside stays unknown.
    for nama, isi in read_each(baca if find_spec("pypdf") is not None else []):
        hasil[Path(nama)] = hasil[Path(nama)]._replace(isi=isi)
    return Looks(instrumen, hasil)
