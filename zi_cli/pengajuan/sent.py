"""Whether a letter went out: with number and date, and sent or signed, on or before a day."""

from datetime import date

from zi_cli.errors import os_reason
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.register.letters import PENGGANTI_NOMOR, LetterRow
from zi_cli.text import cuplik, path_text
from zi_cli.text import tanggal as tulis_tanggal

#: Kinds of content (as ``bukti.probe`` tells them) that a signed letter may have; others can still be edited.
SCAN_KINDS = frozenset({"pdf", "jpg", "png", "tiff"})


def letter_sent(surat: LetterRow | None, pada: date, kode: str, *, sha256: str | None = None) -> Fact:
    """The fact *kode* that the letter *surat* (None: it has no row) went out on or before *pada*.

    *sha256* is the register's hash. The fact rests on the row, or on the signed scan where no day of sending is given;
    its date is the day of sending, else the letter's own.
    """
    if surat is None:
        return Fact(kode, Jawaban.BELUM, "suratnya belum ada di lembar Surat")
    daftar = Asal(path_text(surat.place.berkas.name), surat.place.sel(), sha256)
    kurang = [
        f"{nama} yang dapat dipakai" if nama in surat.galat else nama
        for nama, ada in (
            ("nomor", surat.nomor and PENGGANTI_NOMOR not in surat.nomor and "nomor" not in surat.galat),
            ("tanggal", surat.tanggal),
        )
        if not ada
    ]
    if surat.tanggal_kirim is None and not surat.berkas_bertanda_tangan:
        kurang.append("tanggal kirim atau berkas bertanda tangan")
    if kurang:
        return Fact(kode, Jawaban.BELUM, f"surat {surat.kind} belum mempunyai {', '.join(kurang)}", (daftar,))
    assert surat.tanggal is not None
    hari = surat.tanggal_kirim or surat.tanggal
    if max(hari, surat.tanggal) > pada:
        sebab = f"surat {surat.kind} bertanggal {tulis_tanggal(max(hari, surat.tanggal))}"
        return Fact(kode, Jawaban.BELUM, sebab, (daftar._replace(tanggal=hari),))
    if hari < surat.tanggal:
        sebab = f"surat {surat.kind} bertanggal {tulis_tanggal(surat.tanggal)}, sesudah Tanggal kirimnya"
        return Fact(kode, Jawaban.BELUM, sebab, (daftar,))
    if surat.tanggal_kirim is not None:
        return Fact(kode, Jawaban.YA, "", (daftar._replace(tanggal=hari),))
    pindaian, salah = _scan(surat)
    if salah:
        sebab = f"pindaian surat {surat.kind} “{cuplik(surat.berkas_bertanda_tangan)}” {salah}"
        return Fact(kode, Jawaban.BELUM, sebab, (daftar,))
    return Fact(kode, Jawaban.YA, "", (pindaian._replace(tanggal=hari), daftar))


def _scan(surat: LetterRow) -> tuple[Asal, str]:
    """The signed scan with its hash, and why it can't be one ("" when nothing speaks against its bytes)."""
    asal = Asal(path_text(surat.berkas_bertanda_tangan))
    try:
        jalur = surat.signed_scan()
        ada = jalur is not None and jalur.is_file()
    except (OSError, ValueError):
        return asal, "menunjuk ke luar folder ini"
    if jalur is None or not ada:
        return asal, "tidak ditemukan"
    # Looking at bytes costs its import only where a scan is named.
    from zi_cli.bukti.probe import read_facts

    try:
        f = read_facts(jalur)
    except OSError as e:
        return asal, os_reason(e)
    asal = Asal(path_text(jalur.name), None, f.sha256)
    if not f.ukuran:
        return asal, "kosong"
    if f.isi not in SCAN_KINDS:
        return asal, "bukan PDF atau gambar"
    return asal, f.rusak or ("bersandi" if f.sandi else "")
