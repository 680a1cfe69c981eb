"""Find the workbooks of a folder tree, their groups, and say what was passed over."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from zi_cli.errors import os_reason
from zi_cli.files import open_file, real_path
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import path_text

#: Extensions of workbooks the reader knows.
AKHIRAN = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})

TANPA_GRUP = "(tanpa Kanwil)"

#: The list of documents that zi bukti keeps at the top of a folder of evidence.
EVIDENCE_LIST = "bukti.xlsx"
#: A manifest, or the journal of a run that was stopped before it wrote one.
_MANIFESTS = frozenset({"manifes.json", "hasil.jsonl.sebagian"})
#: Bytes of a manifest in which its schema stands.
_MANIFEST_HEAD = 200

#: Names kept for each reason; the count goes on.
_CONTOH = 100


class Berkas(NamedTuple):
    """A workbook to score: where it is, its path below the root with ``/``, and its group."""

    jalur: Path
    nama: str
    grup: str


class BerkasGagal(NamedTuple):
    """A file (or folder) that gave no result, and why."""

    nama: str
    grup: str
    temuan: Temuan


@dataclass(slots=True)
class Lewat:
    """Files passed over for one reason: how many, and the first names."""

    jumlah: int = 0
    contoh: list[str] = field(default_factory=list)

    def add(self, nama: str) -> None:
        """Count one more file."""
        self.jumlah += 1
        if len(self.contoh) < _CONTOH:
            self.contoh.append(nama)


@dataclass(slots=True)
class Discovery:
    """What a folder tree holds: workbooks in order of path, files passed over by reason, unreadable folders."""

    berkas: list[Berkas] = field(default_factory=list)
    dilewati: dict[str, Lewat] = field(default_factory=dict)
    gagal: list[BerkasGagal] = field(default_factory=list)

    def pass_over(self, alasan: str, nama: str) -> None:
        """Note that the file *nama* is passed over because of *alasan*."""
        self.dilewati.setdefault(alasan, Lewat()).add(nama)


def discover(
    folder: Path, *, pola: str | None = None, tingkat_grup: int = 1, kecuali: Iterable[Path] = ()
) -> Discovery:
    """Walk *folder* and list its workbooks, those matching *pola* only when it is given.

    *pola* is matched with the file's name, or with its path below *folder* when it holds a ``/``.
    The group is the path of the first *tingkat_grup* folders below the root. What *kecuali* names
    (our own output, the register) is left alone, and so is every folder below with a manifest of ours.
    Links to folders are not followed.
    """
    hasil = Discovery()
    sisihkan = {real_path(k) for k in kecuali}
    for nama, entri in _walk(folder, sisihkan, tingkat_grup, hasil):
        alasan = _alasan_lewat(nama, entri, pola)
        if alasan is not None:
            hasil.pass_over(alasan, path_text(nama))
        else:
            hasil.berkas.append(Berkas(Path(entri.path), path_text(nama), group_of(nama, tingkat_grup)))
    return hasil


def _walk(
    folder: Path, kecuali: set[Path], tingkat_grup: int, hasil: Discovery
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Entries below *folder* that are not folders, in order of path, with their path below the root."""
    tumpukan: list[tuple[str, str]] = [(os.fspath(folder), "")]
    while tumpukan:
        tempat, awalan = tumpukan.pop()
        try:
            with os.scandir(tempat) as isi:
                entri = sorted(isi, key=lambda x: x.name)
        except OSError as galat:
            nama = path_text(awalan.rstrip("/")) or "."
            grup = group_of(awalan, tingkat_grup)
            hasil.gagal.append(BerkasGagal(nama, grup, make_temuan("LKE107", berkas=nama, sebab=os_reason(galat))))
            continue
        if awalan and holds_manifest(entri):
            hasil.pass_over("folder hasil zi", path_text(awalan))
            continue
        bukti = any(e.name == EVIDENCE_LIST for e in entri)
        for e in reversed([x for x in entri if x.is_dir(follow_symlinks=False)]):
            if bukti:
                # The documents of one satker by indicator (zi bukti): workbooks among them are evidence.
                hasil.pass_over("folder bukti", path_text(f"{awalan}{e.name}/"))
            elif e.name.startswith("."):
                hasil.pass_over("folder tersembunyi", path_text(f"{awalan}{e.name}/"))
            elif not _disisihkan(e, kecuali):
                tumpukan.append((e.path, f"{awalan}{e.name}/"))
        for e in entri:
            if bukti and e.name == EVIDENCE_LIST:
                hasil.pass_over("daftar bukti", path_text(f"{awalan}{e.name}"))
            elif not e.is_dir(follow_symlinks=False) and not _disisihkan(e, kecuali):
                yield awalan + e.name, e


def holds_manifest(entri: Iterable[os.DirEntry[str]]) -> bool:
    """Whether among the entries of a folder there is a manifest of a command of ours that filled it."""
    return any(e.name in _MANIFESTS and _is_ours(e) for e in entri)


def _is_ours(entri: os.DirEntry[str]) -> bool:
    """Whether a manifest says that a command of ours filled its folder."""
    try:
        with open_file(Path(entri.path)) as f:
            return b'"zi.manifes-' in f.read(_MANIFEST_HEAD)
    except OSError:
        return False


def _disisihkan(entri: os.DirEntry[str], kecuali: set[Path]) -> bool:
    return any(entri.name == k.name for k in kecuali) and real_path(Path(entri.path)) in kecuali


def _alasan_lewat(nama: str, entri: os.DirEntry[str], pola: str | None) -> str | None:
    if entri.name.startswith("~$"):
        return "berkas kunci Office (~$)"
    if entri.name.startswith("."):
        return "berkas tersembunyi"
    akhiran = os.path.splitext(entri.name)[1].lower()  # noqa: PTH122 - a name, not a path
    if akhiran not in AKHIRAN:
        return f"bukan buku kerja ({path_text(akhiran) or 'tanpa akhiran'})"
    if pola is not None and not fnmatchcase(nama if "/" in pola else entri.name, pola):
        return "di luar --pola"
    try:
        modus = entri.stat().st_mode
    except OSError:
        return None  # a broken link: the reader says so, and the file is listed as unreadable
    if stat.S_ISDIR(modus):
        return "tautan ke folder"
    # A pipe or device would make the reader wait for ever.
    return None if stat.S_ISREG(modus) else "bukan berkas biasa"


def group_of(nama: str, tingkat: int) -> str:
    """Group of the file with path *nama* below the root: its first *tingkat* folders."""
    bagian = nama.split("/")[:-1][:tingkat]
    return path_text("/".join(bagian)) or TANPA_GRUP


def files_below(folder: Path) -> Iterator[Path]:
    """The workbooks of *folder* in order of path; nothing is searched before the first is asked for."""
    yield from sorted(b.jalur for b in discover(folder).berkas)
