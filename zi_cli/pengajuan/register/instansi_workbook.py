"""The sheet Instansi written: a row a setting, with lists where words are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from zi_cli.pengajuan.register.instansi import HEADINGS, SHEET, instansi_rows
from zi_cli.pengajuan.register.sheet_look import A4, DATE, HEADING, TEXT, YELLOW, printed

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def write_instansi(book: Workbook, content: Mapping[str, str]) -> None:
    """What ``zi.toml`` holds, a row a setting, with lists where words are fixed."""
    sheet = book.add_worksheet(SHEET)
    header = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEADING}", "border": 1})
    label = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    what = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#595959"})
    cells = {"valign": "top", "text_wrap": True, "align": "left", "border": 1}
    kuning = book.add_format({"bg_color": YELLOW})
    shapes = {
        j: book.add_format(cells | {"num_format": DATE if j == "hari" else TEXT})
        for j in {r.jenis for r in instansi_rows()}
    }
    for n, (title, width) in enumerate(zip(HEADINGS, (34, 50, 104), strict=True)):
        sheet.write_string(0, n, title, header)
        sheet.set_column(n, n, width)
    for number, r in enumerate(instansi_rows(), 1):
        sheet.write_string(number, 0, r.label, label)
        if content.get(r.kunci):
            sheet.write_string(number, 1, content[r.kunci], shapes[r.jenis])
        else:
            sheet.write_blank(number, 1, None, shapes[r.jenis])
        sheet.write_string(number, 2, r.apa, what)
        if r.perlu:
            sheet.conditional_format(number, 1, number, 1, {"type": "blanks", "format": kuning})
        if r.pilihan:
            rules = {"validate": "list", "source": list(r.pilihan), "error_type": "warning"}
            sheet.data_validation(number, 1, number, 1, rules)
        elif r.jenis == "hari":
            spans = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
            aturan_hari = {"validate": "date", "criteria": "between", **spans, "error_type": "warning"}
            sheet.data_validation(number, 1, number, 1, aturan_hari)
    sheet.freeze_panes(1, 1)
    printed(sheet, paper=A4, halaman_lebar=1)
