"""Inside the bounded process: what a PDF or an Office document says, as plain facts; nothing is run."""

import logging
import re
import sys
import time
import warnings
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from zi_cli.bukti.content_facts import ContentFacts, facts_of_text
from zi_cli.bukti.plain import is_plain
from zi_cli.bukti.read_office import read_office
from zi_cli.bukti.rules import load_rules
from zi_cli.errors import os_reason
from zi_cli.files import open_file
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Seconds after which a document's further pages are left unread; what was read counts.
_ENOUGH = 5.0
#: Pages whose text is read, and characters of text that are kept.
_MAX_PAGES, _MAX_TEXT = 20, 100_000
#: Pictures and nested forms looked at for the size of a scan.
_MAX_PICTURES, _MAX_DEPTH = 50, 3
#: Pixels of a picture from which it matters that it is of one colour.
_SOLID_PIXELS = 200_000
#: Annotations of a page and actions that are looked at.
_MAX_NOTES, _MAX_ACTIONS = 200, 5000
#: How the pictures of a PDF are compressed, by their filter.
_ENCODINGS = {
    "/FlateDecode": "mentah", "/DCTDecode": "jpg", "/JPXDecode": "jpx", "/CCITTFaxDecode": "faks",
    "/JBIG2Decode": "jbig2",
}  # fmt: skip
#: Lines, curves and boxes from which a page without text holds a drawing; a frame or a background is less.
_MAX_STROKES = 5
_GORES = re.compile(rb"(?<!\S)(?:re|[lcvy]|sh|EI)(?!\S)")
_FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "urllib.", "ftplib.",
    "http.", "smtplib.", "webbrowser.", "ctypes.dlopen", "shutil.", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
)  # fmt: skip
_WRITE_FLAGS = 0x1 | 0x2 | 0x40 | 0x200 | 0x400


class Refused(Exception):
    """A document made its reader ask for the network, another program, or a file to write."""


