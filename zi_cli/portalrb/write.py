"""An export on disk: whole, or the old one stays."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import open_file, read_file, whole_folder
from zi_cli.portalrb.export import NAMA_MANIFES, read_manifest


def check_folder(folder: Path, *, lanjut: bool, timpa: bool) -> None:
    """Whether an export may be written to *folder*.

    Raises ``UnwritableOutput`` when something of the user's would be replaced: only an export of ours goes, and only
    with *lanjut* or *timpa*; one whose files were changed since only with *timpa*.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder keluaran")
    ada = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    if not ada:
        return
    manifes = read_manifest(folder)
    asing = sorted(set(ada) - {NAMA_MANIFES, *(manifes.keluaran if manifes else ())})
    if manifes is None or asing:
        apa = f"memuat “{asing[0]}”" if asing else "tidak kosong"
        raise UnwritableOutput(f"“{folder}” {apa}, yang bukan keluaran zi portalrb ekspor; pilih folder lain dengan -o")
    if timpa:
        return
    if not lanjut:
        raise UnwritableOutput(f"“{folder}” sudah berisi ekspor; tambahkan --lanjut untuk menggantinya")
    for jalur, sidik in manifes.keluaran.items():
        berkas = ada.get(jalur)
        if berkas is not None and hashlib.sha256(read_file(berkas)).hexdigest() != sidik:
            raise UnwritableOutput(f"“{berkas}” telah diubah sejak ditulis; tambahkan --timpa untuk menggantinya")


def write_export(folder: Path, isi: Mapping[str, bytes], *, lanjut: bool, timpa: bool) -> None:
    """Write all files of an export beside *folder*, then put them in its place, if :func:`check_folder` still lets us.

    Raises ``UnwritableOutput``; what was there before stays then.
    """
    with whole_folder(folder) as baru:
        check_folder(folder, lanjut=lanjut, timpa=timpa)
        for jalur, data in isi.items():
            berkas = baru / jalur
            berkas.parent.mkdir(parents=True, exist_ok=True)
            with open_file(berkas, "wb") as f:
                f.write(data)
