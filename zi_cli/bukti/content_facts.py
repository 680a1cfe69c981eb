"""What is inside a document, as plain facts."""

import re
from typing import Any

import msgspec

from zi_cli.bukti.mentions import dated_years, offices_in, years_in_text


class ContentFacts(msgspec.Struct, frozen=True):
    """A document that was read: pages, words, years named and dated, offices, pictures, what it would run.

    ``halaman`` is None where a format has no pages of its own, ``kata`` counts what was looked at, ``gambar`` is the
    longest side in pixels of the largest picture (0 without one). ``sewarna``: no page seems to hold
    anything but pictures of one colour; ``goresan``: one holds something drawn or laid over, or was not looked at.
    ``sidik`` are SHA-256 digests that the text names. ``rusak``: why it could not be read, ``batas``: which limit
    stopped the reading, "" when none.
    """

    halaman: int | None = None
    kata: int = 0
    tahun: tuple[int, ...] = ()
    tanggal: tuple[int, ...] = ()
    kantor: tuple[tuple[str, str], ...] = ()
    gambar: int = 0
    sewarna: bool = False
    goresan: bool = False
    sidik: tuple[str, ...] = ()
    aktif: tuple[str, ...] = ()
    sandi: bool = False
    rusak: str = ""
    batas: str = ""


_DIGEST = re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])")
_MAX_DIGESTS = 50


def facts_of_text(text: str, **other: Any) -> ContentFacts:
    """What the text of a document says, with *other* facts that are not in its words."""
    kantor = tuple((k.jenis, k.tempat) for k in offices_in(text))
    digest = tuple(dict.fromkeys(_DIGEST.findall(text)))[:_MAX_DIGESTS]
    return ContentFacts(
        kata=len(text.split()),
        tahun=years_in_text(text),
        tanggal=dated_years(text),
        kantor=kantor,
        sidik=digest,
        **other,
    )
