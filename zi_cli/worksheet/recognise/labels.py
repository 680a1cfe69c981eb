"""Text as labels are compared: without case, punctuation, spacing, and leading markers."""

import re
import unicodedata
from functools import lru_cache

from zi_cli.text import excerpt

_MAX_TEXT = 90
_NOT_WORD = re.compile(r"[^0-9a-z%]+")
#: Dashes and dots before the items of a list are all one to the patterns, which stay short so.
_BULLETS = str.maketrans("–—•*", "----")
#: A marker at the head of a label: "a.", "iv)", "12.", "-", "B.", or bare before a capital: "a Unit kerja".
_MARKER = re.compile(r"(?:([A-Za-z]|[ivxIVX]{1,4}|\d{1,2})\s*[.)]|-)\s*(?=\S)|([a-z]|[ivx]{1,4}|\d{1,2})\s+(?=[A-Z])")
#: A marker in a cell of its own.
_MARKER_ALONE = re.compile(r"[(]?([A-Za-z]|[ivxIVX]{1,4}|\d{1,2}|-)\s*[.)]?")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """*text* for comparison: compatible characters folded, lower case, words and "%" only."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=8192)
def split_marker(text: str) -> tuple[str, str]:
    """Split a label into its leading marker (lower case, "" when none) and the rest."""
    clean = " ".join(unicodedata.normalize("NFKC", text).split())
    match = _MARKER.match(clean.translate(_BULLETS))
    if match is None:
        return "", clean
    return (match[1] or match[2] or "-").lower(), clean[match.end() :]


@lru_cache(maxsize=2048)
def marker_only(text: str) -> str | None:
    """The marker when the cell holds nothing else ("a.", "-", "iv"), in lower case; else None."""
    match = _MARKER_ALONE.fullmatch(unicodedata.normalize("NFKC", text).strip().translate(_BULLETS))
    return None if match is None else match[1].lower()


def cut_label(text: str) -> str:
    """*text* on one line, shortened for a message."""
    return excerpt(text, _MAX_TEXT)
