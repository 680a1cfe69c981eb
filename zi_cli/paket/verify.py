"""A package that came back: every file against its checksum, whether it lies in a folder or in archives."""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from zi_cli.errors import os_reason
from zi_cli.files import open_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.paket.build import BACA, MANIFES, SIDIK
from zi_cli.records.types.paket import ManifesPaketRecord
from zi_cli.text import cuplik

_SEKALI = 1 << 20
#: Bytes of the lists, and files of a package.
_DAFTAR, _BERKAS = 64 << 20, 200_000
_BARIS = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_BAGIAN = re.compile(r"(.+)-bagian-([1-9]\d{0,4})-dari-([1-9]\d{0,4})\.zip")


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
        isi = dict(_archives(jalur) if jalur.is_file() else _folder(jalur))
    except OSError as e:
        return _no_package(jalur, 0, os_reason(e))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return _no_package(jalur, 0, "arsipnya rusak atau bersandi")
    except ValueError as e:
        return _no_package(jalur, 0, cuplik(e))
    sidik = _sums(isi.get(SIDIK))
    if sidik is None or MANIFES not in isi:
        sebab = f"{SIDIK} atau {MANIFES} tidak ada atau tidak terbaca"
        return _no_package(jalur, len(isi), sebab)
    isi = _as_listed(isi, sidik)
    temuan = []
    for nama in sorted(sidik.keys() | isi.keys() - {SIDIK}):
        if nama not in isi:
            temuan.append(make_temuan("BKT863", berkas=cuplik(nama, 200)))
        elif nama not in sidik:
            temuan.append(make_temuan("BKT864", berkas=cuplik(nama, 200)))
        elif isi[nama].sha256 != sidik[nama]:
            temuan.append(make_temuan("BKT862", berkas=cuplik(nama, 200)))
    manifes = _manifest(isi[MANIFES].isi)
    if manifes is None:
        temuan.append(make_temuan("BKT865", sebab=f"{MANIFES} tidak terbaca"))
    else:
        tercatat = {x["jalur"]: x["sha256"] for x in manifes["isi"]}
        beda = [n for n in sorted(tercatat.keys() | sidik.keys() - {MANIFES, BACA}) if tercatat.get(n) != sidik.get(n)]
        if beda:
            temuan.append(make_temuan("BKT865", sebab=f"“{cuplik(beda[0], 200)}” bersidik lain di {SIDIK}"))
    return Verified(jalur.name, manifes, len(isi), temuan)


def _no_package(jalur: Path, berkas: int, sebab: str) -> Verified:
    return Verified(jalur.name, None, berkas, [make_temuan("BKT861", berkas=cuplik(jalur.name), sebab=sebab)])


class _File(NamedTuple):
    sha256: str
    isi: bytes


def _as_listed(isi: dict[str, _File], sidik: dict[str, str]) -> dict[str, _File]:
    """The files by the names of the list: macOS takes letters and their marks apart."""
    tertulis = {unicodedata.normalize("NFC", n): n for n in sidik if n not in isi}
    return {n if n in sidik else tertulis.pop(unicodedata.normalize("NFC", n), n): f for n, f in isi.items()}


def _folder(folder: Path) -> Iterator[tuple[str, _File]]:
    for n, berkas in enumerate(sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())):
        if n > _BERKAS:
            raise ValueError(f"lebih dari {_BERKAS} berkas")
        nama = berkas.relative_to(folder).as_posix()
        if berkas.is_symlink() or not berkas.is_file():
            yield nama, _File("", b"")
            continue
        with open_file(berkas) as f:
            yield nama, _read(f, nama)


def _archives(jalur: Path) -> Iterator[tuple[str, _File]]:
    """The files of an archive, and of the other parts beside it."""
    semua, ada, akar = [jalur], set[str](), ""
    if (awal := _BAGIAN.fullmatch(jalur.name)) is not None:
        semua = [jalur.with_name(f"{awal[1]}-bagian-{n}-dari-{awal[3]}.zip") for n in range(1, int(awal[3]) + 1)]
        if tiada := [n for n, p in enumerate(semua, 1) if not p.is_file()]:
            raise ValueError(f"bagian {tiada[0]} dari {awal[3]} tidak ada di sampingnya")
    for arsip in semua:
        with open_file(arsip) as f, zipfile.ZipFile(f) as z:
            for info in z.infolist():
                tingkat = PurePosixPath(info.filename).parts
                if info.is_dir() or len(tingkat) < 2 or ".." in tingkat or len(ada) > _BERKAS:
                    if info.is_dir():
                        continue
                    raise ValueError(f"nama “{cuplik(info.filename)}” bukan bagian sebuah paket")
                akar = akar or tingkat[0]
                if tingkat[0] != akar:
                    raise ValueError(f"“{cuplik(info.filename)}” di luar folder “{cuplik(akar)}”")
                nama = "/".join(tingkat[1:])
                if nama in ada:
                    raise ValueError(f"“{cuplik(nama)}” ada dua kali")
                ada.add(nama)
                if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
                    raise ValueError("arsipnya dimampatkan ulang; ekstrak lalu periksa foldernya")
                with z.open(info) as isi:
                    yield nama, _read(isi, nama)


def _read(f: IO[bytes], nama: str) -> _File:
    simpan = nama in (SIDIK, MANIFES)
    sidik, isi, panjang = hashlib.sha256(), [], 0
    while potong := f.read(_SEKALI):
        sidik.update(potong)
        panjang += len(potong)
        if simpan:
            if panjang > _DAFTAR:
                raise ValueError(f"{nama} terlalu besar")
            isi.append(potong)
    return _File(sidik.hexdigest(), b"".join(isi))


def _sums(berkas: _File | None) -> dict[str, str] | None:
    """The checksums by name, whatever an editor did to the ends of lines; None for a list that can't be one."""
    try:
        teks = berkas.isi.decode("utf-8-sig").replace("\r\n", "\n") if berkas is not None else ""
        baris = teks.removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        return None
    cocok = [_BARIS.fullmatch(b) for b in baris]
    if not cocok or not all(cocok):
        return None
    sidik = {m[2]: m[1] for m in cocok if m}
    return sidik if len(sidik) == len(baris) else None


def _manifest(isi: bytes) -> ManifesPaketRecord | None:
    try:
        return msgspec.json.decode(isi, type=ManifesPaketRecord)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None
