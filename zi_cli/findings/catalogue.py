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

    def __getitem__(self, code: str) -> CatalogueEntry:
        return load_family(code[:3])[code]

    def __iter__(self) -> Iterator[str]:
        for family in _families():
            yield from load_family(family)

    def __len__(self) -> int:
        return sum(len(load_family(k)) for k in _families())


CATALOGUE: Mapping[str, CatalogueEntry] = _Catalogue()


def make_temuan(
    code: str,
    cell: Sel | None = None,
    indikator: str | None = None,
    /,
    *,
    level: Tingkat | None = None,
    **content: object,
) -> Temuan:
    """Make the finding *code*, its message filled from *content*.

    Raises KeyError for an unknown code or a message field without a value, ValueError for a
    severity the entry does not allow and for a retired code.
    """
    entry = CATALOGUE[code]
    if entry.pengganti is not None:
        raise ValueError(f"{code} sudah digantikan {entry.pengganti}")
    if level is None:
        level = entry.tingkat
    elif level != entry.tingkat and level not in entry.tingkat_lain:
        raise ValueError(f"{code} tidak mengenal tingkat {level}")
    return Temuan(code, level, one_line(entry.pesan.format_map(content)), cell, indikator)


@cache
def _families() -> dict[str, Path]:
    return {p.stem.upper(): p for p in sorted(_DATA.iterdir()) if p.suffix == ".json"}


@cache
def load_family(family: str) -> dict[str, CatalogueEntry]:
    """Entries of the family with the three letters *family*; raises KeyError for one that does not exist."""
    return read_family(_families()[family])


def read_family(file: Path) -> dict[str, CatalogueEntry]:
    """Entries of one file; raises :class:`InvalidCatalogue` for whatever does not belong there."""
    raw = json.loads(file.read_bytes(), object_pairs_hook=_without_repeats)
    results = {}
    for code, content in raw.items():
        if not (code[:3] == file.stem.upper() and code[3:].isdigit() and len(code) == 6):
            raise InvalidCatalogue(f"{file.name}: {code} bukan kode keluarga ini")
        try:
            results[code] = entry = CatalogueEntry(
                code, **content | {"tingkat_lain": tuple(content.get("tingkat_lain", ()))}
            )
        except TypeError as e:
            raise InvalidCatalogue(f"{file.name}: {code}: {e}") from None
        if not {entry.tingkat, *entry.tingkat_lain} <= set(TINGKAT):
            raise InvalidCatalogue(f"{file.name}: {code}: tingkat tidak dikenal")
        if entry.dapat_diterima is not False and (entry.dapat_diterima is not True or entry.tingkat == "galat"):
            raise InvalidCatalogue(f"{file.name}: {code}: galat tidak dapat diterima")
    return results


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    results = dict(pairs)
    if len(results) < len(pairs):
        raise InvalidCatalogue(f"kunci ganda di antara {', '.join(k for k, _ in pairs)}"[:200])
    return results
