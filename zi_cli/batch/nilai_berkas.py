"""What a worker does with one file: read, score, and return a compact result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from zi_cli.batch.temukan import Berkas
from zi_cli.errors import TakTerbaca
from zi_cli.findings.katalog import buat_temuan
from zi_cli.findings.model import TINGKAT, Temuan
from zi_cli.instrumen.loader import muat
from zi_cli.instrumen.model import PREDIKAT, Instrumen, SetAmbang
from zi_cli.report.rekaman import angka, rekaman_score, target_laporan
from zi_cli.scoring.model import Penilaian
from zi_cli.scoring.penilaian import nilai_worksheet, penentu
from zi_cli.scoring.putusan import milik_pengungkit
from zi_cli.scoring.rekonsiliasi import temuan_skor
from zi_cli.worksheet.model import Penilai, Worksheet
from zi_cli.worksheet.read import baca_berkas

if TYPE_CHECKING:
    from zi_cli.pengajuan.aturan import SetSyarat

#: "No LKE in this workbook" and "nothing of the assessor asked for": read well, but nothing to score.
_TANPA_NILAI = frozenset({"LKE105", "LKE135"})


class Tugas(NamedTuple):
    """One file to score; ``sha256`` is what it held when a result of ours was kept, if one was."""

    berkas: Berkas
    sha256: str | None = None


class Putus(NamedTuple):
    """The verdict for one predicate, in brief: ``gagal`` are the thresholds not reached."""

    memenuhi: bool
    memenuhi_maks: bool
    pengungkit_memenuhi: bool
    gagal: tuple[str, ...]


class Ringkas(NamedTuple):
    """The figures of one satker that the recap needs, in points; ``area`` in percent of each weight.

    Everything else stays in the JSON record on disk, so that ten thousand files fit in memory.
    """

    nama: str
    grup: str
    sha256: str
    satker: str | None
    kode_satker: str | None
    tahun: int | None
    usulan: str | None
    penilai: str
    tahap: str
    total: float
    nilai_maks: float
    pengungkit: float
    hasil: float
    area: tuple[float, ...]
    kosong: int
    putusan: dict[str, Putus]
    temuan: tuple[int, int, int]


class Dinilai(NamedTuple):
    """A scored file: figures, value of each indicator (ratio, None when unanswered), and JSON record.

    ``bahan`` is what the requirement check needs, as JSON values; None unless it was asked for.
    """

    ringkas: Ringkas
    matriks: list[int | float | None]
    rekaman: str
    bahan: dict[str, Any] | None


class Tetap(NamedTuple):
    """The file still holds what it held when its kept result was made."""


class Gagal(NamedTuple):
    """A file without a result and why."""

    temuan: Temuan

    @property
    def terbaca(self) -> bool:
        """Whether the file could be read and merely holds nothing to score."""
        return self.temuan.kode in _TANPA_NILAI


Hasil = Dinilai | Tetap | Gagal


class _Keadaan:
    """What a worker knows for all its files; set once by :func:`siapkan`."""

    instrumen: Instrumen
    ambang: SetAmbang
    penilai: Penilai | None
    pendahuluan: bool
    syarat: SetSyarat | None


def siapkan(ambang: SetAmbang, penilai: Penilai | None, pendahuluan: bool, dengan_bahan: bool) -> None:
    """Prepare this process: instrument, thresholds, the assessor asked for, and whether Pengungkit alone decides.

    *dengan_bahan*: results carry what the requirement check needs.
    """
    _Keadaan.instrumen = muat()
    _Keadaan.ambang = ambang
    _Keadaan.penilai = penilai
    _Keadaan.pendahuluan = pendahuluan
    if dengan_bahan:
        from zi_cli.pengajuan.aturan import muat_syarat

        _Keadaan.syarat = muat_syarat(_Keadaan.instrumen.nama)
    else:
        _Keadaan.syarat = None


def nilai_berkas(tugas: Tugas) -> Hasil:
    """Score the file of *tugas*; what can't be read comes back as :class:`Gagal`, never as an error."""
    b = tugas.berkas
    try:
        if tugas.sha256 is not None and hashlib.sha256(b.jalur.read_bytes()).hexdigest() == tugas.sha256:
            return Tetap()
        ws = baca_berkas(b.jalur, instrumen=_Keadaan.instrumen, lengkap=_Keadaan.syarat is not None)
    except TakTerbaca as e:
        return Gagal(e.temuan)
    semua = nilai_worksheet(ws, _Keadaan.instrumen, _Keadaan.ambang)
    p = penentu(semua, _Keadaan.penilai)
    if p is None:
        tersedia = ", ".join(x.penilai for x in semua)
        return Gagal(buat_temuan("LKE135", berkas=b.nama, penilai=_Keadaan.penilai, tersedia=tersedia))
    return _dinilai(b, ws, p, semua)


