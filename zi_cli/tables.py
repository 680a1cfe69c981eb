"""The tables that come with the program: CSV with one row of headings."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from zi_cli.files import open_file

T = TypeVar("T")


def read_table(berkas: Path) -> list[dict[str, str]]:
    """The rows of *berkas* by heading."""
    with open_file(berkas, "r", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, strict=True))


def read_rows(berkas: Path, tipe: Callable[..., T], **baca: Callable[[str], Any]) -> tuple[T, ...]:
    """The rows of *berkas* as *tipe*, whose fields are the headings; those in *baca* are made by what stands there."""
    return tuple(tipe(**{k: baca.get(k, str)(isi) for k, isi in baris.items()}) for baris in read_table(berkas))


def parts(teks: str) -> tuple[str, ...]:
    """What stands in a cell between bars; () for an empty one."""
    return tuple(filter(None, teks.split("|")))


def is_yes(teks: str) -> bool:
    """Whether the cell says "ya"."""
    return teks == "ya"