def prepare() -> None:
    """Make a worker ready: from here on it opens no connection, starts nothing, and writes no file."""
    # Loaded now, while it may be: what is imported later reads files only.
    import_module("pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    sys.setrecursionlimit(600)
    sys.addaudithook(_guard)


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise Refused(event)
    if event == "open" and isinstance(args[0], str | bytes) and isinstance(args[2], int) and args[2] & _WRITE_FLAGS:
        raise Refused(event)


def read_named(item: tuple[str, Path, str]) -> ContentFacts:
    """:func:`read_document` for an item of the pool: its name, its path, its kind."""
    return read_document(*item[1:])


def read_document(file: Path, kind: str) -> ContentFacts:
    """The facts of one document of the kind *kind* (one of ``content.READABLE``)."""
    try:
        return _pdf(file) if kind == "pdf" else read_office(file, kind)
    except MemoryError:
        return ContentFacts(batas="membutuhkan memori terlalu banyak")
    except LimitExceeded as e:
        return ContentFacts(batas=str(e)[:200])
    except OSError as e:
        return ContentFacts(rusak=os_reason(e))
    except Damaged as e:
        return ContentFacts(rusak=str(e)[:200])


def _pdf(file: Path) -> ContentFacts:
    from pypdf import PdfReader

    with open_file(file) as f:
        try:
            reader = PdfReader(f)
            if reader.is_encrypted and not reader.decrypt(""):
                return ContentFacts(sandi=True)
            page = len(reader.pages)
            if not page:
                return ContentFacts(rusak="tanpa halaman")
            text, pictures, every = _pages(reader)
            empty = every and not text.strip() and all(g.sewarna for g in pictures)
            # Pages that were not looked at may hold something.
            other = not every or (empty and any(map(_draws, reader.pages)))
            return facts_of_text(
                text,
                halaman=page,
                gambar=max((g.sisi for g in pictures), default=0),
                sewarna=empty and not other and bool(pictures),
                goresan=other,
                aktif=tuple(_active_parts(reader)),
            )
        except (MemoryError, OSError):
            raise
        except Refused as e:
            return ContentFacts(batas=f"memaksa pembacanya melakukan {e}")
        except Exception as e:  # noqa: BLE001 - whatever a hostile file makes the library raise
            return _failed(e)


def _failed(e: Exception) -> ContentFacts:
    # The library has its own limits, and says so in a class of errors of their own.
    if "Limit" in type(e).__name__ or isinstance(e, RecursionError):
        return ContentFacts(batas="susunannya luar biasa")
    return ContentFacts(rusak="susunannya rusak")


class _Picture(NamedTuple):
    """A picture on a page: its longest side in pixels, and whether its size in bytes says that it is of one colour."""

    sisi: int
    sewarna: bool


def _pages(reader: Any) -> tuple[str, list[_Picture], bool]:
    """Text of the first pages, their pictures, and whether these are all pages."""
    end, part, length, picture = time.monotonic() + _ENOUGH, list[str](), 0, list[_Picture]()
    for n, page in enumerate(reader.pages):
        if n >= _MAX_PAGES or length >= _MAX_TEXT or time.monotonic() > end:
            return "\n".join(part), picture, False
        text = page.extract_text() or ""
        part.append(text[: _MAX_TEXT - length])
        length += len(part[-1])
        picture += _pictures(page.get("/Resources"), _MAX_DEPTH)
    return "\n".join(part), picture, True


def _objects(source: Any) -> Iterator[Any]:
    """The pictures and forms among the resources of a page or form."""
    source = source.get_object() if source is not None else None
    content = source.get("/XObject") if isinstance(source, dict) else None
    content = content.get_object() if content is not None else None
    for item in list(content.values())[:_MAX_PICTURES] if isinstance(content, dict) else ():
        x = item.get_object()
        if isinstance(x, dict):
            yield x


def _pictures(source: Any, dalam: int) -> Iterator[_Picture]:
    """The pictures among the resources of a page or form."""
    for x in _objects(source):
        if x.get("/Subtype") == "/Image":
            width, height = int(x.get("/Width") or 0), int(x.get("/Height") or 0)
            yield _Picture(max(width, height, 1), _is_plain(x, width * height))
        elif x.get("/Subtype") == "/Form" and dalam:
            yield from _pictures(x.get("/Resources"), dalam - 1)


def _is_plain(picture: Any, pixel: int) -> bool:
    """Whether a picture of so many pixels, and what masks it, is too few bytes for anything to be on it."""
    content, sieve = getattr(picture, "_data", b""), picture.get("/Filter")
    if isinstance(sieve, list):
        sieve = sieve[0] if len(sieve) == 1 else None
    coding = _ENCODINGS.get(str(sieve))
    if coding is None or pixel < _SOLID_PIXELS or len(content) >= load_rules().bita_gambar * pixel:
        return False
    # Text of a scan in layers stands in the mask of a picture of one colour.
    for key in ("/SMask", "/Mask"):
        layer = picture.get(key)
        layer = layer.get_object() if layer is not None else None
        if isinstance(layer, dict) and not _is_plain(layer, int(layer["/Width"]) * int(layer["/Height"])):
            return False
    bit = int(picture.get("/BitsPerComponent") or 1) * (3 if picture.get("/ColorSpace") == "/DeviceRGB" else 1)
    return is_plain(coding, content, pixel, pixel * bit // 8)


def _draws(page: Any) -> bool:
    """Whether a page holds a drawing, or something laid over it, beside text and pictures."""
    content = page.get_contents()
    goresan = len(_GORES.findall(content.get_data())) if content is not None else 0
    goresan += sum(len(_GORES.findall(b)) for b in _form_contents(page.get("/Resources"), _MAX_DEPTH))
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else []
    items = [c.get_object() for c in notes] if isinstance(notes, list) else []
    # Links and pop-ups show nothing on paper.
    layer = any(isinstance(c, dict) and "/AP" in c and c.get("/Subtype") not in ("/Link", "/Popup") for c in items)
    return goresan >= _MAX_STROKES or layer


def _form_contents(source: Any, dalam: int) -> Iterator[bytes]:
    for x in _objects(source):
        if x.get("/Subtype") == "/Form" and dalam:
            yield x.get_data()
            yield from _form_contents(x.get("/Resources"), dalam - 1)


def _active_parts(reader: Any) -> Iterator[str]:
    """What a PDF would run or open, in words; only its root and its first pages are looked at."""
    roots = _dict(reader.trailer["/Root"])
    name, form = _dict(roots.get("/Names")), _dict(roots.get("/AcroForm"))
    own, diklik, note = [roots.get("/OpenAction"), *_dict(roots.get("/AA")).values()], list[Any](), set[str]()
    for page in islice(reader.pages, _MAX_PAGES):
        own += _dict(page.get("/AA")).values()
        every = page.get("/Annots")
        every = every.get_object() if every is not None else None
        for c in map(_dict, every[:_MAX_NOTES] if isinstance(every, list) else ()):
            note.add(str(c.get("/Subtype")))
            diklik += [c.get("/A"), *_dict(c.get("/AA")).values()]
    opened, kind = _action_kinds(own), _action_kinds([*own, *diklik])
    if "/JavaScript" in kind or "/JavaScript" in name or "/AA" in roots or "/XFA" in form:
        yield "skrip"
    if "/Launch" in kind:
        yield "perintah membuka program"
    if kind & {"/SubmitForm", "/ImportData"}:
        yield "pengiriman data"
    if opened & {"/URI", "/GoToR", "/GoToE"}:
        yield "rujukan yang dibuka sendiri"
    if "/EmbeddedFiles" in name or "/FileAttachment" in note:
        yield "berkas di dalamnya"
    if note & {"/RichMedia", "/Screen", "/Movie", "/3D", "/Sound"}:
        yield "media yang diputar"


def _dict(item: Any) -> dict[str, Any]:
    """*item*, or what it refers to, where that is a dictionary; else an empty one."""
    item = item.get_object() if item is not None else None
    return item if isinstance(item, dict) else {}


def _action_kinds(tindakan: list[Any]) -> set[str]:
    """The kinds of actions, and of those that follow them."""
    kind = set[str]()
    for step, t in enumerate(tindakan):
        if step > _MAX_ACTIONS:
            break
        content = _dict(t)
        kind.add(str(content.get("/S")))
        resume = content.get("/Next")
        resume = resume.get_object() if resume is not None else None
        tindakan += resume[:_MAX_NOTES] if isinstance(resume, list) else [resume] if resume is not None else []
    return kind
