"""Why the file shows another total than we do, in words: one line, or every part."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.formulas.difference import Difference, Part
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.totals import total_cells, total_differs
from zi_cli.text import decimal_text, short_number
from zi_cli.views.document import Line, Lines
from zi_cli.views.table import Place, Table, data_columns
from zi_cli.worksheet.model import KolomPenilai

_DIGIT = 4


def difference_line(d: Difference) -> str:
    """The difference with the part that weighs most."""
    other = len(d.bagian) - 1
    count = f" (dan {other} sebab lain, lihat --jelaskan-selisih)" if other else ""
    return f"{difference_head(d)}: {part_words(d.largest)}{count}"


def difference_lines(d: Difference, *, explain: bool) -> Lines:
    """One line; with *explain* one more for each part."""
    if not explain:
        return Lines([Line(difference_line(d))])
    return Lines([Line(difference_head(d)), *(Line(f"{b.sel}: {part_words(b)}", tingkat=1) for b in d.bagian)])


def nothing_to_explain(
    column: KolomPenilai | None, penilaian: Penilaian, temuan: Iterable[Temuan], instrumen: Instrumen
) -> str:
    """Why there are no parts to list: no total in the file, one that agrees, or formulas that could not be followed."""
    if column is None or not total_cells(column, instrumen):
        codes = sorted({t.kode for t in temuan if t.kode in ("LKE301", "LKE303")})
        others = f"; nilai lain di berkas yang berbeda disebut di Temuan ({', '.join(codes)})" if codes else ""
        return f"Selisih total: berkas tidak memuat totalnya{others}."
    if total_differs(column, penilaian, instrumen):
        return "Selisih total: sebabnya tidak dapat diuraikan dari rumus berkas ini; lihat Temuan."
    return (
        "Selisih total: tidak ada; total di berkas sama dengan hitungan kami, "
        f"{decimal_text(penilaian.nilai['total'])}."
    )


def difference_table(selisih: Iterable[tuple[str, str, Path, Difference | None]]) -> Table:
    """One row a part, for other programs; *selisih*: name of the file, assessor, the file, and its difference."""
    name = ("berkas", "penilai", "total_berkas", "total_kami", "selisih", "sel", "sebab", "poin")
    return Table(
        "Selisih",
        data_columns(name),
        (
            (file, penilai, d.berkas, d.kami, d.selisih, Place(b.sel, jalur), b.sebab, b.poin)
            for file, penilai, jalur, d in selisih
            if d is not None
            for b in d.bagian
        ),
    )


def difference_head(d: Difference) -> str:
    """The two totals and what lies between them."""
    if d.berkas is None or d.selisih is None:
        return f"Total di berkas kesalahan rumus, hitungan kami {short_number(d.kami, _DIGIT)}"
    figure = f"{short_number(d.berkas, _DIGIT)}, hitungan kami {short_number(d.kami, _DIGIT)}"
    return f"Total di berkas {figure}, selisih {signed(d.selisih)}"


def part_words(b: Part) -> str:
    """One part: its cause, and its points; 0 for an error that another fault keeps from the total."""
    if b.poin is None:
        return b.sebab
    return f"{b.sebab}: {signed(b.poin)}" if b.poin else f"{b.sebab}, tidak sampai ke total"


def signed(poin: Fraction) -> str:
    """Points with their sign; what four decimals can't show is said in words."""
    text = short_number(abs(poin), _DIGIT)
    return f"{'-' if poin < 0 else '+'}{text if text != '0' else 'kurang dari 0,0001'}"
