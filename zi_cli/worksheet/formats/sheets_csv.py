"""One sheet from text: delimiter and character encoding are found out from the content."""

import csv
import io

from zi_cli.worksheet.formats.limits import MAX_CELLS, MAX_CSV_BYTES, MIB, Budget, Damaged, LimitExceeded

_DELIMITERS = (";", ",", "\t")
_SAMPLE_ROWS = 200
#: A file that is not named .csv is taken for one only from this many rows of three fields on.
_SURE_ROWS = 5


def read_csv(data: bytes, measure: Budget, *, sure: bool) -> list[list[str]]:
    """Rows of the text *data*, all of one width.

    *sure*: the file's name says it is delimited text; otherwise only plainly delimited text is
    taken. Raises ``Damaged`` when it is no such text, ``LimitExceeded`` beyond a limit.
    """
    if len(data) > MAX_CSV_BYTES:
        if not sure and b"\0" in data[:4096]:
            raise Damaged("bukan berkas buku kerja")
        raise LimitExceeded(f"berkas teks lebih dari {MAX_CSV_BYTES // MIB} MB")
    text, _ = decoded(data)
    hint, _, rest = text.partition("\n")
    if hint.strip().lower() in {f"sep={p}" for p in _DELIMITERS}:
        # Excel's own hint; Excel does not show that line, so it does not count as a row.
        separator, text = hint.strip()[4], rest
    else:
        separator = best_delimiter(text)
        if not sure and _fit(text, separator)[0] < _SURE_ROWS:
            raise Damaged("isinya teks biasa")
    if text.count(separator) + text.count("\n") > 2 * MAX_CELLS:
        raise LimitExceeded("sel terlalu banyak")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise LimitExceeded("satu sel berisi teks lebih dari 131.072 karakter (tanda kutip tidak ditutup?)") from None
    width = max(map(len, rows), default=0)
    measure.add_sheet(len(rows), width)
    return [r + [""] * (width - len(r)) for r in rows]


def best_delimiter(text: str) -> str:
    """The delimiter that divides the first rows of *text* best."""
    return max(_DELIMITERS, key=lambda p: _fit(text, p))


def decoded(data: bytes) -> tuple[str, str]:
    """Text of *data* and the name of its encoding: UTF-8 with or without mark, UTF-16, else Windows-1252.

    Raises ``Damaged`` when it is no delimited text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        password = "utf-16"
    elif 2 * data[1:400:2].count(0) > len(data[1:400:2]):
        password = "utf-16-le"
    else:
        password = "utf-8-sig"
    try:
        text = data.decode(password)
    except UnicodeDecodeError:
        password = "cp1252"
        text = data.decode(password, "replace")
    control = sum(map(text[:10_000].count, map(chr, (*range(9), *range(14, 32)))))
    if control or not text.strip():
        raise Damaged("bukan berkas buku kerja")
    if text.lstrip()[:1] == "<":
        raise Damaged("isinya halaman HTML atau XML, bukan buku kerja")
    return text, password


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How well *separator* divides the first rows: rows of the commonest width of 3 or more, and that width."""
    example = text[: 200 * _SAMPLE_ROWS * 10]
    widths: dict[int, int] = {}
    try:
        for n, row in enumerate(csv.reader(io.StringIO(example, newline=""), delimiter=separator)):
            if n >= _SAMPLE_ROWS:
                break
            widths[len(row)] = widths.get(len(row), 0) + 1
    except csv.Error:
        return 0, 0
    return max(((n, w) for w, n in widths.items() if w >= 3), default=(0, 0))
