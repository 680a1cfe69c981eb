"""The zi.kerja/1 record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zi_cli.pengajuan.eligibility import HasilSatker, part_label
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.standing import Standing, StandingLetter
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.kerja import KerjaRecord, SatkerKerjaRecord, SuratKerjaRecord

SCHEMA_KERJA: Final = "zi.kerja/1"


def kerja_record(s: Standing, daftar: DaftarSatker) -> KerjaRecord:
    """The standing of a work folder with its register *daftar*."""
    result = s.periksaan.hasil
    return {
        "skema": SCHEMA_KERJA,
        "program": PROGRAM,
        "hari_ini": s.hari_ini.isoformat(),
        "tanggal": result.tanggal.isoformat(),
        "tanggal_disebut": result.tanggal_disebut,
        "batas": s.batas.isoformat(),
        "sisa_hari": s.sisa_hari,
        "daftar": {"nama": path_text(daftar.berkas.name), "sha256": daftar.sha256},
        "lke": len(s.periksaan.bahan),
        "satker": [_satker(h) for h in result.satker],
        "kurang": [
            {
                "kode": m.kode,
                "apa": part_label(m.kode, s.aturan.syarat),
                "tidak": m.tidak,
                "belum": m.belum,
                "tempat": list(m.tempat),
                "di_lke": m.di_lke,
            }
            for m in s.kurang
        ],
        "surat": [letter_record(x) for x in s.surat],
        "gagal": [{"berkas": g.berkas, "temuan": temuan_record(g.temuan)} for g in s.unreadable],
        "temuan": [temuan_record(t) for t in s.temuan_surat],
        "bukti": [{"berkas": t.berkas, "temuan": temuan_record(t.temuan)} for t in s.bukti],
        "langkah": [{"apa": x.apa, "perintah": x.perintah} for x in s.langkah],
        "selesai": s.finished,
        "tindak_lanjut": {
            "semua": len(s.tindak_lanjut),
            "terbuka": sum(1 for f in s.tindak_lanjut if f.is_open),
            "terlambat": sum(1 for f in s.tindak_lanjut if f.late_days(s.hari_ini)),
        },
    }


def _satker(h: HasilSatker) -> SatkerKerjaRecord:
    return {
        "kode": h.kode,
        "nama": h.nama,
        "kanwil": h.satker.kanwil if h.satker else None,
        "usulan": h.usulan,
        "penilai": h.penilai,
        "nilai_memenuhi": h.nilai_memenuhi,
        "layak": h.layak,
        "alasan": list(h.alasan),
        "berkas": h.bahan.nama if h.bahan else None,
    }


def letter_record(x: StandingLetter) -> SuratKerjaRecord:
    """A letter that is due, with its row of the sheet Surat."""
    b = x.baris
    return {
        "satker": x.satker,
        "jenis": x.jenis,
        "jalur": x.jalur,
        "keadaan": x.keadaan,
        "nomor": b.nomor or None if b else None,
        "tanggal": b.tanggal.isoformat() if b and b.tanggal else None,
        "tempat": str(b.place.cell()) if b else None,
    }
