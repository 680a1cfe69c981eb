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
_CUKUP = 5.0
#: Pages whose text is read, and characters of text that are kept.
_HALAMAN, _TEKS = 20, 100_000
#: Pictures and nested forms looked at for the size of a scan.
_GAMBAR, _DALAM = 50, 3
#: Pixels of a picture from which it matters that it is of one colour.
_PIKSEL_SEWARNA = 200_000
#: Annotations of a page and actions that are looked at.
_CATATAN, _TINDAKAN = 200, 5000
#: How the pictures of a PDF are compressed, by their filter.
_SANDI = {
    "/FlateDecode": "mentah", "/DCTDecode": "jpg", "/JPXDecode": "jpx", "/CCITTFaxDecode": "faks",
    "/JBIG2Decode": "jbig2",
}  # fmt: skip
#: Lines, curves and boxes from which a page without text holds a drawing; a frame or a background is less.
_GORESAN = 5
_GORES = re.compile(rb"(?<!\S)(?:re|[lcvy]|sh|EI)(?!\S)")
_TERLARANG = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "urllib.", "ftplib.",
    "http.", "smtplib.", "webbrowser.", "ctypes.dlopen", "shutil.", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
)  # fmt: skip
_TULIS = 0x1 | 0x2 | 0x40 | 0x200 | 0x400


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
    if event.startswith(_TERLARANG):
        raise Refused(event)
    if event == "open" and isinstance(args[0], str | bytes) and isinstance(args[2], int) and args[2] & _TULIS:
        raise Refused(event)


def read_named(butir: tuple[str, Path, str]) -> ContentFacts:
    """:func:`read_document` for an item of the pool: its name, its path, its kind."""
    return read_document(*butir[1:])


def read_document(berkas: Path, jenis: str) -> ContentFacts:
    """The facts of one document of the kind *jenis* (one of ``content.READABLE``)."""
    try:
        return _pdf(berkas) if jenis == "pdf" else read_office(berkas, jenis)
    except MemoryError:
        return ContentFacts(batas="membutuhkan memori terlalu banyak")
    except LimitExceeded as e:
        return ContentFacts(batas=str(e)[:200])
    except OSError as e:
        return ContentFacts(rusak=os_reason(e))
    except Damaged as e:
        return ContentFacts(rusak=str(e)[:200])


