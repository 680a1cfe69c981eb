"""``zi explain``: what a finding code, an indicator or a threshold means."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import FormatOption, Rules
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
    bentuk: FormatOption = None,
    rules: Rules,
) -> None:
    """Jelaskan kode temuan, indikator, ambang, penilai, atau instrumen: arti, pilihan, nilai, letak, dan sumbernya.

    Contoh: zi explain LKE201, zi explain 63, zi explain K130 lke.xlsx, zi explain ambang
    """
    bentuk = choose_form(bentuk, None, IN_WORDS)
    if berkas is not None:
        explanation = _in_file(kode.strip(), berkas, rules)
    else:
        explanation = _find(kode.strip(), rules)
    if bentuk is Format.json:
        typer.echo(json_line(explanation.data), file=result_stream())
    elif bentuk is Format.md:
        typer.echo(explanation_markdown(explanation), nl=False, file=result_stream())
    else:
        typer.echo(explanation_text(explanation), nl=False, file=result_stream())


#: A cell of a sheet ("K9"), with the sheet's name before it where there are several.
_CELL = re.compile(r"(?:(?P<lembar>.+)!)?(?P<kolom>[A-Za-z]{1,3})(?P<baris>[0-9]{1,7})")


def _row(code: str, instrumen: Instrumen) -> str | None:
    """The row that *code* names: by its code, or by its number on the official sheet."""
    for b in instrumen.baris:
        if b.jenis != "total" and code.casefold() in (b.kode.casefold(), str(b.nomor)):
            return b.kode
    return None


def _in_file(code: str, file: Path, rules: Rules) -> Explanation:
    """The row of *file* that holds the cell *code*, or the row of that code or number there."""
    e = evaluate(file, rules.load([file]))
    cell = _CELL.fullmatch(code)
    if cell is None or _row(code, e.instrumen) is not None:
        row = _row(code, e.instrumen)
        if row is None:
            raise typer.BadParameter(f"“{code}” bukan sel, kode, atau nomor baris LKE; contoh K9, A.I.1.i.b, 63")
        return explain_in_file(row, e, [p.penilai for p in e.semua])
    sheet = (cell["lembar"] or "").strip("'").casefold()
    row_cells = [
        (p, k, column_letters(i.sel.kolom))
        for p, milik in e.ws.penilai.items()
        for k, i in milik.jawaban.items()
        if i.sel.baris == int(cell["baris"]) and sheet in ("", i.sel.lembar.casefold())
    ]
    if not row_cells:
        raise typer.BadParameter(
            f"sel {code.upper()} di “{file.name}” tidak berada di baris jawaban LKE; "
            f"jawabannya ada di {_answer_cells(e)}"
        )
    exact = [x for x in row_cells if x[2] == cell["kolom"].upper()] or row_cells
    return explain_in_file(exact[0][1], e, [p for p, k, _ in exact if k == exact[0][1]])


def _answer_cells(e: Evaluation) -> str:
    """Where each assessor's answers stand: the first cell and the last."""
    jangkauan = []
    for p, milik in e.ws.penilai.items():
        cells = sorted(i.sel for i in milik.jawaban.values())
        if cells:
            jangkauan.append(f"{cells[0]} sampai {cells[-1]} ({e.instrumen.penilai.name_of(p)})")
    return "; ".join(jangkauan) or "tidak satu sel pun"


def _find(code: str, rules: Rules) -> Explanation:
    if code.upper() in CATALOGUE:
        return explain_temuan(CATALOGUE[code.upper()])
    instrumen = rules.load().instrumen
    row = _row(code, instrumen)
    if row is not None:
        return explain_indikator(row, instrumen)
    if code.casefold() == "instrumen":
        return explain_instrumen([load_instrumen(n) for n in known_instrumen()], instrumen)
    if code.casefold() == "penilai":
        return explain_penilai(instrumen)
    ambang = explain_ambang(instrumen, code.casefold())
    if ambang is not None:
        return ambang
    families = {k[:3] for k in CATALOGUE}
    if _CELL.fullmatch(code) and code[:3].upper() not in families:
        raise typer.BadParameter(f"sel {code.upper()} ada di berkas Anda: zi explain {code.upper()} lke.xlsx")
    similar = get_close_matches(code.upper(), [*CATALOGUE, *instrumen.per_kode], n=3, cutoff=0.5)
    suggestion = f"; mungkin {', '.join(similar)}" if similar else ""
    raise typer.BadParameter(f"kode “{code}” tidak dikenal{suggestion}")
