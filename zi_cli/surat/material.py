"""What a letter is made from: one satker's data, and the whole request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zi_cli.instrumen.assessors import TimPenilai
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import Letters
from zi_cli.scoring.result import BELUM_PASTI
from zi_cli.text import canonical_name

if TYPE_CHECKING:
    from zi_cli.config import Config
    from zi_cli.evaluation import Evaluation
    from zi_cli.findings.record import Temuan
    from zi_cli.pengajuan.eligibility import HasilSatker
    from zi_cli.pengajuan.kawasan import Kawasan
    from zi_cli.pengajuan.lke_facts import LkeFacts
    from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
    from zi_cli.pengajuan.requirement import HasilSyarat
    from zi_cli.scoring.plan.contract import Langkah
    from zi_cli.scoring.result import Penilaian

Jalur = Literal["tpn", "tpm"]
Audit = Literal["berkas", "kaki", "halaman", "tidak"]

#: Ends the label of a requirement whose minimum is in percent.
PERCENT_NOTE = " (persen)"
#: Why a satker has no worksheet, unless something better is known.
NO_LKE = "lembar kerja evaluasinya tidak ada di antara berkas yang terbaca"

LONG_NAMES: Mapping[Predikat, str] = {
    "WBK": "Wilayah Bebas dari Korupsi (WBK)",
    "WBBM": "Wilayah Birokrasi Bersih dan Melayani (WBBM)",
}


class Sumber(NamedTuple):
    """A file the letter's data come from."""

    nama: str
    sha256: str


class RecordedPlan(NamedTuple):
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


def syarat_surat(syarat: Iterable[HasilSyarat]) -> tuple[SyaratSurat, ...]:
    """Requirements as letters show them."""
    return tuple(
        SyaratSurat(
            s.label.removesuffix(PERCENT_NOTE),
            s.nilai_teks.removesuffix(f" ({BELUM_PASTI})"),
            s.minimal_teks + (" %" if s.label.endswith(PERCENT_NOTE) else ""),
            s.memenuhi,
            (s.tindakan or "").rstrip("."),
        )
        for s in syarat
    )


class Kelayakan(NamedTuple):
    """Both halves of the decision for one satker: ``layak`` None when it can't be told.

    ``sebab`` are short reasons, empty when eligible; ``syarat`` is empty without a row of the register.
    """

    layak: bool | None
    sebab: tuple[str, ...]
    syarat: tuple[SyaratSurat, ...] = ()


@dataclass(frozen=True, slots=True)
class BahanSatker:
    """One satker: its register row, its worksheet as read for this letter, and the check of its proposal.

    ``lke`` and ``evaluasi`` are None when no worksheet was read; ``tanpa_lke`` says why. ``cocok`` is the
    check of row and worksheet for the predicate at hand, None when there is none.
    """

    nama: str
    satker: Satker | None = None
    predikat: Predikat | None = None
    evaluasi: Evaluation | None = None
    lke: LkeFacts | None = None
    tanpa_lke: str = NO_LKE
    cocok: HasilSatker | None = None
    kelayakan: Kelayakan | None = None
    sumber: tuple[Sumber, ...] = ()

    @property
    def kode(self) -> str:
        """The register's kode, blank when there is none."""
        return (self.satker.kode or "") if self.satker else ""

    @property
    def penentu(self) -> Penilaian | None:
        """The deciding assessor's scores."""
        return self.evaluasi.penentu if self.evaluasi else None


def official_name(name: str) -> str:
    """A Kantor Wilayah as letters call it: written out, however the register abbreviates it."""
    return re.sub(r"^kanwil\b", "Kantor Wilayah", name, flags=re.IGNORECASE)


def group_name(b: BahanSatker, per: str) -> str:
    """The Kantor Wilayah or Unit Eselon I that *b* belongs to by *per*; "" for no such group, or an unknown one."""
    grouped = per in ("kanwil", "eselon1") and b.satker is not None
    return (getattr(b.satker, per) or "") if grouped else ""


#: Without a register, or without its sheet Surat.
NO_LETTERS = Letters()


@dataclass(frozen=True, slots=True)
class PermintaanSurat:
    """Everything the user asked for; ``isi`` are field values given with ``--isi``.

    ``daftar`` is the register that was given, ``umum`` what its check says about all proposals together; ``letters``
    are those of its sheet Surat, ``daftar_kawasan`` the kawasan that its rows name.
    """

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
    audit: Audit = "berkas"
    templat: Path | None = None
    logo: bytes | None = None
    rencana: RecordedPlan | None = None
    sumber: tuple[Sumber, ...] = ()
    daftar: DaftarSatker | None = None
    umum: tuple[Temuan, ...] = ()
    letters: Letters = NO_LETTERS
    daftar_kawasan: tuple[Kawasan, ...] = ()

    @property
    def judged_kawasan(self) -> Kawasan | None:
        """What is known of the kawasan that the letter is about."""
        name = canonical_name(self.kawasan or "")
        return next((k for k in self.daftar_kawasan if name and canonical_name(k.nama) == name), None)

    @property
    def tim(self) -> TimPenilai:
        """The team the letter speaks for: the one whose result this way of proposing rests on."""
        penilai = self.instrumen.penilai
        return penilai.tim(penilai.jalur[self.jalur].penilai)

    def tahun_surat(self, b: BahanSatker | None = None) -> int | None:
        """The year the letter is about: ``--tahun``, for a report else the worksheet's, else the date's."""
        dari_lke = b.lke.tahun if b and b.lke and load_kinds()[self.jenis].tahun == "laporan" else None
        return self.tahun or dari_lke or (self.tanggal.year if self.tanggal else None)


def not_by_tpm(b: BahanSatker) -> str:
    """Why the TPM does not evaluate the satker, by the column Jalur; "" when nothing there says so."""
    content = b.satker.content("jalur") if b.satker is not None else None
    if content is None or content.keadaan in ("kosong", "tanpa kolom") or content.nilai == "tpm":
        return ""
    return "kolom Jalur menyebut TPN" if content.nilai == "tpn" else "kolom Jalur tidak terbaca"
