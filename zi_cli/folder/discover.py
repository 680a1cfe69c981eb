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
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})

NO_GROUP = "(tanpa Kanwil)"

#: The list of documents that zi bukti keeps at the top of a folder of evidence.
EVIDENCE_LIST = "bukti.xlsx"
#: A manifest, or the journal of a run that was stopped before it wrote one.
_MANIFESTS = frozenset({"manifes.json", "hasil.jsonl.sebagian"})
#: Bytes of a manifest in which its schema stands.
_MANIFEST_HEAD = 200

#: Names kept for each reason; the count goes on.
_EXAMPLES = 100


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

    def add(self, name: str) -> None:
        """Count one more file."""
        self.jumlah += 1
        if len(self.contoh) < _EXAMPLES:
            self.contoh.append(name)


@dataclass(slots=True)
class Discovery:
    """What a folder tree holds: workbooks in order of path, files passed over by reason, unreadable folders."""

    berkas: list[Berkas] = field(default_factory=list)
    dilewati: dict[str, Lewat] = field(default_factory=dict)
    gagal: list[BerkasGagal] = field(default_factory=list)

    def pass_over(self, ground: str, name: str) -> None:
        """Note that the file *name* is passed over because of *ground*."""
        self.dilewati.setdefault(ground, Lewat()).add(name)


def discover(
    folder: Path, *, pattern: str | None = None, tingkat_grup: int = 1, excluded: Iterable[Path] = ()
) -> Discovery:
    """Walk *folder* and list its workbooks, those matching *pattern* only when it is given.

    *pattern* is matched with the file's name, or with its path below *folder* when it holds a ``/``.
    The group is the path of the first *tingkat_grup* folders below the root. What *excluded* names
    (our own output, the register) is left alone, and so is every folder below with a manifest of ours.
    Links to folders are not followed.
    """
    result = Discovery()
    sisihkan = {real_path(k) for k in excluded}
    for name, entry in _walk(folder, sisihkan, tingkat_grup, result):
        ground = _skip_reason(name, entry, pattern)
        if ground is not None:
            result.pass_over(ground, path_text(name))
        else:
            result.berkas.append(Berkas(Path(entry.path), path_text(name), group_of(name, tingkat_grup)))
    return result


def _walk(
    folder: Path, excluded: set[Path], tingkat_grup: int, result: Discovery
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Entries below *folder* that are not folders, in order of path, with their path below the root."""
    stacks: list[tuple[str, str]] = [(os.fspath(folder), "")]
    while stacks:
        place, prefix = stacks.pop()
        try:
            with os.scandir(place) as content:
                entries = sorted(content, key=lambda x: x.name)
        except OSError as error:
            name = path_text(prefix.rstrip("/")) or "."
            grup = group_of(prefix, tingkat_grup)
            result.gagal.append(BerkasGagal(name, grup, make_temuan("LKE107", berkas=name, sebab=os_reason(error))))
            continue
        if prefix and holds_manifest(entries):
            result.pass_over("folder hasil zi", path_text(prefix))
            continue
        bukti = any(e.name == EVIDENCE_LIST for e in entries)
        for e in reversed([x for x in entries if x.is_dir(follow_symlinks=False)]):
            if bukti:
                # The documents of one satker by indicator (zi bukti): workbooks among them are evidence.
                result.pass_over("folder bukti", path_text(f"{prefix}{e.name}/"))
            elif e.name.startswith("."):
                result.pass_over("folder tersembunyi", path_text(f"{prefix}{e.name}/"))
            elif not _is_excluded(e, excluded):
                stacks.append((e.path, f"{prefix}{e.name}/"))
        for e in entries:
            if bukti and e.name == EVIDENCE_LIST:
                result.pass_over("daftar bukti", path_text(f"{prefix}{e.name}"))
            elif not e.is_dir(follow_symlinks=False) and not _is_excluded(e, excluded):
                yield prefix + e.name, e


def holds_manifest(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Whether among the entries of a folder there is a manifest of a command of ours that filled it."""
    return any(e.name in _MANIFESTS and _is_ours(e) for e in entries)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether a manifest says that a command of ours filled its folder."""
    try:
        with open_file(Path(entry.path)) as f:
            return b'"zi.manifes-' in f.read(_MANIFEST_HEAD)
    except OSError:
        return False


def _is_excluded(entry: os.DirEntry[str], excluded: set[Path]) -> bool:
    return any(entry.name == k.name for k in excluded) and real_path(Path(entry.path)) in excluded


def _skip_reason(name: str, entry: os.DirEntry[str], pattern: str | None) -> str | None:
    if entry.name.startswith("~$"):
        return "berkas kunci Office (~$)"
    if entry.name.startswith("."):
        return "berkas tersembunyi"
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a name, not a path
    if suffix not in SUFFIXES:
        return f"bukan buku kerja ({path_text(suffix) or 'tanpa akhiran'})"
    if pattern is not None and not fnmatchcase(name if "/" in pattern else entry.name, pattern):
        return "di luar --pola"
    try:
        modus = entry.stat().st_mode
    except OSError:
        return None  # a broken link: the reader says so, and the file is listed as unreadable
    if stat.S_ISDIR(modus):
        return "tautan ke folder"
    # A pipe or device would make the reader wait for ever.
    return None if stat.S_ISREG(modus) else "bukan berkas biasa"


def group_of(name: str, level: int) -> str:
    """Group of the file with path *name* below the root: its first *level* folders."""
    part = name.split("/")[:-1][:level]
    return path_text("/".join(part)) or NO_GROUP


def files_below(folder: Path) -> Iterator[Path]:
    """The workbooks of *folder* in order of path; nothing is searched before the first is asked for."""
    yield from sorted(b.jalur for b in discover(folder).berkas)
