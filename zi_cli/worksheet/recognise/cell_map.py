"""Where the cells of one assessor are, once the layout is known."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from zi_cli.findings.record import Sel
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.recognise.headings import Peran
from zi_cli.worksheet.recognise.sheet_skeleton import SheetPart

#: Where one cell is: (kode of its row, sheet index, zero-based row, column, address).
StoredAt = tuple[str, int, int, int, Sel]

_ANSWERED = frozenset({"indikator", "jumlah"})
_TOP = frozenset({"total", "komponen"})


class CellMap:
    """The cells of *penilai* by role, worked out when a role is first asked for.

    *baris* holds the place (sheet index, zero-based row) of every recognised row by kode.
    """

    def __init__(
        self,
        penilai: Penilai,
        rows: Mapping[str, tuple[int, int]],
        parts: Iterable[SheetPart],
        instrumen: Instrumen,
    ) -> None:
        self._baris = rows
        self._instrumen = instrumen
        self._nama: dict[int, str] = {}
        self._kolom: dict[tuple[Peran, int], int] = {}
        for b in parts:
            self._nama[b.indeks] = b.nama
            for k, t in b.kepala.kolom:
                if t.penilai == penilai:
                    self._kolom.setdefault((t.peran, b.indeks), k)
        self._tempat: dict[Peran, tuple[StoredAt, ...]] = {}

    def has(self, role: Peran) -> bool:
        """Whether the assessor has a column of *role*."""
        return any(p == role for p, _ in self._kolom)

    def columns(self, role: Peran) -> list[tuple[int, int]]:
        """The columns of *role*, by sheet index and column."""
        return [(i, k) for (p, i), k in self._kolom.items() if p == role]

    def places(self, role: Peran) -> tuple[StoredAt, ...]:
        """The cells of *role*, in the instrument's order."""
        if role not in self._tempat:
            self._tempat[role] = tuple(self._find(role, self._instrumen.baris))
        return self._tempat[role]

    @cached_property
    def total(self) -> tuple[StoredAt, ...]:
        """The score cells of totals and components."""
        return tuple(self._find("nilai", (b for b in self._instrumen.baris if b.jenis in _TOP)))

    @cached_property
    def survey_notes(self) -> tuple[StoredAt, ...]:
        """The note cells of survey indices: a note may deny its answer."""
        return tuple(self._find("catatan", (b for b in self._instrumen.baris if b.jenis_jawaban == "nilai_0_4")))

    def _find(self, role: Peran, daftar: Iterable[Baris]) -> Iterator[StoredAt]:
        for b in daftar:
            answered = b.jenis in _ANSWERED
            if b.kode not in self._baris or (not answered and role not in ("nilai", "persen")):
                continue
            sheet, row = self._baris[b.kode]
            column = self._kolom.get((role, sheet))
            if column is None and role == "nilai" and not answered:
                # Without a "Nilai" column the sums stand in the answer column itself.
                column = self._kolom.get(("jawaban", sheet))
            if column is not None:
                yield b.kode, sheet, row, column, Sel(self._nama[sheet], row + 1, column)
