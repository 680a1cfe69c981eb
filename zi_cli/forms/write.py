"""Write the official worksheet as a form: live formulas, drop-downs, cover and summary."""

import io
import re
import zipfile
from datetime import datetime, time

from zi_cli.forms.content import Formulir
from zi_cli.instrumen.loader import load_kriteria

#: A height marked as set by hand would stop Excel from fitting the row to a longer note.
_FIXED_HEIGHT = b' customHeight="1"'

#: A formula whose value is empty text: without its type it would read as never calculated.
_EMPTY_TEXT = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')

#: Every value is already right; a program that calculates on opening would ask to save on closing.
_RECALCULATE = b' fullCalcOnLoad="1"'

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def pack(content: bytes) -> bytes:
    """The workbook *content* with rows that grow with their text and with typed empty results."""
    container = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as origin,
        zipfile.ZipFile(container, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for info in origin.infolist():
            part = origin.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = _EMPTY_TEXT.sub(rb'\1 t="str"\2', part.replace(_FIXED_HEIGHT, b""))
            elif info.filename == "xl/workbook.xml":
                part = part.replace(_RECALCULATE, b"")
            result.writestr(zipfile.ZipInfo(info.filename, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return container.getvalue()


#: What a locked sheet still allows: making columns and rows wider.
_PROTECTION_OPTIONS = {"format_columns": True, "format_rows": True}


def write_form(form: Formulir) -> bytes:
    """The form as the bytes of an .xlsx workbook; the same input gives the same bytes.

    Every formula carries its present value (exact scores of ``formulir.penilaian``), so that
    programs that do not calculate read it too. Text never becomes a formula or a link.
    """
    import xlsxwriter

    from zi_cli.forms import addresses as d
    from zi_cli.forms.counts_sheet import LembarHitungan
    from zi_cli.forms.cover_sheet import write_copied, write_cover, write_instructions
    from zi_cli.forms.lke_sheet import LembarLke
    from zi_cli.forms.reference_sheet import write_reference
    from zi_cli.forms.styles import Gaya
    from zi_cli.forms.summary_sheet import LembarRingkasan

    container = io.BytesIO()
    opsi = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }
    book = xlsxwriter.Workbook(container, opsi)
    instrumen = form.instrumen
    # The instrument's date, not today's: a form is the same file whenever it is written.
    created = datetime.combine(instrumen.berlaku_sejak, time())
    origin = form.rubrik
    book.set_properties(
        {
            "title": instrumen.judul,
            "subject": form.identitas.satker,
            "comments": f"Rubrik: {origin.asal}, SHA-256 {origin.sha256}" if origin.teks else "",
            "created": created,
        }
    )
    g = Gaya(book)
    denah = d.CellPlan(instrumen, form.penilai)
    sheets = {n: book.add_worksheet(n) for n in (d.SAMPUL, d.PETUNJUK, d.RINGKASAN, d.LKE, d.HITUNGAN, d.REFERENSI)}
    write_reference(book, sheets[d.REFERENSI], form, g)
    write_cover(sheets[d.SAMPUL], form, denah, g)
    write_instructions(sheets[d.PETUNJUK], form, g)
    calculation = LembarHitungan(sheets[d.HITUNGAN], form, denah, g)
    calculation.write()
    LembarLke(sheets[d.LKE], form, denah, g, load_kriteria(instrumen), calculation).write()
    LembarRingkasan(book, sheets[d.RINGKASAN], form, denah, g, calculation).write()
    if form.asal:
        sheets[d.SALINAN] = write_copied(book, form, g)
    for name, ws in sheets.items():
        ws.set_paper(9)  # A4
        if name not in (d.SAMPUL, d.RINGKASAN) or (name == d.RINGKASAN and len(form.penilai) > 2):
            ws.set_landscape()
        if name in (d.HITUNGAN, d.REFERENSI, d.SALINAN):
            ws.fit_to_pages(1, 0)
        ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        ws.set_footer(f"&L&8{instrumen.nama} · {name}&R&8Halaman &P dari &N")
        ws.protect("", _PROTECTION_OPTIONS)
    sheets[d.SAMPUL].activate()
    book.close()
    return pack(container.getvalue())
