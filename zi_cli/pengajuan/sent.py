"""Whether a letter went out: with number and date, and sent or signed, on or before a day."""

import hashlib
from datetime import date
from pathlib import Path

from zi_cli.errors import os_reason
from zi_cli.files import open_file
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.register.letters import PENGGANTI_NOMOR, LetterRow
from zi_cli.text import path_text
from zi_cli.text import tanggal as tulis_tanggal


def letter_sent(surat: LetterRow | None, pada: date, kode: str, *, sha256: str | None = None) -> Fact:
    """The fact *kode* that the letter *surat* (None: it has no row) went out on or before *pada*.

    *sha256* is the register's hash. The fact rests on the row, or on the signed scan where no day of sending is given;
    its date is the day of sending, else the letter's own.
    """
    if surat is None:
        return Fact(kode, Jawaban.BELUM, "suratnya belum ada di lembar Surat")
    daftar = Asal(path_text(surat.place.berkas.name), surat.place.sel(), sha256)
    kurang = [
        nama
        for nama, ada in (
            ("nomor", surat.nomor and PENGGANTI_NOMOR not in surat.nomor and "nomor" not in surat.galat),
            ("tanggal", surat.tanggal),
        )
        if not ada
    ]
    pindaian = _scan(surat)
    if surat.tanggal_kirim is None and pindaian is None:
        kurang.append("tanggal kirim atau berkas bertanda tangan")
    if kurang:
        return Fact(kode, Jawaban.BELUM, f"surat {surat.jenis} belum mempunyai {', '.join(kurang)}", (daftar,))
    assert surat.tanggal is not None
    hari = surat.tanggal_kirim or surat.tanggal
    if hari > pada or surat.tanggal > pada:
        sebab = f"surat {surat.jenis} bertanggal {tulis_tanggal(max(hari, surat.tanggal))}"
        return Fact(kode, Jawaban.BELUM, sebab, (daftar._replace(tanggal=hari),))
    if surat.tanggal_kirim is None and pindaian is not None:
        try:
            with open_file(pindaian) as f:
                sidik = hashlib.file_digest(f, "sha256").hexdigest()
        except OSError as e:
            return Fact(kode, Jawaban.BELUM, f"pindaian surat {surat.jenis}: {os_reason(e)}", (daftar,))
        return Fact(kode, Jawaban.YA, "", (Asal(path_text(pindaian.name), None, sidik, hari), daftar))
    return Fact(kode, Jawaban.YA, "", (daftar._replace(tanggal=hari),))


def _scan(surat: LetterRow) -> Path | None:
    """The signed scan where it is a file below the register's folder."""
    try:
        jalur = surat.signed_scan()
    except (OSError, ValueError):
        return None
    return jalur if jalur is not None and jalur.is_file() else None
