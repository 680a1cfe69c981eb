"""A package on disk: a folder with its checksums, an archive beside it; equal pieces give equal bytes on any day."""

import contextlib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from zi_cli.errors import UnwritableOutput
from zi_cli.files import file_sha256, is_there, open_file, unwritable, whole_file, whole_folder
from zi_cli.findings.unreadable import readable, require_judged
from zi_cli.own_json import NotOurs, read_own_file
from zi_cli.paket.pieces import Package
from zi_cli.records.types.paket import ManifesPaketRecord, PotonganRecord
from zi_cli.text import escaped
from zi_cli.version import PROGRAM

SCHEMA: Final = "zi.manifes-paket/1"
MANIFEST, DIGESTS, README = "manifes.json", "SHA256SUMS", "BACA.txt"
_AT_ONCE = 1 << 20
_DATE = (1980, 1, 1, 0, 0, 0)
#: Bytes that an archive adds for each file, at most.
_OVERHEAD = 1024

#: What PowerShell does with each line of the checksums: a file that is not there gives nothing, which is not the sum.
_CHECK_SCRIPT = """\
$h, $f = $_ -split '  ', 2; \
if ((Get-FileHash -LiteralPath $f -Algorithm SHA256).Hash -ne $h) { "BERUBAH: $f" }"""


def write_package(p: Package, target: Path, *, tahun: int, draf: bool) -> Path:
    """Write the pieces of *p* as a folder below *target*; returns it.

    Raises :class:`UnwritableOutput`, or ``UnreadableInput`` for a piece that is gone or not the one judged; what was
    there before stays then, and so does what we did not write.
    """
    folder = target / (f"DRAF-{p.folder}" if draf else p.folder)
    if is_there(folder) and (foreign := _foreign(folder)) is not None:
        raise UnwritableOutput(f"“{foreign}” bukan keluaran zi paket; pindahkan, atau pilih folder lain dengan -o")
    with whole_folder(folder) as new:
        content: list[PotonganRecord] = []
        for x in p.potongan:
            if not x.jalur:
                continue
            file = new / x.jalur
            file.parent.mkdir(parents=True, exist_ok=True)
            sha256, size = _copy(x.berkas, x.isi, file)
            if x.berkas is not None:
                require_judged(x.berkas, sha256, x.sha256)
            content.append({"jalur": x.jalur, "apa": x.apa, "keadaan": x.keadaan, "sha256": sha256, "ukuran": size})
        manifest: ManifesPaketRecord = {
            "skema": SCHEMA,
            "program": PROGRAM,
            "satker": p.nama,
            "kode": p.satker.kode,
            "tahun": tahun,
            "draf": draf,
            "isi": sorted(content, key=lambda r: r["jalur"]),
            "kurang": [{"apa": x.apa, "keadaan": x.keadaan, "sebab": x.kurang} for x in p.potongan if x.kurang],
        }
        _write(new / MANIFEST, (escaped(json.dumps(manifest, ensure_ascii=False, indent=1)) + "\n").encode())
        readers = Path(__file__).with_name("baca.txt").read_text("utf-8").format(nama=p.nama, periksa=_CHECK_SCRIPT)
        # Notepad of older Windows knows neither bare line feeds nor UTF-8 without a mark.
        _write(new / README, readers.replace("\n", "\r\n").encode("utf-8-sig"))
        _write(new / DIGESTS, "".join(f"{s}  {j}\n" for j, s in _sums(new)).encode())
    return folder


def _foreign(folder: Path) -> Path | None:
    """What is not ours: a file below *folder* that its manifest does not name, or *folder* itself; None: nothing."""
    try:
        manifest = read_own_file(folder / MANIFEST, ManifesPaketRecord, _AT_ONCE * 64)
    except (FileNotFoundError, NotOurs):
        return None if folder.is_dir() and not any(folder.iterdir()) else folder
    ours = {MANIFEST, README, DIGESTS, *(x["jalur"] for x in manifest["isi"])}
    files = (x for x in sorted(folder.rglob("*")) if x.is_symlink() or not x.is_dir())
    return next((x for x in files if x.relative_to(folder).as_posix() not in ours), None)


