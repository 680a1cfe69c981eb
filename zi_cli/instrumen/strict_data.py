"""Strict reading of an instrument's files: whatever does not fit is one line naming file, line and key."""

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from zi_cli.errors import EXIT_UNREADABLE, UserError, read_reason
from zi_cli.files import file_fault, read_file
from zi_cli.instrumen.strict_toml import TomlFault, parse_toml
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import excerpt, path_text, strip_controls, suggestion

#: Bytes of one file; the largest of lke-2021 has 35 thousand.
MAX_SIZE = 4_000_000
#: What is said of texts that would look like others wherever they are shown.
_INVISIBLE = "memuat tanda yang tidak tampak; ketik ulang teksnya"
#: An exact figure as data write it: "60", "0.67", "-1", "1/3".
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12}|/\d{1,12})?", re.ASCII)


def folder_state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of what is in *folder*: equal as long as nothing in it was changed."""
    every = []
    try:
        for file in folder.iterdir():
            at = file.lstat() if file_fault(file) else file.stat()
            every.append((file.name, at.st_mtime_ns, at.st_size))
    except OSError:
        return ()  # its reader says why
    return tuple(sorted(every))


class InvalidInstrumen(UserError):
    """The instrument's data are not consistent (exit code 3); the text names file, line and what is allowed."""

    def __init__(self, file: Path, row: int | None, message: str) -> None:
        place = f"{file.name}:{row}" if row else file.name
        text = excerpt(f"{place}: {message}", 600)
        super().__init__(f"instrumen “{path_text(file.parent.name)}”: {text}", EXIT_UNREADABLE)
        self.args = (text,)


class TomlTable(NamedTuple):
    """One table of a TOML file, with its place in it ("" for the whole); every reader checks the value's kind."""

    berkas: Path
    isi: Mapping[str, Any]
    tempat: str = ""

    def wrong(self, key: str, message: str) -> InvalidInstrumen:
        """The error about *key* of this table, to raise."""
        di = f"{self.tempat}: " if self.tempat else ""
        return InvalidInstrumen(self.berkas, key_line(self.berkas, key), f"{di}{message}")

    def require(self, mandatory: frozenset[str], allowed: frozenset[str] = frozenset()) -> None:
        """Every key of *mandatory* is there, and none besides them and *allowed*."""
        for key in self.isi:
            if key not in mandatory | allowed:
                raise self.wrong(
                    key, f"kunci “{excerpt(key)}” tidak dikenal; {suggestion(key, sorted(mandatory | allowed))}"
                )
        for key in sorted(mandatory):
            if key not in self.isi:
                raise self.wrong("", f"kunci “{key}” belum ada")

    def text(self, key: str) -> str:
        """A text that is not blank."""
        nilai = self.isi[key]
        if type(nilai) is not str or not nilai.strip():  # a bare decimal is a Desimal
            raise self.wrong(key, f"“{key}” harus teks")
        return nilai

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the texts *allowed*."""
        nilai = self.text(key)
        if nilai not in allowed:
            raise self.wrong(key, f"{key} “{excerpt(nilai)}” tidak dikenal; boleh: {', '.join(allowed)}")
        return nilai

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        nilai = self.isi.get(key, False)
        if not isinstance(nilai, bool):
            raise self.wrong(key, f"“{key}” harus true atau false")
        return nilai

    def whole(self, key: str) -> int:
        """A whole number from 0 to a thousand million."""
        nilai = self.isi[key]
        if isinstance(nilai, bool) or not isinstance(nilai, int) or not 0 <= nilai <= 10**9:
            raise self.wrong(key, f"“{key}” harus bilangan bulat 0 atau lebih")
        return nilai

    def day(self, key: str) -> date:
        """A date without quotes."""
        nilai = self.isi[key]
        if not isinstance(nilai, date) or isinstance(nilai, datetime):
            raise self.wrong(key, f"“{key}” harus tanggal")
        return nilai

    def number(self, key: str) -> Fraction:
        """An exact figure in quotes; a bare TOML float is refused because it is not exact."""
        return read_fraction(self.berkas, key, self.isi[key])

    def texts(self, key: str, *, boleh_kosong: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them blank; with *boleh_kosong* the list may be absent or empty."""
        nilai = self.isi.get(key, []) if boleh_kosong else self.isi[key]
        correct = isinstance(nilai, list) and all(type(t) is str and t.strip() for t in nilai)
        if not correct or not (nilai or boleh_kosong):
            raise self.wrong(key, f"“{key}” harus daftar teks yang terisi")
        return tuple(nilai)

    def table(self, key: str) -> "TomlTable":
        """A table within this one."""
        nilai = self.isi[key]
        if not isinstance(nilai, dict):
            raise self.wrong(key, f"“{key}” harus bagian berkunci")
        return TomlTable(self.berkas, nilai, f"{self.tempat}.{key}" if self.tempat else key)

    def tables(self, key: str) -> "list[TomlTable]":
        """A list of tables; each is placed by its ``codes``, else by its number."""
        nilai = self.isi[key]
        if not isinstance(nilai, list) or not nilai or not all(isinstance(t, dict) for t in nilai):
            raise self.wrong(key, f"“{key}” harus bagian berulang [[{key}]]")
        codes = (t.get("kode") if isinstance(t.get("kode"), str) else n for n, t in enumerate(nilai, 1))
        return [TomlTable(self.berkas, t, f"{key} {excerpt(k)}") for t, k in zip(nilai, codes, strict=True)]

    def texts_by_key(self, key: str) -> dict[str, str]:
        """A table of texts."""
        table = self.table(key)
        return {k: table.text(k) for k in table.isi}


