"""Letters as a table: what the register, the configuration and the worksheet let them state, through the command line.

``daftar``, ``konfigurasi`` and ``lke`` change a satker that lacks nothing (tests/kelayakan_cases.py says how;
``ganti: a => b`` replaces in the configuration). ``opsi`` are options; ``semua`` names no satker, ``tanpa-catatan``
gives no note. ``hasil``: ``jadi`` or ``tolak``, with the ``kode`` of the findings; ``memuat`` and ``bukan`` are texts
of the letter (``bukan`` after "pesan:" also of messages), " | " between them; ``dasar`` is the sentence that decides.
"""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kelayakan_cases import CaseData, build
from tests.surat.letter_reading import letter_text

Zi = Callable[..., tuple[int, str, str]]
_TABLE = Path(__file__).parent / "kasus.csv"
_SURAT = """
[pimpinan]
nama = "Nama Menteri Contoh"
jabatan = "Menteri Imigrasi dan Pemasyarakatan"

[ketua_tpi]
nama = "Nama Inspektur Contoh"
jabatan = "Inspektur Jenderal"

[surat]
kota = "Jakarta"

[[panel]]
nama = "Anggota A"
jabatan = "Inspektur Jenderal"

[[panel]]
nama = "Anggota B"
jabatan = "Kepala Biro Perencanaan dan Keuangan"
"""
_IDENTITY = "alamat=Jalan Contoh 1 | kepala_nama=Nama Kepala, S.H. | kota=Jakarta"


def _read_cases() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


CASES = _read_cases()


@pytest.mark.parametrize("k", CASES, ids=lambda k: f"{k['jenis']}: {k['kasus']}")
def test_case(k: dict[str, str], zi: Zi, tmp_path: Path) -> None:
    ganti = k["konfigurasi"].startswith("ganti:")
    daftar = f"{k['daftar']} | {_IDENTITY}" if k["daftar"] else _IDENTITY
    konfigurasi = '| nama="Kementerian Imigrasi dan Pemasyarakatan"'
    isi = CaseData("", "", daftar, "" if ganti else k["konfigurasi"] + " " + konfigurasi, k["lke"], "", "", "", "", "")
    build(isi, tmp_path)
    toml = tmp_path / "zi.toml"
    teks = toml.read_text(encoding="utf-8")
    if ganti:
        teks = teks.replace("[instansi]", '[instansi]\nnama = "Kementerian Imigrasi dan Pemasyarakatan"')
        lama, baru = k["konfigurasi"].removeprefix("ganti:").split("=>")
        surat = _SURAT.rpartition("[surat]")
        teks += surat[0] + surat[1] + surat[2].replace(lama.strip(), baru.strip())
    else:
        teks += _SURAT
    toml.write_text(teks, encoding="utf-8")
    opsi = shlex.split(k["opsi"])
    sasaran = [tmp_path]
    if "tanpa daftar" in k["daftar"]:
        sasaran = [tmp_path / "lke.xlsx", "--konfigurasi", toml]
    elif "semua" not in opsi:
        sasaran += ["--satker", "001"]
    if k["jenis"] in ("monev", "pencabutan") and "tanpa-catatan" not in opsi:
        opsi += ["--catatan", "Catatan contoh."]
    if "--tanggal" not in opsi:
        opsi += ["--tanggal", "2027-05-20"]
    opsi = [o for o in opsi if o not in ("semua", "tanpa-catatan")]
    if k["jenis"] not in ("sptjm",):
        opsi += ["--nomor", "1"]
    kode, keluar, galat = zi("surat", k["jenis"], *sasaran, *opsi, "--format", "json", "-o", tmp_path / "s")
    dokumen = [json.loads(b) for b in keluar.splitlines() if b]
    jadi = [Path(d["berkas"]) for d in dokumen if d["berkas"]]
    surat = "\n".join(letter_text(b.read_bytes()) for b in jadi).replace("\u00a0", " ")
    assert (kode, bool(jadi)) == ((0, True) if k["hasil"] == "jadi" else (1, False)), galat
    assert not (k["hasil"] == "tolak" and (tmp_path / "s").exists()), "a refused letter leaves nothing behind"
    ada = {t["kode"] for d in dokumen for t in d["temuan"]} | set(galat.split())
    assert not k["kode"] or ada & set(k["kode"].split()), galat
    teks = surat.replace(" → ", " ") if jadi else galat
    for kata in k["memuat"].split(" | "):
        assert kata.strip() in teks or kata in galat, (kata, galat)
    for kata in filter(None, k["bukan"].split(" | ")):
        pesan = kata.startswith("pesan:")
        assert kata.removeprefix("pesan:") not in (surat + galat if pesan else surat), kata
    assert k["dasar"]


def test_table() -> None:
    assert len({(k["jenis"], k["kasus"]) for k in CASES}) == len(CASES) >= 120
