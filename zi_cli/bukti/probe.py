"""What a file is by its bytes: fingerprint, kind, damage, password, size of a picture.

Only a picture that may be of one colour is looked into.

Read once from start to end in pieces, so that memory does not grow with the file.
"""

import hashlib
import re
from pathlib import Path

import msgspec

from zi_cli.bukti.plain import is_plain, is_plain_png
from zi_cli.bukti.rules import load_rules
from zi_cli.files import open_file, read_file
from zi_cli.named_tuple import NamedTuple

_POTONGAN = 1 << 20
#: Bytes at the start and at the end in which a kind, its size and its end marks stand.
_AWAL, _AKHIR = 1 << 18, 1 << 16
_SANDI_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_TANDA = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"),
    (b"\x1aE\xdf\xa3", "mkv"), (b"MZ", "exe"), (b"\x7fELF", "exe"), (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
)  # fmt: skip
#: What a PDF may not begin with, though readers of PDF skip it.
_BUKAN_PDF = (b"PK\x03\x04", *(tanda for tanda, _ in _TANDA))
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_PNG_KANAL = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
#: Markers of a JPEG that carry its size.
_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
#: Pixels of a side from which it matters that a picture is of one colour.
_SISI_SEWARNA = 100
#: Bytes of a picture that is looked into.
_DIBUKA = 4 << 20


class FileFacts(msgspec.Struct, frozen=True):
    """A file: bytes, SHA-256, kind ("" unknown), what is damaged ("" nothing), password, pixels, all one colour."""

    ukuran: int
    sha256: str
    isi: str
    rusak: str = ""
    sandi: bool = False
    lebar: int = 0
    tinggi: int = 0
    sewarna: bool = False


class _Picture(NamedTuple):
    lebar: int
    tinggi: int
    sewarna: bool


def read_facts(berkas: Path) -> FileFacts:
    """The facts of *berkas*; raises ``OSError`` when it can't be read."""
    sidik, ukuran, awal, ekor = hashlib.sha256(), 0, b"", b""
    with open_file(berkas, buffering=0) as f:
        while isi := f.read(_POTONGAN):
            sidik.update(isi)
            ukuran += len(isi)
            if len(awal) < _AWAL:
                awal += isi[: _AWAL - len(awal)]
            ekor = isi[-_AKHIR:] if len(isi) >= _AKHIR else (ekor + isi)[-_AKHIR:]
    jenis = _kind(awal, ekor)
    gambar = _picture(jenis, awal, ukuran, berkas) or _Picture(0, 0, False)
    rusak = _damage(jenis, awal, ekor) if ukuran else ""
    if jenis in ("png", "jpg") and not rusak and not gambar.lebar:
        rusak = "ukuran gambarnya tidak terbaca"
    return FileFacts(ukuran, sidik.hexdigest(), jenis, rusak, _has_password(jenis, awal, ekor), *gambar)


