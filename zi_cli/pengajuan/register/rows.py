"""The rows below the heading of a register: cells into values, rows into satker, faults into findings."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat
from zi_cli.instrumen.requirements import Skala
from zi_cli.names import is_satker_name, name_key
from zi_cli.pengajuan.register import cell_values as isian
from zi_cli.pengajuan.register.cell_values import InvalidValue
from zi_cli.pengajuan.register.columns import COLUMNS, EXAMPLE_CODE, REQUIRED, Kolom, column_of_heading
from zi_cli.pengajuan.register.sheets import RegisterSheet
from zi_cli.pengajuan.register.subjects import subjects_of
from zi_cli.text import canonical_name, excerpt, has_remark, is_marked_doubtful, nearest
from zi_cli.worksheet.model import NilaiSel

#: What people write into a cell that has nothing to say.
_DASHES = ("-", "–", "—")
#: First words of a row of sums below the satker.
_TOTAL_WORDS = ("jumlah", "total", "sub total", "subtotal", "grand total", "rekapitulasi")
#: An unknown heading this like a known one may be a second column of it.
_SIMILAR = 0.8
#: Columns whose words say what they are about under any heading ("Target": WBBM).
_BY_WORD = frozenset({"usulan", "pendahuluan_layak"})
_COLUMN_BY_FIELD = {k.field: k for k in COLUMNS}


class RowReader:
    """Reads the rows below the heading (its index) of *lembar* and collects the findings."""

    def __init__(self, sheet: RegisterSheet, title: int, sakip: Skala) -> None:
        self._lembar = sheet
        self._judul = title
        self._sakip = sakip
        self.temuan: list[Temuan] = []
        self._letak: dict[str, list[int]] = {}
        self._mirip: dict[str, list[int]] = {}
        self._others: list[int] = []
        self._map_columns()
        self._gabungan = self._merged()
        self._disebut: set[str] = set()

    def _map_columns(self) -> None:
        """Columns by field; unknown, repeated and missing headings are findings."""
        for column, title in enumerate(self._lembar.baris[self._judul]):
            text = isian.cell_as_text(title)
            if not text:
                continue
            known = column_of_heading(text)
            cell = self._cell(self._judul, column)
            if known is None:
                self._unknown_heading(text, column, cell)
            elif known.field in self._letak:
                first = self._cell(self._judul, self._letak[known.field][0])
                self.temuan.append(make_temuan("DAT522", cell, judul=excerpt(text), pertama=first))
                self._letak[known.field].append(column)
            else:
                self._letak[known.field] = [column]
        missing = [k.judul for k in COLUMNS if k.field not in self._letak and not k.pelengkap]
        if missing:
            self.temuan.append(make_temuan("DAT523", self._cell(self._judul, 0), kolom=", ".join(missing)))

    def _unknown_heading(self, text: str, column: int, cell: Sel) -> None:
        near = nearest(text, (k.judul for k in COLUMNS if k.field not in self._letak))
        advice = f"mungkin maksudnya {near}" if near else "bila memang kolom tambahan, abaikan saja"
        self.temuan.append(make_temuan("DAT521", cell, judul=excerpt(text), saran=advice))
        flat = canonical_name(text)
        subject = subjects_of(text)
        for k in COLUMNS:
            if k.field in subject or any(
                SequenceMatcher(None, flat, canonical_name(j), autojunk=False).ratio() >= _SIMILAR
                for j in (k.judul, *k.alias)
            ):
                self._mirip.setdefault(k.field, []).append(column)
        if not any(column in k for k in self._mirip.values()):
            self._others.append(column)

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The cell whose content each merged cell below the heading has, by (row index, column)."""
        results: dict[tuple[int, int], tuple[int, int]] = {}
        end = len(self._lembar.baris)
        width = max((len(b) for b in self._lembar.baris), default=0)
        for upper, left, lower, right in self._lembar.merged:
            if upper - 1 <= self._judul:
                continue
            for r in range(upper - 1, min(lower, end)):
                for k in range(left, min(right + 1, width)):
                    results[r, k] = (upper - 1, left)
        return results

    def read(self) -> list[dict[str, Any]]:
        """All satker, as fields of ``Satker``; blank rows, the example, sums and notes are passed over.

        Rows that share a kode, or whose names are one satker's, are marked ``ganda``.
        """
        results: list[dict[str, Any]] = []
        for number in range(self._judul + 1, len(self._lembar.baris)):
            content = self._read_row(number)
            if content is not None:
                results.append(content)
        self._mark_twins(results, "kode", "DAT519", canonical_name)
        self._mark_twins(results, "nama", "DAT525", name_key)
        return results

    def _mark_twins(self, rows: list[dict[str, Any]], field: str, code: str, key: Any) -> None:
        first: dict[str, dict[str, Any]] = {}
        for content in rows:
            if content[field] is None:
                continue
            origin = first.setdefault(key(content[field]), content)
            # A kode used twice has been told already; the name of the same two rows adds nothing.
            if origin is content or (code == "DAT525" and origin["kode"] == content["kode"]):
                continue
            content["ganda"] = origin["ganda"] = True
            cell = content["sel"][field]
            self.temuan.append(make_temuan(code, cell, nilai=excerpt(content[field]), pertama=origin["sel"][field]))

    def _read_row(self, number: int) -> dict[str, Any] | None:
        filled = {f: n for f, column in self._letak.items() if not _is_blank(n := self._take(number, column[0])[0])}
        if not any(not _is_blank(self._take(number, k)[0]) for column in self._letak.values() for k in column):
            return None
        if isian.cell_as_text(filled.get("kode", "")).casefold() == EXAMPLE_CODE.casefold():
            return None
        if self._pass_over(number, filled):
            return None
        cells = {f: self._cell(number, column[0]) for f, column in self._letak.items()}
        errors: set[str] = set()
        content: dict[str, Any] = {"ganda": False, "sel": MappingProxyType(cells)}
        for column in COLUMNS:
            content[column.field] = self._field(column, number, errors)
        for field in REQUIRED:
            if content[field] is None and field not in errors and field in cells:
                self.temuan.append(make_temuan("DAT520", cells[field], kolom=_COLUMN_BY_FIELD[field].judul))
        content["galat"] = frozenset(errors)
        return content

    def _deny_unseen(self, cell: Sel, column: Kolom, nilai: NilaiSel, reason: str, errors: set[str]) -> None:
        """What is not seen is not used, and said once a sheet, row, column or cell; whose row it is stays known."""
        if column.field not in ("kode", "nama"):
            errors.add(column.field)
        if reason not in self._disebut:
            self._disebut |= {reason} if self._lembar.hides(cell.baris, cell.kolom) else set()
            content = excerpt(isian.cell_as_text(nilai))
            self.temuan.append(make_temuan("DAT549", cell, kolom=column.judul, isi=content, sebab=reason))

    def _pass_over(self, number: int, filled: dict[str, NilaiSel]) -> bool:
        """Whether the row is a sum or a note below the satker (said, with its first text)."""
        every = self._lembar.baris[number]
        k, text = next(((k, t) for k, s in enumerate(every) if (t := isian.cell_as_text(s))), (0, ""))
        flat = canonical_name(text)
        kind = None
        if _are_column_numbers(every):
            kind = "nomor kolom"
        elif self._is_group(filled):
            kind = "judul kelompok"
        elif any(flat == j or flat.startswith(f"{j} ") for j in _TOTAL_WORDS):
            kind = "jumlah"
        elif self._is_note(filled):
            kind = "keterangan"
        if kind is None:
            return False
        self.temuan.append(make_temuan("DAT528", self._cell(number, k), teks=excerpt(text), jenis=kind))
        return True

    def _is_group(self, filled: dict[str, NilaiSel]) -> bool:
        """The name alone of a Kanwil or Unit Eselon I that other rows have as theirs: the heading of a group."""
        texts = {f: isian.cell_as_text(n) for f, n in filled.items()}
        # Numbered at most as headings are: "I", "a.", "12".
        if not texts or not texts.keys() <= {"nama", "kode"} or (len(texts) == 2 and len(texts["kode"]) > 4):
            return False
        return name_key(texts.get("nama") or texts["kode"]) in self._groups

    @cached_property
    def _groups(self) -> frozenset[str]:
        columns = [k for f in ("kanwil", "eselon1") for k in self._letak.get(f, ())]
        rows = range(self._judul + 1, len(self._lembar.baris))
        return frozenset(name_key(t) for n in rows for k in columns if (t := isian.cell_as_text(self._take(n, k)[0])))

    def _is_note(self, filled: dict[str, NilaiSel]) -> bool:
        """A signature, a date, a footnote: next to nothing is filled, and nothing of it is a satker's."""
        if len(filled) > 2 or (
            {"kode", "nama"} <= filled.keys() and is_satker_name(isian.cell_as_text(filled["nama"]))
        ):
            return False
        for field in ("usulan", "jenis", "predikat"):
            try:
                if field in filled and isian.read_choice(filled[field], field):
                    return False
            except InvalidValue:
                continue
        if "kode" in filled and isian.cell_as_text(filled["kode"]).replace(".", "").isalnum() and len(filled) == 2:
            return False
        return not ("nama" in filled and is_satker_name(isian.cell_as_text(filled["nama"])))

    def _field(self, column: Kolom, number: int, errors: set[str]) -> Any:
        """The value of *column*, of whichever columns have it; contradictions and faults go to *errors*."""
        position = self._letak.get(column.field)
        if position is None:
            return None
        nilai = self._read_cell(column, number, position[0], errors)
        for k in position[1:]:
            other = self._read_cell(column, number, k, errors)
            # Two columns of one meaning: only where both say the same is it said.
            if other is None and nilai is None:
                # Blank means "never" only in the one column of its kind.
                errors.add(column.field)
            elif not _same(column, other, nilai):
                self._deny(column, number, k, errors, "kolom kedua yang sama artinya berisi lain")
                nilai = None
        for k in self._mirip.get(column.field, ()):
            raw = self._take(number, k)[0]
            if column.menentukan and not _says_nothing(raw) and self._differs(column, raw, nilai):
                self._deny(column, number, k, errors, f"kolom “{self._heading(k)}”, yang tidak dikenal, berisi lain")
                nilai = None
        if column.field in _BY_WORD and nilai is not None:
            for k in self._others:
                meaning = isian.own_word(self._take(number, k)[0], column.field)
                if meaning is not None and {"ya": True, "tidak": False}.get(meaning, meaning) not in (
                    nilai,
                    self._held(number),
                ):
                    self._deny(
                        column, number, k, errors, f"kolom “{self._heading(k)}”, yang tidak dikenal, berisi lain"
                    )
        return None if column.field in errors else nilai

    def _heading(self, k: int) -> str:
        return excerpt(isian.cell_as_text(self._lembar.baris[self._judul][k]))

    def _held(self, number: int) -> str | None:
        """The predicate that the row's satker has: a column that repeats it does not contradict what it proposes."""
        position = self._letak.get("predikat")
        return isian.own_word(self._take(number, position[0])[0], "predikat") if position else None

    def _differs(self, column: Kolom, raw: NilaiSel, nilai: Any) -> bool:
        if column.jenis == "tanggal" and (present := isian.plain_answer(raw)) is not None:
            return present is (nilai is None)
        try:
            other = parse_value(column, raw, self._sakip)
            if column.jenis == "sakip" and nilai:
                return self._sakip.read(other) != self._sakip.read(nilai)
            return not _same(column, other, nilai)
        except InvalidValue:
            return True

    def _deny(self, column: Kolom, number: int, k: int, errors: set[str], reason: str) -> None:
        if column.field not in errors:
            content = excerpt(isian.cell_as_text(self._take(number, k)[0])) or "kosong"
            reason = f"Kolom {column.judul}: {reason} (“{content}”)"
            # A column that decides nothing keeps nobody back: what rests on it says so itself.
            weight: Tingkat | None = None if column.menentukan else "peringatan"
            self.temuan.append(make_temuan("DAT536", self._cell(number, k), level=weight, sebab=reason))
        errors.add(column.field)

    def _read_cell(self, column: Kolom, number: int, k: int, errors: set[str]) -> Any:
        cell = self._cell(number, k)
        nilai, origin = self._take(number, k)
        if origin != (number, k):
            if origin[1] != k:
                return self._fault(column, cell, errors, "DAT527", "galat", origin)
            if not _is_blank(nilai):
                self._fault(column, cell, errors, "DAT527", "info", origin)
        if self._cell(*origin) in self._uncalculated:
            return self._fault(column, cell, errors, "DAT524", None, origin)
        if _is_blank(nilai) or (column.field in ("predikat", "eselon1") and _says_nothing(nilai)):
            return None
        if column.menentukan and (reason := self._lembar.unseen(origin[0] + 1, origin[1])):
            self._deny_unseen(cell, column, nilai, reason, errors)
        try:
            return parse_value(column, nilai, self._sakip)
        except InvalidValue as e:
            errors.add(column.field)
            self.temuan.append(make_temuan(e.kode, cell, kolom=column.judul, **e.isi))
            return None

    def _fault(
        self, column: Kolom, cell: Sel, errors: set[str], code: str, level: Tingkat | None, origin: tuple[int, int]
    ) -> None:
        """A finding about how the cell came by its content; anything but an info leaves it unusable."""
        if level != "info":
            errors.add(column.field)
        content = {"asal": self._cell(*origin)} if code == "DAT527" else {}
        self.temuan.append(make_temuan(code, cell, level=level, kolom=column.judul, **content))

    @property
    def _uncalculated(self) -> frozenset[tuple[str, int, int]]:
        return self._lembar.belum_dihitung

    def _take(self, number: int, k: int) -> tuple[NilaiSel, tuple[int, int]]:
        """Content of a cell, and the cell that holds it (another one where cells are merged)."""
        origin = self._gabungan.get((number, k), (number, k))
        cells: Sequence[NilaiSel] = self._lembar.baris[origin[0]] if origin[0] < len(self._lembar.baris) else ()
        return (cells[origin[1]] if origin[1] < len(cells) else ""), origin

    def _cell(self, number: int, k: int) -> Sel:
        return Sel(self._lembar.nama, number + 1, k)


