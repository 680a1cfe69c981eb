"""Sheet "Referensi": scales, survey maximum and thresholds, from which every formula takes its figures."""

import re

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms.addresses import REFERENSI, alamat
from zi_cli.forms.content import Formulir
from zi_cli.forms.styles import DUA, PERSEN, Gaya, row_height
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Predikat
from zi_cli.version import __version__

#: Defined names of the scale table and of the survey maximum.
SKALA_LABEL, SKALA_PILIHAN, SKALA_NILAI, SURVEI_MAKSIMUM = "SkalaLabel", "SkalaPilihan", "SkalaNilai", "SurveiMaksimum"


def nama_daftar(jenis: str) -> str:
    """Defined name of the options of answer type *jenis* (the source of a drop-down list)."""
    return f"Pilihan_{jenis}"


def nama_ambang(kode: str, predikat: Predikat) -> str:
    """Defined name of one threshold cell."""
    return f"Ambang_{re.sub('[^A-Za-z0-9]', '_', kode)}_{predikat}"


def label_ambang(formulir: Formulir, ambang: Ambang) -> str:
    """Words for one threshold; an area is called by its name."""
    nama = formulir.instrumen.nama_area.get(ambang.simpul)
    return f"Area {ambang.simpul}: {nama}" if nama else ambang.label


def write_reference(buku: Workbook, ws: Worksheet, formulir: Formulir, g: Gaya) -> None:
    """Write the sheet and the workbook's defined names."""
    ws.set_column(0, 0, 24, g())
    ws.set_column(1, 1, 68, g())
    ws.set_column(2, 4, 13, g())
    ws.write_string(0, 0, "Referensi", g(bold=True, font_size=14))
    ws.write_string(1, 0, "Angka di lembar ini dipakai oleh semua rumus; sumbernya data instrumen.", g(italic=True))
    baris = _skala(buku, ws, formulir, g, 3)
    baris = _ambang(buku, ws, formulir, g, baris + 1)
    _sumber(ws, formulir, g, baris + 1)


def _nama(buku: Workbook, nama: str, baris: int, kolom: int, akhir: int | None = None) -> None:
    awal = alamat(baris, kolom, baris_tetap=True, kolom_tetap=True)
    rentang = awal if akhir is None else f"{awal}:{alamat(akhir, kolom, baris_tetap=True, kolom_tetap=True)}"
    buku.define_name(nama, f"={REFERENSI}!{rentang}")


def _skala(buku: Workbook, ws: Worksheet, formulir: Formulir, g: Gaya, baris: int) -> int:
    for kolom, teks in enumerate(("Pilihan jawaban", "Pilihan", "Nilai")):
        ws.write_string(baris, kolom, teks, g.kepala())
    awal = baris = baris + 1
    for jenis, skala in formulir.instrumen.skala.items():
        pertama = baris
        for pilihan, nilai in skala.items():
            ws.write_string(baris, 0, "/".join(skala), g.tabel())
            ws.write_string(baris, 1, pilihan, g.tabel())
            ws.write_number(baris, 2, float(nilai), g.tabel(num_format=DUA))
            baris += 1
        _nama(buku, nama_daftar(jenis), pertama, 1, baris - 1)
    for kolom, nama in enumerate((SKALA_LABEL, SKALA_PILIHAN, SKALA_NILAI)):
        _nama(buku, nama, awal, kolom, baris - 1)
    ws.write_string(baris, 0, "Survei eksternal", g.tabel())
    ws.write_string(baris, 1, "Indeks tertinggi (nilai = indeks dibagi angka ini)", g.tabel())
    ws.write_number(baris, 2, float(formulir.instrumen.survei_maksimum), g.tabel(num_format=DUA))
    _nama(buku, SURVEI_MAKSIMUM, baris, 2)
    return baris + 1


def _ambang(buku: Workbook, ws: Worksheet, formulir: Formulir, g: Gaya, baris: int) -> int:
    for kolom, teks in enumerate(("Kode ambang", "Ambang", "Satuan", *PREDIKAT)):
        ws.write_string(baris, kolom, teks, g.kepala())
    for ambang in formulir.ambang.daftar:
        baris += 1
        persen = ambang.satuan == "persen"
        ws.write_string(baris, 0, ambang.kode, g.tabel())
        ws.write_string(baris, 1, ambang.label, g.tabel(text_wrap=True))
        ws.set_row(baris, row_height([(ambang.label, 68, 10)]))
        ws.write_string(baris, 2, ambang.satuan, g.tabel())
        for kolom, predikat in enumerate(PREDIKAT, 3):
            minimal = ambang.minimal[predikat] / (100 if persen else 1)
            ws.write_number(baris, kolom, float(minimal), g.tabel(num_format=PERSEN if persen else DUA))
            _nama(buku, nama_ambang(ambang.kode, predikat), baris, kolom)
    return baris + 1


def _sumber(ws: Worksheet, formulir: Formulir, g: Gaya, baris: int) -> None:
    ambang = formulir.ambang
    isi = (
        ("Instrumen", f"{formulir.instrumen.nama} ({formulir.instrumen.dasar_hukum})"),
        ("Set ambang", f"{ambang.nama} ({ambang.sumber})"),
        ("Verifikasi ambang", ambang.diverifikasi),
        ("Ambang yang diperketat", "; ".join(ambang.diubah) or "tidak ada"),
        ("Dibuat oleh", f"zi {__version__}"),
    )
    for nomor, (kiri, kanan) in enumerate(isi, baris):
        ws.write_string(nomor, 0, kiri, g.tabel(bold=True))
        ws.write_string(nomor, 1, kanan, g.tabel(text_wrap=True))
        ws.set_row(nomor, row_height([(kanan, 68, 10)]))
