"""The catalogue of findings: one entry a code, stable for ever, in ``data/<family>.json``.

``LKE1xx`` file and layout, ``LKE2xx`` answers, ``LKE3xx`` figures in the file against our own,
``SYR4xx`` requirements, ``DAT5xx`` register and configuration, ``SRT6xx`` letters. A code is
never reused; the text may improve. The file of a family is read when one of its codes is first
asked for.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zi_cli.findings.record import TINGKAT, Sel, Temuan, Tingkat
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import one_line

_DATA = Path(__file__).parent / "data"


class InvalidCatalogue(Exception):
    """The catalogue's data are not what they should be; the message names file and code."""


class CatalogueEntry(NamedTuple):
    """What a code means: severity, title, message template, why it matters, how to mend it, an example.

    ``tingkat_lain`` lists the severities a finding may carry instead of ``tingkat`` when the
    case at hand is graver or lighter. ``pengganti`` is the code used in place of a retired one,
    which stays in the catalogue because old output holds it and is never raised again. ``dapat_diterima``:
    a person may accept it with a reason; never for a galat, nor for what touches a figure.
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
    dapat_diterima: bool = False


class _Catalogue(Mapping[str, CatalogueEntry]):
    """Entries by code, in the order of families and codes."""

    def __getitem__(self, kode: str) -> CatalogueEntry:
        return load_family(kode[:3])[kode]

    def __iter__(self) -> Iterator[str]:
        for keluarga in _families():
            yield from load_family(keluarga)

    def __len__(self) -> int:
        return sum(len(load_family(k)) for k in _families())


CATALOGUE: Mapping[str, CatalogueEntry] = _Catalogue()


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


@cache
def _families() -> dict[str, Path]:
    return {p.stem.upper(): p for p in sorted(_DATA.iterdir()) if p.suffix == ".json"}


@cache
def load_family(keluarga: str) -> dict[str, CatalogueEntry]:
    """Entries of the family with the three letters *keluarga*; raises KeyError for one that does not exist."""
    return read_family(_families()[keluarga])


def read_family(berkas: Path) -> dict[str, CatalogueEntry]:
    """Entries of one file; raises :class:`InvalidCatalogue` for whatever does not belong there."""
    mentah = json.loads(berkas.read_bytes(), object_pairs_hook=_without_repeats)
    hasil = {}
    for kode, isi in mentah.items():
        if not (kode[:3] == berkas.stem.upper() and kode[3:].isdigit() and len(kode) == 6):
            raise InvalidCatalogue(f"{berkas.name}: {kode} bukan kode keluarga ini")
        try:
            hasil[kode] = entri = CatalogueEntry(kode, **isi | {"tingkat_lain": tuple(isi.get("tingkat_lain", ()))})
        except TypeError as e:
            raise InvalidCatalogue(f"{berkas.name}: {kode}: {e}") from None
        if not {entri.tingkat, *entri.tingkat_lain} <= set(TINGKAT):
            raise InvalidCatalogue(f"{berkas.name}: {kode}: tingkat tidak dikenal")
        if entri.dapat_diterima is not False and (entri.dapat_diterima is not True or entri.tingkat == "galat"):
            raise InvalidCatalogue(f"{berkas.name}: {kode}: galat tidak dapat diterima")
    return hasil


def _without_repeats(pasangan: list[tuple[str, Any]]) -> dict[str, Any]:
    hasil = dict(pasangan)
    if len(hasil) < len(pasangan):
        raise InvalidCatalogue(f"kunci ganda di antara {', '.join(k for k, _ in pasangan)}"[:200])
    return hasil
