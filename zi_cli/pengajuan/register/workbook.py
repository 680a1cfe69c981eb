"""The register as a workbook to fill in: lists, comments, formats that keep what is typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.columns import JUDUL_LEMBAR, KODE_CONTOH, KOLOM, Kolom, column_of_heading
from zi_cli.pengajuan.register.instansi_workbook import write_instansi
from zi_cli.pengajuan.register.letters import letter_columns
from zi_cli.pengajuan.register.sheet_look import A3, A4, DATE, HEADING, TEXT, YELLOW, printed
from zi_cli.pengajuan.register.surat_workbook import LetterRows, add_letters, write_letters
from zi_cli.pengajuan.register.values import read_date
from zi_cli.text import strip_controls
from zi_cli.worksheet.formats.editing import workbook_bytes
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet as Lembar

#: Last row (zero-based) that has lists and colours.
_AKHIR = 1999
_KELOMPOK, _JUDUL, _ISI = 0, 1, 2
_LEBAR = {"teks": 24, "nip": 22, "pilihan": 16, "ya_tidak": 12, "tanggal": 20, "persen": 12, "sakip": 10}
_LEBAR_KHUSUS = {"kode": 12, "nama": 40, "alamat": 36, "kota": 16, "berkas_lke": 40, "keterangan": 40}
_WARNA = (f"#{HEADING}", "#2E75B6", "#548235", "#7F6000", "#833C0B", "#595959")
#: Rows among which the register's headings are looked for.
_BARIS_KEPALA = 30
#: Columns a proposal can't do without, marked yellow while blank; those of one predicate only with it.
_PERLU = ("usulan", "predikat", "sakip", "tlhp", "lhkpn", "lhkasn", "layanan_utama", "dampak", "sptjm_tanggal")
#: The same for some of them: by field, the column that tells, and what it says.
_PERLU_BILA = {
    "mulai_wbk": ("usulan", '="WBK"'),
    "mulai_wbbm": ("usulan", '="WBBM"'),
    **dict.fromkeys(
        ("pendahuluan_layak", "pendahuluan_tanggal", "pendahuluan_penilai"), ("jenis", '<>"Unit Eselon I"')
    ),
}
#: Points to a line, and characters to a line of the guide's second column.
_TINGGI_BARIS, _HURUF_SEBARIS = 15, 88
#: Fixed document date: the same rows give the same bytes.
_DIBUAT = datetime(2021, 12, 31)
_BUKU = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class CellMark(NamedTuple):
    """What a person should know about a prefilled cell; ``ragu``: it is yellow until somebody decides."""

    komentar: str
    ragu: bool = False


def register_workbook(
    baris: Iterable[Mapping[str, NilaiSel]],
    tanda: Sequence[Mapping[str, CellMark]] = (),
    instansi: Mapping[str, str] | None = None,
    surat: LetterRows = (),
) -> bytes:
    """The register workbook (.xlsx) with *baris*, each a mapping from field to text or date.

    Text stays text, also when it looks like a formula, a number or a fraction. *tanda* are the marks of each
    row's cells, by field, in the order of *baris*. With *instansi* (values by key of ``zi.toml``) the sheet Instansi
    is there, too; *surat* are the rows of the sheet Surat.
    """
    from xlsxwriter.workbook import Workbook

    wadah = io.BytesIO()
    with Workbook(wadah, _BUKU) as buku:
        buku.set_properties({"title": "Daftar satker Zona Integritas", "created": _DIBUAT})
        lembar = buku.add_worksheet(JUDUL_LEMBAR)
        bentuk = {j: buku.add_format(_bentuk(j)) for j in _LEBAR}
        _write_headings(buku, lembar)
        for n, k in enumerate(KOLOM):
            lembar.set_column(n, n, _LEBAR_KHUSUS.get(k.field, _LEBAR[k.jenis]), bentuk[k.jenis])
            _validasi(lembar, k, n)
        for nomor, isi in enumerate(baris, _ISI):
            lembar.set_row(nomor, _TINGGI_BARIS * _baris_teks(isi))
            for n, k in enumerate(KOLOM):
                if k.field in isi:
                    nilai = isi[k.field]
                    _write_cell(lembar, nomor, n, nilai, bentuk["tanggal" if isinstance(nilai, date) else k.jenis])
            if nomor - _ISI < len(tanda):
                _mark_cells(buku, lembar, nomor, isi, tanda[nomor - _ISI])
        _mark(buku, lembar)
        lembar.freeze_panes(_ISI, 2)
        lembar.autofilter(_JUDUL, 0, _AKHIR, len(KOLOM) - 1)
        lembar.repeat_rows(_KELOMPOK, _JUDUL)
        lembar.repeat_columns(0, 1)
        printed(lembar, kertas=A3, halaman_lebar=3)
        lembar.hide_gridlines(0)
        if instansi is not None:
            write_instansi(buku, instansi)
        nama = column_letters(next(n for n, k in enumerate(KOLOM) if k.field == "nama"))
        write_letters(buku, surat, _names_range(JUDUL_LEMBAR, nama, _ISI + 1))
        _petunjuk(buku)
    return wadah.getvalue()


def _mark_cells(
    buku: Workbook, lembar: Lembar, baris: int, isi: Mapping[str, NilaiSel], tanda: Mapping[str, CellMark]
) -> None:
    for n, k in enumerate(KOLOM):
        t = tanda.get(k.field)
        if t is None:
            continue
        lembar.write_comment(
            baris, n, strip_controls(t.komentar, "?")[:1000], {"author": "zi-cli", "font_size": 9, "width": 260}
        )
        if t.ragu:
            bentuk = buku.add_format(_bentuk(k.jenis) | {"bg_color": YELLOW})
            nilai = isi.get(k.field, "")
            if nilai == "":
                lembar.write_blank(baris, n, None, bentuk)
            else:
                lembar.write_string(baris, n, str(nilai), bentuk)


def _names_range(lembar: str, huruf: str, mulai: int) -> str:
    """The cells of the satker's names, as a list takes them."""
    kutip = lembar.replace("'", "''")
    return f"='{kutip}'!${huruf}${mulai}:${huruf}${_AKHIR + 1}"


