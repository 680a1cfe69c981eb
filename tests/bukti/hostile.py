"""Hostile PDFs, Office documents and pictures built by code: bombs, loops, huge pages, scripts, outward references.

``python -m tests.bukti.hostile`` reads 300 of them as zi does, and says what each cost (``make bukti-jahat``).
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.bukti.documents import assemble, docx, jpeg, packed, pdf, png, stream

_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_ROOT = b"<</Type/Catalog/Pages 2 0 R>>"


def _page(more: str = "", content: str = "4 0 R") -> bytes:
    if "/Resources" not in more:
        more += "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content}{more}>>".encode()


def _flate(raw: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        raw = zlib.compress(raw, 9)
    return stream(raw, "/Filter[" + "/FlateDecode" * times + "]")


def bomb(dice: Random) -> bytes:
    """A page whose content grows a thousandfold, or a millionfold when packed twice."""
    raw = b"BT /F1 9 Tf " + b"(a) Tj " * dice.randint(2_000_000, 9_000_000)
    return assemble([_ROOT, _PAGES, _page(), _flate(raw, dice.choice((1, 2)))])


def page_loop(dice: Random) -> bytes:
    """A tree of pages that leads back to itself."""
    return assemble([_ROOT, b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>", _page(), stream(b"BT ET")])


def parent_loop(dice: Random) -> bytes:
    """Pages whose parent is a page whose parent is that page."""
    return assemble([_ROOT, b"<</Type/Pages/Parent 3 0 R/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>"])


def many_pages(dice: Random) -> bytes:
    """A document that claims or has pages without end."""
    n = dice.randint(2_000, 20_000)
    kids = "4 0 R " * n
    return assemble(
        [_ROOT, f"<</Type/Pages/Kids[{kids}]/Count {n}>>".encode(), b"null", _page("", "5 0 R"), stream(b"")]
    )


def deep_arrays(dice: Random) -> bytes:
    """Brackets within brackets."""
    n = dice.randint(2_000, 200_000)
    return assemble([_ROOT, _PAGES, _page(f"/Annots {'[' * n}{']' * n}"), stream(b"")])


def huge_page(dice: Random) -> bytes:
    """A page of kilometres, and a picture that says it has billions of pixels."""
    picture = stream(b"x", "/Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000/BitsPerComponent 8")
    more = "/Resources<</XObject<</I 5 0 R>>>>"
    body = _page(more).replace(b"595 842", b"99999999999 99999999999")
    return assemble([_ROOT, _PAGES, body, stream(b"/I Do"), picture])


def form_loop(dice: Random) -> bytes:
    """A form that draws itself."""
    form = stream(
        b"/F Do " * dice.randint(1, 2000), "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    )
    return assemble([_ROOT, _PAGES, _page("/Resources<</XObject<</F 5 0 R>>>>"), stream(b"/F Do"), form])


def script(dice: Random) -> bytes:
    """What runs when it is opened."""
    action = dice.choice(
        (
            "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/x'\\))>>",
            "/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>",
            "/OpenAction<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:9/x)>>>>",
            "/Names<</JavaScript<</Names[(a) <</S/JavaScript/JS(1)>>]>>>>",
            "/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>",
            "/AA<</WC<</S/URI/URI(http://127.0.0.1:9/x)>>>>",
        )
    )
    return pdf(["Isi dokumen"], catalog=action)


def reference_out(dice: Random) -> bytes:
    """A stream that is said to lie in another file or at an address."""
    where = dice.choice(("/etc/passwd", "http://127.0.0.1:9/a", "\\\\\\\\host\\\\share\\\\a"))
    return assemble([_ROOT, _PAGES, _page(), stream(b"", f"/F({where})/FFilter/FlateDecode")])


def broken(dice: Random) -> bytes:
    """A sound document with bytes changed, taken away, or doubled."""
    data = bytearray(pdf([f"Halaman {n}" for n in range(dice.randint(1, 9))]))
    for _ in range(dice.randint(1, 60)):
        at = dice.randrange(20, len(data) - 80)
        choice = dice.randrange(3)
        if choice == 0:
            data[at] = dice.randrange(256)
        elif choice == 1:
            del data[at : at + dice.randint(1, 9)]
        else:
            data[at:at] = data[at : at + dice.randint(1, 40)]
    return bytes(data)


def xref_trap(dice: Random) -> bytes:
    """A cross-reference that leads to itself, far away, or to billions of entries."""
    data = pdf(["Isi"])
    start = data.rindex(b"xref\n0 ", 0, data.rindex(b"startxref"))
    choice = dice.randrange(3)
    if choice == 0:
        return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)
    if choice == 1:
        return data.replace(b"xref\n0 6", b"xref\n0 999999999")
    return data[: data.rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF\n"


def object_stream(dice: Random) -> bytes:
    """Objects packed in a stream that says it holds millions, or packs itself."""
    packed_objects = stream(
        zlib.compress(b"9 0 " * 1000), "/Type/ObjStm/N 99999999/First 4000/Extends 4 0 R/Filter/FlateDecode"
    )
    return assemble([_ROOT, _PAGES, b"<</Type/Page/Parent 2 0 R/Contents 9 0 R>>", packed_objects])


def font_trap(dice: Random) -> bytes:
    """A map of characters with ranges of billions."""
    cmap = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n1 beginbfrange\n"
    cmap += b"<00000000> <ffffffff> <0041>\nendbfrange"
    wide = b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/W[0 999999999 5]>>]"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R" + wide + b">>"
    body = stream(b"BT /F1 9 Tf " + b"<00410042> Tj " * dice.randint(1, 20_000) + b"ET")
    return assemble([_ROOT, _PAGES, _page("/Resources<</Font<</F1 5 0 R>>>>"), body, font, stream(cmap)])


def operators(dice: Random) -> bytes:
    """Millions of instructions that draw nothing."""
    return assemble([_ROOT, _PAGES, _page(), _flate(b"q 1 0 0 1 0 0 cm Q " * dice.randint(100_000, 1_500_000))])


def docx_bomb(dice: Random) -> bytes:
    """A body that grows to hundreds of megabytes."""
    return docx(["a" * 60_000_000] if dice.randrange(2) else ["ab "] * 3_000_000)


def docx_entities(dice: Random) -> bytes:
    """Entities of entities of entities."""
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a"}">' for n in range(dice.randint(9, 30))]
    body = f'<?xml version="1.0"?><!DOCTYPE d [{"".join(names)}]><d>&e{len(names) - 1};</d>'
    return packed({"[Content_Types].xml": b"<a/>", "word/document.xml": body.encode()})


def docx_outside(dice: Random) -> bytes:
    """A template, a picture, an object fetched when it is opened; an entity that is a file of the reader's."""
    kind = dice.choice(("attachedTemplate", "image", "oleObject", "frame"))
    target = dice.choice(("http://127.0.0.1:9/a.dotm", "file:///etc/passwd"))
    rels = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    rels = f"<Relationships>{rels}</Relationships>"
    return docx(["Isi"], more={"word/_rels/settings.xml.rels": rels.encode()})


