"""Writing into a register that people fill in: rows and sheets are added, what they wrote stays."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import read_file, sha256, whole_file, write_file
from zi_cli.worksheet.formats.editing import NotEditable, edited

_BERUBAH = "“{}” berubah sejak dibaca; jalankan perintah ini lagi"


def extend_file(berkas: Path, ubah: Callable[[bytes], bytes], *, dibaca: str | None = None) -> None:
    """Replace the workbook *berkas* by what *ubah* makes of its bytes, which are kept as ``<name>.cadangan``.

    Nobody else's additions are lost: another run waits or is refused, and so is this one when the file is no longer
    the one whose hash is *dibaca*, or changes meanwhile. Raises :class:`UnwritableOutput`, also while it is open in
    Excel, is no .xlsx, or can't be written back whole.
    """
    if berkas.with_name(f"~${berkas.name}").exists():
        raise UnwritableOutput(f"“{berkas}” sedang terbuka di Excel; simpan dan tutup dahulu")
    with whole_file(berkas, timpa=True) as baru:
        lama, isi = _changed(berkas, ubah, dibaca)
        write_file(berkas.with_name(f"{berkas.name}.cadangan"), lama, timpa=True)
        write_file(baru, isi, timpa=True)
        if read_file(berkas) != lama:
            raise UnwritableOutput(_BERUBAH.format(berkas))


def copy_changed(berkas: Path, tujuan: Path, ubah: Callable[[bytes], bytes]) -> None:
    """Write what *ubah* makes of the workbook *berkas* to the new file *tujuan*; errors as :func:`extend_file`."""
    write_file(tujuan, _changed(berkas, ubah, None)[1], timpa=False, masukan=[berkas])


def _changed(berkas: Path, ubah: Callable[[bytes], bytes], dibaca: str | None) -> tuple[bytes, bytes]:
    lama = read_file(berkas)
    if dibaca not in (None, sha256(lama)):
        raise UnwritableOutput(_BERUBAH.format(berkas))
    try:
        return lama, edited(lama, partial(ubah, lama))
    except NotEditable as e:
        raise UnwritableOutput(f"“{berkas}” tidak dapat ditulis kembali ({e}); simpan ulang di Excel") from None
