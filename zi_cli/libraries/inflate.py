"""Inflating at one go into the room that was declared, and checksums: ``deflate``, else the standard ``zlib``."""

from typing import Any

try:
    from deflate import DeflateError, crc32, deflate_decompress
except ImportError:
    import zlib
    from zlib import crc32  # type: ignore[assignment]

    class DeflateError(Exception):  # type: ignore[no-redef]
        """The compressed bytes are damaged, or not of the size that was declared."""

    def deflate_decompress(data: Any, originalsize: int) -> bytearray:
        """The *originalsize* bytes that *data* (raw deflate) inflates to; raises :class:`DeflateError`."""
        engine = zlib.decompressobj(-15)
        try:
            # One byte of room more tells a part that is larger than it declares.
            content = engine.decompress(data, originalsize + 1)
        except zlib.error as e:
            raise DeflateError(str(e)) from None
        if not engine.eof or len(content) != originalsize:
            raise DeflateError("ukuran lain")
        return bytearray(content)


__all__ = ["DeflateError", "crc32", "deflate_decompress"]
