"""The limits, kinds of files and kinds of links that evidence is judged by, from ``data/``."""

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from zi_cli.named_tuple import NamedTuple
from zi_cli.tables import read_rows, read_table

_DATA = Path(__file__).parent / "data"


class EvidenceRules(NamedTuple):
    """``aturan.toml``: points, pixels, characters, counts; lists of words as they are compared; bytes of pictures."""

    poin_galat: Fraction
    banyak_indikator: int
    piksel_gambar: int
    piksel_pindaian: int
    rasio_png: Fraction
    mentah_png: int
    bita_gambar: Fraction
    sewarna: Mapping[str, tuple[int, Fraction]]
    ubin_jpx: int
    nama_bagian: int
    nama_jalur: int
    ditolak_windows: str
    ditolak_portal: str
    berkas: int
    kedalaman: int
    status: tuple[str, ...]
    sementara: tuple[str, ...]
    abaikan: tuple[str, ...]
    pembanding: tuple[str, ...]
    peraturan: tuple[str, ...]
    menyebut_lain: tuple[str, ...]
    antara: tuple[str, ...]


class FileKind(NamedTuple):
    """What a file of one ending holds (kinds as ``probe`` tells them), and why it is refused ("" when it is not)."""

    isi: frozenset[str]
    ditolak: str


class LinkKind(NamedTuple):
    """A kind of link that is no good as evidence: of which sort, and what it is."""

    jenis: str
    pola: re.Pattern[str]
    apa: str


@cache
def load_rules() -> EvidenceRules:
    """The limits that come with the program."""
    content = tomllib.loads((_DATA / "aturan.toml").read_text("utf-8"), parse_float=Fraction)
    nilai: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items()}
    return EvidenceRules(**nilai)


@cache
def file_kinds() -> dict[str, FileKind]:
    """Kinds of files by ending, in lower case, without the point."""
    results = {}
    for b in read_table(_DATA / "jenis.csv"):
        allowed = b["terima"] in ("ya", "tautan")
        results[b["akhiran"]] = FileKind(frozenset(b["isi"].split()), "" if allowed else b["terima"])
    return results


@cache
def link_kinds() -> tuple[LinkKind, ...]:
    """Kinds of links that are no good, the first that fits decides."""
    return read_rows(_DATA / "tautan.csv", LinkKind, pola=lambda pattern: re.compile(pattern, re.IGNORECASE))


@cache
def known_places() -> frozenset[str]:
    """Names of towns and regions that stand in names of offices, in lower case."""
    return frozenset(t for t in (_DATA / "tempat.txt").read_text("utf-8").split("\n") if t)


def opening_text() -> str:
    """What the file at the top of a prepared folder says, with places for the satker and the names of files."""
    return (_DATA / "baca.txt").read_text("utf-8")
