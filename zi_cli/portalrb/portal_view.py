"""What the portal's list and an export say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.instrumen.tree import Instrumen
from zi_cli.portalrb.export import ExportUnit, RefusedSatker
from zi_cli.portalrb.master import QuestionDifference
from zi_cli.portalrb.questions import Questions
from zi_cli.portalrb.units import PreparedExport
from zi_cli.text import long_date
from zi_cli.views.table import Cell, Column, Table, figures

if TYPE_CHECKING:
    from zi_cli.portalrb.fetch import Seen


def comparison_headline(
    differences: Sequence[QuestionDifference], tahun: int, question: Questions, instrumen: Instrumen
) -> list[tuple[str, str]]:
    """What was compared, and the outcome."""
    nilai = sum(d.menyentuh_nilai for d in differences)
    if not differences:
        result = "sama"
    elif nilai:
        result = f"{len(differences)} perbedaan, {nilai} di antaranya menyentuh nilai"
    else:
        result = f"{len(differences)} perbedaan, tidak ada yang menyentuh nilai"
    return [
        ("Daftar soal", f"PortalRB {tahun}"),
        (
            "Instrumen",
            f"{instrumen.nama}, dicocokkan terakhir dengan daftar {question.tahun} ({long_date(question.tanggal)})",
        ),
        ("Hasil", result),
    ]


def comparison_table(differences: Sequence[QuestionDifference]) -> Table:
    """One row a difference."""
    return Table(
        "Perbedaan",
        [Column(k) for k in ("Tempat", "Apa", "PortalRB", "Instrumen", "Menyentuh nilai")],
        [(d.tempat, d.apa, d.portal, d.instrumen, d.menyentuh_nilai) for d in differences],
    )


def export_table(unit: Sequence[ExportUnit], rejected: Sequence[RefusedSatker]) -> Table:
    """One row a satker: exported under which id, or why not."""
    rows: list[tuple[Cell, ...]] = [
        (u.nama, u.usulan, u.id, sum(1 for a in u.lembar.answers if a.jawaban_unit is not None), None) for u in unit
    ]
    rows += [(r.nama, None, None, None, "; ".join(r.sebab)) for r in rejected]
    columns = [
        *(Column("Satker"), Column("Usulan"), Column("Id"), *figures("Jawaban unit")),
        Column("Tidak diserahkan karena"),
    ]
    return Table("Unit", columns, rows)


def export_headline(ready: PreparedExport, folder: Path, *, probe: bool) -> list[tuple[str, str]]:
    """What was exported, and whether it may be served."""
    wbk = sum(u.usulan == "WBK" for u in ready.unit)
    rows = [
        ("Ekspor", str(folder)),
        ("Unit", f"{len(ready.unit)} ({wbk} WBK, {len(ready.unit) - wbk} WBBM)"),
        ("Tidak diserahkan", str(len(ready.ditolak))),
    ]
    if probe:
        rows.append(("Uji", "memuat satker yang belum layak; PortalRB menghitung setiap unit sebagai usulan"))
    return rows


def seen_headline(result: Seen, url: str) -> list[tuple[str, str]]:
    """The address and what the portal would count there."""
    wbk = sum(u.usulan == "WBK" for u in result.unit)
    wrong = len(result.temuan) + sum(len(u.temuan) for u in result.unit)
    return [
        ("Alamat", url),
        ("Unit", f"{len(result.unit)} ({wbk} WBK, {len(result.unit) - wbk} WBBM)"),
        ("Hasil", f"{wrong} hal tidak sesuai panduan" if wrong else "sesuai panduan"),
    ]


def seen_table(result: Seen) -> Table:
    """One row a unit, as the portal would see it."""
    return Table(
        "Unit",
        [Column("Id"), Column("Nama"), Column("Usulan"), *figures("Jawaban unit", "Jawaban TPI"), Column("Hasil")],
        [
            (u.id, u.nama, u.usulan, u.dijawab_unit, u.dijawab_tpi, "; ".join(t.pesan for t in u.temuan) or "sesuai")
            for u in result.unit
        ],
    )