def docx_xxe(dice: Random) -> bytes:
    """An entity that is a file or an address."""
    where = dice.choice(("file:///etc/passwd", "http://127.0.0.1:9/x"))
    body = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{where}">]><d>&x;</d>'
    return packed({"[Content_Types].xml": b"<a/>", "word/document.xml": body.encode()})


def docx_macro(dice: Random) -> bytes:
    """A document with a program in it."""
    return docx(["Isi"], more={"word/vbaProject.bin": dice.randbytes(200)})


def docx_deep(dice: Random) -> bytes:
    """Elements within elements."""
    n = dice.randint(1_000, 300_000)
    return packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a>" * n + b"</a>" * n})


def docx_many_parts(dice: Random) -> bytes:
    """Thousands of parts, or parts that lie upon each other."""
    return docx(["Isi"], more={f"word/header{n}.xml": b"<a/>" for n in range(dice.randint(1_000, 6_000))})


def docx_broken(dice: Random) -> bytes:
    """A sound document with bytes changed."""
    data = bytearray(docx(["Isi dokumen"] * 50))
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(4, len(data))] = dice.randrange(256)
    return bytes(data)


def png_bomb(dice: Random) -> bytes:
    """A picture of a few kilobytes that is gigabytes of one colour."""
    side = dice.randint(20_000, 60_000)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(40_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_lies(dice: Random) -> bytes:
    """Chunks whose length is not what they say."""
    data = bytearray(png(300, 200, blank=True))
    data[33:37] = dice.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff"))
    return bytes(data)


def jpeg_lies(dice: Random) -> bytes:
    """Blocks of length nothing, marks without end."""
    data = jpeg(400, 300, dice.randrange(99))
    return data[:2] + dice.choice((b"\xff\xe1\x00\x00" * 40_000, b"\xff" * 200_000, b"\xff\xe1\xff\xff")) + data[2:]


KINDS: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    ("pdf", bomb), ("pdf", page_loop), ("pdf", parent_loop), ("pdf", many_pages), ("pdf", deep_arrays),
    ("pdf", huge_page), ("pdf", form_loop), ("pdf", script), ("pdf", reference_out), ("pdf", broken),
    ("pdf", xref_trap), ("pdf", object_stream), ("pdf", font_trap), ("pdf", operators), ("docx", docx_bomb),
    ("docx", docx_entities), ("docx", docx_outside), ("docx", docx_xxe), ("docx", docx_macro), ("docx", docx_deep),
    ("docx", docx_many_parts), ("docx", docx_broken), ("png", png_bomb), ("png", png_lies), ("jpg", jpeg_lies),
)  # fmt: skip