def extend_register(
    data: bytes,
    baris: Sequence[Mapping[str, str]],
    tanda: Sequence[Mapping[str, CellMark]],
    surat: LetterRows = (),
) -> bytes:
    """The workbook *data* with *baris* added below the last row of its register, and *surat* to its letters.

    What a person wrote, lists, comments, styles and widths stay. Raises ``ValueError`` when the workbook holds no
    register, or no headings on the sheet Surat.
    """
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    buku = openpyxl.load_workbook(io.BytesIO(data))
    letak = _find_heading(buku)
    if letak is None:
        raise ValueError("no register in this workbook")
    lembar, kepala, kolom = letak
    akhir = max((r for r in range(kepala + 1, lembar.max_row + 1) if _row_used(lembar, r, kolom)), default=kepala)
    for nomor, (isi, t) in enumerate(zip(baris, tanda, strict=True), akhir + 1):
        for field, k in kolom.items():
            sel = lembar.cell(nomor, k)
            if akhir > kepala and not sel.has_style:
                sel._style = copy(lembar.cell(akhir, k)._style)
            if field in isi:
                sel.value, sel.data_type = isi[field], "s"
            if field in t:
                sel.comment = Comment(t[field].komentar[:1000], "zi-cli")
                if t[field].ragu:
                    sel.fill = PatternFill("solid", fgColor=YELLOW[1:])
    if surat:
        nama = column_letters(kolom["nama"] - 1)
        add_letters(buku, surat, _names_range(lembar.title, nama, kepala + 1).removeprefix("="))
    return workbook_bytes(buku)


