"""Tables and the lines above them as text: for a terminal, and as Markdown."""

import io
from collections.abc import Sequence

from zi_cli.files import Angka, Styled
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.views.table import DataTable

Headline = Sequence[tuple[str, str]]


def terminal(kepala: Headline, tabel: Sequence[DataTable], *, layar: bool) -> str:
    """*kepala* as labelled lines, then each table under its title; *layar*: with colours and the terminal's width."""
    from rich.table import Table
    from rich.text import Text

    penampung = io.StringIO()
    papan = console(penampung, layar=layar)
    identitas = Table.grid(padding=(0, 2))
    for label, isi in kepala:
        identitas.add_row(Text(label, style="dim"), Text(isi))
    papan.print(identitas)
    for t in tabel:
        isi_baris = list(t.baris)
        if not isi_baris:
            continue
        papan.print()
        papan.print(Text(t.judul, style="bold"))
        gambar = Table(box=None, padding=(0, 1), header_style="bold")
        for n, nama in enumerate(t.kolom):
            angka = all(isinstance(b[n], int) or b[n] is None for b in isi_baris) or any(
                isinstance(b[n], Angka) for b in isi_baris
            )
            gambar.add_column(nama, justify="right" if angka else "left")
        for baris in isi_baris:
            gambar.add_row(*(Text(cell_text(sel)) for sel in baris))
        papan.print(gambar)
    return Styled(penampung.getvalue())


def markdown(kepala: Headline, tabel: Sequence[DataTable]) -> str:
    """The same as Markdown."""
    baris = [f"- {md(label)}: {md(isi)}" for label, isi in kepala]
    for t in tabel:
        baris += ["", f"## {md(t.judul)}", "", f"| {' | '.join(map(md, t.kolom))} |", "|---" * len(t.kolom) + "|"]
        baris += [f"| {' | '.join(md(cell_text(sel)) for sel in b)} |" for b in t.baris]
    return "\n".join(baris) + "\n"


def cell_text(sel: object) -> str:
    """A cell for people: decimal comma, ya or tidak, a dash for what is not known."""
    if sel is None:
        return "–"
    if isinstance(sel, bool):
        return "ya" if sel else "tidak"
    return sel.replace(".", ",") if isinstance(sel, Angka) else str(sel)
