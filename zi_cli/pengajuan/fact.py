"""What is known: every part of a conclusion is yes, no or not known, with the reason and the places it rests on."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple


class Jawaban(Enum):
    """One of three answers. It has no truth value, so that "not known" can't be taken for a yes or a no."""

    YA = "ya"
    TIDAK = "tidak"
    BELUM = "belum diketahui"

    def __bool__(self) -> bool:
        raise TypeError("a Jawaban has three values: compare it with `is`")

    @property
    def tribool(self) -> bool | None:
        """True, False, None, as records have it."""
        return _TRIBOOL[self]


_TRIBOOL = {Jawaban.YA: True, Jawaban.TIDAK: False, Jawaban.BELUM: None}


def from_tribool(nilai: bool | None) -> Jawaban:
    """The answer that True, False or None stands for."""
    return next(j for j, b in _TRIBOOL.items() if b is nilai)


class Asal(NamedTuple):
    """Where a fact was read: file (as printed), cell, SHA-256 of the file, and the date the value itself bears."""

    berkas: str | None
    sel: Sel | None = None
    sha256: str | None = None
    tanggal: date | None = None

    def __str__(self) -> str:
        return ":".join(str(x) for x in (self.berkas, self.sel) if x)


class Fact(NamedTuple):
    """One fact about one satker. ``sebab`` says in words why it is no or not known; it is "" for a yes."""

    kode: str
    jawaban: Jawaban
    sebab: str = ""
    asal: tuple[Asal, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether it is a yes; a no and a not known both stand in the way of whoever asserts it."""
        return self.jawaban is Jawaban.YA


def conclude(facts: Iterable[Fact]) -> Jawaban:
    """All of *facts* together: no when one is no, else not known when one is (or there are none), else yes."""
    jawaban = {f.jawaban for f in facts}
    if Jawaban.TIDAK in jawaban:
        return Jawaban.TIDAK
    return Jawaban.YA if jawaban == {Jawaban.YA} else Jawaban.BELUM
