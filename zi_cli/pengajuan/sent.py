"""Whether a letter went out: with number and date, and sent or signed, on or before a day."""

from datetime import date

from zi_cli.errors import os_reason
from zi_cli.files import file_fault
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.register.letters import NUMBER_PLACEHOLDER, LetterRow
from zi_cli.text import excerpt, path_text
from zi_cli.text import long_date as tulis_tanggal

#: Kinds of content (as ``bukti.probe`` tells them) that a signed letter may have; others can still be edited.
SCAN_KINDS = frozenset({"pdf", "jpg", "png", "tiff"})


def letter_sent(surat: LetterRow | None, pada: date, code: str, *, sha256: str | None = None) -> Fact:
    """The fact *code* that the letter *surat* (None: it has no row) went out on or before *pada*.

    *sha256* is the register's hash. The fact rests on the row, or on the signed scan where no day of sending is given;
    its date is the day of sending, else the letter's own.
    """
    if surat is None:
        return Fact(code, Jawaban.BELUM, "suratnya belum ada di lembar Surat")
    daftar = Asal(path_text(surat.place.berkas.name), surat.place.cell(), sha256)
    lacking = [
        f"{name} yang dapat dipakai" if name in surat.galat else name
        for name, present in (
            ("nomor", surat.nomor and NUMBER_PLACEHOLDER not in surat.nomor and "nomor" not in surat.galat),
            ("tanggal", surat.tanggal),
        )
        if not present
    ]
    if surat.tanggal_kirim is None and not surat.berkas_bertanda_tangan:
        lacking.append("tanggal kirim atau berkas bertanda tangan")
    if lacking:
        return Fact(code, Jawaban.BELUM, f"surat {surat.kind} belum mempunyai {', '.join(lacking)}", (daftar,))
    assert surat.tanggal is not None
    day = surat.tanggal_kirim or surat.tanggal
    if max(day, surat.tanggal) > pada:
        reason = f"surat {surat.kind} bertanggal {tulis_tanggal(max(day, surat.tanggal))}"
        return Fact(code, Jawaban.BELUM, reason, (daftar._replace(tanggal=day),))
    if day < surat.tanggal:
        reason = f"surat {surat.kind} bertanggal {tulis_tanggal(surat.tanggal)}, sesudah Tanggal kirimnya"
        return Fact(code, Jawaban.BELUM, reason, (daftar,))
    if surat.tanggal_kirim is not None:
        return Fact(code, Jawaban.YA, "", (daftar._replace(tanggal=day),))
    scan, wrong = _scan(surat)
    if wrong:
        reason = f"pindaian surat {surat.kind} “{excerpt(surat.berkas_bertanda_tangan)}” {wrong}"
        return Fact(code, Jawaban.BELUM, reason, (daftar,))
    return Fact(code, Jawaban.YA, "", (scan._replace(tanggal=day), daftar))


def _scan(surat: LetterRow) -> tuple[Asal, str]:
    """The signed scan with its hash, and why it can't be one ("" when nothing speaks against its bytes)."""
    origin = Asal(path_text(surat.berkas_bertanda_tangan))
    try:
        jalur = surat.signed_scan()
    except (OSError, ValueError):
        return origin, "menunjuk ke luar folder ini"
    fault = "tidak ditemukan" if jalur is None else file_fault(jalur)
    if jalur is None or fault:
        return origin, fault
    # Looking at bytes costs its import only where a scan is named.
    from zi_cli.bukti.probe import read_facts

    try:
        f = read_facts(jalur)
    except OSError as e:
        return origin, os_reason(e)
    origin = Asal(path_text(jalur.name), None, f.sha256)
    if not f.ukuran:
        return origin, "kosong"
    if f.isi not in SCAN_KINDS:
        return origin, "bukan PDF atau gambar"
    return origin, f.rusak or ("bersandi" if f.sandi else "")
