"""``zi explain``: what a finding code, an indicator or a threshold means."""

from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiFormat, OpsiInstrumen, OpsiKonfigurasi, load_rules
from zi_cli.cli.output import choose_form
from zi_cli.files import json_line
from zi_cli.instrumen.loader import known_instrumen, load_instrumen
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream
from zi_cli.views.explain import (
    Explanation,
    explain_ambang,
    explain_indikator,
    explain_instrumen,
    explain_penilai,
    explain_temuan,
    markdown_penjelasan,
    teks_penjelasan,
)


def command(
    kode: Annotated[
        str,
        typer.Argument(
            metavar="KODE",
            help="Kode temuan (LKE201) atau indikator (A.I.1.i.b), atau: ambang, penilai, instrumen.",
            show_default=False,
        ),
    ],
    bentuk: OpsiFormat = None,
    konfigurasi: OpsiKonfigurasi = None,
    diminta: OpsiInstrumen = None,
) -> None:
    """Jelaskan kode temuan, indikator, ambang, penilai, atau instrumen: arti, pilihan, nilai, letak, dan sumbernya.

    Contoh: zi explain LKE201, zi explain A.I.1.i.b, zi explain ambang, zi explain instrumen
    """
    bentuk = choose_form(bentuk, None, (Format.tabel, Format.json, Format.md))
    penjelasan = _cari(kode.strip(), diminta, konfigurasi)
    if bentuk is Format.json:
        typer.echo(json_line(penjelasan.data), file=result_stream())
    elif bentuk is Format.md:
        typer.echo(markdown_penjelasan(penjelasan), nl=False, file=result_stream())
    else:
        typer.echo(teks_penjelasan(penjelasan), nl=False, file=result_stream())


def _cari(kode: str, diminta: str | None, konfigurasi: Path | None) -> Explanation:
    from zi_cli.findings.catalogue import CATALOGUE

    if kode.upper() in CATALOGUE:
        return explain_temuan(CATALOGUE[kode.upper()])
    instrumen = load_rules(diminta, konfigurasi).instrumen
    for k in instrumen.per_kode:
        if k.casefold() == kode.casefold() and instrumen.per_kode[k].jenis != "total":
            return explain_indikator(k, instrumen)
    if kode.casefold() == "instrumen":
        return explain_instrumen([load_instrumen(n) for n in known_instrumen()], instrumen)
    if kode.casefold() == "penilai":
        return explain_penilai(instrumen)
    ambang = explain_ambang(instrumen, kode.casefold())
    if ambang is not None:
        return ambang
    from difflib import get_close_matches

    mirip = get_close_matches(kode.upper(), [*CATALOGUE, *instrumen.per_kode], n=3, cutoff=0.5)
    saran = f"; mungkin {', '.join(mirip)}" if mirip else ""
    raise typer.BadParameter(f"kode “{kode}” tidak dikenal{saran}")
