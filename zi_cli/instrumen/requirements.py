"""The requirements of an instrument as data: what ``syarat.toml`` says, and its grade scales."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from zi_cli.instrumen.tree import Predikat
from zi_cli.text import read_number

Operator = Literal["minimal_skala", "minimal", "ya", "tahun_sejak", "bukan_dalam", "ada"]
TingkatSyarat = Literal["instansi", "satker"]
ArtiKosong = Literal["belum_ada_data", "memenuhi"]


@dataclass(frozen=True, slots=True)
class Skala:
    """Grades from lowest to highest; ``batas`` are the numbers between them, left end excluded.

    With seven grades and batas 0, 30, 50, 60, …: 60 belongs to the third, 60.01 to the fourth.
    Without ``batas`` only letters are understood.
    """

    nama: str
    huruf: tuple[str, ...]
    batas: tuple[Fraction, ...]
    alias: Mapping[str, str]

    def read(self, text: str) -> str | None:
        """The grade that *text* names (letter, alias, or a number on a scale with limits); None if none.

        "B (65,20)" names the grade that both the letter and the number have.
        """
        clean = " ".join(text.split())
        huruf_saja, buka, figure = clean.removesuffix(")").partition(" (")
        if buka and clean.endswith(")") and self.batas and figure[:1].isdigit():
            letters = self.read(huruf_saja)
            return letters if letters is not None and letters == self.read(figure) else None
        for h in (*self.huruf, *self.alias):
            if clean.casefold() == h.casefold():
                return self.alias.get(h, h)
        hasil = read_number(clean, lambda n: 0 <= n <= self.batas[-1]) if self.batas else None
        if hasil is None or not 0 <= hasil[0] <= self.batas[-1]:
            return None
        for letters, upper in zip(self.huruf, self.batas[1:], strict=True):
            if hasil[0] <= upper:
                return letters
        return None

    def tingkat(self, letters: str) -> int:
        """Rank of the grade *letters*, 0 for the lowest; ValueError when it is not one."""
        return self.huruf.index(letters)


@dataclass(frozen=True, slots=True)
class Syarat:
    """One requirement of Tabel 7 or of the chapters around it (``dasar``).

    ``minimal`` is, by predicate, a grade, a number (percent or level), or whole years, as text of
    the data file; None where the operator needs none. ``hanya`` limits it to one predicate,
    ``kecuali`` exempts one kind of satker. ``isian`` names, by predicate, the field that holds the
    value ("instansi.…" of zi.toml, "satker.…" of the register); ``lke`` the worksheet row that
    must agree. ``maksimum`` is the end of a number's scale, ``berlaku_tahun`` how many years a dated document
    stays valid, ``penilai`` whose assessment counts by kind of satker ("" for every other kind), ``pembina`` which
    Direktorat Jenderal supervises that kind. ``sumber`` and
    ``berlaku_sejak`` name the regulation and its date; a requirement with ``hanya_peringatan`` is another body's
    reading: it warns and never decides.
    """

    kode: str
    tingkat: TingkatSyarat
    label: str
    singkat: str
    operator: Operator
    kosong: ArtiKosong
    isian: Mapping[Predikat, str]
    dasar: str
    tindakan: str
    minimal: Mapping[Predikat, str] | None = None
    skala: Skala | None = None
    hanya: Predikat | None = None
    kecuali: str | None = None
    lke: str | None = None
    sumber: str = ""
    berlaku_sejak: date | None = None
    maksimum: Fraction | None = None
    berlaku_tahun: int | None = None
    penilai: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pembina: Mapping[str, str] = field(default_factory=dict)
    hanya_peringatan: bool = False

    def stands_in(self, table: str | None) -> bool:
        """Whether the requirement is one of the guideline's *table*; None: it has no table apart from the rest."""
        return table is None or re.match(rf"{re.escape(table)}\b", self.dasar) is not None


@dataclass(frozen=True, slots=True)
class AturanPortofolio:
    """The portfolio rule: more than ``batas_persen`` percent of satker with a predicate is too many.

    ``sumber`` says which regulation has the rule, and which has not.
    """

    batas_persen: int
    catatan: str
    dasar: str
    sumber: str


@dataclass(frozen=True, slots=True)
class AturanKalender:
    """Yearly (month, day) of the submission and of the evidence updates, and the monev interval in years."""

    batas_pengajuan: tuple[int, int]
    pembaruan_data_dukung: tuple[tuple[int, int], ...]
    monev_predikat_tahun: int
    dasar: str


@dataclass(frozen=True, slots=True)
class SetSyarat:
    """All requirements of one instrument, in the order of the data file; ``tabel``: the guideline's table of them."""

    nama: str
    daftar: tuple[Syarat, ...]
    skala: Mapping[str, Skala]
    portofolio: AturanPortofolio
    kalender: AturanKalender
    tabel: str | None = None

    def applicable(self, predikat: Predikat) -> tuple[Syarat, ...]:
        """The requirements for a proposal towards *predikat*."""
        return tuple(s for s in self.daftar if s.hanya in (None, predikat) and not s.hanya_peringatan)

    def warning_only(self, predikat: Predikat) -> tuple[Syarat, ...]:
        """What another body asks of a proposal towards *predikat*: it warns and never decides."""
        return tuple(s for s in self.daftar if s.hanya in (None, predikat) and s.hanya_peringatan)
