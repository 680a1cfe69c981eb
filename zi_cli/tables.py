"""The tables that come with the program: CSV with one row of headings."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from zi_cli.files import open_file

T = TypeVar("T")


def read_table(file: Path) -> list[dict[str, str]]:
    """The rows of *file* by heading."""
    with open_file(file, "r", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, strict=True))


def read_rows(file: Path, type_name: Callable[..., T], **readers: Callable[[str], Any]) -> tuple[T, ...]:
    """The rows of *file* as *type_name*, whose fields are the headings; *readers* make theirs of what is there."""
    return tuple(
        type_name(**{k: readers.get(k, str)(content) for k, content in row.items()}) for row in read_table(file)
    )


def parts(text: str) -> tuple[str, ...]:
    """What stands in a cell between bars; () for an empty one."""
    return tuple(filter(None, text.split("|")))


def is_yes(text: str) -> bool:
    """Whether the cell says "ya"."""
    return text == "ya"
