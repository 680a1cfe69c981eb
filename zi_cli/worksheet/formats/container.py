"""Zip containers read with bounds, and rebuilt so that only checked bytes go on.

``Container`` trusts nothing in the headers: a part gets the room it declares, once that is within the limit,
and not a byte more; length and checksum are verified. Only the parts asked for are opened; zips inside
the zip never are.
``assemble`` writes the checked parts into a fresh zip without compression. The reading library is given
that zip alone, so it can't see another entry, another size or another copy than the one checked, and
it saves the inflating. (The standard ``zipfile`` trusts sizes, reads the directory without bound, and
costs more to import than a worksheet to read.)
"""

from collections.abc import Iterable, Iterator
from struct import Struct

from zi_cli.libraries.inflate import DeflateError, crc32, deflate_decompress
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import (
    ENTRI_ZIP,
    ISI_DIBACA,
    MIB,
    NAMA_BAGIAN,
    RASIO_MAMPAT,
    RASIO_MULAI,
    UKURAN_BERKAS,
    Budget,
    Damaged,
    LimitExceeded,
    ribuan,
)

_AKHIR = Struct("<4s4H2IH")
_DIREKTORI = Struct("<4s6H3I5H2I")
_LOKAL = Struct("<4s5H3I2H")
_EKSTRA = Struct("<2H")
_BESAR = 0xFFFFFFFF
#: Extra fields of an entry: its numbers where they are large (zip64), and its name in Unicode.
_ANGKA_BESAR, _NAMA_LAIN = 0x0001, 0x7075
#: Bytes that the end record of a large zip (zip64) may take, its own extensions included.
_AKHIR_ZIP64 = 1024


class _Entri(NamedTuple):
    nama: str
    bendera: int
    metode: int
    crc: int
    mampat: int
    ukuran: int
    letak: int
    mentah: bytes


def kunci(nama: str) -> str:
    """The form in which part names are compared: slashes, no leading one, lower case."""
    return nama.replace("\\", "/").lstrip("/").lower()


