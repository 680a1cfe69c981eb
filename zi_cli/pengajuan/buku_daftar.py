"""The register as a workbook to fill in: lists, comments, formats that keep what is typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from zi_cli.findings.model import huruf_kolom
from zi_cli.pengajuan.isian import tanggal
from zi_cli.pengajuan.kolom import JUDUL_LEMBAR, KODE_CONTOH, KOLOM, Kolom
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet as Lembar

#: Rows prepared with formats and lists below the heading.
_BARIS_SIAP = 1000
_BARIS_KELOMPOK, _BARIS_JUDUL, _BARIS_ISI = 1, 2, 3
_A3, _A4 = 8, 9
_TEKS = "@"
_FON = "Calibri"
#: Characters to a line and points to a line of the guide's second column.
_HURUF_SEBARIS, _TINGGI_BARIS = 88, 15
#: "21 Maret 2025" in any language version: the month in words shows a swapped day and month at once.
_TANGGAL = "[$-421]d mmmm yyyy;@"
_LEBAR = {"teks": 24, "nip": 22, "pilihan": 16, "ya_tidak": 12, "tanggal": 20, "persen": 12, "sakip": 10}
_LEBAR_KHUSUS = {"kode": 12, "nama": 40, "alamat": 36, "kota": 16, "berkas_lke": 40, "keterangan": 40}
_WARNA = ("1F4E79", "2E75B6", "548235", "7F6000", "833C0B", "595959")
#: Columns a proposal can't do without, marked yellow while blank; those of one predicate only with it.
_PERLU = ("usulan", "predikat", "sakip", "tlhp", "lhkpn", "lhkasn", "layanan_utama", "dampak", "sptjm_tanggal")
_PERLU_USULAN = {"mulai_wbk": "WBK", "mulai_wbbm": "WBBM"}


def buku_daftar(baris: Iterable[Mapping[str, NilaiSel]]) -> bytes:
    """The register workbook (.xlsx) with *baris*, each a mapping from field to value."""
    from openpyxl import Workbook

    buku = Workbook()
    lembar = buku.worksheets[0]
    lembar.title = JUDUL_LEMBAR
    _tulis_judul(lembar)
    _siapkan_kolom(lembar)
    for nomor, isi in enumerate(baris, _BARIS_ISI):
        for kolom, k in enumerate(KOLOM, 1):
            if k.field in isi:
                sel = lembar.cell(nomor, kolom, isi[k.field])
                if isinstance(isi[k.field], str):
                    sel.data_type = "s"  # a text that starts with "=" stays text
    _tandai(lembar)
    lembar.freeze_panes = f"C{_BARIS_ISI}"
    lembar.auto_filter.ref = f"A{_BARIS_JUDUL}:{huruf_kolom(len(KOLOM) - 1)}{_BARIS_SIAP}"
    _cetakan(lembar, kertas=_A3, halaman_lebar=3)
    lembar.print_options.gridLines = True
    lembar.print_title_rows = f"{_BARIS_KELOMPOK}:{_BARIS_JUDUL}"
    lembar.print_title_cols = "A:B"
    _petunjuk(buku.create_sheet("Petunjuk"))
    penampung = io.BytesIO()
    buku.save(penampung)
    return penampung.getvalue()


def baris_contoh() -> dict[str, NilaiSel]:
    """The example row: what the comments describe; its kode tells the reader to pass over it."""
    return {k.field: tanggal(k.contoh) if k.jenis == "tanggal" else k.contoh for k in KOLOM if k.contoh}


def _tulis_judul(lembar: Lembar) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    garis = Side(style="thin", color="FFFFFF")
    kelompok = list(dict.fromkeys(k.kelompok for k in KOLOM))
    awal = 1
    for nama in kelompok:
        milik = [k for k in KOLOM if k.kelompok == nama]
        lembar.merge_cells(start_row=1, end_row=1, start_column=awal, end_column=awal + len(milik) - 1)
        lembar.cell(_BARIS_KELOMPOK, awal, nama)
        awal += len(milik)
    for kolom, k in enumerate(KOLOM, 1):
        warna = PatternFill("solid", fgColor=_WARNA[kelompok.index(k.kelompok) % len(_WARNA)])
        judul = lembar.cell(_BARIS_JUDUL, kolom, k.judul)
        catatan = Comment(k.keterangan, "zi-cli")
        catatan.width, catatan.height = 320, 40 + 18 * (len(k.keterangan) // 42 + 1)
        judul.comment = catatan
        for sel in (lembar.cell(_BARIS_KELOMPOK, kolom), judul):
            sel.fill = warna
            sel.font = Font(name=_FON, bold=True, color="FFFFFF")
            sel.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            sel.border = Border(left=garis, right=garis)
    lembar.row_dimensions[_BARIS_KELOMPOK].height = 20
    lembar.row_dimensions[_BARIS_JUDUL].height = 48


def _siapkan_kolom(lembar: Lembar) -> None:
    """Widths, formats and lists for every row that may be filled."""
    from openpyxl.styles import Alignment

    for kolom, k in enumerate(KOLOM, 1):
        huruf = huruf_kolom(kolom - 1)
        lembar.column_dimensions[huruf].width = _LEBAR_KHUSUS.get(k.field, _LEBAR[k.jenis])
        bentuk = _TANGGAL if k.jenis == "tanggal" else _TEKS
        rata = Alignment(vertical="top", wrap_text=k.jenis == "teks", horizontal="left")
        for nomor in range(_BARIS_ISI, _BARIS_SIAP + 1):
            sel = lembar.cell(nomor, kolom)
            sel.number_format = bentuk
            sel.alignment = rata
        _validasi(lembar, k, huruf)


def _validasi(lembar: Lembar, k: Kolom, huruf: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    sel = f"{huruf}{_BARIS_ISI}"
    if k.jenis in ("pilihan", "ya_tidak"):
        pilihan = k.pilihan or ("Ya", "Tidak")
        dv = DataValidation(type="list", formula1=f'"{",".join(pilihan)}"', allow_blank=True, errorStyle="stop")
        dv.error = f"Pilih salah satu: {', '.join(pilihan)}."
    elif k.jenis == "tanggal":
        # Text such as "21 Maret 2027" is understood too, so this only warns.
        dv = DataValidation(
            type="date", operator="between", formula1="DATE(1990,1,1)", formula2="DATE(2100,12,31)",
            allow_blank=True, errorStyle="warning",
        )  # fmt: skip
        dv.error = "Isi tanggal, misalnya 21/03/2027 (hari/bulan/tahun)."
    elif k.jenis == "persen":
        rumus = f'OR(RIGHT({sel},1)="%",ISNUMBER(SEARCH("/",{sel})),ISNUMBER(SEARCH("dari",{sel})))'
        dv = DataValidation(type="custom", formula1=rumus, allow_blank=True, errorStyle="warning")
        dv.error = "Tulis 100% atau cacah seperti 12/12."
    elif k.jenis == "nip":
        rumus = f'LEN(SUBSTITUTE({sel}," ",""))=18'
        dv = DataValidation(type="custom", formula1=rumus, allow_blank=True, errorStyle="warning")
        dv.error = "NIP terdiri atas 18 angka."
    else:
        return
    dv.errorTitle = "Isian tidak dikenal"
    dv.promptTitle, dv.prompt = k.judul[:32], k.keterangan[:255]
    dv.showErrorMessage = dv.showInputMessage = True
    dv.add(f"{huruf}{_BARIS_ISI}:{huruf}{_BARIS_SIAP}")
    lembar.add_data_validation(dv)


def _tandai(lembar: Lembar) -> None:
    """Yellow for what a proposal still lacks, grey italics for the example."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    letak = {k.field: huruf_kolom(n) for n, k in enumerate(KOLOM)}
    kuning = DifferentialStyle(fill=PatternFill("solid", bgColor="FFF2CC"))
    terisi = f'$A{_BARIS_ISI}<>"",$A{_BARIS_ISI}<>"{KODE_CONTOH}"'
    usulan = f"${letak['usulan']}{_BARIS_ISI}"
    for field in (*_PERLU, *_PERLU_USULAN):
        huruf = letak[field]
        syarat = f'{usulan}="{_PERLU_USULAN[field]}"' if field in _PERLU_USULAN else f'{usulan}<>"Tidak"'
        rumus = f'AND({terisi},{syarat},{huruf}{_BARIS_ISI}="")'
        wilayah = f"{huruf}{_BARIS_ISI}:{huruf}{_BARIS_SIAP}"
        lembar.conditional_formatting.add(wilayah, Rule("expression", formula=[rumus], dxf=kuning))
    wilayah = f"A{_BARIS_ISI}:{huruf_kolom(len(KOLOM) - 1)}{_BARIS_SIAP}"
    pudar = DifferentialStyle(font=Font(italic=True, color="808080"))
    rumus = f'$A{_BARIS_ISI}="{KODE_CONTOH}"'  # compares without regard to case
    lembar.conditional_formatting.add(wilayah, Rule("expression", formula=[rumus], dxf=pudar))


