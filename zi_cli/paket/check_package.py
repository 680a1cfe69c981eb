"""A package that came back: every file against its checksum, whether it lies in a folder or in archives."""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from zi_cli.errors import os_reason
from zi_cli.files import file_fault, is_there, open_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import NotOurs, read_own
from zi_cli.paket.write_package import DIGESTS, MANIFEST, README
from zi_cli.records.types.paket import ManifesPaketRecord
from zi_cli.text import excerpt

_AT_ONCE = 1 << 20
#: Bytes of the lists, and files of a package.
_DAFTAR, _MAX_FILES = 64 << 20, 200_000
#: Packages of a folder that are named.
_MAX_NAMED = 3
_DIGEST_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_PART_NAME = re.compile(r"(.+)-bagian-([1-9]\d{0,4})-dari-([1-9]\d{0,4})\.zip")


class Verified(NamedTuple):
    """What a package turned out to be; ``manifes`` is None for one whose manifest can't be read."""

    nama: str
    manifes: ManifesPaketRecord | None
    berkas: int
    temuan: list[Temuan]


def verify_package(jalur: Path) -> Verified:
    """Look at the package in *jalur*: a folder, an archive, or the first of several.

    Findings BKT861 (no package), BKT862 (changed), BKT863 (missing), BKT864 (added), BKT865 (the manifest differs).
    """
    try:
        content = dict(_folder(jalur) if jalur.is_dir() else _archives(jalur))
    except OSError as e:
        return _no_package(jalur, 0, os_reason(e))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return _no_package(jalur, 0, "arsipnya rusak atau bersandi")
    except ValueError as e:
        return _no_package(jalur, 0, excerpt(e))
    digests = _sums(content.get(DIGESTS))
    if digests is None or MANIFEST not in content:
        reason = f"{DIGESTS} atau {MANIFEST} tidak ada atau tidak terbaca"
        if packages := _packages_in(jalur):
            some = ", ".join(f"“{excerpt(p, 80)}”" for p in packages[:_MAX_NAMED])
            excess = f", … ({len(packages)} paket)" if len(packages) > _MAX_NAMED else ""
            reason = f"ia memuat paket; periksa satu per satu: {some}{excess}"
        return _no_package(jalur, len(content), reason)
    content = _as_listed(content, digests)
    temuan = []
    for name in sorted(digests.keys() | content.keys() - {DIGESTS}):
        if name not in content:
            temuan.append(make_temuan("BKT863", berkas=excerpt(name, 200)))
        elif name not in digests:
            temuan.append(make_temuan("BKT864", berkas=excerpt(name, 200)))
        elif content[name].sha256 != digests[name]:
            temuan.append(make_temuan("BKT862", berkas=excerpt(name, 200)))
    manifest = None
    try:
        manifest = read_own(content[MANIFEST].isi, ManifesPaketRecord)
    except NotOurs as e:
        temuan.append(make_temuan("BKT865", sebab=f"{MANIFEST} {e}"))
    else:
        tercatat = {x["jalur"]: x["sha256"] for x in manifest["isi"]}
        differences = [
            n
            for n in sorted(tercatat.keys() | digests.keys() - {MANIFEST, README})
            if tercatat.get(n) != digests.get(n)
        ]
        if differences:
            temuan.append(make_temuan("BKT865", sebab=f"“{excerpt(differences[0], 200)}” bersidik lain di {DIGESTS}"))
    return Verified(jalur.name, manifest, len(content), temuan)


def _packages_in(folder: Path) -> list[str]:
    """The packages that lie in *folder* itself, by name: folders that hold both lists, else archives."""
    if not folder.is_dir():
        return []
    content = sorted(folder.iterdir())
    folders = [p.name for p in content if not (file_fault(p / DIGESTS) or file_fault(p / MANIFEST))]
    return folders or [p.name for p in content if p.suffix.lower() == ".zip" and not file_fault(p)]


def _no_package(jalur: Path, file: int, reason: str) -> Verified:
    return Verified(jalur.name, None, file, [make_temuan("BKT861", berkas=excerpt(jalur.name), sebab=reason)])


class _File(NamedTuple):
    sha256: str
    isi: bytes


def _as_listed(content: dict[str, _File], digests: dict[str, str]) -> dict[str, _File]:
    """The files by the names of the list: macOS takes letters and their marks apart."""
    written = {unicodedata.normalize("NFC", n): n for n in digests if n not in content}
    return {n if n in digests else written.pop(unicodedata.normalize("NFC", n), n): f for n, f in content.items()}


def _folder(folder: Path) -> Iterator[tuple[str, _File]]:
    for n, file in enumerate(sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())):
        if n > _MAX_FILES:
            raise ValueError(f"lebih dari {_MAX_FILES} berkas")
        name = file.relative_to(folder).as_posix()
        if file.is_symlink() or file_fault(file):
            yield name, _File("", b"")
            continue
        with open_file(file) as f:
            yield name, _read(f, name)


def _archives(jalur: Path) -> Iterator[tuple[str, _File]]:
    """The files of an archive, and of the other parts beside it."""
    every, present, root = [jalur], set[str](), ""
    if (start := _PART_NAME.fullmatch(jalur.name)) is not None:
        every = [jalur.with_name(f"{start[1]}-bagian-{n}-dari-{start[3]}.zip") for n in range(1, int(start[3]) + 1)]
        if tiada := [n for n, p in enumerate(every, 1) if not is_there(p)]:
            raise ValueError(f"bagian {tiada[0]} dari {start[3]} tidak ada di sampingnya")
    for archive in every:
        with open_file(archive) as f, zipfile.ZipFile(f) as z:
            for info in z.infolist():
                level = PurePosixPath(info.filename).parts
                if info.is_dir() or len(level) < 2 or ".." in level or len(present) > _MAX_FILES:
                    if info.is_dir():
                        continue
                    raise ValueError(f"nama “{excerpt(info.filename)}” bukan bagian sebuah paket")
                root = root or level[0]
                if level[0] != root:
                    raise ValueError(f"“{excerpt(info.filename)}” di luar folder “{excerpt(root)}”")
                name = "/".join(level[1:])
                if name in present:
                    raise ValueError(f"“{excerpt(name)}” ada dua kali")
                present.add(name)
                if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
                    raise ValueError("arsipnya dimampatkan ulang; ekstrak lalu periksa foldernya")
                with z.open(info) as content:
                    yield name, _read(content, name)


def _read(f: IO[bytes], name: str) -> _File:
    store = name in (DIGESTS, MANIFEST)
    digest, content, length = hashlib.sha256(), [], 0
    while cut := f.read(_AT_ONCE):
        digest.update(cut)
        length += len(cut)
        if store:
            if length > _DAFTAR:
                raise ValueError(f"{name} terlalu besar")
            content.append(cut)
    return _File(digest.hexdigest(), b"".join(content))


def _sums(file: _File | None) -> dict[str, str] | None:
    """The checksums by name, whatever an editor did to the ends of lines; None for a list that can't be one."""
    try:
        text = file.isi.decode("utf-8-sig").replace("\r\n", "\n") if file is not None else ""
        rows = text.removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        return None
    matches = [_DIGEST_LINE.fullmatch(b) for b in rows]
    if not matches or not all(matches):
        return None
    digests = {m[2]: m[1] for m in matches if m}
    return digests if len(digests) == len(rows) else None
