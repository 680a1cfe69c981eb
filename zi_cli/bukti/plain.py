"""Whether a picture holds nothing: told by what is left of its compressed bytes, hardly anything is decoded.

The limits (``aturan.toml``) were measured on blank pages, and on the same pages with one word, of each codec at 150
to 600 dots an inch: what holds a word is never said to hold nothing, and what can't be told is not.
"""

import zlib
from collections.abc import Iterator

from zi_cli.bukti.rules import load_rules

#: Bytes of a decoder's steps.
_POTONGAN = 1 << 20
#: Rows that differ in a PNG of one colour: the first, those below it, and one more for a change of filter.
_BARIS_SEWARNA = 3
#: Bytes at both ends of a fax that say where it starts and ends; a blank row between them is one bit.
_UJUNG_FAKS = 16
#: Segments of JBIG2: regions of plain pixels, and those that hold none.
_JBIG2_PIKSEL, _JBIG2_LAIN = frozenset({36, 38, 39}), frozenset({48, 49, 50, 51, 52, 53, 62})
#: Bytes of a region of JBIG2 before its pixels.
_KEPALA_DAERAH = 18
#: What a tile of JPEG 2000 begins with.
_UBIN = b"\xff\x90\x00\x0a"


def is_plain(sandi: str, isi: bytes, piksel: int, mentah: int) -> bool:
    """Whether the picture *isi* is empty: compressed by *sandi* (jpg, jpx, webp, faks, jbig2, or mentah: deflated).

    *piksel* pixels, *mentah* bytes when they stand uncompressed.
    """
    if sandi == "faks":
        return _is_constant(isi)
    if sandi == "jbig2":
        return _is_plain_jbig2(isi, piksel)
    dasar, tiap = load_rules().sewarna[sandi]
    batas = dasar + tiap * (mentah if sandi == "mentah" else piksel)
    if sandi == "jpg":
        isi = _jpeg_pixels(isi)
    elif sandi == "jpx":
        batas += load_rules().ubin_jpx * isi.count(_UBIN)
    # Compressed again, little is left of what says the same thing all over.
    return len(isi) > 0 and len(zlib.compress(isi, 1)) < batas


def _is_constant(isi: bytes) -> bool:
    return len(set(isi[_UJUNG_FAKS:-_UJUNG_FAKS])) == 1


def _jpeg_pixels(isi: bytes) -> bytes:
    """A JPEG from its first scan on: profile, preview and tables say nothing of what is on it."""
    i = 2
    while i + 4 <= len(isi) and isi[i] == 0xFF:
        i, tanda = i + 2 + int.from_bytes(isi[i + 2 : i + 4], "big"), isi[i + 1]
        if tanda == 0xDA:
            return isi[i:]
    return isi


def _is_plain_jbig2(isi: bytes, piksel: int) -> bool:
    bita = 0
    for jenis, data in _jbig2_segments(isi):
        if jenis in _JBIG2_PIKSEL and len(data) > _KEPALA_DAERAH:
            if data[_KEPALA_DAERAH - 1] & 1:  # coded as a fax
                if not _is_constant(data[_KEPALA_DAERAH:]):
                    return False
            else:
                bita += len(data)
        elif jenis not in _JBIG2_LAIN:
            return False
    dasar, tiap = load_rules().sewarna["jbig2"]
    return bita < dasar + tiap * piksel


def _jbig2_segments(isi: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of every segment; kind -1 for what can't be told."""
    i = 0
    while i + 11 <= len(isi):
        nomor, tanda, acuan = int.from_bytes(isi[i : i + 4], "big"), isi[i + 4], isi[i + 5] >> 5
        panjang_acuan = 1 if nomor <= 256 else 2 if nomor <= 65536 else 4
        i += 6 + acuan * panjang_acuan + (4 if tanda & 0x40 else 1)
        panjang = int.from_bytes(isi[i : i + 4], "big")
        i += 4
        if acuan == 7 or panjang > len(isi) - i:
            yield -1, b""
            return
        yield tanda & 0x3F, isi[i : i + panjang]
        i += panjang


def is_plain_png(isi: bytes, baris: int, piksel: int) -> bool:
    """Whether all pixels of a PNG are of one colour; *baris* bytes a row with its filter, *piksel* bytes a pixel."""
    mekar, sisa, contoh, i = zlib.decompressobj(), b"", set[bytes](), 8
    try:
        while i + 12 <= len(isi):
            panjang = int.from_bytes(isi[i : i + 4], "big")
            masukan = isi[i + 8 : i + 8 + panjang] if isi[i + 4 : i + 8] == b"IDAT" else b""
            while masukan:
                sisa += mekar.decompress(masukan, _POTONGAN)
                masukan = mekar.unconsumed_tail
                penuh = len(sisa) // baris * baris
                contoh.update(sisa[n : n + baris] for n in range(0, penuh, baris))
                sisa = sisa[penuh:]
                if len(contoh) > _BARIS_SEWARNA:
                    return False
            i += 12 + panjang
    except zlib.error:
        return False
    # Whatever the filter, a row of one colour repeats one pixel from its second on.
    return bool(contoh) and all(_repeats(b[1 + piksel :], piksel) for b in contoh)


def _repeats(isi: bytes, piksel: int) -> bool:
    return isi == isi[:piksel] * (len(isi) // piksel)
