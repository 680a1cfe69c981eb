"""A comparison for the terminal and as Markdown."""

import io

from zi_cli.files import Styled, result_stream
from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.compare import HasilBanding
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.views.compare import BARIS_TERMINAL, Tabel, judul, tabel_hasil


def tabel(hasil: HasilBanding, instrumen: Instrumen, *, layar: bool) -> str:
    """The comparison as text for a person.

    With *layar* it is meant for standard output: coloured on a terminal, in characters it can show.
    """
    from rich.table import Table
    from rich.text import Text

    penampung = io.StringIO()
    terminal = layar and result_stream().isatty()
    papan = console(penampung, layar=terminal)
    papan.print(Text(judul(hasil), style="bold"))
    for t in tabel_hasil(hasil, instrumen, BARIS_TERMINAL):
        papan.print()
        papan.print(Text(t.judul, style="bold"))
        if not t.baris:
            papan.print(Text("  tidak ada"))
            continue
        r = Table(box=None, padding=(0, 1), header_style="bold")
        for k in t.kepala:
            r.add_column(k.nama, justify="right" if k.angka else "left", no_wrap=k.angka)
        for baris in t.baris:
            r.add_row(*(Text(s, style=_gaya(s) if k.arah else "") for s, k in zip(baris, t.kepala, strict=True)))
        papan.print(r)
        if t.sisa:
            papan.print(Text(f"  … dan {t.sisa} lagi (--format json, csv, md, atau html memuat semuanya)"))
    teks = penampung.getvalue()
    return Styled(_terbaca(teks) if layar else teks)


def _terbaca(teks: str) -> str:
    """*teks* with plain arrows where standard output has no other (a cp1252 console)."""
    try:
        "→".encode(result_stream().encoding or "utf-8")
    except UnicodeEncodeError:
        return teks.replace("→", "->")
    return teks


def _gaya(sel: str) -> str:
    return {"+": "green", "-": "red"}.get(sel[:1], "")


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
    kepala = f"| {' | '.join(k.nama for k in t.kepala)} |"
    garis = f"|{'|'.join('---:' if k.angka else '---' for k in t.kepala)}|"
    return [kepala, garis, *(f"| {' | '.join(md(s) for s in b)} |" for b in t.baris)]
