"""A new working folder: configuration, register, and the tree that worksheets go into."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from zi_cli.pengajuan.buku_daftar import baris_contoh, buku_daftar
from zi_cli.pengajuan.konfigurasi import NAMA_BAKU
from zi_cli.report.keluaran import tulis_berkas

_CONTOH_TOML = Path(__file__).with_name("zi-contoh.toml")
_PETUNJUK = Path("Kanwil Contoh", "UPT Contoh", "letakkan berkas LKE di sini.txt")
_ISI_PETUNJUK = """\
Susunan folder: satu folder setiap Kanwil, di dalamnya satu folder setiap satker, di dalamnya berkas LKE (.xlsx).
Ganti nama folder contoh ini sesuai Kanwil dan satker yang sebenarnya. Berkas ini boleh dihapus.
"""


class Disiapkan(NamedTuple):
    """One file of the folder, and whether it was written now (False: it was there and stays)."""

    jalur: Path
    baru: bool


def siapkan_folder(folder: Path) -> list[Disiapkan]:
    """Write what is missing in *folder*; whatever exists stays as it is.

    Raises :class:`TakTertulis` when a file can't be written.
    """
    isi: dict[Path, Callable[[], bytes]] = {
        folder / NAMA_BAKU: _CONTOH_TOML.read_bytes,
        folder / "satker.xlsx": lambda: buku_daftar([baris_contoh()]),
        folder / _PETUNJUK: _ISI_PETUNJUK.encode,
    }
    # A folder in use has its own tree: the example one is for an empty folder only.
    if folder.is_dir() and any(p.is_dir() and not p.name.startswith(".") for p in folder.iterdir()):
        del isi[folder / _PETUNJUK]
    hasil: list[Disiapkan] = []
    for jalur, buat in isi.items():
        baru = not jalur.exists()
        if baru:
            tulis_berkas(jalur, buat(), timpa=False)
        hasil.append(Disiapkan(jalur, baru))
    return hasil
