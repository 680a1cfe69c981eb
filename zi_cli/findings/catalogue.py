"""The catalogue of findings: one entry a code, stable for ever.

``LKE1xx`` file and layout, ``LKE2xx`` answers, ``LKE3xx`` figures in the file against our own,
``SYR4xx`` requirements, ``DAT5xx`` register and configuration, ``SRT6xx`` letters; each family
has a module of its own. A code is never reused; the text may improve.
"""

from zi_cli.findings import catalogue_dat as katalog_dat
from zi_cli.findings import catalogue_lke as katalog_lke
from zi_cli.findings import catalogue_srt as katalog_srt
from zi_cli.findings import catalogue_syr as katalog_syr
from zi_cli.findings.entry import CatalogueEntry
from zi_cli.findings.record import Sel, Temuan, Tingkat
from zi_cli.text import one_line

CATALOGUE: dict[str, CatalogueEntry] = {
    e.kode: e for m in (katalog_lke, katalog_syr, katalog_dat, katalog_srt) for e in m.ENTRI
}


def make_temuan(
    kode: str,
    sel: Sel | None = None,
    indikator: str | None = None,
    /,
    *,
    tingkat: Tingkat | None = None,
    **isi: object,
) -> Temuan:
    """Make the finding *kode*, its message filled from *isi*.

    Raises KeyError for an unknown code or a message field without a value, ValueError for a
    severity the entry does not allow and for a retired code.
    """
    entri = CATALOGUE[kode]
    if entri.pengganti is not None:
        raise ValueError(f"{kode} sudah digantikan {entri.pengganti}")
    if tingkat is None:
        tingkat = entri.tingkat
    elif tingkat != entri.tingkat and tingkat not in entri.tingkat_lain:
        raise ValueError(f"{kode} tidak mengenal tingkat {tingkat}")
    return Temuan(kode, tingkat, one_line(entri.pesan.format_map(isi)), sel, indikator)