def _petunjuk(lembar: Lembar) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    lembar.append(["Daftar satker Zona Integritas"])
    lembar.append(["Satu baris satu satker. Syarat pengajuan: SEK-OT.03.02-01, Tabel 7 dan BAB III–IV."])
    lembar.append(["Sel kuning di lembar Satker masih diperlukan untuk mengusulkan satker itu."])
    lembar.append([])
    lembar.append(["Kolom", "Isi", "Contoh"])
    for k in KOLOM:
        lembar.append([k.judul, k.keterangan, k.contoh])
        for sel in lembar[lembar.max_row]:
            sel.alignment = Alignment(vertical="top", wrap_text=True)
            sel.number_format = _TEKS
        lembar.row_dimensions[lembar.max_row].height = _TINGGI_BARIS * (len(k.keterangan) // _HURUF_SEBARIS + 1)
    lembar["A1"].font = Font(name=_FON, bold=True, size=14)
    for sel in lembar[5]:
        sel.font = Font(name=_FON, bold=True, color="FFFFFF")
        sel.fill = PatternFill("solid", fgColor=_WARNA[0])
    for huruf, lebar in (("A", 34), ("B", 90), ("C", 40)):
        lembar.column_dimensions[huruf].width = lebar
    lembar.freeze_panes = "A6"
    _cetakan(lembar, kertas=_A4, halaman_lebar=1)


def _cetakan(lembar: Lembar, *, kertas: int, halaman_lebar: int) -> None:
    """Landscape, as wide as *halaman_lebar* pages, as long as it needs."""
    from openpyxl.worksheet.properties import PageSetupProperties

    lembar.page_setup.orientation = "landscape"
    lembar.page_setup.paperSize = kertas
    lembar.page_setup.fitToWidth, lembar.page_setup.fitToHeight = halaman_lebar, 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
