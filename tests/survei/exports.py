"""Survey exports built by code: the honest office, the stuffed one, and the ways programs write them down."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

SPAK = [
    "Tidak ada diskriminasi pelayanan pada unit ini",
    "Tidak ada pelayanan di luar prosedur/kecurangan pelayanan",
    "Tidak ada penerimaan imbalan uang/barang/fasilitas di luar ketentuan",
    "Tidak ada pungutan liar (pungli)",
    "Tidak ada percaloan/perantara tidak resmi",
]
SPKP = [
    "Informasi pelayanan tersedia melalui media elektronik maupun non elektronik",
    "Persyaratan pelayanan yang diinformasikan sesuai dengan persyaratan yang ditetapkan",
    "Prosedur/alur pelayanan mudah diikuti",
    "Jangka waktu penyelesaian pelayanan sesuai",
    "Tarif/biaya pelayanan sesuai",
    "Sarana prasarana pendukung/sistem pelayanan online nyaman dan mudah digunakan",
    "Petugas/sistem merespon keperluan dengan cepat",
    "Layanan konsultasi dan pengaduan mudah diakses",
]


class Sheet(NamedTuple):
    """One answer sheet before it is written down."""

    waktu: datetime
    layanan: str
    nama: str
    telepon: str
    jawaban: tuple[int, ...]


def honest(banyak: int = 400, *, seed: int = 1, skala: int = 6) -> list[Sheet]:
    """Three months of an honest office: half the sheets all-top, one busy day, working hours."""
    acak = random.Random(seed)
    lembar = []
    for n in range(banyak):
        if n < banyak // 5:
            waktu = datetime(2026, 2, 11, 8) + timedelta(seconds=n * 300 + acak.randrange(120))
        else:
            hari = datetime(2026, 1, 5) + timedelta(days=acak.randrange(80))
            waktu = hari + timedelta(hours=8, seconds=acak.randrange(8 * 3600))
        if n % 2:
            jawaban = (skala,) * 13
        else:
            jawaban = tuple(max(1, skala - acak.choice((0, 0, 0, 1, 1, 2))) for _ in range(13))
        telepon = f"0812{acak.randrange(10**8):08}"
        lembar.append(Sheet(waktu, acak.choice(("Paspor", "Izin tinggal")), f"Responden {n}", telepon, jawaban))
    return sorted(lembar)


def stuffed(banyak: int = 300, *, seed: int = 2) -> list[Sheet]:
    """A script's night work on top of a few honest answers."""
    acak = random.Random(seed)
    fake_one = [
        Sheet(
            datetime(2026, 3, 3, 1) + timedelta(seconds=7 * n),
            "Paspor",
            f"Nama {acak.randrange(10**6)}",
            f"0813{acak.randrange(10**8):08}",
            (6,) * 13,
        )
        for n in range(banyak)
    ]
    return sorted([*honest(60, seed=seed), *fake_one])


HEADINGS = ["Timestamp", "Jenis layanan", "Nama", "Nomor HP", "Alamat IP", *SPAK, *SPKP]


def rows(lembar: Sequence[Sheet], *, waktu: str = "%Y-%m-%d %H:%M:%S", perangkat: str = "10.0.0.1") -> list[list[Any]]:
    """Plain rows of the columns in ``HEADINGS``; *waktu* is a strftime pattern."""
    return [[s.waktu.strftime(waktu), s.layanan, s.nama, s.telepon, perangkat, *s.jawaban] for s in lembar]


def write_csv(
    berkas: Path, kepala: Sequence[str], isi: Sequence[Sequence[Any]], *, pemisah: str = ",", sandi: str = "utf-8"
) -> Path:
    """A delimited text file."""
    teks = io.StringIO()
    csv.writer(teks, delimiter=pemisah, lineterminator="\r\n").writerows([kepala, *isi])
    berkas.write_bytes(teks.getvalue().encode(sandi))
    return berkas


def write_xlsx(berkas: Path, lembar: dict[str, Sequence[Sequence[Any]]], *, hidden: Sequence[str] = ()) -> Path:
    """A workbook of the given sheets, rows as they are."""
    import openpyxl

    buku = openpyxl.Workbook()
    buku.remove(buku.worksheets[0])
    for nama, isi in lembar.items():
        ws = buku.create_sheet(nama)
        for baris in isi:
            ws.append(list(baris))
        if nama in hidden:
            ws.sheet_state = "hidden"
    buku.save(berkas)
    return berkas
