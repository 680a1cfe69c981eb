"""The sample letters behind the golden texts.

``python -m tests.surat.samples`` rewrites tests/surat/emas/ after a deliberate change of wording or
of the samples; read the difference before committing it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import openpyxl

from sample_lke.buat_usulan import SAMPLES, lke, worksheet_path
from tests.surat.letter_reading import disguise, letter_text
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.letters import letter_columns
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.text import decimal_text
from zi_cli.worksheet.read import read_worksheet

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "sample_lke" / "usulan-2027"
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
_TIM = "".join(
    f'\n[[tim]]\nunit = "{unit}"\nnama = "{nama}"\njabatan = "{jabatan}"\nkedudukan = "{kedudukan}"\n'
    for unit, nama, jabatan, kedudukan in (
        ("Kanwil Contoh Utara", "Nama Kepala Bagian Contoh, S.H.", "Kepala Bagian Umum", "Ketua"),
        ("Kanwil Contoh Utara", "Nama Penelaah Contoh, S.E.", "Penelaah Teknis Kebijakan", "Anggota"),
        ("Direktorat Jenderal Imigrasi", "Nama Sekretaris Contoh, S.H.", "Sekretaris Direktorat Jenderal", "Ketua"),
        ("TPM", "Nama Inspektur Jenderal Contoh, S.E., M.Ak.", "Inspektur Jenderal", "Ketua"),
        ("TPM", "Nama Kepala Biro Contoh, S.T., M.M.", "Kepala Biro Perencanaan dan Keuangan", "Anggota"),
        ("TPM", "Nama Direktur Jenderal Contoh Satu, S.H.", "Direktur Jenderal Imigrasi", "Anggota"),
        ("TPM", "Nama Direktur Jenderal Contoh Dua, S.H.", "Direktur Jenderal Pemasyarakatan", "Anggota"),
    )
)
#: Letters that went out before: kind, whose, number.
_TERKIRIM = (
    ("usul-kanwil", "Kanwil Contoh Utara", "W.1-OT.03.02-3"),
    ("usul-eselon1", "Direktorat Jenderal Pemasyarakatan", "PAS-OT.03.02-7"),
    ("lhe", "647102", "ITJ-OT.03.02-21"),
    ("berita-acara", "semua", "BA-4"),
    ("nota-biro", "semua", "ND-9"),
)
_HEAD = ["--isi", "ttd.nama=Nama Kepala Contoh, S.H."]
_MEETING = [
    *("--isi", "rapat.hari_tanggal=Senin, 24 Mei 2027", "--isi", "rapat.waktu=09.00 WIB"),
    *("--isi", "rapat.tempat=Ruang Rapat Contoh"),
]
_COMMON = ["--tanggal", "2027-05-20", "--nomor", "M.IP-OT.03.02-12", "--audit", "tidak"]
_NOTE = ["--catatan", "Data dukung diperbarui setiap triwulan."]

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
    "monev": ["monev", "--satker", "647101", *_NOTE],
    "monev-dua-catatan": ["monev", "--satker", "647101", *_NOTE, "--catatan", "Tidak ada pengaduan."],
    "lhe": ["lhe", "--satker", "647102"],
    "lhe-belum-memenuhi": ["lhe", "--satker", "647104"],
    "berita-acara": ["berita-acara"],
    "rekomendasi": ["rekomendasi"],
    "pencabutan": [
        "pencabutan", "--satker", "647104", "--target", "WBK", *_NOTE, "--paksa", "contoh", "--tembusan", "Gubernur",
    ],
    "perbaikan": ["perbaikan", "--satker", "647104"],
    "sk-tim-kanwil": ["sk-tim-kanwil", "--satker", "647102", *_HEAD],
    "sk-tim-eselon1": ["sk-tim-eselon1", "--satker", "647101", *_HEAD],
    "sk-tpm": ["sk-tpm"],
    "usul-kanwil": ["usul-kanwil", "--satker", "647102", *_HEAD],
    "usul-eselon1": ["usul-eselon1", "--satker", "647102", *_HEAD],
    "usul-setjen": ["usul-setjen", "--satker", "647110"],
    "usul-sendiri": ["usul-sendiri", "--satker", "647111"],
    "daftar-tpi": ["daftar-tpi", "--satker", "647102"],
    "undangan-panel": ["undangan-panel", "--satker", "647102", *_MEETING],
    "nota-biro": ["nota-biro"],
    "nota-sekjen": ["nota-sekjen"],
    "atas-nama": [
        "pengajuan", "--isi", "ttd.atas_nama=Menteri Imigrasi dan Pemasyarakatan", "--isi",
        "ttd.jabatan=Sekretaris Jenderal", "--isi", "ttd.untuk_beliau=Kepala Biro Perencanaan dan Keuangan", "--isi",
        "ttd.nama=Nama Kepala Biro Contoh, S.T., M.M.", "--isi", "ttd.nip=197503032000032001",
    ],
}  # fmt: skip


#: Letters between the desks, made from a tree in which the earlier steps were taken.
RANTAI = frozenset(
    {"sk-tim-kanwil", "sk-tim-eselon1", "sk-tpm", "usul-kanwil", "usul-eselon1", "usul-setjen", "usul-sendiri"}
    | {"daftar-tpi", "undangan-panel", "nota-biro", "nota-sekjen"}
)


def prepare_tree(folder: Path) -> Path:
    """A working copy of the sample tree, with a panel and the TPM consent in zi.toml; TPM assessed one satker."""
    tujuan = folder / "usulan"
    shutil.copytree(SAMPLE, tujuan)
    c = next(c for c in SAMPLES if c.kode == "647102")
    (tujuan / worksheet_path(c)).write_bytes(lke(c, "tpm"))
    with (tujuan / "zi.toml").open("a", encoding="utf-8") as f:
        f.write(_PANEL)
    return tujuan


def chain_tree(folder: Path) -> Path:
    """A copy of *folder* in which Kanwil, Eselon I and Setjen assessed, too, and earlier letters went out."""
    tujuan = folder.with_name("rantai")
    if not tujuan.exists():
        shutil.copytree(folder, tujuan)
        for kode, lain in (("647102", ("kanwil", "eselon1")), ("647110", ("setjen",))):
            c = next(c for c in SAMPLES if c.kode == kode)
            (tujuan / worksheet_path(c)).write_bytes(lke(c, *lain))
        with (tujuan / "zi.toml").open("a", encoding="utf-8") as f:
            f.write(_TIM)
        _send_letters(tujuan / "satker.xlsx")
    return tujuan


def _send_letters(daftar: Path) -> None:
    """Put the letters that went out into the sheet Surat of *daftar*."""
    buku = openpyxl.load_workbook(daftar)
    lembar = buku["Surat"] if "Surat" in buku.sheetnames else buku.create_sheet("Surat")
    lembar.delete_rows(1, lembar.max_row)
    lembar.append([k.judul for k in letter_columns()])
    for jenis, satker, nomor in _TERKIRIM:
        isi = {"satker": satker, "jenis": jenis, "nomor": nomor}
        hari = {"tanggal": date(2027, 5, 3), "tanggal_kirim": date(2027, 5, 4)}
        lembar.append([{**isi, **hari}.get(k.field) for k in letter_columns()])
    buku.save(daftar)


def buat(nama: str, folder: Path, keluaran: Path, *tambahan: str) -> bytes:
    """The letter called *nama*, made through the command line from the tree *folder*."""
    berkas = keluaran / f"{nama}.docx"
    folder = chain_tree(folder) if nama in RANTAI else folder
    jenis, *opsi = SURAT[nama]
    kode = run_cli(["surat", jenis, str(folder), *_COMMON, *opsi, "-o", str(berkas), "--timpa", *tambahan])
    assert kode == 0, f"{nama}: kode keluar {kode}"
    return berkas.read_bytes()


def simpul_points(folder: Path, kode: str, simpul: str = "total") -> str:
    """Points of one node of satker *kode* as letters print them, scored here from its worksheet."""
    instrumen = load_instrumen()
    ws = read_worksheet(next(folder.rglob(f"lke-{kode}.xlsx")), instrumen=instrumen)
    utama = penentu(score_worksheet(ws, instrumen), instrumen)
    assert utama is not None
    return decimal_text(utama.nilai[simpul])


def main() -> None:
    """Rewrite all golden texts."""
    EMAS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as sementara:
        folder = prepare_tree(Path(sementara))
        for nama in SURAT:
            (EMAS / f"{nama}.txt").write_text(
                disguise(letter_text(buat(nama, folder, Path(sementara)))), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
