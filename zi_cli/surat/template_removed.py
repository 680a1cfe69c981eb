"""What an edited template has no longer of the one it was made from: statements, and compulsory fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.libraries.likeness import alike
from zi_cli.surat.fields import fields_of_kind
from zi_cli.text import excerpt

#: A paragraph this long is a statement; one at least this like it says the same.
_STATEMENT, _ALIKE = 60, 0.6
#: Paragraphs looked at closely for each statement: those that share most of its letters in their order.
_NEAREST = 32
_LOOP = re.compile(r"\bfor\s+([a-z_]\w*)\s+in\s+([a-z_][\w.]*)")
_MEMBER = re.compile(r"(?<![\w.])(\w+)\.([a-z_]\w*)")


def removed_statements(originals: Sequence[str], present: Sequence[str], kind: str, name: str) -> Iterator[Temuan]:
    """Statements and compulsory fields of the paragraphs *originals* that *present*, those of template *name*, lack."""
    same = dict.fromkeys(present)
    choices = dict(enumerate(same))
    for a in originals:
        if len(a) < _STATEMENT or a in same:
            continue
        # No text is more alike than by what both have in the same order, which is quickly told of many.
        nearest = sorted(alike(a, choices, "ratio", 100 * _ALIKE), key=lambda x: -x[1])[:_NEAREST]
        if not any(_alike(a, choices[n]) for n, _ in nearest):
            yield make_temuan("SRT654", tempat=name, alinea=excerpt(a, 120))
    used, initial = (" ".join(x) for x in (present, originals))
    member, anggota_semula = (
        {(d, a) for every, a in loop_fields(loop_lists(x), x) for d in every} for x in (used, initial)
    )
    for field, m in fields_of_kind(kind).items():
        daftar, berulang, end = field.rpartition("[].")
        if berulang:
            missing = (daftar, end) in anggota_semula and (daftar, end) not in member
        else:
            missing = _uses(initial, field) and not _uses(used, field)
        if m.wajib and missing:
            yield make_temuan("SRT655", tempat=name, medan=field, arti=m.arti)


def _alike(a: str, x: str) -> bool:
    match = SequenceMatcher(None, a, x, autojunk=False)
    # Each is at most what the one before it says, and takes longer.
    return all(ratio() >= _ALIKE for ratio in (match.real_quick_ratio, match.quick_ratio, match.ratio))


def loop_lists(text: str) -> dict[str, tuple[str, ...]]:
    """By variable of a loop in *text*, the lists of which it may be an item: several where loops share its name."""
    every: dict[str, dict[str, None]] = {}
    for m in _LOOP.finditer(text):
        every.setdefault(m[1], {})[m[2]] = None
    return {variable: tuple(lists) for variable, lists in every.items()}


def loop_fields(lists: Mapping[str, tuple[str, ...]], text: str) -> set[tuple[tuple[str, ...], str]]:
    """The fields of items of lists that *text* uses, each with its *lists* as :func:`loop_lists` tells them."""
    return {(lists[m[1]], m[2]) for m in _MEMBER.finditer(text) if m[1] in lists}


def _uses(text: str, field: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(field)}(?![\w.])", text) is not None
