"""A new working folder: configuration, register, and the tree that worksheets go into."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from zi_cli.config import NAMA_BAKU
from zi_cli.files import write_file
from zi_cli.pengajuan.register.workbook import example_rows, register_workbook

_CONTOH_TOML = Path(__file__).with_name("zi-contoh.toml")
_PETUNJUK = Path("Kanwil Contoh", "UPT Contoh", "letakkan berkas LKE di sini.txt")
_ISI_PETUNJUK = """\
Susunan folder: satu folder setiap Kanwil, di dalamnya satu folder setiap satker, di dalamnya berkas LKE (.xlsx).
Ganti nama folder contoh ini sesuai Kanwil dan satker yang sebenarnya. Berkas ini boleh dihapus.
"""


class PreparedFolder(NamedTuple):
    """One file of the folder, and whether it was written now (False: it was there and stays)."""

    jalur: Path
    baru: bool


def prepare_folder(folder: Path) -> list[PreparedFolder]:
    """Write what is missing in *folder*; whatever exists stays as it is.

    Raises :class:`UnwritableOutput` when a file can't be written.
    """
    isi: dict[Path, Callable[[], bytes]] = {
        folder / NAMA_BAKU: _CONTOH_TOML.read_bytes,
        folder / "satker.xlsx": lambda: register_workbook([example_rows()]),
        folder / _PETUNJUK: _ISI_PETUNJUK.encode,
    }
    # A folder in use has its own tree: the example one is for an empty folder only.
    if folder.is_dir() and any(p.is_dir() and not p.name.startswith(".") for p in folder.iterdir()):
        del isi[folder / _PETUNJUK]
    hasil: list[PreparedFolder] = []
    for jalur, buat in isi.items():
        baru = not jalur.exists()
        if baru:
            write_file(jalur, buat(), timpa=False)
        hasil.append(PreparedFolder(jalur, baru))
    return hasil
