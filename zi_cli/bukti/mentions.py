"""What a name or a text says of itself: years, dates, offices. Nothing is guessed from likeness."""

import re
from collections.abc import Sequence
from functools import lru_cache

from zi_cli.bukti.rules import known_places, load_rules
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.text import MONTHS, canonical_name

_YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?!\d)")
_YEAR_SPAN = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:-|–|s\.?/?d\.?|sampai|hingga)\s*(20[0-4]\d)(?!\d)")
_COMPACT_DATE = re.compile(
    r"(?<!\d)(?:(20[0-4]\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(20[0-4]\d))(?!\d)"
)
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+(20[0-4]\d)|\d{{1,2}}[/.-]\d{{1,2}}[/.-](20[0-4]\d)"
    r"|(20[0-4]\d)-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
#: Kinds of offices that are evaluated, as :func:`name_key` writes them.
_OFFICE = re.compile(
    r"\b(kantor imigrasi|lembaga pemasyarakatan|rumah tahanan negara|balai pemasyarakatan|rumah detensi imigrasi"
    r"|lembaga pembinaan khusus anak|rumah penyimpanan benda sitaan negara)((?: \w+){0,10})"
)
#: Words of a text looked at for offices: letterhead, title, opening.
_OFFICE_TEXT = 20_000


class Office(NamedTuple):
    """An office that is named: its kind and its place."""

    jenis: str
    tempat: str

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{self.jenis} {self.tempat}".title()


def years_in_name(name: str) -> frozenset[int]:
    """The years that a name gives its document: all of a range, none of a regulation that it names."""
    word = canonical_name(name)
    if any(word == p or word.startswith(f"{p} ") for p in load_rules().peraturan):
        return frozenset()
    results = {int(t) for t in _YEAR.findall(name.replace("_", " "))}
    for a, b in _YEAR_SPAN.findall(name):
        results.update(range(int(a), int(b) + 1))
    results.update(int(a or b) for a, b in _COMPACT_DATE.findall(name))
    return frozenset(results)


def years_in_text(text: str) -> tuple[int, ...]:
    """All years that a text names, rising."""
    return tuple(sorted({int(t) for t in _YEAR.findall(text)} | set(dated_years(text))))


def dated_years(text: str) -> tuple[int, ...]:
    """The years of the dates in a text, rising."""
    return tuple(sorted({int(a or b or c) for a, b, c in _DATE.findall(text)}))


def is_comparison(parts: Sequence[str]) -> bool:
    """Whether a part of a path says that what lies there is kept for comparison."""
    words = [f" {canonical_name(b)} " for b in parts]
    return any(f" {p} " in k for p in load_rules().pembanding for k in words)


@lru_cache(maxsize=8192)
def offices_in(text: str) -> tuple[Office, ...]:
    """The offices that a text names with their place, in order, those it only turns to left out."""
    if len(text) > _OFFICE_TEXT:
        text = text[:_OFFICE_TEXT]
    flat = name_key(text)
    others = load_rules().menyebut_lain
    results: list[Office] = []
    for match in _OFFICE.finditer(flat):
        before = flat[: match.start()].strip()
        if any(before.endswith(f" {k}") or before == k for k in others):
            continue
        place = _place(match[2].split())
        if place:
            results.append(Office(match[1], place))
    return tuple(dict.fromkeys(results))


def names_another(text: str) -> bool:
    """Whether a name says that its document is about a visit to or a letter of another office."""
    word = f" {canonical_name(text)} "
    return any(f" {k} " in word for k in load_rules().menyebut_lain if " " in k or len(k) > 7)


def _place(words: list[str]) -> str:
    while words and (words[0] in load_rules().antara or words[0].isdigit()):
        words = words[1:]
    for n in (3, 2, 1):
        if (place := " ".join(words[:n])) in known_places():
            return place
    return ""


def is_other_office(kantor: Office, own: str) -> bool:
    """Whether *kantor* is not the office *own*: its place is no part of that name."""
    return f" {kantor.tempat} " not in f" {name_key(own)} "
