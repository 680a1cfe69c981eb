"""A document as text for a person: coloured and as wide as the terminal, plain in a pipe or file."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.streams import Styled, result_stream
from zi_cli.text import one_line, strip_controls
from zi_cli.views.document import Document, Fields, Heading, Line, Lines
from zi_cli.views.table import Cell, Column, Table, Tone, cell_text, plain, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment
    from rich.table import Table as Grid


#: Columns where there is no terminal to ask.
LEBAR_PIPA = 120


def console(penampung: io.StringIO, *, layar: bool, lebar: int = LEBAR_PIPA) -> Console:
    """A console that draws into *penampung*: for a terminal (*layar*) with its width and colours, else
    plain and *lebar* columns wide.

    Markup and highlighting are off, so that text from files is printed as it is, less what no reader sees.
    """
    from rich.console import Console

    papan = Console(
        file=penampung,
        force_terminal=layar,
        width=None if layar else lebar,
        highlight=False,
        markup=False,
        emoji=False,
    )
    papan.push_render_hook(_CleanHook())  # type: ignore[arg-type]  # its one method is all that is asked
    return papan


class _CleanHook:
    """Cleans what is drawn before the console adds its own colours."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        """Each renderable so that it draws only what a reader sees."""
        return [_Clean(r) for r in renderables]


class _Clean:
    def __init__(self, isi: Any) -> None:
        self.isi = isi

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for s in console.render(self.isi, options):
            yield s if s.control else s._replace(text=strip_controls(s.text, "?"))


#: Characters of a bar; from which width on a terminal has room for it.
_LEBAR_BATANG, _LEBAR_LAPANG = 20, 105
#: A longer word may be broken where a table is too wide.
_KATA_MAKS = 18
_WARNA: dict[Tone, str] = {"": "", "baik": "green", "waspada": "yellow", "buruk": "red", "redup": "dim"}


def render_terminal(dokumen: Document, *, layar: bool, lebar: int = LEBAR_PIPA) -> str:
    """*dokumen* as text; *layar*: for standard output (colours on a terminal)."""
    terminal = layar and result_stream().isatty()
    if not terminal and all(isinstance(b, Lines) for b in dokumen):
        return "".join(f"{_line(x, '')}\n" for b in dokumen if isinstance(b, Lines) for x in b.baris)
    penampung = io.StringIO()
    papan = console(penampung, layar=terminal, lebar=lebar)
    sebelum: object = None
    for blok in dokumen:
        if isinstance(blok, Heading) and not blok.di_layar:
            continue
        # Below a heading its part begins at once; a title stands by itself.
        if sebelum is not None and not (isinstance(sebelum, Heading) and sebelum.tingkat > 1):
            papan.print()
        _print(papan, blok)
        sebelum = blok
    return Styled(penampung.getvalue())


def _print(papan: Console, blok: Heading | Fields | Lines | Table) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    if isinstance(blok, Heading):
        papan.print(Text(one_line(blok.teks), style="bold"), soft_wrap=True)
    elif isinstance(blok, Fields):
        kisi = Grid.grid(padding=(0, 2))
        for label, isi in blok.isi:
            kisi.add_row(Text(label, style="dim"), Text(one_line(isi), overflow="fold"))
        papan.print(kisi)
    elif isinstance(blok, Lines):
        pad = max((len(b.label) for b in blok.baris), default=0)
        for b in blok.baris:
            teks = Text(f"{b.label:<{pad}} " if b.label else "", style="bold")
            gaya = f"{'bold ' if b.tebal else ''}{_WARNA[b.nada]}".strip()
            teks.append(_line(b._replace(label=""), ""), style=gaya)
            papan.print(teks, soft_wrap=True)
    else:
        if blok.judul:
            papan.print(Text(one_line(blok.judul), style="bold"), soft_wrap=True)
        kisi, jumlah = _grid(blok, papan.width)
        papan.print(kisi if jumlah else Text("  tidak ada"))
        if blok.sisa:
            papan.print(Text(f"  … dan {blok.sisa} lagi"))


def _line(b: Line, label: str) -> str:
    awal = "  " * b.tingkat + ("– " if b.butir else "")
    return f"{awal}{b.label}{' ' if b.label else ''}{label}{one_line(b.teks)}"


def _grid(tabel: Table, lebar: int) -> tuple[Grid, int]:
    """The table as Rich draws it within *lebar* characters, and its number of rows."""
    from rich.table import Table as Grid
    from rich.text import Text

    kisi = Grid(box=None, padding=(0, 1), header_style="bold")
    kolom = [(i, k) for i, k in enumerate(tabel.kolom) if lebar >= _LEBAR_LAPANG or not (k.batang or k.lapang)]
    baris = [[(_text(isi[i], k), _style(isi[i], k)) for i, k in kolom] for isi in tabel.baris]
    sempit = _widths([k for _, k in kolom], [[teks for teks, _ in isi] for isi in baris], lebar - 2 * len(kolom))
    for n, (_, k) in enumerate(kolom):
        kisi.add_column(
            k.judul,
            justify="right" if k.kanan else "left",
            no_wrap=(k.utuh or k.batang) and not sempit,
            min_width=_LEBAR_BATANG if k.batang else None,
            width=sempit[n] if sempit else None,
            max_width=k.lebar,
            overflow="ellipsis" if k.utuh else "fold",
        )
    for nomor, isi in enumerate(baris):
        tebal = "bold " if nomor in tabel.tebal else ""
        kisi.add_row(*(Text(teks, style=f"{tebal}{gaya}".strip()) for teks, gaya in isi))
    return kisi, len(baris)


def _widths(kolom: Sequence[Column], baris: Sequence[Sequence[str]], lebar: int) -> list[int]:
    """Widths of columns that together want more than *lebar*; none where they fit, or can't be made to.

    Figures get what their longest cell and word of the heading need, so that the heading is what wraps; the rest is
    for the texts, the same for all that want more.
    """
    from rich.cells import cell_len

    isi = [[b for s in (k.judul, *(r[n] for r in baris)) for b in s.split("\n")] for n, k in enumerate(kolom)]
    mau = [min(max(map(cell_len, x)), k.lebar or lebar) for x, k in zip(isi, kolom, strict=True)]
    if sum(mau) <= lebar:
        return []
    kata = [max(cell_len(w) for b in x for w in (b.split() or [""])) for x in isi]
    angka = [max(map(cell_len, (*k.judul.split(), *(r[n] for r in baris)))) for n, k in enumerate(kolom)]

    def need(n: int, kata_maks: int, *, pecah: bool) -> int:
        k = kolom[n]
        if k.batang or k.kanan:
            return _LEBAR_BATANG if k.batang else angka[n]
        return min(kata[n], mau[n], kata_maks) if pecah or not k.utuh else mau[n]

    for kata_maks, pecah in ((_KATA_MAKS, False), (_KATA_MAKS, True), (_KATA_MAKS // 2, True)):
        perlu = [need(n, kata_maks, pecah=pecah) for n in range(len(kolom))]
        sisa = lebar - sum(perlu)
        if sisa >= 0:
            break
    else:
        return []
    teks = [n for n, k in enumerate(kolom) if not k.kanan and not k.batang] or range(len(kolom))
    while sisa and (kurang := [n for n in teks if perlu[n] < mau[n]]):
        perlu[min(kurang, key=lambda n: perlu[n])] += 1
        sisa -= 1
    return perlu


def _text(sel: Cell, kolom: Column) -> str:
    nilai = plain(sel)
    if kolom.batang:
        penuh = int(nilai * _LEBAR_BATANG) if isinstance(nilai, Fraction) else 0
        return "█" * penuh + "░" * (_LEBAR_BATANG - penuh)
    return "\n".join(one_line(b) for b in cell_text(sel, kolom).split("\n"))


def _style(sel: Cell, kolom: Column) -> str:
    return "cyan" if kolom.batang else _WARNA[tone_of(sel, kolom)]
