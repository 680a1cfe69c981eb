"""JSON that zi wrote itself, read back: files that were out of our hands, so nothing in them is taken on trust.

Form and limits of every value are the record's type. A key that the type does not have is refused too: a reader that
passes over what it does not know could miss what a newer version says of a figure.
"""

import re
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from zi_cli.errors import os_reason
from zi_cli.files import read_file
from zi_cli.text import excerpt
from zi_cli.version import PROGRAM

#: Bytes of a document; a recap of 10,000 satker takes about 100 MB.
_MOST_BYTES = 300_000_000

T = TypeVar("T")


class NotOurs(ValueError):
    """A document that is not one of ours, or no longer; its text says in Indonesian where."""


def read_own(octets: bytes, type_name: type[T]) -> T:
    """The document *octets* of the record *type_name* (a TypedDict or Struct with ``skema``).

    Raises :class:`NotOurs`; of a document of another version it names that version.
    """
    try:
        raw = msgspec.json.decode(octets.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        raise NotOurs("bukan JSON yang utuh") from None
    schemas = get_args(type_name.__annotations__["skema"])
    head = raw if isinstance(raw, dict) else {}
    other = head.get("skema")
    if other not in schemas:
        known = isinstance(other, str) and other.partition("/")[0] in {s.partition("/")[0] for s in schemas}
        raise NotOurs(f"bukan dokumen {' atau '.join(schemas)}" + (f", melainkan {excerpt(other)}" if known else ""))
    try:
        content = msgspec.convert(raw, type_name)
    except msgspec.ValidationError as e:
        raise NotOurs(_told(misfit(e), head)) from None
    if place := _unknown(raw, content if isinstance(content, dict) else msgspec.to_builtins(content)):
        raise NotOurs(_told(f"kunci {excerpt(place)} tidak dikenal", head))
    return content


def own_bytes(file: Path, most: int = _MOST_BYTES) -> bytes:
    """The bytes of a document, at most *most*. Raises ``OSError`` and :class:`NotOurs`."""
    octets = read_file(file, most + 1)
    if len(octets) > most:
        raise NotOurs(f"lebih dari {most // 1_000_000} MB")
    return octets


def read_own_file(file: Path, type_name: type[T], most: int = _MOST_BYTES) -> T:
    """The document in *file*, of at most *most* bytes.

    Raises ``FileNotFoundError`` where there is none, and :class:`NotOurs`, also for one that can't be read.
    """
    try:
        return read_own(own_bytes(file, most), type_name)
    except FileNotFoundError:
        raise
    except OSError as e:
        raise NotOurs(os_reason(e)) from e


def misfit(e: msgspec.ValidationError) -> str:
    """Where a document does not fit its type, in Indonesian ("Expected `str`, got `int` - at `$.a.b`")."""
    sentence = str(e)
    match = re.search(r" - at .*?`\$\.?([^`]*)`$", sentence)
    place = excerpt(match[1].replace("[...]", "[…]")) if match else ""
    at = f"{place}{'.' if place else ''}"
    if key := re.match(r"Object missing required field `(\w+)`", sentence):
        return f"{at}{key[1]} tidak ada"
    if key := re.match(r"Object contains unknown field `(.*?)`", sentence):
        return f"kunci {at}{excerpt(key[1])} tidak dikenal"
    return f"isi {place} tidak sesuai" if place else "isinya tidak sesuai"


def _told(reason: str, head: dict[str, Any]) -> str:
    """*reason*, and the version that wrote the document where it was another one."""
    writer = head.get("program")
    foreign = isinstance(writer, str) and writer != PROGRAM
    return f"{reason} (ditulis {excerpt(writer)}, yang membaca {PROGRAM})" if foreign else reason


def _unknown(raw: Any, known: Any, place: str = "") -> str | None:
    """The place of the first key in *raw* that is not in *known*, which was made from it."""
    if raw == known:
        return None
    if isinstance(raw, dict) and isinstance(known, dict):
        for k, v in raw.items():
            at = f"{place}.{k}" if place else k
            if k not in known:
                return at
            if (found := _unknown(v, known[k], at)) is not None:
                return found
    elif isinstance(raw, list):
        for n, (a, b) in enumerate(zip(raw, known, strict=True)):
            if (found := _unknown(a, b, f"{place}[{n}]")) is not None:
                return found
    return None
