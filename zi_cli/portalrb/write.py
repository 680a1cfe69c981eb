"""An export on disk: whole, or the old one stays."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.portalrb.export import NAMA_MANIFES, read_manifest


def check_folder(folder: Path, *, lanjut: bool, timpa: bool) -> None:
    """Whether an export may be written to *folder*.

    Raises ``UnwritableOutput`` when something of the user's would be replaced: only an export of ours goes, and only
    with *lanjut* or *timpa*; one whose files were changed since only with *timpa*.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder keluaran")
    ada = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    if not ada:
        return
    manifes = read_manifest(folder)
    asing = sorted(set(ada) - {NAMA_MANIFES, *(manifes.keluaran if manifes else ())})
    if manifes is None or asing:
        apa = f"memuat “{asing[0]}”" if asing else "tidak kosong"
        raise UnwritableOutput(f"“{folder}” {apa}, yang bukan keluaran zi portalrb ekspor; pilih folder lain dengan -o")
    if timpa:
        return
    if not lanjut:
        raise UnwritableOutput(f"“{folder}” sudah berisi ekspor; tambahkan --lanjut untuk menggantinya")
    for jalur, sidik in manifes.keluaran.items():
        berkas = ada.get(jalur)
        if berkas is not None and hashlib.sha256(berkas.read_bytes()).hexdigest() != sidik:
            raise UnwritableOutput(f"“{berkas}” telah diubah sejak ditulis; tambahkan --timpa untuk menggantinya")


def write_export(folder: Path, isi: Mapping[str, bytes]) -> None:
    """Write all files of an export beside *folder*, then put them in its place.

    Raises ``UnwritableOutput``; what was there before stays then.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        baru = Path(tempfile.mkdtemp(prefix=".zi-", dir=folder.parent))
        try:
            for jalur, data in isi.items():
                berkas = baru / jalur
                berkas.parent.mkdir(parents=True, exist_ok=True)
                berkas.write_bytes(data)
            baru.chmod(0o755)
            _put_in_place(baru, folder)
        finally:
            shutil.rmtree(baru, ignore_errors=True)
    except OSError as e:
        raise UnwritableOutput(f"“{folder}” tidak dapat ditulis: {os_reason(e)}") from e


def _put_in_place(baru: Path, folder: Path) -> None:
    """Let *baru* be *folder*; when that fails, what was *folder* before is it again."""
    if not folder.exists():
        baru.replace(folder)
        return
    singkir = Path(tempfile.mkdtemp(prefix=".zi-", dir=folder.parent))
    try:
        folder.replace(singkir / "lama")
        try:
            baru.replace(folder)
        except OSError:
            (singkir / "lama").replace(folder)
            raise
    finally:
        shutil.rmtree(singkir, ignore_errors=True)
