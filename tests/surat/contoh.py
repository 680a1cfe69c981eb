"""The sample letters behind the golden texts.

``python -m tests.surat.contoh`` rewrites tests/surat/emas/ after a deliberate change of wording or
of the samples; read the difference before committing it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sample_lke.buat_usulan import CONTOH, jalur, lke
from tests.surat.bacaan import samarkan, teks_surat
from zi_cli.cli import jalankan
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.text import desimal
from zi_cli.worksheet.read import read_worksheet

AKAR = Path(__file__).parent.parent.parent
SAMPEL = AKAR / "sample_lke" / "usulan-2027"
EMAS = Path(__file__).parent / "emas"
_PANEL = """
[[panel]]
nama = "Nama Inspektur Jenderal Contoh, S.E., M.Ak."
nip = "197101011996011001"
jabatan = "Inspektur Jenderal"

[[panel]]
nama = "Nama Kepala Biro Contoh, S.T., M.M."
nip = "197503032000032001"
jabatan = "Kepala Biro Perencanaan dan Keuangan"

[[panel]]
nama = "Nama Direktur Jenderal Contoh Satu, S.H."
jabatan = "Direktur Jenderal Imigrasi"

[[panel]]
nama = "Nama Direktur Jenderal Contoh Dua, S.H."
jabatan = "Direktur Jenderal Pemasyarakatan"

[persetujuan_tpm]
nomor = "B/123/RB.06/2027"
tanggal = 2027-02-01
"""
_UMUM = ["--tanggal", "2027-05-20", "--nomor", "M.IP-OT.03.02-12", "--audit", "tidak"]
_CATATAN = ["--catatan", "Data dukung diperbarui setiap triwulan."]

#: Name of the golden text -> arguments after the kind and the folder.
SURAT: dict[str, list[str]] = {
    "sptjm": ["sptjm", "--satker", "647102"],
    "pengajuan": ["pengajuan"],
    "pengajuan-lampiran": ["pengajuan", "--lampiran"],
    "pengajuan-tpm": ["pengajuan", "--jalur", "tpm"],
    "berita-acara-tpm": ["berita-acara", "--jalur", "tpm"],
    "lhe-tpm": ["lhe", "--jalur", "tpm", "--satker", "647102"],
    "lhe-pendahuluan": ["lhe", "--satker", "647110"],
    "sptjm-instansi": ["sptjm-instansi"],
    "keterangan-tlhp": ["keterangan-tlhp", "--satker", "647102"],
    "monev": ["monev", "--satker", "647101", *_CATATAN],
    "monev-dua-catatan": ["monev", "--satker", "647101", *_CATATAN, "--catatan", "Tidak ada pengaduan."],
    "lhe": ["lhe", "--satker", "647102"],
    "lhe-belum-memenuhi": ["lhe", "--satker", "647104"],
    "berita-acara": ["berita-acara"],
    "rekomendasi": ["rekomendasi"],
    "pencabutan": [
        "pencabutan", "--satker", "647104", "--target", "WBK", *_CATATAN, "--paksa", "contoh", "--tembusan", "Gubernur",
    ],
    "perbaikan": ["perbaikan", "--satker", "647104"],
    "atas-nama": [
        "pengajuan", "--isi", "ttd.atas_nama=Menteri Imigrasi dan Pemasyarakatan", "--isi",
        "ttd.jabatan=Sekretaris Jenderal", "--isi", "ttd.untuk_beliau=Kepala Biro Perencanaan dan Keuangan", "--isi",
        "ttd.nama=Nama Kepala Biro Contoh, S.T., M.M.", "--isi", "ttd.nip=197503032000032001",
    ],
}  # fmt: skip


def siapkan(folder: Path) -> Path:
    """A working copy of the sample tree, with a panel and the TPM consent in zi.toml; TPM assessed one satker."""
    tujuan = folder / "usulan"
    shutil.copytree(SAMPEL, tujuan)
    c = next(c for c in CONTOH if c.kode == "647102")
    (tujuan / jalur(c)).write_bytes(lke(c, tpm=True))
    with (tujuan / "zi.toml").open("a", encoding="utf-8") as f:
        f.write(_PANEL)
    return tujuan


def buat(nama: str, folder: Path, keluaran: Path, *tambahan: str) -> bytes:
    """The letter called *nama*, made through the command line from the tree *folder*."""
    berkas = keluaran / f"{nama}.docx"
    jenis, *opsi = SURAT[nama]
    kode = jalankan(["surat", jenis, str(folder), *_UMUM, *opsi, "-o", str(berkas), "--timpa", *tambahan])
    assert kode == 0, f"{nama}: kode keluar {kode}"
    return berkas.read_bytes()


def nilai(folder: Path, kode: str, simpul: str = "total") -> str:
    """Points of one node of satker *kode* as letters print them, scored here from its worksheet."""
    instrumen = load_instrumen()
    ws = read_worksheet(next(folder.rglob(f"lke-{kode}.xlsx")), instrumen=instrumen)
    utama = penentu(score_worksheet(ws, instrumen), instrumen)
    assert utama is not None
    return desimal(utama.nilai[simpul])


def main() -> None:
    """Rewrite all golden texts."""
    EMAS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as sementara:
        folder = siapkan(Path(sementara))
        for nama in SURAT:
            (EMAS / f"{nama}.txt").write_text(
                samarkan(teks_surat(buat(nama, folder, Path(sementara)))), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