def _is_blank(nilai: NilaiSel) -> bool:
    return isinstance(nilai, str) and not nilai.strip()


def _says_nothing(nilai: NilaiSel) -> bool:
    return _is_blank(nilai) or isian.cell_as_text(nilai) in _DASHES


def _same(column: Kolom, one: Any, other: Any) -> bool:
    """Whether two columns of one meaning say the same, however it is written."""
    if column.jenis == "persen" and one is not None and other is not None:
        return bool(one.nilai == other.nilai)
    if column.field == "nama" and one and other:
        return name_key(one) == name_key(other)
    return bool(one == other)


def _are_column_numbers(rows: Sequence[NilaiSel]) -> bool:
    """Whether the row numbers the columns, as forms have it below their heading: 1, 2, 3 or (1), (2), (3)."""
    figures = [t.strip("()[]. ") for s in rows if (t := isian.cell_as_text(s))]
    return (
        len(figures) > 2
        and all(a.isascii() and a.isdigit() and len(a) < 4 for a in figures)
        and all(int(b) == int(a) + 1 for a, b in pairwise(figures))
    )


def parse_value(column: Kolom, nilai: NilaiSel, sakip: Skala) -> Any:
    """The value of *column* that a filled cell or option gives; raises :class:`InvalidValue`."""
    if column.jenis == "tanggal":
        return isian.read_date(nilai)
    if column.jenis == "persen":
        return isian.read_percent(nilai)
    if column.jenis == "ya_tidak":
        return isian.read_yes_no(nilai, column.field)
    if column.jenis == "nip":
        return isian.nip(nilai)
    if column.jenis == "pilihan":
        return isian.read_choice(nilai, column.field)
    text = isian.cell_as_text(nilai)
    if isian.is_error(text):
        raise InvalidValue("DAT529", nilai=excerpt(text))
    if column.names_someone and (is_marked_doubtful(text) or has_remark(text)):
        raise InvalidValue("DAT550", nilai=excerpt(text))
    if column.jenis == "sakip" and sakip.read(text) is None:
        raise InvalidValue("DAT517", nilai=excerpt(nilai), pilihan=", ".join(sakip.huruf))
    return text or None
