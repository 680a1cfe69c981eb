"""Values kept between runs, as JSON: exact numbers and paths as text, tuples as arrays; never pickled."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, TypeVar, cast

import msgspec

from zi_cli.records.types.common import TemuanRecord

T = TypeVar("T")


def encode(content: object) -> bytes:
    """*content*, a tree of values and NamedTuples, as one line of JSON."""
    return msgspec.json.encode(content, enc_hook=_to_text)


def decode(octets: bytes, type_name: type[T]) -> T:
    """What :func:`encode` wrote of a *type_name*; raises ValueError for anything else."""
    content: T = _decoder(cast(Any, type_name)).decode(octets)
    return content


def findings_of(record: bytes) -> list[TemuanRecord]:
    """The findings in the JSON of a record; the rest of it is passed over."""
    return decode(record, _Findings)["temuan"]


class _Findings(TypedDict):
    temuan: list[TemuanRecord]


@cache
def _decoder(type_name: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_name, dec_hook=_from_text)


def _to_text(content: Any) -> str:
    if isinstance(content, Fraction | Path):
        return str(content)
    raise NotImplementedError(type(content))


def _from_text(type_name: type, content: Any) -> Any:
    if type_name in (Fraction, Path) and isinstance(content, str):
        return type_name(content)
    raise ValueError(f"bukan {type_name.__name__}")
