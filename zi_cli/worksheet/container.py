"""Zip containers read with bounds, and rebuilt so that only checked bytes go on.

``Wadah`` trusts nothing in the headers: it inflates up to a limit whatever size is declared, verifies
length and checksum, and opens only the parts asked for; zips inside the zip are never opened.
``susun`` writes the checked parts into a fresh zip without compression. The reading library is given
that zip alone, so it can't see another entry, another size or another copy than the one checked, and
it saves the inflating. (The standard ``zipfile`` trusts sizes, reads the directory without bound, and
costs more to import than a worksheet to read.)
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple

from zi_cli.worksheet.limits import ENTRI_ZIP, RASIO_MAMPAT, RASIO_MULAI, Lampau, Rusak, Takaran, ribuan

_AKHIR = Struct("<4s4H2IH")
_DIREKTORI = Struct("<4s6H3I5H2I")
_LOKAL = Struct("<4s5H3I2H")


class _Entri(NamedTuple):
    nama: str
    bendera: int
    metode: int
    crc: int
    mampat: int
    ukuran: int
    letak: int


def kunci(nama: str) -> str:
    """The form in which part names are compared: slashes, no leading one, lower case."""
    return nama.replace("\\", "/").lstrip("/").lower()


class Wadah:
    """The parts of a zip file by name; raises ``Rusak`` or ``Lampau``."""

    def __init__(self, data: bytes, takaran: Takaran) -> None:
        self._data = data
        self._takaran = takaran
        self._sisa = 2 * len(data)
        self._entri: dict[str, _Entri] = {}
        self._ganda: set[str] = set()
        for entri in _baca_direktori(data):
            nama = kunci(entri.nama)
            if nama in self._entri:
                self._ganda.add(nama)
            self._entri[nama] = entri

    def __contains__(self, nama: str) -> bool:
        return kunci(nama) in self._entri

    def nama_asli(self, nama: str) -> str:
        """The name of the part as its container spells it, with slashes."""
        return self._entri[kunci(nama)].nama.replace("\\", "/").lstrip("/")

    def ukuran(self, nama: str) -> int:
        """The size in bytes of the part as declared; ``baca`` refuses a part of any larger size."""
        return self._entri[kunci(nama)].ukuran

    def jumlah_uji(self, nama: str) -> int:
        """The checksum of the part, which ``baca`` has found to be right."""
        return self._entri[kunci(nama)].crc

    def baca(self, nama: str) -> bytes:
        """The bytes of a part, checked; counted in the file's ``Takaran``."""
        entri = self._entri.get(kunci(nama))
        if entri is None:
            raise Rusak(f"bagian {nama} tidak ada")
        if kunci(nama) in self._ganda:
            raise Rusak(f"bagian {nama} ada dua kali")
        isi = self._mekarkan(entri)
        if zlib.crc32(isi) != entri.crc or (entri.ukuran != 0xFFFFFFFF and len(isi) != entri.ukuran):
            raise Rusak(f"bagian {nama} rusak (ukuran atau jumlah uji tidak cocok)")
        self._takaran.tambah_isi(len(isi))
        return isi

    def _mekarkan(self, entri: _Entri) -> bytes:
        if entri.bendera & 1:
            raise Rusak(f"bagian {entri.nama[:80]} terenkripsi")
        awal = entri.letak + _LOKAL.size
        if awal > len(self._data) or self._data[entri.letak : entri.letak + 4] != b"PK\x03\x04":
            raise Rusak(f"bagian {entri.nama[:80]} tidak ditemukan di letaknya")
        lokal = _LOKAL.unpack_from(self._data, entri.letak)
        awal += lokal[9] + lokal[10]
        # Parts that overlap would let a small file be read many times over.
        self._sisa -= entri.mampat
        if awal + entri.mampat > len(self._data) or self._sisa < 0:
            raise Rusak(f"bagian {entri.nama[:80]} terpotong")
        mampat = memoryview(self._data)[awal : awal + entri.mampat]
        if entri.metode == 0:
            return bytes(mampat)
        if entri.metode != 8:
            raise Rusak(f"cara pemampatan {entri.metode} tidak dikenal")
        pemekar = zlib.decompressobj(-15)
        try:
            isi = pemekar.decompress(mampat, self._takaran.batas_isi - self._takaran.isi + 1)
        except zlib.error:
            raise Rusak(f"bagian {entri.nama[:80]} rusak") from None
        if len(isi) > RASIO_MULAI and len(isi) > RASIO_MAMPAT * entri.mampat:
            raise Lampau(f"bagian {entri.nama[:80]} mekar lebih dari {RASIO_MAMPAT} kali")
        if not pemekar.eof:
            self._takaran.tambah_isi(len(isi))
            raise Rusak(f"bagian {entri.nama[:80]} terpotong")
        return isi


def _baca_direktori(data: bytes) -> Iterable[_Entri]:
    akhir = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if akhir < 0 or akhir + _AKHIR.size > len(data):
        raise Rusak("zip terpotong")
    _, _, _, _, jumlah, ukuran, letak, _ = _AKHIR.unpack_from(data, akhir)
    if ukuran == 0xFFFFFFFF or letak == 0xFFFFFFFF or jumlah == 0xFFFF:
        raise Lampau("zip berukuran besar (zip64)")
    if jumlah > ENTRI_ZIP:
        raise Lampau(f"{ribuan(jumlah)} bagian di dalam zip (paling banyak {ribuan(ENTRI_ZIP)})")
    # Bytes put in front of the zip shift every position alike.
    geser = akhir - ukuran - letak
    posisi = akhir - ukuran
    if geser < 0:
        raise Rusak("direktori zip rusak")
    for _ in range(jumlah):
        if posisi + _DIREKTORI.size > akhir or data[posisi : posisi + 4] != b"PK\x01\x02":
            raise Rusak("direktori zip rusak")
        k = _DIREKTORI.unpack_from(data, posisi)
        mentah = data[posisi + 46 : posisi + 46 + k[10]]
        # ASCII reads alike in both, and names of parts are: no need to load and run the slow codec.
        nama = mentah.decode("utf-8" if k[3] & 0x800 or mentah.isascii() else "cp437", "replace")
        yield _Entri(nama, k[3], k[4], k[7], k[8], k[9], k[16] + geser)
        posisi += 46 + k[10] + k[11] + k[12]


def susun(bagian: Iterable[tuple[str, bytes, int | None]]) -> bytes:
    """A zip that stores *bagian* (name, bytes, checksum if known) uncompressed, in that order."""
    potongan: list[bytes] = []
    direktori: list[bytes] = []
    letak = 0
    for nama, isi, uji in bagian:
        n = nama.encode()
        ukuran, crc = len(isi), zlib.crc32(isi) if uji is None else uji
        potongan += (_LOKAL.pack(b"PK\x03\x04", 20, 0x800, 0, 0, 33, crc, ukuran, ukuran, len(n), 0), n, isi)
        direktori += (
            _DIREKTORI.pack(b"PK\x01\x02", 20, 20, 0x800, 0, 0, 33, crc, ukuran, ukuran, len(n), 0, 0, 0, 0, 0, letak),
            n,
        )
        letak += _LOKAL.size + len(n) + ukuran
    jumlah = len(direktori) // 2
    panjang = sum(map(len, direktori))
    akhir = _AKHIR.pack(b"PK\x05\x06", 0, 0, jumlah, jumlah, panjang, letak, 0)
    return b"".join((*potongan, *direktori, akhir))
