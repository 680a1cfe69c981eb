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
from zi_cli.files import read_file
from zi_cli.instrumen.strict_toml import TomlFault, parse_toml
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import cuplik, path_text, saran, strip_controls

#: Bytes of one file; the largest of lke-2021 has 35 thousand.
UKURAN_MAKS = 4_000_000
#: What is said of texts that would look like others wherever they are shown.
_TAK_TAMPAK = "memuat tanda yang tidak tampak; ketik ulang teksnya"
#: An exact figure as data write it: "60", "0.67", "-1", "1/3".
_ANGKA = re.compile(r"-?\d{1,12}(?:\.\d{1,12}|/\d{1,12})?", re.ASCII)


class InvalidInstrumen(UserError):
    """The instrument's data are not consistent (exit code 3); the text names file, line and what is allowed."""

    def __init__(self, berkas: Path, baris: int | None, pesan: str) -> None:
        tempat = f"{berkas.name}:{baris}" if baris else berkas.name
        teks = cuplik(f"{tempat}: {pesan}", 600)
        super().__init__(f"instrumen “{path_text(berkas.parent.name)}”: {teks}", EXIT_UNREADABLE)
        self.args = (teks,)


class TomlTable(NamedTuple):
    """One table of a TOML file, with its place in it ("" for the whole); every reader checks the value's kind."""

    berkas: Path
    isi: Mapping[str, Any]
    tempat: str = ""

    def wrong(self, kunci: str, pesan: str) -> InvalidInstrumen:
        """The error about *kunci* of this table, to raise."""
        di = f"{self.tempat}: " if self.tempat else ""
        return InvalidInstrumen(self.berkas, key_line(self.berkas, kunci), f"{di}{pesan}")

    def require(self, wajib: frozenset[str], boleh: frozenset[str] = frozenset()) -> None:
        """Every key of *wajib* is there, and none besides them and *boleh*."""
        for kunci in self.isi:
            if kunci not in wajib | boleh:
                raise self.wrong(kunci, f"kunci “{cuplik(kunci)}” tidak dikenal; {saran(kunci, sorted(wajib | boleh))}")
        for kunci in sorted(wajib):
            if kunci not in self.isi:
                raise self.wrong("", f"kunci “{kunci}” belum ada")

    def text(self, kunci: str) -> str:
        """A text that is not blank."""
        nilai = self.isi[kunci]
        if type(nilai) is not str or not nilai.strip():  # a bare decimal is a Desimal
            raise self.wrong(kunci, f"“{kunci}” harus teks")
        return nilai

    def choice(self, kunci: str, boleh: tuple[str, ...]) -> str:
        """One of the texts *boleh*."""
        nilai = self.text(kunci)
        if nilai not in boleh:
            raise self.wrong(kunci, f"{kunci} “{cuplik(nilai)}” tidak dikenal; boleh: {', '.join(boleh)}")
        return nilai

    def flag(self, kunci: str) -> bool:
        """True or false; false when the key is absent."""
        nilai = self.isi.get(kunci, False)
        if not isinstance(nilai, bool):
            raise self.wrong(kunci, f"“{kunci}” harus true atau false")
        return nilai

    def whole(self, kunci: str) -> int:
        """A whole number from 0 to a thousand million."""
        nilai = self.isi[kunci]
        if isinstance(nilai, bool) or not isinstance(nilai, int) or not 0 <= nilai <= 10**9:
            raise self.wrong(kunci, f"“{kunci}” harus bilangan bulat 0 atau lebih")
        return nilai

    def day(self, kunci: str) -> date:
        """A date without quotes."""
        nilai = self.isi[kunci]
        if not isinstance(nilai, date) or isinstance(nilai, datetime):
            raise self.wrong(kunci, f"“{kunci}” harus tanggal")
        return nilai

    def number(self, kunci: str) -> Fraction:
        """An exact figure in quotes; a bare TOML float is refused because it is not exact."""
        return read_fraction(self.berkas, kunci, self.isi[kunci])

    def texts(self, kunci: str, *, boleh_kosong: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them blank; with *boleh_kosong* the list may be absent or empty."""
        nilai = self.isi.get(kunci, []) if boleh_kosong else self.isi[kunci]
        benar = isinstance(nilai, list) and all(type(t) is str and t.strip() for t in nilai)
        if not benar or not (nilai or boleh_kosong):
            raise self.wrong(kunci, f"“{kunci}” harus daftar teks yang terisi")
        return tuple(nilai)

    def table(self, kunci: str) -> "TomlTable":
        """A table within this one."""
        nilai = self.isi[kunci]
        if not isinstance(nilai, dict):
            raise self.wrong(kunci, f"“{kunci}” harus bagian berkunci")
        return TomlTable(self.berkas, nilai, f"{self.tempat}.{kunci}" if self.tempat else kunci)

    def tables(self, kunci: str) -> "list[TomlTable]":
        """A list of tables; each is placed by its ``kode``, else by its number."""
        nilai = self.isi[kunci]
        if not isinstance(nilai, list) or not nilai or not all(isinstance(t, dict) for t in nilai):
            raise self.wrong(kunci, f"“{kunci}” harus bagian berulang [[{kunci}]]")
        kode = (t.get("kode") if isinstance(t.get("kode"), str) else n for n, t in enumerate(nilai, 1))
        return [TomlTable(self.berkas, t, f"{kunci} {cuplik(k)}") for t, k in zip(nilai, kode, strict=True)]

    def texts_by_key(self, kunci: str) -> dict[str, str]:
        """A table of texts."""
        tabel = self.table(kunci)
        return {k: tabel.text(k) for k in tabel.isi}


def read_toml(berkas: Path) -> TomlTable:
    """The whole of a TOML file."""
    try:
        tabel = TomlTable(berkas, parse_toml(_read_bytes(berkas)))
    except TomlFault as e:
        raise InvalidInstrumen(berkas, e.baris, f"tidak terbaca: {e.sebab}") from e
    for kunci, teks in _texts_in("", tabel.isi):
        if strip_controls(teks) != teks:
            raise tabel.wrong(kunci, f"“{cuplik(kunci)}” {_TAK_TAMPAK}")
    return tabel


def _texts_in(kunci: str, isi: object) -> Iterator[tuple[str, str]]:
    """Every text in *isi*, keys included, with the key that it stands under."""
    if isinstance(isi, str):
        yield kunci, isi
    elif isinstance(isi, Mapping):
        for k, v in isi.items():
            yield kunci, k
            yield from _texts_in(k, v)
    elif isinstance(isi, list):
        for v in isi:
            yield from _texts_in(kunci, v)


def read_csv(
    berkas: Path, kolom: tuple[str, ...], *, opsional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row; the columns *opsional* may follow *kolom*, all of them or none."""
    pembaca = csv.reader(io.StringIO(_teks_berkas(berkas), newline=""), strict=True)
    try:
        kepala = tuple(next(pembaca, ()))
        if kepala not in (kolom, kolom + opsional):
            raise InvalidInstrumen(berkas, 1, f"kolom harus {','.join(kolom + opsional)}")
        for sel in pembaca:
            if len(sel) != len(kepala):
                raise InvalidInstrumen(berkas, pembaca.line_num, f"{len(sel)} kolom, seharusnya {len(kepala)}")
            if any(strip_controls(s) != s for s in sel):
                raise InvalidInstrumen(berkas, pembaca.line_num, _TAK_TAMPAK)
            yield pembaca.line_num, dict(zip(kepala, sel, strict=True))
    except csv.Error as e:
        raise InvalidInstrumen(berkas, pembaca.line_num, f"tidak terbaca: {e}") from e


def read_fraction(berkas: Path, tempat: int | str, teks: object) -> Fraction:
    """Exact value of the figure *teks*, a text; *tempat* is its line, or the key of a TOML file that holds it."""
    nilai = _exact(teks) if type(teks) is str else None
    if nilai is not None:
        return nilai
    baris = key_line(berkas, tempat) if isinstance(tempat, str) else tempat
    isi = f"“{cuplik(teks)}”" if isinstance(teks, str) else "isinya"
    raise InvalidInstrumen(berkas, baris, f'{isi} bukan angka dalam tanda petik, misalnya "0.5" atau "1/3"')


@lru_cache(maxsize=512)
def _exact(teks: str) -> Fraction | None:
    """The figure *teks*; None when it is none. Most of an instrument's weights are one of a few."""
    try:
        return Fraction(teks) if _ANGKA.fullmatch(teks) else None
    except ZeroDivisionError:
        return None


def key_line(berkas: Path, kunci: str) -> int | None:
    """Line of the first key (or table) *kunci* of a TOML file; None when none stands at the head of a line."""
    if not kunci:
        return None
    pola = re.compile(rf"\s*\[*\s*(?:[\w-]+\.)*\"?{re.escape(kunci)}\b")
    for nomor, teks in enumerate(_teks_berkas(berkas).splitlines(), 1):
        if pola.match(teks):
            return nomor
    return None


def _read_bytes(berkas: Path) -> bytes:
    try:
        isi = read_file(berkas, UKURAN_MAKS + 1)
    except OSError as e:
        sebab = read_reason(e)
        raise InvalidInstrumen(berkas, None, f"tidak terbaca: {sebab}") from e
    if len(isi) > UKURAN_MAKS:
        raise InvalidInstrumen(berkas, None, f"lebih besar daripada {UKURAN_MAKS // 1_000_000} MB")
    return isi


def _teks_berkas(berkas: Path) -> str:
    try:
        return _read_bytes(berkas).removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as e:
        raise InvalidInstrumen(berkas, None, "tidak terbaca: bukan teks UTF-8") from e
