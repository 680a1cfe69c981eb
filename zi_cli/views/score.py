"""What a score says in words and rows of figures, for the terminal and Markdown alike."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from zi_cli.findings.record import TINGKAT, Temuan, count_tingkat
from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.scoring.result import NilaiIndikator, Penilaian, Putusan
from zi_cli.scoring.verdict import area_percent, belongs_to_pengungkit
from zi_cli.text import one_line, ringkas
from zi_cli.views.thresholds import shortfall, threshold_label
from zi_cli.worksheet.model import Worksheet


class BarisNilai(NamedTuple):
    """One row of the score table; figures in points, ``persen`` of the weight; None where not apt."""

    label: str
    pemenuhan: Fraction | None
    reform: Fraction | None
    nilai: Fraction
    bobot: Fraction
    persen: Fraction
    utama: bool


def kepala(
    ws: Worksheet, penilaian: Penilaian, semua: Sequence[Penilaian], instrumen: Instrumen, ambang: SetAmbang
) -> list[tuple[str, str]]:
    """Identity of the record: satker, file, assessor, instrument, thresholds."""
    tersedia = ", ".join(p.penilai for p in semua)
    lembar = ", ".join(ws.lembar)
    diubah = f"; diperketat: {', '.join(ambang.diubah)}" if ambang.diubah else ""
    return [
        ("Satker", (ws.satker or "tidak tertulis di berkas") + (f", tahun {ws.tahun}" if ws.tahun else "")),
        ("Berkas", f"{one_line(ws.nama)} (lembar {one_line(lembar)}), SHA-256 {ws.sha256[:16]}…"),
        ("Penilai", f"{instrumen.penilai.nama(penilaian.penilai)} ({penilaian.penilai}); tersedia: {tersedia}"),
        ("Instrumen", f"{instrumen.nama}, {instrumen.dasar_hukum}"),
        ("Ambang", f"{ambang.nama}, {ambang.diverifikasi}{diubah}"),
    ]


def tabel_nilai(penilaian: Penilaian, instrumen: Instrumen) -> list[BarisNilai]:
    """The areas, Pengungkit, the parts of Hasil, and the total."""
    nilai = penilaian.nilai
    baris: list[BarisNilai] = []
    for nomor, nama in instrumen.nama_area.items():
        pemenuhan, reform = (nilai[k] for k in instrumen.bagian_area(nomor))
        baris.append(
            BarisNilai(
                f"{nomor} {nama}",
                pemenuhan,
                reform,
                pemenuhan + reform,
                instrumen.bobot_area(nomor),
                area_percent(nilai, instrumen, nomor),
                False,
            )
        )
    for b in instrumen.baris:
        if b.jenis == "komponen":
            hasil = b.kode == instrumen.peran.hasil
            aspek = [None, None] if hasil else [nilai[instrumen.peran.pemenuhan], nilai[instrumen.peran.reform]]
            baris.append(_baris(instrumen.judul_simpul(b.kode), nilai[b.kode], instrumen.bobot(b.kode), True, *aspek))
            if hasil:
                baris += [
                    _baris(
                        f"{k.removeprefix(b.kode + '.')} {instrumen.judul_simpul(k)}",
                        nilai[k],
                        instrumen.bobot(k),
                        False,
                    )
                    for k in penilaian.nilai
                    if k.startswith(f"{b.kode}.")
                ]
    baris.append(_baris("Total", nilai["total"], instrumen.bobot_total, True))
    return baris


def _baris(
    label: str,
    nilai: Fraction,
    bobot: Fraction,
    utama: bool,
    pemenuhan: Fraction | None = None,
    reform: Fraction | None = None,
) -> BarisNilai:
    return BarisNilai(label, pemenuhan, reform, nilai, bobot, nilai * 100 / bobot, utama)


def ambang_gagal(putusan: Putusan, penilaian: Penilaian, instrumen: Instrumen, ambang: SetAmbang) -> list[str]:
    """Each failing threshold with value, minimum and distance; at the preliminary stage Pengungkit's only."""
    label = {a.kode: a for a in ambang.daftar}
    gagal: list[str] = []
    for a in putusan.ambang:
        rincian = label[a.kode]
        if a.memenuhi or (penilaian.tahap == "pendahuluan" and not belongs_to_pengungkit(rincian, instrumen)):
            continue
        kurang = shortfall(a.nilai, a.minimal, a.satuan, menyesatkan=a.pembulatan_menyesatkan)
        gagal.append(f"{a.kode} ({threshold_label(rincian, instrumen)}) {kurang}")
    return gagal


def hitungan_temuan(temuan: list[Temuan]) -> str:
    """Number of findings by severity, in words."""
    jumlah = count_tingkat(temuan)
    return ", ".join(f"{jumlah[t]} {t}" for t in TINGKAT)


def baris_temuan(t: Temuan, berkas: str) -> str:
    """A finding on one line, like a compiler: file, cell, severity, code, message."""
    berkas = one_line(berkas)
    tempat = f"{berkas}:{t.sel}" if t.sel else berkas
    return f"{tempat}: {t.tingkat} {t.kode} {t.pesan}"


def jawaban_kata(n: NilaiIndikator) -> str:
    """An answer for people: the option, a percentage, an index, or a dash."""
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else ringkas(n.jawaban, 4)
