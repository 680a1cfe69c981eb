"""What earlier runs wrote into a folder of letters: the ground on which a run replaces a letter, or leaves it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from zi_cli.errors import UnwritableOutput
from zi_cli.files import read_file, write_file
from zi_cli.records.kept import decode
from zi_cli.records.types.surat import ManifesSuratRecord, SuratTertulisRecord

SKEMA: Final = "zi.manifes-surat/1"
NAMA = "manifes.json"


class LetterManifest:
    """The letters of one folder by key, each with its file, its SHA-256 as we wrote it, and what it was made from.

    Raises :class:`UnwritableOutput` when the folder holds another run's manifest.
    """

    def __init__(self, folder: Path) -> None:
        self._berkas = folder / NAMA
        self.surat: dict[str, SuratTertulisRecord] = {}
        self._lama = b""
        if self._berkas.exists():
            try:
                self._lama = read_file(self._berkas)
                self.surat = dict(decode(self._lama, ManifesSuratRecord)["surat"])
            except (OSError, ValueError, RecursionError):
                raise UnwritableOutput(
                    f"“{self._berkas}” bukan catatan zi surat semua; pilih folder lain dengan -o"
                ) from None

    def save(self) -> None:
        """Write the manifest, unless it says already what it would say."""
        isi: ManifesSuratRecord = {"skema": SKEMA, "surat": _sorted(self.surat)}
        bita = (json.dumps(isi, indent=1, ensure_ascii=False) + "\n").encode()
        if bita != self._lama and (self._lama or self.surat):
            write_file(self._berkas, bita, timpa=True)
            self._lama = bita


def _sorted(surat: Mapping[str, SuratTertulisRecord]) -> dict[str, SuratTertulisRecord]:
    return {k: surat[k] for k in sorted(surat)}