class Container:
    """The parts of a zip file by name; raises ``Damaged`` or ``LimitExceeded``."""

    def __init__(self, data: bytes, takaran: Budget) -> None:
        self._data = data
        self.takaran = takaran
        self._sisa = 2 * len(data)
        self._entri: dict[str, _Entri] = {}
        self._ganda: set[str] = set()
        for entri in _read_directory(data):
            nama = kunci(entri.nama)
            if nama in self._entri:
                self._ganda.add(nama)
            self._entri[nama] = entri

    def __contains__(self, nama: str) -> bool:
        return kunci(nama) in self._entri

    def entri(self) -> Iterable[_Entri]:
        """All entries, as the directory states them; of a name that stands twice, the last."""
        return self._entri.values()

    def ukuran(self, nama: str) -> int:
        """The size in bytes of the part as declared; ``read`` refuses a part of any larger size."""
        return self._entri[kunci(nama)].ukuran

    @property
    def ukuran_xml(self) -> int:
        """The declared size in bytes of all parts that are XML by their name."""
        return sum(e.ukuran for nama, e in self._entri.items() if nama.endswith((".xml", ".rels")))

    def read(self, nama: str) -> bytes:
        """The bytes of a part, checked; counted in the file's ``Budget``."""
        entri = self._entri.get(kunci(nama))
        if entri is None:
            raise Damaged(f"bagian {nama} tidak ada")
        if kunci(nama) in self._ganda:
            raise Damaged(f"bagian {nama} ada dua kali")
        isi = self._inflated(entri)
        if len(isi) != entri.ukuran or crc32(isi) != entri.crc:
            raise Damaged(f"bagian {nama} rusak (ukuran atau jumlah uji tidak cocok)")
        return isi

    def stream(self, nama: str, batas: int) -> Iterator[bytes]:
        """The bytes of a part piece by piece, for parts too large to hold; size and checksum are checked at the end.

        *batas* bounds the inflated size in bytes, apart from the file's ``Budget``.
        """
        entri = self._entri.get(kunci(nama))
        if entri is None or kunci(nama) in self._ganda:
            raise Damaged(f"bagian {nama[:80]} tidak ada, atau ada dua kali")
        if entri.ukuran > batas:
            raise LimitExceeded(f"bagian {nama[:80]} lebih dari {batas // MIB} MB")
        mampat = self._deflated(entri)
        if entri.metode == 0:
            keping: Iterable[bytes] = (bytes(mampat[i : i + MIB]) for i in range(0, len(mampat), MIB))
        else:
            keping = _inflate(mampat, entri.nama)
        ukuran = uji = 0
        for isi in keping:
            ukuran += len(isi)
            if ukuran > entri.ukuran:
                break
            uji = crc32(isi, uji)
            yield isi
        if ukuran != entri.ukuran or uji != entri.crc:
            raise Damaged(f"bagian {nama[:80]} rusak (ukuran atau jumlah uji tidak cocok)")

    def _deflated(self, entri: _Entri) -> memoryview:
        """The compressed bytes of a part, found and within the limits."""
        if entri.bendera & 1:
            raise Damaged(f"bagian {entri.nama[:80]} terenkripsi")
        awal = entri.letak + _LOKAL.size
        if awal > len(self._data) or self._data[entri.letak : entri.letak + 4] != b"PK\x03\x04":
            raise Damaged(f"bagian {entri.nama[:80]} tidak ditemukan di letaknya")
        lokal = _LOKAL.unpack_from(self._data, entri.letak)
        if self._data[awal : awal + lokal[9]] != entri.mentah or lokal[3] != entri.metode:
            # One program goes by the directory, another by what stands before the part itself.
            raise Damaged(f"bagian {entri.nama[:80]} bernama atau dimampatkan lain di tempatnya")
        awal += lokal[9] + lokal[10]
        # Parts that overlap would let a small file be read many times over.
        self._sisa -= entri.mampat
        if awal + entri.mampat > len(self._data) or self._sisa < 0:
            raise Damaged(f"bagian {entri.nama[:80]} terpotong")
        if entri.ukuran > RASIO_MULAI and entri.ukuran > RASIO_MAMPAT * entri.mampat:
            raise LimitExceeded(f"bagian {entri.nama[:80]} mekar lebih dari {RASIO_MAMPAT} kali")
        if entri.metode not in (0, 8):
            raise Damaged(f"cara pemampatan {entri.metode} tidak dikenal")
        return memoryview(self._data)[awal : awal + entri.mampat]

    def _inflated(self, entri: _Entri) -> bytes:
        mampat = self._deflated(entri)
        self.takaran.add_bytes(entri.ukuran)
        if entri.metode == 0:
            return bytes(mampat)
        try:
            return bytes(deflate_decompress(mampat, entri.ukuran))
        except DeflateError:
            raise Damaged(f"bagian {entri.nama[:80]} rusak (isi atau ukurannya)") from None


def _inflate(mampat: memoryview, nama: str) -> Iterator[bytes]:
    import zlib

    mesin = zlib.decompressobj(-15)
    try:
        for i in range(0, len(mampat), 65_536):
            sisa = bytes(mampat[i : i + 65_536])
            while sisa:
                yield mesin.decompress(sisa, MIB)
                sisa = mesin.unconsumed_tail
        yield mesin.flush()
    except zlib.error:
        raise Damaged(f"bagian {nama[:80]} rusak") from None


def check_package(data: bytes) -> None:
    """Raise ``Damaged`` or ``LimitExceeded`` for a zip whose parts, all of them opened, would go beyond the limits.

    For libraries that open every part by the sizes that the directory states; pictures count as they are.
    """
    wadah = Container(data, Budget())
    for entri in wadah.entri():
        if entri.ukuran > RASIO_MULAI and entri.ukuran > RASIO_MAMPAT * entri.mampat:
            raise LimitExceeded(f"bagian {entri.nama[:80]} mekar lebih dari {RASIO_MAMPAT} kali")
    if wadah.ukuran_xml > ISI_DIBACA:
        raise LimitExceeded(f"isi setelah dimekarkan lebih dari {ISI_DIBACA >> 20} MB")
    if sum(e.ukuran for e in wadah.entri()) > 4 * UKURAN_BERKAS:
        raise LimitExceeded(f"isi setelah dimekarkan lebih dari {4 * UKURAN_BERKAS >> 20} MB")