def read_toml(file: Path) -> TomlTable:
    """The whole of a TOML file."""
    try:
        table = TomlTable(file, parse_toml(_read_bytes(file)))
    except TomlFault as e:
        raise InvalidInstrumen(file, e.baris, f"tidak terbaca: {e.sebab}") from e
    for key, text in _texts_in("", table.isi):
        if strip_controls(text) != text:
            raise table.wrong(key, f"“{excerpt(key)}” {_INVISIBLE}")
    return table


def _texts_in(key: str, content: object) -> Iterator[tuple[str, str]]:
    """Every text in *content*, keys included, with the key that it stands under."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, Mapping):
        for k, v in content.items():
            yield key, k
            yield from _texts_in(k, v)
    elif isinstance(content, list):
        for v in content:
            yield from _texts_in(key, v)


def read_csv(
    file: Path, columns: tuple[str, ...], *, optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row; the columns *optional* may follow *columns*, all of them or none."""
    readers = csv.reader(io.StringIO(_file_text(file), newline=""), strict=True)
    try:
        header = tuple(next(readers, ()))
        if header not in (columns, columns + optional):
            raise InvalidInstrumen(file, 1, f"kolom harus {','.join(columns + optional)}")
        for cell in readers:
            if len(cell) != len(header):
                raise InvalidInstrumen(file, readers.line_num, f"{len(cell)} kolom, seharusnya {len(header)}")
            if any(strip_controls(s) != s for s in cell):
                raise InvalidInstrumen(file, readers.line_num, _INVISIBLE)
            yield readers.line_num, dict(zip(header, cell, strict=True))
    except csv.Error as e:
        raise InvalidInstrumen(file, readers.line_num, f"tidak terbaca: {e}") from e


def read_fraction(file: Path, place: int | str, text: object) -> Fraction:
    """Exact value of the figure *text*, a text; *place* is its line, or the key of a TOML file that holds it."""
    nilai = _exact(text) if type(text) is str else None
    if nilai is not None:
        return nilai
    row = key_line(file, place) if isinstance(place, str) else place
    content = f"“{excerpt(text)}”" if isinstance(text, str) else "isinya"
    raise InvalidInstrumen(file, row, f'{content} bukan angka dalam tanda petik, misalnya "0.5" atau "1/3"')


@lru_cache(maxsize=512)
def _exact(text: str) -> Fraction | None:
    """The figure *text*; None when it is none. Most of an instrument's weights are one of a few."""
    try:
        return Fraction(text) if _NUMBER.fullmatch(text) else None
    except ZeroDivisionError:
        return None


def key_line(file: Path, key: str) -> int | None:
    """Line of the first key (or table) *key* of a TOML file; None when none stands at the head of a line."""
    if not key:
        return None
    pattern = re.compile(rf"\s*\[*\s*(?:[\w-]+\.)*\"?{re.escape(key)}\b")
    for number, text in enumerate(_file_text(file).splitlines(), 1):
        if pattern.match(text):
            return number
    return None


def _read_bytes(file: Path) -> bytes:
    try:
        content = read_file(file, MAX_SIZE + 1)
    except OSError as e:
        reason = read_reason(e)
        raise InvalidInstrumen(file, None, f"tidak terbaca: {reason}") from e
    if len(content) > MAX_SIZE:
        raise InvalidInstrumen(file, None, f"lebih besar daripada {MAX_SIZE // 1_000_000} MB")
    return content


def _file_text(file: Path) -> str:
    try:
        return _read_bytes(file).removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as e:
        raise InvalidInstrumen(file, None, "tidak terbaca: bukan teks UTF-8") from e
