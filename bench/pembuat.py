"""Make many realistic LKE workbooks fast: one styled template, its answers patched in per file.

A workbook holds the official sheet with three assessors (Unit, Tim Penilai Kanwil, TPI), each with answer,
points, percentage, a long note and the evidence: about 75 KB. Only the sheet's XML is made anew
for each file; the other members of the archive are compressed once.

    python bench/pembuat.py FOLDER JUMLAH [--benih N]
"""

from __future__ import annotations

import argparse
import html
import io
import random
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from zi_cli.instrumen.loader import load_instrumen, load_kriteria
from zi_cli.instrumen.tree import WITH_POINTS, Baris, Instrumen

PENILAI = ("Unit", "Tim Penilai Kanwil", "TPI")
SHEET = "LKE ZI"
_SHEET_PART = "xl/worksheets/sheet1.xml"
_ANSWER_TEXTS = ("Ya", "Tidak", "A", "B", "C", "D", "E", "belum ada", "A/B")
_HEADER_ROWS = 5  # zero-based: title, satker, year, blank, blank, headings
_TEXT_COLUMNS = {"komponen": 1, "aspek": 2, "area": 3, "sub": 4, "kelompok": 5, "indikator": 5, "jumlah": 5, "total": 0}
_LABEL = {
    "ya_tidak": "Ya/Tidak",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    "persen": "%",
    "jumlah": "Jumlah",
    "nilai_0_4": "Nilai (0-4)",
}
#: Part of the answers that are blank or not an option, as in real files.
_PELUANG_CACAT = 0.02
_TEXT = (
    "telah dilaksanakan rapat evaluasi triwulan bersama seluruh pegawai dengan hasil tindak lanjut berupa laporan "
    "monitoring pembangunan zona integritas pada satuan kerja sesuai rencana aksi yang ditetapkan pimpinan melalui "
    "surat keputusan tim kerja dan dokumentasi kegiatan sosialisasi internal serta eksternal kepada pemangku "
    "kepentingan media sosial layanan publik pengaduan masyarakat inovasi digital survei kepuasan standar operasional "
    "prosedur reviu berkala capaian kinerja perjanjian sasaran indikator pengendalian gratifikasi benturan whistle "
    "blowing pelatihan pengembangan kompetensi mutasi disiplin penghargaan sanksi arsip berita acara nota dinas"
)
_WORDS = _TEXT.split()


class _Tempat(NamedTuple):
    """A place in the sheet's XML that differs from file to file: (row's kode, assessor, what)."""

    kode: str
    penilai: int
    apa: str


class Pembuat:
    """Makes workbooks: ``berkas(nomor)`` gives the bytes of the workbook of satker *nomor*."""

    def __init__(self, benih: int = 2026) -> None:
        self.benih = benih
        self.instrumen = load_instrumen()
        self._tetap, self._potongan, self._tempat, self._teks = _cetakan(self.instrumen, random.Random(benih))

    def berkas(self, nomor: int, *, satker: str | None = None, tahun: int = 2026) -> bytes:
        """Bytes of one workbook; the same number and seed give the same answers."""
        acak = random.Random(f"{self.benih}/{nomor}")
        isian = {i: _answers(self.instrumen, acak, acak.uniform(0.6, 0.98)) for i in range(len(PENILAI))}
        nilai = {i: _points(self.instrumen, jawaban) for i, jawaban in isian.items()}
        bagian = [self._potongan[0]]
        for tempat, sesudah in zip(self._tempat, self._potongan[1:], strict=True):
            if tempat.apa == "satker":
                bagian.append(_inline(f"Satuan Kerja : {satker or f'Kantor Imigrasi Contoh {nomor:05d}'}"))
            elif tempat.apa == "tahun":
                bagian.append(_inline(f"Tahun : {tahun}"))
            elif tempat.apa == "jawaban":
                bagian.append(self._cell(isian[tempat.penilai].get(tempat.kode, "")))
            else:
                bagian.append(self._cell(round(nilai[tempat.penilai].get(tempat.kode, 0.0), 6)))
            bagian.append(sesudah)
        penampung = io.BytesIO(self._tetap)
        with zipfile.ZipFile(penampung, "a", zipfile.ZIP_DEFLATED, compresslevel=3) as arsip:
            arsip.writestr(_SHEET_PART, "".join(bagian))
        return penampung.getvalue()

    def _cell(self, isi: str | float) -> str:
        """The rest of a cell's XML after its style: shared text, number, or nothing."""
        if isinstance(isi, str):
            return f' t="s"><v>{self._teks[isi]}</v>' if isi else ">"
        return f"><v>{isi!r}</v>"


