"""The files of a tree of evidence, in order of path, within limits; links of the system are never followed."""

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from zi_cli.bukti.layout import NAMA_BACA, NAMA_KEADAAN, NAMA_TABEL
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


def walk_tree(akar: Path) -> Tree:
    """All files below *akar*, our own table and notes left out, and folders that a command of ours filled."""
    aturan = load_rules()
    hasil = Tree([], [], [])
    tumpukan = [(akar, "", 0)]
    while tumpukan:
        folder, awalan, dalam = tumpukan.pop()
        try:
            with os.scandir(folder) as isi:
                entri = sorted(isi, key=lambda e: e.name)
        except OSError as galat:
            hasil.gagal.append((awalan.rstrip("/") or ".", os_reason(galat)))
            continue
        if awalan and holds_manifest(entri):
            continue
        for e in entri:
            nama = awalan + e.name
            milik = e.name == NAMA_BACA or nama in (NAMA_TABEL, NAMA_KEADAAN)
            if milik or any(fnmatchcase(e.name, pola) for pola in aturan.abaikan):
                continue
            if e.is_dir(follow_symlinks=False):
                if dalam >= aturan.kedalaman:
                    return hasil._replace(lebih=f"folder bersarang lebih dari {aturan.kedalaman} tingkat: “{nama}”")
                continue
            if any(fnmatchcase(e.name.lower(), pola) for pola in aturan.sementara):
                hasil.sementara.append(nama)
                continue
            hasil.berkas.extend(_file(e, nama, hasil))
            if len(hasil.berkas) > aturan.berkas:
                return hasil._replace(lebih=f"lebih dari {aturan.berkas} berkas")
        tumpukan += [
            (Path(e.path), f"{awalan}{e.name}/", dalam + 1)
            for e in reversed(entri)
            if e.is_dir(follow_symlinks=False) and not any(fnmatchcase(e.name, pola) for pola in aturan.abaikan)
        ]
    hasil.berkas.sort()
    return hasil


def _file(e: os.DirEntry[str], nama: str, hasil: Tree) -> Iterator[TreeFile]:
    try:
        s = e.stat(follow_symlinks=False)
    except OSError as galat:
        hasil.gagal.append((nama, os_reason(galat)))
        return
    if stat.S_ISREG(s.st_mode):
        yield TreeFile(nama, Path(e.path), s.st_size, s.st_mtime_ns, s.st_ctime_ns)
    else:
        apa = "pintasan ke tempat lain" if stat.S_ISLNK(s.st_mode) else "bukan berkas biasa"
        hasil.gagal.append((nama, apa))
