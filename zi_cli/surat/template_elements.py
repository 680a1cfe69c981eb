"""The elements and attributes that may stand in a part of a letter's template; whatever is not on the list is refused.

The list is data: which elements of which namespace (``templat_unsur.csv``).
"""

import re
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Literal

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.surat.field_codes import WORD, FieldCodes
from zi_cli.surat.fields import read_table

#: How many names of elements and attributes are kept with what was found out about them.
_NAMES_KNOWN = 4096
#: A scheme, a network path, a drive: where a text names a place instead of a thing inside the document.
ADDRESS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.\-]*:|[/\\]{2})")
_ADDRESS_IN_STYLE = re.compile(r"url\s*\(|[/\\]{2}", re.I)
#: Attributes that hold a name, a description or the name of a namespace, whatever it looks like.
_ONLY_NAMES = frozenset({"name", "descr", "title", "alt", "uri", "val", "instr", "author", "userId"})
#: Attributes by which drawings fetch what they show.
_FETCHING = frozenset({"src", "href", "althref", "base", "link", "gfxdata", "action"})
_RELATION_ATTRIBUTES = frozenset({"id", "embed"})
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ATTRIBUTES_OF_XML = frozenset({"space", "lang"})
_XML = "http://www.w3.org/XML/1998/namespace"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
NO_ELEMENT = "komentar atau instruksi XML"


class _Elements(NamedTuple):
    """The elements of one namespace that may stand in a part (None: all) but for some."""

    prefix: str
    allowed: frozenset[str] | None
    but: frozenset[str]

    def holds(self, name: str) -> bool:
        return name not in self.but and (self.allowed is None or name in self.allowed)


@cache
def _elements() -> dict[str, _Elements]:
    """Allowed elements by namespace."""
    return {
        r["ruang_nama"]: _Elements(
            r["awalan"],
            None if r["unsur"] == "*" else frozenset(r["unsur"].split()),
            frozenset(r["kecuali"].split()),
        )
        for r in read_table("templat_unsur.csv")
    }


def check_tree(root: Any, part: str, ids: Mapping[str, str], shown: list[str], template: str) -> Iterator[Temuan]:
    """What is refused in the part that people call *part*.

    *shown* gets the part behind every reference to a relation (*ids*).
    """
    fields = FieldCodes()
    for e in root.iter():
        if not isinstance(e.tag, str):
            # No office program writes one; in the middle of a text it would hide what that text says.
            yield make_temuan("SRT614", templat=template, apa=NO_ELEMENT, bagian=part)
            continue
        space, name, foreign = _judged(e.tag)
        if foreign:
            yield make_temuan("SRT614", templat=template, apa=f"unsur {foreign}", bagian=part)
        for key, value in e.items():
            # Nearly all attributes are plain values.
            if (rule := _rule(key)) != "name" and (rule != "value" or ADDRESS.match(value)):
                yield from _check_attribute(name, key, value, part, ids, template)
            if value in ids:
                shown.append(ids[value])
        if name == "HyperlinkBase" and "".join(e.itertext()).strip():
            yield make_temuan("SRT613", templat=template, tujuan="".join(e.itertext())[:120], bagian=part)
        if space == WORD:
            fields.take(e, name)
    for code in fields.forbidden():
        what = f"kode bidang {' '.join(code.split())[:40] or 'kosong'}"
        yield make_temuan("SRT614", templat=template, apa=what, bagian=part)


@lru_cache(maxsize=_NAMES_KNOWN)
def _judged(tag: str) -> tuple[str, str, str]:
    """Namespace and name of an element, and what it is called where it may not stand in a part, else ""."""
    space, name = _split(tag)
    known = _elements().get(space)
    if known is not None and known.holds(name):
        return space, name, ""
    return space, name, (f"{known.prefix}:{name}" if known else f"{name} ({space or 'tanpa ruang nama'})")[:100]


@lru_cache(maxsize=_NAMES_KNOWN)
def _rule(key: str) -> Literal["relation", "fetch", "foreign", "xml", "style", "name", "value"]:
    """By which rule an attribute is judged; one that only names ("name") may be anything."""
    space, name = _split(key)
    if space == RELATIONS or (name == "relid" and space):
        return "relation"
    if name in _FETCHING:
        return "fetch"
    if space and space not in (_MC, _XSI, _XML) and space not in _elements():
        return "foreign"
    if space == _XML and name not in _ATTRIBUTES_OF_XML:
        return "xml"
    if name == "style":
        return "style"
    return "name" if name in _ONLY_NAMES or (space == _XSI and name == "type") else "value"


def _check_attribute(tag: str, key: str, value: str, part: str, ids: Container[str], template: str) -> Iterator[Temuan]:
    space, name = _split(key)
    match _rule(key):
        case "relation" if name not in _RELATION_ATTRIBUTES and name != "relid":
            yield make_temuan("SRT614", templat=template, apa=f"atribut r:{name[:40]}", bagian=part)
        case "relation" if value and value not in ids:
            reason = f"{part}: {tag} merujuk “{value[:40]}” yang tidak ada"
            yield make_temuan("SRT611", templat=template, sebab=reason)
        case "fetch":
            yield make_temuan("SRT613", templat=template, tujuan=f"{name}=“{value[:100]}”", bagian=part)
        case "foreign":
            yield make_temuan("SRT614", templat=template, apa=f"atribut {name[:40]} ({space[:80]})", bagian=part)
        case "xml":
            yield make_temuan("SRT614", templat=template, apa=f"atribut xml:{name[:40]}", bagian=part)
        case "style" if _ADDRESS_IN_STYLE.search(value):
            yield make_temuan("SRT613", templat=template, tujuan=value[:120], bagian=part)
        case "value" if ADDRESS.match(value):
            yield make_temuan("SRT613", templat=template, tujuan=value[:120], bagian=part)


def _split(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space[1:], name
