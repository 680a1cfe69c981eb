"""The sheets of a register file, and which of them is the register."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.columns import JUDUL_LEMBAR, WAJIB, column_of_heading
from zi_cli.text import canonical_name, cuplik
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.open import Looks
    from zi_cli.worksheet.formats.sheet_view import Range

#: The heading stands within the first rows; a register has no more.
_BARIS_JUDUL = 20
_UKURAN_CSV = 20 * 1024 * 1024
_BARIS_CSV = 100_000
#: Merged ranges of one workbook; a register has a few dozen.
_GABUNGAN = 20_000
#: Among several sheets, these headings make one a register.
_PENGENAL = frozenset({"nama", "usulan"})


class RegisterSheet(NamedTuple):
    """One sheet of the file; ``belum_dihitung`` are cells whose formula was never calculated.

    ``rupa`` tells what the sheet *indeks* of the workbook looks like; None of a text, which hides nothing.
    """

    nama: str
    baris: Sequence[Sequence[NilaiSel]]
    belum_dihitung: frozenset[tuple[str, int, int]] = frozenset()
    tersembunyi: bool = False
    rupa: Looks | None = None
    indeks: int = 0

    @property
    def gabungan(self) -> tuple[Range, ...]:
        """Its merged ranges."""
        return () if self.rupa is None else self.rupa.view(self.indeks).gabungan

    def hides(self, baris: int, kolom: int) -> str:
        """What hides the cell (one-based row, zero-based column): its sheet, row or column; "" when nothing does."""
        if self.tersembunyi:
            return "lembarnya tersembunyi"
        if self.rupa is None:
            return ""
        tampilan = self.rupa.view(self.indeks)
        if tampilan.hides_row(baris):
            return f"baris {baris} tersembunyi, mungkin oleh saringan"
        return f"kolom {column_letters(kolom)} tersembunyi" if tampilan.hides_column(kolom) else ""

    def unseen(self, baris: int, kolom: int) -> str:
        """Why what stands in the cell (one-based row, zero-based column) is not what is seen there, "" when it is."""
        sebab = self.hides(baris, kolom)
        if sebab or self.rupa is None:
            return sebab
        odd = self.rupa.odd(self.indeks, (baris, kolom), self.baris[baris - 1][kolom])
        return "" if odd is None or odd.bulat else odd.sebab


class ChosenSheet(NamedTuple):
    """The sheet that is the register, the index of its heading row, and what is said about the others.

    ``ragu``: why another one may be meant, "" when none.
    """

    lembar: RegisterSheet
    judul: int
    temuan: tuple[Temuan, ...]
    ragu: str


def open_sheets(path: Path) -> tuple[str, list[RegisterSheet]]:
    """SHA-256 of the register *path* and its sheets; raises :class:`UnreadableInput` when it can't be read."""
    if path.suffix.lower() in (".csv", ".txt"):
        sha256, baris = _read_csv(path)
        return sha256, [RegisterSheet(path.stem, baris)]
    from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded
    from zi_cli.worksheet.formats.open import open_workbook

    buku = open_workbook(path)
    lembar = [
        RegisterSheet(nama, baris, buku.rumus_kosong, n in buku.tersembunyi, buku.rupa, n)
        for n, (nama, baris) in enumerate(buku.lembar)
    ]
    try:
        jumlah = sum(len(x.gabungan) for x in lembar)
    except (Damaged, LimitExceeded) as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=cuplik(e))) from None
    if jumlah > _GABUNGAN:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_GABUNGAN} sel gabungan"))
    return buku.sha256, lembar


def choose_sheet(lembar: Sequence[RegisterSheet]) -> ChosenSheet | None:
    """The register among *lembar*; None when there is none.

    The sheet "Satker", else the only one with the headings of a register, visible ones before hidden ones. What
    else looks like a register is named, and leaves open which is meant unless name or visibility decide.
    """
    calon: list[tuple[RegisterSheet, int]] = []
    longgar: list[tuple[RegisterSheet, int]] = []
    for x in lembar:
        for nomor, sel in enumerate(x.baris[:_BARIS_JUDUL]):
            ada = {k.field for s in sel if isinstance(s, str) and (k := column_of_heading(s))}
            if ada >= _PENGENAL or (ada.issuperset(WAJIB) and (len(lembar) == 1 or _is_named(x))):
                calon.append((x, nomor))
                break
            if ada.issuperset(WAJIB):
                longgar.append((x, nomor))
                break
    calon = calon or longgar
    if not calon:
        return None
    terpilih, judul = min(calon, key=lambda c: (c[0].tersembunyi, not _is_named(c[0])))
    lain = [(x, n) for x, n in calon if x is not terpilih]
    pasti = _is_named(terpilih) or all(x.tersembunyi for x, _ in lain)
    temuan = tuple(
        make_temuan(
            "DAT526", Sel(x.nama, n + 1, 0), tingkat="peringatan" if pasti else None, dibaca=cuplik(terpilih.nama)
        )
        for x, n in lain
    )
    return ChosenSheet(terpilih, judul, temuan, "" if pasti else temuan[0].pesan.rstrip("."))


def _is_named(lembar: RegisterSheet) -> bool:
    return canonical_name(lembar.nama) == canonical_name(JUDUL_LEMBAR)


def _read_csv(path: Path) -> tuple[str, list[list[str]]]:
    try:
        mentah = read_file(path, _UKURAN_CSV + 1)
    except OSError as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=read_reason(e))) from e
    if len(mentah) > _UKURAN_CSV:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_UKURAN_CSV >> 20} MB"))
    teks = _teks_csv(mentah)
    try:
        pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=_pemisah(teks))
        baris = list(islice(pembaca, _BARIS_CSV + 1))
    except csv.Error as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab="susunan CSV-nya rusak")) from e
    if len(baris) > _BARIS_CSV:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_BARIS_CSV} baris"))
    return hashlib.sha256(mentah).hexdigest(), baris


def _teks_csv(mentah: bytes) -> str:
    # Excel saves CSV as UTF-8 with a mark, as UTF-16 with a mark ("Unicode text"), or in the Windows code page.
    if mentah.startswith((b"\xff\xfe", b"\xfe\xff")):
        return mentah.decode("utf-16", "replace")
    try:
        return mentah.decode("utf-8-sig")
    except UnicodeDecodeError:
        return mentah.decode("cp1252", "replace")


def _pemisah(teks: str) -> str:
    awal = "\n".join(teks.splitlines()[:_BARIS_JUDUL])
    return max(",;\t", key=awal.count)
