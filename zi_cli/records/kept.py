"""Values kept between runs, as JSON: exact numbers and paths as text, tuples as arrays; never pickled."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, TypeVar, cast

import msgspec

from zi_cli.records.types.common import TemuanRecord

T = TypeVar("T")


def encode(isi: object) -> bytes:
    """*isi*, a tree of values and NamedTuples, as one line of JSON."""
    return msgspec.json.encode(isi, enc_hook=_to_text)


def decode(bita: bytes, tipe: type[T]) -> T:
    """What :func:`encode` wrote of a *tipe*; raises ValueError for anything else."""
    isi: T = _decoder(cast(Any, tipe)).decode(bita)
    return isi


def check_json(bita: bytes) -> None:
    """Raise ValueError unless *bita* is one whole JSON document."""
    msgspec.json.decode(bita, type=msgspec.Raw)


def findings_of(rekaman: bytes) -> list[TemuanRecord]:
    """The findings in the JSON of a record; the rest of it is passed over."""
    return decode(rekaman, _Findings)["temuan"]


class _Findings(TypedDict):
    temuan: list[TemuanRecord]


@cache
def _decoder(tipe: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(tipe, dec_hook=_from_text)


def _to_text(isi: Any) -> str:
    if isinstance(isi, Fraction | Path):
        return str(isi)
    raise NotImplementedError(type(isi))


def _from_text(tipe: type, isi: Any) -> Any:
    if tipe in (Fraction, Path) and isinstance(isi, str):
        return tipe(isi)
    raise NotImplementedError(tipe)
