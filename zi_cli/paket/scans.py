"""Signed scans and reports before they go into a package: what makes one useless, and one scan used for two letters."""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from zi_cli.bukti.collect_documents import EvidenceDocument
from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.document_content import read_each
from zi_cli.bukti.evidence_findings import other_office
from zi_cli.bukti.judge_files import document_findings
from zi_cli.bukti.probe import FileFacts, read_facts
from zi_cli.bukti.subject import Subject
from zi_cli.errors import os_reason
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.sent import SCAN_KINDS

#: Kinds whose contents are read.
_READ = frozenset({"pdf", "docx"})


class Look(NamedTuple):
    """A file that was looked into; ``galat``: why it can't be read, "" when it can."""

    fakta: FileFacts | None
    isi: ContentFacts | None = None
    galat: str = ""


class Looks(NamedTuple):
    """All files that may go into packages, by path; what *instrumen* says of offices is asked of it."""

    instrumen: Instrumen
    berkas: Mapping[Path, Look]

    def _look(self, file: Path) -> Look:
        return self.berkas.get(file, Look(None, galat="tidak ditemukan"))

    def scan_fault(self, file: Path) -> str:
        """Why *file* is no signed scan; "" when nothing speaks against it."""
        look = self._look(file)
        if look.fakta is not None and look.fakta.ukuran and look.fakta.isi not in SCAN_KINDS:
            return f"“{file.name}” bukan pindaian: sebutkan PDF atau gambarnya"
        return self.fault(file)

    def fault(self, file: Path) -> str:
        """Why *file* can't be used: unreadable, empty, damaged, with a password, nothing on its pages."""
        look = self._look(file)
        if look.galat:
            return f"“{file.name}” tidak dapat dibaca: {look.galat}"
        d = EvidenceDocument(None, file.name, False, fakta=look.fakta, isi=look.isi)
        # What is only worth knowing of evidence (a macro, a small picture) does not make a letter useless.
        weights = (t for t in document_findings(d, Subject(self.instrumen)) if t.kode not in ("BKT819", "BKT821"))
        return next((f"“{file.name}”: {t.pesan.rstrip('.')} ({t.kode})" for t in weights), "")

    def other_office(self, file: Path, satker: str) -> str:
        """The other office that is the only kind of office *file* names in its text; "" when there is none."""
        d = EvidenceDocument(None, file.name, False, isi=self._look(file).isi)
        other = other_office(d, Subject(self.instrumen, satker))
        return other.words if other is not None else ""

    def digests(self, file: Path) -> frozenset[str]:
        """SHA-256 digests that the text of *file* names."""
        content = self._look(file).isi
        return frozenset(content.sidik) if content is not None else frozenset()

    def sha256(self, file: Path) -> str | None:
        """Fingerprint of *file*."""
        fact = self._look(file).fakta
        return fact.sha256 if fact is not None else None


def look_at(files: Iterable[Path], instrumen: Instrumen) -> Looks:
    """Look into *files*; documents are read in processes that are bounded in time and memory."""
    results: dict[Path, Look] = {}
    readers: list[tuple[str, Path, str]] = []
    for b in dict.fromkeys(files):
        try:
            f = read_facts(b)
        except OSError as e:
            results[b] = Look(None, galat=os_reason(e))
            continue
        results[b] = Look(f)
        if f.isi in _READ and f.ukuran and not f.rusak and not f.sandi:
            readers.append((str(b), b, f.isi))
    # Without the library for it, what lies inside stays unknown.
    for name, content in read_each(readers if find_spec("pypdf") is not None else []):
        results[Path(name)] = results[Path(name)]._replace(isi=content)
    return Looks(instrumen, results)
