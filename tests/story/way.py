"""What the person does, from the heap of files to the finished letters.

``python -m tests.story.way`` tells it in a folder of its own and prints what it took (bench/README.md).
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from tests.story.inbox import fill
from tests.story.person import Person, Workbook

#: What the same work took before: commands, keys.
BEFORE = (56, 14_000)
_PANEL = (
    "Nama Inspektur, S.H.; Inspektur Jenderal\nNama Biro, S.E.; Kepala Biro Perencanaan dan Keuangan\n"
    "Nama Dirjen, S.H.; Direktur Jenderal Imigrasi\nNama Direktur, S.H.; Direktur Jenderal Pemasyarakatan"
)


def tell(orang: Person) -> Person:
    """The whole story in the folder of *orang*, whose subfolder masuk holds the files."""
    orang.run("zi init --dari masuk")
    with orang.excel() as buku:
        _settings(buku)
        _satker(buku)
    orang.run("zi check")
    orang.run("zi surat semua")
    with orang.excel() as buku:
        _numbers(buku)
    orang.run("zi batch")
    orang.run("zi report")
    orang.run("zi surat semua")
    return orang


def _settings(buku: Workbook) -> None:
    buku.setting("Tahun usulan", "2027")
    buku.setting("Tanggal pengajuan", "20/05/2027")
    buku.setting("Nama instansi", "Kementerian Imigrasi dan Pemasyarakatan")
    buku.setting("Opini BPK", "WTP", pilih=True)
    buku.setting("SAKIP instansi", "BB", pilih=True)
    buku.setting("Indeks RB", "BB")
    buku.setting("Maturitas SPIP", "3")
    buku.setting("Jumlah satker", "900")
    buku.setting("Satker berpredikat", "120")
    buku.setting("Nama pimpinan instansi", "Nama Menteri")
    buku.setting("Jabatan pimpinan", "Menteri Imigrasi dan Pemasyarakatan")
    buku.setting("Nama Sekretaris Jenderal", "Nama Sekjen")
    buku.setting("Nama Ketua TPI", "Nama Inspektur, S.H.")
    buku.setting("Peserta rapat panel", _PANEL)
    buku.setting("Kop surat", "KEMENTERIAN IMIGRASI DAN PEMASYARAKATAN")
    buku.setting("Kota surat", "Jakarta")


def _satker(buku: Workbook) -> None:
    """What the register must attest by itself, filled down; the exceptions one by one."""
    for judul in ("Layanan utama", "Dampak", "Penilaian pendahuluan"):
        buku.column("Satker", judul, "Ya", pilih=True)
    buku.column("Satker", "Predikat saat ini", "Belum ada", pilih=True)
    buku.column("Satker", "Kanwil", "Kanwil Contoh")
    buku.column("Satker", "Alamat", "Jalan Contoh 1")
    buku.column("Satker", "Kota", "Contoh")
    buku.column("Satker", "Tanggal pembaruan data dukung terakhir", "31/03/2027")
    buku.column("Satker", "Tanggal mulai menuju WBK", "01/03/2025")
    buku.column("Satker", "SAKIP", "BB")
    for judul in ("TLHP", "LHKPN", "LHKASN"):
        buku.column("Satker", judul, "100%")
    buku.column("Satker", "Tanggal penilaian pendahuluan", "14/04/2027")
    buku.column("Satker", "Tanggal SPTJM", "03/05/2027")
    for eselon1 in ("Direktorat Jenderal Imigrasi", "Direktorat Jenderal Pemasyarakatan"):
        # Sorted by name, each group of offices stands together; a fill for each.
        for baris in _runs(buku.rows("Satker", lambda b, e=eselon1: b[4] == e)):
            buku.column("Satker", "Penilai pendahuluan", f"Tim Penilai {eselon1}", baris=baris)
    for n, baris in enumerate(buku.rows("Satker", lambda b: str(b[0]).isdecimal())):
        buku.column("Satker", "Nama kepala", f"Nama Kepala {n + 1}, S.H.", baris=[baris])
    for nama, berkas in (
        ("Satu", "masuk/LKE ZI Kanim Kelas I TPI Contoh Satu final.xlsx"),
        ("Dua", "masuk/LKE ZI Lembaga Pemasyarakatan Kelas IIA Contoh Dua final.xlsx"),
        ("Lima", "masuk/647220.xlsx"),
    ):
        awal = {"Satu": "Kantor", "Dua": "Lembaga", "Lima": "Balai"}[nama]
        cocok = buku.rows("Satker", lambda b, a=awal, n=nama: f"{b[1]}".startswith(a) and f"{b[1]}".endswith(n))
        buku.column("Satker", "Berkas LKE", berkas, baris=cocok)


def _numbers(buku: Workbook) -> None:
    """A number for every letter but the SPTJM: the first typed, the others a series."""
    semua = buku.rows("Surat", lambda b: b[1] not in ("Jenis surat", "sptjm"))
    buku.column("Surat", "Nomor", "ITJ-OT.03.02-101", baris=semua, naik=lambda n: f"ITJ-OT.03.02-{101 + n}")
    buku.column("Surat", "Tanggal", "20/05/2027", baris=semua)


def _runs(baris: list[int]) -> list[list[int]]:
    hasil: list[list[int]] = []
    for r in baris:
        if hasil and hasil[-1][-1] == r - 1:
            hasil[-1].append(r)
        else:
            hasil.append([r])
    return hasil


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp) / "kerja"
        fill(folder / "masuk")
        os.chdir(folder)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            orang = tell(Person(folder))
        surat = len([*(folder / "surat").glob("*.docx")])
        os.chdir("/")
    for c in orang.commands:
        sys.stdout.write(f"{c.teks} -> {c.kode}\n")
    perintah, tombol = BEFORE
    sys.stdout.write(f"{len(orang.commands)} perintah (dahulu {perintah}), {orang.keys} tombol (dahulu {tombol}), ")
    sys.stdout.write(f"{surat} surat\n")


if __name__ == "__main__":
    main()
