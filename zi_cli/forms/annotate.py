"""``zi score --tulis``: our values and findings in a copy of the user's own workbook."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from zi_cli.errors import UnwritableOutput
from zi_cli.files import check_target, read_file, write_file
from zi_cli.findings.record import KATA_TINGKAT, SHADES, TINGKAT, Sel, Temuan, Tingkat, column_letters, sort_temuan
from zi_cli.findings.unreadable import readable
from zi_cli.forms.styles import row_height
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.words import state_words
from zi_cli.text import desimal, one_line, ringkas, strip_controls
from zi_cli.version import __version__
from zi_cli.worksheet.formats.editing import NotEditable, edited, workbook_bytes
from zi_cli.worksheet.model import Worksheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet as Lembar

#: Formats that openpyxl writes back.
_AKHIRAN = (".xlsx", ".xlsm")
_NAMA_HASIL = "Hasil zi"
_PENULIS = "zi"
_KOMENTAR_MAKS = 8000
#: Bytes of all drawings in which shapes are counted.
_GAMBARAN_MAKS = 8 << 20
_LEBAR_KOMENTAR, _TINGGI_KOMENTAR = 360, 140

#: Things in a workbook that the writing library may not keep, by where their parts are.
_TITIPAN = {
    "xl/charts/chart": "grafik",
    "xl/media/": "gambar",
    "xl/pivotTables/": "tabel pivot",
    "xl/slicers/": "pemilah",
    "xl/ctrlProps/": "kontrol formulir",
    "xl/activeX/activeX": "kontrol ActiveX",
    "xl/embeddings/": "objek tersemat",
    "xl/threadedComments/": "utas komentar",
}
_BENTUK = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)[\s/>]")

#: Widths of the columns of the results sheet, by number.
_LEBAR, _LEBAR_LAIN = {1: 30.0, 2: 80.0}, 18.0

Isi = Sequence[str | float | None]


def annotate_copy(
    sumber: Path,
    tujuan: Path,
    ws: Worksheet,
    daftar_penilaian: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Iterable[Temuan],
    timpa: bool,
) -> list[str]:
    """Write a copy of *sumber* to *tujuan* with a results sheet, and on each cell concerned a comment and a colour.

    Returns what did not come along, for people ("2 grafik").

    *ws*, *daftar_penilaian* and *temuan* are what was read from *sumber*, its scores, and all findings about it. The
    results sheet links to the cells. The source is never
    touched. Raises :class:`UnwritableOutput` for a format that can't be written back, for a *tujuan*
    that is the source, or that exists without *timpa*.
    """
    if sumber.suffix.lower() not in _AKHIRAN or tujuan.suffix.lower() != sumber.suffix.lower():
        raise UnwritableOutput(
            f"--tulis hanya untuk .xlsx dan .xlsm dengan akhiran yang sama (“{sumber.name}” → “{tujuan.name}”); "
            "untuk bentuk lain pakai zi template --isi"
        )
    check_target(tujuan, timpa=timpa, masukan=[sumber])
    urut = sort_temuan(list(dict.fromkeys(temuan)))
    with readable(sumber):
        data = read_file(sumber)
    try:
        isi, hilang = edited(data, partial(_annotated, data, sumber, ws, daftar_penilaian, instrumen, ambang, urut))
    except NotEditable as e:
        raise UnwritableOutput(
            f"“{one_line(sumber.name)}” tidak dapat disalin utuh ({e}); pakai zi template --isi untuk LKE yang bersih"
        ) from e
    write_file(tujuan, isi, timpa=timpa, masukan=[sumber])
    return hilang


def _annotated(
    data: bytes,
    sumber: Path,
    ws: Worksheet,
    daftar_penilaian: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Sequence[Temuan],
) -> tuple[bytes, list[str]]:
    """The annotated copy, and what did not come along."""
    from openpyxl import load_workbook

    buku = load_workbook(io.BytesIO(data), keep_vba=sumber.suffix.lower() == ".xlsm", rich_text=True)
    _write_comments(buku, _komentar(daftar_penilaian, temuan))
    _colour(buku, temuan)
    _write_sheet(buku, ws, daftar_penilaian, instrumen, ambang, temuan)
    isi = workbook_bytes(buku)
    asal, hasil = _titipan(io.BytesIO(data)), _titipan(io.BytesIO(isi))
    return isi, [f"{n - hasil[nama]} {nama}" for nama, n in sorted(asal.items()) if n > hasil[nama]]


def _titipan(berkas: io.BytesIO) -> Counter[str]:
    """How many charts, pictures, shapes and the like a workbook holds; shapes only as far as ``_GAMBARAN_MAKS``."""
    jumlah: Counter[str] = Counter()
    sisa = _GAMBARAN_MAKS
    with ZipFile(berkas) as z:
        for info in z.infolist():
            bagian = info.filename
            for awalan, nama in _TITIPAN.items():
                if bagian.startswith(awalan) and not bagian.endswith((".rels", "/")):
                    jumlah[nama] += 1
            if bagian.startswith("xl/drawings/drawing") and (sisa := sisa - info.file_size) >= 0:
                jumlah["bentuk"] += len(_BENTUK.findall(z.read(info)))
    return jumlah


def _komentar(daftar: Iterable[Penilaian], temuan: Iterable[Temuan]) -> dict[Sel, list[str]]:
    """Lines to say at each cell: the points of its indicator, then the findings about it."""
    hasil: dict[Sel, list[str]] = {}
    for p in daftar:
        for kode, n in p.indikator.items():
            if n.sel is not None:
                hasil.setdefault(n.sel, []).append(f"{kode}: {desimal(n.skor, 4)} poin")
    for t in temuan:
        if t.sel is not None:
            hasil.setdefault(t.sel, []).append(t.line)
    return hasil


def _colour(buku: Workbook, temuan: Iterable[Temuan]) -> None:
    """Colour each cell by its gravest finding; its text gets a colour of its own, to be read on any ground."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    terberat: dict[Sel, Tingkat] = {}
    for t in temuan:
        if t.sel is not None and t.sel.lembar in buku.sheetnames:
            lama = terberat.get(t.sel, t.tingkat)
            terberat[t.sel] = min(lama, t.tingkat, key=TINGKAT.index)
    for sel, tingkat in terberat.items():
        tujuan = buku[sel.lembar].cell(sel.baris, sel.kolom + 1)
        if not isinstance(tujuan, MergedCell):
            latar, teks = SHADES[tingkat]
            tujuan.fill = PatternFill("solid", fgColor=latar)
            tujuan.font = _in_colour(tujuan.font, teks)


