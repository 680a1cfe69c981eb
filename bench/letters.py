"""Measure ``zi init`` and ``zi surat semua`` (SPTJM and LHE for each satker) on many satker, against bare docxtpl.

    python -m bench.letters [--satker 900]

Bare is docxtpl alone filling the same number of SPTJM and LHE with the same fields, one after the other in one
process, from templates that it reads each time; ours is the whole command: reading and scoring every worksheet,
the requirements, claims, sandbox, manifest, audit. Both in CPU time; memory is the command's peak. A third of the
way ``zi surat semua`` is stopped as by Ctrl-C, and then goes on: its figures are those of both parts together.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import openpyxl

from sample_lke.buat_usulan import FOLDER, SAMPLES, fill_from_register, lke
from zi_cli.config import load_config
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.surat.compose import prepare_letter
from zi_cli.surat.material import PermintaanSurat
from zi_cli.surat.sandbox import Gugus, LetterEnvironment
from zi_cli.surat.sources import Lookup, gather
from zi_cli.surat.template_check import template_folder

_DAY = date(2027, 5, 20)


def make_folder(folder: Path, jumlah: int) -> None:
    """A work folder of *jumlah* satker that may all be proposed, its letters numbered."""
    contoh = next(c for c in SAMPLES if c.kode == "647102")
    milik = next(b for b in fill_from_register() if b["kode"] == contoh.kode)
    baris: list[dict[str, Any]] = []
    surat: list[tuple[str, str, Literal["tpn", "tpm"]]] = []
    for n in range(jumlah):
        c = replace(contoh, kode=f"{700000 + n}", nama=f"Lembaga Pemasyarakatan Kelas IIA Contoh {n:04}")
        berkas = f"lke/lke-{c.kode}.xlsx"
        (folder / berkas).parent.mkdir(parents=True, exist_ok=True)
        (folder / berkas).write_bytes(lke(c))
        baris.append({**milik, "kode": c.kode, "nama": c.nama, "berkas_lke": berkas})
        surat += [(c.nama, "sptjm", "tpn"), (c.nama, "lhe", "tpn")]
    (folder / "satker.xlsx").write_bytes(register_workbook(baris, surat=surat))
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Surat"]
    for r in range(2, 2 + len(surat)):
        lembar.cell(r, 3).value = f"PW.01/{r}"
        lembar.cell(r, 4).value = datetime(_DAY.year, _DAY.month, _DAY.day)
    buku.save(folder / "satker.xlsx")
    (folder / "zi.toml").write_bytes((FOLDER / "zi.toml").read_bytes())


def letters(folder: Path) -> int:
    """How many letters there are in *folder*."""
    return sum(1 for _ in (folder / "surat").rglob("*.docx"))


def run(folder: Path, *perintah: str, sampai: int | None = None) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of one command in *folder*; stopped once *sampai* letters are there."""
    awal, mulai = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    proses = subprocess.Popen(
        [sys.executable, "-m", "zi_cli", *perintah], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert proses.stderr is not None
    while sampai is not None and letters(folder) < sampai and proses.poll() is None:
        time.sleep(0.5)
    if sampai is not None:
        proses.send_signal(signal.SIGINT)
    akhir = proses.stderr.read().strip().splitlines()[-1:]
    _, keadaan, pakai = os.wait4(proses.pid, 0)
    kode = os.waitstatus_to_exitcode(keadaan)
    print(f"  {' '.join(perintah)}: {' '.join(akhir)} (kode {kode}; {letters(folder)} surat)", flush=True)
    kini = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = kini.ru_utime + kini.ru_stime - awal.ru_utime - awal.ru_stime
    return cpu, time.monotonic() - mulai, pakai.ru_maxrss / 1024


def bare(folder: Path, jumlah: int) -> float:
    """CPU seconds of docxtpl alone for *jumlah* SPTJM and LHE, by the fields of one satker of *folder*."""
    from docxtpl import DocxTemplate

    konteks = _contexts(folder)
    kali = max(1, min(jumlah, 40))
    awal = time.process_time()
    for _ in range(kali):
        for jenis, isi in konteks.items():
            naskah = DocxTemplate(template_folder() / f"{jenis}.docx")
            naskah.render(Gugus("", isi), jinja_env=LetterEnvironment())
            naskah.save(io.BytesIO())
    return (time.process_time() - awal) * jumlah / kali


def _contexts(folder: Path) -> dict[str, Mapping[str, Any]]:
    instrumen = load_instrumen()
    daftar = read_register(folder / "satker.xlsx")
    k = load_config(folder / "zi.toml", instrumen)
    satu = next((folder / "lke").iterdir())
    bahan = [b for b in gather(Lookup(k, instrumen, _DAY, berkas=(satu,), daftar=daftar)).satker if b.lke is not None]
    hasil = {}
    for jenis in ("sptjm", "lhe"):
        siap = prepare_letter(PermintaanSurat(jenis, k, instrumen, tanggal=_DAY, nomor="1", daftar=daftar), bahan)
        if siap.permintaan is None:
            raise SystemExit(f"{jenis} tidak jadi: {siap.temuan}")
        hasil[jenis] = siap.permintaan.konteks
    return hasil


def main() -> None:
    """Print what the commands cost."""
    pilihan = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    pilihan.add_argument("--satker", type=int, default=900)
    jumlah = pilihan.parse_args().satker
    # A shell that runs this in the background lets it, and what it starts, ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="zi-bench-") as sementara:
        folder = Path(sementara)
        make_folder(folder, jumlah)
        semua = ("surat", "semua", "--tanggal", _DAY.isoformat())
        awal, lanjutan = run(folder, *semua, sampai=2 * jumlah // 3), run(folder, *semua)
        bersama = awal[0] + lanjutan[0], awal[1] + lanjutan[1], max(awal[2], lanjutan[2])
        ukuran = {"zi surat semua": bersama, "dijalankan lagi": run(folder, *semua)}
        (folder / "lain").mkdir()
        dasar = bare(folder, jumlah)
        ukuran["zi init --dari"] = run(folder / "lain", "init", ".", "--dari", str(folder / "lke"))
    print(f"docxtpl telanjang, {jumlah} SPTJM dan LHE: {dasar:.1f} detik CPU")
    for nama, (cpu, jam, mb) in ukuran.items():
        print(f"{nama:18} {cpu:7.1f} detik CPU ({cpu / dasar:.2f} ×), {jam:6.1f} detik, puncak {mb:.0f} MB")


if __name__ == "__main__":
    main()
