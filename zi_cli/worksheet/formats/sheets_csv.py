"""One sheet from text: delimiter and character encoding are found out from the content."""

import csv
import io

from zi_cli.worksheet.formats.limits import BERKAS_CSV, MIB, SEL, Budget, Damaged, LimitExceeded

_PEMISAH = (";", ",", "\t")
_BARIS_CONTOH = 200
#: A file that is not named .csv is taken for one only from this many rows of three fields on.
_BARIS_YAKIN = 5


def read_csv(data: bytes, takaran: Budget, *, yakin: bool) -> list[list[str]]:
    """Rows of the text *data*, all of one width.

    *yakin*: the file's name says it is delimited text; otherwise only plainly delimited text is
    taken. Raises ``Damaged`` when it is no such text, ``LimitExceeded`` beyond a limit.
    """
    if len(data) > BERKAS_CSV:
        if not yakin and b"\0" in data[:4096]:
            raise Damaged("bukan berkas buku kerja")
        raise LimitExceeded(f"berkas teks lebih dari {BERKAS_CSV // MIB} MB")
    teks, _ = decoded(data)
    petunjuk, _, sisa = teks.partition("\n")
    if petunjuk.strip().lower() in {f"sep={p}" for p in _PEMISAH}:
        # Excel's own hint; Excel does not show that line, so it does not count as a row.
        pemisah, teks = petunjuk.strip()[4], sisa
    else:
        pemisah = best_delimiter(teks)
        if not yakin and _fit(teks, pemisah)[0] < _BARIS_YAKIN:
            raise Damaged("isinya teks biasa")
    if teks.count(pemisah) + teks.count("\n") > 2 * SEL:
        raise LimitExceeded("sel terlalu banyak")
    try:
        baris = list(csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah))
    except csv.Error:
        raise LimitExceeded("satu sel berisi teks lebih dari 131.072 karakter (tanda kutip tidak ditutup?)") from None
    lebar = max(map(len, baris), default=0)
    takaran.add_sheet(len(baris), lebar)
    return [r + [""] * (lebar - len(r)) for r in baris]


def best_delimiter(teks: str) -> str:
    """The delimiter that divides the first rows of *teks* best."""
    return max(_PEMISAH, key=lambda p: _fit(teks, p))


def decoded(data: bytes) -> tuple[str, str]:
    """Text of *data* and the name of its encoding: UTF-8 with or without mark, UTF-16, else Windows-1252.

    Raises ``Damaged`` when it is no delimited text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        sandi = "utf-16"
    elif 2 * data[1:400:2].count(0) > len(data[1:400:2]):
        sandi = "utf-16-le"
    else:
        sandi = "utf-8-sig"
    try:
        teks = data.decode(sandi)
    except UnicodeDecodeError:
        sandi = "cp1252"
        teks = data.decode(sandi, "replace")
    kendali = sum(map(teks[:10_000].count, map(chr, (*range(9), *range(14, 32)))))
    if kendali or not teks.strip():
        raise Damaged("bukan berkas buku kerja")
    if teks.lstrip()[:1] == "<":
        raise Damaged("isinya halaman HTML atau XML, bukan buku kerja")
    return teks, sandi


def _fit(teks: str, pemisah: str) -> tuple[int, int]:
    """How well *pemisah* divides the first rows: rows of the commonest width of 3 or more, and that width."""
    contoh = teks[: 200 * _BARIS_CONTOH * 10]
    lebar: dict[int, int] = {}
    try:
        for n, baris in enumerate(csv.reader(io.StringIO(contoh, newline=""), delimiter=pemisah)):
            if n >= _BARIS_CONTOH:
                break
            lebar[len(baris)] = lebar.get(len(baris), 0) + 1
    except csv.Error:
        return 0, 0
    return max(((n, w) for w, n in lebar.items() if w >= 3), default=(0, 0))
