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
from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import (
    MAX_CONTENT_BYTES,
    MAX_FILE_BYTES,
    MAX_PART_NAME,
    MAX_RATIO,
    MAX_ZIP_ENTRIES,
    MIB,
    RATIO_FROM,
    Budget,
    Damaged,
    LimitExceeded,
)

_END_RECORD = Struct("<4s4H2IH")
_DIREKTORI = Struct("<4s6H3I5H2I")
_LOCAL_HEADER = Struct("<4s5H3I2H")
_EXTRA = Struct("<2H")
_TOO_LARGE = 0xFFFFFFFF
#: Extra fields of an entry: its numbers where they are large (zip64), and its name in Unicode.
_LARGE_NUMBERS, _OTHER_NAME = 0x0001, 0x7075
#: Bytes that the end record of a large zip (zip64) may take, its own extensions included.
_ZIP64_TAIL = 1024


class _Entri(NamedTuple):
    nama: str
    bendera: int
    metode: int
    crc: int
    mampat: int
    ukuran: int
    letak: int
    mentah: bytes


def part_key(name: str) -> str:
    """The form in which part names are compared: slashes, no leading one, lower case."""
    return name.replace("\\", "/").lstrip("/").lower()


class Container:
    """The parts of a zip file by name; raises ``Damaged`` or ``LimitExceeded``."""

    def __init__(self, data: bytes, measure: Budget) -> None:
        self._data = data
        self.takaran = measure
        self._sisa = 2 * len(data)
        self._entri: dict[str, _Entri] = {}
        self._ganda: set[str] = set()
        for entry in _read_directory(data):
            name = part_key(entry.nama)
            if name in self._entri:
                self._ganda.add(name)
            self._entri[name] = entry

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self._entri

    def entries(self) -> Iterable[_Entri]:
        """All entries, as the directory states them; of a name that stands twice, the last."""
        return self._entri.values()

    def size(self, name: str) -> int:
        """The size in bytes of the part as declared; ``read`` refuses a part of any larger size."""
        return self._entri[part_key(name)].ukuran

    @property
    def xml_size(self) -> int:
        """The declared size in bytes of all parts that are XML by their name."""
        return sum(e.ukuran for name, e in self._entri.items() if name.endswith((".xml", ".rels")))

    def read(self, name: str) -> bytes:
        """The bytes of a part, checked; counted in the file's ``Budget``."""
        entry = self._entri.get(part_key(name))
        if entry is None:
            raise Damaged(f"bagian {name} tidak ada")
        if part_key(name) in self._ganda:
            raise Damaged(f"bagian {name} ada dua kali")
        content = self._inflated(entry)
        if len(content) != entry.ukuran or crc32(content) != entry.crc:
            raise Damaged(f"bagian {name} rusak (ukuran atau jumlah uji tidak cocok)")
        return content

    def stream(self, name: str, limit: int) -> Iterator[bytes]:
        """The bytes of a part piece by piece, for parts too large to hold; size and checksum are checked at the end.

        *limit* bounds the inflated size in bytes, apart from the file's ``Budget``.
        """
        entry = self._entri.get(part_key(name))
        if entry is None or part_key(name) in self._ganda:
            raise Damaged(f"bagian {name[:80]} tidak ada, atau ada dua kali")
        if entry.ukuran > limit:
            raise LimitExceeded(f"bagian {name[:80]} lebih dari {limit // MIB} MB")
        packed = self._deflated(entry)
        if entry.metode == 0:
            chunks: Iterable[bytes] = (bytes(packed[i : i + MIB]) for i in range(0, len(packed), MIB))
        else:
            chunks = _inflate(packed, entry.nama)
        size = probe = 0
        for content in chunks:
            size += len(content)
            if size > entry.ukuran:
                break
            probe = crc32(content, probe)
            yield content
        if size != entry.ukuran or probe != entry.crc:
            raise Damaged(f"bagian {name[:80]} rusak (ukuran atau jumlah uji tidak cocok)")

    def _deflated(self, entry: _Entri) -> memoryview:
        """The compressed bytes of a part, found and within the limits."""
        if entry.bendera & 1:
            raise Damaged(f"bagian {entry.nama[:80]} terenkripsi")
        start = entry.letak + _LOCAL_HEADER.size
        if start > len(self._data) or self._data[entry.letak : entry.letak + 4] != b"PK\x03\x04":
            raise Damaged(f"bagian {entry.nama[:80]} tidak ditemukan di letaknya")
        local = _LOCAL_HEADER.unpack_from(self._data, entry.letak)
        if self._data[start : start + local[9]] != entry.mentah or local[3] != entry.metode:
            # One program goes by the directory, another by what stands before the part itself.
            raise Damaged(f"bagian {entry.nama[:80]} bernama atau dimampatkan lain di tempatnya")
        start += local[9] + local[10]
        # Parts that overlap would let a small file be read many times over.
        self._sisa -= entry.mampat
        if start + entry.mampat > len(self._data) or self._sisa < 0:
            raise Damaged(f"bagian {entry.nama[:80]} terpotong")
        if entry.ukuran > RATIO_FROM and entry.ukuran > MAX_RATIO * entry.mampat:
            raise LimitExceeded(f"bagian {entry.nama[:80]} mekar lebih dari {MAX_RATIO} kali")
        if entry.metode not in (0, 8):
            raise Damaged(f"cara pemampatan {entry.metode} tidak dikenal")
        return memoryview(self._data)[start : start + entry.mampat]

    def _inflated(self, entry: _Entri) -> bytes:
        packed = self._deflated(entry)
        self.takaran.add_bytes(entry.ukuran)
        if entry.metode == 0:
            return bytes(packed)
        try:
            return bytes(deflate_decompress(packed, entry.ukuran))
        except DeflateError:
            raise Damaged(f"bagian {entry.nama[:80]} rusak (isi atau ukurannya)") from None


