"""The facts of all files of a tree: read in parallel, kept between runs for files that have not changed.

What is kept lies in the user's own cache folder, never in the tree: a tree may come from a stranger.
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.probe import FileFacts, read_facts
from zi_cli.bukti.walk import TreeFile
from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.files import read_file, real_path, write_file
from zi_cli.version import PROGRAM

#: Nanoseconds within which a file may change again without another time of change.
_TOO_NEW = 3_000_000_000
_THREADS = 4


class Kept(msgspec.Struct):
    """What is known of a file as it was at these times (nanoseconds); ``isi`` only where it was read."""

    ukuran: int
    diubah: int
    dibuat: int
    fakta: FileFacts
    isi: ContentFacts | None = None


class _Store(msgspec.Struct):
    program: str
    akar: str
    berkas: dict[str, Kept]


class Memory:
    """Facts of earlier runs over the tree *akar*; without *dipakai* it starts empty, and is written all the same."""

    def __init__(self, root: Path, *, used: bool = True) -> None:
        self._akar = str(real_path(root))
        self._jalur = _cache_folder() / f"{hashlib.sha256(self._akar.encode('utf-8', 'replace')).hexdigest()[:32]}.json"
        self._lama = self._read() if used else {}
        self.kini: dict[str, Kept] = {}

    def _read(self) -> dict[str, Kept]:
        try:
            content = msgspec.json.decode(read_file(self._jalur), type=_Store)
        except (OSError, msgspec.DecodeError, ValueError, RecursionError):
            return {}
        return content.berkas if (content.program, content.akar) == (PROGRAM, self._akar) else {}

    def known(self, b: TreeFile) -> Kept | None:
        """What an earlier run found, when the file is still as it was."""
        old = self._lama.get(b.nama)
        same = old is not None and (old.ukuran, old.diubah, old.dibuat) == (b.ukuran, b.diubah, b.dibuat)
        return old if same else None

    def save(self) -> None:
        """Keep what this run found; without a place to keep it the next run reads everything again."""
        limit = time.time_ns() - _TOO_NEW
        fixed = {n: k for n, k in self.kini.items() if k.diubah < limit and k.dibuat < limit}
        try:
            write_file(self._jalur, msgspec.json.encode(_Store(PROGRAM, self._akar, fixed)), overwrite=True)
        except (UnwritableOutput, UnicodeEncodeError):
            return


def _cache_folder() -> Path:
    if sys.platform == "win32":
        basis = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        basis = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(basis) / "zi" / "bukti"


def digest(
    files: Iterable[TreeFile], memory: Memory, progress: Callable[[int], None] = lambda _: None
) -> tuple[dict[str, FileFacts], list[tuple[str, str]]]:
    """Facts of *files* by name, and those that can't be read with the reason; *progress* hears the bytes done."""
    facts: dict[str, FileFacts] = {}
    failed: list[tuple[str, str]] = []

    def read_one(b: TreeFile) -> tuple[TreeFile, FileFacts | str]:
        try:
            return b, read_facts(b.jalur)
        except OSError as e:
            return b, os_reason(e)

    new = []
    for b in files:
        old = memory.known(b)
        if old is None:
            new.append(b)
        else:
            facts[b.nama] = old.fakta
            memory.kini[b.nama] = old
            progress(b.ukuran)
    if new:
        with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as utas:
            for b, result in utas.map(read_one, new):
                progress(b.ukuran)
                if isinstance(result, str):
                    failed.append((b.nama, result))
                else:
                    facts[b.nama] = result
                    memory.kini[b.nama] = Kept(b.ukuran, b.diubah, b.dibuat, result)
    return facts, failed
