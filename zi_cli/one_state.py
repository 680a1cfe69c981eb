"""A command speaks of one state of each file: what it has read it does not read otherwise a second time.

Somebody may save a file while a command runs, which reads some of them more than once.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from zi_cli.errors import UserError

T = TypeVar("T")

#: By path what the running command read: the fingerprint, and what came of it where it is kept. None: no command runs.
_fingerprints: dict[str, str] | None = None
_kept: dict[str, Any] = {}


@contextlib.contextmanager
def one_state() -> Iterator[None]:
    """One command: within the block every file has one state, but for what the program itself writes."""
    global _fingerprints
    former, _fingerprints = _fingerprints, {}
    try:
        yield
    finally:
        _fingerprints = former
        _kept.clear()


def first_read(path: Path, sha256: str) -> str:
    """The fingerprint that *path* had when the command first read it; *sha256* now, where this is the first time."""
    return sha256 if _fingerprints is None else _fingerprints.setdefault(os.path.realpath(path), sha256)


def read_once(path: Path, read: Callable[[], T]) -> T:
    """What *read* makes of *path* (or why it can't), made once a command."""
    if _fingerprints is None:
        return read()
    key = os.path.realpath(path)
    if key not in _kept:
        try:
            _kept[key] = read()
        except UserError as e:
            _kept[key] = e
            raise
    made: T | UserError = _kept[key]
    if isinstance(made, UserError):
        raise made
    return made


def written(path: Path) -> None:
    """The program has written *path* itself: it is read anew, and :func:`first_read` may say as what."""
    if _fingerprints is not None:
        _fingerprints.pop(os.path.realpath(path), None)
        _kept.pop(os.path.realpath(path), None)