def sample(folder: Path, count: int, seed: int = 20260101) -> list[Path]:
    """*count* hostile files below *folder*, kinds in turn."""
    files = []
    for n in range(count):
        ending, build = KINDS[n % len(KINDS)]
        target = folder / f"{n:03} {build.__name__}.{ending}"
        target.write_bytes(build(Random(f"{seed}/{n}")))
        files.append(target)
    return files


#: What one document may take at most, with all that its process needs to start and to end.
SECONDS = 10.0


def _judge(files: list[Path]) -> int:
    """Read each in a process with zi's own limits, and say what it cost; the number over SECONDS or 400 MB."""
    from zi_cli.bukti import read_document
    from zi_cli.bukti.document_content import MEMORY, SECONDS
    from zi_cli.bukti.probe import read_facts

    over, slowest, largest = 0, 0.0, 0
    for f in files:
        start = time.monotonic()
        out, into = os.pipe()
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(int(SECONDS))
            facts = read_facts(f)
            read_document.prepare()
            content = read_document.read_document(f, facts.isi) if facts.isi in ("pdf", "docx") else None
            said = facts.rusak or (content and (content.batas or content.rusak or ", ".join(content.aktif))) or "-"
            os.write(into, said.encode()[:500])
            os._exit(0)
        os.close(into)
        said = os.read(out, 500).decode(errors="replace")
        os.close(out)
        _, status, used = os.wait4(child, 0)
        took, peak = time.monotonic() - start, used.ru_maxrss >> 10
        print(f"{took:6.2f} s  {peak:4} MB  {f.name}: {said or f'dihentikan ({status})'}", flush=True)
        over += took > SECONDS or peak > MEMORY >> 20
        slowest, largest = max(slowest, took), max(largest, peak)
    print(f"{len(files)} berkas, paling lama {slowest:.2f} s, paling banyak {largest} MB, {over} melewati batas")
    return over


def main(arguments: list[str]) -> int:
    """``hostile N`` builds N files and reads them; ``hostile --buat FOLDER N`` only builds, apart."""
    if arguments[:1] == ["--buat"]:
        sample(Path(arguments[1]), int(arguments[2]))
        return 0
    with tempfile.TemporaryDirectory() as place:
        count = arguments[0] if arguments else "300"
        subprocess.run([sys.executable, "-m", "tests.bukti.hostile", "--buat", place, count], check=True)
        return 1 if _judge(sorted(Path(place).iterdir())) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
