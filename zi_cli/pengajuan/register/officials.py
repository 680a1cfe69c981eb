"""An official, or a member of a team, in one cell: name, NIP and position, parted by semicolons."""

import re

from zi_cli.config import Pejabat, TeamMember


def read_official(teks: str) -> Pejabat | None:
    """ "Nama; NIP; jabatan" (the NIP may be left out); None when it is not that."""
    bagian = [x.strip() for x in teks.split(";")]
    if not all(bagian) or len(bagian) not in (2, 3):
        return None
    nip = _nip(bagian[1]) if len(bagian) == 3 else None
    if len(bagian) == 3 and nip is None:
        return None
    return Pejabat(bagian[0], nip, bagian[-1])


def read_member(teks: str) -> TeamMember | None:
    """ "Unit; nama; NIP; jabatan; kedudukan" (NIP and kedudukan may be left out); None when it is not that."""
    unit, *bagian = [x.strip() for x in teks.split(";")]
    nip = _nip(bagian[1]) if len(bagian) > 2 else None
    if nip is not None:
        del bagian[1]
    if not unit or not all(bagian) or len(bagian) not in (2, 3):
        return None
    # Digits where a position is meant are a NIP mistyped.
    if any(x.replace(" ", "").isdigit() for x in bagian):
        return None
    return TeamMember(unit, bagian[0], bagian[1], nip, *bagian[2:])


def _nip(teks: str) -> str | None:
    """The eighteen digits of a NIP; None when *teks* is not one."""
    nip = re.sub(r"[\s.]", "", teks)
    return nip if nip.isascii() and nip.isdigit() and len(nip) == 18 else None