def _kind(awal: bytes, ekor: bytes) -> str:
    if b"%PDF-" in awal[:1024] and not any(awal.startswith(tanda) for tanda in _BUKAN_PDF):
        return "pdf"
    if awal.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if awal[30:66].startswith(b"mimetypeapplication/vnd.oasis"):
            return "odf"
        return next((nama for bagian, nama in _OFFICE if bagian in ekor or bagian in awal[:4096]), "zip")
    for tanda, nama in _TANDA:
        if awal.startswith(tanda):
            return nama
    if awal[:4] == b"RIFF":
        return "webp" if awal[8:12] == b"WEBP" else "riff"
    if awal[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return "mp4"
    kepala = awal[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kepala.startswith((b"<!doctype html", b"<html", b"<head")):
        return "html"
    return "teks" if awal and _is_text(awal[:8192]) else ""


def _is_text(isi: bytes) -> bool:
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(c < 9 or 13 < c < 32 for c in isi)


def _damage(jenis: str, awal: bytes, ekor: bytes) -> str:
    """What the marks at both ends say is missing; "" when they are there."""
    if jenis == "pdf":
        return "" if b"%%EOF" in ekor and b"startxref" in ekor else "terpotong sebelum akhirnya"
    if jenis == "png":
        return "" if b"IEND" in ekor[-256:] else "terpotong sebelum akhirnya"
    if jenis == "jpg":
        return "" if b"\xff\xd9" in ekor else "terpotong sebelum akhirnya"
    if jenis == "gif":
        return "" if b"\x3b" in ekor[-64:] else "terpotong sebelum akhirnya"
    if jenis in ("docx", "xlsx", "pptx", "odf", "zip"):
        if b"PK\x05\x06" not in ekor:
            return "terpotong sebelum akhirnya"
        return "bagian utamanya tidak ada" if jenis == "docx" and b"word/document" not in awal + ekor else ""
    if jenis == "ole":
        return "" if len(awal) >= 1536 else "terpotong sebelum akhirnya"
    return ""


def _has_password(jenis: str, awal: bytes, ekor: bytes) -> bool:
    if jenis == "pdf":
        return bool(_SANDI_PDF.search(ekor) or _SANDI_PDF.search(awal[:8192]))
    if jenis == "ole":
        return "EncryptedPackage".encode("utf-16-le") in awal + ekor
    return jenis in ("zip", "docx", "xlsx", "pptx") and len(awal) > 7 and bool(awal[6] & 1)


def _picture(jenis: str, awal: bytes, ukuran: int, berkas: Path) -> _Picture | None:
    if jenis == "png" and awal[12:16] == b"IHDR" and len(awal) >= 29:
        lebar, tinggi = int.from_bytes(awal[16:20], "big"), int.from_bytes(awal[20:24], "big")
        piksel = _PNG_KANAL.get(awal[25], 1) * awal[24]
        baris = 1 + (lebar * piksel + 7) // 8
        aturan = load_rules()
        mungkin = ukuran < aturan.rasio_png * baris * tinggi and baris * tinggi <= aturan.mentah_png and not awal[28]
        besar = min(lebar, tinggi) >= _SISI_SEWARNA and baris <= _POTONGAN
        sewarna = besar and mungkin and is_plain_png(read_file(berkas), baris, max(1, piksel // 8))
        return _Picture(lebar, tinggi, sewarna)
    if jenis == "jpg" and (sisi := _jpeg_size(awal)) is not None:
        return _Picture(*sisi, _is_empty("jpg", *sisi, ukuran, berkas))
    if jenis == "webp" and (sisi := _webp_size(awal)) is not None:
        return _Picture(*sisi, _is_empty("webp", *sisi, ukuran, berkas))
    if jenis == "gif" and len(awal) >= 10:
        return _Picture(int.from_bytes(awal[6:8], "little"), int.from_bytes(awal[8:10], "little"), False)
    if jenis == "bmp" and len(awal) >= 26:
        tinggi = abs(int.from_bytes(awal[22:26], "little", signed=True))
        return _Picture(int.from_bytes(awal[18:22], "little"), tinggi, False)
    return None


def _is_empty(sandi: str, lebar: int, tinggi: int, ukuran: int, berkas: Path) -> bool:
    """Whether a picture that is large for its bytes holds nothing; one of few bytes only is read again."""
    piksel = lebar * tinggi
    mungkin = min(lebar, tinggi) >= _SISI_SEWARNA and ukuran < load_rules().bita_gambar * piksel and ukuran <= _DIBUKA
    return mungkin and is_plain(sandi, read_file(berkas), piksel, 3 * piksel)


def _webp_size(awal: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in the simple form, lossy or not; an extended one is not looked into."""
    if awal[12:16] == b"VP8 " and awal[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(awal[26:28], "little") & 0x3FFF, int.from_bytes(awal[28:30], "little") & 0x3FFF
    if awal[12:16] == b"VP8L" and awal[20:21] == b"\x2f":
        sisi = int.from_bytes(awal[21:25], "little")
        return (sisi & 0x3FFF) + 1, (sisi >> 14 & 0x3FFF) + 1
    return None


def _jpeg_size(awal: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, past the blocks before it."""
    i = 2
    while i + 9 < len(awal):
        if awal[i] != 0xFF:
            return None
        tanda = awal[i + 1]
        if tanda == 0xFF or 0xD0 <= tanda <= 0xD8:
            i += 1 if tanda == 0xFF else 2
            continue
        if tanda in _SOF:
            return int.from_bytes(awal[i + 7 : i + 9], "big"), int.from_bytes(awal[i + 5 : i + 7], "big")
        i += 2 + int.from_bytes(awal[i + 2 : i + 4], "big")
    return None
