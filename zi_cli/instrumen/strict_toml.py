"""Strict reading of TOML tables: known keys of the right kind, or a finding with the key's path."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.plain_toml import read_plain
from zi_cli.text import excerpt, nearest, suggestion


class Desimal(str):
    """A decimal number of the TOML text, exactly as written (a float would round it)."""

    __slots__ = ()


#: A key of so many dotted parts is none of ours, and the parser takes the square of their number.
_DOTTED = r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){31}"""


class TomlFault(ValueError):
    """Text that is no TOML: ``sebab`` in words, ``baris`` where it can be told."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason)
        self.sebab, self.baris = reason, row


def parse_toml(raw: bytes) -> dict[str, Any]:
    """Parse TOML text, decimals as :class:`Desimal`; a byte order mark (Notepad writes one) is fine.

    Raises :class:`TomlFault`.
    """
    try:
        text = raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as e:
        raise TomlFault("bukan teks UTF-8; simpan ulang dengan pengodean UTF-8") from e
    if (plain := read_plain(text)) is not None:
        return plain
    import tomllib

    if re.search(_DOTTED, text):
        raise TomlFault("susunannya bersarang terlalu dalam")
    try:
        return tomllib.loads(text, parse_float=Desimal)
    except RecursionError as e:
        raise TomlFault("susunannya bersarang terlalu dalam") from e
    except ValueError as e:  # besides faults of writing, a figure of thousands of digits
        place = re.search(r"at line (\d+), column (\d+)", str(e))
        di = f"baris {place[1]} kolom {place[2]}" if place else "akhir berkas"
        if not isinstance(e, tomllib.TOMLDecodeError):
            di = "sebuah angka yang terlalu panjang"
        raise TomlFault(f"penulisan TOML keliru pada {di}", int(place[1]) if place else None) from e


class TomlReader:
    """Checks tables against their keys and kinds, and collects every fault with its key path."""

    def __init__(self, file: str, unreadable: str = "DAT501") -> None:
        """*unreadable* is the code of the finding about a file that is no TOML."""
        self.berkas, self._tak_terbaca = file, unreadable
        self.temuan: list[Temuan] = []
        self.salah: dict[str, str] = {}

    def reject(self, code: str, **content: Any) -> None:
        """Note the finding *code* about this file."""
        self.temuan.append(make_temuan(code, berkas=self.berkas, **content))

    def wrong(self, key: str, expected: str, nilai: object, choices: Iterable[str] = ()) -> None:
        """Note that *key* has a value it can't have (DAT503); ``salah`` has why in words, by key.

        The nearest of *choices* is offered.
        """
        text = excerpt(nilai)
        near = nearest(text.casefold(), choices)
        advice = f"; mungkin {near}" if near else ""
        self.reject("DAT503", kunci=key, seharusnya=expected, nilai=text)
        self.salah.setdefault(key, f"harus {expected}, bukan “{text}”{advice}")

    def parse(self, raw: bytes) -> dict[str, Any]:
        """Parse TOML text; what is wrong with it is a finding."""
        try:
            return parse_toml(raw)
        except TomlFault as e:
            self.reject(self._tak_terbaca, sebab=e.sebab)
            return {}

    def table(self, jalur: str, content: Any, keys: Mapping[str, str]) -> dict[str, Any]:
        """The known keys of table *content* with usable values; empty text counts as absent."""
        if not isinstance(content, dict):
            self.wrong(jalur, f"bagian [{jalur}]", content)
            return {}
        hasil: dict[str, Any] = {}
        for name, nilai in content.items():
            full = f"{jalur}.{name}" if jalur else name
            if name not in keys:
                self.reject("DAT502", kunci=excerpt(full), saran=suggestion(name, keys))
                continue
            kind = keys[name]
            valid, readable = _PARSERS[kind](nilai)
            if not valid:
                self.wrong(full, _EXPECTED[kind].format(name), nilai)
            elif readable is not None:
                hasil[name] = readable
        return hasil


_Hasil = tuple[bool, Any]


def _as_text(nilai: Any) -> _Hasil:
    return type(nilai) is str, (nilai.strip() or None) if type(nilai) is str else None


def _as_number_text(nilai: Any) -> _Hasil:
    if type(nilai) is int or isinstance(nilai, Desimal):
        return True, str(nilai)
    return _as_text(nilai)


def _as_count(nilai: Any) -> _Hasil:
    return (type(nilai) is int and nilai >= 0) or nilai == "", nilai if type(nilai) is int else None


def _as_texts(nilai: Any) -> _Hasil:
    valid = isinstance(nilai, list) and all(type(n) is str for n in nilai)
    return valid, tuple(n.strip() for n in nilai if n.strip()) if valid else None


def _as_day(nilai: Any) -> _Hasil:
    return (isinstance(nilai, date) and not isinstance(nilai, datetime)) or nilai == "", nilai or None


def _month_and_day(nilai: Any) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d\d)-(\d\d)", nilai) if type(nilai) is str else None
    if match is None:
        return None
    try:
        date(2001, int(match[1]), int(match[2]))  # a common year: 29 February is no yearly date
    except ValueError:
        return None
    return int(match[1]), int(match[2])


def _as_deadline(nilai: Any) -> _Hasil:
    if type(nilai) is str and nilai:
        pair = _month_and_day(nilai)
        return pair is not None, pair
    return _as_day(nilai)


def _as_month_days(nilai: Any) -> _Hasil:
    if not isinstance(nilai, list):
        return False, None
    pairs = [_month_and_day(n) for n in nilai]
    present = sorted(n for n in pairs if n is not None)
    return len(present) == len(pairs) > 0, tuple(present)


_PARSERS: dict[str, Callable[[Any], _Hasil]] = {
    "teks": _as_text,
    "teks_angka": _as_number_text,
    "cacah": _as_count,
    "daftar_teks": _as_texts,
    "hari": _as_day,
    "batas": _as_deadline,
    "daftar_bulan_hari": _as_month_days,
    "bagian": lambda nilai: (isinstance(nilai, dict), nilai),
    "daftar_bagian": lambda nilai: (isinstance(nilai, list), nilai),
}
_EXPECTED = {
    "teks": "teks dalam tanda petik",
    "teks_angka": 'teks atau angka, misalnya "BB" atau 72.5',
    "cacah": "bilangan bulat 0 atau lebih",
    "daftar_teks": 'daftar teks, misalnya ["…", "…"]',
    "hari": "tanggal tanpa tanda petik, misalnya 2027-05-31",
    "batas": 'tanggal, misalnya 2027-05-31, atau "05-31" untuk setiap tahun',
    "daftar_bulan_hari": 'daftar bulan-hari, misalnya ["03-31", "06-30"]',
    "bagian": "bagian bertanda kurung siku, misalnya [{}]",
    "daftar_bagian": "bagian berulang bertanda kurung siku ganda, misalnya [[{}]]",
}
