"""What a run has done so far: a line the moment it is done, for the run that goes on after this one was stopped.

The first line holds the run's rules; a line of a scored file is that of ``hasil.jsonl``; before finished outputs take
their places a line with their SHA-256 vouches for them. The file goes when the manifest stands.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from zi_cli.batch.manifest import SKEMA
from zi_cli.batch.result import Ringkas, read_figures, validate_line
from zi_cli.files import open_file, unwritable
from zi_cli.folder.result_store import GrowingStore, ResultStore, StoredAt
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.kept import decode
from zi_cli.records.types.batch import ManifestRecord

NAMA_JURNAL = "hasil.jsonl.sebagian"


class Progress(NamedTuple):
    """What a journal holds: the rules, where each file's result is, the outputs vouched for, and its sound length."""

    aturan: Mapping[str, Any]
    letak: dict[str, tuple[str, StoredAt]]
    keluaran: list[Mapping[str, str]]
    panjang: int


def read_progress(folder: Path) -> Progress | None:
    """What the run before left unfinished in *folder*; None when there is no journal, or none of ours.

    What follows a line that is none of ours (torn off by the system's own end) is none either.
    """
    kepala: ManifestRecord | None = None
    letak: dict[str, tuple[str, StoredAt]] = {}
    keluaran: list[Mapping[str, str]] = []
    panjang = 0
    try:
        with ResultStore(folder / NAMA_JURNAL) as simpanan:
            for baris, tempat in simpanan.lines():
                if not baris.endswith(b"\n"):
                    break
                if baris.startswith(b"{"):
                    catatan = decode(baris, ManifestRecord)
                    kepala = kepala or catatan
                    keluaran.append(catatan["keluaran"])
                elif kepala is None:
                    return None
                else:
                    r = validate_line(baris)
                    letak[r.nama] = r.sha256, tempat
                panjang += len(baris)
    except OSError:
        return None
    except (ValueError, RecursionError):
        pass
    if kepala is None:
        # A run that was killed before its first line.
        return Progress({}, {}, [], 0) if panjang == 0 and _is_empty(folder / NAMA_JURNAL) else None
    return Progress(kepala["aturan"], letak, keluaran, panjang)


def _is_empty(berkas: Path) -> bool:
    try:
        return berkas.stat().st_size == 0
    except OSError:
        return False


class Journal:
    """The journal of a run that is going on; what the run before it left under the same rules is kept.

    A journal without a result goes when the run ends, however it ends; another only by :meth:`finish`.
    """

    def __init__(self, folder: Path, aturan: Mapping[str, Any], lama: Progress | None) -> None:
        self._jalur = folder / NAMA_JURNAL
        self._aturan = aturan
        self._selesai = False
        self.letak = lama.letak if lama is not None and lama.aturan == aturan else {}
        if lama is not None and self.letak:
            self._simpanan = GrowingStore(self._jalur)
            self._simpanan.cut(lama.panjang)
            return
        with unwritable(self._jalur):
            open_file(self._jalur, "wb").close()
        self._simpanan = GrowingStore(self._jalur)
        try:
            for keluaran in ({}, *(lama.keluaran if lama is not None else ())):
                self.vouch(keluaran)
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None
    ) -> None:
        self._simpanan.close()
        if self._selesai or not self.letak:
            self._jalur.unlink(missing_ok=True)

    def sha256(self, nama: str) -> str | None:
        """Content that the result of *nama* here was made from."""
        return self.letak[nama][0] if nama in self.letak else None

    def append(self, r: Ringkas, baris: bytes) -> StoredAt:
        """Keep the line of a scored file; raises ``UnwritableOutput``."""
        letak = self._simpanan.append(baris)
        self.letak[r.nama] = r.sha256, letak
        return letak

    def read(self, letak: StoredAt) -> bytes:
        """The line at *letak*."""
        return self._simpanan.read(letak)

    def figures(self, nama: str) -> tuple[Ringkas, StoredAt]:
        """Figures and place of the result of *nama*."""
        letak = self.letak[nama][1]
        return read_figures(self.read(letak)), letak

    def vouch(self, keluaran: Mapping[str, str]) -> None:
        """Say that outputs of these SHA-256 are ours: they take their places next."""
        isi = {"skema": SKEMA, "aturan": self._aturan, "keluaran": keluaran}
        self._simpanan.append(json.dumps(isi, separators=(",", ":")).encode() + b"\n")

    def finish(self) -> None:
        """All outputs stand: the journal goes when it closes."""
        self._selesai = True
