"""Gather what the pages show from files: one satker's records, or a folder's recap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from zi_cli.errors import SALAH_PAKAI, GalatPengguna, TakTerbaca
from zi_cli.findings.model import Temuan
from zi_cli.instrumen.model import Instrumen, Predikat, SetAmbang
from zi_cli.report.html.rekap import SKEMA_BATCH
from zi_cli.report.rekaman import angka, rekaman_score, rekaman_temuan, target_laporan
from zi_cli.scoring.kelengkapan import periksa_kelengkapan
from zi_cli.scoring.model import Penilaian
from zi_cli.scoring.penilaian import nilai_worksheet, penentu, temuan_belahan
from zi_cli.scoring.rekonsiliasi import rekonsiliasi
from zi_cli.worksheet.model import Penilai, Worksheet
from zi_cli.worksheet.read import baca_berkas

_AKHIRAN = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


class Dinilai(NamedTuple):
    """One file: the worksheet, every assessor's score, and the one who decides."""

    ws: Worksheet
    semua: list[Penilaian]
    penentu: Penilaian

    def rekaman(self, instrumen: Instrumen, ambang: SetAmbang, target: Predikat | None) -> list[dict[str, Any]]:
        """The zi.score records of all assessors, in rising order, with every finding of ``zi lint``."""
        tujuan = target_laporan(target, self.ws)
        daftar = []
        for p in self.semua:
            temuan = [*self.ws.temuan, *p.temuan, *temuan_belahan(p, instrumen, ambang, tujuan)]
            kolom = self.ws.penilai.get(p.penilai)
            if kolom is not None:
                temuan += rekonsiliasi(kolom, p, instrumen)
                temuan += periksa_kelengkapan(kolom, p, instrumen)
            daftar.append(rekaman_score(self.ws, p, self.semua, instrumen, ambang, temuan))
        return daftar

    def catatan(self) -> dict[str, dict[str, str]]:
        """Each assessor's notes by kode."""
        return {
            nama: {kode: str(i.nilai) for kode, i in kolom.catatan.items()} for nama, kolom in self.ws.penilai.items()
        }


def nilai_satu(
    berkas: Path, instrumen: Instrumen, ambang: SetAmbang, pilihan: Penilai | None, *, lengkap: bool = False
) -> Dinilai:
    """Read and score *berkas*; raises ``TakTerbaca``, or a usage error when *pilihan* did not assess it.

    With *lengkap* notes and the file's own figures are read too.
    """
    ws = baca_berkas(berkas, instrumen=instrumen, lengkap=lengkap)
    semua = nilai_worksheet(ws, instrumen, ambang)
    terpilih = penentu(semua, pilihan)
    if terpilih is None:
        ada = ", ".join(p.penilai for p in semua)
        cara = f"tidak ada jawaban {pilihan}" if pilihan else "penentu harus disebut dengan --penilai"
        raise GalatPengguna(f"{berkas}: {cara}; yang ada: {ada}", SALAH_PAKAI)
    return Dinilai(ws, semua, terpilih)


class Gagal(NamedTuple):
    """A file of a folder that gave no result."""

    nama: str
    grup: str
    temuan: Temuan


def nilai_folder(
    folder: Path, instrumen: Instrumen, ambang: SetAmbang, pilihan: Penilai | None
) -> Iterator[tuple[str, str, Dinilai] | Gagal]:
    """Path below *folder*, group (first folder below it) and result of every workbook, in order of path."""
    for berkas in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _AKHIRAN and p.is_file()):
        bagian = berkas.relative_to(folder).parts
        if any(b.startswith((".", "~$")) for b in bagian):
            continue
        nama, grup = "/".join(bagian), bagian[0] if len(bagian) > 1 else "(tanpa grup)"
        try:
            yield nama, grup, nilai_satu(berkas, instrumen, ambang, pilihan)
        except TakTerbaca as e:
            yield Gagal(nama, grup, e.temuan)


def rekap_folder(folder: Path, instrumen: Instrumen, ambang: SetAmbang, pilihan: Penilai | None) -> dict[str, Any]:
    """The zi.batch document of *folder*, as far as the report uses it."""
    satker: list[dict[str, Any]] = []
    gagal: list[dict[str, Any]] = []
    for hasil in nilai_folder(folder, instrumen, ambang, pilihan):
        if isinstance(hasil, Gagal):
            gagal.append({"berkas": hasil.nama, "temuan": rekaman_temuan(hasil.temuan)})
            continue
        nama, grup, d = hasil
        r = rekaman_score(d.ws, d.penentu, d.semua, instrumen, ambang)
        del r["indikator"]
        lain = {p.penilai: angka(p.nilai["total"]) for p in d.semua if p is not d.penentu}
        satker.append({**r, "grup": grup, "jalur": nama, "penilai_lain": lain})
    return {"skema": SKEMA_BATCH, "satker": satker, "gagal": gagal}
