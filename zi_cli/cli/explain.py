"""``zi explain``: what a finding code, an indicator or a threshold means."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import OpsiFormat, Rules
from zi_cli.cli.output import IN_WORDS, choose_form
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import column_letters
from zi_cli.instrumen.loader import known_instrumen, load_instrumen
from zi_cli.instrumen.tree import Instrumen
from zi_cli.outgoing import json_line
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream
from zi_cli.views.explain import (
    Explanation,
    explain_ambang,
    explain_in_file,
    explain_indikator,
    explain_instrumen,
    explain_penilai,
    explain_temuan,
    explanation_markdown,
    explanation_text,
)


def command(
    kode: Annotated[
        str,
        typer.Argument(
            metavar="KODE",
            help="Kode temuan (LKE201), indikator (A.I.1.i.b), nomor baris (63), sel berkas Anda (K9), atau: ambang, "
            "penilai, instrumen.",
            show_default=False,
            autocompletion=lambda: ["ambang", "penilai", "instrumen", *CATALOGUE],
        ),
    ],
    berkas: Annotated[
        Path | None,
        typer.Argument(metavar="[BERKAS]", help="LKE tempat sel atau indikator itu dilihat.", show_default=False),
    ] = None,
    *,
    bentuk: OpsiFormat = None,
    rules: Rules,
) -> None:
    """Jelaskan kode temuan, indikator, ambang, penilai, atau instrumen: arti, pilihan, nilai, letak, dan sumbernya.

    Contoh: zi explain LKE201, zi explain 63, zi explain K130 lke.xlsx, zi explain ambang
    """
    bentuk = choose_form(bentuk, None, IN_WORDS)
    if berkas is not None:
        penjelasan = _in_file(kode.strip(), berkas, rules)
    else:
        penjelasan = _find(kode.strip(), rules)
    if bentuk is Format.json:
        typer.echo(json_line(penjelasan.data), file=result_stream())
    elif bentuk is Format.md:
        typer.echo(explanation_markdown(penjelasan), nl=False, file=result_stream())
    else:
        typer.echo(explanation_text(penjelasan), nl=False, file=result_stream())


#: A cell of a sheet ("K9"), with the sheet's name before it where there are several.
_CELL = re.compile(r"(?:(?P<lembar>.+)!)?(?P<kolom>[A-Za-z]{1,3})(?P<baris>[0-9]{1,7})")


def _row(kode: str, instrumen: Instrumen) -> str | None:
    """The row that *kode* names: by its code, or by its number on the official sheet."""
    for b in instrumen.baris:
        if b.jenis != "total" and kode.casefold() in (b.kode.casefold(), str(b.nomor)):
            return b.kode
    return None


def _in_file(kode: str, berkas: Path, rules: Rules) -> Explanation:
    """The row of *berkas* that holds the cell *kode*, or the row of that code or number there."""
    e = evaluate(berkas, rules.load([berkas]))
    sel = _CELL.fullmatch(kode)
    if sel is None or _row(kode, e.instrumen) is not None:
        baris = _row(kode, e.instrumen)
        if baris is None:
            raise typer.BadParameter(f"“{kode}” bukan sel, kode, atau nomor baris LKE; contoh K9, A.I.1.i.b, 63")
        return explain_in_file(baris, e, [p.penilai for p in e.semua])
    lembar = (sel["lembar"] or "").strip("'").casefold()
    sebaris = [
        (p, k, column_letters(i.sel.kolom))
        for p, milik in e.ws.penilai.items()
        for k, i in milik.jawaban.items()
        if i.sel.baris == int(sel["baris"]) and lembar in ("", i.sel.lembar.casefold())
    ]
    if not sebaris:
        raise typer.BadParameter(
            f"sel {kode.upper()} di “{berkas.name}” tidak berada di baris jawaban LKE; "
            f"jawabannya ada di {_answer_cells(e)}"
        )
    tepat = [x for x in sebaris if x[2] == sel["kolom"].upper()] or sebaris
    return explain_in_file(tepat[0][1], e, [p for p, k, _ in tepat if k == tepat[0][1]])


def _answer_cells(e: Evaluation) -> str:
    """Where each assessor's answers stand: the first cell and the last."""
    jangkauan = []
    for p, milik in e.ws.penilai.items():
        sel = sorted(i.sel for i in milik.jawaban.values())
        if sel:
            jangkauan.append(f"{sel[0]} sampai {sel[-1]} ({e.instrumen.penilai.nama(p)})")
    return "; ".join(jangkauan) or "tidak satu sel pun"


def _find(kode: str, rules: Rules) -> Explanation:
    if kode.upper() in CATALOGUE:
        return explain_temuan(CATALOGUE[kode.upper()])
    instrumen = rules.load().instrumen
    baris = _row(kode, instrumen)
    if baris is not None:
        return explain_indikator(baris, instrumen)
    if kode.casefold() == "instrumen":
        return explain_instrumen([load_instrumen(n) for n in known_instrumen()], instrumen)
    if kode.casefold() == "penilai":
        return explain_penilai(instrumen)
    ambang = explain_ambang(instrumen, kode.casefold())
    if ambang is not None:
        return ambang
    keluarga = {k[:3] for k in CATALOGUE}
    if _CELL.fullmatch(kode) and kode[:3].upper() not in keluarga:
        raise typer.BadParameter(f"sel {kode.upper()} ada di berkas Anda: zi explain {kode.upper()} lke.xlsx")
    mirip = get_close_matches(kode.upper(), [*CATALOGUE, *instrumen.per_kode], n=3, cutoff=0.5)
    saran = f"; mungkin {', '.join(mirip)}" if mirip else ""
    raise typer.BadParameter(f"kode “{kode}” tidak dikenal{saran}")
