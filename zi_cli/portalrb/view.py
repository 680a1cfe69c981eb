"""What the portal's list and an export say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.instrumen.tree import Instrumen
from zi_cli.portalrb.export import ExportUnit, RefusedSatker
from zi_cli.portalrb.master import QuestionDifference
from zi_cli.portalrb.prepare import PreparedExport
from zi_cli.portalrb.questions import Questions
from zi_cli.text import tanggal
from zi_cli.views.table import Cell, Column, Table, figures

if TYPE_CHECKING:
    from zi_cli.portalrb.fetch import Seen


def comparison_headline(
    beda: Sequence[QuestionDifference], tahun: int, soal: Questions, instrumen: Instrumen
) -> list[tuple[str, str]]:
    """What was compared, and the outcome."""
    nilai = sum(d.menyentuh_nilai for d in beda)
    if not beda:
        hasil = "sama"
    elif nilai:
        hasil = f"{len(beda)} perbedaan, {nilai} di antaranya menyentuh nilai"
    else:
        hasil = f"{len(beda)} perbedaan, tidak ada yang menyentuh nilai"
    return [
        ("Daftar soal", f"PortalRB {tahun}"),
        ("Instrumen", f"{instrumen.nama}, dicocokkan terakhir dengan daftar {soal.tahun} ({tanggal(soal.tanggal)})"),
        ("Hasil", hasil),
    ]


def comparison_table(beda: Sequence[QuestionDifference]) -> Table:
    """One row a difference."""
    return Table(
        "Perbedaan",
        [Column(k) for k in ("Tempat", "Apa", "PortalRB", "Instrumen", "Menyentuh nilai")],
        [(d.tempat, d.apa, d.portal, d.instrumen, d.menyentuh_nilai) for d in beda],
    )


def export_table(unit: Sequence[ExportUnit], ditolak: Sequence[RefusedSatker]) -> Table:
    """One row a satker: exported under which id, or why not."""
    baris: list[tuple[Cell, ...]] = [
        (u.nama, u.usulan, u.id, sum(1 for a in u.lembar.answers if a.jawaban_unit is not None), None) for u in unit
    ]
    baris += [(r.nama, None, None, None, "; ".join(r.sebab)) for r in ditolak]
    kolom = [
        *(Column("Satker"), Column("Usulan"), Column("Id"), *figures("Jawaban unit")),
        Column("Tidak diserahkan karena"),
    ]
    return Table("Unit", kolom, baris)


def export_headline(siap: PreparedExport, folder: Path, *, uji: bool) -> list[tuple[str, str]]:
    """What was exported, and whether it may be served."""
    wbk = sum(u.usulan == "WBK" for u in siap.unit)
    baris = [
        ("Ekspor", str(folder)),
        ("Unit", f"{len(siap.unit)} ({wbk} WBK, {len(siap.unit) - wbk} WBBM)"),
        ("Tidak diserahkan", str(len(siap.ditolak))),
    ]
    if uji:
        baris.append(("Uji", "memuat satker yang belum layak; PortalRB menghitung setiap unit sebagai usulan"))
    return baris


def seen_headline(hasil: Seen, url: str) -> list[tuple[str, str]]:
    """The address and what the portal would count there."""
    wbk = sum(u.usulan == "WBK" for u in hasil.unit)
    salah = len(hasil.temuan) + sum(len(u.temuan) for u in hasil.unit)
    return [
        ("Alamat", url),
        ("Unit", f"{len(hasil.unit)} ({wbk} WBK, {len(hasil.unit) - wbk} WBBM)"),
        ("Hasil", f"{salah} hal tidak sesuai panduan" if salah else "sesuai panduan"),
    ]


def seen_table(hasil: Seen) -> Table:
    """One row a unit, as the portal would see it."""
    return Table(
        "Unit",
        [Column("Id"), Column("Nama"), Column("Usulan"), *figures("Jawaban unit", "Jawaban TPI"), Column("Hasil")],
        [
            (u.id, u.nama, u.usulan, u.dijawab_unit, u.dijawab_tpi, "; ".join(t.pesan for t in u.temuan) or "sesuai")
            for u in hasil.unit
        ],
    )
