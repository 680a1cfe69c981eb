"""What a run wrote and under which rules: the ground on which ``--lanjut`` may replace and reuse."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from zi_cli.errors import UnwritableOutput
from zi_cli.files import file_fault, file_sha256, is_there, read_file, unwritable
from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.own_json import NotOurs, read_own_file
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.version import __version__

SCHEMA: Final = "zi.manifes-batch/1"
NAME = "manifes.json"
HASIL = "hasil.jsonl"


@cache
def instrumen_fingerprint(instrumen: Instrumen) -> str:
    """SHA-256 over all data files of *instrumen*: its version."""
    digest = hashlib.sha256()
    for file in sorted(instrumen.folder.iterdir()):
        if not file_fault(file):
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            digest.update(read_file(file))
    return digest.hexdigest()


@cache
def program_fingerprint() -> str:
    """SHA-256 over the program's own files: a changed program is another one, whatever its version says."""
    root = str(Path(__file__).parents[1])
    digest = hashlib.sha256()
    for folder, child, file in os.walk(root):
        child[:] = sorted(n for n in child if n != "__pycache__")
        for name in sorted(file):
            content = read_file(Path(folder, name))
            digest.update(f"{folder[len(root) :]}/{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def make_rules(instrumen: Instrumen, ambang: SetAmbang, penilai: str | None, **other: Any) -> dict[str, Any]:
    """All that a file's result depends on besides its content; *other* are further options."""
    return {
        "program": __version__,
        "sidik_program": program_fingerprint(),
        "instrumen": instrumen.nama,
        "sidik_instrumen": instrumen_fingerprint(instrumen),
        "ambang": {a.kode: {p: str(n) for p, n in a.minimal.items()} for a in ambang.daftar},
        "penilai": penilai,
        "judul_penilai": dict(instrumen.penilai.judul_ditunjuk),
        **other,
    }


def manifest_bytes(rules: dict[str, Any], outputs: dict[str, str]) -> bytes:
    """The manifest as it is written to disk: the run's rules, and our files with their SHA-256."""
    content: ManifestRecord = {"skema": SCHEMA, "aturan": rules, "keluaran": outputs}
    return (json.dumps(content, indent=1) + "\n").encode()


def check_folder(
    folder: Path, nama_keluaran: Collection[str], *, dijamin: Sequence[Mapping[str, str]], resume: bool, overwrite: bool
) -> ManifestRecord | None:
    """The manifest to go on from, once it is sure that nothing of the user's will be replaced.

    *dijamin* are outputs (SHA-256 by name) that a run which was stopped says are its own. Raises
    :class:`UnwritableOutput` when an output is there already and neither *overwrite*, nor *resume* with a manifest or
    *dijamin* that vouches for its content, allows replacing it.
    """
    manifest = None
    if resume:
        try:
            manifest = read_own_file(folder / NAME, ManifestRecord)
        except FileNotFoundError:
            pass
        except NotOurs as e:
            if not overwrite:
                reason = f"“{folder / NAME}” bukan manifes zi batch yang utuh: {e}"
                raise UnwritableOutput(f"{reason}; tambahkan --timpa untuk mengganti isi foldernya") from None
    if overwrite:
        return manifest
    ours = [*dijamin, *([manifest["keluaran"]] if manifest is not None else [])]
    for name in nama_keluaran:
        file = folder / name
        if not is_there(file):
            continue
        if not resume:
            raise UnwritableOutput(
                f"“{file}” sudah ada; tambahkan --lanjut untuk meneruskan atau --timpa untuk mengganti"
            )
        if name == NAME and manifest is not None:
            continue
        if not any(name in k for k in ours):
            raise UnwritableOutput(f"“{file}” bukan keluaran zi batch sebelumnya; tambahkan --timpa untuk menggantinya")
        with unwritable(file):
            digest = file_sha256(file)
        if all(k.get(name) != digest for k in ours):
            raise UnwritableOutput(f"“{file}” telah diubah sejak ditulis; tambahkan --timpa untuk menggantinya")
    return manifest
