"""Our own JSON read back: the recap of ``zi batch`` and the plan of ``zi plan``, checked before use."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zi_cli.files import os_reason
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.scoring.result import KEADAAN
from zi_cli.surat.material import Rencana, Sumber
from zi_cli.text import path_text

_UKURAN_MAKSIMUM = 300 * 1024 * 1024


class Rekap(NamedTuple):
    """A recap: its path, its hash, and one score record a satker (without ``indikator``)."""

    jalur: Path
    sha256: str
    satker: tuple[Mapping[str, Any], ...]

    @property
    def sumber(self) -> Sumber:
        """The recap as a source of a letter."""
        return Sumber(path_text(self.jalur.name), self.sha256)


def read_recap(jalur: Path, instrumen: Instrumen) -> Rekap:
    """Read a ``zi.batch/1`` document; raises :class:`UnreadableInput` (SRT632) naming what does not fit."""
    isi, sha256 = _baca_json(jalur, "zi.batch/1")
    satker = isi.get("satker")
    if not isinstance(satker, list):
        raise _tolak(jalur, "“satker” bukan daftar")
    for n, r in enumerate(satker, 1):
        try:
            _periksa_rekaman(r, instrumen)
        except (KeyError, TypeError, ValueError) as e:
            raise _tolak(jalur, f"satker ke-{n} tidak lengkap ({' '.join(str(e).split())[:60]})") from e
    return Rekap(jalur, sha256, tuple(satker))


def read_plan(jalur: Path, instrumen: Instrumen) -> Rencana:
    """A ``zi.plan/1`` document; raises :class:`UnreadableInput` (SRT632)."""
    from zi_cli.records.plan import SKEMA_PLAN, baca_langkah

    isi, sha256 = _baca_json(jalur, SKEMA_PLAN)
    langkah = isi.get("langkah")
    berkas = isi.get("berkas")
    if not isinstance(langkah, list) or not isinstance(berkas, dict) or isi.get("instrumen") != instrumen.nama:
        raise _tolak(jalur, "rencana tidak lengkap atau untuk instrumen lain")
    hasil = []
    for n, x in enumerate(langkah, 1):
        try:
            hasil.append(baca_langkah(x, instrumen))
        except ValueError as e:
            raise _tolak(jalur, f"langkah ke-{n} tidak dikenal ({e})") from e
    return Rencana(
        Sumber(path_text(jalur.name), sha256), str(berkas.get("sha256")), str(isi.get("target")), tuple(hasil)
    )


def _periksa_rekaman(r: Any, instrumen: Instrumen) -> None:
    if not isinstance(r["jalur"], str) or not isinstance(r["berkas"]["sha256"], str):
        raise ValueError("jalur")
    if r["satker"] is not None and not isinstance(r["satker"], str):
        raise ValueError("satker")
    if r["tahun"] is not None and not isinstance(r["tahun"], int):
        raise ValueError("tahun")
    if r["penilai"] not in instrumen.penilai.kode or r["tahap"] not in ("pendahuluan", "akhir"):
        raise ValueError("penilai")
    if not isinstance(r["ambang"], dict) or r["instrumen"] != instrumen.nama:
        raise ValueError("instrumen")
    if not isinstance(r["kosong"], int) or not all(_angka(r["nilai"][k]) for k in ("total", *instrumen.peran[:2])):
        raise ValueError("nilai")
    kode = {a.kode for a in instrumen.ambang.daftar}
    for p in PREDIKAT:
        putusan = r["putusan"][p]
        if not all(isinstance(putusan[k], bool) for k in ("memenuhi", "memenuhi_maks", "pengungkit_memenuhi")):
            raise ValueError("putusan")
        if putusan["keadaan"] not in KEADAAN or putusan["keadaan_pengungkit"] not in KEADAAN:
            raise ValueError("keadaan")
        if {a["kode"] for a in putusan["ambang"]} != kode:
            raise ValueError("ambang")
        for a in putusan["ambang"]:
            benar = all(_angka(a[k]) for k in ("nilai", "minimal", "selisih")) and a["satuan"] in ("nilai", "persen")
            if not benar or not all(isinstance(a[k], bool) for k in ("memenuhi", "pembulatan_menyesatkan")):
                raise ValueError("ambang")


def _angka(nilai: Any) -> bool:
    return isinstance(nilai, (int, float)) and not isinstance(nilai, bool) and abs(nilai) < 1e9


def _baca_json(jalur: Path, skema: str) -> tuple[dict[str, Any], str]:
    try:
        with jalur.open("rb") as f:
            mentah = f.read(_UKURAN_MAKSIMUM + 1)
    except OSError as e:
        raise _tolak(jalur, "tidak ditemukan" if isinstance(e, FileNotFoundError) else os_reason(e)) from e
    if len(mentah) > _UKURAN_MAKSIMUM:
        raise _tolak(jalur, f"lebih besar daripada {_UKURAN_MAKSIMUM >> 20} MB")
    try:
        isi = json.loads(mentah.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise _tolak(jalur, "bukan JSON yang sah") from e
    if not isinstance(isi, dict) or isi.get("skema") != skema:
        raise _tolak(jalur, f"bukan dokumen {skema}")
    return isi, hashlib.sha256(mentah).hexdigest()


def _tolak(jalur: Path, sebab: str) -> UnreadableInput:
    return UnreadableInput(make_temuan("SRT632", berkas=jalur.name, sebab=sebab))
