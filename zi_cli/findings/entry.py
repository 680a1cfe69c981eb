"""The form of a catalogue entry."""

from typing import NamedTuple

from zi_cli.findings.record import Tingkat


class CatalogueEntry(NamedTuple):
    """What a code means: severity, title, message template, why it matters, how to mend it, an example.

    ``tingkat_lain`` lists the severities a finding may carry instead of ``tingkat`` when the
    case at hand is graver or lighter. ``pengganti`` is the code used in place of a retired one,
    which stays in the catalogue because old output holds it and is never raised again.
    """

    kode: str
    tingkat: Tingkat
    judul: str
    pesan: str
    mengapa: str
    perbaikan: str
    contoh: str
    tingkat_lain: tuple[Tingkat, ...] = ()
    pengganti: str | None = None
