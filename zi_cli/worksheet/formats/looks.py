"""What is known of the looks of a workbook that is no .xlsx: the set-up of its sheets, and cells in odd styles."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress, count, product

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.formula_ranges import places
from zi_cli.worksheet.formats.limits import KOLOM_EXCEL, RENTANG, Damaged, LimitExceeded, ribuan
from zi_cli.worksheet.formats.palette_xlsx import HITAM, PUTIH, Font, Rgb, text_vanishes
from zi_cli.worksheet.formats.sheet_view import (
    LEBAR_MIN,
    SELURUHNYA,
    TINGGI_MIN,
    Odd,
    Outline,
    Place,
    Range,
    SheetView,
    covers_content,
    frozen,
    overlaps,
    within,
)
from zi_cli.worksheet.formats.styles_xlsx import Differential, Style, out_of_place, styled_odd

#: Ranges of a conditional format, and the numbers of the styles whose text it hides.
Condition = tuple[tuple[Range, ...], frozenset[int]]
#: The colours of a font and its ground, by the number of the style.
Colors = Sequence[tuple[Rgb, Rgb]]
# Plain mappings: read-only ones do not travel between processes.
_TANPA_GAYA: Mapping[Place, Style] = {}
_TANPA_NOMOR: Mapping[Place, int] = {}
#: Of a text with runs in fonts that hide or disguise it.
ODD_RUNS = Style("General", "sebagian hurufnya tersamar")


class SheetLook(NamedTuple):
    """One sheet: its set-up, and what else can make a cell show something other than it holds.

    ``gaya`` are the styles of the cells whose value may be disguised or rounded, ``gambar`` the ranges under drawings,
    ``bersyarat`` those that a conditional format may hide or disguise, whatever their style, ``syarat`` those where it
    hides cells of some styles, and ``bergaya`` the numbers of the styles of the cells in such a style; ``rumus`` the
    cells that hold a formula, where these are noted.
    """

    tampilan: SheetView = SheetView()
    gaya: Mapping[Place, Style] = _TANPA_GAYA
    gambar: tuple[Range, ...] = ()
    bersyarat: tuple[Range, ...] = ()
    syarat: tuple[Condition, ...] = ()
    bergaya: Mapping[Place, int] = _TANPA_NOMOR
    rumus: frozenset[Place] = frozenset()

    @property
    def ordinary(self) -> bool:
        """Whether every cell shows what it holds, but for whole numbers (:attr:`Style.rounds`)."""
        if self.gambar or self.bersyarat or self.bergaya or self.tampilan.tanpa_nol:
            return False
        return not any(s.disguises_text or (s.disguises_numbers and not s.rounds) for s in set(self.gaya.values()))


#: Ranges of rules that are compared with each other, and texts with them; about a second.
_PASANGAN = 500_000


class SheetNotes:
    """What a reader of records notes of a sheet, record by record."""

    def __init__(self) -> None:
        self._kolom: list[tuple[int, int]] = []
        self._lebar: list[tuple[int, int, float]] = []
        self._baris: set[int] = set()
        self._tampil: set[int] = set()
        self._bawaan = self._tanpa_nol = False
        self._gabungan: list[Range] = []
        self._sel: dict[Place, Style] = {}
        self._rumus: set[Place] = set()
        self._bersyarat: list[Range] = []
        self._syarat: list[Condition] = []
        self._larik: list[Range] = []
        self._aturan_lihat: list[tuple[list[Range], Differential]] = []
        self._tinta: dict[Place, frozenset[Rgb]] = {}
        self._lipat_baris, self._lipat_kolom = Outline(), Outline()

    def column(self, dari: int, ke: int, lebar: float, bendera: int) -> None:
        """Note how wide columns are, in characters, and their flags (hidden, in groups), which both formats share.

        Raises ``Damaged`` where that is told over and over.
        """
        tersembunyi = bool(bendera & 1)
        self._lipat_kolom.note(dari, ke, bendera >> 8 & 7, bool(bendera & 0x1000))
        self._lebar.append((dari, ke, lebar))
        if tersembunyi or lebar < LEBAR_MIN:
            self._kolom.append((dari, ke))
        if len(self._lebar) > KOLOM_EXCEL:
            raise Damaged("lebar kolomnya ditulis lebih sering daripada banyaknya kolom")

    def row(self, nomor: int, tinggi: float | None, tersembunyi: bool, tingkat: int, dilipat: bool) -> None:
        """Note how high the one-based row is, in points; None for as high as most of them.

        *tingkat* is how deep it lies in groups, *dilipat* whether the group beside it is folded.
        """
        self._lipat_baris.note(nomor, nomor, tingkat, dilipat)
        if tersembunyi or (tinggi is not None and tinggi < TINGGI_MIN):
            self._baris.add(nomor)
        elif tinggi is not None:
            self._tampil.add(nomor)

    def outline(self, bendera: int) -> None:
        """Note by the flags of a sheet, which both formats share, on which side of a group it is folded."""
        self._lipat_baris.di_bawah, self._lipat_kolom.di_bawah = bool(bendera & 0x40), bool(bendera & 0x80)

    def usual_rows(self, tinggi: float, tersembunyi: bool) -> None:
        """Note how high the rows are that say nothing of it, in points."""
        self._bawaan = tersembunyi or tinggi < TINGGI_MIN

    def freeze(self, awal: tuple[int, int], baris: float, kolom: float) -> None:
        """Note a part that stands still from the cell *awal* on; see ``frozen``."""
        # Further than any sheet reaches, and what is no number at all.
        jumlah = (int(min(n, SELURUHNYA[2])) if n > 0 else 0 for n in (baris, kolom))
        tertutup, lajur = frozen(awal, *jumlah)
        self._baris |= tertutup
        self._kolom += lajur

    def condition(self, daerah: list[Range], dxf: Differential | None, gaya: Colors) -> None:
        """Note what a conditional format makes of its ranges; None for one that can't be told."""
        if dxf is not None:
            self._aturan_lihat.append((daerah, dxf))
        if dxf is None or dxf.disguises:
            self._bersyarat += daerah
        elif tersamar := frozenset(n for n, (tinta, latar) in enumerate(gaya) if dxf.hides(tinta, latar)):
            self._syarat.append(((*daerah,), tersamar))

    def runs(self, tempat: Place, tinta: frozenset[Rgb], latar: Sequence[Rgb]) -> None:
        """Note the colours of the runs of a text, and those of the ground of its cell (white where none is known)."""
        self._tinta[tempat] = tinta
        if any(text_vanishes(t, w) for t in tinta for w in latar or (PUTIH,)):
            self._sel.setdefault(tempat, ODD_RUNS)

    def _together(self) -> None:
        """What rules hide that each alone do not: letters in a colour of their own, or in that of another rule."""
        berlatar = [(d, a) for d, a in self._aturan_lihat if a.latar]
        berhuruf = [(d, a) for d, a in self._aturan_lihat if a.huruf is not None]
        bawah, atas = (sum(len(d) for d, _ in aturan) for aturan in (berlatar, berhuruf))
        if bawah * (atas + len(self._tinta)) > _PASANGAN:
            # More than can be compared one by one: each of them may.
            self._bersyarat += (r for d, _ in (*berlatar, *berhuruf) for r in d)
            return
        for tempat, tinta in self._tinta.items():
            if any(text_vanishes(t, w) for d, a in berlatar if within(tempat, d) for t in tinta for w in a.latar):
                self._bersyarat.append((tempat[0], tempat[1], *tempat))
        for (d, a), (e, b) in product(berhuruf, berlatar):
            # One of them gives both where each does.
            if not (a.latar and b.huruf) and any(text_vanishes(a.huruf or HITAM, w) for w in b.latar):
                self._bersyarat += overlaps(d, e)

    def noted(self, gambar: tuple[Range, ...], sel: Callable[[], Iterable[tuple[Place, int]]]) -> SheetLook:
        """What the records came to, with the ranges under drawings; *sel* gives each cell and its style's number.

        Raises ``LimitExceeded`` for more ranges than every answer can be compared with.
        """
        self._together()
        self._kolom += self._lipat_kolom.folded()
        self._baris.update(r for a, b in self._lipat_baris.folded() for r in range(a, b + 1))
        self._rumus.update(t for t, _ in places(self._larik))
        tampilan = SheetView(
            tuple(self._kolom), frozenset(self._baris), self._bawaan, frozenset(self._tampil), tuple(self._gabungan),
            tanpa_nol=self._tanpa_nol, lebar=tuple(self._lebar),
        )  # fmt: skip
        jumlah = sum(len(d) for d, _ in self._syarat) + len(self._bersyarat)
        if max(len(self._gabungan), jumlah) > RENTANG:
            raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} sel gabungan atau rentang bersyarat di satu lembar")
        tersamar = frozenset[int]().union(*(n for _, n in self._syarat))
        bergaya = {t: n for t, n in sel() if n in tersamar} if tersamar else {}
        return SheetLook(
            tampilan, self._sel, gambar, tuple(self._bersyarat), tuple(self._syarat), bergaya, frozenset(self._rumus)
        )


