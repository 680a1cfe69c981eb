"""Sheets around the worksheet: cover with the identity, and the instructions."""

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms.content import TAHUN_TERENDAH, TAHUN_TERTINGGI, Formulir, rubric_note
from zi_cli.forms.styles import ABU, BIRU_TUA, KOSONG, SALAH, TEKS, TEKS_SALAH, Gaya, row_height
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.tables import read_table
from zi_cli.text import ringkas

#: Zero-based row of the first identity field, and columns of label and value.
_IDENTITAS, _LABEL, _ISI = 5, 1, 2

#: Identity fields in the order of the cover, with their labels.
_MEDAN = {
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


def sel_identitas(medan: str) -> str:
    """Absolute address on the cover of the identity field *medan*."""
    return d.alamat(_IDENTITAS + list(_MEDAN).index(medan), _ISI, baris_tetap=True, kolom_tetap=True)


def write_cover(ws: Worksheet, formulir: Formulir, denah: d.CellPlan, g: Gaya) -> None:
    """Write the cover: title, identity, assessors, and where to go next."""
    ws.hide_gridlines(2)
    ws.set_column(0, 0, 3, g())
    ws.set_column(_LABEL, _LABEL, 30, g())
    ws.set_column(_ISI, _ISI, 58, g())
    ws.set_column(_ISI + 1, _ISI + 1, 24, g())
    i = formulir.instrumen
    pita = g(bg_color=BIRU_TUA, font_color="#FFFFFF", bold=True, font_size=18, valign="vcenter", indent=1)
    pita_kecil = g(bg_color=BIRU_TUA, font_color="#FFFFFF", font_size=11, valign="vcenter", indent=1)
    ws.set_row(1, 34)
    ws.set_row(2, 22)
    judul, _, tujuan = i.judul.partition(" Menuju ")
    ws.merge_range(1, _LABEL, 1, _ISI + 1, judul, pita)
    ws.merge_range(
        2, _LABEL, 2, _ISI + 1, f"Menuju {tujuan} · {i.dasar_hukum}" if tujuan else i.dasar_hukum, pita_kecil
    )
    ws.write_string(4, _LABEL, "Identitas", g(bold=True, font_size=12))
    baris = _write_identity(ws, formulir, g, _IDENTITAS) + 1
    baris = _write_team(ws, denah, g, baris) + 1
    ws.write_string(baris, _LABEL, "Isi buku kerja", g(bold=True, font_size=12))
    for nama, guna in (
        (d.PETUNJUK, "cara mengisi, arti warna, dan cara nilai dihitung"),
        (d.LKE, "lembar penilaian: isi kolom Jawaban, Catatan, dan Bukti"),
        (d.RINGKASAN, "nilai tiap area, ambang, dan putusan WBK/WBBM (terisi sendiri)"),
        (d.HITUNGAN, "langkah hitung tiap persentase (terisi sendiri)"),
        (d.REFERENSI, "skala jawaban dan ambang yang dipakai rumus"),
    ):
        baris += 1
        ws.write_url(baris, _LABEL, f"internal:'{nama}'!A1", g(font_color="#0563C1", underline=1), nama)
        ws.write_string(baris, _ISI, guna, g())
    ws.fit_to_pages(1, 1)


def _write_identity(ws: Worksheet, formulir: Formulir, g: Gaya, baris: int) -> int:
    """Identity fields, each a label and an open cell; returns the next free row."""
    for medan, label in _MEDAN.items():
        isi = getattr(formulir.identitas, medan)
        ws.write_string(baris, _LABEL, label, g.tabel(bold=True, bg_color=ABU, valign="vcenter"))
        ws.set_row(baris, 18)
        if isinstance(isi, int):
            ws.write_number(baris, _ISI, isi, g.isian(align="left", valign="vcenter"))
        elif isi:
            ws.write_string(baris, _ISI, isi, g.isian(num_format=TEKS, text_wrap=True, valign="vcenter"))
        else:
            ws.write_blank(baris, _ISI, None, g.isian(num_format="0" if medan == "tahun" else TEKS, align="left"))
        if medan == "tahun":
            ws.data_validation(
                baris, _ISI, baris, _ISI,
                {"validate": "integer", "minimum": TAHUN_TERENDAH, "maximum": TAHUN_TERTINGGI,
                 "criteria": "between", "error_title": "Tahun", "error_message": "Isi tahun empat angka."},
            )  # fmt: skip
        elif medan == "usulan":
            ws.data_validation(
                baris, _ISI, baris, _ISI,
                {"validate": "list", "source": list(PREDIKAT), "error_title": "Usulan predikat",
                 "error_message": f"Pilih {' atau '.join(PREDIKAT)}."},
            )  # fmt: skip
        baris += 1
    return baris


def _write_team(ws: Worksheet, denah: d.CellPlan, g: Gaya, baris: int) -> int:
    """Who filled the columns of each assessor, and when; returns the next free row."""
    ws.write_string(baris, _LABEL, "Tim penilai", g(bold=True, font_size=12))
    baris += 1
    for kolom, teks in enumerate(("Penilai", "Nama ketua tim", "Tanggal penilaian"), _LABEL):
        ws.write_string(baris, kolom, teks, g.kepala())
    for p in denah.penilai:
        baris += 1
        ws.write_string(baris, _LABEL, denah.nama_penilai(p), g.tabel(bold=True, bg_color=ABU))
        ws.write_blank(baris, _ISI, None, g.isian(num_format=TEKS))
        ws.write_blank(baris, _ISI + 1, None, g.isian(num_format="d mmmm yyyy", align="left"))
    return baris + 1


def write_instructions(ws: Worksheet, formulir: Formulir, g: Gaya) -> None:
    """Write the instructions: how to fill, what the colours mean, how values come about."""
    ws.hide_gridlines(2)
    ws.set_column(0, 0, 3, g())
    ws.set_column(1, 1, 26, g())
    ws.set_column(2, 2, 96, g())
    ws.write_string(0, 1, "Petunjuk Pengisian", g(bold=True, font_size=14))
    baris = 1
    for judul, butir in _instructions(formulir).items():
        baris += 1
        ws.merge_range(baris, 1, baris, 2, judul, g(bold=True, font_color="#FFFFFF", bg_color=BIRU_TUA, indent=1))
        for kiri, kanan in butir:
            baris += 1
            warna = {"Kuning tua": {"bg_color": KOSONG}, "Merah muda": {"bg_color": SALAH, "font_color": TEKS_SALAH}}
            ws.write_string(baris, 1, kiri, g.tabel(bold=True, text_wrap=True, **warna.get(kiri, {})))
            ws.write_string(baris, 2, kanan, g.tabel(text_wrap=True))
            ws.set_row(baris, row_height([(kiri, 26, 10), (kanan, 96, 10)]))
        baris += 1
    ws.fit_to_pages(1, 0)


def _instructions(formulir: Formulir) -> dict[str, list[tuple[str, str]]]:
    """``petunjuk.csv`` by part, with every scale of the instrument where its row "{skala}" stands."""
    i = formulir.instrumen
    survei, pembagi = ringkas(i.survei_maksimum), ringkas(100 / i.survei_maksimum)
    hasil: dict[str, list[tuple[str, str]]] = {}
    for b in read_table(Path(__file__).with_name("petunjuk.csv")):
        butir = hasil.setdefault(b["bagian"], [])
        if b["kiri"] == "{skala}":
            for s in i.skala.values():
                nilai = ", ".join(f"{p} = {_koma(float(n))}" for p, n in s.items())
                butir.append(("/".join(s), f"{nilai} dari bobot indikator"))
        else:
            kanan = b["kanan"].format(survei=survei, pembagi=pembagi, rubrik=rubric_note(formulir))
            butir.append((b["kiri"].format(survei=survei), kanan))
    return hasil


def _koma(n: float) -> str:
    return f"{n:g}".replace(".", ",")


def write_copied(buku: Workbook, formulir: Formulir, g: Gaya) -> Worksheet:
    """Write the list of what the old worksheet held that could not be carried over; returns its sheet."""
    ws = buku.add_worksheet(d.SALINAN)
    for kolom, (teks, lebar) in enumerate(
        (("Penilai", 22), ("Sel asal", 18), ("Indikator", 16), ("Isi", 40), ("Sebab", 70))
    ):
        ws.set_column(kolom, kolom, lebar, g())
        ws.write_string(2, kolom, teks, g.kepala())
    ws.write_string(0, 0, f"Isi “{formulir.asal}” yang tidak terbawa", g(bold=True, font_size=14))
    for baris, t in enumerate(formulir.tidak_terbawa, 3):
        for kolom, teks in enumerate((t.penilai or "", t.sel, t.indikator, t.isi, t.sebab)):
            ws.write_string(baris, kolom, teks, g.tabel(text_wrap=True))
        ws.set_row(baris, row_height([(t.isi, 40, 10), (t.sebab, 70, 10)]))
    if not formulir.tidak_terbawa:
        ws.write_string(3, 0, "Semua isi terbawa.", g())
    return ws
