"""The sheet Surat of the register, read: one row a letter; what can't be used is named with its cell."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from zi_cli.files import file_fault
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.register.cell_values import InvalidValue, cell_as_text, is_error, read_choice, read_date
from zi_cli.pengajuan.register.column_words import choices
from zi_cli.pengajuan.register.letter_kinds import Jenis, kind_of_letter, load_kinds
from zi_cli.pengajuan.register.letters import (
    ALL,
    HEADER_ROWS,
    SHEET,
    LetterColumn,
    LetterPlace,
    LetterRow,
    Letters,
    LetterWay,
    SatkerNames,
    columns_by_heading,
    letter_columns,
    letter_heading,
    on_way,
)
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.register.sheets import RegisterSheet, open_sheets
from zi_cli.text import canonical_name, clean_prose, excerpt, has_remark, is_marked_doubtful, nearest
from zi_cli.worksheet.model import NilaiSel

#: More letters than one year has.
LETTER_ROWS = 5_000
#: Longest text of a cell that is kept.
_MAX_LENGTH = 4000
_BLANK = frozenset({"", "-", "–", "—"})
_ALL = frozenset({"", "semua", "semua satker", "seluruh satker"})
#: Columns whose content makes a letter what it is: a mark of doubt there leaves that open.
_CERTAIN = frozenset({"satker", "jenis", "nomor"})
_NEEDED = ("satker", "jenis", "nomor")


def read_letters(daftar: Path | None, satker: Sequence[Satker] = ()) -> Letters:
    """The sheet Surat of the register *daftar*; nothing without a register or without that sheet.

    With *satker* (the register's rows) a letter about an unknown one is a finding. What can't be used is a finding
    with its cell and left out. A register that can't be read says so where it is read.
    """
    if daftar is None or daftar.suffix.lower() in (".csv", ".txt"):
        return Letters()
    try:
        _, sheets = open_sheets(daftar)
    except UnreadableInput:
        return Letters()
    milik = next((s for s in sheets if canonical_name(s.nama) == canonical_name(SHEET)), None)
    return Letters() if milik is None else _Reader(daftar, milik, satker).read()


class _Reader:
    """Reads one sheet and collects what is wrong."""

    def __init__(self, file: Path, sheet: RegisterSheet, satker: Sequence[Satker]) -> None:
        self._berkas, self._lembar = file, sheet
        self._names = SatkerNames(satker)
        self._given = bool(satker)
        self.temuan: list[Temuan] = []
        self._unusable: set[tuple[str, str]] = set()

    def read(self) -> Letters:
        header = letter_heading(self._lembar.baris)
        if header is None:
            if any(cell_as_text(s) for b in self._lembar.baris[: HEADER_ROWS * 2] for s in b):
                column = " dan ".join(k.judul for k in letter_columns() if k.field in ("satker", "jenis"))
                self._say("DAT545", 0, 0, kolom=column)
            return Letters((), tuple(self.temuan))
        title, position = header
        self._headings(title, position)
        content = self._lembar.baris[title + 1 :]
        if len(content) > LETTER_ROWS:
            self._say("DAT547", title + 1 + LETTER_ROWS, 0, batas=LETTER_ROWS)
        results = [
            b for n, _ in enumerate(content[:LETTER_ROWS], title + 1) if (b := self._row(n, position)) is not None
        ]
        written = frozenset({*((b.kind, self._names.key(b.satker)) for b in results), *self._unusable})
        return Letters(tuple(self._own_numbers(self._once(results))), tuple(self.temuan), written)

    def _say(self, code: str, number: int, position: int, /, **content: object) -> None:
        self.temuan.append(make_temuan(code, Sel(self._lembar.nama, number + 1, position), level=None, **content))

    def _headings(self, title: int, columns: Mapping[str, int]) -> None:
        for k, content in enumerate(self._lembar.baris[title]):
            text = cell_as_text(content)
            known = columns_by_heading().get(canonical_name(text))
            if not text or (known is not None and columns[known.field] == k):
                continue
            if known is not None:
                first = Sel(self._lembar.nama, title + 1, columns[known.field])
                self._say("DAT522", title, k, judul=excerpt(text), pertama=first)
                continue
            near = nearest(text, (c.judul for c in letter_columns() if c.field not in columns))
            advice = f"mungkin maksudnya {near}" if near else "bila memang kolom tambahan, abaikan saja"
            self._say("DAT521", title, k, judul=excerpt(text), saran=advice)
        missing = [c.judul for c in letter_columns() if c.field not in columns and c.field in _NEEDED]
        if missing:
            self._say("DAT523", title, 0, kolom=", ".join(missing))

    def _row(self, number: int, columns: Mapping[str, int]) -> LetterRow | None:
        content: dict[str, str | date | None] = {}
        errors: set[str] = set()
        cells = {
            c.field: Sel(self._lembar.nama, number + 1, columns[c.field])
            for c in letter_columns()
            if c.field in columns
        }
        for c in letter_columns():
            k = columns.get(c.field)
            content[c.field] = None if k is None else self._cell(c, number, k, errors)
        if not errors and not any(content.values()):
            return None
        kind = self._kind(str(content["jenis"] or ""), number, columns["jenis"], errors)
        if kind is None:
            return None
        who = self._whose(str(content["satker"] or ""), kind, number, columns["satker"], errors)
        if who is None:
            return None
        jalur = self._way(str(content["jalur"] or ""), kind, number, columns.get("jalur", 0), errors)
        if jalur is None:
            self._unusable |= {(on_way(kind.kode, x), self._names.key(who)) for x in ("tpn", "tpm")}
            return None
        place = LetterPlace(self._berkas, self._lembar.nama, number + 1)
        texts = {f: str(content[f] or "") for f in ("nomor", "catatan", "penanda_tangan", "berkas_bertanda_tangan")}
        day, kirim = ((h if isinstance(h := content[f], date) else None) for f in ("tanggal", "tanggal_kirim"))
        uraian = {c.medan: str(content[c.field]) for c in letter_columns() if c.medan and content[c.field]}
        b = LetterRow(
            who, kind.kode, **texts, tanggal=day, tanggal_kirim=kirim, place=place, uraian=MappingProxyType(uraian),
            galat=frozenset(errors), sel=MappingProxyType(cells), milik=self._names.find(who) if who else None,
            jalur=jalur,
        )  # fmt: skip
        return self._sound(b, number, columns)

    def _sound(self, b: LetterRow, number: int, columns: Mapping[str, int]) -> LetterRow:
        """*b* without a scan that lies outside the folder; one that is not there, or sent before its date, is named."""
        if b.tanggal and b.tanggal_kirim and b.tanggal_kirim < b.tanggal:
            self._say("DAT546", number, columns["tanggal_kirim"])
        reason = ""
        try:
            scan = b.signed_scan()
            if scan is not None and (fault := file_fault(scan)):
                reason = f"{fault}; suratnya dianggap belum ditandatangani"
        except (OSError, ValueError):
            scan, reason = None, "menunjuk ke luar folder satker.xlsx"
        if reason:
            k = columns["berkas_bertanda_tangan"]
            self._say("DAT544", number, k, nilai=excerpt(b.berkas_bertanda_tangan), sebab=reason)
        if reason and scan is None:
            b = b._replace(berkas_bertanda_tangan="", galat=b.galat | {"berkas_bertanda_tangan"})
        return b

    def _cell(self, c: LetterColumn, number: int, k: int, errors: set[str]) -> str | date | None:
        """The cell as text or date; one that can't be used is a finding, goes to *errors* and is None."""
        raw = self._raw(c, number, k)
        text = cell_as_text(raw)
        if (self._lembar.nama, number + 1, k) in self._lembar.belum_dihitung:
            self._say("DAT524", number, k, kolom=c.judul)
        elif is_error(text):
            self._say("DAT529", number, k, kolom=c.judul, nilai=excerpt(text))
        elif text in _BLANK:
            return None
        elif k < len(self._lembar.baris[number]) and (reason := self._lembar.unseen(number + 1, k)):
            self._say("DAT549", number, k, kolom=c.judul, isi=excerpt(text), sebab=reason)
        elif c.field in _CERTAIN and "${" not in text and (is_marked_doubtful(text) or has_remark(text)):
            self._say("DAT550", number, k, kolom=c.judul, nilai=excerpt(text))
        elif c.jenis == "tanggal":
            try:
                return read_date(raw)
            except InvalidValue as e:
                self._say(e.kode, number, k, kolom=c.judul, **e.isi)
        else:
            plain = raw if isinstance(raw, str) else text
            return "\n".join(" ".join(clean_prose(b).split()) for b in plain[:_MAX_LENGTH].splitlines()).strip() or None
        errors.add(c.field)
        return None

    def _raw(self, c: LetterColumn, number: int, k: int) -> NilaiSel:
        """The cell; one merged over several rows says the same of each (only whose letter it is)."""
        row = self._lembar.baris[number]
        content = row[k] if k < len(row) else ""
        if c.field != "satker" or content != "":
            return content
        for upper, left, lower, right in self._lembar.merged:
            if left <= k <= right and upper - 1 < number <= lower - 1:
                isi_atas = self._lembar.baris[upper - 1]
                self._say("DAT527", number, k, kolom=c.judul, asal=Sel(self._lembar.nama, upper, left))
                return isi_atas[left] if left < len(isi_atas) else ""
        return content

    def _kind(self, text: str, number: int, k: int, errors: set[str]) -> Jenis | None:
        kind = kind_of_letter(text) if text else None
        if kind is None and "jenis" not in errors:
            if text:
                self._say(
                    "DAT514", number, k, kolom="Jenis surat", nilai=excerpt(text), pilihan=", ".join(load_kinds())
                )
            else:
                self._say("DAT520", number, k, kolom="Jenis surat")
        return kind

    def _way(self, text: str, kind: Jenis, number: int, k: int, errors: set[str]) -> LetterWay | None:
        """Whose way the letter belongs to; None when it can't be told which letter it is."""
        if "jalur" in errors:
            return None
        with contextlib.suppress(InvalidValue):
            jalur = read_choice(text, "jalur") if text else "tpn"
            if jalur == "tpn" or kind.jalur_tpm:
                return "tpm" if jalur == "tpm" else "tpn"
        allowed = ", ".join(choices("jalur") if kind.jalur_tpm else choices("jalur")[:1])
        self._say("DAT514", number, k, kolom=f"Jalur surat {kind.kode}", nilai=excerpt(text), pilihan=allowed)
        return None

    def _whose(self, text: str, kind: Jenis, number: int, k: int, errors: set[str]) -> str | None:
        """The satker as typed, "" for all of them; None when the letter belongs to nobody known."""
        if "satker" in errors:
            return None
        every = canonical_name(text) in _ALL
        if kind.per == "gabungan":
            if not every:
                self._say("DAT541", number, k, satker=excerpt(text), sebab=f"surat {kind.kode} memuat semua satker",
                          saran=f"; tulis {ALL}")  # fmt: skip
            return "" if every else None
        if every:
            self._say("DAT520", number, k, kolom="Satker")
            return None
        if kind.per == "satker":
            known = self._names.find(text) is not None or self._names.is_kawasan(text)
        else:
            known = self._names.is_group(text, kind.per)
        if self._given and not known:
            near = self._names.nearest(text)
            suggestion = f"; mungkin “{near}”" if near else ""
            self._say("DAT541", number, k, satker=excerpt(text), sebab="tidak ada di lembar Satker", saran=suggestion)
            return None
        return text

    def _once(self, rows: Sequence[LetterRow]) -> list[LetterRow]:
        """*rows* without letters that have two rows, which are named: nobody can tell which one counts."""
        by_letter: dict[tuple[str, str], list[LetterRow]] = {}
        for b in rows:
            by_letter.setdefault((b.kind, self._names.key(b.satker)), []).append(b)
        for first, *other in by_letter.values():
            for b in other:
                content = {"jenis": b.kind, "satker": excerpt(b.satker or ALL), "lain": first.sel["jenis"]}
                self.temuan.append(make_temuan("DAT542", b.sel["jenis"], level=None, **content))
        return [b for b in rows if len(by_letter[b.kind, self._names.key(b.satker)]) == 1]

    def _own_numbers(self, rows: Sequence[LetterRow]) -> list[LetterRow]:
        """*rows* with a number that two letters of one office have marked on both; each satker's head is an office."""
        by_number: dict[tuple[str, str], list[LetterRow]] = {}
        for b in rows:
            if b.nomor and "${" not in b.nomor:
                by_number.setdefault(self._number_key(b), []).append(b)
        for first, *other in by_number.values():
            for b in other:
                content = {"nomor": excerpt(b.nomor), "lain": first.sel["nomor"]}
                self.temuan.append(make_temuan("DAT543", b.sel["nomor"], level=None, **content))
        return [
            b._replace(galat=b.galat | {"nomor"}) if len(by_number.get(self._number_key(b), ())) > 1 else b
            for b in rows
        ]

    def _number_key(self, b: LetterRow) -> tuple[str, str]:
        kantor = self._names.key(b.satker) if load_kinds()[b.jenis].penanda == "kepala" else ""
        return "".join(b.nomor.casefold().split()), kantor