def point_register(data: bytes, letak: Mapping[int, str]) -> bytes:
    """The workbook *data* with other worksheets in its column Berkas LKE, by row of the sheet (one-based).

    Everything else stays. Raises ``ValueError`` when it holds no register with that column.
    """
    import openpyxl

    buku = openpyxl.load_workbook(io.BytesIO(data))
    kepala = _find_heading(buku)
    if kepala is None or "berkas_lke" not in kepala[2]:
        raise ValueError("no register with worksheets in this workbook")
    for baris, jalur in letak.items():
        sel = kepala[0].cell(baris, kepala[2]["berkas_lke"])
        sel.value, sel.data_type, sel.comment = jalur, "s", None
    return workbook_bytes(buku)


def _find_heading(buku: Any) -> tuple[Any, int, dict[str, int]] | None:
    """Sheet, row and columns (one-based, by field) of the register in an openpyxl workbook."""
    for lembar in buku.worksheets:
        for nomor in range(1, min(lembar.max_row, _BARIS_KEPALA) + 1):
            kolom: dict[str, int] = {}
            for k in range(1, min(lembar.max_column, 200) + 1):
                isi = lembar.cell(nomor, k).value
                dikenal = column_of_heading(isi) if isinstance(isi, str) else None
                if dikenal is not None:
                    kolom.setdefault(dikenal.field, k)
            if {"nama", "usulan"} <= kolom.keys():
                return lembar, nomor, kolom
    return None


def _row_used(lembar: Any, baris: int, kolom: Mapping[str, int]) -> bool:
    return any(lembar.cell(baris, k).value not in (None, "") for k in kolom.values())


def example_rows() -> dict[str, NilaiSel]:
    """The example row: what the comments describe; its kode tells the reader to pass over it."""
    return {k.field: read_date(k.contoh) if k.jenis == "tanggal" else k.contoh for k in KOLOM if k.contoh}


def _bentuk(jenis: str) -> dict[str, Any]:
    return {
        "num_format": DATE if jenis == "tanggal" else TEXT,
        "valign": "top",
        "align": "left",
        "text_wrap": jenis == "teks",
    }


