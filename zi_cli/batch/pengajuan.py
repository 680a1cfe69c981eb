"""The recap against the satker register: may what is ranked be proposed?"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from zi_cli.instrumen.model import Instrumen
from zi_cli.pengajuan.aturan import muat_syarat
from zi_cli.pengajuan.bahan import BahanLke
from zi_cli.pengajuan.daftar import DaftarSatker, baca_daftar
from zi_cli.pengajuan.kelayakan import Aturan, HasilSatker
from zi_cli.pengajuan.konfigurasi import Konfigurasi
from zi_cli.pengajuan.periksa import periksa


class Pendaftaran(NamedTuple):
    """A register and the rules to check it by."""

    daftar: DaftarSatker
    aturan: Aturan


class Kelayakan(NamedTuple):
    """The check's answers: by path of the worksheet, and of register rows that have none."""

    daftar: DaftarSatker
    tanggal: date
    per_berkas: dict[str, HasilSatker]
    tanpa_lke: list[HasilSatker]


def buka_pendaftaran(data: Path, konfigurasi: Konfigurasi, instrumen: Instrumen, tanggal: date) -> Pendaftaran:
    """Read the register *data*; raises ``TakTerbaca`` when that can't be done."""
    return Pendaftaran(baca_daftar(data), Aturan(konfigurasi, muat_syarat(instrumen.nama), tanggal))


def periksa_kelayakan(p: Pendaftaran, folder: Path, bahan: Iterable[BahanLke]) -> Kelayakan:
    """Check every ranked worksheet and every row of the register that proposes something."""
    hasil = periksa(p.aturan, p.daftar, list(bahan), akar=[folder])
    return Kelayakan(
        p.daftar,
        p.aturan.tanggal,
        {h.bahan.nama: h for h in hasil.satker if h.bahan is not None},
        [h for h in hasil.satker if h.bahan is None],
    )
