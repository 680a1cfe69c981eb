"""A package on disk: a folder with its checksums, an archive beside it; equal pieces give equal bytes on any day."""

import contextlib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from zi_cli.errors import UnwritableOutput
from zi_cli.files import file_sha256, open_file, read_file, unwritable, whole_file, whole_folder
from zi_cli.findings.unreadable import readable, require_judged
from zi_cli.paket.pieces import Package
from zi_cli.records.types.paket import ManifesPaketRecord, PotonganRecord
from zi_cli.text import escaped
from zi_cli.version import PROGRAM

SKEMA: Final = "zi.manifes-paket/1"
MANIFES, SIDIK, BACA = "manifes.json", "SHA256SUMS", "BACA.txt"
_SEKALI = 1 << 20
_TANGGAL = (1980, 1, 1, 0, 0, 0)
#: Bytes that an archive adds for each file, at most.
_TAMBAHAN = 1024

#: What PowerShell does with each line of the checksums: a file that is not there gives nothing, which is not the sum.
_PERIKSA = """\
$h, $f = $_ -split '  ', 2; \
if ((Get-FileHash -LiteralPath $f -Algorithm SHA256).Hash -ne $h) { "BERUBAH: $f" }"""


def write_package(p: Package, tujuan: Path, *, tahun: int, draf: bool) -> Path:
    """Write the pieces of *p* as a folder below *tujuan*; returns it.

    Raises :class:`UnwritableOutput`, or ``UnreadableInput`` for a piece that is gone or not the one judged; what was
    there before stays then, and so does what we did not write.
    """
    folder = tujuan / (f"DRAF-{p.folder}" if draf else p.folder)
    if folder.exists() and not _ours(folder):
        raise UnwritableOutput(f"“{folder}” bukan keluaran zi paket; pindahkan, atau pilih folder lain dengan -o")
    with whole_folder(folder) as baru:
        isi: list[PotonganRecord] = []
        for x in p.potongan:
            if not x.jalur:
                continue
            berkas = baru / x.jalur
            berkas.parent.mkdir(parents=True, exist_ok=True)
            sha256, ukuran = _copy(x.berkas, x.isi, berkas)
            if x.berkas is not None:
                require_judged(x.berkas, sha256, x.sha256)
            isi.append({"jalur": x.jalur, "apa": x.apa, "keadaan": x.keadaan, "sha256": sha256, "ukuran": ukuran})
        manifes: ManifesPaketRecord = {
            "skema": SKEMA,
            "program": PROGRAM,
            "satker": p.nama,
            "kode": p.satker.kode,
            "tahun": tahun,
            "draf": draf,
            "isi": sorted(isi, key=lambda r: r["jalur"]),
            "kurang": [{"apa": x.apa, "keadaan": x.keadaan, "sebab": x.kurang} for x in p.potongan if x.kurang],
        }
        _write(baru / MANIFES, (escaped(json.dumps(manifes, ensure_ascii=False, indent=1)) + "\n").encode())
        baca = Path(__file__).with_name("baca.txt").read_text("utf-8").format(nama=p.nama, periksa=_PERIKSA)
        # Notepad of older Windows knows neither bare line feeds nor UTF-8 without a mark.
        _write(baru / BACA, baca.replace("\n", "\r\n").encode("utf-8-sig"))
        _write(baru / SIDIK, "".join(f"{s}  {j}\n" for j, s in _sums(baru)).encode())
    return folder


def _ours(folder: Path) -> bool:
    try:
        msgspec.json.decode(read_file(folder / MANIFES, _SEKALI * 64), type=ManifesPaketRecord)
    except (OSError, msgspec.DecodeError, RecursionError, ValueError):
        return not any(folder.iterdir()) if folder.is_dir() else False
    return True


def _copy(asal: Path | None, isi: bytes | None, tujuan: Path) -> tuple[str, int]:
    """Copy a file (or bytes) in pieces; its SHA-256 and size."""
    sidik, ukuran = hashlib.sha256(), 0
    with open_file(tujuan, "wb") as keluar:
        for potong in [isi] if isi is not None else _chunks(asal):
            sidik.update(potong)
            ukuran += len(potong)
            keluar.write(potong)
    return sidik.hexdigest(), ukuran


def _chunks(asal: Path | None) -> Iterator[bytes]:
    """The bytes of *asal* in pieces; raises ``UnreadableInput`` (LKE107) where they can't be read."""
    if asal is None:
        return
    with readable(asal):
        masuk = open_file(asal)
    with masuk:
        while True:
            with readable(asal):
                potong = masuk.read(_SEKALI)
            if not potong:
                return
            yield potong


def _write(berkas: Path, isi: bytes) -> None:
    with open_file(berkas, "wb") as f:
        f.write(isi)


def _sums(folder: Path) -> list[tuple[str, str]]:
    """Path and SHA-256 of every file but the list itself, in order."""
    hasil = []
    for berkas in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != SIDIK):
        hasil.append((berkas.relative_to(folder).as_posix(), file_sha256(berkas)))
    return hasil


def write_archives(folder: Path, batas: int | None) -> list[Path]:
    """The archive of a package beside its folder, in parts of at most *batas* bytes each (None: one).

    Each part is an archive of its own; together they hold every file once. What was there before goes when all of them
    are written. Raises :class:`UnwritableOutput`, also for a file that is larger than a part may be.
    """
    berkas = sorted(p for p in folder.rglob("*") if p.is_file())
    bagian = _parts(folder, berkas, batas)
    nama = [f"{folder.name}-bagian-{n}-dari-{len(bagian)}.zip" for n in range(1, len(bagian) + 1)]
    hasil = [folder.parent / n for n in (nama if len(nama) > 1 else [f"{folder.name}.zip"])]
    with contextlib.ExitStack() as semua:
        for tujuan, isi in zip(hasil, bagian, strict=True):
            _write_archive(semua.enter_context(whole_file(tujuan, timpa=True)), folder, isi)
    ours = re.compile(rf"{re.escape(folder.name)}(?:-bagian-\d+-dari-\d+)?\.zip")
    for lama in folder.parent.iterdir():
        if ours.fullmatch(lama.name) and lama not in hasil:
            with unwritable(lama):
                lama.unlink()
    return hasil


def _write_archive(arsip: Path, folder: Path, berkas: Sequence[Path]) -> None:
    with zipfile.ZipFile(arsip, "w", allowZip64=True) as z:
        for b in berkas:
            info = zipfile.ZipInfo(f"{folder.name}/{b.relative_to(folder).as_posix()}", _TANGGAL)
            info.create_system, info.external_attr = 0, 0
            with readable(b):
                besar = b.stat().st_size > 1 << 31
            with z.open(info, "w", force_zip64=besar) as keluar:
                for potong in _chunks(b):
                    keluar.write(potong)


def _parts(folder: Path, berkas: Sequence[Path], batas: int | None) -> list[list[Path]]:
    """Files in order, cut where a part would grow beyond *batas*: stored as they are, their sizes are known."""
    hasil: list[list[Path]] = [[]]
    terisi = 0
    for b in berkas:
        perlu = b.stat().st_size + _TAMBAHAN + 2 * len(b.relative_to(folder.parent).as_posix().encode())
        if batas is not None and perlu > batas:
            raise UnwritableOutput(f"“{b.name}” lebih besar daripada satu bagian; naikkan --pecah")
        if batas is not None and terisi + perlu > batas:
            hasil.append([])
            terisi = 0
        hasil[-1].append(b)
        terisi += perlu
    return hasil