def _dinilai(b: Berkas, ws: Worksheet, p: Penilaian, semua: list[Penilaian]) -> Dinilai:
    temuan = temuan_skor(ws, p, _Keadaan.instrumen, _Keadaan.ambang, target_laporan(None, ws))
    rekaman = rekaman_score(ws, p, semua, _Keadaan.instrumen, _Keadaan.ambang, temuan, indikator=False)
    rekaman["grup"] = b.grup
    rekaman["jalur"] = b.nama
    rekaman["penilai_lain"] = {x.penilai: angka(x.nilai["total"]) for x in semua if x is not p}
    kosong = set(p.kosong)
    matriks = [None if k in kosong else angka(n.nilai) for k, n in p.indikator.items()]
    teks = json.dumps(rekaman, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Dinilai(_ringkas(b, ws, rekaman), matriks, teks, _bahan(b, ws, p))


def _bahan(b: Berkas, ws: Worksheet, p: Penilaian) -> dict[str, Any] | None:
    if _Keadaan.syarat is None:
        return None
    from zi_cli.batch.sandi_bahan import ke_json
    from zi_cli.pengajuan.bahan import ringkas_lke

    bahan = ringkas_lke(ws, p, _Keadaan.instrumen, _Keadaan.ambang, _Keadaan.syarat, b.jalur, b.nama)
    isi: dict[str, Any] = ke_json(bahan)
    return isi


def _ringkas(b: Berkas, ws: Worksheet, r: Mapping[str, Any]) -> Ringkas:
    tingkat = [t["tingkat"] for t in r["temuan"]]
    awal = _Keadaan.pendahuluan or r["tahap"] == "pendahuluan"
    komponen = [x.kode for x in _Keadaan.instrumen.baris if x.jenis == "komponen"]
    return Ringkas(
        nama=b.nama,
        grup=b.grup,
        sha256=ws.sha256,
        satker=ws.satker,
        kode_satker=ws.kode_satker,
        tahun=ws.tahun,
        usulan=ws.usulan,
        penilai=r["penilai"],
        tahap=r["tahap"],
        total=r["nilai"]["total"],
        nilai_maks=r["nilai_maks"],
        pengungkit=r["nilai"][komponen[0]],
        hasil=r["nilai"][komponen[1]],
        area=tuple(a["persen"] for a in r["area"].values()),
        kosong=r["kosong"],
        putusan={p: _putus(r["putusan"][p], awal) for p in PREDIKAT},
        temuan=(tingkat.count(TINGKAT[0]), tingkat.count(TINGKAT[1]), tingkat.count(TINGKAT[2])),
    )


def _putus(p: Mapping[str, Any], awal: bool) -> Putus:
    """The verdict *p* in brief; at the preliminary stage (*awal*) only Pengungkit's thresholds count."""
    # A value that rounding would show as reached is written out, so that nobody takes it for a mistake.
    gagal = tuple(
        f"{a['kode']} ({str(a['nilai']).replace('.', ',')})" if a["pembulatan_menyesatkan"] else a["kode"]
        for a in p["ambang"]
        if not a["memenuhi"] and not (awal and a["kode"] not in _kode_pengungkit(_Keadaan.ambang))
    )
    return Putus(p["memenuhi"], p["memenuhi_maks"], p["pengungkit_memenuhi"], gagal)


def _kode_pengungkit(ambang: SetAmbang) -> set[str]:
    return {a.kode for a in ambang.daftar if milik_pengungkit(a, _Keadaan.instrumen)}
