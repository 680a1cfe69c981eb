"""The sheet Instansi written: a row a setting, with lists where words are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from zi_cli.pengajuan.register.instansi import HEADINGS, SHEET, instansi_rows
from zi_cli.pengajuan.register.sheet_look import A4, DATE, HEADING, TEXT, YELLOW, printed

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def write_instansi(buku: Workbook, isi: Mapping[str, str]) -> None:
    """What ``zi.toml`` holds, a row a setting, with lists where words are fixed."""
    lembar = buku.add_worksheet(SHEET)
    kepala = buku.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEADING}", "border": 1})
    label = buku.add_format({"bold": True, "valign": "top", "text_wrap": True})
    apa = buku.add_format({"valign": "top", "text_wrap": True, "font_color": "#595959"})
    sel = {"valign": "top", "text_wrap": True, "align": "left", "border": 1}
    kuning = buku.add_format({"bg_color": YELLOW})
    bentuk = {
        j: buku.add_format(sel | {"num_format": DATE if j == "hari" else TEXT})
        for j in {r.jenis for r in instansi_rows()}
    }
    for n, (judul, lebar) in enumerate(zip(HEADINGS, (34, 50, 104), strict=True)):
        lembar.write_string(0, n, judul, kepala)
        lembar.set_column(n, n, lebar)
    for nomor, r in enumerate(instansi_rows(), 1):
        lembar.write_string(nomor, 0, r.label, label)
        if isi.get(r.kunci):
            lembar.write_string(nomor, 1, isi[r.kunci], bentuk[r.jenis])
        else:
            lembar.write_blank(nomor, 1, None, bentuk[r.jenis])
        lembar.write_string(nomor, 2, r.apa, apa)
        if r.perlu:
            lembar.conditional_format(nomor, 1, nomor, 1, {"type": "blanks", "format": kuning})
        if r.pilihan:
            aturan = {"validate": "list", "source": list(r.pilihan), "error_type": "warning"}
            lembar.data_validation(nomor, 1, nomor, 1, aturan)
        elif r.jenis == "hari":
            rentang = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
            aturan_hari = {"validate": "date", "criteria": "between", **rentang, "error_type": "warning"}
            lembar.data_validation(nomor, 1, nomor, 1, aturan_hari)
    lembar.freeze_panes(1, 1)
    printed(lembar, kertas=A4, halaman_lebar=1)
