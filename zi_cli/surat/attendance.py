"""Which parties a panel needs, and which of them its list of names shows (BAB III A.1.c and d)."""

import re

from zi_cli.surat.material import PermintaanSurat


def absent_parties(p: PermintaanSurat) -> list[str]:
    """Parties that must take part on this path, of whom nobody is on the list."""
    hadir = [h.jabatan or "" for h in p.konfigurasi.panel if h.nama]
    mandatory = p.instrumen.penilai.jalur[p.jalur].panel
    return [x.unsur for x in mandatory if not any(re.search(x.jabatan, j, re.IGNORECASE) for j in hadir)]


def present_parties(p: PermintaanSurat) -> str:
    """The parties of this path that do take part, as a sentence lists them."""
    lacking = absent_parties(p)
    present = [x.unsur for x in p.instrumen.penilai.jalur[p.jalur].panel if x.unsur not in lacking]
    return f"{', '.join(present[:-1])}, dan {present[-1]}" if len(present) > 2 else " dan ".join(present)
