"""What the requirement check needs of one scored worksheet: small, picklable, made beside the scoring."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.pengajuan.notes import Catatan, read_notes
from zi_cli.pengajuan.register.values import Persen
from zi_cli.scoring.result import Penilaian, Putusan, Tahap, is_passed
from zi_cli.scoring.words import doubt_texts, reason_words, state_words
from zi_cli.text import ringkas
from zi_cli.worksheet.cells import parse_count
from zi_cli.worksheet.model import KolomPenilai, Penilai, Worksheet

#: Reference precision of a percentage read from a ratio cell.
_TOLERANSI = Fraction(1, 1_000_000)


class Simpulan(NamedTuple):
    """The verdict for one predicate: True, False, or None while doubts, or Hasil not assessed, leave it open.

    ``putusan`` is the verdict in words, ``alasan`` the doubtful answers it hangs on, "" when none.
    """

    memenuhi: bool | None
    total: Fraction
    minimal: Fraction
    gagal: tuple[str, ...]
    putusan: str
    alasan: str


class LkeFigure(NamedTuple):
    """A compliance figure of the worksheet, and the cell that shows it."""

    persen: Persen
    sel: Sel


class LkeFacts(NamedTuple):
    """One worksheet as the requirement check sees it, decided by ``penilai``.

    ``angka`` holds the compliance figures by kode of the requirement they must agree with;
    ``kosong`` the row numbers without a usable answer; ``temuan`` the SYR407 findings of survey
    notes that deny their answer.
    """

    jalur: Path
    nama: str
    sha256: str
    satker: str | None
    kode_satker: str | None
    tahun: int | None
    usulan: str | None
    penilai: Penilai
    tahap: Tahap
    simpulan: Mapping[Predikat, Simpulan]
    angka: Mapping[str, LkeFigure]
    catatan: tuple[Catatan, ...]
    kosong: tuple[int, ...]
    temuan: tuple[Temuan, ...]


def extract_lke_facts(
    ws: Worksheet,
    penilaian: Penilaian,
    instrumen: Instrumen,
    syarat: SetSyarat,
    jalur: Path,
    nama: str | None = None,
) -> LkeFacts:
    """Extract from *ws* what :func:`zi_cli.pengajuan.check.periksa` needs.

    *penilaian* is the deciding assessor's; *jalur* the file, *nama* how to print it (a path below
    the folder at hand, default its name).
    """
    kolom = ws.penilai.get(penilaian.penilai) or KolomPenilai(penilaian.penilai)
    catatan = [c for i in kolom.catatan.values() for c in read_notes(i, syarat.skala["sakip"])]
    return LkeFacts(
        jalur=jalur,
        nama=nama or ws.nama,
        sha256=ws.sha256,
        satker=ws.satker,
        kode_satker=ws.kode_satker,
        tahun=ws.tahun,
        usulan=ws.usulan,
        penilai=penilaian.penilai,
        tahap=penilaian.tahap,
        simpulan={p: _simpulan(penilaian.putusan[p]) for p in PREDIKAT},
        angka=_angka(penilaian, kolom, instrumen, syarat),
        catatan=tuple(catatan),
        kosong=tuple(instrumen.per_kode[k].nomor for k in penilaian.kosong),
        temuan=tuple(t for t in penilaian.temuan if t.kode == "SYR407"),
    )


def _simpulan(putusan: Putusan) -> Simpulan:
    total = next(a for a in putusan.ambang if a.kode == "total")
    gagal = tuple(
        f"{a.kode} {ringkas(a.nilai, 6 if a.pembulatan_menyesatkan else 2)} dari {ringkas(a.minimal)}"
        + (" %" if a.satuan == "persen" else "")
        for a in putusan.ambang
        if not a.memenuhi
    )
    return Simpulan(
        is_passed(putusan.keadaan),
        total.nilai,
        total.minimal,
        gagal,
        state_words(putusan.keadaan, putusan.keadaan_pengungkit),
        reason_words(doubt_texts(putusan.bergantung), putusan.sebab),
    )


def _angka(penilaian: Penilaian, kolom: KolomPenilai, instrumen: Instrumen, syarat: SetSyarat) -> dict[str, LkeFigure]:
    """The figures of the rows that requirements name: counts when both are there, else the ratio used."""
    hasil: dict[str, LkeFigure] = {}
    for s in syarat.daftar:
        aturan = instrumen.per_kode[s.lke].aturan if s.lke else None
        if s.lke is None or aturan is None:
            continue
        selesai, seluruh = (_cacah(k, kolom, instrumen) for k in aturan.operan)
        nilai = penilaian.indikator[s.lke]
        sel = nilai.sel or next((kolom.jawaban[k].sel for k in aturan.operan if k in kolom.jawaban), None)
        if sel is None:
            continue
        if selesai is not None and seluruh is not None:
            rasio = min(Fraction(1), Fraction(selesai, seluruh)) if seluruh else None
            if seluruh or not selesai:
                teks = f"{selesai}/{seluruh}"
                hasil[s.kode] = LkeFigure(Persen(rasio, selesai, seluruh, teks=teks), sel)
        elif isinstance(nilai.jawaban, Fraction):
            teks = f"{ringkas(nilai.jawaban * 100)}%"
            hasil[s.kode] = LkeFigure(Persen(nilai.jawaban, toleransi=_TOLERANSI, teks=teks), sel)
    return hasil


def _cacah(kode: str, kolom: KolomPenilai, instrumen: Instrumen) -> int | None:
    """A whole count: the typed figure, else the sum of the parts that are filled (as scoring does)."""
    isian = kolom.jawaban.get(kode)
    dibaca = parse_count(isian.nilai).nilai if isian else None
    if isinstance(dibaca, Fraction):
        return int(dibaca)
    aturan = instrumen.per_kode[kode].aturan
    if aturan is None:
        return None
    bagian = [n for n in (_cacah(k, kolom, instrumen) for k in aturan.operan) if n is not None]
    return sum(bagian) if bagian else None
