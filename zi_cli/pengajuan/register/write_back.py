"""Writing into a register that people fill in: rows and sheets are added, what they wrote stays."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import is_there, open_file, read_file, sha256, whole_file, write_file
from zi_cli.one_state import first_read
from zi_cli.worksheet.formats.editing import NotEditable, edited

_CHANGED = "“{}” berubah sejak dibaca; jalankan perintah ini lagi"


def extend_file(file: Path, change: Callable[[bytes], bytes], *, dibaca: str | None = None) -> None:
    """Replace the workbook *file* by what *change* makes of its bytes, which are kept as ``<name>.cadangan``.

    Nobody else's additions are lost: another run waits or is refused, and so is this one when the file is no longer
    the one whose hash is *dibaca*, or that this command read, or changes meanwhile; what the command reads of it later
    is what was written here (else LKE108). Raises :class:`UnwritableOutput`, also while it is open in Excel, is no
    .xlsx, or can't be written back whole.
    """
    if is_there(file.with_name(f"~${file.name}")):
        raise UnwritableOutput(f"“{file}” sedang terbuka di Excel; simpan dan tutup dahulu")
    with whole_file(file, overwrite=True) as new:
        old, content = _changed(file, change, dibaca)
        write_file(file.with_name(f"{file.name}.cadangan"), old, overwrite=True)
        with open_file(new, "wb") as f:
            f.write(content)
        if read_file(file) != old:
            raise UnwritableOutput(_CHANGED.format(file))
    first_read(file, sha256(content))


def copy_changed(file: Path, target: Path, change: Callable[[bytes], bytes]) -> None:
    """Write what *change* makes of the workbook *file* to the new file *target*; errors as :func:`extend_file`."""
    write_file(target, _changed(file, change, None)[1], overwrite=False, inputs=[file])


def _changed(file: Path, change: Callable[[bytes], bytes], dibaca: str | None) -> tuple[bytes, bytes]:
    old = read_file(file)
    now = sha256(old)
    if dibaca not in (None, now) or first_read(file, now) != now:
        raise UnwritableOutput(_CHANGED.format(file))
    try:
        return old, edited(old, partial(change, old))
    except NotEditable as e:
        raise UnwritableOutput(f"“{file}” tidak dapat ditulis kembali ({e}); simpan ulang di Excel") from None