def _copy(origin: Path | None, content: bytes | None, target: Path) -> tuple[str, int]:
    """Copy a file (or bytes) in pieces; its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    with open_file(target, "wb") as keluar:
        for cut in [content] if content is not None else _chunks(origin):
            digest.update(cut)
            size += len(cut)
            keluar.write(cut)
    return digest.hexdigest(), size


def _chunks(origin: Path | None) -> Iterator[bytes]:
    """The bytes of *origin* in pieces; raises ``UnreadableInput`` (LKE107) where they can't be read."""
    if origin is None:
        return
    with readable(origin):
        masuk = open_file(origin)
    with masuk:
        while True:
            with readable(origin):
                cut = masuk.read(_AT_ONCE)
            if not cut:
                return
            yield cut


def _write(file: Path, content: bytes) -> None:
    with open_file(file, "wb") as f:
        f.write(content)


def _sums(folder: Path) -> list[tuple[str, str]]:
    """Path and SHA-256 of every file but the list itself, in order."""
    results = []
    for file in sorted(p for p in folder.rglob("*") if not p.is_dir() and p.name != DIGESTS):
        results.append((file.relative_to(folder).as_posix(), file_sha256(file)))
    return results


def write_archives(folder: Path, limit: int | None) -> list[Path]:
    """The archive of a package beside its folder, in parts of at most *limit* bytes each (None: one).

    Each part is an archive of its own; together they hold every file once. What was there before goes when all of them
    are written. Raises :class:`UnwritableOutput`, also for a file that is larger than a part may be.
    """
    files = sorted(p for p in folder.rglob("*") if not p.is_dir())
    parts = _parts(folder, files, limit)
    names = [f"{folder.name}-bagian-{n}-dari-{len(parts)}.zip" for n in range(1, len(parts) + 1)]
    results = [folder.parent / n for n in (names if len(names) > 1 else [f"{folder.name}.zip"])]
    with contextlib.ExitStack() as every:
        for target, content in zip(results, parts, strict=True):
            _write_archive(every.enter_context(whole_file(target, overwrite=True)), folder, content)
    ours = re.compile(rf"{re.escape(folder.name)}(?:-bagian-\d+-dari-\d+)?\.zip")
    for old in folder.parent.iterdir():
        if ours.fullmatch(old.name) and old not in results:
            with unwritable(old):
                old.unlink()
    return results


def _write_archive(archive: Path, folder: Path, files: Sequence[Path]) -> None:
    with zipfile.ZipFile(archive, "w", allowZip64=True) as z:
        for b in files:
            info = zipfile.ZipInfo(f"{folder.name}/{b.relative_to(folder).as_posix()}", _DATE)
            info.create_system, info.external_attr = 0, 0
            with readable(b):
                large = b.stat().st_size > 1 << 31
            with z.open(info, "w", force_zip64=large) as keluar:
                for cut in _chunks(b):
                    keluar.write(cut)


def _parts(folder: Path, files: Sequence[Path], limit: int | None) -> list[list[Path]]:
    """Files in order, cut where a part would grow beyond *limit*: stored as they are, their sizes are known."""
    results: list[list[Path]] = [[]]
    filled = 0
    for b in files:
        needed = b.stat().st_size + _OVERHEAD + 2 * len(b.relative_to(folder.parent).as_posix().encode())
        if limit is not None and needed > limit:
            raise UnwritableOutput(f"“{b.name}” lebih besar daripada satu bagian; naikkan --pecah")
        if limit is not None and filled + needed > limit:
            results.append([])
            filled = 0
        results[-1].append(b)
        filled += needed
    return results