def _inline(teks: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{html.escape(teks)}</t></is>'


def _cetakan(instrumen: Instrumen, acak: random.Random) -> tuple[bytes, list[str], list[_Tempat], dict[str, int]]:
    """The archive without its sheet, the sheet's XML cut at the places to fill, and the shared texts' numbers."""
    tempat: list[_Tempat] = []
    mentah = _template_book(instrumen, acak, tempat)
    tetap = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(mentah)) as asal, zipfile.ZipFile(tetap, "w", zipfile.ZIP_DEFLATED) as tujuan:
        for info in asal.infolist():
            if info.filename != _SHEET_PART:
                tujuan.writestr(info.filename, asal.read(info))
        xml = asal.read(_SHEET_PART).decode("utf-8")
        teks = re.findall(r"<t[^>]*>([^<]*)</t>", asal.read("xl/sharedStrings.xml").decode("utf-8"))
    # Every place is a number of twelve digits that starts with six nines.
    potongan = re.split(r"><v>999999(\d{6})</v>", xml)
    nomor = {t: i for i, t in enumerate(teks) if t in _ANSWER_TEXTS}
    return tetap.getvalue(), potongan[0::2], [tempat[int(a)] for a in potongan[1::2]], nomor


def _template_book(instrumen: Instrumen, acak: random.Random, tempat: list[_Tempat]) -> bytes:
    import xlsxwriter

    penampung = io.BytesIO()
    buku = xlsxwriter.Workbook(penampung, {"in_memory": True})
    lembar = buku.add_worksheet(SHEET)
    dasar = {"font_name": "Arial", "font_size": 9, "valign": "top", "border": 1, "text_wrap": True}
    gaya = {
        "judul": buku.add_format({"bold": True, "font_size": 14}),
        "kepala": buku.add_format({**dasar, "bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"}),
        "teks": buku.add_format(dasar),
        "induk": buku.add_format({**dasar, "bold": True, "bg_color": "#DDEBF7"}),
        "jawaban": buku.add_format({**dasar, "bg_color": "#FFF2CC", "align": "center"}),
        "angka": buku.add_format({**dasar, "num_format": "0.00"}),
        "persen": buku.add_format({**dasar, "num_format": "0.00%"}),
    }

    def placeholder(kode: str, penilai: int, apa: str) -> int:
        tempat.append(_Tempat(kode, penilai, apa))
        return int(f"999999{len(tempat) - 1:06d}")

    lembar.write(0, 0, "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM", gaya["judul"])
    lembar.write_number(1, 0, placeholder("", 0, "satker"), gaya["teks"])
    lembar.write_number(2, 0, placeholder("", 0, "tahun"), gaya["teks"])
    kepala = ["Penilaian", "", "", "", "", "", "", "Bobot", "Kriteria Nilai", "Pilihan Jawaban"]
    for p in PENILAI:
        kepala += [f"Jawaban {p}", f"Nilai {p}", f"% {p}", f"Catatan/Keterangan/Penjelasan {p}", f"Bukti dukung {p}"]
    for kolom, teks in enumerate(kepala):
        lembar.write(_HEADER_ROWS, kolom, teks, gaya["kepala"])
    lembar.set_column(0, 5, 4)
    lembar.set_column(6, 6, 48)
    lembar.set_column(8, 8, 60)
    lembar.freeze_panes(_HEADER_ROWS + 1, 7)
    kriteria = load_kriteria(load_instrumen())
    for nomor, b in enumerate(instrumen.baris, start=_HEADER_ROWS + 1):
        induk = b.jenis not in ("indikator", "jumlah")
        polos = gaya["induk" if induk else "teks"]
        for kolom in range(len(kepala)):
            lembar.write_blank(nomor, kolom, None, polos)
        kolom_teks = _TEXT_COLUMNS[b.jenis]
        if b.jenis not in ("total", "jumlah", "kelompok"):
            lembar.write(nomor, kolom_teks - 1, _marker(b), polos)
        lembar.write(nomor, kolom_teks, f"- {b.teks}" if b.jenis == "jumlah" else b.teks, polos)
        if b.bobot is not None and b.jenis != "indikator":
            lembar.write(nomor, 7, float(b.bobot), gaya["angka"])
        if b.kode in kriteria:
            lembar.write(nomor, 8, "\n".join(f"{k.pilihan}. {k.uraian}" for k in kriteria[b.kode]), gaya["teks"])
        if b.jenis_jawaban:
            lembar.write(nomor, 9, _LABEL[b.jenis_jawaban], gaya["teks"])
        for i in range(len(PENILAI)):
            _write_assessor(lembar, gaya, acak, nomor, 10 + 5 * i, b, i, placeholder)
    pilihan = buku.add_worksheet("Pilihan")
    for nomor, teks in enumerate(_ANSWER_TEXTS):
        pilihan.write_string(nomor, 0, teks)
    buku.close()
    return penampung.getvalue()


