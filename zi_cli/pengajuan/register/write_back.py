"""Writing into a register that people fill in: rows and sheets are added, what they wrote stays."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import read_file, write_file
from zi_cli.worksheet.formats.editing import NotEditable, edited


def extend_file(berkas: Path, ubah: Callable[[bytes], bytes]) -> None:
    """Replace the workbook *berkas* by what *ubah* makes of its bytes, which are kept as ``<name>.cadangan``.

    Raises :class:`UnwritableOutput` while it is open in Excel, is no .xlsx, or can't be written back whole.
    """
    if berkas.with_name(f"~${berkas.name}").exists():
        raise UnwritableOutput(f"“{berkas}” sedang terbuka di Excel; simpan dan tutup dahulu")
    lama, isi = _changed(berkas, ubah)
    write_file(berkas.with_name(f"{berkas.name}.cadangan"), lama, timpa=True)
    write_file(berkas, isi, timpa=True)


def copy_changed(berkas: Path, tujuan: Path, ubah: Callable[[bytes], bytes]) -> None:
    """Write what *ubah* makes of the workbook *berkas* to the new file *tujuan*; errors as :func:`extend_file`."""
    write_file(tujuan, _changed(berkas, ubah)[1], timpa=False, masukan=[berkas])


def _changed(berkas: Path, ubah: Callable[[bytes], bytes]) -> tuple[bytes, bytes]:
    lama = read_file(berkas)
    try:
        return lama, edited(lama, partial(ubah, lama))
    except NotEditable as e:
        raise UnwritableOutput(f"“{berkas}” tidak dapat ditulis kembali ({e}); simpan ulang di Excel") from None
