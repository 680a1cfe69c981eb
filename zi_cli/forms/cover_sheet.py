"""Sheets around the worksheet: cover with the identity, and the instructions."""

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms.content import FIRST_YEAR, LAST_YEAR, Formulir, rubric_note
from zi_cli.forms.styles import BLANK_FILL, DARK_BLUE, GREY, TEXT, WRONG_FILL, WRONG_TEXT, Gaya, row_height
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.tables import read_table
from zi_cli.text import short_number

#: Zero-based row of the first identity field, and columns of label and value.
_IDENTITY_ROW, _LABEL, _CONTENT = 5, 1, 2

#: Identity fields in the order of the cover, with their labels.
_FIELDS = {
    "satker": "Satuan Kerja",
    "kode": "Kode Satker",
    "jenis": "Jenis",
    "kanwil": "Kantor Wilayah",
    "eselon1": "Unit Eselon I Pembina",
    "kepala": "Kepala Satuan Kerja",
    "alamat": "Alamat",
    "tahun": "Tahun",
    "usulan": "Usulan Predikat",
}


def identity_cell(field: str) -> str:
    """Absolute address on the cover of the identity field *field*."""
    return d.cell_address(_IDENTITY_ROW + list(_FIELDS).index(field), _CONTENT, baris_tetap=True, kolom_tetap=True)


def write_cover(ws: Worksheet, form: Formulir, denah: d.CellPlan, g: Gaya) -> None:
    """Write the cover: title, identity, assessors, and where to go next."""
    ws.hide_gridlines(2)
    ws.set_column(0, 0, 3, g())
    ws.set_column(_LABEL, _LABEL, 30, g())
    ws.set_column(_CONTENT, _CONTENT, 58, g())
    ws.set_column(_CONTENT + 1, _CONTENT + 1, 24, g())
    i = form.instrumen
    pita = g(bg_color=DARK_BLUE, font_color="#FFFFFF", bold=True, font_size=18, valign="vcenter", indent=1)
    pita_kecil = g(bg_color=DARK_BLUE, font_color="#FFFFFF", font_size=11, valign="vcenter", indent=1)
    ws.set_row(1, 34)
    ws.set_row(2, 22)
    title, _, target = i.judul.partition(" Menuju ")
    ws.merge_range(1, _LABEL, 1, _CONTENT + 1, title, pita)
    ws.merge_range(
        2, _LABEL, 2, _CONTENT + 1, f"Menuju {target} · {i.dasar_hukum}" if target else i.dasar_hukum, pita_kecil
    )
    ws.write_string(4, _LABEL, "Identitas", g(bold=True, font_size=12))
    row = _write_identity(ws, form, g, _IDENTITY_ROW) + 1
    row = _write_team(ws, denah, g, row) + 1
    ws.write_string(row, _LABEL, "Isi buku kerja", g(bold=True, font_size=12))
    for name, guna in (
        (d.PETUNJUK, "cara mengisi, arti warna, dan cara nilai dihitung"),
        (d.LKE, "lembar penilaian: isi kolom Jawaban, Catatan, dan Bukti"),
        (d.RINGKASAN, "nilai tiap area, ambang, dan putusan WBK/WBBM (terisi sendiri)"),
        (d.HITUNGAN, "langkah hitung tiap persentase (terisi sendiri)"),
        (d.REFERENSI, "skala jawaban dan ambang yang dipakai rumus"),
    ):
        row += 1
        ws.write_url(row, _LABEL, f"internal:'{name}'!A1", g(font_color="#0563C1", underline=1), name)
        ws.write_string(row, _CONTENT, guna, g())
    ws.fit_to_pages(1, 1)


def _write_identity(ws: Worksheet, form: Formulir, g: Gaya, row: int) -> int:
    """Identity fields, each a label and an open cell; returns the next free row."""
    for field, label in _FIELDS.items():
        content = getattr(form.identitas, field)
        ws.write_string(row, _LABEL, label, g.table_cell(bold=True, bg_color=GREY, valign="vcenter"))
        ws.set_row(row, 18)
        if isinstance(content, int):
            ws.write_number(row, _CONTENT, content, g.input_cell(align="left", valign="vcenter"))
        elif content:
            ws.write_string(row, _CONTENT, content, g.input_cell(num_format=TEXT, text_wrap=True, valign="vcenter"))
        else:
            ws.write_blank(
                row, _CONTENT, None, g.input_cell(num_format="0" if field == "tahun" else TEXT, align="left")
            )
        if field == "tahun":
            ws.data_validation(
                row, _CONTENT, row, _CONTENT,
                {"validate": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR,
                 "criteria": "between", "error_title": "Tahun", "error_message": "Isi tahun empat angka."},
            )  # fmt: skip
        elif field == "usulan":
            ws.data_validation(
                row, _CONTENT, row, _CONTENT,
                {"validate": "list", "source": list(PREDIKAT), "error_title": "Usulan predikat",
                 "error_message": f"Pilih {' atau '.join(PREDIKAT)}."},
            )  # fmt: skip
        row += 1
    return row


