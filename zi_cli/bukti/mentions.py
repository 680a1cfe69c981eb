"""What a name or a text says of itself: years, dates, offices. Nothing is guessed from likeness."""

import re
from collections.abc import Sequence
from functools import lru_cache

from zi_cli.bukti.rules import known_places, load_rules
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.text import BULAN, canonical_name

_TAHUN = re.compile(r"(?<![\d.])(20[0-4]\d)(?!\d)")
_RENTANG = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:-|–|s\.?/?d\.?|sampai|hingga)\s*(20[0-4]\d)(?!\d)")
_TANGGAL_RAPAT = re.compile(
    r"(?<!\d)(?:(20[0-4]\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(20[0-4]\d))(?!\d)"
)
_TANGGAL = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}\s+(?:{'|'.join(BULAN)})\s+(20[0-4]\d)|\d{{1,2}}[/.-]\d{{1,2}}[/.-](20[0-4]\d)"
    r"|(20[0-4]\d)-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
#: Kinds of offices that are evaluated, as :func:`name_key` writes them.
_KANTOR = re.compile(
    r"\b(kantor imigrasi|lembaga pemasyarakatan|rumah tahanan negara|balai pemasyarakatan|rumah detensi imigrasi"
    r"|lembaga pembinaan khusus anak|rumah penyimpanan benda sitaan negara)((?: \w+){0,10})"
)
#: Words of a text looked at for offices: letterhead, title, opening.
_TEKS_KANTOR = 20_000


class Office(NamedTuple):
    """An office that is named: its kind and its place."""

    jenis: str
    tempat: str

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{self.jenis} {self.tempat}".title()


def years_in_name(nama: str) -> frozenset[int]:
    """The years that a name gives its document: all of a range, none of a regulation that it names."""
    kata = canonical_name(nama)
    if any(kata == p or kata.startswith(f"{p} ") for p in load_rules().peraturan):
        return frozenset()
    hasil = {int(t) for t in _TAHUN.findall(nama.replace("_", " "))}
    for a, b in _RENTANG.findall(nama):
        hasil.update(range(int(a), int(b) + 1))
    hasil.update(int(a or b) for a, b in _TANGGAL_RAPAT.findall(nama))
    return frozenset(hasil)


def years_in_text(teks: str) -> tuple[int, ...]:
    """All years that a text names, rising."""
    return tuple(sorted({int(t) for t in _TAHUN.findall(teks)} | set(dated_years(teks))))


def dated_years(teks: str) -> tuple[int, ...]:
    """The years of the dates in a text, rising."""
    return tuple(sorted({int(a or b or c) for a, b, c in _TANGGAL.findall(teks)}))


def is_comparison(bagian: Sequence[str]) -> bool:
    """Whether a part of a path says that what lies there is kept for comparison."""
    kata = [f" {canonical_name(b)} " for b in bagian]
    return any(f" {p} " in k for p in load_rules().pembanding for k in kata)


@lru_cache(maxsize=8192)
def offices_in(teks: str) -> tuple[Office, ...]:
    """The offices that a text names with their place, in order, those it only turns to left out."""
    if len(teks) > _TEKS_KANTOR:
        teks = teks[:_TEKS_KANTOR]
    datar = name_key(teks)
    lain = load_rules().menyebut_lain
    hasil: list[Office] = []
    for cocok in _KANTOR.finditer(datar):
        sebelum = datar[: cocok.start()].strip()
        if any(sebelum.endswith(f" {k}") or sebelum == k for k in lain):
            continue
        tempat = _place(cocok[2].split())
        if tempat:
            hasil.append(Office(cocok[1], tempat))
    return tuple(dict.fromkeys(hasil))


def names_another(teks: str) -> bool:
    """Whether a name says that its document is about a visit to or a letter of another office."""
    kata = f" {canonical_name(teks)} "
    return any(f" {k} " in kata for k in load_rules().menyebut_lain if " " in k or len(k) > 7)


def _place(kata: list[str]) -> str:
    while kata and (kata[0] in load_rules().antara or kata[0].isdigit()):
        kata = kata[1:]
    for n in (3, 2, 1):
        if (tempat := " ".join(kata[:n])) in known_places():
            return tempat
    return ""


def is_other_office(kantor: Office, sendiri: str) -> bool:
    """Whether *kantor* is not the office *sendiri*: its place is no part of that name."""
    return f" {kantor.tempat} " not in f" {name_key(sendiri)} "