def run_colors(ragam: Mapping[int, Sequence[int]], huruf: Sequence[Font]) -> dict[int, frozenset[Rgb]]:
    """The colours of the runs of each text, by the numbers of their fonts."""
    warna = {i: f.warna for i, f in enumerate(huruf)}
    semua = ((t, frozenset(w for n in isi if (w := warna.get(n)) is not None)) for t, isi in ragam.items())
    return {t: w for t, w in semua if w}


class BinaryBook(NamedTuple):
    """A .xls or .xlsb: the rebuilt file, and of each sheet whether it holds cells, its error values, its looks.

    Error values, and texts that the reading library leaves out, are keyed by (row, column), zero-based.
    ``tanpa_jalan`` are the sheets, by number among all, that no window leads to.
    """

    data: bytes
    dibaca: Sequence[bool]
    galat: Sequence[dict[tuple[int, int], str]]
    rupa: Sequence[SheetLook]
    tanpa_jalan: frozenset[int] = frozenset()

    @property
    def luput(self) -> frozenset[int]:
        """Those of ``tanpa_jalan`` that hold cells, by number among the sheets that do."""
        return frozenset(i for i, n in enumerate(compress(count(), self.dibaca)) if n in self.tanpa_jalan)


class CellOrder:
    """Whether some cell of a sheet is written twice; rows and columns from zero."""

    def __init__(self) -> None:
        self._semua: list[Place] = []
        self._urut = True

    def note(self, r: int, k: int) -> None:
        """Note one record of a cell, blank or not."""
        self._urut = self._urut and not (self._semua and (r, k) <= self._semua[-1])
        self._semua.append((r, k))

    def check(self) -> None:
        """Raise ``Damaged`` with the cell that has two records."""
        if not self._urut:
            kembar = [t for t, n in Counter(self._semua).items() if n > 1]
            if kembar:
                raise Damaged(f"sel {column_letters(kembar[0][1])}{kembar[0][0] + 1} ada dua kali")