def _inflate(packed: memoryview, name: str) -> Iterator[bytes]:
    import zlib

    engine = zlib.decompressobj(-15)
    try:
        for i in range(0, len(packed), 65_536):
            rest = bytes(packed[i : i + 65_536])
            while rest:
                yield engine.decompress(rest, MIB)
                rest = engine.unconsumed_tail
        yield engine.flush()
    except zlib.error:
        raise Damaged(f"bagian {name[:80]} rusak") from None


def check_package(data: bytes) -> None:
    """Raise ``Damaged`` or ``LimitExceeded`` for a zip whose parts, all of them opened, would go beyond the limits.

    For libraries that open every part by the sizes that the directory states; pictures count as they are.
    """
    container = Container(data, Budget())
    for entry in container.entries():
        if entry.ukuran > RATIO_FROM and entry.ukuran > MAX_RATIO * entry.mampat:
            raise LimitExceeded(f"bagian {entry.nama[:80]} mekar lebih dari {MAX_RATIO} kali")
    if container.xml_size > MAX_CONTENT_BYTES:
        raise LimitExceeded(f"isi setelah dimekarkan lebih dari {MAX_CONTENT_BYTES >> 20} MB")
    if sum(e.ukuran for e in container.entries()) > 4 * MAX_FILE_BYTES:
        raise LimitExceeded(f"isi setelah dimekarkan lebih dari {4 * MAX_FILE_BYTES >> 20} MB")


def _read_directory(data: bytes) -> Iterable[_Entri]:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + _END_RECORD.size > len(data):
        raise Damaged("zip terpotong")
    _, _, _, _, count, size, positions, _ = _END_RECORD.unpack_from(data, end)
    if _TOO_LARGE in (size, positions) or count == 0xFFFF:
        raise LimitExceeded("zip berukuran besar (zip64)")
    if count > MAX_ZIP_ENTRIES:
        raise LimitExceeded(f"{dotted(count)} bagian di dalam zip (paling banyak {dotted(MAX_ZIP_ENTRIES)})")
    edge = end
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        # Some programs add the end record of large zips to every zip; the one above says the same.
        edge = data.rfind(b"PK\x06\x06", max(0, end - 20 - _ZIP64_TAIL), end - 20)
    # Bytes put in front of the zip shift every position alike.
    shift = edge - size - positions
    position = edge - size
    if shift < 0:
        raise Damaged("direktori zip rusak")
    for _ in range(count):
        if position + _DIREKTORI.size > edge or data[position : position + 4] != b"PK\x01\x02":
            raise Damaged("direktori zip rusak")
        k = _DIREKTORI.unpack_from(data, position)
        raw = data[position + 46 : position + 46 + k[10]]
        # ASCII reads alike in both, and names of parts are: no need to load and run the slow codec.
        if len(raw) > MAX_PART_NAME:
            raise LimitExceeded(f"nama bagian di dalam zip lebih dari {MAX_PART_NAME} bita")
        name = raw.decode("utf-8" if k[3] & 0x800 or raw.isascii() else "cp437", "replace")
        packed, large, place = k[8], k[9], k[16]
        ekstra = data[position + 46 + k[10] : position + 46 + k[10] + k[11]]
        if any(content[5:] != raw for content in _extra_fields(ekstra, _OTHER_NAME)):
            raise Damaged(f"bagian {name[:80]} mempunyai dua nama")
        if _TOO_LARGE in (packed, large, place):
            large, packed, place = _zip64_numbers(ekstra, (large, packed, place))
        yield _Entri(name, k[3], k[4], k[7], packed, large, place + shift, raw)
        position += 46 + k[10] + k[11] + k[12]


def _extra_fields(ekstra: bytes, kind: int) -> Iterator[bytes]:
    """What the extra fields of that kind of an entry hold."""
    p = 0
    while p + 4 <= len(ekstra):
        ini, length = _EXTRA.unpack_from(ekstra, p)
        if ini == kind:
            yield ekstra[p + 4 : p + 4 + length]
        p += 4 + length


def _zip64_numbers(ekstra: bytes, figures: tuple[int, int, int]) -> Iterator[int]:
    """The numbers of a directory entry, those written as "see the extra field" (zip64) taken from there."""
    content = next(_extra_fields(ekstra, _LARGE_NUMBERS), b"")
    for n in figures:
        if n == _TOO_LARGE:
            if len(content) < 8:
                raise Damaged("direktori zip rusak")
            n, content = int.from_bytes(content[:8], "little"), content[8:]
        yield n


def assemble(parts: Iterable[tuple[str, bytes, int | None]]) -> bytes:
    """A zip that stores *parts* (name, bytes, checksum if known) uncompressed, in that order."""
    pieces: list[bytes] = []
    directories: list[bytes] = []
    position = 0
    for name, content, probe in parts:
        n = name.encode()
        size, crc = len(content), crc32(content) if probe is None else probe
        pieces += (_LOCAL_HEADER.pack(b"PK\x03\x04", 20, 0x800, 0, 0, 33, crc, size, size, len(n), 0), n, content)
        directories += (
            _DIREKTORI.pack(b"PK\x01\x02", 20, 20, 0x800, 0, 0, 33, crc, size, size, len(n), 0, 0, 0, 0, 0, position),
            n,
        )
        position += _LOCAL_HEADER.size + len(n) + size
    count = len(directories) // 2
    length = sum(map(len, directories))
    end = _END_RECORD.pack(b"PK\x05\x06", 0, 0, count, count, length, position, 0)
    return b"".join((*pieces, *directories, end))
