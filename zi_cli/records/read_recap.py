"""Read ``rekap.json`` (zi.batch/1): a file from outside, so nothing in it is taken on trust."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zi_cli.files import os_reason
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import TINGKAT
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.scoring.result import KEADAAN

SKEMA_BATCH = "zi.batch/1"
#: Bytes; 10,000 satker take about 60 MB.
_UKURAN_MAKS = 200_000_000


class _Salah(Exception):
    """A field that is not what the contract says: its path and what it should be."""


def read_recap(path: Path, instrumen: Instrumen) -> Mapping[str, Any]:
    """The zi.batch/1 document in *path*, with every field the report uses checked.

    Raises :class:`UnreadableInput` with DAT590 naming the first field that does not fit.
    """
    try:
        if path.stat().st_size > _UKURAN_MAKS:
            raise _tolak(path, f"lebih dari {_UKURAN_MAKS // 1_000_000} MB")
        isi = json.loads(path.read_bytes())
    except OSError as e:
        raise _tolak(path, os_reason(e)) from e
    except (ValueError, RecursionError) as e:
        raise _tolak(path, "bukan JSON yang utuh") from e
    try:
        periksa_rekap(isi, instrumen)
    except _Salah as e:
        raise _tolak(path, str(e)) from e
    dokumen: Mapping[str, Any] = isi
    return dokumen


def _tolak(path: Path, sebab: str) -> UnreadableInput:
    return UnreadableInput(make_temuan("DAT590", berkas=path.name, sebab=sebab))


def periksa_rekap(isi: object, instrumen: Instrumen) -> None:
    """Raise when *isi* is not a zi.batch/1 document of *instrumen* in every field the report uses."""
    akar = _objek(isi, "dokumen")
    if akar.get("skema") != SKEMA_BATCH:
        raise _Salah(f"skema bukan {SKEMA_BATCH}")
    for i, r in enumerate(_daftar(akar.get("satker"), "satker")):
        _periksa_satker(_objek(r, f"satker[{i}]"), f"satker[{i}]", instrumen)
    for i, g in enumerate(_daftar(akar.get("gagal"), "gagal")):
        tempat = f"gagal[{i}]"
        gagal = _objek(g, tempat)
        _teks(gagal.get("berkas"), f"{tempat}.berkas")
        for t in daftar_temuan_gagal(gagal):
            _periksa_temuan(t, f"{tempat}.temuan")


def daftar_temuan_gagal(gagal: Mapping[str, Any]) -> list[Any]:
    """The findings of an unreadable file: the contract allows one or a list."""
    temuan = gagal.get("temuan")
    return temuan if isinstance(temuan, list) else [temuan]


def _periksa_satker(r: Mapping[str, Any], tempat: str, instrumen: Instrumen) -> None:
    if r.get("instrumen") != instrumen.nama:
        raise _Salah(f"{tempat}.instrumen bukan {instrumen.nama}")
    berkas = _objek(r.get("berkas"), f"{tempat}.berkas")
    _teks(berkas.get("nama"), f"{tempat}.berkas.nama")
    _teks(berkas.get("sha256"), f"{tempat}.berkas.sha256")
    _teks(r.get("grup"), f"{tempat}.grup")
    if r.get("satker") is not None:
        _teks(r["satker"], f"{tempat}.satker")
    if r.get("penilai") not in instrumen.penilai.kode:
        raise _Salah(f"{tempat}.penilai tidak dikenal")
    if r.get("tahap") not in ("pendahuluan", "akhir"):
        raise _Salah(f"{tempat}.tahap tidak dikenal")
    for kunci in ("nilai_maks", "kosong"):
        _angka(r.get(kunci), f"{tempat}.{kunci}")
    nilai = _objek(r.get("nilai"), f"{tempat}.nilai")
    for kode in ("total", *(b.kode for b in instrumen.baris if b.bernilai)):
        _angka(nilai.get(kode), f"{tempat}.nilai.{kode}")
    area = _objek(r.get("area"), f"{tempat}.area")
    for nomor in instrumen.nama_area:
        _angka(_objek(area.get(nomor), f"{tempat}.area.{nomor}").get("persen"), f"{tempat}.area.{nomor}.persen")
    _periksa_putusan(r.get("putusan"), f"{tempat}.putusan", instrumen)
    for i, t in enumerate(_daftar(r.get("temuan"), f"{tempat}.temuan")):
        _periksa_temuan(t, f"{tempat}.temuan[{i}]")
    for nama, n in _objek(r.get("penilai_lain"), f"{tempat}.penilai_lain").items():
        if nama not in instrumen.penilai.kode:
            raise _Salah(f"{tempat}.penilai_lain: penilai tidak dikenal")
        _angka(n, f"{tempat}.penilai_lain.{nama}")


def _periksa_putusan(isi: object, tempat: str, instrumen: Instrumen) -> None:
    putusan = _objek(isi, tempat)
    kode = [a.kode for a in instrumen.ambang.daftar]
    for p in PREDIKAT:
        satu = _objek(putusan.get(p), f"{tempat}.{p}")
        for kunci in ("memenuhi", "memenuhi_maks", "pengungkit_memenuhi"):
            _benar(satu.get(kunci), f"{tempat}.{p}.{kunci}")
        for kunci in ("keadaan", "keadaan_pengungkit"):
            if satu.get(kunci) not in KEADAAN:
                raise _Salah(f"{tempat}.{p}.{kunci} tidak ada atau tidak dikenal; jalankan lagi zi batch")
        ambang = [_objek(a, f"{tempat}.{p}.ambang") for a in _daftar(satu.get("ambang"), f"{tempat}.{p}.ambang")]
        if [a.get("kode") for a in ambang] != kode:
            raise _Salah(f"{tempat}.{p}.ambang tidak memuat ambang {instrumen.ambang.nama}")
        for a in ambang:
            for kunci in ("nilai", "minimal"):
                _angka(a.get(kunci), f"{tempat}.{p}.ambang.{kunci}")
            _benar(a.get("memenuhi"), f"{tempat}.{p}.ambang.memenuhi")
            _benar(a.get("pembulatan_menyesatkan"), f"{tempat}.{p}.ambang.pembulatan_menyesatkan")


def _periksa_temuan(isi: object, tempat: str) -> None:
    t = _objek(isi, tempat)
    if t.get("tingkat") not in TINGKAT:
        raise _Salah(f"{tempat}.tingkat tidak dikenal")
    for kunci in ("kode", "pesan"):
        _teks(t.get(kunci), f"{tempat}.{kunci}")
    for kunci in ("sel", "indikator"):
        if t.get(kunci) is not None:
            _teks(t[kunci], f"{tempat}.{kunci}")


def _objek(isi: object, tempat: str) -> Mapping[str, Any]:
    if not isinstance(isi, dict):
        raise _Salah(f"{tempat} seharusnya objek")
    return isi


def _daftar(isi: object, tempat: str) -> list[Any]:
    if not isinstance(isi, list):
        raise _Salah(f"{tempat} seharusnya larik")
    return isi


def _teks(isi: object, tempat: str) -> None:
    if not isinstance(isi, str):
        raise _Salah(f"{tempat} seharusnya teks")


def _angka(isi: object, tempat: str) -> None:
    if isinstance(isi, bool) or not isinstance(isi, int | float) or not math.isfinite(isi) or abs(isi) > 1e9:
        raise _Salah(f"{tempat} seharusnya angka")


def _benar(isi: object, tempat: str) -> None:
    if not isinstance(isi, bool):
        raise _Salah(f"{tempat} seharusnya true atau false")
