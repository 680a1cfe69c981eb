"""The letters of a register as its sheet Surat holds them: columns, one row a letter, and whose it is."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import Literal

from zi_cli.files import file_fault
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.tables import parts, read_rows
from zi_cli.text import canonical_name, nearest

#: Whose evaluation a letter follows (BAB III A.1.d has the TPM's).
LetterWay = Literal["tpn", "tpm"]
SHEET = "Surat"
#: What the column Satker says of a letter about all of them.
ALL = "semua"
#: The number that the office's correspondence system fills in.
NUMBER_PLACEHOLDER = "${nomor_naskah}"
#: The heading stands within the first rows.
HEADER_ROWS = 20


class LetterColumn(NamedTuple):
    """A column of the sheet: field, heading and other headings, kind of content, width, what it is.

    ``medan`` is the field of the letter that a text of its own fills, "" for the columns every letter has.
    """

    field: str
    judul: str
    jenis: str
    lebar: int
    alias: tuple[str, ...]
    medan: str
    apa: str


class LetterPlace(NamedTuple):
    """Where a letter's row stands; ``baris`` counts from 1 as Excel shows it."""

    berkas: Path
    lembar: str
    baris: int

    def cell(self, column: int = 0) -> Sel:
        """A cell of the row, by zero-based column."""
        return Sel(self.lembar, self.baris, column)


class LetterRow(NamedTuple):
    """One letter as a person keeps it; a blank cell is "" or None.

    ``satker`` is as typed ("" for a letter about all) and ``milik`` its row of the register where that was given;
    ``jenis`` is the code of the kind. ``uraian`` holds texts of the letter's own by its field; ``galat`` names the
    fields whose cell can't be used (a number that another letter has, too); ``sel`` are the cells by field.
    ``jalur`` is whose way the letter belongs to: ``tpm`` where it follows the TPM's evaluation (BAB III A.1.d).
    """

    satker: str
    jenis: str
    nomor: str
    tanggal: date | None
    catatan: str
    penanda_tangan: str
    berkas_bertanda_tangan: str
    tanggal_kirim: date | None
    place: LetterPlace
    uraian: Mapping[str, str] = MappingProxyType({})
    galat: frozenset[str] = frozenset()
    sel: Mapping[str, Sel] = MappingProxyType({})
    milik: Satker | None = None
    jalur: LetterWay = "tpn"

    @property
    def kind(self) -> str:
        """The kind as letters are told apart: one about the TPM's evaluation is another letter than the TPI's."""
        return on_way(self.jenis, self.jalur)

    def is_about(self, s: Satker) -> bool:
        """Whether the row's letter is about *s* alone, by kode or by official name."""
        return self.milik is s or (bool(self.satker) and SatkerNames([s]).find(self.satker) is s)

    @property
    def gone_out(self) -> bool:
        """Whether it was sent, or its signed scan is there: from then on nobody changes it."""
        try:
            scan = self.signed_scan()
        except (OSError, ValueError):
            scan = None
        return self.tanggal_kirim is not None or (scan is not None and not file_fault(scan))

    def signed_scan(self) -> Path | None:
        """The signed scan, which may not exist; None when none is named.

        Raises ValueError when it points outside the register's folder.
        """
        if not self.berkas_bertanda_tangan:
            return None
        writing = PureWindowsPath(self.berkas_bertanda_tangan)  # reads both / and \
        root = Path(os.path.realpath(self.place.berkas.parent))
        jalur = Path(os.path.realpath(root.joinpath(*writing.parts)))
        if writing.is_absolute() or writing.drive or writing.root or not jalur.is_relative_to(root):
            raise ValueError(self.berkas_bertanda_tangan)
        return jalur


