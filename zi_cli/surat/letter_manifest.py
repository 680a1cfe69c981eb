"""What earlier runs wrote into a folder of letters: the ground on which a run replaces a letter, or leaves it.

A letter is noted in a journal just before it is written, so that a process that is killed loses nothing of what it
did; the journal becomes part of the manifest when a run ends, and by the next run when it could not.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PureWindowsPath
from typing import Final

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.files import file_fault, is_there, read_file, unwritable, write_file
from zi_cli.folder.result_store import GrowingStore
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import NotOurs, as_recorded, read_own, schema_named
from zi_cli.records.kept import decode
from zi_cli.records.types.surat import CatatanSuratRecord, ManifesSuratRecord, SuratTertulisRecord
from zi_cli.text import escaped, excerpt

SCHEMA: Final = "zi.manifes-surat/1"
NAME = "manifes.json"
JOURNAL_NAME = "manifes.jsonl.sebagian"

Trail = tuple[tuple[str, ...], ...]


class LetterTrail(NamedTuple):
    """Rows of the audit file that are not in it yet: of which letter, with its SHA-256."""

    berkas: Path
    sha256: str
    baris: Trail


class DamagedLetterManifest(UnwritableOutput):
    """A record of letters of ours that can't be read any more."""


class LetterManifest:
    """The letters of one folder by key, each with its file, its SHA-256 as we wrote it, and what it was made from.

    Raises :class:`UnwritableOutput` when the folder holds another run's manifest, or a damaged one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._berkas, self._jurnal = folder / NAME, folder / JOURNAL_NAME
        self._store: GrowingStore | None = None
        self.surat: dict[str, SuratTertulisRecord] = {}
        self._jejak: dict[str, LetterTrail] = {}
        self._lama = b""
        if is_there(self._berkas):
            try:
                self._lama = read_file(self._berkas)
                self.surat = dict(read_own(self._lama, ManifesSuratRecord)["surat"])
                for key, s in self.surat.items():
                    if not _is_here(s):
                        raise NotOurs(f"isi surat.{excerpt(key)}.berkas tidak sesuai")
            except (OSError, NotOurs) as e:
                raise self._unusable(os_reason(e) if isinstance(e, OSError) else str(e)) from None
        for note in self._journal():
            self._take(note)

    def _unusable(self, reason: str) -> UnwritableOutput:
        """Why the manifest can't be used: another command's folder, or a record of ours that is damaged."""
        if schema_named(self._lama) not in ("", SCHEMA):
            return UnwritableOutput(f"“{self._berkas}” catatan perintah lain ({reason}); pilih folder surat yang lain")
        advice = "pindahkan berkas itu, lalu jalankan zi surat semua lagi"
        return DamagedLetterManifest(f"catatan surat “{self._berkas}” tidak utuh ({reason}); {advice}")

    @property
    def trails(self) -> list[LetterTrail]:
        """What the audit file still lacks, of a run that was killed, too."""
        return list(self._jejak.values())

    def trail(self, key: str) -> Trail:
        """What the audit file still lacks of one letter."""
        return self._jejak[key].baris if key in self._jejak else ()

    def note(self, key: str, surat: SuratTertulisRecord | None, trail: Sequence[Sequence[str]] = ()) -> None:
        """Keep that *surat* is about to be written (None: it is not there after all); raises UnwritableOutput."""
        notes: CatatanSuratRecord = {"kunci": key, "surat": surat, "jejak": [list(b) for b in trail]}
        if self._store is None:
            self._store = GrowingStore(self._jurnal)
        self._store.append(json.dumps(notes, ensure_ascii=False).encode() + b"\n")
        self._take(notes)

    def save(self) -> None:
        """Write the manifest, unless it says already what it would say; the journal has done its work."""
        content: ManifesSuratRecord = {"skema": SCHEMA, "surat": dict(sorted(self.surat.items()))}
        octets = (escaped(json.dumps(content, indent=1, ensure_ascii=False)) + "\n").encode()
        if octets != self._lama and (self._lama or self.surat):
            write_file(self._berkas, octets, overwrite=True)
            self._lama = octets
        self.close()
        with contextlib.suppress(OSError):
            self._jurnal.unlink(missing_ok=True)
        self._jejak = {}

    def close(self) -> None:
        """Nothing more is noted; the journal stays where it is."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _take(self, note: CatatanSuratRecord) -> None:
        key, surat = note["kunci"], note["surat"]
        if surat is None:
            self.surat.pop(key, None)
            self._jejak.pop(key, None)
            return
        self.surat[key] = surat
        if note["jejak"]:
            row = tuple(tuple(b) for b in note["jejak"])
            self._jejak[key] = LetterTrail(self._folder / surat["berkas"], surat["sha256"], row)
        elif key in self._jejak and self._jejak[key].sha256 != surat["sha256"]:
            # Another letter than the one that was to be written: that was not.
            del self._jejak[key]

    def _journal(self) -> Iterator[CatatanSuratRecord]:
        """The notes of a run that was killed; the last one only if its letter was written."""
        if not is_there(self._jurnal):
            return
        notes: list[CatatanSuratRecord] = []
        with unwritable(self._jurnal):
            content = read_file(self._jurnal)
        for row in content.splitlines():
            with contextlib.suppress(ValueError, RecursionError):
                notes.append(decode(row, CatatanSuratRecord))
        notes = [c for c in notes if c["surat"] is None or _is_here(c["surat"])]
        yield from notes[:-1]
        for end in notes[-1:]:
            surat = end["surat"]
            if surat is None or as_recorded(self._folder / surat["berkas"], surat["sha256"]):
                yield end


class MadeLetters(NamedTuple):
    """Keys of letters that were made and are still there, and why a record of them could not be read."""

    kunci: frozenset[str]
    galat: tuple[str, ...]


def made_letters(folder: Iterable[Path]) -> MadeLetters:
    """The letters that runs of ours made in one of *folder*, edited or not; another command's folder holds none."""
    keys: set[str] = set()
    faults: dict[str, None] = {}
    for f in folder:
        try:
            keys |= {k for k, s in LetterManifest(f).surat.items() if not file_fault(f / s["berkas"])}
        except DamagedLetterManifest as e:
            faults[e.pesan] = None
        except UnwritableOutput:
            continue
    return MadeLetters(frozenset(keys), tuple(faults))


def _is_here(surat: SuratTertulisRecord) -> bool:
    """Whether its file is one of the folder itself: what a letter replaces is removed, and nothing elsewhere may be."""
    return PureWindowsPath(surat["berkas"]).name == surat["berkas"] not in ("", "..")