def _baris_teks(isi: Mapping[str, NilaiSel]) -> int:
    """Lines that the longest text of a row needs in its column."""
    panjang = ((len(str(isi.get(k.field, ""))), _LEBAR_KHUSUS.get(k.field, _LEBAR["teks"])) for k in KOLOM)
    return max((huruf - 1) // lebar + 1 if huruf else 1 for huruf, lebar in panjang)


def _write_cell(lembar: Lembar, baris: int, kolom: int, nilai: NilaiSel, bentuk: Any) -> None:
    if isinstance(nilai, date):
        lembar.write_datetime(baris, kolom, nilai, bentuk)
    elif nilai != "":
        lembar.write_string(baris, kolom, str(nilai), bentuk)


def _write_headings(buku: Workbook, lembar: Lembar) -> None:
    kelompok = list(dict.fromkeys(k.kelompok for k in KOLOM))
    for nama, warna in zip(kelompok, _WARNA, strict=True):
        gaya = buku.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": warna, "border": 1, "border_color": "#FFFFFF"}
            | {"align": "center", "valign": "vcenter", "text_wrap": True}
        )
        letak = [n for n, k in enumerate(KOLOM) if k.kelompok == nama]
        lembar.merge_range(_KELOMPOK, letak[0], _KELOMPOK, letak[-1], nama, gaya)
        for n in letak:
            k = KOLOM[n]
            lembar.write_string(_JUDUL, n, k.judul, gaya)
            tinggi = 40 + 18 * (len(k.keterangan) // 42 + 1)
            lembar.write_comment(
                _JUDUL, n, k.keterangan, {"author": "zi-cli", "width": 320, "height": tinggi, "font_size": 9}
            )
    lembar.set_row(_KELOMPOK, 20)
    lembar.set_row(_JUDUL, 48)


def _validasi(lembar: Lembar, k: Kolom, kolom: int) -> None:
    """The list of a list column; a warning elsewhere, for the reader understands more than one form."""
    sel = f"{column_letters(kolom)}{_ISI + 1}"
    aturan: dict[str, Any]
    if k.jenis in ("pilihan", "ya_tidak"):
        pilihan = k.pilihan or ("Ya", "Tidak")
        aturan = {"validate": "list", "source": list(pilihan), "error_type": "stop"}
        pesan = f"Pilih salah satu: {', '.join(pilihan)}."
    elif k.jenis == "tanggal":
        rentang = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
        aturan = {"validate": "date", "criteria": "between", **rentang, "error_type": "warning"}
        pesan = "Isi tanggal, misalnya 21/03/2027 (hari/bulan/tahun)."
    elif k.jenis == "persen":
        rumus = f'=OR(RIGHT({sel},1)="%",ISNUMBER(SEARCH("/",{sel})),ISNUMBER(SEARCH("dari",{sel})))'
        aturan = {"validate": "custom", "value": rumus, "error_type": "warning"}
        pesan = "Tulis 100% atau cacah seperti 12/12."
    elif k.jenis == "nip":
        aturan = {"validate": "custom", "value": f'=LEN(SUBSTITUTE({sel}," ",""))=18', "error_type": "warning"}
        pesan = "NIP terdiri atas 18 angka."
    else:
        return
    teks = {"input_title": k.judul[:32], "input_message": k.keterangan[:255], "error_title": "Isian tidak dikenal"}
    lembar.data_validation(_ISI, kolom, _AKHIR, kolom, {**aturan, **teks, "error_message": pesan})


def _mark(buku: Workbook, lembar: Lembar) -> None:
    """Yellow for what a proposal still lacks, grey italics for the example."""
    letak = {k.field: n for n, k in enumerate(KOLOM)}
    kuning = buku.add_format({"bg_color": YELLOW})
    pudar = buku.add_format({"italic": True, "font_color": "#808080"})
    baris = _ISI + 1
    is_filled = f'$A{baris}<>"",$A{baris}<>"{KODE_CONTOH}"'  # compares without regard to case

    def asks(field: str, nilai: str) -> str:
        return f"${column_letters(letak[field])}{baris}{nilai}"

    diusulkan = asks("usulan", '<>"Tidak"')
    for field in (*_PERLU, *_PERLU_BILA):
        n = letak[field]
        syarat = f"{diusulkan},{asks(*_PERLU_BILA[field])}" if field in _PERLU_BILA else diusulkan
        rumus = f'=AND({is_filled},{syarat},{column_letters(n)}{baris}="")'
        lembar.conditional_format(_ISI, n, _AKHIR, n, {"type": "formula", "criteria": rumus, "format": kuning})
    contoh = {"type": "formula", "criteria": f'=$A{baris}="{KODE_CONTOH}"', "format": pudar}
    lembar.conditional_format(_ISI, 0, _AKHIR, len(KOLOM) - 1, contoh)


def _petunjuk(buku: Workbook) -> None:
    lembar = buku.add_worksheet("Petunjuk")
    isi = buku.add_format({"num_format": TEXT, "text_wrap": True, "valign": "top"})
    kepala = buku.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": _WARNA[0]})
    for n, lebar in enumerate((34, 90, 40)):
        lembar.set_column(n, n, lebar)
    lembar.write_string(0, 0, "Daftar satker Zona Integritas", buku.add_format({"bold": True, "font_size": 14}))
    lembar.write_string(1, 0, "Satu baris satu satker.")
    lembar.write_string(2, 0, "Sel kuning di lembar Satker dan Instansi masih diperlukan untuk mengusulkan.")
    lembar.write_string(3, 0, "Lembar Surat: satu baris satu surat; isi nomor dan tanggalnya.")
    for n, judul in enumerate(("Kolom", "Isi", "Contoh")):
        lembar.write_string(4, n, judul, kepala)
    bagian = [(k.judul, k.keterangan, k.contoh) for k in KOLOM]
    bagian += [(f"Surat: {c.judul}", c.apa, "") for c in letter_columns()]
    for nomor, baris in enumerate(bagian, 5):
        lembar.set_row(nomor, _TINGGI_BARIS * (len(baris[1]) // _HURUF_SEBARIS + 1))
        for n, teks in enumerate(baris):
            lembar.write_string(nomor, n, teks, isi)
    lembar.freeze_panes(5, 0)
    printed(lembar, kertas=A4, halaman_lebar=1)
