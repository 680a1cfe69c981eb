"""What the user typed, read strictly: kind, date, field values, template, logo."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zi_cli.errors import SALAH_PAKAI, TAK_TERBACA, GalatPengguna
from zi_cli.pengajuan.isian import IsianSalah, tanggal
from zi_cli.report.keluaran import sebab_os
from zi_cli.surat.medan import muat_jenis, terdekat

_LOGO_MAKSIMUM = 2 * 1024 * 1024
_TANDA_GAMBAR = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def pilih_jenis(nama: str) -> str:
    """The kind of letter called *nama*; raises :class:`GalatPengguna` (exit 2)."""
    if nama in muat_jenis():
        return nama
    dekat = terdekat(nama, [*muat_jenis(), "daftar"])
    saran = f"mungkin {dekat[0]}" if dekat else f"pilih: {', '.join(muat_jenis())}"
    raise GalatPengguna(f"jenis surat “{nama[:40]}” tidak dikenal; {saran} (bantuan: zi surat daftar)", SALAH_PAKAI)


def baca_tanggal(teks: str) -> date:
    """A date such as 2027-05-20, 20/05/2027 or "20 Mei 2027"; raises :class:`GalatPengguna` (exit 2)."""
    try:
        return tanggal(teks)
    except IsianSalah as e:
        raise GalatPengguna(f"--tanggal “{teks[:40]}” bukan tanggal; tulis misalnya 2027-05-20", SALAH_PAKAI) from e


def pisah_folder(jalur: Iterable[Path]) -> tuple[Path | None, tuple[Path, ...]]:
    """The one folder among *jalur*, and the files; raises :class:`GalatPengguna` (exit 2) for a mixture."""
    semua = tuple(jalur)
    folder = [j for j in semua if j.is_dir()]
    if folder and len(semua) > 1:
        raise GalatPengguna("sebutkan satu folder saja, atau berkas-berkasnya", SALAH_PAKAI)
    return (folder[0], ()) if folder else (None, semua)


def baca_isi(pasangan: Iterable[str]) -> dict[str, str]:
    """``medan=isi`` pairs; raises :class:`GalatPengguna` (exit 2)."""
    hasil: dict[str, str] = {}
    for p in pasangan:
        medan, sama, isi = p.partition("=")
        if not sama or not re.fullmatch(r"[a-z_]+\.[a-z_]+", medan.strip()):
            raise GalatPengguna(f"--isi “{p[:60]}” harus berbentuk medan=isi, misalnya surat.sifat=Segera", SALAH_PAKAI)
        hasil[medan.strip()] = isi.strip()
    return hasil


def pilih_templat(tempat: Path | None, jenis: str) -> Path | None:
    """The user's template: the file itself, or ``<jenis>.docx`` of a folder (None: the packaged one)."""
    if tempat is None or not tempat.is_dir():
        return tempat
    berkas = tempat / f"{jenis}.docx"
    return berkas if berkas.is_file() else None


def baca_logo(berkas: Path) -> bytes:
    """A PNG or JPEG of at most 2 MB; raises :class:`GalatPengguna` (exit 3)."""
    try:
        with berkas.open("rb") as f:
            isi = f.read(_LOGO_MAKSIMUM + 1)
    except OSError as e:
        sebab = "tidak ditemukan" if isinstance(e, FileNotFoundError) else sebab_os(e)
        raise GalatPengguna(f"logo “{berkas.name}” tidak terbaca: {sebab}", TAK_TERBACA) from e
    if len(isi) > _LOGO_MAKSIMUM or not isi.startswith(_TANDA_GAMBAR):
        raise GalatPengguna(f"logo “{berkas.name}” harus PNG atau JPEG, paling besar 2 MB", TAK_TERBACA)
    return isi