def _read_directory(data: bytes) -> Iterable[_Entri]:
    akhir = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if akhir < 0 or akhir + _AKHIR.size > len(data):
        raise Damaged("zip terpotong")
    _, _, _, _, jumlah, ukuran, letak, _ = _AKHIR.unpack_from(data, akhir)
    if _BESAR in (ukuran, letak) or jumlah == 0xFFFF:
        raise LimitExceeded("zip berukuran besar (zip64)")
    if jumlah > ENTRI_ZIP:
        raise LimitExceeded(f"{ribuan(jumlah)} bagian di dalam zip (paling banyak {ribuan(ENTRI_ZIP)})")
    ujung = akhir
    if data[akhir - 20 : akhir - 16] == b"PK\x06\x07":
        # Some programs add the end record of large zips to every zip; the one above says the same.
        ujung = data.rfind(b"PK\x06\x06", max(0, akhir - 20 - _AKHIR_ZIP64), akhir - 20)
    # Bytes put in front of the zip shift every position alike.
    geser = ujung - ukuran - letak
    posisi = ujung - ukuran
    if geser < 0:
        raise Damaged("direktori zip rusak")
    for _ in range(jumlah):
        if posisi + _DIREKTORI.size > ujung or data[posisi : posisi + 4] != b"PK\x01\x02":
            raise Damaged("direktori zip rusak")
        k = _DIREKTORI.unpack_from(data, posisi)
        mentah = data[posisi + 46 : posisi + 46 + k[10]]
        # ASCII reads alike in both, and names of parts are: no need to load and run the slow codec.
        if len(mentah) > NAMA_BAGIAN:
            raise LimitExceeded(f"nama bagian di dalam zip lebih dari {NAMA_BAGIAN} bita")
        nama = mentah.decode("utf-8" if k[3] & 0x800 or mentah.isascii() else "cp437", "replace")
        mampat, besar, tempat = k[8], k[9], k[16]
        ekstra = data[posisi + 46 + k[10] : posisi + 46 + k[10] + k[11]]
        if any(isi[5:] != mentah for isi in _extra_fields(ekstra, _NAMA_LAIN)):
            raise Damaged(f"bagian {nama[:80]} mempunyai dua nama")
        if _BESAR in (mampat, besar, tempat):
            besar, mampat, tempat = _angka_zip64(ekstra, (besar, mampat, tempat))
        yield _Entri(nama, k[3], k[4], k[7], mampat, besar, tempat + geser, mentah)
        posisi += 46 + k[10] + k[11] + k[12]


def _extra_fields(ekstra: bytes, jenis: int) -> Iterator[bytes]:
    """What the extra fields of that kind of an entry hold."""
    p = 0
    while p + 4 <= len(ekstra):
        ini, panjang = _EKSTRA.unpack_from(ekstra, p)
        if ini == jenis:
            yield ekstra[p + 4 : p + 4 + panjang]
        p += 4 + panjang


def _angka_zip64(ekstra: bytes, angka: tuple[int, int, int]) -> Iterator[int]:
    """The numbers of a directory entry, those written as "see the extra field" (zip64) taken from there."""
    isi = next(_extra_fields(ekstra, _ANGKA_BESAR), b"")
    for n in angka:
        if n == _BESAR:
            if len(isi) < 8:
                raise Damaged("direktori zip rusak")
            n, isi = int.from_bytes(isi[:8], "little"), isi[8:]
        yield n


def assemble(bagian: Iterable[tuple[str, bytes, int | None]]) -> bytes:
    """A zip that stores *bagian* (name, bytes, checksum if known) uncompressed, in that order."""
    potongan: list[bytes] = []
    direktori: list[bytes] = []
    letak = 0
    for nama, isi, uji in bagian:
        n = nama.encode()
        ukuran, crc = len(isi), crc32(isi) if uji is None else uji
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
