"""Worksheets built in code for the report and comparison tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from zi_cli.findings.model import Sel
from zi_cli.instrumen.loader import muat
from zi_cli.instrumen.model import Instrumen
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Penilai, Worksheet

Jawaban = dict[str, NilaiSel]


def jawaban_terbaik(instrumen: Instrumen | None = None) -> Jawaban:
    """Every indicator at its best; counts so that every percentage is 100 %."""
    instrumen = instrumen or muat()
    isi: Jawaban = {}
    for b in instrumen.baris:
        if b.jenis == "indikator":
            pilihan = instrumen.pilihan(b.kode)
            isi[b.kode] = next(iter(pilihan)) if pilihan else "100%" if b.jenis_jawaban == "persen" else 4
        elif b.jenis == "jumlah":
            isi[b.kode] = 10
    return isi


def jawaban_acak(benih: int, mutu: float, instrumen: Instrumen | None = None) -> Jawaban:
    """Answers drawn with seed *benih*: each at its best with probability *mutu*, else any option."""
    instrumen = instrumen or muat()
    acak = Random(benih)
    isi = jawaban_terbaik(instrumen)
    for b in instrumen.indikator:
        pilihan = list(instrumen.pilihan(b.kode))
        if pilihan and acak.random() > mutu:
            isi[b.kode] = acak.choice(pilihan)
        elif b.jenis_jawaban == "nilai_0_4":
            isi[b.kode] = round(3 + acak.random(), 2)
    return isi


def worksheet(
    penilai: Mapping[Penilai, Jawaban],
    *,
    nama: str = "lke.xlsx",
    satker: str | None = "Kantor Imigrasi Contoh",
    tahun: int | None = 2026,
    catatan: Mapping[str, str] | None = None,
    sha256: str = "ab" * 32,
) -> Worksheet:
    """A worksheet whose assessors answered as given; the cells are those of an official sheet."""
    instrumen = muat()
    kolom: dict[Penilai, KolomPenilai] = {}
    for nomor, (p, isi) in enumerate(penilai.items()):
        jawaban = {
            b.kode: Isian(isi.get(b.kode, ""), Sel("LKE ZI", b.nomor, 10 + 3 * nomor))
            for b in instrumen.baris
            if b.jenis in ("indikator", "jumlah")
        }
        tulisan = {k: Isian(t, jawaban[k].sel) for k, t in (catatan or {}).items()}
        kolom[p] = KolomPenilai(p, jawaban, catatan=tulisan, ada_catatan=bool(tulisan))
    return Worksheet(
        nama=nama,
        sha256=sha256,
        lembar=("LKE ZI",),
        satker=satker,
        tahun=tahun,
        usulan=None,
        kode_satker=None,
        penilai=kolom,
        baris_hilang=(),
        label_pilihan={},
        temuan=[],
    )


_KEPALA: dict[Penilai, str] = {"unit": "Jawaban Unit", "kanwil": "Jawaban Tim Penilai Kanwil", "tpi": "Jawaban TPI"}


def tulis_lke(
    tujuan: Path,
    penilai: Mapping[Penilai, Jawaban],
    *,
    satker: str = "Kantor Imigrasi Contoh",
    tahun: int = 2026,
    catatan: Mapping[str, str] | None = None,
) -> Path:
    """Write a minimal LKE workbook to *tujuan*: official texts and markers, an answer column each."""
    from openpyxl import Workbook

    instrumen = muat()
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = "LKE ZI"
    lembar.append([f"LEMBAR KERJA EVALUASI ZONA INTEGRITAS TAHUN {tahun}"])
    lembar.append([f"Satuan Kerja: {satker}"])
    lembar.append([])
    lembar.append(["", "Penilaian", "Bobot", "Pilihan Jawaban", *(_KEPALA[p] for p in penilai), "Catatan TPI"])
    label = {"ya_tidak": "Ya/Tidak", "abc": "A/B/C", "abcd": "A/B/C/D", "abcde": "A/B/C/D/E", "persen": "%"}
    for b in instrumen.baris:
        if b.jenis == "total":
            continue
        berisi = b.jenis in ("indikator", "jumlah")
        isi = [penilai[p].get(b.kode, "") if berisi else "" for p in penilai]
        bobot = float(b.bobot) if b.bobot is not None and b.jenis != "indikator" else None
        penanda = "-" if b.jenis == "jumlah" else f"{b.huruf}."
        pilihan = label.get(b.jenis_jawaban or "")
        lembar.append([penanda, b.teks, bobot, pilihan, *isi, (catatan or {}).get(b.kode)])
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    buku.save(tujuan)
    return tujuan