class Letters(NamedTuple):
    """The rows of the sheet in order, and what is wrong with it; nothing when there is no such sheet.

    ``tertulis`` are kind and key (:meth:`SatkerNames.key`) of every letter that has a row, usable or not.
    """

    baris: tuple[LetterRow, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    tertulis: frozenset[tuple[str, str]] = frozenset()

    def find(self, kind: str, satker: Satker | None = None, jalur: str = "tpn") -> LetterRow | None:
        """The row of the letter *kind* about *satker* (None: about all), on the way *jalur*."""
        milik = self.of(kind, jalur)
        return next((b for b in milik if (b.is_about(satker) if satker else not b.satker)), None)

    def of(self, kind: str, jalur: str) -> list[LetterRow]:
        """The rows of the kind *kind* on the way *jalur*."""
        return [b for b in self.baris if (b.jenis, b.jalur) == (kind, jalur)]

    def covering(self, kind: str, satker: Satker, jalur: str = "tpn") -> LetterRow | None:
        """The row of the letter *kind* that *satker* is part of: its own, its group's, or everybody's."""
        per = load_kinds()[kind].per
        if per in ("satker", "gabungan"):
            return self.find(kind, satker if per == "satker" else None, jalur)
        milik = canonical_name(getattr(satker, per) or "")
        return next((b for b in self.of(kind, jalur) if milik and canonical_name(b.satker) == milik), None)

    def refused(self, kind: str, satker: Satker, jalur: str = "tpn") -> bool:
        """Whether a letter *kind* that *satker* is part of has a row, but none that may be used."""
        per = load_kinds()[kind].per
        who = "" if per == "gabungan" else satker.kode or satker.nama if per == "satker" else getattr(satker, per)
        present = (on_way(kind, jalur), canonical_name(who or "")) in self.tertulis
        return present and self.covering(kind, satker, jalur) is None


def on_way(kind: str, jalur: str) -> str:
    """The kind *kind* as letters are told apart on the way *jalur*."""
    return kind if jalur == "tpn" else f"{kind}-{jalur}"


class SatkerNames:
    """Finds satker by kode or by official name, written out or abbreviated; never by likeness."""

    def __init__(self, satker: Iterable[Satker]) -> None:
        self._all = tuple(satker)
        self._by_name: dict[str, Satker] = {}
        self._by_kode: dict[str, Satker] = {}
        self._kawasan: set[str] = set()
        self._groups = {
            per: {canonical_name(n) for s in self._all if (n := getattr(s, per))} for per in ("kanwil", "eselon1")
        }
        for s in self._all:
            if s.nama:
                self._by_name.setdefault(name_key(s.nama), s)
            if s.kode:
                self._by_kode.setdefault(canonical_name(s.kode), s)
            if s.kawasan:
                self._kawasan.add(canonical_name(s.kawasan))

    def find(self, text: str) -> Satker | None:
        """The satker whose kode or name is *text*."""
        return self._by_kode.get(canonical_name(text)) or self._by_name.get(name_key(text))

    def is_kawasan(self, text: str) -> bool:
        """Whether a row of the register says it is part of the kawasan *text*."""
        return canonical_name(text) in self._kawasan

    def is_group(self, text: str, per: str) -> bool:
        """Whether a row of the register has *text* in its column *per* (Kanwil, Unit Eselon I)."""
        return canonical_name(text) in self._groups.get(per, ())

    def key(self, text: str) -> str:
        """What tells the satker called *text* from others."""
        s = self.find(text)
        return canonical_name((s.kode or s.nama or "") if s else text)

    def nearest(self, text: str) -> str | None:
        """The kode or name most like *text*; None when none is near."""
        return nearest(text, [x for s in self._all for x in (s.nama, s.kode) if x])


@cache
def letter_columns() -> tuple[LetterColumn, ...]:
    """All columns, in the order they are written."""
    return read_rows(Path(__file__).with_name("surat.csv"), LetterColumn, lebar=int, alias=parts)


def letter_heading(rows: Iterable[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """Index of the heading row among *rows* and the columns by field; None when there is none."""
    for number, cell in enumerate(rows):
        if number >= HEADER_ROWS:
            break
        columns: dict[str, int] = {}
        for k, content in enumerate(cell):
            known = columns_by_heading().get(canonical_name(content)) if isinstance(content, str) else None
            if known is not None:
                columns.setdefault(known.field, k)
        if {"satker", "jenis"} <= columns.keys():
            return number, columns
    return None


@cache
def columns_by_heading() -> dict[str, LetterColumn]:
    """Columns by levelled heading, other headings included."""
    return {canonical_name(j): k for k in letter_columns() for j in (k.judul, k.field, *k.alias)}
