"""Measure one SPTJM against a bare docxtpl load, render and save of the same template, in one run.

    python bench/surat.py [--kali 60]

Ours is everything after register and worksheet were read: claims, fields, cleaning, sandboxed and strict
rendering, document properties with the audit, and packing into the same bytes every time.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zi_cli.config import load_config
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.surat.compose import finish_letter, prepare_letter
from zi_cli.surat.context import letter_fields
from zi_cli.surat.material import PermintaanSurat
from zi_cli.surat.sources import Lookup, gather, pick_satker
from zi_cli.surat.template_check import template_folder

_TEMPLAT = template_folder() / "sptjm.docx"
_SAMPLE = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"


def bare_render(konteks: dict[str, object]) -> bytes:
    """What anyone would write with docxtpl."""
    from docxtpl import DocxTemplate

    naskah = DocxTemplate(_TEMPLAT)
    naskah.render({**konteks, "audit": {"kaki": ""}}, jinja_env=_environment())
    hasil = io.BytesIO()
    naskah.save(hasil)
    return hasil.getvalue()


def _environment() -> object:
    from jinja2 import Environment

    lingkungan = Environment(autoescape=True)
    lingkungan.filters["besar"] = lambda teks: str(teks).upper()
    return lingkungan


def measure(fungsi: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    awal = time.process_time()
    fungsi()
    return time.process_time() - awal


def main() -> None:
    """Time both in turn, so that the machine's moods fall on both alike."""
    pilihan = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    pilihan.add_argument("--kali", type=int, default=60)
    kali = pilihan.parse_args().kali
    instrumen = load_instrumen()
    daftar = read_register(_SAMPLE / "satker.xlsx")
    konfigurasi = load_config(_SAMPLE / "zi.toml", instrumen)
    hari = date(2027, 5, 20)
    permintaan = PermintaanSurat("sptjm", konfigurasi, instrumen, tanggal=hari, daftar=daftar)
    cari = Lookup(konfigurasi, instrumen, hari, folder=_SAMPLE, daftar=daftar)
    bahan = pick_satker(gather(cari).satker, ["647102"])
    konteks = letter_fields(permintaan, bahan)
    surat = finish_letter(prepare_letter(permintaan, bahan))
    if surat.docx is None:
        raise SystemExit(f"SPTJM tidak jadi: {surat.temuan}")
    bare_render(konteks)
    kami: list[float] = []
    bandingan: list[float] = []
    for _ in range(kali):
        bandingan.append(measure(lambda: bare_render(konteks)))
        kami.append(measure(lambda: finish_letter(prepare_letter(permintaan, bahan))))
    a, b = sorted(kami)[kali // 2], sorted(bandingan)[kali // 2]
    print(f"docxtpl telanjang  {b * 1000:7.1f} ms (median {kali} kali, waktu CPU)")
    print(f"zi surat sptjm     {a * 1000:7.1f} ms")
    print(f"rasio              {a / b:7.2f} (batas 1,50)")


if __name__ == "__main__":
    main()
