"""A picture for a letterhead, read strictly: PNG or JPEG, whole, of a size that can be drawn."""

import struct
import zlib
from functools import lru_cache
from pathlib import Path

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.surat.picture_size import JPEG_SCAN, DamagedPicture, jpeg_segments, jpeg_size
from zi_cli.text import path_text

_BYTES = 2 * 1024 * 1024
_SIDE = 6000
#: Decompressed bytes of a PNG: never more than this is asked of the memory, a piece at a time.
_PIXELS, _PIECE = 4 * _SIDE * _SIDE, 1 << 20
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@lru_cache(maxsize=8)
def read_picture(berkas: Path) -> bytes:
    """The bytes of a PNG or JPEG of at most 2 MB; raises :class:`UnreadableInput` (SRT656) with what is wrong."""
    try:
        isi = read_file(berkas, _BYTES + 1)
        _check(isi)
    except OSError as e:
        sebab = read_reason(e)
    except DamagedPicture as e:
        sebab = str(e)
    else:
        return isi
    raise UnreadableInput(make_temuan("SRT656", berkas=path_text(berkas.name), sebab=sebab))


def _check(isi: bytes) -> None:
    if not isi:
        raise DamagedPicture("kosong")
    if len(isi) > _BYTES:
        raise DamagedPicture(f"lebih besar daripada {_BYTES >> 20} MB")
    if isi.startswith(_PNG):
        lebar, tinggi = _check_png(isi)
    elif isi.startswith(_JPEG):
        lebar, tinggi = _check_jpeg(isi)
    else:
        raise DamagedPicture("bukan PNG atau JPEG")
    if not (0 < lebar <= _SIDE and 0 < tinggi <= _SIDE):
        raise DamagedPicture(f"ukurannya {lebar} × {tinggi} piksel (paling besar {_SIDE})")


def _check_png(isi: bytes) -> tuple[int, int]:
    letak, lebar, tinggi, urai, jumlah, harus = 8, 0, 0, zlib.decompressobj(), 0, 0
    while True:
        if letak + 12 > len(isi):
            raise DamagedPicture("terpotong")
        panjang, jenis = struct.unpack(">I4s", isi[letak : letak + 8])
        badan = isi[letak + 8 : letak + 8 + panjang]
        sidik = isi[letak + 8 + panjang : letak + 12 + panjang]
        if len(badan) < panjang or len(sidik) < 4:
            raise DamagedPicture("terpotong")
        if zlib.crc32(jenis + badan) != int.from_bytes(sidik, "big"):
            raise DamagedPicture("rusak: sidik isinya tidak cocok")
        if jenis == b"IHDR" and panjang == 13:
            lebar, tinggi, bit, warna, _, _, selang = struct.unpack(">IIBBBBB", badan)
            if not (0 < lebar <= _SIDE and 0 < tinggi <= _SIDE) or warna not in _CHANNELS:
                return lebar, tinggi
            harus = 0 if selang else tinggi * (1 + (lebar * bit * _CHANNELS[warna] + 7) // 8)
        elif jenis == b"IDAT":
            jumlah += _inflated(urai, badan, jumlah)
        elif jenis == b"IEND":
            if not urai.eof or (harus and jumlah != harus):
                raise DamagedPicture("rusak: gambarnya tidak lengkap")
            return lebar, tinggi
        letak += 12 + panjang


def _inflated(urai: "zlib._Decompress", badan: bytes, sudah: int) -> int:
    """Bytes that *badan* becomes, a piece at a time."""
    jumlah = 0
    try:
        while badan:
            jumlah += len(urai.decompress(badan, _PIECE))
            badan = urai.unconsumed_tail
            if sudah + jumlah > _PIXELS:
                raise DamagedPicture("rusak: gambarnya lebih besar daripada ukurannya")
    except zlib.error:
        raise DamagedPicture("rusak: gambarnya tidak dapat diurai") from None
    return jumlah


def _check_jpeg(isi: bytes) -> tuple[int, int]:
    ukuran = (0, 0)
    for tanda, badan in jpeg_segments(isi):
        ukuran = jpeg_size(tanda, badan) or ukuran
        if tanda == JPEG_SCAN and b"\xff\xd9" in badan:
            return ukuran
    raise DamagedPicture("terpotong")