class SheetLooks:
    """The looks of a workbook; asked like ``Appearance``."""

    def __init__(self, lembar: Sequence[SheetLook]) -> None:
        self._lembar = lembar

    def view(self, lembar: int) -> SheetView:
        """The set-up of a sheet."""
        return self._lembar[lembar].tampilan

    def plain(self, lembar: int, baris: Sequence[Sequence[object]]) -> bool:
        """Whether nothing in the sheet (with values *baris*) could show a cell other than it is read."""
        satu = self._lembar[lembar]
        return self._ordinary[lembar] and not any(covers_content(g, baris) for g in satu.tampilan.gabungan)

    @cached_property
    def _ordinary(self) -> list[bool]:
        return [s.ordinary for s in self._lembar]

    def rounds(self, lembar: int) -> bool:
        """Whether some cell of the sheet is in a format of whole numbers."""
        return any(s.rounds for s in self._lembar[lembar].gaya.values())

    def formulas(self, lembar: int, kolom: Collection[int]) -> frozenset[Place]:
        """The filled cells of the sheet that are formulas, where these are noted; those of *kolom* at least."""
        return self._lembar[lembar].rumus

    def odd(
        self, lembar: int, tempat: Place, nilai: object, *, gambar: bool = True, melintas: bool = True
    ) -> Odd | None:
        """Why *nilai* is not what is seen in the cell.

        A drawing over it counts only with *gambar*, that it is centred over several columns only with *melintas*.
        """
        satu = self._lembar[lembar]
        gaya = satu.gaya.get(tempat)
        sebab = styled_odd(gaya, nilai) if gaya is not None else None
        sebab = sebab or satu.tampilan.odd(tempat, nilai)
        if sebab is None and gaya is not None:
            letak = out_of_place(gaya, nilai, satu.tampilan.room(tempat[1]), melintas=melintas)
            sebab = Odd(letak) if letak else None
        if sebab is not None:
            return sebab
        if gambar and within(tempat, satu.gambar):
            return Odd("tertutup gambar atau kotak teks")
        nomor = satu.bergaya.get(tempat)
        if within(tempat, satu.bersyarat) or any(nomor in n and within(tempat, d) for d, n in satu.syarat):
            return Odd("dapat disembunyikan atau tampil lain oleh format bersyarat")
        return None