def _write_team(ws: Worksheet, denah: d.CellPlan, g: Gaya, row: int) -> int:
    """Who filled the columns of each assessor, and when; returns the next free row."""
    ws.write_string(row, _LABEL, "Tim penilai", g(bold=True, font_size=12))
    row += 1
    for column, text in enumerate(("Penilai", "Nama ketua tim", "Tanggal penilaian"), _LABEL):
        ws.write_string(row, column, text, g.heading())
    for p in denah.penilai:
        row += 1
        ws.write_string(row, _LABEL, denah.penilai_name(p), g.table_cell(bold=True, bg_color=GREY))
        ws.write_blank(row, _CONTENT, None, g.input_cell(num_format=TEXT))
        ws.write_blank(row, _CONTENT + 1, None, g.input_cell(num_format="d mmmm yyyy", align="left"))
    return row + 1


def write_instructions(ws: Worksheet, form: Formulir, g: Gaya) -> None:
    """Write the instructions: how to fill, what the colours mean, how values come about."""
    ws.hide_gridlines(2)
    ws.set_column(0, 0, 3, g())
    ws.set_column(1, 1, 26, g())
    ws.set_column(2, 2, 96, g())
    ws.write_string(0, 1, "Petunjuk Pengisian", g(bold=True, font_size=14))
    row = 1
    for title, item in _instructions(form).items():
        row += 1
        ws.merge_range(row, 1, row, 2, title, g(bold=True, font_color="#FFFFFF", bg_color=DARK_BLUE, indent=1))
        for left, right in item:
            row += 1
            colours = {
                "Kuning tua": {"bg_color": BLANK_FILL},
                "Merah muda": {"bg_color": WRONG_FILL, "font_color": WRONG_TEXT},
            }
            ws.write_string(row, 1, left, g.table_cell(bold=True, text_wrap=True, **colours.get(left, {})))
            ws.write_string(row, 2, right, g.table_cell(text_wrap=True))
            ws.set_row(row, row_height([(left, 26, 10), (right, 96, 10)]))
        row += 1
    ws.fit_to_pages(1, 0)


def _instructions(form: Formulir) -> dict[str, list[tuple[str, str]]]:
    """``petunjuk.csv`` by part, with every scale of the instrument where its row "{skala}" stands."""
    i = form.instrumen
    survei, divisor = short_number(i.survei_maksimum), short_number(100 / i.survei_maksimum)
    words = dict(zip(("pengungkit", "hasil"), i.nama_komponen, strict=True))
    results: dict[str, list[tuple[str, str]]] = {}
    for b in read_table(Path(__file__).with_name("petunjuk.csv")):
        item = results.setdefault(b["bagian"], [])
        if b["kiri"] == "{skala}":
            for s in i.skala.values():
                nilai = ", ".join(f"{p} = {_comma_text(float(n))}" for p, n in s.items())
                item.append(("/".join(s), f"{nilai} dari bobot indikator"))
        else:
            right = b["kanan"].format(survei=survei, pembagi=divisor, rubrik=rubric_note(form), **words)
            item.append((b["kiri"].format(survei=survei), right))
    return results


def _comma_text(n: float) -> str:
    return f"{n:g}".replace(".", ",")


def write_copied(book: Workbook, form: Formulir, g: Gaya) -> Worksheet:
    """Write the list of what the old worksheet held that could not be carried over; returns its sheet."""
    ws = book.add_worksheet(d.SALINAN)
    for column, (text, width) in enumerate(
        (("Penilai", 22), ("Sel asal", 18), ("Indikator", 16), ("Isi", 40), ("Sebab", 70))
    ):
        ws.set_column(column, column, width, g())
        ws.write_string(2, column, text, g.heading())
    ws.write_string(0, 0, f"Isi “{form.asal}” yang tidak terbawa", g(bold=True, font_size=14))
    for row, t in enumerate(form.tidak_terbawa, 3):
        for column, text in enumerate((t.penilai or "", t.sel, t.indikator, t.isi, t.sebab)):
            ws.write_string(row, column, text, g.table_cell(text_wrap=True))
        ws.set_row(row, row_height([(t.isi, 40, 10), (t.sebab, 70, 10)]))
    if not form.tidak_terbawa:
        ws.write_string(3, 0, "Semua isi terbawa.", g())
    return ws
