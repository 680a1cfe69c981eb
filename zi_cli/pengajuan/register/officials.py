"""An official in one cell: name, NIP and position, parted by semicolons."""

import re

from zi_cli.config import Pejabat


def read_official(teks: str) -> Pejabat | None:
    """ "Nama; NIP; jabatan" (the NIP may be left out); None when it is not that."""
    bagian = [x.strip() for x in teks.split(";")]
    if not all(bagian) or len(bagian) not in (2, 3):
        return None
    nip = re.sub(r"[\s.]", "", bagian[1]) if len(bagian) == 3 else None
    if nip is not None and not (nip.isascii() and nip.isdigit() and len(nip) == 18):
        return None
    return Pejabat(bagian[0], nip, bagian[-1])
