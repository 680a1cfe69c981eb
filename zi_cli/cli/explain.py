"""``zi explain``: what a finding code or an indicator means."""

from typing import Annotated

import typer

from zi_cli.cli.opsi import Format, OpsiFormat
from zi_cli.instrumen.loader import muat
from zi_cli.report.keluaran import baris_json
from zi_cli.report.penjelasan import (
    Penjelasan,
    jelaskan_indikator,
    jelaskan_temuan,
    markdown_penjelasan,
    teks_penjelasan,
)


def perintah(
    kode: Annotated[
        str, typer.Argument(metavar="KODE", help="Kode temuan (LKE201) atau indikator (A.I.1.i.b).", show_default=False)
    ],
    bentuk: OpsiFormat = Format.tabel,
) -> None:
    """Jelaskan kode temuan atau indikator: teks, pilihan, nilai, dan letaknya di lembar.

    Contoh: zi explain LKE201, zi explain A.I.1.i.b
    """
    penjelasan = _cari(kode.strip())
    if bentuk is Format.json:
        typer.echo(baris_json(penjelasan.data))
    elif bentuk is Format.md:
        typer.echo(markdown_penjelasan(penjelasan), nl=False)
    elif bentuk is Format.csv:
        raise typer.BadParameter("explain tidak mempunyai bentuk csv; pakai tabel, md, atau json")
    else:
        typer.echo(teks_penjelasan(penjelasan), nl=False)


def _cari(kode: str) -> Penjelasan:
    from zi_cli.findings.katalog import KATALOG

    if kode.upper() in KATALOG:
        return jelaskan_temuan(KATALOG[kode.upper()])
    instrumen = muat()
    for k in instrumen.per_kode:
        if k.casefold() == kode.casefold() and instrumen.per_kode[k].jenis != "total":
            return jelaskan_indikator(k, instrumen)
    from difflib import get_close_matches

    mirip = get_close_matches(kode.upper(), [*KATALOG, *instrumen.per_kode], n=3, cutoff=0.5)
    saran = f"; mungkin {', '.join(mirip)}" if mirip else ""
    raise typer.BadParameter(f"kode “{kode}” tidak dikenal{saran}")
