"""What a run wrote and under which rules: the ground on which ``--lanjut`` may replace and reuse."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from zi_cli.errors import UnwritableOutput
from zi_cli.files import open_file, read_file, unwritable
from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.records.kept import decode
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.version import __version__

SKEMA: Final = "zi.manifes-batch/1"
NAMA = "manifes.json"
HASIL = "hasil.jsonl"


@cache
def instrumen_fingerprint(instrumen: Instrumen) -> str:
    """SHA-256 over all data files of *instrumen*: its version."""
    sidik = hashlib.sha256()
    for berkas in sorted(instrumen.folder.iterdir()):
        if berkas.is_file():
            sidik.update(f"{berkas.name}\0{berkas.stat().st_size}\0".encode())
            sidik.update(read_file(berkas))
    return sidik.hexdigest()


@cache
def program_fingerprint() -> str:
    """SHA-256 over the program's own files: a changed program is another one, whatever its version says."""
    akar = str(Path(__file__).parents[1])
    sidik = hashlib.sha256()
    for folder, anak, berkas in os.walk(akar):
        anak[:] = sorted(n for n in anak if n != "__pycache__")
        for nama in sorted(berkas):
            isi = read_file(Path(folder, nama))
            sidik.update(f"{folder[len(akar) :]}/{nama}\0{len(isi)}\0".encode())
            sidik.update(isi)
    return sidik.hexdigest()


def make_rules(instrumen: Instrumen, ambang: SetAmbang, penilai: str | None, **lain: Any) -> dict[str, Any]:
    """All that a file's result depends on besides its content; *lain* are further options."""
    return {
        "program": __version__,
        "sidik_program": program_fingerprint(),
        "instrumen": instrumen.nama,
        "sidik_instrumen": instrumen_fingerprint(instrumen),
        "ambang": {a.kode: {p: str(n) for p, n in a.minimal.items()} for a in ambang.daftar},
        "penilai": penilai,
        "judul_penilai": dict(instrumen.penilai.judul_ditunjuk),
        **lain,
    }


def read_manifest(folder: Path) -> ManifestRecord | None:
    """The manifest in *folder*; None when there is none that we could have written."""
    try:
        return decode(read_file(folder / NAMA), ManifestRecord)
    except (OSError, ValueError, RecursionError):
        return None


def manifest_bytes(aturan: dict[str, Any], keluaran: dict[str, str]) -> bytes:
    """The manifest as it is written to disk: the run's rules, and our files with their SHA-256."""
    isi: ManifestRecord = {"skema": SKEMA, "aturan": aturan, "keluaran": keluaran}
    return (json.dumps(isi, indent=1) + "\n").encode()


def file_fingerprint(jalur: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with open_file(jalur) as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def check_folder(
    folder: Path, nama_keluaran: Collection[str], *, dijamin: Sequence[Mapping[str, str]], lanjut: bool, timpa: bool
) -> ManifestRecord | None:
    """The manifest to go on from, once it is sure that nothing of the user's will be replaced.

    *dijamin* are outputs (SHA-256 by name) that a run which was stopped says are its own. Raises
    :class:`UnwritableOutput` when an output is there already and neither *timpa*, nor *lanjut* with a manifest or
    *dijamin* that vouches for its content, allows replacing it.
    """
    manifes = read_manifest(folder) if lanjut else None
    if timpa:
        return manifes
    kami = [*dijamin, *([manifes["keluaran"]] if manifes is not None else [])]
    for nama in nama_keluaran:
        berkas = folder / nama
        if not berkas.exists():
            continue
        if not lanjut:
            raise UnwritableOutput(
                f"“{berkas}” sudah ada; tambahkan --lanjut untuk meneruskan atau --timpa untuk mengganti"
            )
        if nama == NAMA and manifes is not None:
            continue
        if not any(nama in k for k in kami):
            raise UnwritableOutput(
                f"“{berkas}” bukan keluaran zi batch sebelumnya; tambahkan --timpa untuk menggantinya"
            )
        with unwritable(berkas):
            sidik = file_fingerprint(berkas)
        if all(k.get(nama) != sidik for k in kami):
            raise UnwritableOutput(f"“{berkas}” telah diubah sejak ditulis; tambahkan --timpa untuk menggantinya")
    return manifes
