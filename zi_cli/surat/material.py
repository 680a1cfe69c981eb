"""What a letter is made from: one satker's data, and the whole request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from zi_cli.instrumen.assessors import TimPenilai
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from zi_cli.config import Config
    from zi_cli.pengajuan.register.read import Satker
    from zi_cli.scoring.plan.contract import Langkah
    from zi_cli.scoring.result import Penilaian

Jalur = Literal["tpn", "tpm"]
Audit = Literal["otomatis", "kaki", "halaman", "tidak"]

PANJANG: Mapping[Predikat, str] = {
    "WBK": "Wilayah Bebas dari Korupsi (WBK)",
    "WBBM": "Wilayah Birokrasi Bersih dan Melayani (WBBM)",
}


class Sumber(NamedTuple):
    """A file the letter's data come from."""

    nama: str
    sha256: str


class Rencana(NamedTuple):
    """A plan of ``zi plan``: which worksheet (hash) and predicate it is for, and its steps."""

    sumber: Sumber
    sha256_lke: str
    target: str
    langkah: tuple[Langkah, ...]


class SyaratSurat(NamedTuple):
    """One requirement as a letter shows it; ``memenuhi`` is None when there are no data."""

    label: str
    nilai: str
    minimal: str
    memenuhi: bool | None
    tindakan: str


class Kelayakan(NamedTuple):
    """Both halves of the decision for one satker: ``layak`` None when it can't be told.

    ``sebab`` are short reasons, empty when eligible; ``syarat`` is empty when no register was given.
    """

    layak: bool | None
    sebab: tuple[str, ...]
    syarat: tuple[SyaratSurat, ...] = ()


@dataclass(frozen=True, slots=True)
class BahanSatker:
    """One satker: its register row, its score record (``zi.score/1``), its check, its files.

    ``lembar`` and ``penilaian`` are there only when the worksheet itself was read (not from a recap).
    """

    nama: str
    satker: Satker | None = None
    predikat: Predikat | None = None
    skor: Mapping[str, Any] | None = None
    lembar: Worksheet | None = None
    penilaian: tuple[Penilaian, ...] = ()
    kelayakan: Kelayakan | None = None
    sumber: tuple[Sumber, ...] = ()

    @property
    def kode(self) -> str:
        """The register's kode, blank when there is none."""
        return (self.satker.kode or "") if self.satker else ""


@dataclass(frozen=True, slots=True)
class PermintaanSurat:
    """Everything the user asked for; ``isi`` are field values given with ``--isi``."""

    jenis: str
    konfigurasi: Config
    instrumen: Instrumen
    tanggal: date | None = None
    nomor: str | None = None
    kota: str | None = None
    tahun: int | None = None
    jalur: Jalur = "tpn"
    catatan: tuple[str, ...] = ()
    tembusan: tuple[str, ...] = ()
    lampiran: bool = False
    kawasan: str | None = None
    simpulan: bool | None = None
    isi: Mapping[str, str] = field(default_factory=dict)
    paksa: str | None = None
    draf: bool = False
    audit: Audit = "otomatis"
    templat: Path | None = None
    logo: bytes | None = None
    rencana: Rencana | None = None
    sumber: tuple[Sumber, ...] = ()

    @property
    def tim(self) -> TimPenilai:
        """The team the letter speaks for: the one whose result this way of proposing rests on."""
        penilai = self.instrumen.penilai
        return penilai.tim(penilai.jalur[self.jalur].penilai)