def _pdf(berkas: Path) -> ContentFacts:
    from pypdf import PdfReader

    with open_file(berkas) as f:
        try:
            pembaca = PdfReader(f)
            if pembaca.is_encrypted and not pembaca.decrypt(""):
                return ContentFacts(sandi=True)
            halaman = len(pembaca.pages)
            if not halaman:
                return ContentFacts(rusak="tanpa halaman")
            teks, gambar, semua = _pages(pembaca)
            kosong = semua and not teks.strip() and all(g.sewarna for g in gambar)
            # Pages that were not looked at may hold something.
            lain = not semua or (kosong and any(map(_draws, pembaca.pages)))
            return facts_of_text(
                teks,
                halaman=halaman,
                gambar=max((g.sisi for g in gambar), default=0),
                sewarna=kosong and not lain and bool(gambar),
                goresan=lain,
                aktif=tuple(_active_parts(pembaca)),
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


def _pages(pembaca: Any) -> tuple[str, list[_Picture], bool]:
    """Text of the first pages, their pictures, and whether these are all pages."""
    akhir, bagian, panjang, gambar = time.monotonic() + _CUKUP, list[str](), 0, list[_Picture]()
    for n, halaman in enumerate(pembaca.pages):
        if n >= _HALAMAN or panjang >= _TEKS or time.monotonic() > akhir:
            return "\n".join(bagian), gambar, False
        teks = halaman.extract_text() or ""
        bagian.append(teks[: _TEKS - panjang])
        panjang += len(bagian[-1])
        gambar += _pictures(halaman.get("/Resources"), _DALAM)
    return "\n".join(bagian), gambar, True


def _objects(sumber: Any) -> Iterator[Any]:
    """The pictures and forms among the resources of a page or form."""
    sumber = sumber.get_object() if sumber is not None else None
    isi = sumber.get("/XObject") if isinstance(sumber, dict) else None
    isi = isi.get_object() if isi is not None else None
    for objek in list(isi.values())[:_GAMBAR] if isinstance(isi, dict) else ():
        x = objek.get_object()
        if isinstance(x, dict):
            yield x


def _pictures(sumber: Any, dalam: int) -> Iterator[_Picture]:
    """The pictures among the resources of a page or form."""
    for x in _objects(sumber):
        if x.get("/Subtype") == "/Image":
            lebar, tinggi = int(x.get("/Width") or 0), int(x.get("/Height") or 0)
            yield _Picture(max(lebar, tinggi, 1), _is_plain(x, lebar * tinggi))
        elif x.get("/Subtype") == "/Form" and dalam:
            yield from _pictures(x.get("/Resources"), dalam - 1)


def _is_plain(gambar: Any, piksel: int) -> bool:
    """Whether a picture of so many pixels, and what masks it, is too few bytes for anything to be on it."""
    isi, saringan = getattr(gambar, "_data", b""), gambar.get("/Filter")
    if isinstance(saringan, list):
        saringan = saringan[0] if len(saringan) == 1 else None
    sandi = _SANDI.get(str(saringan))
    if sandi is None or piksel < _PIKSEL_SEWARNA or len(isi) >= load_rules().bita_gambar * piksel:
        return False
    # Text of a scan in layers stands in the mask of a picture of one colour.
    for kunci in ("/SMask", "/Mask"):
        lapis = gambar.get(kunci)
        lapis = lapis.get_object() if lapis is not None else None
        if isinstance(lapis, dict) and not _is_plain(lapis, int(lapis["/Width"]) * int(lapis["/Height"])):
            return False
    bit = int(gambar.get("/BitsPerComponent") or 1) * (3 if gambar.get("/ColorSpace") == "/DeviceRGB" else 1)
    return is_plain(sandi, isi, piksel, piksel * bit // 8)


def _draws(halaman: Any) -> bool:
    """Whether a page holds a drawing, or something laid over it, beside text and pictures."""
    isi = halaman.get_contents()
    goresan = len(_GORES.findall(isi.get_data())) if isi is not None else 0
    goresan += sum(len(_GORES.findall(b)) for b in _form_contents(halaman.get("/Resources"), _DALAM))
    catatan = halaman.get("/Annots")
    catatan = catatan.get_object() if catatan is not None else []
    butir = [c.get_object() for c in catatan] if isinstance(catatan, list) else []
    # Links and pop-ups show nothing on paper.
    lapis = any(isinstance(c, dict) and "/AP" in c and c.get("/Subtype") not in ("/Link", "/Popup") for c in butir)
    return goresan >= _GORESAN or lapis


def _form_contents(sumber: Any, dalam: int) -> Iterator[bytes]:
    for x in _objects(sumber):
        if x.get("/Subtype") == "/Form" and dalam:
            yield x.get_data()
            yield from _form_contents(x.get("/Resources"), dalam - 1)


def _active_parts(pembaca: Any) -> Iterator[str]:
    """What a PDF would run or open, in words; only its root and its first pages are looked at."""
    akar = _dict(pembaca.trailer["/Root"])
    nama, formulir = _dict(akar.get("/Names")), _dict(akar.get("/AcroForm"))
    sendiri, diklik, catatan = [akar.get("/OpenAction"), *_dict(akar.get("/AA")).values()], list[Any](), set[str]()
    for halaman in islice(pembaca.pages, _HALAMAN):
        sendiri += _dict(halaman.get("/AA")).values()
        semua = halaman.get("/Annots")
        semua = semua.get_object() if semua is not None else None
        for c in map(_dict, semua[:_CATATAN] if isinstance(semua, list) else ()):
            catatan.add(str(c.get("/Subtype")))
            diklik += [c.get("/A"), *_dict(c.get("/AA")).values()]
    terbuka, jenis = _action_kinds(sendiri), _action_kinds([*sendiri, *diklik])
    if "/JavaScript" in jenis or "/JavaScript" in nama or "/AA" in akar or "/XFA" in formulir:
        yield "skrip"
    if "/Launch" in jenis:
        yield "perintah membuka program"
    if jenis & {"/SubmitForm", "/ImportData"}:
        yield "pengiriman data"
    if terbuka & {"/URI", "/GoToR", "/GoToE"}:
        yield "rujukan yang dibuka sendiri"
    if "/EmbeddedFiles" in nama or "/FileAttachment" in catatan:
        yield "berkas di dalamnya"
    if catatan & {"/RichMedia", "/Screen", "/Movie", "/3D", "/Sound"}:
        yield "media yang diputar"


def _dict(objek: Any) -> dict[str, Any]:
    """*objek*, or what it refers to, where that is a dictionary; else an empty one."""
    objek = objek.get_object() if objek is not None else None
    return objek if isinstance(objek, dict) else {}


def _action_kinds(tindakan: list[Any]) -> set[str]:
    """The kinds of actions, and of those that follow them."""
    jenis = set[str]()
    for langkah, t in enumerate(tindakan):
        if langkah > _TINDAKAN:
            break
        isi = _dict(t)
        jenis.add(str(isi.get("/S")))
        lanjut = isi.get("/Next")
        lanjut = lanjut.get_object() if lanjut is not None else None
        tindakan += lanjut[:_CATATAN] if isinstance(lanjut, list) else [lanjut] if lanjut is not None else []
    return jenis
