"""JSON that zi wrote itself, read back: files that were out of our hands, so nothing in them is taken on trust.

Form and limits of every value are the record's type. A key that the type does not have is refused too: nobody knows
what it was meant to say. Only a document that is read and never written again may have such keys where it names a newer
version of the program as its writer: within one number of a schema keys are added, and those known keep their meaning.
"""

import gc
import re
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)  # fmt: skip

import msgspec

from zi_cli.errors import os_reason
from zi_cli.files import file_sha256, read_file
from zi_cli.text import excerpt
from zi_cli.version import PROGRAM

#: Bytes of a document; a recap of 10,000 satker takes about 100 MB.
_MOST_BYTES = 300_000_000

T = TypeVar("T")


class NotOurs(ValueError):
    """A document that is not one of ours, or no longer; its text says in Indonesian where."""


def read_own(octets: bytes, type_name: type[T], *, added: bool = False) -> T:
    """The document *octets* of the record *type_name* (a TypedDict or Struct with ``skema``).

    With *added* keys that a newer version of the program added are passed over.
    Raises :class:`NotOurs`; of a document of another version it names that version.
    """
    octets = octets.removeprefix(b"\xef\xbb\xbf")
    closed, usual = _decoders(type_name)  # type: ignore[arg-type]
    with suppress(msgspec.DecodeError, ValueError, RecursionError), _uncollected():
        if closed is not None:
            # What is made here is dropped at once: it is the keys that are looked at.
            closed.decode(octets)
            content: T = usual.decode(octets)
            return content
    return _told_apart(octets, type_name, added=added)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, of which a document has none: it would take most of the time of a large one."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Opaque(Exception):
    """A type of which nothing here can say which keys it has."""


@cache
def _decoders(type_name: Any) -> tuple[msgspec.json.Decoder[Any] | None, msgspec.json.Decoder[Any]]:
    """One of *type_name* that refuses keys which the type does not have (None where there can be none), and its own."""
    usual = msgspec.json.Decoder(type_name)
    try:
        return msgspec.json.Decoder(_closed(type_name)), usual
    except (_Opaque, TypeError):
        return None, usual


@cache
def _closed(t: Any) -> Any:
    """The type *t* with every TypedDict and Struct in it, however deep, as a Struct that knows no other keys."""
    if is_typeddict(t):
        # Of each key: whether it must be there is said by the type that is decoded afterwards.
        return _struct(t.__name__, get_type_hints(t, include_extras=True))
    if isinstance(t, type) and issubclass(t, msgspec.Struct):
        if t.__struct_config__.tag is not None or t.__struct_config__.array_like:
            raise _Opaque(t)
        return _struct(t.__name__, {f.encode_name: f.type for f in msgspec.structs.fields(t)})
    origin, inner = get_origin(t), get_args(t)
    if origin in (NotRequired, Required):
        return _closed(inner[0])
    if origin is Annotated:
        return Annotated[(_closed(inner[0]), *t.__metadata__)]
    if origin in (Union, types.UnionType):
        return Union[tuple(map(_closed, inner))]  # noqa: UP007 - of a number known only here
    if origin in (list, dict, tuple):
        return origin[tuple(x if x is ... else _closed(x) for x in inner)]
    if t in (Any, str, int, float, bool, date, type(None)) or origin is Literal:
        return t
    raise _Opaque(t)


def _struct(name: str, keys: dict[str, Any]) -> Any:
    """A Struct of *keys* and no other."""
    names = {f"f{n}": key for n, key in enumerate(keys)}
    fields = [(n, Union[_closed(keys[key]), msgspec.UnsetType], msgspec.UNSET) for n, key in names.items()]  # noqa: UP007
    return msgspec.defstruct(name, fields, rename=names, forbid_unknown_fields=True, gc=False)


def _told_apart(octets: bytes, type_name: type[T], *, added: bool) -> T:
    """As :func:`read_own`, by way of the document as it is: slower, and able to say what is wrong with it."""
    try:
        raw = msgspec.json.decode(octets)
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
    whole = content if isinstance(content, dict) else msgspec.to_builtins(content)
    if not (added and _is_newer(head)) and (place := _unknown(raw, whole)):
        raise NotOurs(_told(f"kunci {excerpt(place)} tidak dikenal", head))
    return content


class _Head(msgspec.Struct):
    skema: str = ""


def schema_named(octets: bytes) -> str:
    """What the document *octets* says of its own kind; "" where it says nothing, or is no document."""
    try:
        return msgspec.json.decode(octets.removeprefix(b"\xef\xbb\xbf"), type=_Head).skema
    except (ValueError, RecursionError):
        return ""


def as_recorded(file: Path, sha256: str | None) -> bool:
    """Whether *file* still is what a record says of it by its *sha256*; no where it can't be read."""
    try:
        return file_sha256(file) == sha256
    except OSError:
        return False


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


def _is_newer(head: dict[str, Any]) -> bool:
    """Whether a later version of the program says that it wrote the document."""
    writer, ours = (_version(x) for x in (head.get("program"), PROGRAM))
    return writer is not None and ours is not None and writer > ours


def _version(program: object) -> tuple[int, ...] | None:
    """The version in "zi 0.1.0"; None where there is none."""
    match = re.fullmatch(r"zi ([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})", program) if isinstance(program, str) else None
    return tuple(map(int, match.groups())) if match else None


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
