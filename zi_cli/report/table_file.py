"""A table as CSV text or as a workbook."""

import io
from decimal import Decimal

from zi_cli.files import Angka, csv_text, safe_cell
from zi_cli.views.table import DataTable

#: Widest column of a workbook, in characters; longer text wraps.
_LEBAR_MAKS = 60
_LEBAR_MIN = 8


def table_csv(tabel: DataTable, *, indonesia: bool) -> str:
    """*tabel* as CSV; with *indonesia* semicolons and decimal commas."""
    return csv_text(tabel.kolom, tabel.baris, indonesia=indonesia)


def table_workbook(tabel: DataTable) -> bytes:
    """*tabel* as an .xlsx workbook of one sheet: bold heading that stays in view, filter, fitted columns.

    Numbers are numbers, text from files is never a formula, and the same table gives the same bytes.
    """
    import datetime

    import xlsxwriter

    penampung = io.BytesIO()
    buku = xlsxwriter.Workbook(penampung, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    buku.set_properties({"title": tabel.judul, "created": datetime.datetime(2000, 1, 1)})
    lembar = buku.add_worksheet(tabel.judul[:31])
    kepala = buku.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    teks = buku.add_format({"text_wrap": True, "valign": "top"})
    angka = buku.add_format({"valign": "top", "num_format": "0.00####"})
    bulat = buku.add_format({"valign": "top", "num_format": "0"})
    lebar = [len(k) for k in tabel.kolom]
    for k, nama in enumerate(tabel.kolom):
        lembar.write_string(0, k, nama, kepala)
    nomor = 0
    for nomor, isi in enumerate(tabel.baris, 1):
        for k, sel in enumerate(isi):
            if sel is None:
                continue
            if isinstance(sel, Angka):
                lembar.write_number(nomor, k, float(Decimal(sel)), angka)
                tertulis = str(sel)
            elif isinstance(sel, int) and not isinstance(sel, bool):
                lembar.write_number(nomor, k, sel, bulat)
                tertulis = str(sel)
            else:
                tertulis = ("ya" if sel else "tidak") if isinstance(sel, bool) else safe_cell(str(sel))
                lembar.write_string(nomor, k, tertulis[:32_767], teks)
            lebar[k] = max(lebar[k], *(len(b) for b in tertulis.split("\n")))
    for k, n in enumerate(lebar):
        lembar.set_column(k, k, min(_LEBAR_MAKS, max(_LEBAR_MIN, n + 2)))
    lembar.freeze_panes(1, 0)
    lembar.autofilter(0, 0, nomor, max(0, len(tabel.kolom) - 1))
    lembar.set_landscape()
    lembar.set_paper(9)
    lembar.fit_to_pages(1, 0)
    lembar.repeat_rows(0)
    buku.close()
    return penampung.getvalue()
