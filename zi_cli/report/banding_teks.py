"""A comparison for the terminal and as Markdown."""

from __future__ import annotations

import io
import sys

from zi_cli.instrumen.model import Instrumen
from zi_cli.report.banding import HasilBanding
from zi_cli.report.banding_uraian import BARIS_TERMINAL, Tabel, judul, tabel_hasil
from zi_cli.report.score import md

_LEBAR_PIPA = 120


def tabel(hasil: HasilBanding, instrumen: Instrumen) -> str:
    """The comparison as text for a person; coloured when standard output is a terminal that wants it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    penampung = io.StringIO()
    layar = sys.stdout.isatty()
    konsol = Console(
        file=penampung,
        force_terminal=layar,
        width=None if layar else _LEBAR_PIPA,
        highlight=False,
        markup=False,
        emoji=False,
    )
    konsol.print(Text(judul(hasil), style="bold"))
    for t in tabel_hasil(hasil, instrumen, BARIS_TERMINAL):
        konsol.print()
        konsol.print(Text(t.judul, style="bold"))
        if not t.baris:
            konsol.print(Text("  tidak ada"))
            continue
        r = Table(box=None, padding=(0, 1), header_style="bold")
        for nama, kanan in t.kepala:
            r.add_column(nama, justify="right" if kanan else "left", no_wrap=kanan)
        for baris in t.baris:
            r.add_row(*(Text(sel, style=_gaya(sel)) for sel in baris))
        konsol.print(r)
        if t.sisa:
            konsol.print(Text(f"  … dan {t.sisa} lagi (--format json, csv, md, atau html memuat semuanya)"))
    return penampung.getvalue()


def _gaya(sel: str) -> str:
    if sel[:1] in "+-" and sel[1:2].isdigit():
        return "green" if sel[0] == "+" else "red"
    return ""


def markdown(hasil: HasilBanding, instrumen: Instrumen) -> str:
    """The comparison as Markdown."""
    baris = [f"# {md(judul(hasil))}", ""]
    for t in tabel_hasil(hasil, instrumen):
        baris += [f"## {md(t.judul)}", "", *_tabel_md(t), ""]
    if hasil.dilewati:
        baris += ["## Dilewati", "", *(f"- {md(n)}: {md(s)}" for n, s in hasil.dilewati), ""]
    if hasil.gagal:
        baris += ["## Gagal dibaca", "", *(f"- {md(n)}: {t.kode} {md(t.pesan)}" for n, t in hasil.gagal), ""]
    return "\n".join(baris)


def _tabel_md(t: Tabel) -> list[str]:
    if not t.baris:
        return ["Tidak ada."]
    kepala = f"| {' | '.join(nama for nama, _ in t.kepala)} |"
    garis = f"|{'|'.join('---:' if kanan else '---' for _, kanan in t.kepala)}|"
    return [kepala, garis, *(f"| {' | '.join(md(s) for s in b)} |" for b in t.baris)]
