"""Twenty-four files as they come by e-mail: messy names in one flat folder."""

from __future__ import annotations

import os
from pathlib import Path

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from zi_cli.instrumen.loader import load_instrumen

YEAR = "2027"
_KINDS = (
    ("Kantor Imigrasi Kelas I TPI Contoh", "Kanim Kelas I TPI Contoh"),
    ("Lembaga Pemasyarakatan Kelas IIA Contoh", "Lapas Kelas IIA Contoh"),
    ("Rumah Tahanan Negara Kelas IIB Contoh", "Rutan Kelas IIB Contoh"),
    ("Balai Pemasyarakatan Kelas I Contoh", "Bapas Kelas I Contoh"),
)
_PLACES = ("Satu", "Dua", "Tiga", "Empat", "Lima")
#: How a file may be called: by hand, by the mail program, by the sender's habits.
_NAMES = (
    "LKE ZI {s} final.xlsx", "{s} (1).xlsx", "lke_{k}_rev2.xlsx", "Lampiran - LKE {s} FIX.xlsx", "{k}.xlsx",
)  # fmt: skip
_HEADINGS = (
    {"unit": "Unit Kerja", "tpi": "TPI"}, {"unit": "Satker", "tpi": "Inspektorat Jenderal"},
    {"unit": "UNIT KERJA", "tpi": "Itjen"}, {"unit": "Unit", "tpi": "Nilai TPI"},
)  # fmt: skip
#: The worst answers to one area's questions.
_WORST = {
    b.kode: [*load_instrumen().options(b.kode)][-1]
    for b in load_instrumen().indikator
    if b.kode.startswith("A.I.4") and b.jenis_jawaban not in ("persen", "nilai_0_4")
}


def names() -> list[tuple[str, str, str]]:
    """Kode, official name and the short name of the twenty satker."""
    return [
        (str(647201 + n), f"{_KINDS[n % 4][0]} {_PLACES[n // 4]}", f"{_KINDS[n % 4][1]} {_PLACES[n // 4]}")
        for n in range(20)
    ]


def fill(inbox_tree: Path) -> None:
    """Put the twenty-four files into *kotak*: 21 worksheets, an older version, a damaged one, one of another year.

    Of the 21 one falls short, and the last satker wrote twice, with a different name for the same office.
    """
    inbox_tree.mkdir(parents=True)
    for n, (kode, nama, pendek) in enumerate(names()):
        kurang = _WORST if n == 3 else {}
        jawaban = raw_cells(perfect()) | kurang
        berkas = inbox_tree / _NAMES[n % 5].format(s=nama if n % 2 else pendek, k=kode)
        _write(berkas, n, kode, nama if n % 3 else pendek, jawaban)
    kode, nama, pendek = names()[0]
    lama = _write(inbox_tree / f"{pendek} lama.xlsx", 0, kode, nama, raw_cells(perfect()) | {"A.I.1.i.a": "Tidak"})
    os.utime(lama, (1_700_000_000, 1_700_000_000))
    kode, nama, pendek = names()[5]
    _write(inbox_tree / f"LKE 2025 {pendek}.xlsx", 5, kode, nama, raw_cells(perfect()), tahun="2025")
    utuh = (inbox_tree / _NAMES[1].format(s=names()[1][1], k="")).read_bytes()
    (inbox_tree / "lke rusak.xlsx").write_bytes(utuh[: len(utuh) // 2])
    _write(inbox_tree / "Copy of lke 647220.xlsx", 19, names()[19][0], names()[19][2], raw_cells(perfect()))
    assert len(list(inbox_tree.iterdir())) == 24


def _write(berkas: Path, n: int, kode: str, nama: str, jawaban: dict[str, object], tahun: str = YEAR) -> Path:
    sampul = (("Tahun", tahun), ("Nama satker", nama), ("Kode satker", kode), ("Usulan", "WBK"))
    bentuk = FormShape(
        nama_kepala=_HEADINGS[n % 4],
        kolom_penilai=("jawaban", "nilai", "catatan", "bukti"),
        uraian="gabung" if n % 3 == 2 else "resmi",
        sampul={"Utama": sampul},
        judul=((f"LEMBAR KERJA EVALUASI ZONA INTEGRITAS {tahun}",),),
    )
    return build_book({"unit": jawaban, "tpi": jawaban}, bentuk).simpan(berkas)
