"""The files of a tree of evidence, in order of path, within limits; links of the system are never followed."""

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from zi_cli.bukti.folder_names import README_NAME, STATE_NAME, TABLE_NAME
from zi_cli.bukti.rules import load_rules
from zi_cli.errors import os_reason
from zi_cli.folder.discover import holds_manifest
from zi_cli.named_tuple import NamedTuple


class TreeFile(NamedTuple):
    """A file: path below the root with slashes, where it is, and what tells that it has changed."""

    nama: str
    jalur: Path
    ukuran: int
    diubah: int
    dibuat: int


class Tree(NamedTuple):
    """What a tree holds: evidence, leftovers of editing and downloading, what can't be read and why.

    ``lebih``: what of the limits is exceeded; the rest of the tree was not looked at then.
    """

    berkas: list[TreeFile]
    sementara: list[str]
    gagal: list[tuple[str, str]]
    lebih: str = ""


def walk_tree(root: Path) -> Tree:
    """All files below *root*, our own table and notes left out, and folders that a command of ours filled."""
    rules = load_rules()
    result = Tree([], [], [])
    stacks = [(root, "", 0)]
    while stacks:
        folder, prefix, dalam = stacks.pop()
        try:
            with os.scandir(folder) as content:
                entries = sorted(content, key=lambda e: e.name)
        except OSError as error:
            result.gagal.append((prefix.rstrip("/") or ".", os_reason(error)))
            continue
        if prefix and holds_manifest(entries):
            continue
        for e in entries:
            name = prefix + e.name
            milik = e.name == README_NAME or name in (TABLE_NAME, STATE_NAME)
            if milik or any(fnmatchcase(e.name, pattern) for pattern in rules.abaikan):
                continue
            if e.is_dir(follow_symlinks=False):
                if dalam >= rules.kedalaman:
                    return result._replace(lebih=f"folder bersarang lebih dari {rules.kedalaman} tingkat: “{name}”")
                continue
            if any(fnmatchcase(e.name.lower(), pattern) for pattern in rules.sementara):
                result.sementara.append(name)
                continue
            result.berkas.extend(_file(e, name, result))
            if len(result.berkas) > rules.berkas:
                return result._replace(lebih=f"lebih dari {rules.berkas} berkas")
        stacks += [
            (Path(e.path), f"{prefix}{e.name}/", dalam + 1)
            for e in reversed(entries)
            if e.is_dir(follow_symlinks=False) and not any(fnmatchcase(e.name, pattern) for pattern in rules.abaikan)
        ]
    result.berkas.sort()
    return result


def _file(e: os.DirEntry[str], name: str, result: Tree) -> Iterator[TreeFile]:
    try:
        s = e.stat(follow_symlinks=False)
    except OSError as error:
        result.gagal.append((name, os_reason(error)))
        return
    if stat.S_ISREG(s.st_mode):
        yield TreeFile(name, Path(e.path), s.st_size, s.st_mtime_ns, s.st_ctime_ns)
    else:
        what = "pintasan ke tempat lain" if stat.S_ISLNK(s.st_mode) else "bukan berkas biasa"
        result.gagal.append((name, what))