def _in_colour(huruf: Any, warna: str) -> Any:
    """The same font in another colour."""
    from openpyxl.styles.colors import Color

    baru = copy(huruf)
    baru.color = Color(warna)
    return baru


def _write_comments(buku: Workbook, komentar: dict[Sel, list[str]]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment

    for sel, baris in komentar.items():
        if sel.lembar not in buku.sheetnames:
            continue
        tujuan = buku[sel.lembar].cell(sel.baris, sel.kolom + 1)
        if isinstance(tujuan, MergedCell):
            continue
        # The user's own comment stays, above ours.
        lama = [tujuan.comment.text] if tujuan.comment is not None else []
        teks = strip_controls("\n".join([*lama, *baris]))[:_KOMENTAR_MAKS]
        tujuan.comment = Comment(teks, _PENULIS, height=_TINGGI_KOMENTAR, width=_LEBAR_KOMENTAR)


def _write_sheet(
    buku: Workbook,
    ws: Worksheet,
    daftar: Sequence[Penilaian],
    instrumen: Instrumen,
    ambang: SetAmbang,
    temuan: Sequence[Temuan],
) -> None:
    """The results sheet, in front, under a name of its own."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.properties import PageSetupProperties

    lembar = buku.create_sheet(_nama_bebas(buku), 0)
    for lain in buku.worksheets:
        lain.sheet_view.tabSelected = False
    buku.active = lembar
    lembar["A1"] = "Hasil penilaian zi"
    lembar["A1"].font = Font(name="Calibri", bold=True, size=14)
    _tabel(
        lembar,
        ("Keterangan", "Isi"),
        (
            ("Berkas sumber", ws.nama),
            ("SHA-256 sumber", ws.sha256),
            ("Instrumen", f"{instrumen.nama}, {instrumen.dasar_hukum}"),
            ("Ambang", f"{ambang.nama}, {ambang.sumber}; {ambang.diverifikasi}"),
            ("Ambang yang diperketat", "; ".join(ambang.diubah) or "tidak ada"),
            ("Program", f"zi {__version__}"),
        ),
    )
    # "Nilai …" and not the bare name: alone it would head a column of answers to whoever reads this file again.
    siapa = [f"Nilai {instrumen.penilai.nama(p.penilai)}" for p in daftar]
    _tabel(lembar, ("Putusan", "Minimal", *siapa), _baris_putusan(daftar, ambang, instrumen))
    nilai = [*_baris_nilai(daftar, instrumen)]
    awal = _tabel(lembar, ("Kode indikator", "Uraian", "Bobot", *siapa), nilai)
    sel = {kode: n.sel for kode, n in daftar[-1].indikator.items()}
    _link(buku, lembar, awal, [sel.get(str(b[0])) for b in nilai])
    isi = [(str(t.sel or ""), t.pesan, KATA_TINGKAT[t.tingkat], t.kode) for t in temuan]
    awal = _tabel(lembar, ("Sel", "Temuan", "Tingkat", "Kode temuan"), isi)
    _link(buku, lembar, awal, [t.sel for t in temuan])
    for kolom in range(1, 4 + len(daftar)):
        lembar.column_dimensions[column_letters(kolom - 1)].width = _LEBAR.get(kolom, _LEBAR_LAIN)
    lembar.page_setup.orientation = "landscape"
    lembar.page_setup.paperSize = 9  # A4
    lembar.page_setup.fitToHeight = 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _nama_bebas(buku: Workbook) -> str:
    dipakai = {n.casefold() for n in buku.sheetnames}
    nama, nomor = _NAMA_HASIL, 2
    while nama.casefold() in dipakai:
        nama, nomor = f"{_NAMA_HASIL} {nomor}", nomor + 1
    return nama


def _link(buku: Workbook, lembar: Lembar, awal: int, tempat: Iterable[Sel | None]) -> None:
    """Lead from the first column of the rows from *awal* on to these cells."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for nomor, sel in enumerate(tempat, awal):
        if sel is not None and sel.lembar in buku.sheetnames:
            asal = lembar.cell(nomor, 1)
            nama = sel.lembar.replace("'", "''")
            tuju = f"'{nama}'!{column_letters(sel.kolom)}{sel.baris}"
            asal.hyperlink = Hyperlink(ref=asal.coordinate, location=tuju)
            asal.font = Font(name="Calibri", size=11, color="0563C1", underline="single")


def _baris_putusan(daftar: Sequence[Penilaian], ambang: SetAmbang, instrumen: Instrumen) -> Iterable[Isi]:
    yield ("Tahap", None, *(p.tahap for p in daftar))
    yield ("Indikator tanpa jawaban", None, *(float(len(p.kosong)) for p in daftar))
    for predikat in PREDIKAT:
        hasil = [p.putusan[predikat] for p in daftar]
        yield (f"Putusan {predikat}", None, *(state_words(h.keadaan, h.keadaan_pengungkit) for h in hasil))
        yield (
            f"Pengungkit {predikat}",
            None,
            *(h.keadaan_pengungkit for h in hasil),
        )
        for i, a in enumerate(ambang.daftar):
            minimal = f"{ringkas(a.minimal[predikat])}{' %' if a.satuan == 'persen' else ''}"
            nama = instrumen.nama_area[a.simpul] if a.satuan == "persen" else a.label
            yield (f"{predikat}: {nama} ({a.kode})", minimal, *(float(h.ambang[i].nilai) for h in hasil))


def _baris_nilai(daftar: Sequence[Penilaian], instrumen: Instrumen) -> Iterable[Isi]:
    for b in instrumen.baris:
        if b.kode in daftar[0].nilai and b.bobot is not None:
            yield (b.kode, b.teks, float(b.bobot), *(float(p.nilai[b.kode]) for p in daftar))
    yield ("total", "Nilai total", None, *(float(p.nilai["total"]) for p in daftar))


def _tabel(lembar: Lembar, kepala: Sequence[str], baris: Iterable[Isi]) -> int:
    """Append a table under what is there, one row apart; its first row of content. Text never becomes a formula."""
    from openpyxl.styles import Alignment, Font, PatternFill

    nomor = lembar.max_row + 2
    for i, isi in enumerate((tuple(kepala), *baris)):
        for kolom, nilai in enumerate(isi, 1):
            sel = lembar.cell(nomor + i, kolom)
            if isinstance(nilai, str):
                sel.value = strip_controls(nilai)
                sel.data_type = "s"
                sel.number_format = "@"
                sel.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            elif nilai is not None:
                sel.value = nilai
                sel.number_format = "General" if nilai == int(nilai) else "0.00"
                sel.alignment = Alignment(vertical="top", horizontal="left")
            if i == 0:
                sel.font = Font(name="Calibri", bold=True, color="FFFFFF")
                sel.fill = PatternFill("solid", fgColor="1F3864")
        teks = [(n, _LEBAR.get(k, _LEBAR_LAIN), 11.0) for k, n in enumerate(isi, 1) if isinstance(n, str)]
        lembar.row_dimensions[nomor + i].height = row_height(teks)
    return nomor + 1