def _write_assessor(lembar, gaya, acak, nomor, kolom, b: Baris, i: int, tanda) -> None:
    if b.jenis_jawaban:
        gaya_sel = gaya["persen"] if b.jenis_jawaban == "persen" else gaya["jawaban"]
        lembar.write_number(nomor, kolom, tanda(b.kode, i, "jawaban"), gaya_sel)
    if b.jenis in WITH_POINTS:
        rumus = f"=IFERROR(H{nomor + 1}*1,0)"
        lembar.write_formula(nomor, kolom + 1, rumus, gaya["angka"], tanda(b.kode, i, "nilai"))
    if b.jenis == "indikator":
        kata = acak.choices(_WORDS, k=acak.randint(20, 54))
        lembar.write(nomor, kolom + 3, " ".join(kata).capitalize() + ".", gaya["teks"])
        lembar.write(nomor, kolom + 4, f"https://contoh.invalid/bukti/{acak.getrandbits(48):012x}", gaya["teks"])


def _marker(b: Baris) -> str:
    return f"{b.marker}."


def _answers(instrumen: Instrumen, acak: random.Random, mutu: float) -> dict[str, str | int | float]:
    """Answers of one assessor, better the nearer *mutu* is to 1."""
    isian: dict[str, str | int | float] = {}
    for b in instrumen.baris:
        if b.jenis_jawaban in instrumen.skala:
            pilihan = list(instrumen.options(b.kode))
            isian[b.kode] = pilihan[0] if acak.random() < mutu else acak.choice(pilihan[1:])
            if acak.random() < _PELUANG_CACAT:
                isian[b.kode] = acak.choice(("", "belum ada", "A/B"))
        elif b.jenis_jawaban == "nilai_0_4":
            isian[b.kode] = round(4 * min(1.0, mutu + acak.uniform(-0.08, 0.08)), 2)
        elif b.jenis_jawaban == "persen" and b.aturan is not None:
            _fill_percent(instrumen, acak, mutu, b, isian)
    return isian


def _fill_percent(
    instrumen: Instrumen, acak: random.Random, mutu: float, b: Baris, isian: dict[str, str | int | float]
) -> None:
    """Counts that agree with each other and with the percentage typed beside them."""
    assert b.aturan is not None
    if b.aturan.nama == "penurunan":
        lalu, kini = b.aturan.operan
        isian[lalu], isian[kini] = 4, 0 if acak.random() < mutu else 1
        isian[kini[:-1] + "3"] = isian[kini]
        isian[b.kode] = (4 - int(isian[kini])) / 4
        return
    bagian, seluruh = b.aturan.operan
    jumlah = acak.choice((4, 8, 10, 20, 40))
    isian[seluruh] = jumlah
    isian[bagian] = jumlah if acak.random() < mutu else jumlah - jumlah // 4
    isian[b.kode] = int(isian[bagian]) / jumlah
    rincian = instrumen.per_kode[seluruh].aturan
    if rincian is not None:
        isian[rincian.operan[0]], isian[rincian.operan[1]], isian[rincian.operan[2]] = 1, jumlah - 2, 1
    if b.aturan.nama == "rasio_atau_penuh":
        isian[bagian[:-1] + "2"] = jumlah - int(isian[bagian])


def _points(instrumen: Instrumen, isian: Mapping[str, str | int | float]) -> dict[str, float]:
    """Points of every node as the sheet's own formulas would show them."""
    nilai: dict[str, float] = {}
    for b in reversed(instrumen.baris):
        if b.jenis == "indikator":
            jawaban = isian[b.kode]
            rasio = float(instrumen.options(b.kode).get(jawaban, 0)) if isinstance(jawaban, str) else float(jawaban)
            nilai[b.kode] = rasio / (4 if b.jenis_jawaban == "nilai_0_4" else 1) * float(instrumen.bobot(b.kode))
        elif b.jenis in WITH_POINTS:
            nilai[b.kode] = sum(nilai[k] for k in instrumen.anak[b.kode])
    return nilai


def make_tree(folder: Path, jumlah: int, benih: int = 2026, per_kanwil: int = 30, awal: int = 0) -> None:
    """Write workbooks *awal* to *jumlah* as ``Kanwil NN/UPT NNNNN/LKE ZI.xlsx`` below *folder*."""
    pembuat = Pembuat(benih)
    for nomor in range(awal, jumlah):
        tujuan = folder / f"Kanwil Contoh {nomor // per_kanwil + 1:02d}" / f"UPT {nomor:05d}" / "LKE ZI.xlsx"
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        tujuan.write_bytes(pembuat.berkas(nomor))


def main() -> None:
    """Command line."""
    argumen = argparse.ArgumentParser(description="Membuat contoh LKE dalam jumlah banyak.")
    argumen.add_argument("folder", type=Path)
    argumen.add_argument("jumlah", type=int)
    argumen.add_argument("--benih", type=int, default=2026)
    pilihan = argumen.parse_args()
    make_tree(pilihan.folder, pilihan.jumlah, pilihan.benih)


if __name__ == "__main__":
    main()
