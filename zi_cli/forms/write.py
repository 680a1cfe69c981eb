"""Write the official worksheet as a form: live formulas, drop-downs, cover and summary."""

import io
import re
import zipfile
from datetime import datetime, time

from zi_cli.forms.content import Formulir
from zi_cli.instrumen.loader import load_kriteria

#: A height marked as set by hand would stop Excel from fitting the row to a longer note.
_TINGGI_TETAP = b' customHeight="1"'

#: A formula whose value is empty text: without its type it would read as never calculated.
_TEKS_KOSONG = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')

#: Every value is already right; a program that calculates on opening would ask to save on closing.
_HITUNG_ULANG = b' fullCalcOnLoad="1"'

_WAKTU_ZIP = (1980, 1, 1, 0, 0, 0)


def pack(isi: bytes) -> bytes:
    """The workbook *isi* with rows that grow with their text and with typed empty results."""
    wadah = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as asal, zipfile.ZipFile(wadah, "w", zipfile.ZIP_DEFLATED) as hasil:
        for info in asal.infolist():
            bagian = asal.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                bagian = _TEKS_KOSONG.sub(rb'\1 t="str"\2', bagian.replace(_TINGGI_TETAP, b""))
            elif info.filename == "xl/workbook.xml":
                bagian = bagian.replace(_HITUNG_ULANG, b"")
            hasil.writestr(zipfile.ZipInfo(info.filename, _WAKTU_ZIP), bagian, zipfile.ZIP_DEFLATED)
    return wadah.getvalue()


#: What a locked sheet still allows: making columns and rows wider.
_SIFAT_KUNCI = {"format_columns": True, "format_rows": True}


def write_form(formulir: Formulir) -> bytes:
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

    wadah = io.BytesIO()
    opsi = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }
    buku = xlsxwriter.Workbook(wadah, opsi)
    instrumen = formulir.instrumen
    # The instrument's date, not today's: a form is the same file whenever it is written.
    dibuat = datetime.combine(instrumen.berlaku_sejak, time())
    asal = formulir.rubrik
    buku.set_properties(
        {
            "title": instrumen.judul,
            "subject": formulir.identitas.satker,
            "comments": f"Rubrik: {asal.asal}, SHA-256 {asal.sha256}" if asal.teks else "",
            "created": dibuat,
        }
    )
    g = Gaya(buku)
    denah = d.CellPlan(instrumen, formulir.penilai)
    lembar = {n: buku.add_worksheet(n) for n in (d.SAMPUL, d.PETUNJUK, d.RINGKASAN, d.LKE, d.HITUNGAN, d.REFERENSI)}
    write_reference(buku, lembar[d.REFERENSI], formulir, g)
    write_cover(lembar[d.SAMPUL], formulir, denah, g)
    write_instructions(lembar[d.PETUNJUK], formulir, g)
    hitungan = LembarHitungan(lembar[d.HITUNGAN], formulir, denah, g)
    hitungan.write()
    LembarLke(lembar[d.LKE], formulir, denah, g, load_kriteria(instrumen), hitungan).write()
    LembarRingkasan(buku, lembar[d.RINGKASAN], formulir, denah, g, hitungan).write()
    if formulir.asal:
        lembar[d.SALINAN] = write_copied(buku, formulir, g)
    for nama, ws in lembar.items():
        ws.set_paper(9)  # A4
        if nama not in (d.SAMPUL, d.RINGKASAN) or (nama == d.RINGKASAN and len(formulir.penilai) > 2):
            ws.set_landscape()
        if nama in (d.HITUNGAN, d.REFERENSI, d.SALINAN):
            ws.fit_to_pages(1, 0)
        ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        ws.set_footer(f"&L&8{instrumen.nama} · {nama}&R&8Halaman &P dari &N")
        ws.protect("", _SIFAT_KUNCI)
    lembar[d.SAMPUL].activate()
    buku.close()
    return pack(wadah.getvalue())
