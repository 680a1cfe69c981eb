"""Drawings of the old kind beside a sheet of .xlsx or .xlsb: notes that are shown, controls, and other shapes."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from zi_cli.worksheet.formats.grid import Grid, turned
from zi_cli.worksheet.formats.lengths import whole
from zi_cli.worksheet.formats.shape_text import THICKNESS
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_VML = re.compile(rb"ObjectType\s*=\s*[\"']([^\"'<]*)[\"'](.*?)ClientData\s*>", re.DOTALL)
_TAG_CONTENT = rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_VML_SHAPE = re.compile(
    rb"<(?:\w+:)?(?:shape|rect|roundrect|oval|line|polyline|curve|arc|image|group)\b(" + _TAG_CONTENT + rb")"
)
_ATRIBUT_VML = re.compile(rb"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_VML_VISIBILITY = re.compile(rb"(?i)visibility\s*:\s*(\w+)")
#: What is no part of the drawing, and what stands for a letter.
_VML_GAP, _VML_ENTITY = (
    re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL),
    re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});"),
)
#: What makes a shape reach beyond its place: the weight of its line, how far its shadow falls, a turn, an outline of
#: its own.
_SPREADING = re.compile(rb"(?:strokeweight|\bweight|\boffset2?)\s*=\s*[\"']([^\"']*)[\"']")
_TURN = re.compile(rb"(?i)rotation\s*:\s*(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)")
_OUTLINE = re.compile(rb"<[^>]*?\spath\s*=")
#: A point of a screen, in English Metric Units.
_PIXEL = 9525
_ANCHOR = re.compile(rb"Anchor\s*>\s*([0-9,\s]+?)\s*</")


def old_drawings(content: bytes, grid: Grid) -> Iterator[Range]:
    """Old drawings: all but notes that are said to be hidden, and so show when pointed at."""
    content = _ascii_form(content)
    shapes = [*_VML_SHAPE.finditer(content)]
    begin = [b.start() for b in shapes]
    bertempat: set[int] = set()
    for m in _VML.finditer(content):
        milik = bisect_right(begin, m.start()) - 1
        bertempat.add(milik)
        hidden = milik < 0 or _said_hidden(shapes[milik][1])
        if m[1] == b"Note" and b"Visible" not in m[2] and hidden:
            continue
        anchors = _ANCHOR.findall(m[2])
        figures = [whole(x.decode()) for x in anchors[0].split(b",")] if len(anchors) == 1 else []
        if len(figures) == 8:
            k1, x1, b1, y1, k2, x2, b2, y2 = (n * (_PIXEL if i % 2 else 1) for i, n in enumerate(figures))
            box = *grid.point(k1, x1, b1, y1), *grid.point(k2, x2, b2, y2)
            yield from _reached(content[begin[milik] : m.start()] if milik >= 0 else b"", box, grid)
        else:
            # Where it lies is written in some other way: it may be anywhere.
            yield EVERYTHING
    if len(bertempat - {-1}) < len(shapes):
        # Of some shape nothing tells where it lies.
        yield EVERYTHING


def _reached(shape: bytes, box: tuple[int, int, int, int], grid: Grid) -> Iterator[Range]:
    """The cells under a shape in *box*, and as far as its line, its shadow or a turn takes it."""
    if _OUTLINE.match(shape):
        yield EVERYTHING
    excess = max((abs(_length(x)) for w in _SPREADING.findall(shape) for x in w.split(b",")), default=0)
    excess = excess if excess > THICKNESS else 0
    x1, y1, x2, y2 = box
    if any(float(r) % 180 for r in _TURN.findall(shape)):
        x1, y1, x2, y2 = map(int, turned(x1, y1, x2, y2))
    yield from grid.covers(x1 - excess, y1 - excess, x2 + excess, y2 + excess)


def _length(text: bytes) -> int:
    """A length with its unit, or in points of a screen."""
    told = text.decode("ascii", "replace").strip()
    bare = re.fullmatch(r"-?[0-9]{1,6}(?:\.[0-9]+)?", told)
    return int(float(told) * _PIXEL) if bare else whole(re.sub(r"^(-?)\.", r"\g<1>0.", told))


def _said_hidden(mark: bytes) -> bool:
    """Whether the last word on it in the style of a tag is that the shape is hidden."""
    styles = [v for k, v in _ATRIBUT_VML.findall(mark) if k == b"style"]
    visible = _VML_VISIBILITY.findall(styles[0]) if len(styles) == 1 else []
    return bool(visible) and visible[-1].lower() == b"hidden"


def _ascii_form(content: bytes) -> bytes:
    """A part as UTF-8 without what is no part of the drawing, and with the letters that are written by number."""
    if b"\0" in content[:64]:
        content = content.decode("utf-16-be" if content[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace").encode()
    if b"<!" in content or b"<?" in content:
        content = _VML_GAP.sub(b"", content)
    return _VML_ENTITY.sub(_letter, content) if b"&#" in content else content


def _letter(reference: re.Match[bytes]) -> bytes:
    """The letter that a reference stands for; what ends a tag or a value stays as it is."""
    number = int(reference[1][1:], 16) if reference[1][:1] == b"x" else int(reference[1])
    return bytes((number,)) if 0x20 <= number < 0x7F and number not in b"\"'<>&" else reference[0]
