"""What a run has done so far: a line the moment it is done, for the run that goes on after this one was stopped.

The first line holds the run's rules; a line of a scored file is that of ``hasil.jsonl``; before finished outputs take
their places a line with their SHA-256 vouches for them. The file goes when the manifest stands.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from zi_cli.batch.file_result import Ringkas, read_figures, validate_line
from zi_cli.batch.manifest import SCHEMA
from zi_cli.files import open_file, unwritable
from zi_cli.folder.result_store import GrowingStore, ResultStore, StoredAt
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.kept import decode
from zi_cli.records.types.batch import ManifestRecord

JOURNAL_NAME = "hasil.jsonl.sebagian"


class Progress(NamedTuple):
    """What a journal holds: the rules, where each file's result is, the outputs vouched for, and its sound length."""

    aturan: Mapping[str, Any]
    letak: dict[str, tuple[str, StoredAt]]
    keluaran: list[Mapping[str, str]]
    panjang: int


def read_progress(folder: Path, instrumen: Instrumen) -> Progress | None:
    """What the run before left unfinished in *folder*; None when there is no journal, or none of ours.

    What follows a line that is none of ours (torn off by the system's own end) is none either. A result that is not
    one of *instrumen* is passed over: its file is scored again.
    """
    header: ManifestRecord | None = None
    positions: dict[str, tuple[str, StoredAt]] = {}
    outputs: list[Mapping[str, str]] = []
    length = 0
    try:
        with ResultStore(folder / JOURNAL_NAME) as stash:
            for row, place in stash.lines():
                if not row.endswith(b"\n"):
                    break
                if row.startswith(b"{"):
                    note = decode(row, ManifestRecord)
                    header = header or note
                    outputs.append(note["keluaran"])
                elif header is None:
                    return None
                else:
                    r = validate_line(row, instrumen)
                    if r is not None:
                        positions[r.nama] = r.sha256, place
                length += len(row)
    except OSError:
        return None
    except (ValueError, RecursionError):
        pass
    if header is None:
        # A run that was killed before its first line.
        return Progress({}, {}, [], 0) if length == 0 and _is_empty(folder / JOURNAL_NAME) else None
    return Progress(header["aturan"], positions, outputs, length)


def _is_empty(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return False


class Journal:
    """The journal of a run that is going on; what the run before it left under the same rules is kept.

    A journal without a result goes when the run ends, however it ends; another only by :meth:`finish`.
    """

    def __init__(self, folder: Path, rules: Mapping[str, Any], old: Progress | None) -> None:
        self._jalur = folder / JOURNAL_NAME
        self._aturan = rules
        self._selesai = False
        self.letak = old.letak if old is not None and old.aturan == rules else {}
        if old is not None and self.letak:
            self._simpanan = GrowingStore(self._jalur)
            self._simpanan.cut(old.panjang)
            return
        with unwritable(self._jalur):
            open_file(self._jalur, "wb").close()
        self._simpanan = GrowingStore(self._jalur)
        try:
            for output in ({}, *(old.keluaran if old is not None else ())):
                self.vouch(output)
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self._simpanan.close()
        if self._selesai or not self.letak:
            self._jalur.unlink(missing_ok=True)

    def sha256(self, name: str) -> str | None:
        """Content that the result of *name* here was made from."""
        return self.letak[name][0] if name in self.letak else None

    def append(self, r: Ringkas, row: bytes) -> StoredAt:
        """Keep the line of a scored file; raises ``UnwritableOutput``."""
        position = self._simpanan.append(row)
        self.letak[r.nama] = r.sha256, position
        return position

    def read(self, position: StoredAt) -> bytes:
        """The line at *position*."""
        return self._simpanan.read(position)

    def figures(self, name: str) -> tuple[Ringkas, StoredAt]:
        """Figures and place of the result of *name*."""
        position = self.letak[name][1]
        return read_figures(self.read(position)), position

    def vouch(self, outputs: Mapping[str, str]) -> None:
        """Say that outputs of these SHA-256 are ours: they take their places next."""
        content = {"skema": SCHEMA, "aturan": self._aturan, "keluaran": outputs}
        self._simpanan.append(json.dumps(content, separators=(",", ":")).encode() + b"\n")

    def finish(self) -> None:
        """All outputs stand: the journal goes when it closes."""
        self._selesai = True
